//! Facts: what the keys of a step name, loaded within its transaction.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::Query;
use super::together::ahead;
use super::{
    cards, claim, clock, directory, duplicates, figures, files, mails, messages, outbox, people,
    reports, search, seen, tasks, timers, town, works,
};
use crate::domain::ids::PersonId;
use crate::domain::outgoing::Delivery;
use crate::domain::step::{
    ClockKeys, DuplicateKeys, Facts, Keys, MailKeys, OpenPage, Page, WorkKeys,
};

/// The town's version, and what `keys` name first: known in one round trip when they are loaded.
pub(super) async fn begin(conn: &mut Conn<'_>, keys: &Keys) -> Result<(), StoreError> {
    let questions = |conn: &Conn<'_>| {
        let mut questions = vec![directory::version_asked()];
        questions.extend(keys.seen.as_ref().map(seen::asked));
        questions.extend(keys.mail.mark.as_deref().map(mails::seen_asked));
        if !keys.accounts.is_empty() {
            questions.push(people::accounts_asked(conn, &keys.accounts));
        }
        if !keys.mail.people.is_empty() {
            questions.push(people::by_mail_asked(conn, &keys.mail.people));
        }
        questions.extend(keys.lost_chats.iter().map(|chat| claim::lost_asked(*chat)));
        if let Conn::Reading(_) = conn {
            // Nobody is waited for, and all is of one snapshot.
            questions.extend(at_hand(conn, keys));
            questions.extend(around(keys));
        }
        questions
    };
    ahead(conn, questions).await
}

/// What is looked at once the people are locked.
fn at_hand(conn: &Conn<'_>, keys: &Keys) -> Vec<Query<'static>> {
    let dialogues = keys.dialogues.iter().map(|(chat, user)| people::dialogue_asked(*chat, *user));
    let messages = keys.messages.iter().map(|(chat, one)| messages::asked(*chat, *one));
    let mut questions: Vec<_> = dialogues.chain(messages).collect();
    questions.extend(keys.waiting_for.map(outbox::waiting_asked));
    let answers = keys.mail.answers.as_ref();
    questions.extend(answers.into_iter().flat_map(|(to, since)| outbox::answers_asked(to, *since)));
    if !keys.reports.is_empty() {
        questions.push(reports::asked(conn, &keys.reports));
    } else if !keys.tasks.is_empty() {
        questions.push(tasks::asked(conn, &keys.tasks));
    }
    questions
}

/// What is looked at once the reports are locked.
fn around(keys: &Keys) -> Vec<Query<'static>> {
    let mut questions: Vec<_> =
        keys.histories.iter().map(|one| reports::history_asked(*one)).collect();
    questions.extend(keys.deliveries.iter().map(|one| outbox::deliveries_asked(*one)));
    questions.extend(keys.lost_photos.iter().map(|one| files::lost_asked(*one)));
    questions.extend(keys.writers.iter().map(|one| people::writers_asked(*one)));
    questions.extend(keys.duplicates.counts.iter().map(|one| duplicates::count_asked(*one)));
    if keys.works.open {
        questions.push(works::open_asked());
    }
    if !keys.tasks_of.is_empty() {
        questions.push(tasks::of_asked(&keys.tasks_of));
    }
    questions
}

/// Adds what `keys` name to the facts. Keys that were loaded before are not given again. `besides`: what
/// will be asked after that.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    keys: &Keys,
    besides: impl FnOnce() -> Vec<Query<'static>>,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if let Some(mark) = &keys.seen {
        facts.seen = seen::is(conn, mark).await?;
        if facts.seen {
            // Nothing else matters then: the decision is to change nothing.
            return Ok(());
        }
    }
    if !keys.accounts.is_empty() {
        facts.people.extend(people::by_account(conn, &keys.accounts).await?);
    }
    mails::load_people(conn, &keys.mail, facts).await?;
    if let Some(wanted) = keys.figures {
        let figures = figures::count(conn, wanted, &facts.directory).await?;
        facts.figures = Some(std::sync::Arc::new(figures));
    }
    if !matches!(conn, Conn::Reading(_)) {
        let questions = |conn: &Conn<'_>| {
            let mut questions = at_hand(conn, keys);
            questions.extend(besides());
            questions
        };
        ahead(conn, questions).await?;
    }
    if keys.mail != MailKeys::default() {
        mails::load(conn, &keys.mail, facts).await?;
    }
    town::load(conn, &keys.town, facts).await?;
    for (chat, user) in &keys.dialogues {
        facts.dialogues.extend(people::dialogue(conn, *chat, *user).await?);
    }
    load_reports(conn, keys, facts).await?;
    if keys.duplicates != DuplicateKeys::default() {
        duplicates::load(conn, &keys.duplicates, facts).await?;
    }
    let wanted: Vec<PersonId> = keys
        .people
        .iter()
        .copied()
        .chain(citizens(facts))
        .chain(operators(keys, facts))
        .filter(|id| facts.person(*id).is_none())
        .collect();
    if !wanted.is_empty() {
        facts.people.extend(people::by_id(conn, &wanted).await?);
    }
    for (chat, message) in &keys.messages {
        facts.messages.extend(messages::find(conn, *chat, *message).await?);
    }
    for (chat, report) in &keys.cards {
        facts.cards.push(cards::fact(conn, *chat, *report).await?);
    }
    if keys.works != WorkKeys::default() {
        works::load(conn, &keys.works, facts).await?;
    }
    if keys.clock != ClockKeys::default() {
        clock::load(conn, &keys.clock, facts).await?;
    }
    for timer in &keys.timers {
        facts.timers.extend(timers::find(conn, *timer).await?);
    }
    load_lists(conn, keys, facts).await
}

