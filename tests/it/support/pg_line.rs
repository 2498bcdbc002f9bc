//! A line to PostgreSQL that understands what is said on it: it stops at a commit of one's choice, slows
//! down, or breaks.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};

/// Where, seen from a commit, the line stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The server has not heard of it: nothing of the transaction lasts.
    Before,
    /// The server has done it: its answer gets lost.
    After,
}

/// Stops at the commit of a transaction that ran a statement with these words.
#[derive(Debug, Clone)]
struct Trap {
    when: When,
    statement: &'static str,
    /// The connection breaks there; else it stands still.
    breaks: bool,
}

/// The line.
#[derive(Clone)]
pub struct PgLine {
    /// The database's address, through the line.
    pub url: String,
    state: Arc<State>,
}

struct State {
    trap: Mutex<Option<Trap>>,
    /// How many traps were sprung.
    sprung: watch::Sender<usize>,
    /// Each answer of the server comes so much later.
    delay: watch::Sender<Duration>,
    /// Connections of an older number are cut, and of an odd one none is made.
    cuts: watch::Sender<usize>,
    /// Nothing goes through connections of an older number any more, and nobody is told.
    silences: watch::Sender<usize>,
}

impl PgLine {
    /// A good line to that database.
    pub async fn to(url: &str) -> Self {
        let options: PgConnectOptions = url.parse().unwrap();
        let server = format!("{}:{}", options.get_host(), options.get_port());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            trap: Mutex::default(),
            sprung: watch::Sender::new(0),
            delay: watch::Sender::new(Duration::ZERO),
            cuts: watch::Sender::new(0),
            silences: watch::Sender::new(0),
        });
        let url = options.host("127.0.0.1").port(port).to_url_lossy().to_string();
        let line = Self { url, state: Arc::clone(&state) };
        let server: SocketAddr = tokio::net::lookup_host(server).await.unwrap().next().unwrap();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let state = Arc::clone(&state);
                tokio::spawn(async move {
                    if !state.cuts.borrow().is_multiple_of(2) {
                        return;
                    }
                    let mut silences = state.silences.subscribe();
                    let heard = *silences.borrow_and_update();
                    let mut cuts = state.cuts.subscribe();
                    let known = *cuts.borrow_and_update();
                    let Ok(far) = TcpStream::connect(server).await else { return };
                    let _ = (near.set_nodelay(true), far.set_nodelay(true));
                    let is_cut = async { drop(cuts.wait_for(|cuts| *cuts != known).await) };
                    let is_silent = async { drop(silences.wait_for(|now| *now != heard).await) };
                    let carried = carry(near, far, &state);
                    tokio::pin!(is_cut, carried);
                    tokio::select! {
                        () = &mut is_cut => {}
                        () = &mut carried => {}
                        // Both ends stay open.
                        () = is_silent => is_cut.await,
                    }
                });
            }
        });
        line
    }

    /// The next commit of a transaction that ran a statement with these words stands still there.
    pub fn stops_at(&self, when: When, statement: &'static str) {
        *self.state.trap.lock().unwrap() = Some(Trap { when, statement, breaks: false });
    }

    /// The same, and the connection breaks: whether it is committed cannot be known.
    pub fn breaks_at(&self, when: When, statement: &'static str) {
        *self.state.trap.lock().unwrap() = Some(Trap { when, statement, breaks: true });
    }

    /// Until it has come to that so many times in all.
    pub async fn reached(&self, times: usize) {
        let mut sprung = self.state.sprung.subscribe();
        let reached = sprung.wait_for(|sprung| *sprung >= times);
        let patience = Duration::from_secs(30);
        tokio::time::timeout(patience, reached).await.expect("it never came to that").unwrap();
    }

    /// Each answer comes so much later from now on.
    pub fn is_slow(&self, by: Duration) {
        self.state.delay.send_replace(by);
    }

    /// Nothing is heard any more on the connections that there are, which do not break; new ones are good.
    pub fn forgets(&self) {
        self.state.silences.send_modify(|silences| *silences += 1);
    }

    /// All connections break, and none is made.
    pub fn is_cut(&self) {
        self.state.cuts.send_modify(|cuts| *cuts += 1 + *cuts % 2);
    }

    /// Connections can be made again.
    pub fn is_mended(&self) {
        self.state.cuts.send_modify(|cuts| *cuts += *cuts % 2);
    }
}

