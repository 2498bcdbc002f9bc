//! The URP's card and what is done from it; the reply's way to the citizen.

mod blocking;
mod card;
mod closing;
mod lists;
mod prompts;
mod rights;
mod tasks;

use simulator::{Message, Seat, User};

use crate::support::Town;

/// Assigns from the card, and waits until the card says so.
async fn assign(town: &Town, card: &Message, office: &str) {
    town.assigns(card, office).await;
    town.carlo.wait_until(card, |card| card.text.contains("State: assigned")).await;
    town.settles().await;
}

/// *Reply and close* with that outcome and these words, as far as the preview; its text as the
/// citizen will get it, and the message with the buttons.
async fn preview(town: &Town, card: &Message, outcome: &str, words: &str) -> (Message, Message) {
    let prompt = town.begins_to_close(card, outcome).await;
    town.urp_reads().await;
    town.carlo.replies(&prompt, words);
    let shown = town.carlo.next().await;
    let buttons = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
    (shown, buttons)
}

/// Maria has blocked the bot, and the answer to her report does not arrive: she, her chat, and the report's card.
pub(super) async fn unanswered(town: &Town) -> (User, Seat, Message) {
    let (person, maria) = town.somebody("Maria");
    let (_, card) = town.report(&maria).await;
    town.settles().await;
    person.blocks(&town.bot);
    close(town, &card, "It has been filled.").await;
    (person, maria, card)
}

/// Closes a report with a reply that the citizen reads.
pub(super) async fn close(town: &Town, card: &Message, words: &str) {
    let (_, buttons) = preview(town, card, "Resolved", words).await;
    town.carlo.presses(&buttons, "Send and close");
    town.carlo.wait_until(card, |card| card.text.contains("State: closed")).await;
    town.settles().await;
}
