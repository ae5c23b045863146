//! Where a profile departs from the documentation, in sentences.

use crate::profile::{
    AllowListOfCreates, Bodies, Checking, Keys, Lists, Messages, ModelDescription, Models, NameLimit, OddNumbers,
    Paging, Paths, Profile, Quotas, StatusByUse, StatusInUpdates, Tokens,
};

/// Something that a profile does differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// What it is about.
    pub of: &'static str,
    /// What the documented profile does.
    pub documented: String,
    /// What this one does.
    pub here: String,
}

impl Profile {
    /// Where it departs from [`Profile::DOCUMENTED`].
    #[must_use]
    pub fn departures(&self) -> Vec<Departure> {
        let pairs = self.sentences().into_iter().zip(Self::DOCUMENTED.sentences());
        pairs
            .filter(|(here, documented)| here != documented)
            .map(|((of, here), (_, documented))| Departure { of, documented, here })
            .collect()
    }

    /// What it does, a sentence for every knob.
    fn sentences(&self) -> Vec<(&'static str, String)> {
        // Every knob, so that a new one cannot be forgotten.
        let Self {
            name: _,
            names: limit,
            status_in_updates: status,
            status_by_use: by_use,
            allow_list_entries: entries,
            allow_list_of_requests: effect,
            allow_list_of_creates: created,
            groups: group,
            quotas: quota,
            keys: key,
            records,
            lists: list,
            paging: pages,
            bodies: body,
            paths: path,
            tokens,
            models,
            messages: words,
        } = self;
        vec![
            ("name", names(*limit)),
            ("status", status_in_updates(*status).to_owned()),
            ("status by use", status_by_use(*by_use).to_owned()),
            ("allow_ips, its entries", allow_list_entries(*entries).to_owned()),
            ("allow_ips, its effect", allow_list_of_requests(*effect).to_owned()),
            ("allow_ips in a create", allow_list_of_creates(*created).to_owned()),
            ("group", groups(*group).to_owned()),
            ("remain_quota", quotas(*quota)),
            ("key", keys(*key).to_owned()),
            ("cross_group_retry", if records.cross_group_retry { "kept and answered" } else { "unknown" }.to_owned()),
            ("DeletedAt", if records.deleted_at { "null in every record" } else { "in no record" }.to_owned()),
            ("lists", lists(*list).to_owned()),
            ("pages", paging(*pages)),
            ("request bodies", bodies(*body).to_owned()),
            ("other paths and methods", paths(*path).to_owned()),
            ("access tokens", access_tokens(*tokens)),
            ("models", models_sentence(*models)),
            ("messages", messages(*words).to_owned()),
        ]
    }
}

fn names(limit: NameLimit) -> String {
    match limit {
        NameLimit::DocumentedCharacters => "up to 50 characters".to_owned(),
        NameLimit::Bytes(most) => format!("up to {most} bytes of UTF-8"),
    }
}

fn status_in_updates(status: StatusInUpdates) -> &'static str {
    match status {
        StatusInUpdates::Stored => "1, 2, 3 and 4 are stored and take effect, others are refused",
        StatusInUpdates::Ignored => "any number is accepted and does nothing",
    }
}

fn status_by_use(status: StatusByUse) -> &'static str {
    match status {
        StatusByUse::Kept => "a model request leaves it as it is",
        StatusByUse::Marked => {
            "a model request turns it to 3 or 4 when the key has expired or its quota is used up; then 1 is refused until \
             an update has moved the expiry or the quota"
        }
    }
}

fn allow_list_entries(checking: Checking) -> &'static str {
    match checking {
        Checking::Checked => "addresses and networks; other text is refused",
        Checking::Unchecked => "any text is stored",
    }
}

fn allow_list_of_requests(checking: Checking) -> &'static str {
    match checking {
        Checking::Checked => "model requests from other addresses are refused with 403",
        Checking::Unchecked => "none: model requests are served from any address",
    }
}

