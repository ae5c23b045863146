//! One operation.

use super::{content, parameters, paths, responses, security, servers};
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;

/// Where an operation stands.
pub(super) struct Context<'c, 'a> {
    pub(super) subject: Subject,
    /// The path in the old document and in the new.
    pub(super) paths: (&'c str, &'c str),
    /// The path items around it.
    pub(super) items: (&'c Spot<'a>, &'c Spot<'a>),
}

/// Compares an operation of both documents.
pub(super) fn compare<'a>(differ: &mut Differ<'a>, context: &Context<'_, 'a>, old: &Spot<'a>, new: &Spot<'a>) {
    let subject = &context.subject;
    if old.text("operationId") != new.text("operationId") {
        let (old, new) = (old.member("operationId"), new.member("operationId"));
        differ.note(&rules::OPERATION_ID_CHANGED, None, subject, &old, &new);
    }
    match (old.is_true("deprecated"), new.is_true("deprecated")) {
        (false, true) => {
            let (old, new) = (old.member("deprecated"), new.member("deprecated"));
            differ.note(&rules::OPERATION_DEPRECATED, None, subject, &old, &new);
        }
        (true, false) => {
            let (old, new) = (old.member("deprecated"), new.member("deprecated"));
            differ.note(&rules::OPERATION_UNDEPRECATED, None, subject, &old, &new);
        }
        _ => {}
    }
    parameters::compare(differ, context, old, new);
    content::compare_request_body(differ, subject, &old.member("requestBody"), &new.member("requestBody"));
    responses::compare(differ, subject, &old.member("responses"), &new.member("responses"));
    security::compare(differ, subject, old, new);
    servers::compare_overrides(differ, context, old, new);
    callbacks(differ, subject, &old.member("callbacks"), &new.member("callbacks"));
}

/// In a callback, the server sends the request and reads the response.
fn callbacks<'a>(differ: &mut Differ<'a>, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let of = |differ: &Differ<'a>, spot: &Spot<'a>, is_old: bool| -> Vec<(String, String, Spot<'a>)> {
        let named = spot.members().map(|(name, callback)| {
            let callback = if is_old { differ.reach_old(&callback) } else { differ.reach_new(&callback) };
            (name.clone(), callback)
        });
        named
            .flat_map(|(name, callback)| {
                let items: Vec<_> = callback.members().filter(|(key, _)| !key.starts_with("x-")).collect();
                items.into_iter().map(move |(expression, item)| (name.clone(), expression.clone(), item))
            })
            .collect()
    };
    let (old_items, new_items) = (of(differ, old, true), of(differ, new, false));
    for (name, expression, item) in &old_items {
        match new_items.iter().find(|(n, e, _)| n == name && e == expression) {
            Some((.., other)) => {
                let operation = subject.operation.clone().unwrap_or_default();
                let path = format!("{operation} > callback {name}");
                paths::compare_item(differ, (&path, &path), (item, other), subject.responses());
            }
            None => differ.note(
                &rules::CALLBACK_REMOVED,
                None,
                &subject.part(format!("callback {name}")),
                &Spot::within(item.pointer.clone()),
                new,
            ),
        }
    }
    for (name, expression, item) in &new_items {
        if !old_items.iter().any(|(n, e, _)| n == name && e == expression) {
            let subject = subject.part(format!("callback {name}"));
            differ.note(&rules::CALLBACK_ADDED, None, &subject, old, &Spot::within(item.pointer.clone()));
        }
    }
}
