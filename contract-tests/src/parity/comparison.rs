//! Whether two answers to the same request are the same.

use serde_json::{Map, Value};

use super::replay::Pair;
use crate::exchange::{Headers, Location, Response};
use crate::target_report::masked;

/// The response headers that are compared: whether they are there, and their value.
pub const HEADERS: [&str; 7] =
    ["content-type", "location", "retry-after", "allow", "cache-control", "expires", "pragma"];

/// What is not compared, and why.
pub const NOT_COMPARED: [(&str, &str); 8] = [
    (
        "the headers Date, Content-Length and Transfer-Encoding",
        "they say when an answer was sent and how it is framed, which says nothing of the server behind it",
    ),
    (
        "the headers X-Oneapi-Request-Id, X-New-Api-Version, Auth-Version and Cache-Version",
        "they name one request and one installation, and clients do not read them",
    ),
    ("`(request id: …)` at the end of a message", "it names one request"),
    ("the order of the members of an object, and spaces", "they mean nothing in JSON"),
    (
        "which id, which `created_time` and which `key` a create gives",
        "the server chooses them; the sandbox is told to choose the recorded ones, and every later answer must show them",
    ),
    (
        "the middle of a key that the recording shows only masked",
        "the recording does not hold it; the sandbox is given one that begins and ends alike",
    ),
    (
        "how requests that were sent at the same time are interleaved",
        "they are replayed one after the other in the order of their start; where updates overlapped, the one that the \
         next read shows goes last",
    ),
    (
        "where a rate limit comes from",
        "a recording states it in its configuration; the sandbox is told the same for that file",
    ),
];

/// The most characters of a value that a difference shows.
const MOST_SHOWN: usize = 120;

/// A member of an answer that is not as recorded. Its texts hold no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The exchange, as it was recorded.
    pub exchange: Location,
    /// What differs: `status`, `header NAME`, `body`, or a JSON pointer into the body.
    pub member: String,
    /// As it was recorded.
    pub expected: String,
    /// As the sandbox has it.
    pub seen: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { exchange, member, expected, seen } = self;
        write!(f, "{exchange} {member}: recorded {expected}, seen {seen}")
    }
}

/// In what a sandbox's answer differs from the recorded one.
#[must_use]
pub fn differences(pair: &Pair) -> Vec<Difference> {
    let mut found = Found { exchange: &pair.recorded.location, differences: Vec::new() };
    let Some(recorded) = pair.recorded.answer.response() else {
        found.add("response", "none".to_owned(), pair.seen.status.to_string());
        return found.differences;
    };
    if recorded.status != pair.seen.status {
        found.add("status", recorded.status.to_string(), pair.seen.status.to_string());
    }
    for name in HEADERS {
        found.header(name, &recorded.headers, &pair.seen.headers);
    }
    found.body(recorded, &pair.seen);
    found.differences
}

struct Found<'a> {
    exchange: &'a Location,
    differences: Vec<Difference>,
}

impl Found<'_> {
    fn add(&mut self, member: &str, expected: String, seen: String) {
        let (exchange, member) = (self.exchange.clone(), masked(member));
        self.differences.push(Difference { exchange, member, expected, seen });
    }

    fn header(&mut self, name: &str, recorded: &Headers, seen: &Headers) {
        let (recorded, seen) = (recorded.get(name), seen.get(name));
        if recorded != seen {
            let shown = |value: Option<&str>| value.map_or_else(|| "none".to_owned(), shown);
            self.add(&format!("header {name}"), shown(recorded), shown(seen));
        }
    }

    fn body(&mut self, recorded: &Response, seen: &Response) {
        match (serde_json::from_slice(&recorded.body), serde_json::from_slice(&seen.body)) {
            (Ok(recorded), Ok(seen)) => self.value("", Some(&recorded), Some(&seen)),
            _ if recorded.body == seen.body => {}
            _ => {
                let shown = |body: &[u8]| shown(&String::from_utf8_lossy(body));
                self.add("body", shown(&recorded.body), shown(&seen.body));
            }
        }
    }

    fn value(&mut self, pointer: &str, recorded: Option<&Value>, seen: Option<&Value>) {
        match (recorded, seen) {
            (Some(Value::Object(recorded)), Some(Value::Object(seen))) => self.object(pointer, recorded, seen),
            (Some(Value::Array(recorded)), Some(Value::Array(seen))) if recorded.len() == seen.len() => {
                for (place, (recorded, seen)) in recorded.iter().zip(seen).enumerate() {
                    self.value(&format!("{pointer}/{place}"), Some(recorded), Some(seen));
                }
            }
            (Some(Value::String(recorded)), Some(Value::String(seen))) if is_message(pointer) => {
                let (recorded, seen) = (without_request_id(recorded), without_request_id(seen));
                if recorded != seen {
                    self.add(pointer, shown(recorded), shown(seen));
                }
            }
            _ if recorded == seen => {}
            _ => self.add(pointer, described(pointer, recorded), described(pointer, seen)),
        }
    }

    fn object(&mut self, pointer: &str, recorded: &Map<String, Value>, seen: &Map<String, Value>) {
        let more = seen.keys().filter(|name| !recorded.contains_key(*name));
        for name in recorded.keys().chain(more) {
            let name_in_pointer = name.replace('~', "~0").replace('/', "~1");
            self.value(&format!("{pointer}/{name_in_pointer}"), recorded.get(name), seen.get(name));
        }
    }
}

fn is_message(pointer: &str) -> bool {
    matches!(pointer, "/message" | "/error/message")
}

/// A message without the id of its request at the end.
fn without_request_id(message: &str) -> &str {
    match message.rsplit_once(" (request id: ") {
        Some((text, id)) if id.ends_with(')') => text,
        _ => message,
    }
}

fn described(pointer: &str, value: Option<&Value>) -> String {
    match value {
        None => "none".to_owned(),
        Some(Value::Array(items)) => format!("an array of {}", items.len()),
        Some(Value::Object(members)) => format!("an object of {}", members.len()),
        Some(Value::String(key)) if pointer.ends_with("/key") && !is_masked(key) => {
            "a key in clear, not shown".to_owned()
        }
        Some(Value::String(text)) => shown(text),
        Some(value) => value.to_string(),
    }
}

/// Whether a key hides so much of itself that what is left may be shown.
fn is_masked(key: &str) -> bool {
    key.matches('*').count() >= 8
}

/// A text in quotation marks, cut short, without what looks like a secret.
fn shown(text: &str) -> String {
    let text = masked(text);
    match text.char_indices().nth(MOST_SHOWN) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", &text[..end]),
    }
}
