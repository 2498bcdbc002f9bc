//! From the card's buttons to the citizen's answer.

use chrono::TimeDelta;

use super::town::*;
use crate::domain::command::Command;
use crate::domain::event::{EventKind, Rule};
use crate::domain::press::{Closing, Press};
use crate::domain::state::{Outcome, State};

#[test]
fn a_report_is_closed_with_a_reply_shown_before_it_leaves() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(CARLO, &Press::Close(id, 1), card), @r"
    How is 2026-000001, via Roma 12, closed?
    [Resolved]
    [Cannot be solved]
    [Not ours]
    [Spam] [Spam and block]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Resolved"), @r#"
    (edited) 2026-000001 – Resolved (Carlo Neri)
    ---
    <a href="tg://user?id=12">Carlo Neri</a>, write the reply to the citizen for 2026-000001, via Roma 12 (Resolved) in answer to this message, with photos if useful. The citizen is spoken to in Italian.
    To stop: /cancel
    ---
    Or choose a ready-made reply:

    1. La buca in via Roma 12 è stata riparata.
    [1. La buca in via Roma 12 è stata riparata.]
    [Cancel]
    "#);
    assert_eq!(town.writers(id), ["Carlo Neri"]);
    assert_eq!(town.cards, [id]);
    insta::assert_snapshot!(town.answers(CARLO, "write the reply", "Fatto <oggi> & bene."), @r"
    La segnalazione 2026-000001, via Roma 12, è chiusa: <b>il problema è risolto</b>.

    Fatto &lt;oggi&gt; &amp; bene.

    Comune di Esempio

    Il problema è davvero risolto?
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send and close]
    [Change] [Cancel]
    ");
    assert!(town.row(id).state.is_open());
    insta::assert_snapshot!(town.press(CARLO, "Send and close"), @r"(edited) Sent, and 2026-000001 is closed (Carlo Neri)");
    assert_eq!(town.row(id).outcome(), Some(Outcome::Resolved));
    assert!(matches!(&town.last(id).kind, EventKind::Closed { words: Some(words), .. }
        if words == "Fatto <oggi> & bene."));
    assert!(town.writers(id).is_empty());
    assert!(town.timers.is_empty());
}

#[test]
fn a_template_is_filled_in_in_the_citizens_language() {
    let (mut town, id) = Town::with_report();
    town.closes(CARLO, id, "Resolved");
    let said = town.press(CARLO, "1. La buca");
    assert!(said.contains("La buca in via Roma 12 è stata riparata."), "{said}");
    town.press(CARLO, "Send and close");
    assert!(matches!(&town.last(id).kind, EventKind::Closed { words: Some(words), .. }
        if words == "La buca in via Roma 12 è stata riparata."));
}

#[test]
fn what_the_citizen_wrote_meanwhile_is_shown_before_anything_is_sent() {
    let (mut town, id) = Town::with_report();
    town.closes(CARLO, id, "Resolved");
    town.answers(CARLO, "write the reply", "Fatto.");
    let words = "La buca si è riaperta!".to_owned();
    town.citizen(id, Command::Add { words, photos: Vec::new() });
    insta::assert_snapshot!(town.press(CARLO, "Send and close"), @r"
    (edited) The text for 2026-000001 is being changed (Carlo Neri)
    ---
    <b>Not sent yet.</b> The citizen wrote meanwhile about 2026-000001, via Roma 12:

    <b>24/11 10:00</b> Mario Rossi (citizen) – something added
    <blockquote>La buca si è riaperta!</blockquote>
    ---
    La segnalazione 2026-000001, via Roma 12, è chiusa: <b>il problema è risolto</b>.

    Fatto.

    Comune di Esempio

    Il problema è davvero risolto?
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send and close]
    [Change] [Cancel]
    ");
    assert!(town.row(id).state.is_open());
    town.press(CARLO, "Send and close");
    assert!(!town.row(id).state.is_open());
}

#[test]
fn a_colleague_who_assigns_meanwhile_makes_the_preview_come_again() {
    let (mut town, id, card) = Town::with_card();
    town.closes(CARLO, id, "Not ours");
    town.answers(CARLO, "write the reply", "È una strada della Regione.");
    town.does(DORA, &Press::AssignTo(id, 1, "strade".into()), card);
    let said = town.press(CARLO, "Send and close");
    assert!(said.contains("Meanwhile 2026-000001, via Roma 12, changed: Dora Verdi"), "{said}");
    // The signature is the office's now.
    assert!(said.contains("Comune di Esempio – Strade e verde"), "{said}");
    assert!(town.row(id).state.is_open());
}

