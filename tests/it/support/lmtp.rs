//! An LMTP client that says what it is told, line by line.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A connection; the greeting has been read.
pub struct Lmtp {
    stream: BufReader<TcpStream>,
}

impl Lmtp {
    /// Connects and says LHLO.
    pub async fn connect(port: u16) -> Self {
        let mut lmtp = Self::greeted(port).await.0;
        let offer = lmtp.say("LHLO client.test").await;
        assert!(offer.starts_with("250"), "{offer}");
        lmtp
    }

    /// Connects: the connection and the greeting.
    pub async fn greeted(port: u16) -> (Self, String) {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let mut lmtp = Self { stream: BufReader::new(stream) };
        let greeting = lmtp.hear().await;
        (lmtp, greeting)
    }

    /// Says a line and hears the answer.
    pub async fn say(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes()).await;
        self.hear().await
    }

    /// Sends bytes as they are.
    pub async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Hears one answer, of however many lines; empty when the connection has been closed.
    pub async fn hear(&mut self) -> String {
        let mut answer = String::new();
        loop {
            let start = answer.len();
            let read = self.stream.read_line(&mut answer).await.unwrap();
            if read == 0 || answer.as_bytes().get(start + 3) != Some(&b'-') {
                return answer.trim_end().to_owned();
            }
        }
    }

    /// Sends a mail: the answer to each recipient, at the end or before.
    pub async fn mail(&mut self, from: &str, to: &[&str], raw: &[u8]) -> Vec<String> {
        let mut replies = vec![self.say(&format!("MAIL FROM:<{from}>")).await];
        for address in to {
            replies.push(self.say(&format!("RCPT TO:<{address}>")).await);
        }
        if replies.iter().any(|reply| !reply.starts_with("250")) {
            return replies;
        }
        let go_on = self.say("DATA").await;
        assert!(go_on.starts_with("354"), "{go_on}");
        let stuffed = String::from_utf8_lossy(raw).replace("\r\n.", "\r\n..");
        self.send(format!("{}\r\n.\r\n", stuffed.trim_end_matches("\r\n")).as_bytes()).await;
        let mut replies = Vec::new();
        for _ in to {
            replies.push(self.hear().await);
        }
        replies
    }
}
