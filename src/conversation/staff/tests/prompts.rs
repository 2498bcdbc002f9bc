//! A prompt's life, replies to a card, photos.

use chrono::TimeDelta;

use super::chat::photo;
use super::town::*;
use crate::domain::event::EventKind;
use crate::domain::ids::{ChatId, MessageId};
use crate::domain::inbound::{Body, Content as Came, MessageRef, Unusable};
use crate::domain::place::Position;
use crate::domain::press::Press;
use crate::domain::trouble::tests::logged;

#[test]
fn a_question_is_asked_with_the_date_that_it_will_have() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(CARLO, &Press::Ask(id), card), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>, write the question to the citizen about 2026-000001, via Roma 12, in answer to this message. The citizen is spoken to in Italian.
    To stop: /cancel
    "#);
    insta::assert_snapshot!(town.answers(CARLO, "write the question", "A che altezza?"), @r"
    C'è una domanda sulla segnalazione 2026-000001, via Roma 12:

    <b>A che altezza?</b>

    Comune di Esempio

    Basta rispondere a questo messaggio, possibilmente entro martedì 1º dicembre.

    La prossima notizia arriverà entro <b>giovedì 3 dicembre</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Send"), @r"(edited) Sent to the citizen of 2026-000001 (Carlo Neri)");
    assert!(town.row(id).question.is_some());
}

#[test]
fn words_reach_the_citizen_after_closing_too() {
    let (mut town, id, card) = Town::with_closed();
    town.does(CARLO, &Press::Write(id), card);
    insta::assert_snapshot!(town.answers(CARLO, "write to the citizen", "Grazie ancora."), @r"
    Notizie sulla segnalazione 2026-000001, via Roma 12:

    Grazie ancora.

    Comune di Esempio
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { .. }));
}

#[test]
fn a_reply_to_the_card_answers_the_prompt_too() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Note(id), card);
    insta::assert_snapshot!(town.writes(CARLO, "Sentito il vicino.", Some(card)), @r"Noted on 2026-000001 (Carlo Neri)");
    assert!(matches!(&town.last(id).kind, EventKind::Noted { words, .. }
        if words == "Sentito il vicino."));
    assert!(town.writers(id).is_empty());
}

#[test]
fn a_plain_message_while_a_prompt_is_open_is_offered_as_its_answer() {
    let (mut town, id, card) = Town::with_card();
    assert_eq!(town.writes(CARLO, "Chi va a pranzo?", None), "");
    town.does(CARLO, &Press::Note(id), card);
    insta::assert_snapshot!(town.writes(CARLO, "Ci vado domani.", None), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>, use this message for 2026-000001 (note)?
    [Use this] [No]
    "#);
    assert_eq!(town.writes(DORA, "Io pranzo tardi.", None), "");
    insta::assert_snapshot!(town.press(DORA, "Use this"), @r"(to them alone) This has ended, or a colleague is writing it. Nothing was changed. To begin again: the buttons of the card, or the command.");
    insta::assert_snapshot!(town.press(CARLO, "Use this"), @r"
    (edited) Used for 2026-000001 (Carlo Neri)
    ---
    Noted on 2026-000001 (Carlo Neri)
    ");
    assert!(matches!(&town.last(id).kind, EventKind::Noted { words, .. }
        if words == "Ci vado domani."));
}

#[test]
fn what_was_offered_for_one_prompt_is_no_answer_to_another() {
    let (mut town, id) = Town::with_report();
    let card = town.card(id);
    town.does(CARLO, &Press::Write(id), card);
    town.writes(CARLO, "Veniamo domani.", None);
    town.does(CARLO, &Press::Note(id), card);
    insta::assert_snapshot!(town.press(CARLO, "Use this"), @"(to them alone) What this was for has been stopped. “Go on” below that notice takes it up; then press here again.");
    assert_eq!(town.histories[&id].len(), 1);
    // It goes with what it was offered for, once that is gone on with.
    town.press(CARLO, "Go on");
    assert!(town.press(CARLO, "Use this").contains("exactly what the citizen will read"));
}

#[test]
fn go_on_goes_on_with_what_it_stands_below() {
    let (mut town, id) = Town::with_report();
    let card = town.card(id);
    town.does(CARLO, &Press::Write(id), card);
    town.does(CARLO, &Press::Note(id), card);
    let first = town.message("Stopped for 2026-000001: message");
    town.does(CARLO, &Press::Ask(id), card);
    let said = town.does(CARLO, &Press::PromptGoOn(id), first);
    assert!(said.contains("write to the citizen about"), "{said}");
}

#[test]
fn no_leaves_the_prompt_open() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Note(id), card);
    town.writes(CARLO, "Chi va a pranzo?", None);
    insta::assert_snapshot!(town.press(CARLO, "No"), @r"(edited) Nothing was done with this message (Carlo Neri)");
    assert_eq!(town.writers(id), ["Carlo Neri"]);
    assert_eq!(town.histories[&id].len(), 1);
}

