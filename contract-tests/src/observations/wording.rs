//! How observations quote and count.

use crate::effect::Effect;
use crate::operation::Operation;

/// The longest text of a server or a sender that an observation quotes, in Unicode characters.
const LONGEST: usize = 60;

/// A text cut to what an observation quotes at most.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// A name or a value in backticks, shortened.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", shortened(text))
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// `once`, `3 times`.
pub(super) fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// What a request of an operation is called in a sentence.
pub(super) fn a(operation: Operation) -> &'static str {
    match operation {
        Operation::List => "a list",
        Operation::Get => "a get",
        Operation::Create => "a create",
        Operation::Update => "an update",
        Operation::Delete => "a delete",
        Operation::Models => "a model request",
        Operation::Undocumented => "an undocumented request",
    }
}

/// What became of a request, as far as a sentence needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Accepted,
    Refused,
}

impl Outcome {
    /// The word for it; none for an effect that says neither.
    pub(super) fn of(effect: Effect) -> Option<Self> {
        match effect {
            Effect::Accepted => Some(Self::Accepted),
            Effect::Refused => Some(Self::Refused),
            Effect::Throttled | Effect::None | Effect::Unknown => None,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}
