//! Numbers of documents, compared without loss.

use std::cmp::Ordering;

use serde_json::Number;

/// `digits` times ten to the power of `exponent`, without trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    pub(super) fn of(number: &Number) -> Self {
        // What has more digits than fit has come through an f64 anyway, or is far beyond what any schema bounds.
        Self::parse(&number.to_string())
            .or_else(|| Self::parse(&format!("{:e}", number.as_f64().unwrap_or_default())))
            .unwrap_or(Self { digits: 0, exponent: 0 })
    }

    pub(super) fn integer(digits: i128) -> Self {
        Self { digits, exponent: 0 }.stripped()
    }

    fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { digits, exponent }.stripped())
    }

    fn stripped(mut self) -> Self {
        if self.digits == 0 {
            return Self { digits: 0, exponent: 0 };
        }
        while self.digits % 10 == 0 {
            self.digits /= 10;
            self.exponent = self.exponent.saturating_add(1);
        }
        self
    }

    /// The digits of both at the smaller exponent, where they fit.
    fn aligned(self, other: Self) -> Option<(i128, i128, i32)> {
        let exponent = self.exponent.min(other.exponent);
        let scale = |number: Self| {
            let power = u32::try_from(number.exponent.checked_sub(exponent)?).ok()?;
            number.digits.checked_mul(10_i128.checked_pow(power)?)
        };
        Some((scale(self)?, scale(other)?, exponent))
    }

    pub(super) fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    /// The nearest integer that is not smaller.
    pub(super) fn ceiling(self) -> Self {
        let floor = self.floor();
        if floor == self { self } else { floor.plus(1) }
    }

    /// The nearest integer that is not greater.
    pub(super) fn floor(self) -> Self {
        if self.is_integer() {
            return self;
        }
        let power = 10_i128.checked_pow(self.exponent.unsigned_abs());
        Self::integer(power.map_or(if self.digits < 0 { -1 } else { 0 }, |power| self.digits.div_euclid(power)))
    }

    /// This and an integer, where that can be held; else this.
    pub(super) fn plus(self, integer: i128) -> Self {
        let one = Self::integer(integer);
        self.aligned(one)
            .and_then(|(a, b, exponent)| Some(Self { digits: a.checked_add(b)?, exponent }.stripped()))
            .unwrap_or(self)
    }

    /// Between this and another.
    pub(super) fn middle(self, other: Self) -> Self {
        self.aligned(other)
            .and_then(|(a, b, exponent)| {
                let sum = a.checked_add(b)?.checked_mul(5)?;
                Some(Self { digits: sum, exponent: exponent.checked_sub(1)? }.stripped())
            })
            .unwrap_or(self)
    }

    /// Whether this is a multiple of another, which is not zero.
    pub(super) fn is_multiple_of(self, other: Self) -> Option<bool> {
        let (a, b, _) = self.aligned(other)?;
        (b != 0).then(|| a % b == 0)
    }

    pub(super) fn to_number(self) -> Option<Number> {
        if (0..=18).contains(&self.exponent) {
            let whole = self.digits.checked_mul(10_i128.checked_pow(self.exponent.unsigned_abs())?)?;
            if let Ok(whole) = i64::try_from(whole) {
                return Some(whole.into());
            }
            return u64::try_from(whole).ok().map(Number::from);
        }
        let value: f64 = format!("{}e{}", self.digits, self.exponent).parse().ok()?;
        Number::from_f64(value).filter(|number| Self::of(number) == self)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.aligned(*other) {
            Some((a, b, _)) => a.cmp(&b),
            // So far apart that signs and exponents decide.
            None => match (self.digits.signum(), other.digits.signum()) {
                (a, b) if a != b => a.cmp(&b),
                (sign, _) if sign < 0 => other.exponent.cmp(&self.exponent),
                _ => self.exponent.cmp(&other.exponent),
            },
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}e{}", self.digits, self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn of(text: &str) -> Decimal {
        Decimal::of(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn the_same_number_written_otherwise_is_the_same() {
        for (a, b) in [("1", "1.0"), ("100", "1e2"), ("0.5", "5e-1"), ("-0", "0"), ("0.0", "0")] {
            assert_eq!(of(a), of(b), "{a} {b}");
        }
    }

    #[test]
    fn order_rounding_and_multiples_are_exact() {
        assert!(of("9007199254740993") > of("9007199254740992"));
        assert!(of("-1.5") < of("-1") && of("0.1") < of("0.11") && of("1e300") > of("5") && of("-1e300") < of("-5"));
        assert_eq!((of("-1.5").floor(), of("-1.5").ceiling()), (of("-2"), of("-1")));
        assert_eq!(of("0.3").is_multiple_of(of("0.1")), Some(true));
        assert_eq!(of("0.35").is_multiple_of(of("0.1")), Some(false));
        assert_eq!(of("9007199254740993").to_number().unwrap().to_string(), "9007199254740993");
        assert_eq!(of("1").middle(of("2")).to_number().unwrap().to_string(), "1.5");
    }
}
