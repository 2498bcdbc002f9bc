//! Real post: Postfix carries the town's mail, Dovecot keeps the mailboxes of citizens (and the
//! town's own, where it is fetched).

use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;

use super::letters::{Received, TOWN, Writer};
use super::servers::{Dovecot, Postfix, free_port};
use super::town::Variables;
use super::{Database, Town};

/// Longer than a mail takes here, and than what is measured may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a mailbox or a queue is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// How the town gets its mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// Postfix hands it over.
    Lmtp,
    /// It is fetched from Dovecot.
    Imap,
}

/// The servers of one test.
pub struct Post {
    pub dovecot: Dovecot,
    pub postfix: Postfix,
    way: WayIn,
    read: Mutex<HashSet<Vec<u8>>>,
}

impl Post {
    /// Starts them; citizens' mail goes to their mailboxes.
    pub fn start(way: WayIn) -> Self {
        let dovecot = Dovecot::start();
        let ours = match way {
            WayIn::Lmtp => free_port(),
            WayIn::Imap => dovecot.lmtp_port,
        };
        let postfix = Postfix::start(ours, Some(dovecot.lmtp_port));
        Self { dovecot, postfix, way, read: Mutex::default() }
    }

    /// A town on these servers.
    pub async fn town(&self, database: Database) -> Town {
        self.town_with(database, |_| {}).await
    }

    /// The same, with some variables set or changed.
    pub async fn town_with(&self, database: Database, change: impl Fn(&mut Variables)) -> Town {
        let town = Town::with(database, |variables| {
            variables.set("SMTP_URL", &format!("smtp://127.0.0.1:{}", self.postfix.smtp_port));
            match self.way {
                WayIn::Lmtp => {
                    let port = self.postfix.ours;
                    variables.set("LMTP_ADDR", &format!("127.0.0.1:{port}"));
                }
                WayIn::Imap => {
                    let (port, user) = (self.dovecot.imap_port, TOWN.split_once('@').unwrap().0);
                    let mailbox = format!("imap://{user}:secret@127.0.0.1:{port}/INBOX");
                    variables.set("IMAP_URL", &mailbox);
                    // What arrives here carries the real time, not that of the story.
                    variables.set("MAIL_SINCE", "2020-01-01");
                }
            }
            change(variables);
        });
        town.await
    }

    /// Somebody writes to the town: the Message-ID of the mail.
    pub async fn writes(&self, writer: &Writer, subject: &str, text: &str) -> String {
        let (raw, id) = writer.letter(subject, text);
        self.postfix.send(&writer.address, TOWN, raw.as_bytes()).await;
        id
    }

    /// Somebody answers a mail of the town as a mail program does: the Message-ID of the mail.
    pub async fn replies(&self, writer: &Writer, to: &Received, text: &str) -> String {
        let (address, raw, id) = writer.reply(to, text);
        self.postfix.send(&writer.address, &address, raw.as_bytes()).await;
        id
    }

    /// The next mail of the town in somebody's mailbox.
    pub async fn next(&self, writer: &Writer) -> Received {
        until("a mail comes", async || !self.unread(writer).is_empty()).await;
        let raw = self.unread(writer).remove(0);
        let from = field(&raw, "Return-Path:").unwrap_or_default();
        let mail = Received::read(from.trim_matches(['<', '>']), &raw);
        self.read.lock().unwrap().insert(raw);
        mail
    }

    /// All that the town said has reached its mailbox, and nothing of it is unread.
    pub async fn nothing(&self, town: &Town, writer: &Writer) {
        town.settles().await;
        until("Postfix has carried all", async || {
            self.postfix.flush();
            self.postfix.queue().contains("Mail queue is empty")
        })
        .await;
        let unread = self.unread(writer);
        let unread: Vec<_> = unread.iter().map(|raw| Received::read("", raw).text).collect();
        assert!(unread.is_empty(), "{unread:#?}");
    }

    fn unread(&self, writer: &Writer) -> Vec<Vec<u8>> {
        let (user, _) = writer.address.split_once('@').unwrap();
        let read = self.read.lock().unwrap();
        let mut mails = self.dovecot.mails(user);
        // Not what Postfix says to those who wrote.
        let (town, _) = TOWN.split_once('@').unwrap();
        let ours = |raw: &[u8]| {
            let from = field(raw, "Return-Path:").unwrap_or_default();
            from.trim_start_matches('<').starts_with(town)
        };
        mails.retain(|raw| ours(raw) && !read.contains(raw));
        mails
    }
}

/// What a mail's header says in a field, in one line.
pub fn field(raw: &[u8], name: &str) -> Option<String> {
    let raw = String::from_utf8_lossy(raw);
    raw.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()))
}

/// Waits until something is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    let came = tokio::time::timeout(PATIENCE, waiting).await;
    assert!(came.is_ok(), "it never came to this: {what}");
}
