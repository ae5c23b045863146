//! Keys put away at the end of a case.

use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use super::case_run::CaseRun;
use super::request::Prepared;
use crate::effect::Effect;
use crate::steps::ContentType;
use crate::wire::Over;

impl CaseRun<'_> {
    /// Deletes what is left, each key at most twice.
    pub(super) async fn put_away(&self, grace: Duration) -> Vec<i64> {
        if let Some(custody) = self.membership.custody() {
            return self.put_away_own(custody, grace).await;
        }
        let mut left = Vec::new();
        let remaining = self.keys().remaining();
        for key in remaining {
            let _turn = self.membership.changing().await;
            let token = self.session.target().accounts()[key.owner].token.trim().to_owned();
            let delete = Prepared {
                method: Method::DELETE,
                path: format!("/api/token/{}", key.id),
                query: Vec::new(),
                authorization: Some(token.clone()),
                body: None,
                content_type: ContentType::Json,
                by_client: Some(token),
            };
            let mut is_gone = false;
            for _ in 0..2 {
                // While the session goes on there is time; the grace begins when it is over.
                let until = self.session.over_since().unwrap_or_else(Instant::now) + grace;
                if is_gone || self.session.is_silent() || Instant::now() >= until {
                    break;
                }
                let answer = match delete.send(self.session, self.place.next()).await {
                    Ok(answer) => Some(answer),
                    Err(Over) => delete.send_until(self.session, self.place.next(), until).await,
                };
                is_gone = match answer.map(|answer| answer.effect) {
                    Some(Effect::Accepted) => true,
                    // Gone already, or not to be had: a look tells.
                    Some(Effect::Refused) => {
                        let look = Prepared { method: Method::GET, by_client: None, ..delete.clone() };
                        let seen = look.send_until(self.session, self.place.next(), until).await;
                        seen.is_some_and(|seen| seen.effect == Effect::Refused)
                    }
                    _ => false,
                };
            }
            if !is_gone {
                left.push(key.id);
            }
        }
        left
    }
}
