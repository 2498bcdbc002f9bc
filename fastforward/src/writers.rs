//! Citizens who write by mail, ordinary or certified.

use chrono::{DateTime, TimeDelta, Utc};
use mail_parser::MessageParser;
use rispondo::domain::mail::Account;

use crate::chance::Chance;
use crate::desk::{ADDRESS, AUTHSERV, CERTIFIED, PAGES};
use crate::phrases;
use crate::post::{PROVIDER, envelope};
use crate::world::Letter;

/// Somebody who writes mails.
#[derive(Debug)]
pub struct Writer {
    /// Their address.
    pub address: String,
    /// They have certified mail.
    pub certified: bool,
    name: String,
    chance: Chance,
    sent: u64,
    /// Their mailbox answers by itself: they are away.
    absent: bool,
}

/// A mail to the town.
#[derive(Debug, Clone)]
pub struct Posted {
    /// To which mailbox.
    pub account: Account,
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipient.
    pub to: String,
    /// As it is.
    pub raw: String,
}

/// What they do about a mail of the town's.
#[derive(Debug, Clone)]
pub enum Reaction {
    /// They write.
    Mail(Posted),
    /// They follow a link: its token, and whether it is solved.
    Page(String, bool),
}

impl Writer {
    /// The `nth` of a town.
    pub fn new(seed: u64, nth: usize, certified: bool) -> Self {
        let mut chance = Chance::of(seed, &format!("writer/{nth}"));
        let host = if certified { "pec.example.org" } else { "example.org" };
        let absent = chance.is(0.03);
        Self {
            address: format!("cittadino{nth}@{host}"),
            certified,
            name: phrases::name(nth),
            chance,
            sent: 0,
            absent,
        }
    }

    /// Reports a problem.
    pub fn reports(&mut self, now: DateTime<Utc>) -> Posted {
        let (_, words) = phrases::problem(&mut self.chance);
        let place = phrases::place(&mut self.chance);
        // Some forget to say where.
        let text = if self.chance.is(0.15) {
            format!("Buongiorno,\r\n{words}. Grazie\r\n")
        } else {
            format!("Buongiorno,\r\nin {place}: {}. Grazie\r\n", words.to_lowercase())
        };
        self.posts(None, &words, &text, now)
    }

    /// What they do about a mail, and after how long.
    pub fn reacts(&mut self, letter: &Letter, now: DateTime<Utc>) -> Option<(TimeDelta, Reaction)> {
        let mail = MessageParser::default().parse(letter.raw.as_bytes())?;
        let id = mail.message_id()?.to_owned();
        let subject = mail.subject().unwrap_or_default().to_owned();
        let address = |found: Option<&mail_parser::Address<'_>>| {
            found.and_then(|one| one.first()?.address()).map(str::to_owned)
        };
        let to = address(mail.reply_to()).or_else(|| address(mail.from()))?;
        let text = mail.body_text(0).unwrap_or_default();
        let token = text.split_whitespace().find_map(|word| {
            word.strip_prefix(PAGES)?.strip_prefix("/r/")?.split('/').next().map(str::to_owned)
        });
        if self.absent && mail.header("Auto-Submitted").is_none() {
            let headers = "Auto-Submitted: auto-replied\r\n";
            let words = "Sono assente fino a lunedì.\r\n";
            let posted = self.answers(&to, &id, headers, "Assente", words, now);
            return Some((TimeDelta::minutes(1), Reaction::Mail(posted)));
        }
        let after = self.chance.about(TimeDelta::hours(14));
        if let Some(token) = token {
            let weights = [2.0, 0.5, 0.4, 5.0];
            return match self.chance.weighed(weights.into_iter())? {
                0 => Some((after, Reaction::Page(token, true))),
                1 => Some((after, Reaction::Page(token, false))),
                2 => {
                    let words = phrases::afterwards(&mut self.chance);
                    let posted = self.answers(&to, &id, "", &subject, &words, now + after);
                    Some((after, Reaction::Mail(posted)))
                }
                _ => None,
            };
        }
        self.chance.is(0.12).then(|| {
            let words = phrases::more(&mut self.chance);
            let posted = self.answers(&to, &id, "", &subject, &words, now + after);
            (after, Reaction::Mail(posted))
        })
    }

    fn answers(
        &mut self,
        to: &str,
        id: &str,
        headers: &str,
        subject: &str,
        words: &str,
        now: DateTime<Utc>,
    ) -> Posted {
        let thread = format!("In-Reply-To: <{id}>\r\nReferences: <{id}>\r\n{headers}");
        self.posts(Some((to, &thread)), &format!("Re: {subject}"), &format!("{words}\r\n"), now)
    }

    fn posts(
        &mut self,
        answer: Option<(&str, &str)>,
        subject: &str,
        text: &str,
        now: DateTime<Utc>,
    ) -> Posted {
        self.sent += 1;
        let usual = if self.certified { CERTIFIED } else { ADDRESS };
        let (to, more) = answer.unwrap_or((usual, ""));
        // What the town's own server found: a few senders cannot be vouched for.
        let dmarc = if self.chance.is(0.03) { "fail" } else { "pass" };
        let (name, address) = (&self.name, &self.address);
        let mail = format!(
            "From: {name} <{address}>\r\nTo: {to}\r\nSubject: {subject}\r\n\
             Message-ID: <{nth}.{address}>\r\nDate: {date}\r\n{more}MIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}",
            nth = self.sent,
            date = now.to_rfc2822(),
        );
        if self.certified {
            let nth = self.chance.below(1_000_000_000) as u64;
            return Posted {
                account: Account::Pec,
                from: PROVIDER.to_owned(),
                to: CERTIFIED.to_owned(),
                raw: envelope(address, &mail, now, nth),
            };
        }
        let domain = address.split_once('@').map_or("", |(_, domain)| domain);
        let vouched =
            format!("Authentication-Results: {AUTHSERV}; dmarc={dmarc} header.from={domain}\r\n");
        Posted {
            account: Account::Mail,
            from: self.address.clone(),
            to: to.to_owned(),
            raw: format!("{vouched}{mail}"),
        }
    }
}
