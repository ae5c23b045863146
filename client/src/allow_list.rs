//! The addresses that model requests may come from.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// The addresses that model requests with a key may come from: IPv4 and IPv6 addresses and CIDR ranges; on the wire one
/// string, separated by line feeds.
///
/// Deserialize is for answers: it takes what a server sends, and checks nothing that the constructors do.
///
/// Rules: `update.allow_ips.entries-accepted`, `update.allow_ips.null-or-empty-accepted`, `models.allow_ips.compared`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AllowList(String);

impl AllowList {
    /// These addresses and ranges, such as `198.51.100.10`, `203.0.113.0/24` and `2001:db8::/32`.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when there is none, because an empty list would let every address in, or when an entry is
    /// neither an address nor a range, or a range has bits below its prefix, of which servers make different things.
    pub fn new<I: IntoIterator<Item: AsRef<str>>>(entries: I) -> Result<Self, Error> {
        let mut text = String::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let entry = entry.as_ref();
            check(entry)
                .map_err(|why| Error::invalid_input("allow list", format!("the entry at index {index} {why}")))?;
            if index > 0 {
                text.push('\n');
            }
            text.push_str(entry);
        }
        if text.is_empty() {
            return Err(Error::invalid_input(
                "allow list",
                "there is no entry: an empty list would allow every address",
            ));
        }
        Ok(Self(text))
    }

    /// The entries.
    pub fn entries(&self) -> impl Iterator<Item = &str> {
        self.0.split('\n').filter(|entry| !entry.is_empty())
    }

    /// Whether it restricts nothing: an empty one, as a server may give instead of null.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text, as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is wrong with an entry.
fn check(entry: &str) -> Result<(), &'static str> {
    let (address, prefix) = match entry.split_once('/') {
        None => (entry, None),
        Some((address, prefix)) => (address, Some(prefix)),
    };
    let address: IpAddr = address.parse().map_err(|_| "is neither an IPv4 nor an IPv6 address, nor a CIDR range")?;
    let Some(prefix) = prefix else { return Ok(()) };
    let bits = if address.is_ipv4() { 32 } else { 128 };
    let is_number = prefix.bytes().all(|byte| byte.is_ascii_digit()) && (prefix == "0" || !prefix.starts_with('0'));
    let length = prefix.parse().ok().filter(|&length: &u32| is_number && length <= bits);
    let length = length.ok_or("has a prefix length that its address does not have")?;
    let host = match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    };
    // All bits below the prefix; a shift by 128 is none.
    let below = 1_u128.checked_shl(bits - length).map_or(u128::MAX, |above| above - 1);
    if host & below != 0 { Err("has bits below its prefix: write the range's first address") } else { Ok(()) }
}
