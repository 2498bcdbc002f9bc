//! An operator alone with the bot.

use chrono::TimeDelta;

use crate::support::on_both_databases;

on_both_databases! {
    async fn a_photo_in_private_is_offered_to_the_report_in_hand_first(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (card, _, own) = at.in_hand(&maria).await;

        at.gino_alone.sends_photo(Some("Filled this morning."));
        at.town.a_moment().await;
        let offer = at.gino_alone.next_matching("What is it for?").await.unwrap();
        insta::assert_snapshot!(offer.labels().join(" | "), @"For 2026-000001, via Roma 12 | A new report of mine | Cancel");
        at.gino_alone.presses(&offer, "For 2026-000001, via Roma 12");
        at.gino_alone.wait_until(&offer, |it| it.text.contains("For 2026-000001")).await;
        let what = at.gino_alone.next_matching("What is this message").await.unwrap();
        insta::assert_snapshot!(what.labels().join(" | "), @"Ready to close | Note | Nothing");
        at.gino_alone.presses(&what, "Ready to close");
        let outcomes = at.gino_alone.wait_until(&what, |it| it.button("Resolved").is_some()).await;
        at.gino_alone.presses(&outcomes, "Resolved");
        at.gino_alone.next_matching("The URP gets this draft").await.unwrap();
        let card = at.town.carlo.wait_until(&card, |it| it.text.contains("ready to close")).await;
        assert!(card.text.contains("“Filled this morning.”"), "{}", card.text);
        assert!(card.button("Photos (1)").is_some(), "{:?}", card.labels());
        let own = at.gino_alone.wait_until(&own, |it| it.button("Ready to close").is_none()).await;
        assert!(own.button("Note").is_some(), "{:?}", own.labels());

        // What is sent when nothing is in hand is a citizen's, as always.
        at.gino_alone.sends("A lamp is out in via Milano");
        let offer = at.gino_alone.next().await;
        assert!(offer.button("For 2026-000001, via Roma 12").is_none(), "{:?}", offer.labels());
        at.staff_reads().await;
        at.town.ends().await;
    }

    /// His chat shares the numbers of its messages with those of all the others.
    async fn a_card_that_many_messages_stand_below_is_sent_anew_where_it_rings(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, _, at_office) = at.assigned(&maria).await;
        at.gino.presses(&at_office, "Take");
        let taken = maria.next_matching("Strade is working on").await.unwrap();
        let card = at.gino_alone.next_matching(&number).await.unwrap();
        for name in ["Paolo", "Rita", "Ugo", "Lia"] {
            at.town.report(&at.town.citizen(name)).await;
        }
        at.staff_reads().await;

        // What was said elsewhere buries nothing.
        maria.replies(&taken, "It is deeper today");
        maria.next_matching("Added to report").await.unwrap();
        let ring = at.gino_alone.next_matching("added to").await.unwrap();
        assert!(ring.message_id > card.message_id + 20, "{} {}", ring.message_id, card.message_id);
        assert_eq!(ring.reply_to, Some(card.message_id));
        for _ in 0..19 {
            at.gino_alone.presses(&card, "History");
            at.gino_alone.next_matching("It is deeper today").await.unwrap();
        }
        at.town.later(TimeDelta::minutes(15)).await;
        maria.replies(&taken, "And wider");
        maria.next_matching("Added to report").await.unwrap();
        let ring = at.gino_alone.next_matching("added to").await.unwrap();
        assert_eq!(ring.reply_to, Some(card.message_id), "twenty stood below it");
        at.town.later(TimeDelta::minutes(15)).await;
        maria.replies(&taken, "Somebody fell");
        maria.next_matching("Added to report").await.unwrap();
        at.town.settles().await;
        at.gino_alone.next_matching("added to").await.unwrap();
        let new = at.gino_alone.next_matching("State:").await.unwrap();
        assert!(new.message_id > ring.message_id && new.button("Ready to close").is_some());
        at.gino_alone.wait_until(&card, |old| old.labels().is_empty()).await;
        at.staff_reads().await;
        at.town.ends().await;
    }

    /// A report has its place already: where the operator stands is a line of what they say.
    async fn a_position_in_private_is_a_line_of_the_note(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (card, ..) = at.in_hand(&maria).await;
        at.gino_alone.sends_location(45.65, 13.77);
        let offer = at.gino_alone.next_matching("What is it for?").await.unwrap();
        at.gino_alone.presses(&offer, "For 2026-000001, via Roma 12");
        let what = at.gino_alone.next_matching("What is this message").await.unwrap();
        at.gino_alone.presses(&what, "Note");
        at.gino_alone.wait_until(&what, |it| it.text.contains("Gino Blu")).await;
        let card = at.town.carlo.wait_until(&card, |it| it.button("History").is_some()).await;
        at.town.carlo.presses(&card, "History");
        let history = at.town.carlo.next_matching("45.65000, 13.77000").await.unwrap();
        assert!(history.text.contains("Gino Blu"), "{}", history.text);
        at.staff_reads().await;
        at.town.ends().await;
    }

    /// Nobody has it before it is said what it is for.
    async fn a_photo_that_was_left_is_called_to_mind(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.in_hand(&maria).await;
        at.gino_alone.sends_photo(Some("Filled this morning."));
        at.town.a_moment().await;
        let offer = at.gino_alone.next_matching("What is it for?").await.unwrap();
        assert!(!offer.text.contains("town"), "{}", offer.text);
        at.town.later(TimeDelta::minutes(61)).await;
        let left = at.gino_alone.next_matching("has not been used yet").await.unwrap();
        assert_eq!(left.labels(), offer.labels());
        at.gino_alone.presses(&left, "For 2026-000001, via Roma 12");
        at.gino_alone.next_matching("What is this message").await.unwrap();
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn an_operator_is_a_citizen_too(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.in_hand(&maria).await;
        at.gino_alone.sends("The fountain in piazza Unità leaks");
        let offer = at.gino_alone.next_matching("What is it for?").await.unwrap();
        at.gino_alone.presses(&offer, "A new report of mine");
        let kinds = at.gino_alone.next().await;
        assert!(kinds.button("Fountains").is_some(), "{}", kinds.text);
        // The words went with it: an old offer gives them to nothing else.
        let why = at.gino_alone.presses(&offer, "For 2026-000001, via Roma 12").answer().await;
        assert!(why.unwrap().contains("no longer valid"));
        at.staff_reads().await;
        at.town.ends().await;
    }
}
