//! The list of works, one work, and the reports that wait for it.

use super::{known, may_change, page};
use crate::conversation::staff::dialogue::{Step, Talk};
use crate::conversation::staff::rights;
use crate::domain::command::CommandKind;
use crate::domain::directory::Office;
use crate::domain::ids::{MessageId, OfficeCode, ReportId, WorkId};
use crate::domain::people::Capacity;
use crate::domain::press::Index;
use crate::domain::rights::Right;
use crate::domain::step::{Keys, WorkKeys};
use crate::domain::work::PlannedWork;
use crate::text::staff::{self as text, MayDo};

/// The works of this chat's offices; in the URP's all.
pub(in crate::conversation::staff) fn list(
    talk: &mut Talk<'_>,
    page: Index,
    at: Option<MessageId>,
) {
    let offices: Vec<OfficeCode> = talk
        .directory()
        .offices
        .iter()
        .filter(|one| sees(talk, one))
        .map(|one| one.code.clone())
        .collect();
    let works: Vec<&PlannedWork> = talk
        .scene
        .facts
        .works
        .open()
        .iter()
        .filter(|work| sees_all(talk) || offices.contains(&work.office))
        .collect();
    let can_add = talk.directory().offices_in_use().any(|one| may_change(talk, &one.code));
    let message = text::works(talk.directory(), &works, page, can_add, talk.scene.now);
    match at {
        Some(_) => talk.edit(at, message),
        None => {
            talk.turn.say(message);
        }
    }
}

fn sees_all(talk: &Talk<'_>) -> bool {
    let chat = talk.scene.chat;
    let is = |capacity| talk.scene.capacities.contains(&capacity);
    talk.directory().urp_chat == Some(chat)
        || (chat.is_private() && (is(Capacity::Supervisor) || is(Capacity::Urp)))
}

fn sees(talk: &Talk<'_>, office: &Office) -> bool {
    let of = |capacity: &Capacity| match capacity {
        Capacity::Referent(code) | Capacity::Operator(code) => *code == office.code,
        _ => false,
    };
    sees_all(talk)
        || office.chat == Some(talk.scene.chat)
        || (talk.scene.chat.is_private() && talk.scene.capacities.iter().any(of))
}

/// Whether that office's works have buttons that change them here: in a group these are for all who
/// read them, and the office's own group is the place, or the URP's while the office has none.
fn is_changed_here(talk: &Talk<'_>, office: &OfficeCode) -> bool {
    let chat = talk.scene.chat;
    if chat.is_private() {
        return may_change(talk, office);
    }
    let directory = talk.directory();
    let group = directory.office(office).and_then(|office| office.chat);
    group.or(directory.urp_chat) == Some(chat)
}

/// One work, with what can be done.
pub(super) fn show(talk: &mut Talk<'_>, id: WorkId) -> Step<Option<String>> {
    let Some(work) = known(talk, id)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let count = talk.scene.facts.works.count(id).unwrap_or_default();
    // In a group, whoever plans is among those who read it.
    let link = Right::OnReport(CommandKind::Plan);
    let link = !talk.scene.chat.is_private() || rights::may(talk, link, None);
    let may = MayDo { change: is_changed_here(talk, &work.office), link };
    let message = text::work(talk.directory(), work, count, may, talk.scene.now);
    talk.turn.say(message);
    Ok(None)
}

/// The open reports that wait for it.
pub(super) fn reports(talk: &mut Talk<'_>, id: WorkId, after: ReportId) -> Step<Option<String>> {
    let Some(work) = known(talk, id)? else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let facts = talk.scene.facts;
    let page = page(id, after, text::PAGE);
    let Some(linked) = facts.works.linked(page) else {
        let works = WorkKeys { linked: vec![page], ..WorkKeys::default() };
        return Err(Box::new(Keys { works, ..Keys::default() }));
    };
    let unknown: Vec<_> = linked.iter().copied().filter(|id| facts.report(*id).is_none()).collect();
    if !unknown.is_empty() {
        return Err(Box::new(Keys { reports: unknown, ..Keys::default() }));
    }
    let message = text::work_reports(facts, work, linked);
    talk.turn.say(message);
    Ok(None)
}
