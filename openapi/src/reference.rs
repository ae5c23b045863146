//! Following `$ref` inside one document.

use std::borrow::Cow;

use serde_json::Value;

/// Why a reference leads nowhere. Each names the pointer of the value that holds the `$ref`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Nothing is at the pointer.
    #[error("{pointer}: `{reference}` names nothing in this document")]
    Dangling {
        /// Where the reference stands.
        pointer: String,
        /// What it says.
        reference: String,
    },
    /// Following it leads back to itself.
    #[error("{pointer}: `{reference}` leads back to itself")]
    Cyclic {
        /// Where the reference stands.
        pointer: String,
        /// What it says.
        reference: String,
    },
    /// It leaves the file.
    #[error("{pointer}: `{reference}` leaves this document")]
    External {
        /// Where the reference stands.
        pointer: String,
        /// What it says.
        reference: String,
    },
    /// It is neither `#` nor `#/…` in the form of a JSON pointer.
    #[error("{pointer}: `{reference}` is no JSON pointer")]
    Malformed {
        /// Where the reference stands.
        pointer: String,
        /// What it says.
        reference: String,
    },
}

/// What is at the end of a chain of references.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached<'a> {
    /// Where it stands.
    pub pointer: String,
    /// What it is.
    pub value: &'a Value,
}

/// The `$ref` of a Reference Object.
pub(crate) fn reference_in(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// The JSON pointer that a local reference (`#/components/…`) stands for, percent-decoded. `pointer` is where it stands,
/// for the error.
///
/// # Errors
/// [`ReferenceError::External`] and [`ReferenceError::Malformed`].
pub fn target_of(pointer: &str, reference: &str) -> Result<String, ReferenceError> {
    let (pointer, reference) = (pointer.to_owned(), reference.to_owned());
    let Some(fragment) = reference.strip_prefix('#') else {
        return Err(ReferenceError::External { pointer, reference });
    };
    let target = percent_decode(fragment).into_owned();
    let tildes_are_escapes = target.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    if (target.is_empty() || target.starts_with('/')) && tildes_are_escapes {
        Ok(target)
    } else {
        Err(ReferenceError::Malformed { pointer, reference })
    }
}

/// What is at `pointer` in the document, references followed to the end.
///
/// # Errors
/// A [`ReferenceError`] at the first reference that leads nowhere; for a `pointer` that names nothing, a dangling one.
pub fn resolve<'a>(document: &'a Value, pointer: &str) -> Result<Reached<'a>, ReferenceError> {
    let mut seen = vec![pointer.to_owned()];
    let mut reached = Reached {
        pointer: pointer.to_owned(),
        value: crate::get(document, pointer).ok_or_else(|| ReferenceError::Dangling {
            pointer: pointer.to_owned(),
            reference: format!("#{pointer}"),
        })?,
    };
    while let Some(reference) = reference_in(reached.value) {
        let at = reached.pointer;
        let target = target_of(&at, reference)?;
        let Some(value) = crate::get(document, &target) else {
            return Err(ReferenceError::Dangling { pointer: at, reference: reference.to_owned() });
        };
        if seen.contains(&target) {
            return Err(ReferenceError::Cyclic { pointer: at, reference: reference.to_owned() });
        }
        seen.push(target.clone());
        reached = Reached { pointer: target, value };
    }
    Ok(reached)
}

fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let decoded = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or_else(|_| text.into(), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ReferenceError, resolve, target_of};

    #[test]
    fn chains_are_followed_and_dead_ends_named() {
        let document = json!({
            "a": {"$ref": "#/b"}, "b": {"$ref": "#/c~1d%20e"}, "c/d e": 7,
            "loop": {"$ref": "#/pool"}, "pool": {"$ref": "#/loop"},
            "dead": {"$ref": "#/nowhere"}, "far": {"$ref": "other.yaml#/a"}, "odd": {"$ref": "#a"}
        });
        let reached = resolve(&document, "/a").unwrap();
        assert_eq!((reached.pointer.as_str(), reached.value), ("/c~1d e", &json!(7)));
        assert!(
            matches!(resolve(&document, "/loop"), Err(ReferenceError::Cyclic { pointer, .. }) if pointer == "/pool")
        );
        assert!(
            matches!(resolve(&document, "/dead"), Err(ReferenceError::Dangling { pointer, .. }) if pointer == "/dead")
        );
        assert!(matches!(resolve(&document, "/far"), Err(ReferenceError::External { .. })));
        assert!(matches!(resolve(&document, "/odd"), Err(ReferenceError::Malformed { .. })));
        assert!(matches!(resolve(&document, "/none"), Err(ReferenceError::Dangling { .. })));
        assert_eq!(target_of("", "#"), Ok(String::new()));
    }
}
