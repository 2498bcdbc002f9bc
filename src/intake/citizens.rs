//! Words to the citizen of a report, through the door that they came by.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::directory::Directory;
use crate::domain::event::Channel;
use crate::domain::ids::{ChatId, FileId};
use crate::domain::lang::Lang;
use crate::domain::mail::{Account, MailRule};
use crate::domain::outgoing::{
    AutoSubmitted, Content, Delivery, DeliveryLine, MailContent, MailTo, Message, Outgoing,
    Purpose, To, Urgency,
};
use crate::domain::people::Person;
use crate::domain::report::Report;
use crate::domain::step::{Answers, Fresh};
use crate::text;

/// At most this many automatic answers to one address in [`ANSWERS_MINUTES`].
const MOST_ANSWERS: usize = 10;
/// At most this many of them about one subject.
const MOST_OF_A_SUBJECT: usize = 2;
/// Cards are shown for so many reports of one address whose acknowledgement waits.
const MOST_CARDS: usize = 20;
/// The time in which automatic answers are counted, minutes.
const ANSWERS_MINUTES: i64 = 180;

/// From when on automatic answers count.
pub(super) fn counted_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::minutes(ANSWERS_MINUTES)
}

/// The mail that is being answered automatically.
#[derive(Debug, Clone)]
pub(super) struct Answering {
    /// Its subject, folded.
    pub subject: String,
    /// What its sender was answered automatically before.
    pub before: Answers,
    /// Its sender may be forged: nothing is said before somebody has looked.
    pub hold: Option<MailRule>,
}

impl Answering {
    /// So much of its sender waits already that no card is shown for what more comes: the task of
    /// what waits stands for it.
    pub fn is_flood(&self) -> bool {
        self.before.held.len() >= MOST_CARDS && self.held().is_some()
    }

    /// The rule by which one more automatic answer must wait, if one does.
    pub fn held(&self) -> Option<MailRule> {
        let of_it = self.before.subjects.iter().filter(|one| **one == self.subject).count();
        if self.hold.is_some() {
            self.hold
        } else if self.before.subjects.len() >= MOST_ANSWERS {
            Some(MailRule::TooManyAnswers)
        } else if of_it >= MOST_OF_A_SUBJECT {
            Some(MailRule::SameSubject)
        } else {
            None
        }
    }
}

/// Words to somebody whose mail could not be taken in as it is, in answer to it.
pub(super) fn note(
    to: (Account, &str),
    (lang, (subject, message)): (Lang, (String, Message)),
    answering: &Answering,
    answers: Option<&str>,
    (now, fresh): (DateTime<Utc>, &mut Fresh),
) -> Outgoing {
    let (account, address) = to;
    let counted = Some(answering.subject.clone());
    let content = MailContent {
        subject,
        lang,
        photos: Vec::new(),
        message,
        auto: AutoSubmitted::Replied,
        answers: answers.map(str::to_owned),
    };
    let to = MailTo { account, address: address.to_owned(), counted };
    let content = Content::Mail(Box::new(content));
    let row = Outgoing::new(fresh.outbox(), to, Purpose::Conversation, content, now);
    Outgoing { urgency: Urgency::Answer, held: answering.held(), ..row }
}

/// What is said to a citizen about a report.
#[derive(Debug)]
pub struct Words<'a> {
    /// The town.
    pub directory: &'a Directory,
    /// The report.
    pub report: &'a Report,
    /// Its citizen.
    pub citizen: &'a Person,
    /// What it is.
    pub purpose: Purpose,
    /// The event that it brings, if any.
    pub event: Option<i32>,
    /// It answers what they just did.
    pub answer: bool,
    /// No person had a part in it: the clock has come to that.
    pub by_clock: bool,
    /// The words.
    pub message: Message,
    /// Photos that go with them.
    pub photos: &'a [FileId],
    /// Now.
    pub now: DateTime<Utc>,
}

/// Whether nothing was said yet to whoever wrote the mail of a report: they may be another one than the mail says, or
/// a machine, and the acknowledgement waits for a person's word. `lines`: how all that is owed to them stands.
pub(super) fn is_kept_waiting(lines: &[DeliveryLine]) -> bool {
    let waits = |line: &DeliveryLine| {
        line.purpose == Purpose::Acknowledgement && line.state == Delivery::Held
    };
    let is_unsaid =
        |line: &DeliveryLine| matches!(line.state, Delivery::Held | Delivery::Suppressed);
    lines.iter().any(waits) && lines.iter().all(is_unsaid)
}

