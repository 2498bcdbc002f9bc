//! Whatever comes in, judging it ends.

use std::panic::catch_unwind;

use mail_parser::{Message, MessageParser};
use proptest::prelude::*;

use super::{DATA, certified, context, dsn};
use crate::channels::mail::read::kind::{carried, judge};
use crate::domain::mail::Account;

/// The parser checks itself in debug builds, and fails for some broken mails: those are not ours.
fn parse(raw: &[u8]) -> Option<Message<'_>> {
    catch_unwind(|| MessageParser::default().parse(raw)).ok().flatten()
}

fn try_all(raw: &[u8]) {
    let Some(message) = parse(raw) else { return };
    if carried(&message, raw, Account::Pec).is_some_and(|it| parse(&it.inner).is_none()) {
        return;
    }
    for account in [Account::Mail, Account::Pec] {
        for envelope in [None, Some(""), Some("mailer-daemon@x"), Some("a@b")] {
            judge(&message, raw, &context(), account, envelope);
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_judged_without_a_panic(raw in proptest::collection::vec(any::<u8>(), 0..600)) {
        try_all(&raw);
    }

    #[test]
    fn a_damaged_notice_is_judged_without_a_panic(
        which in 0..4_u8,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..3_u8, any::<u8>()), 1..40),
    ) {
        let mut raw = match which {
            0 => dsn("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1").into_bytes(),
            1 => certified("X-Ricevuta: errore-consegna", DATA, "Subject: x\n\nè €").into_bytes(),
            2 => certified("X-Trasporto: posta-certificata", DATA, "Subject: x\n\nx").into_bytes(),
            _ => "From: MAILER-DAEMON@x\nSubject: failure notice\n\n<à@example.org>:\n550 5.1.1 é\n\
                  --- Below this line is a copy of the message.\nMessage-ID:\n <a@b>\n".as_bytes().to_vec(),
        };
        for (at, how, byte) in edits {
            if raw.is_empty() {
                break;
            }
            let at = at.index(raw.len());
            match how {
                0 => raw[at] = byte,
                1 => { raw.remove(at); }
                _ => raw.insert(at, byte),
            }
        }
        try_all(&raw);
    }
}
