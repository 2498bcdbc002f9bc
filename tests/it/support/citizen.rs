//! What citizens do in many stories.

use chrono::{DateTime, TimeDelta, Utc};
use simulator::{Message, Seat};

use super::Town;

impl Town {
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

    /// A citizen's draft with kind and place: the question for words.
    pub async fn up_to_words(&self, citizen: &Seat) -> Message {
        citizen.sends("/new");
        let kinds = citizen.next().await;
        citizen.presses(&kinds, "Potholes and pavements");
        citizen.next().await;
        citizen.sends("via Roma 12");
        citizen.next().await
    }

    /// A citizen's draft with words: the question for photos.
    pub async fn up_to_photos(&self, citizen: &Seat) -> Message {
        self.up_to_words(citizen).await;
        citizen.sends("A deep hole in front of the school");
        citizen.next().await
    }

    /// A citizen's whole draft: its summary.
    pub async fn up_to_summary(&self, citizen: &Seat) -> Message {
        let photos = self.up_to_photos(citizen).await;
        citizen.presses(&photos, "No photo");
        citizen.next().await
    }

    /// The URP closes a report as solved: the reply as the citizen reads it.
    pub async fn closes(&self, card: &Message, citizen: &Seat, words: &str) -> Message {
        let carlo = &self.carlo;
        carlo.presses(card, "Reply and close");
        let outcomes = carlo.next_matching("closed?").await.unwrap();
        carlo.presses(&outcomes, "Resolved");
        let prompt = carlo.next_matching("write the reply").await.unwrap();
        carlo.replies(&prompt, words);
        let preview = carlo.next_matching("exactly what the citizen will read").await.unwrap();
        carlo.presses(&preview, "Send and close");
        let reply = citizen.next_matching(words).await.unwrap();
        self.settles().await;
        self.urp_reads();
        reply
    }

    /// The URP asks the citizen something: the question as the citizen reads it.
    pub async fn asks(&self, card: &Message, citizen: &Seat, words: &str) -> Message {
        let carlo = &self.carlo;
        carlo.presses(card, "Ask the citizen");
        let prompt = carlo.next_matching("write the question").await.unwrap();
        carlo.replies(&prompt, words);
        let preview = carlo.next_matching("exactly what the citizen will read").await.unwrap();
        carlo.presses(&preview, "Send");
        let question = citizen.next_matching(words).await.unwrap();
        self.settles().await;
        self.urp_reads();
        question
    }

    /// The URP's side of a citizen's story: it is told elsewhere.
    pub fn urp_reads(&self) {
        self.urp.read_all();
    }
}
