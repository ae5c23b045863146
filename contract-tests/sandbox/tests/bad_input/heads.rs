//! Heads that are wrong: no HTTP at all, odd methods, odd paths, odd fields, old versions.

use sandbox::Profile;

use crate::unharmed::Unharmed;
use crate::wire::Connection;

#[test]
fn what_is_no_http_is_400_or_the_end_of_the_connection() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1_000_000));
    let field = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(1_000_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: a\r\n".repeat(1000));
    let inputs: [&[u8]; 17] = [
        b"\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /a b HTTP/1.1\r\n\r\n",
        b"GET  HTTP/1.1\r\n\r\n",
        b"G\xff\xffT / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nA\0: b\r\n\r\n",
        b"POST /api/token/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/token/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /api/token/ HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        long.as_bytes(),
        field.as_bytes(),
        many.as_bytes(),
    ];
    for input in inputs {
        let shown = String::from_utf8_lossy(&input[..input.len().min(60)]).into_owned();
        let mut connection = Connection::open(&unharmed.sandbox);
        connection.send(input);
        connection.finish();
        if let Some(answer) = connection.answer() {
            assert!((400..500).contains(&answer.status), "{shown:?}: {answer:?}");
        }
        assert!(connection.is_closed(), "{shown:?}");
    }
    unharmed.check();
}

#[test]
fn odd_methods_and_paths_are_plain_4xx_or_refusals() {
    for profile in Profile::ALL {
        let unharmed = Unharmed::start(profile);
        let paths = [
            "/",
            "//",
            "/api/token",
            "/api/token//",
            "/api/token/%",
            "/api/token/%ff",
            "/api/token/%00",
            "/api/token/..%2f",
            "/api/token/../token/",
            "/api/token/1/key/key",
            "/api/token/-0",
            "/api/token/+2",
            "/api/token/99999999999999999999",
            "/api/token/\u{1f511}",
            "/api/token/?%",
            "/api/token/?p=%ff&page_size=%",
            "/api/token/?p=-9223372036854775808",
            "/v1/models?",
            "/v1/models/x",
            "/?/api/token/",
            "http://elsewhere.invalid/api/token/7",
            "*",
        ];
        for path in paths {
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get"] {
                let mut connection = Connection::open(&unharmed.sandbox);
                assert!(connection.send(&unharmed.request(method, path, "")));
                connection.finish();
                // An answer to HEAD has no body, whatever length it says.
                let answer = if method == "HEAD" { None } else { connection.answer() };
                if let Some(answer) = answer {
                    let status = answer.status;
                    assert!(
                        matches!(status, 200 | 301 | 307 | 400..=499),
                        "{} {method} {path}: {answer:?}",
                        profile.name
                    );
                }
            }
        }
        unharmed.check();
    }
}

#[test]
fn http_1_0_is_answered_and_closed() {
    let unharmed = Unharmed::start(&Profile::DOCUMENTED);
    let mut connection = Connection::open(&unharmed.sandbox);
    let request = format!("GET /api/token/ HTTP/1.0\r\nAuthorization: {}\r\n\r\n", unharmed.token());
    let answer = connection.exchange(request.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(connection.is_closed());
    unharmed.check();
}

#[test]
fn odd_tokens_are_refused() {
    for profile in Profile::ALL {
        let unharmed = Unharmed::start(profile);
        let token = unharmed.token().to_owned();
        let long = "a".repeat(10_000);
        let (cut, doubled) = (&token[..token.len() - 1], format!("{token}, {token}"));
        let odd = ["", " ", "Bearer", "Bearer ", "Bearer  ", "\u{1f511}", &long, cut, &doubled, "sk-", "Basic YTpi"];
        for value in odd {
            for path in ["/api/token/", "/api/token/1", "/v1/models"] {
                let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: {value}\r\n\r\n");
                let answer = Connection::open(&unharmed.sandbox).exchange(request.as_bytes());
                assert!(!answer.body.contains("kept"), "{} {value:?}: {answer:?}", profile.name);
                let is_refused = answer.status == 401 || answer.body.contains("\"success\":false");
                assert!(is_refused, "{} {path} {value:?}: {answer:?}", profile.name);
            }
        }
        unharmed.check();
    }
}
