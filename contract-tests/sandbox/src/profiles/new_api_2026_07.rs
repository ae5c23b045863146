//! new-api, main of 2026-07-24, as recorded on 2026-11-23.

use crate::profile::{
    AllowListOfCreates, Bodies, Checking, Keys, Messages, ModelDescription, Models, NameLimit, OddNumbers, Paging,
    Paths, Profile, Quotas, Records, StatusByUse, StatusInUpdates, Tokens,
};

impl Profile {
    /// Where new-api of July 2026 departs from the documentation.
    pub const NEW_API_2026_07: Self = Self {
        name: "new-api-2026-07",
        // names: 50 bytes, not characters
        names: NameLimit::Bytes(50),
        // status: 2, 3 and 4 are accepted, and so are 0, 5 and -1; none does anything
        status_in_updates: StatusInUpdates::Ignored,
        // model-requests: a request turns a spent key's status to 3 or 4, and status 1 is refused then
        status_by_use: StatusByUse::Marked,
        // allow-ips: any text is stored
        allow_list_entries: Checking::Unchecked,
        allow_list_of_creates: AllowListOfCreates::Empty,
        // values: any group is stored
        groups: Checking::Unchecked,
        // values: -1 and 2^53 are refused
        quotas: Quotas::UpTo(500_000_000_000_000),
        keys: Keys::Masked,
        records: Records { cross_group_retry: true, deleted_at: true },
        // pages: `size` is taken too
        paging: Paging {
            first: 1,
            size_names: &["page_size", "size"],
            default_size: 10,
            largest_size: 100,
            odd_numbers: OddNumbers::AsTheyCome,
        },
        // bad-requests: null, repeated and unknown members, bytes after the object are taken
        bodies: Bodies::Go,
        paths: Paths::Gateway { key_in_clear: true },
        tokens: Tokens { bearer: true, wrong: 401, code: true },
        models: Models {
            offered: &[],
            limits_as_they_are: true,
            object: true,
            description: ModelDescription::EndpointTypes,
        },
        messages: Messages::NewApi2026,
        ..Self::DOCUMENTED
    };
}
