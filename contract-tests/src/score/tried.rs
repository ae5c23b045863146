//! What became of runs against sandboxes that are not as they should be.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sandbox::{Builder, Control, Family, Fault, Sandbox};

use super::command::no_such;
use crate::explorer::{Options, explore};
use crate::failure::Failure;
use crate::sandbox_target::accounts_of;

/// What a sandbox is given.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// A fault: the run has to fail.
    Fault(&'static Fault),
    /// Something unusual but legal: the run must not fail.
    Control(&'static Control),
    /// Nothing: without this one, an alarm that is always false would look like a kill.
    Nothing,
}

impl Subject {
    /// All of them, the sandbox as it is first, then faults.
    pub fn all() -> Vec<Self> {
        let faults = Fault::ALL.iter().map(|fault| Self::Fault(fault));
        let controls = Control::ALL.iter().map(Self::Control);
        std::iter::once(Self::Nothing).chain(faults).chain(controls).collect()
    }

    /// The one of this name.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn named(name: &str) -> Result<Self, Failure> {
        let all = Self::all();
        let names = || all.iter().map(|subject| subject.name()).collect::<Vec<_>>();
        let found = all.iter().copied().find(|subject| subject.name() == name);
        found.ok_or_else(|| no_such("fault or control", name, &names()))
    }

    /// A sandbox that is given it.
    pub fn given_to(self, builder: Builder) -> Builder {
        match self {
            Self::Fault(fault) => builder.fault(fault),
            Self::Control(control) => builder.control(control),
            Self::Nothing => builder,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.name,
            Self::Control(control) => control.name,
            Self::Nothing => "nothing",
        }
    }

    /// Its family, or `control`.
    pub fn family(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.family.name(),
            Self::Control(_) | Self::Nothing => "control",
        }
    }

    /// What the server does, in a sentence.
    pub fn says(self) -> &'static str {
        match self {
            Self::Fault(fault) => fault.says,
            Self::Control(control) => control.says,
            Self::Nothing => "The documented server, as it is.",
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
    Noticed(Vec<Noticed>),
    /// It held.
    Unnoticed,
    /// It held as far as it came, and it did not come to its end: that says nothing.
    Unfinished(String),
}

/// A rule that was contradicted, with its first proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// The rule.
    pub rule: &'static str,
    /// What was expected.
    pub expected: String,
    /// What was seen.
    pub seen: String,
    /// Driver, case and request.
    pub place: String,
}

/// Tries subjects, several at a time, each with a run of these options against a sandbox of its own.
///
/// # Errors
///
/// When a sandbox cannot be started, or a run does not take place.
pub fn try_all(subjects: &[Subject], options: &Options, told: &(dyn Fn(usize) + Sync)) -> Result<Vec<Tried>, Failure> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (order, tried) = (order(subjects), Mutex::new(Vec::new()));
    let work = || {
        while let Some(&index) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let subject = subjects[index];
            let one = try_one(subject, options);
            tried.lock().unwrap_or_else(PoisonError::into_inner).push((index, one));
            told(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    // One more than there are cores: some servers let a run wait.
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).max(2) + 1;
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut tried = tried.into_inner().unwrap_or_else(PoisonError::into_inner);
    tried.sort_by_key(|(index, _)| *index);
    tried.into_iter().map(|(_, one)| one).collect()
}

/// The order in which subjects are tried, by their places: the runs that go to their end first, and those against servers
/// that are odd on the wire, of which some take their time. Nothing long is then left for the end, when nobody shares it.
fn order(subjects: &[Subject]) -> Vec<usize> {
    let rank = |subject: &Subject| match subject {
        Subject::Control(_) | Subject::Nothing => 0,
        Subject::Fault(fault) if fault.family == Family::Wire => 1,
        Subject::Fault(_) => 2,
    };
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    order.sort_by_key(|&index| rank(&subjects[index]));
    order
}

fn try_one(subject: Subject, options: &Options) -> Result<Tried, Failure> {
    let sandbox = subject.given_to(Sandbox::builder()).start().map_err(Failure::could_not_run)?;
    let accounts = accounts_of(&sandbox);
    let began = Instant::now();
    let explored = explore(&sandbox.base_url(), accounts, options)
        .map_err(|error| Failure::could_not_run(format!("{}: {error}", subject.name())))?;
    let noticed = explored.contradicted().into_iter().filter_map(|rule| {
        let finding = explored.outcome.evidences.of(rule)?.findings.first()?;
        let (expected, seen, place) = (finding.expected.clone(), finding.seen.clone(), finding.location.to_string());
        Some(Noticed { rule, expected, seen, place })
    });
    let noticed: Vec<Noticed> = noticed.collect();
    let turnout = if !noticed.is_empty() {
        Turnout::Noticed(noticed)
    } else if explored.notes.is_empty() {
        Turnout::Unnoticed
    } else {
        Turnout::Unfinished(explored.notes.join("; "))
    };
    Ok(Tried { subject, turnout, requests: explored.requests, duration: began.elapsed() })
}
