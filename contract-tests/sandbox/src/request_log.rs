//! A line for every request, for people who watch their program work.

use std::io::Write as _;

use crate::answer::Answer;
use crate::model;
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::request::Request;
use crate::world::World;

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

/// Who sent a request, as the log says it: whom the profile takes the token for.
pub(crate) fn sender(profile: &Profile, world: &World, request: &Request) -> String {
    match model::authorized(profile, world, request) {
        Ok(account) => account.name.clone(),
        Err(Refusal::TokenMissing) => "nobody".to_owned(),
        Err(_) => "an unknown token or a key".to_owned(),
    }
}
