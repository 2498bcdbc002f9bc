//! What was held goes out once a person has looked: as it was written, or as it is by now.

use super::{Stop, Work};
use crate::conversation::Turn;
use crate::domain::chase;
use crate::domain::command::Command;
use crate::domain::ids::{OutboxId, ReportId};
use crate::domain::outgoing::{Content, Delivery, MailContent, OVERTAKEN, Outgoing, Purpose};
use crate::domain::people::Actor;
use crate::domain::report::Report;
use crate::domain::step::{Changes, Keys};
use crate::text::report::{About, acknowledgement};

impl Work<'_> {
    /// Held rows go out. An acknowledgement that says what is not so any more, like a day that has passed, is
    /// written anew; of a report that has ended meanwhile none is sent.
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
            let pending = (*id, Delivery::Pending, None);
            let Some((row, about)) = row.and_then(|row| Some((row, acknowledged(row)?))) else {
                caused.settled.push(pending);
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
                caused.settled.push(pending);
                continue;
            }
            caused.settled.push((*id, Delivery::Suppressed, Some(OVERTAKEN.into())));
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
        let unknown = rows.iter().filter(|id| facts.row(**id).is_none());
        let unknown: Vec<_> = unknown.copied().collect();
        if !unknown.is_empty() && facts.rows.is_empty() {
            return Err(Stop::need(Keys { rows: unknown, ..Keys::default() }));
        }
        let about = rows.iter().filter_map(|id| acknowledged(&facts.row(*id)?.row));
        let mut keys = Keys::default();
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

    fn is_late(&self, report: &Report) -> bool {
        let today = self.scene.facts.directory.calendar.day_of(self.scene.now);
        chase::is_to_be_told(report, today)
    }

    /// Whether the acknowledgement would read the same, had it been written when it was by what is known now.
    fn says_still(&self, row: &Outgoing, report: &Report) -> bool {
        let Content::Mail(mail) = &row.content else {
            return true;
        };
        let about = About { directory: self.directory, report, now: row.created_at };
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
