//! Words and photos for reports that are there already.

use crate::support::{on_both_databases, without_photos};

on_both_databases! {
    async fn a_reply_to_any_message_about_a_report_belongs_to_it(town: Town) {
        let maria = town.citizen("Maria");
        let summary = town.up_to_summary(&maria).await;
        maria.presses(&summary, "Send");
        let received = maria.next_matching("Its number is").await.unwrap();
        let card = town.urp_card("2026-000001").await;
        maria.replies(&received, "It is in front of number 12");
        let added = maria.next().await;
        assert!(added.text.starts_with("Added to report 2026-000001"), "{}", added.text);
        assert!(added.text.contains("Thursday 26 November"), "{}", added.text);
        town.carlo.wait_until(&card, |card| card.text.contains("in front of number 12")).await;
        maria.replies_photo(&added, Some("See here"));
        town.a_moment().await;
        assert!(maria.next().await.text.contains("Added to report 2026-000001"));
        town.carlo.wait_until(&card, |card| card.button("Photos").is_some()).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn the_words_below_a_document_belong_to_the_report(town: Town) {
        let maria = town.citizen("Maria");
        let summary = town.up_to_summary(&maria).await;
        maria.presses(&summary, "Send");
        let received = maria.next_matching("Its number is").await.unwrap();
        let card = town.urp_card("2026-000001").await;
        maria.replies_document_of(&received, "map.pdf", "%PDF", "It is the one by the gate");
        maria.next_matching("Documents cannot be opened here").await.unwrap();
        maria.next_matching("Added to report 2026-000001").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("the one by the gate")).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn words_out_of_nowhere_are_offered_to_each_open_report(town: Town) {
        let maria = town.citizen("Maria");
        let (first, card) = town.report(&maria).await;
        let (second, _) = town.report(&maria).await;
        maria.sends("It is still growing");
        let offer = maria.next().await;
        insta::assert_snapshot!(format!("{}\n{:?}", offer.text, offer.labels()), @r#"
            Message received. This is not sent to the town yet.
            What is this about?
            ["Add to 2026-000002, via Roma 12", "Add to 2026-000001, via Roma 12", "New report", "Cancel"]
            "#);
        maria.presses(&offer, &format!("Add to {first}, via Roma 12"));
        let added = maria.next().await;
        assert!(added.text.contains(&format!("Added to report {first}")), "{}", added.text);
        assert!(added.text.contains("Thursday 26 November"), "{}", added.text);
        town.carlo.wait_until(&card, |card| card.text.contains("It is still growing")).await;
        let again = maria.presses_data(
            &offer,
            &offer.button(&format!("Add to {second}, via Roma 12")).unwrap().data.clone().unwrap(),
        );
        assert!(again.answer().await.unwrap().contains("done already"));
        town.urp_reads().await;
        town.ends().await;
    }

    async fn photos_out_of_nowhere_become_a_new_report(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends_album(2, Some("Rubbish by the river"));
        town.a_moment().await;
        let offer = maria.next().await;
        assert!(offer.text.starts_with("2 photos received."), "{}", offer.text);
        maria.presses(&offer, "New report");
        let kinds = maria.next().await;
        assert!(kinds.text.contains("will be part of the report"), "{}", kinds.text);
        maria.presses(&kinds, "Waste");
        maria.next().await;
        maria.sends("via del Fiume");
        maria.next().await; // the place as it was understood
        let photos = maria.next().await;
        maria.presses(&photos, "Done");
        let summary = maria.next().await;
        assert!(summary.text.contains("Rubbish by the river"), "{}", summary.text);
        assert!(summary.text.contains("Photos: 2"), "{}", summary.text);
        town.ends().await;
    }

    /// Its answer goes by reply; the confirmation carries the date.
    async fn the_towns_question_is_answered_by_reply(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let question = town.asks(&card, &maria, "Which side of the street?").await;
        insta::assert_snapshot!(question.text, @"
            There is a question about report 2026-000001, via Roma 12:

            Which side of the street?

            Comune di Prova

            Just reply to this message, if possible by Tuesday 1 December.

            The next news will come by Thursday 3 December.
            ");
        maria.replies(&question, "The left one");
        let thanks = maria.next().await;
        insta::assert_snapshot!(thanks.text, @"
            Thank you, the answer has arrived and is part of report 2026-000001, via Roma 12.

            The next news will come by Thursday 3 December.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        town.carlo.wait_until(&card, |card| card.text.contains("The left one")).await;
        let late = maria.presses(&question, "Answer");
        assert!(late.answer().await.unwrap().contains("already answered"));
        town.urp_reads().await;
        town.ends().await;
    }

    /// The draft waits meanwhile and its question is asked again.
    async fn the_towns_question_is_answered_in_the_middle_of_a_draft(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.up_to_words(&maria).await;
        let question = town.asks(&card, &maria, "Which side of the street?").await;
        maria.presses(&question, "Answer");
        let asked = maria.next().await;
        assert!(asked.text.contains("will be the answer"), "{}", asked.text);
        maria.sends("The left one");
        let mut said = [maria.next().await.text, maria.next().await.text];
        said.sort();
        assert!(said[0].starts_with("Thank you, the answer has arrived"), "{said:?}");
        assert!(said[1].contains("What is wrong?"), "{said:?}");
        maria.sends("Another hole");
        let photos = maria.next().await;
        maria.presses(&photos, "No photo");
        assert!(maria.next().await.text.contains("Another hole"));
        town.urp_reads().await;
        town.ends().await;
    }

    async fn words_edited_after_sending_become_an_edit_in_the_history(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_words(&maria).await;
        let words = maria.sends("A deep hoel");
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        let (_, card) = town.files(&maria, &summary).await;
        maria.edits(&words, "A deep hole, with water in it");
        let edited = maria.next().await;
        insta::assert_snapshot!(edited.text, @"
            The change has arrived and is part of report 2026-000001, via Roma 12.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        town.carlo.wait_until(&card, |card| card.text.contains("(citizen) – message changed")).await;
        town.carlo.next_matching("The citizen changed a message").await.unwrap();
        let one = town.looks_at(&maria, "2026-000001, via Roma 12").await;
        assert!(one.text.contains("message changed: A deep hole, with water in it"), "{}", one.text);
        town.urp_reads().await;
        town.ends().await;
    }

    /// Closing ended the question, but nobody has answered it: what they wish to say goes to the URP.
    async fn a_question_of_a_closed_report_may_still_be_answered(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let question = town.asks(&card, &maria, "Which side of the street?").await;
        let card = town.carlo.wait_until(&card, |card| card.button("Reply and close").is_some()).await;
        town.closes(&card, &maria, "The hole has been filled.").await;
        maria.presses(&question, "Answer");
        let asked = maria.next().await;
        insta::assert_snapshot!(asked.text, @"What is there to add to report 2026-000001, via Roma 12? The next message, words or photos, will be part of it.");
        maria.sends("The left one");
        let added = maria.next().await;
        assert!(added.text.contains("a person will read it"), "{}", added.text);
        let task = town.carlo.next_matching("The left one").await.unwrap();
        assert!(task.button("Leave closed").is_some(), "{:?}", task.labels());
        town.ends().await;
    }
}
