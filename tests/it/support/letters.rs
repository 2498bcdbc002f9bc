//! Citizens who write by mail: in by the town's LMTP, out to a folder of files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use mail_parser::MessageParser;
use simulator::Message;

use super::Town;
use super::lmtp::Lmtp;
use super::town::number_in;

/// The town's addresses.
pub const TOWN: &str = "segnalazioni@comune.test";
pub const PEC: &str = "protocollo@pec.comune.test";
/// Whose Authentication-Results the town believes.
pub const AUTHSERV: &str = "mx.comune.test";
/// A photo that says where it was taken: 45.65 north, 13.77 east.
pub const LOCATED: &[u8] = include_bytes!("located.jpg");

/// Mails that went out and were read by a test.
#[derive(Default)]
pub struct Outbox {
    read: Mutex<HashSet<PathBuf>>,
}

/// A mail that the town sent.
#[derive(Debug, Clone)]
pub struct Received {
    pub envelope_from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    pub in_reply_to: Option<String>,
    pub references: Vec<String>,
    pub from: String,
    pub reply_to: Option<String>,
    pub auto_submitted: Option<String>,
    /// Its Date.
    pub date: DateTime<Utc>,
    pub raw: String,
    /// Its links to pages, with their tokens.
    pub links: Vec<String>,
}

impl Outbox {
    /// Mails to an address, or to anybody, that nobody has read yet, oldest first.
    fn unread(&self, folder: &Path, to: Option<&str>) -> Vec<(PathBuf, Received)> {
        let read = self.read.lock().unwrap();
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "eml") || read.contains(&path) {
                continue;
            }
            let envelope = std::fs::read_to_string(path.with_extension("json")).unwrap();
            let envelope: serde_json::Value = serde_json::from_str(&envelope).unwrap();
            if to.is_some_and(|to| envelope["to"] != to) {
                continue;
            }
            let written = path.metadata().unwrap().modified().unwrap();
            let raw = std::fs::read(&path).unwrap();
            let from = envelope["from"].as_str().unwrap();
            found.push((written, path, Received::read(from, &raw)));
        }
        found.sort_by_key(|(written, ..)| *written);
        found.into_iter().map(|(_, path, mail)| (path, mail)).collect()
    }

    /// Nothing may be left unread.
    pub fn is_read(&self, folders: [PathBuf; 2]) {
        for folder in folders {
            let left = self.unread(&folder, None);
            let left: Vec<_> = left.iter().map(|(_, mail)| &mail.raw).collect();
            assert!(left.is_empty(), "mails that nobody has read: {left:#?}");
        }
    }
}

impl Received {
    /// Reads a mail that came with this envelope.
    pub fn read(envelope_from: &str, raw: &[u8]) -> Self {
        let mail = MessageParser::default().parse(raw).unwrap();
        let text = |value: &mail_parser::HeaderValue<'_>| value.as_text().map(str::to_owned);
        let list = |value: &mail_parser::HeaderValue<'_>| match value {
            mail_parser::HeaderValue::Text(one) => vec![one.to_string()],
            mail_parser::HeaderValue::TextList(all) => {
                all.iter().map(ToString::to_string).collect()
            }
            _ => Vec::new(),
        };
        let address = |found: Option<&mail_parser::Address<'_>>| {
            found.and_then(|one| one.first()?.address()).map(str::to_owned)
        };
        let words = mail.body_text(0).unwrap().into_owned();
        let links: Vec<String> =
            words.lines().filter(|line| line.starts_with("https://")).map(str::to_owned).collect();
        // A token is another one each time.
        let words = links.iter().fold(words, |words, link| {
            let token = link.split('/').nth(4).unwrap_or_default();
            if token.is_empty() { words } else { words.replace(token, "TOKEN") }
        });
        Self {
            envelope_from: envelope_from.to_owned(),
            subject: mail.subject().unwrap().to_owned(),
            text: words,
            html: mail.body_html(0).unwrap().into_owned(),
            message_id: mail.message_id().unwrap().to_owned(),
            in_reply_to: text(mail.in_reply_to()),
            references: list(mail.references()),
            from: address(mail.from()).unwrap(),
            reply_to: address(mail.reply_to()),
            auto_submitted: mail.header("Auto-Submitted").and_then(text),
            date: DateTime::from_timestamp(mail.date().unwrap().to_timestamp(), 0).unwrap(),
            raw: String::from_utf8_lossy(raw).into_owned(),
            links,
        }
    }
}

/// Somebody who writes to the town by mail.
pub struct Writer {
    pub address: String,
    name: String,
    sent: AtomicU32,
    /// The mailbox of the town that they write to.
    to: &'static str,
}

impl Writer {
    /// Somebody who lives here.
    pub fn new(name: &str) -> Self {
        Self::to(name, TOWN)
    }

    /// The same, who writes to one of the town's mailboxes.
    pub fn to(name: &str, to: &'static str) -> Self {
        let address = format!("{}@example.org", name.to_lowercase());
        Self { address, name: name.to_owned(), sent: AtomicU32::new(0), to }
    }

