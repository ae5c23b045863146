//! What a reader of a trace should know, said once per kind however often it occurs.

use crate::exchange::Location;

/// Notes by kind, in the order the kinds were met.
#[derive(Default)]
pub(super) struct Notes {
    kinds: Vec<Kind>,
}

struct Kind {
    text: &'static str,
    count: usize,
    first: Location,
}

impl Notes {
    /// Notes something at a place. The text is a whole clause and holds nothing of the file.
    pub(super) fn add(&mut self, text: &'static str, location: &Location) {
        match self.kinds.iter_mut().find(|kind| kind.text == text) {
            Some(kind) => kind.count += 1,
            None => self.kinds.push(Kind { text, count: 1, first: location.clone() }),
        }
    }

    /// The notes as sentences.
    pub(super) fn into_texts(self) -> Vec<String> {
        let text = |kind: Kind| match kind.count {
            1 => format!("{} ({})", kind.text, kind.first),
            count => format!("{} ({count} times, first {})", kind.text, kind.first),
        };
        self.kinds.into_iter().map(text).collect()
    }
}
