//! The first key of a run: made, read, changed, deleted, before anything else is tried.

use serde_json::{Value, json};

use super::case_run::{CaseRun, insisted};
use super::request::Prepared;
use crate::custody::Guards;
use crate::effect::Effect;
use crate::steps::{Ask, Body, Given, KeyRef, NameText, Step, What, Who};
use crate::wire::{Over, RawAnswer, Record};

/// What the first key showed.
#[derive(Clone, Debug, Default)]
pub struct Probed {
    /// What the create did.
    pub create: Option<Effect>,
    /// Its name.
    pub name: String,
    /// Its id, if a list showed it.
    pub id: Option<i64>,
    /// The user it belongs to, where its record says so.
    pub user_id: Option<i64>,
    /// The guards that the server stored.
    pub stored: Guards,
    /// Whether it is gone again.
    pub is_gone: bool,
    /// Whether the server shows keys in clear.
    pub is_clear: bool,
    /// Whether a list showed records without `id`.
    pub without_ids: bool,
}

/// A body that leaves a key which can do no harm, whatever else the account is good for.
fn guarded() -> Body {
    let until = Given::InSeconds(3_000);
    let body = Body::plain().value("remain_quota", 0).value("unlimited_quota", false).given("expired_time", until);
    let body = body.value("allow_ips", "192.0.2.1").value("model_limits_enabled", true);
    body.value("model_limits", "ct-no-such-model").value("group", "")
}

impl CaseRun<'_> {
    /// Makes a key that can do no harm, reads it, changes it, deletes it, and looks for it once more. It goes as far as the
    /// server lets it.
    pub async fn probe(&self) -> Probed {
        let mut probed = Probed { name: self.mark_of(0).unwrap_or_default(), ..Probed::default() };
        // A session that is over ends the probe with what it has.
        let _ = self.probe_into(&mut probed).await;
        probed
    }

    /// Makes a key with the second account, and says whose it is. It is put away with the others.
    pub async fn probe_second(&self) -> Option<i64> {
        let create = Ask::new(What::Create(0, guarded())).by(Who::Second);
        self.step(&Step::Ask(create)).await.ok()?;
        self.keys().get(0)?.user_id
    }

    async fn probe_into(&self, probed: &mut Probed) -> Result<(), Over> {
        let create = Ask::new(What::Create(0, guarded()));
        probed.create = Some(self.asked(&create).await?);
        let Some(id) = self.find_probe(probed).await? else { return Ok(()) };
        probed.id = Some(id);
        let record = self.read(KeyRef::Made(0)).await?;
        let now = jiff::Timestamp::now().as_second();
        probed.stored = record.as_ref().map_or_else(Guards::default, |record| Guards::said_by(record, now));
        probed.user_id = record.as_ref().and_then(|record| record.get("user_id")?.as_i64());
        let renamed = Given::Name(NameText { after: " renamed".into(), ..NameText::default() });
        let update = guarded().given("name", renamed).value("status", 2).value("cross_group_retry", json!(true));
        self.asked(&Ask::new(What::Update(KeyRef::Made(0), update))).await?;
        self.read(KeyRef::Made(0)).await?;
        self.asked(&Ask::new(What::Delete(KeyRef::Made(0)))).await?;
        probed.is_gone = self.asked(&Ask::new(What::Get(KeyRef::Made(0)))).await? == Effect::Refused;
        Ok(())
    }

    /// Looks for the key in lists.
    async fn find_probe(&self, probed: &mut Probed) -> Result<Option<i64>, Over> {
        for query in super::case_run::PAGES {
            let pairs = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let Some(prepared) = self.prepared(&Ask::new(What::List(pairs))) else { return Ok(None) };
            let answer = self.answered(&prepared).await?;
            let records = answer.records();
            probed.without_ids |= records.is_empty() && answer.has_records_without_ids();
            self.shown_to_custody(&records, 0)?;
            self.take_probe(&records);
            let clear = |record: &Record| {
                record.get("key").and_then(Value::as_str).is_some_and(|key| !crate::redaction::is_redacted(key))
            };
            probed.is_clear |= self.owned(&records).iter().any(clear);
            if let Some(key) = self.keys().get(0) {
                return Ok(Some(key.id));
            }
        }
        Ok(None)
    }

    async fn read(&self, key: KeyRef) -> Result<Option<Record>, Over> {
        let Some(prepared) = self.prepared(&Ask::new(What::Get(key))) else { return Ok(None) };
        Ok(self.answered(&prepared).await?.records().into_iter().next())
    }

    async fn answered(&self, read: &Prepared) -> Result<RawAnswer, Over> {
        insisted(async || read.send(self.session, self.place.next()).await).await
    }
}
