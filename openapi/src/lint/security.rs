//! Security requirements name schemes that exist.

use serde_json::Value;

use super::Finding;
use super::tables::SECURITY_REQUIREMENT;
use super::walk::{Walked, nearest};

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let schemes = walked.source.get("/components/securitySchemes").and_then(Value::as_object);
    let known = |name: &str| schemes.is_some_and(|schemes| schemes.contains_key(name));
    let mut found = Vec::new();
    for place in walked.all(&SECURITY_REQUIREMENT) {
        for name in place.members.keys().filter(|name| !known(name)) {
            let message = format!("`{name}` is no security scheme of this document");
            let remedy = match schemes {
                Some(schemes) => nearest(name, schemes.keys().map(String::as_str)),
                None => "describe it under components/securitySchemes".to_owned(),
            };
            found.push(Finding::error(walked.source, "security-unknown-scheme", &place.at(name), message, remedy));
        }
    }
    found
}
