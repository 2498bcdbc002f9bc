//! Photos: attached on the way in and on the way out, freed of what they tell beside the picture.

use mail_parser::{MessageParser, MimeHeaders as _};
use simulator::{Fault, Message};

use crate::support::letters::{self, LOCATED, Received, Writer};
use crate::support::{Town, on_both_databases};

/// The report is closed with what Carlo replies to the prompt.
async fn closed_with(town: &Town, card: &Message, replies: impl Fn(&Message)) {
    let prompt = town.begins_to_close(card, "Resolved").await;
    replies(&prompt);
    town.carlo.next_matching("ready-made reply").await.unwrap();
    let preview = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
    // The photo is fetched while it is read; a mail that has none yet is tried again a minute
    // later.
    town.settles().await;
    town.carlo.presses(&preview, "Send and close");
}

/// The citizen reads the answer without a photo, and the card says that it was left out.
async fn one_was_left_out(town: &Town, maria: &Writer, card: &Message) {
    let answer = maria.next(town).await;
    assert!(answer.text.contains("Filled this morning"), "{}", answer.text);
    assert!(pictures(&answer).is_empty(), "{}", answer.raw);
    let told = "Reply: delivered, 24/11 10:00, without one photo that could not be sent";
    town.carlo.wait_until(card, |card| card.text.contains(told)).await;
}

/// The pictures that came with a mail.
fn pictures(mail: &Received) -> Vec<Vec<u8>> {
    let mail = MessageParser::default().parse(mail.raw.as_bytes()).unwrap();
    let is_picture = |kind: &mail_parser::ContentType<'_>| kind.ctype() == "image";
    let pictures = mail.attachments().filter(|part| part.content_type().is_some_and(is_picture));
    pictures.map(|part| part.contents().to_vec()).collect()
}

fn tells_where(photo: &[u8]) -> bool {
    photo.windows(4).any(|four| four == b"Exif")
}

on_both_databases! {
    /// Else she believes that somebody looks at what she has sent.
    async fn who_sends_what_nobody_sees_in_the_report_is_told_so(town: Town) {
        let maria = Writer::new("Maria");
        let (header, _) = maria.header("Pothole", "");
        let raw = format!(
            "{header}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n\
             --B\r\nContent-Type: text/plain\r\n\r\nIn via Roma 12 there is a pothole.\r\n\
             --B\r\nContent-Type: image/heic; name=\"IMG_1.heic\"\r\n\
             Content-Disposition: attachment; filename=\"IMG_1.heic\"\r\n\r\nnot read here\r\n\
             --B\r\nContent-Type: text/vcard; name=\"maria.vcf\"\r\n\
             Content-Disposition: attachment; filename=\"maria.vcf\"\r\n\r\nBEGIN:VCARD\r\n--B--\r\n"
        );
        maria.sends(&town, letters::TOWN, &raw).await;
        let received = maria.next(&town).await;
        insta::assert_snapshot!(received.text, @r"
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        Place: via Roma 12. If it is another one, just reply to this email.

        Attachments that cannot be seen in the report: HEIC. If they are needed to understand it, just reply to this email with JPEG photos, or with what is in them.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000

        -- 
        Comune di Prova
        ");
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("Attachments: HEIC, VCF"), "{}", card.text);
        assert!(!card.text.contains("what is missing"), "nobody waits for it: {}", card.text);
        town.ends().await;
    }

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
        let (_, card) = maria.reports(&town).await;
        closed_with(&town, &card, |prompt| {
            town.carlo.replies_photo(prompt, Some("Filled this morning, see the photo."));
        })
        .await;
        let answer = maria.next(&town).await;
        assert!(answer.text.contains("Filled this morning"), "{}", answer.text);
        assert!(answer.raw.contains("Content-Type: image/jpeg"), "{}", answer.raw);
        assert!(answer.raw.contains("filename=\"foto-1.jpg\""), "{}", answer.raw);
        town.carlo.read_all();
        town.ends().await;
    }

    async fn a_photo_sent_as_a_file_goes_out_without_what_it_tells_beside_the_picture(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        assert!(tells_where(LOCATED));
        closed_with(&town, &card, |prompt| {
            town.carlo.replies_document_of(prompt, "hole.jpg", LOCATED, "Filled this morning.");
        })
        .await;
        let answer = maria.next(&town).await;
        let pictures = pictures(&answer);
        let [picture] = pictures.as_slice() else { panic!("{}", answer.raw) };
        assert!(picture.starts_with(&[0xFF, 0xD8]) && !tells_where(picture));
        town.carlo.read_all();
        town.ends().await;
    }

    async fn what_is_no_picture_does_not_go_out_as_one(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        closed_with(&town, &card, |prompt| {
            let bytes = &b"a page of a diary"[..];
            town.carlo.replies_document_of(prompt, "hole.jpg", bytes, "Filled this morning.");
        })
        .await;
        one_was_left_out(&town, &maria, &card).await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn a_photo_that_telegram_will_never_give_holds_no_reply_up(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        let never = Fault::Refusal(400, "Bad Request: file is too big".into());
        town.sim.faults().next_n("getFile", usize::MAX, never);
        closed_with(&town, &card, |prompt| {
            town.carlo.replies_photo(prompt, Some("Filled this morning."));
        })
        .await;
        one_was_left_out(&town, &maria, &card).await;
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