impl Words<'_> {
    /// As rows of the outbox; none where the citizen cannot be written to at all.
    pub fn rows(self, fresh: &mut Fresh) -> Vec<Outgoing> {
        self.rows_answering(None, fresh)
    }

    /// The same, in answer to a mail.
    pub(super) fn rows_answering(
        self,
        answering: Option<&Answering>,
        fresh: &mut Fresh,
    ) -> Vec<Outgoing> {
        if let Some(rule) = self.by_hand() {
            // Of no channel: what is to be said, and by which rule it is said otherwise or not at all.
            let content = Content::Text(self.message.clone());
            let row = self.row(fresh, ChatId::NONE.into(), content);
            return vec![Outgoing { held: Some(rule), ..row }];
        }
        match (self.report.channel.account(), &self.citizen.mail, self.citizen.telegram) {
            (Some(account), Some(address), _) => {
                let to = MailTo {
                    account,
                    address: address.clone(),
                    counted: answering.map(|mail| mail.subject.clone()),
                };
                vec![self.mail(to, answering, fresh)]
            }
            (None, _, Some(telegram)) => self.chat(ChatId::private(telegram), fresh),
            _ => Vec::new(),
        }
    }

    /// How somebody who is written to by no channel is told; none for the others.
    fn by_hand(&self) -> Option<MailRule> {
        let phone = match self.report.channel {
            Channel::Telegram | Channel::Mail | Channel::Pec => return None,
            Channel::Phone => self.citizen.phone.is_some(),
            Channel::Nobody => false,
        };
        Some(match self.purpose {
            Purpose::Acknowledgement => MailRule::ReadOut,
            _ if !phone => MailRule::NoContact,
            // An event's words alone make a task: see `calls`.
            Purpose::Reply | Purpose::Question | Purpose::Word => MailRule::ByPhone,
            _ => MailRule::NoCallNeeded,
        })
    }

    fn mail(self, to: MailTo, answering: Option<&Answering>, fresh: &mut Fresh) -> Outgoing {
        let auto = match self.purpose {
            // A machine that answers such mail would answer a machine.
            _ if self.by_clock => AutoSubmitted::Generated,
            // A person wrote them.
            Purpose::Reply | Purpose::Question | Purpose::Word => AutoSubmitted::No,
            _ if answering.is_some() => AutoSubmitted::Replied,
            _ => AutoSubmitted::Generated,
        };
        let content = Content::Mail(Box::new(MailContent {
            subject: text::mail::subject(self.report),
            lang: self.report.lang,
            photos: self.photos.to_vec(),
            message: self.message.clone(),
            auto,
            answers: None,
        }));
        let held = answering.and_then(Answering::held);
        Outgoing { held, ..self.row(fresh, To::Mail(to), content) }
    }

    /// Photos first: the words with their buttons stay last in the chat.
    fn chat(self, chat: ChatId, fresh: &mut Fresh) -> Vec<Outgoing> {
        let mut rows = Vec::new();
        for album in self.photos.chunks(10) {
            let content =
                Content::Photos { photos: album.to_vec(), caption: String::new(), silent: true };
            rows.push(self.row(fresh, chat.into(), content));
        }
        rows.push(self.row(fresh, chat.into(), Content::Text(self.message.clone())));
        rows
    }

    fn row(&self, fresh: &mut Fresh, to: To, content: Content) -> Outgoing {
        let urgency = if self.answer { Urgency::Answer } else { Urgency::Citizen };
        let row = Outgoing::new(fresh.outbox(), to, self.purpose, content, self.now);
        Outgoing { urgency, report: Some(self.report.id), event: self.event, ..row }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answering(before: &[&str]) -> Answering {
        let subjects = before.iter().map(|one| (*one).to_owned()).collect();
        let before = Answers { subjects, ..Answers::default() };
        Answering { subject: "buca".to_owned(), before, hold: None }
    }

    #[test]
    fn c5_the_third_automatic_answer_about_one_subject_waits() {
        assert_eq!(answering(&["buca", "lampione"]).held(), None);
        assert_eq!(answering(&["buca", "buca"]).held(), Some(MailRule::SameSubject));
    }

    #[test]
    fn c5_the_eleventh_automatic_answer_to_one_address_waits() {
        let others = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        assert_eq!(answering(&others).held(), None);
        let ten = [others.as_slice(), &["j"]].concat();
        assert_eq!(answering(&ten).held(), Some(MailRule::TooManyAnswers));
    }

    #[test]
    fn a_flood_is_one_that_waits_already() {
        let held = vec![crate::domain::ids::OutboxId(uuid::Uuid::nil()); MOST_CARDS];
        let mut flood = answering(&["buca", "buca"]);
        assert!(!flood.is_flood());
        flood.before.held = held;
        assert!(flood.is_flood());
    }

    #[test]
    fn c6_a_sender_who_may_be_forged_is_told_nothing_yet() {
        let forged = Answering { hold: Some(MailRule::DmarcFailed), ..answering(&[]) };
        assert_eq!(forged.held(), Some(MailRule::DmarcFailed));
    }
}
