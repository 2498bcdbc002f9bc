//! What is never answered automatically.

use mail_parser::MessageParser;

use super::{context, judge, of, on, with, words};
use crate::channels::mail::read::Context;
use crate::domain::mail::{Account, MailKind, MailRule};

#[test]
fn c4_what_a_person_writes_is_a_persons() {
    assert_eq!(with("Subject: Lampione").rule, MailRule::Person);
    assert_eq!(with("Subject: Lampione\nAuto-Submitted: no").kind, MailKind::Person);
    assert_eq!(with("Subject: Lampione\nPrecedence: normal").kind, MailKind::Person);
}

#[test]
fn c4_auto_submitted_other_than_no_makes_no_report() {
    for value in [
        "auto-replied",
        "auto-generated",
        "Auto-Notified; owner-email=\"x\"",
        "auto-replied (vacation)",
    ] {
        let judged = with(&format!("Auto-Submitted: {value}"));
        assert_eq!(
            (judged.kind, judged.rule),
            (MailKind::AutoReply, MailRule::AutoSubmitted),
            "{value}"
        );
    }
}

#[test]
fn c4_the_other_headers_of_machines_make_no_report() {
    for (header, rule) in [
        ("Precedence: junk", MailRule::Precedence),
        ("Precedence: auto_reply", MailRule::Precedence),
        ("X-Loop: somebody", MailRule::Loop),
        ("X-Autoreply: yes", MailRule::AutoReplyHeader),
        ("X-Auto-Reply-From: x@example.org", MailRule::AutoReplyHeader),
        ("X-Autorespond: on holiday", MailRule::AutoReplyHeader),
        ("X-Apple-Action: VACATION", MailRule::AutoReplyHeader),
        ("Return-Path: <>", MailRule::NullReturnPath),
    ] {
        let judged = with(header);
        assert_eq!((judged.kind, judged.rule), (MailKind::AutoReply, rule), "{header}");
    }
}

/// A colleague's mailbox passes on what citizens write to them, by a rule.
#[test]
fn c4_what_a_rule_of_a_mailbox_has_passed_on_is_looked_at() {
    let passed_on =
        "Auto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: anna@example.org";
    let judged = with(&format!("Subject: Lampione\n{passed_on}"));
    assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, MailRule::AutoSubmitted));
    for absence in [
        "Subject: Risposta automatica: Lampione",
        "Subject: Re: 2026-42\nIn-Reply-To: <1@rispondo.comune.it>",
        "Subject: Re: 2026-42\nX-Auto-Response-Suppress: All",
    ] {
        assert_eq!(with(&format!("{absence}\n{passed_on}")).kind, MailKind::AutoReply, "{absence}");
    }
    let answered = passed_on.replace("generated", "replied");
    assert_eq!(with(&format!("Subject: Lampione\n{answered}")).kind, MailKind::AutoReply);
}

#[test]
fn c4_exchange_suppresses_answers_on_what_people_write() {
    for value in ["OOF", "DR, OOF, AutoReply", "None", "RN, NRN"] {
        let judged = with(&format!("X-Auto-Response-Suppress: {value}"));
        assert_eq!((judged.kind, judged.rule), (MailKind::Person, MailRule::Person), "{value}");
    }
    let judged = with("X-Auto-Response-Suppress: All");
    assert_eq!((judged.kind, judged.rule), (MailKind::Person, MailRule::NoAnswerWanted));
}

#[test]
fn c4_an_out_of_office_subject_decides_nothing_with_a_header_that_exchange_sets_on_what_people_write()
 {
    for subject in [
        "Sono fuori uso tre lampioni in via Po",
        "Fuori sede un tombino in via Roma",
        "In ferie da ieri il semaforo di via Carducci",
        "Automatic reply: 2026-42",
    ] {
        for header in [
            "X-Auto-Response-Suppress: DR, OOF, AutoReply",
            "X-MS-Exchange-Inbox-Rules-Loop: maria@example.org",
        ] {
            let judged = with(&format!("Subject: {subject}\n{header}"));
            assert_eq!((judged.kind, judged.away_subject), (MailKind::Person, true), "{subject}");
        }
    }
}

