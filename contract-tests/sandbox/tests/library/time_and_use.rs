//! The clock, the quota and the limit of requests, from outside.

use reqwest::{Method, StatusCode};
use sandbox::{RateLimit, Sandbox};

use crate::account::{Http, run};

const NOW: i64 = 1_766_102_400;

#[test]
fn a_key_expires_when_the_clock_says_so() {
    run(async {
        let sandbox = Sandbox::builder().clock_at(NOW).start().unwrap();
        let http = Http::of(&sandbox, 0);
        http.create(&format!(r#"{{"unlimited_quota":true,"expired_time":{}}}"#, NOW + 10)).await;
        let key = sandbox.keys(2).remove(0);
        assert_eq!(key.created_time, NOW);
        assert_eq!(http.models(&key.key).await, StatusCode::OK);
        sandbox.clock().advance(10);
        assert_eq!(http.models(&key.key).await, StatusCode::UNAUTHORIZED);
        sandbox.clock().set(NOW);
        assert_eq!(http.models(&key.key).await, StatusCode::OK);
        sandbox.clock().run();
        assert!(sandbox.clock().now() > NOW);
        assert_eq!(http.models(&key.key).await, StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn a_key_can_be_used_up() {
    run(async {
        let sandbox = Sandbox::builder().clock_at(NOW).start().unwrap();
        let http = Http::of(&sandbox, 0);
        http.create(r#"{"remain_quota":10}"#).await;
        let key = sandbox.keys(2).remove(0);
        sandbox.clock().advance(5);
        assert!(sandbox.use_quota(key.id, 9));
        assert_eq!(http.models(&key.key).await, StatusCode::OK);
        assert!(sandbox.use_quota(key.id, i64::MAX));
        assert_eq!(http.models(&key.key).await, StatusCode::UNAUTHORIZED);
        let used = sandbox.keys(2).remove(0);
        assert_eq!((used.used_quota, used.accessed_time), (i64::MAX, NOW + 5));
        assert!(!sandbox.use_quota(key.id + 1, 1));
    });
}

#[test]
fn a_limit_of_requests_ends_with_its_window() {
    run(async {
        let sandbox = Sandbox::builder().clock_at(NOW).start().unwrap();
        let http = Http::of(&sandbox, 0);
        sandbox.set_rate_limit(Some(RateLimit { requests: 2, seconds: 30 }));
        let status = async || http.send(Method::GET, "/api/token/", "").await.0;
        assert_eq!((status().await, status().await), (StatusCode::OK, StatusCode::OK));
        assert_eq!(status().await, StatusCode::TOO_MANY_REQUESTS);
        sandbox.clock().advance(29);
        assert_eq!(status().await, StatusCode::TOO_MANY_REQUESTS);
        sandbox.clock().advance(1);
        assert_eq!(status().await, StatusCode::OK);
        sandbox.set_rate_limit(None);
        for _ in 0..10 {
            assert_eq!(status().await, StatusCode::OK);
        }
    });
}

#[test]
fn ids_and_values_of_keys_can_be_chosen() {
    run(async {
        let sandbox = Sandbox::start().unwrap();
        sandbox.raise_next_id(5000);
        sandbox.give_key_value("the-key-of-my-test");
        let http = Http::of(&sandbox, 0);
        http.create(r#"{"unlimited_quota":true}"#).await;
        let key = sandbox.keys(2).remove(0);
        assert_eq!((key.id, key.key.as_str()), (5000, "the-key-of-my-test"));
        assert_eq!(http.models("the-key-of-my-test").await, StatusCode::OK);
    });
}
