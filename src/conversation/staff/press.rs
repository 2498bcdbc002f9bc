//! A button pressed in a chat of staff: what it looks at, and what it does.

use super::dialogue::{Step, Talk};
use super::{
    choose, clock, closing, desk, figures, hand, lists, merge, office, people, plan, preview,
    prompt, ready, reply, rights, tasks, works,
};
use crate::domain::decide::Refusal;
use crate::domain::ids::MessageId;
use crate::domain::press::Press;
use crate::domain::step::Keys;
use crate::text::staff::{self as text, Asked};

/// Whether a button belongs to a card, a task or a list of staff.
pub(super) fn is_for_staff(data: &str) -> bool {
    Press::decode(data).is_some_and(|press| rights::of_press(&press).is_some())
}

/// The state that an office's button was made for.
fn seen_of(press: &Press) -> Option<i32> {
    match press {
        Press::Take(_, seen)
        | Press::Hand(_, seen, _)
        | Press::HandTo(_, seen, _)
        | Press::NotOurs(_, seen)
        | Press::GiveBack(_, seen)
        | Press::Ready(_, seen)
        | Press::ReadyAs(_, seen, _) => Some(*seen),
        _ => None,
    }
}

/// What a press must look at.
pub(super) fn keys(data: &str) -> Keys {
    let mut keys = Keys::default();
    let Some(press) = Press::decode(data) else {
        return keys;
    };
    if rights::of_press(&press).is_some() {
        keys.reports.extend(press.report());
        keys.tasks.extend(press.task());
    }
    keys.works = works::keys(&press);
    match press {
        Press::History(id) | Press::HistoryBefore(id, _) => {
            keys.histories.push(id);
            keys.deliveries.push(id);
        }
        Press::SameAs(_, _, main) => keys.reports.push(main),
        Press::Open(page) => keys.open = Some(lists::page(page)),
        Press::HandTo(_, _, to) => keys.accounts.push(to),
        Press::Blocked(page) => keys.blocked = Some(lists::blocked_page(page)),
        Press::Unblock(person) => {
            keys.people.push(person);
            keys.blocked = Some(lists::blocked_page(0));
        }
        Press::UnblockOn(person, page) => {
            keys.people.push(person);
            keys.blocked = Some(lists::blocked_page(page));
        }
        _ => {}
    }
    keys
}

/// A press: what it changes, and the words for that person alone, if any.
pub(super) fn pressed(
    talk: &mut Talk<'_>,
    data: &str,
    message: Option<MessageId>,
) -> Step<Option<String>> {
    let Some(press) = Press::decode(data) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if press == Press::Idle {
        return Ok(None);
    }
    let Some(right) = rights::of_press(&press) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let report = press.report().and_then(|id| talk.scene.facts.report(id));
    let office = report
        .and_then(|report| report.state.office())
        .or_else(|| works::office_of(talk.scene.facts, &press));
    if !rights::may(talk, right, office) {
        // Who had the right while the report was their office's learns what happened.
        if let (Some(report), Some(seen), false) =
            (report, seen_of(&press), talk.scene.capacities.is_empty())
            && seen != report.state_seq
        {
            let (by, event) = (report.last.actor.name.clone(), report.last.event.clone());
            return Ok(Some(talk.why_not(report, &Refusal::Overtaken { by, event })));
        }
        return Ok(Some(rights::only(talk, right, office)));
    }
    if let Some(id) = press.report()
        && talk.scene.facts.report(id).is_none()
    {
        return Ok(Some(text::not_found(talk.lang, &id.to_string())));
    }
    does(talk, press, message)
}

