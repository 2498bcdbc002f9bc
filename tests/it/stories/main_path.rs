//! The main job: a report in, a reply out.

use crate::support::on_both_databases;

on_both_databases! {
    async fn a_citizen_reports_a_pothole_and_is_answered(town: Town) {
        let maria = town.citizen("Maria");
        maria.starts();
        let hello = maria.next().await;
        maria.presses(&hello, "Report a problem");
        let kinds = maria.next().await;
        maria.presses(&kinds, "Potholes and pavements");
        maria.next().await;
        maria.sends("via Roma 12");
        maria.next().await;
        maria.sends("A deep hole in front of the school");
        let photos = maria.next().await;
        maria.presses(&photos, "No photo");
        let summary = maria.next().await;
        maria.presses(&summary, "Send");
        let received = maria.next_matching("2026-000001").await.unwrap();
        // Two working days for the first word.
        assert!(received.text.contains("Thursday 26 November"), "{}", received.text);
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("A deep hole in front of the school"));

        town.carlo.presses(&card, "Assign");
        let offices = town.carlo.next().await;
        town.carlo.presses(&offices, "Strade");
        let assigned = maria.next().await;
        assert!(assigned.text.contains("Strade"), "{}", assigned.text);
        town.carlo.wait_until(&card, |card| card.text.contains("State: assigned")).await;

        town.carlo.presses(&card, "Reply and close");
        let outcomes = town.carlo.next().await;
        town.carlo.presses(&outcomes, "Resolved");
        let prompt = town.carlo.next().await;
        town.carlo.replies(&prompt, "The hole has been filled this morning.");
        town.carlo.next_matching("ready-made reply").await.unwrap();
        let shown = town.carlo.next().await;
        let preview = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
        town.carlo.presses(&preview, "Send and close");
        let answer = maria.next().await;
        assert_eq!(answer.text, shown.text);
        assert!(answer.text.contains("The hole has been filled this morning."));
        assert!(answer.text.contains("Comune di Prova – Strade"));
        maria.presses(&answer, "Solved, thank you");
        maria.next().await;
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        town.ends().await;
    }
}
