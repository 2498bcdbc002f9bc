//! The first words, and what is said at any step.

use crate::support::on_both_databases;

on_both_databases! {
    async fn start_greets_in_the_language_of_the_persons_telegram(town: Town) {
        let maria = town.citizen("Maria");
        maria.starts();
        let hello = maria.next().await;
        insta::assert_snapshot!(hello.html, @r#"
            Hello, this is Comune di Prova. Here a problem can be reported, such as a pothole or a dead street lamp: every report gets a number and an answer.
            Name, messages and photos are used only to deal with the report: here is the <a href="https://www.comune.example/privacy">privacy notice</a>.

            In an emergency call 112: messages here are not read round the clock.
            "#);
        assert_eq!(hello.labels(), ["Report a problem", "My reports", "Help"]);

        let luca = town.speaker("Luca", "it");
        luca.starts();
        let ciao = luca.next().await;
        insta::assert_snapshot!(ciao.html, @r#"
            Comune di Prova, buongiorno. Qui si può segnalare un problema, come una buca o un lampione spento: ogni segnalazione riceve un numero e una risposta.
            Nome, messaggi e foto servono solo a occuparsi della segnalazione: ecco l'<a href="https://www.comune.example/privacy">informativa sulla privacy</a>.

            Per le emergenze chiamare il 112: qui i messaggi non si leggono a tutte le ore.
            "#);
        assert_eq!(ciao.labels(), ["Segnalare un problema", "Le mie segnalazioni", "Aiuto"]);
        town.ends().await;
    }

    /// A language that is not spoken yet gets the town's own.
    async fn another_language_is_answered_in_the_towns_own(town: Town) {
        let ana = town.speaker("Ana", "fi");
        ana.starts();
        assert!(ana.next().await.text.contains("Hello, this is Comune di Prova"));
        town.ends().await;
    }

    async fn new_begins_at_once_and_help_names_the_town(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        assert_eq!(maria.next().await.text, "What kind of problem is it?");
        maria.sends("/help");
        let help = maria.next().await;
        assert!(help.text.contains("/mine"), "{}", help.text);
        assert!(help.text.contains("URP, piazza Unità 4, phone 040 000000"), "{}", help.text);
        assert!(!help.text.contains("closed now"), "{}", help.text);
        maria.sends("/privacy");
        let privacy = maria.next().await;
        assert!(privacy.html.contains("https://www.comune.example/privacy"), "{}", privacy.html);
        town.ends().await;
    }

    /// On an evening, a Sunday and a holiday: what could not be taken nobody will read, a report somebody will.
    async fn outside_office_hours_it_is_said_when_the_office_opens_and_a_report_is_read(town: Town) {
        let maria = town.citizen("Maria");
        let mut said = Vec::new();
        for moment in [
            "2026-11-24T19:00:00Z", // Tuesday evening
            "2026-11-29T10:00:00Z", // Sunday
            "2026-12-08T10:00:00Z", // the Immaculate Conception
        ] {
            town.until(moment).await;
            maria.sends("/help");
            let help = maria.next().await.text;
            let late = help.lines().find(|line| line.contains("closed now"));
            said.push(late.unwrap_or("nothing").to_owned());
            maria.sends_voice();
            let cannot = maria.next().await.text;
            assert!(cannot.contains("call 112"), "{cannot}");
            assert!(!cannot.contains("read this"), "{cannot}");
        }
        insta::assert_snapshot!(said.join("\n"), @"
            The office is closed now and opens again Wednesday 25 November at 08:00. If there is danger, call 112 at once.
            The office is closed now and opens again Monday 30 November at 08:00. If there is danger, call 112 at once.
            The office is closed now and opens again Wednesday 9 December at 08:00. If there is danger, call 112 at once.
            ");
        let received = {
            let summary = town.up_to_summary(&maria).await;
            maria.presses(&summary, "Send");
            maria.next_matching("Its number is").await.unwrap()
        };
        assert!(received.text.contains("call 112"), "{}", received.text);
        assert!(received.text.contains("somebody will read this"), "{}", received.text);
        assert!(received.text.contains("040 000000"), "{}", received.text);
        town.urp_reads().await;
        town.ends().await;
    }
}
