//! Answers over real connections to loopback, of servers that do all that a server should not.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use cometapi_keys::{AccessToken, BaseUrl, Client, Error, Kind, Options};

use crate::calls::{Call, assert_shows, example};
use crate::memory::TOKEN;

/// What a server does with a connection once it has read the head of a request.
type Behaviour = fn(&mut TcpStream, &str) -> std::io::Result<()>;

/// Serves one connection on a thread of its own, which ends with the client.
fn server(behaviour: Behaviour) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
            head.extend(byte);
        }
        // The client hangs up on most of them.
        let _ = behaviour(&mut stream, &example(Call::Get).to_string());
    });
    address
}

/// Never answers, until the client has gone.
fn wait(stream: &mut TcpStream) -> std::io::Result<()> {
    std::io::copy(stream, &mut std::io::sink()).map(drop)
}

fn head(stream: &mut TcpStream, fields: &str) -> std::io::Result<()> {
    stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{fields}\r\n").as_bytes())
}

/// Writes a block until the client has gone.
fn endless(stream: &mut TcpStream, block: &[u8]) -> std::io::Result<()> {
    loop {
        stream.write_all(block)?;
    }
}

fn get(behaviour: Behaviour, timeout: Duration) -> Result<(), Error> {
    let url = BaseUrl::new(&format!("http://{}", server(behaviour))).unwrap();
    let client =
        Client::with_options(&url, AccessToken::new(TOKEN).unwrap(), Options::default().timeout(timeout)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let guarded = async { tokio::time::timeout(Duration::from_secs(60), Call::Get.run(&client, 1234)).await };
    let outcome = runtime.block_on(guarded).unwrap_or_else(|_| panic!("the client waits for ever"));
    outcome.map(drop)
}

fn assert_gives(name: &str, behaviour: Behaviour, timeout: Duration, expected: Option<Kind>) {
    let outcome = get(behaviour, timeout);
    assert_eq!(outcome.as_ref().err().map(Error::kind), expected, "{name}: {outcome:?}");
    if let Err(error) = &outcome {
        assert_shows(error, TOKEN, false);
        assert_shows(error, "COMETAPI_KEY", false);
        assert_eq!(error.is_retryable(), matches!(expected, Some(Kind::Timeout | Kind::Transport)), "{name}");
    }
}

const LONG: Duration = Duration::from_secs(30);

#[test]
fn what_comes_in_pieces_is_put_together() {
    let cases: [(&str, Behaviour); 5] = [
        ("plain", |stream, body| {
            head(stream, &format!("Content-Length: {}\r\n", body.len()))?;
            stream.write_all(body.as_bytes())
        }),
        ("until the connection is closed", |stream, body| {
            head(stream, "Connection: close\r\n")?;
            stream.write_all(body.as_bytes())?;
            stream.shutdown(Shutdown::Write)
        }),
        ("byte by byte", |stream, body| {
            stream.set_nodelay(true)?;
            head(stream, &format!("Content-Length: {}\r\n", body.len()))?;
            body.bytes().try_for_each(|byte| stream.write_all(&[byte]))
        }),
        ("in chunks", |stream, body| {
            head(stream, "Transfer-Encoding: chunked\r\n")?;
            for chunk in body.as_bytes().chunks(7) {
                stream.write_all(format!("{:x};extension=1\r\n", chunk.len()).as_bytes())?;
                stream.write_all(chunk)?;
                stream.write_all(b"\r\n")?;
            }
            stream.write_all(b"0\r\nX-Trailer: 1\r\n\r\n")
        }),
        ("after interim answers", |stream, body| {
            stream.write_all(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")?;
            head(stream, &format!("Content-Length: {}\r\n", body.len()))?;
            stream.write_all(body.as_bytes())
        }),
    ];
    for (name, behaviour) in cases {
        assert_gives(name, behaviour, LONG, None);
    }
}

#[test]
fn what_takes_too_long_is_given_up() {
    let cases: [(&str, Behaviour); 4] = [
        ("no answer", |stream, _| wait(stream)),
        ("half a head", |stream, _| {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-")?;
            wait(stream)
        }),
        ("half a body", |stream, body| {
            head(stream, &format!("Content-Length: {}\r\n", body.len()))?;
            stream.write_all(&body.as_bytes()[..20])?;
            wait(stream)
        }),
        ("a body that trickles", |stream, _| {
            head(stream, "Connection: close\r\n")?;
            loop {
                stream.write_all(b" ")?;
                std::thread::sleep(Duration::from_millis(10));
            }
        }),
    ];
    for (name, behaviour) in cases {
        assert_gives(name, behaviour, Duration::from_millis(200), Some(Kind::Timeout));
    }
}

#[test]
fn what_breaks_off_is_a_fault_of_the_way() {
    let cases: [(&str, Behaviour); 9] = [
        ("closed at once", |_, _| Ok(())),
        ("reset", |stream, _| {
            // What was written and not read, at closing, makes a reset of it.
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            stream.shutdown(Shutdown::Both)
        }),
        ("half a head", |stream, _| stream.write_all(b"HTTP/1.1 200 OK\r\nContent-")),
        ("half a body", |stream, body| {
            head(stream, &format!("Content-Length: {}\r\n", body.len()))?;
            stream.write_all(&body.as_bytes()[..20])
        }),
        ("half a chunk", |stream, body| {
            head(stream, "Transfer-Encoding: chunked\r\n")?;
            stream.write_all(format!("{:x}\r\n{}", body.len(), &body[..20]).as_bytes())
        }),
        ("a chunk of no length", |stream, body| {
            head(stream, "Transfer-Encoding: chunked\r\n")?;
            stream.write_all(format!("COMETAPI_KEY\r\n{body}\r\n0\r\n\r\n").as_bytes())
        }),
        ("no HTTP", |stream, _| stream.write_all(b"SSH-2.0-COMETAPI_KEY\r\n")),
        ("two lengths", |stream, body| {
            head(stream, "Content-Length: 1\r\nContent-Length: 2\r\n")?;
            stream.write_all(body.as_bytes())
        }),
        ("a head without end", |stream, _| {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            endless(stream, b"X-Canary: COMETAPI_KEY\r\n")
        }),
    ];
    for (name, behaviour) in cases {
        assert_gives(name, behaviour, LONG, Some(Kind::Transport));
    }
}

#[test]
fn what_never_ends_is_cut() {
    let cases: [(&str, Behaviour); 3] = [
        ("until the connection is closed", |stream, _| {
            head(stream, "Connection: close\r\n")?;
            endless(stream, &[b'['; 65_536])
        }),
        ("in chunks", |stream, _| {
            head(stream, "Transfer-Encoding: chunked\r\n")?;
            endless(stream, &[b"10000\r\n".as_slice(), &[b'{'; 65_536], b"\r\n"].concat())
        }),
        ("of a length beyond all memory", |stream, _| {
            head(stream, "Content-Length: 9000000000000000000\r\n")?;
            endless(stream, &[b'"'; 65_536])
        }),
    ];
    for (name, behaviour) in cases {
        let error = get(behaviour, LONG).unwrap_err();
        let Error::Malformed { problem, length, .. } = &error else { panic!("{name}: {error}") };
        assert_eq!(
            (problem.as_str(), *length),
            ("it is longer than 16777216 bytes, which is all that is read", 16_777_216),
            "{name}"
        );
    }
}
