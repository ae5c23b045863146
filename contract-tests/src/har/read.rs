//! From files to a trace.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use url::Url;

use super::accounts::Accounts;
use super::draft::Draft;
use super::error::HarError;
use super::file::{Log, parse};
use super::input::HarInput;
use super::notes::Notes;
use super::provenance::provenance;
use super::secrets::learn;
use super::select::{Candidate, Selector, mark_servers};
use super::time::{duration, starts};
use crate::exchange::{Exchange, Location};
use crate::operation::Operation;
use crate::trace::Trace;

/// What is read of the files.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The server to be judged: requests to others are skipped, and its path is taken off those of requests. Without
    /// it, any origin with a request for this API counts.
    pub base_url: Option<Url>,
}

/// Reads HAR files into one trace, sorted by when the exchanges were started.
///
/// Equal times keep the order of the files and of their entries; an entry whose time cannot be read stays behind its
/// predecessor. Nothing of this API in the files is no error: the trace is empty then.
///
/// # Errors
///
/// When a file cannot be read, is not JSON or cut off, or has no `log.entries`.
pub fn read(inputs: &[HarInput], options: &ReadOptions) -> Result<Trace, HarError> {
    let texts: Vec<String> = inputs.iter().map(HarInput::load).collect::<Result<_, _>>()?;
    let logs: Vec<Log<'_>> =
        inputs.iter().zip(&texts).map(|(input, text)| parse(&input.name, text)).collect::<Result<_, _>>()?;
    let files: Vec<Arc<str>> = inputs.iter().map(|input| Arc::clone(&input.name)).collect();
    let mut notes = Notes::default();
    let mut accounts = Accounts::default();
    let mut started = Vec::new();
    let mut candidates = Vec::new();
    let mut selector = Selector::new(options.base_url.as_ref());
    for (index, log) in logs.iter().enumerate() {
        accounts.list(log, &Location { file: Arc::clone(&files[index]), entry: 0 }, &mut notes);
        let creator = log.creator.get().and_then(|creator| creator.name.get());
        let entries: Vec<_> = log.entries.items().iter().map(super::lenient::Object::get).collect();
        for (entry_index, start) in starts(&entries).into_iter().enumerate() {
            let location = Location { file: Arc::clone(&files[index]), entry: entry_index };
            match entries[entry_index] {
                None => notes.add("an entry is left out: it is not an object", &location),
                Some(entry) => {
                    if let Some(candidate) = selector.candidate(entry, location, duration(entry, creator), &mut notes) {
                        started.push((index, start));
                        candidates.push(candidate);
                    }
                }
            }
        }
    }
    mark_servers(&mut candidates);
    let total: usize = logs.iter().map(|log| log.entries.items().len()).sum();
    let drafts = drafts(&candidates, &started, &mut notes);
    let skipped = total - drafts.len();
    let redactor = {
        let only: Vec<&Draft<'_>> = drafts.iter().map(|(_, draft)| draft).collect();
        learn(&logs, &candidates, &only)
    };
    let exchanges: Vec<Arc<Exchange>> = whole(drafts)
        .into_iter()
        .map(|(file, draft)| {
            let sender = accounts.sender(file, draft.operation, draft.authorization());
            Arc::new(draft.into_exchange(sender, &redactor))
        })
        .collect();
    let provenance = provenance(&logs, files, &exchanges, &redactor, &mut notes);
    let mut notes = notes.into_texts();
    if redactor.secrets() > 0 {
        notes.push(format!("{} in clear replaced in memory", count(redactor.secrets(), "secret", "secrets")));
    }
    Ok(Trace {
        exchanges,
        accounts: accounts.into_accounts(&redactor),
        provenance,
        skipped,
        notes,
        clear_secrets: redactor.secrets(),
    })
}

/// The exchanges of all files with the number of their file, sorted by when they were started.
fn drafts<'c>(
    candidates: &'c [Candidate<'c>],
    started: &[(usize, (jiff::Timestamp, bool))],
    notes: &mut Notes,
) -> Vec<(usize, Draft<'c>)> {
    let mut drafts: Vec<(usize, Draft<'c>)> = Vec::new();
    for (candidate, (file, (start, was_read))) in candidates.iter().zip(started) {
        if let Some(draft) = Draft::new(candidate, *start, notes) {
            if !was_read {
                notes.add("an entry keeps its place: its startedDateTime cannot be read", &draft.location);
            }
            drafts.push((*file, draft));
        }
    }
    drafts.sort_by_key(|(_, draft)| draft.started);
    drafts
}

/// The exchanges the files hold wholly. One that could have changed something leaves a gap before its successor. So does
/// the end of a file, and the beginning of another: nobody knows what was done before, after and between.
fn whole<'c>(drafts: Vec<(usize, Draft<'c>)>) -> Vec<(usize, Draft<'c>)> {
    let last: HashMap<usize, usize> = drafts.iter().enumerate().map(|(i, (file, _))| (*file, i)).collect();
    let mut begun = HashSet::new();
    let mut gap = None;
    let mut whole = Vec::with_capacity(drafts.len());
    for (i, (file, mut draft)) in drafts.into_iter().enumerate() {
        if begun.insert(file) && begun.len() > 1 {
            gap = Some("another file begins here");
        }
        if draft.is_lost {
            if !matches!(draft.operation, Operation::List | Operation::Get | Operation::Models) {
                gap = Some("the file does not hold the exchange before this one wholly");
            }
        } else {
            if let Some(why) = gap.take().filter(|_| draft.gap_before.is_none()) {
                draft.gap_before = Some(Cow::Borrowed(why));
            }
            whole.push((file, draft));
        }
        if last.get(&file) == Some(&i) {
            gap = Some("another file ends here");
        }
    }
    whole
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
