//! What several formats read off a report: the matrix as a grid, coverage in numbers, where an exchange stands.

use super::model::{Coverage, Given, KeywordCoverage, MatrixEffect, MatrixOutcome, TargetReport, plural};

/// The columns of the matrix.
pub(super) const GIVEN: [Given; 4] = [Given::Omitted, Given::Null, Given::Empty, Given::Value];

/// A field of the matrix with what came of giving it in each of the four ways; nothing where it was never given so.
pub(super) struct GridRow<'a> {
    pub(super) field: &'static str,
    pub(super) cells: [&'a [MatrixOutcome]; 4],
}

/// The rows of the matrix for `create` or `update`.
pub(super) fn grid<'a>(target: &'a TargetReport, operation: &str) -> Vec<GridRow<'a>> {
    let mut rows: Vec<GridRow<'a>> = Vec::new();
    for row in target.matrix.iter().filter(|row| row.operation == operation) {
        let at = rows.iter().position(|other| other.field == row.field).unwrap_or_else(|| {
            rows.push(GridRow { field: row.field, cells: [&[]; 4] });
            rows.len() - 1
        });
        for (given, cell) in GIVEN.iter().zip(&mut rows[at].cells) {
            if *given == row.given {
                *cell = &row.outcomes;
            }
        }
    }
    rows
}

impl Given {
    /// The head of its column.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Omitted => "omitted",
            Self::Null => "null",
            Self::Empty => "empty",
            Self::Value => "a value",
        }
    }
}

impl MatrixEffect {
    /// The word of the grid.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Kept => "kept",
            Self::Reset => "reset",
            Self::Refused => "refused",
        }
    }

    /// The sign beside it.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::Stored => "●",
            Self::Kept => "=",
            Self::Reset => "↺",
            Self::Refused => "⊘",
        }
    }
}

impl Coverage {
    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// `96 of 130 rules exercised; 150 of 181 document keywords reached, 4 violated`.
    pub(super) fn headline(&self) -> String {
        let rules = format!("{} of {} exercised", self.rules_exercised, plural(self.rules(), "rule"));
        if self.keywords.is_empty() {
            return rules;
        }
        let (reached, all) = (self.keywords.len() - self.never_reached().count(), self.keywords.len());
        let violated = self.violated().count();
        format!("{rules}; {reached} of {} reached, {violated} violated", plural(all, "document keyword"))
    }

    pub(super) fn rules(&self) -> usize {
        self.rules_exercised + self.rules_never.len()
    }

    pub(super) fn never_reached(&self) -> impl Iterator<Item = &KeywordCoverage> {
        self.keywords.iter().filter(|keyword| keyword.fitting + keyword.violating == 0)
    }

    pub(super) fn violated(&self) -> impl Iterator<Item = &KeywordCoverage> {
        self.keywords.iter().filter(|keyword| keyword.violating > 0)
    }
}

/// A status of the coverage: 0 stands for no answer.
pub(super) fn status(status: u16) -> String {
    if status == 0 { "no answer".to_owned() } else { status.to_string() }
}

/// The parts of a text with backticks around some of them: whether it is one of those, and the part. A text whose
/// backticks do not pair, as one that was cut, is one part.
pub(super) fn ticked(text: &str) -> Vec<(bool, &str)> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return vec![(false, text)];
    }
    let parts = parts.into_iter().enumerate().map(|(i, part)| (i % 2 == 1, part));
    parts.filter(|(_, part)| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::ticked;

    #[test]
    fn what_is_between_two_backticks_is_code() {
        assert_eq!(ticked("`a` and `b`"), [(true, "a"), (false, " and "), (true, "b")]);
        assert_eq!(ticked("a"), [(false, "a")]);
        assert_eq!(ticked("a ` b"), [(false, "a ` b")]);
    }
}
