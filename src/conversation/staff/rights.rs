//! Which row of the rights table a button or a command needs, and the answer to who lacks it.

use super::dialogue::Talk;
use super::works;
use crate::domain::command::CommandKind;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OfficeCode};
use crate::domain::people::Capacity;
use crate::domain::press::Press;
use crate::domain::rights::{Right, Role, STAFF, TownDeed, may_in_town};
use crate::text::staff as text;

/// The right that a command needs. None: whoever writes it may, or it is none of staff.
pub(super) fn of_command(name: &str) -> Option<TownDeed> {
    use TownDeed as D;
    Some(match name {
        "open" | "find" | "report" => D::Look,
        "limbo" => D::Limbo,
        "works" => D::SeeWorks,
        "blocked" => D::SeeBlocked,
        "new" => D::New,
        "stats" => D::Stats,
        "invite" => D::Invite,
        "people" => D::SeePeople,
        "remove" => D::Remove,
        "bind" => D::Bind,
        _ => return None,
    })
}

/// The right that a button needs: in the end it gives that command, or does something with the town itself or with what
/// belongs to no office. None: a citizen's button, or one that does nothing.
#[expect(clippy::too_many_lines, reason = "a table of all buttons")]
pub(super) fn of_press(press: &Press) -> Option<Right> {
    use CommandKind as C;
    use Right::{InTown, OnReport};
    use TownDeed as D;
    // Every button by its name: a new one has to be somebody's.
    Some(match press {
        Press::Categories(..) | Press::SetCategory(..) | Press::SetNoCategory(_) => {
            OnReport(C::SetCategory)
        }
        Press::Place(_) => OnReport(C::SetPlace),
        Press::Protocol(_) => OnReport(C::SetProtocol),
        Press::Assign(..) | Press::AssignTo(..) => OnReport(C::Assign),
        Press::Close(..)
        | Press::CloseAs(..)
        | Press::CloseSilently(..)
        | Press::SpamWords(..)
        | Press::TakeDraft(..)
        | Press::EditDraft(..) => OnReport(C::Close),
        Press::UndoSpam(..) | Press::Reopen(..) => OnReport(C::Reopen),
        Press::SameAs(..) | Press::SameAsNumber(..) => OnReport(C::Merge),
        Press::UndoMerge(..) => OnReport(C::Unmerge),
        Press::Refuse(..) => OnReport(C::RefuseReopen),
        Press::Ask(_) => OnReport(C::Ask),
        Press::Write(_) | Press::KeptWrite(_) | Press::ClockTell(_) => OnReport(C::Tell),
        Press::Note(_) | Press::KeptNote(_) => OnReport(C::Note),
        Press::Plan(..)
        | Press::PlanSameReason(_)
        | Press::PlanIn(..)
        | Press::PlanAnotherDate(_)
        | Press::WorkAnswer(..)
        | Press::WorkChoose(_)
        | Press::WorkLink(_) => OnReport(C::Plan),
        Press::Take(..) => OnReport(C::Take),
        Press::Hand(..) | Press::HandTo(..) => OnReport(C::HandTo),
        Press::NotOurs(..) => OnReport(C::NotOurs),
        Press::GiveBack(..) => OnReport(C::GiveBack),
        Press::Ready(..) | Press::ReadyAs(..) | Press::NothingToAdd(_) | Press::KeptReady(_) => {
            OnReport(C::Ready)
        }
        Press::SendBack(..) => OnReport(C::SendBack),
        // What a preview or a prompt does is looked at again when it is done.
        Press::Show(_)
        | Press::Photos(_)
        | Press::PhotosBefore(..)
        | Press::History(_)
        | Press::HistoryBefore(..)
        | Press::Open(_)
        | Press::Colleagues(_)
        | Press::Template(..)
        | Press::PreviewSend(_)
        | Press::PreviewChange(_)
        | Press::PreviewNoPhotos(_)
        | Press::PromptCancel(_)
        | Press::PromptGoOn(_)
        | Press::ChooserCancel(_)
        | Press::UseThis(_)
        | Press::UseNot(_)
        | Press::KeptFor(_)
        | Press::KeptNothing(_) => InTown(D::Look),
        Press::ShowTask(_) => InTown(D::SeeTasks),
        Press::Limbo(_) => InTown(D::Limbo),
        Press::ClockAskOffice(_) => InTown(D::AskOffice),
        Press::Blocked(_) => InTown(D::SeeBlocked),
        Press::Unblock(_) | Press::UnblockOn(..) => InTown(D::Unblock),
        Press::TaskTold(_)
        | Press::TaskCannot(_)
        | Press::TaskReopen(_)
        | Press::TaskLeave(_)
        | Press::TaskNoWords(_)
        | Press::TaskUndo(_)
        | Press::TaskMakeReport(_)
        | Press::TaskAdd(_)
        | Press::TaskAddTo(..)
        | Press::TaskDrop(_)
        | Press::TaskRenewAddress(_)
        | Press::TaskRelease(_)
        | Press::TaskWithhold(_)
        | Press::TaskNobody(_)
        | Press::CallNobody(..)
        | Press::TaskCloseNoAnswer(_)
        | Press::TaskAskAgain(_) => InTown(D::DoTasks),
        Press::IntakeKind(..)
        | Press::IntakeNoKind(_)
        | Press::IntakeKinds(..)
        | Press::IntakePhotosDone(_)
        | Press::IntakeNoName(_)
        | Press::IntakeContact(..)
        | Press::IntakeSave(_)
        | Press::IntakeChange(_)
        | Press::IntakeChangePart(..)
        | Press::IntakeCancel(_)
        | Press::IntakeGoOn(_)
        | Press::IntakeAnew(_) => InTown(D::New),
        Press::TheyAnswered(..) => InTown(D::AnswerFor),
        Press::Works(_) | Press::Work(_) | Press::WorkReports(..) => InTown(D::SeeWorks),
        Press::WorkNew
        | Press::WorkNewFor(_)
        | Press::WorkRadius(_)
        | Press::WorkCategory(_)
        | Press::WorkAllCategories
        | Press::WorkCategoriesDone
        | Press::WorkSave
        | Press::WorkDate(_)
        | Press::WorkDone(_)
        | Press::WorkCancel(_) => InTown(D::ChangeWorks),
        // They end what was begun, be it a work or the number of a report that waits for one.
        Press::WorkSameWords | Press::WorkSend | Press::WorkStop => InTown(D::SeeWorks),
        Press::InviteAs(_)
        | Press::InviteTo(..)
        | Press::InviteUnnamed
        | Press::InviteCancel
        | Press::InviteWithdraw(_) => InTown(D::Invite),
        Press::People(_) => InTown(D::SeePeople),
        Press::Remove(_) | Press::RemoveYes(_) | Press::RemoveNo | Press::Expel(..) => {
            InTown(D::Remove)
        }
        Press::BindUrp
        | Press::BindOffice(_)
        | Press::BindPage(_)
        | Press::Unbind
        | Press::BindCancel => InTown(D::Bind),
        Press::Stats(_) | Press::StatsOf(..) | Press::StatsOffices(..) | Press::StatsCsv(_) => {
            InTown(D::Stats)
        }
        // Citizens'.
        Press::New
        | Press::Mine
        | Press::Help
        | Press::Language(_)
        | Press::DraftCategory(..)
        | Press::DraftNoCategory(_)
        | Press::DraftCategories(..)
        | Press::DraftPhotosDone(_)
        | Press::DraftNoPhoto(_)
        | Press::DraftSend(_)
        | Press::DraftChange(_)
        | Press::DraftChangePart(..)
        | Press::DraftCancel(_)
        | Press::DraftGoOn(_)
        | Press::DraftBack(_)
        | Press::DraftAnew(_)
        | Press::MyReport(_)
        | Press::AddMore(_)
        | Press::AddDone(_)
        | Press::AddKept(_)
        | Press::KeptAsNew
        | Press::KeptDrop
        | Press::Withdraw(_)
        | Press::WithdrawYes(_)
        | Press::WithdrawNo(_)
        | Press::AnswerQuestion(..)
        | Press::Solved(_)
        | Press::StillThere(_)
        | Press::StopWriting(_)
        | Press::Idle => return None,
    })
}

