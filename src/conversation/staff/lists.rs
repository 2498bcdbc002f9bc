//! Commands and lists: /open, /report, /find, /works, /blocked, /help, /cancel.

use chrono::Datelike as _;

use super::super::Deed;
use super::asking;
use super::clock;
use super::dialogue::{Step, Talk};
use super::{figures, rights, works};
use crate::domain::directory::Directory;
use crate::domain::ids::{MessageId, PersonId, ReportId};
use crate::domain::outgoing::{Content, Target};
use crate::domain::report::Report;
use crate::domain::rights::{Right, TownDeed};
use crate::domain::search::fold;
use crate::domain::step::{Keys, Page, WorkKeys};
use crate::text::staff as text;

/// The most photos of one album (Bot API `sendMediaGroup`).
const ALBUM: usize = 10;

/// What a command must look at.
pub(super) fn keys(
    name: &str,
    rest: &str,
    directory: &Directory,
    now: chrono::DateTime<chrono::Utc>,
) -> Keys {
    let mut keys = Keys::default();
    match name {
        "open" => keys.open = Some(page(0)),
        "limbo" => keys.join(clock::limbo_keys(directory, now, 0)),
        "report" => keys.reports.extend(number(directory, now, rest)),
        "find" => {
            keys.reports.extend(number(directory, now, rest));
            keys.search = Some(fold(rest)).filter(|words| !words.is_empty());
        }
        "blocked" => keys.blocked = Some(blocked_page(0)),
        "works" => keys.works = WorkKeys { open: true, ..WorkKeys::default() },
        _ => {}
    }
    keys
}

/// Whether a command in a private chat is one of staff: the others are the citizen's there.
pub(super) fn is_for_staff(name: &str) -> bool {
    matches!(name, "open" | "limbo" | "report" | "find" | "blocked" | "works")
}

/// A page of the list of what is open.
pub(super) fn page(page: u32) -> Page {
    Page { offset: page.saturating_mul(text::PAGE), limit: text::PAGE, tasks: true }
}

/// A page of the list of who is blocked.
pub(super) fn blocked_page(page: u32) -> Page {
    Page { offset: page.saturating_mul(text::PAGE), limit: text::PAGE, tasks: false }
}

/// The year that a number without one means.
pub(super) fn this_year(talk: &Talk<'_>) -> i32 {
    talk.directory().calendar.day_of(talk.scene.now).year()
}

fn number(
    directory: &Directory,
    now: chrono::DateTime<chrono::Utc>,
    text: &str,
) -> Option<ReportId> {
    ReportId::parse_loosely(text, directory.calendar.day_of(now).year())
}

/// A command.
pub(super) fn command(talk: &mut Talk<'_>, name: &str, rest: &str) {
    let (facts, now, lang) = (talk.scene.facts, talk.scene.now, talk.lang);
    if let Some(right) = rights::of_command(name).map(Right::InTown)
        && !rights::may(talk, right, None)
    {
        let only = rights::only(talk, right, None);
        talk.turn.say(text::refused_because(&only));
        return;
    }
    let number = number(talk.directory(), now, rest);
    match name {
        "open" => {
            let with_tasks = rights::is_for_here(talk, TownDeed::SeeTasks);
            talk.turn.say(text::open(facts, 0, with_tasks, now));
        }
        "limbo" => {
            talk.turn.say(text::limbo(facts, 0, now));
        }
        "stats" => figures::stats(talk),
        "report" => match number.map(|id| facts.report(id)) {
            Some(Some(report)) => talk.turn.cards_anew.push(report.id),
            Some(None) => {
                let none = text::not_found(lang, rest.trim());
                talk.turn.say(text::refused_because(&none));
            }
            None => {
                talk.turn.say(text::unknown_number(lang));
            }
        },
        "find" => {
            let exact = number.and_then(|id| facts.report(id));
            let others =
                facts.found.iter().filter(|report| exact.is_none_or(|exact| exact.id != report.id));
            let found: Vec<&Report> = exact.into_iter().chain(others).take(10).collect();
            talk.turn.say(text::found(facts, rest, &found));
        }
        "new" => super::desk::begin(talk),
        "blocked" => {
            let can_unblock = rights::is_for_here(talk, TownDeed::Unblock);
            talk.turn.say(text::blocked(facts, None, can_unblock, now));
        }
        "works" => works::list(talk, 0, None),
        "cancel" => {
            let stopped = asking::cancel(talk);
            talk.turn.say(stopped);
        }
        _ => {
            talk.turn.say(text::unknown_command(lang));
        }
    }
}

