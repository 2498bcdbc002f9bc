//! A group becomes a supergroup: its id changes, and its messages are numbered anew.

use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::ids::{ChatId, MessageId, TelegramId};
use rispondo::domain::outgoing::{Content, KnownMessage, Outgoing, Target};
use rispondo::domain::step::{
    Changes, Claimed, DialogueRow, Keys, Parcel, SendOutcome, SendResult,
};
use rispondo::domain::timer::Timer;
use rispondo::outbox::sender::ROLE as SENDER;

use super::{change, file, said, settle};
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
        let outcome = SendOutcome::Delivered { messages: vec![MessageId(1)], fingerprint: None };
        let sent = vec![SendResult { parcel: Parcel::Row(row.id), epoch, at, outcome }];
        change(&store, Changes { sent, ..Changes::default() }).await;
        let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
        assert_eq!(said(&claimed), [format!("card {open}")], "closed reports need no card");

        // The file still names the old group: what was learnt since is not undone by it.
        settle(&store).await;
        let directory = store.directory().await.unwrap().unwrap();
        assert_eq!(directory.urp_chat, Some(NEW));
    }
}
