//! What people of the town do with each button. New buttons are taught here, and nowhere else.

use chrono::TimeDelta;
use rispondo::domain::ids::ReportId;
use rispondo::domain::press::{Closing, Press};

use crate::chance::Chance;
use crate::world::Said;

/// As what somebody looks at a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The URP.
    Urp,
    /// The supervisor, in private.
    Supervisor,
    /// A referent, in the office's chat.
    Referent,
    /// An operator, in private.
    Operator,
}

impl Role {
    /// How long they leave the chat alone, on average.
    pub fn pause(self) -> TimeDelta {
        match self {
            Self::Urp => TimeDelta::minutes(25),
            Self::Referent => TimeDelta::minutes(60),
            Self::Operator | Self::Supervisor => TimeDelta::minutes(120),
        }
    }

    /// A command that they type now and then.
    pub fn command(self, chance: &mut Chance) -> Option<&'static str> {
        let commands: &[&str] = match self {
            Self::Urp => &["/open", "/open", "/limbo", "/new", "/new", "/new", "/works", "/help"],
            Self::Supervisor => &["/open", "/limbo", "/stats", "/people", "/help"],
            Self::Referent => &["/works", "/works", "/help"],
            Self::Operator => &["/help"],
        };
        chance.one(commands).copied()
    }
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// A report.
    Report(i64),
    /// Nothing but itself.
    Message(i32),
}

impl Matter {
    /// The report that its buttons name.
    pub fn of(said: &Said) -> Self {
        let report = said.presses().find_map(|(_, press)| report_of(press));
        report.map_or(Self::Message(said.id), |report| Self::Report(report.0))
    }
}

/// How a message with buttons looks to whoever picks it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing to decide: a closed report, a done task.
    Over,
    /// A report that nobody has.
    New,
    /// An office has it.
    Handed,
    /// The office says that it is done.
    Ready,
    /// Its citizen says that the problem is still there.
    Reopened,
    /// For an office: nobody has taken it.
    Waiting,
    /// For an office: somebody works on it.
    InHand,
    /// A task, a list, a question of the bot's.
    Other,
}

impl Stage {
    /// What the buttons of a message say, and whether a card names one of the offices.
    pub fn of(said: &Said, offices: &[String]) -> Self {
        let named = || offices.iter().any(|name| said.text.contains(name));
        match said.presses().map(|(_, press)| Telling::of(press)).min() {
            Some(Telling::Take) => Self::Waiting,
            Some(Telling::SendBack) => Self::Ready,
            Some(Telling::Ready) => Self::InHand,
            Some(Telling::Refuse) => Self::Reopened,
            Some(Telling::Assign) if named() => Self::Handed,
            Some(Telling::Assign) => Self::New,
            Some(Telling::Other) => Self::Other,
            Some(Telling::Nothing) | None => Self::Over,
        }
    }
}

/// What a button tells of its message; the first of a message's counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    Take,
    SendBack,
    Ready,
    Refuse,
    Assign,
    Other,
    Nothing,
}

impl Telling {
    fn of(press: &Press) -> Self {
        match press {
            Press::Take(..) => Self::Take,
            Press::SendBack(..) => Self::SendBack,
            Press::Ready(..) => Self::Ready,
            Press::Refuse(..) => Self::Refuse,
            Press::Assign(..) => Self::Assign,
            Press::TaskTold(_)
            | Press::TaskReopen(_)
            | Press::TaskLeave(_)
            | Press::TaskMakeReport(_)
            | Press::TaskRelease(_)
            | Press::TaskCloseNoAnswer(_)
            | Press::ClockTell(_)
            | Press::ClockAskOffice(_)
            | Press::Work(_)
            | Press::WorkDone(_)
            | Press::Show(_) => Self::Other,
            _ => Self::Nothing,
        }
    }
}

/// How much a button of a card, task or list draws somebody who takes it up.
pub fn weight(role: Role, press: &Press, stage: Stage) -> f64 {
    match (role, stage) {
        (_, Stage::Over) => match press {
            Press::Write(_) | Press::History(_) => 0.01,
            Press::UndoSpam(..) | Press::UndoMerge(..) | Press::Reopen(..) | Press::TaskUndo(_) => {
                0.02
            }
            _ => 0.0,
        },
        (Role::Urp, _) => of_urp(press, stage),
        (Role::Supervisor, _) => match press {
            Press::ClockAskOffice(_) => 2.0,
            Press::ClockTell(_) => 1.0,
            Press::Show(_) => 0.3,
            _ => 0.0,
        },
        (Role::Referent | Role::Operator, _) => of_office(role, press, stage),
    }
}

