//! The kinds of requests and refusals that situations are about.

/// What may come up on any path, and whatever the operation.
pub(super) const OF_ANY: [&str; 6] = [
    "a rate limit is reached",
    "an access token after Bearer",
    "a refusal to a request for simplified Chinese",
    "a refusal to a request for traditional Chinese",
    "a path of nothing",
    "a method that the path has not",
];

/// What gateways do with the path of the keys without its last slash.
pub(super) const REDIRECTS: [&str; 2] =
    ["a read of the path without its last slash", "a write to the path without its last slash"];

/// The page that a list is asked for.
pub(super) const LISTS: [&str; 12] = [
    "p left out",
    "p 0",
    "p 1",
    "p above 1",
    "p negative",
    "p beyond 64 bits",
    "p no number",
    "page size left out",
    "page size 1 to 100",
    "page size above 100",
    "page size 0, negative or no number",
    "page size beyond 64 bits",
];

/// Where a profile reads the size of a page from another parameter too.
pub(super) const OTHER_SIZE: &str = "size in place of page_size";

/// What a read, a delete and the key in clear find.
pub(super) const FOUND: &str = "an id of the account";

/// A record that shows what requests of its key have changed.
pub(super) const USED: [&str; 2] = ["a key used after the second of its creation", "a key that used quota"];

/// What becomes of a request with a key.
pub(super) const MODEL_REQUESTS: [&str; 12] = [
    "a key that is served",
    "a key that is served, limited to models",
    "a key that is served, limited without a model",
    "a key that is served, with an allow list",
    "no key",
    "a key of nobody",
    "a disabled key",
    "a key marked expired",
    "a key past its expiry",
    "a key marked exhausted",
    "a key without quota",
    "an address that is not allowed",
];

/// The refusals, by the operations that have them.
pub(super) const REFUSALS: [(&[&str], &str); 20] = [
    (&["list", "get", "create", "update", "delete", "key in clear"], "no access token"),
    (&["list", "get", "create", "update", "delete", "key in clear"], "an access token of nobody"),
    (&["create", "update"], "no body"),
    (&["create", "update"], "a body that is cut short"),
    (&["create", "update"], "a body that begins unlike JSON"),
    (&["create", "update"], "a body that goes on unlike JSON"),
    (&["create", "update"], "a body that is no object"),
    (&["create", "update"], "a member of the wrong type"),
    (&["create", "update"], "a number that is no integer of 64 bits"),
    (&["update"], "no id"),
    (&["get", "delete", "key in clear"], "an id of 0"),
    (&["get", "delete", "key in clear"], "an id that is no integer"),
    (&["get", "delete", "key in clear"], "an id beyond 64 bits"),
    (&["get", "update", "delete", "key in clear"], "an id that the account has not"),
    (&["create", "update"], "a name that is too long"),
    (&["create", "update"], "a quota out of range"),
    (&["update"], "a status that is none"),
    (&["create", "update"], "an allow list with another line"),
    (&["create", "update"], "a group that is not the account's"),
    (&["update"], "status 1 for a key that was marked and still is spent"),
];
