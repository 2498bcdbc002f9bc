//! What waits is counted by index, however much has gone out before.

use chrono::TimeDelta;
use rispondo::domain::ids::ChatId;
use rispondo::domain::mail::{Account, MailRule};
use rispondo::domain::outgoing::{MailTo, Outgoing, To};
use rispondo::domain::step::{Changes, Claimed, Parcel, SendOutcome, SendResult};
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::{Depths, Store};

use super::{change, file, settle};
use crate::support::facts::{self as town, URP, message};
use crate::support::on_both;

/// More than a test lets a statement walk without an index.
const MANY: u128 = 1_500;

async fn depths(store: &Store) -> Depths {
    store.depths(town::now(), town::now().date_naive()).await.unwrap()
}

/// `channel state rows minutes` for each, in order.
fn rows(depths: &Depths) -> Vec<String> {
    let line = |depth: &rispondo::store::Depth| {
        let minutes = (town::now() - depth.since).num_minutes();
        format!("{} {} {} {minutes}", depth.channel, depth.state, depth.rows)
    };
    let mut rows: Vec<String> = depths.outbox.iter().map(line).collect();
    rows.sort();
    rows
}

fn mail(id: u128, account: Account) -> Outgoing {
    let address = format!("{id}@example.org");
    let to = To::Mail(MailTo { account, address, counted: None });
    Outgoing { to, ..message(id, URP) }
}

on_both! {
    async fn what_waits_is_counted_by_channel_state_and_age(store: Store) {
        settle(&store).await;
        let nothing = depths(&store).await;
        assert!(nothing.outbox.is_empty() && nothing.cards.is_empty() && nothing.dead.is_empty());
        assert_eq!((nothing.zeros.in_limbo, nothing.overdue), (0, TimeDelta::zero()));

        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let before = |minutes| town::now() - TimeDelta::minutes(minutes);
        let report = file(&store, 7).await;
        change(&store, Changes {
            outbox: vec![
                // On its way in a moment.
                Outgoing { created_at: before(50), ..message(1, ChatId(1)) },
                Outgoing { created_at: before(20), ..message(2, ChatId(2)) },
                Outgoing { created_at: before(9), ..message(3, ChatId(2)) },
                // For later; and one whose time has come two minutes ago.
                Outgoing {
                    created_at: before(600), not_before: Some(before(-60)), ..message(4, ChatId(4))
                },
                Outgoing {
                    created_at: before(600), not_before: Some(before(2)), ..message(5, ChatId(2))
                },
                Outgoing { created_at: before(8), ..mail(6, Account::Mail) },
                Outgoing {
                    created_at: before(30), held: Some(MailRule::DmarcFailed),
                    ..mail(7, Account::Mail)
                },
                Outgoing { created_at: before(40), ..mail(8, Account::Pec) },
            ],
            cards: vec![(URP, report)],
            ..Changes::default()
        }).await;
        let claimed = store.claim(epoch, before(1), 1, &[]).await.unwrap().parcels;
        assert!(matches!(&claimed[..], [Claimed::Row { row, .. }] if row.id.0.as_u128() == 1));
        let (pec, _) = store.claim_mail(Account::Pec, epoch, town::now(), 1).await.unwrap();
        let outcome = SendOutcome::Accepted { without: 0 };
        let (parcel, at) = (Parcel::Row(pec[0].row.id), before(15));
        let sent = vec![SendResult { parcel, epoch, at, outcome }];
        change(&store, Changes { sent, ..Changes::default() }).await;

        let found = depths(&store).await;
        assert_eq!(rows(&found), [
            "mail held 1 30",
            "mail pending 1 8",
            "pec accepted 1 15",
            "telegram in_flight 1 50",
            "telegram pending 3 20",
            "telegram scheduled 1 -60",
        ]);
        assert_eq!(found.cards, [("pending".to_owned(), 1)]);
        assert_eq!(found.leases, [(SENDER.to_owned(), 1, false)]);
        store.give_lease_back(SENDER, epoch).await.unwrap();
        assert_eq!(depths(&store).await.leases, [(SENDER.to_owned(), 1, true)]);
    }

    async fn a_backlog_of_each_kind_is_counted_by_its_index(store: Store) {
        settle(&store).await;
        let report = file(&store, 7).await;
        let many = |from: u128| (from..from + MANY).map(|id| (id, i64::try_from(id).unwrap()));
        let outbox = many(1).map(|(id, chat)| message(id, ChatId(chat)));
        let held = many(10_001).map(|(id, _)| Outgoing {
            held: Some(MailRule::DmarcFailed), ..mail(id, Account::Mail)
        });
        let cards = many(1).map(|(_, chat)| (ChatId(chat), report));
        change(&store, Changes { cards: cards.collect(), ..Changes::default() }).await;
        let all: Vec<Outgoing> = outbox.chain(held).collect();
        for some in all.chunks(500) {
            change(&store, Changes { outbox: some.to_vec(), ..Changes::default() }).await;
        }
        let mut told = Vec::new();
        for id in 0..MANY {
            let raw = format!("{{{id}}}");
            let source = if id % 2 == 0 { "telegram" } else { "mail" };
            told.push(store.set_aside(source, &raw, "unreadable", town::now()).await.unwrap());
        }
        assert_eq!(told.iter().filter(|told| **told).count(), 1, "the first of an hour alone");
        let found = depths(&store).await;
        assert_eq!(rows(&found), ["mail held 1500 0", "telegram pending 1500 0"]);
        assert_eq!(found.cards, [("pending".to_owned(), 1_500)]);
        let mut dead = found.dead;
        dead.sort();
        assert_eq!(dead, [("mail".to_owned(), 750), ("telegram".to_owned(), 750)]);
    }
}
