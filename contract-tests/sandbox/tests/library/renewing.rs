//! The program of `examples/renew`, tested.

#[path = "../../examples/renew/renew.rs"]
mod renew;

use cometapi_keys::{AccessToken, BaseUrl, Client, Kind};
use sandbox::{Profile, Sandbox};

use crate::account::{Http, run};

const NOW: i64 = 1_766_102_400;
const DAY: i64 = 86_400;

fn client(sandbox: &Sandbox, token: &str) -> Client {
    Client::new(&BaseUrl::new(&sandbox.base_url()).unwrap(), AccessToken::new(token).unwrap()).unwrap()
}

#[test]
fn keys_that_expire_soon_are_renewed_and_nothing_else() {
    run(async {
        let sandbox = Sandbox::builder().clock_at(NOW).start().unwrap();
        let http = Http::of(&sandbox, 0);
        for (name, ends) in [("soon", NOW + DAY), ("later", NOW + 30 * DAY), ("never", -1), ("past", NOW - DAY)] {
            http.create(&format!(
                r#"{{"name":"{name}","expired_time":{ends},"remain_quota":5,"allow_ips":"127.0.0.1"}}"#
            ))
            .await;
        }
        let before = sandbox.keys(2);
        let client = client(&sandbox, &sandbox.accounts()[0].access_token);
        assert_eq!(renew::renew(&client, NOW).await.unwrap(), 1);
        let after = sandbox.keys(2);
        let renewed: Vec<_> = after.iter().zip(&before).filter(|(after, before)| after != before).collect();
        let [(after, before)] = renewed.as_slice() else { panic!("{renewed:?}") };
        assert_eq!(after.name, "soon");
        assert_eq!(after.expired_time, NOW + 90 * DAY);
        let mut otherwise_the_same = (*after).clone();
        otherwise_the_same.expired_time = before.expired_time;
        assert_eq!(otherwise_the_same, **before);
    });
}

#[test]
fn keys_beyond_the_first_page_are_renewed_too() {
    run(async {
        let sandbox = Sandbox::builder().clock_at(NOW).start().unwrap();
        let http = Http::of(&sandbox, 0);
        for number in 0..150 {
            http.create(&format!(r#"{{"name":"k{number}","expired_time":{}}}"#, NOW + DAY)).await;
        }
        let client = client(&sandbox, &sandbox.accounts()[0].access_token);
        assert_eq!(renew::renew(&client, NOW).await.unwrap(), 150);
        assert!(sandbox.keys(2).iter().all(|key| key.expired_time == NOW + 90 * DAY));
    });
}

#[test]
fn a_refusal_and_a_limit_reach_the_program() {
    run(async {
        let sandbox = Sandbox::start().unwrap();
        let error = renew::renew(&client(&sandbox, "nobody"), NOW).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unauthorized, "{error}");

        let limit = sandbox::RateLimit { requests: 1, seconds: 60 };
        let sandbox = Sandbox::builder().rate_limit(limit).start().unwrap();
        let client = client(&sandbox, &sandbox.accounts()[0].access_token);
        assert_eq!(renew::renew(&client, NOW).await.unwrap(), 0);
        let error = renew::renew(&client, NOW).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Throttled, "{error}");
    });
}

/// The program reads keys in clear; a server that masks them is another one.
#[test]
fn another_profile_is_one_line() {
    run(async {
        let sandbox = Sandbox::builder().profile(&Profile::NEW_API_2026_07).clock_at(NOW).start().unwrap();
        Http::of(&sandbox, 0).create(&format!(r#"{{"name":"soon","expired_time":{}}}"#, NOW + DAY)).await;
        let client = client(&sandbox, &sandbox.accounts()[0].access_token);
        assert_eq!(renew::renew(&client, NOW).await.unwrap(), 1);
        assert_eq!(sandbox.keys(2)[0].expired_time, NOW + 90 * DAY);
    });
}
