//! `cargo xtask verify --target live`: looks, tries, judges, and leaves the account as it was.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use openapi::Exit;
use openapi::divergences::Divergence;
use tokio::time::Instant;

use super::budget::Budget;
use super::connection::Reached;
use super::foreign_keys::ForeignKeys;
use super::hiding::Hiding;
use super::ledger_place;
use super::preflight::{Preflight, Stop, another_user, preflight, same_user, user_id};
use super::put_away::{LeftOver, put_away};
use super::reads::reads;
use super::stop_signal;
use super::unpanicked::unpanicked;
use crate::arguments::Verify;
use crate::curl::quote;
use crate::custody::{Custody, KeyLedger, RunId};
use crate::door::door;
use crate::effect::Effect;
use crate::explored_report::{self, told_on};
use crate::explorer::{self, Explored, Ground, Options};
use crate::failure::Failure;
use crate::progress_line::ProgressLine;
use crate::recorded_target::Yardstick;
use crate::report::{Overall, Target, TargetKind, TargetReport};
use crate::run::{CaseRun, Cleaner, Membership, Place, Probed};
use crate::target_report::{JudgedTarget, today};
use crate::wire::{Care, Limits, Session};

/// A live run.
struct LiveRun<'a> {
    arguments: &'a Verify,
    reached: &'a Reached,
    custody: Arc<Custody>,
    ground: Ground,
    options: Options,
    notes: Vec<String>,
    /// Whether it ended before it came to what it was for.
    broke_off: bool,
}

/// What changed of keys that are not the run's, in words.
#[derive(Default)]
struct Changes {
    /// To values that only this run writes.
    ours: Vec<String>,
    /// To other values, or away.
    others: Vec<String>,
}

/// Verifies a live server, and reports.
///
/// # Errors
///
/// When the caller gave something that is none, nothing of this API answers, or the run cannot begin.
pub fn judge(arguments: &Verify, yardstick: &Yardstick) -> Result<TargetReport, Failure> {
    let reached = Reached::of(arguments.base_url.as_deref(), &arguments.live.connection)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::could_not_run)?;
    runtime.block_on(async {
        let mut run = LiveRun::begin(arguments, &reached, yardstick)?;
        run.judge(yardstick).await
    })
}

/// A custody for a run that begins now.
pub(super) fn custody_of(budget: &Budget<'_>, reached: &Reached) -> Result<Custody, Failure> {
    let no_randomness = |error| Failure::could_not_run(format!("the machine has no randomness to give: {error}"));
    let run = RunId::draw(jiff::Timestamp::now().as_second()).map_err(no_randomness)?;
    let salt = getrandom::u64().map_err(no_randomness)?;
    let more = getrandom::u64().map_err(no_randomness)?;
    let permissions = budget.permissions(reached.base_url.is_loopback());
    Ok(Custody::new(run, &reached.tokens(), format!("{salt:016x}{more:016x}"), permissions))
}

impl<'a> LiveRun<'a> {
    fn begin(arguments: &'a Verify, reached: &'a Reached, yardstick: &Yardstick) -> Result<Self, Failure> {
        let budget = Budget::of(arguments);
        let custody = Arc::new(custody_of(&budget, reached)?);
        let care = Care::new(budget.pace(), Hiding::new(&custody));
        let target = Arc::new(reached.target(care)?);
        stop_signal::listen(&target).map_err(|error| {
            Failure::could_not_run(format!("signals cannot be listened to, and one would end the run midway: {error}"))
        })?;
        let membership = Arc::new(Membership::in_custody(Arc::clone(&custody)));
        let (contract, _) = explorer::maintained().map_err(could_not_explore)?;
        let wanted = (!arguments.rules.is_empty()).then(|| yardstick.selected.iter().cloned().collect());
        let of = |name: &str| yardstick.divergences.of(name).map(|entry| entry.rule.clone()).collect();
        let known = arguments.deployment.as_deref().map(of).unwrap_or_default();
        let options = Options { wanted, known, ..budget.options(reached.timeout) };
        let ground = Ground { target, contract, membership };
        Ok(Self { arguments, reached, custody, ground, options, notes: Vec::new(), broke_off: false })
    }

