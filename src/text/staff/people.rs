//! People: invitations, who is who, whose role ends, and whose a group is.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::lists::pager;
use super::mention;
use crate::domain::directory::{Directory, StaffMember};
use crate::domain::ids::{ChatId, InvitationCode, TelegramId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Keyboard, Mention, Message};
use crate::domain::people::{Capacity, Person};
use crate::domain::press::{Post, Press};
use crate::domain::step::Facts;
use crate::domain::town::{Invitation, Invited, REFERENTS, mark};
use crate::text::format::{button, clip, day, said, with_buttons};
use crate::text::{Html, plain, t};

/// Entries on a page of /people.
pub const PEOPLE: u32 = 10;
/// The longest name of somebody who is invited, UTF-16 units.
pub const LONGEST_NAME: usize = 60;

/// The longest list of names within a message, UTF-16 units.
const LONGEST_LIST: usize = 600;

/// What somebody is, with the office's name. Plain text.
pub fn capacity_name(lang: Lang, directory: &Directory, capacity: &Capacity) -> String {
    match capacity {
        Capacity::Supervisor => plain!(lang, "people-supervisor"),
        Capacity::Urp => plain!(lang, "people-urp"),
        Capacity::Referent(office) => {
            plain!(lang, "people-referent", office = directory.office_name(office))
        }
        Capacity::Operator(office) => {
            plain!(lang, "people-operator", office = directory.office_name(office))
        }
        Capacity::Citizen | Capacity::Clock => String::new(),
    }
}

/// What somebody can be invited to. Plain text.
fn post_name(lang: Lang, post: Post) -> String {
    match post {
        Post::Supervisor => plain!(lang, "people-post-supervisor"),
        Post::Urp => plain!(lang, "people-post-urp"),
        Post::Referent => plain!(lang, "people-post-referent"),
        Post::Operator => plain!(lang, "people-post-operator"),
    }
}

fn invite_cancel(lang: Lang) -> Vec<Button> {
    vec![button(plain!(lang, "staff-button-cancel"), &Press::InviteCancel)]
}

/// /invite: to what?
pub fn invite_role(lang: Lang) -> Message {
    let row = |posts: [Post; 2]| {
        posts.map(|post| button(post_name(lang, post), &Press::InviteAs(post))).to_vec()
    };
    with_buttons(
        t!(lang, "people-invite-role"),
        vec![
            row([Post::Supervisor, Post::Urp]),
            row([Post::Referent, Post::Operator]),
            invite_cancel(lang),
        ],
    )
}

/// Of which office?
pub fn invite_office(directory: &Directory, lang: Lang, post: Post) -> Message {
    // Telegram takes at most a hundred buttons.
    let offices = directory.offices_in_use().take(90).map(|office| {
        let label = clip(&office.name, 60).into_owned();
        vec![button(label, &Press::InviteTo(post, office.code.clone()))]
    });
    let rows: Vec<_> = offices.chain([invite_cancel(lang)]).collect();
    if directory.offices_in_use().next().is_none() {
        return with_buttons(t!(lang, "staff-no-offices"), rows);
    }
    with_buttons(t!(lang, "people-invite-office", post = post_name(lang, post)), rows)
}

/// Under which name? The buttons of the question.
pub fn invite_name(directory: &Directory, lang: Lang, to: &Capacity) -> Message {
    let role = capacity_name(lang, directory, to);
    with_buttons(
        t!(lang, "people-invite-name", role = role),
        vec![
            vec![button(plain!(lang, "people-button-unnamed"), &Press::InviteUnnamed)],
            invite_cancel(lang),
        ],
    )
}

/// The same, as the box to write it in.
pub fn invite_prompt(lang: Lang, who: &Mention) -> Message {
    Message {
        html: t!(lang, "people-invite-prompt", who = Html(mention(who))),
        keyboard: Keyboard::ForceReply { placeholder: plain!(lang, "people-invite-placeholder") },
        silent: false,
    }
}

