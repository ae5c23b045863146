//! A sandbox that must come through a test as it went in.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sandbox::{Builder, Key, Profile, Sandbox};

use crate::wire::Connection;

/// How many panics there were on threads of sandboxes. The runtime catches one of a connection, so that nothing else
/// would show it.
static PANICS: AtomicUsize = AtomicUsize::new(0);

fn count_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() == Some("sandbox") {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            before(panic);
        }));
    });
}

/// A sandbox with two keys, which nothing that a test sends may change.
pub(crate) struct Unharmed {
    pub(crate) sandbox: Sandbox,
    before: Vec<Key>,
}

impl Unharmed {
    pub(crate) fn start(profile: &Profile) -> Self {
        Self::with(Sandbox::builder().profile(profile))
    }

    /// With a limit that a test can wait for.
    pub(crate) fn impatient() -> Self {
        Self::with(Sandbox::builder().slowest_request(Duration::from_millis(300)).largest_body(64 * 1024))
    }

    fn with(builder: Builder) -> Self {
        count_panics();
        let sandbox = builder.start().unwrap();
        let tokens: Vec<String> = sandbox.accounts().iter().map(|account| account.access_token.clone()).collect();
        for token in &tokens {
            let body = r#"{"name":"kept","remain_quota":5,"group":"vip"}"#;
            let answer = Connection::open(&sandbox).exchange(&request("POST", "/api/token/", token, body));
            assert!(answer.body.contains("\"success\":true"), "{answer:?}");
        }
        let before = keys(&sandbox);
        assert_eq!(before.len(), 2);
        Self { sandbox, before }
    }

    pub(crate) fn token(&self) -> &str {
        &self.sandbox.accounts()[0].access_token
    }

    /// A request of the first account.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        request(method, path, self.token(), body)
    }

    /// Nothing panicked, the keys of both accounts are as they were, and the next request is served.
    pub(crate) fn check(self) {
        assert_eq!(PANICS.load(Ordering::SeqCst), 0);
        assert_eq!(keys(&self.sandbox), self.before);
        let list = self.request("GET", "/api/token/", "");
        let answer = Connection::open(&self.sandbox).exchange(&list);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains("kept"), "{answer:?}");
        self.sandbox.stop().unwrap();
    }
}

fn keys(sandbox: &Sandbox) -> Vec<Key> {
    sandbox.accounts().iter().flat_map(|account| sandbox.keys(account.user_id)).collect()
}

/// A request, as bytes.
pub(crate) fn request(method: &str, path: &str, token: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