    async fn judge(&mut self, yardstick: &Yardstick) -> Result<TargetReport, Failure> {
        let limits = explorer::limits(&self.options, Instant::now());
        let session = Arc::new(Session::new(&self.ground.target, &self.ground.contract, limits));
        let place = Place::outside("preflight");
        let until = Instant::now() + self.reached.timeout * 10;
        let (expected, makes_keys) = (self.arguments.live.expect_user_id, self.arguments.live.allow_writes);
        let looked = preflight(&self.cleaner(&session, &place, until), expected, makes_keys).await;
        let looked = match looked {
            Ok(looked) => looked,
            Err(Stop::Given(failure)) => return Err(failure),
            Err(Stop::Nothing(text)) => {
                return Err(Failure::nothing_answered(format!("{}: {text}", self.reached.base_url.as_str())));
            }
            Err(Stop::Judged(text)) => {
                self.notes.push(text);
                self.broke_off = true;
                let explored = self.explored(session, Some(0)).await?;
                return Ok(self.report(&explored, yardstick, LeftOver::default()));
            }
        };
        let budget = Budget::of(self.arguments).words();
        let lines = looked.lines(self.reached.base_url.as_str(), &self.custody, &budget);
        eprintln!("{}", openapi::escape_lines(lines.trim_end()));
        self.name_what_was_left_before();
        if !self.arguments.live.allow_writes {
            self.notes
                .push("nothing was written: what lists and gets can decide; --allow-writes decides more".to_owned());
            let case = reads(&looked.accounts);
            CaseRun::new(&session, &self.ground.membership, "reads", 0).run(&case, self.reached.timeout).await;
            let explored = self.explored(session, Some(0)).await?;
            return Ok(self.report(&explored, yardstick, LeftOver::default()));
        }
        self.judge_by_writing(session, &looked, yardstick).await
    }

    /// With keys of the run's own.
    async fn judge_by_writing(
        &mut self,
        session: Arc<Session>,
        looked: &Preflight,
        yardstick: &Yardstick,
    ) -> Result<TargetReport, Failure> {
        let before: Vec<ForeignKeys> =
            looked.accounts.iter().map(|all| ForeignKeys::of(&all.records, &self.custody)).collect();
        let ledger = self.keep_a_ledger(looked, &before)?;
        let explored = unpanicked(self.tried(session, looked, &before)).await.flatten();
        let cleaned = unpanicked(self.clean_up(&before)).await;
        let (left, explored) = match cleaned {
            Ok(left) => (left, explored),
            Err(failure) => (LeftOver::unlooked(&self.custody), explored.and(Err(failure))),
        };
        self.close(&ledger, &left);
        match explored {
            Ok(explored) => Ok(self.report(&explored, yardstick, left)),
            Err(failure) => Err(self.failed(failure, left)),
        }
    }

    /// The first key, and, where that goes well, all that the budget is enough for.
    async fn tried(
        &mut self,
        session: Arc<Session>,
        looked: &Preflight,
        before: &[ForeignKeys],
    ) -> Result<Explored, Failure> {
        let probe = CaseRun::new(&session, &self.ground.membership, "probe", 0).probe().await;
        self.broke_off = !self.goes_on(&session, &probe, looked, before).await?;
        self.explored(session, self.broke_off.then_some(0)).await
    }

    /// A run that gives no report: what it left is said nevertheless.
    fn failed(&mut self, failure: Failure, left: LeftOver) -> Failure {
        let exit = if left.behind.is_empty() { failure.exit } else { Exit::LeftBehind };
        let behind = left.behind.into_iter().map(|what| format!("left behind: {what}"));
        failure.and(self.notes.drain(..).chain(left.notes).chain(behind), exit)
    }

