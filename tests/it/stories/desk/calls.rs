//! Who left only a phone number is told and asked by phone, and answers there.

use simulator::Message;

use super::{phoned, says};
use crate::support::{Offices, on_both_databases};

/// Carlo asks whether it is on the pavement: the call that is to be made for it.
async fn asks(at: &Offices, card: &Message) -> Message {
    says(at, card, "Ask the citizen", "Is it on the pavement?").await;
    at.town.carlo.next_matching("call them: 040 123456").await.unwrap()
}

/// Every morning up to that day, at nine.
async fn mornings(at: &Offices, days: &[&str]) {
    for day in days {
        at.town.until(&format!("{day}T08:00:00Z")).await;
        at.town.settles().await;
    }
}

on_both_databases! {
    async fn what_somebody_answers_on_the_phone_is_the_answer(at: Offices) {
        let carlo = &at.town.carlo;
        let card = phoned(&at).await;
        let call = asks(&at, &card).await;
        let labels = ["Told them", "Nobody answered", "Cannot be reached", "They answered…"];
        assert_eq!(call.labels(), labels);
        carlo.presses(&call, "They answered…");
        let prompt = carlo.next_matching("what did the citizen answer").await.unwrap();
        assert!(prompt.text.contains("“Is it on the pavement?”"), "{}", prompt.text);
        carlo.replies(&prompt, "Yes, near the school gate.");
        carlo.next_matching("answer was added to 2026-000001").await.unwrap();
        let answered = |card: &Message| {
            card.text.contains("near the school gate") && !card.text.contains("Waiting for an answer")
        };
        let card = carlo.wait_until(&card, answered).await;
        // The call was made with it.
        let card = carlo.wait_until(&card, |card| !card.text.contains("call them")).await;
        carlo.presses(&card, "History");
        let history = carlo.next_matching("History of 2026-000001").await.unwrap();
        assert!(history.text.contains("Question: told by phone"), "{}", history.text);
        let call = carlo.wait_until(&call, |one| one.text.contains("answer was added")).await;
        assert!(call.labels().is_empty(), "{:?}", call.labels());

        // Nobody is reminded of a question that is answered, and nothing comes back.
        at.town.sim.read_all();
        mornings(&at, &["2026-11-30", "2026-12-01", "2026-12-02"]).await;
        let asked_again = |one: &Message| {
            one.text.contains("A reminder: there is still") || one.text.contains("has not answered")
        };
        assert!(!carlo.messages().iter().any(asked_again), "{}", carlo.transcript());
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn as_long_as_the_call_is_to_be_made_nobody_is_reminded_of_its_question(at: Offices) {
        let carlo = &at.town.carlo;
        let card = phoned(&at).await;
        let call = asks(&at, &card).await;
        mornings(&at, &["2026-11-27", "2026-11-30", "2026-12-01", "2026-12-02"]).await;
        let calls = |at: &Offices| {
            let all = at.town.carlo.messages();
            all.iter().filter(|one| one.labels().contains(&"Nobody answered")).count()
        };
        assert_eq!(calls(&at), 1, "{}", carlo.transcript());
        let returned = |one: &Message| one.text.contains("has not answered");
        assert!(!carlo.messages().iter().any(returned), "{}", carlo.transcript());

        // Told, but without an answer: now it is a question left unanswered.
        carlo.presses(&call, "Told them");
        carlo.wait_until(&call, |one| one.text.contains("has been told")).await;
        at.town.sim.read_all();
        mornings(&at, &["2026-12-03"]).await;
        let task = carlo.next_matching("has not answered").await.unwrap();
        let labels = task.labels();
        assert_eq!(labels.last(), Some(&"They answered…"), "{labels:?}");
        carlo.presses(&task, "They answered…");
        let prompt = carlo.next_matching("what did the citizen answer").await.unwrap();
        carlo.replies(&prompt, "Yes, it is.");
        carlo.wait_until(&task, |one| one.text.contains("answer was added")).await;
        let answered = |card: &Message| !card.text.contains("without an answer");
        carlo.wait_until(&card, answered).await;
        at.town.settles().await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn who_can_answer_for_themselves_is_not_answered_for(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, card) = at.town.report(&maria).await;
        says(&at, &card, "Ask the citizen", "Is it on the pavement?").await;
        maria.next_matching("Is it on the pavement?").await.unwrap();
        let asked = |card: &Message| card.text.contains("Is it on the pavement?");
        let card = at.town.carlo.wait_until(&card, asked).await;
        assert!(card.button("They answered…").is_none(), "{:?}", card.labels());
        at.town.sim.read_all();
        at.town.ends().await;
    }
}
