//! The format of `allow_ips`: IPv4 and IPv6 addresses and CIDR ranges, one a line.

use std::net::IpAddr;

/// What an `allow_ips` text is by the documented format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowList {
    /// The empty string: no restriction.
    Empty,
    /// Every line is an address or a CIDR range.
    Entries,
    /// The format leaves it open: white space around an entry, an empty line, CR LF, host bits behind a prefix, a zone.
    Open,
    /// A line is neither an address nor a CIDR range.
    Other(String),
}

impl AllowList {
    /// Reads an `allow_ips` text.
    pub fn read(text: &str) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        let mut open = false;
        for line in text.split('\n') {
            match entry(line) {
                Entry::Fits => {}
                Entry::Open => open = true,
                Entry::Other => return Self::Other(line.to_owned()),
            }
        }
        if open { Self::Open } else { Self::Entries }
    }
}

enum Entry {
    Fits,
    Open,
    Other,
}

fn entry(line: &str) -> Entry {
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Entry::Open;
    }
    let (address, prefix) = match trimmed.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (trimmed, None),
    };
    let (address, zone) = match address.split_once('%') {
        Some((address, _)) => (address, true),
        None => (address, false),
    };
    let Ok(address) = address.parse::<IpAddr>() else { return Entry::Other };
    let aligned = match prefix.map(|prefix| host_bits_zero(address, prefix)) {
        None => true,
        Some(Some(aligned)) => aligned,
        Some(None) => return Entry::Other,
    };
    if aligned && !zone && trimmed.len() == line.len() { Entry::Fits } else { Entry::Open }
}

/// Whether an address is the first of its range; `None` when the prefix is no length of such an address.
fn host_bits_zero(address: IpAddr, prefix: &str) -> Option<bool> {
    if prefix.is_empty() || !prefix.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let prefix: u32 = prefix.parse().ok()?;
    match address {
        IpAddr::V4(v4) if prefix <= 32 => Some(v4.to_bits().checked_shl(prefix).unwrap_or(0) == 0),
        IpAddr::V6(v6) if prefix <= 128 => Some(v6.to_bits().checked_shl(prefix).unwrap_or(0) == 0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_both_ways() {
        let fits = ["203.0.113.7", "2001:db8::1", "203.0.113.0/24", "2001:db8::/32", "0.0.0.0/0", "::/0"];
        for text in fits {
            assert_eq!(AllowList::read(text), AllowList::Entries, "{text}");
        }
        assert_eq!(AllowList::read("198.51.100.10\n203.0.113.0/24\n2001:db8::/32"), AllowList::Entries);
        assert_eq!(AllowList::read(""), AllowList::Empty);
        for text in ["203.0.113.7\n", "203.0.113.7\r\n198.51.100.2", " 203.0.113.7 ", "203.0.113.7/24", "fe80::1%eth0"]
        {
            assert_eq!(AllowList::read(text), AllowList::Open, "{text:?}");
        }
        let others = ["not-an-ip", "203.0.113.999", "203.0.113.0/33", "203.0.113.7,198.51.100.2", "1.2.3.4/", "::/129"];
        for text in others {
            assert!(matches!(AllowList::read(text), AllowList::Other(_)), "{text}");
        }
    }
}
