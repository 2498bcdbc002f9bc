//! What the service says about itself: ids, groups that nobody bound, a long silence.

use chrono::{DateTime, Utc};

use super::format::{escape, said, stamp};
use super::{plain, t};
use crate::domain::directory::Directory;
use crate::domain::ids::ChatId;
use crate::domain::lang::Lang;
use crate::domain::mail::Account;
use crate::domain::outgoing::Message;
use crate::domain::people::{Capacity, Person};
use crate::domain::town::Binding;

/// /id: this chat's id (of a group) and the sender's, as lines to paste into the directory.
pub fn ids(lang: Lang, group: Option<ChatId>, person: &Person) -> Message {
    let mut html = t!(lang, "ids-intro");
    if let Some(ChatId(id)) = group {
        html += &format!("\n\n{}", t!(lang, "ids-group"));
        html += &format!("\n<code>urp_chat_id = {id}</code>\n<code>chat_id = {id}</code>");
    }
    if let Some(telegram) = person.telegram {
        let name = escape(&person.name).replace('"', "'");
        html += &format!("\n\n{}", t!(lang, "ids-person"));
        html += &format!("\n<code>{{ name = \"{name}\", telegram_id = {} }}</code>", telegram.0);
    }
    said(html)
}

/// The bot was added to a group that the directory does not name.
pub fn unbound(directory: &Directory, chat: ChatId) -> Message {
    let lang = directory.staff_lang();
    let intro = t!(lang, "unbound-group", town = &directory.name);
    let id = chat.0;
    said(format!("{intro}\n<code>urp_chat_id = {id}</code>\n<code>chat_id = {id}</code>"))
}

/// From when to when nothing was read; what was lost of it, with a text for the town's page.
pub fn silence(
    directory: &Directory,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    lost: bool,
) -> Message {
    let lang = directory.staff_lang();
    let (from, to) = (stamp(directory, lang, since, now), stamp(directory, lang, now, now));
    if !lost {
        return said(t!(lang, "silence-kept", from = from, to = to));
    }
    with_silence_page(directory, &t!(lang, "silence-lost", from = &from, to = &to), (from, to))
}

/// From when to when nothing came in from Telegram; what was lost of it, with a text for the town's page.
pub fn unheard(
    directory: &Directory,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    lost: bool,
) -> Message {
    let lang = directory.staff_lang();
    let (from, to) = (stamp(directory, lang, since, now), stamp(directory, lang, now, now));
    if !lost {
        return said(t!(lang, "telegram-unheard-kept", from = from, to = to));
    }
    let head = t!(lang, "telegram-unheard-lost", from = &from, to = &to);
    with_silence_page(directory, &head, (from, to))
}

/// With the text for the page of a town that may have lost what was written from then to then.
fn with_silence_page(directory: &Directory, head: &str, (from, to): (String, String)) -> Message {
    let lang = directory.staff_lang();
    let contact = directory.contact.get(lang);
    with_page(head, &t!(lang, "silence-page", from = from, to = to, contact = contact))
}

/// Nothing has come in from Telegram for an hour (`why`: what is in the way): for the supervisors.
pub fn telegram_away(directory: &Directory, why: &str) -> Message {
    said(t!(directory.staff_lang(), "telegram-away", why = why))
}

/// The town goes on from a copy of its database: what came after it is lost, with a text for the town's page.
pub fn restored(directory: &Directory, copied_at: DateTime<Utc>, now: DateTime<Utc>) -> Message {
    let lang = directory.staff_lang();
    let (from, to) = (stamp(directory, lang, copied_at, now), stamp(directory, lang, now, now));
    let head = t!(lang, "restored", from = &from);
    let contact = directory.contact.get(lang);
    let page = t!(lang, "restored-page", from = from, to = to, contact = contact);
    with_page(&head, &page)
}

/// With a text to copy to the town's page.
fn with_page(head: &str, page: &str) -> Message {
    said(format!("{head}\n\n<blockquote>{page}</blockquote>"))
}

/// A staff chat cannot be written to any more: for the supervisors.
pub fn chat_lost(directory: &Directory, chat: ChatId) -> Message {
    let lang = directory.staff_lang();
    let office = directory.offices.iter().find(|office| office.chat == Some(chat));
    let name = match office {
        Some(office) => office.name.clone(),
        None => plain!(lang, "chat-lost-urp"),
    };
    said(t!(lang, "chat-lost", name = name))
}

fn account_name(lang: Lang, account: Account) -> String {
    match account {
        Account::Mail => plain!(lang, "mail-account-mail"),
        Account::Pec => plain!(lang, "mail-account-pec"),
    }
}

/// The mail server refuses us (`reply`: its words), or takes our mail again: for the supervisors.
pub fn mail_refused(directory: &Directory, account: Account, reply: Option<&str>) -> Message {
    let lang = directory.staff_lang();
    let which = account_name(lang, account);
    said(match reply {
        Some(reply) => t!(lang, "mail-refused", which = which, reply = reply),
        None => t!(lang, "mail-accepted-again", which = which),
    })
}

/// No mail has gone for an hour, whichever was tried (`why`: what the last attempt came to): for the supervisors.
pub fn mail_in_vain(directory: &Directory, account: Account, why: &str) -> Message {
    let lang = directory.staff_lang();
    said(t!(lang, "mail-in-vain", which = account_name(lang, account), why = why))
}

