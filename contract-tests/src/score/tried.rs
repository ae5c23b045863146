//! What became of runs against sandboxes that are not as they should be.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sandbox::{Control, Fault, Sandbox};

use crate::explorer::{Options, explore};
use crate::failure::Failure;
use crate::wire::AccountToken;

/// What a sandbox is given.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// A fault: the run has to fail.
    Fault(&'static Fault),
    /// Something unusual but legal: the run must not fail.
    Control(&'static Control),
}

impl Subject {
    /// All of them, faults first.
    pub fn all() -> Vec<Self> {
        let faults = Fault::ALL.iter().map(|fault| Self::Fault(fault));
        faults.chain(Control::ALL.iter().map(Self::Control)).collect()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.name,
            Self::Control(control) => control.name,
        }
    }

    /// Its family, or `control`.
    pub fn family(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.family.name(),
            Self::Control(_) => "control",
        }
    }

    /// What the server does, in a sentence.
    pub fn says(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.says,
            Self::Control(control) => control.says,
        }
    }
}

/// What came of the run against one subject.
#[derive(Clone, Debug)]
pub struct Tried {
    /// What the sandbox was given.
    pub subject: Subject,
    /// Whether it was noticed.
    pub turnout: Turnout,
    /// How many requests the run sent.
    pub requests: u64,
    /// How long it took.
    pub duration: Duration,
}

/// Whether a run noticed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turnout {
    /// It contradicted these rules.
    Noticed(Vec<&'static str>),
    /// It held.
    Unnoticed,
}

/// Tries subjects, several at a time, each with a run of these options against a sandbox of its own.
///
/// # Errors
///
/// When a sandbox cannot be started, or a run does not take place.
pub fn try_all(subjects: &[Subject], options: &Options, told: &(dyn Fn(usize) + Sync)) -> Result<Vec<Tried>, Failure> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let tried = Mutex::new(Vec::new());
    let work = || {
        while let Some(&subject) = subjects.get(next.fetch_add(1, Ordering::Relaxed)) {
            let one = try_one(subject, options);
            tried.lock().unwrap_or_else(PoisonError::into_inner).push(one);
            told(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    // A run waits for its server half of the time: the sandbox answers on a thread of its own.
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).max(2);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut tried: Vec<Tried> =
        tried.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect::<Result<_, _>>()?;
    let place = |tried: &Tried| subjects.iter().position(|subject| subject.name() == tried.subject.name());
    tried.sort_by_key(place);
    Ok(tried)
}

fn try_one(subject: Subject, options: &Options) -> Result<Tried, Failure> {
    let builder = Sandbox::builder();
    let builder = match subject {
        Subject::Fault(fault) => builder.fault(fault),
        Subject::Control(control) => builder.control(control),
    };
    let sandbox = builder.start().map_err(Failure::could_not_run)?;
    let account = |account: &sandbox::Account| AccountToken {
        name: account.name.clone(),
        token: account.access_token.clone(),
        user_id: Some(account.user_id),
    };
    let accounts = sandbox.accounts().iter().map(account).collect();
    let began = Instant::now();
    let explored = explore(&sandbox.base_url(), accounts, options)
        .map_err(|error| Failure::could_not_run(format!("{}: {error}", subject.name())))?;
    let rules = explored.contradicted();
    let turnout = if rules.is_empty() { Turnout::Unnoticed } else { Turnout::Noticed(rules) };
    Ok(Tried { subject, turnout, requests: explored.requests, duration: began.elapsed() })
}
