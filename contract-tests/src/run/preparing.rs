//! Requests worked out from what is asked for, once it is known which ids the server gave.

use reqwest::Method;

use super::case_run::CaseRun;
use super::request::Prepared;
use crate::steps::{Ask, Body, ContentType, KeyRef, Known, Token, What};

/// The number of no key: what stands for a name in an update that is about none of the case's.
const NOBODYS: usize = usize::MAX;

impl CaseRun<'_> {
    /// A request worked out; `None` where it is about a key that was never made, or whose value is not known.
    pub(super) fn prepared(&self, ask: &Ask) -> Option<Prepared> {
        let account = &self.session.target().accounts()[self.account(ask.by)];
        let mut query = Vec::new();
        let (mut body, mut content_type, mut is_as_is) = (None, ContentType::Json, true);
        let mut write = |sent: &Body, mark: &str, id: Option<&str>, update: bool| {
            let owners = self.keys().owners();
            let is_harmless = self.is_harmless();
            let known = Known { mark, id, update, now: now(), is_harmless, owners: &owners };
            (body, content_type, is_as_is) = (sent.bytes(&known), sent.content_type.clone(), sent.is_as_is());
        };
        let mut authorization = match &ask.token {
            Token::KeyValue(key) => Some(self.value(key)?),
            token => self.token_value(token, account.token.trim()),
        };
        let (method, path) = match &ask.what {
            What::List(pairs) => {
                query.clone_from(pairs);
                (Method::GET, "/api/token/".to_owned())
            }
            What::Get(key) => (Method::GET, format!("/api/token/{}", self.id(key)?)),
            What::Delete(key) => (Method::DELETE, format!("/api/token/{}", self.id(key)?)),
            What::Create(number, sent) => {
                write(sent, &self.mark_of(sent.named_as().unwrap_or(*number))?, None, false);
                (Method::POST, "/api/token/".to_owned())
            }
            What::Update(key, sent) => {
                let id = match key {
                    KeyRef::Omitted => None,
                    key => Some(self.id(key)?),
                };
                let mark = match key {
                    KeyRef::Made(number) | KeyRef::MadeAs(number, _) => {
                        self.mark_of(sent.named_as().unwrap_or(*number))?
                    }
                    _ => self.mark_of(NOBODYS)?,
                };
                write(sent, &mark, id.as_deref(), true);
                (Method::PUT, "/api/token/".to_owned())
            }
            What::Models(key) => {
                authorization = Some(format!("Bearer {}", self.value(key)?));
                is_as_is = false;
                (Method::GET, "/v1/models".to_owned())
            }
        };
        let by_client = (is_as_is && ask.token == Token::Right).then(|| account.token.trim().to_owned());
        Some(Prepared { method, path, query, authorization, body, content_type, by_client })
    }

    /// What stands in `Authorization`: where only few wrong tokens may be tried, nothing that is made from the right one.
    fn token_value(&self, token: &Token, account: &str) -> Option<String> {
        let synthetic =
            self.membership.custody().filter(|_| token.is_wrong()).and_then(|custody| custody.synthetic(account));
        synthetic.or_else(|| token.value(account))
    }

    pub(super) fn id(&self, key: &KeyRef) -> Option<String> {
        match key {
            KeyRef::Made(number) => self.keys().get(*number).map(|key| key.id.to_string()),
            KeyRef::Beside(number, above) => Some(self.keys().get(*number)?.id.checked_add(*above)?.to_string()),
            KeyRef::MadeAs(number, text) => self.keys().get(*number).map(|key| text.replace("{}", &key.id.to_string())),
            KeyRef::Id(id) => Some(id.to_string()),
            KeyRef::Text(text) => Some(text.clone()),
            KeyRef::Omitted => None,
        }
    }

    pub(super) fn value(&self, key: &KeyRef) -> Option<String> {
        let KeyRef::Made(number) = key else { return None };
        self.keys().get(*number)?.value.clone()
    }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
