//! Faults in which values are taken.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::key::Key;
use crate::profile::{Checking, NameLimit, Quotas};
use crate::refusal::Refusal;
use crate::sent::Sent;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Validation, says, hooks: Hooks::answering(answering) }
}

const fn plain(name: &'static str, says: &'static str, hooks: Hooks) -> Fault {
    Fault { name, family: Family::Validation, says, hooks }
}

pub(super) const FAULTS: &[Fault] = &[
    plain("name-counted-in-bytes", "A name may have 50 bytes, not characters.", NAME_IN_BYTES),
    plain("name-of-51-accepted", "A name of 51 characters is accepted.", Hooks::limits(|limits| limits.name = 51)),
    plain("name-of-50-refused", "A name of 50 characters is refused.", Hooks::limits(|limits| limits.name = 49)),
    plain("name-unlimited", "A name of any length is accepted.", Hooks::limits(|limits| limits.name = usize::MAX)),
    plain("odd-statuses-accepted", "The statuses 0, 5 and -1 are accepted.", ODD_STATUSES),
    plain(
        "status-4-refused",
        "The status 4 is refused.",
        Hooks::limits(|limits| limits.statuses.retain(|&of| of != 4)),
    ),
    plain("allow-list-unchecked", "Any text is accepted as allow_ips.", ALLOW_LIST_UNCHECKED),
    plain("group-unchecked", "Any group is accepted.", Hooks::profile(|profile| profile.groups = Checking::Unchecked)),
    plain("quota-limited", "A remain_quota above 1000000 is refused.", QUOTA_LIMITED),
    fault("name-counted-in-utf-16", "A name may have 50 UTF-16 units: emoji count twice.", name_in_utf_16),
    fault("name-counted-without-marks", "Combining marks of a name are not counted.", name_without_marks),
    fault("name-unlimited-in-updates", "Only create checks the length of a name.", name_in_updates),
    fault("name-in-ascii-only", "A name with other than ASCII characters is refused.", name_in_ascii),
    fault("empty-name-refused", "The empty name is refused.", empty_name_refused),
    fault("repeated-name-refused", "A create with the name of another key is refused.", repeated_name_refused),
    fault("past-expiry-refused", "An expired_time in the past is refused.", past_expiry_refused),
    fault("unlimited-needs-quota", "unlimited_quota true with a remain_quota of 0 is refused.", unlimited_needs_quota),
    fault("first-entry-checked-only", "Only the first entry of allow_ips is checked.", first_entry_only),
    fault("prefix-length-unchecked", "A prefix length of any size is accepted in allow_ips.", prefix_length_unchecked),
    fault("octets-unchecked", "Four numbers of up to three digits count as an address.", octets_unchecked),
    fault("ipv6-refused", "IPv6 addresses in allow_ips are refused.", ipv6_refused),
    fault("networks-refused", "Networks in allow_ips are refused.", networks_refused),
    fault("empty-allow-ips-refused", "An allow_ips of \"\" is refused.", empty_allow_ips_refused),
    fault("group-unchecked-in-updates", "Only create checks the group.", group_in_updates),
    fault("group-matched-by-start", "The start of a group's name counts as the group.", group_by_start),
    fault("re-enabling-refused", "Status 1 is refused for a key with status 2.", re_enabling_refused),
];

const NAME_IN_BYTES: Hooks = Hooks::profile(|profile| profile.names = NameLimit::Bytes(50));
const ODD_STATUSES: Hooks = Hooks::limits(|limits| limits.statuses.extend([0, 5, -1]));
const ALLOW_LIST_UNCHECKED: Hooks = Hooks::profile(|profile| profile.allow_list_entries = Checking::Unchecked);
const QUOTA_LIMITED: Hooks = Hooks::profile(|profile| profile.quotas = Quotas::UpTo(1_000_000));

/// Refuses a create or an update of a known account as this says.
fn refusing(turn: &mut Turn<'_>, why: impl FnOnce(&Turn<'_>, &Sent) -> Option<Refusal>) -> Answer {
    let sent = turn.sent().filter(|_| turn.writes() && turn.account().is_some());
    match sent.and_then(|sent| why(turn, &sent)) {
        Some(refusal) => turn.refuses(&refusal),
        None => turn.served(),
    }
}

/// Accepts a text that the server refuses: it sees this one in its place, and stores the one that was sent.
fn accepting(
    turn: &mut Turn<'_>,
    member: &str,
    instead: impl FnOnce(&str) -> Option<String>,
    store: impl FnOnce(&mut Key, String),
) -> Answer {
    let Some(text) = turn.sent_text(member).filter(|_| turn.writes()) else { return turn.served() };
    let Some(instead) = instead(&text) else { return turn.served() };
    turn.edit_text(member, |_| instead);
    turn.store_otherwise(|key, _| store(key, text))
}

