//! Clients that take their time.

use std::time::{Duration, Instant};

use crate::unharmed::Unharmed;
use crate::wire::Connection;

#[test]
fn a_head_that_does_not_end_ends_the_connection() {
    let unharmed = Unharmed::impatient();
    for start in ["", "GET /api/to", "GET /api/token/ HTTP/1.1\r\nHost: a\r\nX-Slow: "] {
        let began = Instant::now();
        let mut connection = Connection::open(&unharmed.sandbox);
        assert!(connection.send(start.as_bytes()));
        if let Some(answer) = connection.answer() {
            assert_eq!(answer.status, 408, "{answer:?}");
        }
        assert!(began.elapsed() < Duration::from_secs(5));
    }
    unharmed.check();
}

#[test]
fn a_body_that_does_not_end_is_408() {
    let unharmed = Unharmed::impatient();
    let whole = unharmed.request("POST", "/api/token/", "{\"name\":\"late\"}");
    let mut connection = Connection::open(&unharmed.sandbox);
    assert!(connection.send(&whole[..whole.len() - 1]));
    let answer = connection.answer().unwrap();
    assert_eq!(answer.status, 408, "{answer:?}");
    assert!(connection.is_closed());
    unharmed.check();
}

#[test]
fn a_trickle_is_cut_too() {
    let unharmed = Unharmed::impatient();
    let whole = unharmed.request("POST", "/api/token/", &format!("{{\"name\":\"{}\"}}", "a".repeat(40)));
    let mut connection = Connection::open(&unharmed.sandbox);
    let began = Instant::now();
    for byte in &whole {
        if !connection.send(&[*byte]) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    if let Some(answer) = connection.answer() {
        assert_eq!(answer.status, 408, "{answer:?}");
    }
    assert!(began.elapsed() < Duration::from_secs(5));
    unharmed.check();
}

#[test]
fn slow_clients_do_not_keep_others_waiting() {
    let unharmed = Unharmed::impatient();
    let mut slow: Vec<Connection> = (0..100).map(|_| Connection::open(&unharmed.sandbox)).collect();
    for connection in &mut slow {
        assert!(connection.send(b"POST /api/token/ HTTP/1.1\r\n"));
    }
    let began = Instant::now();
    let answer = Connection::open(&unharmed.sandbox).exchange(&unharmed.request("GET", "/api/token/", ""));
    assert_eq!(answer.status, 200);
    assert!(began.elapsed() < Duration::from_millis(250), "{:?}", began.elapsed());
    unharmed.check();
}
