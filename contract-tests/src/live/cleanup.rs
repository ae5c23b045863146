//! `cargo xtask cleanup`: removes what runs left on a server, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use openapi::Exit;
use serde_json::Value;
use tokio::time::Instant;

use super::connection::Reached;
use super::ledger_place;
use super::preflight::{Stop, preflight};
use super::put_away::{LeftOver, put_away};
use crate::custody::{Custody, KeyLedger, KeyNames, LedgerError, Left, Permissions, RunId};
use crate::explorer::{self, Options};
use crate::failure::Failure;
use crate::live_arguments::Cleanup;
use crate::output;
use crate::report::plural;
use crate::run::{Cleaner, Place};
use crate::wire::{Care, Pace, Record, Session, Target};

/// Requests in a second, unless something else is said.
const RATE: f64 = 2.0;

/// What a cleanup may do: nothing but read and delete.
const PERMISSIONS: Permissions =
    Permissions { is_disposable: false, models: false, most_keys: None, most_wrong_tokens: Some(0) };

/// Removes the keys that are provably of runs with these tokens: those that ledgers name, and those whose names say so.
///
/// # Errors
///
/// When the caller gave something that is none, or nothing of this API answers.
pub fn cleanup(arguments: &Cleanup) -> Result<Exit, Failure> {
    let reached = Reached::of(arguments.base_url.as_deref(), &arguments.connection)?;
    let ledgers = ledgers(arguments, &reached)?;
    let care = Care::at(Pace::new(arguments.rate.unwrap_or(RATE), u64::MAX));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::could_not_run)?;
    runtime.block_on(async {
        let target = Arc::new(reached.target(care)?);
        Cleanings::begin(&reached, &target)?.all(ledgers, arguments.ledger.is_some()).await
    })
}

/// The ledgers to go by, held for as long as it takes.
fn ledgers(arguments: &Cleanup, reached: &Reached) -> Result<Vec<(PathBuf, KeyLedger, Left)>, Failure> {
    let base_url = reached.base_url.as_str();
    if let Some(file) = &arguments.ledger {
        let (ledger, left) = KeyLedger::reopen(file).map_err(Failure::usage)?;
        if left.base_url != base_url {
            let text = format!(
                "the ledger {} is of a run on {}, not on {base_url}\n  give that: --base-url {}",
                file.display(),
                left.base_url,
                left.base_url
            );
            return Err(Failure::usage(text));
        }
        return Ok(vec![(file.clone(), ledger, left)]);
    }
    let Ok(folder) = ledger_place::folder() else { return Ok(Vec::new()) };
    let mut ledgers = Vec::new();
    for path in ledger_place::ledgers(&folder) {
        match KeyLedger::reopen(&path) {
            Ok((ledger, left)) if left.base_url == base_url => ledgers.push((path, ledger, left)),
            Ok(_) => {}
            Err(error @ LedgerError::InUse { .. }) => eprintln!("{}", openapi::escape_lines(&error.to_string())),
            Err(error) => eprintln!("passed over: {}", openapi::escape_lines(&error.to_string())),
        }
    }
    Ok(ledgers)
}

struct Cleanings<'a> {
    reached: &'a Reached,
    session: Arc<Session>,
    until: Instant,
    left: LeftOver,
}

impl<'a> Cleanings<'a> {
    fn begin(reached: &'a Reached, target: &Arc<Target>) -> Result<Self, Failure> {
        let until = Instant::now() + reached.cleanup_limit;
        let (contract, _) = explorer::maintained().map_err(Failure::could_not_run)?;
        let options = Options {
            request_timeout: reached.timeout,
            time_limit: reached.cleanup_limit,
            ..Options::default_budget()
        };
        let session = Arc::new(Session::new(target, &contract, explorer::limits(&options, Instant::now())));
        Ok(Self { reached, session, until, left: LeftOver::default() })
    }

    async fn all(mut self, ledgers: Vec<(PathBuf, KeyLedger, Left)>, is_named: bool) -> Result<Exit, Failure> {
        let records = self.look().await?;
        let mut done = BTreeSet::new();
        for (path, ledger, left) in ledgers {
            let Some(run) = RunId::read(&left.run) else { continue };
            same_users(&left, &records, &path)?;
            done.insert(run);
            let is_done = left.is_nothing() || self.one_by_ledger(run, ledger, &left).await;
            if is_done && !is_named {
                // What it says is that nothing is left.
                let _ = std::fs::remove_file(&path);
            }
        }
        if !is_named {
            for run in self.runs_by_names(&records).into_iter().filter(|run| !done.contains(run)) {
                let custody = Custody::new(run, &self.reached.tokens(), String::new(), PERMISSIONS);
                self.one(&custody, &BTreeSet::new()).await;
            }
        }
        self.said()
    }

