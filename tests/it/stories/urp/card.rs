//! What the card shows, and its small corrections.

use super::assign;
use crate::support::on_both_databases;

on_both_databases! {
    async fn the_card_says_all_and_is_edited_in_place(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let card = town
            .carlo
            .wait_until(&card, |card| card.text.contains("delivered, 24/11 10:00"))
            .await;
        insta::assert_snapshot!(card.text, @r"
        2026-000001 – Potholes and pavements
        Place: via Roma 12
        From: Maria, Telegram, in English – 24/11 10:00
        A deep hole in front of the school
        State: to be assigned
        Last: 24/11 10:00, Maria (citizen) – report sent
        The citizen hears by: Thursday 26 November
        Message “report received”: delivered, 24/11 10:00
        ");
        assert!(card.html.contains("openstreetmap.org"), "a map is one press away");
        let labels = "Category Place Same_as… Assign Reply_and_close Not_now:_why Ask_the_citizen Write_to_the_citizen Note History";
        assert_eq!(card.labels().join("|"), labels.replace(' ', "|").replace('_', " "));
        assign(&town, &card, "Strade").await;
        assert!(town.carlo.current(&card).text.contains("Office: Strade"));
        assert!(maria.next().await.text.contains("Strade"));
        town.urp.read_all();
        town.ends().await;
    }

    async fn category_and_place_are_corrected(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.carlo.presses(&card, "Category");
        let kinds = town.carlo.next().await;
        town.carlo.presses(&kinds, "Street lights");
        town.carlo.wait_until(&card, |card| card.text.contains("Street lights")).await;
        let chosen = town.carlo.wait_until(&kinds, |kinds| kinds.edited).await;
        assert!(chosen.text.contains("Street lights (Carlo Neri)"), "{}", chosen.text);
        assert!(chosen.labels().is_empty(), "it is chosen: nothing is left to press");

        town.carlo.presses(&card, "Place");
        let prompt = town.carlo.next_matching("right place").await.unwrap();
        assert!(prompt.force_reply && prompt.selective);
        town.carlo.wait_until(&card, |card| card.text.contains("Writing now: Carlo Neri")).await;
        town.carlo.replies(&prompt, "via Udine 7");
        let card = town.carlo.wait_until(&card, |card| card.text.contains("via Udine 7")).await;
        assert!(!card.text.contains("Writing now"));
        town.urp_reads().await;
        town.ends().await;
    }

    async fn photos_and_history_come_in_reply_to_the_card(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let received = maria.messages().pop().unwrap();
        maria.replies_photo(&received, Some("from the other side"));
        maria.sends_photo(Some("and closer"));
        town.later(chrono::TimeDelta::seconds(1)).await;
        maria.read_all();
        let card =
            town.carlo.wait_until(&card, |card| card.button("Photos").is_some()).await;
        town.urp.read_all();
        town.carlo.presses(&card, "Photos");
        let photo = town.carlo.next().await;
        assert_eq!(photo.reply_to, Some(card.message_id));
        assert!(!photo.photos.is_empty());
        town.urp_reads().await;
        town.carlo.presses(&card, "History");
        let history = town.carlo.next().await;
        assert!(history.text.contains("from the other side"), "{}", history.text);
        assert!(history.text.contains("Maria"));
        town.urp.read_all();
        town.ends().await;
    }

    async fn what_asks_for_action_rings_and_not_too_often(town: Town) {
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        let received = maria.messages().pop().unwrap();
        maria.replies(&received, "It is deeper today");
        let ring = town.carlo.next().await;
        assert_eq!(ring.reply_to, Some(card.message_id));
        assert!(ring.text.contains(&number) && ring.text.contains("Carlo Neri, Dora Verdi"));
        maria.next_matching("Added to report").await.unwrap();
        // Within a quarter of an hour the card alone changes.
        town.later(chrono::TimeDelta::minutes(5)).await;
        maria.replies(&received, "And wider");
        maria.next_matching("Added to report").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("And wider")).await;
        assert_eq!(town.carlo.unread(), 0);
        town.later(chrono::TimeDelta::minutes(15)).await;
        maria.replies(&received, "Somebody fell");
        maria.next_matching("Added to report").await.unwrap();
        town.carlo.next_matching(&number).await.unwrap();
        town.ends().await;
    }
}
