//! Carries a conversation's turn out: its deeds are decided by the domain, all or nothing.

mod by_clock;
mod deeds;
mod filing;
mod release;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

pub(super) use by_clock::carry_out_by_clock;

use super::citizens::Answering;
use super::people::as_citizen;
use super::route::refusal_words;
use super::staff::{supervisors, to_supervisors};
use super::{calls, consequences, rings};
use crate::conversation::{Scene, Turn};
use crate::domain::command::Command;
use crate::domain::decide::{self, Refusal, Terms};
use crate::domain::desk;
use crate::domain::directory::Directory;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::{MessageId, PersonId, ReportId, TaskId};
use crate::domain::outgoing::{KnownMessage, Notice};
use crate::domain::people::{Actor, Person};
use crate::domain::promise::Deadlines;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{Changes, Facts, Keys};
use crate::domain::task::Task;
use crate::domain::town::TownChange;

/// Whose conversation it is: a deed is done as a citizen, or as staff.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// A private chat: citizens act on their own reports.
    Private,
    /// A mail: its sender acts on their own reports.
    Mail(&'a Answering),
    /// A staff chat.
    Staff,
}

/// What came of a turn.
pub(super) enum Applied {
    /// Into the changes; these notices follow.
    Done(Vec<Notice>),
    /// More to look at first.
    Need(Box<Keys>),
}

/// Why a turn is not carried out now.
pub(super) enum Stop {
    /// There is more to look at first.
    Need(Box<Keys>),
    /// It cannot be done.
    Refused { refusal: Refusal, report: Option<ReportId> },
}

impl Stop {
    pub(super) fn need(keys: Keys) -> Self {
        Self::Need(Box::new(keys))
    }
}

/// Puts a turn into `changes`. A refused deed voids the turn: the person is told why instead, in
/// the answer to their press (`press`: its callback id) or as a message.
pub(super) fn apply(
    scene: &Scene<'_>,
    place: Place<'_>,
    mut turn: Turn,
    press: Option<&str>,
    changes: &mut Changes,
) -> Applied {
    let answering = match place {
        Place::Mail(answering) => Some((scene.person.id, answering.clone())),
        Place::Private | Place::Staff => None,
    };
    // What a turn does to reports, it does in the town as the turn leaves it.
    let town = rebound(scene.directory(), &turn.town);
    let directory = town.as_ref().unwrap_or(scene.directory());
    let (reports, people) = (BTreeMap::new(), Vec::new());
    let mut work = Work { scene, directory, place, answering, reports, people };
    let mut caused = Changes::default();
    let deeds = std::mem::take(&mut turn.deeds);
    for deed in deeds {
        match work.deed(deed, &mut turn, &mut caused) {
            Ok(()) => {}
            Err(Stop::Need(keys)) => return Applied::Need(keys),
            Err(Stop::Refused { refusal, report }) => {
                return Applied::Done(refuse(&work, turn, press, &refusal, report, changes));
            }
        }
    }
    commit(&work, turn, caused, changes)
}

/// The town once groups are bound as these changes say, if any is.
fn rebound(town: &Directory, changes: &[TownChange]) -> Option<Directory> {
    changes.iter().fold(None, |after: Option<Directory>, change| match change {
        TownChange::Bound { to, chat, .. } => Some(after.as_ref().unwrap_or(town).bound(to, *chat)),
        _ => after,
    })
}

/// The turn's own words and dialogue, then what its deeds caused.
fn commit(work: &Work<'_>, mut turn: Turn, caused: Changes, changes: &mut Changes) -> Applied {
    let scene = work.scene;
    let alarms = std::mem::take(&mut turn.to_supervisors);
    if !alarms.is_empty() && scene.facts.clock.supervisors.is_none() {
        // Who of them can be written to decides where it goes.
        return Applied::Need(Box::new(supervisors()));
    }
    for message in &alarms {
        let rows = to_supervisors(scene.facts, message, scene.now, turn.fresh());
        // Who does it knows it.
        let others = rows.into_iter().filter(|row| row.to.chat() != Some(scene.chat));
        changes.outbox.extend(others);
    }
    let (said, notices) = turn.changes(scene);
    changes.join(said);
    changes.people.extend(work.people.iter().cloned());
    changes.reports.extend(work.reports.values().cloned());
    changes.join(caused);
    Applied::Done(notices)
}

