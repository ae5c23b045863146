//! One change between two documents.

use serde_json::Value;

use super::rules::interface as rules;
use super::{Effect, Rule, Severity};

/// Which way that travels which has changed, seen from a client. In callbacks the server sends requests: what it sends
/// there is read by the client, so it counts as a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A client sends it.
    Request,
    /// A client reads it.
    Response,
}

impl Way {
    /// The word for it in every report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    pub(super) fn turned(self) -> Self {
        match self {
            Self::Request => Self::Response,
            Self::Response => Self::Request,
        }
    }
}

/// Who breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breaks {
    /// A client of the old document that sends.
    Sender,
    /// A client of the old document that reads.
    Reader,
    /// Code that calls methods generated from the old document.
    Caller,
    /// A server of the old document, with clients of the new one.
    Server,
}

impl Breaks {
    /// The words for it in every report.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Sender => "a client that sends",
            Self::Reader => "a client that reads",
            Self::Caller => "code that calls generated methods",
            Self::Server => "a server of the old document, once clients follow the new one",
        }
    }
}

/// A place in one of the two documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// A JSON pointer. Where what is meant is only in the other document, that of what it would be part of.
    pub pointer: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

/// One change. All text in it but the rule's is from the documents: escape it for the place it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind.
    pub rule: &'static Rule,
    /// How much it matters.
    pub severity: Severity,
    /// Which way that travels which has changed; none for what has no direction.
    pub way: Option<Way>,
    /// The operations that have it (`PUT /api/token/`), in order; none for what concerns all.
    pub operations: Vec<String>,
    /// Where in the first of these operations: `request body application/json, member name`.
    pub subject: String,
    /// Where in the old document.
    pub old: Place,
    /// Where in the new document.
    pub new: Place,
    /// What stood there, if anything did.
    pub old_value: Option<Value>,
    /// What stands there, if anything does.
    pub new_value: Option<Value>,
    /// A value that was legal and is not any more, where the legal values shrink.
    pub no_longer_legal: Option<Value>,
    /// A value that is legal and was not before, where the legal values grow.
    pub newly_legal: Option<Value>,
}

impl Change {
    /// Who breaks; none where nobody does.
    #[must_use]
    pub fn breaks(&self) -> Option<Breaks> {
        if [&rules::OPERATION_ID_CHANGED, &rules::PATH_PARAMETER_RENAMED].contains(&self.rule) {
            return Some(Breaks::Caller);
        }
        match (self.severity, self.way, self.rule.effect) {
            (Severity::Compatible, _, Effect::Other) => None,
            (Severity::Compatible, ..) => Some(Breaks::Server),
            (_, Some(Way::Response), _) => Some(Breaks::Reader),
            _ => Some(Breaks::Sender),
        }
    }
}