async fn load_reports(
    conn: &mut Conn<'_>,
    keys: &Keys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if !keys.reports.is_empty() {
        facts.reports.extend(reports::by_id(conn, &keys.reports).await?);
    }
    if !matches!(conn, Conn::Reading(_)) {
        ahead(conn, |_| around(keys)).await?;
    }
    if let Some(account) = keys.reports_of {
        facts.reports_of = Some(reports::of_account(conn, account).await?);
    }
    if let Some(account) = keys.in_hand_of {
        facts.in_hand = Some(reports::in_hand_of(conn, account).await?);
    }
    if let Some(year) = keys.new_report_in {
        facts.new_report = Some(reports::next_number(conn, year).await?);
    }
    for report in &keys.histories {
        facts.histories.push((*report, reports::history(conn, *report).await?));
    }
    for (report, seq) in &keys.kinds {
        let kind = reports::kind(conn, *report, *seq).await?;
        facts.kinds.push(((*report, *seq), kind));
    }
    for report in &keys.deliveries {
        facts.deliveries.push((*report, outbox::deliveries(conn, *report).await?));
    }
    for report in &keys.lost_photos {
        facts.lost_photos.push((*report, files::lost_of(conn, *report).await?));
    }
    for chat in &keys.lost_chats {
        if claim::is_lost(conn, *chat).await? {
            facts.lost_chats.push(*chat);
        }
    }
    for report in &keys.writers {
        facts.writers.push((*report, people::writers(conn, *report).await?));
    }
    Ok(())
}

async fn load_lists(conn: &mut Conn<'_>, keys: &Keys, facts: &mut Facts) -> Result<(), StoreError> {
    if !keys.tasks.is_empty() {
        facts.tasks.extend(tasks::by_id(conn, &keys.tasks).await?);
    }
    if !keys.tasks_of.is_empty() {
        facts.tasks_known_of.extend(&keys.tasks_of);
        for task in tasks::of(conn, &keys.tasks_of).await? {
            if facts.task(task.id).is_none() {
                facts.tasks.push(task);
            }
        }
    }
    if let Some(page) = keys.open {
        facts.open = open(conn, page).await?;
    }
    if let Some(words) = &keys.search {
        facts.found = search::found(conn, words).await?;
    }
    if let Some(page) = keys.blocked {
        facts.blocked = people::blocked(conn, page).await?;
    }
    if !keys.rows.is_empty() {
        facts.rows.extend(outbox::by_id(conn, &keys.rows).await?);
        facts.rows_known.extend(&keys.rows);
    }
    if !keys.in_flight.is_empty() {
        facts.in_flight.extend(outbox::in_flight(conn, &keys.in_flight).await?);
    }
    if let Some(chat) = keys.waiting_for {
        facts.waiting = Some(outbox::waiting_for(conn, chat).await?);
    }
    if let Some(chat) = keys.undelivered_to {
        facts.looked_for_undelivered = Some(chat);
        let rows = outbox::undelivered_to(conn, chat).await?;
        facts.rows.extend(rows.into_iter().filter(|row| row.state == Delivery::Undeliverable));
    }
    Ok(())
}

fn citizens(facts: &Facts) -> Vec<PersonId> {
    let followers = facts.duplicates.followers.iter().flat_map(|one| &one.reports);
    let reports = facts.reports.iter().chain(&facts.found).chain(followers);
    let mut citizens: Vec<_> = reports.map(|report| report.citizen).collect();
    citizens.sort_unstable();
    citizens.dedup();
    citizens
}

fn operators(keys: &Keys, facts: &Facts) -> impl Iterator<Item = PersonId> {
    keys.operators.iter().filter_map(|report| facts.report(*report)?.state.operator())
}

/// A page of what is open: reports that wait for the URP, then tasks, then the others.
async fn open(conn: &mut Conn<'_>, page: Page) -> Result<OpenPage, StoreError> {
    let mut found = OpenPage::default();
    let mut left = page;
    for part in 0..3 {
        let (count, entries) = match part {
            0 => reports::open(conn, true, left).await?,
            1 if page.tasks => tasks::open(conn, left).await?,
            1 => (0, Vec::new()),
            _ => reports::open(conn, false, left).await?,
        };
        match part {
            0 => found.waiting = count,
            1 => found.tasks = count,
            _ => found.others = count,
        }
        left.limit -= u32::try_from(entries.len()).unwrap_or(left.limit).min(left.limit);
        left.offset = left.offset.saturating_sub(u32::try_from(count).unwrap_or(u32::MAX));
        found.entries.extend(entries);
    }
    Ok(found)
}
