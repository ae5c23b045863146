//! Which documented operation a request is.

/// The five operations of the document, the model request, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `GET /api/token/`
    List,
    /// `GET /api/token/{id}`
    Get,
    /// `POST /api/token/`
    Create,
    /// `PUT /api/token/`
    Update,
    /// `DELETE /api/token/{id}`
    Delete,
    /// `GET /v1/models`: not of the document, but the cheapest request that shows what a key may do.
    Models,
    /// Another request to the key-management paths. What it does is not documented, so no verdict rests on it, but
    /// it may have changed something.
    Undocumented,
}

impl Operation {
    /// The five operations of the document.
    pub const DOCUMENTED: [Self; 5] = [Self::List, Self::Get, Self::Create, Self::Update, Self::Delete];

    /// The operation a request is, or `None` when it has nothing to do with this API.
    ///
    /// `path` is the path below the base URL. A path such as `/api/token/search` fits the template `/api/token/{id}`
    /// only if the last segment is an integer, as the document says an id is.
    pub fn of(method: &str, path: &str) -> Option<Self> {
        let Some(rest) = path.strip_prefix("/api/token") else {
            return match (method, path) {
                ("GET", "/v1/models") => Some(Self::Models),
                _ => None,
            };
        };
        Some(match (method, rest) {
            ("GET", "/") => Self::List,
            ("POST", "/") => Self::Create,
            ("PUT", "/") => Self::Update,
            ("GET", segment) if is_id(segment) => Self::Get,
            ("DELETE", segment) if is_id(segment) => Self::Delete,
            (_, rest) if rest.is_empty() || rest.starts_with('/') => Self::Undocumented,
            _ => return None,
        })
    }

    /// The name rules and reports use: `list`, `get`, `create`, `update`, `delete`, `models`.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Get => "get",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Models => "models",
            Self::Undocumented => "undocumented",
        }
    }

    /// Method and path template, as a reader knows them: `PUT /api/token/`.
    pub fn title(self) -> &'static str {
        match self {
            Self::List => "GET /api/token/",
            Self::Get => "GET /api/token/{id}",
            Self::Create => "POST /api/token/",
            Self::Update => "PUT /api/token/",
            Self::Delete => "DELETE /api/token/{id}",
            Self::Models => "GET /v1/models",
            Self::Undocumented => "(undocumented)",
        }
    }

    /// The `operationId` in the document, for the five that have one.
    pub fn operation_id(self) -> Option<&'static str> {
        match self {
            Self::List => Some("list_api_keys"),
            Self::Get => Some("get_api_key"),
            Self::Create => Some("create_api_key"),
            Self::Update => Some("update_api_key"),
            Self::Delete => Some("delete_api_key"),
            Self::Models | Self::Undocumented => None,
        }
    }
}

/// The id in the path of a get or a delete.
pub fn path_id(path: &str) -> Option<i64> {
    path.strip_prefix("/api/token/")?.parse().ok()
}

fn is_id(segment: &str) -> bool {
    let Some(digits) = segment.strip_prefix('/') else { return false };
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_request_is_recognised_and_no_other() {
        let cases = [
            ("GET", "/api/token/", Some(Operation::List)),
            ("POST", "/api/token/", Some(Operation::Create)),
            ("PUT", "/api/token/", Some(Operation::Update)),
            ("GET", "/api/token/7", Some(Operation::Get)),
            ("GET", "/api/token/-5", Some(Operation::Get)),
            ("DELETE", "/api/token/7", Some(Operation::Delete)),
            ("GET", "/v1/models", Some(Operation::Models)),
            ("GET", "/api/token/search", Some(Operation::Undocumented)),
            ("GET", "/api/token/7/", Some(Operation::Undocumented)),
            ("POST", "/api/token/7/key", Some(Operation::Undocumented)),
            ("PUT", "/api/token", Some(Operation::Undocumented)),
            ("PATCH", "/api/token/", Some(Operation::Undocumented)),
            ("GET", "/api/tokens/", None),
            ("GET", "/api/user/self", None),
            ("POST", "/v1/models", None),
        ];
        for (method, path, expected) in cases {
            assert_eq!(Operation::of(method, path), expected, "{method} {path}");
        }
    }
}
