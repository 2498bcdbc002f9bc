//! Photos: attached on the way in and on the way out, freed of what they tell beside the picture.

use crate::support::letters::{self, Writer};
use crate::support::on_both_databases;

on_both_databases! {
    async fn c14_a_photo_is_attached_and_its_position_offered(town: Town) {
        let maria = Writer::new("Maria");
        maria.sends_photo(&town, "Pothole", "There is a pothole here.").await;
        let asked = maria.next(&town).await;
        assert!(asked.text.contains("1 = the place where the photo was taken"), "{}", asked.text);
        let card = town.urp_card("2026-000001").await;
        town.carlo.presses(&card, "Photos (1)");
        let shown = town.carlo.next().await;
        assert_eq!(shown.photos.len(), 1);
        // What is shown further tells nothing beside the picture.
        let kept: Vec<_> = town.kept_files().iter().map(|file| std::fs::read(file).unwrap()).collect();
        let photos: Vec<_> = kept.iter().filter(|bytes| bytes.starts_with(&[0xFF, 0xD8])).collect();
        assert_eq!(photos.len(), 1);
        assert!(!photos[0].windows(4).any(|four| four == b"Exif"));
        assert!(kept.iter().any(|bytes| bytes.starts_with(b"From: Maria")), "the raw mail is kept");

        maria.replies(&town, &asked, "1").await;
        maria.next(&town).await;
        town.carlo.wait_until(&card, |card| card.text.contains("45.65")).await;
        town.ends().await;
    }

    async fn the_reply_goes_out_with_its_photos(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "Pothole", "In via Roma 12 there is a pothole.").await;
        maria.next(&town).await;
        let card = town.urp_card("2026-000001").await;
        town.carlo.presses(&card, "Reply and close");
        let outcomes = town.carlo.next().await;
        town.carlo.presses(&outcomes, "Resolved");
        let prompt = town.carlo.next().await;
        town.carlo.replies_photo(&prompt, Some("Filled this morning, see the photo."));
        town.carlo.next_matching("ready-made reply").await.unwrap();
        let preview = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
        // The photo is fetched while it is read; a mail that has none yet is tried again a minute
        // later.
        town.settles().await;
        town.carlo.presses(&preview, "Send and close");
        let answer = maria.next(&town).await;
        assert!(answer.text.contains("Filled this morning"), "{}", answer.text);
        assert!(answer.raw.contains("Content-Type: image/jpeg"), "{}", answer.raw);
        assert!(answer.raw.contains("filename=\"foto-1.jpg\""), "{}", answer.raw);
        town.carlo.read_all();
        town.ends().await;
    }

    async fn other_attachments_are_named_on_the_card(town: Town) {
        let maria = Writer::new("Maria");
        let (header, _) = maria.header("Pothole", "");
        let raw = format!(
            "{header}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n\
             --B\r\nContent-Type: text/plain\r\n\r\nIn via Roma 12, see the plan.\r\n\
             --B\r\nContent-Type: application/pdf; name=\"plan.pdf\"\r\n\r\n%PDF-1.7 x\r\n--B--\r\n"
        );
        maria.sends(&town, letters::TOWN, &raw).await;
        maria.next(&town).await;
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("Attachments: "), "{}", card.text);
        town.ends().await;
    }
}
