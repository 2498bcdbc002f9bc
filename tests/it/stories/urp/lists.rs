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

    async fn the_digest_comes_at_its_hour_on_working_days(town: Town) {
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.settles().await;
        town.urp.read_all();
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
        maria.next_matching("was promised").await.unwrap();
        town.settles().await;
        town.sim.read_all();
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
