//! Somebody's words: a reply to something of ours, or something new.

use super::super::apply::{Applied, Place, apply};
use super::super::citizens::{Answering, counted_since, note};
use super::super::tasks;
use super::decide::{Case, Fate, Fated};
use super::keys;
use crate::conversation::{Deed, Scene, Turn, mail as talk};
use crate::domain::command::Command;
use crate::domain::decide::{Terms, decide};
use crate::domain::ids::{ChatId, OutboxId, ReportId, TaskId};
use crate::domain::inbound::{Attachment, FileSource};
use crate::domain::joined::{self, Meant};
use crate::domain::mail::{Became, Mail, MailRule, SenderCheck};
use crate::domain::outgoing::Outgoing;
use crate::domain::people::{Actor, Person};
use crate::domain::report::Report;
use crate::domain::step::{Facts, GoodFor, Keys, MailKeys};
use crate::domain::task::TaskKind;
use crate::text::mail as text;

/// So many tasks of their own may one address cause within three hours.
pub(super) const MOST_TASKS: usize = 5;

/// The same of certified mail that is looked at first, as an administrator of buildings writes many, each about a place of its
/// own; and of what a form of the town sends, each for somebody else.
pub(super) const MOST_REVIEWED: usize = 30;

/// What of ours a mail answers.
enum Thread {
    /// A report of the sender's own, and how that is known.
    Theirs(ReportId, MailRule),
    /// A report of somebody else's.
    Others(ReportId),
    /// A reply address that is not good any more.
    Revoked(ReportId),
    /// Nothing.
    None,
}

/// Decides about somebody's words.
pub(super) fn person(case: &mut Case<'_>) -> Fated {
    let mail = std::sync::Arc::clone(case.mail);
    let Some(from) = &mail.from else {
        return case.task(MailRule::NoSender, None);
    };
    let thread = thread(case, &from.address)?;
    let ours = !matches!(thread, Thread::None);
    if mail.away_subject {
        if !ours {
            return case.task(MailRule::AwaySubject, None);
        }
        let rule = MailRule::AwaySubject;
        return Ok(Fate { became: Became::AutoReply, rule, report: None });
    }
    match thread {
        // No check has failed, and the report's own reply address is known only to whom it was given: as good as ordinary mail.
        Thread::Theirs(report, MailRule::Token) if mail.certified_elsewhere => {
            reply(case, report, MailRule::Token)
        }
        Thread::Theirs(report, _) if mail.sender == SenderCheck::Failed => {
            case.task(MailRule::DmarcFailed, Some(report))
        }
        Thread::Theirs(report, rule) => reply(case, report, rule),
        Thread::Others(report) => case.task(MailRule::OtherSender, Some(report)),
        Thread::Revoked(report) => case.task(MailRule::RevokedToken, Some(report)),
        Thread::None => new(case),
    }
}

/// Whether a mail answers none of ours.
pub(super) fn answers_nothing(case: &Case<'_>) -> Result<bool, Box<Keys>> {
    let from = case.mail.from.as_ref().map_or("", |from| from.address.as_str());
    Ok(matches!(thread(case, from)?, Thread::None))
}

/// The report that a mail seems to be about, as a hint for the URP: one of ours that it answers,
/// else one whose number stands in its subject.
pub(super) fn about(case: &Case<'_>) -> Result<Option<ReportId>, Box<Keys>> {
    let from = case.mail.from.as_ref().map_or("", |from| from.address.as_str());
    Ok(match thread(case, from)? {
        Thread::Theirs(report, _) | Thread::Others(report) | Thread::Revoked(report) => {
            Some(report)
        }
        Thread::None => {
            let words = case.mail.subject.split(|c: char| !c.is_ascii_digit() && c != '-');
            let named = words.filter(|word| word.len() == 11).find_map(|word| word.parse().ok());
            match named {
                Some(id) if case.facts.report(id).is_some() => Some(id),
                // Its history, though empty, tells that it was looked for.
                Some(id) if case.facts.histories.iter().all(|(known, _)| *known != id) => {
                    let (reports, histories) = (vec![id], vec![id]);
                    return Err(Box::new(Keys { reports, histories, ..Keys::default() }));
                }
                _ => None,
            }
        }
    })
}

