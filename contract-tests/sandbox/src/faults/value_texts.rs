//! Faults in the texts that are stored: names, groups, lists.

use std::collections::HashSet;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::Turn;
use crate::answer::Answer;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Value, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("name-trimmed", "White space around a name is dropped.", name_trimmed),
    fault("name-composed", "Names are stored in Unicode's composed form, NFC.", name_composed),
    fault("name-cut-at-50-bytes", "A name of more than 50 bytes is accepted and cut there.", name_cut_at_50_bytes),
    fault("name-lower-cased", "Names are stored in lower case.", name_lower_cased),
    fault("name-html-escaped", "Names are stored with &, < and > escaped for HTML.", name_html_escaped),
    fault("emoji-lost", "A character of four bytes in a name becomes a question mark.", emoji_lost),
    fault("name-ends-at-zero", "A name ends at its first U+0000.", name_ends_at_zero),
    fault("plus-becomes-space", "A plus in a name becomes a space.", plus_becomes_space),
    fault("name-escaped-twice", "Quotation marks in names are escaped once more.", name_escaped_twice),
    fault("line-breaks-in-names-lost", "Line feeds and tabs in a name become spaces.", line_breaks_lost),
    fault("null-allow-ips-as-text", "An allow_ips of null is stored as the text \"null\".", null_allow_ips_as_text),
    fault(
        "allow-ips-with-commas",
        "The entries of allow_ips are stored with commas between them.",
        allow_ips_with_commas,
    ),
    fault("allow-ips-sorted", "The entries of allow_ips are stored in alphabetical order.", allow_ips_sorted),
    fault("networks-rewritten", "Networks in allow_ips are stored without their host bits.", networks_rewritten),
    fault("ipv6-rewritten", "IPv6 addresses in allow_ips are stored in their shortest form.", ipv6_rewritten),
    fault("allow-ips-first-entry-only", "Only the first entry of allow_ips is stored.", allow_ips_first_only),
    fault("model-limits-sorted", "model_limits is stored in alphabetical order.", model_limits_sorted),
    fault("model-limits-unique", "Repeated models of model_limits are stored once.", model_limits_unique),
    fault("unknown-models-dropped", "Models that the server does not have are dropped.", unknown_models_dropped),
    fault("empty-group-becomes-default", "The empty group is stored as \"default\".", empty_group_becomes_default),
];

/// What the server answers when it is told another text in a member of a create or an update.
fn told(turn: &mut Turn<'_>, member: &str, change: impl FnOnce(&str) -> String) -> Answer {
    if turn.writes() {
        turn.edit_text(member, change);
    }
    turn.served()
}

fn name_trimmed(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| name.trim().to_owned())
}

fn name_composed(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| ComposingNormalizerBorrowed::new_nfc().normalize(name).into_owned())
}

fn name_cut_at_50_bytes(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| name[..name.floor_char_boundary(50)].to_owned())
}

fn name_lower_cased(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", str::to_lowercase)
}

fn name_html_escaped(turn: &mut Turn<'_>) -> Answer {
    turn.store_otherwise(|key, sent| {
        let name = sent.name.as_deref().unwrap_or_default();
        key.name = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    })
}

fn emoji_lost(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| {
        name.chars().map(|character| if character.len_utf8() == 4 { '?' } else { character }).collect()
    })
}

fn name_ends_at_zero(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| name.split('\0').next().unwrap_or_default().to_owned())
}

fn plus_becomes_space(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| name.replace('+', " "))
}

fn name_escaped_twice(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_member("name", |name| {
        if let Some(text) = name.as_str() {
            *name = text.replace('"', "\\\"").into();
        }
    });
    answer
}

fn line_breaks_lost(turn: &mut Turn<'_>) -> Answer {
    told(turn, "name", |name| name.replace(['\n', '\t'], " "))
}

fn null_allow_ips_as_text(turn: &mut Turn<'_>) -> Answer {
    turn.store_otherwise(|key, sent| {
        if sent.allow_ips == Some(None) {
            key.allow_ips = Some("null".to_owned());
        }
    })
}

fn allow_ips_with_commas(turn: &mut Turn<'_>) -> Answer {
    turn.store_otherwise(|key, _| key.allow_ips = key.allow_ips.take().map(|list| list.replace('\n', ",")))
}

fn by_entry(list: &str, change: impl Fn(&str) -> String) -> String {
    list.split('\n').map(change).collect::<Vec<_>>().join("\n")
}

fn allow_ips_sorted(turn: &mut Turn<'_>) -> Answer {
    told(turn, "allow_ips", |list| {
        let mut entries: Vec<&str> = list.split('\n').collect();
        entries.sort_unstable();
        entries.join("\n")
    })
}

fn networks_rewritten(turn: &mut Turn<'_>) -> Answer {
    told(turn, "allow_ips", |list| {
        by_entry(list, |entry| {
            entry.parse::<ipnet::IpNet>().map_or_else(|_| entry.to_owned(), |network| network.trunc().to_string())
        })
    })
}

fn ipv6_rewritten(turn: &mut Turn<'_>) -> Answer {
    told(turn, "allow_ips", |list| {
        by_entry(list, |entry| {
            entry.parse::<std::net::Ipv6Addr>().map_or_else(|_| entry.to_owned(), |address| address.to_string())
        })
    })
}

fn allow_ips_first_only(turn: &mut Turn<'_>) -> Answer {
    turn.store_otherwise(|key, _| {
        key.allow_ips = key.allow_ips.take().map(|list| list.split('\n').next().unwrap_or_default().to_owned());
    })
}

fn model_limits_sorted(turn: &mut Turn<'_>) -> Answer {
    told(turn, "model_limits", |limits| {
        let mut models: Vec<&str> = limits.split(',').collect();
        models.sort_unstable();
        models.join(",")
    })
}

fn model_limits_unique(turn: &mut Turn<'_>) -> Answer {
    told(turn, "model_limits", |limits| {
        let mut seen = HashSet::new();
        limits.split(',').filter(|model| seen.insert(*model)).collect::<Vec<_>>().join(",")
    })
}

fn unknown_models_dropped(turn: &mut Turn<'_>) -> Answer {
    let offered = turn.profile.models.offered;
    told(turn, "model_limits", |limits| {
        limits.split(',').filter(|model| offered.contains(model)).collect::<Vec<_>>().join(",")
    })
}

fn empty_group_becomes_default(turn: &mut Turn<'_>) -> Answer {
    turn.store_otherwise(|key, sent| {
        if sent.group.as_deref() == Some("") {
            key.group = "default".to_owned();
        }
    })
}
