use openapi::{Severity, Source, lint};

/// One edit of the good document: what is replaced (once), by what; then the only finding: check, pointer, line, and a
/// part of its message or remedy.
pub(crate) type Defect = (&'static str, &'static str, &'static str, &'static str, usize, &'static str);

#[track_caller]
pub(crate) fn each_is_found(severity: Severity, defects: &[Defect]) {
    let mut wrong = Vec::new();
    for (from, to, check, pointer, line, says) in defects {
        assert_eq!(super::LIBRARY.matches(from).count(), 1, "`{from}` must be in the document once");
        let source = Source::parse("library.yaml", super::LIBRARY.replace(from, to)).expect(to);
        let mut findings = lint(&source);
        findings.retain(|finding| finding.severity == severity);
        let fits = findings.len() == 1
            && findings.iter().all(|finding| {
                (finding.check, &*finding.pointer, finding.line, finding.severity)
                    == (*check, *pointer, Some(*line), severity)
                    && (finding.message.contains(says) || finding.remedy.contains(says))
            });
        if !fits {
            wrong.push(format!("{to}\n  wanted {check} {pointer} {line} {says}\n  found {findings:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn structure() {
    each_is_found(
        Severity::Error,
        &[
            (
                "maxLength: 200",
                "maxLenght: 200",
                "unknown-key",
                "/components/schemas/Book/properties/title/maxLenght",
                99,
                "`maxLength`",
            ),
            (
                "      format: password\n",
                "      formatt: password\n",
                "unknown-key",
                "/components/schemas/Reader/formatt",
                113,
                "`format`",
            ),
            ("  version: 1.2.0\n", "", "missing-field", "/info", 3, "`version`"),
            ("version: 1.2.0", "version: 1.2", "wrong-type", "/info/version", 5, "put it in quotes"),
            (
                "deprecated: true",
                "deprecated: 'yes'",
                "wrong-type",
                "/paths/~1books~1{isbn}/delete/deprecated",
                75,
                "true or false",
            ),
            (
                "minLength: 1,",
                "minLength: -1,",
                "wrong-type",
                "/components/schemas/Book/properties/title/minLength",
                99,
                "zero or more",
            ),
            (
                "'204': {description: Removed.}",
                "'204': {}",
                "missing-field",
                "/paths/~1books~1{isbn}/delete/responses/204",
                77,
                "description",
            ),
            (
                "'204': {description: Removed.}",
                "'2O4': {description: Removed.}",
                "unknown-key",
                "/paths/~1books~1{isbn}/delete/responses/2O4",
                77,
                "an HTTP status",
            ),
            (
                "'204': {description: Heard.}",
                "x-later: {}",
                "empty-list",
                "/paths/~1books/post/callbacks/added/{$request.body#~1title}/post/responses",
                58,
                "no response",
            ),
            ("  - name: books\n", "  - name: books\n  - {}\n", "missing-field", "/tags/1", 15, "`name`"),
            ("  /books:\n", "  books: {}\n  /books:\n", "unknown-key", "/paths/books", 16, "begins with `/`"),
            (
                "    Problem:\n",
                "    The Problem: {type: object}\n    Problem:\n",
                "component-name",
                "/components/schemas/The Problem",
                114,
                "letters",
            ),
            (
                "enum: [novel, poetry]",
                "enum: [novel, poetry, novel]",
                "duplicate-item",
                "/components/schemas/Kind/enum/2",
                109,
                "same as item 0",
            ),
            ("enum: [york, bath]", "enum: []", "empty-list", "/servers/0/variables/town/enum", 10, "empty"),
            (
                "x-ray: {type: number}",
                "x-ray: {type: numeric}",
                "unknown-value",
                "/components/schemas/Problem/properties/x-ray/type",
                119,
                "`number`",
            ),
            (
                "type: apiKey, in: header",
                "type: apiKey",
                "missing-field",
                "/components/securitySchemes/cardNumber",
                122,
                "`in`",
            ),
            (
                "schema: {type: integer}\n",
                "schema: {type: integer}\n              content: {}\n",
                "schema-or-content",
                "/paths/~1books/get/responses/200/headers/X-Total",
                30,
                "exactly one",
            ),
            (
                "example: 3\n",
                "example: 3\n              examples: {a: {value: 3}}\n",
                "example-and-examples",
                "/paths/~1books/get/responses/200/headers/X-Total/example",
                32,
                "exclude",
            ),
        ],
    );
}

#[test]
fn other_versions() {
    each_is_found(
        Severity::Error,
        &[
            (
                "x-ray: {type: number}",
                "x-ray: {type: [number, 'null']}",
                "other-version",
                "/components/schemas/Problem/properties/x-ray/type",
                119,
                "nullable: true",
            ),
            (
                "x-ray: {type: number}",
                "x-ray: {type: number, const: 7}",
                "other-version",
                "/components/schemas/Problem/properties/x-ray/const",
                119,
                "3.1",
            ),
            (
                "x-ray: {type: number}",
                "x-ray: {type: number, examples: [7]}",
                "other-version",
                "/components/schemas/Problem/properties/x-ray/examples",
                119,
                "`example`",
            ),
            ("tags:\n  - name", "webhooks: {}\ntags:\n  - name", "other-version", "/webhooks", 13, "callback"),
            (
                "description: Some books.",
                "description: Some books.\n          schema: {}",
                "other-version",
                "/paths/~1books/get/responses/200/schema",
                29,
                "under content",
            ),
            (
                "x-ray: {type: number}",
                "x-ray: {type: number, exclusiveMinimum: 0}",
                "wrong-type",
                "/components/schemas/Problem/properties/x-ray/exclusiveMinimum",
                119,
                "true here",
            ),
        ],
    );
}

#[test]
fn references_and_names() {
    each_is_found(
        Severity::Error,
        &[
            (
                "pages: {type: integer, format: int64, minimum: 1}",
                "pages: {$ref: '#/components/schemas/Boook'}",
                "reference-dangling",
                "/components/schemas/Book/properties/pages/$ref",
                101,
                "`Book`",
            ),
            (
                "pages: {type: integer, format: int64, minimum: 1}",
                "pages: {$ref: 'other.yaml#/Book'}",
                "reference-external",
                "/components/schemas/Book/properties/pages/$ref",
                101,
                "leaves",
            ),
            (
                "kind: {$ref: '#/components/schemas/Kind'}",
                "kind: {$ref: '#/components/schemas/Kind', maxLength: 2}",
                "ref-siblings",
                "/components/schemas/Book/properties/kind/maxLength",
                100,
                "no effect",
            ),
            (
                "operationId: getBook",
                "operationId: list_books",
                "operation-id-duplicate",
                "/paths/~1books~1{isbn}/get/operationId",
                68,
                "same Rust method",
            ),
            (
                "operationId: getBook",
                "operationId: listBooks",
                "operation-id-duplicate",
                "/paths/~1books~1{isbn}/get/operationId",
                68,
                "line 18",
            ),
            (
                "      operationId: getBook\n",
                "",
                "operation-id-missing",
                "/paths/~1books~1{isbn}/get",
                67,
                "operationId",
            ),
            (
                "  - cardNumber: []",
                "  - cardNumer: []\n  - cardNumber: []",
                "security-unknown-scheme",
                "/security/0/cardNumer",
                12,
                "`cardNumber`",
            ),
            ("/books/{isbn}:\n", "/books/{isbn:\n", "path-template", "/paths/~1books~1{isbn", 60, "not closed"),
            (
                "    Kind:\n      type: string\n",
                "    Kind:\n      allOf: [{$ref: '#/components/schemas/Kind'}]\n",
                "reference-cyclic",
                "/components/schemas/Kind/allOf/0/$ref",
                108,
                "never be decided",
            ),
        ],
    );
}

#[test]
fn a_path_parameter_that_is_nowhere_described_is_missed_in_each_operation() {
    let source = Source::parse("library.yaml", super::LIBRARY.replace("  /books/{isbn}:", "  /books/{isbn}/{copy}:"));
    let findings = lint(&source.expect("readable"));
    let found: Vec<_> = findings.iter().map(|finding| (finding.check, &*finding.pointer)).collect();
    assert_eq!(
        found,
        [
            ("path-parameter-undeclared", "/paths/~1books~1{isbn}~1{copy}/get"),
            ("path-parameter-undeclared", "/paths/~1books~1{isbn}~1{copy}/delete")
        ]
    );
}
