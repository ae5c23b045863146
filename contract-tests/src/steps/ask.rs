//! A request, before it is known which ids the server will give.

use serde::Serialize;

use super::body::Body;
use super::token::Token;

/// Which of the run's accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Who {
    /// The first.
    #[default]
    First,
    /// The second: the first again, where a run has but one.
    Second,
}

/// A key that a step is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum KeyRef {
    /// The key that the create of that number made: whoever made it, deleted or not.
    Made(usize),
    /// The id of the key of that number, written in another way: `{}` stands for its digits.
    MadeAs(usize, String),
    /// The id that is so far above that of the key of that number. Only to be read: it may be somebody's.
    Beside(usize, i64),
    /// An id as it is.
    Id(i64),
    /// A text in the place of an id.
    Text(String),
    /// None at all.
    Omitted,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum What {
    /// A list, with these parameters.
    List(Vec<(String, String)>),
    /// A key.
    Get(KeyRef),
    /// A new key, with its number in the case.
    Create(usize, Body),
    /// A key with other values.
    Update(KeyRef, Body),
    /// The end of a key.
    Delete(KeyRef),
    /// The models that a key may use: a model request.
    Models(KeyRef),
}

/// A request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ask {
    /// Who asks.
    pub by: Who,
    /// What becomes of the account's token.
    pub token: Token,
    /// What is asked for.
    pub what: What,
}

impl Ask {
    /// By the first account, with its token.
    pub fn new(what: What) -> Self {
        Self { by: Who::First, token: Token::Right, what }
    }

    /// The same by another account.
    #[must_use]
    pub fn by(mut self, who: Who) -> Self {
        self.by = who;
        self
    }

    /// The same with another token.
    #[must_use]
    pub fn with(mut self, token: Token) -> Self {
        self.token = token;
        self
    }

    /// The key that it names, where it names one.
    pub fn key(&self) -> Option<&KeyRef> {
        match &self.what {
            What::Get(key) | What::Update(key, _) | What::Delete(key) | What::Models(key) => Some(key),
            What::List(_) | What::Create(..) => None,
        }
    }

    /// Whether it may bring or take keys, or shows which there are.
    pub fn is_about_membership(&self) -> bool {
        matches!(self.what, What::List(_) | What::Create(..) | What::Delete(_))
    }
}
