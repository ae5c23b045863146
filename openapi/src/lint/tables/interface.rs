//! Paths, operations, parameters and what they take and give.

use super::super::shape::{Object, Patterned, Shape, field, required};
use super::{EXAMPLE, EXTERNAL_DOCS, MEDIA_TYPE, RESPONSE, SCHEMA, SECURITY_REQUIREMENT, SERVER};

pub(in crate::lint) static PATHS: Object = Object {
    patterned: Some(Patterned {
        fits: |key| key.starts_with('/'),
        words: "a path, which begins with `/`",
        shape: Shape::Object(&PATH_ITEM),
    }),
    ..Object::of("Paths Object", &[])
};

pub(in crate::lint) static PATH_ITEM: Object = Object::of(
    "Path Item Object",
    &[
        field("$ref", Shape::Text),
        field("summary", Shape::Text),
        field("description", Shape::Text),
        field("get", Shape::Object(&OPERATION)),
        field("put", Shape::Object(&OPERATION)),
        field("post", Shape::Object(&OPERATION)),
        field("delete", Shape::Object(&OPERATION)),
        field("options", Shape::Object(&OPERATION)),
        field("head", Shape::Object(&OPERATION)),
        field("patch", Shape::Object(&OPERATION)),
        field("trace", Shape::Object(&OPERATION)),
        field("servers", Shape::List(&Shape::Object(&SERVER))),
        field("parameters", Shape::List(&Shape::OrReference(&PARAMETER))),
    ],
);

pub(in crate::lint) static OPERATION: Object = Object {
    elsewhere: &[
        ("consumes", "2.0", "name the media types under requestBody/content"),
        ("produces", "2.0", "name the media types under the responses' content"),
        ("schemes", "2.0", "write them into servers"),
    ],
    ..Object::of(
        "Operation Object",
        &[
            field("tags", Shape::List(&Shape::Text)),
            field("summary", Shape::Text),
            field("description", Shape::Text),
            field("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
            field("operationId", Shape::Text),
            field("parameters", Shape::List(&Shape::OrReference(&PARAMETER))),
            field("requestBody", Shape::OrReference(&REQUEST_BODY)),
            required("responses", Shape::Object(&RESPONSES)),
            field("callbacks", Shape::Map(&Shape::OrReference(&CALLBACK))),
            field("deprecated", Shape::Boolean),
            field("security", Shape::List(&Shape::Object(&SECURITY_REQUIREMENT))),
            field("servers", Shape::List(&Shape::Object(&SERVER))),
        ],
    )
};

pub(in crate::lint) static PARAMETER: Object = Object {
    elsewhere: &[
        ("type", "2.0", "move it into the parameter's schema"),
        ("format", "2.0", "move it into the parameter's schema"),
        ("items", "2.0", "move it into the parameter's schema"),
        ("enum", "2.0", "move it into the parameter's schema"),
        ("default", "2.0", "move it into the parameter's schema"),
        ("collectionFormat", "2.0", "say it with style and explode"),
    ],
    ..Object::of(
        "Parameter Object",
        &[
            required("name", Shape::Text),
            required("in", Shape::OneOf(&["query", "header", "path", "cookie"])),
            field("description", Shape::Text),
            field("required", Shape::Boolean),
            field("deprecated", Shape::Boolean),
            field("allowEmptyValue", Shape::Boolean),
            field(
                "style",
                Shape::OneOf(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]),
            ),
            field("explode", Shape::Boolean),
            field("allowReserved", Shape::Boolean),
            field("schema", Shape::OrReference(&SCHEMA)),
            field("example", Shape::Any),
            field("examples", Shape::Map(&Shape::OrReference(&EXAMPLE))),
            field("content", Shape::Map(&Shape::Object(&MEDIA_TYPE))),
        ],
    )
};

pub(in crate::lint) static REQUEST_BODY: Object = Object {
    elsewhere: &[("schema", "2.0", "move it under content and a media type")],
    ..Object::of(
        "Request Body Object",
        &[
            field("description", Shape::Text),
            required("content", Shape::Map(&Shape::Object(&MEDIA_TYPE))),
            field("required", Shape::Boolean),
        ],
    )
};

pub(in crate::lint) static RESPONSES: Object = Object {
    patterned: Some(Patterned {
        fits: is_response_code,
        words: "an HTTP status like '200', a range like '2XX', or default",
        shape: Shape::OrReference(&RESPONSE),
    }),
    ..Object::of("Responses Object", &[field("default", Shape::OrReference(&RESPONSE))])
};

fn is_response_code(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}

pub(in crate::lint) static CALLBACK: Object = Object {
    patterned: Some(Patterned {
        fits: |key| !key.starts_with("x-"),
        words: "a runtime expression",
        shape: Shape::Object(&PATH_ITEM),
    }),
    ..Object::of("Callback Object", &[])
};