fn allow_list_of_creates(list: AllowListOfCreates) -> &'static str {
    match list {
        AllowListOfCreates::Null => "null, or left out, is stored as null",
        AllowListOfCreates::Empty => "null, or left out, is stored as the empty string",
    }
}

fn groups(checking: Checking) -> &'static str {
    match checking {
        Checking::Checked => "one of the account's, or none",
        Checking::Unchecked => "any text is stored",
    }
}

fn quotas(quotas: Quotas) -> String {
    match quotas {
        Quotas::Any => "any 64-bit integer".to_owned(),
        Quotas::UpTo(most) => format!("0 to {most}, unless the key is unlimited"),
    }
}

fn keys(keys: Keys) -> &'static str {
    match keys {
        Keys::Clear => "in clear",
        Keys::Masked => "masked but for its first and last four characters",
    }
}

fn lists(lists: Lists) -> &'static str {
    match lists {
        Lists::Page => "an object of page, page_size, total and items",
        Lists::Bare => "a bare array of records",
    }
}

fn paging(paging: Paging) -> String {
    let Paging { first, size_names, default_size, largest_size, odd_numbers } = paging;
    let odd = match odd_numbers {
        OddNumbers::Default => "what is no page or no size counts as left out",
        OddNumbers::AsTheyCome => "a negative page is the first and answered as it came, a negative size is no limit",
        OddNumbers::AsTheyComeButSizes => "a negative page is the first, a negative size the default one",
    };
    let names = size_names.join(" or ");
    format!("counted from {first}; {names} gives the size, {default_size} without it, {largest_size} at most; {odd}")
}

fn bodies(bodies: Bodies) -> &'static str {
    match bodies {
        Bodies::Documented => "one JSON object whose members have the documented types; only allow_ips may be null",
        Bodies::Go => {
            "the first JSON value counts; null is the zero of its type; names fit in any case; invalid UTF-8 becomes U+FFFD"
        }
    }
}

fn paths(paths: Paths) -> &'static str {
    match paths {
        Paths::Documented => "405 with Allow where the path has other methods, else 404",
        Paths::Gateway { key_in_clear: false } => "404 with an error; /api/token redirects to /api/token/",
        Paths::Gateway { key_in_clear: true } => {
            "404 with an error; /api/token redirects to /api/token/; POST /api/token/{id}/key gives the key in clear"
        }
    }
}

fn access_tokens(tokens: Tokens) -> String {
    let Tokens { bearer, wrong, code } = tokens;
    let bearer = if bearer { "taken after Bearer too" } else { "taken alone" };
    let code = if code { " and a code" } else { "" };
    format!("{bearer}; none is refused with 401{code}, a wrong one with {wrong}{code}")
}

fn models_sentence(models: Models) -> String {
    let Models { offered, limits_as_they_are, object, description } = models;
    let limited = if limits_as_they_are { "its list as it is" } else { "those of its list that the server has" };
    let offered = offered.join(", ");
    let offered = if offered.is_empty() { "no model" } else { &offered };
    let object = if object { "with object" } else { "without object" };
    let description = match description {
        ModelDescription::Plain => "id, object, created and owned_by",
        ModelDescription::EndpointTypes => "id, object, created, owned_by and supported_endpoint_types",
        ModelDescription::Permission => "id, object, created, owned_by, permission, root and parent",
    };
    format!("a key is answered {offered}, a limited one {limited}; the list is {object}, a model has {description}")
}

fn messages(messages: Messages) -> &'static str {
    match messages {
        Messages::Documented => "English",
        Messages::NewApi2026 => {
            "English, a long name also in Chinese where Accept-Language asks for it; some always Chinese"
        }
        Messages::NewApi2025 => "Chinese, and the English of Go and of the database",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_knob_has_a_sentence_of_its_own() {
        assert_eq!(Profile::DOCUMENTED.departures(), []);
        for profile in [Profile::NEW_API_2026_07, Profile::NEW_API_2025_04] {
            let departures = profile.departures();
            assert!(departures.len() >= 12, "{departures:?}");
            assert!(departures.iter().all(|departure| !departure.here.is_empty()));
        }
    }
}
