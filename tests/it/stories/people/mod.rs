//! Who works with the service: who comes in, who leaves, whose a group is.

mod exported;
mod groups;
mod help;
mod invitations;
mod removal;

use simulator::{Message, Seat};

/// Somebody comes in by an invitation.
async fn comes_in(who: &Seat, token: &str) {
    who.starts_with(token);
    who.next_matching("All done").await.unwrap();
}

/// The supervisor says in a group whose it is: how that is confirmed.
async fn binds(anna: &Seat, office: &str) -> Message {
    anna.sends("/bind");
    let asks = anna.next_matching("Whose is this group").await.unwrap();
    anna.presses(&asks, office);
    anna.wait_until(&asks, |asks| asks.text.contains("Done")).await
}

/// The token of the invitation that a message carries.
fn token(message: &Message) -> String {
    let (_, rest) = message.text.split_once("?start=").expect("a link");
    rest.split_whitespace().next().unwrap().to_owned()
}

/// A supervisor invites somebody in private, by their buttons: the link's token.
async fn invites(who: &Seat, role: &str, office: Option<&str>, name: &str) -> String {
    who.sends("/invite");
    let asks = who.next_matching("In which role").await.unwrap();
    who.presses(&asks, role);
    if let Some(office) = office {
        let which = who.wait_until(&asks, |asks| asks.text.contains("of which office")).await;
        who.presses(&which, office);
    }
    who.next_matching("write first and last name").await.unwrap();
    who.sends(name);
    who.next_matching("The invitation").await.unwrap();
    token(&who.next_matching("Invitation to the report service").await.unwrap())
}
