//! The models that a key may use.

use serde::{Deserialize, Serialize};

use crate::Error;

/// The ids of the models that a key may use, as `/v1/models` lists them; on the wire one string, separated by commas. It
/// has an effect only while the key's `model_limits_enabled` is true.
///
/// Deserialize is for answers: it takes what a server sends, and checks nothing that the constructors do.
///
/// Rules: `models.model_limits.enforced`, `models.model_limits.disabled-ignored`, `models.model_limits.empty-unrestricted`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelLimits(String);

impl ModelLimits {
    /// These models.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when there is none, because an empty list would lift the limit instead of blocking every
    /// model, or when an id is empty or holds a comma, white space or a control character.
    pub fn new<I: IntoIterator<Item: AsRef<str>>>(models: I) -> Result<Self, Error> {
        let mut text = String::new();
        for (index, model) in models.into_iter().enumerate() {
            let model = model.as_ref();
            if model.is_empty() {
                return Err(Error::invalid_input("model limits", format!("the model at index {index} is empty")));
            }
            if model.contains(|c: char| c == ',' || c.is_whitespace() || c.is_control()) {
                let why = format!("the model at index {index} holds a comma, white space or a control character");
                return Err(Error::invalid_input("model limits", why));
            }
            if index > 0 {
                text.push(',');
            }
            text.push_str(model);
        }
        if text.is_empty() {
            return Err(Error::invalid_input(
                "model limits",
                "there is no model: an empty list would allow every model",
            ));
        }
        Ok(Self(text))
    }

    /// No list, on the wire an empty string.
    pub fn none() -> Self {
        Self(String::new())
    }

    /// Whether there is no list.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids of the models.
    pub fn models(&self) -> impl Iterator<Item = &str> {
        self.0.split(',').filter(|model| !model.is_empty())
    }

    /// The text, as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
