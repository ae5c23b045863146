//! new-api, main of 2025-04-11, as recorded on 2026-11-23.

use crate::profile::{
    AllowListOfCreates, Bodies, Checking, Lists, Messages, ModelDescription, Models, NameLimit, OddNumbers, Paging,
    Paths, Profile, Records, StatusByUse, StatusInUpdates, Tokens,
};

impl Profile {
    /// Where new-api of April 2025 departs from the documentation.
    pub const NEW_API_2025_04: Self = Self {
        name: "new-api-2025-04",
        // names: 30 bytes
        names: NameLimit::Bytes(30),
        // status: 2, 3 and 4 are accepted, and so are 0, 5 and -1; none does anything
        status_in_updates: StatusInUpdates::Ignored,
        // model-requests: a request turns a spent key's status to 3 or 4, and status 1 is refused then
        status_by_use: StatusByUse::Marked,
        // allow-ips: any text is stored; model-requests: and none protects anything
        allow_list_entries: Checking::Unchecked,
        allow_list_of_requests: Checking::Unchecked,
        allow_list_of_creates: AllowListOfCreates::Empty,
        // values: any group is stored
        groups: Checking::Unchecked,
        records: Records { cross_group_retry: false, deleted_at: true },
        lists: Lists::Bare,
        // pages: counted from 0, and only `size` gives a size
        paging: Paging {
            first: 0,
            size_names: &["size"],
            default_size: 10,
            largest_size: 100,
            odd_numbers: OddNumbers::AsTheyComeButSizes,
        },
        // bad-requests: null, repeated and unknown members, bytes after the object are taken
        bodies: Bodies::Go,
        paths: Paths::Gateway { key_in_clear: false },
        // authorisation: a token that is none is refused with 200
        tokens: Tokens { bearer: true, wrong: 200, code: false },
        models: Models {
            offered: &[],
            limits_as_they_are: true,
            object: false,
            description: ModelDescription::Permission,
        },
        messages: Messages::NewApi2025,
        ..Self::DOCUMENTED
    };
}
