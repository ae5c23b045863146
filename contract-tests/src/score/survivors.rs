//! The faults that no run can notice, each with the reason why.

use std::collections::BTreeMap;

use crate::failure::Failure;

/// The file, as messages name it.
pub const SURVIVORS_FILE: &str = "contract-tests/survivors.toml";

/// The maintained file, as it was when this was built.
const MAINTAINED: &str = include_str!("../../survivors.toml");

/// Faults that survive, by name, with the reason: the pages leave what they do open, so that they are no faults to a
/// reader of the documentation.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survivors {
    #[serde(default)]
    survivors: BTreeMap<String, String>,
}

impl Survivors {
    /// The maintained ones.
    ///
    /// # Errors
    ///
    /// When the file is none, names a fault that does not exist, or gives no reason.
    pub fn maintained() -> Result<Self, Failure> {
        let read: Self =
            toml::from_str(MAINTAINED).map_err(|error| Failure::usage(format!("{SURVIVORS_FILE}: {error}")))?;
        for (name, reason) in &read.survivors {
            if sandbox::Fault::named(name).is_none() {
                return Err(Failure::usage(format!("{SURVIVORS_FILE}: there is no fault {name}\n  take the line out")));
            }
            if reason.trim().is_empty() {
                let text = format!("{SURVIVORS_FILE}: {name} has no reason\n  say why no run can notice it");
                return Err(Failure::usage(text));
            }
        }
        Ok(read)
    }

    /// Why a fault survives, if it may.
    pub fn reason(&self, name: &str) -> Option<&str> {
        self.survivors.get(name).map(String::as_str)
    }
}