fn does(talk: &mut Talk<'_>, press: Press, at: Option<MessageId>) -> Step<Option<String>> {
    if let Some(id) = press.task() {
        return tasks::pressed(talk, &press, id, at);
    }
    match press {
        Press::Show(id) => Ok(lists::show(talk, id)),
        Press::Categories(id, page) => choose::categories(talk, id, page, at),
        Press::SetCategory(id, code) => choose::set_category(talk, id, Some(code), at),
        Press::SetNoCategory(id) => choose::set_category(talk, id, None, at),
        Press::Place(id) => choose::write(talk, id, Asked::Place),
        Press::Protocol(id) => choose::write(talk, id, Asked::Protocol),
        Press::Assign(id, seen) => choose::offices(talk, id, seen),
        Press::AssignTo(id, seen, office) => choose::assign(talk, id, seen, office, at),
        Press::Close(id, seen) => closing::choose(talk, id, seen),
        Press::CloseAs(id, seen, how) => closing::chosen(talk, id, seen, how, at),
        Press::CloseSilently(id, seen, how) => closing::close_silently(talk, id, seen, how, at),
        Press::SpamWords(id, seen, how) => closing::with_words(talk, id, seen, how, at),
        Press::UndoSpam(id, seen) | Press::Reopen(id, seen) => closing::reopen(talk, id, seen),
        Press::Refuse(id, seen) => closing::refuse(talk, id, seen),
        Press::IntakeKind(no, _)
        | Press::IntakeNoKind(no)
        | Press::IntakeKinds(no, _)
        | Press::IntakePhotosDone(no)
        | Press::IntakeNoName(no)
        | Press::IntakeContact(no, _)
        | Press::IntakeSave(no)
        | Press::IntakeChange(no)
        | Press::IntakeChangePart(no, _)
        | Press::IntakeCancel(no)
        | Press::IntakeGoOn(no)
        | Press::IntakeAnew(no) => desk::pressed(talk, &press, no, at),
        Press::TheyAnswered(id, asked) => desk::they_answered(talk, id, asked, at),
        Press::SameAs(id, seen, main) => merge::begin(talk, id, seen, main),
        Press::SameAsNumber(id, seen) => merge::ask_number(talk, id, seen),
        Press::UndoMerge(id, seen) => merge::undo(talk, id, seen),
        Press::Ask(id) => choose::write(talk, id, Asked::Question),
        Press::Write(id) => choose::write(talk, id, Asked::Write),
        Press::Note(id) => choose::write(talk, id, Asked::Note),
        Press::Photos(id) => lists::photos(talk, id, None),
        Press::PhotosBefore(id, place) => lists::photos(talk, id, Some(place)),
        Press::History(id) => lists::history(talk, id, None),
        Press::HistoryBefore(id, seq) => lists::history(talk, id, Some(seq)),
        Press::Template(id, place) => prompt::template(talk, id, place, at),
        Press::PreviewSend(id) => preview::send(talk, id, at),
        Press::PreviewChange(id) => preview::change(talk, id, at),
        Press::PreviewNoPhotos(id) => preview::without_photos(talk, id, at),
        Press::PromptCancel(id) => Ok(prompt::cancel(talk, id, at)),
        Press::ChooserCancel(id) => Ok(prompt::stop(talk, id, at)),
        Press::PromptGoOn(id) => prompt::go_on(talk, id, at),
        Press::UseThis(id)
        | Press::UseNot(id)
        | Press::KeptNote(id)
        | Press::KeptWrite(id)
        | Press::KeptReady(id)
        | Press::KeptNothing(id) => reply::decided(talk, &press, id, at),
        Press::Take(id, seen) => office::take(talk, id, seen),
        Press::Hand(id, seen, page) => hand::choose(talk, id, seen, page, at),
        Press::HandTo(id, seen, to) => hand::to(talk, id, seen, to, at),
        Press::NotOurs(id, seen) => office::not_ours(talk, id, seen),
        Press::GiveBack(id, seen) => office::give_back(talk, id, seen),
        Press::Ready(id, seen) => ready::choose(talk, id, seen),
        Press::ReadyAs(id, seen, how) => ready::chosen(talk, id, seen, how, at),
        Press::NothingToAdd(id) => ready::nothing_to_add(talk, id, at),
        Press::KeptFor(id) => office::kept_for(talk, id, at),
        Press::Colleagues(page) => Ok(office::colleagues(talk, page, at)),
        Press::TakeDraft(id, seen) => ready::take_draft(talk, id, seen),
        Press::EditDraft(id, seen) => ready::edit_draft(talk, id, seen),
        Press::SendBack(id, seen) => office::send_back(talk, id, seen),
        Press::Plan(id, seen) => plan::begin(talk, id, seen),
        Press::PlanSameReason(id) => plan::same_reason(talk, id, at),
        Press::PlanIn(id, span) => plan::day_pressed(talk, id, span, at),
        Press::PlanAnotherDate(id) => Ok(plan::another_date(talk, id, at)),
        Press::Open(page) => Ok(lists::turn_page(talk, page, at)),
        Press::Blocked(_) => Ok(lists::turn_blocked(talk, at)),
        Press::Unblock(person) | Press::UnblockOn(person, _) => lists::unblock(talk, person, at),
        Press::ClockTell(id) => clock::tell(talk, id),
        Press::ClockAskOffice(id) => clock::ask_office(talk, id),
        Press::Limbo(page) => clock::limbo_page(talk, page, at),
        press if works::handles(&press) => works::pressed(talk, press, at),
        Press::Stats(_) | Press::StatsOf(..) | Press::StatsOffices(..) | Press::StatsCsv(_) => {
            Ok(figures::pressed(talk, &press, at))
        }
        press => people::pressed(talk, &press, at),
    }
}
