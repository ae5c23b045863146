//! Every request is answered: no 5xx, no redirect, no cut body, no silence that recurs when the request is repeated.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use super::Judge;
use crate::effect::Effect;
use crate::examined::Examined;
use crate::exchange::{Answer, Exchange};
use crate::operation::Operation;
use crate::verdict::{Contradiction, Evidences};

const ANSWERED: &str = "any.request.answered";

/// How many requests without an answer are kept in mind, to know them when they are repeated.
const KEPT: usize = 1024;

/// The judge of answers as such. What a 2xx answer says is the envelope's matter.
#[derive(Default)]
pub(super) struct Answered {
    failed: HashMap<u64, Arc<Exchange>>,
}

impl Judge for Answered {
    fn name(&self) -> &'static str {
        "answered"
    }

    fn rules(&self) -> Vec<&'static str> {
        vec![ANSWERED]
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if !Operation::DOCUMENTED.contains(&examined.operation()) {
            return;
        }
        let Some(failure) = failure(examined) else {
            if !self.failed.is_empty() {
                self.failed.remove(&identity(examined.exchange));
            }
            if matches!(examined.effect, Effect::Accepted | Effect::Refused) {
                evidences.confirm(ANSWERED, examined);
            }
            return;
        };
        let request = identity(examined.exchange);
        match self.failed.get(&request) {
            Some(before) => {
                let contradiction = Contradiction::new("an answer, at the second try at least", failure);
                evidences.contradict(ANSWERED, examined, contradiction.after(Some(before)));
            }
            None if self.failed.len() < KEPT => {
                self.failed.insert(request, Arc::clone(examined.shared));
            }
            None => {}
        }
    }
}

/// Why there is no answer.
fn failure(examined: &Examined<'_>) -> Option<String> {
    match &examined.exchange.answer {
        // The client gave up itself: a browser does, on a new page.
        Answer::Nothing(why) if is_given_up(why) => None,
        Answer::Nothing(why) => Some(format!("none came: {why}")),
        Answer::Response(response) if response.status >= 500 => Some(format!("status {}", response.status)),
        // On the documented path there is nowhere else to go.
        Answer::Response(response) if matches!(response.status, 301 | 302 | 303 | 307 | 308) => {
            Some(format!("status {}, a redirect", response.status))
        }
        Answer::Response(_) => None,
    }
}

/// Whether the client broke off itself. A connection that the server aborted is something else.
fn is_given_up(why: &str) -> bool {
    let why = why.to_ascii_lowercase().replace('_', " ");
    why.contains("abort") && !why.contains("connection abort") && !why.contains("connectionabort")
}

/// What makes two requests the same.
fn identity(exchange: &Exchange) -> u64 {
    let request = &exchange.request;
    let mut hasher = DefaultHasher::new();
    (&request.method, &request.origin, &request.path, &request.query, &request.body).hash(&mut hasher);
    request.headers.get("authorization").hash(&mut hasher);
    hasher.finish()
}
