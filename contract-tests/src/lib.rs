//! Traces, judges and verdicts: does a server keep the documented contract of CometAPI's key management?
//!
//! Data flows one way: a recording becomes a [`trace::Trace`], [`judging::Judging`] takes its exchanges through all
//! judges and keeps the evidence, [`report`] says what it means. A judge never sends, and sees nothing but the trace.

pub mod allow_list;
pub mod arguments;
pub mod belief;
pub mod clear_secrets;
pub mod conformity;
pub mod contract;
pub mod coverage;
pub mod curl;
pub mod custody;
pub mod door;
pub mod drivers;
pub mod duplicates;
pub mod effect;
pub mod examined;
pub mod excerpt;
pub mod exchange;
pub mod explain;
mod explored_report;
pub mod explorer;
pub mod failure;
pub mod har;
pub mod judges;
pub mod judging;
pub mod ledger;
pub mod live;
pub mod live_arguments;
pub mod matrix;
pub mod observations;
pub mod operation;
pub mod output;
pub mod panic_text;
pub mod parity;
pub mod progress_line;
pub mod propose;
pub mod recorded_target;
pub mod recordings;
pub mod redaction;
pub mod replay;
pub mod report;
pub mod request_reading;
pub mod run;
pub mod sandbox_target;
pub mod score;
pub mod sent_body;
pub mod serve;
pub mod since;
#[cfg(test)]
mod small_recording;
mod state_folder;
pub mod steps;
pub mod strategies;
mod target_report;
pub mod trace;
pub mod verdict;
pub mod verify;
pub mod wire;
