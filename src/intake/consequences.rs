//! What an event means for people: the words to the citizen, the card, the search index, tasks.
//!
//! The same for every channel; conversations never say these things themselves.

use chrono::{DateTime, Utc};

use super::citizens::{Answering, Words, is_kept_waiting};
use super::duplicates::is_own;
use super::{calls, clock, tasks};
use crate::conversation::mail::only_thanks;
use crate::domain::chase;
use crate::domain::desk;
use crate::domain::directory::Directory;
use crate::domain::event::{Channel, Event, EventKind};
use crate::domain::ids::{ChatId, FileId};
use crate::domain::outgoing::{Delivery, DeliveryLine, Message, Purpose};
use crate::domain::people::{Capacity, Person};
use crate::domain::report::Report;
use crate::domain::search;
use crate::domain::state::{Outcome, State, StateKind};
use crate::domain::step::{Changes, Facts, Fresh, GoodFor, ReplyAddress};
use crate::domain::task::TaskEnd;
use crate::domain::timer::Timer;
use crate::text;
use crate::text::report::About;

/// An event and what is known around it.
pub(super) struct Cause<'a> {
    /// What was loaded.
    pub facts: &'a Facts,
    /// The town.
    pub directory: &'a Directory,
    /// The report before the event; for a filing, the same as after.
    pub before: &'a Report,
    /// The report after the event.
    pub after: &'a Report,
    /// The event.
    pub event: &'a Event,
    /// Whose report it is.
    pub citizen: Option<&'a Person>,
    /// Who had it in hand before, and who has it after, where they are known.
    pub operators: [Option<&'a Person>; 2],
    /// The mail that caused it, if one did.
    pub answering: Option<&'a Answering>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// Puts what an event causes into `changes`.
pub(super) fn follow(cause: &Cause<'_>, fresh: &mut Fresh, changes: &mut Changes) {
    // A new report has no card anywhere yet.
    if !matches!(cause.event.kind, EventKind::Filed(_)) {
        changes.cards_of.push(cause.after.id);
    }
    for chat in desk::chats(cause.directory, cause.after, cause.operators[1]) {
        if cause.directory.urp_chat != Some(chat) || shows_card(cause, chat) {
            changes.cards.push((chat, cause.after.id));
        }
    }
    ring_on_the_day(cause, changes);
    if let EventKind::Planned { work, .. } = &cause.event.kind {
        // Planned otherwise, it waits for no earlier work any more: that link may have been a mistake.
        changes.works.unlinks.push((cause.after.id, *work));
        changes.works.links.extend(work.map(|work| (work, cause.after.id)));
    }
    clock::watch_question(cause, changes);
    after_closing(cause, fresh, changes);
    if !cause.before.state.is_open() && cause.after.state.is_open() {
        tasks::words_are_looked_at(cause, changes);
    }
    for word in words_of(cause) {
        changes.words.push((cause.after.id, word));
    }
    if let (EventKind::Filed(_), Some(_)) = (&cause.event.kind, cause.after.channel.account()) {
        // Before the acknowledgement: it names the address that answers go to.
        for good_for in [GoodFor::Mail, GoodFor::Page] {
            let (id, citizen) = (cause.after.id, cause.after.citizen);
            changes.addresses.push(ReplyAddress::new(&fresh.secret(), good_for, id, citizen));
        }
    }
    if let EventKind::Closed { words: None, .. } = &cause.event.kind {
        calls::end_earlier(cause, TaskEnd::Closed, changes);
    }
    let Some((purpose, message, photos)) = to_citizen(cause).or_else(|| no_plan_any_more(cause))
    else {
        return;
    };
    let Some(citizen) = cause.citizen else {
        return;
    };
    let words = Words {
        directory: cause.directory,
        report: cause.after,
        citizen,
        purpose: said_as(cause, purpose),
        event: Some(cause.event.seq),
        answer: cause.event.actor.is_citizen(),
        by_clock: nobody_said_it(cause.event),
        message,
        photos,
        now: cause.now,
    };
    let rows = words.rows_answering(cause.answering, fresh);
    calls::open(cause, &rows, fresh, changes);
    changes.outbox.extend(rows);
}

/// What happened to a main report, for the citizen of a duplicate: about their own report, by their
/// own channel, as a row of that report. The cause's reports are theirs as they see them.
pub(super) fn tell_follower(cause: &Cause<'_>, fresh: &mut Fresh, changes: &mut Changes) {
    let told = to_follower(cause).or_else(|| no_plan_any_more(cause));
    let (Some((purpose, message, photos)), Some(citizen)) = (told, cause.citizen) else {
        return;
    };
    let words = Words {
        directory: cause.directory,
        report: cause.after,
        citizen,
        purpose: said_as(cause, purpose),
        // One of the main report's history is none of theirs.
        event: (cause.event.report == cause.after.id).then_some(cause.event.seq),
        answer: is_own(cause.event, citizen.id),
        by_clock: nobody_said_it(cause.event),
        message,
        photos,
        now: cause.now,
    };
    let rows = words.rows_answering(cause.answering, fresh);
    calls::open(cause, &rows, fresh, changes);
    changes.outbox.extend(rows);
    changes.cards_of.push(cause.after.id);
}

/// Whether nobody of the town has said it: that we are late, or that a question waits.
fn nobody_said_it(event: &Event) -> bool {
    matches!(event.kind, EventKind::LateTold | EventKind::QuestionReminded)
}

/// Whoever is called is called for a new date, too: the one that they were told must hold. And in place of a call
/// that would tell them of a plan that is over.
fn said_as(cause: &Cause<'_>, purpose: Purpose) -> Purpose {
    let is_called = || {
        // The date of a report that it follows from now on stands in that one.
        let follows = matches!(cause.event.kind, EventKind::Followed { .. });
        cause.event.promised.is_some() || follows || calls::is_outdated(cause)
    };
    match purpose {
        Purpose::Progress if cause.after.channel == Channel::Phone && is_called() => Purpose::Word,
        other => other,
    }
}

/// What is said in place of a call that would tell of a plan that is over, where the event itself says nothing.
fn no_plan_any_more<'a>(cause: &Cause<'a>) -> Option<(Purpose, Message, &'a [FileId])> {
    let about = About { directory: cause.directory, report: cause.after, now: cause.now };
    let message = || text::report::still_looked_at(about);
    calls::is_outdated(cause).then(|| (Purpose::Progress, message(), &[][..]))
}