#[test]
fn c4_the_envelopes_null_sender_counts_more_than_a_header() {
    let raw = "Return-Path: <anna@example.org>\nFrom: anna@example.org\nSubject: x\n\nx\n";
    assert_eq!(on(Account::Mail, raw, Some("")).rule, MailRule::NullReturnPath);
    let raw = "Return-Path: <>\nFrom: anna@example.org\nSubject: x\n\nx\n";
    assert_eq!(on(Account::Mail, raw, Some("anna@example.org")).rule, MailRule::Person);
}

#[test]
fn c4_a_folded_or_empty_return_path_is_no_null_sender() {
    for path in ["\n <anna@example.org>", "", "\n\t", " (none)"] {
        let judged = with(&format!("Return-Path:{path}\nSubject: x"));
        assert_eq!(judged.rule, MailRule::Person, "{path:?}");
    }
    let judged = with("Return-Path:\n <>\nSubject: x");
    assert_eq!(judged.rule, MailRule::NullReturnPath);
}

#[test]
fn c4_mailer_daemon_and_postmaster_make_no_report() {
    for from in ["MAILER-DAEMON@example.org", "Postmaster <postmaster@example.org>"] {
        let judged = words(from, "Maintenance", "We move our servers on Sunday.");
        assert_eq!(
            (judged.kind, judged.rule),
            (MailKind::AutoReply, MailRule::MailerDaemon),
            "{from}"
        );
    }
}

#[test]
fn c4_our_own_mail_is_a_loop() {
    for from in ["segnalazioni@comune.it", "Comune <Segnalazioni+abc@comune.it>"] {
        let judged = words(from, "x", "x");
        assert_eq!((judged.kind, judged.rule), (MailKind::Own, MailRule::OwnAddress), "{from}");
    }
    let judged = with("Message-ID: <01a20cc88e80707183b71ac7937f0001@rispondo.comune.it>");
    assert_eq!((judged.kind, judged.rule), (MailKind::Own, MailRule::OwnMessageId));
    // A colleague's mail program makes its ids of the town's domain too.
    let judged = with("Message-ID: <5F1B.2040@rispondo.comune.it>");
    assert_eq!(judged.kind, MailKind::Person);
}

#[test]
fn c4_an_id_drawn_at_random_is_not_ours_though_it_is_as_long() {
    // Symfony's Mailer and Roundcube make such ids of the domain of From.
    for drawn in [
        "9f86d081884c7d659a2feaa0c55ad015",
        "5d41402abc4b2a76b9719d911017c592",
        "01a20cc88e80407183b71ac7937f0001",
        "01a20cc88e80707103b71ac7937f0001",
        // Made two days from now, in 2023, in 2101.
        "01a217153880707183b71ac7937f0001",
        "0185a0000000707183b71ac7937f0001",
        "03c3a0000000707183b71ac7937f0001",
        "{01a20cc88e80707183b71ac7937f00}",
    ] {
        let id = format!("Message-ID: <{drawn}@rispondo.comune.it>");
        assert_eq!(with(&id).kind, MailKind::Person, "{drawn}");
        let form =
            of(&format!("From: sito@comune.it\nReply-To: luca@example.net\n{id}\n\nUna buca.\n"));
        assert_eq!((form.kind, form.rule), (MailKind::Unanswerable, MailRule::OwnAddress));
    }
    // Clocks differ by a little; where nobody says what time it is, none is too late before 2100.
    assert_eq!(
        with("Message-ID: <01a20e00000070718000000000000001@rispondo.comune.it>").kind,
        MailKind::Own
    );
    let timeless = Context { now: None, ..context() };
    assert!(timeless.made("01a217153880707183b71ac7937f0001@rispondo.comune.it"));
    assert!(!timeless.made("03c3a0000000707183b71ac7937f0001@rispondo.comune.it"));
}

