//! /language.

use crate::support::on_both_databases;

on_both_databases! {
    /// The open question is asked again in the language chosen.
    async fn the_language_is_changed_in_the_middle_of_a_draft(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_words(&maria).await;
        maria.sends("/language");
        let languages = maria.next().await;
        assert_eq!(languages.labels(), ["Italiano", "English"]);
        maria.presses(&languages, "Italiano");
        let asked = maria.next().await;
        insta::assert_snapshot!(asked.text, @"
            Da ora in italiano.

            Che cosa non va? Bastano poche parole.
            ");
        maria.sends("Una buca profonda");
        let photos = maria.next().await;
        maria.presses(&photos, "Nessuna foto");
        let summary = maria.next().await;
        maria.presses(&summary, "Inviare");
        let received = maria.next_matching("2026-000001").await.unwrap();
        insta::assert_snapshot!(received.text, @"
            Grazie, la segnalazione è arrivata. Il numero è 2026-000001.

            Comune di Prova: la segnalazione sarà letta e passata all'ufficio competente. Ogni novità arriva qui.

            La prossima notizia arriverà entro giovedì 26 novembre.

            Per parlare con una persona: URP, piazza Unità 4, tel. 040 000000
            ");
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("Italian"), "{}", card.text);
        town.ends().await;
    }

    /// The choice outlives a restart and whatever Telegram says.
    async fn the_language_chosen_stays(town: Town) {
        let mut town = town;
        let maria = town.citizen("Maria");
        maria.sends("/language");
        let languages = maria.next().await;
        maria.presses(&languages, "Italiano");
        assert!(maria.next().await.text.contains("italiano"));
        town.settles().await;
        town.stops().await;
        town.starts().await;
        maria.sends("/new");
        assert!(maria.next().await.text.contains("Che tipo di problema"));
        town.ends().await;
    }

    /// Reports that are open go on in the language that they were made in, which is said; the list is
    /// in the person's own.
    async fn reports_that_are_open_keep_their_language_and_the_list_has_one(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        maria.sends("/language");
        let languages = maria.next().await;
        maria.presses(&languages, "Italiano");
        let chosen = maria.next().await;
        insta::assert_snapshot!(chosen.text, @"Da ora in italiano. Per le segnalazioni già inviate si continua nella lingua di prima.");
        maria.sends("/mine");
        let mine = maria.next().await;
        insta::assert_snapshot!(mine.text, @"
            Le mie segnalazioni

            2026-000001 Buche e marciapiedi: ricevuta, in attesa di un ufficio
            ");
        maria.presses(&mine, mine.labels()[0]);
        let one = maria.next().await;
        insta::assert_snapshot!(one.text, @"
            Segnalazione 2026-000001
            Buche e marciapiedi, via Roma 12
            Ora: ricevuta, in attesa di un ufficio
            La prossima notizia arriverà entro giovedì 26 novembre.

            martedì 24 novembre: segnalazione ricevuta
            ");

        // Back in English, and later, when nothing is open: there is nothing to add.
        maria.presses(&languages, "English");
        assert_eq!(maria.next().await.text, "From now on in English.");
        town.closes(&card, &maria, "The hole has been filled.").await;
        maria.presses(&languages, "Italiano");
        assert_eq!(maria.next().await.text, "Da ora in italiano.");
        town.ends().await;
    }
}
