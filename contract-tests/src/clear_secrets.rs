//! Secrets in files that we keep: looked for in every string, whatever the file says it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::failure::Failure;
use crate::recordings::RecordingFile;
use crate::redaction::{is_credential_header, is_redacted, is_secret_name, mask_lookalikes};

/// Names of response headers, and of what a server puts into messages, whose values look like credentials and are none.
const HARMLESS_NAMES: [&str; 3] = ["x-oneapi-request-id", "auth-version", "cache-version"];
const HARMLESS_PREFIX: &str = "(request id: ";

/// How many places a message names before the rest is counted.
const NAMED: usize = 8;

/// Refuses a file that holds a secret in clear.
///
/// # Errors
///
/// When it does; the text names the places, and shows no value. A file that cannot be read is the reader's to refuse.
pub fn refuse(file: &RecordingFile) -> Result<(), Failure> {
    let name = file.shown();
    let Some(recording) = file.read().ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok()) else {
        return Ok(());
    };
    let mut places = Vec::new();
    search(&recording, "", None, &mut places);
    if places.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = places.iter().take(NAMED).map(|place| format!("  {name}#{place}")).collect();
    let more = places.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("\n  and {more} more places") } else { String::new() };
    Err(Failure::secret(format!(
        "a recording that we keep holds what looks like a secret in clear\n{}{more}\n  replace it by a placeholder before the \
         file is committed, and revoke it if it was one",
        shown.join("\n")
    )))
}

/// Goes through every string; `named` is the name that stands beside a value: of its member, or of its header.
fn search(value: &Value, place: &str, named: Option<&str>, places: &mut Vec<String>) {
    match value {
        Value::String(text) if holds_a_secret(text, named) => places.push(place.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| search(item, &format!("{place}/{i}"), named, places));
        }
        Value::Object(members) => {
            let pair = members.get("name").and_then(Value::as_str).filter(|_| members.contains_key("value"));
            for (name, member) in members {
                let beside = if name == "value" { pair.or(Some(name)) } else { Some(name.as_str()) };
                let cookie = place.contains("/cookies/") && name == "value";
                let beside = if cookie { Some("cookie") } else { beside };
                if name == "text" && members.get("encoding").and_then(Value::as_str) == Some("base64") {
                    let decoded = member.as_str().and_then(|text| STANDARD.decode(text).ok());
                    // What cannot be decoded is no body, and looked at as it is.
                    if let Some(text) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) {
                        search(&text.into(), &openapi::child(place, name), beside, places);
                        continue;
                    }
                }
                search(member, &openapi::child(place, name), beside, places);
            }
        }
        _ => {}
    }
}

fn holds_a_secret(text: &str, named: Option<&str>) -> bool {
    let name = named.unwrap_or_default().to_ascii_lowercase();
    if HARMLESS_NAMES.contains(&name.as_str()) {
        return false;
    }
    let by_name = is_secret_name(&name) || is_credential_header(&name);
    let value = text.strip_prefix("Bearer ").unwrap_or(text);
    if by_name && value.len() >= 8 && !is_redacted(value) {
        return true;
    }
    // Shorter text is no credential by its looks, and most text is short.
    if text.len() < 20 {
        return false;
    }
    if text.starts_with(['{', '['])
        && let Ok(body) = serde_json::from_str::<Value>(text)
    {
        let mut places = Vec::new();
        search(&body, "", None, &mut places);
        return !places.is_empty();
    }
    let text = match text.split_once(HARMLESS_PREFIX) {
        Some((before, after)) => format!("{before}{}", after.split_once(')').map_or("", |(_, rest)| rest)),
        None => text.to_owned(),
    };
    name != "starteddatetime" && mask_lookalikes(&text) != text.as_str()
}
