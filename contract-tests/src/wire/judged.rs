//! The exchanges of a run on their way to the judges: in the order they were started, as soon as nothing under way can
//! overlap them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::contract::Contract;
use crate::exchange::{Answer, Exchange};
use crate::judging::{Judging, Outcome};
use crate::trace::Account;

/// How the text of an exchange begins that the run itself broke off. Judges take it as they take a browser that goes to
/// another page.
pub(super) const GIVEN_UP: &str = "aborted: ";

/// Judges the exchanges of a run. It holds those under way and what overlaps them, nothing else.
pub struct Judged {
    judging: Judging,
    accounts: Vec<Account>,
    slots: VecDeque<Slot>,
    /// The number of the first of `slots`.
    first: u64,
    last_started: Timestamp,
    numbers: Numbers,
    curls: VecDeque<String>,
}

/// For how many requests a line for a shell is kept: the last ones, and of the few of a repetition all.
const CURLS: usize = 64;

struct Slot {
    started: Timestamp,
    exchange: Option<Arc<Exchange>>,
}

/// How much a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Requests that were sent.
    pub requests: u64,
    /// Requests without any answer since the last that had one.
    pub silent: u64,
    /// How long judging took.
    pub judging: Duration,
}

impl Judged {
    pub(super) fn new(contract: Arc<Contract>, accounts: Vec<Account>) -> Self {
        let judging = Judging::new(contract);
        let (slots, last_started) = (VecDeque::new(), Timestamp::MIN);
        Self { judging, accounts, slots, first: 0, last_started, numbers: Numbers::default(), curls: VecDeque::new() }
    }

    /// A request is started now: its number, and when it counts as started. No two count as started at once.
    pub(super) fn start(&mut self, now: Timestamp) -> (u64, Timestamp) {
        let next = self.last_started.checked_add(jiff::SignedDuration::from_nanos(1)).unwrap_or(now);
        let started = now.max(next);
        self.last_started = started;
        self.slots.push_back(Slot { started, exchange: None });
        self.numbers.requests += 1;
        (self.first + self.slots.len() as u64 - 1, started)
    }

    /// A request is over.
    pub(super) fn finish(&mut self, number: u64, exchange: Exchange) {
        if self.curls.len() == CURLS {
            self.curls.pop_front();
        }
        self.curls.push_back(crate::curl::line(&exchange.request, exchange.operation));
        match exchange.answer {
            Answer::Response(_) => self.numbers.silent = 0,
            // What we gave up ourselves says nothing of the server.
            Answer::Nothing(ref why) if why.starts_with(GIVEN_UP) => {}
            Answer::Nothing(_) => self.numbers.silent += 1,
        }
        let slot = usize::try_from(number - self.first).ok().and_then(|index| self.slots.get_mut(index));
        if let Some(slot) = slot {
            slot.exchange = Some(Arc::new(exchange));
        }
        let began = Instant::now();
        while self.judge_first() {}
        self.numbers.judging += began.elapsed();
    }

    /// Judges the exchange that was started first, if all that may overlap it are over.
    fn judge_first(&mut self) -> bool {
        let Some(first) = self.slots.front().and_then(|slot| slot.exchange.clone()) else { return false };
        let overlapping = self.slots.iter().skip(1).take_while(|slot| slot.started < first.ended);
        let later: Option<Vec<Arc<Exchange>>> = overlapping.map(|slot| slot.exchange.clone()).collect();
        let Some(later) = later else { return false };
        self.slots.pop_front();
        self.first += 1;
        self.judging.take(&first, &later, &self.accounts);
        true
    }

    /// Whether something speaks against any rule so far.
    pub fn is_contradicted(&self) -> bool {
        self.judging.is_contradicted()
    }

    /// How much was done.
    pub fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// A line for a shell for each of the last requests, in the order they ended.
    pub fn curls(&self) -> Vec<String> {
        self.curls.iter().cloned().collect()
    }

    /// What is known. Whatever is under way counts as never sent.
    pub fn outcome(mut self) -> Outcome {
        self.slots.retain(|slot| slot.exchange.is_some());
        while self.judge_first() {}
        self.judging.finish()
    }
}
