//! `--propose-divergences FILE`: the ledger that would fit what was judged, for a person to complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use openapi::divergences::{DIVERGENCES_FILE, Divergence, Divergences};
use openapi::escape;
use openapi::rules::Rules;

use crate::arguments::{TargetName, Verify};
use crate::curl::quote;
use crate::door::door;
use crate::failure::Failure;
use crate::live_arguments::Live;
use crate::output;
use crate::report::{FindingReport, Report, RuleReport, TargetKind, TargetReport, plural};
use crate::run::ON_DISPOSABLE;
use crate::verdict::Verdict;

/// How many kinds of findings `seen` quotes.
const KINDS_QUOTED: usize = 3;

/// For how many days a departure of a live server is accepted, unless somebody says otherwise.
const ACCEPTED: i64 = 90;

/// Where a proposed ledger goes, and the ledger that is there already.
pub struct Proposal {
    destination: PathBuf,
    there: Divergences,
    /// Whether the recordings that we keep are judged, all of a deployment's.
    kept: bool,
    /// What follows the places of exchanges in the evidence.
    account: &'static str,
}

impl Proposal {
    /// Looks at where the arguments want a proposal, before anything is judged; `None` when they want none.
    ///
    /// # Errors
    ///
    /// When no deployment is named, or the file is there and is no ledger: it would be lost.
    pub fn wanted(arguments: &Verify, rules: &Rules) -> Result<Option<Self>, Failure> {
        let Some(destination) = arguments.propose_divergences.clone() else { return Ok(None) };
        let kept = arguments.recordings.is_empty() && arguments.target.is_none();
        // A sandbox is of the deployment that its profile follows.
        let is_named = arguments.deployment.is_some() || arguments.target == Some(TargetName::Sandbox);
        if !kept && !is_named {
            let command = again(arguments, &["--deployment NAME", &option("--propose-divergences", &destination)]);
            let text = format!(
                "--propose-divergences writes what is known of a deployment, and none is named\n  give it a name: {command}"
            );
            return Err(Failure::usage(text));
        }
        let stdout = Path::new("-");
        if destination == stdout && output::takes_stdout(&arguments.reports) {
            let text = "standard output cannot hold both a report and the proposed ledger\n  \
                        name a file for one of them: --propose-divergences FILE";
            return Err(Failure::usage(text));
        }
        let there = there(&destination, rules)?;
        let account = if arguments.live.disposable_account { ON_DISPOSABLE } else { "" };
        Ok(Some(Self { destination, there, kept, account }))
    }

