//! /mine: a citizen's own reports.

use crate::support::on_both_databases;

on_both_databases! {
    async fn the_list_opens_a_report_with_its_history(town: Town) {
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        town.assigns(&card, "Strade").await;
        maria.next_matching("has been given to").await.unwrap();
        town.urp_reads().await;
        maria.sends("/mine");
        let mine = maria.next().await;
        insta::assert_snapshot!(mine.text, @"
            My reports

            2026-000001 Potholes and pavements: given to Strade
            ");
        maria.presses(&mine, mine.labels()[0]);
        let one = maria.next().await;
        insta::assert_snapshot!(one.text, @"
            Report 2026-000001
            Potholes and pavements, via Roma 12
            Now: given to Strade
            The next news will come by Wednesday 9 December.

            Tuesday 24 November: report received
            Tuesday 24 November: given to Strade
            ");
        assert_eq!(one.labels(), ["Add something", "Withdraw"]);
        assert!(one.text.contains(&number));
        town.ends().await;
    }

    async fn something_is_added_and_confirmed_with_the_date_that_stands(town: Town) {
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        let one = town.looks_at(&maria, "2026-000001, via Roma 12").await;
        maria.presses(&one, "Add something");
        let asked = maria.next().await;
        assert!(asked.text.contains("What is there to add"), "{}", asked.text);
        maria.sends("A bicycle fell into it");
        let added = maria.next().await;
        insta::assert_snapshot!(added.text, @"
            Added to report 2026-000001, via Roma 12. Thank you.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        town.carlo.wait_until(&card, |card| card.text.contains("A bicycle fell into it")).await;
        town.urp_reads().await;
        let one = town.looks_at(&maria, "2026-000001, via Roma 12").await;
        assert!(one.text.contains("added: A bicycle fell into it"), "{}", one.text);
        assert!(one.text.contains(&number));
        town.ends().await;
    }

    async fn withdrawing_asks_once_more(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let one = town.looks_at(&maria, "2026-000001, via Roma 12").await;
        maria.presses(&one, "Withdraw");
        let sure = maria.next().await;
        assert_eq!(sure.labels(), ["Yes, withdraw it", "No, leave it open"]);
        maria.presses(&sure, "No, leave it open");
        maria.wait_until(&sure, |sure| sure.text.contains("stays open")).await;
        maria.presses(&one, "Withdraw");
        let sure = maria.next().await;
        maria.presses(&sure, "Yes, withdraw it");
        let gone = maria.next().await;
        insta::assert_snapshot!(gone.text, @"
            Report 2026-000001, via Roma 12, is withdrawn, as you wished.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        town.carlo.wait_until(&card, |card| card.text.contains("withdrawn")).await;
        town.urp_reads().await;
        // The old button finds it closed.
        let late = maria.presses(&one, "Withdraw");
        assert!(late.answer().await.unwrap().contains("closed already"));
        town.ends().await;
    }

    /// A button that names somebody else's report shows nothing of it.
    async fn a_forged_number_is_unknown(town: Town) {
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        maria.sends("/mine");
        let mine = maria.next().await;
        let opens = mine.buttons()[0][0].data.clone().unwrap();
        let eve = town.citizen("Eve");
        eve.starts();
        let hello = eve.next().await;
        let forged = eve.presses_data(&hello, &opens);
        let said = forged.answer().await.unwrap();
        assert!(said.contains("not among yours"), "{said}");
        let nowhere = eve.presses_data(&hello, &opens.replace("000001", "000099"));
        assert!(nowhere.answer().await.unwrap().contains("not among yours"));
        town.ends().await;
    }
}
