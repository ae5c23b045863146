//! What a server of the family may do differently: the knobs, each a name for something that was seen or is documented.

/// How a server behaves. [`Profile::DOCUMENTED`] follows the pages; the others say only in what they depart from it.
///
/// Everything that no field is about is the same in every profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// The name that `cargo xtask serve --profile` takes.
    pub name: &'static str,
    /// The longest name of a key.
    pub names: NameLimit,
    /// What becomes of `status` in an update.
    pub status_in_updates: StatusInUpdates,
    /// Whether a model request marks a key that it finds expired or exhausted with status 3 or 4, and whether such a key
    /// then refuses status 1 until an update has moved the expiry or the quota.
    pub status_by_use: StatusByUse,
    /// Whether every entry of an allow list must be an address or a network.
    pub allow_list_entries: Checking,
    /// Whether the address of a model request is compared with the allow list of its key.
    pub allow_list_of_requests: Checking,
    /// What a create makes of `allow_ips` that is `null` or left out.
    pub allow_list_of_creates: AllowListOfCreates,
    /// Whether a group must be one of the account's.
    pub groups: Checking,
    /// The quotas that are taken, in quota units; the pages state no range.
    pub quotas: Quotas,
    /// How a record shows its key.
    pub keys: Keys,
    /// The members of a record beside the fifteen that every server answers.
    pub records: Records,
    /// How a list is answered.
    pub lists: Lists,
    /// How the parameters of a list are read.
    pub paging: Paging,
    /// How a request body is read.
    pub bodies: Bodies,
    /// What is answered where there is no operation.
    pub paths: Paths,
    /// How access tokens are taken, and refused.
    pub tokens: Tokens,
    /// How `GET /v1/models` answers.
    pub models: Models,
    /// The texts of refusals.
    pub messages: Messages,
}

/// The longest name of a key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NameLimit {
    /// So many Unicode characters as the document's `maxLength` says.
    DocumentedCharacters,
    /// So many bytes of UTF-8.
    Bytes(usize),
}

/// What becomes of `status` in an update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StatusInUpdates {
    /// 1 to 4 is stored and takes effect, anything else is refused.
    Stored,
    /// It is read, and then neither checked nor stored.
    Ignored,
}

/// What a model request does to a key that it finds expired or exhausted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StatusByUse {
    /// Nothing.
    Kept,
    /// It gets status 3 or 4. An update with status 1 is refused as long as the stored expiry or quota stands.
    Marked,
}

/// Whether something is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Checking {
    /// It is, and what does not fit is refused.
    Checked,
    /// It is not.
    Unchecked,
}

/// What a create makes of `allow_ips` that is `null` or left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AllowListOfCreates {
    /// `null`.
    Null,
    /// The empty string.
    Empty,
}

/// The quotas that are taken, in quota units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quotas {
    /// Any 64-bit integer.
    Any,
    /// From 0 up to this one.
    UpTo(i64),
}

/// How a record shows its key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keys {
    /// In clear.
    Clear,
    /// Its first and last four characters around asterisks.
    Masked,
}

/// The members of a record beside the fifteen that every server answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Records {
    /// Whether keys have `cross_group_retry`.
    pub cross_group_retry: bool,
    /// Whether records carry `DeletedAt`, always `null`.
    pub deleted_at: bool,
}

/// How a list is answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lists {
    /// As an object of `page`, `page_size`, `total` and `items`.
    Page,
    /// As a bare array of records.
    Bare,
}

/// How the parameters of a list are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paging {
    /// The number of the first page.
    pub first: i64,
    /// The parameters that give the size of a page; the first that is there and not zero counts.
    pub size_names: &'static [&'static str],
    /// The size of a page when none of them does.
    pub default_size: i64,
    /// The largest size of a page.
    pub largest_size: i64,
    /// What a number below the first page, a size below 1, or a text that is no number means.
    pub odd_numbers: OddNumbers,
}

/// What a page number below the first, a size below 1, or a text that is no number means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OddNumbers {
    /// The same as leaving it out.
    Default,
    /// As Go code that trusts its input has it: a text is 0, a number that does not fit is the nearest that does, 0 is
    /// the default; a negative number is answered as it came, and a negative size is no limit.
    AsTheyCome,
    /// The same, but a size below 1 is the default, and a page below the first is the first.
    AsTheyComeButSizes,
}

/// How a request body is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bodies {
    /// One JSON object whose members have the types of the document's request schema; only `allow_ips` may be `null`.
    Documented,
    /// As Go's decoder does: the first JSON value counts, `null` is the zero of its type, names fit in any case, invalid
    /// UTF-8 and lone surrogates become U+FFFD.
    Go,
}

/// What is answered where there is no operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paths {
    /// 405 with `Allow` where the path has other methods, else 404.
    Documented,
    /// 404 with an `error`, whatever the path; without its last slash `/api/token/` redirects there.
    Gateway {
        /// Whether `POST /api/token/{id}/key` gives the key in clear.
        key_in_clear: bool,
    },
}

/// How access tokens are taken, and refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Whether `Bearer TOKEN` is the same as the token.
    pub bearer: bool,
    /// The status of the refusal of a token that is none.
    pub wrong: u16,
    /// Whether such a refusal carries a `code`.
    pub code: bool,
}

/// How `GET /v1/models` answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Models {
    /// The models of the server.
    pub offered: &'static [&'static str],
    /// Whether a key that is limited is answered its own list, whatever the server offers.
    pub limits_as_they_are: bool,
    /// Whether the answer has `object`.
    pub object: bool,
    /// What describes a model beside its id.
    pub description: ModelDescription,
}

/// What describes a model beside its id.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ModelDescription {
    /// `object`, `created` and `owned_by`.
    Plain,
    /// And `supported_endpoint_types`.
    EndpointTypes,
    /// And `permission`, `root` and `parent`.
    Permission,
}

/// The texts of refusals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Messages {
    /// English, in our words but for the two that the pages quote.
    Documented,
    /// As recorded: English, or Chinese where `Accept-Language` asks for it, and some always Chinese.
    NewApi2026,
    /// As recorded: Chinese whatever is asked for, but for those of Go itself.
    NewApi2025,
}

impl Profile {
    /// All profiles, the default one first.
    pub const ALL: [&'static Self; 3] = [&Self::DOCUMENTED, &Self::NEW_API_2026_07, &Self::NEW_API_2025_04];

    /// The profile of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|profile| profile.name == name)
    }
}
