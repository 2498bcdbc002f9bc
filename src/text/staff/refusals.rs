//! Why something was not done, for the person who tried. Plain text of at most 200 characters.

use super::words;
use crate::domain::decide::{REOPEN_DAYS, Refusal};
use crate::domain::directory::Directory;
use crate::domain::ids::OfficeCode;
use crate::domain::lang::Lang;
use crate::domain::people::Capacity;
use crate::domain::report::Report;
use crate::domain::rights::Role;
use crate::text::format::{LONGEST_NOTICE, clip};
use crate::text::plain;

/// Why not: who can, or who did what before.
pub fn refusal(
    lang: Lang,
    refusal: &Refusal,
    report: Option<&Report>,
    directory: &Directory,
) -> String {
    let text = match refusal {
        Refusal::NotAllowed { who_can } => return only(lang, who_can, report, directory),
        Refusal::WrongState { state } => {
            let state = report.map_or_else(
                || words::state_kind(lang, *state),
                |report| words::state_kind(lang, report.state.kind()),
            );
            plain!(lang, "staff-refusal-state", state = state)
        }
        Refusal::Overtaken { by, event } => {
            let what = words::event(lang, event);
            if by.is_empty() {
                plain!(lang, "staff-refusal-overtaken-clock", what = what)
            } else {
                let by = clip(by, 60);
                plain!(lang, "staff-refusal-overtaken", by = by.as_ref(), what = what)
            }
        }
        Refusal::NoWords => plain!(lang, "staff-refusal-no-words"),
        Refusal::TooLate => plain!(lang, "staff-refusal-too-late", days = REOPEN_DAYS),
        Refusal::NotInFuture => plain!(lang, "staff-refusal-not-in-future"),
        Refusal::NoQuestion => plain!(lang, "staff-refusal-no-question"),
        Refusal::Already => plain!(lang, "staff-refusal-already"),
        Refusal::Itself => plain!(lang, "staff-refusal-itself"),
        Refusal::NoRoom => plain!(lang, "staff-refusal-no-room"),
        Refusal::NotLate => plain!(lang, "staff-refusal-not-late"),
        Refusal::MainClosed { main } => plain!(lang, "staff-refusal-main-closed", main = *main),
        Refusal::MainIsDuplicate { main, of } if report.is_some_and(|report| report.id == *of) => {
            plain!(lang, "staff-refusal-follows-already", other = *main)
        }
        Refusal::MainIsDuplicate { main, of } => {
            plain!(lang, "staff-refusal-main-is-duplicate", main = *main, of = *of)
        }
    };
    short(&text)
}

/// Who can do it: the role, and the names where they fit.
pub fn only(
    lang: Lang,
    who_can: &[Role],
    report: Option<&Report>,
    directory: &Directory,
) -> String {
    only_of(lang, who_can, report.and_then(|report| report.state.office()), directory)
}

/// The same for something of that office.
pub fn only_of(
    lang: Lang,
    who_can: &[Role],
    office: Option<&OfficeCode>,
    directory: &Directory,
) -> String {
    let names: Vec<&str> = directory
        .staff()
        .filter(|(_, capacity)| {
            who_can.contains(&capacity.role())
                && match capacity {
                    Capacity::Referent(own) | Capacity::Operator(own) => Some(own) == office,
                    _ => true,
                }
        })
        .map(|(one, _)| one.name.as_str())
        .collect();
    let roles = roles(lang, who_can);
    let in_full = plain!(lang, "staff-refusal-only-named", roles = roles, names = names.join(", "));
    if names.is_empty() || in_full.chars().count() > LONGEST_NOTICE {
        only_roles(lang, who_can)
    } else {
        in_full
    }
}

/// Who can do it, without a name.
pub fn only_roles(lang: Lang, who_can: &[Role]) -> String {
    short(&plain!(lang, "staff-refusal-only", roles = roles(lang, who_can)))
}

/// The names of roles. Nobody can ask the clock for anything.
fn roles(lang: Lang, who_can: &[Role]) -> String {
    let people = who_can.iter().filter(|role| **role != Role::Clock);
    people.map(|role| role_name(lang, *role)).collect::<Vec<_>>().join(", ")
}

/// A button that means nothing any more.
pub fn old_button(lang: Lang) -> String {
    short(&plain!(lang, "staff-old-button"))
}

/// The prompt that a message was offered for has ended: how to use it all the same. Plain text.
pub fn prompt_is_over(lang: Lang) -> String {
    plain!(lang, "staff-prompt-over")
}

/// A button of something that another person writes, or that has ended.
pub fn not_theirs(lang: Lang) -> String {
    short(&plain!(lang, "staff-not-theirs"))
}

/// There are no photos to show.
pub fn no_photos(lang: Lang) -> String {
    short(&plain!(lang, "staff-no-photos"))
}

fn role_name(lang: Lang, role: Role) -> String {
    match role {
        Role::Citizen => plain!(lang, "staff-role-citizen"),
        Role::Urp => plain!(lang, "staff-role-urp"),
        Role::Referent => plain!(lang, "staff-role-referent"),
        Role::Operator => plain!(lang, "staff-role-operator"),
        Role::Supervisor => plain!(lang, "staff-role-supervisor"),
        Role::Clock => plain!(lang, "staff-role-clock"),
    }
}

fn short(text: &str) -> String {
    // A character is at most two UTF-16 units: units are the safe measure of the two.
    clip(text, LONGEST_NOTICE).into_owned()
}
