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
#[expect(clippy::too_many_lines, reason = "a few lines for each kind of change")]
pub(super) async fn save(
    conn: &mut Conn<'_>,
    changes: &Changes,
    newborn: &Newborn,
) -> Result<(), StoreError> {
    // By name, so that none is forgotten: a field that is new is saved here, or with the cards.
    let Changes {
        seen,
        people,
        dialogues,
        ended_dialogues,
        reports,
        events,
        words,
        outbox,
        settled,
        released,
        coalesced,
        cards: _,
        cards_of: _,
        cards_in: _,
        cards_anew: _,
        tasks,
        timers,
        files,
        chats_lost,
        chats_back,
        chats_given_up,
        files_lost,
        messages,
        groups,
        migrated,
        rung: _,
        pace,
        sign_of_life,
        told,
        sent,
        mails,
        revoked,
        addresses,
        news,
        works,
        town,
    } = changes;
    if let Some(mark) = seen {
        seen::mark(conn, mark).await?;
    }
    town::save(conn, town).await?;
    for person in people {
        people::save(conn, person).await?;
    }
    for report in reports {
        let events: Vec<&Event> = events.iter().filter(|event| event.report == report.id).collect();
        reports::save(conn, report, &events).await?;
        spots::follow(conn, report, events.iter().map(|event| &event.kind)).await?;
    }
    if !events.is_empty() {
        reports::save_events(conn, events).await?;
    }
    if !words.is_empty() {
        words::save(conn, words).await?;
    }
    works::save(conn, works).await?;
    for mail in mails {
        mails::save(conn, mail).await?;
    }
    for (report, at) in revoked {
        mails::revoke(conn, *report, *at).await?;
    }
    if !addresses.is_empty() {
        mails::save_addresses(conn, addresses).await?;
    }
    for row in dialogues {
        people::save_dialogue(conn, row).await?;
    }
    for (chat, user) in ended_dialogues {
        people::end_dialogue(conn, *chat, *user).await?;
    }
    for task in tasks {
        tasks::save(conn, task).await?;
    }
    for (timer, due) in timers {
        timers::set(conn, *timer, *due).await?;
    }
    if !files.is_empty() {
        files::save(conn, files, events).await?;
    }
    for chat in chats_lost {
        claim::chat_lost(conn, *chat).await?;
    }
    for chat in chats_back {
        claim::chat_back(conn, *chat).await?;
    }
    for (chat, at) in chats_given_up {
        groups::given_up(conn, *chat, None, *at).await?;
    }
    for (file, why) in files_lost {
        files::failed(conn, *file, why, None).await?;
    }
    messages::save(conn, messages).await?;
    // Results come before new wishes: a card that is wanted again stays so.
    if !sent.is_empty() {
        claim::record(conn, sent).await?;
    }
    if let Some(now) = sign_of_life {
        meta::set_later(conn, meta::SIGN_OF_LIFE, &now.to_rfc3339()).await?;
    }
    if let Some((alarm, at)) = told {
        clock::save_told(conn, *alarm, *at).await?;
    }
    if let Some(pace) = pace {
        meta::set_later(conn, meta::PACE, pace).await?;
    }
    for change in groups {
        groups::save(conn, change).await?;
    }
    for (old, new) in migrated {
        claim::migrate(conn, *old, *new).await?;
    }
    for settled in settled {
        outbox::settle(conn, settled).await?;
    }
    for (row, at) in released {
        outbox::release(conn, *row, *at).await?;
    }
    for news in news {
        outbox::news(conn, news).await?;
    }
    if let Some(coalesced) = coalesced {
        outbox::coalesce(conn, coalesced).await?;
    }
    if !outbox.is_empty() {
        outbox::save(conn, outbox, newborn).await?;
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
