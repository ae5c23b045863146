//! Who has keys.

/// An account of the sandbox.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// What people call it.
    pub name: String,
    /// The `user_id` of its keys.
    pub user_id: i64,
    /// Its access token. It opens nothing but the sandbox.
    pub access_token: String,
    /// The groups its keys may name, beside none.
    pub groups: Vec<String>,
}

impl Account {
    /// An account that may use the groups `default`, `vip` and `auto`.
    pub fn new(name: impl Into<String>, user_id: i64, access_token: impl Into<String>) -> Self {
        let groups = ["default", "vip", "auto"].map(str::to_owned).to_vec();
        Self { name: name.into(), user_id, access_token: access_token.into(), groups }
    }

    /// The accounts of a sandbox that was given none.
    pub(crate) fn throw_away() -> Vec<Self> {
        vec![
            Self::new("alice", 2, "sandbox-access-token-alice-0001"),
            Self::new("bob", 3, "sandbox-access-token-bob-000002"),
        ]
    }
}
