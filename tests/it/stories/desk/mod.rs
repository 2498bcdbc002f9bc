//! Reports about the same problem, and reports that the URP writes down for somebody.

mod calls;
mod following;
mod merging;
mod owed;
mod writing_down;

use simulator::Message;

use crate::support::Offices;

/// Everything up to the contact, told by somebody on the phone.
async fn begins(at: &Offices, name: &str) -> Message {
    let carlo = &at.town.carlo;
    carlo.sends("/new");
    let kinds = carlo.next_matching("What kind of problem").await.unwrap();
    carlo.presses(&kinds, "Potholes and pavements");
    carlo.next_matching("where is it?").await.unwrap();
    carlo.sends("via Roma 12");
    carlo.next_matching("what is wrong?").await.unwrap();
    carlo.sends("A deep hole in front of the school");
    let photos = carlo.next_matching("Are there photos?").await.unwrap();
    carlo.presses(&photos, "No photo");
    let ask = carlo.next_matching("citizen's name?").await.unwrap();
    carlo.replies(&ask, name);
    carlo.next_matching("How can they be told?").await.unwrap()
}

async fn saves(at: &Offices) -> Message {
    let summary = at.town.carlo.next_matching("To be saved").await.unwrap();
    at.town.carlo.presses(&summary, "Save");
    at.town.carlo.wait_until(&summary, |one| one.text.contains("Saved as")).await
}

/// The card of a report of somebody on the phone.
pub(super) async fn phoned(at: &Offices) -> Message {
    let contact = begins(at, "Signora Bruna").await;
    at.town.carlo.presses(&contact, "Phone");
    at.town.carlo.next_matching("which phone number?").await.unwrap();
    at.town.carlo.sends("040 123456");
    saves(at).await;
    at.town.urp_card("2026-000001").await
}

/// The card of a report of somebody who can be told nothing.
async fn without_contact(at: &Offices) -> Message {
    let contact = begins(at, "Signor Pino").await;
    at.town.carlo.presses(&contact, "No contact details");
    saves(at).await;
    at.town.urp_card("2026-000001").await
}

/// Carlo has called somebody and told them.
async fn told(at: &Offices, call: &Message) {
    at.town.carlo.presses(call, "Told them");
    at.town.carlo.wait_until(call, |one| one.text.contains("the citizen has been told")).await;
}

/// Writes what that button of the card asks for, and sends what is shown.
pub(super) async fn says(at: &Offices, card: &Message, label: &str, words: &str) {
    let carlo = &at.town.carlo;
    at.town.writes(card, label, words).await;
    carlo.next_matching(words).await.unwrap();
    let sends = |one: &&Message| one.labels().iter().any(|label| label.starts_with("Send"));
    at.town.settles().await;
    let preview = carlo.messages().iter().rfind(sends).cloned().unwrap();
    carlo.presses(&preview, preview.labels()[0]);
    at.town.settles().await;
}
