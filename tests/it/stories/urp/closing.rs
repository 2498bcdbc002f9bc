//! Reply and close, and what the citizen says to it.

use simulator::{Message, Seat};

use super::{assign, close, preview};
use crate::support::{Town, on_both_databases, sends_as_shown};

/// A citizen's report is closed: its card, and the reply.
async fn answered(town: &Town, citizen: &Seat) -> (Message, Message) {
    let (_, card) = town.report(citizen).await;
    close(town, &card, "It has been filled.").await;
    let reply = citizen.next().await;
    town.urp.read_all();
    (card, reply)
}

on_both_databases! {
    async fn the_preview_is_what_the_citizen_gets(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        assign(&town, &card, "Strade").await;
        maria.next().await;
        town.urp.read_all();
        let (shown, buttons) = preview(&town, &card, "Cannot be solved", "The street is private.").await;
        town.carlo.presses(&buttons, "Change");
        let prompt = town.carlo.next_matching("write the reply").await.unwrap();
        town.urp_reads().await;
        town.carlo.replies(&prompt, "The street belongs to the condominium: please ask there.");
        let better = town.carlo.next().await;
        assert_ne!(better.text, shown.text);
        sends_as_shown(&town.carlo, "Send and close").await;
        let reply = maria.next().await;
        assert_eq!(reply.text, better.text);
        assert!(reply.text.contains("cannot be solved"));
        assert!(reply.text.ends_with("If anything is unclear, just reply to this message."));
        assert_eq!(reply.labels(), ["The problem is still there"], "nothing was solved");
        assert!(reply.text.contains("Comune di Prova – Strade"), "signed, without a clerk's name");
        assert!(!reply.text.contains("Carlo"));
        let card = town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        assert!(card.button("Reply and close").is_none());
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_template_is_filled_in(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.carlo.presses(&card, "Reply and close");
        let outcomes = town.carlo.next().await;
        town.carlo.presses(&outcomes, "Resolved");
        let ready = town.carlo.next_matching("ready-made").await.unwrap();
        town.carlo.presses(&ready, ready.labels()[0]);
        sends_as_shown(&town.carlo, "Send and close").await;
        let reply = maria.next().await;
        assert!(reply.text.contains("The pothole (via Roma 12) has been filled."), "{}", reply.text);
        town.urp_reads().await;
        town.ends().await;
    }

    async fn what_the_citizen_wrote_meanwhile_is_shown_first(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let received = maria.messages().pop().unwrap();
        let (_, buttons) = preview(&town, &card, "Resolved", "It has been filled.").await;
        maria.replies(&received, "Now there are two holes");
        maria.next_matching("Added").await.unwrap();
        town.carlo.next_matching("added").await.unwrap();
        town.settles().await;
        town.carlo.presses(&buttons, "Send and close");
        let first = town.carlo.next_matching("Now there are two holes").await.unwrap();
        assert!(first.text.contains("Not sent yet"), "{}", first.text);
        assert_eq!(maria.unread(), 0, "nothing was sent");
        town.urp_reads().await;
        let buttons = town.carlo.messages().into_iter().rfind(|one| one.button("Send and close").is_some());
        town.carlo.presses(&buttons.unwrap(), "Send and close");
        maria.next_matching("It has been filled.").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    /// They all get that answer: it must not speak past what one of them has just said.
    async fn what_another_who_reported_the_same_wrote_meanwhile_is_shown_first(town: Town) {
        let [maria, luca] = ["Maria", "Luca"].map(|name| town.citizen(name));
        let (_, card) = town.report(&maria).await;
        let (_, other) = town.report(&luca).await;
        town.carlo.presses(&other, "Same as 2026-000001");
        sends_as_shown(&town.carlo, "Send").await;
        let joined = luca.next_matching("2026-000001").await.unwrap();
        let (_, buttons) = preview(&town, &card, "Resolved", "It has been filled.").await;
        luca.replies(&joined, "A child fell in it just now");
        luca.next_matching("Added").await.unwrap();
        town.settles().await;
        town.carlo.presses(&buttons, "Send and close");
        let first = town.carlo.next_matching("A child fell in it just now").await.unwrap();
        assert!(first.text.contains("Not sent yet"), "{}", first.text);
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn still_there_comes_back_and_may_be_refused_with_a_reason(town: Town) {
        let maria = town.citizen("Maria");
        let (card, reply) = answered(&town, &maria).await;
        maria.presses(&reply, "The problem is still there");
        maria.next_matching("open again").await.unwrap();
        let ring = town.carlo.next().await;
        assert_eq!(ring.reply_to, Some(card.message_id));
        let card = town.carlo.wait_until(&card, |card| card.button("Refuse").is_some()).await;
        assert!(card.button("Assign").is_some());
        town.carlo.presses(&card, "Refuse");
        let prompt = town.carlo.next_matching("stays closed").await.unwrap();
        town.carlo.replies(&prompt, "The new hole is on private ground.");
        sends_as_shown(&town.carlo, "Send").await;
        let refused = maria.next().await;
        assert!(refused.text.contains("The new hole is on private ground."));
        town.carlo.wait_until(&card, |card| card.text.contains("closed – Resolved")).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn the_urp_opens_again_what_it_closed_too_early(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        close(&town, &card, "It has been filled.").await;
        maria.next_matching("has been filled").await.unwrap();
        town.urp.read_all();
        let card = town.carlo.wait_until(&card, |card| card.button("Reopen").is_some()).await;
        town.carlo.presses(&card, "Reopen");
        let told = maria.next_matching("open again").await.unwrap();
        assert!(told.text.contains("The next news will come by Thursday 26 November."), "{}", told.text);
        let open = |card: &simulator::Message| card.text.contains("to be looked at again");
        let card = town.carlo.wait_until(&card, open).await;
        assert!(card.button("Assign").is_some() && card.button("Reopen").is_none());
        town.ends().await;
    }

    async fn the_town_writes_also_after_closing_and_hears_what_is_said_then(town: Town) {
        let maria = town.citizen("Maria");
        let (card, reply) = answered(&town, &maria).await;
        town.writes(&card, "Write to the citizen", "The asphalt needs two days to dry.").await;
        sends_as_shown(&town.carlo, "Send").await;
        maria.next_matching("two days to dry").await.unwrap();
        town.urp_reads().await;
        maria.replies(&reply, "Thank you, but the sign is still lying there");
        maria.next_matching("which is closed").await.unwrap();
        let task = town.carlo.next_matching("the sign is still lying there").await.unwrap();
        town.carlo.presses(&task, "Reopen");
        maria.next_matching("open again").await.unwrap();
        town.carlo.wait_until(&card, |card| card.button("Refuse").is_some()).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn words_after_closing_that_nobody_has_looked_at_yet_are_one_task(town: Town) {
        let maria = town.citizen("Maria");
        let (_, reply) = answered(&town, &maria).await;
        let says = async |words: &str| {
            maria.replies(&reply, words);
            maria.next_matching("which is closed").await.unwrap();
            town.settles().await;
        };
        says("Thank you very much!").await;
        town.carlo.next_matching("only a thank-you").await.unwrap();
        // It is no thank-you any more: that is shown at once.
        says("Wait, it is open again.").await;
        let task = town.carlo.next_matching("it is open again").await.unwrap();
        assert!(task.text.contains("Thank you very much!"), "{}", task.text);
        assert!(!task.text.contains("only a thank-you"), "{}", task.text);
        says("It is deep.").await;
        says("And wide.").await;
        town.urp.read_all();
        town.carlo.sends("/open");
        let open = town.carlo.next().await;
        assert_eq!(open.text.matches("wrote after closing").count(), 1, "{}", open.text);
        // A quarter of an hour later the task rings again, with all that was said.
        town.later(chrono::TimeDelta::minutes(16)).await;
        let all = town.carlo.next_matching("And wide").await.unwrap();
        assert!(all.text.contains("It is deep.\nAnd wide."), "{}", all.text);
        town.later(chrono::TimeDelta::minutes(16)).await;
        says("Careful in the dark.").await;
        town.carlo.next_matching("in the dark").await.unwrap();
        town.carlo.presses(&task, "Reopen");
        maria.next_matching("open again").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    async fn words_that_nobody_was_shown_are_shown_before_it_is_left_closed(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        close(&town, &card, "It has been filled.").await;
        let reply = maria.next().await;
        town.urp.read_all();
        let says = async |words: &str| {
            maria.replies(&reply, words);
            maria.next_matching("which is closed").await.unwrap();
            town.settles().await;
        };
        says("Good morning.").await;
        let task = town.carlo.next_matching("Good morning").await.unwrap();
        says("My mother fell into that hole.").await;
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "{}", town.carlo.transcript());
        // They are shown a quarter of an hour after the task at the latest.
        town.later(chrono::TimeDelta::minutes(16)).await;
        town.carlo.next_matching("My mother fell").await.unwrap();
        says("She is in hospital.").await;
        town.carlo.presses(&task, "Leave closed");
        let asked = town.carlo.next_matching("only a thank-you").await.unwrap();
        assert!(asked.text.contains("fell into that hole.\nShe is in hospital."), "{}", asked.text);
        // What comes later still is shown before it is left without words, or answered.
        says("With a broken leg.").await;
        let told = town.carlo.presses(&asked, "No words needed").answer().await.unwrap();
        assert_eq!(told, "Meanwhile the citizen has answered or written more: all that was written is below.");
        town.carlo.next_matching("With a broken leg").await.unwrap();
        says("She is eighty.").await;
        let prompt = town.carlo.messages().into_iter().rfind(|one| one.text.contains("write to the citizen"));
        town.carlo.replies(&prompt.unwrap(), "We are sorry.");
        let preview = town.carlo.next_matching("exactly what the citizen").await.unwrap();
        town.carlo.presses(&preview, "Send");
        let more = town.carlo.next_matching("The citizen wrote meanwhile").await.unwrap();
        assert!(more.text.contains("She is eighty."), "{}", more.text);
        let preview = town.carlo.next_matching("exactly what the citizen").await.unwrap();
        town.carlo.presses(&preview, "Send");
        maria.next_matching("We are sorry.").await.unwrap();
        town.carlo.wait_until(&task, |task| task.text.contains("stays closed")).await;
        town.settles().await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn words_after_closing_ask_nothing_more_once_it_is_open_again(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        close(&town, &card, "It has been filled.").await;
        let reply = maria.next().await;
        town.urp.read_all();
        maria.replies(&reply, "The hole is still there!");
        maria.next_matching("which is closed").await.unwrap();
        let task = town.carlo.next_matching("The hole is still there!").await.unwrap();
        maria.presses(&reply, "The problem is still there");
        maria.next_matching("open again").await.unwrap();
        town.settles().await;
        town.urp.read_all();
        let why = town.carlo.presses(&task, "Leave closed").answer().await.unwrap();
        assert!(why.contains("the report is open again"), "{why}");
        town.carlo.sends("/open");
        let open = town.carlo.next_matching("Open:").await.unwrap();
        assert!(!open.text.contains("wrote after closing"), "{}", open.text);
        town.settles().await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_message_that_is_changed_after_closing_is_looked_at(town: Town) {
        let maria = town.citizen("Maria");
        let (_, reply) = answered(&town, &maria).await;
        let thanks = maria.replies(&reply, "Thank you");
        maria.next_matching("which is closed").await.unwrap();
        let old = town.carlo.next_matching("only a thank-you").await.unwrap();
        maria.edits(&thanks, "Thank you, but the lamp beside it is still dark");
        let told = maria.next().await;
        insta::assert_snapshot!(told.text.lines().next().unwrap(), @"What was sent is now part of report 2026-000001, via Roma 12, which is closed: a person will read it.");
        let task = town.carlo.next_matching("the lamp beside it is still dark").await.unwrap();
        assert!(!task.text.contains("only a thank-you"), "{}", task.text);
        // The older message is the same task: it is not left without words any more.
        town.carlo.presses(&old, "Leave closed");
        town.carlo.next_matching("write to the citizen about").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    async fn what_is_changed_when_its_task_is_done_is_a_new_task(town: Town) {
        let maria = town.citizen("Maria");
        let (_, reply) = answered(&town, &maria).await;
        let thanks = maria.replies(&reply, "Thank you");
        maria.next_matching("which is closed").await.unwrap();
        let task = town.carlo.next_matching("only a thank-you").await.unwrap();
        town.carlo.presses(&task, "Leave closed");
        town.carlo.wait_until(&task, |task| task.text.contains("stays closed")).await;
        maria.edits(&thanks, "Thank you, but the lamp beside it is still dark");
        maria.next_matching("which is closed").await.unwrap();
        let task = town.carlo.next_matching("the lamp beside it is still dark").await.unwrap();
        assert!(task.text.contains("leave it closed and answer?"), "{}", task.text);
        town.ends().await;
    }

    async fn the_reply_reaches_the_citizen_with_its_photos(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let prompt = town.begins_to_close(&card, "Resolved").await;
        town.urp_reads().await;
        town.carlo.replies_photo(&prompt, Some("Filled this morning, see the photo."));
        town.later(chrono::TimeDelta::seconds(1)).await;
        let buttons = town.carlo.messages().into_iter().rfind(|one| one.button("Send and close").is_some());
        town.carlo.presses(&buttons.unwrap(), "Send and close");
        let photo = maria.next().await;
        assert_eq!(photo.photos.len(), 1);
        let reply = maria.next().await;
        assert!(reply.text.contains("Filled this morning, see the photo."), "{}", reply.text);
        assert!(reply.button("Solved, thank you").is_some(), "the buttons stay last in the chat");
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        town.urp_reads().await;
        town.ends().await;
    }
}
