//! Judges: each decides some rules from what an exchange shows. A judge never sends, and never reads a comment.

mod answered;
mod answered_as_sent;
mod authorization;
mod client_reads;
mod create_answer;
mod document;
mod gone;
mod invalid_request;
mod judge;
mod listed;
mod model_limits;
mod models;
mod named_key;
mod ownership;
mod paging;
mod record;
mod refusal;
mod secrets;
mod stored;
mod unchanged;
mod valid_request;

pub use judge::{Judge, judges};
