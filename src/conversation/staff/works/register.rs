//! *New work*: where, for which categories, what, when, why, and is it right so?

use super::super::super::Deed;
use super::{Asks, Working, ask, asking, may_change, refused, words};
use crate::conversation::staff::dialogue::Talk;
use crate::domain::dates::{self, NoDay};
use crate::domain::directory::Category;
use crate::domain::ids::{CategoryCode, MessageId, OfficeCode};
use crate::domain::inbound::Body;
use crate::domain::press::Index;
use crate::domain::work::{Area, PlannedWork, streets};
use crate::text::staff::{self as text, LONGEST_EXPLANATION, LONGEST_STREETS, LONGEST_WHAT};

/// *New work*: of which office?
pub(super) fn begin(talk: &mut Talk<'_>) -> Option<String> {
    let directory = talk.directory();
    let chat = talk.scene.chat;
    let mut offices: Vec<_> =
        directory.offices_in_use().filter(|office| may_change(talk, &office.code)).collect();
    if offices.iter().any(|office| office.chat == Some(chat)) {
        offices.retain(|office| office.chat == Some(chat));
    }
    match offices.as_slice() {
        [] => {
            let mut own = directory.offices.iter().filter(|one| may_change(talk, &one.code));
            Some(match own.next() {
                Some(retired) => text::office_retired_works(talk.lang, retired),
                None => refused(talk, None),
            })
        }
        [office] => begin_for(talk, office.code.clone(), None),
        offices => {
            let message = text::work_which_office(talk.lang, offices);
            talk.turn.say(message);
            None
        }
    }
}

/// A new work of this office: where?
pub(super) fn begin_for(
    talk: &mut Talk<'_>,
    office: OfficeCode,
    at: Option<MessageId>,
) -> Option<String> {
    if !may_change(talk, &office) {
        return Some(refused(talk, Some(&office)));
    }
    if let Some(retired) = talk.directory().office(&office).filter(|office| office.retired) {
        return Some(text::office_retired_works(talk.lang, retired));
    }
    let name = talk.directory().office_name(&office).to_owned();
    let chosen = text::work_office_chosen(talk.lang, &name, talk.name());
    talk.edit(at, chosen);
    talk.dialogue.working = Some(Working::new(talk, office, None));
    let message = text::work_where(talk.lang, &talk.me());
    ask(talk, Asks::Where, message);
    None
}

/// Something written for the new work.
pub(super) fn written(talk: &mut Talk<'_>, body: &Body) {
    let Some(asks) = talk.dialogue.working.as_ref().map(|working| working.asks) else {
        return;
    };
    match asks {
        Asks::Where => place(talk, body),
        Asks::What => what(talk, body),
        Asks::When => when(talk, body),
        _ => why(talk, body),
    }
}

fn place(talk: &mut Talk<'_>, body: &Body) {
    if let Body::Location(centre) | Body::Venue { position: centre, .. } = body {
        if let Some(working) = &mut talk.dialogue.working {
            working.area = Some(Area::Around { centre: *centre, metres: 0 });
        }
        let message = text::work_radius(talk.lang);
        ask(talk, Asks::Radius, message);
        return;
    }
    let Some(words) = words(talk, body, LONGEST_STREETS) else {
        return;
    };
    let streets = streets(&words);
    if streets.is_empty() {
        talk.turn.say(text::work_where(talk.lang, &talk.me()));
        return;
    }
    if let Some(working) = &mut talk.dialogue.working {
        working.area = Some(Area::Streets(streets));
    }
    ask_categories(talk);
}

/// So many metres around the position.
pub(super) fn radius(talk: &mut Talk<'_>, chosen: Index, at: Option<MessageId>) -> Option<String> {
    let Some(working) = asking(talk, Asks::Radius) else {
        return Some(text::not_theirs(talk.lang));
    };
    let Some(Area::Around { metres, .. }) = &mut working.area else {
        return Some(text::not_theirs(talk.lang));
    };
    *metres = chosen.clamp(1, text::MOST_METRES);
    let chosen = text::work_radius_chosen(talk.lang, chosen.clamp(1, text::MOST_METRES));
    talk.edit(at, chosen);
    ask_categories(talk);
    None
}

/// The categories that a work of the office can be for: its own, or all where it has none.
fn offered<'a>(talk: &Talk<'a>, office: &OfficeCode) -> Vec<&'a Category> {
    let all = || talk.directory().categories_in_use();
    let own: Vec<_> = all().filter(|one| one.office.as_ref() == Some(office)).collect();
    if own.is_empty() { all().collect() } else { own }
}