#[test]
fn a_date_that_has_moved_since_the_preview_is_shown_before_it_is_sent() {
    let (mut town, id, card) = Town::with_card();
    // Five minutes to midnight in Trieste.
    town.now = "2026-11-24T22:55:00Z".parse().unwrap();
    town.does(CARLO, &Press::Write(id), card);
    let shown = town.answers(CARLO, "write to the citizen", "Arriviamo presto.");
    assert!(shown.contains("entro <b>mercoledì 9 dicembre</b>"), "{shown}");
    let told = |town: &Town| town.row(id).last.event == "told";

    town.now += TimeDelta::minutes(10);
    insta::assert_snapshot!(town.press(CARLO, "Send"), @r"
    (edited) The text for 2026-000001 is being changed (Carlo Neri)
    ---
    <b>Not sent yet.</b> Meanwhile the text for 2026-000001, via Roma 12, has changed, most often its date. Here it is as it would be sent now:
    ---
    Notizie sulla segnalazione 2026-000001, via Roma 12:

    Arriviamo presto.

    Comune di Esempio

    La prossima notizia arriverà entro <b>giovedì 10 dicembre</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    assert!(!told(&town));
    // The same text as is shown now: it goes.
    town.press(CARLO, "Send");
    assert!(told(&town));
    assert_eq!(town.row(id).promised.unwrap().to_string(), "2026-12-10");
}

#[test]
fn a_colleague_who_closes_first_wins() {
    let (mut town, id) = Town::with_report();
    for who in [CARLO, DORA] {
        town.closes(who, id, "Resolved");
        town.answers(who, "write the reply", "Fatto.");
    }
    town.press(DORA, "Send and close");
    let data = Press::PreviewSend(id).encode();
    let first = *town
        .chat
        .iter()
        .find(|(_, (_, buttons))| buttons.iter().any(|one| one.data == data))
        .unwrap()
        .0;
    let said = town.press_on(CARLO, first, data);
    assert!(said.contains("That cannot be done now. The report's state is: closed."), "{said}");
    assert_eq!(town.cards, [id]);
    assert!(town.writers(id).is_empty());
}

#[test]
fn two_clerks_assign_at_once_and_one_hears_who_was_quicker() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(CARLO, &Press::Assign(id, 1), card), @r"
    Which office is 2026-000001, via Roma 12, for? (★ usual for this category, ✓ present)
    [Strade e verde ★]
    [Illuminazione]
    [Cancel]
    ");
    town.does(DORA, &Press::Assign(id, 1), card);
    insta::assert_snapshot!(town.press(DORA, "Strade e verde"), @r"
    (edited) 2026-000001 is assigned to: Strade e verde (Dora Verdi)
    This office has no group yet: Strade e verde. Meanwhile the URP acts for it, with the buttons of the card.
    ");
    let chooser = town.message("Which office");
    let late = town.does(CARLO, &Press::AssignTo(id, 1, "luci".into()), chooser);
    insta::assert_snapshot!(late, @r"(to them alone) Dora Verdi was quicker (given to an office). Nothing was changed now: the card is up to date.");
    assert_eq!(town.cards, [id]);
    assert_eq!(town.row(id).state, State::Assigned { office: "strade".into() });
}

#[test]
fn spam_is_asked_once_more_and_closes_in_silence_under_its_rule() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.closes(CARLO, id, "Spam and block"), @r"
    (edited) Is 2026-000001, via Roma 12, really spam, and is no new report to be taken from this citizen? This is what they wrote:
    <blockquote>buca in strada</blockquote>Photos: 2
    [Close without words]
    [Write words]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Close without words"), @r"(edited) 2026-000001 is closed – Spam and block, without words to the citizen (Carlo Neri)");
    let EventKind::Closed { outcome: Outcome::Spam, rule: Some(Rule::SilentSpam), .. } =
        town.last(id).kind
    else {
        panic!("{:?}", town.last(id));
    };
    assert!(town.people.iter().any(|one| one.id == MARIO && one.blocked_at.is_some()));

    let seq = town.row(id).state_seq;
    assert_eq!(town.does(DORA, &Press::UndoSpam(id, seq), card), "");
    assert!(town.row(id).state.is_open());
    assert!(town.people.iter().all(|one| one.blocked_at.is_none()));
}

