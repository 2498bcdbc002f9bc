//! A group becomes a supergroup: its id changes, and its messages are numbered anew.

use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::ids::{ChatId, MessageId, TelegramId};
use rispondo::domain::outgoing::{Content, KnownMessage, Outgoing, Target};
use rispondo::domain::step::{
    Changes, Claimed, DialogueRow, GroupChange, GroupChat, Keys, Parcel, SendOutcome, SendResult,
};
use rispondo::domain::timer::Timer;
use rispondo::outbox::sender::ROLE as SENDER;

use super::{change, file, parcel, said, settle};
use crate::support::facts::{self as town, URP, message};
use crate::support::on_both;

const NEW: ChatId = ChatId(-1_000_100);
const CLERK: TelegramId = TelegramId(12);

on_both! {
    async fn everything_of_the_group_goes_on_under_its_new_id(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let (open, closed) = (file(&store, 1).await, file(&store, 2).await);
        let keys = Keys { reports: vec![closed], ..Keys::default() };
        let report = store.read(keys).await.unwrap().reports.remove(0);
        let command = Command::Withdraw;
        let actor = rispondo::domain::people::Actor::citizen(report.citizen, "Persona");
        let directory = town::directory();
        let terms = town::terms(&directory, town::now());
        let events = decide::decide(&report, command, &actor, terms).unwrap();
        let mut after = report;
        after.apply(&events[0]);
        let reply_to = Some(Target::Message(MessageId(7)));
        change(&store, Changes {
            reports: vec![after],
            events,
            cards: vec![(URP, open), (URP, closed)],
            outbox: vec![Outgoing { reply_to, ..message(1, URP) }],
            dialogues: vec![DialogueRow {
                chat: URP, user: CLERK, report: Some(open), name: "Carlo".into(), json: "{}".into(),
            }],
            timers: vec![(Timer::Prompt(URP, CLERK), Some(town::now()))],
            messages: vec![KnownMessage {
                chat: URP, message: MessageId(7), report: Some(open), row: None, card: false,
                task: None,
            }],
            ..Changes::default()
        }).await;

        change(&store, Changes { migrated: vec![(URP, NEW)], ..Changes::default() }).await;

        let facts = store.read(Keys {
            messages: vec![(URP, MessageId(7)), (NEW, MessageId(7))],
            dialogues: vec![(URP, CLERK), (NEW, CLERK)],
            timers: vec![Timer::Prompt(URP, CLERK), Timer::Prompt(NEW, CLERK)],
            ..Keys::default()
        }).await.unwrap();
        assert!(facts.messages.is_empty(), "an old number may be another message now");
        assert_eq!(facts.dialogues.len(), 1);
        assert_eq!(facts.dialogue(NEW, CLERK), Some("{}"));
        assert_eq!(facts.timers, [(Timer::Prompt(NEW, CLERK), town::now())]);
        assert_eq!(facts.directory.urp_chat, Some(NEW));

        let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
        let Claimed::Row { row, target, .. } = &claimed[0] else { panic!() };
        assert_eq!((row.to.chat().unwrap(), *target), (NEW, None), "it replies to nothing that is another now");
        assert!(matches!(row.content, Content::Text(_)));
        let at = town::now();
        let outcome = SendOutcome::delivered(vec![MessageId(1)]);
        let sent = vec![SendResult { parcel: Parcel::Row(row.id), epoch, at, outcome }];
        change(&store, Changes { sent, ..Changes::default() }).await;
        let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
        assert_eq!(said(&claimed), [format!("card {open}")], "closed reports need no card");

        // The file still names the old group: what was learnt since is not undone by it.
        settle(&store).await;
        let directory = store.directory().await.unwrap().unwrap();
        assert_eq!(directory.urp_chat, Some(NEW));
    }

    /// Telegram says it by an update, and by refusing what was on its way to the old id: in any order.
    async fn when_it_is_said_again_only_what_is_left_under_the_old_id_moves(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let (shown, left) = (file(&store, 1).await, file(&store, 2).await);
        let group = |chat| GroupChange::In(GroupChat { chat, title: "URP".into(), admin: true });
        let dialogue = |chat, user| DialogueRow {
            chat, user, report: None, name: "Carlo".into(), json: "{}".into(),
        };
        let cards = vec![(URP, shown)];
        change(&store, Changes { cards, groups: vec![group(URP)], ..Changes::default() }).await;
        let migrated = || Changes { migrated: vec![(URP, NEW)], ..Changes::default() };
        change(&store, migrated()).await;
        let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
        assert_eq!(said(&claimed), [format!("card {shown}")]);
        let outcome = SendOutcome::delivered(vec![MessageId(3)]);
        let card = SendResult { parcel: parcel(&claimed[0]), epoch, at: town::now(), outcome };
        let replies = Outgoing { reply_to: Some(Target::Message(MessageId(3))), ..message(5, NEW) };
        change(&store, Changes {
            sent: vec![card],
            dialogues: vec![dialogue(NEW, CLERK)],
            outbox: vec![replies],
            ..Changes::default()
        }).await;
        // Decided before it was known.
        change(&store, Changes {
            cards: vec![(URP, shown), (URP, left)],
            dialogues: vec![dialogue(URP, CLERK), dialogue(URP, TelegramId(13))],
            outbox: vec![message(6, URP)],
            ..Changes::default()
        }).await;

        change(&store, migrated()).await;

        let facts = store.read(Keys {
            messages: vec![(NEW, MessageId(3))],
            dialogues: [URP, NEW].into_iter().flat_map(|chat| [(chat, CLERK), (chat, TelegramId(13))]).collect(),
            cards: vec![(NEW, shown), (NEW, left), (URP, shown)],
            ..Keys::default()
        }).await.unwrap();
        assert_eq!(facts.messages.len(), 1, "what stands there is known");
        assert_eq!(facts.dialogues.len(), 2);
        assert!(facts.dialogues.iter().all(|dialogue| dialogue.chat == NEW));
        let cards: Vec<_> = facts.cards.iter().map(|card| card.message).collect();
        assert_eq!(cards, [Some(MessageId(3)), None, None]);
        let groups = store.groups().await.unwrap();
        assert_eq!(groups.iter().map(|group| group.chat).collect::<Vec<_>>(), [NEW]);

        for (at, target) in [(5, Some(MessageId(3))), (6, None)] {
            let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
            assert_eq!(said(&claimed), [at.to_string()]);
            let Claimed::Row { row, target: to, .. } = &claimed[0] else { panic!() };
            assert_eq!((row.to.chat(), *to), (Some(NEW), target));
            let outcome = SendOutcome::delivered(vec![MessageId(10)]);
            let result = SendResult { parcel: Parcel::Row(row.id), epoch, at: town::now(), outcome };
            change(&store, Changes { sent: vec![result], ..Changes::default() }).await;
        }
        let mut cards = Vec::new();
        for _ in 0..2 {
            let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
            let Claimed::Card { chat, report, message, .. } = &claimed[0] else { panic!() };
            cards.push((*chat, *report, *message));
            let outcome = SendOutcome::delivered(Vec::new());
            let result = SendResult { parcel: parcel(&claimed[0]), epoch, at: town::now(), outcome };
            change(&store, Changes { sent: vec![result], ..Changes::default() }).await;
        }
        assert_eq!(cards, [(NEW, shown, Some(MessageId(3))), (NEW, left, None)]);
    }

    /// What was sent long ago is left where it is: a town that said much is not stopped by it.
    async fn what_was_sent_before_keeps_nobody_waiting(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let outbox = (1..=1_100_u32).map(|number| message(number.into(), ChatId(1_000 + i64::from(number)))).collect();
        change(&store, Changes { outbox, ..Changes::default() }).await;
        let first = message(2_000, URP);
        change(&store, Changes { outbox: vec![first.clone()], ..Changes::default() }).await;
        let at = town::now();
        let mut number = 0;
        loop {
            let claimed = store.claim(epoch, at, 200, &[]).await.unwrap().parcels;
            if claimed.is_empty() {
                break;
            }
            let sent = claimed.iter().map(|one| {
                number += 1;
                let outcome = SendOutcome::delivered(vec![MessageId(number)]);
                SendResult { parcel: parcel(one), epoch, at, outcome }
            });
            change(&store, Changes { sent: sent.collect(), ..Changes::default() }).await;
        }
        assert_eq!(number, 1_101);

        change(&store, Changes { migrated: vec![(URP, NEW)], ..Changes::default() }).await;

        // Whoever replies to what the old group was sent replies to nothing: its number is another's now.
        let replies = Outgoing { reply_to: Some(Target::Row(first.id)), ..message(2_001, NEW) };
        change(&store, Changes { outbox: vec![replies], ..Changes::default() }).await;
        let claimed = store.claim(epoch, at, 30, &[]).await.unwrap().parcels;
        let Claimed::Row { target, .. } = &claimed[0] else { panic!() };
        assert_eq!(*target, None);
    }
}
