//! What a turn does, deed by deed.

use std::borrow::Cow;

use super::super::{calls, works};
use super::{Stop, Work};
use crate::conversation::{Deed, Turn};
use crate::domain::decide::Refusal;
use crate::domain::ids::OutboxId;
use crate::domain::mail::MailRule;
use crate::domain::outgoing::{CANNOT_BE_REACHED, Delivery, TOLD};
use crate::domain::people::{Actor, Person};
use crate::domain::step::{Changes, GoodFor, Keys, ReplyAddress, Settled};
use crate::domain::task::{Task, TaskDone, TaskEnd, TaskKind};

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
                    return Err(Stop::need(Keys::person(person)));
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
                let known = self.known_task(task)?;
                let by = self.staff_actor();
                if let Some(done) = &known.done {
                    let (by, event) = (done.by.name.clone(), "task_done".to_owned());
                    let refusal = Refusal::Overtaken { by, event };
                    return Err(Stop::Refused { refusal, report: known.report });
                }
                let mut task = known.clone();
                task.done = Some(TaskDone { by, at: self.scene.now, how });
                self.task_changed(task, caused);
                Ok(())
            }
            Deed::FromMail { mail, into } => self.take_mail(mail, into, turn, caused),
            Deed::RenewAddress { report } => {
                let report = self.known_report(report)?;
                caused.revoked.push((report.id, self.scene.now));
                for good_for in [GoodFor::Mail, GoodFor::Page] {
                    let secret = turn.fresh().secret();
                    let new = ReplyAddress::new(&secret, good_for, report.id, report.citizen);
                    caused.addresses.push(new);
                }
                Ok(())
            }
            Deed::Withhold { rows } => {
                // A report that a robot sent gets no card just because its answer is withheld.
                let (state, at) = (Delivery::Suppressed, self.scene.now);
                let withheld = |row| Settled { row, state, reason: Some("withheld".into()), at };
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
                let known = self.known_task(task)?;
                calls::again(facts, known, self.scene.now, caused);
                Ok(())
            }
            Deed::ReopenTask { task } => {
                let known = self.known_task(task)?;
                let mut task = known.clone();
                task.done = None;
                self.task_changed(task, caused);
                Ok(())
            }
        }
    }

    /// A task ended, or was opened again: what that means for the row that it is about.
    fn task_changed(&self, task: Task, caused: &mut Changes) {
        if let Some((row, state, reason)) = stands(&task) {
            caused.settled.push(Settled { row, state, reason, at: self.scene.now });
        }
        caused.cards_of.extend(task.report);
        // It may have ended just now with what was done to its report.
        caused.tasks.retain(|one| one.id != task.id);
        caused.tasks.push(task);
    }
}

/// How the row that a task is about stands with it, and why, where that is another reason than before.
fn stands(task: &Task) -> Option<(OutboxId, Delivery, Option<Cow<'static, str>>)> {
    let how = task.done.as_ref().map(|done| done.how);
    Some(match (&task.kind, how) {
        (
            TaskKind::Undeliverable { row, .. }
            | TaskKind::NoReceipt { row }
            | TaskKind::Call { row, .. },
            Some(TaskEnd::CannotBeReached),
        ) => (*row, Delivery::Suppressed, Some(CANNOT_BE_REACHED.into())),
        // Nobody is told the same twice once they can be written to again.
        (TaskKind::Undeliverable { row, .. }, Some(TaskEnd::Told)) => {
            (*row, Delivery::Undeliverable, Some(TOLD.into()))
        }
        (TaskKind::Undeliverable { row, reason, .. }, _) => {
            (*row, Delivery::Undeliverable, Some(reason.clone().into()))
        }
        // Somebody told them: as good as delivered.
        (TaskKind::Call { row, .. }, Some(TaskEnd::Told)) => {
            (*row, Delivery::Delivered, Some(TOLD.into()))
        }
        (TaskKind::Call { row, .. }, _) => {
            (*row, Delivery::Held, Some(MailRule::ByPhone.as_str().into()))
        }
        // Told another way: nobody waits for the receipt any more.
        (TaskKind::NoReceipt { row }, Some(_)) => {
            (*row, Delivery::Undeliverable, Some("no_receipt".into()))
        }
        (TaskKind::NoReceipt { row }, None) => (*row, Delivery::Accepted, None),
        _ => return None,
    })
}
