//! The sockets: peers come, are served, and are let finish when we stop.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Sleep, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::room::{Room, Share};
use super::session::{Action, Session};
use super::{LmtpConfig, replies};
use crate::channels::mail::{Arrival, TakeMail};

/// How long a peer may take for a command (RFC 5321 section 4.5.3.2.7), and for reading our answer.
const COMMAND: Duration = Duration::from_secs(5 * 60);

/// How long a peer may take for a whole mail (RFC 5321 section 4.5.3.2.6).
const DATA: Duration = Duration::from_secs(10 * 60);

/// How long a mail that is on its way when we stop may still take.
const GRACE: Duration = Duration::from_secs(20);

/// Bytes read at a time.
const CHUNK: usize = 64 * 1024;

/// Pause after an accept that failed (no file descriptors left, as a rule).
const PAUSE: Duration = Duration::from_secs(1);

/// Serves peers until `stop`; then returns when the last mail in hand is taken and answered.
pub async fn serve(
    listener: TcpListener,
    config: LmtpConfig,
    take: TakeMail,
    stop: CancellationToken,
) {
    let config = Arc::new(config);
    let room = Room::new(&config);
    let places = Arc::new(Semaphore::new(config.max_connections));
    let mut peers = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = peers.join_next(), if !peers.is_empty() => continue,
            accepted = listener.accept() => accepted,
        };
        let socket = match accepted {
            Ok((socket, _)) => socket,
            Err(error) => {
                tracing::warn!(%error, "mail.lmtp.accept_failed");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            tracing::warn!("mail.lmtp.full");
            // What a fresh socket takes at once; a peer that does not read only loses the words.
            let _ = socket.try_write(replies::FULL.as_bytes());
            continue;
        };
        let mut peer = Peer {
            session: Session::new(Arc::clone(&config)),
            socket,
            share: room.share(),
            take: Arc::clone(&take),
            stop: stop.clone(),
            last_moment: None,
        };
        peers.spawn(async move {
            if let Err(error) = peer.serve().await {
                tracing::debug!(%error, "mail.lmtp.lost");
            }
            drop(place);
        });
    }
    drop(listener);
    while peers.join_next().await.is_some() {}
}

struct Peer {
    session: Session,
    socket: TcpStream,
    /// The memory that its mail may take.
    share: Share,
    take: TakeMail,
    stop: CancellationToken,
    /// When a mail that is still on its way is given up; known once we stop.
    last_moment: Option<Pin<Box<Sleep>>>,
}

/// What came of waiting for the peer.
enum Came {
    Bytes(usize),
    TooSlow,
    Stopping,
}

impl Peer {
    async fn serve(&mut self) -> io::Result<()> {
        let _ = self.socket.set_nodelay(true);
        self.send(&self.session.greeting()).await?;
        let mut buffer = vec![0; CHUNK];
        let mut seen = (self.session.commands(), false);
        let mut deadline = Box::pin(sleep(COMMAND));
        loop {
            let read = match self.read(&mut buffer, deadline.as_mut()).await? {
                Came::Bytes(0) => return Ok(()),
                Came::Bytes(read) => read,
                Came::TooSlow => return self.send(replies::TOO_SLOW).await,
                Came::Stopping => return self.send(replies::STOPPING).await,
            };
            let actions = self.session.feed(buffer.get(..read).unwrap_or_default());
            if !self.act(actions).await? {
                return Ok(());
            }
            self.makes_room().await;
            let now = (self.session.commands(), self.session.has_mail_in_hand());
            if now != seen {
                seen = now;
                deadline = Box::pin(sleep(if now.1 { DATA } else { COMMAND }));
            }
        }
    }

    async fn read(&mut self, buffer: &mut [u8], deadline: Pin<&mut Sleep>) -> io::Result<Came> {
        let in_hand = self.session.has_mail_in_hand();
        let stopped = async {
            self.stop.cancelled().await;
            if in_hand {
                self.last_moment.get_or_insert_with(|| Box::pin(sleep(GRACE))).await;
            }
        };
        tokio::select! {
            read = self.socket.read(buffer) => read.map(Came::Bytes),
            () = stopped => Ok(Came::Stopping),
            () = deadline => Ok(Came::TooSlow),
        }
    }

    /// Sees to it that there is room for what is held of a mail: as much again each time, since nobody said how
    /// much will come. Where there is none, what is held goes, and others can go on.
    async fn makes_room(&mut self) {
        let held = self.session.held();
        if held > self.share.bytes() && !self.share.grows(2 * held, &self.stop).await {
            self.session.has_no_room();
            self.share.ends();
        }
        if !self.session.has_mail_in_hand() || self.session.is_cut() {
            self.share.ends();
        }
    }

    /// Does what the session wants; false when the connection is to be closed.
    async fn act(&mut self, mut actions: Vec<Action>) -> io::Result<bool> {
        let mut said = String::new();
        loop {
            let (mut mails, mut large) = (None, None);
            for action in actions {
                match action {
                    Action::Reply(reply) => said.push_str(&reply),
                    Action::Room(bytes) => large = Some(bytes),
                    Action::Take(arrivals) => mails = Some(arrivals),
                    Action::Close => {
                        self.send(&said).await?;
                        return Ok(false);
                    }
                }
            }
            self.send(&std::mem::take(&mut said)).await?;
            if let Some(bytes) = large {
                let is_there = self.share.grows(bytes, &self.stop).await;
                actions = self.session.roomed(is_there);
                continue;
            }
            let Some(arrivals) = mails else {
                return Ok(true);
            };
            let durable = self.take_all(arrivals).await;
            self.share.ends();
            actions = self.session.taken(&durable);
        }
    }

    async fn take_all(&self, arrivals: Vec<Arrival>) -> Vec<bool> {
        let mut durable = Vec::new();
        for arrival in arrivals {
            let account = arrival.account.as_str();
            let bytes = arrival.raw.len();
            match (self.take)(arrival).await {
                Ok(()) => {
                    tracing::info!(account, bytes, "mail.lmtp.taken");
                    durable.push(true);
                }
                Err(reason) => {
                    tracing::warn!(account, bytes, reason, "mail.lmtp.not_taken");
                    durable.push(false);
                }
            }
        }
        durable
    }

    async fn send(&mut self, said: &str) -> io::Result<()> {
        timeout(COMMAND, self.socket.write_all(said.as_bytes()))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}
