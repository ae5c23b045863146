//! Bytes to a sandbox, and what comes back.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use sandbox::Sandbox;

/// An answer. The body is text: a sandbox sends nothing else.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// A connection. It gives up after ten seconds of silence.
pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(sandbox: &Sandbox) -> Self {
        let stream = TcpStream::connect(sandbox.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
        Self { stream, read: Vec::new() }
    }

    /// Sends bytes; says whether the other side still takes them.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Says that nothing more will be sent.
    pub(crate) fn finish(&mut self) {
        // The other side may have gone already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// The next answer; `None` where the connection ends first.
    pub(crate) fn answer(&mut self) -> Option<Answer> {
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            self.more()?;
        };
        let head = String::from_utf8(self.read[..end].to_vec()).unwrap();
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let whole = end + 4 + length.unwrap_or(0);
        while self.read.len() < whole {
            self.more()?;
        }
        let body = String::from_utf8(self.read[end + 4..whole].to_vec()).unwrap();
        self.read.drain(..whole);
        Some(Answer { status, head, body })
    }

    /// Sends a request and reads its answer.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> Answer {
        assert!(self.send(request));
        self.answer().unwrap()
    }

    /// Whether the other side has closed, and says nothing more.
    pub(crate) fn is_closed(&mut self) -> bool {
        self.more().is_none() && self.read.is_empty()
    }

    fn more(&mut self) -> Option<()> {
        let mut bytes = [0; 4096];
        match self.stream.read(&mut bytes) {
            Ok(0) => None,
            Ok(read) => {
                self.read.extend_from_slice(&bytes[..read]);
                Some(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!("ten seconds of silence")
            }
            // A reset is an end, too.
            Err(_) => None,
        }
    }
}
