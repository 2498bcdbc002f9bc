//! The town's mail is read from another mailbox than before, or comes to another address.

use chrono::TimeDelta;
use rispondo::domain::mail::Account;

use super::bounces::notice;
use super::over_real_servers;
use crate::support::letters::{self, Received, Writer, deliver};
use crate::support::post::until;
use crate::support::servers::Dovecot;
use crate::support::{Database, Town, on_both_databases};

/// Maria, or whoever it is, and her mail.
fn letter(name: &str) -> (Writer, String) {
    let writer = Writer::new(name);
    let (raw, _) = writer.letter("A hole", "There is a deep pothole at via Roma 12.");
    (writer, raw)
}

over_real_servers! {
    /// The provider closed, and it took the town two days to find another one. Both count their mails alike.
    async fn another_mailbox_is_read_from_when_the_old_one_was_read_last(database: Database, "dovecot") {
        let dovecot = Dovecot::start();
        let port = dovecot.imap_port;
        let url = |user: &str| format!("imap://{user}:secret@127.0.0.1:{port}/INBOX");
        let now = crate::support::town::tuesday_morning();
        let writers: Vec<_> = ["Maria", "Luca", "Olga"].map(letter).into();
        for (_, raw) in &writers {
            dovecot.place("old", raw.as_bytes(), now);
        }
        let mut town = Town::with(database, |variables| variables.set("IMAP_URL", &url("old"))).await;
        town.urp_card("2026-000003").await;
        for (writer, _) in &writers {
            writer.next(&town).await;
        }
        let read_at = async || town.store().mailbox(Account::Mail).await.unwrap().unwrap().read_at;
        until("all of it is noted as read", async || read_at().await == Some(now)).await;
        town.settles().await;
        town.stops().await;

        dovecot.place("new", letter("Archive").1.as_bytes(), now - TimeDelta::hours(3));
        let (rosa, raw) = letter("Rosa");
        dovecot.place("new", raw.as_bytes(), now + TimeDelta::hours(2));
        dovecot.numbers_anew("new", dovecot.uid_validity("old"));
        town.set("IMAP_URL", &url("new"));
        town.clock.advance(TimeDelta::hours(50));
        town.starts().await;
        town.urp_card("2026-000004").await;
        assert!(rosa.next(&town).await.text.contains("2026-000004"));

        // It goes on there: what was in it before stays untouched, also after the next start.
        town.settles().await;
        town.stops().await;
        let (late, raw) = letter("Late");
        dovecot.place("new", raw.as_bytes(), town.clock.now());
        town.starts().await;
        town.urp_card("2026-000005").await;
        late.next(&town).await;
        town.settles().await;
        assert!(!town.carlo.messages().iter().any(|card| card.text.contains("2026-000006")));
        town.sim.read_all();
        town.ends().await;
    }
}

on_both_databases! {
    async fn answers_to_the_address_that_the_town_had_find_their_report(town: Town) {
        let mut town = town;
        let [maria, luca] = ["Maria", "Luca"].map(Writer::new);
        for writer in [&maria, &luca] {
            writer.writes(&town, "Pothole", "In via Roma 12 there is a pothole.").await;
        }
        let [received, of_luca] = [maria.next(&town).await, luca.next(&town).await];
        let [card, lucas] = [town.urp_card("2026-000001").await, town.urp_card("2026-000002").await];
        town.settles().await;
        town.stops().await;
        town.set_all(&[
            ("MAIL_ADDRESS", "reports@city.test"),
            ("MAIL_FORMER_ADDRESSES", letters::TOWN),
        ]);
        town.starts().await;

        // By the address of the report, and by the Message-ID of ours alone.
        maria.replies(&town, &received, "It is getting deeper.").await;
        let added = maria.next(&town).await;
        assert!(added.text.contains("Added to report 2026-000001"), "{}", added.text);
        assert_eq!(added.from, "reports@city.test");
        let plain_address = Received { reply_to: None, ..received };
        maria.replies(&town, &plain_address, "And wider.").await;
        assert!(maria.next(&town).await.text.contains("Added to report 2026-000001"));
        town.carlo.wait_until(&card, |card| card.text.contains("And wider.")).await;

        // What comes back of a mail from then.
        let notice = notice(&of_luca, "failed", "5.1.1");
        deliver(&town, "", &of_luca.envelope_from, notice.as_bytes()).await;
        town.carlo.next_matching("tell the citizen another way").await.unwrap();
        town.carlo.wait_until(&lucas, |card| card.text.contains("not delivered")).await;

        // Whoever still writes there makes a report.
        let olga = Writer::new("Olga");
        olga.writes(&town, "Lamp", "In via Po 3 a lamp is dark.").await;
        assert!(olga.next(&town).await.text.contains("2026-000003"));
        town.settles().await;
        town.sim.read_all();
        town.ends().await;
    }
}
