//! Cards in the outbox: coalesced, edited in place, sent anew.

use chrono::TimeDelta;
use rispondo::domain::ids::{ChatId, MessageId, ReportId};
use rispondo::domain::outgoing::{Outgoing, Target};
use rispondo::domain::step::{Changes, Claimed, Keys, Parcel, SendOutcome};

use super::super::{change, parcel, said};
use super::{MARIO, again_in, claim, claim_at, claim_card, delivered, queue, sender, sent, want};
use crate::support::facts::{self as town, URP, message};
use crate::support::on_both;

on_both! {
    async fn a_card_changed_often_is_shown_once_and_again_if_it_changes_on_the_way(store: Store) {
        let epoch = sender(&store).await;
        let id = ReportId::new(2026, 1);
        let card = Parcel::Card(URP, id);
        for _ in 0..3 {
            want(&store, id).await;
        }
        assert_eq!(claim_card(&store, epoch).await, Some((None, None)));
        want(&store, id).await;
        let others = store.claim(epoch, town::now(), 30, &[URP]).await.unwrap().parcels;
        assert!(others.is_empty(), "it is in flight, as the sender says");
        sent(&store, epoch, card, delivered(40)).await;
        assert_eq!(claim_card(&store, epoch).await, Some((Some(40), None)));
        let messages = Vec::new();
        let edited = SendOutcome::Delivered { messages, fingerprint: Some("g".to_owned()), without: 0 };
        sent(&store, epoch, card, edited).await;
        assert_eq!(claim_card(&store, epoch).await, None);
        let keys = Keys { messages: vec![(URP, MessageId(40))], ..Keys::default() };
        assert!(store.read(keys).await.unwrap().messages[0].card);
    }

    async fn a_card_sent_anew_retires_its_old_message(store: Store) {
        let epoch = sender(&store).await;
        let id = ReportId::new(2026, 1);
        let card = Parcel::Card(URP, id);
        let anew = || Changes { cards_anew: vec![(URP, id)], ..Changes::default() };
        want(&store, id).await;
        claim_card(&store, epoch).await;
        sent(&store, epoch, card, delivered(40)).await;
        change(&store, anew()).await;
        // Who replies to the card in between still finds the old one.
        let reply_to = Some(Target::Card(id));
        queue(&store, vec![Outgoing { reply_to, ..message(1, URP) }]).await;
        let ring = claim(&store, epoch).await;
        let Claimed::Row { target, .. } = &ring[0] else { panic!() };
        assert_eq!(*target, Some(MessageId(40)));
        assert_eq!(claim_card(&store, epoch).await, Some((None, Some(40))));
        sent(&store, epoch, card, delivered(50)).await;
        want(&store, id).await;
        assert_eq!(claim_card(&store, epoch).await, Some((Some(50), None)));
        // Asked for while an edit is under way: the edit's end does not lose it.
        change(&store, anew()).await;
        let messages = Vec::new();
        sent(&store, epoch, card, SendOutcome::delivered(messages)).await;
        assert_eq!(claim_card(&store, epoch).await, Some((None, Some(50))));
        sent(&store, epoch, card, SendOutcome::CardLost).await;
        assert_eq!(claim_card(&store, epoch).await, Some((None, Some(50))));
    }

    async fn cards_come_after_all_messages_of_their_chat(store: Store) {
        let epoch = sender(&store).await;
        let (one, two) = (ReportId::new(2026, 1), ReportId::new(2026, 2));
        change(&store, Changes {
            cards: vec![(URP, two), (URP, one)],
            outbox: vec![message(1, URP), message(2, MARIO)],
            ..Changes::default()
        }).await;
        let mut order = Vec::new();
        loop {
            let claimed = claim(&store, epoch).await;
            if claimed.is_empty() {
                break;
            }
            order.push(said(&claimed).join(", "));
            for (place, one) in (100..).zip(&claimed) {
                sent(&store, epoch, parcel(one), delivered(place)).await;
            }
        }
        assert_eq!(order, ["1, 2", "card 2026-000001", "card 2026-000002"]);
    }

    async fn where_nothing_limits_a_chat_several_of_its_cards_go_in_a_row(store: Store) {
        let epoch = sender(&store).await;
        let cards: Vec<_> = (1..=3).map(|number| (URP, ReportId::new(2026, number))).collect();
        change(&store, Changes { cards, ..Changes::default() }).await;
        let some = async |busy: &[ChatId]| {
            store.claim_later(epoch, town::now(), 30, 2, busy).await.unwrap()
        };
        assert!(some(&[URP]).await.parcels.is_empty(), "something is on its way there");
        let first = some(&[]).await;
        assert_eq!(said(&first.parcels), ["card 2026-000001", "card 2026-000002"]);
        assert!(first.more);
        sent(&store, epoch, Parcel::Card(URP, ReportId::new(2026, 1)), delivered(40)).await;
        // What was not sent after all is put back as it was.
        let put_back = SendOutcome::Again {
            not_before: town::now(),
            reason: "it goes after what did not arrive".to_owned(),
            unknown: false,
            counts: false,
        };
        sent(&store, epoch, Parcel::Card(URP, ReportId::new(2026, 2)), put_back).await;
        let next = some(&[]).await;
        assert_eq!(said(&next.parcels), ["card 2026-000002", "card 2026-000003"]);
        assert!(!next.more);
        assert!(matches!(next.parcels[0], Claimed::Card { attempts: 0, .. }));
    }

    async fn a_card_that_waits_for_its_retry_goes_on_waiting_when_it_changes(store: Store) {
        let epoch = sender(&store).await;
        let id = ReportId::new(2026, 1);
        want(&store, id).await;
        claim_card(&store, epoch).await;
        sent(&store, epoch, Parcel::Card(URP, id), again_in(5)).await;
        want(&store, id).await;
        assert_eq!(claim_card(&store, epoch).await, None);
        let then = town::now() + TimeDelta::minutes(5);
        assert_eq!(said(&claim_at(&store, epoch, then).await), ["card 2026-000001"]);
    }

    async fn a_long_queue_of_cards_in_one_chat_keeps_no_other_waiting(store: Store) {
        let epoch = sender(&store).await;
        let number = |of| ReportId::new(2026, of);
        let [first, second, third] = [-30, -20, -10].map(ChatId);
        // The first has seventy for now, the second forty that wait for another attempt, and one behind them.
        let cards = (1..=40).map(|of| (second, number(of)));
        change(&store, Changes { cards: cards.collect(), ..Changes::default() }).await;
        for of in 1..=40 {
            assert_eq!(said(&claim(&store, epoch).await), [format!("card {}", number(of))]);
            sent(&store, epoch, Parcel::Card(second, number(of)), again_in(5)).await;
        }
        let cards = (1..=70).map(|of| (first, number(of)));
        let others = [(second, number(41)), (third, number(50))];
        let cards = cards.chain(others).collect();
        change(&store, Changes { cards, ..Changes::default() }).await;
        let claimed = store.claim(epoch, town::now(), 64, &[]).await.unwrap();
        let firsts = ["card 2026-000001", "card 2026-000041", "card 2026-000050"];
        assert_eq!(said(&claimed.parcels), firsts);
        assert!(claimed.more, "the first has more");
        let busy = [first, second, third];
        let claimed = store.claim(epoch, town::now(), 64, &busy).await.unwrap();
        assert!(claimed.parcels.is_empty() && claimed.more, "they wait for those on their way");
        sent(&store, epoch, Parcel::Card(second, number(41)), delivered(7)).await;
        let claimed = store.claim(epoch, town::now(), 1, &[first, third]).await.unwrap();
        assert!(claimed.parcels.is_empty(), "the second's wait for their time");
    }
}
