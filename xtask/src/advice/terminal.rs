//! The advice as people read it.

use std::fmt::Write as _;

use openapi::{Source, escape};

use super::advise::Advice;
use super::join::{DocumentSide, Reason};
use crate::compat::shown;
use crate::public_api::ApiChange;

/// How many items of the client are shown for one change; further ones are counted.
const SHOWN: usize = 6;

/// The advice as text, safe to print.
pub(super) fn to_terminal(advice: &Advice) -> String {
    let mut text = String::new();
    for reason in &advice.reasons {
        block(&mut text, reason, &advice.documents);
    }
    let _ = writeln!(text, "{}", headline(advice));
    text
}

/// One line that says what is advised.
pub(crate) fn headline(advice: &Advice) -> String {
    let Advice { last, level, minimum, reasons, .. } = advice;
    let why = if reasons.is_empty() { "; neither the document nor the client's public API differs" } else { "" };
    format!("{}: after {last} at least {minimum}{why}", level.word())
}

fn block(text: &mut String, reason: &Reason, documents: &(Source, Source)) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", reason.level.word());
    match &reason.document {
        Some(side) => {
            let _ = writeln!(text, "  document  {}", document_side(side, documents));
        }
        None => *text += "  document  nothing\n",
    }
    for item in reason.client.iter().take(SHOWN) {
        let _ = writeln!(text, "  client    {}", api_change(item));
    }
    match reason.client.len() {
        0 => *text += "  client    its public API does not show it\n",
        count if count > SHOWN => {
            let _ = writeln!(text, "            and {} more", count - SHOWN);
        }
        _ => {}
    }
    *text += "\n";
}

/// A change of the document in one line.
pub(crate) fn document_side(side: &DocumentSide, documents: &(Source, Source)) -> String {
    let change = &side.change;
    let mut parts = vec![format!("{} {}", change.severity.word(), change.rule.id)];
    parts.push(shown::operations(change));
    let direction = shown::direction(change);
    if !change.subject.is_empty() && change.subject.starts_with(direction) {
        parts.push(escape(&change.subject));
    } else if !change.subject.is_empty() {
        parts.push(format!("{direction} {}", escape(&change.subject)).trim().to_owned());
    }
    parts.extend(shown::became(change));
    parts.push(shown::place(&documents.1, &change.new));
    parts.extend(side.accepted.as_ref().map(|reason| format!("accepted: {}", escape(reason))));
    parts.join("; ")
}

/// A change of the client in one line.
pub(crate) fn api_change(item: &ApiChange) -> String {
    let line = |line: &Option<String>| escape(line.as_deref().unwrap_or_default());
    match (&item.old, &item.new) {
        (Some(_), Some(_)) => {
            format!("{} {}: {} became {}", item.level.word(), item.what, line(&item.old), line(&item.new))
        }
        (Some(_), None) => format!("{} {}: {}", item.level.word(), item.what, line(&item.old)),
        _ => format!("{} {}: {}", item.level.word(), item.what, line(&item.new)),
    }
}
