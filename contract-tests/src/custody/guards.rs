//! What keeps a key from doing harm, should its value become known.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde_json::{Map, Value};

/// How long a key of a run may live, in seconds.
pub const LONGEST_LIFE: i64 = 3_600;

/// How the names of models begin that no server has.
pub const NO_SUCH_MODEL: &str = "ct-no-such-model";

/// What keeps a key from doing harm: a set of guards. Status is none: a server that forgets it enables the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guards(u8);

const QUOTA: u8 = 1;
const EXPIRY: u8 = 2;
const ADDRESSES: u8 = 4;
const MODELS: u8 = 8;

impl Guards {
    /// All of them.
    pub const ALL: Self = Self(QUOTA | EXPIRY | ADDRESSES | MODELS);

    /// The guards that these members say: no quota and not unlimited, an end within the hour, addresses that no machine
    /// has, models that no server has. `now` is in Unix seconds. What is not said guards nothing.
    pub fn said_by(members: &Map<String, Value>, now: i64) -> Self {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let is = |name: &str, wanted: bool| members.get(name).and_then(Value::as_bool) == Some(wanted);
        let number = |name: &str| members.get(name).and_then(Value::as_i64);
        let ends = |time: i64| time > LONGEST_LIFE && time <= now + LONGEST_LIFE;
        let mut guards = 0;
        for (guard, is_held) in [
            (QUOTA, number("remain_quota") == Some(0) && is("unlimited_quota", false)),
            (EXPIRY, number("expired_time").is_some_and(ends)),
            (ADDRESSES, text("allow_ips").is_some_and(are_nobodys)),
            (MODELS, is("model_limits_enabled", true) && text("model_limits").is_some_and(are_no_models)),
        ] {
            guards |= if is_held { guard } else { 0 };
        }
        Self(guards)
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// How many they are.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// What they are, for people.
    pub fn words(self) -> String {
        let names = [(QUOTA, "no quota"), (EXPIRY, "an end"), (ADDRESSES, "an allow list"), (MODELS, "a model limit")];
        let held: Vec<&str> = names.iter().filter(|(guard, _)| self.0 & guard != 0).map(|(_, name)| *name).collect();
        if held.is_empty() { "none".to_owned() } else { held.join(", ") }
    }
}

/// Whether a text lists addresses and networks that are set aside for documentation, and nothing else.
fn are_nobodys(text: &str) -> bool {
    let mut lines = text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(is_nobodys)
}

fn is_nobodys(line: &str) -> bool {
    let v4 = |a, b, c| Ipv4Net::new(Ipv4Addr::new(a, b, c, 0), 24).ok().map(IpNet::V4);
    let v6 = Ipv6Net::new(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32).ok().map(IpNet::V6);
    let reserved = [v4(192, 0, 2), v4(198, 51, 100), v4(203, 0, 113), v6];
    let net: Option<IpNet> =
        line.parse().ok().or_else(|| line.parse().ok().map(|address: std::net::IpAddr| address.into()));
    net.is_some_and(|net| reserved.iter().flatten().any(|reserved| reserved.contains(&net)))
}

fn are_no_models(text: &str) -> bool {
    let mut names = text.split(',').map(str::trim).peekable();
    names.peek().is_some() && names.all(|name| name.starts_with(NO_SUCH_MODEL))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn guards(body: &Value) -> Guards {
        Guards::said_by(body.as_object().unwrap(), 1_764_000_000)
    }

    #[test]
    fn a_guard_holds_only_where_it_is_said_as_it_must_be() {
        let whole = json!({
            "remain_quota": 0, "unlimited_quota": false, "expired_time": 1_764_003_000, "allow_ips": "192.0.2.1",
            "model_limits_enabled": true, "model_limits": "ct-no-such-model"
        });
        assert_eq!(guards(&whole), Guards::ALL);
        for (member, value) in [
            ("remain_quota", json!(1)),
            ("remain_quota", json!("0")),
            ("remain_quota", json!(null)),
            ("unlimited_quota", json!(true)),
            ("expired_time", json!(-1)),
            ("expired_time", json!(0)),
            ("expired_time", json!(1_764_003_601)),
            ("expired_time", json!("1764003000")),
            ("allow_ips", json!("")),
            ("allow_ips", json!(null)),
            ("allow_ips", json!("192.0.2.1\n127.0.0.1")),
            ("allow_ips", json!("0.0.0.0/0")),
            ("allow_ips", json!("192.0.0.0/16")),
            ("model_limits_enabled", json!(false)),
            ("model_limits", json!("")),
            ("model_limits", json!("ct-no-such-model,gpt-4o")),
        ] {
            let mut body = whole.clone();
            body[member] = value.clone();
            assert_eq!(guards(&body).count(), 3, "{member} {value}");
            body.as_object_mut().unwrap().remove(member);
            assert_eq!(guards(&body).count(), 3, "{member} left out");
        }
        for list in ["198.51.100.7\n2001:db8::/32", "203.0.113.0/24", "192.0.2.1,192.0.2.2"] {
            let mut body = whole.clone();
            body["allow_ips"] = json!(list);
            assert_eq!(guards(&body), Guards::ALL, "{list}");
        }
    }
}
