//! A report that is being written down for somebody: its questions, and their answers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::conversation::staff::dialogue::{MOST_PHOTOS, Talk};
use crate::domain::ids::{CategoryCode, FileId, MessageId, OutboxId};
use crate::domain::inbound::Body;
use crate::domain::outgoing::Message;
use crate::domain::place::Place;
use crate::domain::press::{DraftNo, IntakePart};
use crate::text::staff::{
    self as text, Asking, Contact as Said, DeskSummary, LONGEST_PLACE, LONGEST_WORDS,
};

/// The longest name, UTF-16 units.
const LONGEST_NAME: usize = 100;
/// The longest number and address, as people read them out.
const LONGEST_PHONE: usize = 30;
const LONGEST_MAIL: usize = 254;
/// Fewer digits are no phone number.
const FEWEST_DIGITS: usize = 5;

/// What is asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::conversation::staff) enum Question {
    Kind,
    Place,
    Words,
    Photos,
    Name,
    Contact,
    Phone,
    Mail,
    Summary,
}

/// How they can be told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::conversation::staff) enum Contact {
    /// By phone.
    Phone(String),
    /// By mail: the address in lower case.
    Mail(String),
    /// Not at all.
    #[default]
    Nobody,
}

/// A report that is being written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::conversation::staff) struct Draft {
    /// Its number: buttons of an older one are known as such.
    pub no: DraftNo,
    /// What is asked.
    pub asked: Question,
    /// The message that asks.
    pub row: Option<OutboxId>,
    /// The category; none for *Something else*.
    pub category: Option<CategoryCode>,
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub words: String,
    /// Photos.
    pub photos: Vec<FileId>,
    /// Their name, or nothing.
    pub name: String,
    /// How they can be told.
    pub contact: Contact,
    /// An answer is being changed: the summary comes next.
    pub changing: bool,
    /// Until then plain messages of the agent are answers.
    pub until: Option<DateTime<Utc>>,
    /// Which message answered what in words: an edit of it counts.
    #[serde(default)]
    pub answers: Vec<(MessageId, Question)>,
}

/// What a message made of the draft.
pub(in crate::conversation::staff) enum Took {
    /// It is the answer.
    Yes,
    /// A photo: there may be more.
    Photo,
    /// It is not; these words say what is needed.
    No(Message),
}

impl Draft {
    pub fn new(no: DraftNo) -> Self {
        Self {
            no,
            asked: Question::Kind,
            row: None,
            category: None,
            place: Place::default(),
            words: String::new(),
            photos: Vec::new(),
            name: String::new(),
            contact: Contact::Nobody,
            changing: false,
            until: None,
            answers: Vec::new(),
        }
    }

    /// Whether a message answered something in words.
    pub fn took(&self, message: MessageId) -> bool {
        self.answers.iter().any(|(one, _)| *one == message)
    }

    /// Whether nothing was answered yet.
    pub fn is_empty(&self) -> bool {
        self.asked == Question::Kind && !self.changing
    }

    /// The next question.
    pub fn advance(&mut self) {
        use Question as Q;
        let summary = std::mem::take(&mut self.changing);
        self.asked = match self.asked {
            Q::Kind if !summary => Q::Place,
            Q::Place if !summary => Q::Words,
            Q::Words if !summary => Q::Photos,
            Q::Photos if !summary => Q::Name,
            Q::Name if !summary => Q::Contact,
            _ => Q::Summary,
        };
    }

    /// That part is asked for again.
    pub fn change(&mut self, part: IntakePart) {
        self.changing = true;
        self.asked = match part {
            IntakePart::Kind => Question::Kind,
            IntakePart::Place => Question::Place,
            IntakePart::Words => Question::Words,
            IntakePart::Photos => {
                self.photos.clear();
                Question::Photos
            }
            IntakePart::Name => Question::Name,
            IntakePart::Contact => Question::Contact,
        };
    }

