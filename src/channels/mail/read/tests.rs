//! Mails read as a town would get them.

use bytes::Bytes;

use super::*;

mod bounds_of_mails;
mod corpus;
mod photos_of_mails;
mod properties;
mod stories;

/// A mail to the ordinary mailbox.
fn arrival(raw: impl Into<Vec<u8>>) -> Arrival {
    Arrival {
        truncated: None,
        account: Account::Mail,
        envelope_from: Some("anna@posta.example".into()),
        envelope_to: vec!["segnalazioni@comune.example".into()],
        raw: Bytes::from(raw.into()),
    }
}

fn context() -> Context {
    Context {
        own: vec!["segnalazioni@comune.example".into()],
        id_host: "comune.example".into(),
        former_hosts: Vec::new(),
        authserv_id: Some("mx.comune.example".into()),
        now: Some("2026-11-24T09:00:00Z".parse().unwrap()),
    }
}

/// Reads a mail; a panic of a library shows.
fn read_it(raw: impl Into<Vec<u8>>) -> Reading {
    whole(&arrival(raw), &context())
}

/// A mail with a header of its own and this after it.
fn mail(rest: &str) -> String {
    format!(
        "Message-ID: <m1@posta.example>\r\nFrom: Anna Rossi <Anna@Posta.example>\r\n\
         To: segnalazioni@comune.example\r\nDate: Tue, 3 Nov 2026 10:11:00 +0100\r\n\
         MIME-Version: 1.0\r\n{}",
        rest.replace('\n', "\r\n")
    )
}
