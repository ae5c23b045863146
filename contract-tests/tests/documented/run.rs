//! Plays a case against a fresh sandbox.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use sandbox::{Account, Profile, Sandbox};
use serde_json::{Value, json};

use crate::case::{Case, START, Send, Step, cases};
use crate::expected::compare;
use crate::names::{Names, editable, merged};
use crate::recording::Recording;
use crate::wire::{Answered, Request, Wire};

/// A case that was played: what was exchanged, and the first thing that was not as it says.
pub(crate) struct Played {
    pub(crate) har: Vec<u8>,
    pub(crate) failure: Option<String>,
}

/// Plays one case.
pub(crate) fn play(profile: &Profile, case: &Case) -> Played {
    let sandbox = Sandbox::builder().profile(profile).clock_at(START).start().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut play = Play { sandbox, wire: Wire::new(), names: Names::default(), recording: Recording::default() };
    let mut failure = None;
    for (number, step) in case.steps.iter().enumerate() {
        // It goes on after a failure: what comes then is for the judges.
        if let Err(why) = runtime.block_on(play.step(step)) {
            failure.get_or_insert_with(|| format!("✗ {}\n  step {}: {why}", case.name, number + 1));
        }
    }
    Played { har: play.recording.har(&play.sandbox), failure }
}

/// The cases that a profile does not keep, by name, with what was not as they say.
pub(crate) fn failures(profile: &Profile) -> BTreeMap<String, String> {
    cases().iter().filter_map(|case| play(profile, case).failure.map(|why| (case.name.clone(), why))).collect()
}

struct Play {
    sandbox: Sandbox,
    wire: Wire,
    names: Names,
    recording: Recording,
}

impl Play {
    async fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Make(make) => self.make(&make.make, &make.by, &make.with).await,
            Step::Newest(newest) => self.newest(&newest.newest, &newest.by, &self.names.json(&newest.with)).await,
            Step::Fill(fill) => {
                let mut made = Ok(());
                for number in 1..=fill.fill {
                    made = made.and(self.make(&format!("k{number}"), "alice", "{}").await);
                }
                made
            }
            Step::Clock(clock) => {
                self.sandbox.clock().advance(clock.pass);
                Ok(())
            }
            Step::Use(used) => {
                let id = self.names.id(&used.of);
                self.recording.keys_were_used();
                self.sandbox.use_quota(id, used.consume).then_some(()).ok_or("there is no such key".to_owned())
            }
            Step::Send(send) => {
                let request = self.request(send);
                let answered = self.exchange(&request).await;
                compare(send, &self.names, &answered)
            }
        }
    }

    /// Creates a key and gives it a name.
    async fn make(&mut self, name: &str, by: &str, with: &str) -> Result<(), String> {
        let with = merged(&json!({"name": name}), &self.names.json(with));
        let body = merged(&editable(), &with).to_string();
        let create = self.of_account(by, "POST", "/api/token/", Some(body));
        let answered = self.exchange(&create).await;
        let newest = self.newest(name, by, &with).await;
        if answered.json() != Some(&json!({"success": true, "message": ""})) {
            return Err(format!("the create of {name} was expected to be accepted; {}", answered.shown()));
        }
        newest
    }

    async fn newest(&mut self, name: &str, by: &str, with: &Value) -> Result<(), String> {
        let list = self.of_account(by, "GET", "/api/token/?p=1&page_size=1", None);
        let answered = self.exchange(&list).await;
        let read = answered.json().and_then(|body| body.pointer("/data/items/0")).cloned().unwrap_or_default();
        let (user_id, now) = (self.account(by).user_id, self.sandbox.clock().now());
        self.names.bind(name, &read, user_id, now, with);
        let expected = self.names.record(name);
        if read == expected { Ok(()) } else { Err(format!("expected {expected}\n     came {read}")) }
    }

    fn account(&self, name: &str) -> &Account {
        self.sandbox.accounts().iter().find(|account| account.name == name).unwrap()
    }

    fn of_account(&self, by: &str, method: &str, path: &str, body: Option<String>) -> Request {
        let mut headers = vec![("Authorization".to_owned(), self.account(by).access_token.clone())];
        if body.is_some() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let url = format!("{}{path}", self.sandbox.base_url());
        Request { method: method.to_owned(), url, headers, body, from: Ipv4Addr::LOCALHOST }
    }

    fn request(&self, send: &Send) -> Request {
        let (method, path) = send.send.split_once(' ').unwrap();
        let full = |text: &String| merged(&editable(), &self.names.json(text)).to_string();
        let body = send.body.as_ref().map(|text| self.names.filled_in(text)).or(send.full.as_ref().map(full));
        let mut request = self.of_account(&send.by, method, &self.names.filled_in(path), body);
        if let Some(value) = &send.authorization {
            request.headers.retain(|(name, _)| name != "Authorization");
            if value != "(none)" {
                request.headers.push(("Authorization".to_owned(), self.names.filled_in(value)));
            }
        }
        for (name, value) in &send.headers {
            request.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
            request.headers.push((name.clone(), self.names.filled_in(value)));
        }
        request.from = send.from.unwrap_or(Ipv4Addr::LOCALHOST);
        request
    }

    async fn exchange(&mut self, request: &Request) -> Answered {
        let answered = self.wire.send(request).await;
        self.recording.take(self.sandbox.clock().now(), request, &answered);
        answered
    }
}
