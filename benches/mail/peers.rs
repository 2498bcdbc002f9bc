//! Mail servers that hand mails over by LMTP (RFC 2033), each on a connection of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::letters::{self, TOWN};
use crate::shared::{gathered, percentile};

/// No two mails of a run are from the same sender, also not those of another run.
static SERIES: AtomicU64 = AtomicU64::new(0);

/// What a run measured.
pub struct Run {
    time: Duration,
    /// From the mail's first byte to the 250 after it, sorted.
    answers: Vec<Duration>,
}

impl Run {
    pub fn percentile(&self, percent: usize) -> Duration {
        percentile(&self.answers, percent)
    }

    pub fn mails_a_second(&self) -> f64 {
        self.answers.len() as f64 / self.time.as_secs_f64()
    }
}

struct Peer(BufReader<TcpStream>);

impl Peer {
    async fn connect(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut peer = Self(BufReader::new(stream));
        peer.hear("220").await;
        peer.say("LHLO bench.example\r\n").await;
        peer.hear("250").await;
        peer
    }

    async fn say(&mut self, words: &str) {
        self.0.write_all(words.as_bytes()).await.unwrap();
    }

    /// One answer, of however many lines.
    async fn hear(&mut self, code: &str) {
        let mut line = String::new();
        loop {
            line.clear();
            self.0.read_line(&mut line).await.unwrap();
            assert!(line.starts_with(code), "{line}");
            if line.as_bytes().get(3) != Some(&b'-') {
                return;
            }
        }
    }

    /// Hands a mail over: from DATA until it is a report.
    async fn hands_over(&mut self, from: &str, mail: &str) -> Duration {
        self.say(&format!("MAIL FROM:<{from}>\r\nRCPT TO:<{TOWN}>\r\n")).await;
        self.hear("250").await;
        self.hear("250").await;
        let begun = Instant::now();
        self.say("DATA\r\n").await;
        self.hear("354").await;
        self.say(mail).await;
        self.say(".\r\n").await;
        self.hear("250").await;
        begun.elapsed()
    }
}

/// `mails` mails on so many connections, each handing over the next once the last was taken.
pub async fn hand_over(port: u16, connections: usize, mails: usize) -> Run {
    let series: Arc<str> = format!("s{}", SERIES.fetch_add(1, Ordering::SeqCst)).into();
    let mut peers = Vec::new();
    for _ in 0..connections {
        peers.push(Peer::connect(port).await);
    }
    let each = (mails / connections) as u64;
    let begun = Instant::now();
    let tasks: Vec<_> = (0u64..)
        .zip(peers)
        .map(|(number, mut peer)| {
            let series = Arc::clone(&series);
            tokio::spawn(async move {
                let mut times = Vec::new();
                for mail in number * each..(number + 1) * each {
                    let from = format!("{series}-{mail}@example.org");
                    times.push(peer.hands_over(&from, &letters::letter(&series, mail)).await);
                }
                times
            })
        })
        .collect();
    let mut answers = gathered(tasks).await;
    let time = begun.elapsed();
    answers.sort();
    Run { time, answers }
}

/// One mail, alone.
pub async fn hand_over_one(port: u16, mail: &str) {
    Peer::connect(port).await.hands_over("large@example.org", mail).await;
}
