//! The state table: what a command does to a report, or why not.
//!
//! Pure: `(report, command, actor, terms) → events | refusal`. The table of docs/ARCHITECTURE.md,
//! every row and nothing beside it.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::command::{Command, CommandKind};
use super::event::{Channel, Event, EventKind, Filing, Rule};
use super::ids::{OfficeCode, ReportId};
use super::people::{Actor, Capacity};
use super::promise::{Calendar, Deadlines};
use super::report::Report;
use super::rights::{self, Role};
use super::state::{Outcome, State, StateKind};

/// For how long a citizen may say that the problem is still there, days.
pub const REOPEN_DAYS: u64 = 30;
/// Within how many working days an answer to a question is hoped for.
pub const QUESTION_DAYS: u32 = 5;

/// What a decision depends on beside the report.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// The town's working days.
    pub calendar: &'a Calendar,
    /// The deadlines of the report's category.
    pub deadlines: Deadlines,
    /// The `state_seq` that the person saw, where a button carried it.
    pub seen: Option<i32>,
}

/// Why a command is not carried out. The words are in `text`.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// Others can.
    NotAllowed {
        /// Who.
        who_can: &'static [Role],
    },
    /// Not in this state.
    WrongState {
        /// The state it is in.
        state: StateKind,
    },
    /// Somebody was quicker.
    Overtaken {
        /// By whom: a name for staff.
        by: String,
        /// What they did: an event's name.
        event: String,
    },
    /// Words for the citizen are missing.
    NoWords,
    /// More than [`REOPEN_DAYS`] after closing.
    TooLate,
    /// The date is past, or today.
    NotInFuture,
    /// No question waits for an answer.
    NoQuestion,
    /// It stands so already.
    Already,
    /// A report cannot be the same as itself.
    Itself,
    /// The promised day is not over, or the citizen was told already.
    NotLate,
    /// Its citizen has added to it as often as anybody reads.
    NoRoom,
    /// The report that it is to be joined to is closed.
    MainClosed {
        /// That report.
        main: ReportId,
    },
    /// The report that it is to be joined to is joined to another one itself.
    MainIsDuplicate {
        /// That report.
        main: ReportId,
        /// The one that it is joined to.
        of: ReportId,
    },
}

/// The first event of a report: the filing, with the date of the first word.
pub fn file(id: ReportId, filing: Filing, actor: Actor, terms: Terms<'_>) -> Event {
    let promised = terms.calendar.after(terms.now, terms.deadlines.first_word);
    Event {
        report: id,
        seq: 1,
        at: terms.now,
        actor,
        promised: Some(promised),
        kind: EventKind::Filed(Box::new(filing)),
    }
}

/// What `command` makes of `report`: the events, in order, or the reason why not.
pub fn decide(
    report: &Report,
    command: Command,
    actor: &Actor,
    terms: Terms<'_>,
) -> Result<Vec<Event>, Refusal> {
    let kind = command.kind();
    if !rights::may(actor, kind, report.state.office()) {
        return Err(Refusal::NotAllowed { who_can: rights::who_may(kind) });
    }
    let by_citizen = actor.capacities.contains(&Capacity::Citizen);
    if kind == CommandKind::Answer && !by_citizen && !report.channel.is_by_hand() {
        return Err(Refusal::NotAllowed { who_can: &[Role::Citizen] });
    }
    if terms.seen.is_some_and(|seen| seen != report.state_seq) && changes_state(&command) {
        return Err(Refusal::Overtaken {
            by: report.last.actor.name.clone(),
            event: report.last.event.clone(),
        });
    }
    let (kind, promised) = outcome_of(report, command, actor, terms)?;
    Ok(vec![Event {
        report: report.id,
        seq: report.version + 1,
        at: terms.now,
        actor: actor.clone(),
        promised,
        kind,
    }])
}

/// Whether a report can be joined to that one.
pub fn can_join(report: &Report, main: &Report) -> Result<(), Refusal> {
    if main.id == report.id {
        return Err(Refusal::Itself);
    }
    match main.duplicate_of() {
        Some(of) => Err(Refusal::MainIsDuplicate { main: main.id, of }),
        None if main.state.is_open() => Ok(()),
        None => Err(Refusal::MainClosed { main: main.id }),
    }
}

