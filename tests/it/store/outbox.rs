//! The outbox: who goes first, who waits for whom, and what came of it.

mod cards;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rispondo::domain::ids::{ChatId, FileId, MessageId, OutboxId, ReportId};
use rispondo::domain::inbound::Attachment;
use rispondo::domain::outgoing::{
    Content, Delivery, Lane, Message, Outgoing, Purpose, Target, Urgency,
};
use rispondo::domain::step::{
    Changes, Claimed, Decision, Keys, Parcel, SendOutcome, SendResult, Settled,
};
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::{Births, Store, StoreError};
use uuid::Uuid;

use super::{change, file, said, settle};
use crate::support::facts::{self as town, URP, message};
use crate::support::on_both;

const MARIO: ChatId = ChatId(1);
const LUISA: ChatId = ChatId(2);

/// A town whose sender has begun to work; its epoch.
async fn sender(store: &Store) -> i64 {
    settle(store).await;
    store.take_lease(SENDER, town::now()).await.unwrap()
}

async fn queue(store: &Store, outbox: Vec<Outgoing>) {
    change(store, Changes { outbox, ..Changes::default() }).await;
}

async fn claim_at(store: &Store, epoch: i64, now: DateTime<Utc>) -> Vec<Claimed> {
    store.claim(epoch, now, 30, &[]).await.unwrap().parcels
}

async fn claim(store: &Store, epoch: i64) -> Vec<Claimed> {
    claim_at(store, epoch, town::now()).await
}

fn row(id: u128) -> Parcel {
    Parcel::Row(OutboxId(Uuid::from_u128(id)))
}

async fn sent(store: &Store, epoch: i64, parcel: Parcel, outcome: SendOutcome) {
    let at = town::now();
    let sent = vec![SendResult { parcel, epoch, at, outcome }];
    change(store, Changes { sent, ..Changes::default() }).await;
}

fn delivered(message: i32) -> SendOutcome {
    SendOutcome::Delivered {
        messages: vec![MessageId(message)],
        fingerprint: Some("f".to_owned()),
        without: 0,
    }
}

fn again_in(minutes: i64) -> SendOutcome {
    SendOutcome::Again {
        not_before: town::now() + TimeDelta::minutes(minutes),
        reason: "Too Many Requests".to_owned(),
        unknown: false,
        counts: true,
    }
}

/// The card of the first report in the URP's group, claimed.
async fn claim_card(store: &Store, epoch: i64) -> Option<(Option<i32>, Option<i32>)> {
    let claimed = claim(store, epoch).await;
    claimed.first().map(|card| match card {
        Claimed::Card { message, retire, .. } => (message.map(|m| m.0), retire.map(|m| m.0)),
        Claimed::Row { .. } => panic!("not a card"),
    })
}

async fn want(store: &Store, id: ReportId) {
    change(store, Changes { cards: vec![(URP, id)], ..Changes::default() }).await;
}

