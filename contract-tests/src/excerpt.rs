//! Requests and responses shortened to what a finding is about.

use serde_json::Value;

use crate::examined::Examined;
use crate::exchange::{Answer, Exchange, Request};
use crate::operation::Operation;
use crate::sent_body::SentBody;

/// The longest value an excerpt quotes, in Unicode characters.
const LONGEST: usize = 120;

/// The request line and, of a JSON object sent, `id` and the named members; of any other body its beginning.
pub fn request(examined: &Examined<'_>, members: &[&str]) -> String {
    request_line(&examined.exchange.request, &examined.sent, members)
}

/// The same of an exchange that was examined before.
pub fn earlier_request(exchange: &Exchange, members: &[&str]) -> String {
    let sent = match exchange.operation {
        Operation::Create | Operation::Update => SentBody::read(exchange.request.body.as_deref()),
        _ => SentBody::Absent,
    };
    request_line(&exchange.request, &sent, members)
}

fn request_line(request: &Request, sent: &SentBody, members: &[&str]) -> String {
    let mut line = format!("{} {}", request.method, request.path);
    for (i, (name, value)) in request.query.iter().enumerate() {
        line.push(if i == 0 { '?' } else { '&' });
        line.push_str(&shorten(&format!("{name}={value}")));
    }
    match (sent, &request.body) {
        (SentBody::Object(sent), _) => {
            let all = members.is_empty();
            let named = |name: &str| all || name == "id" || members.contains(&name);
            let shown: Vec<String> =
                sent.iter().filter(|m| named(&m.name)).map(|m| member(&m.name, &m.value)).collect();
            let rest = if shown.len() < sent.iter().count() { vec!["…".to_owned()] } else { Vec::new() };
            line.push_str(&format!(" {{{}}}", [shown, rest].concat().join(",")));
        }
        (_, Some(body)) if !body.is_empty() => {
            line.push(' ');
            line.push_str(&shorten(&String::from_utf8_lossy(body)));
        }
        _ => {}
    }
    line
}

/// The status and, of a JSON answer, `success`, `message` and the value at a pointer; of any other body its length.
pub fn response(examined: &Examined<'_>, pointer: &str) -> String {
    response_line(&examined.exchange.answer, examined.received.as_ref(), &[pointer])
}

/// The same of an exchange that was examined before: of the record it answers, `id` and the named members.
pub fn earlier_response(exchange: &Exchange, id: Option<i64>, members: &[&str]) -> String {
    let body = exchange.answer.response().map(|response| &response.body);
    let received: Option<Value> = body.and_then(|body| serde_json::from_slice(body).ok());
    let record = received.as_ref().and_then(|received| Some((received, place_of(received, id?)?)));
    let pointers: Vec<String> = record.map_or_else(Vec::new, |(received, place)| {
        let members = members.iter().map(|member| openapi::child(&place, member));
        members.filter(|pointer| received.pointer(pointer).is_some()).collect()
    });
    let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
    response_line(&exchange.answer, received.as_ref(), if pointers.is_empty() { &["/data"] } else { &pointers })
}

/// Where the record of an id is in an answer.
fn place_of(received: &Value, id: i64) -> Option<String> {
    let data = received.get("data")?;
    let is = |record: &Value| record.get("id").and_then(Value::as_i64) == Some(id);
    if is(data) {
        return Some("/data".to_owned());
    }
    let (pointer, items) = match data {
        Value::Array(items) => ("/data", items),
        data => ("/data/items", data.get("items")?.as_array()?),
    };
    items.iter().position(is).map(|i| format!("{pointer}/{i}"))
}

fn response_line(answer: &Answer, received: Option<&Value>, pointers: &[&str]) -> String {
    let response = match answer {
        Answer::Nothing(why) => return format!("no answer: {why}"),
        Answer::Response(response) => response,
    };
    let Some(Value::Object(received)) = received else {
        let kind = response.headers.media_type().unwrap_or_else(|| "no Content-Type".to_owned());
        return format!("{} ({} bytes, {kind})", response.status, response.body.len());
    };
    let mut shown = Vec::new();
    for name in ["success", "message"] {
        if let Some(value) = received.get(name) {
            shown.push(member(name, value));
        }
    }
    for pointer in pointers {
        let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
        match tokens.as_slice() {
            [] | ["success" | "message"] => {}
            [first, rest @ ..] => {
                shown.extend(received.get(*first).map(|value| format!("\"{first}\":{}", at(value, rest))));
            }
        }
    }
    let rest = if shown.len() < received.len() { ",…" } else { "" };
    format!("{} {{{}{rest}}}", response.status, shown.join(","))
}

/// A value with everything left out that does not lie on a path.
fn at(value: &Value, tokens: &[&str]) -> String {
    match (value, tokens) {
        (Value::Object(members), [first, rest @ ..]) => {
            let name = openapi::unescape_token(first);
            match members.get(name.as_ref()) {
                Some(inner) => format!("{{\"{name}\":{},…}}", at(inner, rest)),
                None => format!("{{… no \"{name}\" …}}"),
            }
        }
        (Value::Array(items), [first, rest @ ..]) => match first.parse::<usize>().ok().and_then(|i| items.get(i)) {
            Some(inner) => format!("[…{},…]", at(inner, rest)),
            None => format!("[{} items]", items.len()),
        },
        (Value::Array(items), []) if !items.is_empty() => format!("[{} items]", items.len()),
        (value, _) => shorten(&value.to_string()),
    }
}

fn member(name: &str, value: &Value) -> String {
    format!("\"{name}\":{}", shorten(&value.to_string()))
}

/// A text cut to what an excerpt quotes at most.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
