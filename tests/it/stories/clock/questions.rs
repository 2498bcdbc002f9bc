//! A question to the citizen, and tasks of the URP: their dates.

use super::{morning, reminder, week};
use crate::support::{Offices, on_both_databases, sends_as_shown};
use simulator::Message;

/// Carlo asks the citizen whether it is on the left; the card.
async fn asked(at: &Offices, citizen: &simulator::Seat) -> Message {
    let (_, card) = at.town.report(citizen).await;
    at.town.writes(&card, "Ask the citizen", "Is it on the left?").await;
    at.town.carlo.next().await;
    sends_as_shown(&at.town.carlo, "Send").await;
    citizen.next_matching("Is it on the left?").await.unwrap();
    at.staff_reads().await;
    card
}

on_both_databases! {
    async fn a_question_without_an_answer_comes_back_to_the_urp(at: Offices) {
        let maria = at.town.citizen("Maria");
        asked(&at, &maria).await;
        // Until Tuesday 1 December: a gentle reminder on Monday, and no other.
        morning(&at.town, "2026-11-27").await;
        assert_eq!(maria.unread(), 0);
        morning(&at.town, "2026-11-30").await;
        let recalled = maria.next().await;
        insta::assert_snapshot!(recalled.text, @r"
        A reminder: there is still a question about report 2026-000001, via Roma 12.

        Is it on the left?

        Just reply to this message, if possible by Tuesday 1 December.

        The next news will come by Thursday 3 December.
        ");
        assert!(recalled.button("Answer").is_some());
        morning(&at.town, "2026-12-01").await;
        assert_eq!(maria.unread(), 0);
        at.town.sim.read_all();
        morning(&at.town, "2026-12-02").await;
        let task = at.town.carlo.next_matching("has not answered").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: Question without an answer – 2026-000001, via Roma 12
        Is it on the left?
        The citizen has not answered. They can be asked again, or the report closed with the reason.
        By: Friday 4 December
        ");
        insta::assert_snapshot!(task.labels().join(" | "), @"Close, no answer | Ask again | Show 2026-000001");

        // It is closed with words: drafted, previewed, sent.
        at.town.carlo.presses(&task, "Close, no answer");
        let exact = at.town.carlo.next_matching("is closed").await.unwrap();
        insta::assert_snapshot!(exact.text, @r"
        Report 2026-000001, via Roma 12, is closed: the problem cannot be solved. This is why:

        To go on, an answer to this question was needed: “Is it on the left?”. It has not come, and without it we cannot go on: the report is closed.

        Comune di Prova

        If anything is unclear, just reply to this message.
        ");
        sends_as_shown(&at.town.carlo, "Send and close").await;
        let reply = maria.next().await;
        assert_eq!(reply.text, exact.text);
        at.town.settles().await;
        // The task has ended with it.
        // Its end, in words, may come after the task's.
        at.town.carlo.presses(&task, "Ask again").answer().await;
        let ended = at.town.carlo.wait_until(&task, |task| task.labels().is_empty()).await;
        assert!(ended.text.contains("report closed"), "{}", ended.text);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn an_answer_that_comes_late_ends_the_task(at: Offices) {
        let maria = at.town.citizen("Maria");
        let card = asked(&at, &maria).await;
        for day in ["2026-11-30", "2026-12-02"] {
            morning(&at.town, day).await;
        }
        let recalled = maria.next_matching("Is it on the left?").await.unwrap();
        let task = at.town.carlo.next_matching("has not answered").await.unwrap();
        at.town.carlo.wait_until(&card, |card| card.text.contains("without an answer")).await;
        maria.presses(&recalled, "Answer");
        maria.next().await;
        maria.sends("Yes, on the left");
        at.town.carlo.wait_until(&card, |card| card.text.contains("on the left") && !card.text.contains("without an answer")).await;
        at.town.settles().await;
        // Its end, in words, may come after the task's.
        at.town.carlo.presses(&task, "Ask again").answer().await;
        let ended = at.town.carlo.wait_until(&task, |task| task.labels().is_empty()).await;
        assert!(ended.text.contains("the citizen answered"), "{}", ended.text);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn a_forgotten_task_is_chased_like_a_report(at: Offices) {
        let (person, maria) = at.town.somebody("Maria");
        let (_, _, card) = at.assigned(&maria).await;
        at.town.settles().await;
        person.blocks(&at.town.bot);
        at.gino.presses(&card, "Take");
        at.town.everybody_reads().await;
        // To be done by Thursday.
        morning(&at.town, "2026-11-25").await;
        let said = reminder(&at.town.carlo, "Reminder").await;
        insta::assert_snapshot!(said.text, @r"
        Reminder: one date is near or past.
        1. tell the citizen another way – 2026-000001: to be done by Thursday 26 November

        In all: to assign or close 0, to do 1, with the offices 1. List: /open
        ");
        assert_eq!(at.anna.unread(), 0);
        morning(&at.town, "2026-11-26").await;
        let said = reminder(&at.anna, "For the supervisor").await;
        insta::assert_snapshot!(said.text, @r"
        For the supervisor: one date is today or past.
        1. tell the citizen another way – 2026-000001: to be done today
        ");
        at.town.urp.read_all();
        morning(&at.town, "2026-11-27").await;
        let said = reminder(&at.town.carlo, "Reminder").await;
        at.town.carlo.presses(&said, "1. Show what to do 2026-000001");
        let task = at.town.carlo.next_matching("tell the citizen another way").await.unwrap();
        at.town.carlo.presses(&task, "Told them");
        at.town.everybody_reads().await;
        morning(&at.town, "2026-11-30").await;
        week(&at.anna).await;
        assert_eq!(at.anna.unread(), 0, "done: {}", at.anna.transcript());
        at.town.sim.read_all();
        at.town.ends().await;
    }
}