fn thread(case: &Case<'_>, from: &str) -> Result<Thread, Box<Keys>> {
    let facts = case.facts;
    let whose = |report: ReportId, rule| -> Result<Thread, Box<Keys>> {
        let Some(report) = facts.report(report) else {
            return Err(Box::new(Keys::report(report)));
        };
        let citizen = facts.person(report.citizen);
        let theirs = citizen.and_then(|citizen| citizen.mail.as_deref()) == Some(from);
        Ok(if theirs { Thread::Theirs(report.id, rule) } else { Thread::Others(report.id) })
    };
    for token in keys::tokens(case.mail, case.terms) {
        let known = facts.mail.addresses.iter().find(|one| one.is(token));
        match known.filter(|one| one.good_for == GoodFor::Mail) {
            Some(one) if one.revoked_at.is_some() => return Ok(Thread::Revoked(one.report)),
            Some(one) => return whose(one.report, MailRule::Token),
            // Made up, or cut on the way: as if there were none.
            None => {}
        }
    }
    let ours = case.mail.answers.iter().filter_map(|id| keys::own_row(id, case.terms));
    let by_provider = case.mail.answers.iter().filter_map(|id| {
        let found = facts.mail.by_provider.iter().find(|(theirs, _)| theirs == id);
        found.map(|(_, row)| *row)
    });
    let report_of = |id: OutboxId| {
        // Only what went out by mail can be answered by mail.
        let sent = facts.row(id).filter(|sent| sent.row.to.mail().is_some());
        sent.and_then(|sent| sent.row.report)
    };
    match ours.chain(by_provider).find_map(report_of) {
        Some(report) => whose(report, MailRule::Thread),
        None => Ok(Thread::None),
    }
}

/// A reply of its citizen becomes part of the report.
fn reply(case: &mut Case<'_>, id: ReportId, rule: MailRule) -> Fated {
    let facts = case.facts;
    let Some(report) = facts.report(id) else {
        return Err(Box::new(Keys::report(id)));
    };
    let Some(person) = facts.person(report.citizen) else {
        return Err(Box::new(Keys::person(report.citizen)));
    };
    let directory = &facts.directory;
    let command = talk::reply(directory, report, case.mail);
    let actor = Actor::citizen(person.id, person.name.clone());
    let terms = Terms {
        now: case.now,
        calendar: &directory.calendar,
        deadlines: directory.deadlines(report.category.as_ref()),
        seen: None,
    };
    let main = joined::main_behind(report, |id| facts.report(id).cloned())
        .map_err(|of| Box::new(Keys::report(of)))?;
    // What cannot be done (reopening after months, say) is words that a person reads.
    let is_words = match joined::meant(report, &main, &command, terms) {
        Meant::AsItIs => decide(report, command.clone(), &actor, terms).is_err(),
        Meant::ForMain => false,
        Meant::AsWords => true,
    };
    let command = if is_words { talk::added(report, case.mail) } else { command };
    if matches!(command, Command::Add { .. }) && !report.has_room() {
        return case.task(MailRule::Flood, Some(id));
    }
    let deed = Deed::Command { report: id, command, seen: None, messages: Vec::new() };
    let quiet = quiet(case.mail);
    carry_out(case, person, deed, quiet)?;
    Ok(Fate { became: Became::Reply, rule, report: Some(id) })
}

