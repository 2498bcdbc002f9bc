//! What a turn does, deed by deed.

use super::super::{calls, works};
use super::{Stop, Work};
use crate::conversation::{Deed, Turn};
use crate::domain::decide::Refusal;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{Delivery, TOLD};
use crate::domain::people::{Actor, Person};
use crate::domain::step::{Changes, GoodFor, Keys, ReplyAddress};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};

/// The rule by which nothing more is tried.
const CANNOT: &str = "cannot_be_reached";

impl Work<'_> {
    pub(super) fn deed(
        &mut self,
        deed: Deed,
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let facts = self.scene.facts;
        match deed {
            Deed::File { filing, messages } => {
                let (person, now) = (self.scene.person, self.scene.now);
                self.file(person, None, filing, now, &messages, turn, caused)
            }
            Deed::Command { report, command, seen, messages } => {
                self.command(report, command, seen, &messages, turn, caused)
            }
            Deed::ByItself { report, command } => {
                self.command_as(&Actor::clock(), report, command, None, &[], turn, caused)
            }
            Deed::Block { person, blocked } => {
                let Some(known) = self.person(person) else {
                    return Err(Stop::need(Keys { people: vec![person], ..Keys::default() }));
                };
                let now = self.scene.now;
                let changed =
                    Person { blocked_at: blocked.then_some(now), blocked_told_on: None, ..known };
                self.people.retain(|one| one.id != person);
                self.people.push(changed);
                Ok(())
            }
            Deed::Know(person) => {
                self.people.retain(|one| one.id != person.id);
                self.people.push(*person);
                Ok(())
            }
            Deed::EndTask { task, how } => {
                let Some(known) = facts.task(task) else {
                    return Err(Stop::need(Keys { tasks: vec![task], ..Keys::default() }));
                };
                let by = self.staff_actor();
                if let Some(done) = &known.done {
                    let (by, event) = (done.by.name.clone(), "task_done".to_owned());
                    let refusal = Refusal::Overtaken { by, event };
                    return Err(Stop::Refused { refusal, report: known.report });
                }
                let mut task = known.clone();
                task.done = Some(TaskDone { by, at: self.scene.now, how });
                Self::task_changed(task, caused);
                Ok(())
            }
            Deed::FromMail { mail, into } => self.take_mail(mail, into, turn, caused),
            Deed::RenewAddress { report } => {
                let Some(report) = self.report(report) else {
                    return Err(Stop::need(Keys { reports: vec![report], ..Keys::default() }));
                };
                caused.revoked.push((report.id, self.scene.now));
                for good_for in [GoodFor::Mail, GoodFor::Page] {
                    let secret = turn.fresh().secret();
                    let new = ReplyAddress::new(&secret, good_for, report.id, report.citizen);
                    caused.addresses.push(new);
                }
                Ok(())
            }
            Deed::Withhold { rows } => {
                // What is never sent because it was a robot's needs no card for that.
                let withheld = |row| (row, Delivery::Suppressed, Some("withheld".into()));
                caused.settled.extend(rows.into_iter().map(withheld));
                Ok(())
            }
            Deed::Release { rows } => self.release(&rows, turn, caused),
            Deed::FileFor { filing, citizen } => {
                let by = Some(self.staff_actor());
                self.people.retain(|one| one.id != citizen.id);
                self.people.push((*citizen).clone());
                self.file(&citizen, by, *filing, self.scene.now, &[], turn, caused)
            }
            Deed::SaveWork(work) => {
                works::saved(&facts.directory, *work, self.scene.now, caused);
                Ok(())
            }
            Deed::CallAgain { task } => {
                let Some(known) = facts.task(task) else {
                    return Err(Stop::need(Keys { tasks: vec![task], ..Keys::default() }));
                };
                calls::again(facts, known, self.scene.now, caused);
                Ok(())
            }
            Deed::ReopenTask { task } => {
                let Some(known) = facts.task(task) else {
                    return Err(Stop::need(Keys { tasks: vec![task], ..Keys::default() }));
                };
                let mut task = known.clone();
                task.done = None;
                Self::task_changed(task, caused);
                Ok(())
            }
        }
    }

    /// A task ended, or was opened again: what that means for the row that it is about.
    fn task_changed(task: Task, caused: &mut Changes) {
        let how = task.done.as_ref().map(|done| done.how);
        match (&task.kind, how) {
            (
                TaskKind::Undeliverable { row, .. } | TaskKind::NoReceipt { row },
                Some(TaskEnd::CannotBeReached),
            ) => caused.settled.push((*row, Delivery::Suppressed, Some(CANNOT.into()))),
            // Nobody is told the same twice once they can be written to again.
            (TaskKind::Undeliverable { row, .. }, Some(TaskEnd::Told)) => {
                caused.settled.push((*row, Delivery::Undeliverable, Some(TOLD.into())));
            }
            (TaskKind::Undeliverable { row, reason, .. }, _) => {
                let why = Some(reason.clone().into());
                caused.settled.push((*row, Delivery::Undeliverable, why));
            }
            // Somebody told them: as good as delivered.
            (TaskKind::Call { row, .. }, Some(TaskEnd::Told)) => {
                caused.settled.push((*row, Delivery::Delivered, Some(TOLD.into())));
            }
            (TaskKind::Call { row, .. }, Some(TaskEnd::CannotBeReached)) => {
                caused.settled.push((*row, Delivery::Suppressed, Some(CANNOT.into())));
            }
            (TaskKind::Call { row, .. }, _) => {
                let rule = MailRule::ByPhone.as_str();
                caused.settled.push((*row, Delivery::Held, Some(rule.into())));
            }
            // Told another way: nobody waits for the receipt any more.
            (TaskKind::NoReceipt { row }, Some(_)) => {
                caused.settled.push((*row, Delivery::Undeliverable, Some("no_receipt".into())));
            }
            (TaskKind::NoReceipt { row }, None) => {
                caused.settled.push((*row, Delivery::Accepted, None));
            }
            _ => {}
        }
        caused.cards_of.extend(task.report);
        caused.tasks.push(task);
    }
}
