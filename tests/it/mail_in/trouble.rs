//! Mail fetched from Dovecot, when something goes wrong.

use std::time::Duration;

use rispondo::channels::mail::imap::{ImapState, Patience, look};
use rispondo::config::mail::{MailServer, Tls};

use super::inbox::{Fetching, Inbox, hours, mail, quick, subject};
use crate::support::line::Line;
use crate::support::servers::{Dovecot, free_port, needs};

fn is_away(state: &ImapState) -> bool {
    matches!(state, ImapState::Away(_))
}

/// A mailbox with two mails.
fn with_two(first: &str, second: &str) -> Dovecot {
    let dovecot = Dovecot::start();
    dovecot.place("town", &mail(first), hours(-2));
    dovecot.place("town", &mail(second), hours(-1));
    dovecot
}

/// The same server, at the other end of a line.
fn through(line: &Line, dovecot: &Dovecot) -> MailServer {
    MailServer { port: line.port, ..dovecot.server("town") }
}

/// Of what is damaged the headers are taken, and the mail behind it is taken whole.
async fn the_first_is_known_by_its_headers(server: MailServer) {
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(server, &inbox);
    let damaged = came.next().await;
    assert_eq!(subject(&damaged), "Damaged");
    assert_eq!(damaged.truncated, Some(mail("Damaged").len() as u64));
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn the_server_is_restarted_in_the_middle() {
    needs!("dovecot");
    let mut dovecot = Dovecot::start();
    let subjects: Vec<String> = (1..=30).map(|number| format!("Report {number}")).collect();
    for subject_line in &subjects {
        dovecot.place("town", &mail(subject_line), hours(-1));
    }
    let (inbox, mut came) = Inbox::with_gate(10);
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    let mut heard = came.subjects(11).await; // the eleventh waits to be let in
    dovecot.stop();
    inbox.let_in(1);
    fetching.is(is_away).await;
    assert_eq!(inbox.taken().unwrap().uid, 11);
    dovecot.start_again();
    inbox.let_in(100);
    heard.extend(came.subjects(19).await);
    fetching.is_idle().await;
    assert_eq!(heard, subjects);
    assert!(came.is_empty(), "none came twice");
    fetching.ends().await;
}

#[tokio::test]
async fn the_server_is_restarted_while_nothing_happens() {
    needs!("dovecot");
    let mut dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    fetching.is_idle().await;
    dovecot.stop();
    fetching.is(is_away).await;
    dovecot.start_again();
    fetching.is_idle().await;
    dovecot.deliver("town", &mail("A hole")).await;
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn the_line_breaks_in_the_middle_of_a_mail() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let mut long = mail("A long story");
    long.extend_from_slice(&b"and so on\r\n".repeat(5000));
    dovecot.place("town", &long, hours(-2));
    dovecot.place("town", &mail("A hole"), hours(-1));
    let line = Line::that_breaks(dovecot.imap_port, 20_000).await;
    let server = through(&line, &dovecot);
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(server, &inbox);
    assert_eq!(came.next().await.raw, long, "it comes whole, by the second line");
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn the_line_falls_silent_while_new_mail_is_waited_for() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let line = Line::to(dovecot.imap_port).await;
    let server = through(&line, &dovecot);
    let (inbox, mut came) = Inbox::open();
    let patience = Patience {
        answer: Duration::from_millis(300),
        idle: Duration::from_millis(300),
        ..quick()
    };
    let mut fetching = Fetching::begin_with(server, &inbox, patience);
    fetching.is_idle().await;
    line.falls_silent();
    dovecot.deliver("town", &mail("A hole")).await;
    let ImapState::Away(reason) = fetching.is(is_away).await else { unreachable!() };
    insta::assert_snapshot!(reason, @"the mail server does not answer");
    assert!(came.is_empty());
    line.is_mended();
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn a_quiet_mailbox_is_watched_by_one_connection_for_long() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    let patience = Patience { idle: Duration::from_millis(20), ..quick() };
    let line = Line::to(dovecot.imap_port).await;
    let server = through(&line, &dovecot);
    let mut fetching = Fetching::begin_with(server, &inbox, patience);
    for _ in 0..20 {
        // Each time IDLE begins anew, it has looked whether something came.
        fetching.is(|state| *state == ImapState::Connected).await;
        fetching.is_idle().await;
    }
    assert_eq!(line.connections(), 1);
    dovecot.deliver("town", &mail("A hole")).await;
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn a_server_without_idle_is_asked_again_and_again() {
    needs!("dovecot");
    let dovecot = Dovecot::with("imap_capability = IMAP4rev1");
    assert!(!look(&dovecot.server("town"), hours(-24)).await.unwrap().idle);
    let (inbox, mut came) = Inbox::open();
    let patience = Patience { poll: Duration::from_millis(50), ..quick() };
    let mut fetching = Fetching::begin_with(dovecot.server("town"), &inbox, patience);
    for subject_line in ["A hole", "A lamp"] {
        fetching.is_idle().await;
        dovecot.deliver("town", &mail(subject_line)).await;
        assert_eq!(came.subjects(1).await, [subject_line]);
    }
    fetching.ends().await;
}

#[tokio::test]
async fn a_mail_that_the_server_cannot_give_is_known_by_its_headers_and_holds_nothing_up() {
    needs!("dovecot");
    let dovecot = with_two("Damaged", "A hole");
    let line = Line::that_refuses(dovecot.imap_port, "UID FETCH 1 (UID BODY.PEEK[])").await;
    let server = through(&line, &dovecot);
    the_first_is_known_by_its_headers(server).await;
}

#[tokio::test]
async fn a_mail_that_the_server_says_is_empty_is_not_taken_for_a_deleted_one() {
    needs!("dovecot");
    let dovecot = with_two("Damaged", "A hole");
    let words = "UID FETCH 1 (UID BODY.PEEK[])";
    let line = Line::that_gives_nothing(dovecot.imap_port, words).await;
    let server = through(&line, &dovecot);
    the_first_is_known_by_its_headers(server).await;
}

#[tokio::test]
async fn of_a_mail_that_the_server_gives_nothing_of_it_is_said_where_it_is() {
    needs!("dovecot");
    let dovecot = with_two("Damaged", "A hole");
    let line = Line::that_refuses(dovecot.imap_port, "UID FETCH 1 (UID BODY.PEEK[").await;
    let server = through(&line, &dovecot);
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(server, &inbox);
    let mention = came.next().await;
    let size = mail("Damaged").len();
    assert_eq!(mention.truncated, Some(size as u64));
    let uid_validity = inbox.taken().unwrap().uid_validity;
    assert_eq!(subject(&mention), format!("UIDVALIDITY {uid_validity}, UID 1, {size} B"));
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

/// Why a look at a mailbox fails.
async fn refusal(server: &MailServer) -> (String, String) {
    let error = look(server, hours(-24)).await.unwrap_err();
    (error.kind().to_owned(), error.to_string())
}

#[tokio::test]
async fn the_password_is_never_sent_unprotected() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let server = MailServer { tls: Tls::StartTls, ..dovecot.server("town") };
    let (kind, _) = refusal(&server).await;
    assert_eq!(kind, "tls", "a server that knows no STARTTLS");
    let server = MailServer { tls: Tls::Implicit, ..dovecot.server("town") };
    let (kind, _) = refusal(&server).await;
    assert_eq!(kind, "tls", "a server that does not begin by TLS");
}

#[tokio::test]
async fn a_server_whose_certificate_nobody_vouches_for_is_not_trusted() {
    needs!("dovecot");
    let Some(dovecot) = Dovecot::with_its_own_certificate() else { return };
    for (tls, port) in [(Tls::StartTls, dovecot.imap_port), (Tls::Implicit, dovecot.imaps_port)] {
        let server = MailServer { tls, port, ..dovecot.server("town") };
        let (kind, reason) = refusal(&server).await;
        assert_eq!(kind, "tls", "{reason}");
        assert!(reason.contains("UnknownIssuer"), "{tls:?}: {reason}");
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_stored_is_tried_again_and_not_passed_over() {
    needs!("dovecot");
    let dovecot = with_two("A hole", "A lamp");
    let (inbox, mut came) = Inbox::open();
    inbox.refuse(2);
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(1).await, ["A hole"]);
    assert_eq!(inbox.taken().unwrap().uid, 0, "progress waits for what is durable");
    assert_eq!(came.subjects(3).await, ["A hole", "A hole", "A lamp"]);
    fetching.is_idle().await;
    fetching.ends().await;
}

#[tokio::test]
async fn a_mail_that_alone_cannot_be_stored_is_known_by_its_headers_and_holds_nothing_up() {
    needs!("dovecot");
    let dovecot = with_two("Too much", "A hole");
    let (inbox, mut came) = Inbox::open();
    inbox.is_too_much("Too much");
    let fetching = Fetching::begin(dovecot.server("town"), &inbox);
    let mut whole = 0;
    let part = loop {
        let arrival = came.next().await;
        assert_eq!(subject(&arrival), "Too much");
        if arrival.truncated.is_some() {
            break arrival;
        }
        assert_eq!(arrival.raw, mail("Too much"));
        whole += 1;
    };
    assert_eq!(whole, 6);
    assert_eq!(part.truncated, Some(mail("Too much").len() as u64));
    assert!(part.raw.ends_with(b"Subject: Too much\r\n\r\n"), "{}", part.raw.escape_ascii());
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn while_nothing_can_be_stored_a_mail_waits_whole() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    dovecot.place("town", &mail("A hole"), hours(-2));
    let (inbox, mut came) = Inbox::open();
    inbox.is_ill(7);
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    for _ in 0..8 {
        let arrival = came.next().await;
        assert_eq!((arrival.raw, arrival.truncated), (mail("A hole").into(), None));
    }
    fetching.is_idle().await;
    fetching.ends().await;
}

#[tokio::test]
async fn a_mail_in_hand_is_finished_before_it_stops() {
    needs!("dovecot");
    let dovecot = with_two("A hole", "A lamp");
    let (inbox, mut came) = Inbox::with_gate(0);
    let fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.stop();
    inbox.let_in(2);
    fetching.ends().await;
    assert_eq!(inbox.taken().unwrap().uid, 1);
    assert!(came.is_empty(), "the next one is left for the next start");
}

#[tokio::test]
async fn a_mail_that_somebody_deletes_meanwhile_is_passed_over() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    for (subject_line, hour) in [("A hole", -3), ("Spam", -2), ("A lamp", -1)] {
        dovecot.place("town", &mail(subject_line), hours(hour));
    }
    let (inbox, mut came) = Inbox::with_gate(0);
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(1).await, ["A hole"]);
    dovecot.delete("town", "Spam");
    inbox.let_in(100);
    assert_eq!(came.subjects(1).await, ["A lamp"]);
    fetching.is_idle().await;
    fetching.ends().await;
}

#[tokio::test]
async fn a_refused_login_is_shown_as_one() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let mut server = dovecot.server("town");
    server.login = Some(("town".to_owned(), "not the password".to_owned().into()));
    let (inbox, _came) = Inbox::open();
    let mut fetching = Fetching::begin(server.clone(), &inbox);
    let refused = |state: &ImapState| matches!(state, ImapState::LoginRefused(_));
    let ImapState::LoginRefused(reason) = fetching.is(refused).await else { unreachable!() };
    insta::assert_snapshot!(reason, @"[AUTHENTICATIONFAILED] Authentication failed.");
    fetching.ends().await;
    assert_eq!(look(&server, hours(-24)).await.unwrap_err().kind(), "login_refused");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let server = MailServer { folder: "Segnalazioni".to_owned(), ..dovecot.server("town") };
    let error = look(&server, hours(-24)).await.unwrap_err().to_string();
    let named = "the mail server refuses EXAMINE \"Segnalazioni\": Mailbox doesn't exist";
    assert!(error.starts_with(named), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_away() {
    let server = MailServer {
        host: "127.0.0.1".to_owned(),
        port: free_port(),
        tls: Tls::Off,
        login: Some(("town".to_owned(), "secret".to_owned().into())),
        folder: "INBOX".to_owned(),
    };
    let (inbox, _came) = Inbox::open();
    let mut fetching = Fetching::begin(server, &inbox);
    let ImapState::Away(reason) = fetching.is(is_away).await else { unreachable!() };
    insta::assert_snapshot!(
        reason,
        @"the mail server cannot be reached: Connection refused (os error 111)"
    );
    fetching.ends().await;
}