fn of_urp(press: &Press, stage: Stage) -> f64 {
    match press {
        // On the card it confirms a guess.
        Press::SetCategory(..) => 6.0,
        Press::Assign(..) if stage == Stage::Handed => 0.1,
        Press::Assign(..) => 5.0,
        Press::Close(..) => match stage {
            Stage::Ready => 0.3,
            Stage::Handed => 0.15,
            _ => 0.5,
        },
        Press::SameAs(..) => 1.0,
        Press::WorkAnswer(..) => 2.0,
        Press::WorkChoose(_) => 0.1,
        Press::ClockTell(_) => 3.0,
        Press::TaskCloseNoAnswer(_) => 2.0,
        Press::TaskAskAgain(_) => 1.0,
        Press::TaskNobody(_) | Press::CallNobody(..) => 0.8,
        Press::TheyAnswered(..) => 2.0,
        Press::SameAsNumber(..) => 0.05,
        Press::Plan(..) => 0.4,
        Press::TakeDraft(..) => 5.0,
        Press::EditDraft(..) => 1.5,
        Press::SendBack(..) => 0.5,
        Press::Refuse(..) => 1.5,
        Press::Ask(_) => 0.3,
        Press::Write(_) => 0.4,
        Press::Note(_) => 0.15,
        Press::Protocol(_) => 0.4,
        Press::Photos(_) | Press::History(_) | Press::Categories(..) => 0.15,
        Press::PhotosBefore(..) | Press::HistoryBefore(..) => 0.3,
        Press::Place(_) => 0.08,
        Press::Show(_) => 0.5,
        Press::TaskTold(_) => 3.0,
        Press::TaskCannot(_) => 0.8,
        Press::TaskReopen(_) => 1.0,
        Press::TaskLeave(_) => 1.0,
        Press::TaskNoWords(_) => 2.0,
        Press::TaskMakeReport(_) => 2.0,
        Press::TaskAdd(_) => 0.2,
        Press::TaskDrop(_) => 0.8,
        Press::TaskRelease(_) => 2.0,
        Press::TaskWithhold(_) => 0.4,
        Press::TaskRenewAddress(_) => 0.1,
        _ => 0.0,
    }
}

fn of_office(role: Role, press: &Press, stage: Stage) -> f64 {
    let hands = if role == Role::Referent { 1.0 } else { 0.1 };
    match press {
        Press::Take(..) => 2.0,
        Press::Hand(..) if stage == Stage::Waiting => 4.0 * hands,
        Press::Hand(..) => 0.2 * hands,
        Press::NotOurs(..) if stage == Stage::Waiting => 0.5,
        Press::NotOurs(..) => 0.05,
        Press::Ready(..) if stage == Stage::InHand => 3.0,
        Press::Ready(..) => 0.2,
        Press::GiveBack(..) => 0.1,
        Press::Plan(..) => 0.7,
        Press::Work(_) => 0.3,
        Press::WorkDone(_) => 1.0,
        Press::WorkDate(_) => 0.4,
        Press::WorkCancel(_) => 0.1,
        Press::WorkLink(_) => 0.1,
        Press::Ask(_) => 0.15,
        Press::Write(_) => 0.25,
        Press::Note(_) => 0.15,
        Press::Photos(_) | Press::History(_) => 0.15,
        Press::PhotosBefore(..) | Press::HistoryBefore(..) => 0.3,
        Press::Colleagues(_) => 0.03,
        Press::Show(_) => 0.5,
        _ => 0.0,
    }
}

/// How much leaving it alone draws them.
pub fn nothing(stage: Stage) -> f64 {
    match stage {
        Stage::Over => 1.0,
        Stage::Handed => 0.6,
        _ => 0.3,
    }
}

