//! The five operations, as errors name them.

/// An operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
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
}

impl Operation {
    /// Whether it only reads, so that repeating it does no harm.
    pub fn is_read(self) -> bool {
        matches!(self, Self::List | Self::Get)
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::List => "list",
            Self::Get => "get",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        })
    }
}
