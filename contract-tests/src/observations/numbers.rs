//! Numbers in request bodies beyond what the pages state: negative and huge ones, and other ways to write one.

use serde_json::Value;

use super::silent::refused_for;
use super::tally::{Seen, Tally};
use super::wording::{Outcome, a, code, shortened};
use super::{Observation, Observer};
use crate::examined::Examined;
use crate::operation::Operation;
use crate::request_reading::{Flaw, Open, RequestReading};
use crate::sent_body::Member;

/// The observer of numbers.
#[derive(Default)]
pub(super) struct Numbers {
    /// With the number that was sent first.
    numbers: Tally<Number>,
}

/// Where a number was sent, what came of it, and what is unusual about it.
type Number = (Operation, String, Outcome, Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Negative,
    /// Negative, and of no matter: the key's quota is unlimited.
    NegativeUnlimited,
    Huge,
    BeyondI64,
    /// An integer written with a point or an exponent.
    Written,
    Fraction,
}

impl Observer for Numbers {
    fn about(&self) -> &'static str {
        "unusual-numbers"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let (Some(reading), Some(sent)) = (&examined.reading, examined.sent.members()) else { return };
        let Some(outcome) = Outcome::of(examined.effect) else { return };
        for member in sent.iter().filter(|member| is_open(member, reading)) {
            let the_only = |open: &Open| matches!(open, Open::Number(name) if *name == member.name);
            let its_own = |flaw: &Flaw| matches!(flaw, Flaw::WrongType { member: name, .. } if *name == member.name);
            let for_it = outcome == Outcome::Accepted || refused_for(examined, the_only, its_own);
            if for_it && !reading.ambiguous {
                let kind = Kind::of(member, examined);
                let number = || member.written.as_deref().map_or_else(|| member.value.to_string(), str::to_owned);
                self.numbers.note_like(
                    (examined.operation(), shortened(&member.name), outcome, kind),
                    examined,
                    number,
                );
            }
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let group = |(operation, member, _, _): &Number| (*operation, member.clone());
        self.numbers.grouped(self.about(), group, |(operation, member), seen| {
            let each = [Outcome::Accepted, Outcome::Refused].into_iter().filter_map(|outcome| told(outcome, seen));
            let each: Vec<String> = each.collect();
            Some(format!("{} in {}: {}", code(member), a(*operation), each.join("; ")))
        })
    }
}

/// Whether a member is a number that the pages leave open, or a fraction where an integer is stated.
fn is_open(member: &Member, reading: &RequestReading) -> bool {
    let open = reading.open.iter().any(|open| matches!(open, Open::Number(name) if *name == member.name));
    let fraction = |flaw: &Flaw| matches!(flaw, Flaw::WrongType { member: name, .. } if *name == member.name);
    (open && member.value.is_number()) || (member.written.is_some() && (open || reading.flaws.iter().any(fraction)))
}

impl Kind {
    fn of(member: &Member, examined: &Examined<'_>) -> Self {
        match (&member.written, &member.value) {
            (Some(_), Value::Number(number)) if number.is_u64() => Self::BeyondI64,
            (Some(_), Value::Number(number)) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
                Self::Fraction
            }
            (Some(written), _) if written.contains(['.', 'e', 'E']) => Self::Written,
            (Some(_), _) => Self::BeyondI64,
            (None, value) if value.as_i64().is_some_and(|number| number >= 0) => Self::Huge,
            (None, _) if member.name == "remain_quota" && unlimited(examined) => Self::NegativeUnlimited,
            (None, _) => Self::Negative,
        }
    }
}

fn unlimited(examined: &Examined<'_>) -> bool {
    examined.sent_member("unlimited_quota") == Some(&Value::Bool(true))
}

fn told(outcome: Outcome, kinds: &[(&Number, &Seen)]) -> Option<String> {
    let numbers: Vec<String> = kinds
        .iter()
        .filter(|((_, _, of, _), _)| *of == outcome)
        .map(|((_, _, _, kind), seen)| match kind {
            Kind::NegativeUnlimited => format!("{} beside `unlimited_quota`", seen.example),
            _ => seen.example.clone(),
        })
        .collect();
    (!numbers.is_empty()).then(|| format!("{} {}", numbers.join(", "), outcome.word()))
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{Entry, get, request, seen, update};

    fn told(entries: Vec<Entry>) -> Vec<String> {
        seen("unusual-numbers", [get()].into_iter().chain(entries))
    }

    #[test]
    fn numbers_are_told_as_they_were_written() {
        let quota = |number: &str| update(&format!("\"remain_quota\":{number}"));
        let entries = vec![
            quota("-1").refused("negative"),
            quota("-2").refused("negative"),
            update(r#""remain_quota":-5,"unlimited_quota":true"#),
            quota("9007199254740993"),
            quota("1e3"),
            quota("1.0"),
            quota("9223372036854775808").refused("too large"),
            quota("1e400").refused("too large"),
            quota("1.5").refused("no integer"),
            update(r#""expired_time":-2"#),
        ];
        let expected = [
            "1: `expired_time` in an update: -2 accepted",
            "9: `remain_quota` in an update: -5 beside `unlimited_quota`, 9007199254740993, 1e3 accepted; -1, \
             9223372036854775808, 1e400, 1.5 refused",
        ];
        assert_eq!(told(entries), expected);
    }

    #[test]
    fn a_refusal_counts_where_the_number_is_the_reason() {
        let refused = |members: &str| vec![update(members).refused("no")];
        assert!(told(refused(r#""remain_quota":-1,"name":7"#)).is_empty());
        assert!(told(refused(r#""remain_quota":-1,"x":7"#)).is_empty());
        assert!(told(refused(r#""remain_quota":-1,"expired_time":-2"#)).is_empty());
        assert!(told(refused(r#""remain_quota":100"#)).is_empty());
        let no_such_key = request("PUT", "/api/token/").json(r#"{"id":8,"remain_quota":-1}"#).refused("no");
        assert!(told(vec![no_such_key]).is_empty());
        assert!(told(vec![update(r#""remain_quota":-1"#).token(Some("nobody")).refused("no")]).is_empty());
        assert!(told(vec![update(r#""remain_quota":-1"#).answered(502, "")]).is_empty());
    }
}
