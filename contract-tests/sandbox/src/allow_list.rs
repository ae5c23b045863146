//! Whom an allow list lets in.

use std::net::IpAddr;

use ipnet::IpNet;

/// The first line that is neither an address nor a network. White space around an entry and empty lines are let pass:
/// the pages do not forbid them.
pub(crate) fn odd_line(text: &str) -> Option<&str> {
    text.split('\n').map(str::trim).find(|line| !line.is_empty() && network(line).is_none())
}

/// Whether a request from this address may use a key with this list. What is no entry lets nobody in, and a list without
/// any line restricts nothing.
pub(crate) fn lets_in(text: &str, address: IpAddr) -> bool {
    let address = address.to_canonical();
    let mut lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_none() || lines.any(|line| network(line).is_some_and(|network| network.contains(&address)))
}

fn network(line: &str) -> Option<IpNet> {
    line.parse::<IpAddr>().map(IpNet::from).or_else(|_| line.parse()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks_are_entries() {
        assert_eq!(odd_line("198.51.100.10\n203.0.113.0/24\n2001:db8::/32"), None);
        assert_eq!(odd_line(" 198.51.100.10\r\n\n"), None);
        for odd in ["not-an-ip", "203.0.113.999", "203.0.113.0/33", "203.0.113.7,203.0.113.8", "*"] {
            assert_eq!(odd_line(&format!("198.51.100.10\n{odd}")), Some(odd));
        }
    }

    #[test]
    fn a_list_lets_in_what_it_holds() {
        let local = IpAddr::from([127, 0, 0, 1]);
        for list in ["", "\n", "127.0.0.1", "203.0.113.7\n127.0.0.0/8"] {
            assert!(lets_in(list, local), "{list:?}");
        }
        for list in ["127.0.0.2", "::1", "not-an-ip", "203.0.113.0/24\n2001:db8::/32"] {
            assert!(!lets_in(list, local), "{list:?}");
        }
    }
}
