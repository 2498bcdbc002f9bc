//! *Not now: why*: the reason, the day, the preview.

use super::town::*;
use crate::domain::event::EventKind;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::press::Press;
use crate::domain::state::State;

/// Carlo gives Mario's report that reason, and a week: the preview is shown.
fn in_a_week(reason: &str) -> (Town, ReportId, MessageId) {
    let (mut town, id, card) = Town::with_card();
    town.does(CARLO, &Press::Plan(id, 1), card);
    town.answers(CARLO, "why 2026-000001", reason);
    town.press(CARLO, "In a week");
    (town, id, card)
}

#[test]
fn a_report_is_planned_with_a_reason_and_a_day() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(CARLO, &Press::Plan(id, 1), card), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: reply to this message with the words for the citizen: why 2026-000001, via Roma 12, cannot be solved now. The date comes next. The citizen is spoken to in Italian.
    To stop: /cancel
    "#);
    insta::assert_snapshot!(town.answers(CARLO, "why 2026-000001", "La via sarà rifatta tutta."), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: when will 2026-000001 be taken up again?
    It can be written like this: 15/5, 15 May 2027, or only May 2027.
    [In a week] [In 2 weeks]
    [In a month] [In 3 months]
    [Cancel]
    "#);
    // A day that cannot be read, and one that is over.
    let when = town.message("taken up again?");
    insta::assert_snapshot!(town.writes(CARLO, "quando si può", Some(when)), @r"
    This date cannot be read. It can be written like this: 15/5, 15 May 2027, or only May 2027.
    [Cancel]
    ");
    insta::assert_snapshot!(town.writes(CARLO, "24/11", Some(when)), @r"
    Please give a date after today. It can be written like this: 15/5, 15 May 2027, or only May 2027.
    [Cancel]
    ");
    // Nothing but a day looks like one: no reply is needed.
    insta::assert_snapshot!(town.writes(CARLO, "15/5", None), @r"
    La segnalazione 2026-000001, via Roma 12, sarà ripresa <b>lunedì 17 maggio 2027</b>. Ecco perché non subito:

    <blockquote>La via sarà rifatta tutta.</blockquote>

    Comune di Esempio

    La prossima notizia arriverà entro <b>lunedì 17 maggio 2027</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Another date]
    [Change] [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Another date"), @r#"
    (edited) The text for 2026-000001 is being changed (Carlo Neri)
    ---
    <a href="tg://user?id=12">Carlo Neri</a>: when will 2026-000001 be taken up again?
    It can be written like this: 15/5, 15 May 2027, or only May 2027.
    [In a week] [In 2 weeks]
    [In a month] [In 3 months]
    [Cancel]
    "#);
    insta::assert_snapshot!(town.press(CARLO, "In 2 weeks"), @r"
    (edited) 2026-000001: In 2 weeks (Carlo Neri)
    ---
    La segnalazione 2026-000001, via Roma 12, sarà ripresa <b>mercoledì 9 dicembre</b>. Ecco perché non subito:

    <blockquote>La via sarà rifatta tutta.</blockquote>

    Comune di Esempio

    La prossima notizia arriverà entro <b>mercoledì 9 dicembre</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Another date]
    [Change] [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Send"), @r"(edited) Sent to the citizen of 2026-000001 (Carlo Neri)");
    // 8 December is a holiday.
    let EventKind::Planned { until, reason, work: None } = &town.last(id).kind else {
        panic!("{:?}", town.last(id));
    };
    assert_eq!(
        (until.to_string().as_str(), reason.as_str()),
        ("2026-12-09", "La via sarà rifatta tutta.")
    );
}

#[test]
fn another_date_may_keep_the_reason() {
    let (mut town, id, card) = in_a_week("La via sarà rifatta.");
    town.press(CARLO, "Send");
    insta::assert_snapshot!(town.does(DORA, &Press::Plan(id, 2), card), @r#"
    <a href="tg://user?id=13">Dora Verdi</a>: reply to this message with the words for the citizen: why 2026-000001, via Roma 12, cannot be solved now. The date comes next. The citizen is spoken to in Italian.
    To stop: /cancel
    ---
    Or keep for 2026-000001 the reason that the citizen knows:
    <blockquote>La via sarà rifatta.</blockquote>
    [Same reason]
    [Cancel]
    "#);
    town.press(DORA, "Same reason");
    town.press(DORA, "In a month");
    town.press(DORA, "Send");
    let State::Planned { until, reason, .. } = town.row(id).state else {
        panic!("{:?}", town.row(id).state);
    };
    assert_eq!(
        (until.to_string().as_str(), reason.as_str()),
        ("2026-12-24", "La via sarà rifatta.")
    );
}

#[test]
fn other_words_keep_the_day_and_another_day_keeps_the_words() {
    let (mut town, ..) = in_a_week("Manca il ricambio.");
    town.press(CARLO, "Change");
    let shown = town.answers(CARLO, "Written so far", "Il ricambio è ordinato.");
    assert!(
        shown.contains("martedì 1º dicembre") && shown.contains("Il ricambio è ordinato."),
        "{shown}"
    );
    // Below the preview a day is another day, words are other words.
    let shown = town.writes(CARLO, "10 dicembre", None);
    assert!(shown.contains("use this message for"), "{shown}");
    let shown = town.press(CARLO, "Use this");
    assert!(
        shown.contains("giovedì 10 dicembre") && shown.contains("Il ricambio è ordinato."),
        "{shown}"
    );
}

#[test]
fn a_plan_begun_on_an_old_card_is_refused() {
    let (mut town, id, card) = in_a_week("Manca il ricambio.");
    town.press(CARLO, "Send");
    insta::assert_snapshot!(town.does(DORA, &Press::Plan(id, 1), card), @r"(to them alone) Carlo Neri was quicker (planned). Nothing was changed now: the card is up to date.");
}
