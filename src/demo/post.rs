//! A citizen's post: in by the town's LMTP, out to the folder where its mails become files.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use bytes::Bytes;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::transcript;
use crate::channels::mail::Arrival;
use crate::channels::mail::compose::{Composed, Posting, compose};
use crate::channels::mail::read;
use crate::clock::Clock;
use crate::domain::lang::Lang;
use crate::domain::mail::{Account, Mail};
use crate::domain::outgoing::AutoSubmitted;
use crate::text::demo as words;

/// The town's address.
pub const TOWN: &str = "segnalazioni@borgofiorito.example";
const LUCA: &str = "luca@posta.example";
/// So often the folder is looked at.
const LOOK: Duration = Duration::from_millis(3);
/// So often at most: ten seconds or more.
const LOOKS: u32 = 3_000;

/// Luca's mailbox.
pub struct Post {
    lmtp: SocketAddr,
    folder: PathBuf,
    clock: Clock,
    lang: Lang,
    read: HashSet<PathBuf>,
}

impl Post {
    /// Mail goes to `lmtp` and comes from `folder`.
    pub fn new(lmtp: SocketAddr, folder: PathBuf, clock: Clock, lang: Lang) -> Self {
        Self { lmtp, folder, clock, lang, read: HashSet::new() }
    }

    /// Luca writes to the town; in answer to a mail of it, or not.
    pub async fn writes(
        &self,
        subject: &str,
        words: &str,
        answers: Option<&Mail>,
    ) -> anyhow::Result<()> {
        transcript::letter("Luca", subject, words);
        let message_id = format!("{}@posta.example", self.clock.id().simple());
        let answered = answers.and_then(|mail| mail.message_id.clone());
        let references: Vec<String> = answered.iter().cloned().collect();
        let posting = Posting {
            from_name: "Luca",
            from: LUCA,
            reply_to: None,
            envelope_from: LUCA,
            to: TOWN,
            subject,
            message_id: &message_id,
            date: self.clock.now(),
            in_reply_to: answered.as_deref(),
            references: &references,
            auto: AutoSubmitted::No,
            lang: self.lang,
            text: words,
            html: &format!("<p>{words}</p>"),
            pictures: &[],
        };
        deliver(self.lmtp, &compose(&posting)?).await.context("LMTP")
    }

    /// Luca reads the next mail from the town.
    pub async fn hears(&mut self, lang: Lang) -> anyhow::Result<Mail> {
        let mail = self.next().await?;
        transcript::mail(&words::town(lang), &mail);
        Ok(mail)
    }

    /// The next mail from the town.
    pub async fn next(&mut self) -> anyhow::Result<Mail> {
        for _ in 0..LOOKS {
            if let Some(path) = self.unread() {
                let raw = Bytes::from(std::fs::read(&path)?);
                self.read.insert(path);
                let arrival = Arrival {
                    account: Account::Mail,
                    envelope_from: None,
                    envelope_to: Vec::new(),
                    raw,
                    truncated: None,
                };
                return Ok(read::read(&arrival, &read::Context::default()).mail);
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("no mail has come to Luca");
    }

    /// The oldest mail that has not been read.
    fn unread(&self) -> Option<PathBuf> {
        let mails = std::fs::read_dir(&self.folder).ok()?.flatten().map(|entry| entry.path());
        let is_mail = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "eml");
        let new = mails.filter(|path| is_mail(path) && !self.read.contains(path));
        new.min_by_key(|path| written(path))
    }
}

fn written(path: &Path) -> Option<std::time::SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

/// Hands a mail over, as the town's mail server would (RFC 2033).
async fn deliver(lmtp: SocketAddr, mail: &Composed) -> anyhow::Result<()> {
    let mut stream = BufReader::new(TcpStream::connect(lmtp).await?);
    heard(&mut stream, "220").await?;
    let envelope = [
        "LHLO posta.example".to_owned(),
        format!("MAIL FROM:<{}>", mail.envelope_from),
        format!("RCPT TO:<{}>", mail.to),
    ];
    for line in envelope {
        stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        heard(&mut stream, "250").await?;
    }
    stream.write_all(b"DATA\r\n").await?;
    heard(&mut stream, "354").await?;
    for line in mail.bytes.split_inclusive(|byte| *byte == b'\n') {
        // A dot that begins a line is doubled (RFC 5321 section 4.5.2).
        if line.starts_with(b".") {
            stream.write_all(b".").await?;
        }
        stream.write_all(line).await?;
    }
    stream.write_all(b".\r\n").await?;
    heard(&mut stream, "250").await?;
    stream.write_all(b"QUIT\r\n").await?;
    Ok(())
}

/// Reads an answer, of however many lines; it must be this one.
async fn heard(stream: &mut BufReader<TcpStream>, code: &str) -> anyhow::Result<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        ensure!(line.starts_with(code), "the service answers {line:?} instead of {code}");
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok(());
        }
    }
}
