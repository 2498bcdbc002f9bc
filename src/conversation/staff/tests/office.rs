//! An office that has no chat yet: the URP works for it, with the same buttons.

use chrono::TimeDelta;

use super::chat::photo;
use super::town::*;
use crate::domain::command::Command;
use crate::domain::directory::StaffMember;
use crate::domain::event::EventKind;
use crate::domain::ids::{MessageId, ReportId, TelegramId};
use crate::domain::press::Press;
use crate::domain::state::{Outcome, State};

const GINO: TelegramId = TelegramId(31);

/// Mario's report, assigned to an office with an operator.
fn assigned() -> (Town, ReportId, MessageId) {
    let (mut town, id) = Town::with_report();
    let member = |name: &str, telegram| StaffMember {
        name: name.to_owned(),
        telegram,
        ..StaffMember::default()
    };
    if let Some(office) =
        town.directory.offices.iter_mut().find(|one| one.code.as_str() == "strade")
    {
        office.operators = vec![member("Gino Blu", Some(GINO)), member("Pino Viola", None)];
    }
    let card = town.card(id);
    town.does(CARLO, &Press::AssignTo(id, 1, "strade".into()), card);
    (town, id, card)
}

fn ready(town: &mut Town, id: ReportId, card: MessageId, outcome: &str) -> String {
    let seq = town.row(id).state_seq;
    town.does(CARLO, &Press::Ready(id, seq), card);
    town.press(CARLO, outcome)
}

/// It is solved, and the ready-made reply says all.
fn nothing_to_add(town: &mut Town, id: ReportId, card: MessageId) {
    ready(town, id, card, "Resolved");
    town.press(CARLO, "Nothing to add");
}

