//! The base URL of a server.

use url::{Host, Url};

use crate::Error;

/// The base URL of a server: scheme, host, port and, behind a gateway, a path prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    is_loopback: bool,
}

impl BaseUrl {
    /// Takes `https://api.cometapi.com`, with or without a slash at the end. `http` is taken for loopback only.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] when it is no URL, has another scheme, credentials, a query or a fragment, is `http` to
    /// another machine, or ends in `/api/token` or `/v1`: those paths are of requests.
    pub fn new(url: &str) -> Result<Self, Error> {
        Self::checked(url, false)
    }

    /// The same, and takes `http` to any host: the access token and every key then travel in clear.
    ///
    /// # Errors
    ///
    /// As [`BaseUrl::new`], but for the scheme.
    pub fn insecure(url: &str) -> Result<Self, Error> {
        Self::checked(url, true)
    }

    fn checked(url: &str, insecure: bool) -> Result<Self, Error> {
        let invalid = |why: &str| Error::invalid_input("base URL", why);
        let url = url.trim();
        // A parser of URLs takes more: it drops line feeds, and adds slashes.
        if url.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(invalid("it holds white space, a control character or a backslash"));
        }
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        if !matches!(scheme.as_deref(), Some("http" | "https")) {
            return Err(invalid(
                "it does not begin with https:// (or http://): give scheme and host, https://api.cometapi.com",
            ));
        }
        let parsed = Url::parse(url).map_err(|error| invalid(&error.to_string()))?;
        let why = if !parsed.username().is_empty() || parsed.password().is_some() {
            Some("it holds credentials: the access token is all this API takes")
        } else if parsed.query().is_some() {
            Some("it has a query")
        } else if parsed.fragment().is_some() {
            Some("it has a fragment")
        } else if parsed.path().trim_end_matches('/').ends_with("/api/token") {
            Some("it ends in the path of requests, which is added to it: give it without /api/token")
        } else if parsed.path().trim_end_matches('/').ends_with("/v1") {
            Some("it is the base URL of model requests: give it without /v1")
        } else if parsed.scheme() == "http" && !insecure && !is_loopback(&parsed) {
            Some("it is http to another machine, which would show the access token to anyone on the way: use https")
        } else {
            None
        };
        match why {
            Some(why) => Err(invalid(why)),
            None => {
                let text = parsed.as_str().trim_end_matches('/').to_owned();
                Ok(Self { text, is_loopback: is_loopback(&parsed) })
            }
        }
    }

    /// The URL, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the host is this machine: `localhost` or a loopback address.
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn slashes_at_the_end_are_dropped_and_a_prefix_is_kept() {
        let cases = [
            ("https://api.cometapi.com", "https://api.cometapi.com"),
            ("https://api.cometapi.com/", "https://api.cometapi.com"),
            (" https://h:8443/gate/way// ", "https://h:8443/gate/way"),
            ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
            ("http://localhost", "http://localhost"),
            ("https://h/gate-v1", "https://h/gate-v1"),
        ];
        for (url, expected) in cases {
            assert_eq!(BaseUrl::new(url).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn what_cannot_be_a_base_url_is_refused_with_the_reason() {
        let cases = [
            ("", "https://"),
            ("api.cometapi.com", "https://"),
            ("api.cometapi.com:443", "https://"),
            ("https:api.cometapi.com", "https://"),
            ("ftp://h", "https://"),
            ("https://", "empty host"),
            ("https://h:99999", "port"),
            ("https://h\n.example", "control character"),
            ("https://h/a b", "white space"),
            ("https://h\0", "control character"),
            ("https:\\\\h", "backslash"),
            ("https://user:pass@h", "credentials"),
            ("https://token@h", "credentials"),
            ("https://h?x=1", "query"),
            ("https://h#x", "fragment"),
            ("http://api.cometapi.com", "use https"),
            ("http://10.0.0.1", "use https"),
            ("https://h/api/token/", "without /api/token"),
            ("https://h/gate/api/token", "without /api/token"),
            ("https://h/v1", "without /v1"),
        ];
        for (url, why) in cases {
            let error = BaseUrl::new(url).unwrap_err().to_string();
            assert!(error.contains("base URL") && error.contains(why), "{url}: {error}");
            assert!(!error.contains("pass") && !error.contains("token@"), "{error}");
        }
        assert_eq!(BaseUrl::insecure("http://10.0.0.1/").unwrap().as_str(), "http://10.0.0.1");
    }
}
