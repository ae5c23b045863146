//! What a case exchanged, as a recording that the judges read.

use std::net::Ipv4Addr;

use jiff::Timestamp;
use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::wire::{Answered, Request};

/// The entries of a recording, in the time of the sandbox's clock.
#[derive(Default)]
pub(crate) struct Recording {
    entries: Vec<Value>,
    /// Why something is missing before the next entry.
    gap: Option<&'static str>,
}

impl Recording {
    /// Says that keys were used by requests that the recording does not hold.
    pub(crate) fn keys_were_used(&mut self) {
        self.gap = Some("keys were used by requests that are not in the recording");
    }

    /// Takes an exchange that happened at this time, in Unix seconds: each a little later than the one before.
    pub(crate) fn take(&mut self, now: i64, request: &Request, answered: &Answered) {
        // A recording has no place for the address of the client, and the judges take it for that of the server's own
        // machine. A model request from elsewhere on the loopback network is not theirs to judge.
        if request.from != Ipv4Addr::LOCALHOST {
            return self.keys_were_used();
        }
        let place = i64::try_from(self.entries.len()).unwrap();
        let started = Timestamp::from_millisecond(now * 1000 + place).unwrap();
        let fields = |headers: &[(String, String)]| -> Vec<Value> {
            headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
        };
        let mut headers = fields(&request.headers);
        let length = request.body.as_ref().map_or(0, String::len);
        headers.push(json!({"name": "Content-Length", "value": length.to_string()}));
        let mut sent = json!({"method": request.method, "url": request.url, "headers": headers});
        if let Some(body) = &request.body {
            sent["postData"] = json!({"mimeType": "application/json", "text": body});
        }
        let mut entry = json!({
            "startedDateTime": started.to_string(),
            "time": 0.5,
            "request": sent,
            "response": {
                "status": answered.status,
                "headers": fields(&answered.headers),
                "content": {"mimeType": "application/json", "text": answered.body, "size": answered.body.len()},
            },
        });
        if let Some(gap) = self.gap.take() {
            entry["_contract"] = json!({"gap_before": gap});
        }
        self.entries.push(entry);
    }

    /// The recording as a HAR file.
    pub(crate) fn har(self, sandbox: &Sandbox) -> Vec<u8> {
        let accounts: serde_json::Map<String, Value> = sandbox
            .accounts()
            .iter()
            .map(|a| (a.name.clone(), json!({"user_id": a.user_id, "access_token": a.access_token})))
            .collect();
        let har = json!({"log": {
            "version": "1.2",
            "_contract": {"server": "sandbox", "version": sandbox.profile().name, "accounts": accounts},
            "entries": self.entries,
        }});
        har.to_string().into_bytes()
    }
}
