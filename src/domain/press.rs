//! What a button does, as the at most 64 bytes that Telegram keeps for it.
//!
//! Buttons live for years in people's chats: the letters of a landed [`Press`] are never given
//! another meaning. Unknown data is answered as an old button.

mod parts;

use parts::Part64;
pub use parts::{Closing, IntakePart, Part, Post, Reach, Span};

use super::figures::PeriodName;
use super::ids::{
    CategoryCode, ChatId, InvitationCode, OfficeCode, PersonId, ReportId, TaskId, TelegramId,
    WorkId,
};
use super::lang::Lang;

/// A citizen's draft, by a number that grows with each draft of theirs: an old draft's buttons are known as old.
pub type DraftNo = u32;

macro_rules! presses {
    ($(#[$doc:meta] $name:ident $(($($kind:ident),+))? = $code:literal,)+) => {
        /// What a button does.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Press {
            $(#[$doc] $name $(($($kind),+))?,)+
        }

        impl Press {
            /// As Telegram keeps it.
            pub fn encode(&self) -> String {
                match self {
                    $(presses!(@pattern $name $(($($kind),+))?) => {
                        presses!(@encode self, $name, $code $(, $($kind),+)?)
                    })+
                }
            }

            /// Reads what [`Press::encode`] wrote.
            pub fn decode(data: &str) -> Option<Self> {
                let mut parts = data.split(':');
                let press = match parts.next()? {
                    $($code => presses!(@decode parts, $name $(, $($kind),+)?),)+
                    _ => return None,
                };
                parts.next().is_none().then_some(press)
            }

            /// The report that it is about, if any: the first that it names.
            pub fn report(&self) -> Option<ReportId> {
                match self {
                    $(presses!(@pattern $name $(($($kind),+))?) => {
                        presses!(@report self, $name $(, $($kind),+)?)
                    })+
                }
            }

            /// The task that it is about, if any.
            pub fn task(&self) -> Option<TaskId> {
                match self {
                    $(presses!(@pattern $name $(($($kind),+))?) => {
                        presses!(@task self, $name $(, $($kind),+)?)
                    })+
                }
            }

            /// One of each, for tests over all buttons.
            #[cfg(test)]
            pub(crate) fn samples() -> Vec<Self> {
                vec![$(Self::$name $(($($kind::sample()),+))?,)+]
            }
        }
    };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident ($($kind:ident),+)) => { Self::$name(..) };
    (@encode $self:ident, $name:ident, $code:literal) => { $code.to_owned() };
    (@encode $self:ident, $name:ident, $code:literal, $a:ident) => {{
        let Self::$name(a) = $self else { return String::new() };
        let mut data = $code.to_owned();
        a.write(&mut data);
        data
    }};
    (@encode $self:ident, $name:ident, $code:literal, $a:ident, $b:ident) => {{
        let Self::$name(a, b) = $self else { return String::new() };
        let mut data = $code.to_owned();
        a.write(&mut data);
        b.write(&mut data);
        data
    }};
    (@encode $self:ident, $name:ident, $code:literal, $a:ident, $b:ident, $c:ident) => {{
        let Self::$name(a, b, c) = $self else { return String::new() };
        let mut data = $code.to_owned();
        a.write(&mut data);
        b.write(&mut data);
        c.write(&mut data);
        data
    }};
    (@report $self:ident, $name:ident, ReportId $(, $more:ident)*) => {{
        let Self::$name(id, ..) = $self else { return None };
        Some(*id)
    }};
    (@report $self:ident, $name:ident, $first:ident, ReportId $(, $more:ident)*) => {{
        let Self::$name(_, id, ..) = $self else { return None };
        Some(*id)
    }};
    (@report $self:ident, $name:ident $(, $kind:ident)*) => { None };
    (@task $self:ident, $name:ident, TaskId $(, $more:ident)*) => {{
        let Self::$name(id, ..) = $self else { return None };
        Some(*id)
    }};
    (@task $self:ident, $name:ident $(, $kind:ident)*) => { None };
    (@decode $parts:ident, $name:ident) => { Self::$name };
    (@decode $parts:ident, $name:ident, $($kind:ident),+) => {
        Self::$name($(<$kind as Part64>::read($parts.next()?)?),+)
    };
}

