//! What becomes of an access token on its way.

use serde::Serialize;

use super::ask::KeyRef;

/// What stands in `Authorization`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub enum Token {
    /// The account's access token.
    #[default]
    Right,
    /// No header.
    Missing,
    /// An empty header.
    Empty,
    /// The token without its last characters.
    Cut(usize),
    /// The token with upper and lower case exchanged.
    Recased,
    /// The token behind `Bearer `.
    Bearer,
    /// A text before the token.
    Prefixed(String),
    /// A text behind the token.
    Suffixed(String),
    /// A text of its own.
    Invented(String),
    /// The value of a key, which opens no key management.
    KeyValue(KeyRef),
}

impl Token {
    /// Whether it is a wrong one: none at all is none.
    pub fn is_wrong(&self) -> bool {
        !matches!(self, Self::Right | Self::Missing | Self::Empty | Self::Bearer)
    }

    /// The value of the header for that access token; `None` for no header. Keys are not known here.
    pub fn value(&self, token: &str) -> Option<String> {
        let changed = match self {
            Self::Right | Self::KeyValue(_) => token.to_owned(),
            Self::Missing => return None,
            Self::Empty => String::new(),
            Self::Cut(count) => {
                let kept = token.chars().count().saturating_sub(*count);
                token.chars().take(kept).collect()
            }
            Self::Recased => token.chars().map(recased).collect(),
            Self::Bearer => format!("Bearer {token}"),
            Self::Prefixed(text) => format!("{text}{token}"),
            Self::Suffixed(text) => format!("{token}{text}"),
            Self::Invented(text) => text.clone(),
        };
        Some(changed)
    }
}

fn recased(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}
