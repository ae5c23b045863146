//! Reports: what a run says, as data and as text for people and tools.

mod json;
mod ledger;
mod model;
mod terminal;

pub use json::to_json;
pub(crate) use model::plural;
pub use model::{
    Confirmation, Coverage, DocumentReport, EarlierExchange, FindingReport, Given, KeywordCoverage, KnownDivergence,
    MatrixEffect, MatrixOutcome, MatrixRow, ObservationReport, OperationCoverage, Overall, Report, RuleReport, Target,
    TargetKind, TargetReport, Verdicts,
};
pub use terminal::{block, headlines, table};
