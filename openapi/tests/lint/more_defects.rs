use openapi::Severity;

use super::defects::each_is_found;

#[test]
fn examples() {
    each_is_found(
        Severity::Error,
        &[
            (
                "example: Emma",
                "example: 7",
                "example-invalid",
                "/components/schemas/Book/properties/title/example",
                99,
                "type string",
            ),
            (
                "{title: Emma, kind: novel, lent_to: null}",
                "{title: Emma, kind: essay}",
                "example-invalid",
                "/paths/~1books/post/requestBody/content/application~1json/example/kind",
                46,
                "one of",
            ),
            (
                "example: '9780141439587'",
                "example: '978'",
                "example-invalid",
                "/paths/~1books~1{isbn}/parameters/0/example",
                66,
                "the pattern",
            ),
            (
                "example: [a1, b2]",
                "example: [a1, 2]",
                "example-invalid",
                "/paths/~1books/get/parameters/1/example/1",
                25,
                "type string",
            ),
            (
                "example: 3",
                "example: three",
                "example-invalid",
                "/paths/~1books/get/responses/200/headers/X-Total/example",
                32,
                "type integer",
            ),
            (
                "pages: 474,",
                "pages: 0,",
                "example-invalid",
                "/components/examples/OneBook/value/0/pages",
                86,
                "at least 1",
            ),
            (
                "maximum: 100, default: 20",
                "maximum: 100, default: 200",
                "default-invalid",
                "/components/parameters/Limit/schema/default",
                83,
                "at most 100",
            ),
            (
                "enum: [novel, poetry]",
                "enum: [novel, poetry, 3]",
                "enum-invalid",
                "/components/schemas/Kind/enum/2",
                109,
                "type string",
            ),
            (
                "schema: {type: integer}
",
                "schema: {type: integer, minItems: 2, maxItems: 1}
",
                "empty-range",
                "/paths/~1books/get/responses/200/headers/X-Total/schema/minItems",
                31,
                "nothing fits",
            ),
        ],
    );
}

#[test]
fn generator() {
    each_is_found(
        Severity::Error,
        &[
            (
                "        '2XX': {$ref: '#/components/responses/TheBook'}",
                "        '200': {$ref: '#/components/responses/TheBook'}",
                "generator-responses",
                "/paths/~1books/post/responses/default",
                49,
                "'2XX'",
            ),
            (
                "        '204': {description: Removed.}",
                "        '204': {description: Removed.}\n        '200': {$ref: '#/components/responses/TheBook'}",
                "generator-responses",
                "/paths/~1books~1{isbn}/delete/responses/204",
                77,
                "one success type",
            ),
            (
                "        default:\n          description: It",
                "        '503': {description: Closed.}\n        default:\n          description: It",
                "generator-responses",
                "/paths/~1books/post/responses/default",
                50,
                "one error type",
            ),
            (
                "        - name: shelf\n          in: query",
                "        - name: shelf\n          in: cookie",
                "generator-parameter",
                "/paths/~1books/get/parameters/1",
                22,
                "cookie",
            ),
            (
                "          in: query\n          schema: {type: array",
                "          in: query\n          style: pipeDelimited\n          schema: {type: array",
                "generator-parameter",
                "/paths/~1books/get/parameters/1/style",
                24,
                "`form`",
            ),
            (
                "          in: query\n          schema: {type: array",
                "          in: query\n          explode: false\n          schema: {type: array",
                "generator-parameter",
                "/paths/~1books/get/parameters/1/explode",
                24,
                "separators",
            ),
            (
                "          in: query\n          schema: {type: array",
                "          in: header\n          schema: {type: array",
                "generator-parameter",
                "/paths/~1books/get/parameters/1/schema",
                24,
                "would not compile",
            ),
            (
                "        content:\n          application/json:\n            schema: {$ref: '#/components/schemas/Book'}\n            example",
                "        content:\n          multipart/form-data:\n            schema: {$ref: '#/components/schemas/Book'}\n            example",
                "generator-request-body",
                "/paths/~1books/post/requestBody/content/multipart~1form-data",
                44,
                "multipart/form-data",
            ),
            (
                "            example: {title",
                "            encoding: {title: {}}\n            example: {title",
                "generator-request-body",
                "/paths/~1books/post/requestBody/content/application~1json/encoding",
                46,
                "encoding",
            ),
            (
                "pages: {type: integer, format: int64, minimum: 1}",
                "pages: {$ref: '#/components/schemas/Problem/properties/x-ray'}",
                "generator-reference",
                "/components/schemas/Book/properties/pages/$ref",
                101,
                "component",
            ),
            (
                "    Problem:\n",
                "    book: {type: object}\n    Problem:\n",
                "generator-type-name",
                "/components/schemas/book",
                114,
                "same Rust type",
            ),
        ],
    );
}

#[test]
fn warnings() {
    each_is_found(
        Severity::Warning,
        &[
            (
                "required: [reason]",
                "required: [reasons]",
                "required-unknown-property",
                "/components/schemas/Problem/required/0",
                116,
                "`reason`",
            ),
            (
                "    Problem:\n",
                "    Spare: {type: object}\n    Problem:\n",
                "component-unused",
                "/components/schemas/Spare",
                114,
                "uses",
            ),
            (
                "kind: {$ref: '#/components/schemas/Kind'}",
                "kind: {$ref: '#/components/schemas/Kind', description: k}",
                "ref-siblings",
                "/components/schemas/Book/properties/kind/description",
                100,
                "no effect",
            ),
            (
                "enum: [novel, poetry]",
                "enum: [novel, poetry]\n      nullable: true",
                "nullable-enum-without-null",
                "/components/schemas/Kind/nullable",
                110,
                "add null",
            ),
            (
                "kind: {$ref: '#/components/schemas/Kind'}",
                "kind: {nullable: true, allOf: [{$ref: '#/components/schemas/Kind'}]}",
                "nullable-without-type",
                "/components/schemas/Book/properties/kind/nullable",
                100,
                "the type beside it",
            ),
            (
                "minimum: 1}\n        lent_to",
                "minimum: 1, default: 1}\n        lent_to",
                "generator-default",
                "/components/schemas/Book/properties/pages/default",
                101,
                "always",
            ),
            (
                "required: [title, kind]",
                "required: [title, kind, isbn]",
                "generator-read-only",
                "/components/schemas/Book/properties/isbn/readOnly",
                98,
                "readOnly",
            ),
        ],
    );
}
