//! Spam, and people who send nothing else.

use crate::support::on_both_databases;

on_both_databases! {
    async fn spam_asks_once_more_closes_in_silence_and_can_be_undone(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let really = town.closes_as_spam(&card, "Spam").await;
        assert!(really.text.contains("A deep hole in front of the school"));
        let card = town.carlo.wait_until(&card, |card| card.button("Undo").is_some()).await;
        town.settles().await;
        assert_eq!(maria.unread(), 0, "spam may close without words");
        town.urp.read_all();
        town.carlo.presses(&card, "History");
        let history = town.carlo.next().await;
        assert!(history.text.contains("rule"), "its rule is named: {}", history.text);
        town.urp.read_all();
        town.carlo.presses(&card, "Undo");
        town.carlo.wait_until(&card, |card| card.button("Assign").is_some()).await;
        // Of the closing she has heard nothing.
        let told = maria.next().await;
        insta::assert_snapshot!(told.text, @r"
        Report 2026-000001, via Roma 12, is still being looked at.

        The next news will come by Thursday 26 November.
        ");
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_blocked_person_makes_no_new_report_until_unblocked(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.closes_as_spam(&card, "Spam and block").await;
        town.carlo.wait_until(&card, |card| card.text.contains("/blocked")).await;
        town.urp_reads().await;
        maria.sends("/new");
        let told = maria.next().await;
        assert!(told.text.contains("040 000000"), "with the town's contact: {}", told.text);
        maria.sends("/new");
        town.settles().await;
        assert_eq!(maria.unread(), 0, "told once a day");
        town.carlo.sends("/blocked");
        let list = town.carlo.next().await;
        assert!(list.text.contains("Maria"));
        town.carlo.presses(&list, list.labels()[0]);
        town.urp_reads().await;
        maria.sends("/new");
        maria.next_matching("What kind").await.unwrap();
        town.ends().await;
    }
}
