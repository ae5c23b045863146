//! Which operation a request is for.

use http::Method;

use crate::profile::{Paths, Profile};

/// The path of list, create and update.
pub(crate) const KEYS: &str = "/api/token/";

/// What a request is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Route {
    List,
    Create,
    Update,
    /// With the text that stands for the id.
    Get(String),
    Delete(String),
    /// The undocumented `POST /api/token/{id}/key`.
    KeyInClear(String),
    Models,
    /// A path that has other methods.
    WrongMethod {
        allow: &'static str,
    },
    /// The path of the keys without its last slash.
    NoSlash,
    Nowhere,
}

impl Route {
    pub(crate) fn of(profile: &Profile, method: &Method, path: &str) -> Self {
        if path == KEYS {
            return match method.as_str() {
                "GET" => Self::List,
                "POST" => Self::Create,
                "PUT" => Self::Update,
                _ => Self::WrongMethod { allow: "GET, POST, PUT" },
            };
        }
        if path == "/v1/models" {
            return if method == Method::GET { Self::Models } else { Self::WrongMethod { allow: "GET" } };
        }
        if path == KEYS.trim_end_matches('/') && matches!(method.as_str(), "GET" | "POST" | "PUT") {
            return Self::NoSlash;
        }
        let Some(id) = path.strip_prefix(KEYS) else { return Self::Nowhere };
        if let Some(id) = id.strip_suffix("/key")
            && matches!(profile.paths, Paths::Gateway { key_in_clear: true })
            && method == Method::POST
        {
            return Self::KeyInClear(id.to_owned());
        }
        match method.as_str() {
            _ if id.contains('/') => Self::Nowhere,
            "GET" => Self::Get(decoded(id)),
            "DELETE" => Self::Delete(decoded(id)),
            _ => Self::WrongMethod { allow: "DELETE, GET" },
        }
    }
}

/// The text that a path segment stands for.
fn decoded(segment: &str) -> String {
    // A plus is a plus in a path; the parser is one of forms.
    let pair = format!("={}", segment.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map_or_else(String::new, |(_, value)| value.into_owned())
}
