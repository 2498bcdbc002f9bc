//! After the reply: solved, or not.

use simulator::{Message, Press, Seat};

use crate::support::{Town, on_both_databases, sends_as_shown};

/// A citizen's report is closed: its card, and the reply.
async fn answered(town: &Town, citizen: &Seat) -> (Message, Message) {
    let (_, card) = town.report(citizen).await;
    let reply = town.closes(&card, citizen, "The hole has been filled.").await;
    (card, reply)
}

/// A button as it was when the message came, whatever stands there now.
fn presses_old(citizen: &Seat, message: &Message, label: &str) -> Press {
    let data = message.button(label).unwrap().data.clone().unwrap();
    citizen.presses_data(message, &data)
}

on_both_databases! {
    /// Whoever answers *is it really solved?* in words, without a reply or a button, is heard too.
    async fn a_typed_no_finds_its_way_to_the_report(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.closes(&card, &maria, "The hole has been filled.").await;
        maria.sends("No, it is still there");
        let offer = maria.next().await;
        insta::assert_snapshot!(format!("{:?}", offer.labels()), @r#"["Add to 2026-000001, via Roma 12", "New report", "Cancel"]"#);
        maria.presses(&offer, "Add to 2026-000001, via Roma 12");
        let added = maria.next().await;
        assert!(added.text.contains("a person will read it"), "{}", added.text);
        let task = town.carlo.next_matching("it is still there").await.unwrap();
        assert!(task.button("Leave closed").is_some(), "{:?}", task.labels());
        town.urp_reads().await;
        town.ends().await;
    }

    async fn solved_is_thanked_for_once(town: Town) {
        let maria = town.citizen("Maria");
        let (_, reply) = answered(&town, &maria).await;
        assert_eq!(reply.labels(), ["Solved, thank you", "The problem is still there"]);
        maria.presses(&reply, "Solved, thank you");
        assert!(maria.next().await.text.contains("Thank you for telling us"));
        let again = presses_old(&maria, &reply, "Solved, thank you");
        assert!(again.answer().await.unwrap().contains("already answered"));
        town.urp_reads().await;
        town.ends().await;
    }

    /// It is open again, with a new date; the URP's card has *Assign* and *Refuse*.
    async fn a_problem_that_is_still_there_is_looked_at_again(town: Town) {
        let maria = town.citizen("Maria");
        let (card, reply) = answered(&town, &maria).await;
        maria.presses(&reply, "The problem is still there");
        let open = maria.next().await;
        insta::assert_snapshot!(open.text, @"
            Report 2026-000001, via Roma 12, is open again: the problem will be looked at once more.
            To say what is still wrong, just reply to this message, with words or photos.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        maria.replies(&open, "It is as deep as before");
        let added = maria.next().await;
        assert!(added.text.contains("The next news will come by"), "{}", added.text);
        let card = town.carlo.wait_until(&card, |card| card.button("Refuse").is_some()).await;
        assert!(card.button("Assign").is_some());
        town.urp_reads().await;

        // Pressed again: it is open already.
        let again = presses_old(&maria, &reply, "The problem is still there");
        assert!(again.answer().await.unwrap().contains("open already"));

        town.carlo.presses(&card, "Refuse");
        let prompt = town.carlo.next_matching("why").await.unwrap();
        town.carlo.replies(&prompt, "That hole belongs to the next street's works.");
        sends_as_shown(&town.carlo, "Send").await;
        let refused = maria.next().await;
        insta::assert_snapshot!(refused.text, @"
            Report 2026-000001, via Roma 12, stays closed. This is why:

            That hole belongs to the next street's works.

            Comune di Prova

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        town.urp_reads().await;
        town.ends().await;
    }

    /// After thirty days it is a new matter, and it is said how to begin it.
    async fn after_thirty_days_still_there_is_answered_otherwise(town: Town) {
        let maria = town.citizen("Maria");
        let (_, reply) = answered(&town, &maria).await;
        town.later(chrono::TimeDelta::days(31)).await;
        let late = maria.presses(&reply, "The problem is still there");
        let said = late.answer().await.unwrap();
        insta::assert_snapshot!(said, @"More than 30 days have passed since it was closed: please make a new report. URP, piazza Unità 4, phone 040 000000");
        town.urp_reads().await;
        town.ends().await;
    }

    /// The wrong button first: whoever has the report in hand again hears that it is solved after all.
    async fn solved_after_still_there_is_passed_on(town: Town) {
        let maria = town.citizen("Maria");
        let (card, reply) = answered(&town, &maria).await;
        maria.presses(&reply, "Solved, thank you");
        assert!(maria.next().await.text.contains("Thank you for telling us"));
        maria.presses(&reply, "The problem is still there");
        maria.next_matching("is open again").await.unwrap();
        town.urp_reads().await;
        maria.presses(&reply, "Solved, thank you");
        let added = maria.next().await;
        insta::assert_snapshot!(added.text, @"
            Added to report 2026-000001, via Roma 12. Thank you.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        town.carlo.wait_until(&card, |card| card.text.contains("Solved, thank you")).await;
        town.urp_reads().await;
        town.ends().await;
    }
}
