//! What a sandbox costs: `cargo bench -p cometapi-keys-sandbox`.
//!
//! From the start to the first answer; a page of a list with ten keys and with a hundred thousand; memory over a million
//! requests. How many updates a second it answers is for `wrk`: see `measure.sh`.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking, helpers included")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use sandbox::Sandbox;

/// One connection, with answers that fit into a few reads.
struct Connection {
    stream: TcpStream,
    token: String,
    read: Vec<u8>,
}

impl Connection {
    fn open(sandbox: &Sandbox) -> Self {
        let stream = TcpStream::connect(sandbox.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, token: sandbox.accounts()[0].access_token.clone(), read: Vec::with_capacity(64 * 1024) }
    }

    fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let (token, length) = (&self.token, body.len());
        format!(
            "{method} {path} HTTP/1.1\r\nHost: a\r\nAuthorization: {token}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }

    /// Sends requests in one write and reads as many answers; each must be accepted.
    fn exchange(&mut self, requests: &[u8], answers: usize) {
        self.stream.write_all(requests).unwrap();
        self.read.clear();
        let (mut seen, mut from) = (0, 0);
        let mut bytes = [0; 64 * 1024];
        while seen < answers {
            let read = self.stream.read(&mut bytes).unwrap();
            assert!(read > 0, "the sandbox closed the connection");
            self.read.extend_from_slice(&bytes[..read]);
            while let Some(end) = end_of_answer(&self.read[from..]) {
                let answer = &self.read[from..from + end];
                assert!(
                    answer.windows(14).any(|window| window == b"\"success\":true"),
                    "{}",
                    String::from_utf8_lossy(answer)
                );
                from += end;
                seen += 1;
            }
        }
    }
}

/// The length of the answer at the start of these bytes, once it is whole.
fn end_of_answer(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let text = std::str::from_utf8(&bytes[..head]).unwrap();
    let length: usize = text.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().unwrap();
    (bytes.len() >= head + 4 + length).then_some(head + 4 + length)
}

fn start_to_first_answer() {
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..200 {
        let began = Instant::now();
        let sandbox = Sandbox::start().unwrap();
        let mut connection = Connection::open(&sandbox);
        connection.exchange(&connection.request("GET", "/api/token/", ""), 1);
        times.push(began.elapsed());
    }
    let first = times[0];
    times.sort();
    println!(
        "start to first answer: the first {first:.2?}, then median {:.2?}, longest {:.2?}",
        times[100], times[198]
    );
}

fn fill(connection: &mut Connection, keys: usize) {
    let create = connection.request("POST", "/api/token/", r#"{"name":"one of many","remain_quota":100000}"#);
    let (batch, rest) = (create.repeat(100), create.repeat(keys % 100));
    for _ in 0..keys / 100 {
        connection.exchange(&batch, 100);
    }
    connection.exchange(&rest, keys % 100);
}

fn page(connection: &mut Connection, page: usize) -> Duration {
    let list = connection.request("GET", &format!("/api/token/?p={page}&page_size=10"), "");
    let mut times: Vec<Duration> = (0..2000)
        .map(|_| {
            let began = Instant::now();
            connection.exchange(&list, 1);
            began.elapsed()
        })
        .collect();
    times.sort();
    times[1000]
}

fn pages() {
    for keys in [10, 1_000, 100_000] {
        let sandbox = Sandbox::start().unwrap();
        let mut connection = Connection::open(&sandbox);
        fill(&mut connection, keys);
        let (first, middle, last) = (1, (keys / 20).max(1), keys / 10);
        let times = [first, middle, last].map(|number| page(&mut connection, number));
        println!("a page of 10 of {keys} keys: first {:.1?}, middle {:.1?}, last {:.1?}", times[0], times[1], times[2]);
    }
}

/// The memory of this process that is in use, in KiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// A thousand keys, and then each request in turn: create, update, get, list, a refusal, delete.
fn soak(requests: usize) {
    let sandbox = Sandbox::start().unwrap();
    let mut connection = Connection::open(&sandbox);
    fill(&mut connection, 1000);
    let round = |connection: &mut Connection, id: usize| {
        let get = format!("/api/token/{id}");
        let update = format!(r#"{{"id":{id},"name":"updated","remain_quota":5,"allow_ips":"127.0.0.1"}}"#);
        let five = [
            connection.request("POST", "/api/token/", r#"{"name":"made","remain_quota":1}"#),
            connection.request("PUT", "/api/token/", &update),
            connection.request("GET", &get, ""),
            connection.request("GET", "/api/token/?p=3", ""),
            connection.request("DELETE", &get, ""),
        ];
        connection.exchange(&five.concat(), 5);
    };
    let rounds = requests / 5;
    let began = Instant::now();
    let mut before = 0;
    for number in 0..rounds {
        if number == rounds / 10 {
            before = memory();
        }
        round(&mut connection, 1001 + number);
    }
    let took = began.elapsed();
    assert_eq!(sandbox.keys(2).len(), 1000);
    println!(
        "{requests} requests in {took:.1?}: {before} KiB after the first tenth, {} KiB at the end, {} keys before and after",
        memory(),
        1000
    );
}

fn main() {
    start_to_first_answer();
    pages();
    soak(1_000_000);
}
