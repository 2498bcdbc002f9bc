//! The same problem, reported by several: they all hear the same, each by their own channel.

use simulator::Message;

use crate::support::letters::Writer;
use crate::support::{Offices, on_both_databases};

/// Joins the report of that card to the one that it offers, and reads what is shown before.
async fn merges(at: &Offices, card: &Message, label: &str) -> Message {
    at.town.carlo.presses(card, label);
    let exact = at.town.carlo.next_matching("knows of this problem").await.unwrap();
    let preview = at.town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
    at.town.carlo.presses(&preview, "Send");
    exact
}

on_both_databases! {
    async fn merged_then_closed_both_get_the_answer_on_their_own_channel(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (main, main_card, _) = at.assigned(&maria).await;

        // Paolo writes of the same street by mail: the card of his report says so.
        let paolo = Writer::new("Paolo");
        paolo.writes(&at.town, "Pothole", "There is a pothole in Via Roma, 3. Dangerous!").await;
        paolo.next(&at.town).await;
        let card = at.town.urp_card("2026-000002").await;
        assert!(card.text.contains("Perhaps the same:\n2026-000001: via Roma 12"), "{}", card.text);

        let exact = merges(&at, &card, "Same as 2026-000001").await;
        let told = paolo.next(&at.town).await;
        insta::assert_snapshot!(told.text, @"");
        let first_line = told.text.lines().next().unwrap();
        assert!(exact.text.starts_with(first_line), "{}", exact.text);
        let follows = |card: &Message| card.text.contains("One other report of the same problem");
        let main_card = at.town.carlo.wait_until(&main_card, follows).await;
        assert!(main_card.text.contains("From 2026-000002:"), "{}", main_card.text);

        // What happens to the main report, both hear.
        at.town.carlo.presses(&main_card, "Write to the citizen");
        let prompt = at.town.carlo.next().await;
        at.town.carlo.replies(&prompt, "The road workers come on Monday.");
        at.town.carlo.next().await;
        let preview = at.town.carlo.next_matching("exactly what").await.unwrap();
        at.town.carlo.presses(&preview, "Send");
        maria.next_matching("come on Monday").await.unwrap();
        let heard = paolo.next(&at.town).await;
        assert!(heard.text.contains("come on Monday"), "{}", heard.text);
        assert!(heard.text.contains("2026-000002"), "{}", heard.text);

        // What Paolo adds is read with the main report, by who has it.
        paolo.replies(&at.town, &heard, "A bicycle fell there today.").await;
        let added = paolo.next(&at.town).await;
        assert!(added.text.contains("Added to report 2026-000002"), "{}", added.text);
        at.ezio.next_matching("who reported the same as 2026-000001").await.unwrap();
        at.town.carlo.wait_until(&main_card, |card| card.text.contains("A bicycle fell")).await;

        at.town.carlo.presses(&main_card, "Reply and close");
        let outcomes = at.town.carlo.next().await;
        at.town.carlo.presses(&outcomes, "Resolved");
        let prompt = at.town.carlo.next().await;
        at.town.carlo.next_matching("ready-made reply").await.unwrap();
        at.town.carlo.replies(&prompt, "The hole has been filled this morning.");
        let preview = at.town.carlo.next_matching("exactly what the citizen").await.unwrap();
        at.town.carlo.presses(&preview, "Send and close");
        maria.next_matching("has been filled this morning").await.unwrap();
        let answer = paolo.next(&at.town).await;
        insta::assert_snapshot!(answer.text, @"");
        at.town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        let _ = main;
        at.town.ends().await;
    }
}
