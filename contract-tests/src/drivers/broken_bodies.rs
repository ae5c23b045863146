//! Bodies that are no JSON, no object, too much or too little, or called something else.

use super::words::{create, get, list, update};
use crate::steps::{Body, Case, ContentType, Shape};

/// Texts in the place of the body.
const REPLACED: [&str; 22] = [
    "",
    " ",
    "{",
    "}",
    "null",
    "true",
    "7",
    "\"text\"",
    "[]",
    "[{}]",
    "not json",
    "{'name':'n'}",
    "{\"name\":}",
    "{\"name\":\"n\",}",
    "{name:\"n\"}",
    "<xml/>",
    "name=n&status=1",
    "\u{feff}{}",
    "{\"name\":\"\\ud800\"}",
    "{\"name\":\"\\x41\"}",
    "{\"name\":\"a\nb\"}",
    "NaN",
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = shapes().into_iter().map(|shape| both(&|body| body.shaped(shape.clone()))).collect();
    let types = [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-8",
        "json",
    ];
    let types = types.map(|text| ContentType::Other(text.to_owned()));
    let types = types.into_iter().chain([ContentType::Missing]);
    cases.extend(types.map(|content_type| both(&|body| body.typed(content_type.clone()))));
    // Members that no page names.
    for (member, value) in
        [("unknown", "x"), ("Name", "other"), ("NAME", "other"), ("user_id", "9"), ("__proto__", "x")]
    {
        cases.push(both(&|body| body.value(member, value)));
    }
    cases
}

/// What may be wrong with the bytes of a body.
fn shapes() -> Vec<Shape> {
    let mut shapes: Vec<Shape> = REPLACED.map(|text| Shape::Replaced(text.to_owned())).to_vec();
    shapes.extend([1, 2, 10, 60].map(Shape::CutBytes));
    shapes.extend([" ", "\n\n", "x", "{}", ",", "\u{0}"].map(|rest| Shape::Followed(rest.to_owned())));
    for (member, text) in [("name", "\"twice\""), ("remain_quota", "2"), ("status", "2"), ("id", "987654321987")] {
        for first in [false, true] {
            shapes.push(Shape::Twice { member: member.to_owned(), text: text.to_owned(), first });
        }
    }
    shapes.extend([
        Shape::ReplacedBytes(b"{\"name\":\"\xff\xfe\"}".to_vec()),
        Shape::ReplacedBytes(vec![0; 16]),
        Shape::ReplacedBytes(vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
        Shape::None,
        Shape::Replaced("[".repeat(2_000)),
        Shape::Written((0_u8..200).collect()),
        Shape::Written((0_u8..200).rev().collect()),
    ]);
    shapes
}

/// The same done to an update and to a create, and what is then there.
fn both(change: &dyn Fn(Body) -> Body) -> Case {
    Case::of([
        create(0, Body::plain()),
        get(0),
        update(0, change(Body::plain().value("remain_quota", 3))),
        get(0),
        create(1, change(Body::plain())),
        list(),
        get(0),
    ])
}
