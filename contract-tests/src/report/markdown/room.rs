//! Room in a text that may only be so long.

use crate::door::door;
use crate::report::model::plural;

/// What GitHub takes as a comment. It counts characters; counting bytes is on the safe side of every way to count them.
pub(super) const LIMIT: usize = 65_536;

/// Kept free for what must follow: the ends of open sections, and the notes on what was left out.
const RESERVE: usize = 1_024;

/// A text that grows by whole pieces while there is room.
#[derive(Default)]
pub(super) struct Room {
    text: String,
    left_out: usize,
}

impl Room {
    /// Adds a piece, or leaves it out whole and counts it.
    pub(super) fn push(&mut self, piece: &str) -> bool {
        let fits = self.text.len() + piece.len() + RESERVE <= LIMIT;
        if fits {
            self.text.push_str(piece);
        } else {
            self.left_out += 1;
        }
        fits
    }

    /// Adds what a title names, which the reader unfolds, or as much of it as there is room for.
    pub(super) fn fold(&mut self, title: &str, pieces: impl IntoIterator<Item = String>) {
        let mut pieces = pieces.into_iter().peekable();
        if pieces.peek().is_none() || !self.push(&format!("<details><summary>{title}</summary>\n\n")) {
            return;
        }
        let missing = pieces.filter(|piece| !self.push(piece)).count();
        if missing > 0 {
            // Within the reserve: a note for each section, of which there are few.
            self.text.push_str(&format!("\n… and {missing} more.\n"));
        }
        self.text.push_str("\n</details>\n\n");
    }

    /// The text, with a note if something was left out.
    pub(super) fn finish(mut self) -> String {
        if self.left_out > 0 {
            self.text.push_str(&format!(
                "\n**Cut:** {} left out, as a comment may not be longer. The whole report: \
                 `{} verify --html FILE`.\n",
                plural(self.left_out, "part"),
                door()
            ));
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_left_out_whole_and_said() {
        let mut room = Room::default();
        for _ in 0..100 {
            room.fold("proof", ["x".repeat(3_000), "y".repeat(3_000)]);
        }
        let text = room.finish();
        assert!(text.len() <= LIMIT && text.len() > LIMIT - 5_000, "{}", text.len());
        assert!(text.contains("… and 1 more.") || text.contains("… and 2 more."), "{text}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert!(text.trim_end().ends_with("`cargo xtask verify --html FILE`."), "{text}");
    }

    #[test]
    fn what_fits_is_whole() {
        let mut room = Room::default();
        room.fold("proof", ["x".to_owned()]);
        room.fold("nothing", []);
        assert_eq!(room.finish(), "<details><summary>proof</summary>\n\nx\n</details>\n\n");
    }
}
