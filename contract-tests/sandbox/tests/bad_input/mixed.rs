//! Requests that were sound until bytes of them were changed, left out or doubled.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sandbox::Profile;

use crate::unharmed::Unharmed;
use crate::wire::Connection;

/// A change of a request: at this place, so many bytes replaced by these.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    (any::<prop::sample::Index>(), 0..4_usize, prop::collection::vec(any::<u8>(), 0..4))
}

#[test]
fn changed_requests_harm_nothing() {
    let unharmed = Unharmed::impatient();
    let sound = [
        unharmed.request("GET", "/api/token/?p=1", ""),
        unharmed.request("PUT", "/api/token/", r#"{"id":7777777,"name":"a","allow_ips":null}"#),
        unharmed.request("DELETE", "/api/token/7777777", ""),
        unharmed.request("PATCH", "/v1/models", ""),
    ];
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let requests = (prop::sample::select(sound.to_vec()), prop::collection::vec(change(), 1..4));
    let sent = TestRunner::new(config).run(&requests, |(mut request, changes)| {
        for (place, length, bytes) in changes {
            let start = place.index(request.len());
            let end = (start + length).min(request.len());
            request.splice(start..end, bytes);
        }
        let mut connection = Connection::open(&unharmed.sandbox);
        connection.send(&request);
        connection.finish();
        while let Some(answer) = connection.answer() {
            prop_assert!(answer.status < 500, "{answer:?}");
        }
        Ok(())
    });
    sent.unwrap();
    assert_eq!(unharmed.sandbox.profile().name, Profile::DOCUMENTED.name);
    unharmed.check();
}
