//! Who may bring and take keys just now.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::custody::Custody;

/// Keeps lists apart from creates and deletes of other cases: a list that overlaps one shows nothing for certain. Steps that
/// are meant to overlap are one unit in it.
pub struct Membership {
    turn: RwLock<()>,
    highest: AtomicI64,
    marks: AtomicU64,
    run: u64,
    custody: Option<Arc<Custody>>,
}

/// How many letters the mark of a run has.
const RUN_LETTERS: u32 = 4;

impl Default for Membership {
    fn default() -> Self {
        let milliseconds = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
        let run = milliseconds % 36_u64.pow(RUN_LETTERS);
        Self { turn: RwLock::default(), highest: AtomicI64::new(0), marks: AtomicU64::new(0), run, custody: None }
    }
}

impl Membership {
    /// On a server that matters: only what this custody allows is done.
    pub fn in_custody(custody: Arc<Custody>) -> Self {
        Self { custody: Some(custody), ..Self::default() }
    }

    /// What may be done; anything where there is none.
    pub fn custody(&self) -> Option<&Arc<Custody>> {
        self.custody.as_ref()
    }

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

    /// The highest id that was seen: what a create makes is above it, and what is not is no key of the run's.
    pub(super) fn highest(&self) -> i64 {
        self.highest.load(Ordering::Relaxed)
    }

    /// Notes that a key was seen.
    pub(super) fn saw(&self, id: i64) {
        self.highest.fetch_max(id, Ordering::Relaxed);
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
