//! What citizens do in many stories.

use chrono::{DateTime, TimeDelta, Utc};
use simulator::{Message, Seat, User};

use super::Town;
use super::town::number_in;

/// What most of them report.
const POTHOLES: &str = "Potholes and pavements";

impl Town {
    /// Somebody who lives here, in their private chat, who may also block the bot.
    pub fn somebody(&self, name: &str) -> (User, Seat) {
        let person = self.person(name);
        let seat = person.private(&self.bot);
        (person, seat)
    }

    /// The supervisor, who has just started the bot.
    pub async fn supervisor(&self) -> Seat {
        let anna = self.sim.user("Anna").id(11).language("en").create().private(&self.bot);
        anna.starts();
        anna.next().await;
        anna
    }

    /// A citizen whose Telegram speaks that language.
    pub fn speaker(&self, name: &str, language: &str) -> Seat {
        let user = self.sim.user(name).language(language).create();
        user.private(&self.bot)
    }

    /// Time passes until then.
    pub async fn until(&self, moment: &str) {
        let moment: DateTime<Utc> = moment.parse().unwrap();
        self.later(moment - self.clock.now()).await;
    }

    /// Long enough for photos in a row to be taken as one answer.
    pub async fn a_moment(&self) {
        self.later(TimeDelta::seconds(2)).await;
    }

    /// A citizen's draft with a kind: the question for the place.
    pub async fn up_to_place(&self, citizen: &Seat) -> Message {
        begins(citizen, POTHOLES).await
    }

    /// A citizen's draft with kind and place: the question for words.
    pub async fn up_to_words(&self, citizen: &Seat) -> Message {
        begins(citizen, POTHOLES).await;
        says_where(citizen).await
    }

    /// A citizen's draft with words: the question for photos.
    pub async fn up_to_photos(&self, citizen: &Seat) -> Message {
        drafts(citizen, POTHOLES, "A deep hole in front of the school").await
    }

    /// A citizen's whole draft: its summary.
    pub async fn up_to_summary(&self, citizen: &Seat) -> Message {
        let photos = self.up_to_photos(citizen).await;
        without_photos(citizen, &photos).await
    }

    /// A citizen sends what the summary shows: its number, and its card in the URP's group.
    pub async fn files(&self, citizen: &Seat, summary: &Message) -> (String, Message) {
        citizen.presses(summary, "Send");
        let received = citizen.next_matching("Its number is").await.unwrap();
        let number = number_in(&received.text);
        let card = self.urp_card(&number).await;
        (number, card)
    }

    /// A citizen's whole report, with words and an address: its number, and its card in the URP's group.
    pub async fn report(&self, citizen: &Seat) -> (String, Message) {
        let summary = self.up_to_summary(citizen).await;
        self.files(citizen, &summary).await
    }

    /// A citizen looks at one of their own reports, by its button in the list.
    pub async fn looks_at(&self, citizen: &Seat, label: &str) -> Message {
        citizen.sends("/mine");
        let mine = citizen.next().await;
        citizen.presses(&mine, label);
        citizen.next().await
    }
}

/// Somebody begins a report of that kind: the question for the place.
async fn begins(citizen: &Seat, kind: &str) -> Message {
    citizen.sends("/new");
    let kinds = citizen.next().await;
    citizen.presses(&kinds, kind);
    citizen.next().await
}

/// The question for words.
async fn says_where(citizen: &Seat) -> Message {
    citizen.sends("via Roma 12");
    citizen.next().await
}

/// Somebody's draft of that kind, with those words: the question for photos.
pub async fn drafts(citizen: &Seat, kind: &str, words: &str) -> Message {
    begins(citizen, kind).await;
    says_where(citizen).await;
    citizen.sends(words);
    citizen.next().await
}

/// There are none: the summary.
pub async fn without_photos(citizen: &Seat, asked: &Message) -> Message {
    citizen.presses(asked, "No photo");
    citizen.next().await
}
