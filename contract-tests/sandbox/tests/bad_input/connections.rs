//! Many connections, and many requests on one.

use std::thread;

use sandbox::{Profile, Sandbox};

use crate::unharmed::{Unharmed, request};
use crate::wire::Connection;

#[test]
fn five_hundred_connections_at_once_are_all_served() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let list = unharmed.request("GET", "/api/token/", "");
    // Fewer where the machine allows fewer open files: each connection takes two of this process.
    let allowed = std::fs::read_to_string("/proc/self/limits").ok().and_then(|limits| {
        let line = limits.lines().find(|line| line.starts_with("Max open files"))?.to_owned();
        line.split_whitespace().nth(3)?.parse::<usize>().ok()
    });
    let many = allowed.map_or(500, |allowed| 500.min(allowed.saturating_sub(200) / 2));
    let mut connections: Vec<Connection> = (0..many).map(|_| Connection::open(&unharmed.sandbox)).collect();
    for round in 0..3 {
        for connection in &mut connections {
            assert!(connection.send(&list));
        }
        for (number, connection) in connections.iter_mut().enumerate() {
            let answer = connection.answer().unwrap();
            assert_eq!(answer.status, 200, "round {round}, connection {number}: {answer:?}");
        }
    }
    unharmed.check();
}

#[test]
fn requests_of_one_write_are_answered_in_their_order() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let requests: Vec<u8> =
        (1..=50).flat_map(|page| unharmed.request("GET", &format!("/api/token/?p={page}"), "")).collect();
    let mut connection = Connection::open(&unharmed.sandbox);
    assert!(connection.send(&requests));
    for page in 1..=50 {
        let answer = connection.answer().unwrap();
        assert!(answer.body.contains(&format!("\"page\":{page},")), "{answer:?}");
    }
    unharmed.check();
}

/// `update.parallel.not-mixed`: of updates at the same time one wins whole.
#[test]
fn updates_at_the_same_time_are_never_mixed() {
    let sandbox = Sandbox::start().unwrap();
    let token = sandbox.accounts()[0].access_token.clone();
    Connection::open(&sandbox).exchange(&request("POST", "/api/token/", &token, "{}"));
    let id = sandbox.keys(2)[0].id;
    thread::scope(|scope| {
        for writer in 0..8 {
            let (sandbox, token) = (&sandbox, &token);
            scope.spawn(move || {
                let mut connection = Connection::open(sandbox);
                for round in 0..200 {
                    let number = writer * 1000 + round;
                    let body =
                        format!(r#"{{"id":{id},"name":"{number}","remain_quota":{number},"model_limits":"{number}"}}"#);
                    let answer = connection.exchange(&request("PUT", "/api/token/", token, &body));
                    assert!(answer.body.contains(&format!("\"name\":\"{number}\"")), "{answer:?}");
                }
            });
        }
        let mut connection = Connection::open(&sandbox);
        for _ in 0..500 {
            let key = &sandbox.keys(2)[0];
            assert!(key.name.is_empty() || (key.name == key.model_limits && key.name == key.remain_quota.to_string()));
            let read = connection.exchange(&request("GET", &format!("/api/token/{id}"), &token, ""));
            assert_eq!(read.status, 200);
        }
    });
    assert_eq!(sandbox.requests(), 1 + 1600 + 500);
}
