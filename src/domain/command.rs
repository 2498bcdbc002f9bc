//! What people (and the clock) ask of a report.

use chrono::NaiveDate;

use super::ids::{CategoryCode, FileId, OfficeCode, PersonId, ReportId, WorkId};
use super::joined::Owed;
use super::place::Place;
use super::state::Outcome;

macro_rules! commands {
    ($($(#[$doc:meta])+ $name:ident $({ $($field:ident: $kind:ty),+ $(,)? })?,)+) => {
        /// A request to change a report or to add to its history. [`super::decide::decide`] says yes or no.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "the fields are those of the events they become")]
        pub enum Command {
            $($(#[$doc])+ $name $({ $($field: $kind),+ })?,)+
        }

        /// A command's name: the row of the rights table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum CommandKind {
            $($(#[$doc])+ $name,)+
        }

        impl CommandKind {
            /// Every command, for tests of the rights table.
            pub const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];
        }

        impl Command {
            /// The command's name.
            pub fn kind(&self) -> CommandKind {
                match self {
                    $(Self::$name { .. } => CommandKind::$name,)+
                }
            }
        }
    };
}

commands! {
    /// URP: correct the category (none: *Something else*).
    SetCategory { category: Option<CategoryCode> },
    /// URP: correct the place.
    SetPlace { place: Place },
    /// Citizen: what the acknowledgement had asked for.
    Complete {
        category: Option<CategoryCode>,
        place: Option<Place>,
        words: String,
        photos: Vec<FileId>,
    },
    /// URP: the protocol office's number of the certified mail.
    SetProtocol { number: String },
    /// URP: give it to an office, or move it.
    Assign { office: OfficeCode },
    /// Referent: "not ours".
    NotOurs { reason: String },
    /// Referent: hand it to an operator.
    HandTo { operator: PersonId, operator_name: String },
    /// Operator or referent: take charge.
    Take,
    /// Its operator: give it back to the office.
    GiveBack,
    /// The clock: its operator is no longer one.
    OperatorRemoved,
    /// URP, referent, operator: why not now, and when.
    Plan { until: NaiveDate, reason: String, work: Option<WorkId> },
    /// The clock: the planned day came.
    PlanDue,
    /// Operator, referent: done.
    Ready { outcome: Outcome, done: String, draft: String, photos: Vec<FileId> },
    /// The clock: the planned work that it is linked to is done.
    WorkDone { office: OfficeCode, draft: String },
    /// URP: back to the office, with a note.
    SendBack { note: String },
    /// URP: close with a reply (spam alone may be silent).
    Close { outcome: Outcome, words: Option<String>, photos: Vec<FileId> },
    /// URP: the same as another report.
    Merge { into: ReportId, words: String },
    /// URP: undo a merge. The clock: its main report ended without an answer for it.
    Unmerge { owed: Owed },
    /// The clock: the report that it is a duplicate of is one itself, or has ended without an answer (`let_go`).
    Follow { into: ReportId, let_go: bool },
    /// Citizen: take it back.
    Withdraw,
    /// Citizen: the problem is still there.
    StillThere { words: Option<String> },
    /// URP: look at it again.
    Reopen,
    /// URP: do not reopen, with the reason.
    RefuseReopen { words: String },
    /// Staff: a note among staff.
    Note { words: String, photos: Vec<FileId> },
    /// URP, referents: ask the citizen.
    Ask { words: String },
    /// Citizen: the answer; URP: what somebody answered on the phone or at the desk.
    Answer { words: String, photos: Vec<FileId> },
    /// Citizen: something more.
    Add { words: String, photos: Vec<FileId> },
    /// Citizen: a message of the report, edited.
    Edit { words: String },
    /// URP, referents, supervisor: words to the citizen.
    Tell { words: String, photos: Vec<FileId> },
    /// Citizen: is it really solved?
    Rate { solved: bool },
    /// The clock: the promised day is over, and nobody has told the citizen anything.
    TellLate,
    /// The clock: the question still waits for its answer.
    RemindQuestion,
    /// The clock: another report is joined to this one, or its citizen says more.
    FromDuplicate {
        report: ReportId,
        joins: bool,
        words: String,
        photos: Vec<FileId>,
        untold: bool,
    },
    /// The clock: that report is not the same problem, as somebody has said.
    DuplicateLeft { report: ReportId },
}
