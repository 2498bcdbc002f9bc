//! A line to PostgreSQL that counts what is asked on it: each `Sync` and each plain query is a round trip.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// What was asked.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Times that the server was waited for.
    pub round_trips: usize,
    /// Statements that were prepared.
    pub prepared: usize,
    /// Statements by their text.
    pub statements: HashMap<String, usize>,
}

/// The line.
pub struct Line {
    /// The database's address, through the line.
    pub url: String,
    counts: Arc<Mutex<Counts>>,
}

impl Line {
    /// A line to that database.
    pub async fn to(url: &str) -> Self {
        let options: PgConnectOptions = url.parse().unwrap();
        let server = format!("{}:{}", options.get_host(), options.get_port());
        let server: SocketAddr = tokio::net::lookup_host(server).await.unwrap().next().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = options.host("127.0.0.1").port(port).to_url_lossy().to_string();
        let counts = Arc::<Mutex<Counts>>::default();
        let line = Self { url, counts: Arc::clone(&counts) };
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let Ok(far) = TcpStream::connect(server).await else { return };
                let _ = (near.set_nodelay(true), far.set_nodelay(true));
                let (from_near, mut to_near) = near.into_split();
                let (mut from_far, to_far) = far.into_split();
                tokio::spawn(up(from_near, to_far, Arc::clone(&counts)));
                tokio::spawn(async move {
                    let _ = tokio::io::copy(&mut from_far, &mut to_near).await;
                });
            }
        });
        line
    }

    /// What was asked since it was last taken.
    pub fn take(&self) -> Counts {
        std::mem::take(&mut self.counts.lock().unwrap())
    }
}

/// From the client to the server, message by message.
async fn up(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    counts: Arc<Mutex<Counts>>,
) -> std::io::Result<()> {
    let mut prepared: HashMap<Vec<u8>, String> = HashMap::new();
    // The first message has no kind.
    let mut first = true;
    let mut message = Vec::new();
    loop {
        let head = if first { 4 } else { 5 };
        message.resize(head, 0);
        from.read_exact(&mut message).await?;
        let length = u32::from_be_bytes(message[head - 4..].try_into().unwrap()) as usize;
        message.resize(head - 4 + length, 0);
        from.read_exact(&mut message[head..]).await?;
        to.write_all(&message).await?;
        if first {
            // A question about TLS is answered, and the first message comes again.
            first = length == 8;
            continue;
        }
        let mut words = message[head..].split(|byte| *byte == 0);
        let mut word = || words.next().unwrap_or_default();
        let (a, b) = (word(), word());
        let mut counts = counts.lock().unwrap();
        match message[0] {
            b'S' => counts.round_trips += 1,
            b'Q' => {
                counts.round_trips += 1;
                *counts.statements.entry(text(a)).or_default() += 1;
            }
            b'P' => {
                counts.prepared += 1;
                prepared.insert(a.to_vec(), text(b));
            }
            b'B' => {
                let statement = prepared.get(b).cloned().unwrap_or_default();
                *counts.statements.entry(statement).or_default() += 1;
            }
            _ => {}
        }
    }
}

fn text(words: &[u8]) -> String {
    String::from_utf8_lossy(words).into_owned()
}