#[test]
fn a_second_prompt_takes_the_place_of_the_first_and_keeps_its_words() {
    let (mut town, id) = Town::with_report();
    let other = town.report("lampione spento", "via Udine 3", 0);
    let card = town.card(id);
    town.does(CARLO, &Press::Write(id), card);
    town.answers(CARLO, "write to the citizen", "Ci stiamo lavorando.");
    let second = town.card(other);
    insta::assert_snapshot!(town.does(CARLO, &Press::Note(other), second), @r#"
    Stopped for 2026-000001: message. What was written is kept.
    [Go on]
    ---
    <a href="tg://user?id=12">Carlo Neri</a>, write the note on 2026-000002, via Udine 3, in answer to this message, with photos if useful. Only colleagues read it.
    To stop: /cancel
    "#);
    assert!(town.writers(id).is_empty());
    assert_eq!(town.writers(other), ["Carlo Neri"]);
    assert_eq!(town.cards, [id, other]);
    insta::assert_snapshot!(town.press(CARLO, "Go on"), @r"
    Stopped for 2026-000002: note.
    [Go on]
    ---
    (edited) 2026-000001: going on (Carlo Neri)
    ---
    Notizie sulla segnalazione 2026-000001, via Roma 12:

    Ci stiamo lavorando.

    Comune di Esempio

    La prossima notizia arriverà entro <b>mercoledì 9 dicembre</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { words, .. }
        if words == "Ci stiamo lavorando."));
}

#[test]
fn a_prompt_ends_after_half_an_hour_and_can_be_gone_on_with() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Write(id), card);
    assert_eq!(town.wait(TimeDelta::minutes(29)), "");
    town.answers(CARLO, "write to the citizen", "Ci stiamo lavorando.");
    assert_eq!(town.wait(TimeDelta::minutes(29)), "");
    insta::assert_snapshot!(town.wait(TimeDelta::minutes(1)), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>, half an hour has passed: nothing was sent for 2026-000001 (message). What was written is kept.
    [Go on]
    "#);
    assert!(town.writers(id).is_empty());
    assert_eq!(town.cards, [id]);
    town.press(CARLO, "Go on");
    assert_eq!(town.writers(id), ["Carlo Neri"]);
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { .. }));
}

#[test]
fn a_reply_to_a_prompt_that_had_ended_brings_it_back() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Write(id), card);
    let prompt = town.message("write to the citizen");
    town.wait(TimeDelta::minutes(31));
    let said = town.writes(CARLO, "Eccomi.", Some(prompt));
    assert!(said.contains("Nothing has been sent yet"), "{said}");
}

#[test]
fn cancel_ends_a_prompt_at_any_step() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Write(id), card);
    insta::assert_snapshot!(town.commands(CARLO, "cancel", ""), @r"Stopped, nothing was sent or changed: 2026-000001 (Carlo Neri)");
    insta::assert_snapshot!(town.commands(CARLO, "cancel", ""), @r"There is nothing to stop.");
    town.does(CARLO, &Press::Write(id), card);
    town.answers(CARLO, "write to the citizen", "Ecco.");
    insta::assert_snapshot!(town.press(DORA, "Cancel"), @r"(to them alone) This has ended, or a colleague is writing it. Nothing was changed. To begin again: the buttons of the card, or the command.");
    insta::assert_snapshot!(town.press(CARLO, "Cancel"), @r"(edited) Stopped, nothing was sent or changed: 2026-000001 (Carlo Neri)");
    assert_eq!(town.histories[&id].len(), 1);
    assert!(town.timers.is_empty());
}

