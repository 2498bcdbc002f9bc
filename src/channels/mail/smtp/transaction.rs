//! One mail over a connection, command by command, so that it is known which one was refused.

use lettre::Address;
use lettre::address::AddressError;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::sync::watch;
use tokio::time::timeout;

use super::errors::{SendError, Stage};
use super::reply::one_line;
use super::session::Session;
use crate::channels::mail::compose::Composed;

/// How much of a mail is written at once, bytes.
const CHUNK: usize = 64 * 1024;

/// A mail that the server has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The server's words: one line, at most 200 characters, without addresses.
    pub reply: String,
}

impl Session {
    /// Hands a mail over.
    pub(super) async fn send(&mut self, mail: &Composed) -> Result<Accepted, SendError> {
        let from = envelope_from(mail)?;
        let to = mail.to.parse::<Address>().map_err(|error| SendError::Refused {
            status: Some("5.1.3".to_owned()), // bad destination mailbox address syntax
            reply: error.to_string(),
        })?;
        let options = self.options(mail)?;
        self.command(Stage::Sender, Mail::new(from, options)).await?;
        self.command(Stage::Recipient, Rcpt::new(to, Vec::new())).await?;
        let go = self.command(Stage::Data, Data).await?;
        if !go.has_code(354) {
            self.broken = true;
            return Err(SendError::NotMade(words(&go)));
        }
        let accepted = self.content(&mail.bytes).await?;
        self.mails += 1;
        Ok(accepted)
    }

    /// What MAIL FROM must declare: letters beyond ASCII in addresses (RFC 6531) or in the mail
    /// (RFC 6152). Our mails have them only for a recipient whose address has them.
    fn options(&self, mail: &Composed) -> Result<Vec<MailParameter>, SendError> {
        if mail.bytes.is_ascii() && mail.to.is_ascii() && mail.envelope_from.is_ascii() {
            return Ok(Vec::new());
        }
        let server = self.connection.server_info();
        let able = [Extension::SmtpUtfEight, Extension::EightBitMime];
        if able.into_iter().all(|extension| server.supports_feature(extension)) {
            let eight = MailParameter::Body(MailBodyParameter::EightBitMime);
            return Ok(vec![MailParameter::SmtpUtfEight, eight]);
        }
        Err(SendError::Refused {
            status: Some("5.6.7".to_owned()), // RFC 6531 section 4.3
            reply: "our server takes no addresses with letters beyond ASCII".to_owned(),
        })
    }

    /// The mail itself. Until its final dot is written nothing has been handed over; from then on
    /// only the server's answer tells.
    async fn content(&mut self, bytes: &[u8]) -> Result<Accepted, SendError> {
        // lettre writes a line end before the dot.
        let bytes = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
        let (written, mut at_end) = watch::channel(false);
        let end = std::iter::from_fn(move || {
            written.send_replace(true);
            None
        });
        let result = {
            let answer = self.connection.message_iter(bytes.chunks(CHUNK).chain(end));
            tokio::pin!(answer);
            let first = timeout(self.limits.content, async {
                tokio::select! {
                    biased;
                    result = &mut answer => Some(result),
                    () = async { at_end.wait_for(|end| *end).await.ok(); } => None,
                }
            });
            match first.await {
                Err(_) => None,
                Ok(Some(result)) => Some(result),
                Ok(None) => timeout(self.limits.end, answer).await.ok(),
            }
        };
        let handed_over = *at_end.borrow();
        match result {
            Some(Ok(response)) if response.code().severity == Severity::PositiveCompletion => {
                Ok(Accepted { reply: words(&response) })
            }
            Some(Err(error)) if error.status().is_some() => Err(self.note(Stage::Data, &error)),
            other => {
                self.broken = true;
                let why = match other {
                    None => "no answer in time".to_owned(),
                    Some(Ok(odd)) => words(&odd),
                    Some(Err(error)) => one_line(&error.to_string()),
                };
                Err(if handed_over { SendError::Unknown(why) } else { SendError::NotMade(why) })
            }
        }
    }
}

fn envelope_from(mail: &Composed) -> Result<Option<Address>, SendError> {
    if mail.envelope_from.is_empty() {
        return Ok(None);
    }
    let wrong = |error: AddressError| SendError::OwnFault {
        stage: Stage::Sender,
        reply: error.to_string(),
    };
    mail.envelope_from.parse().map(Some).map_err(wrong)
}

/// A server's answer for staff.
fn words(response: &Response) -> String {
    let text: Vec<&str> = response.message().collect();
    one_line(&format!("{} {}", response.code(), text.join(" ")))
}
