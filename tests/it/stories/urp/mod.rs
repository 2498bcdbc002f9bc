//! The URP's card and what is done from it; the reply's way to the citizen.

mod blocking;
mod card;
mod closing;
mod lists;
mod prompts;
mod rights;
mod tasks;

use simulator::Message;

use crate::support::Town;

/// Assigns from the card, and waits until the card says so.
async fn assign(town: &Town, card: &Message, office: &str) {
    town.carlo.presses(card, "Assign");
    let offices = town.carlo.next_matching("Which office").await.unwrap();
    town.carlo.presses(&offices, office);
    town.carlo.wait_until(card, |card| card.text.contains("State: assigned")).await;
    town.settles().await;
}

/// *Reply and close* with that outcome and these words, as far as the preview; its text as the
/// citizen will get it, and the message with the buttons.
async fn preview(town: &Town, card: &Message, outcome: &str, words: &str) -> (Message, Message) {
    town.carlo.presses(card, "Reply and close");
    let outcomes = town.carlo.next_matching("closed?").await.unwrap();
    town.carlo.presses(&outcomes, outcome);
    let prompt = town.carlo.next_matching("write the reply").await.unwrap();
    town.settles().await;
    town.urp.read_all();
    town.carlo.replies(&prompt, words);
    let shown = town.carlo.next().await;
    let buttons = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
    (shown, buttons)
}

/// Closes a report with a reply that the citizen reads.
pub(super) async fn close(town: &Town, card: &Message, words: &str) {
    let (_, buttons) = preview(town, card, "Resolved", words).await;
    town.carlo.presses(&buttons, "Send and close");
    town.carlo.wait_until(card, |card| card.text.contains("State: closed")).await;
    town.settles().await;
}
