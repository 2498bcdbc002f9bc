//! The post: takes the town's mails, refuses some, sends some back later, and gives receipts for
//! certified ones.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use data_encoding::BASE64;
use rispondo::channels::mail::compose::Composed;
use rispondo::channels::mail::smtp::{Accepted, Later, PostOffice, SendError};

use crate::chance::Chance;
use crate::desk::CERTIFIED;
use crate::trouble::Mishap;
use crate::world::{Letter, World};

/// Who sends receipts and envelopes of certified mail.
pub const PROVIDER: &str = "posta-certificata@gestore.example";

/// A mail server that the town hands its mails to.
#[derive(Debug)]
pub struct Post {
    /// The world.
    pub world: Arc<World>,
    /// For certified mail.
    pub certified: bool,
    /// The town's seed.
    pub seed: u64,
}

impl PostOffice for Post {
    fn take<'a>(&'a self, mail: &'a Composed) -> Later<'a> {
        Box::pin(std::future::ready(self.taken(mail)))
    }
}

impl Post {
    fn taken(&self, mail: &Composed) -> Result<Accepted, SendError> {
        let now = self.world.clock.now();
        let mut sight = self.world.look();
        sight.stirred += 1;
        let mishap = self.world.trouble.of_call("mail", &mail.to, sight.stirred, now);
        match mishap {
            Some(Mishap::Away | Mishap::Flood(_) | Mishap::Broken) => {
                return Err(SendError::NotMade("451 4.3.0 try again later".to_owned()));
            }
            Some(Mishap::Lost | Mishap::Gateway) => {
                return Err(SendError::Unknown("timed out".to_owned()));
            }
            Some(Mishap::Unheard) | None => {}
        }
        if Address::of(self.seed, &mail.to) == Address::RefusedAtOnce {
            return Err(SendError::Refused {
                status: Some("5.1.1".to_owned()),
                reply: "550 5.1.1 no such user here".to_owned(),
            });
        }
        sight.letters.push(Letter {
            certified: self.certified,
            envelope_from: mail.envelope_from.clone(),
            to: mail.to.clone(),
            raw: String::from_utf8_lossy(&mail.bytes).into_owned(),
        });
        if mishap == Some(Mishap::Unheard) {
            return Err(SendError::Unknown("the connection was reset".to_owned()));
        }
        Ok(Accepted { reply: "250 2.0.0 queued".to_owned() })
    }
}

/// What becomes of mails to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// They arrive.
    Good,
    /// They are refused at once.
    RefusedAtOnce,
    /// They come back later.
    Bounces,
    /// Certified: no receipt ever comes.
    Silent,
}

impl Address {
    /// What kind an address is: a few in a hundred are bad.
    pub fn of(seed: u64, address: &str) -> Self {
        let kinds = [Self::Good, Self::RefusedAtOnce, Self::Bounces, Self::Silent];
        let place = Chance::of(seed, address).weighed([0.92, 0.02, 0.04, 0.02].into_iter());
        place.and_then(|place| kinds.get(place)).copied().unwrap_or(Self::Good)
    }
}

