//! Answers that hyper would not write.

use std::time::Duration;

use bytes::Bytes;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::answer::Answer;

/// How long an answer without an end goes on, if the client listens so long.
const LONGEST: Duration = Duration::from_secs(120);

/// How long an answer without an end pauses between its pieces: a limit of size is reached soon, and the machine has
/// time for other work.
const BETWEEN_PIECES: Duration = Duration::from_millis(1);

/// Bytes in place of an answer, and how the connection ends.
pub(crate) struct RawAnswer {
    pub(super) bytes: Vec<u8>,
    pub(super) end: End,
}

/// How the connection ends.
pub(super) enum End {
    /// It is closed.
    Close,
    /// It is reset: what was not read yet is lost.
    Reset,
    /// It stays open, and nothing more comes.
    Silence,
    /// This comes again and again.
    Forever(Bytes),
}

impl RawAnswer {
    pub(super) fn new(bytes: impl Into<Vec<u8>>, end: End) -> Self {
        Self { bytes: bytes.into(), end }
    }

    /// The answer as it should be, its body and the length that it claims apart.
    pub(super) fn of(answer: &Answer, length: usize, body: &[u8], end: End) -> Self {
        let mut bytes = head(answer, &format!("content-length: {length}\r\n"));
        bytes.extend_from_slice(body);
        Self { bytes, end }
    }

    /// Writes it. A client that goes away ends it too.
    pub(super) async fn send(self, mut stream: TcpStream) {
        if stream.write_all(&self.bytes).await.is_err() {
            return;
        }
        match self.end {
            End::Close => drop(stream.shutdown().await),
            End::Reset => drop(stream.set_zero_linger()),
            End::Silence => tokio::time::sleep(LONGEST).await,
            End::Forever(piece) => {
                let endless = async {
                    while stream.write_all(&piece).await.is_ok() {
                        tokio::time::sleep(BETWEEN_PIECES).await;
                    }
                };
                // Whether it was the time or the client that ended it is the same.
                let _ = tokio::time::timeout(LONGEST, endless).await;
            }
        }
    }
}

/// The head of an answer, with further lines.
pub(super) fn head(answer: &Answer, lines: &str) -> Vec<u8> {
    let content_type = answer.content_type.map(|of| format!("content-type: {of}\r\n")).unwrap_or_default();
    format!("HTTP/1.1 {} Answer\r\n{content_type}{lines}\r\n", answer.status).into_bytes()
}