#[test]
fn change_asks_anew_with_what_was_written() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Write(id), card);
    let prompt = town.message("write to the citizen");
    town.sends(CARLO, photo(1, None, Some("Ecco la foto.")), Some(prompt));
    insta::assert_snapshot!(town.press(CARLO, "Change"), @r#"
    (edited) The text for 2026-000001 is being changed (Carlo Neri)
    ---
    <a href="tg://user?id=12">Carlo Neri</a>, write to the citizen about 2026-000001, via Roma 12, in answer to this message, with photos if useful. The citizen is spoken to in Italian.
    Written so far:
    <blockquote>Ecco la foto.</blockquote>To stop: /cancel
    "#);
    let said = town.answers(CARLO, "Written so far", "Ecco la foto di oggi.");
    assert!(said.contains("With it go the photos: 1"), "{said}");
    town.press(CARLO, "Without photos");
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { words, photos }
        if words == "Ecco la foto di oggi." && photos.is_empty()));
}

#[test]
fn an_edit_of_the_answer_shows_the_preview_again() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Write(id), card);
    let prompt = town.message("write to the citizen");
    town.writes(CARLO, "Eco.", Some(prompt));
    let number = MessageId(prompt.0 + 1);
    let message = MessageRef { id: number, reply_to: Some(prompt), forwarded: false };
    let body = Body::Text("Ecco.".to_owned());
    let said = town.take(CARLO, Came::Edited { message, body });
    assert!(said.contains("Ecco."), "{said}");
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { words, .. } if words == "Ecco."));
}

#[test]
fn an_album_is_one_answer() {
    let (mut town, id) = Town::with_report();
    town.closes(CARLO, id, "Resolved");
    let prompt = town.message("write the reply");
    for one in 1..=3 {
        let caption = (one == 2).then_some("Fatto, ecco le foto.");
        assert_eq!(town.sends(CARLO, photo(one, Some("a"), caption), Some(prompt)), "");
    }
    insta::assert_snapshot!(town.wait(TimeDelta::seconds(1)), @r"
    La segnalazione 2026-000001, via Roma 12, è chiusa: <b>il problema è risolto</b>.

    Fatto, ecco le foto.

    Comune di Esempio

    Il problema è davvero risolto?
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    With it go the photos: 3
    [Send and close]
    [Without photos]
    [Change] [Cancel]
    ");
    // One that comes late joins the others.
    assert_eq!(town.sends(CARLO, photo(4, Some("a"), None), Some(prompt)), "");
    let said = town.wait(TimeDelta::seconds(1));
    assert!(said.contains("With it go the photos: 4"), "{said}");
    assert_eq!(town.wait(TimeDelta::seconds(1)), "");
    town.press(CARLO, "Send and close");
    assert!(matches!(&town.last(id).kind, EventKind::Closed { photos, .. } if photos.len() == 4));
}

#[test]
fn photos_alone_are_no_reply() {
    let (mut town, id) = Town::with_report();
    town.closes(CARLO, id, "Resolved");
    let prompt = town.message("write the reply");
    insta::assert_snapshot!(town.sends(CARLO, photo(1, None, None), Some(prompt)), @r#"<a href="tg://user?id=12">Carlo Neri</a>, the photos are here (1). Now the words are needed: write them in answer to this message."#);
    let said = town.answers(CARLO, "Now the words", "Fatto.");
    assert!(said.contains("With it go the photos: 1"), "{said}");
}

#[test]
fn what_does_not_fit_a_prompt_is_said_kindly() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Ask(id), card);
    let prompt = town.message("write the question");
    insta::assert_snapshot!(town.sends(CARLO, photo(1, None, Some("?")), Some(prompt)), @r"Photos cannot go with this: please write words only.");
    let voice = Body::Unusable { kind: Unusable::Voice, caption: None };
    insta::assert_snapshot!(town.sends(CARLO, voice, Some(prompt)), @r"Only words and photos can be used here.");
    insta::assert_snapshot!(town.writes(CARLO, &"a".repeat(3001), Some(prompt)), @r"That is too long: 3001 characters. There is room for 3000.");
    assert_eq!(town.writers(id), ["Carlo Neri"]);
}

#[test]
fn the_words_below_what_cannot_be_used_are_the_answer() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Ask(id), card);
    let prompt = town.message("write the question");
    let caption = Some("Is it this one?".to_owned());
    let video = Body::Unusable { kind: Unusable::Video, caption };
    insta::assert_snapshot!(town.sends(CARLO, video, Some(prompt)), @"
        Only words and photos can be used here.
        ---
        C'è una domanda sulla segnalazione 2026-000001, via Roma 12:

        <b>Is it this one?</b>

        Comune di Esempio

        Basta rispondere a questo messaggio, possibilmente entro martedì 1º dicembre.

        La prossima notizia arriverà entro <b>giovedì 3 dicembre</b>.
        ---
        Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
        [Send]
        [Change] [Cancel]
        ");
}