/// A flood shows no new cards, and what a robot sent leaves without one.
fn shows_card(cause: &Cause<'_>, urp: ChatId) -> bool {
    let is_shown =
        || cause.facts.card(urp, cause.after.id).is_some_and(|one| one.message.is_some());
    match &cause.event.kind {
        EventKind::Filed(_) => !cause.answering.is_some_and(Answering::is_flood),
        EventKind::Closed { outcome: Outcome::Spam, words: None, .. } => is_shown(),
        _ => true,
    }
}

/// What the citizen of a duplicate is told, with photos, if the event is one that they hear of.
fn to_follower<'a>(cause: &Cause<'a>) -> Option<(Purpose, Message, &'a [FileId])> {
    let about = About { directory: cause.directory, report: cause.after, now: cause.now };
    let is_later = cause.after.promised > cause.before.promised;
    // To whoever has heard of the broken date from the clock alone, a person's word is owed.
    let is_news = is_later || cause.before.limbo_since.is_some();
    let message = match (&cause.event.kind, &cause.after.state) {
        (EventKind::Asked { .. } | EventKind::Followed { .. }, _) if !is_news => return None,
        // The question is for who reported it first, the date is everybody's.
        (EventKind::Asked { .. }, _) => text::report::still_looked_at(about),
        (EventKind::Followed { .. }, State::Planned { until, reason, work, .. }) => {
            let message = text::report::planned(about, *until, reason, *work);
            return Some((Purpose::Word, message, &[]));
        }
        (EventKind::Followed { of, .. }, _) => {
            // What the main report from now on owes is theirs where they were promised that.
            let owed = cause.before.limbo_since.or(cause.before.promised);
            let owed = owed.filter(|_| owed == cause.after.limbo_since);
            text::report::followed(about, *of, owed)
        }
        _ => return to_citizen(cause),
    };
    Some((Purpose::Progress, message, &[]))
}