/// What a button does with the town itself, or with what belongs to no office, if it does.
pub(super) fn in_town(press: &Press) -> Option<TownDeed> {
    match of_press(press)? {
        Right::InTown(deed) => Some(deed),
        Right::OnReport(_) => None,
    }
}

/// Whether the person may press a button that needs this, on something of that office.
///
/// On a report the office counts when the command is decided: who had the right while it was
/// theirs learns then who took it over.
pub(super) fn may(talk: &Talk<'_>, right: Right, office: Option<&OfficeCode>) -> bool {
    match right {
        Right::InTown(TownDeed::ChangeWorks) => match office {
            Some(office) => works::may_change(talk, office),
            None => {
                talk.directory().offices.iter().any(|office| works::may_change(talk, &office.code))
            }
        },
        Right::InTown(deed) => may_in_town(talk.scene.capacities, deed),
        Right::OnReport(_) => {
            let actor = talk.actor_for(office);
            actor.capacities.iter().any(|one| right.who().contains(&one.role()))
        }
    }
}

/// Whether what is the URP's own is for that chat: in private for whom the table names, of groups
/// for the URP's alone, as what stands in a group is for all who read it.
pub(super) fn is_for(
    directory: &Directory,
    chat: ChatId,
    capacities: &[Capacity],
    deed: TownDeed,
) -> bool {
    if chat.is_private() {
        return may_in_town(capacities, deed);
    }
    directory.urp_chat == Some(chat)
}

/// The same, for the chat in which is spoken.
pub(super) fn is_for_here(talk: &Talk<'_>, deed: TownDeed) -> bool {
    is_for(talk.directory(), talk.scene.chat, talk.scene.capacities, deed)
}

/// Why not: who can. Plain text, for that person alone or for the group in which they wrote.
pub(super) fn only(talk: &Talk<'_>, right: Right, office: Option<&OfficeCode>) -> String {
    // To a stranger the URP is named: the rest of staff are not the door of this chat.
    let named = if right.who() == STAFF { &[Role::Urp] } else { right.who() };
    if talk.scene.capacities.is_empty() && !talk.directory().is_desk(talk.scene.chat) {
        // Anybody can make up a button, or add the bot to a group of their own: who works for the town is
        // said only where people of the town are.
        return text::only_roles(talk.lang, named);
    }
    text::only_of(talk.lang, named, office, talk.directory())
}
