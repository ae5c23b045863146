//! How carefully a server is spoken to: how fast, until when, and what of others' is not kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::answer::RawAnswer;
use super::pace::Pace;
use crate::effect::Effect;

/// Takes out of an answer what nobody but its owner may keep.
pub trait Hide: Send + Sync {
    /// Takes note of the body of a request: what the run itself says is nobody else's secret.
    fn sends(&self, body: &[u8]);

    /// Of its body; nothing where there is nothing to hide.
    fn body(&self, body: &[u8]) -> Option<Vec<u8>>;

    /// Of the value of a header field; nothing where there is nothing to hide.
    fn header(&self, name: &str, value: &str) -> Option<String>;
}

/// How carefully a server is spoken to. Without anything said, not at all: it is one of our own.
#[derive(Default)]
pub struct Care {
    pace: Option<Pace>,
    hide: Option<Box<dyn Hide>>,
    is_stopped: AtomicBool,
    stopped: Notify,
    why: Mutex<Option<String>>,
}

impl Care {
    /// At this pace, and nothing of others' hidden.
    pub fn at(pace: Pace) -> Self {
        Self { pace: Some(pace), ..Self::default() }
    }

    /// With this pace, and this hidden.
    pub fn new(pace: Pace, hide: impl Hide + 'static) -> Self {
        Self { pace: Some(pace), hide: Some(Box::new(hide)), ..Self::default() }
    }

    /// The pace, where there is one.
    pub fn pace(&self) -> Option<&Pace> {
        self.pace.as_ref()
    }

    /// Nothing more is to be sent, but to put away what was made: why.
    pub fn stop(&self, why: impl Into<String>) {
        self.why.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| why.into());
        self.is_stopped.store(true, Ordering::SeqCst);
        self.stopped.notify_waiters();
    }

    /// Why it was stopped, if it was.
    pub fn stopped_by(&self) -> Option<String> {
        self.why.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether nothing more is to be sent.
    pub(super) fn is_over(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst) || self.pace.as_ref().is_some_and(|pace| pace.left() == Some(0))
    }

    /// Waits for a request's turn; whether it has come.
    pub(super) async fn has_turn(&self) -> bool {
        let Some(pace) = &self.pace else { return !self.is_over() };
        let stopped = self.stopped.notified();
        if self.is_stopped.load(Ordering::SeqCst) {
            return false;
        }
        tokio::select! {
            permit = pace.permit() => permit.is_ok(),
            () = stopped => false,
        }
    }

    /// Waits for the turn of a request that puts something away; whether it came before that time.
    pub(super) async fn has_turn_before(&self, until: Instant) -> bool {
        match &self.pace {
            Some(pace) => pace.permit_beyond(until).await.is_some(),
            None => true,
        }
    }

    /// Slows down when the server asks for it.
    pub(super) fn take_note_of(&self, answer: &RawAnswer) {
        if let (Some(pace), Effect::Throttled) = (&self.pace, answer.effect) {
            pace.throttled(answer.retry_after);
        }
    }

    /// Takes note of the body of a request that is about to be sent.
    pub(super) fn sends(&self, body: &[u8]) {
        if let Some(hide) = &self.hide {
            hide.sends(body);
        }
    }

    /// A body without what is others'.
    pub(super) fn without_others(&self, body: Bytes) -> Bytes {
        let hidden = self.hide.as_ref().and_then(|hide| hide.body(&body));
        hidden.map_or(body, Bytes::from)
    }

    /// The value of a header field without what is others'.
    pub(super) fn header_without_others(&self, name: &str, value: String) -> String {
        let hidden = self.hide.as_ref().and_then(|hide| hide.header(name, &value));
        hidden.unwrap_or(value)
    }
}
