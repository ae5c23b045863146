//! What a rule is: one kind of change, with what it means in each direction.

use super::Way;

/// How much a change matters to those who follow the old document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// What a correct client sent is no longer taken, or a reader may meet what it was not told of.
    Breaking,
    /// Someone may have to act, or it cannot be decided.
    Warning,
    /// Nobody who follows the old document notices.
    Compatible,
}

impl Severity {
    /// The word for it in every report.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Warning => "warning",
            Self::Compatible => "compatible",
        }
    }
}

/// What a change does to a set of legal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Some are legal no more.
    Narrowed,
    /// Some are legal that were not.
    Widened,
    /// Both.
    Both,
    /// It is not known.
    Undecided,
    /// It has to do with other things than values.
    Other,
}

/// One kind of change. Its id never changes its meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id, in kebab-case.
    pub id: &'static str,
    /// What has changed, in words.
    pub meaning: &'static str,
    /// What that does to legal values.
    pub effect: Effect,
    /// How much it matters where a client sends; where `response` is the same, the direction plays no part.
    pub request: Severity,
    /// How much it matters where a client reads.
    pub response: Severity,
}

impl Rule {
    /// How much a change of this kind matters that way.
    #[must_use]
    pub fn severity(&self, way: Option<Way>) -> Severity {
        match way {
            Some(Way::Response) => self.response,
            Some(Way::Request) | None => self.request,
        }
    }

    /// Fewer values are legal: bad for those who send them.
    pub(super) const fn narrowed(id: &'static str, meaning: &'static str) -> Self {
        let (request, response) = (Severity::Breaking, Severity::Compatible);
        Self { id, meaning, effect: Effect::Narrowed, request, response }
    }

    /// More values are legal: bad for those who read them.
    pub(super) const fn widened(id: &'static str, meaning: &'static str) -> Self {
        let (request, response) = (Severity::Compatible, Severity::Breaking);
        Self { id, meaning, effect: Effect::Widened, request, response }
    }

    /// Some values are gained and some lost.
    pub(super) const fn changed(id: &'static str, meaning: &'static str) -> Self {
        Self { id, meaning, effect: Effect::Both, request: Severity::Breaking, response: Severity::Breaking }
    }

    /// Nobody knows.
    pub(super) const fn undecided(id: &'static str, meaning: &'static str) -> Self {
        Self { id, meaning, effect: Effect::Undecided, request: Severity::Warning, response: Severity::Warning }
    }

    /// The same whichever way.
    pub(super) const fn always(id: &'static str, severity: Severity, meaning: &'static str) -> Self {
        Self { id, meaning, effect: Effect::Other, request: severity, response: severity }
    }

    /// As it is, with other severities.
    pub(super) const fn weighs(self, request: Severity, response: Severity) -> Self {
        Self { request, response, ..self }
    }
}