/// How much a button draws them that came of what they just did; `newest`: the first of them.
pub fn weight_next(press: &Press, first: bool) -> f64 {
    match press {
        // The usual office comes first.
        Press::AssignTo(..) if first => 8.0,
        Press::AssignTo(..) => 0.3,
        Press::SetCategory(..) => 1.0,
        Press::SetNoCategory(_) => 0.2,
        // The card's own has page 0.
        Press::Categories(_, page) if *page > 0 => 0.1,
        Press::CloseAs(_, _, closing) => match closing {
            Closing::Resolved => 8.0,
            Closing::NotResolvable => 1.5,
            Closing::NotOurs => 1.0,
            Closing::Spam => 0.35,
            Closing::SpamAndBlock => 0.08,
        },
        // Who is named first is as good as another.
        Press::HandTo(..) => 2.0,
        Press::ReadyAs(_, _, closing) => match closing {
            Closing::Resolved => 8.0,
            Closing::NotResolvable | Closing::NotOurs => 0.8,
            Closing::Spam | Closing::SpamAndBlock => 0.1,
        },
        Press::NothingToAdd(_) => 1.2,
        Press::WorkNew | Press::WorkNewFor(_) | Press::WorkRadius(_) => 1.0,
        Press::WorkCategory(_) => 0.4,
        Press::WorkAllCategories | Press::WorkCategoriesDone => 2.0,
        Press::WorkSave | Press::WorkSend => 8.0,
        Press::WorkSameWords => 1.0,
        Press::WorkDone(_) | Press::WorkDate(_) => 0.2,
        Press::WorkStop => 0.15,
        Press::WorkAnswer(..) | Press::Work(_) => 0.5,
        Press::IntakeKind(..) | Press::IntakeNoKind(_) => 0.4,
        Press::IntakePhotosDone(_) | Press::IntakeGoOn(_) => 2.0,
        Press::IntakeNoName(_) | Press::IntakeContact(..) => 1.0,
        Press::IntakeSave(_) => 8.0,
        Press::IntakeChange(_) | Press::IntakeCancel(_) | Press::IntakeAnew(_) => 0.15,
        Press::IntakeChangePart(..) => 0.3,
        Press::PlanIn(..) => 2.0,
        Press::PlanSameReason(_) => 1.0,
        Press::PlanAnotherDate(_) => 0.3,
        Press::KeptReady(_) | Press::KeptFor(_) => 1.0,
        Press::CloseSilently(..) => 2.0,
        Press::SpamWords(..) => 1.0,
        Press::Template(..) => 1.5,
        Press::PreviewSend(_) => 12.0,
        Press::PreviewChange(_) => 0.4,
        Press::PreviewNoPhotos(_) => 0.2,
        Press::PromptCancel(_) | Press::ChooserCancel(_) => 0.12,
        Press::PromptGoOn(_) => 1.0,
        Press::UseThis(_) => 4.0,
        Press::UseNot(_) => 0.3,
        Press::KeptNote(_) => 1.0,
        Press::KeptWrite(_) | Press::KeptNothing(_) => 0.4,
        Press::TaskAddTo(..) => 1.0,
        Press::Show(_) => 0.3,
        Press::Open(_) => 0.1,
        _ => 0.0,
    }
}

/// How long a matter rests after a press, on average.
pub fn rests(press: &Press) -> TimeDelta {
    match press {
        Press::SetCategory(..) | Press::SetNoCategory(_) => TimeDelta::minutes(20),
        Press::AssignTo(..) => TimeDelta::days(9),
        Press::Take(..) | Press::Hand(..) | Press::HandTo(..) => TimeDelta::days(5),
        Press::Ready(..) => TimeDelta::hours(6),
        Press::PlanIn(..) => TimeDelta::days(20),
        Press::Assign(..) | Press::Close(..) | Press::CloseAs(..) => TimeDelta::hours(5),
        Press::Ask(_) => TimeDelta::days(4),
        Press::Write(_) => TimeDelta::days(5),
        Press::Show(_) => TimeDelta::minutes(5),
        Press::TaskTold(_) | Press::TaskCannot(_) => TimeDelta::days(30),
        Press::ClockTell(_) | Press::ClockAskOffice(_) => TimeDelta::days(3),
        Press::WorkDone(_) | Press::WorkDate(_) => TimeDelta::days(20),
        _ => TimeDelta::hours(8),
    }
}

/// The report that a button of a card is about.
fn report_of(press: &Press) -> Option<ReportId> {
    match press {
        Press::Assign(report, _)
        | Press::Close(report, _)
        | Press::Refuse(report, _)
        | Press::Write(report)
        | Press::Note(report)
        | Press::History(report)
        | Press::Take(report, _)
        | Press::Ready(report, _)
        | Press::SendBack(report, _)
        | Press::AssignTo(report, ..)
        | Press::CloseAs(report, ..)
        | Press::Template(report, _)
        | Press::PreviewSend(report) => Some(*report),
        _ => None,
    }
}
