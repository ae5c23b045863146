//! Headers of responses, and of parts of forms.

use std::collections::BTreeMap;

use super::parameters;
use crate::compat::Way;
use crate::compat::compare::{Differ, Spot, Subject};
use crate::compat::rules::interface as rules;

/// Compares headers by name, which has no case.
pub(super) fn compare<'a>(differ: &mut Differ<'a>, way: Way, subject: &Subject, old: &Spot<'a>, new: &Spot<'a>) {
    let of = |spot: &Spot<'a>| -> BTreeMap<String, Spot<'a>> {
        let named = spot.members().map(|(name, header)| (name.to_ascii_lowercase(), header));
        // OpenAPI has it ignored: the media types say it.
        named.filter(|(name, _)| name != "content-type").collect()
    };
    let (old_all, new_all) = (of(old), of(new));
    for (name, one) in &old_all {
        let one = differ.reach_old(one);
        let subject = subject.part(format!("{}, header {name}", subject.part));
        let Some(other) = new_all.get(name) else {
            let rule = if one.is_true("required") { &rules::REQUIRED_HEADER_REMOVED } else { &rules::HEADER_REMOVED };
            differ.note(rule, Some(way), &subject, &one, &Spot::within(new.pointer.clone()));
            continue;
        };
        let other = differ.reach_new(other);
        let members = (one.member("required"), other.member("required"));
        match (one.is_true("required"), other.is_true("required")) {
            (false, true) => {
                differ.note(&rules::HEADER_BECAME_REQUIRED, Some(way), &subject, &members.0, &members.1);
            }
            (true, false) => {
                differ.note(&rules::HEADER_BECAME_OPTIONAL, Some(way), &subject, &members.0, &members.1);
            }
            _ => {}
        }
        parameters::compare_value(differ, (way, &subject), &one, &other);
    }
    for (name, other) in new_all.iter().filter(|(name, _)| !old_all.contains_key(*name)) {
        let other = differ.reach_new(other);
        let subject = subject.part(format!("{}, header {name}", subject.part));
        differ.note(&rules::HEADER_ADDED, Some(way), &subject, &Spot::within(old.pointer.clone()), &other);
    }
}