/// The words of a refusal, in the answer to the press or as a message; the card is brought up to
/// date, as it was an old one that misled.
fn refuse(
    work: &Work<'_>,
    turn: Turn,
    press: Option<&str>,
    refusal: &Refusal,
    report: Option<ReportId>,
    changes: &mut Changes,
) -> Vec<Notice> {
    let scene = work.scene;
    let known = report.and_then(|id| scene.facts.report(id));
    if matches!(work.place, Place::Mail(_)) {
        // Whoever writes a mail is in no chat: what cannot be done was asked for otherwise before.
        // The refusal itself may name a colleague: the report is enough to look it up.
        tracing::error!(report = report.map(tracing::field::display), "intake.mail_refused");
        return Vec::new();
    }
    let words = refusal_words(scene, work.place, refusal, known);
    let mut answer = Turn::new(scene, turn.into_fresh());
    match press {
        Some(callback) => answer.notice(callback, words),
        None => {
            answer.say(crate::text::format::said(crate::text::format::escape(&words)));
        }
    }
    changes.outbox.extend(answer.say);
    if matches!(work.place, Place::Staff) {
        changes.cards_of.extend(report);
    }
    answer.notices
}

/// The reports and people as they stand in the middle of the turn.
pub(super) struct Work<'a> {
    scene: &'a Scene<'a>,
    /// The town in which this happens.
    directory: &'a Directory,
    place: Place<'a>,
    /// The mail that is being answered, and who wrote it.
    answering: Option<(PersonId, Answering)>,
    reports: BTreeMap<ReportId, Report>,
    people: Vec<Person>,
}

impl<'a> Work<'a> {
    /// A command on a report: the domain decides, and the events mean something.
    fn command(
        &mut self,
        id: ReportId,
        command: Command,
        seen: Option<i32>,
        messages: &[MessageId],
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let report = self.known_report(id)?;
        let actor = self.actor(&report);
        self.command_as(&actor, id, command, seen, messages, turn, caused)
    }

    #[expect(clippy::too_many_arguments, reason = "a command and all that it needs")]
    pub(super) fn command_as(
        &mut self,
        actor: &Actor,
        id: ReportId,
        command: Command,
        seen: Option<i32>,
        messages: &[MessageId],
        turn: &mut Turn,
        caused: &mut Changes,
    ) -> Result<(), Stop> {
        let facts = self.scene.facts;
        let mut report = self.known_report(id)?;
        let command = match self.meant(&report, &command)? {
            // Of the main report: none of its messages are in this chat.
            Some((main, command)) if main != id => {
                return self.command_as(actor, main, command, None, &[], turn, caused);
            }
            Some((_, command)) => command,
            None => command,
        };
        if let Command::Merge { into, .. } = &command {
            self.joins(&report, *into)?;
        }
        let deadlines = facts.directory.deadlines(report.category.as_ref());
        let events = decide::decide(&report, command, actor, self.terms(deadlines, seen))
            .map_err(|refusal| Stop::Refused { refusal, report: Some(id) })?;
        self.see_desks(&report, &events)?;
        self.known(messages, id, caused);
        for event in events {
            let before = report.clone();
            report.apply(&event);
            self.changed(&before, &report, event.clone(), turn, caused);
            self.reports.insert(id, report.clone());
            self.spread(&before, &report, &event, turn, caused)?;
        }
        Ok(())
    }