/// The `state_seq` of the report when the button was made: an older one is stale.
pub type SeenSeq = i32;
/// A place in a list: a page, or a template's place in the directory.
pub type Index = u32;
/// A report after which a list goes on: the button is not about it.
pub type ListedBefore = ReportId;

presses! {
    /// Citizen: begin a report.
    New = "n",
    /// Citizen: list my reports.
    Mine = "m",
    /// Citizen: help.
    Help = "h",
    /// Citizen: choose this language.
    Language(Lang) = "l",
    /// Citizen: the draft's category.
    DraftCategory(DraftNo, CategoryCode) = "dc",
    /// Citizen: no category.
    DraftNoCategory(DraftNo) = "dn",
    /// Citizen: another page of categories.
    DraftCategories(DraftNo, Index) = "dp",
    /// Citizen: no more photos.
    DraftPhotosDone(DraftNo) = "dd",
    /// Citizen: no photo at all.
    DraftNoPhoto(DraftNo) = "d0",
    /// Citizen: send the report.
    DraftSend(DraftNo) = "ds",
    /// Citizen: what is to be changed?
    DraftChange(DraftNo) = "dh",
    /// Citizen: change this part.
    DraftChangePart(DraftNo, Part) = "dx",
    /// Citizen: throw the draft away.
    DraftCancel(DraftNo) = "dq",
    /// Citizen: go on with the draft.
    DraftGoOn(DraftNo) = "dg",
    /// *Back* from *Change*: the summary again, in its own message.
    DraftBack(DraftNo) = "db",
    /// Citizen: show a report of mine.
    MyReport(ReportId) = "r",
    /// Citizen: add something to it.
    AddMore(ReportId) = "ra",
    /// Citizen: what I add is complete.
    AddDone(ReportId) = "rd",
    /// Citizen: add what I just sent.
    AddKept(ReportId) = "rk",
    /// Citizen: what I just sent is a new report.
    KeptAsNew = "kn",
    /// Citizen: forget what I just sent.
    KeptDrop = "kd",
    /// Citizen: take it back (asks once more).
    Withdraw(ReportId) = "rw",
    /// Citizen: yes, take it back.
    WithdrawYes(ReportId) = "ry",
    /// Citizen: no, keep it.
    WithdrawNo(ReportId) = "rn",
    /// Citizen: answer the town's question (an event's `seq`).
    AnswerQuestion(ReportId, SeenSeq) = "rq",
    /// Citizen: solved, thank you.
    Solved(ReportId) = "rs",
    /// Citizen: the problem is still there.
    StillThere(ReportId) = "rt",
    /// Citizen: stop writing an answer or addition.
    StopWriting(ReportId) = "rx",
    /// Citizen: throw the draft away and begin another.
    DraftAnew(DraftNo) = "da",

    /// Staff: show the report's card anew.
    Show(ReportId) = "s",
    /// Staff: choose a category, this page.
    Categories(ReportId, Index) = "sc",
    /// Staff: this category.
    SetCategory(ReportId, CategoryCode) = "sC",
    /// Staff: no category.
    SetNoCategory(ReportId) = "s0",
    /// Staff: correct the place.
    Place(ReportId) = "sp",
    /// Staff: choose an office.
    Assign(ReportId, SeenSeq) = "sa",
    /// Staff: this office.
    AssignTo(ReportId, SeenSeq, OfficeCode) = "sA",
    /// Staff: reply and close.
    Close(ReportId, SeenSeq) = "sx",
    /// Staff: with this outcome.
    CloseAs(ReportId, SeenSeq, Closing) = "sX",
    /// Staff: spam, confirmed after the words were shown again; silent.
    CloseSilently(ReportId, SeenSeq, Closing) = "sZ",
    /// Staff: spam was a mistake.
    UndoSpam(ReportId, SeenSeq) = "sU",
    /// Staff: reopen refused, with its reason.
    Refuse(ReportId, SeenSeq) = "sf",
    /// Staff: ask the citizen.
    Ask(ReportId) = "sq",
    /// Staff: write to the citizen.
    Write(ReportId) = "sw",
    /// Staff: a note.
    Note(ReportId) = "sn",
    /// Staff: the photos, as an album.
    Photos(ReportId) = "sf2",
    /// Staff: the history.
    History(ReportId) = "sh",
    /// Staff: a ready-made reply for the prompt that is open.
    Template(ReportId, Index) = "pt",
    /// Staff: send what the preview shows.
    PreviewSend(ReportId) = "ps",
    /// Staff: change what the preview shows.
    PreviewChange(ReportId) = "pc",
    /// Staff: end the prompt.
    PromptCancel(ReportId) = "pq",
    /// Staff: the plain message is the answer to the prompt.
    UseThis(ReportId) = "pu",
    /// Staff: it is not.
    UseNot(ReportId) = "pn",
    /// Staff: go on with a prompt that had ended.
    PromptGoOn(ReportId) = "pg",
    /// Staff: a reply to a card that was not asked for is a note.
    KeptNote(ReportId) = "kN",
    /// Staff: … is for the citizen.
    KeptWrite(ReportId) = "kW",
    /// Staff: … is nothing.
    KeptNothing(ReportId) = "kX",
    /// Staff: what is open, this page.
    Open(Index) = "o",
    /// Staff: let this person report again.
    Unblock(PersonId) = "ub",
    /// Staff: the citizen was told another way.
    TaskTold(TaskId) = "tt",
    /// Staff: the citizen cannot be reached.
    TaskCannot(TaskId) = "tc",
    /// Staff: reopen the report of which the citizen wrote.
    TaskReopen(TaskId) = "tr",
    /// Staff: leave it closed.
    TaskLeave(TaskId) = "tl",
    /// Staff: the task was not done after all.
    TaskUndo(TaskId) = "tu",
    /// Anybody: a button that does nothing (a page's number).
    Idle = "i",
    /// Staff: spam, but with words for the citizen.
    SpamWords(ReportId, SeenSeq, Closing) = "sW",
    /// Staff: what the preview shows, without its photos.
    PreviewNoPhotos(ReportId) = "p0",
    /// Staff: show a task anew.
    ShowTask(TaskId) = "ts",
    /// Staff: the report stays closed, and no words are needed.
    TaskNoWords(TaskId) = "tn",
    /// Staff: choose nothing after all.
    ChooserCancel(ReportId) = "sk",
    /// Staff: make a report of the mail.
    TaskMakeReport(TaskId) = "tm",
    /// Staff: add the mail to a report, whose number is asked for.
    TaskAdd(TaskId) = "ta",
    /// Staff: add the mail to this report.
    TaskAddTo(TaskId, ReportId) = "tA",
    /// Staff: make nothing of the mail.
    TaskDrop(TaskId) = "td",
    /// Staff: send what was held.
    TaskRelease(TaskId) = "tg",
    /// Staff: do not send what was held.
    TaskWithhold(TaskId) = "tw",
    /// Staff: the report of the task gets another reply address, the old one is no longer good.
    TaskRenewAddress(TaskId) = "tx",
    /// Staff: note the protocol office's number.
    Protocol(ReportId) = "sP",

    /// Staff: tell the citizen why there is no answer yet; the words are drafted.
    ClockTell(ReportId) = "ct",
    /// Supervisor: ask the office.
    ClockAskOffice(ReportId) = "ca",
    /// Staff: what is in limbo, this page.
    Limbo(Index) = "cl",
    /// Staff: close the report whose question was not answered.
    TaskCloseNoAnswer(TaskId) = "cn",
    /// Staff: ask the citizen again.
    TaskAskAgain(TaskId) = "cg",
    /// Office: I take it in hand.
    Take(ReportId, SeenSeq) = "at",
    /// Office: hand it to whom? 0 opens the chooser, from 1 on its pages are turned.
    Hand(ReportId, SeenSeq, Index) = "ah",
    /// Office: to this account.
    HandTo(ReportId, SeenSeq, TelegramId) = "aH",
    /// Office: it is not ours.
    NotOurs(ReportId, SeenSeq) = "an",
    /// Office: its operator gives it back.
    GiveBack(ReportId, SeenSeq) = "ag",
    /// Office: ready to close, with which outcome?
    Ready(ReportId, SeenSeq) = "ar",
    /// Office: ready to close, with this outcome.
    ReadyAs(ReportId, SeenSeq, Closing) = "aR",
    /// Office: ready to close, nothing to add.
    NothingToAdd(ReportId) = "a0",
    /// Office: who is who in every office. 0 opens the list, from 1 on its pages are turned.
    Colleagues(Index) = "ac",
    /// Office: a message of theirs says that it is ready.
    KeptReady(ReportId) = "aK",
    /// Office: a message in private is about this report in hand.
    KeptFor(ReportId) = "af",
    /// URP: take the office's draft, it is shown before it leaves.
    TakeDraft(ReportId, SeenSeq) = "ad",
    /// URP: change the office's draft.
    EditDraft(ReportId, SeenSeq) = "ae",
    /// URP: back to the office, with a note.
    SendBack(ReportId, SeenSeq) = "ab",
    /// Staff: why not now, and when.
    Plan(ReportId, SeenSeq) = "wp",
    /// Staff: for the same reason as before.
    PlanSameReason(ReportId) = "wr",
    /// Staff: so long from now.
    PlanIn(ReportId, Span) = "wi",
    /// Staff: the previewed plan gets another date.
    PlanAnotherDate(ReportId) = "wd",
    /// Staff: planned works, this page.
    Works(Index) = "wl",
    /// Staff: show a planned work.
    Work(WorkId) = "ws",
    /// Staff: a new planned work.
    WorkNew = "wn",
    /// Staff: a new planned work of this office.
    WorkNewFor(OfficeCode) = "wo",
    /// Staff: so many metres around the position.
    WorkRadius(Index) = "wm",
    /// Staff: the work is for this category, or not.
    WorkCategory(CategoryCode) = "wC",
    /// Staff: the work is for all the office's categories.
    WorkAllCategories = "wA",
    /// Staff: the categories are chosen.
    WorkCategoriesDone = "wk",
    /// Staff: keep the new work.
    WorkSave = "wS",
    /// Staff: the work's date changes.
    WorkDate(WorkId) = "wD",
    /// Staff: for the same reason as before.
    WorkSameWords = "we",
    /// Staff: the work is done.
    WorkDone(WorkId) = "wf",
    /// Staff: the work will not be done.
    WorkCancel(WorkId) = "wc",
    /// Staff: carry the change of the work out.
    WorkSend = "wz",
    /// Staff: nothing changes.
    WorkStop = "wq",
    /// Staff: the reports that wait for the work, after this one.
    WorkReports(WorkId, ListedBefore) = "wR",
    /// Staff: a report, whose number is asked for, waits for the work.
    WorkLink(WorkId) = "wB",
    /// Staff: answer this report with that work.
    WorkAnswer(ReportId, WorkId) = "wa",
    /// Staff: which work does this report wait for?
    WorkChoose(ReportId) = "wL",
    /// People: invite somebody to this role (of an office that is asked for then).
    InviteAs(Post) = "gr",
    /// People: of this office.
    InviteTo(Post, OfficeCode) = "go",
    /// People: under the name that their Telegram shows.
    InviteUnnamed = "gt",
    /// People: invite nobody after all.
    InviteCancel = "gq",
    /// People: this invitation is good no more.
    InviteWithdraw(InvitationCode) = "gw",
    /// People: everybody, this page.
    People(Index) = "gp",
    /// People: end this entry's role? (asks once more)
    Remove(Index) = "gd",
    /// People: yes, end it.
    RemoveYes(Index) = "gy",
    /// People: no, nothing changes.
    RemoveNo = "gn",
    /// People: remove this account from that group.
    Expel(ChatId, TelegramId) = "ge",
    /// People: this group is the URP's.
    BindUrp = "gb",
    /// People: this group is that office's.
    BindOffice(OfficeCode) = "gB",
    /// People: this group is nobody's any more.
    Unbind = "gu",
    /// People: the group stays what it is.
    BindCancel = "gk",
    /// People: another page of offices to bind.
    BindPage(Index) = "gx",
    /// Staff: the report is the same as that one.
    SameAs(ReportId, SeenSeq, ReportId) = "bs",
    /// Staff: it is not the same after all.
    UndoMerge(ReportId, SeenSeq) = "bu",
    /// URP, for somebody: the draft's category.
    IntakeKind(DraftNo, CategoryCode) = "bc",
    /// URP, for somebody: no category.
    IntakeNoKind(DraftNo) = "b0",
    /// URP, for somebody: another page of categories.
    IntakeKinds(DraftNo, Index) = "bp",
    /// URP, for somebody: no (more) photos.
    IntakePhotosDone(DraftNo) = "bd",
    /// URP, for somebody: they give no name.
    IntakeNoName(DraftNo) = "ba",
    /// URP, for somebody: how they are told.
    IntakeContact(DraftNo, Reach) = "bk",
    /// URP, for somebody: save it.
    IntakeSave(DraftNo) = "bv",
    /// URP, for somebody: what is to be changed?
    IntakeChange(DraftNo) = "bh",
    /// URP, for somebody: change this part.
    IntakeChangePart(DraftNo, IntakePart) = "bx",
    /// URP, for somebody: save nothing.
    IntakeCancel(DraftNo) = "bq",
    /// URP, for somebody: go on with what was begun.
    IntakeGoOn(DraftNo) = "bg",
    /// URP, for somebody: throw away what was begun, and begin again.
    IntakeAnew(DraftNo) = "bn",
    /// Staff: nobody answered who was to be told by this task.
    TaskNobody(TaskId) = "bt",
    /// Supervisor: the figures of the whole town.
    Stats(PeriodName) = "fs",
    /// Supervisor: the figures of an office.
    StatsOf(PeriodName, OfficeCode) = "fo",
    /// Supervisor: choose an office, this page.
    StatsOffices(PeriodName, Index) = "fp",
    /// Supervisor: the figures by office as a file.
    StatsCsv(PeriodName) = "fc",
    /// URP: a closed report is looked at again.
    Reopen(ReportId, SeenSeq) = "br",
    /// URP: what somebody said to the question (an event's `seq`), on the phone or at the desk.
    TheyAnswered(ReportId, SeenSeq) = "by",
    /// URP: the report is the same as another one, whose number is asked for.
    SameAsNumber(ReportId, SeenSeq) = "bm",
    /// Staff: the photos before this one, counted from the first.
    PhotosBefore(ReportId, Index) = "sf3",
    /// Staff: who is blocked, this page.
    Blocked(Index) = "ul",
    /// Staff: let this person of that page report again.
    UnblockOn(PersonId, Index) = "uB",
    /// Staff: the history before this event (its `seq`).
    HistoryBefore(ReportId, SeenSeq) = "sh2",
    /// Staff: nobody answered the call of this task, as it was after so many tries.
    CallNobody(TaskId, Index) = "bt2",
}

/// The longest code of an office or category that fits a button.
pub const LONGEST_CODE: usize = 32;

#[cfg(test)]
mod tests;
