//! Start, many at once, stop.

use std::net::TcpStream;

use reqwest::Method;
use sandbox::{Account, Sandbox, StartError};

use crate::account::{Http, run};

#[test]
fn fifty_sandboxes_do_not_know_each_other() {
    run(async {
        let sandboxes: Vec<Sandbox> = (0..50).map(|_| Sandbox::start().unwrap()).collect();
        for (number, sandbox) in sandboxes.iter().enumerate() {
            Http::of(sandbox, 0).create(&format!(r#"{{"name":"of {number}"}}"#)).await;
        }
        for (number, sandbox) in sandboxes.iter().enumerate() {
            let names: Vec<String> = sandbox.keys(2).into_iter().map(|key| key.name).collect();
            assert_eq!(names, [format!("of {number}")]);
            assert_eq!(sandbox.requests(), 1);
        }
    });
}

#[test]
fn a_dropped_sandbox_closes_its_port_and_its_connections() {
    run(async {
        let sandbox = Sandbox::start().unwrap();
        let http = Http::of(&sandbox, 0);
        http.create("{}").await;
        let address = sandbox.address();
        let mut kept = TcpStream::connect(address).unwrap();
        kept.set_read_timeout(Some(std::time::Duration::from_secs(5))).unwrap();
        drop(sandbox);
        assert!(TcpStream::connect(address).is_err());
        assert_eq!(std::io::Read::read(&mut kept, &mut [0]).unwrap_or(0), 0);
        // And the port is free for the next one.
        let next = Sandbox::builder().port(address.port()).start().unwrap();
        assert_eq!(next.address(), address);
        assert!(next.keys(2).is_empty());
    });
}

#[test]
fn a_taken_port_is_said() {
    let sandbox = Sandbox::start().unwrap();
    let port = sandbox.address().port();
    let error = Sandbox::builder().port(port).start().unwrap_err();
    assert!(matches!(error, StartError::Port { .. }));
    let said = error.to_string();
    assert!(said.starts_with(&format!("port {port} of 127.0.0.1 cannot be opened: ")), "{said}");
}

#[test]
fn accounts_of_ones_own_replace_the_two() {
    run(async {
        let mut account = Account::new("carol", 77, "carols-token");
        account.groups = vec!["research".to_owned()];
        let sandbox = Sandbox::builder().account(account).start().unwrap();
        assert_eq!(sandbox.accounts().len(), 1);
        let http = Http::of(&sandbox, 0);
        http.create(r#"{"group":"research"}"#).await;
        let (_, answer) = http.send(Method::POST, "/api/token/", r#"{"group":"vip"}"#).await;
        assert!(answer.contains("no access to group vip"), "{answer}");
        assert_eq!(sandbox.keys(77).len(), 1);
    });
}

#[test]
fn a_sandbox_may_be_used_from_many_threads() {
    let sandbox = Sandbox::start().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                run(async {
                    let http = Http::of(&sandbox, 0);
                    for _ in 0..25 {
                        http.create("{}").await;
                    }
                });
            });
        }
    });
    let ids: std::collections::BTreeSet<i64> = sandbox.keys(2).iter().map(|key| key.id).collect();
    assert_eq!(ids.len(), 200);
}
