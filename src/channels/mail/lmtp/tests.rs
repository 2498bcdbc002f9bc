use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::{Action, LmtpConfig, Session};
use crate::channels::mail::Arrival;
use crate::domain::mail::Account;

fn config() -> LmtpConfig {
    LmtpConfig {
        accounts: vec![
            ("segnalazioni@comune.test".to_owned(), Account::Mail),
            ("comune@pec.test".to_owned(), Account::Pec),
        ],
        max_size: 1000,
        max_connections: 5,
        room: 1_000_000,
        patience: Duration::ZERO,
        name: "rispondo.test".to_owned(),
    }
}

/// A peer that says all of it, to an intake that takes each mail or none: what it heard, what came.
fn talk(chunks: &[&[u8]], takes: bool) -> (String, Vec<Arrival>) {
    let mut session = Session::new(Arc::new(config()));
    let (mut heard, mut came) = (session.greeting(), Vec::new());
    for chunk in chunks {
        let mut actions = session.feed(chunk);
        while !actions.is_empty() {
            let mut durable = None;
            for action in std::mem::take(&mut actions) {
                match action {
                    Action::Reply(reply) => heard.push_str(&reply),
                    Action::Close => heard.push_str("(closed)\r\n"),
                    Action::Room(_) => panic!("no mail here is large"),
                    Action::Take(arrivals) => {
                        durable = Some(vec![takes; arrivals.len()]);
                        came.extend(arrivals);
                    }
                }
            }
            if let Some(durable) = durable {
                actions = session.taken(&durable);
            }
        }
    }
    (heard.replace("\r\n", "\n"), came)
}

const MAIL: &[u8] = b"LHLO mx.test\r\nMAIL FROM:<anna@example.org>\r\n\
    RCPT TO:<segnalazioni@comune.test>\r\nDATA\r\nSubject: a hole\r\n\r\n..\r\n.\r\nQUIT\r\n";

