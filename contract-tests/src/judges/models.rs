//! Model requests follow what is stored: status, expiry, quota, allow list, model limits, deletion.

use std::net::IpAddr;

use serde_json::Value;

use super::Judge;
use super::model_limits::ModelLimits;
use crate::belief::{Field, FieldMap, ModelState, is_lifted};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::verdict::{Contradiction, Evidences};

const AS_BEARER: &str = "models.key.as-bearer";
const TAKES_EFFECT: &str = "models.status.takes-effect";
const DISABLED: &str = "models.status.disabled-rejected";
const EXPIRED: &str = "models.status.expired-rejected";
const EXHAUSTED: &str = "models.status.exhausted-rejected";
const PAST: &str = "models.expired_time.past-rejected";
const NEVER: &str = "models.expired_time.never-served";
const SPENT: &str = "models.remain_quota.spent-rejected";
const UNLIMITED: &str = "models.unlimited_quota.served";
const COMPARED: &str = "models.allow_ips.compared";
const LIFTED: &str = "models.allow_ips.lifted";
const DELETED: &str = "models.deleted-rejected";

/// How far a server's clock may be from the recorder's, in seconds.
const CLOCK_DIFFERENCE: i64 = 60;

/// The judge of model requests.
#[derive(Default)]
pub(super) struct Models {
    limits: ModelLimits,
}

impl Judge for Models {
    fn name(&self) -> &'static str {
        "models"
    }

    fn rules(&self) -> Vec<&'static str> {
        let of_keys = [
            AS_BEARER,
            TAKES_EFFECT,
            DISABLED,
            EXPIRED,
            EXHAUSTED,
            PAST,
            NEVER,
            SPENT,
            UNLIMITED,
            COMPARED,
            LIFTED,
            DELETED,
        ];
        of_keys.into_iter().chain(ModelLimits::RULES).collect()
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        let Some(model) = &examined.shown.model else { return };
        let served = examined.effect == Effect::Accepted;
        if !served && !rejected_for_the_key(examined) {
            return;
        }
        let decide = |rule, expected: &str, evidences: &mut Evidences, fits: bool| {
            let seen = if served { "it was served" } else { "it was rejected" };
            let contradiction = (!fits).then(|| Contradiction::new(expected, seen).after(model.since.as_ref()));
            evidences.decide(rule, examined, contradiction);
        };
        match &model.state {
            ModelState::Deleted => decide(DELETED, "a deleted key must be rejected", evidences, !served),
            ModelState::There { status, sent_status, fields } => {
                let key = Key { status: *status, sent_status: *sent_status, fields, examined };
                match (key.reasons().as_slice(), served) {
                    // Of several reasons none is known to be the one.
                    ([(rule, expected)], _) => decide(rule, expected, evidences, !served),
                    ([(rule, expected), ..], true) => decide(rule, expected, evidences, false),
                    ([_, ..], false) => {}
                    ([], true) => key.served(evidences),
                    ([], false) if model.fresh && key.is_usable() => {
                        let (rule, expected) = key.reason_to_serve();
                        decide(rule, expected, evidences, false);
                    }
                    ([], false) => {}
                }
                if served {
                    self.limits.judge(examined, fields, evidences);
                }
            }
        }
    }
}

/// Whether a rejection is about the key: not the gateway's, nor for want of quota of the account, nor of a model.
fn rejected_for_the_key(examined: &Examined<'_>) -> bool {
    let status = examined.response().is_some_and(|response| matches!(response.status, 401 | 403));
    let body = examined.received.as_ref();
    let said = body.is_some_and(|body| body.get("error").is_some() || body.get("success").is_some());
    examined.effect == Effect::Refused && status && said
}

/// A key as it is believed to be when a model request is sent with it.
struct Key<'a> {
    status: Option<i64>,
    sent_status: Option<i64>,
    fields: &'a FieldMap<Option<Value>>,
    examined: &'a Examined<'a>,
}

