//! Statuses and what is answered with each.

use std::collections::BTreeMap;

use super::{content, headers};
use crate::compat::Rule;
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;

/// Compares the responses of an operation.
pub(super) fn compare<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let way = subject.responses();
    let (old_all, new_all) = (by_status(old), by_status(new));
    for (status, one) in &old_all {
        let subject = subject.part(format!("response {status}"));
        match covering(&new_all, status) {
            Some(other) => compare_one(differ, &subject, one, other),
            // Where a range becomes some of its statuses, nothing is answered that a reader was not told of.
            None if members(&new_all, status).next().is_some() => {
                let others: Vec<Spot<'a>> = members(&new_all, status).cloned().collect();
                others.iter().for_each(|other| compare_one(differ, &subject, one, other));
            }
            None => {
                let rule = by_kind(
                    status,
                    [&rules::SUCCESS_STATUS_REMOVED, &rules::ERROR_STATUS_REMOVED, &rules::DEFAULT_RESPONSE_REMOVED],
                );
                let (old, new) = (Spot::within(one.pointer.clone()), Spot::within(new.pointer.clone()));
                differ.note(rule, Some(way), &subject, &old, &new);
            }
        }
    }
    for (status, other) in new_all.iter().filter(|(status, _)| covering(&old_all, status).is_none()) {
        let rule =
            by_kind(status, [&rules::SUCCESS_STATUS_ADDED, &rules::ERROR_STATUS_ADDED, &rules::DEFAULT_RESPONSE_ADDED]);
        let (old, new) = (Spot::within(old.pointer.clone()), Spot::within(other.pointer.clone()));
        differ.note(rule, Some(way), &subject.part(format!("response {status}")), &old, &new);
    }
}

fn by_status<'a>(responses: &Spot<'a>) -> BTreeMap<String, Spot<'a>> {
    let responses = responses.members().filter(|(status, _)| !status.starts_with("x-"));
    responses.map(|(status, spot)| (status.clone(), spot)).collect()
}

/// The response for a status: its own, or that of its range.
fn covering<'r, 'a>(responses: &'r BTreeMap<String, Spot<'a>>, status: &str) -> Option<&'r Spot<'a>> {
    let range = status.get(..1).map(|first| format!("{first}XX")).filter(|_| status != "default");
    responses.get(status).or_else(|| responses.get(&range?))
}

/// The responses for statuses of a range.
fn members<'r, 'a>(responses: &'r BTreeMap<String, Spot<'a>>, range: &str) -> impl Iterator<Item = &'r Spot<'a>> {
    let first = range.strip_suffix("XX").map(str::to_owned);
    responses
        .iter()
        .filter(move |(status, _)| first.as_ref().is_some_and(|first| status.starts_with(first)))
        .map(|(_, r)| r)
}

fn by_kind(status: &str, [success, error, default]: [&'static Rule; 3]) -> &'static Rule {
    match status.as_bytes().first() {
        Some(b'1'..=b'3') => success,
        Some(b'4'..=b'9') => error,
        _ => default,
    }
}

fn compare_one<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let way = subject.responses();
    let (old, new) = (differ.reach_old(old), differ.reach_new(new));
    headers::compare(differ, way, subject, &old.member("headers"), &new.member("headers"));
    let (old_content, new_content) = (old.member("content"), new.member("content"));
    let has_body = |content: &Spot<'_>| content.members().next().is_some();
    match (has_body(&old_content), has_body(&new_content)) {
        (true, false) => {
            let place = Spot::within(old_content.pointer);
            differ.note(&rules::RESPONSE_BODY_REMOVED, Some(way), subject, &place, &new_content);
        }
        (false, true) => {
            let place = Spot::within(new_content.pointer);
            differ.note(&rules::RESPONSE_BODY_ADDED, Some(way), subject, &old_content, &place);
        }
        _ => content::compare(differ, way, subject, &old_content, &new_content),
    }
}
