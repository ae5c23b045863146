//! What the text of a body is like, whatever becomes of it.

use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::body::{Members, has_half_pairs};

const NOT_UTF8: &str = "a body that is not UTF-8";
const HALF_PAIR: &str = "a body with half a surrogate pair";
const MORE: &str = "a body with more after its value";
const NULL: &str = "a body that is null";
const NULL_MEMBER: &str = "a member that is null, beside allow_ips";
const TWICE: &str = "a member that comes twice";
const CASE: &str = "a member whose name has another case";
const UNKNOWN: &str = "a member that the operation does not have";

/// Everything that a text may be like.
pub(super) const ALL: [&str; 8] = [NOT_UTF8, HALF_PAIR, MORE, NULL, NULL_MEMBER, TWICE, CASE, UNKNOWN];

/// The members that can be set.
const MEMBERS: [&str; 11] = [
    "id",
    "name",
    "status",
    "expired_time",
    "remain_quota",
    "unlimited_quota",
    "model_limits_enabled",
    "model_limits",
    "allow_ips",
    "group",
    "cross_group_retry",
];

/// What this body is like.
pub(super) fn of(body: &[u8]) -> Vec<&'static str> {
    let text = String::from_utf8_lossy(body);
    let mut is = Vec::new();
    let mut add = |so: bool, what| is.extend(so.then_some(what));
    add(std::str::from_utf8(body).is_err(), NOT_UTF8);
    add(has_half_pairs(&text), HALF_PAIR);
    let mut values = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
    let Some(Ok(value)) = values.next() else { return is };
    add(!text[values.byte_offset()..].trim().is_empty(), MORE);
    add(value.get() == "null", NULL);
    let Ok(Members(members)) = serde_json::from_str(value.get()) else { return is };
    let mut names = BTreeSet::new();
    for (name, value) in &members {
        let is_null = serde_json::from_str::<Value>(value.get()).is_ok_and(|value| value.is_null());
        let lower = name.to_ascii_lowercase();
        let is_known = MEMBERS.contains(&name.as_str());
        add(is_null && name != "allow_ips" && is_known, NULL_MEMBER);
        add(!names.insert(lower.clone()), TWICE);
        add(!is_known && MEMBERS.contains(&lower.as_str()), CASE);
        add(!MEMBERS.contains(&lower.as_str()), UNKNOWN);
    }
    is
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_by_what_is_odd_about_it() {
        let table: [(&[u8], &[&str]); 11] = [
            (br#"{"id":1,"allow_ips":null}"#, &[]),
            (b"", &[]),
            (b"{", &[]),
            (b"{\"name\":\"\xff\"}", &[NOT_UTF8]),
            (br#"{"name":"\ud83d"}"#, &[HALF_PAIR]),
            (br#"{"id":1} x"#, &[MORE]),
            (b" null ", &[NULL]),
            (br#"{"name":null}"#, &[NULL_MEMBER]),
            (br#"{"id":1,"id":2}"#, &[TWICE]),
            (br#"{"Name":"x"}"#, &[CASE]),
            (br#"{"user_id":1}"#, &[UNKNOWN]),
        ];
        for (text, expected) in table {
            assert_eq!(of(text), expected, "{}", String::from_utf8_lossy(text));
        }
    }
}
