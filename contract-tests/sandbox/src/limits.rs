//! What the document says of requests: the sandbox takes it from there, so that both change together.

use std::sync::LazyLock;

use openapi::Source;
use serde_json::Value;

/// The limits that the maintained document states.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limits {
    /// The most characters of a name.
    pub(crate) name: usize,
    /// The values of `status`.
    pub(crate) statuses: Vec<i64>,
}

/// The limits of the document that this was built with.
///
/// # Errors
///
/// When the document does not state one of them; the text says which.
pub(crate) fn documented() -> Result<&'static Limits, String> {
    static LIMITS: LazyLock<Result<Limits, String>> = LazyLock::new(read);
    LIMITS.as_ref().map_err(Clone::clone)
}

fn read() -> Result<Limits, String> {
    let source = Source::maintained().map_err(|error| error.to_string())?;
    let at = |pointer: &str| source.get(pointer).ok_or_else(|| format!("the document has no {pointer}"));
    let name = at("/components/schemas/KeyName/maxLength")?.as_u64().and_then(|most| usize::try_from(most).ok());
    let statuses = at("/components/schemas/KeyStatus/enum")?.as_array().map(|all| all.iter().filter_map(Value::as_i64));
    match (name, statuses) {
        (Some(name), Some(statuses)) => Ok(Limits { name, statuses: statuses.collect() }),
        _ => Err("the document limits the name or the status in a way that the sandbox does not know".to_owned()),
    }
}
