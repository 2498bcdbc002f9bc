//! Mails read as a town would get them.

use super::*;
use bytes::Bytes;

mod corpus;

/// A mail to the ordinary mailbox.
fn arrival(raw: impl Into<Vec<u8>>) -> Arrival {
    Arrival {
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
        authserv_id: Some("mx.comune.example".into()),
    }
}