/// Mails wait, and their mailbox has no way out, as this setting is missing: for the supervisors.
pub fn no_outlet(directory: &Directory, account: Account, variable: &str) -> Message {
    let lang = directory.staff_lang();
    said(t!(lang, "mail-no-outlet", which = account_name(lang, account), variable = variable))
}

/// How it stands with a mailbox that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailboxNews {
    /// It does not let us in: the server's words.
    Closed(String),
    /// It has been out of reach for long: what the attempt came to.
    Away(String),
    /// It is read again.
    Again,
}

/// How it stands with a mailbox: for the supervisors.
pub fn mailbox(directory: &Directory, account: Account, news: &MailboxNews) -> Message {
    let lang = directory.staff_lang();
    let which = account_name(lang, account);
    said(match news {
        MailboxNews::Closed(reply) => {
            t!(lang, "mailbox-closed", which = which, reply = reply.as_str())
        }
        MailboxNews::Away(why) => t!(lang, "mailbox-away", which = which, why = why.as_str()),
        MailboxNews::Again => t!(lang, "mailbox-open-again", which = which),
    })
}

/// An update could not be processed: for the supervisors.
pub fn set_aside(directory: &Directory) -> Message {
    said(t!(directory.staff_lang(), "set-aside"))
}

/// A timer cannot do its work: for the supervisors.
pub fn timer_failed(directory: &Directory) -> Message {
    said(t!(directory.staff_lang(), "timer-failed"))
}

/// How it stands with what is kept: for the supervisors.
pub fn storage(directory: &Directory, news: StorageNews) -> Message {
    let lang = directory.staff_lang();
    said(match news {
        StorageNews::NoRoom(Place::Database) => t!(lang, "no-room-database"),
        StorageNews::RoomAgain(Place::Database) => t!(lang, "room-again-database"),
        StorageNews::NoRoom(Place::Files) => t!(lang, "no-room-files"),
        StorageNews::RoomAgain(Place::Files) => t!(lang, "room-again-files"),
        StorageNews::Damaged => t!(lang, "database-damaged"),
    })
}

/// What happened to what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageNews {
    /// There is no room for it.
    NoRoom(Place),
    /// There is room again.
    RoomAgain(Place),
    /// The database is damaged.
    Damaged,
}

/// Where room is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The database.
    Database,
    /// The store of files.
    Files,
}

/// The URP chat's menu of commands: name and what it does.
pub fn urp_commands(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("open", plain!(lang, "command-open")),
        ("limbo", plain!(lang, "command-limbo")),
        ("new", plain!(lang, "command-desk-new")),
        ("find", plain!(lang, "command-find")),
        ("report", plain!(lang, "command-report")),
        ("works", plain!(lang, "command-works")),
        ("blocked", plain!(lang, "command-blocked")),
        ("help", plain!(lang, "command-staff-help")),
        ("cancel", plain!(lang, "command-staff-cancel")),
        ("id", plain!(lang, "command-id")),
    ]
}

/// The menu of a group, by whose it is.
pub fn group_commands(lang: Lang, bindings: &[Binding]) -> Vec<(&'static str, String)> {
    let mut commands = Vec::new();
    if bindings.contains(&Binding::Urp) {
        commands.extend(urp_commands(lang));
        commands.push(("people", plain!(lang, "command-people")));
    }
    if bindings.iter().any(|one| matches!(one, Binding::Office(_))) {
        commands.extend(office_commands(lang));
    }
    once_each(commands)
}

/// An office's menu of commands.
fn office_commands(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("open", plain!(lang, "command-open")),
        ("limbo", plain!(lang, "command-limbo")),
        ("find", plain!(lang, "command-find")),
        ("report", plain!(lang, "command-report")),
        ("works", plain!(lang, "command-works")),
        ("help", plain!(lang, "command-staff-help")),
        ("cancel", plain!(lang, "command-staff-cancel")),
        ("id", plain!(lang, "command-id")),
    ]
}

/// The menu of a private chat of staff: first what they do as such, then the citizens'.
pub fn private_commands(lang: Lang, capacities: &[Capacity]) -> Vec<(&'static str, String)> {
    let mut commands = Vec::new();
    if capacities.contains(&Capacity::Supervisor) {
        commands.push(("people", plain!(lang, "command-people")));
        commands.push(("stats", plain!(lang, "command-stats")));
        commands.push(("invite", plain!(lang, "command-invite")));
        commands.push(("remove", plain!(lang, "command-remove")));
    }
    commands.push(("open", plain!(lang, "command-open")));
    commands.push(("limbo", plain!(lang, "command-limbo")));
    commands.push(("find", plain!(lang, "command-find")));
    commands.push(("report", plain!(lang, "command-report")));
    commands.push(("works", plain!(lang, "command-works")));
    commands.push(("help", plain!(lang, "command-staff-help")));
    commands.extend(super::citizen::commands(lang));
    once_each(commands)
}

fn once_each(mut commands: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    let mut seen = Vec::new();
    commands.retain(|(name, _)| {
        let new = !seen.contains(name);
        seen.push(*name);
        new
    });
    commands
}

/// A mail that the service sends to itself, to see whether it comes back: its subject, plain text.
pub fn probe_subject(lang: Lang) -> String {
    plain!(lang, "probe-subject")
}

/// What stands in it, plain text: whoever opens the mailbox may wonder.
pub fn probe_words(lang: Lang) -> String {
    plain!(lang, "probe-words")
}
