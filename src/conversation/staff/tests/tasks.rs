//! URP tasks: told, not to be reached, reopened, left closed, undone.

use uuid::Uuid;

use super::town::*;
use crate::domain::command::Command;
use crate::domain::event::EventKind;
use crate::domain::ids::{MessageId, OutboxId, ReportId, TaskId};
use crate::domain::press::Press;
use crate::domain::task::{TaskEnd, TaskKind};

const AT: MessageId = MessageId(50);

fn undeliverable() -> (Town, TaskId) {
    let (mut town, id) = Town::with_report();
    let kind = TaskKind::Undeliverable {
        row: OutboxId(Uuid::from_u128(1)),
        reason: "Forbidden: bot was blocked by the user".to_owned(),
        words: "La segnalazione <b>2026-000001</b> è chiusa.".to_owned(),
    };
    let task = town.task(id, kind);
    (town, task)
}

fn after_closing() -> (Town, ReportId, TaskId) {
    let (mut town, id, _) = Town::with_closed();
    let words = "La buca è ancora lì!".to_owned();
    let task = town.task(id, TaskKind::WordsAfterClosing { words, thanks: false });
    (town, id, task)
}

fn end(town: &Town, task: TaskId) -> Option<TaskEnd> {
    let task = town.tasks.iter().find(|one| one.id == task)?;
    task.done.as_ref().map(|done| done.how)
}

#[test]
fn somebody_told_them_and_it_can_be_undone() {
    let (mut town, task) = undeliverable();
    insta::assert_snapshot!(town.does(CARLO, &Press::ShowTask(task), AT), @r"
    <b>To do:</b> tell the citizen another way – 2026-000001, via Roma 12
    This did not arrive: the citizen has blocked the bot.
    Citizen: Mario Rossi. Once they have been told some other way, or if they cannot be reached, press here.
    <blockquote>La segnalazione 2026-000001 è chiusa.</blockquote>
    By: Thursday 26 November
    [Told them] [Nobody answered]
    [Cannot be reached]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Told them"), @r"
    (edited) tell the citizen another way – 2026-000001, via Roma 12
    <b>Done:</b> the citizen has been told (Carlo Neri, 24/11 10:00)
    [Undo]
    ");
    assert_eq!(end(&town, task), Some(TaskEnd::Told));
    insta::assert_snapshot!(town.does(DORA, &Press::TaskCannot(task), AT), @r"
    (edited) tell the citizen another way – 2026-000001, via Roma 12
    <b>Done:</b> the citizen has been told (Carlo Neri, 24/11 10:00)
    [Undo]
    ---
    (to them alone) Carlo Neri has done it already: the citizen has been told.
    ");
    town.press(CARLO, "Undo");
    assert_eq!(end(&town, task), None);
    town.press(CARLO, "Cannot be reached");
    assert_eq!(end(&town, task), Some(TaskEnd::CannotBeReached));
}

#[test]
fn words_after_closing_reopen_the_report() {
    let (mut town, id, task) = after_closing();
    insta::assert_snapshot!(town.does(CARLO, &Press::ShowTask(task), AT), @r"
    <b>To do:</b> the citizen wrote after closing – 2026-000001, via Roma 12
    <blockquote>La buca è ancora lì!</blockquote>
    Open the report again, or leave it closed and answer?
    By: Thursday 26 November
    [Reopen] [Leave closed]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Reopen"), @r"
    (edited) the citizen wrote after closing – 2026-000001, via Roma 12
    <b>Done:</b> the report is open again (Carlo Neri, 24/11 10:00)
    ");
    assert!(town.row(id).state.is_open());
    assert_eq!(end(&town, task), Some(TaskEnd::Reopened));
}

#[test]
fn a_report_is_left_closed_with_words() {
    let (mut town, id, task) = after_closing();
    town.does(CARLO, &Press::ShowTask(task), AT);
    insta::assert_snapshot!(town.press(CARLO, "Leave closed"), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>, write to the citizen about 2026-000001, via Roma 12, in answer to this message, with photos if useful. The citizen is spoken to in Italian.
    To stop: /cancel
    ---
    <blockquote>La buca è ancora lì!</blockquote>
    Was it only a thank-you for 2026-000001? Then no words are needed.
    [No words needed]
    [Cancel]
    "#);
    town.answers(CARLO, "write to the citizen", "È un'altra buca.");
    assert_eq!(end(&town, task), None);
    insta::assert_snapshot!(town.press(CARLO, "Send"), @r"
    (edited) the citizen wrote after closing – 2026-000001, via Roma 12
    <b>Done:</b> the report stays closed (Carlo Neri, 24/11 10:00)
    [Undo]
    ---
    (edited) Sent to the citizen of 2026-000001 (Carlo Neri)
    ");
    assert_eq!(end(&town, task), Some(TaskEnd::LeftClosed));
    assert!(matches!(&town.last(id).kind, EventKind::Told { .. }));
    assert!(!town.row(id).state.is_open());
}

#[test]
fn a_thank_you_needs_no_words() {
    let (mut town, id, task) = after_closing();
    town.does(CARLO, &Press::ShowTask(task), AT);
    town.press(CARLO, "Leave closed");
    insta::assert_snapshot!(town.press(CARLO, "No words needed"), @r"
    (edited) the citizen wrote after closing – 2026-000001, via Roma 12
    <b>Done:</b> the report stays closed (Carlo Neri, 24/11 10:00)
    [Undo]
    ---
    (edited) the citizen wrote after closing – 2026-000001, via Roma 12
    <b>Done:</b> the report stays closed (Carlo Neri, 24/11 10:00)
    [Undo]
    ");
    assert_eq!(end(&town, task), Some(TaskEnd::LeftClosed));
    assert!(town.writers(id).is_empty());
}

#[test]
fn who_leaves_a_report_closed_that_is_open_again_is_told_so() {
    let (mut town, id, task) = after_closing();
    town.does(CARLO, &Press::ShowTask(task), AT);
    town.citizen(id, Command::StillThere { words: None });
    insta::assert_snapshot!(town.press(CARLO, "Leave closed"), @r"
    (edited) the citizen wrote after closing – 2026-000001, via Roma 12
    <b>Done:</b> the report is open again (Carlo Neri, 24/11 10:00)
    ");
    assert_eq!(end(&town, task), Some(TaskEnd::Reopened));
}

#[test]
fn a_task_is_the_urps_alone() {
    let (mut town, task) = undeliverable();
    let said = town.does(STRANGER, &Press::TaskTold(task), AT);
    assert!(said.contains("Only the URP"), "{said}");
    assert_eq!(end(&town, task), None);
}