fn ask_categories(talk: &mut Talk<'_>) {
    let Some(working) = talk.dialogue.working.clone() else {
        return;
    };
    let offered = offered(talk, &working.office);
    let message = text::work_categories(talk.lang, &offered, &working.categories);
    ask(talk, Asks::Categories, message);
}

/// This category, or not; none: all of them.
pub(super) fn category(
    talk: &mut Talk<'_>,
    code: Option<CategoryCode>,
    at: Option<MessageId>,
) -> Option<String> {
    let Some(office) = asking(talk, Asks::Categories).map(|working| working.office.clone()) else {
        return Some(text::not_theirs(talk.lang));
    };
    let offered = offered(talk, &office);
    let working = asking(talk, Asks::Categories)?;
    match code {
        None => working.categories = offered.iter().map(|one| one.code.clone()).collect(),
        Some(code) if working.categories.contains(&code) => {
            working.categories.retain(|one| *one != code);
        }
        Some(code) => working.categories.push(code),
    }
    working.categories.retain(|code| offered.iter().any(|one| one.code == *code));
    let chosen = working.categories.clone();
    let message = text::work_categories(talk.lang, &offered, &chosen);
    talk.edit(at, message);
    None
}

/// The categories are chosen.
pub(super) fn categories_done(talk: &mut Talk<'_>, at: Option<MessageId>) -> Option<String> {
    let Some(working) = asking(talk, Asks::Categories) else {
        return Some(text::not_theirs(talk.lang));
    };
    let chosen = working.categories.clone();
    if chosen.is_empty() {
        return Some(text::work_no_category(talk.lang));
    }
    let message = text::work_categories_chosen(talk.directory(), &chosen);
    talk.edit(at, message);
    let message = text::work_what(talk.lang, &talk.me());
    ask(talk, Asks::What, message);
    None
}

fn what(talk: &mut Talk<'_>, body: &Body) {
    let Some(words) = words(talk, body, LONGEST_WHAT) else {
        return;
    };
    if let Some(working) = &mut talk.dialogue.working {
        working.what = words.lines().collect::<Vec<_>>().join(" ");
    }
    let message = text::work_when(talk.lang, &talk.me());
    ask(talk, Asks::When, message);
}

fn when(talk: &mut Talk<'_>, body: &Body) {
    let Some(words) = words(talk, body, LONGEST_WHAT) else {
        return;
    };
    match dates::span(&words, &talk.directory().calendar, super::today(talk)) {
        Ok(days) => {
            if let Some(working) = &mut talk.dialogue.working {
                working.days = Some(days);
            }
            let message = text::work_why(talk.lang, &talk.me());
            ask(talk, Asks::Why, message);
        }
        Err(why) => {
            talk.turn.say(text::work_no_span(talk.lang, why));
        }
    }
}

fn why(talk: &mut Talk<'_>, body: &Body) {
    let Some(words) = words(talk, body, LONGEST_EXPLANATION) else {
        return;
    };
    if let Some(working) = &mut talk.dialogue.working {
        working.words = words;
    }
    let Some(work) = talk.dialogue.working.clone().and_then(|working| made(talk, working)) else {
        return;
    };
    let message = text::work_summary(talk.directory(), &work, talk.scene.now);
    ask(talk, Asks::Summary, message);
}

/// The work that the answers make.
fn made(talk: &mut Talk<'_>, working: Working) -> Option<PlannedWork> {
    let (from, until) = working.days?;
    Some(PlannedWork {
        id: talk.turn.fresh().work(),
        office: working.office,
        what: working.what,
        area: working.area?,
        categories: working.categories,
        from,
        until,
        explanation: working.words,
        telling: None,
        ended: None,
    })
}

/// *Save*.
pub(super) fn save(talk: &mut Talk<'_>, at: Option<MessageId>) -> Option<String> {
    let Some(working) = asking(talk, Asks::Summary).cloned() else {
        return Some(text::not_theirs(talk.lang));
    };
    if !may_change(talk, &working.office) {
        return Some(refused(talk, Some(&working.office)));
    }
    let Some(work) = made(talk, working) else {
        return Some(text::not_theirs(talk.lang));
    };
    if work.until <= super::today(talk) {
        // The day came while it was looked at: nobody could wait for it.
        let message = text::work_no_span(talk.lang, NoDay::Past);
        ask(talk, Asks::When, message);
        return None;
    }
    let saved = text::work_saved(talk.lang, &work, talk.name());
    talk.edit(at, saved);
    talk.turn.deeds.push(Deed::SaveWork(Box::new(work)));
    talk.dialogue.working = None;
    None
}
