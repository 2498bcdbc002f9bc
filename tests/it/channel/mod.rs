//! What Telegram refuses, and how it arrives all the same.

use bytes::Bytes;
use chrono::TimeDelta;
use rispondo::channels::telegram::api::Api;
use simulator::{Fault, Message, Seat};

use crate::support::letters::LOCATED;
use crate::support::on_both_databases;
use crate::support::town::{TOKEN, Town};

/// A report with whatever photo `sends` sends; its card.
async fn report_with_photo(town: &Town, maria: &Seat, sends: impl Fn(&Seat)) -> Message {
    town.up_to_photos(maria).await;
    sends(maria);
    town.later(TimeDelta::seconds(2)).await;
    let photos = maria.next_matching("photo").await.unwrap();
    maria.presses(&photos, "Done");
    let summary = maria.next().await;
    let (_, card) = town.files(maria, &summary).await;
    town.settles().await;
    card
}

/// Telegram takes a picture for no photo, so many times.
fn is_no_photo(town: &Town, times: usize) {
    let odd = Fault::Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS".to_owned());
    town.sim.faults().next_n("sendPhoto", times, odd);
}

/// The bytes of the file that a message shows.
async fn file_of(town: &Town, shown: &Message) -> Bytes {
    let id = shown.raw["document"]["file_id"].as_str().unwrap();
    let api = Api::new(&town.sim.api_url().parse().unwrap(), TOKEN.into()).unwrap();
    let path = api.file_path(id).await.unwrap();
    api.download(&path).await.unwrap()
}

/// The report is closed with what Carlo replies to the prompt, up to the press of the last button; the card.
async fn closed_with(town: &Town, card: &Message, replies: impl Fn(&Message)) {
    let prompt = town.begins_to_close(card, "Resolved").await;
    replies(&prompt);
    let preview = town.carlo.next_matching("exactly what the citizen will read").await.unwrap();
    town.settles().await;
    is_no_photo(town, 3);
    town.carlo.presses(&preview, "Send and close");
}

on_both_databases! {
    async fn a_photo_that_was_sent_as_a_file_reaches_the_urp(town: Town) {
        let maria = town.citizen("Maria");
        let file = |maria: &Seat| {
            maria.sends_document_of("pothole.jpg", &b"a sharp picture"[..]);
        };
        let card = report_with_photo(&town, &maria, file).await;
        town.carlo.presses(&card, "Photos");
        let shown = town.carlo.next().await;
        assert_eq!(shown.photos.len(), 1, "{shown:?}");
        assert_eq!(shown.reply_to, Some(card.message_id));
        town.ends().await;
    }

    async fn a_picture_that_is_no_photo_to_telegram_goes_as_a_file(town: Town) {
        let maria = town.citizen("Maria");
        let file = |maria: &Seat| {
            maria.sends_document_of("wall.jpg", &b"a picture of odd proportions"[..]);
        };
        let card = report_with_photo(&town, &maria, file).await;
        // By its id it is a document; uploaded, its proportions are refused, together and alone.
        is_no_photo(&town, 3);
        town.carlo.presses(&card, "Photos");
        let shown = town.carlo.next().await;
        assert!(shown.raw["document"]["file_id"].is_string(), "{shown:?}");
        town.ends().await;
    }

    async fn a_photo_that_goes_as_a_file_tells_nothing_beside_the_picture(town: Town) {
        let maria = town.citizen("Maria");
        let file = |maria: &Seat| {
            maria.sends_document_of("wall.jpg", LOCATED);
        };
        let card = report_with_photo(&town, &maria, file).await;
        is_no_photo(&town, 3);
        town.carlo.presses(&card, "Photos");
        let exif = |bytes: &[u8]| bytes.windows(4).any(|four| four == b"Exif");
        let shown = file_of(&town, &town.carlo.next().await).await;
        assert!(exif(LOCATED) && shown.starts_with(&[0xFF, 0xD8]) && !exif(&shown));

        closed_with(&town, &card, |prompt| {
            town.carlo.replies_document_of(prompt, "done.jpg", LOCATED, "Filled this morning.");
        })
        .await;
        let shown = file_of(&town, &maria.next().await).await;
        assert!(shown.starts_with(&[0xFF, 0xD8]) && !exif(&shown));
        maria.next_matching("Filled this morning").await.unwrap();
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn what_cannot_be_freed_of_all_but_the_picture_goes_to_no_citizen_as_a_file(town: Town) {
        let maria = town.citizen("Maria");
        let photo = |maria: &Seat| {
            maria.sends_photo(None);
        };
        let card = report_with_photo(&town, &maria, photo).await;
        closed_with(&town, &card, |prompt| {
            let bytes = &b"a page of a diary"[..];
            town.carlo.replies_document_of(prompt, "done.jpg", bytes, "Filled this morning.");
        })
        .await;
        let answer = maria.next().await;
        assert!(answer.text.contains("Filled this morning"), "{answer:?}");
        town.carlo.next_matching("tell the citizen").await.unwrap();
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn an_answer_to_a_message_that_is_gone_is_given_without_it(town: Town) {
        let maria = town.citizen("Maria");
        let photo = |maria: &Seat| {
            maria.sends_photo(None);
        };
        let card = report_with_photo(&town, &maria, photo).await;
        let gone = "Bad Request: message to be replied not found".to_owned();
        town.sim.faults().next("sendPhoto", Fault::Refusal(400, gone));
        town.carlo.presses(&card, "Photos");
        let shown = town.carlo.next().await;
        assert_eq!((shown.photos.len(), shown.reply_to), (1, None), "{shown:?}");
        town.ends().await;
    }

    async fn a_task_names_the_report_that_it_is_about(town: Town) {
        let (person, maria) = town.somebody("Maria");
        let (number, card) = town.report(&maria).await;
        town.settles().await;
        person.blocks(&town.bot);
        town.assigns(&card, "Strade").await;
        let task = town.carlo.next_matching("blocked").await.unwrap();
        assert!(task.text.contains(&format!("{number}, via Roma 12")), "{}", task.text);
        town.ends().await;
    }
}
