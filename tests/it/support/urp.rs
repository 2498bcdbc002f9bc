//! What the URP does in many stories.

use simulator::{Message, Seat};

use super::Town;

impl Town {
    /// What the URP has read up to now is of no matter to the story.
    pub async fn urp_reads(&self) {
        self.settles().await;
        self.urp.read_all();
    }

    /// Carlo gives a report to an office: the message in which he chose it.
    pub async fn assigns(&self, card: &Message, office: &str) -> Message {
        self.carlo.presses(card, "Assign");
        let offices = self.carlo.next_matching("Which office").await.unwrap();
        self.carlo.presses(&offices, office);
        offices
    }

    /// Carlo begins to close a report with that outcome: the prompt for the reply.
    pub async fn begins_to_close(&self, card: &Message, outcome: &str) -> Message {
        self.carlo.presses(card, "Reply and close");
        let outcomes = self.carlo.next_matching("closed?").await.unwrap();
        self.carlo.presses(&outcomes, outcome);
        self.carlo.next_matching("write the reply").await.unwrap()
    }

    /// Carlo writes the reply that closes a report: it is shown, and not sent yet.
    pub async fn drafts_reply(&self, card: &Message, outcome: &str, words: &str) {
        let prompt = self.begins_to_close(card, outcome).await;
        self.carlo.replies(&prompt, words);
    }

    /// Carlo closes a report as spam, without words: what he was asked before.
    pub async fn closes_as_spam(&self, card: &Message, outcome: &str) -> Message {
        self.carlo.presses(card, "Reply and close");
        let outcomes = self.carlo.next_matching("closed?").await.unwrap();
        self.carlo.presses(&outcomes, outcome);
        let is_asked = |asked: &Message| asked.text.contains("really spam");
        let really = self.carlo.wait_until(&outcomes, is_asked).await;
        self.carlo.presses(&really, "Close without words");
        really
    }

    /// Carlo closes a report as solved: the reply as the citizen reads it.
    pub async fn closes(&self, card: &Message, citizen: &Seat, words: &str) -> Message {
        self.drafts_reply(card, "Resolved", words).await;
        sends_as_shown(&self.carlo, "Send and close").await;
        let reply = citizen.next_matching(words).await.unwrap();
        self.urp_reads().await;
        reply
    }

    /// Carlo presses that button of the card, and writes what it asks for.
    pub async fn writes(&self, card: &Message, button: &str, words: &str) {
        self.carlo.presses(card, button);
        let prompt = self.carlo.next_matching("To stop: /cancel").await.unwrap();
        self.carlo.replies(&prompt, words);
    }

    /// Carlo asks the citizen something: the question as the citizen reads it.
    pub async fn asks(&self, card: &Message, citizen: &Seat, words: &str) -> Message {
        self.writes(card, "Ask the citizen", words).await;
        sends_as_shown(&self.carlo, "Send").await;
        let question = citizen.next_matching(words).await.unwrap();
        self.urp_reads().await;
        question
    }

    /// What happened to a report, as Carlo reads it from its card.
    pub async fn history(&self, card: &Message) -> Message {
        self.carlo.presses(card, "History");
        self.carlo.next_matching("History of").await.unwrap()
    }
}

/// Somebody says why a report is not solved now, and until when.
pub async fn plans(seat: &Seat, card: &Message, why: &str, until: &str) {
    seat.presses(card, "Not now: why");
    let prompt = seat.next_matching("cannot be solved now").await.unwrap();
    seat.replies(&prompt, why);
    let when = seat.next_matching("taken up again?").await.unwrap();
    seat.replies(&when, until);
}

/// Presses that button below what whoever wrote it was shown, exactly as the citizen will read it.
pub async fn sends_as_shown(seat: &Seat, button: &str) {
    let preview = seat.next_matching("exactly what the citizen will read").await.unwrap();
    seat.presses(&preview, button);
}

/// The same, of what will be said on the phone.
pub async fn says_as_shown(seat: &Seat, button: &str) {
    let preview = seat.next_matching("to be said on the phone").await.unwrap();
    seat.presses(&preview, button);
}
