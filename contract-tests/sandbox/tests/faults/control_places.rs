//! Where each control shows, and what is seen there that the documented server does not show.

/// The control, the conversation, the step, and a part of the answer.
pub(crate) const PLACES: &[(&str, &str, &str, &str)] = &[
    ("unknown-members", "records", "a get of a full key", "\"remark\":{"),
    ("other-member-order", "records", "a get of a full key", "\"data\":{\"user_id\""),
    ("escaped-unicode", "names", "an umlaut, listed", "sch\\u00f6n"),
    ("white-space-in-json", "records", "a create", "\"success\": true"),
    ("chunked-bodies", "records", "a get of a full key", "transfer-encoding: chunked"),
    ("too-many-requests-at-first", "the first second", "the fourth request", "retry-after: 1"),
    ("other-language", "records", "a refused get", "\\xe8\\xaf\\xb7"),
    ("other-words", "records", "a refused get", "Request refused"),
    ("refusals-as-4xx", "records", "a refused get", "HTTP/1.1 404"),
    ("connection-closed", "records", "a create", "[closed]"),
    ("further-headers", "records", "a create", "x-request-id: 0000"),
    ("content-type-plain", "records", "a create", "content-type: Application/JSON"),
    ("busy-account", "pages", "all on one page", "somebody else's key"),
    ("omitted-fields-kept", "bodies", "a flag outside auto", "\"name\":\"short\""),
    ("omitted-fields-get-defaults", "bodies", "an omitted quota", "\"remain_quota\":500000"),
    ("retry-flag-only-with-auto", "bodies", "a flag outside auto", "\"cross_group_retry\":false"),
    ("header-names-in-title-case", "records", "a create", "Content-Type: "),
    ("larger-default-page", "records", "a list without keys", "\"page_size\":20"),
    ("empty-allow-list-for-null", "records", "a get of a plain key", "\"allow_ips\":\"\""),
    ("status-marked-by-use", "models", "its record", "\"status\":3"),
    ("bearer-accepted", "tokens", "Bearer before a token", "\"success\":true"),
    ("wrong-token-as-200", "tokens", "a token of nobody", "HTTP/1.1 200"),
];