#[test]
fn c4_a_form_that_the_town_sends_for_somebody_is_looked_at() {
    let form = |from: &str, more: &str| {
        of(&format!(
            "From: {from}\nTo: segnalazioni@comune.it\nSubject: Modulo\n{more}\n\nIl lampione è spento.\n"
        ))
    };
    let luca = "Reply-To: Luca <luca@example.net>";
    for from in ["Modulo <segnalazioni@comune.it>", "Sito <sito@comune.it>"] {
        let judged = form(from, luca);
        assert_eq!(
            (judged.kind, judged.rule),
            (MailKind::Unanswerable, MailRule::OwnAddress),
            "{from}"
        );
    }
    // What we wrote ourselves, and what machines answer, still goes round no second time.
    for more in [
        "Reply-To: segnalazioni+abc@comune.it",
        "Reply-To: Luca <luca@example.net>, Anna <anna@example.net>",
        "Reply-To: luca@example.net\nAuto-Submitted: auto-replied",
        "Reply-To: luca@example.net\nReturn-Path: <>",
        "Reply-To: luca@example.net\nIn-Reply-To: <1@example.net>",
        "Reply-To: noreply@example.net",
        "Reply-To: luca@example.net\nMessage-ID: <01a20cc88e80707183b71ac7937f0001@rispondo.comune.it>",
    ] {
        assert_eq!(form("segnalazioni@comune.it", more).kind, MailKind::Own, "{more}");
    }
    // A colleague who is answered in the town, and a citizen, are answered where they wrote from.
    assert_eq!(form("anna@comune.it", "Reply-To: lavori@comune.it").rule, MailRule::Person);
    assert_eq!(form("maria@example.org", luca).rule, MailRule::Person);
}

#[test]
fn c4_an_out_of_office_subject_is_noted_and_stays_a_persons() {
    let judged = with("Subject: Risposta automatica: 2026-42");
    assert_eq!((judged.kind, judged.away_subject), (MailKind::Person, true));
    let judged = with("Subject: Tombino fuori sede");
    assert_eq!((judged.kind, judged.away_subject), (MailKind::Person, false));
}

#[test]
fn c4_lists_bulk_and_no_reply_senders_are_looked_at_by_a_person() {
    for (header, rule) in [
        ("List-Id: <quartiere.example.org>", MailRule::List),
        ("Precedence: bulk", MailRule::Bulk),
        ("Precedence: list", MailRule::Bulk),
    ] {
        let judged = with(header);
        assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, rule), "{header}");
    }
    let judged = words("Gestore <no-reply@gestore.example>", "Lavori", "Chiude via Roma.");
    assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, MailRule::NoReply));
    let judged = of("From: Anna, [anna@example.org\nSubject: x\n\nIl lampione è spento.\n");
    assert_eq!(judged.kind, MailKind::Person);
    let judged = of("Subject: x\n\nIl lampione è spento.\n");
    assert_eq!((judged.kind, judged.rule), (MailKind::Unanswerable, MailRule::NoSender));
}

#[test]
fn c4_an_abuse_report_makes_no_report() {
    let judged = of("From: feedbackloop@example.net\nSubject: Abuse\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nA complaint.\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\n--b--\n");
    assert_eq!((judged.kind, judged.rule), (MailKind::AbuseReport, MailRule::AbuseReport));
}

#[test]
fn c4_reports_between_machines_make_no_report() {
    for header in [
        "Subject: Report Domain: comune.it Submitter: example.org Report-ID: <1>",
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=tlsrpt; boundary=b",
    ] {
        let judged = with(header);
        assert_eq!(
            (judged.kind, judged.rule),
            (MailKind::AutoReply, MailRule::AutoReplyHeader),
            "{header}"
        );
    }
}

#[test]
fn c4_at_a_large_provider_the_neighbours_of_our_mailbox_are_citizens() {
    let context = Context { own: vec!["comune.prova@gmail.com".into()], ..context() };
    let raw = "From: maria@gmail.com\nReply-To: maria@lavoro.example\nTo: comune.prova@gmail.com\n\
               Subject: Buca\n\nIn via Roma 12 c'è una buca.\n";
    let message = MessageParser::default().parse(raw).unwrap();
    let judged = judge(&message, raw.as_bytes(), &context, Account::Mail, None);
    assert_eq!(judged.rule, MailRule::Person);
}
