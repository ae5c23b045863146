//! The log of requests: a line for each, and no secret in any.

use std::sync::{Arc, Mutex};

use reqwest::Method;
use sandbox::{Profile, Sandbox};

use crate::account::{Http, run};

#[test]
fn the_log_says_what_happened_and_holds_no_token_and_no_key() {
    for profile in Profile::ALL {
        run(async {
            let lines = Arc::new(Mutex::new(Vec::<String>::new()));
            let log = Arc::clone(&lines);
            let write = move |line: &str| log.lock().unwrap().push(line.to_owned());
            let sandbox = Sandbox::builder().profile(profile).log_to(write).start().unwrap();
            let http = Http::of(&sandbox, 0);
            http.create(r#"{"name":"named","unlimited_quota":true}"#).await;
            let key = sandbox.keys(2).remove(0);
            http.send(Method::GET, &format!("/api/token/{}", key.id), "").await;
            http.send(Method::PUT, "/api/token/", r#"{"id":999,"name":"x"}"#).await;
            http.models(&key.key).await;
            http.models("no-key-of-anybody").await;
            let lines = lines.lock().unwrap().clone();
            assert_eq!(lines.len(), 5, "{lines:#?}");
            assert_eq!(lines[0], "POST /api/token/ by alice: 200 accepted");
            assert!(lines[2].starts_with("PUT /api/token/ by alice: 200 refused: "), "{lines:#?}");
            let token = &sandbox.accounts()[0].access_token;
            for secret in [token.as_str(), &key.key, "no-key-of-anybody"] {
                assert!(lines.iter().all(|line| !line.contains(secret)), "{lines:#?}");
            }
        });
    }
}

/// What people see of a sandbox that fails their test.
#[test]
fn what_is_printed_of_a_sandbox_holds_no_token() {
    let sandbox = Sandbox::start().unwrap();
    let printed = format!("{sandbox:?}");
    assert!(printed.contains("documented"), "{printed}");
    assert!(sandbox.accounts().iter().all(|account| !printed.contains(&account.access_token)), "{printed}");
}
