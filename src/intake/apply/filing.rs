//! A report comes in, and a mail that a person looked at becomes one, or more of one.

use chrono::{DateTime, Datelike as _, Utc};

use super::super::citizens::{Answering, counted_since};
use super::super::mail;
use super::{Stop, Work};
use crate::conversation::{Turn, mail as talk};
use crate::domain::command::Command;
use crate::domain::decide::{self, Terms};
use crate::domain::event::Filing;
use crate::domain::ids::{MailId, MessageId, ReportId};
use crate::domain::mail::{Became, Mail, MailRule, SenderCheck};
use crate::domain::people::{Actor, Person};
use crate::domain::report::Report;
use crate::domain::step::{Answers, Changes, Keys, MailKeys, MailRecord};
use crate::text::mail::bare_subject;

impl Work<'_> {
    /// A new report: its first event, and what that means. Its promise runs from when it arrived.
    #[expect(clippy::too_many_arguments, reason = "a filing and all that it needs")]
    pub(super) fn file(
        &mut self,
        citizen: &Person,
        by: Option<Actor>,
        filing: Filing,
        arrived: DateTime<Utc>,
        messages: &[MessageId],
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let facts = self.scene.facts;
        let Some(id) = facts.new_report else {
            let year = facts.directory.calendar.day_of(self.scene.now).year();
            return Err(Stop::need(Keys { new_report_in: Some(year), ..Keys::default() }));
        };
        let actor = by.unwrap_or_else(|| Actor::citizen(citizen.id, citizen.name.clone()));
        let deadlines = facts.directory.deadlines(filing.category.as_ref());
        let terms = Terms { now: arrived, ..self.terms(deadlines, None) };
        let mut event = decide::file(id, filing, actor, terms);
        // A day that is over already, or soon is, is promised to nobody whose mail was looked at only now: the next one is.
        let calendar = &facts.directory.calendar;
        let (today, next) = (calendar.day_of(self.scene.now), calendar.after(self.scene.now, 1));
        if calendar.day_of(arrived) < today {
            event.promised = event.promised.map(|day| day.max(next));
        }
        // A filing opens a report by construction.
        let Ok(report) = Report::opened_by(&event) else {
            return Ok(());
        };
        self.known(messages, id, caused);
        self.changed(&report, &report, event, turn, caused);
        self.reports.insert(id, report);
        Ok(())
    }

    /// A mail that a person looked at: a report, or more of one.
    pub(super) fn take_mail(
        &mut self,
        id: MailId,
        into: Option<ReportId>,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let facts = self.scene.facts;
        let Some(record) = facts.mail.mails.iter().find(|record| record.id == id) else {
            let mail = MailKeys { mails: vec![id], ..MailKeys::default() };
            return Err(Stop::need(Keys { mail, ..Keys::default() }));
        };
        // More of a report is its sender's words, whom it speaks for or not: nothing proves that it is their report.
        let spoken_for = into.is_none().then(|| on_behalf(&record.mail)).flatten();
        let taken = spoken_for.as_ref().unwrap_or(&record.mail);
        let address = taken.from.as_ref().map(|from| from.address.clone());
        let address = address.unwrap_or_default();
        if facts.mail.answers.is_none() {
            // With its sender, if they are known: the answers say that this was asked.
            let answers = Some((address.clone(), counted_since(self.scene.now)));
            let mail = MailKeys { answers, people: vec![address], ..MailKeys::default() };
            return Err(Stop::need(Keys { mail, ..Keys::default() }));
        }
        let person = mail::sender(facts, taken, self.scene.now, turn.fresh());
        turn.files.extend(mail::attachments(&record.mail));
        // A person has looked: nothing is held, but it counts; and who reads no answers gets none.
        let answering = Answering {
            subject: bare_subject(&record.mail.subject).to_lowercase(),
            before: Answers::default(),
            hold: match &spoken_for {
                Some(_) => None,
                None if taken.quiet => Some(MailRule::NoAnswerWanted),
                None => Some(taken.rule).filter(|rule| rule.suppresses()),
            },
        };
        self.answering = Some((person.id, answering));
        let (became, report) = if let Some(report) = into {
            self.add_mail(report, &record.mail, &person, turn, caused)?;
            (Became::Reply, report)
        } else {
            let filing = talk::filing(&facts.directory, taken, person.id, person.lang);
            let Some(report) = facts.new_report else {
                let year = facts.directory.calendar.day_of(self.scene.now).year();
                return Err(Stop::need(Keys { new_report_in: Some(year), ..Keys::default() }));
            };
            self.people.retain(|one| one.id != person.id);
            self.people.push(person.clone());
            self.file(&person, None, filing, record.at, &[], turn, caused)?;
            (Became::Report, report)
        };
        self.answering = None;
        caused.mails.push(MailRecord { became, report: Some(report), ..record.clone() });
        Ok(())
    }

    /// Adds a mail to a report: as its citizen's words, or as a note that names its sender.
    fn add_mail(
        &mut self,
        id: ReportId,
        mail: &Mail,
        sender: &Person,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let report = self.known_report(id)?;
        let (command, actor) = if report.citizen == sender.id {
            let actor = Actor::citizen(sender.id, sender.name.clone());
            (talk::added(&report, mail), actor)
        } else {
            let words = talk::words_of(mail, self.scene.directory().staff_lang());
            let from = sender.mail.clone().unwrap_or_default();
            let words = format!("{from}:\n{words}");
            let photos = talk::photos_of(mail);
            (Command::Note { words, photos }, self.staff_actor())
        };
        self.command_as(&actor, id, command, None, &[], turn, caused)
    }
}

/// The mail as if whom it speaks for had sent it, unproven: nobody is given another name by it.
fn on_behalf(mail: &Mail) -> Option<Mail> {
    let from = Some(mail.sent_for()?.clone());
    Some(Mail { from, sender: SenderCheck::Failed, ..mail.clone() })
}
