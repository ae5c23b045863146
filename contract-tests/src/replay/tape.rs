//! The exchanges still to be replayed, and what went wrong.

use std::collections::VecDeque;
use std::sync::Arc;

use super::matching::{Received, ReplayFailure, describe_expected, describe_received, differences};
use crate::exchange::{Answer, Exchange};

/// The state of a replay.
pub(super) struct Tape {
    exchanges: VecDeque<Arc<Exchange>>,
    of: usize,
    pub(super) failures: Vec<ReplayFailure>,
}

/// What a request is answered with.
pub(super) enum Reply {
    /// As recorded.
    Recorded(Answer),
    /// It was not the request to come.
    Unmatched(ReplayFailure),
    /// Nothing more was to come.
    Ended(ReplayFailure),
}

impl Tape {
    pub(super) fn new(exchanges: Vec<Arc<Exchange>>) -> Self {
        Self { of: exchanges.len(), exchanges: exchanges.into(), failures: Vec::new() }
    }

    pub(super) fn remaining(&self) -> usize {
        self.exchanges.len()
    }

    /// Takes a request: a match moves the tape on, anything else is remembered.
    pub(super) fn play(&mut self, received: &Received) -> Reply {
        let position = self.of - self.exchanges.len();
        let differs = self.exchanges.front().map(|expected| differences(expected, received)).unwrap_or_default();
        if differs.is_empty()
            && let Some(exchange) = self.exchanges.pop_front()
        {
            return Reply::Recorded(exchange.answer.clone());
        }
        let expected = self.exchanges.front().map(|exchange| describe_expected(exchange));
        let is_ended = expected.is_none();
        let failure = ReplayFailure {
            position,
            of: self.of,
            differs,
            expected: expected.unwrap_or_default(),
            received: describe_received(received),
        };
        self.failures.push(failure.clone());
        if is_ended { Reply::Ended(failure) } else { Reply::Unmatched(failure) }
    }
}
