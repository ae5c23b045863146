//! Code in Markdown: spans, fences and rows that no text can end early.

/// Backticks that no run in a text is as long as, and at least so many.
#[must_use]
pub fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(least.max(longest + 1))
}

/// A text as a code span, in which nothing is markup but the backticks that end it.
#[must_use]
pub fn code_span(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let fence = fence(text, 1);
    // One space at each end is taken away again.
    let space = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A row of a table of Markdown texts: a bar would end a cell, even within a code span.
#[must_use]
pub fn table_row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}
