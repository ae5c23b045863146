//! Numbers at the ends of what integers, and the floats that some servers read them as, can hold.

use serde_json::json;

use super::in_turn::in_turn;
use super::read_back::field_read_back;
use crate::steps::{Case, Given};

/// Where writing a number, or the type it is kept in, changes.
const NUMBERS: [i64; 19] = [
    1_000_000,
    9_007_199_254_740_993,
    1 << 31,
    0,
    1,
    999_999,
    10_000_000,
    -2,
    -1_000,
    (1 << 31) - 1,
    1 << 32,
    (1 << 32) + 1,
    (1 << 53) - 1,
    1 << 53,
    1_000_000_000_000_001,
    100_000_000_000_000_000,
    i64::MAX - 1,
    i64::MAX,
    i64::MIN,
];

/// Beyond the 32 bits of 2038, in 2100, and in years of five digits.
const TIMES: [i64; 5] = [(1 << 31) + 86_400, 4_102_444_800, 253_402_300_800, i64::MAX, 9_007_199_254_740_993];

pub(super) fn cases() -> Vec<Case> {
    let ways = |numbers: &[i64]| numbers.iter().map(|number| Given::Value(json!(number))).collect::<Vec<_>>();
    let (quotas, times) = (ways(&NUMBERS), [ways(&TIMES), ways(&NUMBERS[3..13])].concat());
    in_turn(vec![field_read_back("remain_quota", quotas), field_read_back("expired_time", times)])
}