/// Whether somebody who wrote by mail says it now on the page behind a link.
fn is_by_page(cause: &Cause<'_>) -> bool {
    cause.after.channel.account().is_some() && cause.answering.is_none()
}

/// Whether the clock gave the command, perhaps as somebody changed a work: the words may be a person's.
fn given_by_clock(event: &Event) -> bool {
    event.actor.capacities.contains(&Capacity::Clock)
}

/// What the citizen is told, with photos, if the event is one that they hear of.
fn to_citizen<'a>(cause: &Cause<'a>) -> Option<(Purpose, Message, &'a [FileId])> {
    let seen = cause.facts.as_citizen_sees(cause.after);
    let about = About { directory: cause.directory, report: &seen, now: cause.now };
    let none: &[FileId] = &[];
    let office = cause.before.state.office();
    let as_previewed = || text::report::of_staff_words(about, cause.event, office);
    Some(match &cause.event.kind {
        EventKind::Filed(_) => {
            (Purpose::Acknowledgement, text::report::acknowledgement(about), none)
        }
        EventKind::Assigned { office } => {
            (Purpose::Progress, text::report::assigned(about, office), none)
        }
        // That another one of the office works on it now is nothing to them.
        EventKind::Taken { .. } if cause.before.state.kind() == StateKind::InProgress => {
            return None;
        }
        EventKind::Taken { office, .. } => {
            (Purpose::Progress, text::report::taken(about, office), none)
        }
        // The clock plans without a work only where the work is cancelled.
        EventKind::Planned { until, reason, work: None } if given_by_clock(cause.event) => {
            (Purpose::Word, text::report::works_cancelled(about, *until, reason), none)
        }
        EventKind::Planned { .. } => (Purpose::Word, as_previewed()?, none),
        EventKind::PlanDue => (Purpose::Progress, text::report::plan_due(about), none),
        EventKind::Closed { outcome: Outcome::Withdrawn, .. } => {
            (Purpose::Confirmation, text::report::withdrawn(about), none)
        }
        EventKind::Closed { words: Some(_), photos, .. } => {
            (Purpose::Reply, as_previewed()?, photos)
        }
        EventKind::ReopenRequested { .. } if was_silent_spam(cause) => {
            let (purpose, message) = after_silence(cause, about);
            (purpose, message, none)
        }
        EventKind::ReopenRequested { .. } => {
            let asked = is_own(cause.event, cause.after.citizen);
            let purpose = if asked { Purpose::Confirmation } else { Purpose::Progress };
            (purpose, text::report::reopening(about, asked), none)
        }
        EventKind::ReopenRefused { .. } => (Purpose::Reply, as_previewed()?, none),
        EventKind::Unmerged { .. } => (Purpose::Progress, text::report::unmerged(about), none),
        EventKind::Asked { .. } => (Purpose::Question, as_previewed()?, none),
        EventKind::Answered { .. } => (Purpose::Confirmation, text::report::answered(about), none),
        // Who says so on the page of a link has read the thanks there.
        EventKind::Added { .. } | EventKind::Rated { .. } if is_by_page(cause) => return None,
        EventKind::Added { .. } => (Purpose::Confirmation, text::report::added(about), none),
        EventKind::Completed { .. } => {
            (Purpose::Confirmation, text::report::completed(about), none)
        }
        EventKind::Edited { .. } => (Purpose::Confirmation, text::report::edited(about), none),
        EventKind::Told { photos, .. } => (Purpose::Word, as_previewed()?, photos),
        // Those who follow hear of it; who is not written to yet does not.
        EventKind::LateTold if is_kept_waiting(cause.facts.deliveries(cause.after.id)) => {
            return None;
        }
        EventKind::LateTold => {
            let was = cause.after.limbo_since.or(cause.before.promised)?;
            (Purpose::Word, text::report::late(about, was), none)
        }
        EventKind::QuestionReminded => {
            let question = cause.after.question.as_ref()?;
            (Purpose::Question, text::report::question_reminder(about, question), none)
        }
        EventKind::Rated { solved: true } => {
            (Purpose::Confirmation, text::report::rated(about), none)
        }
        // Spam alone may close in silence: its rule stands in the history.
        EventKind::Closed { words: None, .. }
        | EventKind::Rated { solved: false }
        | EventKind::CategorySet { .. }
        | EventKind::PlaceSet { .. }
        | EventKind::ProtocolSet { .. }
        | EventKind::Followed { .. }
        | EventKind::Returned { .. }
        | EventKind::GivenBack
        | EventKind::Ready { .. }
        | EventKind::SentBack { .. }
        | EventKind::FromDuplicate { .. }
        | EventKind::Noted { .. } => return None,
    })
}