    /// Writes the ledger, and says what there is to do with it.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(
        &self,
        report: &Report,
        (in_effect, rules): (&Divergences, &Rules),
        arguments: &Verify,
    ) -> Result<String, Failure> {
        let ledger = Divergences::new(self.entries(report, in_effect), self.decided(report, in_effect, rules));
        let text = ledger.to_toml().map_err(Failure::could_not_run)?;
        output::to_file("--propose-divergences", &self.destination, &text)?;
        let unfinished = ledger.entries().iter().filter(|entry| is_unfinished(entry)).count();
        let file = escape(&self.destination.to_string_lossy());
        let written = format!("{file}: {} written", plural(ledger.entries().len(), "departure"));
        let known = Path::new(DIVERGENCES_FILE);
        let divergences = option("--divergences", &self.destination);
        // The maintained ledger applies by itself.
        let more = if self.destination.ends_with(known) { &[][..] } else { &[divergences.as_str()] };
        let next = escape(&again(arguments, more));
        Ok(match unfinished {
            0 => format!("{written}\n  it applies: {next}\n"),
            _ => format!("{written}, {unfinished} without a reason\n  say there what each means, then: {next}\n"),
        })
    }

    /// The known departures that still apply, then one for every new contradiction, deployment by deployment. What the
    /// destination has of other deployments stays.
    fn entries(&self, report: &Report, in_effect: &Divergences) -> Vec<Divergence> {
        let mut entries = Vec::new();
        for target in &report.targets {
            let Some(deployment) = target.target.deployment.as_deref() else { continue };
            let known = self.known(target, deployment, in_effect);
            let is_known = |id: &str| known.iter().any(|entry| entry.rule == id);
            let contradicted = target.rules.iter().filter(|rule| rule.verdict == Verdict::Contradicted.name());
            let new = contradicted.filter(|rule| !is_known(&rule.id));
            let new = new.map(|rule| proposed(rule, target, deployment, self.account));
            let new: Vec<Divergence> = new.collect();
            entries.extend(known);
            entries.extend(new);
        }
        let judged: BTreeSet<&str> = report.targets.iter().filter_map(|t| t.target.deployment.as_deref()).collect();
        let others = self.there.entries().iter().filter(|entry| !judged.contains(entry.deployment.as_str()));
        entries.extend(others.cloned());
        // As the destination has the deployments, so that a difference shows what it is about.
        let place = |name: &str| self.there.entries().iter().position(|there| there.deployment == name);
        entries.sort_by_key(|entry| place(&entry.deployment).unwrap_or(usize::MAX));
        entries
    }

    /// The departures known of a deployment, as the ledger in effect has them, or as a person completed them in the
    /// destination, without those that the recordings we keep do not show any more.
    fn known(&self, target: &TargetReport, deployment: &str, in_effect: &Divergences) -> Vec<Divergence> {
        let verdict = |id: &str| target.rules.iter().find(|rule| rule.id == id).map(|rule| rule.verdict);
        // Unfinished ones are proposed again, unless they were not looked at.
        let finished = |entry: &&Divergence| !is_unfinished(entry) || verdict(&entry.rule).is_none();
        let there: Vec<&Divergence> = self.there.of(deployment).filter(finished).collect();
        let completed = |entry: &Divergence| there.iter().find(|other| other.rule == entry.rule).copied().cloned();
        let mut known: Vec<Divergence> =
            in_effect.of(deployment).map(|entry| completed(entry).unwrap_or_else(|| entry.clone())).collect();
        for entry in there {
            if !known.iter().any(|other| other.rule == entry.rule) {
                known.push(entry.clone());
            }
        }
        let complete = self.is_complete(target);
        known.retain(|entry| !complete || verdict(&entry.rule).is_none_or(|v| v == Verdict::Contradicted.name()));
        known
    }

    /// The rules that the recordings we keep decide, by deployment.
    fn decided(&self, report: &Report, in_effect: &Divergences, rules: &Rules) -> BTreeMap<String, Vec<String>> {
        let there = self.there.deployments_decided();
        let mut decided: BTreeMap<String, Vec<String>> =
            there.map(|name| (name.to_owned(), self.there.decided(name).to_vec())).collect();
        for target in report.targets.iter().filter(|target| self.is_complete(target)) {
            let Some(name) = target.target.deployment.as_deref() else { continue };
            let before = if self.there.decided(name).is_empty() { in_effect } else { &self.there }.decided(name);
            let now: BTreeMap<&str, &str> = target.rules.iter().map(|rule| (rule.id.as_str(), rule.verdict)).collect();
            let is_decided = |id: &str| match now.get(id) {
                Some(verdict) => *verdict != Verdict::NotVerified.name(),
                None => before.iter().any(|other| other == id),
            };
            let list = rules.iter().map(|rule| &rule.id).filter(|id| is_decided(id)).cloned().collect();
            decided.insert(name.to_owned(), list);
        }
        decided
    }

    /// Whether a target is all that we keep of its deployment, so that what is not seen in it is not there.
    fn is_complete(&self, target: &TargetReport) -> bool {
        self.kept && target.requests > 0
    }
}

fn is_unfinished(entry: &Divergence) -> bool {
    entry.reason.trim().is_empty()
}

