//! Headers that the caller wants on every request: a gateway may ask for one.

use reqwest::Request;
use reqwest::header::{HeaderName, HeaderValue};

/// Headers for every request, those of the second account apart. Their values may be secrets: no `Debug`.
#[derive(Clone, Default)]
pub struct GivenHeaders {
    first: Vec<Given>,
    second: Vec<Given>,
}

#[derive(Clone)]
struct Given {
    name: HeaderName,
    value: HeaderValue,
}

/// Why something is no header that can be given. It shows no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It has no name, or no value, or characters that neither may have.
    #[error("it is no header: give 'Name: value', in ASCII, without line feeds")]
    Malformed,
    /// Requests have it already, or it changes what a request is.
    #[error("{0} is a header that requests have of their own, or that changes what they are\n  leave it out")]
    Own(HeaderName),
    /// Two values for one header.
    #[error("{0} is given twice\n  give it once")]
    Twice(HeaderName),
}

/// Headers that say how a request is carried or read, and those that the suite sets: none of them is for a gateway.
const OWN: [&str; 28] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "expect",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// The shortest value that is looked for in answers: a shorter one stands in them by chance.
const SHORTEST: usize = 8;

/// The same for values of digits alone: times and ids are as long as most of them.
const SHORTEST_NUMBER: usize = 16;

impl GivenHeaders {
    /// The headers of lines like `Name: value`: for all requests, and for those of the second account, where one of the same
    /// name takes the place of the first's.
    ///
    /// # Errors
    ///
    /// When a line is none, or names a header that is the suite's to set.
    pub fn read(first: &[String], second: &[String]) -> Result<Self, HeaderError> {
        Ok(Self { first: all(first)?, second: all(second)? })
    }

    /// Their names as arguments say them, with a variable for each value: for a shell.
    pub fn arguments(&self) -> String {
        let argument = |flag: &str, prefix: &str, given: &Given| {
            format!(" {flag} \"{}: {}\"", given.name, variable(prefix, &given.name))
        };
        let first = self.first.iter().map(|given| argument("--header", FIRST, given));
        first.chain(self.second.iter().map(|given| argument("--second-header", SECOND, given))).collect()
    }

    /// The values that must not be shown wherever an answer repeats them.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        let values = self.first.iter().chain(&self.second).filter_map(|given| given.value.to_str().ok());
        values.filter(|value| {
            let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
            value.len() >= if is_number { SHORTEST_NUMBER } else { SHORTEST }
        })
    }

    /// Sets them on a request.
    pub(super) fn set_on(&self, request: &mut Request, is_second: bool) {
        for (_, given) in self.of(is_second) {
            request.headers_mut().insert(given.name.clone(), given.value.clone());
        }
    }

    /// What a trace says in place of the value of a header, if it is one of them: a variable.
    pub(super) fn variable(&self, name: &HeaderName, is_second: bool) -> Option<String> {
        let (prefix, given) = self.of(is_second).find(|(_, given)| given.name == *name)?;
        Some(variable(prefix, &given.name))
    }

    fn of(&self, is_second: bool) -> impl Iterator<Item = (&'static str, &Given)> {
        let second: &[Given] = if is_second { &self.second } else { &[] };
        let replaced = |given: &&Given| !second.iter().any(|other| other.name == given.name);
        let first = self.first.iter().filter(replaced).map(|given| (FIRST, given));
        first.chain(second.iter().map(|given| (SECOND, given)))
    }
}

const FIRST: &str = "$HEADER_";
const SECOND: &str = "$SECOND_HEADER_";

fn variable(prefix: &str, name: &HeaderName) -> String {
    let letter = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_uppercase() } else { '_' };
    format!("{prefix}{}", name.as_str().chars().map(letter).collect::<String>())
}

/// Whether the value of a header is such a variable: then a shell is to put the value there.
pub fn is_variable(value: &str) -> bool {
    let name = value.strip_prefix(FIRST).or_else(|| value.strip_prefix(SECOND));
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
}

fn all(lines: &[String]) -> Result<Vec<Given>, HeaderError> {
    let mut all: Vec<Given> = Vec::new();
    for line in lines {
        let given = given(line).ok_or(HeaderError::Malformed)?;
        if OWN.contains(&given.name.as_str()) {
            return Err(HeaderError::Own(given.name));
        }
        if all.iter().any(|other| other.name == given.name) {
            return Err(HeaderError::Twice(given.name));
        }
        all.push(given);
    }
    Ok(all)
}

fn given(line: &str) -> Option<Given> {
    let (name, value) = line.split_once(':')?;
    let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
    let value = value.trim();
    let mut value = HeaderValue::from_str(value).ok().filter(|_| !value.is_empty() && value.is_ascii())?;
    value.set_sensitive(true);
    Some(Given { name, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(first: &[&str], second: &[&str]) -> Result<GivenHeaders, HeaderError> {
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        GivenHeaders::read(&owned(first), &owned(second))
    }

    #[test]
    fn what_is_no_header_is_refused_without_its_value() {
        for line in ["", "New-Api-User", ": 42", "Na me: 42", "Name:", "Name:  ", "Name: caf\u{e9}", "Name: a\nb"] {
            assert_eq!(read(&[line], &[]).err(), Some(HeaderError::Malformed), "{line:?}");
        }
        for name in OWN {
            let line = format!("{}: hunter2-secret", name.to_uppercase());
            let error = read(&[], &[&line]).err().unwrap();
            assert_eq!(error, HeaderError::Own(HeaderName::from_static(name)));
            assert!(!error.to_string().contains("hunter2"));
        }
        let twice = read(&["X-Gate: 1", "x-gate: 2"], &[]).err();
        assert_eq!(twice, Some(HeaderError::Twice(HeaderName::from_static("x-gate"))));
    }

    #[test]
    fn the_second_account_has_its_own_in_place_of_the_firsts() {
        let given = read(&["New-Api-User: 42", "X-Gate: open"], &["new-api-user: 43"]).unwrap();
        let sent = |is_second| {
            let mut request = Request::new(reqwest::Method::GET, "http://h/".parse().unwrap());
            given.set_on(&mut request, is_second);
            ["new-api-user", "x-gate"].map(|name| request.headers()[name].to_str().unwrap().to_owned())
        };
        assert_eq!((sent(false), sent(true)), (["42", "open"].map(str::to_owned), ["43", "open"].map(str::to_owned)));
        let name = HeaderName::from_static("new-api-user");
        assert_eq!(given.variable(&name, false).as_deref(), Some("$HEADER_NEW_API_USER"));
        assert_eq!(given.variable(&name, true).as_deref(), Some("$SECOND_HEADER_NEW_API_USER"));
        assert!(is_variable("$SECOND_HEADER_NEW_API_USER") && !is_variable("$HEADER_`x`") && !is_variable("$HEADER_"));
        let arguments = " --header \"new-api-user: $HEADER_NEW_API_USER\" --header \"x-gate: $HEADER_X_GATE\" \
                         --second-header \"new-api-user: $SECOND_HEADER_NEW_API_USER\"";
        assert_eq!(given.arguments(), arguments);
    }

    #[test]
    fn only_values_that_cannot_stand_anywhere_by_chance_are_looked_for() {
        let given = read(&["A: 42", "B: 1234567", "C: s3cretword", "D: 123456789012345", "E: 1234567890123456"], &[]);
        assert_eq!(given.unwrap().secrets().collect::<Vec<_>>(), ["s3cretword", "1234567890123456"]);
    }
}