#[test]
fn the_urp_reopens_whatever_it_closed_and_leaves_the_citizen_as_they_were() {
    let (mut town, id, card) = Town::with_card();
    town.closes(CARLO, id, "Cannot be solved");
    town.answers(CARLO, "write the reply", "Il fondo è privato.");
    town.press(CARLO, "Send and close");
    // Mario was blocked for something else meanwhile.
    let now = town.now;
    town.mario().blocked_at = Some(now);
    let closed = town.row(id).state_seq;
    assert_eq!(town.does(DORA, &Press::Reopen(id, closed), card), "");
    let mario = town.people.iter().find(|one| one.id == MARIO).unwrap();
    assert_eq!(mario.blocked_at, Some(now));
    let State::ReopenRequested { previous: Outcome::NotResolvable } = town.row(id).state else {
        panic!("{:?}", town.row(id).state);
    };
    // Another press on the same button changes nothing.
    let late = town.does(CARLO, &Press::Reopen(id, closed), card);
    assert!(late.contains("Dora Verdi was quicker"), "{late}");
}

#[test]
fn spam_may_have_words_and_block_all_the_same() {
    let (mut town, id) = Town::with_report();
    town.closes(CARLO, id, "Spam and block");
    town.press(CARLO, "Write words");
    let said = town.answers(CARLO, "write the reply", "Così non va.");
    assert!(said.contains("no new report is taken from this citizen"), "{said}");
    town.press(CARLO, "Send and close");
    assert!(town.people.iter().any(|one| one.blocked_at.is_some()));
    assert_eq!(town.row(id).outcome(), Some(Outcome::Spam));
}

#[test]
fn only_spam_has_a_silent_button() {
    let (mut town, id, card) = Town::with_card();
    let said = town.does(CARLO, &Press::CloseSilently(id, 1, Closing::Resolved), card);
    assert!(said.contains("no longer valid"), "{said}");
    assert!(town.row(id).state.is_open());
}

#[test]
fn a_reopening_is_refused_with_its_reason() {
    let (mut town, id, card) = Town::with_closed();
    town.citizen(id, Command::StillThere { words: None });
    let seq = town.row(id).state_seq;
    town.does(CARLO, &Press::Refuse(id, seq), card);
    insta::assert_snapshot!(town.answers(CARLO, "stays closed", "La buca è un'altra."), @r"
    La segnalazione 2026-000001, via Roma 12, resta chiusa. Ecco perché:

    La buca è un'altra.

    Comune di Esempio

    Per parlare con una persona: URP, tel. 040 000000
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::ReopenRefused { .. }));
}

#[test]
fn the_send_button_of_an_earlier_text_sends_nothing() {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Write(id), card);
    town.answers(CARLO, "write to the citizen", "Prima.");
    let old = town.message("Nothing has been sent yet");
    town.answers(CARLO, "write to the citizen", "Seconda.");
    let said = town.does(CARLO, &Press::PreviewSend(id), old);
    assert!(said.contains("no longer valid"), "{said}");
    assert_eq!(town.histories[&id].len(), 1);
    town.press(CARLO, "Send");
    assert!(matches!(&town.last(id).kind, EventKind::Told { words, .. } if words == "Seconda."));
}

#[test]
fn a_stranger_and_an_old_card_change_nothing() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(STRANGER, &Press::Close(id, 1), card), @r"(to them alone) Only the URP can do this: Carlo Neri, Dora Verdi.");
    insta::assert_snapshot!(town.does(STRANGER, &Press::History(id), card), @r"(to them alone) Only the URP can do this: Carlo Neri, Dora Verdi.");
    town.does(DORA, &Press::AssignTo(id, 1, "strade".into()), card);
    insta::assert_snapshot!(town.does(CARLO, &Press::Close(id, 1), card), @r"(to them alone) Dora Verdi was quicker (given to an office). Nothing was changed now: the card is up to date.");
    assert_eq!(town.cards, [id]);
    insta::assert_snapshot!(town.press_on(CARLO, card, "zz:1".to_owned()), @r"(to them alone) This button is no longer valid. Nothing was changed. See /open for what there is to do.");
    assert_eq!(town.writes(STRANGER, "ciao", Some(card)), "");
}

#[test]
fn the_category_is_chosen_from_the_directory() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(CARLO, &Press::Categories(id, 0), card), @r"
    Category of 2026-000001, via Roma 12 (✓ present):
    [Potholes and pavements ✓]
    [Street lamps]
    [Something else]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Street lamps"), @r"(edited) Category of 2026-000001: Street lamps (Carlo Neri)");
    assert_eq!(town.row(id).category, Some("lampioni".into()));
}
