//! Parts of documents in few words, safe for a line of a terminal; other formats escape them further.

use openapi::compat::{Change, Place};
use openapi::{Source, escape};
use serde_json::Value;

use super::recorded;

/// The longest value shown, in characters.
const LONGEST: usize = 72;

/// The longest text that is shown without its length, in characters.
const COUNTED: usize = 24;

/// A value as JSON, cut if it is long; a text that nobody counts with its length.
pub(crate) fn value(value: &Value) -> String {
    let json = cut(&value.to_string());
    match value.as_str().map(|text| text.chars().count()) {
        Some(count) if count > COUNTED => format!("{json} ({count} characters)"),
        _ => json,
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => escape(text),
        Some((end, _)) => format!("{}…", escape(&text[..end])),
    }
}

/// `maxLength 50 became 40`; nothing where neither says more than its absence.
pub(crate) fn became(change: &Change) -> Option<String> {
    let keyword = [(&change.old_value, &change.old), (&change.new_value, &change.new)]
        .into_iter()
        .find_map(|(value, place)| value.as_ref().map(|_| last_token(place)))?;
    let old = change.old_value.as_ref().map_or("absent".to_owned(), value);
    let new = change.new_value.as_ref().map_or("absent".to_owned(), value);
    Some(format!("{keyword}: {old} became {new}"))
}

fn last_token(place: &Place) -> String {
    let token = openapi::parent(&place.pointer).map_or("", |(_, last)| last);
    escape(&openapi::unescape_token(token))
}

/// Sentences about values that show the change.
pub(crate) fn examples(change: &Change) -> Vec<String> {
    let lost = change.no_longer_legal.as_ref().map(|lost| format!("legal before, not any more: {}", value(lost)));
    let gained = change.newly_legal.as_ref().map(|gained| format!("legal now, not before: {}", value(gained)));
    lost.into_iter().chain(gained).collect()
}

/// `file:line  #/pointer`.
pub(crate) fn place(source: &Source, place: &Place) -> String {
    let line = place.line.map_or_else(String::new, |line| format!(":{line}"));
    format!("{}{line}  #{}", escape(&source.name), escape(&place.pointer))
}

/// The operations of a change, the first few by name.
pub(crate) fn operations(change: &Change) -> String {
    const NAMED: usize = 3;
    let named: Vec<String> = change.operations.iter().take(NAMED).map(|operation| escape(operation)).collect();
    let more = change.operations.len().saturating_sub(NAMED);
    match (named.is_empty(), more) {
        (true, _) => "the whole document".to_owned(),
        (false, 0) => named.join(", "),
        (false, more) => format!("{} and {more} more", named.join(", ")),
    }
}

/// `request` or `response`; empty for what has no direction.
pub(crate) fn direction(change: &Change) -> &'static str {
    change.way.map_or("", |way| way.word())
}

/// How many exchanges of a deployment fit which document.
pub(crate) fn fitting(deployment: &recorded::Deployment) -> String {
    let recorded::Deployment { name, recorded_on, exchanges, fitting: [old, new], .. } = deployment;
    let day = recorded_on.as_ref().map_or_else(String::new, |day| format!(", recorded {}", escape(day)));
    let leaning = match deployment.leaning.as_str() {
        "better" => "described better",
        "worse" => "described worse",
        "mixed" => "described better in some places, worse in others",
        _ => "described equally well",
    };
    format!("{}{day}: {leaning}; of {exchanges} exchanges {old} fit the old document, {new} the new one", escape(name))
}

/// What of recorded exchanges fits one document and not the other.
pub(crate) fn moved(place: &recorded::Place) -> String {
    let when = if place.fits_now { "did not fit, and does now" } else { "fits no more" };
    let asked = if place.fits_now { "the old document asks for" } else { "the new document asks for" };
    let (place, expected, count) = (escape(&place.place), escape(&place.expected), place.exchanges);
    let exchanges = if count == 1 { "exchange" } else { "exchanges" };
    format!("{place}: {when}, in {count} {exchanges}; {asked}: {expected}")
}
