//! Servers that do not answer as servers do: a run ends in time all the same, and says what it saw.

use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use contract_tests::explorer::{Explored, Options, explore};
use contract_tests::wire::AccountToken;

use crate::tiny_server::{keeping, read, serve};

const LIMIT: Duration = Duration::from_secs(4);

fn run(url: &str) -> Explored {
    let account =
        AccountToken { name: "tiny".to_owned(), token: "tiny-server-token-0001".to_owned(), user_id: Some(2) };
    let options = Options {
        time_limit: LIMIT,
        request_timeout: Duration::from_millis(200),
        connections: 2,
        ..Options::default_budget()
    };
    let began = Instant::now();
    let explored = explore(url, vec![account], &options).unwrap();
    assert!(began.elapsed() < LIMIT + Duration::from_secs(2), "{:?}", began.elapsed());
    explored
}

/// Contradicted, and said so in the notes.
fn assert_gone(explored: &Explored) {
    assert!(explored.contradicted().contains(&"any.request.answered"), "{:?}", explored.contradicted());
    assert!(explored.notes.iter().any(|note| note.contains("stopped answering")), "{:?}", explored.notes);
}

/// Reads a request, then does this with the connection.
fn after_a_request(then: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> String {
    serve(move |mut stream| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        if read(&mut reader).is_some() {
            then(&mut stream);
        }
    })
}

#[test]
fn nobody_listens() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_gone(&run(&url));
}

#[test]
fn it_never_answers() {
    assert_gone(&run(&after_a_request(|_| std::thread::sleep(Duration::from_secs(30)))));
}

#[test]
fn it_resets_every_connection() {
    assert_gone(&run(&after_a_request(|_| {})));
}

#[test]
fn it_sends_half_a_body() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"success\":tr";
    assert_gone(&run(&after_a_request(|stream| drop(stream.write_all(half)))));
}

#[test]
fn it_sends_a_body_without_end() {
    assert_gone(&run(&after_a_request(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        while stream.write_all(&[b' '; 4096]).is_ok() {}
    })));
}

#[test]
fn it_drips() {
    assert_gone(&run(&after_a_request(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        while stream.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    })));
}

#[test]
fn it_speaks_something_else() {
    assert_gone(&run(&serve(|mut stream| {
        let _ = stream.write_all(b"SSH-2.0-something\r\n\x00\xff\x00\xff");
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    })));
}

/// What was judged until then stays in the report.
#[test]
fn it_stops_answering_midway() {
    let explored = run(&keeping(|number, stream| {
        if number > 60 {
            std::thread::sleep(Duration::from_secs(30));
            let _ = stream.flush();
        }
        number > 60
    }));
    assert_gone(&explored);
    assert!(explored.confirmed().contains(&"get.answers-asked-key"), "{:?}", explored.confirmed());
    assert!(!explored.left_behind.is_empty());
}

/// Answers that come too late are none; time is up before all cases are done.
#[test]
fn it_is_slow_but_answers() {
    let explored = run(&keeping(|_, _| {
        std::thread::sleep(Duration::from_millis(40));
        false
    }));
    assert!(!explored.contradicted().contains(&"any.request.answered"));
    assert!(explored.notes.iter().any(|note| note.contains("within the limits")), "{:?}", explored.notes);
}
