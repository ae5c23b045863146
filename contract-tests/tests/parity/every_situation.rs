//! Every situation that a profile is said to have can come up, and is noted: requests for each.

use std::collections::BTreeSet;

use reqwest::Method;
use sandbox::{Profile, RateLimit, Sandbox, Situation};

const TOKEN: &str = "sandbox-access-token-alice-0001";
const KEYS: &str = "/api/token/";

/// What both a create and an update are sent; an update with `"id":1` besides.
const OBJECTS: [&str; 19] = [
    r#""name":"x","expired_time":-1,"remain_quota":5,"unlimited_quota":true,"model_limits_enabled":true"#,
    r#""model_limits":"gpt-4o","allow_ips":"127.0.0.1","group":"auto","cross_group_retry":true"#,
    r#""name":"","expired_time":0,"remain_quota":0,"allow_ips":null"#,
    r#""name":"é","expired_time":5000,"unlimited_quota":false"#,
    r#""expired_time":-2,"remain_quota":-1,"allow_ips":"""#,
    r#""name":"\ud83d""#,
    r#""name":null"#,
    r#""name":"x","name":"y""#,
    r#""Name":"x""#,
    r#""colour":"x""#,
    r#""name":1"#,
    r#""remain_quota":1.5"#,
    r#""remain_quota":1000000000000000000"#,
    r#""name":"123456789012345678901234567890123456789012345678901""#,
    r#""allow_ips":"not-an-address""#,
    r#""group":"of-nobody""#,
    r#""status":7"#,
    r#""status":4"#,
    r#""status":3"#,
];

/// Bodies that are no such object.
const BODIES: [&[u8]; 7] = [b"", b"{", b"x", b"{x}", b"[]", b"null", b"{\"name\":\"\xff\"}"];

struct Tried {
    sandbox: Sandbox,
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
}

impl Tried {
    fn new(profile: &Profile) -> Self {
        let sandbox = Sandbox::builder().profile(profile).note_situations().clock_at(1000).start().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        Self { sandbox, runtime, client }
    }

    fn send(&self, method: &Method, target: &str, headers: &[(&str, &str)], body: &[u8]) {
        let url = format!("{}{target}", self.sandbox.base_url());
        let mut request = self.client.request(method.clone(), url).body(body.to_vec());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.runtime.block_on(async { request.send().await.unwrap().bytes().await.unwrap() });
    }

    fn as_alice(&self, method: &Method, target: &str, body: &[u8]) {
        self.send(method, target, &[("authorization", TOKEN)], body);
    }

    /// Sends it without a token, with a wrong one, and as Alice.
    fn by_all(&self, method: &Method, target: &str) {
        self.send(method, target, &[], b"");
        self.send(method, target, &[("authorization", "of-nobody")], b"");
        self.as_alice(method, target, b"");
    }

    fn updated(&self, id: i64, members: &str) {
        self.as_alice(&Method::PUT, KEYS, format!("{{\"id\":{id},{members}}}").as_bytes());
    }

    /// A model request with the key of that id.
    fn uses(&self, id: i64) {
        let keys = self.sandbox.keys(2);
        let key = &keys.iter().find(|key| key.id == id).unwrap().key;
        self.send(&Method::GET, "/v1/models", &[("authorization", key)], b"");
    }

    fn writes(&self) {
        for (method, id) in [(Method::POST, ""), (Method::PUT, "\"id\":1,")] {
            self.by_all(&method, KEYS);
            for members in OBJECTS {
                self.as_alice(&method, KEYS, format!("{{{id}{members}}}").as_bytes());
            }
            self.as_alice(&method, KEYS, format!("{{{id}\"name\":\"x\"}} y").as_bytes());
            BODIES.iter().for_each(|body| self.as_alice(&method, KEYS, body));
            self.as_alice(&method, KEYS, b"{}");
        }
        self.updated(1, r#""status":2"#);
        self.updated(1, r#""status":1"#);
        self.updated(999, r#""status":1"#);
    }

    fn reads(&self) {
        for p in ["", "?p=0", "?p=1", "?p=2", "?p=-1", "?p=99999999999999999999", "?p=x"] {
            self.by_all(&Method::GET, &format!("{KEYS}{p}"));
        }
        for name in ["page_size", "size"] {
            for size in ["5", "101", "0", "99999999999999999999"] {
                self.as_alice(&Method::GET, &format!("{KEYS}?{name}={size}"), b"");
            }
        }
        for (method, suffix) in [(Method::GET, ""), (Method::POST, "/key"), (Method::DELETE, "")] {
            for id in ["0", "x", "99999999999999999999", "999", "1"] {
                self.by_all(&method, &format!("{KEYS}{id}{suffix}"));
            }
        }
        self.sandbox.clock().advance(10);
        assert!(self.sandbox.use_quota(2, 1));
        self.as_alice(&Method::GET, "/api/token/2", b"");
    }

    fn model_requests(&self) {
        self.send(&Method::GET, "/v1/models", &[], b"");
        self.send(&Method::GET, "/v1/models", &[("authorization", "of-nobody")], b"");
        let unlimited = r#""expired_time":-1,"unlimited_quota":true"#;
        let limited = r#","model_limits_enabled":true,"model_limits":"gpt-4o""#;
        for more in
            ["", limited, r#","model_limits_enabled":true"#, r#","allow_ips":"127.0.0.1""#, r#","allow_ips":"::1""#]
        {
            self.updated(2, &format!("{unlimited}{more},\"status\":1"));
            self.uses(2);
        }
        for (id, spent, mark) in [(2, r#""expired_time":5"#, 3), (3, r#""expired_time":-1,"remain_quota":0"#, 4)] {
            self.updated(id, &format!("{spent},\"status\":1"));
            self.uses(id);
            self.updated(id, &format!("{spent},\"status\":1"));
            self.updated(id, &format!("{spent},\"status\":{mark}"));
            self.uses(id);
            self.updated(id, r#""status":2"#);
            self.uses(id);
        }
    }

    fn elsewhere(&self) {
        self.as_alice(&Method::GET, "/nothing", b"");
        self.as_alice(&Method::PATCH, KEYS, b"");
        self.as_alice(&Method::GET, "/api/token", b"");
        self.as_alice(&Method::POST, "/api/token", b"");
        self.send(&Method::GET, KEYS, &[("authorization", &format!("Bearer {TOKEN}"))], b"");
        for language in ["zh-CN", "zh-TW"] {
            let headers = [("authorization", TOKEN), ("accept-language", language)];
            self.send(&Method::GET, "/api/token/999", &headers, b"");
        }
        self.sandbox.set_rate_limit(Some(RateLimit { requests: 1, seconds: 20 }));
        (0..2).for_each(|_| self.as_alice(&Method::GET, KEYS, b""));
    }
}

#[test]
fn every_situation_of_a_profile_comes_up() {
    for profile in Profile::ALL {
        let tried = Tried::new(profile);
        tried.writes();
        tried.reads();
        tried.model_requests();
        tried.elsewhere();
        let listed: BTreeSet<Situation> = Situation::of(profile).into_iter().collect();
        let noted: BTreeSet<Situation> = tried.sandbox.situations().into_iter().collect();
        let missing: Vec<_> = listed.difference(&noted).collect();
        let unlisted: Vec<_> = noted.difference(&listed).collect();
        assert!(missing.is_empty() && unlisted.is_empty(), "{}: {missing:#?} {unlisted:#?}", profile.name);
    }
}