/// What is known of a connection.
#[derive(Default)]
struct Heard {
    /// Statements by name.
    statements: HashMap<Vec<u8>, Vec<u8>>,
    /// What ran since the transaction began.
    ran: Vec<Vec<u8>>,
}

impl Heard {
    /// A message of the client: whether it is a commit.
    fn hears(&mut self, kind: u8, body: &[u8]) -> bool {
        let mut words = body.split(|byte| *byte == 0);
        match kind {
            b'Q' => {
                let text = words.next().unwrap_or_default();
                if text.starts_with(b"BEGIN") {
                    self.ran.clear();
                }
                return text.starts_with(b"COMMIT");
            }
            b'P' => {
                let (name, text) = (words.next(), words.next());
                let (name, text) = (name.unwrap_or_default(), text.unwrap_or_default());
                self.statements.insert(name.to_vec(), text.to_vec());
            }
            b'B' => {
                let name = words.nth(1).unwrap_or_default();
                self.ran.extend(self.statements.get(name).cloned());
            }
            _ => {}
        }
        false
    }

    fn ran(&self, statement: &str) -> bool {
        let wanted = statement.as_bytes();
        self.ran.iter().any(|text| text.windows(wanted.len()).any(|part| part == wanted))
    }
}

/// What the server says from now on is lost.
#[derive(Default)]
struct Mute {
    on: AtomicBool,
    /// It has said something.
    said: Notify,
}

async fn carry(near: TcpStream, far: TcpStream, state: &State) {
    let (from_near, to_near) = near.into_split();
    let (from_far, to_far) = far.into_split();
    let mute = Mute::default();
    tokio::select! {
        _ = up(from_near, to_far, state, &mute) => {}
        _ = down(from_far, to_near, state, &mute) => {}
    }
}

/// From the client to the server, message by message.
async fn up(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    state: &State,
    mute: &Mute,
) -> std::io::Result<()> {
    let mut client = Heard::default();
    // The first message has no kind.
    let mut first = true;
    loop {
        let mut head = vec![0; if first { 4 } else { 5 }];
        from.read_exact(&mut head).await?;
        let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        from.read_exact(&mut body).await?;
        let kind = if first { 0 } else { head[0] };
        let is_ssl_request = first && length == 8;
        first &= is_ssl_request;
        let commits = client.hears(kind, &body);
        let trap = if commits {
            let mut trap = state.trap.lock().unwrap();
            if trap.as_ref().is_some_and(|trap| client.ran(trap.statement)) {
                trap.take()
            } else {
                None
            }
        } else {
            None
        };
        let Some(trap) = trap else {
            to.write_all(&head).await?;
            to.write_all(&body).await?;
            continue;
        };
        if trap.when == When::After {
            mute.on.store(true, Ordering::SeqCst);
            to.write_all(&head).await?;
            to.write_all(&body).await?;
            // The answer, which nobody hears, shows that it is done.
            mute.said.notified().await;
        }
        state.sprung.send_modify(|sprung| *sprung += 1);
        if trap.breaks {
            return Ok(());
        }
        // Until somebody hangs up.
        let mut rest = [0; 64];
        while from.read(&mut rest).await? > 0 {}
        return Ok(());
    }
}

async fn down(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    state: &State,
    mute: &Mute,
) -> std::io::Result<()> {
    let mut buffer = [0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        if mute.on.load(Ordering::SeqCst) {
            mute.said.notify_one();
            return std::future::pending().await;
        }
        let delay = *state.delay.borrow();
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        to.write_all(&buffer[..read]).await?;
    }
}