/// Whether it had been closed as spam in silence: its citizen knows of no end that could be undone. The
/// reply of a closing with words is the row of its event.
fn was_silent_spam(cause: &Cause<'_>) -> bool {
    let report = cause.before;
    let is_reply = |line: &DeliveryLine| line.event == Some(report.state_seq);
    report.outcome() == Some(Outcome::Spam)
        && cause.event.report == report.id
        && !cause.facts.deliveries(report.id).iter().any(is_reply)
}

/// What was no spam just goes on. Where the acknowledgement was kept back as well, it is this.
fn after_silence(cause: &Cause<'_>, about: About<'_>) -> (Purpose, Message) {
    let lines = cause.facts.deliveries(cause.before.id).iter();
    let mut acknowledgements = lines.filter(|line| line.purpose == Purpose::Acknowledgement);
    // To whoever is spoken to it was read out.
    let is_known = cause.before.channel.is_by_hand()
        || acknowledgements.any(|line| line.state != Delivery::Suppressed);
    if is_known {
        (Purpose::Progress, text::report::still_looked_at(about))
    } else {
        (Purpose::Acknowledgement, text::report::acknowledgement(about))
    }
}

/// A plan's date rings on its day.
fn ring_on_the_day(cause: &Cause<'_>, changes: &mut Changes) {
    let timer = Timer::Report(cause.after.id);
    match &cause.after.state {
        State::Planned { until, .. } if cause.before.state != cause.after.state => {
            let at = chase::plan_rings(&cause.directory.calendar, *until);
            changes.timers.push((timer, Some(at)));
        }
        State::Planned { .. } => {}
        _ if matches!(cause.before.state, State::Planned { .. }) => {
            changes.timers.push((timer, None));
        }
        _ => {}
    }
}

/// A citizen's words about a closed report, new or changed, are a task: somebody must look.
fn after_closing(cause: &Cause<'_>, fresh: &mut Fresh, changes: &mut Changes) {
    let (words, photos) = match &cause.event.kind {
        EventKind::Added { words, photos } => (words, photos.as_slice()),
        EventKind::Edited { words } => (words, &[][..]),
        _ => return,
    };
    // What is said about a duplicate is read with its main report, while that is open.
    if cause.facts.main_of(cause.after).unwrap_or(cause.after).state.is_open() {
        return;
    }
    let thanks = photos.is_empty() && only_thanks(words);
    tasks::words_after_closing(
        cause.facts,
        cause.after.id,
        words,
        thanks,
        cause.now,
        fresh,
        changes,
    );
}

/// The folded words by which the report is found.
fn words_of(cause: &Cause<'_>) -> Vec<String> {
    let place = |place: &crate::domain::place::Place| place.words.clone().unwrap_or_default();
    let text = match &cause.event.kind {
        EventKind::Filed(filing) => format!("{} {}", filing.words, place(&filing.place)),
        EventKind::PlaceSet { place: changed } => place(changed),
        EventKind::ProtocolSet { number } => number.clone(),
        EventKind::Completed { place: changed, words, .. } => {
            format!("{words} {}", changed.as_ref().map(place).unwrap_or_default())
        }
        EventKind::Answered { words, .. }
        | EventKind::Added { words, .. }
        | EventKind::Edited { words }
        | EventKind::FromDuplicate { words, .. }
        | EventKind::Noted { words, .. } => words.clone(),
        _ => return Vec::new(),
    };
    search::fold(&text)
}
