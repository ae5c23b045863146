//! Allow lists: what is an entry, what is none, and how entries stand beside each other.

use serde_json::json;

use super::read_back::field_read_back;
use crate::steps::{Case, Given};

/// Entries as the pages have them.
const FITTING: [&str; 13] = [
    "10.1.2.3/8",
    "192.0.2.77/24\n2001:db8::1/32\n192.0.2.1",
    "203.0.113.9\n198.51.100.1\n203.0.113.9",
    "198.51.100.10\n203.0.113.0/24\n2001:db8::/32",
    "192.0.2.1",
    "192.0.2.0/24",
    "2001:db8::1",
    "2001:DB8:0:0:0:0:0:1",
    "::/0",
    "0.0.0.0/0",
    "255.255.255.255",
    "::ffff:192.0.2.1",
    "10.0.0.1\n10.0.0.1",
];

/// Texts that are none.
const OTHERS: [&str; 18] = [
    "not-an-ip",
    "999.1.1.1",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.4/33",
    "1.2.3.4/-1",
    "2001:db8::/129",
    "2001:db8:::1",
    "1.2.3.4, 5.6.7.8",
    "1.2.3.4 5.6.7.8",
    "example.com",
    "1.2.3.4:80",
    "http://1.2.3.4",
    "*",
    "1.2.3.*",
    "1.2.3.4-1.2.3.9",
    "192.0.2.1\nnot-an-ip",
    "not-an-ip\n192.0.2.1",
];

/// Texts of which the pages do not say whether they are entries.
const OPEN: [&str; 6] =
    ["192.0.2.1\n", "\n192.0.2.1", "192.0.2.1\r\n192.0.2.2", " 192.0.2.1 ", "192.0.2.1\n\n192.0.2.2", "\n"];

pub(super) fn cases() -> Vec<Case> {
    let long = (0..200).map(|n| format!("10.1.{}.{}", n / 100, n % 100)).collect::<Vec<_>>().join("\n");
    // Some that fit, some that do not, in turn: each key has one of the other kind before.
    let mut texts: Vec<String> = Vec::new();
    for at in 0..OTHERS.len() {
        texts.extend(
            [OTHERS.get(at), FITTING.get(at), OPEN.get(at)].into_iter().flatten().map(|text| (*text).to_owned()),
        );
    }
    texts.push(long);
    field_read_back("allow_ips", texts.into_iter().map(|text| Given::Value(json!(text))))
}
