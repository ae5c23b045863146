//! Rules of schemas: values, members, alternatives.

use super::super::Severity::{Breaking, Compatible, Warning};
use super::super::{Effect, Rule};

/// Declares rules, and the list of them.
macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(pub(in crate::compat) static $name: Rule = $rule;)*
        pub(in crate::compat) static ALL: &[&Rule] = &[$(&$name),*];
    };
}
pub(super) use rules;

rules! {
    TYPE_NARROWED = Rule::narrowed("type-narrowed", "values of a type are legal no more");
    TYPE_WIDENED = Rule::widened("type-widened", "values of another type are legal too");
    TYPE_CHANGED = Rule::changed("type-changed", "values of one type are legal no more, and those of another are now");
    NULLABLE_REMOVED = Rule::narrowed("nullable-removed", "null is legal no more");
    NULLABLE_ADDED = Rule::widened("nullable-added", "null is legal too");
    ENUM_NARROWED = Rule::narrowed("enum-narrowed", "listed values are gone, or only listed values are legal now");
    ENUM_WIDENED = Rule::widened("enum-widened", "values are added to the list, or the list is gone");
    ENUM_CHANGED = Rule::changed("enum-changed", "some listed values are gone and others added");
    FORMAT_NARROWED = Rule::narrowed("format-narrowed", "the format takes fewer values, or there is one now");
    FORMAT_WIDENED = Rule::widened("format-widened", "the format takes more values, or there is none now");
    FORMAT_CHANGED = Rule::changed("format-changed", "another format");
    FORMAT_UNDECIDED =
        Rule::undecided("format-undecided", "another format, of which OpenAPI does not say what values it takes");
    MINIMUM_NARROWED = Rule::narrowed("minimum-narrowed", "the least number is greater, excluded or new");
    MINIMUM_WIDENED = Rule::widened("minimum-widened", "the least number is smaller, included or gone");
    MAXIMUM_NARROWED = Rule::narrowed("maximum-narrowed", "the greatest number is smaller, excluded or new");
    MAXIMUM_WIDENED = Rule::widened("maximum-widened", "the greatest number is greater, included or gone");
    MULTIPLE_OF_NARROWED = Rule::narrowed("multiple-of-narrowed", "numbers must be multiples of something coarser");
    MULTIPLE_OF_WIDENED = Rule::widened("multiple-of-widened", "numbers may be multiples of something finer, or any");
    MULTIPLE_OF_CHANGED = Rule::changed("multiple-of-changed", "numbers must be multiples of something else");
    MIN_LENGTH_NARROWED = Rule::narrowed("min-length-narrowed", "texts must be longer");
    MIN_LENGTH_WIDENED = Rule::widened("min-length-widened", "texts may be shorter");
    MAX_LENGTH_NARROWED = Rule::narrowed("max-length-narrowed", "texts must be shorter");
    MAX_LENGTH_WIDENED = Rule::widened("max-length-widened", "texts may be longer");
    PATTERN_NARROWED = Rule::narrowed("pattern-narrowed", "texts must match a pattern that is new");
    PATTERN_WIDENED = Rule::widened("pattern-widened", "texts need not match a pattern any more");
    PATTERN_UNDECIDED = Rule::undecided("pattern-undecided", "another pattern; which texts that takes is not decided");
    MIN_ITEMS_NARROWED = Rule::narrowed("min-items-narrowed", "lists must have more items");
    MIN_ITEMS_WIDENED = Rule::widened("min-items-widened", "lists may have fewer items");
    MAX_ITEMS_NARROWED = Rule::narrowed("max-items-narrowed", "lists must have fewer items");
    MAX_ITEMS_WIDENED = Rule::widened("max-items-widened", "lists may have more items");
    UNIQUE_ITEMS_NARROWED = Rule::narrowed("unique-items-narrowed", "items of a list must all differ");
    UNIQUE_ITEMS_WIDENED = Rule::widened("unique-items-widened", "items of a list may be the same");
    MIN_PROPERTIES_NARROWED = Rule::narrowed("min-properties-narrowed", "objects must have more members");
    MIN_PROPERTIES_WIDENED = Rule::widened("min-properties-widened", "objects may have fewer members");
    MAX_PROPERTIES_NARROWED = Rule::narrowed("max-properties-narrowed", "objects must have fewer members");
    MAX_PROPERTIES_WIDENED = Rule::widened("max-properties-widened", "objects may have more members");
    MEMBER_ADDED = Rule::widened("member-added", "an optional member is described that was not")
        .weighs(Compatible, Compatible);
    MEMBER_ADDED_TO_CLOSED =
        Rule::widened("member-added-to-closed", "a member is described where all others were forbidden");
    REQUIRED_MEMBER_ADDED = Rule::narrowed("required-member-added", "a member is described and required that was not");
    MEMBER_REMOVED = Rule::narrowed("member-removed", "an optional member is described no more")
        .weighs(Breaking, Warning);
    REQUIRED_MEMBER_REMOVED = Rule::changed("required-member-removed", "a required member is described no more");
    MEMBER_BECAME_REQUIRED = Rule::narrowed("member-became-required", "a member must be there now");
    MEMBER_BECAME_OPTIONAL = Rule::widened("member-became-optional", "a member need not be there any more");
    ADDITIONAL_MEMBERS_FORBIDDEN =
        Rule::narrowed("additional-members-forbidden", "members that are not described are forbidden now");
    ADDITIONAL_MEMBERS_ALLOWED =
        Rule::widened("additional-members-allowed", "members that are not described are not forbidden any more");
    READ_ONLY_ADDED =
        Rule::narrowed("read-only-added", "a member is only read now: requests must not have it");
    READ_ONLY_REMOVED = Rule::widened("read-only-removed", "a member may be sent that was only read");
    WRITE_ONLY_ADDED = Rule::narrowed("write-only-added", "an optional member is only sent now: responses lack it")
        .weighs(Compatible, Warning);
    REQUIRED_WRITE_ONLY_ADDED =
        Rule::changed("required-write-only-added", "a required member is only sent now: responses lack it");
    WRITE_ONLY_REMOVED = Rule::widened("write-only-removed", "a member may be read that was only sent")
        .weighs(Compatible, Compatible);
    ALTERNATIVE_REMOVED = Rule::narrowed("alternative-removed", "one of several schemas is gone");
    ALTERNATIVE_ADDED = Rule::widened("alternative-added", "there is one more schema to choose from");
    ALTERNATIVES_EXCLUSIVE =
        Rule::narrowed("alternatives-made-exclusive", "only one of several schemas may fit, where more could");
    ALTERNATIVES_INCLUSIVE =
        Rule::widened("alternatives-no-longer-exclusive", "more than one of several schemas may fit");
    ALTERNATIVES_UNDECIDED = Rule::undecided(
        "alternatives-undecided",
        "of schemas of which only one may fit, some changed; what that leaves of the others is not decided",
    );
    NOT_NARROWED = Rule::narrowed("not-narrowed", "more values are excluded by `not`");
    NOT_WIDENED = Rule::widened("not-widened", "fewer values are excluded by `not`");
    NOT_UNDECIDED = Rule::undecided("not-undecided", "another schema under `not`; what it excludes is not decided");
    SCHEMA_UNDECIDED =
        Rule::undecided("schema-undecided", "combined schemas differ in a way that cannot be taken apart");
    DISCRIMINATOR_ADDED = Rule::always("discriminator-added", Warning, "a member decides now which schema is meant");
    DISCRIMINATOR_REMOVED = Rule::always("discriminator-removed", Warning, "no member decides which schema is meant");
    DISCRIMINATOR_CHANGED =
        Rule::changed("discriminator-changed", "another member, or the same value of it, decides for another schema");
    DISCRIMINATOR_VALUE_REMOVED =
        Rule::narrowed("discriminator-value-removed", "a value stands for no schema any more");
    DISCRIMINATOR_VALUE_ADDED = Rule::widened("discriminator-value-added", "one more value stands for a schema");
    DEFAULT_ADDED = Rule::always("default-added", Compatible, "what is meant where nothing is sent is stated now");
    DEFAULT_CHANGED = Rule::always("default-changed", Warning, "where nothing is sent, something else is meant")
        .weighs(Warning, Compatible);
    DEFAULT_REMOVED = Rule::always("default-removed", Warning, "what is meant where nothing is sent is stated no more")
        .weighs(Warning, Compatible);
    SCHEMA_DEPRECATED = Rule::always("schema-deprecated", Compatible, "a member or value is to be avoided from now on");
    SCHEMA_UNDEPRECATED = Rule::always("schema-no-longer-deprecated", Compatible, "a member or value may be used again");
    XML_CHANGED = Rule::changed("xml-changed", "a value is written otherwise in XML");
}

/// What a change that has this rule does to values, by the two sets of it.
pub(in crate::compat) fn by_sets(narrowed: bool, widened: bool) -> Effect {
    match (narrowed, widened) {
        (true, true) => Effect::Both,
        (true, false) => Effect::Narrowed,
        (false, true) => Effect::Widened,
        (false, false) => Effect::Other,
    }
}
