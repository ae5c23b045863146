//! The time at which a server answered.

use crate::exchange::Exchange;

/// The time of a recorded answer, in Unix seconds: its `Date`, else when the request was started.
pub(super) fn answered_at(exchange: &Exchange) -> i64 {
    let date = exchange.answer.response().and_then(|response| response.headers.get("date"));
    let date = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    date.map_or_else(|| exchange.started.as_second(), |date| date.timestamp().as_second())
}
