//! Prompts: one person writes about one thing at a time.

use chrono::TimeDelta;

use crate::support::{on_both_databases, sends_as_shown};

on_both_databases! {
    async fn a_plain_message_is_offered_as_the_answer(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.carlo.presses(&card, "Ask the citizen");
        town.carlo.next_matching("write the question").await.unwrap();
        town.settles().await;
        town.carlo.sends("Which house number?");
        let offer = town.carlo.next().await;
        assert!(offer.button("No").is_some());
        town.carlo.presses(&offer, "Use this");
        sends_as_shown(&town.carlo, "Send").await;
        let question = maria.next().await;
        assert!(question.text.contains("Which house number?"));
        assert!(question.button("Answer").is_some());
        town.urp_reads().await;
        town.ends().await;
    }

    async fn a_prompt_ends_after_half_an_hour_and_what_was_written_is_kept(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.writes(&card, "Write to the citizen", "We will look tomorrow.").await;
        town.carlo.next_matching("exactly what the citizen").await.unwrap();
        town.urp_reads().await;
        town.later(TimeDelta::minutes(31)).await;
        let mut said = town.carlo.messages().into_iter();
        let ended = said.rfind(|one| one.button("Go on").is_some()).unwrap();
        town.carlo.presses(&ended, "Go on");
        town.carlo.next_matching("We will look tomorrow.").await.unwrap();
        town.urp_reads().await;
        assert_eq!(maria.unread(), 0);
        town.ends().await;
    }

    async fn a_reply_to_a_card_that_nobody_asked_for_is_asked_about(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        town.dora.replies(&card, "I passed there: it is as deep as a hand");
        let what = town.dora.next().await;
        assert!(what.button("Write to the citizen").is_some() && what.button("Nothing").is_some());
        town.dora.presses(&what, "Note");
        town.dora.wait_until(&card, |card| card.text.contains("Dora Verdi – note")).await;
        town.urp_reads().await;
        assert_eq!(maria.unread(), 0, "a note stays among staff");
        town.ends().await;
    }
}
