//! One line of a public API, taken apart.

const WORDS: [&str; 14] = [
    "async", "const", "unsafe", "extern", "fn", "struct", "enum", "union", "trait", "mod", "use", "type", "static",
    "macro",
];

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The last word before the name: `fn`, `struct`; `impl`; nothing for a field or a variant.
    pub(super) kind: &'a str,
    /// The path of the item, as it is written, without parameters; of an `impl` all of it.
    pub(super) path: &'a str,
    /// Whether other crates must expect more than is there.
    pub(super) non_exhaustive: bool,
}

impl<'a> Line<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let (non_exhaustive, rest) = match line.strip_prefix("#[non_exhaustive] ") {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let Some(mut rest) = rest.strip_prefix("pub ") else {
            return Self { kind: "impl", path: rest, non_exhaustive };
        };
        let mut kind = "";
        while let Some((word, after)) = rest.split_once(' ').filter(|(word, _)| is_word(word)) {
            (kind, rest) = (word, after);
        }
        Self { kind, path: path(rest), non_exhaustive }
    }

    /// The path of what it is a member of, and its own name.
    pub(super) fn parent(&self) -> Option<(&'a str, &'a str)> {
        self.path.rsplit_once("::")
    }
}

fn is_word(word: &str) -> bool {
    WORDS.contains(&word) || word.starts_with('"')
}

/// The text up to what follows a path: parameters, `: Type`, ` = value`. Parameters of a type in the middle are part of it.
fn path(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut last_open = text.len();
    for (at, character) in text.char_indices() {
        match character {
            '<' => {
                if depth == 0 {
                    last_open = at;
                }
                depth += 1;
            }
            '>' => depth = depth.saturating_sub(1),
            '(' | ' ' if depth == 0 => return without_parameters(&text[..at], last_open),
            _ => {}
        }
    }
    without_parameters(text, last_open)
}

/// A path without the parameters that stand at its end, and without a colon there.
fn without_parameters(path: &str, last_open: usize) -> &str {
    let path = path.trim_end_matches(':');
    if path.ends_with('>') && last_open < path.len() { &path[..last_open] } else { path }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn lines_are_taken_apart() {
        let cases = [
            ("pub struct a::S", "struct", "a::S", false),
            ("pub struct a::S(_)", "struct", "a::S", false),
            ("#[non_exhaustive] pub enum a::E", "enum", "a::E", true),
            ("pub enum a::E<T>", "enum", "a::E", false),
            ("pub a::E::V", "", "a::E::V", false),
            ("pub a::E::V(i32)", "", "a::E::V", false),
            ("pub a::S::f: core::option::Option<a::B>", "", "a::S::f", false),
            ("pub async fn a::C::get<'a>(&'a self, &'a a::K) -> u8", "fn", "a::C::get", false),
            ("pub const unsafe fn a::f()", "fn", "a::f", false),
            ("pub fn a::E<T>::map(self) -> T", "fn", "a::E<T>::map", false),
            ("pub const a::MAX: usize = 5", "const", "a::MAX", false),
            ("pub trait a::T: core::marker::Send", "trait", "a::T", false),
            ("impl core::clone::Clone for a::S", "impl", "impl core::clone::Clone for a::S", false),
            ("pub type a::S::Err = a::E", "type", "a::S::Err", false),
        ];
        for (line, kind, path, non_exhaustive) in cases {
            assert_eq!(Line::read(line), Line { kind, path, non_exhaustive }, "{line}");
        }
    }
}