#[test]
fn the_place_is_corrected_in_words_or_by_a_position() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Place(id), card);
    insta::assert_snapshot!(town.answers(CARLO, "write the right place", "via Roma 21"), @r"Place of 2026-000001: via Roma 21 (Carlo Neri)");
    assert_eq!(town.row(id).place.words.as_deref(), Some("via Roma 21"));
    town.does(CARLO, &Press::Place(id), card);
    let prompt = town.message("write the right place");
    let position = Body::Location(Position { lat: 45.65, lon: 13.77 });
    town.sends(CARLO, position, Some(prompt));
    assert!(town.row(id).place.position.is_some());
}

#[test]
fn a_reply_to_a_card_when_nothing_was_asked_is_asked_about() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.writes(CARLO, "Vista anche ieri.", Some(card)), @r"
    What is this message about 2026-000001, via Roma 12?
    [Note] [Write to the citizen]
    [Nothing]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Note"), @r"(edited) Noted on 2026-000001 (Carlo Neri)");
    assert!(matches!(&town.last(id).kind, EventKind::Noted { .. }));

    town.writes(CARLO, "Ci andiamo domani.", Some(card));
    insta::assert_snapshot!(town.press(CARLO, "Write to the citizen"), @r"
    (edited) Used for 2026-000001 (Carlo Neri)
    ---
    Notizie sulla segnalazione 2026-000001, via Roma 12:

    Ci andiamo domani.

    Comune di Esempio

    La prossima notizia arriverà entro <b>mercoledì 9 dicembre</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { words, .. }
        if words == "Ci andiamo domani."));

    town.writes(CARLO, "ok", Some(card));
    insta::assert_snapshot!(town.press(CARLO, "Nothing"), @r"(edited) Nothing was done with this message (Carlo Neri)");
}

#[test]
fn an_album_in_reply_to_a_card_is_kept_whole() {
    let (mut town, id, card) = Town::with_card();
    let said = town.sends(CARLO, photo(1, Some("b"), Some("Com'era.")), Some(card));
    assert!(said.contains("[Note]"), "{said}");
    assert_eq!(town.sends(CARLO, photo(2, Some("b"), None), Some(card)), "");
    town.press(CARLO, "Note");
    assert!(matches!(&town.last(id).kind, EventKind::Noted { photos, .. } if photos.len() == 2));
}

#[test]
fn in_a_private_chat_a_prompt_never_ends() {
    let facts = crate::domain::step::Facts::of(std::sync::Arc::new(directory(&[])));
    let town = Town::new();
    let scene = crate::conversation::Scene {
        facts: &facts,
        now: town.now,
        chat: ChatId::private(CARLO),
        person: &town.people[1],
        capacities: &[],
    };
    let fresh = crate::domain::step::Fresh::from(uuid::Uuid::from_u128(1), [0; 32]);
    assert_eq!(super::super::dialogue::Talk::new(&scene, fresh).until(), None);
}

#[test]
fn a_message_of_ours_that_is_not_recorded_yet_is_answered_and_pressed_all_the_same() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Note(id), card);
    let unknown = MessageId(5000);
    let said = town.writes(CARLO, "Subito.", Some(unknown));
    assert!(said.contains("Noted"), "{said}");

    // A while later it is rather a colleague's message.
    town.does(CARLO, &Press::Note(id), card);
    town.wait(TimeDelta::minutes(2));
    let said = town.writes(CARLO, "Arrivo.", Some(unknown));
    assert!(said.contains("[Use this]"), "{said}");

    town.does(CARLO, &Press::Write(id), card);
    town.writes(CARLO, "Ecco.", Some(unknown));
    let said = town.does(CARLO, &Press::PreviewSend(id), MessageId(1));
    assert!(said.contains("Nothing has been sent yet"), "{said}");
    town.does(CARLO, &Press::PreviewSend(id), unknown);
    assert!(matches!(&town.last(id).kind, EventKind::Told { .. }));
}

#[test]
fn an_unreadable_dialogue_is_logged_without_its_words() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Note(id), card);
    town.dialogues[0].json = "{\"prompt\":\"Maria Rossi\"}".to_owned();
    let log = logged(|| assert!(!town.writes(CARLO, "Subito.", None).contains("Noted")));
    assert!(log.contains("unexpected data at column") && !log.contains("Maria"), "{log}");
}
