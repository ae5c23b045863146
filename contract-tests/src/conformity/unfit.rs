//! A place of an exchange that does not fit a document.

/// A place of an exchange that does not fit a document. It holds no value of the exchange: those may be secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unfit {
    /// `operation`, `request body`, `query p`, `path id`, `status 404`, `response 200`.
    pub part: String,
    /// The place in the body, as a JSON pointer with `*` for the index of an item; the member itself where it is missing.
    pub pointer: String,
    /// What the document asks for there, in words.
    pub expected: String,
}

impl Unfit {
    /// Something about a part as a whole.
    pub(super) fn whole(part: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { part: part.into(), pointer: String::new(), expected: expected.into() }
    }

    /// What makes it the same place under another document.
    pub(super) fn place(&self) -> (&str, &str) {
        (&self.part, &self.pointer)
    }
}

/// A pointer of an instance without the indices of items: what one record shows, all of them may.
pub(super) fn without_indices(pointer: &str) -> String {
    let is_index = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    let tokens: Vec<&str> = pointer.split('/').map(|token| if is_index(token) { "*" } else { token }).collect();
    tokens.join("/")
}

#[cfg(test)]
mod tests {
    use super::without_indices;

    #[test]
    fn only_indices_are_taken_out() {
        for (pointer, expected) in
            [("", ""), ("/data/items/12/id", "/data/items/*/id"), ("/a1/0", "/a1/*"), ("/", "/"), ("/-1", "/-1")]
        {
            assert_eq!(without_indices(pointer), expected);
        }
    }
}
