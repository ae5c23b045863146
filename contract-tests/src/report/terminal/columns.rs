//! Text in columns.

/// Rows as lines, every column as wide as its widest cell, two spaces between them; columns from `numbers` on are set to
/// the right.
pub(super) fn columns(rows: &[Vec<String>], numbers: usize) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(i, (cell, width))| {
                let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
                if i < numbers { format!("{cell}{padding}") } else { format!("{padding}{cell}") }
            })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A text in lines of at most that many characters, broken between words; a longer word stays whole.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_to_the_right_column_and_numbers_to_the_right() {
        let rows = [["name", "exchanges"], ["a", "7"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(columns(&rows, 1), "name  exchanges\na             7\n");
    }

    #[test]
    fn lines_are_broken_between_words_only() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("extraordinary", 7), ["extraordinary"]);
    }
}
