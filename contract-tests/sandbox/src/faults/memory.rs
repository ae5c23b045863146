//! What a faulty server remembers beside its keys.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::hooks::Hooks;
use crate::answer::Answer;
use crate::key::Key;

/// A fault, or a control, in a sandbox that runs.
pub(crate) struct Planted {
    pub(crate) hooks: Hooks,
    pub(crate) memory: Mutex<Memory>,
}

impl Planted {
    pub(crate) fn new(hooks: Hooks) -> Self {
        Self { hooks, memory: Mutex::new(Memory::default()) }
    }
}

/// What a faulty server remembers. Each fault uses what it needs.
#[derive(Default)]
pub(crate) struct Memory {
    /// How many requests came.
    pub(crate) requests: u64,
    /// When the first one came.
    pub(crate) began: Option<Instant>,
    /// The keys that were deleted, oldest first.
    pub(crate) deleted: Vec<Key>,
    /// How keys were before their last change, and when that was.
    pub(crate) before: HashMap<i64, (Instant, Key)>,
    /// When keys were created.
    pub(crate) created: HashMap<i64, Instant>,
    /// How many keys an account had, and when they were counted.
    pub(crate) totals: HashMap<i64, (Instant, usize)>,
    /// How many requests are under way.
    pub(crate) under_way: usize,
    /// The answers that wait to be sent, by request.
    pub(crate) waiting: HashMap<u64, Answer>,
}

impl Memory {
    /// The key as it was, if it was changed no longer ago than this.
    pub(crate) fn before(&self, id: i64, within: Duration) -> Option<&Key> {
        self.before.get(&id).filter(|(when, _)| when.elapsed() < within).map(|(_, key)| key)
    }
}
