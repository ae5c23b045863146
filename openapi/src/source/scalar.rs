//! What a plain YAML scalar says: the core schema of YAML 1.2, with numbers as JSON has them.

use serde_json::{Number, Value};

/// A plain (unquoted) scalar as a JSON value; an error text for the numbers that JSON has not.
pub(super) fn plain(text: &str) -> Result<Value, String> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if is_not_finite(text) => return Err(format!("{text} is a number that JSON does not have")),
        _ => match number(text) {
            Some(Ok(number)) => Value::Number(number),
            Some(Err(())) => return Err(format!("{text} is too large for a number")),
            None => Value::String(text.to_owned()),
        },
    })
}

fn is_not_finite(text: &str) -> bool {
    matches!(text.trim_start_matches(['+', '-']), ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

fn number(text: &str) -> Option<Result<Number, ()>> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(|number| Ok(number.into()));
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(|number| Ok(number.into()));
    }
    if !is_decimal(text) {
        return None;
    }
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if let Ok(integer) = unsigned.parse::<i64>() {
        return Some(Ok(integer.into()));
    }
    if let Ok(integer) = unsigned.parse::<u64>() {
        return Some(Ok(integer.into()));
    }
    unsigned.parse::<f64>().ok().map(|float| Number::from_f64(float).ok_or(()))
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let has_digit = !whole.is_empty() || (!fraction.is_empty() && mantissa.contains('.'));
    has_digit && digits(whole) && digits(fraction) && exponent.is_none_or(|text| !text.is_empty() && digits(text))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::plain;

    #[test]
    fn numbers_keep_their_kind() {
        for (text, value) in [
            ("-9223372036854775808", json!(i64::MIN)),
            ("18446744073709551615", json!(u64::MAX)),
            ("1.5", json!(1.5)),
            ("+7", json!(7)),
            ("1e3", json!(1000.0)),
            (".5", json!(0.5)),
            ("5.", json!(5.0)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("012", json!(12)),
        ] {
            assert_eq!(plain(text), Ok(value), "{text}");
        }
        assert!(matches!(plain("18446744073709551616"), Ok(Value::Number(number)) if number.is_f64()));
    }

    #[test]
    fn what_only_looks_like_a_number_is_text() {
        for text in [
            "3.0.3",
            "1_000",
            "-",
            "+",
            ".",
            "e5",
            "1e",
            "0x",
            "0xg",
            "198.51.100.10",
            "2026-01-01",
            "yes",
            "inf",
            "nan",
        ] {
            assert_eq!(plain(text), Ok(json!(text)));
        }
        assert!(plain(".inf").is_err() && plain("-.inf").is_err() && plain(".nan").is_err() && plain("1e999").is_err());
    }
}
