//! The service writes to itself, to see whether addresses with a token after `+` reach it.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::timeout;

use super::Table;
use super::here::Here;
use super::servers::said;
use crate::app::mail::reading;
use crate::channels::mail::compose::{ComposeError, Composed, Posting, compose};
use crate::channels::mail::smtp::{SendError, Smtp};
use crate::channels::mail::{Arrival, Sender, imap, read};
use crate::clock::Clock;
use crate::config::mail::{MailConfig, MailServer};
use crate::domain::lang::Lang;
use crate::domain::mail::Account;
use crate::domain::outgoing::AutoSubmitted;
use crate::domain::step::{Keys, MailKeys};
use crate::intake::mail::BOUNCE;
use crate::store::Store;
use crate::text::service as words;

/// A mail comes back within that, or it is taken for lost.
const PATIENCE: Duration = Duration::from_secs(20);
/// So often the database is asked whether the service has it.
const EVERY: Duration = Duration::from_millis(250);

/// Where a mail comes back.
pub(super) enum Back<'a> {
    /// In the mailbox.
    Mailbox(&'a MailServer),
    /// By LMTP to the service, which notes it in the database.
    Service(&'a Store),
    /// By LMTP to us, as the service does not run.
    Here(SocketAddr),
}

/// What became of a mail to ourselves.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// It has come back.
    Back,
    /// It was taken, and has not come back.
    Lost,
    /// The server refuses its sender or its recipient; its words.
    Refused(String),
    /// It could not be sent, or not be looked for.
    Unknown(String),
}

/// Sends itself a mail from and to addresses with a token; if that fails, one without.
pub(super) async fn check(
    config: &MailConfig,
    smtp: &Smtp,
    back: &Back<'_>,
    clock: &Clock,
    store: Option<&Store>,
    table: &mut Table,
) {
    let addresses = Sender { address: config.address.clone(), plus: true };
    if addresses.with(&token(&clock.id().simple().to_string())) == config.address {
        table.note("mail to us", "MAIL_ADDRESS is too long for a token: as with MAIL_PLUS=off");
        return;
    }
    let directory = match store {
        Some(store) => store.directory().await.ok().flatten(),
        None => None,
    };
    let lang = directory.map(|directory| directory.staff_lang()).unwrap_or_default();
    let mut ways = [Way::Back, Way::Back];
    for (way, plus) in ways.iter_mut().zip([true, false]) {
        *way = match Probe::new(config, clock, lang, plus) {
            Ok(probe) => probe.sent(config, smtp, back).await,
            Err(error) => Way::Unknown(error.to_string()),
        };
        if *way == Way::Back {
            break;
        }
    }
    let [plus, plain] = ways;
    match finding(&config.address, &plus, &plain) {
        Ok(found) => table.right("mail to us", found),
        Err((problem, cure)) => table.wrong("mail to us", problem, cure),
    }
}

/// What the two ways say: all is right, or what is wrong and its cure.
fn finding(address: &str, plus: &Way, plain: &Way) -> Result<String, (String, &'static str)> {
    const OFF: &str = "set MAIL_PLUS=off: answers and bounces are then known by their Message-ID";
    let (local, host) = address.split_once('@').unwrap_or((address, ""));
    let token = format!("{local}+…@{host}");
    let seconds = PATIENCE.as_secs();
    Err(match (plus, plain) {
        (Way::Back, _) => return Ok(format!("a mail from and to {token} has come back")),
        (Way::Refused(reply), Way::Back) => {
            (format!("the server refuses {token}, not {address}: {reply}"), OFF)
        }
        (Way::Lost, Way::Back) => {
            (format!("within {seconds} s a mail to {address} came back, not one to {token}"), OFF)
        }
        (_, Way::Refused(reply)) => (
            format!("the server refuses a mail from and to {address}: {reply}"),
            "MAIL_ADDRESS must be an address that exists, and that this login may send from",
        ),
        (_, Way::Unknown(reply)) | (Way::Unknown(reply), _) => {
            (format!("it cannot be tried: {reply}"), "run rispondo check again a little later")
        }
        (_, Way::Lost) => (
            format!("a mail to {address} did not come back within {seconds} s"),
            "does mail to it arrive where rispondo reads it (folder, rules, spam)? If the servers \
             are only slow, run rispondo check again",
        ),
    })
}

/// As long as that of a report's reply address.
fn token(id: &str) -> String {
    format!("rispondo{id}")
}

/// A mail to ourselves.
struct Probe {
    message_id: String,
    mail: Composed,
}