    /// Whether the events ring in a chat depends on the cards as they stand, before and after; and
    /// whether an operator has a card of their own, on whether they can be written to.
    fn see_desks(&self, report: &Report, events: &[Event]) -> Result<(), Stop> {
        let facts = self.scene.facts;
        let mut after = report.clone();
        for event in events {
            after.apply(event);
        }
        let mut need = Keys::default();
        if after.returns > report.returns.max(1) && facts.clock.supervisors.is_none() {
            // The supervisors are told.
            need = super::staff::supervisors();
        }
        for state in [report, &after] {
            let operator = state.state.operator();
            need.people.extend(operator.filter(|id| self.person(*id).is_none()));
            let operator = operator.and_then(|id| self.person(id));
            let chats = desk::chats(self.directory, state, operator.as_ref());
            let unknown = chats.into_iter().filter(|chat| facts.card(*chat, report.id).is_none());
            need.cards.extend(unknown.map(|chat| (chat, report.id)));
        }
        let says =
            |kind: &EventKind| matches!(kind, EventKind::Added { .. } | EventKind::Edited { .. });
        let says = events.iter().any(|event| says(&event.kind));
        let opens = !report.state.is_open() && after.state.is_open();
        let says = says && !after.state.is_open();
        if (says || opens) && !facts.tasks_known_of.contains(&report.id) {
            // Their words go to the task that waits already, if one does; it ends where the report opens.
            need.tasks_of.push(report.id);
        }
        let stands = |event: &Event| calls::says_how_it_stands(event, after.id);
        if events.iter().any(stands) && calls::may_end_some(facts, &after) {
            need.tasks_of.push(report.id);
        }
        let reopens = |event: &Event| matches!(event.kind, EventKind::ReopenRequested { .. });
        let known = facts.deliveries.iter().any(|(known, _)| *known == report.id);
        if report.outcome() == Some(Outcome::Spam) && events.iter().any(reopens) && !known {
            // What its citizen was told of it decides what they are told now.
            need.deliveries.push(report.id);
        }
        need.people.dedup();
        need.cards.sort_unstable();
        need.cards.dedup();
        if need == Keys::default() { Ok(()) } else { Err(Stop::need(need)) }
    }

    fn actor(&self, report: &Report) -> Actor {
        match self.place {
            Place::Private | Place::Mail(_) => as_citizen(self.scene.person, report),
            Place::Staff => desk::acting(
                self.scene.directory(),
                self.scene.person,
                self.scene.capacities,
                report.state.office(),
            ),
        }
    }

    pub(super) fn terms(&self, deadlines: Deadlines, seen: Option<i32>) -> Terms<'_> {
        let calendar = &self.scene.facts.directory.calendar;
        Terms { now: self.scene.now, calendar, deadlines, seen }
    }

    /// The mail that is being answered, and who wrote it.
    pub(super) fn writer(&self) -> Option<(PersonId, &Answering)> {
        self.answering.as_ref().map(|(writer, answering)| (*writer, answering))
    }

    pub(super) fn facts(&self) -> &'a Facts {
        self.scene.facts
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.scene.now
    }

    pub(super) fn report(&self, id: ReportId) -> Option<Report> {
        self.reports.get(&id).or_else(|| self.scene.facts.report(id)).cloned()
    }

    /// A report, which is looked at first where it is not known.
    pub(super) fn known_report(&self, id: ReportId) -> Result<Report, Stop> {
        self.report(id).ok_or_else(|| Stop::need(Keys::report(id)))
    }

    /// The same for a task.
    fn known_task(&self, id: TaskId) -> Result<&'a Task, Stop> {
        self.scene.facts.task(id).ok_or_else(|| Stop::need(Keys::task(id)))
    }

    fn person(&self, id: PersonId) -> Option<Person> {
        let own = Some(self.scene.person).filter(|own| own.id == id);
        let changed = self.people.iter().find(|one| one.id == id);
        changed.or(own).or_else(|| self.scene.facts.person(id)).cloned()
    }

    fn staff_actor(&self) -> Actor {
        desk::acting(self.scene.directory(), self.scene.person, self.scene.capacities, None)
    }

    /// Messages of this chat that belong to the report from now on.
    fn known(&self, messages: &[MessageId], report: ReportId, caused: &mut Changes) {
        caused.messages.extend(messages.iter().map(|message| KnownMessage {
            chat: self.scene.chat,
            message: *message,
            report: Some(report),
            row: None,
            card: false,
            task: None,
        }));
    }

    fn changed(
        &self,
        before: &Report,
        after: &Report,
        event: Event,
        turn: &mut Turn,
        caused: &mut Changes,
    ) {
        let citizen = self.person(after.citizen);
        let operators = [before, after]
            .map(|report| report.state.operator().and_then(|operator| self.person(operator)));
        let cause = consequences::Cause {
            facts: self.scene.facts,
            directory: self.directory,
            before,
            after,
            event: &event,
            citizen: citizen.as_ref(),
            operators: [operators[0].as_ref(), operators[1].as_ref()],
            // Whatever bounds there are for answers to a writer, nobody else's words wait with them.
            answering: self.writer().filter(|one| one.0 == after.citizen).map(|one| one.1),
            now: self.scene.now,
        };
        consequences::follow(&cause, turn.fresh(), caused);
        rings::follow(&cause, turn.fresh(), caused);
        caused.events.push(event);
    }
}