    /// A header that begins a mail of theirs; its Message-ID.
    pub fn header(&self, subject: &str, more: &str) -> (String, String) {
        let number = self.sent.fetch_add(1, Ordering::SeqCst) + 1;
        let (name, address) = (&self.name, &self.address);
        let id = format!("{}-{number}@example.org", name.to_lowercase());
        let header = format!(
            "From: {name} <{address}>\r\nTo: {}\r\nSubject: {subject}\r\n\
             Message-ID: <{id}>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n{more}",
            self.to
        );
        (header, id)
    }

    /// Writes to the town: the Message-ID of the mail.
    pub async fn writes(&self, town: &Town, subject: &str, text: &str) -> String {
        let (raw, id) = self.letter(subject, text);
        self.sends(town, self.to, &raw).await;
        id
    }

    /// Reports a pothole: what is answered, and the report's card in the URP's group.
    pub async fn reports(&self, town: &Town) -> (Received, Message) {
        self.writes(town, "Pothole", "In via Roma 12 there is a pothole.").await;
        let received = self.next(town).await;
        let number = number_in(&received.text);
        (received, town.urp_card(&number).await)
    }

    /// Writes with a photo.
    pub async fn sends_photo(&self, town: &Town, subject: &str, text: &str) {
        let (header, _) = self.header(subject, "");
        let raw = format!(
            "{header}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n\
             --B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n\
             --B\r\nContent-Type: image/jpeg; name=\"../../IMG_1.jpg\"\r\n\
             Content-Disposition: attachment; filename=\"../../IMG_1.jpg\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{photo}\r\n--B--\r\n",
            photo = STANDARD.encode(LOCATED)
        );
        self.sends(town, TOWN, &raw).await;
    }

    /// A mail to the town, not sent yet; its Message-ID.
    pub fn letter(&self, subject: &str, text: &str) -> (String, String) {
        let (header, id) = self.header(subject, "");
        (format!("{header}{}", plain(text)), id)
    }

    /// Answers a mail of the town as a mail program does, quoting it.
    pub async fn replies(&self, town: &Town, to: &Received, text: &str) -> String {
        let (address, raw, id) = self.reply(to, text);
        self.sends(town, &address, &raw).await;
        id
    }

    /// Such an answer, not sent yet: to which address, the mail, its Message-ID.
    pub fn reply(&self, to: &Received, text: &str) -> (String, String, String) {
        let more = format!(
            "In-Reply-To: <{}>\r\nReferences: {}\r\n",
            to.message_id,
            to.references.iter().map(|id| format!("<{id}>")).collect::<Vec<_>>().join(" ")
        );
        let (header, id) = self.header(&format!("Re: {}", to.subject), &more);
        let quoted =
            to.text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\r\n");
        let body =
            format!("{text}\r\n\r\nOn Tue, 24 Nov 2026 at 10:05, the town wrote:\r\n{quoted}");
        let address = to.reply_to.clone().unwrap_or_else(|| to.from.clone());
        (address, format!("{header}{}", plain(&body)), id)
    }

    /// Sends a mail as it is.
    pub async fn sends(&self, town: &Town, to: &str, raw: &str) {
        town.settles().await;
        deliver(town, &self.address, to, raw.as_bytes()).await;
    }

    /// The next mail from the town.
    pub async fn next(&self, town: &Town) -> Received {
        town.settles().await;
        for folder in town.mail_folders() {
            let unread = town.outbox.unread(&folder, Some(&self.address));
            if let Some((path, mail)) = unread.into_iter().next() {
                town.outbox.read.lock().unwrap().insert(path);
                return mail;
            }
        }
        panic!("no mail has come to {}", self.name);
    }

    /// How many mails have come that were not read.
    pub fn unread(&self, town: &Town) -> usize {
        let folders = town.mail_folders();
        folders.iter().map(|one| town.outbox.unread(one, Some(&self.address)).len()).sum()
    }

    /// What has come is of no matter to the story.
    pub fn reads_all(&self, town: &Town) {
        for folder in town.mail_folders() {
            let unread = town.outbox.unread(&folder, Some(&self.address));
            town.outbox.read.lock().unwrap().extend(unread.into_iter().map(|(path, _)| path));
        }
    }

    /// Nothing (more) has come.
    pub async fn nothing(&self, town: &Town) {
        town.settles().await;
        for folder in town.mail_folders() {
            let unread = town.outbox.unread(&folder, Some(&self.address));
            let unread: Vec<_> = unread.iter().map(|(_, mail)| &mail.raw).collect();
            assert!(unread.is_empty(), "{unread:#?}");
        }
    }
}

/// Hands a mail to the town's LMTP.
pub async fn deliver(town: &Town, from: &str, to: &str, raw: &[u8]) {
    let port = town.service().lmtp.unwrap().port();
    let mut lmtp = Lmtp::connect(port).await;
    let replies = lmtp.mail(from, &[to], raw).await;
    assert!(replies.iter().all(|reply| reply.starts_with("250")), "{replies:?}");
}

/// A plain body.
pub fn plain(text: &str) -> String {
    format!(
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
}
