//! How the objects of OpenAPI 3.0 are described in tables.

/// One object of the specification.
pub(super) struct Object {
    /// Its name there: `Parameter Object`.
    pub(super) name: &'static str,
    /// The members it may have by name.
    pub(super) fields: &'static [Field],
    /// The members it may have by pattern.
    pub(super) patterned: Option<Patterned>,
    /// Whether members that begin with `x-` are allowed.
    pub(super) extensible: bool,
    /// Members that later or earlier versions have: the name and what to do instead.
    pub(super) elsewhere: &'static [(&'static str, &'static str, &'static str)],
}

/// A member with a fixed name.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// Members whose names follow a pattern.
pub(super) struct Patterned {
    pub(super) fits: fn(&str) -> bool,
    /// The pattern in words, after "a key here is".
    pub(super) words: &'static str,
    pub(super) shape: Shape,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Anything: examples, defaults.
    Any,
    Text,
    Boolean,
    Number,
    /// An integer of zero or more.
    Count,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    Object(&'static Object),
    /// The object, or a Reference Object in its place.
    OrReference(&'static Object),
    /// `true`, `false`, or the inner one.
    OrBoolean(&'static Shape),
    List(&'static Shape),
    /// A list of at least one item, none of them twice.
    Set(&'static Shape),
    Map(&'static Shape),
    /// A map whose keys are component names.
    Components(&'static Shape),
}

pub(super) const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

impl Object {
    /// An object of fixed members that takes extensions, which most are.
    pub(super) const fn of(name: &'static str, fields: &'static [Field]) -> Self {
        Self { name, fields, patterned: None, extensible: true, elsewhere: &[] }
    }

    /// Whether what is missing of it would be text for people only.
    pub(super) fn is_prose(&self) -> bool {
        let objects =
            ["Info Object", "Contact Object", "License Object", "Tag Object", "External Documentation Object"];
        self.name == "Response Object" || objects.contains(&self.name)
    }
}
