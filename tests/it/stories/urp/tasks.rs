//! What cannot be delivered becomes a task for a person.

use chrono::TimeDelta;
use simulator::Message;

use super::{close, unanswered};
use crate::support::{on_both_databases, plans, sends_as_shown};

on_both_databases! {
    async fn an_answer_that_does_not_arrive_is_a_task_until_somebody_told_them(town: Town) {
        let (_, _, card) = unanswered(&town).await;
        town.settles().await;
        let task = town.carlo.messages().into_iter().rfind(|one| one.button("Told them").is_some());
        let task = task.expect("a task with its buttons");
        assert!(task.text.contains("It has been filled."), "with the words: {}", task.text);
        let now = town.carlo.current(&card);
        assert!(now.text.contains("blocked the bot"), "the card says why not: {}", now.text);
        town.urp.read_all();
        town.carlo.sends("/open");
        let open = town.carlo.next().await;
        assert!(open.text.contains("2026-000001"), "{}", open.text);
        town.carlo.presses(&task, "Told them");
        let done = town.carlo.wait_until(&task, |task| task.button("Undo").is_some()).await;
        assert!(done.text.contains("Carlo Neri"), "{}", done.text);
        town.urp_reads().await;
        town.ends().await;
    }

    async fn whoever_does_not_answer_the_phone_is_tried_again_next_morning(town: Town) {
        let person = town.person("Maria");
        let maria = person.private(&town.bot);
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        person.blocks(&town.bot);
        close(&town, &card, "It has been filled.").await;
        let to_do = |one: &Message| one.button("Told them").is_some();
        let task = town.carlo.messages().into_iter().rfind(to_do).unwrap();
        town.urp.read_all();
        town.carlo.presses(&task, "Nobody answered");
        let done = town.carlo.wait_until(&task, |task| !to_do(task)).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(done.text, @"2026-000001, via Roma 12: nobody answered (Carlo Neri): the next try is on Wednesday 25 November.");
        }
        town.settles().await;
        // It is still to be done, and comes back by itself.
        town.until("2026-11-25T08:00:00Z").await;
        let again = town.carlo.messages().into_iter().rfind(to_do).unwrap();
        assert!(again.message_id > task.message_id && again.text.contains("It has been filled."));
        town.carlo.presses(&again, "Told them");
        town.carlo.wait_until(&again, |task| task.button("Undo").is_some()).await;
        town.until("2026-11-27T08:00:00Z").await;
        town.urp.read_all();
        let open = |one: &Message| to_do(one) && one.message_id > again.message_id;
        assert!(!town.carlo.messages().iter().any(open), "{}", town.carlo.transcript());
        town.ends().await;
    }

    async fn what_somebody_was_told_is_not_sent_again_when_they_are_back(town: Town) {
        let (person, maria, card) = unanswered(&town).await;
        town.settles().await;
        let to_do = |one: &Message| one.button("Told them").is_some();
        let task = town.carlo.messages().into_iter().rfind(to_do).unwrap();
        town.carlo.presses(&task, "Told them");
        let done = town.carlo.wait_until(&task, |task| task.button("Undo").is_some()).await;
        let told = "Reply: not delivered, told another way";
        town.carlo.wait_until(&card, |card| card.text.contains(told)).await;
        // A slip of the finger is undone, and it is to be told for the same reason.
        town.carlo.presses(&done, "Undo");
        town.carlo.wait_until(&card, |card| card.text.contains("blocked the bot")).await;
        let task = town.carlo.wait_until(&task, to_do).await;
        town.carlo.presses(&task, "Told them");
        town.carlo.wait_until(&card, |card| card.text.contains(told)).await;

        person.unblocks(&town.bot);
        maria.sends("/mine");
        maria.next().await;
        town.settles().await;
        assert_eq!(maria.unread(), 0, "{}", maria.transcript());
        town.urp.read_all();
        town.ends().await;
    }

    async fn of_a_report_that_is_closed_the_answer_alone_is_sent_again(at: Offices) {
        let town = &at.town;
        let (person, maria) = town.somebody("Maria");
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        maria.read_all();
        person.blocks(&town.bot);
        town.assigns(&card, "Strade").await;
        let card = town.carlo.wait_until(&card, |card| card.text.contains("State: assigned")).await;
        for (label, words) in [("Ask the citizen", "On which side?"), ("Write to the citizen", "Ring us.")] {
            town.everybody_reads().await;
            town.writes(&card, label, words).await;
            sends_as_shown(&town.carlo, "Send").await;
            town.carlo.next_matching("This did not arrive").await.unwrap();
        }
        town.everybody_reads().await;
        close(town, &card, "It has been filled.").await;
        town.settles().await;
        let to_do = |one: &&Message| one.button("Told them").is_some();
        let tasks: Vec<_> = town.carlo.messages().iter().filter(to_do).cloned().collect();
        assert_eq!(tasks.len(), 4, "{}", town.carlo.transcript());

        town.later(TimeDelta::days(60)).await;
        town.sim.read_all();
        person.unblocks(&town.bot);
        maria.sends("/mine");
        let mut read = Vec::new();
        for _ in 0..3 {
            read.push(maria.next().await.text);
        }
        town.settles().await;
        assert_eq!(maria.unread(), 0, "{}", maria.transcript());
        for words in ["Ring us.", "It has been filled."] {
            assert!(read.iter().any(|text| text.contains(words)), "{words}: {read:?}");
        }
        let suppressed = "Question: not sent, by rule: there is newer news";
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        let history = town.history(&card).await;
        assert!(history.text.contains(suppressed), "{}", history.text);
        town.carlo.sends("/open");
        town.carlo.next_matching("Nothing is open").await.unwrap();
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn who_comes_back_by_a_button_about_a_report_is_sent_what_is_so_still(town: Town) {
        let (person, maria) = town.somebody("Maria");
        let (_, card) = town.report(&maria).await;
        let one = town.looks_at(&maria, "2026-000001, via Roma 12").await;
        town.settles().await;
        maria.read_all();
        person.blocks(&town.bot);
        plans(&town.carlo, &card, "The asphalt comes in December.", "1 December").await;
        sends_as_shown(&town.carlo, "Send").await;
        town.carlo.next_matching("This did not arrive").await.unwrap();
        town.everybody_reads().await;
        close(&town, &card, "It has been filled.").await;
        town.everybody_reads().await;

        person.unblocks(&town.bot);
        maria.presses(&one, "Add something");
        maria.next_matching("It has been filled.").await.unwrap();
        town.settles().await;
        let asphalt = |one: &Message| one.text.contains("asphalt");
        assert!(!maria.messages().iter().any(asphalt), "{}", maria.transcript());
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        town.carlo.sends("/open");
        town.carlo.next_matching("Nothing is open").await.unwrap();
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn of_a_report_that_is_open_the_latest_news_alone_is_sent_again(town: Town) {
        let (person, maria) = town.somebody("Maria");
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        maria.read_all();
        person.blocks(&town.bot);
        town.writes(&card, "Write to the citizen", "Ring us.").await;
        sends_as_shown(&town.carlo, "Send").await;
        town.carlo.next_matching("This did not arrive").await.unwrap();
        town.everybody_reads().await;
        plans(&town.carlo, &card, "The asphalt comes in December.", "1 December").await;
        sends_as_shown(&town.carlo, "Send").await;
        town.carlo.next_matching("This did not arrive").await.unwrap();
        town.everybody_reads().await;
        town.assigns(&card, "Strade").await;
        town.carlo.next_matching("This did not arrive").await.unwrap();
        town.everybody_reads().await;

        // What a person wrote is told all the same.
        person.unblocks(&town.bot);
        maria.sends("/mine");
        maria.next_matching("Ring us.").await.unwrap();
        maria.next_matching("has been given to: Strade").await.unwrap();
        maria.next_matching("2026-000001").await.unwrap();
        town.settles().await;
        let old = |one: &Message| one.text.contains("The asphalt comes");
        assert!(!maria.messages().iter().any(old), "{}", maria.transcript());
        let history = town.history(&card).await;
        assert!(history.text.contains("not sent, by rule: there is newer news"), "{}", history.text);
        town.carlo.sends("/open");
        let open = town.carlo.next_matching("Open:").await.unwrap();
        assert!(!open.text.contains("tell the citizen"), "{}", open.text);
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn it_is_sent_again_when_the_person_is_back(town: Town) {
        let (person, maria, card) = unanswered(&town).await;
        town.settles().await;
        person.unblocks(&town.bot);
        maria.sends("/mine");
        maria.next_matching("It has been filled.").await.unwrap();
        maria.read_all();
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        town.urp_reads().await;
        maria.read_all();
        town.ends().await;
    }
}
