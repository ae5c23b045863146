//! A trace through all judges.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::belief::{Belief, Overlap};
use crate::contract::Contract;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::Exchange;
use crate::judges::{Judge, judges};
use crate::operation::Operation;
use crate::trace::{Account, Trace};
use crate::verdict::Evidences;

/// Judges exchanges one after the other. It keeps evidence and counts, never the exchanges.
pub struct Judging {
    contract: Arc<Contract>,
    judges: Vec<Box<dyn Judge>>,
    belief: Belief,
    evidences: Evidences,
    counts: Counts,
}

/// What was judged, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Exchanges of the five operations and model requests.
    pub exchanges: usize,
    /// Requests to the key-management paths that the pages do not describe: seen, but not judged.
    pub undocumented: usize,
    /// How often refusals of the five operations came with each status.
    pub refusal_statuses: BTreeMap<u16, usize>,
    /// How often a `Bearer` prefix was accepted, and how often refused.
    pub bearer: (usize, usize),
}

impl Judging {
    /// Starts with no evidence.
    pub fn new(contract: Arc<Contract>) -> Self {
        let judges = judges(&contract);
        let (belief, evidences, counts) = (Belief::default(), Evidences::default(), Counts::default());
        Self { contract, judges, belief, evidences, counts }
    }

    /// Takes the next exchange of a trace with these accounts. `later` are those that were started after it, in order: of
    /// them matter those that were started before it ended.
    pub fn take(&mut self, exchange: &Arc<Exchange>, later: &[Arc<Exchange>], accounts: &[Account]) {
        self.belief.before(exchange);
        let mut examined = Examined::new(exchange, accounts, &self.contract);
        let overlap = Overlap::of(exchange, later.iter().map(AsRef::as_ref));
        examined.token_is_right |= self.belief.is_proven(exchange);
        examined.named_key = self.belief.named_by_update(&examined, &overlap);
        examined.shown = self.belief.take(&examined, &overlap);
        self.counts.take(&examined);
        for judge in &mut self.judges {
            judge.judge(&examined, &mut self.evidences);
        }
    }

    /// Takes a whole trace.
    #[must_use]
    pub fn trace(mut self, trace: &Trace) -> (Evidences, Counts) {
        for (i, exchange) in trace.exchanges.iter().enumerate() {
            self.take(exchange, &trace.exchanges[i + 1..], &trace.accounts);
        }
        self.finish()
    }

    /// The evidence so far.
    pub fn finish(self) -> (Evidences, Counts) {
        (self.evidences, self.counts)
    }
}

impl Counts {
    fn take(&mut self, examined: &Examined<'_>) {
        if examined.operation() == Operation::Undocumented {
            self.undocumented += 1;
            return;
        }
        self.exchanges += 1;
        if examined.operation() == Operation::Models {
            return;
        }
        if let (Effect::Refused, Some(response)) = (examined.effect, examined.response()) {
            *self.refusal_statuses.entry(response.status).or_default() += 1;
        }
        match examined.effect {
            Effect::Accepted if examined.exchange.sender.bearer => self.bearer.0 += 1,
            Effect::Refused if examined.exchange.sender.bearer => self.bearer.1 += 1,
            _ => {}
        }
    }
}
