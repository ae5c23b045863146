//! Reports: what a run says, as data and as text for people and tools.

mod beware;
mod derived;
mod html;
mod json;
mod junit;
mod ledger;
mod markdown;
mod model;
mod shown;
mod standing;
mod terminal;

pub use beware::{Caution, cautions};
pub use html::to_html;
pub use json::to_json;
pub use junit::to_junit;
pub use markdown::to_markdown;
pub(crate) use model::plural;
pub use model::{
    CaseReport, Confirmation, Coverage, DocumentReport, EarlierExchange, FindingReport, Given, KeywordCoverage,
    KnownDivergence, MatrixEffect, MatrixOutcome, MatrixRow, ObservationReport, OperationCoverage, Overall, Report,
    RuleReport, Target, TargetKind, TargetReport, Verdicts,
};
pub use standing::Standing;
pub use terminal::{Detail, to_terminal};