/// Another page of what is open, in place.
pub(super) fn turn_page(
    talk: &mut Talk<'_>,
    page: u32,
    pressed: Option<MessageId>,
) -> Option<String> {
    let with_tasks = rights::is_for_here(talk, TownDeed::SeeTasks);
    let message = text::open(talk.scene.facts, page, with_tasks, talk.scene.now);
    talk.edit(pressed, message);
    None
}

/// *Show*: the card anew, below.
pub(super) fn show(talk: &mut Talk<'_>, id: ReportId) -> Option<String> {
    if talk.scene.facts.report(id).is_none() {
        return Some(text::not_found(talk.lang, &id.to_string()));
    }
    talk.turn.cards_anew.push(id);
    None
}

/// *Photos*: the newest in reply to the card, an album of the citizen's and one of the office's. *Earlier photos*
/// (`before` which of the citizen's): those before them. All at once would keep a group waiting for minutes.
pub(super) fn photos(
    talk: &mut Talk<'_>,
    id: ReportId,
    before: Option<u32>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    let done = report.finished.as_ref().map_or(&[][..], |finished| finished.photos.as_slice());
    // They were sent with the newest.
    let done = if before.is_none() { done } else { &[] };
    let mut all: Vec<_> = report.all_photos().collect();
    // As they came, whoever's they are: an id begins with its time.
    all.sort_unstable();
    let end = before.and_then(|place| usize::try_from(place).ok()).unwrap_or(all.len());
    let end = end.min(all.len());
    let first = end.saturating_sub(ALBUM);
    let theirs = all.get(first..end).unwrap_or_default();
    if theirs.is_empty() && done.is_empty() {
        return Ok(Some(text::no_photos(talk.lang)));
    }
    // Which is which is said only where there are both: an album says whose it is.
    let citizens = text::photos_of_citizen(talk.lang, id, !done.is_empty());
    for (photos, caption) in [(theirs, citizens), (done, text::photos_of_office(talk.lang, id))] {
        for photos in photos.chunks(ALBUM) {
            let caption = caption.clone();
            let content = Content::Photos { photos: photos.to_vec(), caption, silent: false };
            talk.turn.push(content, Some(id), Some(Target::Card(id)));
        }
    }
    if first > 0 {
        talk.turn.say_of(id, text::photos_page(talk.lang, id, (first, end), all.len()));
    }
    Ok(None)
}

/// *History*: the latest of it. *Earlier* (`before` which event): what was before that.
pub(super) fn history(
    talk: &mut Talk<'_>,
    id: ReportId,
    before: Option<i32>,
) -> Step<Option<String>> {
    let report = talk.report(id)?;
    if talk.scene.facts.history(id).is_empty() {
        return Err(Box::new(Keys {
            histories: vec![id],
            deliveries: vec![id],
            ..Keys::default()
        }));
    }
    let messages = text::history(talk.scene.facts, report, before, talk.scene.now);
    for (place, message) in messages.into_iter().enumerate() {
        if place == 0 {
            talk.turn.reply(Some(id), Target::Card(id), message);
        } else {
            talk.turn.say_of(id, message);
        }
    }
    Ok(None)
}

/// Another page of who is blocked, in place.
pub(super) fn turn_blocked(talk: &mut Talk<'_>, pressed: Option<MessageId>) -> Option<String> {
    let can_unblock = rights::is_for_here(talk, TownDeed::Unblock);
    talk.edit(pressed, text::blocked(talk.scene.facts, None, can_unblock, talk.scene.now));
    None
}

/// *Unblock*.
pub(super) fn unblock(
    talk: &mut Talk<'_>,
    id: PersonId,
    pressed: Option<MessageId>,
) -> Step<Option<String>> {
    let facts = talk.scene.facts;
    let Some(person) = facts.person(id) else {
        return Ok(Some(text::old_button(talk.lang)));
    };
    let page = &facts.blocked;
    if page.offset > 0 && page.people.iter().all(|one| one.id == id) {
        // Theirs was the last name of the last page: the one before it is shown.
        let blocked = Some(blocked_page(page.offset / text::PAGE - 1));
        return Err(Box::new(Keys { blocked, ..Keys::default() }));
    }
    if person.blocked_at.is_some() {
        talk.turn.deeds.push(Deed::Block { person: id, blocked: false });
    }
    let can_unblock = rights::is_for_here(talk, TownDeed::Unblock);
    talk.edit(pressed, text::blocked(facts, Some(person), can_unblock, talk.scene.now));
    Ok(None)
}