/// A mail beyond the bounds: a person looks, and its sender is told so.
pub(super) fn set_aside(case: &mut Case<'_>) -> Fated {
    let mail = std::sync::Arc::clone(case.mail);
    if is_blocked(case) {
        return Ok(kept_in_silence());
    }
    let rule = mail.rule;
    let told = mail.from.as_ref().filter(|_| {
        rule != MailRule::Unreadable
            && mail.sender != SenderCheck::Failed
            && !mail.away_subject
            && !mail.quiet
    });
    if let Some(from) = told {
        let answering = answering(case, &from.address, None)?;
        let person = sender(case.facts, &mail, case.now, &mut case.fresh);
        let said = text::set_aside(&case.facts.directory, (person.lang, rule), case.now);
        let row = note(
            (mail.account, &from.address),
            (person.lang, said),
            &answering,
            mail.message_id.as_deref(),
            (case.now, &mut case.fresh),
        );
        case.changes.outbox.push(row);
        held(case, &from.address, None);
    }
    let about = about(case)?;
    let fate = case.task(rule, about)?;
    Ok(Fate { became: Became::SetAside, ..fate })
}

/// What to look at to know what an address was answered, and what of it a person looks at.
pub(super) fn what_was_answered(address: &str, now: chrono::DateTime<chrono::Utc>) -> Box<Keys> {
    let answers = Some((address.to_owned(), counted_since(now)));
    let tasks = vec![task_of(HELD_BACK, address), task_of("flood", address)];
    let mail = MailKeys { answers, ..MailKeys::default() };
    Box::new(Keys { tasks, mail, ..Keys::default() })
}

/// The mail as it is answered automatically, with what its sender was answered before.
fn answering(
    case: &Case<'_>,
    address: &str,
    hold: Option<MailRule>,
) -> Result<Answering, Box<Keys>> {
    let Some(before) = case.facts.mail.answers.clone() else {
        return Err(what_was_answered(address, case.now));
    };
    let subject = text::bare_subject(&case.mail.subject).to_lowercase();
    Ok(Answering { subject, before, hold })
}

/// Something new: a report, unless a person must look first.
fn new(case: &mut Case<'_>) -> Fated {
    let mail = std::sync::Arc::clone(case.mail);
    if is_blocked(case) {
        return Ok(kept_in_silence());
    }
    let person = sender(case.facts, &mail, case.now, &mut case.fresh);
    let filing = talk::filing(&case.facts.directory, &mail, person.id, person.lang);
    if filing.words.trim().is_empty() && filing.photos.is_empty() {
        return case.task(MailRule::Empty, None);
    }
    let forged = (mail.sender == SenderCheck::Failed).then_some(MailRule::DmarcFailed);
    let hold = forged.or(quiet(&mail));
    let deed = Deed::File { filing, messages: Vec::new() };
    let rule = hold.unwrap_or(MailRule::New);
    let report = carry_out(case, &person, deed, hold)?;
    Ok(Fate { became: Became::Report, rule, report })
}

/// Whether no new report is taken from its sender.
pub(super) fn is_blocked(case: &Case<'_>) -> bool {
    let from = case.mail.from.as_ref();
    let known = from.and_then(|from| case.facts.correspondent(&from.address));
    known.is_some_and(|person| person.blocked_at.is_some())
}

/// Kept, and nobody is bothered: that is what blocking is for.
pub(super) fn kept_in_silence() -> Fate {
    Fate { became: Became::SetAside, rule: MailRule::Blocked, report: None }
}

/// The rule by which a mail is not answered automatically, though it is somebody's.
fn quiet(mail: &Mail) -> Option<MailRule> {
    Some(mail.rule).filter(|rule| rule.suppresses())
}

/// Who wrote a mail: known by their address, or met for the first time.
pub fn sender(
    facts: &Facts,
    mail: &Mail,
    now: chrono::DateTime<chrono::Utc>,
    fresh: &mut crate::domain::step::Fresh,
) -> Person {
    let from = mail.from.clone();
    let (name, address) = from.map_or_else(Default::default, |from| (from.name, from.address));
    let directory = &facts.directory;
    let lang = match mail.lang {
        Some(lang) => directory.lang_for(Some(lang.code())),
        None => directory.staff_lang(),
    };
    if let Some(known) = facts.correspondent(&address) {
        let mut person = known.clone();
        if mail.sender == SenderCheck::Failed {
            // A forger renames nobody.
            return person;
        }
        // Nor does whoever merely writes that address: staff would know its owner by that name on every card.
        let is_known = !person.name.is_empty() && !person.name.eq_ignore_ascii_case(&address);
        if !name.is_empty() && (mail.sender == SenderCheck::Passed || !is_known) {
            person.name = name;
        }
        if mail.lang.is_some() && !person.lang_chosen {
            person.lang = lang;
        }
        return person;
    }
    Person {
        id: fresh.person(),
        telegram: None,
        name: if name.is_empty() { address.clone() } else { name },
        mail: Some(address),
        lang,
        lang_chosen: false,
        blocked_at: None,
        blocked_told_on: None,
        reachable: true,
        created_at: now,
        phone: None,
    }
}