/// The question, once the invitation is made.
pub fn invite_made(directory: &Directory, lang: Lang, to: &Capacity) -> Message {
    said(t!(lang, "people-invite-made", role = capacity_name(lang, directory, to)))
}

/// Nobody is invited.
pub fn invite_cancelled(lang: Lang) -> Message {
    said(t!(lang, "people-invite-cancelled"))
}

/// The bot's own name is not known: no link can be made.
pub fn invite_impossible(lang: Lang) -> Message {
    said(t!(lang, "people-invite-impossible"))
}

/// The invitation is ready: for whoever made it.
pub fn invited(
    directory: &Directory,
    lang: Lang,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> Message {
    let role = capacity_name(lang, directory, &invitation.invited.to);
    let date = last_day(directory, lang, invitation, now);
    let html = match &invitation.invited.name {
        Some(name) => t!(lang, "people-invited-named", role = role, name = name, date = date),
        None => t!(lang, "people-invited", role = role, date = date),
    };
    let code = InvitationCode(invitation.selector.clone());
    let withdraw = plain!(lang, "people-button-withdraw");
    with_buttons(html, vec![vec![button(withdraw, &Press::InviteWithdraw(code))]])
}

/// The same, once the invitation is good no more.
pub fn withdrawn(directory: &Directory, lang: Lang, invited: &Invited) -> Message {
    let role = capacity_name(lang, directory, &invited.to);
    said(match &invited.name {
        Some(name) => t!(lang, "people-withdrawn-named", role = role, name = name),
        None => t!(lang, "people-withdrawn", role = role),
    })
}

/// Whom it invited is in already. Plain text.
pub fn withdrawn_too_late(lang: Lang) -> String {
    plain!(lang, "people-withdrawn-too-late")
}

/// The invitation itself, to be forwarded.
pub fn invitation(
    directory: &Directory,
    lang: Lang,
    invitation: &Invitation,
    link: &str,
    now: DateTime<Utc>,
) -> Message {
    let role = capacity_name(lang, directory, &invitation.invited.to);
    let date = last_day(directory, lang, invitation, now);
    let town = &directory.name;
    said(t!(lang, "people-invitation", town = town, role = role, date = date, link = link))
}

fn last_day(
    directory: &Directory,
    lang: Lang,
    invitation: &Invitation,
    now: DateTime<Utc>,
) -> String {
    let calendar = &directory.calendar;
    day(lang, calendar.day_of(invitation.expires_at), calendar.day_of(now))
}

/// Why an invitation is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEntry {
    /// There is none with that token.
    Unknown,
    /// It was used.
    Used,
    /// It is too late.
    Expired,
    /// It was taken back.
    Withdrawn,
}

/// An invitation that is not good (any more), and whom to ask.
pub fn no_entry(directory: &Directory, lang: Lang, why: NoEntry) -> Message {
    let why = match why {
        NoEntry::Unknown => t!(lang, "people-entry-unknown"),
        NoEntry::Used => t!(lang, "people-entry-used"),
        NoEntry::Expired => t!(lang, "people-entry-expired"),
        NoEntry::Withdrawn => t!(lang, "people-entry-withdrawn"),
    };
    let supervisors: Vec<String> =
        directory.supervisors.iter().map(|one| one.name.clone()).collect();
    let whom = if supervisors.is_empty() {
        t!(lang, "people-entry-ask-town", town = &directory.name)
    } else {
        t!(lang, "people-entry-ask", names = listed(&supervisors))
    };
    said(format!("{why}\n{whom}"))
}

/// Who opens an invitation to what they are already.
pub fn already(directory: &Directory, lang: Lang, capacity: &Capacity) -> Message {
    said(t!(lang, "people-already", role = capacity_name(lang, directory, capacity)))
}

