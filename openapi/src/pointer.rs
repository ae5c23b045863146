//! JSON pointers (RFC 6901), as strings.

use std::borrow::Cow;

use serde_json::Value;

/// The value that a pointer names; `""` names the whole.
#[must_use]
pub fn get<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    value.pointer(pointer)
}

/// A member name as one token of a pointer: `~` becomes `~0`, `/` becomes `~1`.
#[must_use]
pub fn escape_token(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) { token.replace('~', "~0").replace('/', "~1").into() } else { token.into() }
}

/// The member name that a token of a pointer stands for.
#[must_use]
pub fn unescape_token(token: &str) -> Cow<'_, str> {
    if token.contains('~') { token.replace("~1", "/").replace("~0", "~").into() } else { token.into() }
}

/// The pointer to a member (or, with its index as text, an item) of what `pointer` names.
#[must_use]
pub fn child(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", escape_token(token))
}

/// The pointer to what contains it, and the last token as written; none for `""`.
#[must_use]
pub fn parent(pointer: &str) -> Option<(&str, &str)> {
    pointer.rsplit_once('/')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{child, get, parent, unescape_token};

    #[test]
    fn tokens_survive_escaping() {
        let document = json!({"paths": {"/a~b/{id}": [7]}});
        let pointer = child(&child(&child("", "paths"), "/a~b/{id}"), "0");
        assert_eq!(pointer, "/paths/~1a~0b~1{id}/0");
        assert_eq!(get(&document, &pointer), Some(&json!(7)));
        assert_eq!(parent(&pointer), Some(("/paths/~1a~0b~1{id}", "0")));
        assert_eq!(unescape_token("~1a~0b~1{id}~01"), "/a~b/{id}~1");
        assert_eq!(parent(""), None);
    }
}
