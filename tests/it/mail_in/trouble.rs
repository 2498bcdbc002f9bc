//! Mail fetched from Dovecot, when something goes wrong.

use rispondo::channels::mail::imap::{ImapState, look};
use rispondo::config::mail::MailServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::inbox::{Fetching, Inbox, hours, mail};
use crate::support::mail_servers::{Dovecot, free_port, needs};

fn is_away(state: &ImapState) -> bool {
    matches!(state, ImapState::Away(_))
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

/// A line to the server that breaks after so many bytes from it, the first time.
async fn weak_line(server: &MailServer, bytes: u64) -> MailServer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let line = MailServer { port: listener.local_addr().unwrap().port(), ..server.clone() };
    let port = server.port;
    tokio::spawn(async move {
        let mut limit = bytes;
        loop {
            let (mut near, _) = listener.accept().await.unwrap();
            let far = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let (from_far, mut to_far) = far.into_split();
            let mut from_far = from_far.take(limit);
            let (mut from_near, mut to_near) = near.split();
            tokio::select! {
                _ = tokio::io::copy(&mut from_near, &mut to_far) => {}
                _ = tokio::io::copy(&mut from_far, &mut to_near) => {}
            }
            let _ = near.shutdown().await;
            limit = u64::MAX;
        }
    });
    line
}

#[tokio::test]
async fn the_line_breaks_in_the_middle_of_a_mail() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let mut long = mail("A long story");
    long.extend_from_slice(&b"and so on\r\n".repeat(5000));
    dovecot.place("town", &long, hours(-2));
    dovecot.place("town", &mail("A hole"), hours(-1));
    let line = weak_line(&dovecot.server("town"), 20_000).await;
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(line, &inbox);
    assert_eq!(came.next().await.raw, long, "it comes whole, by the second line");
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn a_mail_that_cannot_be_stored_is_tried_again_and_not_passed_over() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    dovecot.place("town", &mail("A hole"), hours(-2));
    dovecot.place("town", &mail("A lamp"), hours(-1));
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
async fn a_mail_in_hand_is_finished_before_it_stops() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    dovecot.place("town", &mail("A hole"), hours(-2));
    dovecot.place("town", &mail("A lamp"), hours(-1));
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
    fetching.is(|state| matches!(state, ImapState::LoginRefused(_))).await;
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
        tls: rispondo::config::mail::Tls::Off,
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