    /// The contact in words of `text`.
    pub fn said(&self) -> Said<'_> {
        match &self.contact {
            Contact::Phone(phone) => Said::Phone(phone),
            Contact::Mail(mail) => Said::Mail(mail),
            Contact::Nobody => Said::Nobody,
        }
    }

    /// The question that is asked now.
    pub fn question(&self, talk: &Talk<'_>) -> Message {
        let (directory, me) = (talk.directory(), talk.me());
        let asking = Asking { lang: talk.lang, no: self.no, who: &me };
        match self.asked {
            Question::Kind => text::desk_kind(directory, asking, 0),
            Question::Place => text::desk_place(asking),
            Question::Words => text::desk_words(asking),
            Question::Photos => text::desk_photos(asking, self.photos.len()),
            Question::Name => text::desk_name(asking),
            Question::Contact => text::desk_contact(asking),
            Question::Phone => text::desk_phone(asking),
            Question::Mail => text::desk_mail(asking),
            Question::Summary => {
                let kind = text::category_name(directory, talk.lang, self.category.as_ref());
                let summary = DeskSummary {
                    kind: &kind,
                    place: &self.place,
                    words: &self.words,
                    photos: self.photos.len(),
                    name: &self.name,
                    contact: self.said(),
                };
                text::desk_summary(asking, summary)
            }
        }
    }

    /// Takes the answer that a message is.
    pub fn take(&mut self, talk: &mut Talk<'_>, message: MessageId, body: &Body) -> Took {
        let lang = talk.lang;
        if let Body::Photo { file, caption, .. } = body {
            if !matches!(self.asked, Question::Words | Question::Photos) {
                return Took::No(text::unusable(lang));
            }
            if self.photos.len() >= MOST_PHOTOS {
                return Took::No(text::desk_too_many_photos(lang, MOST_PHOTOS));
            }
            talk.turn.files.push(file.clone());
            self.photos.push(file.id);
            let caption = caption.as_deref().map(str::trim).filter(|words| !words.is_empty());
            return match caption {
                Some(caption) => self.describe(talk, message, caption),
                None => Took::Photo,
            };
        }
        if let (Question::Place, Some(place)) = (self.asked, body.place()) {
            self.place = place;
            return Took::Yes;
        }
        let Body::Text(written) = body else {
            return Took::No(text::unusable(lang));
        };
        match self.answer(talk, self.asked, written) {
            Ok(()) => {
                self.answers.retain(|(_, question)| *question != self.asked);
                self.answers.push((message, self.asked));
                Took::Yes
            }
            Err(why) => Took::No(why),
        }
    }

    /// What stands below a photo: the words, if they are asked for, else more of them.
    fn describe(&mut self, talk: &Talk<'_>, message: MessageId, caption: &str) -> Took {
        let words = if self.asked == Question::Words || self.words.is_empty() {
            caption.to_owned()
        } else {
            format!("{}\n{caption}", self.words)
        };
        match self.answer(talk, Question::Words, &words) {
            Ok(()) if self.asked == Question::Words => {
                self.answers.push((message, Question::Words));
                Took::Yes
            }
            Ok(()) => Took::Photo,
            Err(why) => Took::No(why),
        }
    }

    /// An answer written otherwise: whether it changed; why it cannot.
    pub fn rewrite(
        &mut self,
        talk: &Talk<'_>,
        message: MessageId,
        body: &Body,
    ) -> Result<bool, Message> {
        let known = self.answers.iter().find(|(one, _)| *one == message);
        let written = match body {
            Body::Text(words) => Some(words.as_str()),
            Body::Photo { caption, .. } => caption.as_deref(),
            _ => None,
        };
        match (known, written) {
            (Some((_, question)), Some(written)) => {
                self.answer(talk, *question, written).map(|()| true)
            }
            _ => Ok(false),
        }
    }

    /// Answers a question in words; else the words that say what is needed.
    fn answer(
        &mut self,
        talk: &Talk<'_>,
        question: Question,
        written: &str,
    ) -> Result<(), Message> {
        let lang = talk.lang;
        let written = written.trim();
        let most = match question {
            Question::Place => LONGEST_PLACE,
            Question::Name => LONGEST_NAME,
            Question::Phone => LONGEST_PHONE,
            Question::Mail => LONGEST_MAIL,
            _ => LONGEST_WORDS,
        };
        let units = written.encode_utf16().count();
        if units > most {
            return Err(text::too_long(lang, units, most));
        }
        if written.is_empty() {
            return Err(text::unusable(lang));
        }
        match question {
            Question::Place => self.place = Place::typed(written),
            Question::Words => written.clone_into(&mut self.words),
            Question::Name => written.clone_into(&mut self.name),
            Question::Phone => {
                let phone = phone(written).ok_or_else(|| text::desk_not_a_phone(lang))?;
                self.contact = Contact::Phone(phone);
            }
            Question::Mail => {
                let mail = mail(written).ok_or_else(|| text::desk_not_a_mail(lang))?;
                self.contact = Contact::Mail(mail);
            }
            Question::Kind | Question::Photos | Question::Contact | Question::Summary => {
                return Err(text::desk_choose(lang));
            }
        }
        Ok(())
    }
}

/// A phone number as it was read out, where it looks like one.
fn phone(written: &str) -> Option<String> {
    let allowed = |one: char| one.is_ascii_digit() || " +-/.()".contains(one);
    let digits = written.chars().filter(char::is_ascii_digit).count();
    (written.chars().all(allowed) && digits >= FEWEST_DIGITS).then(|| written.to_owned())
}

/// A mail address in lower case, where it looks like one.
fn mail(written: &str) -> Option<String> {
    let (local, domain) = written.split_once('@')?;
    let plain = |part: &str, more: &str| {
        !part.is_empty()
            && part.chars().all(|one| one.is_ascii_alphanumeric() || more.contains(one))
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
    };
    let good = plain(local, "._%+-'") && plain(domain, ".-") && domain.contains('.');
    good.then(|| written.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_taken_as_they_are_read_out() {
        assert_eq!(phone("040 123-4567").as_deref(), Some("040 123-4567"));
        assert_eq!(phone("+39 (040) 12.34"), Some("+39 (040) 12.34".to_owned()));
        for no in ["1234", "call me", "040 12345 or 678"] {
            assert_eq!(phone(no), None, "{no}");
        }
        assert_eq!(mail("Maria.Rossi+x@Example.ORG").as_deref(), Some("maria.rossi+x@example.org"));
        for no in ["maria", "maria@", "@example.org", "maria@example", "a b@c.d", "a@b@c.d", "a@.d"]
        {
            assert_eq!(mail(no), None, "{no}");
        }
    }
}
