//! A mail server that answers as it is told, by SMTP or LMTP, over a real socket. What it takes, it
//! keeps to be looked at.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What is answered, where it is not the usual: the beginning of a line in upper case (`AUTH`,
/// `RCPT TO:<BEA@`), or `END` for a mail's final dot; and the answer.
type Rules = Vec<(String, String)>;

/// The connection ends instead of an answer.
pub const DROP: &str = "drop";

/// A mail that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub raw: String,
}

/// The server; it runs as long as the test.
#[derive(Clone)]
pub struct Relay {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    rules: Rules,
    taken: Vec<Taken>,
    heard: Vec<String>,
}

impl Relay {
    /// Starts one that takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let relay = Self { port, state: Arc::default() };
        let server = relay.clone();
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let server = server.clone();
                // A peer that goes away is no matter.
                tokio::spawn(async move { server.talk(socket).await });
            }
        });
        relay
    }

    /// From now on a line that begins so is answered so.
    pub fn says(&self, line: &str, answer: &str) {
        self.usual(line);
        let rule = (line.to_uppercase(), answer.to_owned());
        self.state.lock().unwrap().rules.push(rule);
    }

    /// From now on such a line is answered as usual again.
    pub fn usual(&self, line: &str) {
        let line = line.to_uppercase();
        self.state.lock().unwrap().rules.retain(|(known, _)| *known != line);
    }

    /// The mails that were taken since this was asked the last time.
    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.state.lock().unwrap().taken)
    }

    /// The lines that begin so and were heard.
    pub fn heard(&self, line: &str) -> Vec<String> {
        let line = line.to_uppercase();
        let state = self.state.lock().unwrap();
        let heard = state.heard.iter();
        heard.filter(|said| said.to_uppercase().starts_with(&line)).cloned().collect()
    }

    fn answer(&self, line: &str) -> String {
        let mut state = self.state.lock().unwrap();
        state.heard.push(line.to_owned());
        let line = line.to_uppercase();
        if let Some((_, answer)) = state.rules.iter().find(|(start, _)| line.starts_with(start)) {
            return answer.clone();
        }
        let verb = line.split(' ').next().unwrap_or_default();
        let usual = match verb {
            "CONNECT" => "220 relay.test ready",
            "EHLO" | "LHLO" => "250-relay.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 2.7.0 Welcome",
            "DATA" => "354 Go on",
            "QUIT" => "221 2.0.0 Bye",
            _ => "250 2.0.0 Ok",
        };
        usual.to_owned()
    }

    async fn talk(&self, socket: TcpStream) -> Option<()> {
        let mut socket = BufReader::new(socket);
        say(&mut socket, &self.answer("CONNECT")).await?;
        let (mut from, mut to, mut is_lmtp) = (String::new(), Vec::new(), false);
        loop {
            let line = hear(&mut socket).await?;
            let answer = self.answer(&line);
            say(&mut socket, &answer).await?;
            let verb = line.split(' ').next()?.to_uppercase();
            let good = answer.starts_with(['2', '3']);
            match verb.as_str() {
                "LHLO" => is_lmtp = true,
                "MAIL" if good => (from, to) = (address(&line), Vec::new()),
                "RCPT" if good => to.push(address(&line)),
                "DATA" if good => {
                    let mut raw = String::new();
                    loop {
                        let line = hear(&mut socket).await?;
                        if line == "." {
                            break;
                        }
                        raw += line.strip_prefix('.').unwrap_or(&line);
                        raw += "\r\n";
                    }
                    let answer = self.answer("END");
                    if answer.starts_with('2') || answer == DROP {
                        let taken = Taken { from: from.clone(), to: to.clone(), raw };
                        self.state.lock().unwrap().taken.push(taken);
                    }
                    // LMTP answers for each recipient (RFC 2033 section 4.2).
                    for _ in 0..if is_lmtp { to.len() } else { 1 } {
                        say(&mut socket, &answer).await?;
                    }
                }
                "QUIT" => return None,
                _ => {}
            }
        }
    }
}

async fn hear(socket: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = Vec::new();
    if socket.read_until(b'\n', &mut line).await.ok()? == 0 {
        return None;
    }
    let line = String::from_utf8_lossy(&line).into_owned();
    Some(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn say(socket: &mut BufReader<TcpStream>, answer: &str) -> Option<()> {
    if answer == DROP {
        return None;
    }
    socket.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    socket.flush().await.ok()
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let from = line.split_once('<').map_or("", |(_, rest)| rest);
    from.split_once('>').map_or("", |(address, _)| address).to_owned()
}