    /// The records of each account, which also show that the tokens are accepted.
    async fn look(&self) -> Result<Vec<Vec<Record>>, Failure> {
        let nobody = Custody::new(
            RunId::draw(0).map_err(Failure::could_not_run)?,
            &self.reached.tokens(),
            String::new(),
            PERMISSIONS,
        );
        let place = Place::outside("cleanup");
        let cleaner = Cleaner { session: &self.session, custody: &nobody, place: &place, until: self.until };
        match preflight(&cleaner, None, true).await {
            Ok(looked) => Ok(looked.accounts.into_iter().map(|all| all.records).collect()),
            Err(Stop::Given(failure)) => Err(failure),
            Err(Stop::Nothing(text) | Stop::Judged(text)) => {
                Err(Failure::nothing_answered(format!("{}: {text}", self.reached.base_url.as_str())))
            }
        }
    }

    /// Puts away the keys of the run that a ledger is of; whether nothing of it is left.
    async fn one_by_ledger(&mut self, run: RunId, ledger: KeyLedger, left: &Left) -> bool {
        let custody = Custody::new(run, &self.reached.tokens(), left.salt.clone(), PERMISSIONS);
        // Into no ledger: this one says it already.
        let _ = custody.account(0, None, &left.foreign);
        left.keys.iter().for_each(|(id, key)| custody.take_from_ledger(*id, key));
        left.pending.iter().for_each(|name| custody.pending_from_ledger(name));
        custody.keep(ledger);
        self.one(&custody, &left.foreign).await
    }

    /// Puts away the keys of one run; whether nothing of it is left.
    async fn one(&mut self, custody: &Custody, known: &BTreeSet<i64>) -> bool {
        let place = Place::outside("cleanup");
        let cleaner = Cleaner { session: &self.session, custody, place: &place, until: self.until };
        let left = put_away(&cleaner, known).await;
        let is_done = left.behind.is_empty() && !left.is_open;
        self.left.put_away += left.put_away;
        self.left.behind.extend(left.behind);
        self.left.notes.extend(left.notes);
        is_done
    }

    /// The runs that names of keys are of.
    fn runs_by_names(&self, records: &[Vec<Record>]) -> BTreeSet<RunId> {
        let names: Vec<KeyNames> = self.reached.tokens().iter().map(|token| KeyNames::signed_by(token)).collect();
        let in_use: BTreeSet<RunId> = ledger_place::folder().map(|folder| runs_in_use(&folder)).unwrap_or_default();
        let name = |record: &Record| record.get("name").and_then(Value::as_str).map(str::to_owned);
        let runs = records
            .iter()
            .flatten()
            .filter_map(name)
            .filter_map(|name| names.iter().find_map(|names| names.find(&name)).map(|(run, _)| run));
        runs.filter(|run| !in_use.contains(run)).collect()
    }

    fn said(self) -> Result<Exit, Failure> {
        let LeftOver { behind, notes, put_away, .. } = self.left;
        let base_url = self.reached.base_url.as_str();
        let (exit, last) = match behind.len() {
            0 => (Exit::Held, format!("nothing that is provably a run's is left on {base_url}")),
            left => (Exit::LeftBehind, format!("{left} left behind: run it again, or remove them in the console")),
        };
        let lines = notes.iter().chain(&behind).map(|line| format!("  {}\n", openapi::escape_lines(line)));
        output::to_stdout(&format!("{} put away\n{}{last}\n", were(put_away), lines.collect::<String>()))?;
        Ok(exit)
    }
}

fn were(keys: usize) -> String {
    format!("{} {}", plural(keys, "key"), if keys == 1 { "was" } else { "were" })
}

/// The runs whose ledgers somebody writes just now: asked after the keys were listed, for one of theirs may be of a run that
/// began in between.
fn runs_in_use(folder: &Path) -> BTreeSet<RunId> {
    let in_use = |path: &PathBuf| matches!(KeyLedger::look(path), Err(LedgerError::InUse { .. }));
    let run = |path: PathBuf| RunId::read(path.file_stem()?.to_str()?);
    ledger_place::ledgers(folder).into_iter().filter(in_use).filter_map(run).collect()
}

/// Refuses the ledger of other accounts than those that answer.
fn same_users(left: &Left, records: &[Vec<Record>], path: &Path) -> Result<(), Failure> {
    let users: BTreeMap<usize, i64> = records
        .iter()
        .enumerate()
        .filter_map(|(account, records)| Some((account, super::preflight::user_id(records)?)))
        .collect();
    for (account, expected) in &left.user_ids {
        if let Some(user) = users.get(account)
            && user != expected
        {
            return Err(Failure::usage(format!(
                "the ledger {} is of a run of user {expected}, and the access token belongs to user {user}\n  give the tokens that the run had",
                path.display()
            )));
        }
    }
    Ok(())
}
