//! The supervisor asks an office about a report whose date is here.

use chrono::TimeDelta;

use crate::support::on_both_databases;

on_both_databases! {
    async fn the_offices_reply_reaches_the_supervisor_who_asked(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (.., at_office) = at.assigned(&maria).await;
        // Ten working days: Wednesday 9 December.
        at.town.later(TimeDelta::days(15)).await;
        let said = at.anna.next_matching("For the supervisor").await.unwrap();
        at.town.sim.read_all();
        at.anna.presses(&said, "1. Ask the office");
        at.anna.next().await;
        at.anna.sends("When will it be done?");
        let asked = at.ezio.next_matching("asks about report").await.unwrap();
        assert!(at.anna.next().await.text.contains("question goes to: Strade"));
        at.ezio.replies(&asked, "The material comes on Monday.");
        let answer = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(answer.text, @r"
            Ezio Gialli answers about report 2026-000001, via Roma 12:
            The material comes on Monday.
            ");
        }
        assert!(answer.button("Show 2026-000001").is_some(), "{:?}", answer.labels());

        // It can become a note as well; that sends it to nobody again.
        let what = at.ezio.next_matching("What is this message").await.unwrap();
        at.ezio.presses(&what, "Note");
        at.ezio.wait_until(&what, |what| what.button("Note").is_none()).await;
        // A photo answers too.
        at.fulvia.replies_photo(&asked, None);
        at.anna.next_matching("Fulvia Rossi answers").await.unwrap();
        assert!(at.anna.next().await.raw.get("photo").is_some());
        // What is said about the card is no answer.
        at.gino.replies(&at_office, "I pass there tomorrow");
        at.town.settles().await;
        assert_eq!(at.anna.unread(), 0, "{}", at.anna.transcript());
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn an_office_without_a_group_is_asked_in_the_urps_and_its_people_called(town: Town) {
        let anna = town.supervisor().await;
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.assigns(&card, "Strade").await;
        maria.next_matching("Strade").await.unwrap();
        // Ten working days: Wednesday 9 December.
        town.later(TimeDelta::days(15)).await;
        let said = anna.next_matching("For the supervisor").await.unwrap();
        town.sim.read_all();
        anna.presses(&said, "1. Ask the URP");
        anna.next().await;
        anna.sends("When will it be done?");
        let asked = town.carlo.next_matching("asks about report").await.unwrap();
        assert!(asked.text.contains("For: Carlo Neri, Dora Verdi"), "{}", asked.text);
        assert!(anna.next().await.text.contains("question goes to: URP"));
        town.everybody_reads().await;
        town.ends().await;
    }
}
