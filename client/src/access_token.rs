//! The personal access token.

use http::HeaderValue;

use crate::Error;

/// A personal access token, from CometAPI's Console under Personal Settings. It is sent as the raw value of
/// `Authorization`, never with `Bearer` before it. Its Debug output does not show it, and it has no Display.
///
/// Rule: `any.authorization.raw-token-served`.
#[derive(Clone)]
pub struct AccessToken(HeaderValue);

/// The longest token, in bytes: servers take no more than so much of all headers.
const LONGEST: usize = 8192;

impl AccessToken {
    /// Takes a token as it was copied.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is empty, begins with `Bearer`, has more than 8,192 bytes, or holds anything but visible ASCII: white space,
    /// line feeds and control characters could not be sent, or would be sent as something else.
    pub fn new(token: &str) -> Result<Self, Error> {
        let invalid = |why: &str| Err(Error::invalid_input("access token", why));
        if token.is_empty() {
            return invalid("it is empty");
        }
        let first = token.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        if first.eq_ignore_ascii_case("bearer") {
            return invalid("it begins with `Bearer`: give the raw token alone");
        }
        if let Some(position) = token.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return invalid(&format!("its byte {position} is no visible ASCII character"));
        }
        if token.len() > LONGEST {
            return invalid(&format!("it has {} bytes, and no server takes more than {LONGEST}", token.len()));
        }
        let Ok(mut value) = HeaderValue::from_str(token) else { return invalid("it cannot be a header value") };
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The token in clear.
    pub(crate) fn text(&self) -> &str {
        // Visible ASCII is all that `new` takes.
        self.0.to_str().unwrap_or_default()
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessToken(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::AccessToken;

    #[test]
    fn what_cannot_be_a_token_is_refused_before_anything_is_sent() {
        let cases = [
            ("", "it is empty"),
            ("Bearer abc", "begins with `Bearer`"),
            ("bearer abc", "begins with `Bearer`"),
            ("abc\n", "byte 3"),
            ("a bc", "byte 1"),
            ("abc\0", "byte 3"),
            ("tøken", "byte 1"),
            ("密钥密钥密钥", "byte 0"),
        ];
        for (token, why) in cases {
            let error = AccessToken::new(token).unwrap_err().to_string();
            assert!(error.contains("access token") && error.contains(why), "{token:?}: {error}");
        }
    }

    #[test]
    fn debug_does_not_show_it() {
        let token = AccessToken::new("s3cret-token").unwrap();
        assert_eq!(format!("{token:?}"), "AccessToken(***)");
        assert!(token.header().is_sensitive());
    }
}
