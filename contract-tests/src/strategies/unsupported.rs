//! Why no strategy can be made of a schema.

use openapi::ReferenceError;

/// Why no strategy can be made of a schema: what it says cannot be ignored, or half of the values would be wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsupported {
    /// A keyword that the strategies do not know, or know only with another value.
    #[error(
        "#{pointer}: no strategy for this keyword\n  teach it to contract-tests/src/strategies/, or say it in another way"
    )]
    Keyword {
        /// The keyword, as a JSON pointer.
        pointer: String,
    },
    /// No value fits: the bounds exclude each other.
    #[error("#{pointer}: no value fits this schema\n  correct its bounds")]
    Empty {
        /// The schema, as a JSON pointer.
        pointer: String,
    },
    /// A schema that contains itself.
    #[error(
        "#{pointer}: the schema leads back to itself, and strategies know no end\n  leave the loop out of the document"
    )]
    Endless {
        /// The schema, as a JSON pointer.
        pointer: String,
    },
    /// A reference leads nowhere, or there is no such schema.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
}
