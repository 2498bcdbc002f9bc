//! Whose a group is.

use super::lists::pager;
use crate::domain::directory::{Directory, Office};
use crate::domain::ids::{ChatId, OfficeCode};
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::step::Facts;
use crate::domain::town::Binding;
use crate::text::format::{button, clip, said, with_buttons};
use crate::text::{plain, t};

/// Offices on a page of the chooser.
const OFFICES: usize = 20;

/// To whom a group belongs, in one line. Plain text.
pub fn bindings(directory: &Directory, chat: ChatId) -> String {
    let lang = directory.staff_lang();
    let names: Vec<String> =
        directory.bindings(chat).iter().map(|one| binding(directory, one)).collect();
    if names.is_empty() { plain!(lang, "bind-nobody") } else { super::people::listed(&names) }
}

/// The URP, or an office by name. Plain text.
pub fn binding(directory: &Directory, one: &Binding) -> String {
    match one {
        Binding::Urp => plain!(directory.staff_lang(), "people-urp"),
        Binding::Office(code) => directory.office_name(code).to_owned(),
    }
}

/// /bind: whose is this group?
pub fn bind(directory: &Directory, chat: ChatId, page: u32) -> Message {
    let lang = directory.staff_lang();
    let bound = directory.bindings(chat);
    let label = |name: &str, is: bool| {
        let name = clip(name, 50);
        if is { plain!(lang, "staff-choice-now", name = name.as_ref()) } else { name.into_owned() }
    };
    let urp = label(&plain!(lang, "people-urp"), bound.contains(&Binding::Urp));
    let mut rows = vec![vec![button(urp, &Press::BindUrp)]];
    let first = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(OFFICES);
    // One that is retired keeps the group that it has, and gets no other.
    let is_here = |office: &Office| bound.contains(&Binding::Office(office.code.clone()));
    let offered: Vec<&Office> =
        directory.offices.iter().filter(|office| !office.retired || is_here(office)).collect();
    let offices = offered.iter().skip(first).take(OFFICES).map(|office| {
        vec![button(label(&office.name, is_here(office)), &Press::BindOffice(office.code.clone()))]
    });
    rows.extend(offices);
    let pages = u32::try_from(offered.len().div_ceil(OFFICES)).unwrap_or(u32::MAX);
    rows.push(pager(lang, page, pages, Press::BindPage));
    if !bound.is_empty() {
        rows.push(vec![button(plain!(lang, "bind-button-unbind"), &Press::Unbind)]);
    }
    rows.push(vec![button(plain!(lang, "staff-button-cancel"), &Press::BindCancel)]);
    let html = t!(lang, "bind-whose", now = bindings(directory, chat));
    with_buttons(html, rows)
}

/// It is written in the group, not in private.
pub fn bind_in_a_group(lang: Lang) -> Message {
    said(t!(lang, "bind-in-a-group"))
}

/// Whoever writes in the name of the group cannot be seen to be a supervisor.
pub fn bind_anonymous(lang: Lang) -> Message {
    said(t!(lang, "bind-anonymous"))
}

/// What was written in the name of a group of staff: nobody can be seen to have the right to it.
pub fn written_by_nobody(lang: Lang) -> Message {
    said(t!(lang, "written-by-nobody"))
}

/// The group stays what it is.
pub fn bind_cancelled(directory: &Directory, chat: ChatId) -> Message {
    said(t!(directory.staff_lang(), "bind-cancelled", now = bindings(directory, chat)))
}

/// It is so already. Plain text.
pub fn bound_already(lang: Lang) -> String {
    plain!(lang, "bind-already")
}

/// The group is bound now: what it was before, which group it takes the place of, how many open reports come, and
/// how many of them go back to the referents.
pub fn bound(
    facts: &Facts,
    after: &Directory,
    chat: ChatId,
    one: &Binding,
    instead_of: Option<ChatId>,
    (reports, back): (usize, usize),
) -> Message {
    let before = &facts.directory;
    let lang = before.staff_lang();
    let mut html =
        t!(lang, "bind-done", now = bindings(after, chat), before = bindings(before, chat));
    if let Some(old) = instead_of {
        let name = binding(before, one);
        html.push('\n');
        html.push_str(&match facts.town.title(old) {
            Some(title) => t!(lang, "bind-instead", name = name, group = title),
            None => t!(lang, "bind-instead-unknown", name = name),
        });
        if !after.is_desk(old) {
            html.push(' ');
            html.push_str(&t!(lang, "bind-left"));
        }
    }
    if reports > 0 {
        html.push('\n');
        html.push_str(&t!(lang, "bind-reports", count = reports));
    }
    if back > 0 {
        html.push('\n');
        html.push_str(&t!(lang, "bind-back", count = back));
    }
    said(html)
}

/// The group is nobody's now.
pub fn unbound_now(directory: &Directory, chat: ChatId) -> Message {
    said(t!(directory.staff_lang(), "bind-undone", before = bindings(directory, chat)))
}

/// An office that has no group: for the button that meant it. Plain text.
pub fn no_such_office(lang: Lang, code: &OfficeCode) -> String {
    plain!(lang, "bind-no-office", office = code.as_str())
}
