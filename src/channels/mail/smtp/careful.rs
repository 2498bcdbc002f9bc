//! A connection that will be protected by STARTTLS. What the other side sends after its answer to
//! STARTTLS and before TLS is not protected, so it must not be taken for an answer that is ("NO
//! STARTTLS", USENIX Security 2021). lettre reads ahead and keeps what it has read; here it cannot.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// With which byte TLS begins (RFC 8446 section 5.1, `handshake`). No SMTP command does.
const TLS_HANDSHAKE: u8 = 22;

/// Gives single bytes until we begin TLS, so that nothing lies read and unused at that moment: an
/// answer too many meets TLS, which refuses it.
#[derive(Debug)]
pub(super) struct Careful {
    socket: TcpStream,
    tls_begun: bool,
}

impl Careful {
    /// Connects to the first address of the server that answers in time.
    pub(super) async fn connect(host: &str, port: u16, limit: Duration) -> io::Result<Self> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the server's name has no address");
        for address in lookup_host((host, port)).await? {
            match timeout(limit, TcpStream::connect(address)).await {
                Ok(Ok(socket)) => return Ok(Self { socket, tls_begun: false }),
                Ok(Err(error)) => last = error,
                Err(_) => last = io::ErrorKind::TimedOut.into(),
            }
        }
        Err(last)
    }
}

impl AsyncRead for Careful {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.tls_begun || buffer.remaining() == 0 {
            return Pin::new(&mut self.socket).poll_read(cx, buffer);
        }
        let mut byte = [0];
        let mut single = ReadBuf::new(&mut byte);
        let read = Pin::new(&mut self.socket).poll_read(cx, &mut single);
        buffer.put_slice(single.filled());
        read
    }
}

impl AsyncWrite for Careful {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.tls_begun |= bytes.first() == Some(&TLS_HANDSHAKE);
        Pin::new(&mut self.socket).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Careful {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket.peer_addr()
    }
}
