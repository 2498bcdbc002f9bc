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

            Comune di Prova: ora la segnalazione viene letta e passata all'ufficio competente. Ogni novità arriva qui.

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
}
