//! Who may bring and take keys just now.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Keeps lists apart from creates and deletes of other cases: a list that overlaps one shows nothing for certain. Steps that
/// are meant to overlap are one unit in it.
pub struct Membership {
    turn: RwLock<()>,
    seen: Mutex<HashSet<i64>>,
    marks: AtomicU64,
    run: u64,
}

/// How many letters the mark of a run has.
const RUN_LETTERS: u32 = 4;

impl Default for Membership {
    fn default() -> Self {
        let milliseconds = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
        let run = milliseconds % 36_u64.pow(RUN_LETTERS);
        Self { turn: RwLock::default(), seen: Mutex::default(), marks: AtomicU64::new(0), run }
    }
}

impl Membership {
    /// While keys are read or changed, and none comes or goes.
    pub async fn reading(&self) -> RwLockReadGuard<'_, ()> {
        self.turn.read().await
    }

    /// While keys come or go, or nothing else may happen.
    pub async fn changing(&self) -> RwLockWriteGuard<'_, ()> {
        self.turn.write().await
    }

    /// A mark that the names of a case hold: of this run and case alone.
    pub(super) fn mark(&self) -> String {
        let number = self.marks.fetch_add(1, Ordering::Relaxed);
        format!("q{}{}", letters(self.run, RUN_LETTERS), letters(number, 4))
    }

    /// Notes that a key was seen; whether it is new.
    pub(super) fn is_new(&self, id: i64) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(id)
    }
}

fn letters(mut number: u64, count: u32) -> String {
    let mut letters = Vec::new();
    for _ in 0..count {
        letters.push(char::from_digit(u32::try_from(number % 36).unwrap_or_default(), 36).unwrap_or('0'));
        number /= 36;
    }
    letters.into_iter().rev().collect()
}
