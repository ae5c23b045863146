//! A client that shows an answer as it came, whatever came.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// More than any answer has.
const ENOUGH: usize = 256 * 1024;

/// What one request sends.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// The value of `Authorization`, if it is sent.
    pub(crate) authorization: Option<String>,
    pub(crate) body: String,
}

/// Sends a request, on a connection of its own.
pub(crate) fn sent(address: SocketAddr, sent: &Sent) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("the sandbox listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out can be set");
    stream.write_all(written(sent).as_bytes()).expect("the sandbox reads");
    stream
}

/// What came back: the bytes but for the date, and how they ended.
pub(crate) fn answer(mut stream: TcpStream) -> String {
    let (start, mut bytes, mut buffer) = (Instant::now(), Vec::new(), [0; 16 * 1024]);
    let end = loop {
        if is_whole(&bytes) {
            break "";
        }
        if start.elapsed() > PATIENCE || bytes.len() > ENOUGH {
            break "[and no end]";
        }
        match stream.read(&mut buffer) {
            Ok(0) => break "[closed]",
            Ok(read) => bytes.extend(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break "[reset]",
            Err(_) => break "[silence]",
        }
    };
    let text = bytes
        .escape_ascii()
        .to_string()
        .replace("\\r\\n", "\n")
        .replace("\\\"", "\"")
        .replace("\\'", "'")
        .replace("\\\\", "\\");
    let mut shown: Vec<&str> = text.lines().filter(|line| !line.to_ascii_lowercase().starts_with("date:")).collect();
    // What has no end has no length either that would be the same twice.
    shown.truncate(if end == "[and no end]" { 6 } else { usize::MAX });
    format!("{}{end}", shown.join("\n"))
}

fn written(sent: &Sent) -> String {
    let Sent { method, path, authorization, body } = sent;
    let authorization = authorization.as_ref().map(|value| format!("authorization: {value}\r\n")).unwrap_or_default();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{authorization}content-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
}

/// Whether this is a whole answer, on a connection that goes on.
fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let lower = head.to_ascii_lowercase();
    if lower.contains("connection: close") {
        return false;
    }
    if lower.contains("transfer-encoding: chunked") {
        return bytes.ends_with(b"\r\n0\r\n\r\n");
    }
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.parse().unwrap_or(usize::MAX));
    bytes.len().saturating_sub(head.len() + 4) >= length
}
