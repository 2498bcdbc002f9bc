//! Mail handed over by LMTP: by hand, and by a real Postfix.

use std::sync::Arc;
use std::time::Duration;

use rispondo::channels::mail::lmtp::{LmtpConfig, MAX_SIZE, PATIENCE, ROOM, serve};
use rispondo::domain::mail::Account;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::inbox::{Fetching, Inbox, mail, subject};
use crate::support::lmtp::Lmtp;
use crate::support::post::until;
use crate::support::servers::{Dovecot, Postfix, needs};

const TOWN: &str = "segnalazioni@city.test";

struct Door {
    port: u16,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Door {
    async fn open(inbox: &Arc<Inbox>, max_connections: usize) -> Self {
        Self::with_room(inbox, max_connections, (ROOM, PATIENCE)).await
    }

    /// With so much room for large mails, waited for so long.
    async fn with_room(
        inbox: &Arc<Inbox>,
        max_connections: usize,
        (room, patience): (usize, Duration),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let stop = CancellationToken::new();
        let config = LmtpConfig {
            accounts: vec![(TOWN.to_owned(), Account::Mail)],
            max_size: MAX_SIZE,
            max_connections,
            room,
            patience,
            name: "rispondo.city.test".to_owned(),
        };
        let task = tokio::spawn(serve(listener, config, inbox.takes(), stop.clone()));
        Self { port, stop, task }
    }

    async fn closes(self) {
        self.stop.cancel();
        timeout(Duration::from_secs(30), self.task).await.expect("it does not stop").unwrap();
    }
}

#[tokio::test]
async fn a_mail_is_acknowledged_once_it_is_taken() {
    let (inbox, mut came) = Inbox::with_gate(0);
    let door = Door::open(&inbox, 5).await;
    let (mut peer, greeting) = Lmtp::greeted(door.port).await;
    assert_eq!(greeting, "220 rispondo.city.test LMTP");
    peer.say("LHLO mx.city.test").await;
    peer.say("MAIL FROM:<anna@example.org>").await;
    peer.say(&format!("RCPT TO:<{TOWN}>")).await;
    peer.say("DATA").await;
    peer.send(&mail("A hole")).await;
    peer.send(b".\r\n").await;
    let arrival = came.next().await;
    assert_eq!(arrival.raw, mail("A hole"));
    assert_eq!(arrival.envelope_to, [TOWN]);
    assert!(timeout(Duration::from_millis(50), peer.hear()).await.is_err(), "not before");
    inbox.let_in(1);
    assert_eq!(peer.hear().await, "250 2.0.0 Taken");
    door.closes().await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_put_off_and_taken_the_next_time() {
    let (inbox, mut came) = Inbox::open();
    inbox.refuse(1);
    let door = Door::open(&inbox, 5).await;
    let mut peer = Lmtp::connect(door.port).await;
    let replies = peer.mail("anna@example.org", &[TOWN], &mail("A hole")).await;
    assert_eq!(replies, ["451 4.3.0 It cannot be stored now, send it again later"]);
    let replies = peer.mail("anna@example.org", &[TOWN], &mail("A hole")).await;
    assert_eq!(replies, ["250 2.0.0 Taken"]);
    assert_eq!(came.subjects(2).await, ["A hole", "A hole"]);
    door.closes().await;
}

#[tokio::test]
async fn c8_of_too_large_a_mail_the_headers_are_taken_and_the_next_one_is_whole() {
    let (inbox, mut came) = Inbox::open();
    let door = Door::open(&inbox, 5).await;
    let mut peer = Lmtp::connect(door.port).await;
    let mut film = mail("A film");
    film.extend_from_slice(&b"0123456789\r\n".repeat(MAX_SIZE / 12 + 1));
    let replies = peer.mail("anna@example.org", &[TOWN], &film).await;
    assert_eq!(replies, ["250 2.0.0 Taken"]);
    let arrival = came.next().await;
    assert!(mail("A film").starts_with(&arrival.raw), "{arrival:?}");
    assert!(arrival.raw.ends_with(b"\r\n\r\n"), "{arrival:?}");
    assert_eq!(arrival.truncated, Some(film.len() as u64));
    peer.mail("anna@example.org", &[TOWN], &mail("A hole")).await;
    assert_eq!(came.subjects(1).await, ["A hole"]);
    door.closes().await;
}

/// A mail of 400,000 bytes: more than half of the room beside the small ones, if that is half a mebibyte.
fn large(subject: &str) -> Vec<u8> {
    [mail(subject), b"0123456789012345678901234567890123456789012345678\r\n".repeat(8_000)].concat()
}

const HALF_A_MEBIBYTE: usize = 512 * 1024;
const NO_ROOM: &str = "452 4.3.1 No room for it now, send it again later";

/// Announces a large mail: what is said to its DATA.
async fn announces(peer: &mut Lmtp) -> String {
    peer.say("MAIL FROM:<anna@example.org> SIZE=600000").await;
    peer.say(&format!("RCPT TO:<{TOWN}>")).await;
    peer.say("DATA").await
}

#[tokio::test]
async fn large_mails_come_only_as_long_as_there_is_room_and_small_ones_always() {
    let (inbox, mut came) = Inbox::open();
    let door = Door::with_room(&inbox, 9, (HALF_A_MEBIBYTE, Duration::ZERO)).await;
    let mut first = Lmtp::connect(door.port).await;
    let go_on = announces(&mut first).await;
    assert!(go_on.starts_with("354"), "{go_on}");
    let mut second = Lmtp::connect(door.port).await;
    assert_eq!(announces(&mut second).await, NO_ROOM);
    let mut small = Lmtp::connect(door.port).await;
    for _ in 0..20 {
        let taken = small.mail("anna@example.org", &[TOWN], &mail("A hole")).await;
        assert_eq!(taken, ["250 2.0.0 Taken"]);
        came.next().await;
    }
    first.send(&[&mail("Photos"), &b".\r\n"[..]].concat()).await;
    assert_eq!(first.hear().await, "250 2.0.0 Taken");
    let go_on = announces(&mut second).await;
    assert!(go_on.starts_with("354"), "{go_on}");
    second.send(&[&mail("More photos"), &b".\r\n"[..]].concat()).await;
    assert_eq!(second.hear().await, "250 2.0.0 Taken");
    assert_eq!(came.subjects(2).await, ["Photos", "More photos"]);
    door.closes().await;
}

#[tokio::test]
async fn a_large_mail_takes_its_room_until_it_is_taken_also_where_its_size_was_not_announced() {
    let (inbox, mut came) = Inbox::with_gate(0);
    let door = Door::with_room(&inbox, 9, (HALF_A_MEBIBYTE, Duration::ZERO)).await;
    let mut first = Lmtp::connect(door.port).await;
    first.say("MAIL FROM:<anna@example.org>").await;
    first.say(&format!("RCPT TO:<{TOWN}>")).await;
    first.say("DATA").await;
    first.send(&[large("Photos"), b".\r\n".to_vec()].concat()).await;
    assert_eq!(came.next().await.raw, large("Photos"));
    let mut second = Lmtp::connect(door.port).await;
    let refused = second.mail("anna@example.org", &[TOWN], &large("More photos")).await;
    assert_eq!(refused, [NO_ROOM]);
    inbox.let_in(2);
    assert_eq!(first.hear().await, "250 2.0.0 Taken");
    let taken = second.mail("anna@example.org", &[TOWN], &large("More photos")).await;
    assert_eq!(taken, ["250 2.0.0 Taken"]);
    assert_eq!(came.next().await.raw, large("More photos"));
    door.closes().await;
}

#[tokio::test]
async fn a_large_mail_waits_for_room_and_one_larger_than_all_of_it_comes_alone() {
    let (inbox, mut came) = Inbox::open();
    let patience = Duration::from_secs(3600);
    let door = Door::with_room(&inbox, 9, (100 * 1024, patience)).await;
    let mut first = Lmtp::connect(door.port).await;
    announces(&mut first).await;
    let mut second = Lmtp::connect(door.port).await;
    second.say("MAIL FROM:<anna@example.org> SIZE=600000").await;
    second.say(&format!("RCPT TO:<{TOWN}>")).await;
    second.send(b"DATA\r\n").await;
    first.send(&[large("Photos"), b".\r\n".to_vec()].concat()).await;
    assert_eq!(first.hear().await, "250 2.0.0 Taken");
    let go_on = second.hear().await;
    assert!(go_on.starts_with("354"), "{go_on}");
    second.send(&[large("More photos"), b".\r\n".to_vec()].concat()).await;
    assert_eq!(second.hear().await, "250 2.0.0 Taken");
    assert_eq!(came.subjects(2).await, ["Photos", "More photos"]);
    door.closes().await;
}

#[tokio::test]
async fn when_it_stops_a_mail_on_its_way_is_still_taken() {
    let (inbox, mut came) = Inbox::open();
    let door = Door::open(&inbox, 5).await;
    let mut idle = Lmtp::connect(door.port).await;
    let mut busy = Lmtp::connect(door.port).await;
    busy.say("MAIL FROM:<anna@example.org>").await;
    busy.say(&format!("RCPT TO:<{TOWN}>")).await;
    busy.say("DATA").await;
    busy.send(b"Subject: A hole\r\n").await;
    door.stop.cancel();
    assert_eq!(idle.hear().await, "421 4.3.2 Stopping, come again later");
    busy.send(b"\r\nIn the road.\r\n.\r\n").await;
    assert_eq!(busy.hear().await, "250 2.0.0 Taken");
    assert_eq!(busy.hear().await, "421 4.3.2 Stopping, come again later");
    assert_eq!(busy.hear().await, "", "closed");
    door.closes().await;
    assert_eq!(came.subjects(1).await, ["A hole"]);
}

#[tokio::test]
async fn one_peer_too_many_is_asked_to_come_again() {
    let (inbox, mut came) = Inbox::open();
    let door = Door::open(&inbox, 1).await;
    let mut first = Lmtp::connect(door.port).await;
    let (mut second, greeting) = Lmtp::greeted(door.port).await;
    assert_eq!(greeting, "421 4.3.2 Too many connections, come again later");
    assert_eq!(second.hear().await, "", "closed");
    first.mail("", &[TOWN], &mail("A hole")).await;
    assert_eq!(came.next().await.envelope_from.as_deref(), Some(""));
    door.closes().await;
}

#[tokio::test]
async fn postfix_hands_mail_over() {
    needs!("postfix");
    let (inbox, mut came) = Inbox::open();
    let door = Door::open(&inbox, 5).await;
    let postfix = Postfix::start(door.port, None);
    let to = "segnalazioni+token@city.test";
    postfix.send("anna@example.org", to, &mail("A hole")).await;
    let arrival = came.next().await;
    assert_eq!(subject(&arrival), "A hole");
    assert_eq!(arrival.envelope_from.as_deref(), Some("anna@example.org"));
    assert_eq!(arrival.envelope_to, [to]);
    postfix.send("", TOWN, &mail("Undelivered")).await;
    assert_eq!(came.next().await.envelope_from.as_deref(), Some(""));
    door.closes().await;
}

#[tokio::test]
async fn postfix_keeps_what_cannot_be_stored_and_brings_it_later() {
    needs!("postfix");
    let (inbox, mut came) = Inbox::open();
    inbox.refuse(u32::MAX);
    let door = Door::open(&inbox, 5).await;
    let mut postfix = Postfix::start(door.port, None);
    postfix.send("anna@example.org", TOWN, &mail("A hole")).await;
    assert_eq!(came.subjects(2).await, ["A hole", "A hole"], "it tries again by itself");
    // While it tries, its queue says nothing.
    let refused = async || postfix.queue().contains("451 4.3.0 It cannot be stored now");
    until("the queue says why", refused).await;
    postfix.stop();
    inbox.refuse(0);
    while !came.is_empty() {
        came.next().await;
    }
    postfix.start_again();
    assert_eq!(came.subjects(1).await, ["A hole"]);
    door.closes().await;
}

#[tokio::test]
async fn postfix_brings_all_other_mail_to_another_server() {
    needs!("postfix", "dovecot");
    let dovecot = Dovecot::start();
    let postfix = Postfix::start(1, Some(dovecot.lmtp_port));
    let (inbox, mut came) = Inbox::open();
    let fetching = Fetching::begin(dovecot.server("anna"), &inbox);
    postfix.send(TOWN, "anna@example.org", &mail("Your report")).await;
    assert_eq!(came.subjects(1).await, ["Your report"]);
    fetching.ends().await;
}