#[test]
fn a_mail_in_one_breath_is_taken() {
    let (heard, came) = talk(&[MAIL], true);
    insta::assert_snapshot!(heard, @r"
    220 rispondo.test LMTP
    250-rispondo.test
    250-PIPELINING
    250-ENHANCEDSTATUSCODES
    250-8BITMIME
    250-SMTPUTF8
    250 SIZE
    250 2.1.0 Sender noted
    250 2.1.5 Recipient known
    354 Send the mail, end it with a dot on a line of its own
    250 2.0.0 Taken
    221 2.0.0 Goodbye
    (closed)
    ");
    let [arrival] = came.as_slice() else { panic!("{came:?}") };
    assert_eq!(arrival.account, Account::Mail);
    assert_eq!(arrival.envelope_from.as_deref(), Some("anna@example.org"));
    assert_eq!(arrival.envelope_to, ["segnalazioni@comune.test"]);
    assert_eq!(&arrival.raw[..], b"Subject: a hole\r\n\r\n.\r\n");
}

#[test]
fn byte_by_byte_it_is_the_same_mail() {
    let bytes: Vec<&[u8]> = MAIL.chunks(1).collect();
    let (heard, came) = talk(&bytes, true);
    let (heard_at_once, came_at_once) = talk(&[MAIL], true);
    assert_eq!(heard, heard_at_once);
    assert_eq!(came[0].raw, came_at_once[0].raw);
}

#[test]
fn what_cannot_be_stored_comes_again_later() {
    let (heard, _) = talk(&[MAIL], false);
    assert!(heard.contains("\n451 4.3.0 It cannot be stored now, send it again later\n"));
}

#[test]
fn each_recipient_has_an_answer_and_each_mailbox_one_mail() {
    let (heard, came) = talk(
        &[b"LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<Segnalazioni+AbC@Comune.test>\r\n\
            RCPT TO:<nobody@comune.test>\r\nRCPT TO:<comune@pec.test>\r\n\
            RCPT TO:<segnalazioni@comune.test>\r\nDATA\r\nx\r\n.\r\n"],
        true,
    );
    assert_eq!(heard.matches("550 5.1.1 No such mailbox here\n").count(), 1);
    assert_eq!(heard.matches("250 2.0.0 Taken\n").count(), 3);
    let [mail, pec] = came.as_slice() else { panic!("{came:?}") };
    assert_eq!(mail.envelope_from.as_deref(), Some(""), "the null sender");
    assert_eq!(mail.envelope_to, ["Segnalazioni+AbC@Comune.test", "segnalazioni@comune.test"]);
    assert_eq!((pec.account, pec.envelope_to.len()), (Account::Pec, 1));
}

#[test]
fn addresses_may_have_accents() {
    let said = "LHLO mx\r\nMAIL FROM:<josé@città.test> SMTPUTF8 BODY=8BITMIME\r\n\
        RCPT TO:<comune@pec.test>\r\nDATA\r\nx\r\n.\r\n";
    let (_, came) = talk(&[said.as_bytes()], true);
    assert_eq!(came[0].envelope_from.as_deref(), Some("josé@città.test"));
}

#[test]
fn a_token_may_be_added_to_the_address() {
    let config = config();
    assert_eq!(config.account("segnalazioni+a@comune.test"), Some(Account::Mail));
    assert_eq!(config.account("segnalazioni+a@comune.example"), None);
    assert_eq!(config.account("segnalazioni@comune.test"), Some(Account::Mail));
    assert_eq!(config.account("segnalazioni"), None);
}

#[test]
fn c8_of_too_large_a_mail_the_headers_are_taken_announced_or_not() {
    for size in ["", " SIZE=1030"] {
        let begin = format!(
            "LHLO mx\r\nMAIL FROM:<a@b.test>{size}\r\nRCPT TO:<comune@pec.test>\r\nDATA\r\n\
             Subject: A film\r\n\r\n"
        );
        let long = [b'x'; 1001];
        let (heard, came) = talk(&[begin.as_bytes(), &long, b"\r\n.\r\nNOOP\r\n"], true);
        let [arrival] = came.as_slice() else { panic!("{came:?}") };
        assert_eq!(arrival.raw.as_ref(), b"Subject: A film\r\n\r\n");
        assert_eq!(arrival.truncated, Some(1022));
        let end = "\n250 2.0.0 Taken\n250 2.0.0 Still here\n";
        assert!(heard.ends_with(end), "the session goes on: {heard}");
    }
}

#[test]
fn a_large_mail_comes_only_where_there_is_room_for_it() {
    let config = LmtpConfig { max_size: 1_000_000, ..config() };
    let mut session = Session::new(Arc::new(config));
    let said =
        b"LHLO mx\r\nMAIL FROM:<a@b.test> SIZE=500000\r\nRCPT TO:<comune@pec.test>\r\nDATA\r\n";
    let asked = session.feed(said);
    assert!(matches!(asked.last(), Some(Action::Room(500_000))), "{asked:?}");
    let told = format!("{:?}", session.roomed(false));
    assert!(told.contains("452 4.3.1 No room for it now, send it again later"), "{told}");
    let asked = session.feed(&said[9..]);
    assert!(matches!(asked.last(), Some(Action::Room(500_000))), "the session goes on: {asked:?}");
    let told = format!("{:?}", session.roomed(true));
    assert!(told.contains("354 "), "{told}");
    assert!(matches!(session.feed(b"x\r\n.\r\n")[..], [Action::Take(_)]));
}

#[test]
fn what_there_is_no_more_room_for_is_read_to_its_end_and_not_kept() {
    let mut session = Session::new(Arc::new(config()));
    session.feed(b"LHLO mx\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<comune@pec.test>\r\nDATA\r\nab");
    assert_eq!(session.held(), 2);
    session.has_no_room();
    assert_eq!(session.held(), 0);
    let told = format!("{:?}", session.feed(b"c\r\nQUIT\r\n.\r\nNOOP\r\n"));
    assert!(told.contains("452 4.3.1") && told.contains("Still here"), "{told}");
    assert!(!told.contains("Goodbye"), "{told}");
}

#[test]
fn a_hundred_recipients_and_no_more() {
    let rcpt = b"RCPT TO:<comune@pec.test>\r\n".repeat(101);
    let (heard, _) = talk(&[b"LHLO mx\r\nMAIL FROM:<a@b.test>\r\n", &rcpt], true);
    assert_eq!(heard.matches("250 2.1.5").count(), 100);
    assert!(heard.ends_with("\n452 4.5.3 Too many recipients, send the others apart\n"));
}

#[test]
fn commands_out_of_turn_are_refused() {
    for (said, heard) in [
        ("EHLO mx", "500 5.5.1"),
        ("HELO mx", "500 5.5.1"),
        ("MAIL FROM:<a@b.test>", "503 5.5.1"),
        ("LHLO mx\r\nRCPT TO:<comune@pec.test>", "503 5.5.1"),
        ("LHLO mx\r\nDATA", "503 5.5.1"),
        ("LHLO mx\r\nMAIL FROM:<a@b.test>\r\nDATA", "503 5.5.1"),
        ("LHLO mx\r\nMAIL FROM:<a@b.test>\r\nMAIL FROM:<a@b.test>", "503 5.5.1"),
        ("LHLO mx\r\nMAIL FROM:<a@b.test>\r\nRSET\r\nDATA", "503 5.5.1"),
        ("STARTTLS", "502 5.5.1"),
        ("GET / HTTP/1.1", "500 5.5.2"),
        ("MAIL", "501 5.5.4"),
    ] {
        let (all, _) = talk(&[said.as_bytes(), b"\r\n"], true);
        let last = all.lines().last().unwrap();
        assert!(last.starts_with(heard), "{said:?}: {last}");
    }
}

#[test]
fn endless_lines_and_endless_commands_end() {
    let (heard, _) = talk(&[&vec![b'a'; 10_000], b"aaa\r\nNOOP\r\n"], true);
    assert!(heard.ends_with("\n500 5.5.2 Line too long\n250 2.0.0 Still here\n"), "{heard}");
    let (heard, _) = talk(&[&b"GIVE\r\n".repeat(50)], true);
    assert_eq!(heard.matches("500 5.5.2").count(), 20);
    let (heard, _) = talk(&[&b"NOOP\r\n".repeat(2000)], true);
    assert_eq!(heard.matches("250 2.0.0").count(), 1000);
    assert!(heard.ends_with("\n421 4.7.0 Too many commands, goodbye\n(closed)\n"));
}

/// What a peer may say: commands good and bad, mails, long lines, noise.
fn pieces() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        Just(b"LHLO mx\r\n".to_vec()),
        Just(b"MAIL FROM:<a@b.test> SIZE=7 BODY=8BITMIME\r\n".to_vec()),
        Just(b"RCPT TO:<comune@pec.test>\r\n".to_vec()),
        Just(b"DATA\r\n".to_vec()),
        Just(b"\r\n.\r\n".to_vec()),
        Just(vec![b'a'; 4096]),
        "(MAIL FROM|RCPT TO|BDAT|AUTH|NOOP|VRFY|rcpt to):?<?[ -~]{0,40}>?[ -~]{0,40}\r?\n"
            .prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..60)
}

