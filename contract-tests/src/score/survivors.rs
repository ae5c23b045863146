//! The faults that no run can notice, each with the reason why.

use std::collections::BTreeMap;

use crate::failure::Failure;

/// The file, as messages name it.
pub const SURVIVORS_FILE: &str = "contract-tests/survivors.toml";

/// The maintained file, as it was when this was built.
const MAINTAINED: &str = include_str!("../../survivors.toml");

/// Faults that survive, by name, with the reason.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survivors {
    /// Those that are none to a reader of the documentation: the pages leave open what they do. They do not count.
    #[serde(default)]
    equivalent: BTreeMap<String, String>,
    /// Those that should be noticed and are not, or not always. They count against the score.
    #[serde(default)]
    open: BTreeMap<String, String>,
}

impl Survivors {
    /// The maintained ones.
    ///
    /// # Errors
    ///
    /// When the file is none, names a fault that does not exist, or gives no reason.
    pub fn maintained() -> Result<Self, Failure> {
        Self::parse(MAINTAINED)
    }

    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let read: Self = toml::from_str(text).map_err(|error| Failure::usage(format!("{SURVIVORS_FILE}: {error}")))?;
        for (name, reason) in read.equivalent.iter().chain(&read.open) {
            if sandbox::Fault::named(name).is_none() {
                return Err(Failure::usage(format!("{SURVIVORS_FILE}: there is no fault {name}\n  take the line out")));
            }
            if reason.trim().is_empty() {
                let text = format!("{SURVIVORS_FILE}: {name} has no reason\n  say why no run notices it");
                return Err(Failure::usage(text));
            }
        }
        Ok(read)
    }

    /// Why a fault is none, if that is so.
    pub fn equivalent(&self, name: &str) -> Option<&str> {
        self.equivalent.get(name).map(String::as_str)
    }

    /// Why a fault is not noticed yet, if that is known.
    pub fn open(&self, name: &str) -> Option<&str> {
        self.open.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Survivors;

    #[test]
    fn the_maintained_file_is_one_and_a_broken_one_is_refused() {
        assert!(Survivors::maintained().is_ok());
        for (text, why) in [
            ("[equivalent]\nno-such-fault = \"a reason\"", "there is no fault"),
            ("[open]\nids-as-text = \" \"", "has no reason"),
            ("[closed]\n", "unknown field"),
        ] {
            let failure = Survivors::parse(text).unwrap_err().to_string();
            assert!(failure.contains(why), "{failure}");
        }
    }
}
