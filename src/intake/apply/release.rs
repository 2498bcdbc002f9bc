//! What was held goes out once a person has looked: as it was written, or as it is by now.

use super::super::overtaken;
use super::{Stop, Work};
use crate::conversation::Turn;
use crate::domain::chase;
use crate::domain::command::Command;
use crate::domain::ids::{OutboxId, ReportId};
use crate::domain::outgoing::{Content, Delivery, MailContent, OVERTAKEN, Outgoing, Purpose};
use crate::domain::people::Actor;
use crate::domain::report::Report;
use crate::domain::step::{Changes, Keys, Settled};
use crate::text::report::{About, acknowledgement};

impl Work<'_> {
    /// Held rows go out. An acknowledgement that says what is not so any more, like a day that has passed, is
    /// written anew; of a report that has ended meanwhile none is sent. What else says how it stood is not sent
    /// where its citizen was told something newer.
    pub(super) fn release(
        &mut self,
        rows: &[OutboxId],
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        self.see_held(rows)?;
        let facts = self.scene.facts;
        for id in rows {
            let row = facts.row(*id).map(|sent| &sent.row);
            let Some((row, about)) = row.and_then(|row| Some((row, acknowledged(row)?))) else {
                if row.is_some_and(|row| self.is_overtaken(row, caused)) {
                    caused.settled.push(Settled {
                        row: *id,
                        state: Delivery::Suppressed,
                        reason: Some(OVERTAKEN.into()),
                        at: self.scene.now,
                    });
                } else {
                    caused.released.push((*id, self.scene.now));
                }
                caused.cards_of.extend(row.and_then(|row| row.report));
                continue;
            };
            if self.report(about).is_some_and(|report| self.is_late(&report)) {
                let clock = Actor::clock();
                self.command_as(&clock, about, Command::TellLate, None, &[], turn, caused)?;
            }
            caused.cards_of.push(about);
            let Some(report) = self.report(about) else {
                continue;
            };
            if report.state.is_open() && self.says_still(row, &report) {
                caused.released.push((*id, self.scene.now));
                continue;
            }
            caused.settled.push(Settled {
                row: *id,
                state: Delivery::Suppressed,
                reason: Some(OVERTAKEN.into()),
                at: self.scene.now,
            });
            if report.state.is_open() {
                let new = turn.fresh().outbox();
                caused.outbox.push(self.acknowledged_anew(row, &report, new));
            }
        }
        Ok(())
    }

    /// All at once, as they may be many: the rows, their reports, and what a new date depends on.
    fn see_held(&self, rows: &[OutboxId]) -> Result<(), Stop> {
        let facts = self.scene.facts;
        // Asked for once: what is not found then is gone.
        let is_known = |id: &OutboxId| facts.row(*id).is_some() || facts.rows_known.contains(id);
        let unknown: Vec<_> = rows.iter().copied().filter(|id| !is_known(id)).collect();
        if !unknown.is_empty() {
            return Err(Stop::need(Keys { rows: unknown, ..Keys::default() }));
        }
        let about = rows.iter().filter_map(|id| acknowledged(&facts.row(*id)?.row));
        let mut keys = Keys::default();
        for row in rows.iter().filter_map(|id| facts.row(*id)).filter(|sent| is_dated(&sent.row)) {
            keys.join(overtaken::keys(facts, &row.row));
        }
        for id in about {
            let Some(report) = self.report(id) else {
                keys.reports.push(id);
                continue;
            };
            if self.is_late(&report) {
                let known = facts.deliveries.iter().any(|(known, _)| *known == id);
                keys.deliveries.extend(Some(id).filter(|_| !known));
                let card = self.directory.urp_chat.map(|urp| (urp, id));
                keys.cards.extend(card.filter(|(urp, id)| facts.card(*urp, *id).is_none()));
            }
        }
        if keys == Keys::default() { Ok(()) } else { Err(Stop::need(keys)) }
    }

    /// Whether there is newer news than what such a row says.
    fn is_overtaken(&self, row: &Outgoing, caused: &Changes) -> bool {
        let report = row.report.filter(|_| is_dated(row)).and_then(|id| self.report(id));
        let facts = self.scene.facts;
        report.is_some_and(|report| overtaken::has_newer_news(facts, &report, row, &caused.events))
    }

    fn is_late(&self, report: &Report) -> bool {
        let today = self.scene.facts.directory.calendar.day_of(self.scene.now);
        chase::is_to_be_told(report, today)
    }

    /// Whether the acknowledgement would read the same now: it goes out with the date of now.
    fn says_still(&self, row: &Outgoing, report: &Report) -> bool {
        let Content::Mail(mail) = &row.content else {
            return true;
        };
        let about = About { directory: self.directory, report, now: self.scene.now };
        mail.message == acknowledgement(about)
    }

    /// The same mail in other words.
    fn acknowledged_anew(&self, row: &Outgoing, report: &Report, id: OutboxId) -> Outgoing {
        let now = self.scene.now;
        let message = acknowledgement(About { directory: self.directory, report, now });
        let content = match &row.content {
            Content::Mail(mail) => {
                Content::Mail(Box::new(MailContent { message, ..*mail.clone() }))
            }
            other => other.clone(),
        };
        Outgoing { id, created_at: now, content, held: None, ..row.clone() }
    }
}

