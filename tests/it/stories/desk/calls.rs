//! Who left only a phone number is told and asked by phone, and answers there.

use simulator::{Message, Seat};

use super::{phoned, says, told};
use crate::support::{Offices, on_both_databases, plans, says_as_shown};

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

/// Closes it as resolved, up to the call for it.
async fn says_and_closes(at: &Offices, card: &Message, words: &str) {
    let carlo = &at.town.carlo;
    at.town.drafts_reply(card, "Resolved", words).await;
    carlo.next_matching("ready-made reply").await.unwrap();
    carlo.next_matching(words).await.unwrap();
    says_as_shown(carlo, "Send and close").await;
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
            card.text.contains("near the school gate") && !card.text.contains("answer hoped for by")
        };
        let card = carlo.wait_until(&card, answered).await;
        // The call was made with it.
        let card = carlo.wait_until(&card, |card| !card.text.contains("call them")).await;
        let history = at.town.history(&card).await;
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
        told(&at, &call).await;
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
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    /// Two colleagues have it before them, one in the list of what is open.
    async fn a_call_that_nobody_answered_counts_once_in_whatever_copy_it_is_noted(at: Offices) {
        let (carlo, dora) = (&at.town.carlo, &at.town.dora);
        let card = phoned(&at).await;
        let call = asks(&at, &card).await;
        carlo.sends("/open");
        let open = carlo.next_matching("Open:").await.unwrap();
        dora.read_all();
        dora.presses(&open, "Show what to do");
        let copy = dora.next_matching("call them: 040 123456").await.unwrap();
        carlo.presses(&call, "Nobody answered");
        carlo.wait_until(&call, |one| one.text.contains("the next try is on")).await;
        let why = dora.presses(&copy, "Nobody answered").answer().await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(why, @"It is noted already that nobody answered. Was it another call? Then press once more.");
        }
        let copy = dora.wait_until(&copy, |one| one.text.contains("One call so far")).await;

        // She has called as well, and says so.
        dora.presses(&copy, "Nobody answered");
        dora.wait_until(&copy, |one| one.text.contains("the next try is on")).await;
        at.town.everybody_reads().await;
        mornings(&at, &["2026-11-25"]).await;
        carlo.next_matching("2 calls so far, unanswered").await.unwrap();
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn an_answer_is_to_the_question_that_it_was_written_for(at: Offices) {
        let (carlo, dora) = (&at.town.carlo, &at.town.dora);
        let card = phoned(&at).await;
        let call = asks(&at, &card).await;
        carlo.presses(&call, "They answered…");
        let prompt = carlo.next_matching("what did the citizen answer").await.unwrap();
        dora.read_all();
        dora.presses(&card, "Ask the citizen");
        let asks = dora.next_matching("write the question").await.unwrap();
        dora.replies(&asks, "How deep is it?");
        let preview = dora.next_matching("to be said on the phone").await.unwrap();
        dora.presses(&preview, "Send");
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        carlo.replies(&prompt, "Yes, near the school gate.");
        carlo.next_matching("Another question has been asked meanwhile").await.unwrap();
        at.town.settles().await;
        assert!(carlo.current(&card).text.contains("answer hoped for by"), "it is asked still");
        assert!(carlo.current(&call).button("They answered…").is_some());
        // What was written for the other question is no part of the answer to this one.
        carlo.presses(&call, "They answered…");
        let prompt = carlo.next_matching("“How deep is it?”").await.unwrap();
        carlo.replies_photo(&prompt, None);
        carlo.replies(&prompt, "Half a metre.");
        at.town.settles().await;
        let history = at.town.history(&card).await;
        assert!(history.text.contains("Half a metre."), "{}", history.text);
        assert!(!history.text.contains("school gate"), "{}", history.text);
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

    async fn the_date_that_somebody_was_told_on_the_phone_holds(at: Offices) {
        let carlo = &at.town.carlo;
        let card = phoned(&at).await;
        at.town.assigns(&card, "Strade").await;
        let assigned = |card: &Message| card.text.contains("State: assigned");
        let card = carlo.wait_until(&card, assigned).await;
        // Nobody calls for that, so the day that was read out stands.
        assert!(card.text.contains("hears by: Thursday 26 November"), "{}", card.text);
        at.town.everybody_reads().await;

        mornings(&at, &["2026-11-25"]).await;
        carlo.next_matching("is to hear by Thursday 26 November").await.unwrap();
        let card = carlo.wait_until(&card, |card| card.button("Tell the citizen").is_some()).await;
        carlo.presses(&card, "Tell the citizen");
        let exact = carlo.next_matching("The report is with").await.unwrap();
        assert!(exact.text.ends_with("We call by Thursday 10 December."), "{}", exact.text);
        says_as_shown(carlo, "Send").await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("We call by Thursday 10 December."), "{}", call.text);
        told(&at, &call).await;
        at.town.everybody_reads().await;

        // A date that breaks all the same is said by phone, too.
        mornings(&at, &["2026-12-09", "2026-12-10", "2026-12-11"]).await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("Thursday 10 December"), "{}", call.text);
        assert!(call.text.contains("We call by"), "{}", call.text);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn a_plan_its_day_and_a_reopening_are_calls(at: Offices) {
        let carlo = &at.town.carlo;
        let card = phoned(&at).await;
        plans(carlo, &card, "The asphalt comes in December.", "1 December").await;
        says_as_shown(carlo, "Send").await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("The asphalt comes in December."), "{}", call.text);
        assert!(call.text.contains("We call by Tuesday 1 December."), "{}", call.text);
        told(&at, &call).await;
        at.town.everybody_reads().await;

        mornings(&at, &["2026-12-01"]).await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("The planned day has come: the public relations office (URP) takes report"), "{}", call.text);
        assert!(call.text.contains("We call by Wednesday 16 December."), "{}", call.text);
        at.town.sim.read_all();

        says_and_closes(&at, &card, "The hole has been filled.").await;
        let call = carlo.next_matching("The hole has been filled.").await.unwrap();
        // Nothing to press or to reply to is read out on a phone.
        assert!(!call.text.contains("really solved"), "{}", call.text);
        at.town.sim.read_all();
        let card = carlo.wait_until(&card, |card| card.button("Reopen").is_some()).await;
        carlo.presses(&card, "Reopen");
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("open again"), "{}", call.text);
        assert!(call.text.contains("We call by Thursday 3 December."), "{}", call.text);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn what_is_no_longer_so_is_not_to_be_said_any_more(at: Offices) {
        let carlo = &at.town.carlo;
        let card = phoned(&at).await;
        says(&at, &card, "Write to the citizen", "Somebody comes and looks.").await;
        let written = carlo.next_matching("call them: 040 123456").await.unwrap();
        carlo.read_all();
        plans(carlo, &card, "The asphalt comes in December.", "1 December").await;
        says_as_shown(carlo, "Send").await;
        let planned = carlo.next_matching("call them: 040 123456").await.unwrap();
        at.town.everybody_reads().await;

        // Nobody has called by then: the day comes, and the report is closed on it.
        mornings(&at, &["2026-12-01"]).await;
        let due = carlo.next_matching("The planned day has come").await.unwrap();
        let press = carlo.presses(&planned, "Told them");
        let why = press.answer().await.unwrap();
        assert!(why.contains("another notice in its place"), "{why}");
        at.town.sim.read_all();
        says_and_closes(&at, &card, "The hole has been filled.").await;
        let closed = carlo.next_matching("call them: 040 123456").await.unwrap();
        let why = carlo.presses(&due, "Told them").answer().await.unwrap();
        assert!(why.contains("another notice in its place"), "{why}");
        at.town.everybody_reads().await;

        // What somebody wrote, and how it ended, are said.
        for call in [&written, &closed] {
            told(&at, call).await;
        }
        carlo.sends("/open");
        carlo.next_matching("Nothing is open").await.unwrap();
        let history = at.town.history(&card).await;
        assert!(history.text.contains("not sent, by rule: there is newer news"), "{}", history.text);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn nobody_is_called_about_what_turns_out_to_be_spam(at: Offices) {
        let carlo = &at.town.carlo;
        let card = phoned(&at).await;
        says_and_closes(&at, &card, "The hole has been filled.").await;
        let card = carlo.wait_until(&card, |card| card.button("Reopen").is_some()).await;
        carlo.presses(&card, "Reopen");
        let call = carlo.next_matching("open again").await.unwrap();
        let card = carlo.wait_until(&card, |card| card.button("Reply and close").is_some()).await;
        carlo.presses(&card, "Reply and close");
        let outcomes = carlo.next_matching("closed?").await.unwrap();
        carlo.presses(&outcomes, "Spam");
        let really = carlo.wait_until(&outcomes, |asked| asked.text.contains("really spam")).await;
        carlo.presses(&really, "Close without words");
        carlo.wait_until(&card, |card| card.text.contains("State: closed")).await;
        let why = carlo.presses(&call, "Told them").answer().await.unwrap();
        assert!(why.contains("report closed"), "{why}");
        at.town.settles().await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn whom_to_call_is_for_the_urp_and_the_supervisor_to_read(at: Offices) {
        let card = phoned(&at).await;
        asks(&at, &card).await;
        at.town.everybody_reads().await;
        let open = async |seat: &Seat| {
            seat.sends("/open");
            seat.next_matching("Open:").await.unwrap()
        };
        let urp = open(&at.town.carlo).await;
        assert!(urp.text.contains("call them: 040 123456"), "{}", urp.text);
        let supervisor = open(&at.anna).await;
        assert!(supervisor.text.contains("call them: 040 123456"), "{}", supervisor.text);
        let office = open(&at.ezio).await;
        insta::assert_snapshot!(office.text, @r"
        Open: 1 waiting for the URP, 0 with the offices.

        Waiting for the URP
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned, by Thursday 3 December
        ");
        let operator = open(&at.gino_alone).await;
        assert_eq!(operator.text, office.text);

        // An old list has its button still.
        let data = urp.button("Show what to do").unwrap().data.clone().unwrap();
        let why = at.ezio.presses_data(&office, &data).answer().await.unwrap();
        insta::assert_snapshot!(why, @"Only the supervisor, the URP can do this: Anna Bianchi, Carlo Neri, Dora Verdi.");
        at.town.ends().await;
    }
}