impl Probe {
    fn new(
        config: &MailConfig,
        clock: &Clock,
        lang: Lang,
        plus: bool,
    ) -> Result<Self, ComposeError> {
        let id = clock.id().simple().to_string();
        // As those of the outbox are: the service takes it for its own and makes nothing of it.
        let message_id = format!("{id}@{}", config.id_host());
        let addresses = Sender { address: config.address.clone(), plus };
        let text = words::probe_words(lang);
        let mail = compose(&Posting {
            from_name: "rispondo",
            from: &config.address,
            reply_to: None,
            envelope_from: &addresses.with(&format!("{BOUNCE}{id}")),
            to: &addresses.with(&token(&id)),
            subject: &words::probe_subject(lang),
            message_id: &message_id,
            date: clock.now(),
            in_reply_to: None,
            references: &[],
            auto: AutoSubmitted::Generated,
            lang,
            text: &text,
            html: &format!("<!DOCTYPE html><html lang=\"{}\"><p>{text}</p></html>", lang.code()),
            pictures: &[],
        })?;
        Ok(Self { message_id, mail })
    }

    async fn sent(&self, config: &MailConfig, smtp: &Smtp, back: &Back<'_>) -> Way {
        // Who is to receive it listens before it is sent.
        let mut here = match back {
            Back::Here(address) => match Here::listen(*address, config, &self.message_id).await {
                Ok(here) => Some(here),
                Err(error) => return Way::Unknown(error.to_string()),
            },
            _ => None,
        };
        match smtp.send(&self.mail).await {
            Ok(_) => {}
            Err(SendError::Refused { reply, .. } | SendError::OwnFault { reply, .. }) => {
                return Way::Refused(reply);
            }
            Err(error) => return Way::Unknown(said(&error).to_owned()),
        }
        let came = match (back, &mut here) {
            (Back::Mailbox(server), _) => imap::comes(server, &self.message_id, PATIENCE)
                .await
                .map_err(|error| error.to_string()),
            (Back::Service(store), _) => self.noted(config, store).await,
            (Back::Here(_), Some(here)) => Ok(here.hears(PATIENCE).await),
            (Back::Here(_), None) => Ok(false),
        };
        match came {
            Ok(true) => Way::Back,
            Ok(false) => Way::Lost,
            Err(why) => Way::Unknown(why),
        }
    }

    /// Waits until the service has noted the mail; false if it does not.
    async fn noted(&self, config: &MailConfig, store: &Store) -> Result<bool, String> {
        let arrival = Arrival {
            account: Account::Mail,
            envelope_from: None,
            envelope_to: Vec::new(),
            raw: self.mail.bytes.clone().into(),
            truncated: None,
        };
        let mark = Some(read::read(&arrival, &reading(config)).mail.mark);
        let keys = Keys { mail: MailKeys { mark, ..MailKeys::default() }, ..Keys::default() };
        let waits = timeout(PATIENCE, async {
            loop {
                let facts = store.read(keys.clone()).await.map_err(|error| error.to_string())?;
                if facts.mail.seen.is_some() {
                    return Ok(true);
                }
                tokio::time::sleep(EVERY).await;
            }
        });
        waits.await.unwrap_or(Ok(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said_of(plus: &Way, plain: &Way) -> String {
        match finding("segnalazioni@comune.example", plus, plain) {
            Ok(found) => found,
            Err((problem, cure)) => format!("{problem}\n→ {cure}"),
        }
    }

    #[test]
    fn what_is_refused_or_lost_only_with_a_token_is_cured_by_mail_plus_off() {
        let refused = Way::Refused("550 5.1.1 User unknown".to_owned());
        insta::assert_snapshot!(said_of(&refused, &Way::Back), @r"
        the server refuses segnalazioni+…@comune.example, not segnalazioni@comune.example: 550 5.1.1 User unknown
        → set MAIL_PLUS=off: answers and bounces are then known by their Message-ID
        ");
        insta::assert_snapshot!(said_of(&Way::Lost, &Way::Back), @r"
        within 20 s a mail to segnalazioni@comune.example came back, not one to segnalazioni+…@comune.example
        → set MAIL_PLUS=off: answers and bounces are then known by their Message-ID
        ");
    }

    #[test]
    fn what_does_not_work_without_a_token_either_has_other_cures() {
        let refused = Way::Refused("553 5.7.1 Not owned by user".to_owned());
        let later = Way::Unknown("451 Greylisted".to_owned());
        insta::assert_snapshot!(said_of(&refused, &refused), @r"
        the server refuses a mail from and to segnalazioni@comune.example: 553 5.7.1 Not owned by user
        → MAIL_ADDRESS must be an address that exists, and that this login may send from
        ");
        insta::assert_snapshot!(said_of(&Way::Lost, &Way::Lost), @r"
        a mail to segnalazioni@comune.example did not come back within 20 s
        → does mail to it arrive where rispondo reads it (folder, rules, spam)? If the servers are only slow, run rispondo check again
        ");
        insta::assert_snapshot!(said_of(&later, &later), @r"
        it cannot be tried: 451 Greylisted
        → run rispondo check again a little later
        ");
    }
}