fn accepting_name(turn: &mut Turn<'_>, fits: impl FnOnce(&str) -> bool) -> Answer {
    accepting(turn, "name", |name| fits(name).then(String::new), |key, name| key.name = name)
}

/// Checks only what is left of an allow list after this.
fn accepting_list(turn: &mut Turn<'_>, left: impl Fn(&str) -> String) -> Answer {
    accepting(turn, "allow_ips", |list| Some(left(list)), |key, list| key.allow_ips = Some(list))
}

fn name_in_utf_16(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |turn, sent| {
        let length = sent.name.as_deref().unwrap_or_default().encode_utf16().count();
        (length > turn.limits.name).then_some(Refusal::NameTooLong)
    })
}

fn name_without_marks(turn: &mut Turn<'_>) -> Answer {
    let most = turn.limits.name;
    accepting_name(turn, |name| {
        name.chars().filter(|character| !('\u{300}'..='\u{36f}').contains(character)).count() <= most
    })
}

fn name_in_updates(turn: &mut Turn<'_>) -> Answer {
    let is_update = turn.asks() == Asks::Update;
    accepting_name(turn, |_| is_update)
}

fn name_in_ascii(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |_, sent| sent.name.as_deref().is_some_and(|name| !name.is_ascii()).then_some(Refusal::NameTooLong))
}

fn empty_name_refused(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |_, sent| (sent.name.as_deref() == Some("")).then_some(Refusal::NameTooLong))
}

fn repeated_name_refused(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |turn, sent| {
        let account = turn.account().filter(|_| turn.asks() == Asks::Create)?;
        let mut keys = turn.world.store.newest_first(account.user_id, 0);
        keys.any(|key| Some(&key.name) == sent.name.as_ref()).then_some(Refusal::NameTooLong)
    })
}

fn past_expiry_refused(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |turn, sent| {
        let is_past = sent.expired_time.is_some_and(|time| time != -1 && time < turn.now);
        is_past.then_some(Refusal::StillExpired)
    })
}

fn unlimited_needs_quota(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |_, sent| {
        let has_none = sent.unlimited_quota == Some(true) && sent.remain_quota.unwrap_or_default() == 0;
        has_none.then_some(Refusal::StillExhausted)
    })
}

fn first_entry_only(turn: &mut Turn<'_>) -> Answer {
    accepting_list(turn, |list| list.split('\n').next().unwrap_or_default().to_owned())
}

fn prefix_length_unchecked(turn: &mut Turn<'_>) -> Answer {
    accepting_list(turn, |list| {
        let entries = list.split('\n').map(|entry| match entry.split_once('/') {
            Some((address, length)) if length.parse::<u64>().is_ok() => address,
            _ => entry,
        });
        entries.collect::<Vec<_>>().join("\n")
    })
}

fn octets_unchecked(turn: &mut Turn<'_>) -> Answer {
    let looks_like_one = |entry: &str| {
        let parts: Vec<&str> = entry.split('.').collect();
        parts.len() == 4 && parts.iter().all(|part| (1..=3).contains(&part.len()) && part.parse::<u16>().is_ok())
    };
    accepting_list(turn, |list| {
        let entries = list.split('\n').filter(|entry| !looks_like_one(entry));
        entries.collect::<Vec<_>>().join("\n")
    })
}

/// Refuses a list that has a line like this.
fn refusing_entry(turn: &mut Turn<'_>, is_refused: fn(&str) -> bool) -> Answer {
    refusing(turn, |_, sent| {
        let list = sent.allow_ips.clone().flatten()?;
        list.lines().find(|line| is_refused(line)).map(|line| Refusal::AllowListEntry(line.to_owned()))
    })
}

fn ipv6_refused(turn: &mut Turn<'_>) -> Answer {
    refusing_entry(turn, |line| line.contains(':'))
}

fn networks_refused(turn: &mut Turn<'_>) -> Answer {
    refusing_entry(turn, |line| line.contains('/'))
}

fn empty_allow_ips_refused(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |_, sent| {
        (sent.allow_ips == Some(Some(String::new()))).then(|| Refusal::AllowListEntry(String::new()))
    })
}

fn group_in_updates(turn: &mut Turn<'_>) -> Answer {
    let is_update = turn.asks() == Asks::Update;
    accepting(turn, "group", |_| is_update.then(String::new), |key, group| key.group = group)
}

fn group_by_start(turn: &mut Turn<'_>) -> Answer {
    let groups = turn.account().map(|account| account.groups).unwrap_or_default();
    let group_of = |start: &str| groups.iter().find(|group| group.starts_with(start)).cloned();
    accepting(turn, "group", |group| group_of(group).filter(|_| !group.is_empty()), |key, group| key.group = group)
}

fn re_enabling_refused(turn: &mut Turn<'_>) -> Answer {
    refusing(turn, |turn, sent| {
        let is_disabled = turn.key().is_some_and(|key| key.status == 2);
        (is_disabled && sent.status == Some(1)).then_some(Refusal::StatusUnknown)
    })
}
