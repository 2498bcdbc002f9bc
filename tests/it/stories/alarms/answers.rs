//! An answer that does not arrive, and a service that did not run.

use chrono::TimeDelta;

use super::{mail_to_anna, with_a_supervisors_mail};
use crate::stories::urp::unanswered;
use crate::support::on_both_databases;

on_both_databases! {
    async fn the_supervisor_hears_at_once_of_an_answer_that_did_not_arrive(at: Offices) {
        unanswered(&at.town).await;
        let alarm = at.anna.next().await;
        insta::assert_snapshot!(alarm.text, @"The answer to report 2026-000001, via Roma 12, has not arrived: the citizen has blocked the bot. Saying it another way is now a thing to do, in the URP's group.");
        let task = at.town.carlo.next_matching("tell the citizen another way").await.unwrap();
        at.town.settles().await;
        let today = at.town.clock.now().date_naive();
        let unanswered = async || at.town.store().zeros(today).await.unwrap().unanswered;
        assert_eq!(unanswered().await, 1);
        at.town.carlo.presses(&task, "Told them");
        at.town.settles().await;
        assert_eq!(unanswered().await, 0);
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn other_words_that_did_not_arrive_are_no_lost_answer(at: Offices) {
        let person = at.town.person("Maria");
        let maria = person.private(&at.town.bot);
        let (_, card) = at.town.report(&maria).await;
        at.town.closes(&card, &maria, "It has been filled.").await;
        person.blocks(&at.town.bot);
        at.town.carlo.presses(&card, "Write to the citizen");
        let prompt = at.town.carlo.next_matching("write to the citizen").await.unwrap();
        at.town.carlo.replies(&prompt, "The road will be swept too.");
        let preview = at.town.carlo.next_matching("exactly what").await.unwrap();
        at.town.carlo.presses(&preview, "Send");
        at.town.carlo.next_matching("tell the citizen another way").await.unwrap();
        at.town.settles().await;
        // She has her answer: nobody is alarmed, and nothing counts as unanswered.
        assert_eq!(at.anna.unread(), 0, "{}", at.anna.transcript());
        let today = at.town.clock.now().date_naive();
        assert_eq!(at.town.store().zeros(today).await.unwrap().unanswered, 0);
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn where_no_supervisor_can_hear_it_goes_to_the_urp_and_by_mail(town: Town) {
        let mut town = town;
        with_a_supervisors_mail(&mut town).await;
        unanswered(&town).await;
        let alarm = town.carlo.next_matching("No supervisor can be told here").await.unwrap();
        let words = "The answer to report 2026-000001, via Roma 12, has not arrived";
        assert!(alarm.text.contains(words), "{}", alarm.text);
        let mail = mail_to_anna(&town).await;
        assert!(mail.text.contains(words), "{}", mail.text);
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_long_silence_is_told_the_same_way(town: Town) {
        let mut town = town;
        with_a_supervisors_mail(&mut town).await;
        town.stops().await;
        town.clock.advance(TimeDelta::hours(3));
        town.starts().await;
        town.settles().await;
        let said = town.carlo.next_matching("No supervisor can be told here").await.unwrap();
        let mail = mail_to_anna(&town).await;
        let words = mail.text.lines().next().unwrap();
        assert!(said.text.contains(words), "{} – {words}", said.text);
        assert_eq!(town.carlo.unread(), 0, "once: {}", town.carlo.transcript());
        town.ends().await;
    }
}
