//! Photos outlive Telegram; one that cannot be had is asked for again.

use std::time::Duration;

use chrono::TimeDelta;
use rispondo::blobs::Blobs;
use rispondo::channels::telegram::api::Api;
use rispondo::config::blobs::BlobConfig;
use rispondo::intake::Wakes;
use rispondo::outbox::fetch::Fetcher;
use simulator::{Fault, Seat};

use crate::support::letters::Writer;
use crate::support::post::until;
use crate::support::town::TOKEN;
use crate::support::{Town, on_both_databases};

async fn sends(town: &Town, maria: &Seat) {
    // An album is one answer: what there is is said once it has settled.
    town.later(TimeDelta::seconds(5)).await;
    let there = maria.next_matching("one photo").await.unwrap();
    maria.presses(&there, "Done");
    let summary = maria.next().await;
    maria.presses(&summary, "Send");
    maria.next_matching("Its number is").await.unwrap();
    town.settles().await;
}

/// The service's own fetcher looks by the time of the world: this one stands in for it.
fn fetcher(town: &Town, blobs: Blobs) -> Fetcher {
    Fetcher {
        store: town.store().clone(),
        api: Api::new(&town.sim.api_url().parse().unwrap(), TOKEN.into()).unwrap(),
        blobs,
        clock: town.clock.clone(),
        wakes: Wakes::default(),
    }
}

