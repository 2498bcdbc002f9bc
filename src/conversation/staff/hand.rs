//! *Hand to*: one of the office's operators or referents.

use super::super::Deed;
use super::dialogue::{Step, Talk};
use crate::domain::command::Command;
use crate::domain::directory::{Office, StaffMember};
use crate::domain::ids::{MessageId, PersonId, ReportId, TelegramId};
use crate::domain::outgoing::Target;
use crate::domain::people::Person;
use crate::domain::press::{Index, SeenSeq};
use crate::domain::step::Keys;
use crate::text::staff::{self as text, Candidate, Notice};

/// *Hand to*: to whom? 0 opens the chooser, from 1 on its pages are turned.
pub(super) fn choose(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    page: Index,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, to_nobody(), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let directory = talk.directory();
    let Some(office) = report.state.office().and_then(|code| directory.office(code)) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    // Asked once: who was never met is absent from the answer.
    if !talk.asked_for(id) {
        let accounts = members(office).filter_map(|one| one.telegram).collect();
        return Err(Box::new(Keys { accounts, histories: vec![id], ..Keys::default() }));
    }
    let facts = talk.scene.facts;
    let candidates: Vec<Candidate<'_>> = members(office)
        .map(|one| {
            let known = one.telegram.and_then(|telegram| facts.account(telegram));
            Candidate {
                name: &one.name,
                telegram: one.telegram,
                reachable: known.is_some_and(|person| person.reachable),
                has_it: known.is_some_and(|person| report.state.operator() == Some(person.id)),
            }
        })
        .collect();
    let message = text::hand_to(talk.lang, report, &candidates, page.saturating_sub(1));
    if page == 0 {
        talk.turn.reply(Some(id), Target::Card(id), message);
    } else {
        talk.edit(pressed, message);
    }
    Ok(None)
}

/// To this one.
pub(super) fn to(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    to: TelegramId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Err(refusal) = talk.attempt(report, to_nobody(), Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let directory = talk.directory();
    let office = report.state.office().and_then(|code| directory.office(code));
    let member = office.and_then(|office| members(office).find(|one| one.telegram == Some(to)));
    let Some(member) = member else {
        // They are no longer one of this office.
        return Ok(Some(text::old_button(talk.lang)));
    };
    let known = talk.scene.facts.account(to).cloned();
    let is_new = known.is_none();
    let person = known.unwrap_or_else(|| Person {
        id: talk.turn.fresh().person(),
        telegram: Some(to),
        name: member.name.clone(),
        // Not met yet: nothing can be sent to them.
        reachable: false,
        ..Person::nobody(talk.lang, talk.scene.now)
    });
    let has_chat = office.is_some_and(|office| office.chat.is_some());
    let notice = match (person.reachable, has_chat) {
        (true, _) => Notice::Own,
        (false, true) => Notice::InTheGroup,
        (false, false) => Notice::Nowhere,
    };
    let operator_name = member.name.clone();
    let command = Command::HandTo { operator: person.id, operator_name };
    if is_new {
        talk.turn.deeds.push(Deed::Know(Box::new(person)));
    }
    if let Err(why) = talk.command(report, command, Some(seen)) {
        talk.turn.deeds.clear();
        return Ok(Some(why));
    }
    let done = text::handed(talk.lang, id, &member.name, notice, talk.name());
    talk.edit(pressed, done);
    Ok(None)
}

/// Only rights and the state can speak against it.
fn to_nobody() -> Command {
    Command::HandTo { operator: PersonId(uuid::Uuid::nil()), operator_name: String::new() }
}

/// An office's operators, then its referents, each once.
fn members(office: &Office) -> impl Iterator<Item = &StaffMember> {
    let operators = office.operators.iter();
    let also = |one: &StaffMember| {
        one.telegram.is_some() && office.operators.iter().any(|two| two.telegram == one.telegram)
    };
    operators.chain(office.referents.iter().filter(move |one| !also(one)))
}