impl Key<'_> {
    fn integer(&self, field: Field) -> Option<i64> {
        self.fields[field].as_ref().and_then(Value::as_i64)
    }

    fn is(&self, field: Field) -> Option<bool> {
        self.fields[field].as_ref().and_then(Value::as_bool)
    }

    fn text(&self, field: Field) -> Option<&str> {
        self.fields[field].as_ref().and_then(Value::as_str)
    }

    /// The reasons for which the pages want it rejected, the plainest first.
    fn reasons(&self) -> Vec<(&'static str, &'static str)> {
        let mut reasons = Vec::new();
        if self.sent_status.is_some() {
            reasons.push((TAKES_EFFECT, "a key whose update to status 2, 3 or 4 was accepted must be rejected"));
        }
        match self.status {
            Some(2) => reasons.push((DISABLED, "a key with status 2, disabled, must be rejected")),
            Some(3) => reasons.push((EXPIRED, "a key with status 3, expired, must be rejected")),
            Some(4) => reasons.push((EXHAUSTED, "a key with status 4, exhausted, must be rejected")),
            _ => {}
        }
        let past = self.examined.exchange.started.as_second() - CLOCK_DIFFERENCE;
        if self.integer(Field::ExpiredTime).is_some_and(|time| time != -1 && time < past) {
            reasons.push((PAST, "a key whose expired_time is past must be rejected"));
        }
        let spent = self.integer(Field::RemainQuota).is_some_and(|quota| quota <= 0);
        if spent && self.is(Field::UnlimitedQuota) == Some(false) {
            reasons.push((SPENT, "a key with remain_quota 0 that is not unlimited must be rejected"));
        }
        if self.address() == Some(false) {
            reasons.push((COMPARED, "a request from an address that allow_ips does not hold must be rejected"));
        }
        reasons
    }

    /// Whether the allow list holds the client's address; `None` where it has no entries, or nobody can tell.
    fn address(&self) -> Option<bool> {
        let entries: Vec<&str> =
            self.text(Field::AllowIps)?.split('\n').map(str::trim).filter(|e| !e.is_empty()).collect();
        let ranges: Vec<(IpAddr, u8)> = entries.iter().map(|entry| range(entry)).collect::<Option<_>>()?;
        if ranges.is_empty() {
            return None;
        }
        let loopback = is_loopback(&self.examined.exchange.request.origin);
        // To a server on this machine the client is this machine; and nobody has an address of the documentation's.
        if loopback && ranges.iter().any(|(address, prefix)| holds_loopback(*address, *prefix)) {
            return Some(true);
        }
        ranges.iter().all(|(address, prefix)| is_documentation(*address, *prefix)).then_some(false)
    }

    /// Whether nothing at all is known that speaks against serving it.
    fn is_usable(&self) -> bool {
        let later = self.examined.exchange.ended.as_second() + CLOCK_DIFFERENCE;
        let unlimited = self.is(Field::UnlimitedQuota) == Some(true);
        let open = self.fields[Field::AllowIps].as_ref().is_some_and(is_lifted);
        self.integer(Field::Status) == Some(1)
            && self.integer(Field::ExpiredTime).is_some_and(|time| time == -1 || time > later)
            && (unlimited || self.integer(Field::RemainQuota).is_some_and(|quota| quota > 0))
            && (open || self.address() == Some(true))
    }

    /// The rule that a rejection of a usable key goes against: what is most special about the key.
    fn reason_to_serve(&self) -> (&'static str, &'static str) {
        let status = self.examined.response().map(|response| response.status);
        let body = self.examined.response().map(|response| String::from_utf8_lossy(&response.body).to_lowercase());
        let says = |words: &[&str]| body.as_ref().is_some_and(|body| words.iter().any(|word| body.contains(word)));
        if self.integer(Field::ExpiredTime) == Some(-1) && says(&["expired", "过期", "過期"]) {
            (NEVER, "a key with expired_time -1 does not expire")
        } else if self.fields[Field::AllowIps].as_ref().is_some_and(is_lifted) && status == Some(403) {
            (LIFTED, "with allow_ips null or empty requests from any address are served")
        } else if self.address() == Some(true) {
            (COMPARED, "a request from an address that allow_ips holds must be served")
        } else if self.integer(Field::RemainQuota).is_some_and(|quota| quota <= 0) {
            (UNLIMITED, "a key with unlimited_quota must be served, whatever quota is left")
        } else {
            (AS_BEARER, "an enabled key, sent as Bearer, must be served")
        }
    }

    /// What serving bears out.
    fn served(&self, evidences: &mut Evidences) {
        let mut confirm = |rule, holds: bool| {
            if holds {
                evidences.confirm(rule, self.examined);
            }
        };
        confirm(AS_BEARER, self.is_usable() && self.examined.exchange.sender.bearer);
        confirm(NEVER, self.integer(Field::ExpiredTime) == Some(-1));
        let spent = self.integer(Field::RemainQuota).is_some_and(|quota| quota <= 0);
        confirm(UNLIMITED, spent && self.is(Field::UnlimitedQuota) == Some(true));
        confirm(LIFTED, self.fields[Field::AllowIps].as_ref().is_some_and(is_lifted));
        confirm(COMPARED, self.address() == Some(true));
    }
}

fn range(entry: &str) -> Option<(IpAddr, u8)> {
    let (address, prefix) = match entry.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (entry, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let whole = if address.is_ipv4() { 32 } else { 128 };
    Some((address, prefix.map_or(Some(whole), |prefix| prefix.parse().ok().filter(|bits| *bits <= whole))?))
}

fn is_loopback(origin: &str) -> bool {
    url::Url::parse(origin).is_ok_and(|url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    })
}

/// Whether a range holds 127.0.0.1, from which requests to this machine come.
fn holds_loopback(address: IpAddr, prefix: u8) -> bool {
    let IpAddr::V4(address) = address else { return false };
    let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
    (address.to_bits() ^ 0x7f00_0001) & mask == 0
}

/// Whether a range holds only addresses that documentation uses and nobody has.
fn is_documentation(address: IpAddr, prefix: u8) -> bool {
    match address {
        IpAddr::V4(address) => address.is_documentation() && prefix >= 24,
        IpAddr::V6(address) => prefix >= 32 && address.segments()[0] == 0x2001 && address.segments()[1] == 0x0db8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_hold_this_machine() {
        for (entry, holds) in [
            ("127.0.0.1", true),
            ("127.0.0.0/8", true),
            ("0.0.0.0/0", true),
            ("127.0.0.2", false),
            ("10.0.0.0/8", false),
        ] {
            let (address, prefix) = range(entry).unwrap();
            assert_eq!(holds_loopback(address, prefix), holds, "{entry}");
        }
        assert_eq!(range("203.0.113.0/33"), None);
        assert!(
            is_documentation("2001:db8::1".parse().unwrap(), 128)
                && !is_documentation("2001:db9::1".parse().unwrap(), 128)
        );
    }
}
