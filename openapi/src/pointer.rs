//! JSON pointers (RFC 6901), as strings.

use std::borrow::Cow;

use serde_json::Value;

/// The value that a pointer names; `""` names the whole.
#[must_use]
pub fn get<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    if pointer.is_empty() {
        return Some(value);
    }
    // As `Value::pointer`, which copies each token.
    pointer.strip_prefix('/')?.split('/').try_fold(value, |value, token| match value {
        Value::Object(members) => members.get(unescape_token(token).as_ref()),
        Value::Array(items) => items.get(index(token)?),
        _ => None,
    })
}

fn index(token: &str) -> Option<usize> {
    let is_canonical = token.bytes().all(|byte| byte.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    if is_canonical { token.parse().ok() } else { None }
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
        for pointer in
            ["", "/", "/paths", "paths", "/paths/~1a~0b~1{id}/00", "/paths/~1a~0b~1{id}/+0", "/paths/x/0", "/~2"]
        {
            assert_eq!(get(&document, pointer), document.pointer(pointer), "{pointer}");
        }
        assert_eq!(parent(&pointer), Some(("/paths/~1a~0b~1{id}", "0")));
        assert_eq!(unescape_token("~1a~0b~1{id}~01"), "/a~b/{id}~1");
        assert_eq!(parent(""), None);
    }
}
