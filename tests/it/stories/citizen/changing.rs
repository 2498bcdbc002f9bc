//! *Change*: each answer of a draft.

use simulator::Seat;

use crate::support::{on_both_databases, without_photos};

on_both_databases! {
    async fn each_answer_can_be_changed_before_sending(town: Town) {
        let maria = town.citizen("Maria");
        let summary = town.up_to_summary(&maria).await;

        maria.presses(&summary, "Change");
        let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
        assert_eq!(parts.labels(), ["Kind", "Place", "Description", "Photos", "Back"]);
        maria.presses(&parts, "Kind");
        let kinds = maria.next().await;
        maria.presses(&kinds, "Trees");
        let summary = maria.next().await;
        assert!(summary.text.contains("Kind: Trees"), "{}", summary.text);

        maria.presses(&summary, "Change");
        let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
        maria.presses(&parts, "Place");
        maria.next().await;
        maria.sends("via Milano 3");
        let summary = maria.next_matching("Is it right?").await.unwrap();
        assert!(summary.text.contains("Place: via Milano 3"), "{}", summary.text);
        maria.next().await; // the place as it was understood

        maria.presses(&summary, "Change");
        let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
        maria.presses(&parts, "Description");
        maria.next().await;
        maria.sends("A fallen branch");
        let summary = maria.next().await;
        assert!(summary.text.contains("A fallen branch"), "{}", summary.text);
        assert!(!summary.text.contains("A deep hole"), "{}", summary.text);

        maria.presses(&summary, "Change");
        let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
        maria.presses(&parts, "Photos");
        maria.next().await;
        maria.sends_photo(None);
        town.a_moment().await;
        let line = maria.next().await;
        maria.presses(&line, "Done");
        let summary = maria.next().await;
        assert!(summary.text.contains("Photos: 1"), "{}", summary.text);

        maria.presses(&summary, "Change");
        let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
        maria.presses(&parts, "Back");
        let summary = maria.wait_until(&summary, |it| it.button("Send").is_some()).await;
        let (_, card) = town.files(&maria, &summary).await;
        assert!(card.text.contains("A fallen branch"), "{}", card.text);
        assert!(card.text.contains("via Milano 3"), "{}", card.text);
        town.ends().await;
    }

    /// Words of a draft that are edited in Telegram change the summary that stands.
    async fn editing_ones_words_before_sending_changes_the_summary(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_words(&maria).await;
        let words = maria.sends("A deep hoel");
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        maria.edits(&words, "A deep hole");
        maria.wait_until(&summary, |it| it.text.contains("A deep hole")).await;
        town.ends().await;
    }

    /// A change that was not meant leaves everything as it is, whichever way one goes back.
    async fn a_change_may_be_given_up(town: Town) {
        let maria = town.citizen("Maria");
        let mut summary = town.up_to_summary(&maria).await;
        for part in ["Kind", "Description", "Photos"] {
            maria.presses(&summary, "Change");
            let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
            maria.presses(&parts, part);
            let asked = maria.next().await;
            maria.presses(&asked, "Back");
            summary = maria.next_matching("Is it right?").await.unwrap();
        }

        // The keys of the place have it too, and /cancel is another way.
        for back in [|maria: &Seat| maria.taps("Back"), |maria: &Seat| maria.sends("/cancel")] {
            maria.presses(&summary, "Change");
            let parts = maria.wait_until(&summary, |it| it.button("Back").is_some()).await;
            maria.presses(&parts, "Place");
            assert!(maria.next().await.text.contains("Where is it?"));
            back(&maria);
            let stays = maria.next().await;
            assert_eq!(stays.text, "All right: the answer from before stays.");
            summary = maria.next().await;
            assert!(summary.text.contains("Place: via Roma 12"), "{}", summary.text);
        }
        let (_, card) = town.files(&maria, &summary).await;
        assert!(card.text.contains("A deep hole"), "{}", card.text);
        town.ends().await;
    }
}
