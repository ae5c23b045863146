//! One situation, and all of them.

use super::{body, kinds, members};
use crate::profile::{Checking, Paths, Profile, Quotas, StatusByUse, StatusInUpdates};

/// Something that came up, or may: the operation, and what about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Situation {
    /// The operation, or `any`.
    pub operation: &'static str,
    /// What came up.
    pub what: &'static str,
}

impl Situation {
    /// Everything that may come up, in one profile or another.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        let mut add = |operation, what| all.push(Self { operation, what });
        kinds::OF_ANY.into_iter().chain(kinds::REDIRECTS).for_each(|what| add("any", what));
        kinds::LISTS.into_iter().chain([kinds::OTHER_SIZE]).for_each(|what| add("list", what));
        for operation in ["create", "update"] {
            members::of(operation).for_each(|(what, _)| add(operation, what));
            body::ALL.into_iter().for_each(|what| add(operation, what));
        }
        for operation in ["get", "delete", "key in clear"] {
            add(operation, kinds::FOUND);
        }
        kinds::USED.into_iter().for_each(|what| add("get", what));
        for (operations, what) in kinds::REFUSALS {
            operations.iter().for_each(|operation| add(operation, what));
        }
        kinds::MODEL_REQUESTS.into_iter().for_each(|what| add("models", what));
        all
    }

    /// Everything that may come up in a sandbox of this profile.
    #[must_use]
    pub fn of(profile: &Profile) -> Vec<Self> {
        let mut all = Self::all();
        all.retain(|situation| situation.is_of(profile));
        all
    }

    fn is_of(self, profile: &Profile) -> bool {
        let stores_status = profile.status_in_updates == StatusInUpdates::Stored;
        let is_gateway = matches!(profile.paths, Paths::Gateway { .. });
        match (self.operation, self.what) {
            ("key in clear", _) => matches!(profile.paths, Paths::Gateway { key_in_clear: true }),
            (_, what) if kinds::REDIRECTS.contains(&what) => is_gateway,
            (_, kinds::OTHER_SIZE) => profile.paging.size_names.len() > 1,
            (_, "a quota out of range") => profile.quotas != Quotas::Any,
            (_, "a status that is none") => stores_status,
            (_, "an allow list with another line") => profile.allow_list_entries == Checking::Checked,
            (_, "a group that is not the account's") => profile.groups == Checking::Checked,
            (_, "an address that is not allowed") => profile.allow_list_of_requests == Checking::Checked,
            (_, "status 1 for a key that was marked and still is spent") => {
                profile.status_by_use == StatusByUse::Marked
            }
            (_, "a disabled key") => stores_status,
            (_, "a key marked expired" | "a key marked exhausted") => {
                stores_status || profile.status_by_use == StatusByUse::Marked
            }
            (_, what) if what.starts_with("cross_group_retry") => profile.records.cross_group_retry,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_situation_is_listed_twice() {
        let all = Situation::all();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }

    /// What the words of the table say must be words of the lists.
    #[test]
    fn each_profile_has_some_that_another_has_not() {
        let counts = Profile::ALL.map(|profile| Situation::of(profile).len());
        let all = Situation::all().len();
        assert!(counts.iter().all(|&count| count < all && count + 25 > all), "{counts:?} of {all}");
    }
}
