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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::small_recording::{Entry, get, record, trace, update};

    fn named(name: &str) -> Value {
        let mut record = record(7);
        record["name"] = name.into();
        record
    }

    fn update_to(name: &str, milliseconds: u32) -> Entry {
        update(&format!(r#""name":"{name}""#)).data(named(name)).lasting(milliseconds)
    }

    fn order_of(entries: impl IntoIterator<Item = Entry>) -> Vec<usize> {
        order(&trace(entries).exchanges)
    }

    #[test]
    fn what_does_not_overlap_keeps_its_order() {
        assert_eq!(order_of([update_to("a", 5), update_to("b", 5), get().data(named("a"))]), [0, 1, 2]);
    }

    #[test]
    fn of_updates_that_overlap_the_one_that_is_read_goes_last() {
        let parallel = || [update_to("a", 2500), update_to("b", 5), update_to("c", 5)];
        for (shown, expected) in [("a", [1, 2, 0, 3]), ("b", [0, 2, 1, 3]), ("c", [0, 1, 2, 3]), ("d", [0, 1, 2, 3])] {
            assert_eq!(order_of(parallel().into_iter().chain([get().data(named(shown))])), expected, "{shown}");
        }
    }
}
