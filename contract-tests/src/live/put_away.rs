//! Puts away whatever a run made, as far as it is provably its own.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use super::connection::ACCOUNTS;
use crate::custody::Custody;
use crate::door::door;
use crate::run::Cleaner;
use crate::wire::id_of;

/// How long is waited before a create that nobody answered is looked for once more: it may land later.
const LATER: Duration = Duration::from_secs(5);

/// What is left after that.
#[derive(Debug, Default)]
pub(super) struct LeftOver {
    /// What may still be on the server, for people.
    pub behind: Vec<String>,
    /// What else there is to know.
    pub notes: Vec<String>,
    /// Whether a create may still land: the ledger is to be kept.
    pub is_open: bool,
    /// How many keys were put away.
    pub put_away: usize,
}

impl LeftOver {
    /// What may be left where nobody could look: all that is not known to be gone.
    pub(super) fn unlooked(custody: &Custody) -> Self {
        Self { behind: keys_of(custody), is_open: true, ..Self::default() }
    }
}

/// The keys of a run that are not known to be gone, in words.
fn keys_of(custody: &Custody) -> Vec<String> {
    let words =
        |(id, account)| format!("key {id} of the {} account", ACCOUNTS.get(account).copied().unwrap_or("other"));
    custody.alive().into_iter().map(words).collect()
}

/// Looks for the run's keys in the lists of every account, and puts them away; once more a little later where a create was
/// never seen. `known` are the ids that were there before the run.
pub(super) async fn put_away(cleaner: &Cleaner<'_>, known: &BTreeSet<i64>) -> LeftOver {
    let custody = cleaner.custody;
    let count = cleaner.session.target().accounts().len();
    let mut left = LeftOver::default();
    let mut others = BTreeSet::new();
    let mut is_whole = true;
    for round in 0..2 {
        is_whole = true;
        for account in 0..count {
            let Some(all) = cleaner.all_records(account).await else {
                is_whole = false;
                continue;
            };
            for record in &all.records {
                // A ledger that cannot be written any more does not keep a key from being put away.
                let _ = custody.saw(record, account);
                others.extend(id_of(record).filter(|id| !custody.owns(*id) && !known.contains(id)));
            }
        }
        for (id, account) in custody.alive() {
            left.put_away += usize::from(cleaner.put_away(id, account).await);
        }
        if custody.pending().is_empty() || Instant::now() >= cleaner.until {
            break;
        }
        if round == 0 {
            tokio::time::sleep_until(cleaner.until.min(Instant::now() + LATER)).await;
        }
    }
    left.behind.extend(keys_of(custody));
    for (name, is_accepted) in custody.pending() {
        left.is_open = true;
        let what = if is_accepted { "accepted" } else { "not answered" };
        let text = format!("a create of {name} was {what}, and no key of that name was seen");
        let ids: Vec<String> = others.iter().map(ToString::to_string).collect();
        match (is_accepted, is_whole, ids.is_empty()) {
            (true, false, _) => left.behind.push(format!("{text}, and the lists cannot be read")),
            (true, true, false) => left.behind.push(format!("perhaps one of the new keys {}: {text}", ids.join(", "))),
            _ => left.notes.push(format!("{text}; should it land later, `{} cleanup` removes it", door())),
        }
    }
    if !is_whole && custody.pending().is_empty() && custody.alive().is_empty() {
        left.notes.push("the lists of keys could not be read to their end when all was done".to_owned());
    }
    left
}
