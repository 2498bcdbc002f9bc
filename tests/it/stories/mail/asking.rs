//! What is missing is asked back with numbers, and the answer may be just "2".

use crate::support::letters::Writer;
use crate::support::on_both_databases;

on_both_databases! {
    async fn c13_what_is_missing_is_asked_back_and_2_is_an_answer(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "Help", "Nobody can pass in front of my house.").await;
        let asked = maria.next(&town).await;
        insta::assert_snapshot!(asked.text, @r"
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        What is it about? Just reply to this email with the number:
        1 = Potholes and pavements
        2 = Street lights
        3 = Trees
        4 = Parks and playgrounds
        5 = Waste
        6 = Road signs
        7 = Fountains
        8 = Noise
        9 = Schools
        10 = Beaches

        Where is the problem? Reply to this email with the street and the number, or with a few words about the place.
        If you have written it already, there is nothing to do.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000

        -- 
        Comune di Prova
        ");
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("The citizen was asked for what is missing"), "{}", card.text);

        maria.replies(&town, &asked, "2").await;
        let thanks = maria.next(&town).await;
        // Half an answer: what is missing still is asked for again.
        insta::assert_snapshot!(thanks.text, @"
            Thank you, your answer has arrived and is part of report 2026-000001.

            Where is the problem? Reply to this email with the street and the number, or with a few words about the place.
            If you have written it already, there is nothing to do.

            The next news will come by Thursday 26 November.

            To speak with a person: URP, piazza Unità 4, phone 040 000000

            -- 
            Comune di Prova
            ");
        town.carlo.wait_until(&card, |card| card.text.contains("Street lights")).await;

        maria.replies(&town, &thanks, "via Roma 12").await;
        let thanks = maria.next(&town).await;
        assert!(thanks.text.contains("2026-000001, via Roma 12"), "{}", thanks.text);
        assert!(!thanks.text.contains("Where is the problem?"), "{}", thanks.text);
        town.carlo.wait_until(&card, |card| {
            card.text.contains("Place: via Roma 12") && !card.text.contains("was asked for")
        }).await;
        town.ends().await;
    }

    async fn where_the_citizen_lives_is_not_where_the_problem_is(town: Town) {
        let maria = Writer::new("Maria");
        let words = "There is a deep hole by the school.\r\n\r\nKind regards\r\nMaria\r\nVia Verdi 5\r\n34100 Trieste";
        maria.writes(&town, "Pothole", words).await;
        let asked = maria.next(&town).await;
        assert!(asked.text.contains("Where is the problem?"), "{}", asked.text);
        assert!(!asked.text.contains("Verdi"), "{}", asked.text);
        town.urp_card("2026-000001").await;
        town.ends().await;
    }

    async fn c13_who_only_thanks_for_the_question_has_named_no_place(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "Pothole", "In front of my house.").await;
        let asked = maria.next(&town).await;
        let card = town.urp_card("2026-000001").await;
        maria.replies(&town, &asked, "Ok, many thanks").await;
        let added = maria.next(&town).await;
        assert!(added.text.starts_with("Added to report 2026-000001. Thank"), "{}", added.text);
        town.carlo.next_matching("The citizen added to").await.unwrap();
        town.carlo.wait_until(&card, |card| {
            card.text.contains("Ok, many thanks") && card.text.contains("was asked for")
        }).await;
        // Her next words still are the answer.
        maria.replies(&town, &asked, "Thanks, near the church").await;
        let thanks = maria.next(&town).await;
        assert!(thanks.text.contains("2026-000001, near the church"), "{}", thanks.text);
        town.carlo.wait_until(&card, |card| card.text.contains("Place: near the church")).await;
        town.ends().await;
    }

    async fn the_urp_may_be_quicker_and_then_nothing_is_asked_any_more(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "Pothole", "In front of my house.").await;
        let asked = maria.next(&town).await;
        assert!(asked.text.contains("Where is the problem?"), "{}", asked.text);
        let card = town.urp_card("2026-000001").await;
        town.carlo.presses(&card, "Place");
        let prompt = town.carlo.next().await;
        town.carlo.replies(&prompt, "via Milano 3");
        town.carlo.next().await;
        town.carlo.wait_until(&card, |card| !card.text.contains("was asked for")).await;
        // The late answer is words for the report: the place stays as the URP set it.
        maria.replies(&town, &asked, "via Roma 12").await;
        let added = maria.next(&town).await;
        assert!(added.text.contains("Added to report 2026-000001, via Milano 3"), "{}", added.text);
        town.carlo.next_matching("The citizen added to").await.unwrap();
        town.ends().await;
    }

    async fn the_urp_confirms_a_suggested_category_with_one_press(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        assert!(card.text.contains("Potholes and pavements (suggested)"), "{}", card.text);
        town.carlo.presses(&card, "Confirm category");
        town.carlo.wait_until(&card, |card| !card.text.contains("(suggested)")).await;
        town.ends().await;
    }

    async fn a_mail_in_italian_is_answered_in_italian(town: Town) {
        let maria = Writer::new("Maria");
        let words = "Buongiorno, in via Roma 12 c'è una buca molto profonda davanti alla scuola.";
        maria.writes(&town, "Buca pericolosa", words).await;
        let received = maria.next(&town).await;
        assert_eq!(received.subject, "Segnalazione 2026-000001");
        insta::assert_snapshot!(received.text, @r"
        Grazie, la segnalazione è arrivata. Il numero è 2026-000001.

        Comune di Prova: la segnalazione sarà letta e passata all'ufficio competente. Ogni novità arriva a questo indirizzo; per aggiungere parole o foto basta rispondere a questa email.

        Luogo: via Roma 12. Se è un altro, basta rispondere a questa email.

        La prossima notizia arriverà entro giovedì 26 novembre.

        Per parlare con una persona: URP, piazza Unità 4, tel. 040 000000

        -- 
        Comune di Prova
        ");
        assert!(received.html.contains("<html lang=\"it\">"));
        town.urp_card("2026-000001").await;
        town.ends().await;
    }
}