/// Welcome: what somebody is now, and their first five steps.
pub fn welcome(directory: &Directory, lang: Lang, capacity: &Capacity, name: &str) -> Message {
    let role = capacity_name(lang, directory, capacity);
    let hello = t!(lang, "people-welcome", town = &directory.name, role = role, name = name);
    let group = match capacity {
        Capacity::Urp => directory.urp_chat.map(|_| t!(lang, "people-welcome-group-urp")),
        Capacity::Referent(code) | Capacity::Operator(code) => {
            let office = directory.office(code).filter(|office| office.chat.is_some());
            office.map(|office| t!(lang, "people-welcome-group", office = &office.name))
        }
        _ => None,
    };
    let group = group.map(|group| format!("\n{group}")).unwrap_or_default();
    let steps = super::help::steps(lang, capacity);
    said(format!("{hello}{group}\n\n{steps}"))
}

/// An invitation was used: for the supervisors.
pub fn joined(
    directory: &Directory,
    capacity: &Capacity,
    name: &str,
    who: &Person,
    by: Option<&str>,
) -> Message {
    let lang = directory.staff_lang();
    let role = capacity_name(lang, directory, capacity);
    let shown = clip(&who.name, LONGEST_NAME);
    let line = t!(lang, "people-joined", name = name, shown = shown.as_ref(), role = role);
    said(match by {
        Some(by) => format!("{line} {}", t!(lang, "people-joined-by", by = by)),
        None => line,
    })
}

/// Why an entry is marked: the bot cannot write to them. Plain text.
fn trouble(lang: Lang, facts: &Facts, one: &StaffMember) -> Option<String> {
    match one.telegram {
        None => Some(plain!(lang, "people-mark-no-account")),
        Some(account) => {
            let reachable = facts.account(account).is_some_and(|person| person.reachable);
            (!reachable).then(|| plain!(lang, "people-mark-not-started"))
        }
    }
}

/// Names in one line that never fills a message.
pub(super) fn listed(names: &[String]) -> String {
    clip(&names.join(", "), LONGEST_LIST).into_owned()
}

/// Everybody by office and role, a page of it; `may_remove`: with the buttons for it. `only`: those
/// whose name has these words.
pub fn people(facts: &Facts, page: u32, may_remove: bool, only: Option<&str>) -> Message {
    let directory = &facts.directory;
    let lang = directory.staff_lang();
    let wanted = |one: &StaffMember| {
        only.is_none_or(|only| one.name.to_lowercase().contains(&only.to_lowercase()))
    };
    let all: Vec<_> = directory.staff().filter(|(one, _)| wanted(one)).collect();
    if let (true, Some(only)) = (all.is_empty(), only) {
        return said(t!(lang, "people-none-named", name = clip(only, LONGEST_NAME).as_ref()));
    }
    let mut html = t!(lang, "people-title");
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let mut heading = None;
    let first = usize::try_from(page.saturating_mul(PEOPLE)).unwrap_or(usize::MAX);
    let on_page = usize::try_from(PEOPLE).unwrap_or(usize::MAX);
    for (one, capacity) in all.iter().skip(first).take(on_page) {
        if heading != Some(capacity) {
            heading = Some(capacity);
            let name = capacity_name(lang, directory, capacity);
            let _ = write!(html, "\n\n{}", t!(lang, "people-heading", role = name));
        }
        let name = clip(&one.name, LONGEST_NAME);
        html.push('\n');
        html.push_str(&match trouble(lang, facts, one) {
            Some(why) => t!(lang, "people-line-marked", name = name.as_ref(), why = why),
            None => t!(lang, "people-line", name = name.as_ref()),
        });
        if may_remove {
            let label = plain!(lang, "people-button-remove", name = clip(&name, 30).as_ref());
            rows.push(vec![button(label, &Press::Remove(mark(one, capacity)))]);
        }
    }
    if only.is_none() {
        html.push_str(&gaps(directory, lang));
        let pages = all.len().div_ceil(on_page);
        rows.push(pager(lang, page, u32::try_from(pages).unwrap_or(u32::MAX), Press::People));
    }
    with_buttons(html, rows)
}