/// Lets the domain decide a deed of the sender's, with its consequences; the report it concerns.
fn carry_out(
    case: &mut Case<'_>,
    person: &Person,
    deed: Deed,
    hold: Option<MailRule>,
) -> Result<Option<ReportId>, Box<Keys>> {
    let address = person.mail.clone().unwrap_or_default();
    let answering = answering(case, &address, hold)?;
    let scene =
        Scene { facts: case.facts, now: case.now, chat: ChatId::NONE, person, capacities: &[] };
    let mut turn = Turn::new(&scene, case.fresh.apart());
    turn.deeds.push(deed);
    turn.files = attachments(case.mail);
    let filed_or_changed = case.changes.reports.len();
    match apply(&scene, Place::Mail(&answering), turn, None, &mut case.changes) {
        Applied::Need(keys) => return Err(keys),
        Applied::Done(_) => {}
    }
    if case.facts.person(person.id) != Some(person) {
        case.changes.people.push(person.clone());
    }
    let report: Option<&Report> = case.changes.reports.get(filed_or_changed);
    let report = report.map(|report| report.id);
    held(case, &address, report);
    Ok(report)
}

/// What waits for a word of the URP, of what goes to that address, opens the task that asks for it.
fn held(case: &mut Case<'_>, address: &str, report: Option<ReportId>) {
    let theirs = |row: &&Outgoing| row.to.mail().is_some_and(|to| to.address == address);
    let row = case.changes.outbox.iter().filter(theirs).find(|row| row.held.is_some());
    let Some((row, rule)) = row.and_then(|row| Some((row.id, row.held?))) else {
        return;
    };
    if rule.suppresses() {
        return;
    }
    let Case { facts, mail, now, fresh, changes, .. } = case;
    let waiting = facts.mail.answers.as_ref().map_or(0, |answers| answers.held.len());
    if rule == MailRule::DmarcFailed && waiting < MOST_TASKS {
        let from = mail.from.as_ref();
        let sender = from.map(|from| from.address.clone()).unwrap_or_default();
        let certified = mail.certified_elsewhere;
        let kind = TaskKind::SenderToCheck { row, sender, certified };
        tasks::open(facts, report, kind, *now, fresh, changes);
        return;
    }
    // One task for an address, however much is held for it.
    let id = task_of(HELD_BACK, address);
    let open = facts.task(id).is_some_and(|task| task.done.is_none());
    if !open {
        let kind = TaskKind::AnswersHeldBack { address: address.to_owned() };
        tasks::open_as(facts, id, None, kind, *now, fresh, changes);
    }
}

/// What the one task about automatic answers to an address is keyed by.
const HELD_BACK: &str = "answers held back";

/// What the one task about a citizen is keyed by, of whose mails some came back and nobody can tell which.
pub(super) const UNREACHED: &str = "unreached";

/// The one task of its kind about an address.
pub(super) fn task_of(what: &str, address: &str) -> TaskId {
    use sha2::{Digest as _, Sha256};
    let hash = Sha256::digest(format!("{what}: {address}"));
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(hash) {
        *byte = from;
    }
    TaskId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// A mail's photos, which are in the blob store already.
pub fn attachments(mail: &Mail) -> Vec<Attachment> {
    let photos = mail.photos.iter();
    photos
        .map(|photo| Attachment {
            id: photo.id,
            source: FileSource::Blob(photo.blob.clone()),
            size: Some(photo.size),
        })
        .collect()
}