/// A header's value, unfolded.
pub fn header<'a>(raw: &'a str, name: &str) -> Option<&'a str> {
    let head = raw.split("\r\n\r\n").next()?;
    head.split("\r\n").find_map(|line| {
        let (field, value) = line.split_once(':')?;
        field.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// The address in angle brackets, or the whole.
pub fn bare(value: &str) -> &str {
    value.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(value, |(bare, _)| bare)
}

/// A mail comes back (RFC 3464).
pub fn bounce(letter: &Letter, now: DateTime<Utc>, nth: u64) -> String {
    let id = header(&letter.raw, "Message-ID").map(bare).unwrap_or_default();
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\nTo: {to}\r\n\
         Subject: Delivery Status Notification\r\nMessage-ID: <bounce-{nth}@mx.example.org>\r\n\
         Date: {date}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n\
         --B\r\nContent-Type: text/plain\r\n\r\nThe mail system\r\n\r\n\
         --B\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; mx.example.org\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user here\r\n\r\n\
         --B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\n\r\n--B--\r\n",
        to = letter.envelope_from,
        recipient = letter.to,
        date = now.to_rfc2822(),
    )
}

/// A receipt of the provider about a certified mail of the town's, of that kind (`X-Ricevuta`).
pub fn receipt(letter: &Letter, kind: &str, now: DateTime<Utc>, nth: u64) -> String {
    let id = header(&letter.raw, "Message-ID").map(bare).unwrap_or_default();
    let subject = header(&letter.raw, "Subject").unwrap_or("Segnalazione");
    let (title, error, extended) = match kind {
        "accettazione" => ("ACCETTAZIONE", "nessuno", ""),
        "avvenuta-consegna" => ("CONSEGNA", "nessuno", ""),
        _ => (
            "AVVISO DI MANCATA CONSEGNA",
            "no-dest",
            "<errore-esteso>5.1.1 - Gestore - indirizzo non valido</errore-esteso>",
        ),
    };
    let to = &letter.to;
    let delivery =
        if kind == "accettazione" { String::new() } else { format!("<consegna>{to}</consegna>") };
    let xml = daticert(kind, error, CERTIFIED, to, id, now, nth, &format!("{delivery}{extended}"));
    let head = format!(
        "X-Ricevuta: {kind}\r\nX-Riferimento-Message-ID: <{id}>\r\nFrom: {PROVIDER}\r\n\
         To: {CERTIFIED}\r\nSubject: {title}: {subject}\r\n"
    );
    let inner = (kind == "avvenuta-consegna").then_some(letter.raw.as_str());
    signed(&head, "Ricevuta", &xml, inner, now, nth)
}

/// A certified mail of somebody's in its envelope (`busta di trasporto`).
pub fn envelope(from: &str, raw: &str, now: DateTime<Utc>, nth: u64) -> String {
    let id = header(raw, "Message-ID").map(bare).unwrap_or_default();
    let subject = header(raw, "Subject").unwrap_or_default();
    let xml = daticert("posta-certificata", "nessuno", from, CERTIFIED, id, now, nth, "");
    let head = format!(
        "X-Trasporto: posta-certificata\r\nX-Riferimento-Message-ID: <{id}>\r\n\
         From: \"Per conto di: {from}\" <{PROVIDER}>\r\nReply-To: {from}\r\nTo: {CERTIFIED}\r\n\
         Subject: POSTA CERTIFICATA: {subject}\r\n"
    );
    signed(&head, "Messaggio di posta certificata", &xml, Some(raw), now, nth)
}

#[expect(clippy::too_many_arguments, reason = "the fields of the provider's form")]
fn daticert(
    kind: &str,
    error: &str,
    from: &str,
    to: &str,
    id: &str,
    now: DateTime<Utc>,
    nth: u64,
    more: &str,
) -> String {
    let (day, time) = (now.format("%d/%m/%Y"), now.format("%H:%M:%S"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<postacert tipo=\"{kind}\" errore=\"{error}\">\n\
         <intestazione><mittente>{from}</mittente>\
         <destinatari tipo=\"certificato\">{to}</destinatari><risposte>{from}</risposte>\
         <oggetto>Segnalazione</oggetto></intestazione>\n\
         <dati><gestore-emittente>GESTORE PEC S.p.A.</gestore-emittente>\
         <data zona=\"+0000\"><giorno>{day}</giorno><ora>{time}</ora></data>\
         <identificativo>opec.{nth}@gestore.example</identificativo>\
         <msgid>&lt;{id}&gt;</msgid>{more}</dati>\n</postacert>\n"
    )
}

fn signed(
    head: &str,
    words: &str,
    xml: &str,
    inner: Option<&str>,
    now: DateTime<Utc>,
    nth: u64,
) -> String {
    let (date, xml) = (now.to_rfc2822(), BASE64.encode(xml.as_bytes()));
    let inner = inner.map_or_else(String::new, |inner| {
        format!(
            "--mixed\r\nContent-Type: message/rfc822; name=\"postacert.eml\"\r\n\
             Content-Disposition: inline; filename=\"postacert.eml\"\r\n\
             Content-Transfer-Encoding: 7bit\r\n\r\n{inner}\r\n"
        )
    });
    format!(
        "{head}Date: {date}\r\nMessage-ID: <opec.{nth}@gestore.example>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; \
         micalg=\"sha-256\"; boundary=\"signed\"\r\n\r\nThis is an S/MIME signed message\r\n\r\n\
         --signed\r\nContent-Type: multipart/mixed; boundary=\"mixed\"\r\n\r\n\
         --mixed\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n\r\n{words}\r\n\
         --mixed\r\nContent-Type: application/xml; name=\"daticert.xml\"\r\n\
         Content-Disposition: inline; filename=\"daticert.xml\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{xml}\r\n{inner}--mixed--\r\n\r\n\
         --signed\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n\
         Content-Transfer-Encoding: base64\r\n\
         Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\nMIIB\r\n\r\n--signed--\r\n"
    )
}
