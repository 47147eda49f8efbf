//! A TCP stream that does not wait for ever.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

/// What an HTTP/2 client sends first.
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A stream with two deadlines that hyper does not have: for the first bytes (hyper-util waits without limit until it
/// knows the version of the protocol) and for a client that takes nothing of what is written.
#[derive(Debug)]
pub(super) struct GuardedStream<S = TcpStream> {
    stream: S,
    opening: Option<Opening>,
    write_timeout: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

/// The time before the version of the protocol is known.
#[derive(Debug)]
struct Opening {
    deadline: Pin<Box<Sleep>>,
    preface: usize,
}

impl<S> GuardedStream<S> {
    /// Watches `stream`. Has to be called within a Tokio runtime.
    pub(super) fn new(stream: S, opening: Duration, write_timeout: Duration) -> Self {
        Self {
            stream,
            opening: Some(Opening { deadline: Box::pin(sleep(opening)), preface: 0 }),
            write_timeout,
            stalled: None,
        }
    }

    /// Follows the client's first bytes until they are, or can no longer become, the preface of HTTP/2.
    fn note_read(&mut self, bytes: &[u8]) {
        let Some(opening) = &mut self.opening else {
            return;
        };
        let rest = &HTTP2_PREFACE[opening.preface..];
        let compared = rest.len().min(bytes.len());
        opening.preface += compared;
        let ended = bytes.is_empty();
        if ended || rest[..compared] != bytes[..compared] || opening.preface == HTTP2_PREFACE.len() {
            self.opening = None;
        }
    }

    /// Turns a write that waits for too long into an error.
    fn note_write<T>(&mut self, cx: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.stalled = None;
            return result;
        }
        let write_timeout = self.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(write_timeout)));
        stalled.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for GuardedStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let result = Pin::new(&mut self.stream).poll_read(cx, buf);
        if result.is_ready() {
            self.note_read(&buf.filled()[before..]);
            return result;
        }
        match &mut self.opening {
            Some(opening) => opening.deadline.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into())),
            None => Poll::Pending,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for GuardedStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.note_write(cx, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.note_write(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_flush(cx);
        // A finished flush says nothing about writes that wait.
        if result.is_ready() { result } else { self.note_write(cx, result) }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let result = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.note_write(cx, result)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const SHORT: Duration = Duration::from_millis(40);
    const LONG: Duration = Duration::from_mins(1);

    async fn read_after(sent: &[u8]) -> io::Result<usize> {
        let (mut client, server) = duplex(256);
        client.write_all(sent).await.unwrap();
        let mut guarded = GuardedStream::new(server, SHORT, LONG);
        let mut seen = vec![0; sent.len()];
        guarded.read_exact(&mut seen).await.unwrap();
        guarded.read(&mut [0; 8]).await
    }

    #[tokio::test]
    async fn silence_and_half_a_preface_end() {
        for sent in [&b""[..], b"P", b"PRI * HTTP/2.0\r\n"] {
            assert_eq!(read_after(sent).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        }
    }

    #[tokio::test]
    async fn a_known_version_leaves_the_rest_to_hyper() {
        for sent in [&b"G"[..], b"POST", HTTP2_PREFACE] {
            let waited = tokio::time::timeout(SHORT * 3, read_after(sent)).await;
            assert!(waited.is_err(), "{sent:?} ended the connection");
        }
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_ends() {
        let (_client, server) = duplex(16);
        let mut guarded = GuardedStream::new(server, LONG, SHORT);
        let error = guarded.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
