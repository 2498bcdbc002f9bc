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

/// The right that a button needs. None: no button of staff.
pub(super) fn of_press(press: &Press) -> Option<Right> {
    on_report(press).map(Right::OnReport).or_else(|| in_town(press).map(Right::InTown))
}

/// The command that a button gives in the end.
fn on_report(press: &Press) -> Option<CommandKind> {
    use CommandKind as C;
    Some(match press {
        Press::Categories(..) | Press::SetCategory(..) | Press::SetNoCategory(_) => C::SetCategory,
        Press::Place(_) => C::SetPlace,
        Press::Protocol(_) => C::SetProtocol,
        Press::Assign(..) | Press::AssignTo(..) => C::Assign,
        Press::Close(..)
        | Press::CloseAs(..)
        | Press::CloseSilently(..)
        | Press::SpamWords(..)
        | Press::TakeDraft(..)
        | Press::EditDraft(..) => C::Close,
        Press::UndoSpam(..) | Press::Reopen(..) => C::Reopen,
        Press::SameAs(..) | Press::SameAsNumber(..) => C::Merge,
        Press::UndoMerge(..) => C::Unmerge,
        Press::Refuse(..) => C::RefuseReopen,
        Press::Ask(_) => C::Ask,
        Press::Write(_) | Press::KeptWrite(_) | Press::ClockTell(_) => C::Tell,
        Press::Note(_) | Press::KeptNote(_) => C::Note,
        Press::Plan(..)
        | Press::PlanSameReason(_)
        | Press::PlanIn(..)
        | Press::PlanAnotherDate(_)
        | Press::WorkAnswer(..)
        | Press::WorkChoose(_)
        | Press::WorkLink(_) => C::Plan,
        Press::Take(..) => C::Take,
        Press::Hand(..) | Press::HandTo(..) => C::HandTo,
        Press::NotOurs(..) => C::NotOurs,
        Press::GiveBack(..) => C::GiveBack,
        Press::Ready(..) | Press::ReadyAs(..) | Press::NothingToAdd(_) | Press::KeptReady(_) => {
            C::Ready
        }
        Press::SendBack(..) => C::SendBack,
        _ => return None,
    })
}

/// What a button does with the town itself, or with what belongs to no office.
pub(super) fn in_town(press: &Press) -> Option<TownDeed> {
    use TownDeed as D;
    Some(match press {
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
        | Press::KeptNothing(_) => D::Look,
        Press::ShowTask(_) => D::SeeTasks,
        Press::Limbo(_) => D::Limbo,
        Press::ClockAskOffice(_) => D::AskOffice,
        Press::Blocked(_) => D::SeeBlocked,
        Press::Unblock(_) | Press::UnblockOn(..) => D::Unblock,
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
        | Press::TaskCloseNoAnswer(_)
        | Press::TaskAskAgain(_) => D::DoTasks,
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
        | Press::IntakeAnew(_) => D::New,
        Press::TheyAnswered(..) => D::AnswerFor,
        Press::Works(_) | Press::Work(_) | Press::WorkReports(..) => D::SeeWorks,
        Press::WorkNew
        | Press::WorkNewFor(_)
        | Press::WorkRadius(_)
        | Press::WorkCategory(_)
        | Press::WorkAllCategories
        | Press::WorkCategoriesDone
        | Press::WorkSave
        | Press::WorkDate(_)
        | Press::WorkDone(_)
        | Press::WorkCancel(_) => D::ChangeWorks,
        // They end what was begun, be it a work or the number of a report that waits for one.
        Press::WorkSameWords | Press::WorkSend | Press::WorkStop => D::SeeWorks,
        Press::InviteAs(_)
        | Press::InviteTo(..)
        | Press::InviteUnnamed
        | Press::InviteCancel
        | Press::InviteWithdraw(_) => D::Invite,
        Press::People(_) => D::SeePeople,
        Press::Remove(_) | Press::RemoveYes(_) | Press::RemoveNo | Press::Expel(..) => D::Remove,
        Press::BindUrp
        | Press::BindOffice(_)
        | Press::BindPage(_)
        | Press::Unbind
        | Press::BindCancel => D::Bind,
        Press::Stats(_) | Press::StatsOf(..) | Press::StatsOffices(..) | Press::StatsCsv(_) => {
            D::Stats
        }
        _ => return None,
    })
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