    fn cleaner<'s>(&'s self, session: &'s Arc<Session>, place: &'s Place, until: Instant) -> Cleaner<'s> {
        Cleaner { session, custody: &self.custody, place, until }
    }

    /// The ledger of this run, begun, and on the disk.
    fn keep_a_ledger(&mut self, looked: &Preflight, before: &[ForeignKeys]) -> Result<PathBuf, Failure> {
        let run = self.custody.run();
        let path = match &self.arguments.live.ledger {
            Some(file) => file.clone(),
            None => ledger_place::file_of(&ledger_place::folder()?, run),
        };
        let base_url = self.reached.base_url.as_str();
        let ledger =
            KeyLedger::begin(&path, base_url, &run.to_string(), self.custody.salt()).map_err(Failure::usage)?;
        self.custody.keep(ledger);
        for (account, (all, foreign)) in looked.accounts.iter().zip(before).enumerate() {
            self.custody.account(account, user_id(&all.records), &foreign.ids()).map_err(Failure::usage)?;
        }
        eprintln!("  ledger   {}", openapi::escape_lines(&path.display().to_string()));
        Ok(path)
    }

    /// Whether more is tried after the first key.
    ///
    /// # Errors
    ///
    /// When the first key shows that the caller meant another account.
    async fn goes_on(
        &mut self,
        session: &Arc<Session>,
        probe: &Probed,
        looked: &Preflight,
        before: &[ForeignKeys],
    ) -> Result<bool, Failure> {
        if let (Some(expected), Some(user)) = (self.arguments.live.expect_user_id, probe.user_id)
            && expected != user
        {
            return Err(another_user(expected, user));
        }
        // Where the lists do not show two users, keys do.
        let [first, second] = [0, 1].map(|account| looked.accounts.get(account).map(|all| user_id(&all.records)));
        let is_unknown = second.is_some_and(|second| second.is_none() || Some(second) == first);
        if let Some(first) = probe.user_id.filter(|_| is_unknown) {
            let second = CaseRun::new(session, &self.ground.membership, "probe", 1).probe_second().await;
            same_user(&[Some(first), second]).map_or(Ok(()), Err)?;
        }
        let place = Place::outside("after the first key");
        let Changes { ours, others } = self.foreign_changes(session, &place, before).await;
        if !ours.is_empty() || !others.is_empty() {
            self.notes.extend(ours.into_iter().chain(others));
            self.notes.push(
                "keys that are not this run's changed while its first key did: nothing more was written".to_owned(),
            );
            return Ok(false);
        }
        let create = match probe.create {
            Some(Effect::Accepted) => "accepted",
            Some(Effect::Refused) => "refused",
            _ => "not answered as this API answers",
        };
        if probe.id.is_none() {
            let why = if probe.without_ids { ": the records in lists have no `id`" } else { "" };
            self.notes.push(format!(
                "the first key, {}, was {create} and not found in a list{why}: nothing more was written",
                probe.name
            ));
            return Ok(false);
        }
        self.custody.stores(probe.stored);
        let is_guarded = probe.stored.count() >= 2 || self.arguments.live.disposable_account;
        if !is_guarded {
            let stored = probe.stored.words();
            self.notes
                .push(format!("of what keeps keys harmless the server stored {stored}: nothing more was written"));
        }
        Ok(is_guarded)
    }

    /// The changes of keys that are not the run's, in words.
    async fn foreign_changes(&self, session: &Arc<Session>, place: &Place, before: &[ForeignKeys]) -> Changes {
        let cleaner = self.cleaner(session, place, Instant::now() + self.reached.cleanup_limit);
        let mut changes = Changes::default();
        for (account, before) in before.iter().enumerate().filter(|(_, before)| !before.ids().is_empty()) {
            let Some(all) = cleaner.all_records(account).await else { continue };
            let after = ForeignKeys::of(&all.records, &self.custody);
            for changed in before.changed(&after) {
                let texts = if changed.is_ours { &mut changes.ours } else { &mut changes.others };
                texts.push(changed.to_string());
            }
            let missing = before.missing(&after).into_iter();
            changes.others.extend(missing.map(|id| format!("key {id}, which is not this run's, is no longer listed")));
        }
        changes
    }

    /// Runs the cases of a session and closes it: all that the budget is enough for, or none.
    async fn explored(&self, session: Arc<Session>, cases: Option<u64>) -> Result<Explored, Failure> {
        let (_, plan) = explorer::maintained().map_err(could_not_explore)?;
        let line = Arc::new(ProgressLine::begin());
        let mut options = Options { progress: Some(told_on(&line)), ..self.options.clone() };
        if cases.is_some() {
            options = Options { cases, case: None, shrinks: false, ..options };
        }
        let explored = explorer::explored(&self.ground, session, &Rc::clone(&plan), &options).await;
        line.clear();
        explored.map_err(could_not_explore)
    }

    async fn clean_up(&mut self, before: &[ForeignKeys]) -> LeftOver {
        let now = Instant::now();
        let until = now + self.reached.cleanup_limit;
        let limits = Limits { deadline: until, ..explorer::limits(&self.options, now) };
        let session = Arc::new(Session::new(&self.ground.target, &self.ground.contract, limits));
        let place = Place::outside("cleanup");
        let known: BTreeSet<i64> = before.iter().flat_map(ForeignKeys::ids).collect();
        let cleaner = self.cleaner(&session, &place, until);
        let mut left = put_away(&cleaner, &known).await;
        let Changes { ours, others } = self.foreign_changes(&session, &place, before).await;
        self.notes.extend(others.into_iter().filter(|text| !self.notes.contains(text)).collect::<Vec<_>>());
        // What only this run writes stands in somebody's record: that is left behind as surely as a key.
        left.behind.extend(ours);
        left
    }

    fn close(&mut self, ledger: &PathBuf, left: &LeftOver) {
        self.custody.close();
        if left.behind.is_empty() && !left.is_open {
            if self.arguments.live.ledger.is_none() {
                // What remains says that nothing is left.
                let _ = std::fs::remove_file(ledger);
            }
            return;
        }
        self.notes.push(format!(
            "keys may be left: {} cleanup {} --ledger {}",
            door(),
            self.reached.arguments(),
            quote(&ledger.display().to_string())
        ));
    }

    fn name_what_was_left_before(&mut self) {
        let Ok(folder) = ledger_place::folder() else { return };
        for (path, left) in ledger_place::left_before(&folder, self.reached.base_url.as_str()) {
            let note = format!(
                "an earlier run ({}) may have left {} keys and {} unanswered creates: {} cleanup {} --ledger {}",
                left.run,
                left.keys.len(),
                left.pending.len(),
                door(),
                self.reached.arguments(),
                quote(&path.display().to_string())
            );
            eprintln!("  {}", openapi::escape_lines(&note));
            self.notes.push(note);
        }
    }

    fn report(&mut self, explored: &Explored, yardstick: &Yardstick, left: LeftOver) -> TargetReport {
        let deployment = self.arguments.deployment.as_deref();
        let target = Target {
            kind: TargetKind::Live,
            deployment: deployment.map(str::to_owned),
            base_url: Some(self.reached.base_url.as_str().to_owned()),
            server: None,
            recorded_on: Some(today()),
            files: Vec::new(),
        };
        let mut notes = explored_report::notes(explored);
        let stopped = self.ground.target.care.stopped_by();
        self.broke_off |= stopped.is_some();
        notes.extend(stopped);
        if self.ground.target.care.pace().is_some_and(|pace| pace.left() == Some(0)) {
            notes.push("the budget of requests is spent: what it was not enough for is not verified".to_owned());
        }
        notes.extend(self.custody.skipped().into_iter().map(|(why, count)| format!("not sent, {count} times: {why}")));
        notes.append(&mut self.notes);
        notes.extend(left.notes);
        notes.extend(left.behind.iter().map(|what| format!("left behind: {what}")));
        let is_disposable = self.arguments.live.disposable_account;
        let would_show = |entry: &Divergence| explored.would_show(&entry.rule, &entry.evidence, is_disposable);
        let judged = JudgedTarget { target, deployment, is_complete: false, would_show: &would_show, notes };
        let writes = if self.arguments.live.allow_writes { " --allow-writes" } else { "" };
        let arguments = format!("--target live {}{writes}", self.reached.arguments());
        let mut report = explored_report::report(explored, judged, yardstick, &arguments);
        report.left_behind = left.behind;
        if self.broke_off && report.verdict == Overall::Held {
            report.verdict = Overall::NotVerified;
        }
        report
    }
}

fn could_not_explore(error: explorer::ExploreError) -> Failure {
    match error {
        explorer::ExploreError::Yardstick(failure) => failure,
        explorer::ExploreError::Stored(_) | explorer::ExploreError::Nothing(_) => Failure::usage(error),
        error => Failure::could_not_run(error),
    }
}
