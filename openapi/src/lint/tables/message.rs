//! What a request or response carries.

use super::super::shape::{Object, Shape, field, required};
use super::{SCHEMA, SERVER};

pub(in crate::lint) static RESPONSE: Object = Object {
    elsewhere: &[
        ("schema", "2.0", "move it under content and a media type"),
        ("examples", "2.0", "move them under content and a media type"),
    ],
    ..Object::of(
        "Response Object",
        &[
            required("description", Shape::Text),
            field("headers", Shape::Map(&Shape::OrReference(&HEADER))),
            field("content", Shape::Map(&Shape::Object(&MEDIA_TYPE))),
            field("links", Shape::Map(&Shape::OrReference(&LINK))),
        ],
    )
};

pub(in crate::lint) static MEDIA_TYPE: Object = Object::of(
    "Media Type Object",
    &[
        field("schema", Shape::OrReference(&SCHEMA)),
        field("example", Shape::Any),
        field("examples", Shape::Map(&Shape::OrReference(&EXAMPLE))),
        field("encoding", Shape::Map(&Shape::Object(&ENCODING))),
    ],
);

pub(in crate::lint) static ENCODING: Object = Object::of(
    "Encoding Object",
    &[
        field("contentType", Shape::Text),
        field("headers", Shape::Map(&Shape::OrReference(&HEADER))),
        field("style", Shape::OneOf(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        field("explode", Shape::Boolean),
        field("allowReserved", Shape::Boolean),
    ],
);

pub(in crate::lint) static EXAMPLE: Object = Object::of(
    "Example Object",
    &[
        field("summary", Shape::Text),
        field("description", Shape::Text),
        field("value", Shape::Any),
        field("externalValue", Shape::Text),
    ],
);

pub(in crate::lint) static LINK: Object = Object::of(
    "Link Object",
    &[
        field("operationRef", Shape::Text),
        field("operationId", Shape::Text),
        field("parameters", Shape::Map(&Shape::Any)),
        field("requestBody", Shape::Any),
        field("description", Shape::Text),
        field("server", Shape::Object(&SERVER)),
    ],
);

pub(in crate::lint) static HEADER: Object = Object {
    elsewhere: &[
        ("name", "no version", "remove it: the key is the header's name"),
        ("in", "no version", "remove it: a header is in the header"),
        ("type", "2.0", "move it into the header's schema"),
    ],
    ..Object::of(
        "Header Object",
        &[
            field("description", Shape::Text),
            field("required", Shape::Boolean),
            field("deprecated", Shape::Boolean),
            field("allowEmptyValue", Shape::Boolean),
            field("style", Shape::OneOf(&["simple"])),
            field("explode", Shape::Boolean),
            field("allowReserved", Shape::Boolean),
            field("schema", Shape::OrReference(&SCHEMA)),
            field("example", Shape::Any),
            field("examples", Shape::Map(&Shape::OrReference(&EXAMPLE))),
            field("content", Shape::Map(&Shape::Object(&MEDIA_TYPE))),
        ],
    )
};
