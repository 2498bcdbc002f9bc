//! A mail server that answers as it is told, over a real socket.

use std::sync::{Arc, Mutex};

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A certificate for `localhost` that nobody has signed but itself, and its key.
pub const CERTIFICATE: &[u8] = include_bytes!("localhost.cert.der");
const KEY: &[u8] = include_bytes!("localhost.key.der");

/// The server ends the connection instead of answering.
pub const DROP: &str = "drop";
/// The server never answers.
pub const HANG: &str = "hang";

/// What a town's mail server says when all is well.
fn usual(moment: &str) -> &'static str {
    match moment {
        "CONNECT" => "220 relay.example ESMTP",
        "EHLO" => "250-relay.example\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN",
        "STARTTLS" => "220 2.0.0 Ready",
        "AUTH" => "235 2.7.0 Welcome",
        "MAIL" => "250 2.1.0 Ok",
        "RCPT" => "250 2.1.5 Ok",
        "DATA" => "354 End data with <CR><LF>.<CR><LF>",
        "BODY" => "",
        "END" => "250 2.0.0 Ok: queued as 4F2A for anna@example.org",
        "QUIT" => "221 2.0.0 Bye",
        _ => "250 2.0.0 Ok",
    }
}

/// Says what is answered at a moment of the nth connection (from 1), where it is not the usual. A
/// moment is a command's verb, or `CONNECT`, `BODY` (before the mail is read), `END` (after its dot).
type Script = Box<dyn FnMut(usize, &str) -> Option<&'static str> + Send>;

#[derive(Clone)]
pub struct Server {
    pub port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

struct Talk {
    number: usize,
    script: Arc<Mutex<Script>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server; `at_once`: TLS from the first byte.
    pub async fn start(
        at_once: bool,
        script: impl FnMut(usize, &str) -> Option<&'static str> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let server = Self { port, heard: heard.clone() };
        let script: Arc<Mutex<Script>> = Arc::new(Mutex::new(Box::new(script)));
        tokio::spawn(async move {
            for number in 1.. {
                let (socket, _) = listener.accept().await.unwrap();
                let talk = Talk { number, script: script.clone(), heard: heard.clone() };
                tokio::spawn(async move {
                    if at_once {
                        talk.protected(socket).await;
                    } else if let Some(socket) = talk.run(socket, true).await {
                        talk.protected(socket).await;
                    }
                });
            }
        });
        server
    }

    /// A port at which something else is, or nothing.
    pub fn at(port: u16) -> Self {
        Self { port, heard: Arc::default() }
    }

    /// What was heard so far: the connection's number and the line.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// How many connections said something.
    pub fn connections(&self) -> usize {
        let heard = self.heard();
        let mut numbers: Vec<_> = heard.iter().filter_map(|line| line.split(' ').next()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }
}

impl Talk {
    async fn protected(&self, socket: impl AsyncRead + AsyncWrite + Unpin) {
        let key = PrivateKeyDer::try_from(KEY).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
            .unwrap();
        let Ok(socket) = TlsAcceptor::from(Arc::new(config)).accept(socket).await else { return };
        let greets = !self.heard.lock().unwrap().iter().any(|line| line.ends_with("STARTTLS"));
        self.run(socket, greets).await;
    }

    fn answer(&self, moment: &str) -> &'static str {
        let told = (self.script.lock().unwrap())(self.number, moment);
        told.unwrap_or_else(|| usual(moment))
    }

    /// Talks until the connection ends; gives the socket back after STARTTLS.
    async fn run<S: AsyncRead + AsyncWrite + Unpin>(&self, socket: S, greets: bool) -> Option<S> {
        let mut socket = BufReader::new(socket);
        if greets {
            say(&mut socket, self.answer("CONNECT")).await?;
        }
        loop {
            let line = self.hear(&mut socket).await?;
            let verb = line.split(' ').next()?.to_uppercase();
            let answer = self.answer(&verb);
            say(&mut socket, answer).await?;
            if verb == "STARTTLS" && answer.starts_with('2') {
                return Some(socket.into_inner());
            }
            if verb == "QUIT" {
                return None;
            }
            if verb == "DATA" && answer.starts_with('3') {
                if self.answer("BODY") == DROP {
                    return None;
                }
                while self.hear(&mut socket).await? != "." {}
                say(&mut socket, self.answer("END")).await?;
            }
        }
    }

    async fn hear(&self, socket: &mut (impl AsyncBufReadExt + Unpin)) -> Option<String> {
        let mut line = String::new();
        if socket.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end_matches(['\r', '\n']).to_owned();
        self.heard.lock().unwrap().push(format!("{} {line}", self.number));
        Some(line)
    }
}

async fn say(socket: &mut (impl AsyncWrite + Unpin), answer: &str) -> Option<()> {
    match answer {
        DROP => None,
        HANG => std::future::pending().await,
        words => {
            socket.write_all(format!("{words}\r\n").as_bytes()).await.ok()?;
            socket.flush().await.ok()
        }
    }
}