/// Whether a stale button must not give the command.
fn changes_state(command: &Command) -> bool {
    !matches!(
        command,
        Command::SetCategory { .. }
            | Command::SetPlace { .. }
            | Command::Complete { .. }
            | Command::SetProtocol { .. }
            | Command::Note { .. }
            | Command::Ask { .. }
            | Command::Answer { .. }
            | Command::Add { .. }
            | Command::Edit { .. }
            | Command::Tell { .. }
            | Command::Rate { .. }
            | Command::TellLate
            | Command::RemindQuestion
            | Command::FromDuplicate { .. }
            | Command::DuplicateLeft { .. }
    )
}

type Decided = Result<(EventKind, Option<NaiveDate>), Refusal>;

#[expect(clippy::too_many_lines, reason = "the state table: one arm a row")]
fn outcome_of(report: &Report, command: Command, actor: &Actor, terms: Terms<'_>) -> Decided {
    let wrong = || Refusal::WrongState { state: report.state.kind() };
    let open = || {
        if report.state.is_open() { Ok(()) } else { Err(wrong()) }
    };
    let still = |kind| Ok((kind, None));
    match command {
        Command::SetCategory { category } => {
            open()?;
            // The same one again confirms what was only a guess.
            if report.category == category && !report.suggested {
                return Err(Refusal::Already);
            }
            still(EventKind::CategorySet { category })
        }
        Command::SetPlace { place } => {
            open()?;
            still(EventKind::PlaceSet { place })
        }
        Command::Complete { category, place, words, photos } => {
            open()?;
            if report.missing.is_nothing() {
                return Err(Refusal::NoQuestion);
            }
            still(EventKind::Completed { category, place, words, photos })
        }
        Command::SetProtocol { number } => still(EventKind::ProtocolSet { number: said(number)? }),
        Command::Assign { office } => assign(report, office, terms),
        Command::NotOurs { reason } => match report.state {
            State::Assigned { .. } | State::InProgress { .. } => {
                still(EventKind::Returned { reason: said(reason)? })
            }
            _ => Err(wrong()),
        },
        Command::HandTo { operator, operator_name } => {
            if report.state.operator() == Some(operator) {
                return Err(Refusal::Already);
            }
            match &report.state {
                State::Assigned { office } | State::InProgress { office, .. } => {
                    let office = office.clone();
                    still(EventKind::Taken { office, operator, operator_name })
                }
                _ => Err(wrong()),
            }
        }
        Command::Take => take(report, actor, terms),
        Command::GiveBack => match &report.state {
            State::InProgress { operator, .. } if actor.person == Some(*operator) => {
                still(EventKind::GivenBack)
            }
            State::InProgress { .. } => Err(Refusal::NotAllowed { who_can: &[Role::Operator] }),
            _ => Err(wrong()),
        },
        Command::OperatorRemoved => match report.state.operator() {
            Some(_) => still(EventKind::GivenBack),
            None => Err(wrong()),
        },
        Command::Plan { until, reason, work } => match report.state.kind() {
            StateKind::Received
            | StateKind::Assigned
            | StateKind::InProgress
            | StateKind::Planned => {
                if until <= terms.calendar.day_of(terms.now) {
                    return Err(Refusal::NotInFuture);
                }
                // On a day on which nobody works nothing is taken in hand again.
                let until = terms.calendar.working_from(until);
                Ok((EventKind::Planned { until, reason: said(reason)?, work }, Some(until)))
            }
            _ => Err(wrong()),
        },
        Command::PlanDue => match &report.state {
            State::Planned { until, .. } if *until <= terms.calendar.day_of(terms.now) => {
                Ok((EventKind::PlanDue, Some(next_word(terms))))
            }
            _ => Err(wrong()),
        },
        Command::Ready { outcome, done, draft, photos } => match &report.state {
            State::Assigned { office }
            | State::InProgress { office, .. }
            | State::Planned { office: Some(office), .. } => {
                let office = office.clone();
                still(EventKind::Ready { office, outcome, done, draft, photos })
            }
            _ => Err(wrong()),
        },
        Command::WorkDone { office, draft } => match report.state.kind() {
            StateKind::Received
            | StateKind::Assigned
            | StateKind::InProgress
            | StateKind::Planned => still(EventKind::Ready {
                office,
                outcome: Outcome::Resolved,
                done: String::new(),
                draft,
                photos: Vec::new(),
            }),
            _ => Err(wrong()),
        },
        Command::SendBack { note } => match report.state {
            State::Ready { .. } => still(EventKind::SentBack { note: said(note)? }),
            _ => Err(wrong()),
        },
        Command::Close { outcome, words, photos } => close(report, outcome, words, photos),
        Command::Merge { into, words } => {
            open()?;
            if into == report.id {
                return Err(Refusal::Itself);
            }
            still(EventKind::Closed {
                outcome: Outcome::Duplicate { of: into },
                words: Some(said(words)?),
                photos: Vec::new(),
                rule: None,
            })
        }
        Command::Unmerge { owed } => match report.state {
            State::Closed { outcome: Outcome::Duplicate { .. } } => {
                let limbo_since = owed.limbo_since;
                Ok((EventKind::Unmerged { limbo_since }, Some(owed.kept(terms))))
            }
            _ => Err(wrong()),
        },
        Command::Withdraw => {
            open()?;
            still(EventKind::Closed {
                outcome: Outcome::Withdrawn,
                words: None,
                photos: Vec::new(),
                rule: None,
            })
        }
        Command::StillThere { words } => still_there(report, words, terms),
        Command::Reopen => match report.state {
            State::Closed { outcome } if !matches!(outcome, Outcome::Duplicate { .. }) => {
                Ok((EventKind::ReopenRequested { words: None }, Some(first_word(terms))))
            }
            _ => Err(wrong()),
        },
        Command::RefuseReopen { words } => match report.state {
            State::ReopenRequested { .. } => {
                still(EventKind::ReopenRefused { words: said(words)? })
            }
            _ => Err(wrong()),
        },
        Command::Note { words, photos } => still(EventKind::Noted { words, photos }),
        Command::Ask { words } => {
            open()?;
            let until = terms.calendar.after(terms.now, QUESTION_DAYS);
            // Whether or not they answer, they hear again a first word's time after that day.
            let promised = terms.calendar.after_day(until, terms.deadlines.first_word);
            let promised = report.promised.map_or(promised, |stands| stands.max(promised));
            Ok((EventKind::Asked { words: said(words)?, until }, Some(promised)))
        }
        Command::Answer { words, photos } => {
            if report.question.is_none() {
                return Err(Refusal::NoQuestion);
            }
            still(EventKind::Answered { words, photos })
        }
        Command::Add { .. } | Command::Edit { .. } if !report.has_room() => Err(Refusal::NoRoom),
        Command::Add { words, photos } => still(EventKind::Added { words, photos }),
        Command::Edit { words } => still(EventKind::Edited { words }),
        Command::Tell { words, photos } => {
            let promised = report.state.is_open().then(|| told(report, terms));
            Ok((EventKind::Told { words: said(words)?, photos }, promised))
        }
        Command::Rate { solved } => match report.state {
            State::Closed { .. } => still(EventKind::Rated { solved }),
            _ => Err(wrong()),
        },
        Command::Follow { into, let_go } => match report.state {
            State::Closed { outcome: Outcome::Duplicate { of } } => {
                if into == report.id {
                    return Err(Refusal::Itself);
                }
                if into == of {
                    return Err(Refusal::Already);
                }
                still(EventKind::Followed { of: into, let_go })
            }
            _ => Err(wrong()),
        },
        Command::TellLate => {
            open()?;
            let today = terms.calendar.day_of(terms.now);
            if report.limbo_since.is_some() || report.promised.is_none_or(|day| day >= today) {
                return Err(Refusal::NotLate);
            }
            Ok((EventKind::LateTold, Some(next_word(terms))))
        }
        Command::RemindQuestion => match &report.question {
            None => Err(Refusal::NoQuestion),
            Some(question) if question.reminded => Err(Refusal::Already),
            Some(_) => still(EventKind::QuestionReminded),
        },
        Command::FromDuplicate { report: other, joins, words, photos, untold } => {
            open()?;
            if other == report.id {
                return Err(Refusal::Itself);
            }
            let (report, left) = (other, false);
            still(EventKind::FromDuplicate { report, joins, words, photos, left, untold })
        }
        Command::DuplicateLeft { report: other } => {
            let (words, photos) = (String::new(), Vec::new());
            still(EventKind::FromDuplicate {
                report: other,
                joins: false,
                words,
                photos,
                left: true,
                untold: false,
            })
        }
    }
}