/// What the town lacks: referents, groups.
fn gaps(directory: &Directory, lang: Lang) -> String {
    let mut html = String::new();
    let few = directory.offices_in_use().filter(|office| office.referents.len() < REFERENTS);
    let few: Vec<String> =
        few.map(|office| format!("{} ({})", office.name, office.referents.len())).collect();
    if !few.is_empty() {
        let _ = write!(html, "\n\n{}", t!(lang, "people-few-referents", offices = listed(&few)));
    }
    let unbound = directory.offices_in_use().filter(|office| office.chat.is_none());
    let unbound: Vec<String> = unbound.map(|office| office.name.clone()).collect();
    if !unbound.is_empty() {
        let _ = write!(html, "\n\n{}", t!(lang, "people-no-group", offices = listed(&unbound)));
    }
    html
}

/// End this role? What happens then. `reports`: how many go back to the referents.
pub fn really_remove(
    directory: &Directory,
    one: &StaffMember,
    capacity: &Capacity,
    reports: usize,
) -> Message {
    let lang = directory.staff_lang();
    let role = capacity_name(lang, directory, capacity);
    let mut html = t!(lang, "people-really-remove", name = &one.name, role = role);
    if reports > 0 {
        let _ = write!(html, "\n{}", t!(lang, "people-reports-go-back", count = reports));
    }
    let yes = button(plain!(lang, "people-button-yes"), &Press::RemoveYes(mark(one, capacity)));
    let no = button(plain!(lang, "people-button-no"), &Press::RemoveNo);
    with_buttons(html, vec![vec![yes, no]])
}

/// Nothing changes.
pub fn not_removed(lang: Lang) -> Message {
    said(t!(lang, "people-not-removed"))
}

/// The role has ended: by whom, and how many reports went back.
pub fn removed(
    directory: &Directory,
    one: &StaffMember,
    capacity: &Capacity,
    by: &str,
    reports: usize,
) -> Message {
    let lang = directory.staff_lang();
    let role = capacity_name(lang, directory, capacity);
    let mut html = t!(lang, "people-removed", name = &one.name, role = role, by = by);
    if reports > 0 {
        let _ = write!(html, "\n{}", t!(lang, "people-reports-went-back", count = reports));
    }
    said(html)
}

/// Somebody's role has ended: for themselves.
pub fn removed_you(directory: &Directory, lang: Lang, capacity: &Capacity) -> Message {
    let role = capacity_name(lang, directory, capacity);
    said(t!(lang, "people-removed-you", role = role, town = &directory.name))
}

/// An office has no referent left: for the supervisors.
pub fn no_referent(directory: &Directory, office: &str) -> Message {
    said(t!(directory.staff_lang(), "people-no-referent", office = office))
}

/// Why the last supervisor stays. Plain text.
pub fn last_supervisor(lang: Lang) -> String {
    plain!(lang, "people-last-supervisor")
}

/// An entry that is no more. Plain text.
pub fn no_such_entry(lang: Lang) -> String {
    plain!(lang, "people-no-such-entry")
}

/// Somebody whose role has ended is still in these groups.
pub fn still_in(
    directory: &Directory,
    name: &str,
    who: TelegramId,
    groups: &[(ChatId, String)],
) -> Message {
    let lang = directory.staff_lang();
    let titles: Vec<String> = groups.iter().map(|(_, title)| title.clone()).collect();
    let html = t!(lang, "people-still-in", name = name, groups = listed(&titles));
    let rows = groups.iter().take(50).map(|(chat, title)| {
        let label = plain!(lang, "people-button-expel", group = clip(title, 40).as_ref());
        vec![button(label, &Press::Expel(*chat, who))]
    });
    with_buttons(html, rows.collect())
}

/// Somebody was removed from a group.
pub fn expelled(lang: Lang, name: &str, group: &str) -> Message {
    said(t!(lang, "people-expelled", name = name, group = group))
}

/// Somebody cannot be removed from a group: Telegram's words, and what can be done.
pub fn not_expelled(lang: Lang, name: &str, group: &str, why: &str) -> Message {
    said(t!(lang, "people-not-expelled", name = name, group = group, why = clip(why, 200).as_ref()))
}

/// They work there again: nobody is removed. Plain text.
pub fn belongs_there(lang: Lang) -> String {
    plain!(lang, "people-belongs-there")
}
