//! One question after the other, up to the number.

use crate::support::{on_both_databases, without_photos};

on_both_databases! {
    async fn a_report_from_the_first_question_to_its_number(town: Town) {
        let maria = town.citizen("Maria");
        let place = town.up_to_place(&maria).await;
        assert_eq!(
            place.text,
            "Kind: Potholes and pavements.\n\nWhere is it? Write the address, or send the location."
        );
        maria.sends("via Roma 12");
        let words = maria.next().await;
        assert!(words.text.ends_with("What is wrong? A few words are enough."), "{}", words.text);
        maria.sends("A deep hole in front of the school");
        let photos = maria.next().await;
        assert!(photos.text.contains("leave out faces and number plates"), "{}", photos.text);
        let summary = without_photos(&maria, &photos).await;
        insta::assert_snapshot!(summary.text, @"
            Here is the report. Is it right?

            Kind: Potholes and pavements
            Place: via Roma 12
            What is wrong:
            A deep hole in front of the school
            Photos: none
            ");
        assert_eq!(summary.labels(), ["Send", "Change", "Cancel"]);
        maria.presses(&summary, "Send");
        let received = maria.next_matching("Its number is").await.unwrap();
        insta::assert_snapshot!(received.text, @"
            Thank you, the report has arrived. Its number is 2026-000001.

            Comune di Prova will read it and pass it to the right office. All news comes here.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000
            ");
        let sent = maria.wait_until(&summary, |summary| summary.labels().is_empty()).await;
        assert!(sent.text.contains("Report sent"), "{}", sent.text);
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("A deep hole in front of the school"), "{}", card.text);
        town.ends().await;
    }

    /// Ten categories are more than a page; leafing edits the message in place.
    async fn categories_are_leafed_through_in_place(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        assert!(kinds.button("Something else").is_some());
        assert!(kinds.button("Beaches").is_none());
        maria.presses(&kinds, "More ›");
        let second = maria.wait_until(&kinds, |kinds| kinds.button("Beaches").is_some()).await;
        assert!(second.button("Something else").is_some());
        assert!(second.button("More ›").is_none());
        maria.presses(&second, "‹ Back");
        let first = maria.wait_until(&kinds, |kinds| kinds.button("Beaches").is_none()).await;
        maria.presses(&first, "More ›");
        let second = maria.wait_until(&kinds, |kinds| kinds.button("Beaches").is_some()).await;
        maria.presses(&second, "Beaches");
        assert!(maria.next().await.text.contains("Kind: Beaches"));
        town.ends().await;
    }

    async fn something_else_reaches_the_urp_without_a_category(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        maria.presses(&kinds, "Something else");
        maria.next().await;
        maria.sends("via Roma 12");
        maria.next().await;
        maria.sends("It smells of gas here");
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        assert!(summary.text.contains("Kind: Something else"), "{}", summary.text);
        let (_, card) = town.files(&maria, &summary).await;
        assert!(card.text.contains("It smells of gas here"), "{}", card.text);
        town.ends().await;
    }

    /// The second press finds the report sent: there is one report.
    async fn send_pressed_twice_sends_once(town: Town) {
        let maria = town.citizen("Maria");
        let summary = town.up_to_summary(&maria).await;
        maria.presses(&summary, "Send");
        let again = maria.presses_data(&summary, &summary.button("Send").unwrap().data.clone().unwrap());
        maria.next_matching("2026-000001").await.unwrap();
        let said = again.answer().await.unwrap();
        assert!(said.contains("sent already"), "{said}");
        town.urp_card("2026-000001").await;
        maria.sends("/mine");
        let mine = maria.next().await;
        assert!(!mine.text.contains("2026-000002"), "{}", mine.text);
        town.ends().await;
    }

    async fn a_cancelled_draft_leaves_nothing_and_its_buttons_say_so(town: Town) {
        let maria = town.citizen("Maria");
        let summary = town.up_to_summary(&maria).await;
        maria.presses(&summary, "Cancel");
        let gone = maria.next().await;
        assert!(gone.text.contains("thrown away"), "{}", gone.text);
        let late = maria.presses_data(&summary, &summary.button("Send").unwrap().data.clone().unwrap());
        let said = late.answer().await.unwrap();
        assert!(said.contains("no longer there"), "{said}");
        maria.sends("/mine");
        assert!(maria.next().await.text.contains("There are no reports yet"));
        town.ends().await;
    }
}
