//! A line to a server, with a fault of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// The line; connect to `port`.
pub struct Line {
    pub port: u16,
    faults: Arc<Faults>,
}

struct Faults {
    /// So many bytes from the server come through, then the connection breaks; counted once.
    breaks_after: AtomicU64,
    /// Nothing from the server comes through, although the connection stands.
    is_silent: AtomicBool,
    /// So many have connected.
    connections: AtomicUsize,
    /// A command with these words is not carried on.
    keeps: String,
    /// It is answered so, with its tag for `TAG`.
    answers: &'static str,
}

impl Line {
    /// A good line to a local port.
    pub async fn to(port: u16) -> Self {
        Self::with(port, u64::MAX, "", "").await
    }

    /// One that breaks after so many bytes from the server, the first time.
    pub async fn that_breaks(port: u16, bytes: u64) -> Self {
        Self::with(port, bytes, "", "").await
    }

    /// One at whose end a command with these words is refused.
    pub async fn that_refuses(port: u16, words: &str) -> Self {
        Self::with(port, u64::MAX, words, "TAG NO This cannot be read\r\n").await
    }

    /// One at whose end of the first mail there is nothing, where a command with these words asks.
    pub async fn that_gives_nothing(port: u16, words: &str) -> Self {
        let answer = "* 1 FETCH (UID 1 BODY[] NIL)\r\nTAG OK Fetched\r\n";
        Self::with(port, u64::MAX, words, answer).await
    }

    /// How many have connected.
    pub fn connections(&self) -> usize {
        self.faults.connections.load(Ordering::SeqCst)
    }

    /// What comes from the server now is lost, and nobody is told.
    pub fn falls_silent(&self) {
        self.faults.is_silent.store(true, Ordering::SeqCst);
    }

    /// New connections are good ones.
    pub fn is_mended(&self) {
        self.faults.is_silent.store(false, Ordering::SeqCst);
    }

    async fn with(port: u16, bytes: u64, keeps: &str, answers: &'static str) -> Self {
        let faults = Arc::new(Faults {
            breaks_after: AtomicU64::new(bytes),
            is_silent: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            keeps: keeps.to_owned(),
            answers,
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let line = Self { port: listener.local_addr().unwrap().port(), faults };
        let faults = Arc::clone(&line.faults);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let faults = Arc::clone(&faults);
                faults.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    if let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await {
                        carry(near, far, &faults).await;
                    }
                });
            }
        });
        line
    }
}

async fn carry(near: TcpStream, far: TcpStream, faults: &Faults) {
    let (from_far, mut to_far) = far.into_split();
    let (from_near, mut to_near) = near.into_split();
    let (answer, mut answers) = tokio::sync::mpsc::unbounded_channel();
    let commands = async {
        let mut lines = BufReader::new(from_near);
        let mut line = String::new();
        while lines.read_line(&mut line).await.is_ok_and(|read| read > 0) {
            if !faults.keeps.is_empty() && line.contains(&faults.keeps) {
                let tag = line.split(' ').next().unwrap_or_default();
                let _ = answer.send(faults.answers.replace("TAG", tag));
            } else if to_far.write_all(line.as_bytes()).await.is_err() {
                break;
            }
            line.clear();
        }
    };
    tokio::select! {
        () = commands => {}
        () = bring(from_far, &mut to_near, &mut answers, faults) => {}
    }
}

async fn bring(
    mut from: OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    answers: &mut tokio::sync::mpsc::UnboundedReceiver<String>,
    faults: &Faults,
) {
    let mut left = faults.breaks_after.swap(u64::MAX, Ordering::SeqCst);
    let mut lost = false; // what is missing once is missing for ever
    let mut buffer = [0; 4096];
    loop {
        let bytes = tokio::select! {
            Some(answer) = answers.recv() => answer.into_bytes(),
            read = from.read(&mut buffer) => match read {
                Ok(read) if read > 0 => buffer[..read].to_vec(),
                _ => return,
            },
        };
        lost |= faults.is_silent.load(Ordering::SeqCst);
        if lost {
            continue;
        }
        let passes = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        if to.write_all(&bytes[..passes]).await.is_err() || passes < bytes.len() {
            return;
        }
        left -= passes as u64;
    }
}
