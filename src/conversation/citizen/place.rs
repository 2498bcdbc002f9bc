//! Where the problem is.

use super::dialogue::Step;
use super::talk::Talk;
use crate::domain::ids::MessageId;
use crate::domain::place::Place;
use crate::text::citizen as words;

impl Talk<'_> {
    /// The place is known: on to what is missing.
    pub fn placed(&mut self, message: MessageId, place: Place) {
        let lead = words::lead_place(self.lang, &place);
        if let Some(draft) = &mut self.dialogue.draft {
            draft.place = Some(place);
            draft.place_message = Some(message);
        }
        self.advance(Some(lead));
    }

    /// The address is not known: a description will do.
    pub fn address_unknown(&mut self) {
        if let Some(draft) = &mut self.dialogue.draft {
            draft.step = Step::Described;
        }
        self.ask(None);
    }

    /// A position, whether or not it was asked for.
    pub fn draft_position(&mut self, message: MessageId, place: Place) {
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        let asked = matches!(draft.step, Step::Place | Step::Described);
        if asked {
            self.placed(message, place);
        } else if draft.place.is_none() {
            let lead = words::lead_place(self.lang, &place);
            draft.place = Some(place);
            draft.place_message = Some(message);
            self.ask(Some(lead));
        } else {
            self.ask(Some(words::lead_place_known(self.lang)));
        }
    }
}
