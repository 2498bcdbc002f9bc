//! A group is nobody's any more: what was to go there goes where it belongs, or ends.

use rispondo::config::directory_file;
use rispondo::domain::ids::{ChatId, OutboxId};
use rispondo::domain::outgoing::{Outgoing, Purpose};
use rispondo::domain::step::{Changes, Claimed, Keys};
use rispondo::domain::town::{Binding, TownChange, TownChanges};
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::Store;

use super::{change, file, settle};
use crate::support::facts::{self as town, URP, message};
use crate::support::on_both;

const OLD: ChatId = ChatId(-201);
const NEW: ChatId = ChatId(-202);

/// The office's group is that one from now on.
async fn bind(store: &Store, chat: Option<ChatId>) {
    let seen = store.directory().await.unwrap().unwrap().version;
    let bound = TownChange::Bound { to: Binding::Office("strade".into()), chat, at: later() };
    let town = TownChanges { seen, changes: vec![bound] };
    change(store, Changes { town, ..Changes::default() }).await;
}

fn later() -> chrono::DateTime<chrono::Utc> {
    town::now() + chrono::TimeDelta::seconds(5)
}

fn ring(id: u128, chat: ChatId) -> Outgoing {
    Outgoing { purpose: Purpose::Staff, ..message(id, chat) }
}

/// What another sender has in hand, and where it goes; the one before it was killed.
async fn claimed_anew(store: &Store) -> Vec<(u128, ChatId)> {
    let epoch = store.take_lease(SENDER, later()).await.unwrap();
    let claim = store.claim(epoch, later(), 30, &[]).await.unwrap();
    let rows = claim.parcels.iter().filter_map(|parcel| match parcel {
        Claimed::Row { row, .. } => Some((row.id.0.as_u128(), row.to.chat().unwrap())),
        Claimed::Card { .. } => None,
    });
    rows.collect()
}

on_both! {
    /// A city has more of them than a step would look at one by one.
    async fn a_new_group_of_the_urp_is_shown_all_that_is_open(store: Store, database: &Database) {
        settle(&store).await;
        for account in 1..=210 {
            file(&store, account).await;
        }
        let seen = store.directory().await.unwrap().unwrap().version;
        let bound = TownChange::Bound { to: Binding::Urp, chat: Some(NEW), at: later() };
        let town = TownChanges { seen, changes: vec![bound] };
        change(&store, Changes { town, ..Changes::default() }).await;
        let cards = "SELECT COUNT(*) FROM card WHERE chat_id = -202 AND state = 'pending'";
        assert_eq!(database.count(cards).await, 210);
    }

    /// The sender holds it for a moment, or was killed.
    async fn what_is_in_flight_moves_to_the_group_that_took_its_place(store: Store) {
        settle(&store).await;
        bind(&store, Some(OLD)).await;
        change(&store, Changes { outbox: vec![ring(1, OLD)], ..Changes::default() }).await;
        assert_eq!(claimed_anew(&store).await, [(1, OLD)]);
        bind(&store, Some(NEW)).await;
        let epoch = store.lease(SENDER).await.unwrap().unwrap().epoch;
        let in_flight = vec![(OutboxId(uuid::Uuid::from_u128(1)), epoch)];
        let facts = store.read(Keys { in_flight, ..Keys::default() }).await.unwrap();
        assert_eq!(facts.in_flight, [(OutboxId(uuid::Uuid::from_u128(1)), NEW)]);
        assert_eq!(claimed_anew(&store).await, [(1, NEW)]);
    }

    async fn an_answer_in_flight_to_a_former_group_ends(store: Store, database: &Database) {
        settle(&store).await;
        bind(&store, Some(OLD)).await;
        change(&store, Changes { outbox: vec![message(1, OLD)], ..Changes::default() }).await;
        assert_eq!(claimed_anew(&store).await, [(1, OLD)]);
        bind(&store, Some(NEW)).await;
        // What the same step says there is written after it, and goes.
        change(&store, Changes { outbox: vec![message(2, OLD)], ..Changes::default() }).await;
        assert_eq!(claimed_anew(&store).await, [(2, OLD)]);
        let ended = "SELECT COUNT(*) FROM outbox WHERE state = 'suppressed' \
                     AND reason = 'nobodys_group' AND state_at > created_at";
        assert_eq!(database.count(ended).await, 1, "it says since when");
    }

    /// The URP stands in for an office that has no group.
    async fn what_waits_for_an_office_that_has_no_group_any_more_goes_to_the_urp(store: Store) {
        settle(&store).await;
        bind(&store, Some(OLD)).await;
        let outbox = vec![ring(1, OLD), message(2, OLD)];
        change(&store, Changes { outbox, ..Changes::default() }).await;
        bind(&store, None).await;
        assert_eq!(claimed_anew(&store).await, [(1, URP)]);
    }

    async fn it_stays_an_offices_group_where_the_file_names_it_no_more(store: Store) {
        let with = town::FILE.replace("code = \"strade\"", "code = \"strade\"\nchat_id = -201");
        let rows = directory_file::parse(&with).unwrap();
        store.import_directory(rows, "directory.toml", town::now()).await.unwrap();
        let outbox = vec![ring(1, OLD), message(2, OLD)];
        change(&store, Changes { outbox, ..Changes::default() }).await;
        settle(&store).await;
        assert_eq!(claimed_anew(&store).await, [(1, OLD)]);
    }
}
