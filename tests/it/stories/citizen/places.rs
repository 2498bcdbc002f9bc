//! Where it is.

use crate::support::{on_both_databases, without_photos};

on_both_databases! {
    async fn a_position_is_sent_by_its_key(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        maria.presses(&kinds, "Street lights");
        let place = maria.next().await;
        assert!(place.button("I am there now: send my location").unwrap().request_location);
        assert!(place.button("I don't know the address").is_some());
        maria.sends_location(45.65, 13.77);
        let words = maria.next().await;
        assert!(words.text.contains("location 45.65000, 13.77000"), "{}", words.text);
        maria.sends("The lamp is dead");
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        maria.presses(&summary, "Send");
        // One working day for lights.
        let received = maria.next_matching("Its number is").await.unwrap();
        assert!(received.text.contains("Wednesday 25 November"), "{}", received.text);
        let card = town.urp_card("2026-000001").await;
        assert!(card.html.contains("45.65"), "{}", card.html);
        town.ends().await;
    }

    async fn a_venue_has_its_name(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        maria.presses(&kinds, "Trees");
        maria.next().await;
        maria.sends_venue(45.65, 13.77, "Giardino pubblico", "via Giulia 2");
        let words = maria.next().await;
        assert!(words.text.contains("Giardino pubblico"), "{}", words.text);
        town.ends().await;
    }

    async fn who_does_not_know_the_address_describes_the_place(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        maria.presses(&kinds, "Waste");
        maria.next().await;
        maria.taps("I don't know the address");
        let describe = maria.next().await;
        assert!(describe.text.contains("just describe the place"), "{}", describe.text);
        maria.sends("Behind the old station");
        let words = maria.next().await;
        assert!(words.text.contains("Behind the old station"), "{}", words.text);
        maria.sends("Rubbish everywhere");
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        assert!(summary.text.contains("Behind the old station"), "{}", summary.text);
        town.ends().await;
    }
}
