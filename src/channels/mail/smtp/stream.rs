//! The stream under a connection, as lettre's own is not: small writes go out at once (the final dot
//! of each mail would wait 40 ms for an acknowledgement), and nothing is read ahead before STARTTLS.

use std::fmt::Debug;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncTokioStream;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// With which byte TLS begins (RFC 8446 section 5.1, `handshake`). No SMTP command does.
const TLS_HANDSHAKE: u8 = 22;

/// A connected stream.
#[derive(Debug)]
pub(super) struct Stream<S> {
    inner: S,
    peer: SocketAddr,
    byte_by_byte: bool,
}

/// Connects to the first address of the server that answers in time.
pub(super) async fn connect(
    host: &str,
    port: u16,
    limit: Duration,
) -> io::Result<Stream<TcpStream>> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the server's name has no address");
    for peer in lookup_host((host, port)).await? {
        match timeout(limit, TcpStream::connect(peer)).await {
            Ok(Ok(inner)) => {
                inner.set_nodelay(true)?;
                return Ok(Stream { inner, peer, byte_by_byte: false });
            }
            Ok(Err(error)) => last = error,
            Err(_) => last = io::ErrorKind::TimedOut.into(),
        }
    }
    Err(last)
}

impl Stream<TcpStream> {
    /// Gives single bytes until we begin TLS. What the other side sends after its answer to
    /// STARTTLS and before TLS is not protected and must not be taken for an answer that is ("NO
    /// STARTTLS", USENIX Security 2021): so nothing lies read and unused at that moment, and an
    /// answer too many meets TLS, which refuses it.
    pub(super) fn before_starttls(self) -> Self {
        Self { byte_by_byte: true, ..self }
    }

    /// Begins TLS at once.
    pub(super) async fn protect(
        self,
        tls: &TlsConnector,
        server: ServerName<'static>,
    ) -> io::Result<Stream<impl AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin + use<>>> {
        let inner = tls.connect(server, self.inner).await?;
        Ok(Stream { inner, peer: self.peer, byte_by_byte: false })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.byte_by_byte || buffer.remaining() == 0 {
            return Pin::new(&mut self.inner).poll_read(cx, buffer);
        }
        let mut byte = [0];
        let mut single = ReadBuf::new(&mut byte);
        let read = Pin::new(&mut self.inner).poll_read(cx, &mut single);
        buffer.put_slice(single.filled());
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.byte_by_byte &= bytes.first() != Some(&TLS_HANDSHAKE);
        Pin::new(&mut self.inner).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin> AsyncTokioStream for Stream<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}