on_both! {
    async fn a_long_queue_of_one_chat_keeps_no_other_waiting(store: Store) {
        let epoch = sender(&store).await;
        let flood = (1..=600).map(|id| Outgoing { urgency: Urgency::Answer, ..message(id, MARIO) });
        queue(&store, flood.collect()).await;
        queue(&store, vec![
            Outgoing { urgency: Urgency::Answer, ..message(601, LUISA) },
            Outgoing { urgency: Urgency::Rest, ..message(602, URP) },
        ]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["1", "601", "602"]);
        let claim = store.claim(epoch, town::now(), 30, &[LUISA]).await.unwrap();
        assert!(claim.parcels.is_empty() && claim.more, "599 wait for the first");
        sent(&store, epoch, row(1), again_in(5)).await;
        queue(&store, vec![message(603, LUISA)]).await;
        sent(&store, epoch, row(601), delivered(20)).await;
        assert_eq!(said(&claim_at(&store, epoch, town::now()).await), ["603"], "none overtakes 1");
    }

    async fn cards_go_while_a_message_of_their_group_waits_for_another_attempt(store: Store) {
        let epoch = sender(&store).await;
        queue(&store, vec![message(1, URP), message(2, URP)]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["1"]);
        sent(&store, epoch, row(1), again_in(5)).await;
        let cards = vec![(URP, ReportId::new(2026, 1))];
        change(&store, Changes { cards, ..Changes::default() }).await;
        assert_eq!(said(&claim(&store, epoch).await), ["card 2026-000001"]);
        let nothing = store.claim(epoch, town::now(), 30, &[URP]).await.unwrap();
        assert!(nothing.parcels.is_empty(), "the card is on its way");
        assert_eq!(nothing.next_at, Some(town::now() + TimeDelta::minutes(5)), "2 is behind it");
    }

    async fn between_chats_answers_go_first_and_within_one_the_oldest(store: Store) {
        let epoch = sender(&store).await;
        queue(&store, vec![
            Outgoing { urgency: Urgency::Rest, ..message(1, URP) },
            Outgoing { urgency: Urgency::Citizen, ..message(2, MARIO) },
            Outgoing { urgency: Urgency::Answer, ..message(3, MARIO) },
            Outgoing { urgency: Urgency::Answer, ..message(4, LUISA) },
        ]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["4", "2", "1"]);
        assert!(store.claim(epoch, town::now(), 30, &[MARIO]).await.unwrap().parcels.is_empty());
        assert!(claim(&store, epoch).await.is_empty(), "2 is still on its way");
        sent(&store, epoch, row(2), delivered(20)).await;
        assert_eq!(said(&claim(&store, epoch).await), ["3"]);
        assert!(claim(&store, epoch).await.is_empty(), "what is in flight is not claimed again");
    }

    async fn in_a_group_prompts_overtake_and_in_a_private_chat_nothing_does(store: Store) {
        let epoch = sender(&store).await;
        let prompt = |id, chat| Outgoing { lane: Lane::Prompt, ..message(id, chat) };
        queue(&store, vec![
            message(1, URP), prompt(2, URP), message(3, MARIO), prompt(4, MARIO),
        ]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["2", "3"]);
        for id in [2, 3] {
            sent(&store, epoch, row(id), delivered(20)).await;
        }
        assert_eq!(said(&claim(&store, epoch).await), ["1", "4"]);
    }

    async fn a_retry_holds_its_lane_up_and_a_later_hour_nobody(store: Store) {
        let epoch = sender(&store).await;
        let later = Some(town::now() + TimeDelta::hours(1));
        queue(&store, vec![
            message(1, URP),
            message(2, URP),
            Outgoing { not_before: later, ..message(3, MARIO) },
            message(4, MARIO),
        ]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["1", "4"]);
        sent(&store, epoch, row(1), again_in(5)).await;
        assert!(claim(&store, epoch).await.is_empty(), "2 must not overtake 1");
        queue(&store, vec![Outgoing { lane: Lane::Prompt, ..message(5, URP) }]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["5"], "another lane is free");
        for id in [4, 5] {
            sent(&store, epoch, row(id), delivered(20)).await;
        }
        let next = store.claim(epoch, town::now(), 30, &[]).await.unwrap().next_at;
        assert_eq!(next, Some(town::now() + TimeDelta::minutes(5)));
        let then = town::now() + TimeDelta::minutes(5);
        let claimed = claim_at(&store, epoch, then).await;
        assert_eq!(said(&claimed), ["1"]);
        assert!(matches!(claimed[0], Claimed::Row { attempts: 1, .. }));
        sent(&store, epoch, row(1), delivered(21)).await;
        let then = town::now() + TimeDelta::hours(1);
        assert_eq!(said(&claim_at(&store, epoch, then).await), ["2", "3"]);
    }

    async fn an_answer_is_born_in_flight_where_nothing_waits(store: Store) {
        let epoch = sender(&store).await;
        let answer = |id, chat| Outgoing { urgency: Urgency::Answer, ..message(id, chat) };
        let (births, mut born) = Births::new(epoch, Arc::default());
        store.set_births(Some(births.clone()));
        queue(&store, vec![answer(1, LUISA)]).await;
        assert!(born.try_recv().is_err(), "not opened yet");
        births.set_open(true);
        queue(&store, vec![answer(2, LUISA), answer(3, MARIO), answer(4, MARIO)]).await;
        let first = born.try_recv().unwrap();
        assert_eq!(said(&first.parcels), ["3", "4"], "one after the other; 1 waits for Luisa");
        assert!(born.try_recv().is_err());
        assert_eq!(said(&claim(&store, epoch).await), ["1"], "3 is on its way to Mario");
        for id in [1, 3, 4] {
            sent(&store, epoch, row(id), delivered(30)).await;
        }
        assert_eq!(said(&claim(&store, epoch).await), ["2"]);

        // What nobody waits for an answer to takes its turn, and so does what is for later.
        let later = Some(town::now() + TimeDelta::hours(1));
        queue(&store, vec![message(5, URP), Outgoing { not_before: later, ..answer(6, URP) }]).await;
        assert!(born.try_recv().is_err());
        assert_eq!(said(&claim(&store, epoch).await), ["5"]);

        // A process that dies in between: the next sender finds it, marked.
        queue(&store, vec![answer(7, ChatId(3))]).await;
        drop(born);
        let next = store.take_lease(SENDER, town::now()).await.unwrap();
        let mut again = said(&claim(&store, next).await);
        again.sort_unstable();
        assert_eq!(again, ["2", "5", "7"]);
    }

    async fn what_has_arrived_keeps_no_answer_waiting_for_its_record(store: Store) {
        let epoch = sender(&store).await;
        let answer = |id| Outgoing { urgency: Urgency::Answer, ..message(id, MARIO) };
        let (births, mut born) = Births::new(epoch, Arc::default());
        births.set_open(true);
        store.set_births(Some(births.clone()));
        queue(&store, vec![answer(1)]).await;
        let mut goes = || born.try_recv().map(|born| said(&born.parcels)).unwrap_or_default();
        assert_eq!(goes(), ["1"]);
        births.has_arrived(&answer(1));
        queue(&store, vec![answer(2)]).await;
        assert_eq!(goes(), ["2"], "1 has arrived");
        queue(&store, vec![answer(3)]).await;
        assert!(goes().is_empty(), "2 is on its way");
        assert!(births.take_answers() && !births.take_answers(), "the sender is to hurry");
        sent(&store, epoch, row(1), delivered(30)).await;
        sent(&store, epoch, row(2), delivered(31)).await;
        assert_eq!(said(&claim(&store, epoch).await), ["3"]);

        // Which message 3 has become is not known yet, so that nothing can reply to it.
        births.has_arrived(&answer(3));
        let to = Some(Target::Row(OutboxId(Uuid::from_u128(3))));
        queue(&store, vec![Outgoing { reply_to: to, ..answer(4) }]).await;
        assert!(goes().is_empty());
        births.recorded([OutboxId(Uuid::from_u128(3))].into_iter());
        queue(&store, vec![answer(5)]).await;
        assert!(goes().is_empty(), "4 waits before it");
        sent(&store, epoch, row(3), delivered(32)).await;
        let claimed = claim(&store, epoch).await;
        assert!(matches!(claimed[0], Claimed::Row { target: Some(MessageId(32)), .. }));

        // A message about a report may be pressed or replied to: what it is, is known before the next one.
        let id = ReportId::new(2026, 1);
        let about = Outgoing { report: Some(id), ..answer(6) };
        let about = Outgoing { to: LUISA.into(), ..about };
        queue(&store, vec![about.clone()]).await;
        assert_eq!(goes(), ["6"]);
        births.has_arrived(&about);
        queue(&store, vec![Outgoing { to: LUISA.into(), ..answer(7) }]).await;
        assert!(goes().is_empty());
        sent(&store, epoch, row(6), delivered(33)).await;
        assert_eq!(said(&claim(&store, epoch).await), ["7"]);

        // But not of an acknowledgement: whoever gets one may begin the next report at once.
        sent(&store, epoch, row(7), delivered(34)).await;
        let number = Outgoing { purpose: Purpose::Acknowledgement, report: Some(id), ..answer(8) };
        queue(&store, vec![Outgoing { to: LUISA.into(), ..number.clone() }]).await;
        assert_eq!(goes(), ["8"]);
        births.has_arrived(&Outgoing { to: LUISA.into(), ..number });
        queue(&store, vec![Outgoing { to: LUISA.into(), ..answer(9) }]).await;
        assert_eq!(goes(), ["9"]);
    }

    async fn no_more_than_a_burst_is_born_for_a_chat(store: Store) {
        let epoch = sender(&store).await;
        let answer = |id| Outgoing { urgency: Urgency::Answer, ..message(id, MARIO) };
        let (births, mut born) = Births::new(epoch, Arc::default());
        births.set_open(true);
        store.set_births(Some(births));
        queue(&store, (1..=5).map(answer).collect()).await;
        assert_eq!(said(&born.try_recv().unwrap().parcels), ["1", "2", "3"]);
        assert!(born.try_recv().is_err());
        // Of what replies to the row before it, only the first can go: the other's target is not known.
        let to = |id| Some(Target::Row(OutboxId(Uuid::from_u128(id))));
        let of = |id, chat| Outgoing { urgency: Urgency::Answer, ..message(id, chat) };
        queue(&store, vec![of(6, LUISA), Outgoing { reply_to: to(6), ..of(7, LUISA) }]).await;
        assert_eq!(said(&born.try_recv().unwrap().parcels), ["6"]);
        // What may be replied to is known before the next one goes.
        let report = Some(ReportId::new(2026, 1));
        let about = Outgoing { report, ..of(8, ChatId(3)) };
        queue(&store, vec![about, of(9, ChatId(3))]).await;
        assert_eq!(said(&born.try_recv().unwrap().parcels), ["8"]);
    }

    async fn what_is_in_flight_and_nobody_carries_goes_again(store: Store) {
        // Whether the claim was durable was not known, and the sender knows nothing of the row.
        let epoch = sender(&store).await;
        queue(&store, vec![message(1, MARIO), message(2, MARIO)]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["1"]);
        let soon = town::now() + TimeDelta::seconds(10);
        assert!(claim_at(&store, epoch, soon).await.is_empty());
        let then = town::now() + TimeDelta::seconds(30);
        assert_eq!(said(&claim_at(&store, epoch, then).await), ["1"]);
    }

    async fn a_card_whose_claim_may_be_lost_is_claimed_again(store: Store) {
        let epoch = sender(&store).await;
        want(&store, ReportId::new(2026, 1)).await;
        // The sender knows nothing of the first claim: it carries nothing to that chat.
        for _ in 0..2 {
            assert_eq!(claim_card(&store, epoch).await, Some((None, None)));
        }
    }

    async fn a_new_sender_takes_over_what_was_in_flight_and_the_old_one_counts_no_more(
        store: Store
    ) {
        let old = sender(&store).await;
        let purpose = Purpose::Reply;
        let id = file(&store, 1).await;
        queue(&store, vec![Outgoing { purpose, report: Some(id), ..message(1, MARIO) }]).await;
        assert_eq!(said(&claim(&store, old).await), ["1"]);
        let new = store.take_lease(SENDER, town::now()).await.unwrap();
        assert!(new > old);
        assert_eq!(said(&claim(&store, new).await), ["1"], "its outcome is not known");
        queue(&store, vec![message(2, LUISA)]).await;
        let refused = store.claim(old, town::now(), 30, &[]).await;
        assert!(matches!(refused, Err(StoreError::LeaseLost)), "the old sender gets nothing more");
        let at = town::now();
        let late = SendResult { parcel: row(1), epoch: old, at, outcome: delivered(10) };
        let changes = Changes { sent: vec![late], ..Changes::default() };
        let late = store.step(Keys::default(), move |_| {
            Decision::Done(Box::new(changes.clone()), ())
        });
        assert!(matches!(late.await, Err(StoreError::LeaseLost)));
        let line = |store: &Store| {
            let store = store.clone();
            async move {
                let keys = Keys { deliveries: vec![id], ..Keys::default() };
                store.read(keys).await.unwrap().deliveries(id)[0].clone()
            }
        };
        assert_eq!(line(&store).await.state, Delivery::InFlight);
        sent(&store, new, row(1), delivered(11)).await;
        let line = line(&store).await;
        assert_eq!((line.state, line.repeated), (Delivery::Delivered, true));
        let keys = Keys { messages: vec![(MARIO, MessageId(11))], ..Keys::default() };
        let facts = store.read(keys).await.unwrap();
        let known = facts.message(MARIO, MessageId(11)).unwrap();
        assert_eq!((known.report, known.card), (Some(id), false));
    }

    async fn an_edit_and_a_reply_find_the_message_that_they_mean(store: Store) {
        let epoch = sender(&store).await;
        let target = Target::Row(OutboxId(Uuid::from_u128(1)));
        let edit = Content::Edit { target, message: Message::default() };
        queue(&store, vec![
            message(1, URP),
            Outgoing { content: edit, ..message(2, URP) },
            Outgoing { reply_to: Some(target), ..message(3, URP) },
        ]).await;
        assert_eq!(said(&claim(&store, epoch).await), ["1"]);
        sent(&store, epoch, row(1), delivered(70)).await;
        for expected in ["2", "3"] {
            let claimed = claim(&store, epoch).await;
            assert_eq!(said(&claimed), [expected]);
            let Claimed::Row { target, .. } = &claimed[0] else { panic!() };
            assert_eq!(*target, Some(MessageId(70)));
            sent(&store, epoch, row(expected.parse().unwrap()), delivered(71)).await;
        }
    }

    async fn photos_come_with_where_their_bytes_are(store: Store) {
        let epoch = sender(&store).await;
        let photos: Vec<_> = (1..=3).map(|id| FileId(Uuid::from_u128(id))).collect();
        let content = Content::Photos {
            photos: vec![photos[1], photos[0], photos[2]],
            caption: String::new(),
            silent: false,
        };
        let known = photos[..2].iter().map(|id| Attachment {
            id: *id,
            source: rispondo::domain::inbound::FileSource::Telegram(format!("tg-{}", id.0.as_u128())),
            size: Some(1000),
        });
        change(&store, Changes {
            files: known.collect(),
            outbox: vec![Outgoing { content, ..message(9, MARIO) }],
            ..Changes::default()
        }).await;
        let to_fetch = store.files_to_fetch(town::now(), 10).await.unwrap();
        assert_eq!(to_fetch.len(), 2);
        store.file_fetched(photos[0], "photos/1.jpg", 1234).await.unwrap();
        let later = town::now() + TimeDelta::minutes(1);
        store.file_failed(photos[1], "timeout", Some(later)).await.unwrap();
        assert!(store.files_to_fetch(town::now(), 10).await.unwrap().is_empty());
        assert_eq!(store.files_to_fetch(later, 10).await.unwrap()[0].attempts, 1);
        store.file_failed(photos[1], "file is too big", None).await.unwrap();
        assert!(store.files_to_fetch(later, 10).await.unwrap().is_empty());
        let claimed = claim(&store, epoch).await;
        let Claimed::Row { files, .. } = &claimed[0] else { panic!() };
        let blobs: Vec<_> = files.iter().map(|file| file.blob.as_deref()).collect();
        assert_eq!(blobs, [None, Some("photos/1.jpg")], "a file that nobody knows is left out");
        assert_eq!(files[0].telegram_file_id.as_deref(), Some("tg-2"));
    }

    async fn what_is_undeliverable_says_why_and_is_sent_when_the_person_is_back(store: Store) {
        let epoch = sender(&store).await;
        let id = file(&store, 1).await;
        let reply = Outgoing {
            purpose: Purpose::Reply, report: Some(id), event: Some(2), ..message(1, MARIO)
        };
        queue(&store, vec![reply.clone(), message(2, MARIO)]).await;
        claim(&store, epoch).await;
        let reason = "Forbidden: bot was blocked by the user".to_owned();
        let undeliverable = SendOutcome::Undeliverable { reason: reason.clone() };
        sent(&store, epoch, row(1), undeliverable.clone()).await;
        claim(&store, epoch).await;
        sent(&store, epoch, row(2), undeliverable).await;
        let keys = Keys {
            deliveries: vec![id], undelivered_to: Some(MARIO), ..Keys::default()
        };
        let facts = store.read(keys.clone()).await.unwrap();
        let line = &facts.deliveries(id)[0];
        assert_eq!((line.state, line.event), (Delivery::Undeliverable, Some(2)));
        assert_eq!(line.reason, Some(reason));
        assert_eq!(facts.rows.len(), 1, "a step of a conversation is owed to nobody");
        // A private chat is one lane.
        let in_one_lane = Outgoing { lane: Lane::Prompt, ..reply.clone() };
        assert_eq!(facts.rows[0].row, in_one_lane);
        let state = Delivery::Pending;
        let settled = vec![Settled { row: reply.id, state, reason: None, at: town::now() }];
        change(&store, Changes { settled, ..Changes::default() }).await;
        assert_eq!(said(&claim(&store, epoch).await), ["1"]);
        sent(&store, epoch, row(1), delivered(5)).await;
        assert!(store.read(keys).await.unwrap().rows.is_empty());
    }
}
