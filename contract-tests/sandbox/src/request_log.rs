//! A line for every request, for people who watch their program work.

use std::io::Write as _;

use crate::account::Account;
use crate::answer::Answer;
use crate::request::Request;

/// Where the lines go. They hold neither tokens nor bodies.
pub(crate) struct RequestLog(Box<dyn Fn(&str) + Send + Sync>);

impl RequestLog {
    /// Lines on standard error.
    pub(crate) fn stderr() -> Self {
        Self(Box::new(|line| {
            // A terminal that has gone away is no reason to stop serving.
            let _ = writeln!(std::io::stderr(), "{line}");
        }))
    }

    /// Lines to this function.
    pub(crate) fn to(write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Box::new(write))
    }

    pub(crate) fn write(&self, request: &Request, answer: &Answer, sender: &str) {
        #[derive(serde::Deserialize)]
        struct Envelope {
            success: Option<bool>,
            message: Option<String>,
        }
        let envelope = serde_json::from_slice::<Envelope>(&answer.body).ok();
        let said = match envelope {
            Some(Envelope { success: Some(true), .. }) => "accepted".to_owned(),
            Some(Envelope { message: Some(message), .. }) => format!("refused: {message}"),
            _ => String::new(),
        };
        let line = format!(
            "{} {} by {sender}: {} {said}",
            request.method,
            request.uri.path_and_query().map_or_else(|| request.uri.path(), |path| path.as_str()),
            answer.status,
        );
        (self.0)(&openapi::escape(line.trim_end()));
    }
}

/// Who sent a request, as the log says it.
pub(crate) fn sender(accounts: &[Account], request: &Request) -> String {
    let value = request.headers.get("authorization").map(|value| value.as_bytes().trim_ascii());
    let Some(value) = value else { return "nobody".to_owned() };
    let value = value.strip_prefix(b"Bearer ").unwrap_or(value);
    let account = accounts.iter().find(|account| account.access_token.as_bytes() == value);
    account.map_or_else(|| "an unknown token or a key".to_owned(), |account| account.name.clone())
}
