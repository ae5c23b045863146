//! What of others' keys is not kept: their names and addresses.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::custody::Custody;
use crate::redaction::ForeignRecords;
use crate::wire::Hide;

/// Hides the names and addresses of keys that are not the run's own.
pub(super) struct Hiding {
    custody: Arc<Custody>,
    foreign: Mutex<ForeignRecords>,
}

impl Hiding {
    pub(super) fn new(custody: &Arc<Custody>) -> Self {
        let foreign = Mutex::new(ForeignRecords::new(custody.salt().as_bytes()));
        Self { custody: Arc::clone(custody), foreign }
    }

    fn foreign(&self) -> MutexGuard<'_, ForeignRecords> {
        self.foreign.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hide for Hiding {
    fn sends(&self, body: &[u8]) {
        self.foreign().sent(body);
    }

    fn body(&self, body: &[u8]) -> Option<Vec<u8>> {
        match self.foreign().hidden(body, &|id, name| self.custody.is_ours(id, name)) {
            Cow::Owned(hidden) => Some(hidden),
            Cow::Borrowed(_) => None,
        }
    }

    fn header(&self, name: &str, value: &str) -> Option<String> {
        match self.foreign().clean_header(name, value) {
            Cow::Owned(hidden) => Some(hidden),
            Cow::Borrowed(_) => None,
        }
    }
}
