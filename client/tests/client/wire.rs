//! The client over real connections to loopback: what only the transport decides.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread::JoinHandle;
use std::time::Duration;

use cometapi_keys::{AccessToken, BaseUrl, Client, CreateApiKey, Error, Kind, Options};

use crate::memory::{RECORD, TOKEN, accepted, id};

/// Where the child of [`a_proxy_never_sees_what_goes_to_this_machine`] finds its server.
const SERVER: &str = "COMETAPI_KEYS_TEST_SERVER";

/// Takes one connection, reads its request, and has it answered. Gives the request as it came.
fn once(answer: impl FnOnce(TcpStream) + Send + 'static) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let request = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
            head.extend(byte);
        }
        answer(stream);
        String::from_utf8(head).unwrap()
    });
    (address, request)
}

fn writes(text: Vec<u8>) -> impl FnOnce(TcpStream) + Send + 'static {
    move |mut stream| {
        let _ = stream.write_all(&text);
    }
}

fn client(address: SocketAddr, timeout: Duration) -> Client {
    let url = BaseUrl::new(&format!("http://{address}")).unwrap();
    Client::with_options(&url, AccessToken::new(TOKEN).unwrap(), Options::default().timeout(timeout)).unwrap()
}

fn run<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn the_token_travels_raw_and_nothing_is_added() {
    let body = accepted(RECORD);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    let (address, request) = once(writes([head.into_bytes(), body].concat()));
    assert_eq!(run(client(address, LONG).get(id())).unwrap().id, id());
    let request = request.join().unwrap();
    let mut lines: Vec<&str> = request.trim_end().lines().collect();
    lines.sort_unstable();
    let (authorization, host) = (format!("authorization: {TOKEN}"), format!("host: {address}"));
    assert_eq!(lines, ["GET /api/token/1234 HTTP/1.1", "accept: application/json", &authorization, &host]);
}

#[test]
fn a_redirect_is_not_followed_whatever_its_status() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
        elsewhere.set_nonblocking(true).unwrap();
        let location = elsewhere.local_addr().unwrap();
        let text = format!("HTTP/1.1 {status} Moved\r\nLocation: http://{location}/\r\nContent-Length: 0\r\n\r\n");
        let (address, request) = once(writes(text.into_bytes()));
        let error = run(client(address, LONG).create_as_is(&CreateApiKey::default())).unwrap_err();
        assert_eq!(error.kind(), Kind::Redirect, "{status}: {error}");
        request.join().unwrap();
        assert_eq!(elsewhere.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "{status}");
    }
}

#[test]
fn a_body_that_never_ends_is_left_at_the_limit() {
    let (sender, written) = std::sync::mpsc::channel::<usize>();
    let (address, request) = once(move |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"success\":true,\"message\":\"");
        // Until the client hangs up.
        let blocks = (0..).take_while(|_| stream.write_all(&[b'a'; 65_536]).is_ok()).count();
        let _ = sender.send(blocks * 65_536);
    });
    let error = run(client(address, LONG).get(id())).unwrap_err();
    assert!(matches!(error, Error::Malformed { length: 16_777_216, .. }), "{error}");
    request.join().unwrap();
    // What is above the limit lies in the buffers of the connection.
    let written = written.recv().unwrap();
    assert!((16_777_216..2 * 16_777_216).contains(&written), "{written} bytes were taken");
}

#[test]
fn an_answer_that_stops_is_a_timeout_and_a_cut_one_is_not() {
    const HALF: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\":";
    for (text, kind) in [(&b""[..], Kind::Timeout), (HALF, Kind::Timeout)] {
        let (sender, receiver) = std::sync::mpsc::channel::<()>();
        let (address, request) = once(move |mut stream| {
            stream.write_all(text).unwrap();
            let _ = receiver.recv();
        });
        let error = run(client(address, Duration::from_millis(200)).get(id())).unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, true), "{error}");
        drop(sender);
        request.join().unwrap();
    }
    for text in [&b""[..], HALF] {
        let (address, request) = once(writes(text.to_vec()));
        let error = run(client(address, LONG).get(id())).unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (Kind::Transport, true), "{error}");
        request.join().unwrap();
    }
}

/// The environment is a process's, so a child of its own has the proxy in it: the named test, told where its server is.
fn child(test: &str, server: &str, proxy: SocketAddr) -> std::process::Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test]).env(SERVER, server);
    let proxy_url = format!("http://{proxy}");
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, &proxy_url);
    }
    child.env_remove("no_proxy").env_remove("NO_PROXY").env_remove("REQUEST_METHOD");
    child.stdout(std::process::Stdio::null()).spawn().unwrap()
}

#[test]
fn a_proxy_never_sees_what_goes_to_this_machine() {
    if let Some(server) = std::env::var_os(SERVER) {
        run(client(server.to_str().unwrap().parse().unwrap(), LONG).get(id())).unwrap();
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let body = accepted(RECORD);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    let (address, _request) = once(writes([head.into_bytes(), body].concat()));
    let test = "wire::a_proxy_never_sees_what_goes_to_this_machine";
    let mut child = child(test, &address.to_string(), proxy.local_addr().unwrap());
    let ended = loop {
        if proxy.accept().is_ok() {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the proxy was asked");
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(ended.success());
}

/// Else the client would be of no use where a proxy is the only way out.
#[test]
fn a_proxy_is_asked_for_what_goes_elsewhere() {
    if let Some(server) = std::env::var_os(SERVER) {
        let url = BaseUrl::insecure(server.to_str().unwrap()).unwrap();
        run(Client::new(&url, AccessToken::new(TOKEN).unwrap()).unwrap().get(id())).unwrap();
        return;
    }
    let body = accepted(RECORD);
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    let (proxy, request) = once(writes([head.into_bytes(), body].concat()));
    let test = "wire::a_proxy_is_asked_for_what_goes_elsewhere";
    // Nobody has that name, so nothing but the proxy can answer.
    let mut child = child(test, "http://keys.invalid", proxy);
    let ended = child.wait().unwrap();
    if !ended.success() {
        // Let the proxy's thread go.
        drop(TcpStream::connect(proxy));
    }
    assert!(ended.success());
    assert!(request.join().unwrap().starts_with("GET http://keys.invalid/api/token/1234 HTTP/1.1\r\n"));
}
