//! Cards of a chat that is somebody else's, or nobody's, from now on.

use rispondo::domain::command::Command;
use rispondo::domain::ids::{ChatId, MessageId, ReportId};
use rispondo::domain::people::Actor;
use rispondo::domain::step::{Changes, Claimed, Parcel, SendOutcome, SendResult, WITHDRAWN};
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::Store;

use super::lists::command;
use super::{change, file, said, settle};
use crate::support::facts as town;
use crate::support::on_both;

/// A group that changes hands.
const THEIRS: ChatId = ChatId(-30);
/// One that does not.
const ANOTHER: ChatId = ChatId(-20);

/// Shows what is wanted, with that fingerprint: what it was.
async fn show(store: &Store, epoch: i64, fingerprint: &str) -> Vec<String> {
    let mut shown = Vec::new();
    loop {
        let claimed: Vec<Claimed> = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
        if claimed.is_empty() {
            return shown;
        }
        for claimed in &claimed {
            let Claimed::Card { chat, report, .. } = claimed else { panic!("not a card") };
            let parcel = Parcel::Card(*chat, *report);
            let messages = vec![MessageId(40)];
            let fingerprint = Some(fingerprint.to_owned());
            let outcome = SendOutcome::Delivered { messages, fingerprint, without: 0 };
            let sent = vec![SendResult { parcel, epoch, at: town::now(), outcome }];
            change(store, Changes { sent, ..Changes::default() }).await;
        }
        shown.extend(said(&claimed));
    }
}

on_both! {
    async fn the_cards_of_open_reports_in_one_chat_are_brought_up_to_date(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let (open, closed) = (file(&store, 1).await, file(&store, 2).await);
        let citizen = town::citizen(2);
        let mario = Actor::citizen(citizen.id, citizen.name);
        command(&store, closed, Command::Withdraw, &mario).await;
        let cards = [(THEIRS, open), (THEIRS, closed), (ANOTHER, open)].to_vec();
        change(&store, Changes { cards, ..Changes::default() }).await;
        assert_eq!(show(&store, epoch, "f").await.len(), 3);

        change(&store, Changes { cards_in: vec![THEIRS], ..Changes::default() }).await;
        let shown = show(&store, epoch, "f").await;
        assert_eq!(shown, [format!("card {open}")], "what is closed was read long ago");
    }

    async fn an_office_whose_group_is_its_own_again_has_its_cards_back(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let of_theirs: [ReportId; 2] = [file(&store, 1).await, file(&store, 2).await];
        for id in of_theirs {
            command(&store, id, Command::Assign { office: "strade".into() }, &town::urp()).await;
        }
        store.show_open_reports(vec![("strade".into(), THEIRS)]).await.unwrap();
        assert_eq!(show(&store, epoch, "f").await.len(), 2);
        store.show_open_reports(vec![("strade".into(), THEIRS)]).await.unwrap();
        assert!(show(&store, epoch, "f").await.is_empty(), "they are shown already");

        // The first was withdrawn from it meanwhile.
        let cards = vec![(THEIRS, of_theirs[0])];
        change(&store, Changes { cards, ..Changes::default() }).await;
        show(&store, epoch, WITHDRAWN).await;
        store.show_open_reports(vec![("strade".into(), THEIRS)]).await.unwrap();
        assert_eq!(show(&store, epoch, "f").await, [format!("card {}", of_theirs[0])]);
    }
}
