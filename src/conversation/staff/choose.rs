//! Choosing from the directory: a category, an office. And what opens a prompt.

use super::dialogue::{Step, Talk};
use super::prompt;
use crate::domain::command::Command;
use crate::domain::ids::{CategoryCode, MessageId, OfficeCode, ReportId};
use crate::domain::outgoing::Target;
use crate::domain::place::Place;
use crate::domain::press::{Index, SeenSeq};
use crate::text::staff::{self as text, Asked};

/// *Category*: 0 opens the chooser, from 1 on its pages are turned.
pub(super) fn categories(
    talk: &mut Talk<'_>,
    id: ReportId,
    page: Index,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let probe = Command::SetPlace { place: Place::default() };
    // The category can be corrected exactly while the place can.
    if let Err(refusal) = talk.attempt(report, probe, None) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let message = text::categories(talk.directory(), report, page.saturating_sub(1));
    if page == 0 {
        talk.turn.reply(Some(id), Target::Card(id), message);
    } else {
        talk.edit(pressed, message);
    }
    Ok(None)
}

/// This category.
pub(super) fn set_category(
    talk: &mut Talk<'_>,
    id: ReportId,
    category: Option<CategoryCode>,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if let Some(code) = &category {
        let Some(known) = talk.directory().category(code) else {
            return Ok(Some(text::old_button(talk.lang)));
        };
        // What a report has already may be confirmed.
        if known.retired && report.category != category {
            let probe = Command::SetCategory { category };
            if let Err(refusal) = talk.attempt(report, probe, None) {
                return Ok(Some(talk.why_not(report, &refusal)));
            }
            let present = text::categories(talk.directory(), report, 0);
            talk.edit(talk.no_card(pressed), present);
            return Ok(Some(text::category_retired(talk.lang, known)));
        }
    }
    let name = text::category_name(talk.directory(), talk.lang, category.as_ref());
    if let Err(why) = talk.command(report, Command::SetCategory { category }, None) {
        return Ok(Some(why));
    }
    let done = text::category_set(talk.lang, id, &name, talk.name());
    talk.edit(pressed, done);
    Ok(None)
}

/// *Assign*: to which office?
pub(super) fn offices(talk: &mut Talk<'_>, id: ReportId, seen: SeenSeq) -> Step<Option<String>> {
    let report = talk.report(id)?;
    // An office that no directory has: only the state can speak against it.
    let probe = Command::Assign { office: OfficeCode(String::new()) };
    if let Err(refusal) = talk.attempt(report, probe, Some(seen)) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    let message = text::offices(talk.directory(), report);
    talk.turn.reply(Some(id), Target::Card(id), message);
    Ok(None)
}

/// This office.
pub(super) fn assign(
    talk: &mut Talk<'_>,
    id: ReportId,
    seen: SeenSeq,
    office: OfficeCode,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let Some(known) = talk.directory().office(&office) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    if known.retired {
        let probe = Command::Assign { office };
        if let Err(refusal) = talk.attempt(report, probe, Some(seen)) {
            return Ok(Some(talk.why_not(report, &refusal)));
        }
        let present = text::offices(talk.directory(), report);
        talk.edit(talk.no_card(pressed), present);
        return Ok(Some(text::office_retired(talk.lang, known)));
    }
    if let Err(why) = talk.command(report, Command::Assign { office }, Some(seen)) {
        return Ok(Some(why));
    }
    let done = text::assigned(talk.lang, id, known, talk.name());
    talk.edit(pressed, done);
    Ok(None)
}

/// *Place*, *Ask the citizen*, *Write to the citizen*, *Note*: the words are asked for.
pub(super) fn write(talk: &mut Talk<'_>, id: ReportId, asked: Asked) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let words = "?".to_owned();
    let photos = Vec::new();
    let probe = match asked {
        Asked::Place => Command::SetPlace { place: Place::default() },
        Asked::Protocol => Command::SetProtocol { number: "…".to_owned() },
        Asked::Question => Command::Ask { words },
        Asked::Note => Command::Note { words, photos },
        _ => Command::Tell { words, photos },
    };
    if let Err(refusal) = talk.attempt(report, probe, None) {
        return Ok(Some(talk.why_not(report, &refusal)));
    }
    prompt::open(talk, report, asked, None);
    Ok(None)
}
