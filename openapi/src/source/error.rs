//! Why a file could not be read as one YAML or JSON value.

/// A file that is no document: where, what is wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}\n  fix: {remedy}", place = self.place())]
pub struct SourceError {
    /// The file, as the user named it.
    pub name: String,
    /// The line, from 1, where one is known.
    pub line: Option<usize>,
    /// The column, from 1, where one is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl SourceError {
    pub(super) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name: String::new(), line: None, column: None, what: what.into(), remedy: remedy.into() }
    }

    pub(super) fn at(self, line: usize, column: usize) -> Self {
        Self { line: Some(line), column: Some(column), ..self }
    }

    pub(super) fn of(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// `file`, `file:line` or `file:line:column`, safe to print.
    #[must_use]
    pub fn place(&self) -> String {
        let name = crate::escape(&self.name);
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{name}:{line}:{column}"),
            (Some(line), None) => format!("{name}:{line}"),
            _ => name,
        }
    }
}
