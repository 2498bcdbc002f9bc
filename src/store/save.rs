//! Changes: all that a step decided, saved within its transaction.

use super::backend::Conn;
use super::births::Newborn;
use super::errors::StoreError;
use super::{
    cards, claim, clock, files, groups, mails, messages, meta, outbox, people, reports, seen,
    spots, tasks, timers, town, words, works,
};
use crate::domain::event::Event;
use crate::domain::step::Changes;

/// Saves the changes. An error leaves the transaction to be rolled back.
pub(super) async fn save(
    conn: &mut Conn<'_>,
    changes: &Changes,
    newborn: &Newborn,
) -> Result<(), StoreError> {
    if let Some(mark) = &changes.seen {
        seen::mark(conn, mark).await?;
    }
    town::save(conn, &changes.town).await?;
    for person in &changes.people {
        people::save(conn, person).await?;
    }
    for report in &changes.reports {
        let events: Vec<&Event> =
            changes.events.iter().filter(|event| event.report == report.id).collect();
        reports::save(conn, report, &events).await?;
        spots::follow(conn, report, events.iter().map(|event| &event.kind)).await?;
    }
    if !changes.events.is_empty() {
        reports::save_events(conn, &changes.events).await?;
    }
    if !changes.words.is_empty() {
        words::save(conn, &changes.words).await?;
    }
    works::save(conn, &changes.works).await?;
    for mail in &changes.mails {
        mails::save(conn, mail).await?;
    }
    for (report, at) in &changes.revoked {
        mails::revoke(conn, *report, *at).await?;
    }
    if !changes.addresses.is_empty() {
        mails::save_addresses(conn, &changes.addresses).await?;
    }
    for row in &changes.dialogues {
        people::save_dialogue(conn, row).await?;
    }
    for (chat, user) in &changes.ended_dialogues {
        people::end_dialogue(conn, *chat, *user).await?;
    }
    for task in &changes.tasks {
        tasks::save(conn, task).await?;
    }
    for (timer, due) in &changes.timers {
        timers::set(conn, *timer, *due).await?;
    }
    if !changes.files.is_empty() {
        files::save(conn, &changes.files, &changes.events).await?;
    }
    for chat in &changes.chats_lost {
        claim::chat_lost(conn, *chat).await?;
    }
    for chat in &changes.chats_back {
        claim::chat_back(conn, *chat).await?;
    }
    for (chat, at) in &changes.chats_given_up {
        groups::given_up(conn, *chat, None, *at).await?;
    }
    for (file, why) in &changes.files_lost {
        files::failed(conn, *file, why, None).await?;
    }
    messages::save(conn, &changes.messages).await?;
    // Results come before new wishes: a card that is wanted again stays so.
    if !changes.sent.is_empty() {
        claim::record(conn, &changes.sent).await?;
    }
    if let Some(now) = changes.sign_of_life {
        meta::set_later(conn, meta::SIGN_OF_LIFE, &now.to_rfc3339()).await?;
    }
    if let Some((alarm, at)) = changes.told {
        clock::save_told(conn, alarm, at).await?;
    }
    if let Some(pace) = &changes.pace {
        meta::set_later(conn, meta::PACE, pace).await?;
    }
    for change in &changes.groups {
        groups::save(conn, change).await?;
    }
    for (old, new) in &changes.migrated {
        claim::migrate(conn, *old, *new).await?;
    }
    for settled in &changes.settled {
        outbox::settle(conn, settled).await?;
    }
    for (row, at) in &changes.released {
        outbox::release(conn, *row, *at).await?;
    }
    for news in &changes.news {
        outbox::news(conn, news).await?;
    }
    if let Some(coalesced) = &changes.coalesced {
        outbox::coalesce(conn, coalesced).await?;
    }
    if !changes.outbox.is_empty() {
        outbox::save(conn, &changes.outbox, newborn).await?;
    }
    save_cards(conn, changes).await
}

/// Cards that are to be brought up to date, sent anew, or for which a ring calls.
async fn save_cards(conn: &mut Conn<'_>, changes: &Changes) -> Result<(), StoreError> {
    let mut wanted = changes.cards.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let mut everywhere = changes.cards_of.clone();
    everywhere.sort_unstable();
    everywhere.dedup();
    for report in everywhere {
        cards::all_wanted(conn, report).await?;
    }
    for chat in &changes.cards_in {
        cards::open_wanted(conn, *chat).await?;
    }
    for (chat, report) in &wanted {
        cards::wanted(conn, *chat, *report).await?;
    }
    for (chat, report) in &changes.cards_anew {
        cards::anew(conn, *chat, *report).await?;
    }
    for (chat, report, at) in &changes.rung {
        cards::rung(conn, *chat, *report, *at).await?;
    }
    Ok(())
}
