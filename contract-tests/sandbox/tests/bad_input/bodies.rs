//! Bodies that are wrong: no JSON, other types, too deep, too large, without an end.

use sandbox::{LARGEST_BODY, Profile};

use crate::unharmed::Unharmed;
use crate::wire::Connection;

/// Every one of them is refused by every profile. The id is one that no key has.
fn wrong_bodies() -> Vec<String> {
    let mut bodies: Vec<String> =
        ["", " ", "{", "}", "[", "nul", "'", "{\"id\":1", "{id:1}", "\u{feff}{}", "\0", "{\"a\":01}"]
            .map(str::to_owned)
            .to_vec();
    bodies.extend(["[]", "\"\"", "0", "true", "[[1]]"].map(str::to_owned));
    for (name, value) in [("id", "\"1\""), ("id", "{}"), ("name", "7"), ("name", "[\"a\"]"), ("unlimited_quota", "0")] {
        bodies.push(format!("{{\"{name}\":{value}}}"));
    }
    for number in ["1e400", "-1e400", "99999999999999999999999999", "1.5", "-"] {
        bodies.push(format!("{{\"id\":{number}}}"));
    }
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        bodies.push(open.repeat(100_000));
        bodies.push(format!("{{\"id\":{}0{}}}", open.repeat(50_000), close.repeat(50_000)));
    }
    bodies.push(format!("{{\"name\":\"{}", "a".repeat(500_000)));
    bodies
}

#[test]
fn wrong_bodies_are_refused() {
    for profile in Profile::ALL {
        let unharmed = Unharmed::start(profile);
        let mut connection = Connection::open(&unharmed.sandbox);
        for method in ["POST", "PUT"] {
            for body in wrong_bodies() {
                let answer = connection.exchange(&unharmed.request(method, "/api/token/", &body));
                let shown: String = body.chars().take(40).collect();
                assert_eq!(answer.status, 200, "{} {method} {shown}", profile.name);
                assert!(answer.body.contains("\"success\":false"), "{} {method} {shown}: {answer:?}", profile.name);
            }
        }
        unharmed.check();
    }
}

#[test]
fn bodies_that_are_no_utf8_are_refused_or_repaired_as_go_does() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let mut request = unharmed.request("POST", "/api/token/", "{\"name\":\"??\"}");
    let place = request.len() - 4;
    request[place..place + 2].copy_from_slice(&[0xff, 0xfe]);
    let answer = Connection::open(&unharmed.sandbox).exchange(&request);
    assert!(answer.body.contains("request body is not JSON"), "{answer:?}");
    unharmed.check();
}

#[test]
fn a_body_of_the_largest_size_is_read_and_one_byte_more_is_413() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    for (size, status) in [(LARGEST_BODY, 200), (LARGEST_BODY + 1, 413), (4 * LARGEST_BODY, 413)] {
        let request = unharmed.request("PUT", "/api/token/", &"[".repeat(size));
        let answer = Connection::open(&unharmed.sandbox).exchange(&request);
        assert_eq!(answer.status, status, "{size}");
        assert_eq!(answer.head.contains("connection: close"), status == 413, "{answer:?}");
    }
    unharmed.check();
}

#[test]
fn a_large_body_that_waits_for_leave_is_refused_before_it_is_sent() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let head = format!(
        "POST /api/token/ HTTP/1.1\r\nHost: sandbox\r\nAuthorization: {}\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        unharmed.token(),
        LARGEST_BODY + 1
    );
    assert_eq!(Connection::open(&unharmed.sandbox).exchange(head.as_bytes()).status, 413);
    unharmed.check();
}

#[test]
fn a_body_without_an_end_is_413_and_then_cut() {
    let unharmed = Unharmed::impatient();
    let head = format!(
        "POST /api/token/ HTTP/1.1\r\nHost: sandbox\r\nAuthorization: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
        unharmed.token()
    );
    let mut connection = Connection::open(&unharmed.sandbox);
    assert!(connection.send(head.as_bytes()));
    let chunk = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
    let mut sent = 0;
    while connection.send(&chunk) {
        sent += 1;
        assert!(sent < 100_000, "a body of {sent} chunks was read");
    }
    unharmed.check();

    let unharmed = Unharmed::impatient();
    let mut connection = Connection::open(&unharmed.sandbox);
    assert!(connection.send(head.as_bytes()));
    for _ in 0..8 {
        assert!(connection.send(&chunk));
    }
    assert_eq!(connection.answer().unwrap().status, 413);
    unharmed.check();
}

#[test]
fn bodies_that_break_off_change_nothing() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let whole = unharmed.request("POST", "/api/token/", "{\"name\":\"half\"}");
    for length in 1..whole.len() {
        let mut connection = Connection::open(&unharmed.sandbox);
        assert!(connection.send(&whole[..length]));
        connection.finish();
        if let Some(answer) = connection.answer() {
            assert_eq!(answer.status, 400, "{length}: {answer:?}");
        }
    }
    let chunks = ["zz\r\n", "5\r\nab\r\n0\r\n\r\n", "-1\r\n", "fffffffffffffffff\r\n", "0;\u{1}\r\n"];
    for chunk in chunks {
        let token = unharmed.token();
        let head = format!(
            "POST /api/token/ HTTP/1.1\r\nHost: a\r\nAuthorization: {token}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        let mut connection = Connection::open(&unharmed.sandbox);
        assert!(connection.send(head.as_bytes()) && connection.send(chunk.as_bytes()));
        connection.finish();
        if let Some(answer) = connection.answer() {
            assert_eq!(answer.status, 400, "{chunk:?}: {answer:?}");
        }
    }
    unharmed.check();
}
