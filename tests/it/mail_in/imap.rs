//! Mail fetched from Dovecot, when nothing goes wrong.

use super::inbox::{Fetching, Inbox, MAX_SIZE, hours, mail, subject};
use crate::support::servers::{Dovecot, needs};
use rispondo::channels::mail::imap::look;
use rispondo::domain::mail::Account;

#[tokio::test]
async fn new_mail_comes_by_itself() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    for subject_line in ["A hole", "A lamp"] {
        fetching.is_idle().await;
        dovecot.deliver("town", &mail(subject_line)).await;
        let arrival = came.next().await;
        assert_eq!(subject(&arrival), subject_line);
        assert_eq!(arrival.account, Account::Mail);
        assert_eq!(arrival.envelope_from.as_deref(), Some("sender@example.org"));
        assert_eq!(arrival.truncated, None);
    }
    fetching.ends().await;
}

#[tokio::test]
async fn a_mail_comes_byte_for_byte() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let mut raw = mail("Bytes");
    raw.extend((0..=255).filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)));
    raw.extend_from_slice(b"\r\n.\r\n)\r\nA1 OK\r\n* 5 EXISTS\r\n");
    dovecot.place("town", &raw, hours(-1));
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.next().await.raw, raw);
    fetching.ends().await;
}

#[tokio::test]
async fn thousands_of_waiting_mails_come_in_their_order() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let subjects: Vec<String> = (1..=2000).map(|number| format!("Report {number}")).collect();
    for subject_line in &subjects {
        dovecot.place("town", &mail(subject_line), hours(-1));
    }
    let (inbox, mut came) = Inbox::open();
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(2000).await, subjects);
    fetching.is_idle().await;
    assert_eq!(inbox.taken().unwrap().uid, 2000);
    fetching.ends().await;
}

#[tokio::test]
async fn unread_mail_stays_unread_and_nothing_is_moved() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    dovecot.deliver("town", &mail("A hole")).await;
    dovecot.deliver("town", &mail("A lamp")).await;
    let (inbox, mut came) = Inbox::open();
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    came.subjects(2).await;
    fetching.is_idle().await;
    fetching.ends().await;
    assert_eq!(dovecot.flags("town"), ["", ""]);
}

#[tokio::test]
async fn after_a_restart_it_goes_on_where_it_was() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    dovecot.deliver("town", &mail("Before")).await;
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    fetching.is_idle().await;
    fetching.ends().await;
    dovecot.deliver("town", &mail("Meanwhile")).await;
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    fetching.is_idle().await;
    fetching.ends().await;
    assert_eq!(came.subjects(2).await, ["Before", "Meanwhile"]);
    assert!(came.is_empty());
}

#[tokio::test]
async fn of_too_large_a_mail_the_headers_come_with_its_size() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let mut raw = mail("A film of a hole");
    raw.extend_from_slice(&b"0123456789\r\n".repeat(MAX_SIZE / 10));
    dovecot.place("town", &raw, hours(-2));
    dovecot.place("town", &mail("A hole"), hours(-1));
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(dovecot.server("town"), &inbox);
    let large = came.next().await;
    assert_eq!(large.truncated, Some(raw.len() as u64));
    assert_eq!(subject(&large), "A film of a hole");
    assert!(large.raw.ends_with(b"\r\n\r\n"), "no body: {}", large.raw.escape_ascii());
    assert_eq!(came.subjects(1).await, ["A hole"]);
    fetching.ends().await;
}

#[tokio::test]
async fn a_look_says_what_would_stay_untouched() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    for hour in [-10_000, -500, -25, -23, -1] {
        dovecot.place("town", &mail("A hole"), hours(hour));
    }
    let look = look(&dovecot.server("town"), hours(-24)).await.unwrap();
    assert_eq!((look.messages, look.older, look.idle), (5, 3, true));
    assert_eq!(look.folder, "INBOX");
}