#[test]
fn who_was_never_met_is_known_from_the_directory() {
    let (mut town, id, card) = assigned();
    let seq = town.row(id).state_seq;
    insta::assert_snapshot!(town.does(CARLO, &Press::Hand(id, seq, 0), card), @r"
    Who is to work on 2026-000001, via Roma 12? (✓ who has it now)
    Not part of the service yet: Pino Viola
    [Gino Blu (bot not started)]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Gino Blu"), @r"
    (edited) 2026-000001 is handed to Gino Blu (Carlo Neri).
    The bot cannot write to Gino Blu in private, and the office has no group yet: they must be told some other way.
    ");
    let gino = town.people.iter().find(|one| one.telegram == Some(GINO)).unwrap();
    assert!(!gino.reachable);
    assert_eq!(town.row(id).state.operator(), Some(gino.id));
    // The same chooser again, too late.
    let late = town.does(DORA, &Press::HandTo(id, seq, GINO), card);
    assert!(late.contains("Carlo Neri was quicker (in hand)"), "{late}");
}

#[test]
fn a_photo_with_a_line_makes_it_ready() {
    let (mut town, id, card) = assigned();
    insta::assert_snapshot!(ready(&mut town, id, card, "Resolved"), @r#"
    (edited) 2026-000001 – Resolved (Carlo Neri)
    ---
    <a href="tg://user?id=12">Carlo Neri</a>, what was done for 2026-000001, via Roma 12? One message is enough, in answer to this one: a photo with a line, or just words.
    To stop: /cancel
    ---
    The reply for 2026-000001 is ready as it is: nothing needs to be added.
    [Nothing to add]
    [Cancel]
    "#);
    let prompt = town.message("what was done");
    insta::assert_snapshot!(town.sends(CARLO, photo(1, None, Some("New asphalt.")), Some(prompt)), @r"
    2026-000001 is ready to close (Carlo Neri). The URP gets this draft of the reply, checks it and closes:
    <blockquote>La buca in via Roma 12 è stata riparata.</blockquote>The citizen is spoken to in Italian.
    ");
    assert!(matches!(&town.last(id).kind, EventKind::Ready { done, photos, .. }
        if done == "New asphalt." && photos.len() == 1));
    assert!(town.writers(id).is_empty());
}

#[test]
fn an_album_makes_it_ready_once_with_all_its_photos() {
    let (mut town, id, card) = assigned();
    ready(&mut town, id, card, "Resolved");
    let prompt = town.message("what was done");
    town.sends(CARLO, photo(1, Some("a"), None), Some(prompt));
    town.sends(CARLO, photo(2, Some("a"), None), Some(prompt));
    assert_eq!(town.row(id).state.kind().as_str(), "assigned");
    town.wait(TimeDelta::seconds(1));
    assert!(matches!(&town.last(id).kind, EventKind::Ready { photos, .. } if photos.len() == 2));
}

#[test]
fn a_reason_cannot_be_left_out() {
    let (mut town, id, card) = assigned();
    let asked = ready(&mut town, id, card, "Cannot be solved");
    assert!(!asked.contains("Nothing to add"), "{asked}");
    let prompt = town.message("why is");
    let more = town.sends(CARLO, photo(1, None, None), Some(prompt));
    assert!(more.contains("Now the words are needed"), "{more}");
    town.answers(CARLO, "Now the words", "È privata.");
    assert!(
        matches!(&town.row(id).state, State::Ready { outcome: Outcome::NotResolvable, draft, .. }
        if draft == "È privata.")
    );
}

#[test]
fn the_draft_is_sent_edited_or_sent_back() {
    let (mut town, id, card) = assigned();
    nothing_to_add(&mut town, id, card);
    let seq = town.row(id).state_seq;
    insta::assert_snapshot!(town.does(DORA, &Press::TakeDraft(id, seq), card), @r"
    La segnalazione 2026-000001, via Roma 12, è chiusa: <b>il problema è risolto</b>.

    La buca in via Roma 12 è stata riparata.

    Comune di Esempio – Strade e verde

    Il problema è davvero risolto?
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send and close]
    [Change] [Cancel]
    ");
    // Carlo sends it back meanwhile: the preview is no longer what it was.
    town.does(CARLO, &Press::SendBack(id, seq), card);
    insta::assert_snapshot!(town.answers(CARLO, "what is still missing", "E il cartello?"), @"2026-000001 goes back to the office (Carlo Neri).");
    assert_eq!(town.row(id).sent_back.as_deref(), Some("E il cartello?"));
    let shown = town.press(DORA, "Send and close");
    assert!(shown.contains("Not sent yet") && town.row(id).state.is_open(), "{shown}");
    // And the card's old buttons say who was quicker.
    let old = town.does(CARLO, &Press::EditDraft(id, seq), card);
    assert!(old.contains("was quicker (sent back to the office)"), "{old}");
}

#[test]
fn a_note_for_another_state_goes_nowhere_and_is_not_lost() {
    let (mut town, id, card) = assigned();
    nothing_to_add(&mut town, id, card);
    let seq = town.row(id).state_seq;
    town.does(DORA, &Press::SendBack(id, seq), card);
    town.does(CARLO, &Press::SendBack(id, seq), card);
    town.writes(CARLO, "Manca la foto.", None);
    let asks = town.message("what is still missing");
    town.writes(CARLO, "Manca la foto.", Some(asks));
    nothing_to_add(&mut town, id, card);
    let dora = town.message("Dora Verdi</a>, what is still missing");
    let late = town.writes(DORA, "E il cartello?", Some(dora));
    assert!(late.contains("was quicker"), "{late}");
    assert_eq!(town.row(id).state.kind().as_str(), "ready");
    let again = town.writes(DORA, "E il cartello?", Some(dora));
    assert!(again.contains("was quicker"), "{again}");
}

#[test]
fn a_reply_to_the_card_can_be_the_work_done() {
    let (mut town, _, card) = assigned();
    insta::assert_snapshot!(town.writes(CARLO, "Fatto stamattina.", Some(card)), @r"
    What is this message about 2026-000001, via Roma 12?
    [Ready to close]
    [Note] [Write to the citizen]
    [Nothing]
    ");
    town.press(CARLO, "Ready to close");
    insta::assert_snapshot!(town.press(CARLO, "Resolved"), @r"
    (edited) 2026-000001 – Resolved (Carlo Neri)
    ---
    2026-000001 is ready to close (Carlo Neri). The URP gets this draft of the reply, checks it and closes:
    <blockquote>La buca in via Roma 12 è stata riparata.</blockquote>The citizen is spoken to in Italian.
    ");
}

#[test]
fn once_it_is_withdrawn_every_button_says_so() {
    let (mut town, id, card) = assigned();
    let seq = town.row(id).state_seq;
    town.citizen(id, Command::Withdraw);
    for press in [
        Press::Take(id, seq),
        Press::Hand(id, seq, 0),
        Press::NotOurs(id, seq),
        Press::GiveBack(id, seq),
        Press::Ready(id, seq),
        Press::TakeDraft(id, seq),
        Press::SendBack(id, seq),
    ] {
        let said = town.does(CARLO, &press, card);
        assert!(said.starts_with("(to them alone)"), "{press:?}: {said}");
        assert_eq!(town.cards, [id], "{press:?}");
    }
}
