//! The order in which requests are replayed.

use std::sync::Arc;

use serde_json::Value;

use super::records::{body, records};
use crate::exchange::Exchange;
use crate::operation::Operation;

/// The places of a trace's exchanges in the order in which they are replayed: that in which they were started. Of updates
/// that overlapped, the one whose values the next read shows goes last.
pub(super) fn order(exchanges: &[Arc<Exchange>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(exchanges.len());
    let mut start = 0;
    while start < exchanges.len() {
        let end = end_of_group(exchanges, start);
        let mut group: Vec<usize> = (start..end).collect();
        if group.len() > 1
            && let Some(last) = last_of(exchanges, start, end)
        {
            group.retain(|&place| place != last);
            group.push(last);
        }
        order.extend(group);
        start = end;
    }
    order
}

/// Where the exchanges end that hang together with this one by overlapping.
fn end_of_group(exchanges: &[Arc<Exchange>], start: usize) -> usize {
    let mut ended = exchanges[start].ended;
    let mut end = start + 1;
    while let Some(next) = exchanges.get(end).filter(|next| next.started < ended) {
        ended = ended.max(next.ended);
        end += 1;
    }
    end
}

/// The update of a group whose answer is what the next read of its key shows.
fn last_of(exchanges: &[Arc<Exchange>], start: usize, end: usize) -> Option<usize> {
    let answered = |place: usize| {
        let is_update = exchanges[place].operation == Operation::Update;
        is_update.then(|| body(&exchanges[place])).flatten().map(|body| body["data"].clone())
    };
    let updates: Vec<(usize, Value)> =
        (start..end).filter_map(|place| answered(place).map(|record| (place, record))).collect();
    let id = &updates.first()?.1["id"];
    let read = exchanges[end..].iter().filter_map(|exchange| body(exchange)).find_map(|body| {
        let shown = records(&body).find(|record| record["id"] == *id);
        shown.cloned()
    })?;
    updates.into_iter().find(|(_, record)| *record == read).map(|(place, _)| place)
}