on_both_databases! {
    async fn a_photo_too_big_to_be_had_is_asked_for_again_and_the_card_says_so(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_big_document("hole.jpg", 30_000_000);
        sends(&town, &maria).await;
        let again = maria.next_matching("too big").await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(again.text, @r"
            A photo is too big to be received here (report 2026-000001, via Roma 12). Please answer this message with a smaller one: it helps to send it as a photo, not as a file.

            The next news will come by Thursday 26 November.
            ");
        }
        let card = town.urp_card("2026-000001").await;
        let card = town
            .carlo
            .wait_until(&card, |card| card.text.contains("One photo could not be received"))
            .await;

        maria.replies_photo(&again, None);
        town.later(TimeDelta::seconds(5)).await;
        maria.next_matching("Added to report").await.unwrap();
        town.carlo.wait_until(&card, |card| card.button("Photos (2)").is_some()).await;
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn of_a_report_that_is_joined_to_another_the_date_is_said_as_well(town: Town) {
        town.report(&town.citizen("Maria")).await;
        // His photo is fetched once his report is known to be the same as hers.
        town.sim.faults().next_n("getFile", usize::MAX, Fault::Status(502));
        let paolo = town.citizen("Paolo");
        town.up_to_photos(&paolo).await;
        paolo.sends_big_document("hole.jpg", 30_000_000);
        sends(&town, &paolo).await;
        let card = town.urp_card("2026-000002").await;
        town.carlo.presses(&card, "Same as 2026-000001");
        let preview = town.carlo.next_matching("exactly what").await.unwrap();
        town.carlo.presses(&preview, "Send");
        paolo.next_matching("is known already").await.unwrap();
        town.sim.faults().clear();
        town.later(TimeDelta::minutes(10)).await;
        let again = paolo.next_matching("too big").await.unwrap();
        let date = "The next news will come by Thursday 26 November.";
        assert!(again.text.ends_with(date), "{}", again.text);
        town.settles().await;
        town.sim.read_all();
        town.ends().await;
    }

    async fn a_photo_that_cannot_be_kept_is_fetched_until_it_can(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        // Where the folder of files was there is something else now: as good as a full disk.
        let kept_in = Blobs::open(&BlobConfig::Folder(town.folder().join("blobs"))).unwrap();
        let (blobs, aside) = (town.folder().join("blobs"), town.folder().join("aside"));
        std::fs::rename(&blobs, &aside).unwrap();
        std::fs::write(&blobs, "no folder").unwrap();
        maria.sends_photo(None);
        sends(&town, &maria).await;
        let card = town.urp_card("2026-000001").await;
        let fetcher = fetcher(&town, kept_in);
        for _ in 0..40 {
            town.later(TimeDelta::minutes(6)).await;
            fetcher.round().await.unwrap();
        }
        assert!(town.sim.calls_of("getFile").len() > 20, "it is fetched again and again");
        assert!(!town.carlo.current(&card).text.contains("could not be received"));
        std::fs::remove_file(&blobs).unwrap();
        std::fs::rename(&aside, &blobs).unwrap();
        town.later(TimeDelta::minutes(6)).await;
        fetcher.round().await.unwrap();
        let kept = town.kept_files();
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert!(!maria.transcript().contains("could not be received"), "{}", maria.transcript());
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn a_photo_of_a_report_that_cannot_be_read_keeps_no_other_from_being_fetched(town: Town) {
        let (maria, luca) = (town.citizen("Maria"), town.citizen("Luca"));
        town.sim.faults().next_n("getFile", usize::MAX, Fault::Status(502));
        town.up_to_photos(&maria).await;
        maria.sends_big_document("hole.jpg", 30_000_000);
        sends(&town, &maria).await;
        town.up_to_photos(&luca).await;
        luca.sends_photo(None);
        sends(&town, &luca).await;
        town.database.execute("UPDATE report SET data = '?' WHERE id = 2026000001").await;
        town.sim.faults().clear();
        let blobs = Blobs::open(&BlobConfig::Folder(town.folder().join("blobs"))).unwrap();
        town.later(TimeDelta::minutes(6)).await;
        // Or the service's own has been here before.
        fetcher(&town, blobs).round().await.unwrap();
        until("Luca's photo is kept", async || town.kept_files().len() == 1).await;
        town.sim.read_all();
        town.ends().await;
    }

    async fn a_photo_whose_id_is_not_good_any_more_is_uploaded_from_our_own_copy(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_photo(None);
        sends(&town, &maria).await;
        // Fetched into the blob store meanwhile.
        town.sim.wait_calls("getFile", 1).await;
        let card = town.urp_card("2026-000001").await;
        let wrong = "Bad Request: wrong file_id or the file is temporarily unavailable";
        town.sim.faults().next("sendPhoto", Fault::Refusal(400, wrong.into()));
        town.carlo.presses(&card, "Photos (1)");
        let photo = town.carlo.next().await;
        assert_eq!(photo.photos.len(), 1);
        town.sim.wait_calls("sendPhoto", 2).await;
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn a_photo_outlasts_twenty_hours_without_telegram(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        town.sim.faults().next_n("getFile", usize::MAX, Fault::Status(502));
        maria.sends_photo(None);
        sends(&town, &maria).await;
        let card = town.urp_card("2026-000001").await;
        for _ in 0..25 {
            town.later(TimeDelta::minutes(48)).await;
        }
        assert!(town.sim.calls_of("getFile").len() > 20, "it is asked for all the time");
        town.sim.faults().clear();
        // It is back, and says of the file that it is not at hand yet.
        let not_yet = "Bad Request: wrong file_id or the file is temporarily unavailable";
        town.sim.faults().next("getFile", Fault::Refusal(400, not_yet.into()));
        for _ in 0..2 {
            town.later(TimeDelta::minutes(5)).await;
        }
        assert_eq!(town.kept_files().len(), 1);
        let card = town.carlo.current(&card).text;
        assert!(!card.contains("could not be received"), "{card}");
        assert!(!maria.transcript().contains("could not be received"), "{}", maria.transcript());
        town.sim.read_all();
        town.ends().await;
    }

    async fn a_photo_that_cannot_be_read_any_more_holds_nothing_up(town: Town) {
        let maria = Writer::new("Maria");
        maria.sends_photo(&town, "Pothole", "In via Roma 12 there is a pothole.").await;
        maria.next(&town).await;
        let card = town.urp_card("2026-000001").await;
        town.settles().await;
        for file in town.kept_files() {
            if std::fs::read(&file).unwrap().starts_with(&[0xFF, 0xD8]) {
                std::fs::remove_file(file).unwrap();
            }
        }
        town.carlo.presses(&card, "Photos (1)");
        for _ in 0..10 {
            town.later(TimeDelta::minutes(3)).await;
        }
        let said = town.carlo.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said.text, @"The photos of 2026-000001 could not be shown here. If this group lets the bot send no photos, whoever administers it can allow that. Otherwise, please tell whoever runs the service.");
        }
        assert_eq!(said.reply_to, Some(card.message_id));
        town.carlo.presses(&card, "History");
        town.carlo.next_matching("2026-000001").await.unwrap();
        town.ends().await;
    }

    async fn an_album_of_which_a_part_has_arrived_comes_again_and_it_is_marked(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_album(2, None);
        town.later(TimeDelta::seconds(5)).await;
        let there = maria.next_matching("2 photos").await.unwrap();
        maria.presses(&there, "Done");
        let summary = maria.next().await;
        maria.presses(&summary, "Send");
        maria.next_matching("Its number is").await.unwrap();
        town.settles().await;
        let card = town.urp_card("2026-000001").await;
        // Neither by their ids nor as our own copies they go together. Of the two alone, the second has to wait.
        let wrong = "Bad Request: wrong file_id or the file is temporarily unavailable";
        town.sim.faults().next_n("sendMediaGroup", 2, Fault::Refusal(400, wrong.into()));
        town.sim.faults().next("sendPhoto", Fault::Delay(Duration::ZERO));
        town.sim.faults().next("sendPhoto", Fault::TooManyRequests(5));
        town.carlo.presses(&card, "Photos (2)");
        town.carlo.next().await;
        town.later(TimeDelta::seconds(6)).await;
        let repeated = "SELECT COUNT(*) FROM outbox WHERE repeated";
        assert_eq!(town.database.count(repeated).await, 1);
        assert_eq!(town.sim.calls_of("sendMediaGroup").len(), 3);
        town.sim.read_all();
        town.ends().await;
    }
}