fn assign(report: &Report, office: OfficeCode, terms: Terms<'_>) -> Decided {
    match report.state.kind() {
        StateKind::Received
        | StateKind::ReopenRequested
        | StateKind::Assigned
        | StateKind::InProgress
        | StateKind::Planned => {}
        state => return Err(Refusal::WrongState { state }),
    }
    if report.state.kind() == StateKind::Assigned && report.state.office() == Some(&office) {
        return Err(Refusal::Already);
    }
    // Moving a report about renews nothing: only the first assignment sets a date.
    // Whoever is called is not called for that: the date that they were told stands.
    let is_told = report.channel != Channel::Phone && !report.assigned_once;
    Ok((EventKind::Assigned { office }, is_told.then(|| next_word(terms))))
}

fn take(report: &Report, actor: &Actor, terms: Terms<'_>) -> Decided {
    let wrong = Refusal::WrongState { state: report.state.kind() };
    let Some(operator) = actor.person else {
        return Err(wrong);
    };
    let (office, promised) = match &report.state {
        State::Assigned { office } => (office.clone(), None),
        State::Planned { office: Some(office), .. } => {
            let is_told = report.channel != Channel::Phone;
            (office.clone(), is_told.then(|| next_word(terms)))
        }
        State::InProgress { .. } => {
            return Err(Refusal::Overtaken {
                by: report.last.actor.name.clone(),
                event: report.last.event.clone(),
            });
        }
        _ => return Err(wrong),
    };
    let operator_name = actor.name.clone();
    Ok((EventKind::Taken { office, operator, operator_name }, promised))
}