proptest! {
    /// Whatever comes, the session stands, every reply is a line of its own, and how the bytes were
    /// cut on the way changes nothing.
    #[test]
    fn no_bytes_bring_it_down(pieces in pieces(), takes in any::<bool>(), size in 1..70_usize) {
        let all = pieces.concat();
        let (heard, came) = talk(&[&all], takes);
        for line in heard.lines() {
            let is_reply = line.starts_with(|first| ('2'..='5').contains(&first));
            prop_assert!(is_reply || line == "(closed)", "{line}");
        }
        let (heard_in_parts, came_in_parts) = talk(&all.chunks(size).collect::<Vec<_>>(), takes);
        prop_assert_eq!(heard, heard_in_parts);
        let raw = |came: Vec<Arrival>| came.into_iter().map(|one| one.raw).collect::<Vec<_>>();
        prop_assert_eq!(raw(came), raw(came_in_parts));
    }

    /// What a peer stuffs as RFC 5321 says, comes out as it was.
    #[test]
    fn every_mail_comes_out_as_it_went_in(lines in prop::collection::vec("[.a\n]{0,4}", 0..20)) {
        let (mut mail, mut stuffed) = (String::new(), String::new());
        for line in lines {
            let dot = if line.starts_with('.') { "." } else { "" };
            mail += &format!("{line}\r\n");
            stuffed += &format!("{dot}{line}\r\n");
        }
        let head = b"LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<comune@pec.test>\r\nDATA\r\n";
        let (_, came) = talk(&[head, stuffed.as_bytes(), b".\r\n"], true);
        prop_assert_eq!(&came[0].raw[..], mail.as_bytes());
    }
}