/// The report that a row acknowledges, if it does.
fn acknowledged(row: &Outgoing) -> Option<ReportId> {
    row.report.filter(|_| row.purpose == Purpose::Acknowledgement)
}

/// Whether it says how a report stood, with its date: that may not be so any more.
fn is_dated(row: &Outgoing) -> bool {
    matches!(row.purpose, Purpose::Confirmation | Purpose::Progress)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::{Applied, Place, apply};
    use super::*;
    use crate::conversation::{Deed, Scene};
    use crate::domain::ids::ChatId;
    use crate::domain::people::Capacity;
    use crate::domain::step::SentRow;
    use crate::intake::duplicates::tests::World;
    use crate::text::staff::tests::URP;

    fn row(id: u128) -> SentRow {
        let content = Content::Text(crate::text::format::said("Hello"));
        let (id, at) = (OutboxId(Uuid::from_u128(id)), "2026-11-24T09:00:00Z".parse().unwrap());
        let row = Outgoing::new(id, URP, Purpose::Conversation, content, at);
        SentRow { row, state: Delivery::Held, message: None }
    }

    /// Releases those rows: what is asked for, or what they become.
    fn released(world: &mut World, rows: &[OutboxId]) -> Result<Vec<OutboxId>, Vec<OutboxId>> {
        let fresh = world.fresh();
        let facts = &world.facts;
        let (now, person, capacities) = (world.now, &facts.people[0], &[Capacity::Urp]);
        let scene = Scene { facts, now, chat: ChatId::NONE, person, capacities };
        let mut turn = Turn::new(&scene, fresh);
        turn.deeds.push(Deed::Release { rows: rows.to_vec() });
        let mut changes = Changes::default();
        match apply(&scene, Place::Staff, turn, None, &mut changes) {
            Applied::Need(keys) => Err(keys.rows),
            Applied::Done(_) => Ok(changes.released.into_iter().map(|(row, _)| row).collect()),
        }
    }

    #[test]
    fn held_rows_are_looked_at_whatever_else_is_known_and_once() {
        let mut world = World::of(1);
        let [other, held] = [row(1), row(2)];
        let [id, gone] = [held.row.id, OutboxId(Uuid::from_u128(3))];
        world.facts.rows.push(other);
        assert_eq!(released(&mut world, &[id, gone]), Err(vec![id, gone]));
        world.facts.rows.push(held);
        world.facts.rows_known = vec![id, gone];
        assert_eq!(released(&mut world, &[id, gone]), Ok(vec![id, gone]));
    }
}
