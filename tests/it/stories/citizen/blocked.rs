//! A citizen who was blocked.

use crate::support::on_both_databases;

on_both_databases! {
    /// No new report is taken; what is open is still theirs. It is said once a day.
    async fn a_blocked_citizen_keeps_what_is_open(town: Town) {
        let eve = town.citizen("Eve");
        let summary = town.up_to_summary(&eve).await;
        eve.presses(&summary, "Send");
        let received = eve.next_matching("Its number is").await.unwrap();
        town.urp_card("2026-000001").await;
        let (_, card) = town.report(&eve).await;
        town.closes_as_spam(&card, "Spam and block").await;
        town.urp_reads().await;
        eve.read_all();

        eve.sends("/new");
        let refused = eve.next().await;
        assert!(refused.text.contains("no new reports are taken"), "{}", refused.text);
        assert!(refused.text.contains("040 000000"), "{}", refused.text);
        eve.sends("/new");
        town.settles().await;
        assert_eq!(eve.unread(), 0, "{}", eve.transcript());

        eve.replies(&received, "It is in front of number 12");
        assert!(eve.next().await.text.contains("Added to report 2026-000001"));
        town.urp_reads().await;
        town.ends().await;
    }
}
