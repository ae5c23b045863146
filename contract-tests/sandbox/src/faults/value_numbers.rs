//! Faults in the numbers and times of a record.

use serde_json::json;

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::Turn;
use crate::answer::Answer;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Value, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("quota-through-float", "remain_quota is stored as a 64-bit float, which has 53 bits.", quota_through_float),
    fault("quota-through-single-float", "remain_quota is stored as a 32-bit float.", quota_through_single_float),
    fault("quota-wraps-at-32-bits", "remain_quota is stored in 32 bits, and wraps around.", quota_wraps),
    fault("quota-capped", "A remain_quota above 2147483647 is stored as that number.", quota_capped),
    fault("expiry-wraps-at-32-bits", "expired_time is stored in 32 bits, and wraps around.", expiry_wraps),
    fault("expiry-at-midnight", "expired_time is moved back to the midnight before it.", expiry_at_midnight),
    fault("expiry-in-minutes", "expired_time is stored to the minute.", expiry_in_minutes),
    fault("never-becomes-zero", "An expired_time of -1 is stored as 0.", never_becomes_zero),
    fault(
        "zero-quota-becomes-default",
        "A remain_quota of 0 is stored as the default of 500000.",
        zero_quota_becomes_default,
    ),
    fault("times-in-milliseconds", "created_time and accessed_time are in milliseconds.", times_in_milliseconds),
    fault("times-in-local-time", "created_time is eight hours ahead, in a local time.", times_in_local_time),
    fault("expiry-in-milliseconds", "Lists show expired_time in milliseconds; get in seconds.", expiry_in_milliseconds),
    fault(
        "used-quota-negative",
        "used_quota counts downwards: records show -1 for an unused key.",
        used_quota_negative,
    ),
];

fn told(turn: &mut Turn<'_>, member: &str, change: impl FnOnce(i64) -> i64) -> Answer {
    if turn.writes() {
        turn.edit_number(member, change);
    }
    turn.served()
}

fn quota_through_float(turn: &mut Turn<'_>) -> Answer {
    told(turn, "remain_quota", |quota| quota as f64 as i64)
}

fn quota_through_single_float(turn: &mut Turn<'_>) -> Answer {
    told(turn, "remain_quota", |quota| quota as f32 as i64)
}

fn wrapped(number: i64) -> i64 {
    i64::from(number as i32)
}

fn quota_wraps(turn: &mut Turn<'_>) -> Answer {
    told(turn, "remain_quota", wrapped)
}

fn quota_capped(turn: &mut Turn<'_>) -> Answer {
    told(turn, "remain_quota", |quota| quota.min(i64::from(i32::MAX)))
}

fn expiry_wraps(turn: &mut Turn<'_>) -> Answer {
    told(turn, "expired_time", wrapped)
}

fn expiry_at_midnight(turn: &mut Turn<'_>) -> Answer {
    told(turn, "expired_time", |time| if time > 0 { time - time % 86_400 } else { time })
}

fn expiry_in_minutes(turn: &mut Turn<'_>) -> Answer {
    told(turn, "expired_time", |time| if time > 0 { time - time % 60 } else { time })
}

fn never_becomes_zero(turn: &mut Turn<'_>) -> Answer {
    told(turn, "expired_time", |time| time.max(0))
}

fn zero_quota_becomes_default(turn: &mut Turn<'_>) -> Answer {
    told(turn, "remain_quota", |quota| if quota == 0 { 500_000 } else { quota })
}

/// The answer of the server with a number of each record shown otherwise.
fn shown(turn: &mut Turn<'_>, members: &[&str], change: impl Fn(i64) -> i64) -> Answer {
    let mut answer = turn.served();
    for member in members {
        answer.edit_member(member, |value| {
            if let Some(number) = value.as_i64() {
                *value = json!(change(number));
            }
        });
    }
    answer
}

fn times_in_milliseconds(turn: &mut Turn<'_>) -> Answer {
    shown(turn, &["created_time", "accessed_time"], |time| time.saturating_mul(1_000))
}

fn times_in_local_time(turn: &mut Turn<'_>) -> Answer {
    shown(turn, &["created_time"], |time| time + 8 * 3_600)
}

fn expiry_in_milliseconds(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() != super::turn::Asks::List {
        return turn.served();
    }
    shown(turn, &["expired_time"], |time| if time > 0 { time.saturating_mul(1_000) } else { time })
}

fn used_quota_negative(turn: &mut Turn<'_>) -> Answer {
    shown(turn, &["used_quota"], |used| -1 - used)
}
