//! /open, the morning digest, /report and /find.

use chrono::TimeDelta;

use super::assign;
use crate::support::on_both_databases;

on_both_databases! {
    async fn what_waits_is_listed_oldest_promise_first_ten_a_page(town: Town) {
        let mut first = None;
        for name in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"] {
            let (_, card) = town.report(&town.citizen(name)).await;
            first.get_or_insert(card);
        }
        assign(&town, &first.unwrap(), "Strade").await;
        town.urp.read_all();
        town.sim.read_all();
        town.carlo.sends("/open");
        let page = town.carlo.next().await;
        let (second, last) = (page.text.find("2026-000002"), page.text.find("2026-000011"));
        assert!(second.is_some() && last.is_some() && second < last, "{}", page.text);
        assert!(!page.text.contains("2026-000012"), "ten a page");
        let next = page.labels().into_iter().find(|label| *label == "Next").unwrap().to_owned();
        town.carlo.presses(&page, &next);
        let page = town.carlo.wait_until(&page, |page| page.text.contains("2026-000012")).await;
        // What the office has comes after what waits for the URP.
        assert!(page.text.find("2026-000012") < page.text.find("2026-000001"), "{}", page.text);
        town.ends().await;
    }

    async fn who_waits_past_the_date_stands_first_and_as_late(town: Town) {
        town.report(&town.citizen("Maria")).await;
        // Her date was Thursday. On Friday she heard that it is late, with a new date.
        town.until("2026-11-27T08:05:00Z").await;
        town.report(&town.citizen("Luca")).await;
        town.everybody_reads().await;
        town.carlo.sends("/open");
        insta::assert_snapshot!(town.carlo.next().await.text, @r"
        Open: 2 waiting for the URP, 0 to do, 0 with the offices.

        Waiting for the URP
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned, late: Thursday 26 November
        2. 2026-000002 via Roma 12 – Potholes and pavements – to be assigned, by Tuesday 1 December
        ");
        town.ends().await;
    }

    async fn the_digest_comes_at_its_hour_on_working_days(town: Town) {
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.urp_reads().await;
        // From Tuesday ten to Wednesday nine.
        town.later(TimeDelta::hours(23)).await;
        town.carlo.next_matching("2026-000001").await.unwrap();
        town.later(TimeDelta::days(3)).await;
        town.urp.read_all();
        // Saturday nine to Monday half past eight: nobody is there.
        town.later(TimeDelta::minutes(47 * 60 + 30)).await;
        assert_eq!(town.carlo.unread(), 0);
        town.later(TimeDelta::hours(1)).await;
        town.carlo.next_matching("2026-000001").await.unwrap();
        // Its citizen has heard that it is late.
        maria.next_matching("We promised news").await.unwrap();
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn a_report_is_brought_by_number_and_found_by_its_words(town: Town) {
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        town.settles().await;
        town.carlo.sends("/report 1");
        let anew = town.carlo.next_matching(&number).await.unwrap();
        assert_ne!(anew.message_id, card.message_id);
        town.carlo.wait_until(&card, |old| old.labels().is_empty()).await;
        for words in ["/find school", "/find SCUOLA", "/find roma 12", "/find 2026-000001"] {
            town.carlo.sends(words);
            let found = town.carlo.next().await;
            assert_eq!(found.text.contains(&number), words != "/find SCUOLA", "{words}: {}", found.text);
        }
        town.ends().await;
    }
}