fn close(
    report: &Report,
    outcome: Outcome,
    words: Option<String>,
    photos: Vec<super::ids::FileId>,
) -> Decided {
    let by_urp = matches!(
        outcome,
        Outcome::Resolved | Outcome::NotResolvable | Outcome::NotOurs | Outcome::Spam
    );
    if !report.state.is_open() || !by_urp {
        return Err(Refusal::WrongState { state: report.state.kind() });
    }
    let words = words.filter(|words| !words.trim().is_empty());
    let rule = match (&words, outcome) {
        (Some(_), _) => None,
        (None, Outcome::Spam) => Some(Rule::SilentSpam),
        (None, _) => return Err(Refusal::NoWords),
    };
    Ok((EventKind::Closed { outcome, words, photos, rule }, None))
}

fn still_there(report: &Report, words: Option<String>, terms: Terms<'_>) -> Decided {
    let State::Closed { outcome } = report.state else {
        return Err(Refusal::WrongState { state: report.state.kind() });
    };
    if matches!(outcome, Outcome::Withdrawn | Outcome::Spam | Outcome::Duplicate { .. }) {
        return Err(Refusal::WrongState { state: report.state.kind() });
    }
    let since = report.closed_at.unwrap_or(report.last.at);
    if terms.now > since + Days::new(REOPEN_DAYS) {
        return Err(Refusal::TooLate);
    }
    let words = words.filter(|words| !words.trim().is_empty());
    Ok((EventKind::ReopenRequested { words }, Some(first_word(terms))))
}

/// The date after words to the citizen: a planned date stands, another one moves on.
fn told(report: &Report, terms: Terms<'_>) -> NaiveDate {
    match report.state {
        State::Planned { until, .. } => until,
        _ => next_word(terms),
    }
}

pub(super) fn first_word(terms: Terms<'_>) -> NaiveDate {
    terms.calendar.after(terms.now, terms.deadlines.first_word)
}

fn next_word(terms: Terms<'_>) -> NaiveDate {
    terms.calendar.after(terms.now, terms.deadlines.next_word)
}

fn said(words: String) -> Result<String, Refusal> {
    if words.trim().is_empty() { Err(Refusal::NoWords) } else { Ok(words) }
}

#[cfg(test)]
mod tests;
