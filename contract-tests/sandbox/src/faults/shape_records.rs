//! Faults in the JSON of a record.

use serde_json::{Value, json};

use super::editing::numbers_written;
use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::profile::Keys;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Shape, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("ids-as-text", "The id of a record is a string of digits.", ids_as_text),
    fault("quota-with-fraction", "remain_quota is written with a fraction, as 100000.0.", quota_with_fraction),
    fault("quota-in-exponent", "A remain_quota of a million or more is written with an exponent.", quota_in_exponent),
    fault("times-as-text", "created_time and accessed_time are dates in ISO 8601.", times_as_text),
    fault("no-expiry-as-null", "The expired_time of a key that never expires is null.", no_expiry_as_null),
    fault("status-as-word", "The status is a word such as \"enabled\".", status_as_word),
    fault("booleans-as-numbers", "unlimited_quota is 0 or 1, as a database keeps it.", booleans_as_numbers),
    fault("allow-ips-as-array", "A set allow_ips is an array of strings.", allow_ips_as_array),
    fault("model-limits-as-array", "model_limits is an array of strings.", model_limits_as_array),
    fault("empty-group-as-null", "The group of a key without one is null.", empty_group_as_null),
    fault("zero-fields-left-out", "Records lack the fields that are 0, false or empty.", zero_fields_left_out),
    fault(
        "used-quota-missing-in-list",
        "Records of a list lack used_quota; those of get have it.",
        no_used_quota_in_list,
    ),
    fault("allow-ips-missing-when-null", "Records lack allow_ips when it is null.", no_null_allow_ips),
    fault("camel-case-fields", "Updates answer the fields of the record in camel case.", camel_case_fields),
    fault("user-id-null", "The user_id of a record in a list is null.", user_id_null),
    Fault {
        name: "keys-masked",
        family: Family::Shape,
        says: "The key of a record is masked but for its first and last four characters.",
        hooks: Hooks::profile(|profile| profile.keys = Keys::Masked),
    },
    Fault {
        name: "cross-group-retry-unknown",
        family: Family::Shape,
        says: "Keys have no cross_group_retry: it is not stored, and records lack it.",
        hooks: Hooks::profile(|profile| profile.records.cross_group_retry = false),
    },
];

/// The answer of the server with one member of each record changed.
fn with_member(turn: &mut Turn<'_>, name: &str, change: impl FnMut(&mut Value)) -> Answer {
    let mut answer = turn.served();
    answer.edit_member(name, change);
    answer
}

fn ids_as_text(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "id", |id| *id = json!(id.to_string()))
}

fn quota_with_fraction(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.rewrite(|text| numbers_written(text, "remain_quota", |digits| format!("{digits}.0")));
    answer
}

fn quota_in_exponent(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.rewrite(|text| {
        numbers_written(text, "remain_quota", |digits| match digits.strip_suffix("000000") {
            Some(millions) if !millions.is_empty() => format!("{millions}e+06"),
            _ => digits.to_owned(),
        })
    });
    answer
}

fn times_as_text(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    for name in ["created_time", "accessed_time"] {
        answer.edit_member(name, |time| *time = json!(date(time.as_i64().unwrap_or_default())));
    }
    answer
}

/// A time in Unix seconds as a date and a time of day, by the rules of the Gregorian calendar: years begin in March, so
/// that the day that is not always there comes last.
fn date(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400) + 719_468, seconds.rem_euclid(86_400));
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z", second % 60)
}

fn no_expiry_as_null(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "expired_time", |time| {
        if *time == json!(-1) {
            *time = Value::Null;
        }
    })
}

fn status_as_word(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "status", |status| {
        *status = json!(match status.as_i64() {
            Some(1) => "enabled",
            Some(2) => "disabled",
            Some(3) => "expired",
            _ => "exhausted",
        });
    })
}

fn booleans_as_numbers(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "unlimited_quota", |flag| *flag = json!(i64::from(flag.as_bool().unwrap_or_default())))
}

fn allow_ips_as_array(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "allow_ips", |list| {
        if let Some(text) = list.as_str() {
            *list = text.lines().collect();
        }
    })
}

fn model_limits_as_array(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "model_limits", |limits| {
        let text = limits.as_str().unwrap_or_default();
        *limits = text.split(',').filter(|model| !model.is_empty()).collect();
    })
}

fn empty_group_as_null(turn: &mut Turn<'_>) -> Answer {
    with_member(turn, "group", |group| {
        if *group == json!("") {
            *group = Value::Null;
        }
    })
}

fn zero_fields_left_out(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_records(|record| {
        record.retain(|_, value| *value != json!(0) && *value != json!(false) && *value != json!(""));
    });
    answer
}

fn no_used_quota_in_list(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if turn.asks() == Asks::List {
        answer.edit_records(|record| drop(record.remove("used_quota")));
    }
    answer
}

fn no_null_allow_ips(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.edit_records(|record| record.retain(|name, value| name != "allow_ips" || !value.is_null()));
    answer
}

fn camel_case_fields(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if turn.asks() == Asks::Update {
        answer.edit_records(|record| {
            *record = std::mem::take(record).into_iter().map(|(name, value)| (camel_case(&name), value)).collect();
        });
    }
    answer
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut cased = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        cased.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        cased.push_str(letters.as_str());
    }
    cased
}

fn user_id_null(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if turn.asks() == Asks::List {
        answer.edit_member("user_id", |user| *user = Value::Null);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01T00:00:00Z");
        assert_eq!(date(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(date(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(date(1_767_225_599), "2025-12-31T23:59:59Z");
        assert_eq!(date(-1), "1969-12-31T23:59:59Z");
    }
}
