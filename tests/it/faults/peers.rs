//! Peers that hand mail over by LMTP and die, hang up halfway, dawdle or fall silent: a mail is taken
//! whole or not at all, and once. What IMAP and SMTP do is told in `mail_in/trouble` and in
//! `stories/mail/trouble`.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::Town;
use crate::support::letters::{TOWN, Writer};
use crate::support::on_both_databases;

/// Says all of it without waiting for answers: a mail up to its end, or so many bytes of it.
async fn speaks(town: &Town, raw: &str, bytes: usize) -> TcpStream {
    let port = town.service().lmtp.unwrap().port();
    let mut peer = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let said = format!(
        "LHLO client.test\r\nMAIL FROM:<luca@example.org>\r\nRCPT TO:<{TOWN}>\r\nDATA\r\n{raw}\r\n.\r\n"
    );
    let end = said.len() - raw.len() - 5 + bytes.min(raw.len() + 5);
    peer.write_all(&said.as_bytes()[..end]).await.unwrap();
    peer
}

/// How many reports there are.
async fn reports(town: &Town) -> i64 {
    super::look::Look::at(&town.database).await.count("SELECT COUNT(*) FROM report").await
}

/// Until there is one.
async fn is_filed(town: &Town) {
    crate::support::post::until("the mail is taken", async || reports(town).await == 1).await;
}

on_both_databases! {
    async fn a_peer_that_dies_in_the_middle_of_a_mail_has_handed_nothing_over(town: Town) {
        let luca = Writer::new("Luca");
        let (raw, _) = luca.letter("Hole", "A deep hole in via Roma 12");
        drop(speaks(&town, &raw, raw.len() / 2).await);
        // Half closed, it waits for an answer to half a mail: there is none but the end.
        let mut peer = speaks(&town, &raw, raw.len() - 10).await;
        peer.shutdown().await.unwrap();
        let mut heard = String::new();
        peer.read_to_string(&mut heard).await.unwrap();
        assert!(!heard.contains("\r\n250 2.6.0") && !heard.contains("250 2.0.0"), "{heard}");
        assert_eq!(reports(&town).await, 0);
        luca.sends(&town, TOWN, &raw).await;
        assert_eq!(reports(&town).await, 1);
        luca.next(&town).await;
        town.sim.read_all();
        town.ends().await;
    }

    async fn a_peer_that_hangs_up_before_the_answer_brings_the_mail_again(town: Town) {
        let luca = Writer::new("Luca");
        let (raw, _) = luca.letter("Hole", "A deep hole in via Roma 12");
        let mut peer = speaks(&town, &raw, usize::MAX).await;
        peer.shutdown().await.unwrap();
        is_filed(&town).await;
        drop(peer);
        luca.sends(&town, TOWN, &raw).await;
        town.settles().await;
        assert_eq!(reports(&town).await, 1, "it is known again");
        luca.next(&town).await;
        luca.nothing(&town).await;
        town.sim.read_all();
        town.ends().await;
    }

    async fn peers_that_dawdle_or_say_nothing_keep_nobody_waiting(town: Town) {
        let port = town.service().lmtp.unwrap().port();
        let mut silent = Vec::new();
        for _ in 0..20 {
            silent.push(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
        }
        let slow = Writer::new("Rosa");
        let (raw, _) = slow.letter("Lamp", "A dead lamp in via Verdi 3");
        let mut peer = speaks(&town, &raw, raw.len() / 2).await;
        let luca = Writer::new("Luca");
        luca.writes(&town, "Hole", "A deep hole in via Roma 12").await;
        luca.next(&town).await;
        assert_eq!(reports(&town).await, 1, "the quick one is not kept waiting");
        for byte in format!("{}\r\n.\r\n", &raw[raw.len() / 2..]).as_bytes().chunks(16) {
            peer.write_all(byte).await.unwrap();
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let both = async || reports(&town).await == 2;
        crate::support::post::until("the slow one is taken too", both).await;
        slow.next(&town).await;
        town.everybody_reads().await;
        town.ends().await;
    }
}
