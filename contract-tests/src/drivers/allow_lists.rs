//! Allow lists: what is an entry, what is none, and how entries stand beside each other.

use super::words::{create, get, list, update};
use crate::steps::{Body, Case};

/// Entries as the pages have them.
const FITTING: [&str; 10] = [
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
    let texts = FITTING.into_iter().chain(OTHERS).chain(OPEN).map(str::to_owned);
    let long = (0..200).map(|n| format!("10.1.{}.{}", n / 100, n % 100)).collect::<Vec<_>>().join("\n");
    texts
        .chain([long])
        .map(|text| {
            let body = || Body::plain().value("allow_ips", text.clone());
            Case::of([
                create(0, body()),
                get(0),
                create(1, Body::plain().value("allow_ips", "192.0.2.77")),
                get(1),
                update(1, body()),
                get(1),
                list(),
            ])
        })
        .collect()
}
