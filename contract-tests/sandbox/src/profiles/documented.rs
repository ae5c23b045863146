//! As the pages say; where they are silent, the plainest behaviour that a caller must be ready for.

use crate::profile::{
    AllowListOfCreates, Bodies, Checking, Keys, Lists, Messages, ModelDescription, Models, NameLimit, OddNumbers,
    Paging, Paths, Profile, Quotas, Records, StatusByUse, StatusInUpdates, Tokens,
};

impl Profile {
    /// The documentation, in full. It refuses what the pages refuse by any reading of them: `Bearer` before an access
    /// token, a group that is not the account's, an allow list with anything but addresses and networks in it.
    pub const DOCUMENTED: Self = Self {
        name: "documented",
        names: NameLimit::DocumentedCharacters,
        status_in_updates: StatusInUpdates::Stored,
        status_by_use: StatusByUse::Kept,
        allow_list_entries: Checking::Checked,
        allow_list_of_requests: Checking::Checked,
        allow_list_of_creates: AllowListOfCreates::Null,
        groups: Checking::Checked,
        quotas: Quotas::Any,
        keys: Keys::Clear,
        records: Records { cross_group_retry: true, deleted_at: false },
        lists: Lists::Page,
        paging: Paging {
            first: 1,
            size_names: &["page_size"],
            default_size: 10,
            largest_size: 100,
            odd_numbers: OddNumbers::Default,
        },
        bodies: Bodies::Documented,
        paths: Paths::Documented,
        tokens: Tokens { bearer: false, wrong: 401, code: false },
        models: Models {
            offered: &["claude-sonnet-4", "gemini-2.5-pro", "gpt-4o"],
            limits_as_they_are: false,
            object: true,
            description: ModelDescription::Plain,
        },
        messages: Messages::Documented,
    };
}
