//! A trace through all judges and observers.

use std::sync::Arc;

use crate::belief::{Belief, Overlap};
use crate::contract::Contract;
use crate::coverage::{Exercise, Exercised};
use crate::examined::Examined;
use crate::exchange::Exchange;
use crate::judges::{Judge, judges};
use crate::matrix::{Matrix, sentences};
use crate::observations::{Observation, Observer, observers};
use crate::operation::Operation;
use crate::trace::{Account, Trace};
use crate::verdict::Evidences;

/// Judges and observes exchanges one after the other. It keeps evidence and counts, never the exchanges.
pub struct Judging {
    contract: Arc<Contract>,
    judges: Vec<Box<dyn Judge>>,
    belief: Belief,
    observers: Vec<Box<dyn Observer>>,
    exercise: Exercise,
    matrix: Matrix,
    evidences: Evidences,
    counts: Counts,
}

/// What is known of a target once its exchanges were judged.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What speaks for and against each rule.
    pub evidences: Evidences,
    /// How much was judged.
    pub counts: Counts,
    /// What the target does where the pages are silent.
    pub observations: Vec<Observation>,
    /// What giving and leaving out every editable field did.
    pub matrix: Matrix,
    /// What of the document was exercised.
    pub exercised: Exercised,
}

/// What was judged, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Exchanges of the five operations and model requests.
    pub exchanges: usize,
    /// Requests to the key-management paths that the pages do not describe: seen, but not judged.
    pub undocumented: usize,
}

impl Judging {
    /// Starts with no evidence.
    pub fn new(contract: Arc<Contract>) -> Self {
        let (judges, observers) = (judges(&contract), observers(&contract));
        let (exercise, matrix) = (Exercise::new(Arc::clone(&contract)), Matrix::default());
        let (belief, evidences, counts) = (Belief::default(), Evidences::default(), Counts::default());
        Self { contract, judges, belief, observers, exercise, matrix, evidences, counts }
    }

    /// Takes the next exchange of a trace with these accounts. `later` are those that were started after it, in order: of
    /// them matter those that were started before it ended.
    pub fn take(&mut self, exchange: &Arc<Exchange>, later: &[Arc<Exchange>], accounts: &[Account]) {
        self.belief.before(exchange);
        let mut examined = Examined::new(exchange, accounts, &self.contract);
        let overlap = Overlap::of(exchange, later.iter());
        examined.token_is_right |= self.belief.is_proven(exchange);
        examined.named_key = self.belief.named_by_update(&examined, &overlap);
        examined.shown = self.belief.take(&examined, &overlap);
        self.counts.take(&examined);
        for judge in &mut self.judges {
            judge.judge(&examined, &mut self.evidences);
        }
        for observer in &mut self.observers {
            observer.observe(&examined);
        }
        self.exercise.take(&examined);
        self.matrix.take(&examined);
    }

    /// Takes a whole trace.
    #[must_use]
    pub fn trace(mut self, trace: &Trace) -> Outcome {
        for (i, exchange) in trace.exchanges.iter().enumerate() {
            self.take(exchange, &trace.exchanges[i + 1..], &trace.accounts);
        }
        self.finish()
    }

    /// Whether something speaks against any rule so far.
    #[must_use]
    pub fn is_contradicted(&self) -> bool {
        self.evidences.is_contradicted()
    }

    /// What is known so far.
    pub fn finish(self) -> Outcome {
        let observed = self.observers.iter().flat_map(|observer| observer.seen());
        let observations = observed.chain(sentences(&self.matrix)).collect();
        let Self { evidences, counts, matrix, exercise, .. } = self;
        Outcome { evidences, counts, observations, matrix, exercised: exercise.exercised() }
    }
}

impl Counts {
    fn take(&mut self, examined: &Examined<'_>) {
        match examined.operation() {
            Operation::Undocumented => self.undocumented += 1,
            _ => self.exchanges += 1,
        }
    }
}
