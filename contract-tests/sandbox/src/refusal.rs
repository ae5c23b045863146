//! Why a request is refused.

/// Why a request is refused; [`crate::messages`] has the words of each profile.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// No access token, or an empty one.
    TokenMissing,
    /// An access token of no account.
    TokenWrong,
    /// The body is no JSON value.
    Malformed(Malformed),
    /// The body is a JSON value, but no object.
    NoObject {
        found: &'static str,
    },
    /// A member has another JSON type than its own.
    WrongType {
        member: &'static str,
        /// The JSON type, with the literal where a number does not fit.
        found: String,
        /// What it must be.
        expected: Type,
    },
    /// The id is missing, `null` or 0.
    NoId,
    /// The id in the path is no integer.
    PathId(String),
    /// The account has no such key.
    NotFound,
    NameTooLong,
    StatusUnknown,
    /// A line of the allow list is neither an address nor a network.
    AllowListEntry(String),
    GroupUnavailable(String),
    QuotaNegative,
    QuotaTooLarge(i64),
    /// Status 1 for a key that was marked expired, and still is.
    StillExpired,
    /// Status 1 for a key that was marked exhausted, and still is.
    StillExhausted,
}

/// Why a body is no JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Malformed {
    /// There is none.
    Empty,
    /// It breaks off.
    CutShort,
    /// A character is out of place.
    Character(char),
    /// Something comes after the value, or it is nested too deep, or no UTF-8.
    Other,
}

/// The JSON type of a member, in the terms of the document and of Go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Type {
    /// An integer of the size of a machine word.
    Int,
    /// An integer of 64 bits.
    Int64,
    Boolean,
    String,
}

impl Type {
    /// The name in the document.
    pub(crate) fn documented(self) -> &'static str {
        match self {
            Self::Int | Self::Int64 => "an integer",
            Self::Boolean => "a boolean",
            Self::String => "a string",
        }
    }

    /// The name in Go.
    pub(crate) fn go(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Int64 => "int64",
            Self::Boolean => "bool",
            Self::String => "string",
        }
    }
}

/// Why a model request is refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum KeyRefusal {
    /// No key, or one that nobody has.
    Unknown,
    Disabled,
    /// Its status is 3.
    MarkedExpired,
    /// Its expiry is past.
    Expired,
    /// Its status is 4.
    MarkedExhausted,
    /// Its quota is used up.
    Exhausted,
    /// The allow list does not hold the address of the request.
    Address,
}
