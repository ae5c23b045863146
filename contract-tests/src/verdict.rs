//! Evidence and verdicts: what a run keeps of a trace.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;

use crate::examined::Examined;
use crate::excerpt;
use crate::exchange::{Exchange, Location};

/// What is decided of one rule on one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// At least one exchange bears it out and none speaks against it.
    Confirmed,
    /// At least one exchange speaks against it.
    Contradicted,
    /// No exchange bears on it.
    #[serde(rename = "not verified")]
    NotVerified,
}

impl Verdict {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Contradicted => "contradicted",
            Self::NotVerified => "not verified",
        }
    }

    /// The verdict that a report's word stands for.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Confirmed, Self::Contradicted, Self::NotVerified].into_iter().find(|verdict| verdict.name() == name)
    }
}

/// How many findings of a rule are kept whole; further ones are counted.
pub const FINDINGS_KEPT: usize = 16;

/// How many confirming exchanges of a rule are kept; further ones are counted.
pub const CONFIRMATIONS_KEPT: usize = 3;

/// An exchange that contradicts a rule, with all that a report shows of it. It holds no secret: exchanges hold none.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Where the exchange was read.
    pub location: Location,
    /// When it was started.
    pub started: jiff::Timestamp,
    /// What the rule asks for here.
    pub expected: String,
    /// What is there.
    pub seen: String,
    /// The place in the request or response body: a JSON pointer.
    pub pointer: String,
    /// The request, shortened to what matters.
    pub request: String,
    /// The response, shortened to what matters.
    pub response: String,
    /// A line for a shell that sends the request again, the secret as a variable.
    pub curl: String,
    /// The exchanges before it without which it would prove nothing.
    pub earlier: Vec<Earlier>,
}

/// An exchange that a finding rests on beside the one that shows it: the update whose value a read does not show.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// Where the exchange was read.
    pub location: Location,
    /// The request, shortened to what matters.
    pub request: String,
    /// The response, shortened to what matters.
    pub response: String,
    /// A line for a shell that sends the request again, the secret as a variable.
    pub curl: String,
}

impl Earlier {
    fn of(exchange: &Exchange, id: Option<i64>, members: &[&str]) -> Self {
        Self {
            location: exchange.location.clone(),
            request: excerpt::earlier_request(exchange, members),
            response: excerpt::earlier_response(exchange, id, members),
            curl: crate::curl::line(&exchange.request, exchange.operation),
        }
    }
}

/// What speaks for and against one rule.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// How many exchanges bear it out.
    pub confirming: usize,
    /// The first of them.
    pub confirmed_by: Vec<Location>,
    /// The files, or the cases of a run, that they are in.
    pub confirmed_in: HashSet<Arc<str>>,
    /// How many findings speak against it.
    pub contradicting: usize,
    /// The first of them, and the first of every kind: findings that differ in no more than the exchange come once.
    pub findings: Vec<Finding>,
}

impl Evidence {
    /// The verdict that follows.
    pub fn verdict(&self) -> Verdict {
        match (self.contradicting, self.confirming) {
            (0, 0) => Verdict::NotVerified,
            (0, _) => Verdict::Confirmed,
            _ => Verdict::Contradicted,
        }
    }
}

/// The evidence of a run, by rule id.
#[derive(Clone, Debug, Default)]
pub struct Evidences {
    rules: HashMap<&'static str, Evidence>,
    is_contradicted: bool,
}

impl Evidences {
    /// Notes that an exchange bears a rule out.
    pub fn confirm(&mut self, rule: &'static str, examined: &Examined<'_>) {
        let evidence = self.rules.entry(rule).or_default();
        evidence.confirming += 1;
        if evidence.confirmed_by.len() < CONFIRMATIONS_KEPT {
            evidence.confirmed_by.push(examined.exchange.location.clone());
        }
        let file = &examined.exchange.location.file;
        if !evidence.confirmed_in.contains(file) {
            evidence.confirmed_in.insert(Arc::clone(file));
        }
    }

    /// Notes that an exchange speaks against a rule.
    pub fn contradict(&mut self, rule: &'static str, examined: &Examined<'_>, contradiction: Contradiction) {
        self.is_contradicted = true;
        let evidence = self.rules.entry(rule).or_default();
        evidence.contradicting += 1;
        let Contradiction { expected, seen, pointer, members, earlier, id } = contradiction;
        let known = evidence.findings.iter().any(|finding| finding.expected == expected && finding.seen == seen);
        if known || evidence.findings.len() >= FINDINGS_KEPT {
            return;
        }
        evidence.findings.push(Finding {
            location: examined.exchange.location.clone(),
            started: examined.exchange.started,
            expected,
            seen,
            request: excerpt::request(examined, members),
            response: excerpt::response(examined, &pointer),
            pointer,
            curl: crate::curl::line(&examined.exchange.request, examined.operation()),
            earlier: earlier.iter().map(|exchange| Earlier::of(exchange, id, members)).collect(),
        });
    }

    /// Confirms or contradicts.
    pub fn decide(&mut self, rule: &'static str, examined: &Examined<'_>, contradiction: Option<Contradiction>) {
        match contradiction {
            None => self.confirm(rule, examined),
            Some(contradiction) => self.contradict(rule, examined, contradiction),
        }
    }

    /// What speaks for and against a rule; `None` when nothing does.
    pub fn of(&self, rule: &str) -> Option<&Evidence> {
        self.rules.get(rule)
    }

    /// Whether something speaks against any rule.
    pub fn is_contradicted(&self) -> bool {
        self.is_contradicted
    }

    /// The rules that something speaks for or against.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.rules.keys().copied()
    }
}

/// What a judge says when it contradicts.
#[derive(Clone, Debug)]
pub struct Contradiction {
    expected: String,
    seen: String,
    pointer: String,
    members: &'static [&'static str],
    earlier: Vec<Arc<Exchange>>,
    id: Option<i64>,
}

impl Contradiction {
    /// What the rule asks for, and what is there instead. Values of a server or a sender may be quoted: exchanges hold
    /// no secrets, and every report escapes.
    pub fn new(expected: impl Into<String>, seen: impl Into<String>) -> Self {
        let (expected, seen, pointer) = (expected.into(), seen.into(), String::new());
        Self { expected, seen, pointer, members: &[], earlier: Vec::new(), id: None }
    }

    /// An exchange before it that it rests on.
    #[must_use]
    pub fn after(mut self, earlier: Option<&Arc<Exchange>>) -> Self {
        if let Some(earlier) = earlier
            && !self.earlier.iter().any(|other| Arc::ptr_eq(earlier, other))
        {
            self.earlier.push(Arc::clone(earlier));
        }
        self
    }

    /// The key that it is about.
    #[must_use]
    pub fn about(mut self, id: i64) -> Self {
        self.id = Some(id);
        self
    }

    /// The place in the response body that shows it: a JSON pointer.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// The members of the request body that matter.
    #[must_use]
    pub fn sending(mut self, members: &'static [&'static str]) -> Self {
        self.members = members;
        self
    }
}
