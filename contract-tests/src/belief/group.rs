//! Writes of one key at the same time, and which of them may be the last.

use std::sync::Arc;

use jiff::Timestamp;

use super::write::Write;
use crate::exchange::Exchange;

/// How many updates that reads have shown before their answers came are kept in mind.
const SHOWN: usize = 64;

/// Accepted writes at the same time, or of unknown effect, not yet taken into what a key may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    writes: Vec<Arc<Write>>,
    /// Updates that a read has shown, and when that was answered: they were done by then, however long their own answers
    /// took.
    shown: Vec<(Arc<Exchange>, Timestamp)>,
}

impl Group {
    /// Takes a further write.
    pub(super) fn push(&mut self, write: Arc<Write>) {
        self.writes.push(write);
    }

    /// How many writes there are.
    pub(super) fn len(&self) -> usize {
        self.writes.len()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// The writes, in the order they were started.
    pub(super) fn writes(&self) -> &[Arc<Write>] {
        &self.writes
    }

    /// Whether one of them is under way at a time.
    pub(super) fn is_under_way(&self, at: Timestamp) -> bool {
        self.writes.iter().any(|write| write.ended() > at)
    }

    /// A read that was answered at a time has shown this update and nothing else.
    pub(super) fn show(&mut self, update: &Arc<Exchange>, at: Timestamp) {
        if self.shown.len() < SHOWN {
            self.shown.push((Arc::clone(update), at));
        }
    }

    /// The same, and this one is empty from then on: all its writes are over at that time.
    pub(super) fn take(&mut self, at: Timestamp) -> Self {
        let taken = std::mem::take(self);
        // A read may have shown an update that is taken only later: reads are judged in the order they were started, too.
        self.shown = taken.shown.iter().filter(|(update, _)| update.ended > at).cloned().collect();
        taken
    }

    /// Whether a write may be the last one that was done: none was started after it was done.
    pub(super) fn may_be_last(&self, write: &Arc<Write>) -> bool {
        let done = self.done(write);
        !self.writes.iter().any(|later| later.certain && later.started() >= done && !Arc::ptr_eq(later, write))
    }

    /// When a write was done at the latest.
    fn done(&self, write: &Write) -> Timestamp {
        let shown = self.shown.iter().filter(|(update, _)| Arc::ptr_eq(update, &write.exchange));
        shown.map(|(_, at)| *at).fold(write.ended(), Timestamp::min)
    }
}
