//! The personal access token.

use http::HeaderValue;

use crate::Error;

/// A personal access token, from CometAPI's Console under Personal Settings. It is sent as the raw value of
/// `Authorization`, never with `Bearer` before it. Its Debug output does not show it, and it has no Display.
#[derive(Clone)]
pub struct AccessToken(HeaderValue);

impl AccessToken {
    /// Takes a token as it was copied.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is empty, begins with `Bearer `, or holds anything but visible ASCII: white space,
    /// line feeds and control characters could not be sent, or would be sent as something else.
    pub fn new(token: &str) -> Result<Self, Error> {
        let invalid = |why: &str| Err(Error::invalid_input("access token", why));
        if token.is_empty() {
            return invalid("it is empty");
        }
        if token.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
            return invalid("it begins with `Bearer`: give the raw token alone");
        }
        if let Some(position) = token.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return invalid(&format!("its byte {position} is no visible ASCII character"));
        }
        let Ok(mut value) = HeaderValue::from_str(token) else { return invalid("it cannot be a header value") };
        value.set_sensitive(true);
        Ok(Self(value))
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
