//! What comes when nobody asked for it: used where it makes sense, else answered kindly.

use crate::support::{on_both_databases, without_photos};

on_both_databases! {
    async fn what_cannot_be_used_is_answered_with_what_can_be_done(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_words(&maria).await;
        maria.sends_voice();
        let mut said = vec![maria.next().await.text];
        maria.sends_video();
        said.push(maria.next().await.text);
        maria.sends_video_note();
        said.push(maria.next().await.text);
        maria.sends_sticker();
        said.push(maria.next().await.text);
        maria.sends_document("report.pdf");
        said.push(maria.next().await.text);
        maria.sends_contact();
        said.push(maria.next().await.text);
        for answer in &said {
            assert!(answer.contains("phone 040 000000"), "{answer}");
        }
        let first: Vec<_> = said.iter().filter_map(|said| said.lines().next()).collect();
        insta::assert_snapshot!(first.join("\n"), @"
            Voice messages cannot be listened to here. Please write, even a few words, or send a photo.
            Videos cannot be watched here. Please send a photo, or write what there is to see.
            Videos cannot be watched here. Please send a photo, or write what there is to see.
            Nice one! What helps here, though, is words, a photo or a location.
            Documents cannot be opened here. Please send a photo, or write.
            Contacts are not needed here: just write, or send a photo or a location.
            ");
        // The question still stands.
        maria.sends("A deep hole");
        assert!(maria.next().await.text.contains("Are there any photos"));
        town.ends().await;
    }

    async fn commands_work_at_every_step(town: Town) {
        let maria = town.citizen("Maria");
        for step in 0..5 {
            maria.sends("/new");
            let kinds = maria.next().await;
            if step > 0 {
                maria.presses(&kinds, "Trees");
                maria.next().await;
            }
            if step > 1 {
                maria.sends("via Roma 12");
                maria.next().await;
            }
            if step > 2 {
                maria.sends("A branch");
                let photos = maria.next().await;
                if step > 3 {
                    maria.presses(&photos, "No photo");
                    maria.next().await;
                }
            }
            for (command, words) in [
                ("/help", "What can be done here"),
                ("/privacy", "privacy notice"),
                ("/language", "In which language?"),
                ("/mine", "There are no reports yet"),
                ("/nonsense", "does not exist"),
                ("/cancel", "thrown away"),
                ("/cancel", "nothing to cancel"),
            ] {
                maria.sends(command);
                let said = maria.next().await;
                assert!(said.text.contains(words), "step {step}, {command}: {}", said.text);
            }
        }
        town.ends().await;
    }

    async fn a_photo_first_is_used(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        maria.sends_photo(Some("A hole"));
        town.a_moment().await;
        let asked = maria.next().await;
        assert!(asked.text.contains("The photo will be part of the report"), "{}", asked.text);
        maria.presses(&kinds, "Potholes and pavements");
        maria.next().await;
        maria.sends("via Roma 12");
        maria.next().await; // the place as it was understood
        let photos = maria.next().await;
        maria.presses(&photos, "Done");
        let summary = maria.next().await;
        assert!(summary.text.contains("Photos: 1"), "{}", summary.text);
        assert!(summary.text.contains("A hole"), "{}", summary.text);
        town.ends().await;
    }

    async fn words_where_a_button_was_expected_are_used(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        maria.next().await;
        maria.sends("There is a pothole in front of my house");
        let place = maria.next().await;
        assert!(place.text.contains("Kind: Potholes and pavements"), "{}", place.text);
        maria.sends("via Roma 12");
        let lead = maria.next().await;
        assert!(lead.text.contains("via Roma 12"), "{}", lead.text);
        let photos = maria.next().await;
        maria.sends("no photo");
        let summary = maria.next().await;
        assert!(summary.text.contains("There is a pothole in front of my house"), "{}", summary.text);
        // The old question's button was answered by words.
        let late = maria.presses(&photos, "No photo");
        assert!(late.answer().await.unwrap().contains("already answered"));
        town.ends().await;
    }

    /// Words are typed, then *No photo* is pressed, and the press arrives first or second:
    /// nothing is lost either way.
    async fn a_press_and_words_may_overtake_each_other(town: Town) {
        let maria = town.citizen("Maria");
        let photos = town.up_to_photos(&maria).await;
        maria.presses(&photos, "No photo");
        maria.sends("And it is full of water");
        town.settles().await;
        let messages = maria.messages();
        let last = messages.iter().rev().find(|it| it.button("Send").is_some()).unwrap();
        assert!(last.text.contains("And it is full of water"), "{}", last.text);
        maria.read_all();
        maria.presses(last, "Send");
        maria.next_matching("2026-000001").await.unwrap();
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("full of water"), "{}", card.text);
        town.ends().await;
    }

    /// Words arrive before the press that was made before them.
    async fn words_may_overtake_the_press_before_them(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/new");
        let kinds = maria.next().await;
        maria.sends("via Roma 12");
        maria.presses(&kinds, "Trees");
        town.settles().await;
        // The words were kept as a description: the place is still asked for.
        let asked = maria.messages().pop().unwrap();
        assert!(asked.text.contains("Where is it?"), "{}", asked.text);
        maria.read_all();
        maria.sends("via Roma 12");
        maria.next().await;
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        assert!(summary.text.contains("Kind: Trees"), "{}", summary.text);
        assert!(summary.text.contains("Place: via Roma 12"), "{}", summary.text);
        town.ends().await;
    }

    /// What was pressed long ago, in data that was never ours, is an old button.
    async fn an_unknown_button_is_an_old_one(town: Town) {
        let maria = town.citizen("Maria");
        maria.starts();
        let hello = maria.next().await;
        for data in ["", "zz", "ds:99", "dc:1:nothing", "r:notanumber", "\u{1F600}"] {
            let said = maria.presses_data(&hello, data).answer().await.unwrap();
            assert!(said.contains("old") || said.contains("no longer there"), "{data}: {said}");
        }
        town.ends().await;
    }

    /// A no where photos were asked for, a yes below the summary: neither is about the problem.
    async fn a_plain_answer_may_be_typed(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends("no");
        let summary = maria.next().await;
        assert!(summary.text.contains("in front of the school\nPhotos: none"), "{}", summary.text);
        maria.sends("Yes!");
        let summary = maria.next().await;
        assert!(summary.text.starts_with("To send it, just press"), "{}", summary.text);
        assert!(summary.text.contains("in front of the school\nPhotos: none"), "{}", summary.text);
        maria.sends("no");
        let summary = maria.next().await;
        assert!(summary.text.starts_with("To change something"), "{}", summary.text);
        maria.sends("no, there is another one beside it");
        let summary = maria.next().await;
        assert!(summary.text.contains("there is another one beside it"), "{}", summary.text);
        town.ends().await;
    }
}
