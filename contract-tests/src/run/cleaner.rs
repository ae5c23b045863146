//! Puts away keys that are provably a run's own: a read that matches before each delete, one that proves it after.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use super::case_run::CaseRun;
use super::place::Place;
use super::request::Prepared;
use crate::custody::Custody;
use crate::effect::Effect;
use crate::steps::ContentType;
use crate::wire::{RawAnswer, Record, Session, id_of};

/// How often a delete is tried.
const TRIES: usize = 3;

/// How often a request is sent that a server has no time for.
const THROTTLED_TRIES: u32 = 8;

/// How long is waited before the second try, where the server does not say; twice as long before each that follows.
const PATIENCE: Duration = Duration::from_millis(100);

/// The most pages that are read of one account.
const MOST_PAGES: i64 = 1_000;

/// The most records that the documentation lets a page have.
const PAGE_SIZE: usize = 100;

/// The records of an account.
#[derive(Clone, Default)]
pub struct AllRecords {
    /// Each once.
    pub records: Vec<Record>,
    /// The number of the first page, where the records show it.
    pub begins_at: Option<u8>,
}

/// Puts away the keys of a run, whether or not its session is over, until a time.
pub struct Cleaner<'a> {
    /// Sends.
    pub session: &'a Arc<Session>,
    /// Knows whose keys are whose.
    pub custody: &'a Custody,
    /// Where its requests are in the run.
    pub place: &'a Place,
    /// When it ends, done or not.
    pub until: Instant,
}

impl Cleaner<'_> {
    /// Deletes a key of an account, if it is provably the run's own. Whether it is gone.
    pub async fn put_away(&self, id: i64, account: usize) -> bool {
        for tries in 0.. {
            let Some(look) = self.send(Method::GET, &format!("/api/token/{id}"), &[], account).await else { break };
            let is_shown = look.records().iter().any(|record| self.custody.matches(id, record));
            let is_own = is_shown && look.effect == Effect::Accepted || self.is_listed(id, account).await;
            if look.effect == Effect::Refused && !is_own {
                self.custody.gone(id);
                return true;
            }
            // What nothing shows to be ours is left as it is; the look after the last delete may find it gone.
            if tries == TRIES {
                break;
            }
            if is_own {
                self.send(Method::DELETE, &format!("/api/token/{id}"), &[], account).await;
            }
        }
        false
    }

    /// Whether the newest keys of an account show a key as the run's own.
    async fn is_listed(&self, id: i64, account: usize) -> bool {
        let Some(list) = self.send(Method::GET, "/api/token/", &[("p", "1"), ("page_size", "100")], account).await
        else {
            return false;
        };
        list.records().iter().any(|record| self.custody.matches(id, record))
    }

    /// A page of an account's keys.
    pub async fn page(&self, query: &[(&str, &str)], account: usize) -> Option<RawAnswer> {
        self.send(Method::GET, "/api/token/", query, account).await
    }

    /// Every record of an account, in whatever dialect its pages come; `None` when they could not be read to their end.
    pub async fn all_records(&self, account: usize) -> Option<AllRecords> {
        let mut all = AllRecords::default();
        let mut known = HashSet::new();
        let mut on_page_0 = 0;
        let mut total = None;
        // Page 0 too: there are servers that begin with it.
        for page in 0..MOST_PAGES {
            let (number, size) = (page.to_string(), PAGE_SIZE.to_string());
            let query = [("p", number.as_str()), ("page_size", size.as_str()), ("size", size.as_str())];
            let answer = self.page(&query, account).await?;
            match answer.effect {
                Effect::Accepted if answer.is_list() => {}
                // A page 0 that is refused says nothing of the others.
                Effect::Refused if page == 0 => continue,
                // Beyond the last page a server may do what it likes.
                _ if page >= 2 && total == Some(all.records.len()) => return Some(all),
                _ => return None,
            }
            total = answer.total();
            let (records, before) = (answer.records(), all.records.len());
            let is_empty = records.is_empty();
            all.records.extend(records.into_iter().filter(|record| known.insert(id_of(record))));
            let is_news = all.records.len() > before;
            match page {
                0 => on_page_0 = all.records.len(),
                1 if on_page_0 > 0 => all.begins_at = Some(if is_news || is_empty { 0 } else { 1 }),
                1 if is_news => all.begins_at = Some(1),
                _ => {}
            }
            if page >= 1 && is_empty || page >= 2 && !is_news {
                return Some(all);
            }
        }
        None
    }

    /// Sends a request that may be sent twice: a read, or the delete of a key that is provably the run's own. Throttled, it
    /// is sent again when the server wants it; unanswered, or where the server failed, once more.
    async fn send(&self, method: Method, path: &str, query: &[(&str, &str)], account: usize) -> Option<RawAnswer> {
        let token = self.session.target().accounts().get(account)?.token.trim().to_owned();
        let request = Prepared {
            method,
            path: path.to_owned(),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            authorization: Some(token),
            body: None,
            content_type: ContentType::Json,
            by_client: None,
        };
        let mut answer = self.once(&request).await?;
        if answer.status.is_none_or(|status| status >= 500) {
            answer = self.once(&request).await.unwrap_or(answer);
        }
        for tries in 1..THROTTLED_TRIES {
            if answer.effect != Effect::Throttled {
                break;
            }
            if answer.retry_after.is_none() {
                tokio::time::sleep_until(self.until.min(Instant::now() + PATIENCE * 2_u32.pow(tries - 1))).await;
            }
            let Some(next) = self.once(&request).await else { break };
            answer = next;
        }
        Some(answer)
    }

    async fn once(&self, request: &Prepared) -> Option<RawAnswer> {
        if Instant::now() >= self.until || self.session.is_silent() {
            return None;
        }
        request.send_until(self.session, self.place.next(), self.until).await
    }
}

impl CaseRun<'_> {
    /// Puts away the keys of a case that a custody knows. Gives the ids that may be left.
    pub(super) async fn put_away_own(&self, custody: &Custody, grace: Duration) -> Vec<i64> {
        let mut left = Vec::new();
        let remaining = self.keys().remaining();
        for key in remaining {
            let _turn = self.membership.changing().await;
            let until = self.session.over_since().map_or_else(|| Instant::now() + LONGEST, |over| over + grace);
            let cleaner = Cleaner { session: self.session, custody, place: &self.place, until };
            if !cleaner.put_away(key.id, key.owner).await {
                left.push(key.id);
            }
        }
        left
    }
}

/// How long one key may take while a session goes on.
const LONGEST: Duration = Duration::from_secs(600);