/// The ledger that is at a place already; an empty one where there is nothing, or no file.
fn there(destination: &Path, rules: &Rules) -> Result<Divergences, Failure> {
    if destination == Path::new("-") || !destination.is_file() {
        return Ok(Divergences::default());
    }
    let name = destination.to_string_lossy();
    let lost = |error: String| {
        Failure::usage(format!(
            "{error}\n  it would be lost, so nothing was judged; name another file: --propose-divergences FILE"
        ))
    };
    let text = std::fs::read_to_string(destination)
        .map_err(|error| lost(format!("{name} is there, and cannot be read: {error}")))?;
    Divergences::draft(&name, &text, rules).map_err(|error| lost(error.to_string()))
}

/// What a contradicted rule would be as a known departure, but for its reason.
fn proposed(rule: &RuleReport, target: &TargetReport, deployment: &str, account: &str) -> Divergence {
    let mut evidence: Vec<String> = Vec::new();
    let mut kinds: Vec<String> = Vec::new();
    for finding in &rule.findings {
        let (place, kind) = (
            escape(below_folder(&finding.exchange)) + account,
            escape(&format!("{}; {}", finding.expected, finding.seen)),
        );
        if !evidence.contains(&place) {
            evidence.push(place);
        }
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let more = kinds.len().saturating_sub(KINDS_QUOTED);
    kinds.truncate(KINDS_QUOTED);
    let more = if more > 0 { format!(" / and {more} more of the kind") } else { String::new() };
    Divergence {
        rule: rule.id.clone(),
        deployment: deployment.to_owned(),
        seen: format!("{}{more}", kinds.join(" / ")),
        evidence,
        since: since(target, rule.findings.first()),
        expires: (target.target.kind == TargetKind::Live).then(in_a_while).flatten(),
        reason: String::new(),
    }
}

/// The day until which a departure of a live server is accepted, unless somebody says another.
fn in_a_while() -> Option<String> {
    let then = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_hours(24 * ACCEPTED)).ok()?;
    Some(then.strftime("%Y-%m-%d").to_string())
}

/// `names.har#/log/entries/24` of the place of an exchange, whichever folder the file is in.
fn below_folder(exchange: &str) -> &str {
    let file_ends = exchange.rfind("#/log/entries/").unwrap_or(exchange.len());
    let name_starts = exchange[..file_ends].rfind(['/', '\\']).map_or(0, |slash| slash + 1);
    &exchange[name_starts..]
}

/// The day a departure was first seen: that of the recording, or that of the exchange where the recording does not say.
fn since(target: &TargetReport, finding: Option<&FindingReport>) -> String {
    let exchanged = finding.map(|finding| finding.started.get(..10).unwrap_or_default());
    let days = target.target.recorded_on.as_deref().into_iter().chain(exchanged);
    let mut days = days.filter_map(|day| day.parse::<jiff::civil::Date>().ok()).filter(|day| day.year() >= 0);
    days.next().map_or_else(|| target.target.recorded_on.clone().unwrap_or_default(), |day| day.to_string())
}

/// The command line again, as far as it names what is judged, with some options more.
fn again(arguments: &Verify, more: &[&str]) -> String {
    let mut words = vec![format!("{} verify", door())];
    if !arguments.recordings.is_empty() {
        words.push("--recording".to_owned());
        words.extend(arguments.recordings.iter().map(|file| quote(&file.to_string_lossy())));
    }
    if arguments.target == Some(TargetName::Live) {
        words.push("--target live".to_owned());
        let Live { allow_writes, disposable_account, .. } = arguments.live;
        words.extend(allow_writes.then(|| "--allow-writes".to_owned()));
        words.extend(disposable_account.then(|| "--disposable-account".to_owned()));
    }
    words.extend(arguments.base_url.iter().map(|url| format!("--base-url {}", quote(url))));
    words.extend(arguments.deployment.iter().map(|name| format!("--deployment {}", quote(name))));
    words.extend(more.iter().map(|word| (*word).to_owned()));
    words.join(" ")
}

fn option(name: &str, file: &Path) -> String {
    format!("{name} {}", quote(&file.to_string_lossy()))
}
