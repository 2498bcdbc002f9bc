//! The fifth chapter: a day on which a promise is about to break.

use chrono::{DateTime, TimeDelta, Utc};

use super::cascade::{chooses, is_assigning, is_office, reports};
use super::cast::{Cast, is_prompt, number, offers};
use super::stage::Stage;
use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::press::{Press, Span};
use crate::text::demo::{Chapter, Line, Scene};

/// Friday: two working days before the date that Rosa has; Tuesday is a holiday.
const FRIDAY: DateTime<Utc> = DateTime::from_timestamp(1_796_371_200, 0).expect("a moment");
/// Wednesday: the day itself.
const WEDNESDAY: DateTime<Utc> = DateTime::from_timestamp(1_796_803_200, 0).expect("a moment");

/// Plays it; the number of Rosa's report.
///
/// # Errors
///
/// A message without the button that somebody would press.
pub async fn play(stage: &Stage, cast: &Cast) -> anyhow::Result<ReportId> {
    let Cast { rosa, carlo, ezio, anna, .. } = cast;
    let is_taking = |press: &Press| matches!(press, Press::Take(..));

    stage.chapter(Chapter::Promise);
    stage.scene(Scene::Rosa);
    chooses(rosa, 1).await?;
    reports(stage, rosa, [Line::LampAddress, Line::LampProblem]).await?;
    let card = carlo.finds(offers(is_assigning)).await;
    let report = number(&card)?;
    transcript::glance(&card);
    carlo.presses(&card, is_assigning)?;
    let offices = carlo.finds(offers(is_office)).await;
    carlo.presses(&offices, is_office)?;
    rosa.gets().await;
    let at_office = ezio.finds(offers(is_taking)).await;

    stage.until(FRIDAY).await;
    stage.scene(Scene::Reminder);
    let is_showing = |press: &Press| matches!(press, Press::Show(_));
    ezio.hears_of(offers(is_showing)).await;

    stage.until(WEDNESDAY).await;
    stage.scene(Scene::Supervisor);
    let is_asking = |press: &Press| matches!(press, Press::ClockAskOffice(_));
    let told = anna.hears_of(offers(is_asking)).await;
    anna.presses(&told, is_asking)?;
    let asks = anna.hears_of(is_prompt).await;
    let question = stage.line(Line::Asks);
    anna.replies(&asks, &question);

    stage.scene(Scene::Asked);
    ezio.hears_of(|message| message.text.contains(&question)).await;
    stage.later(TimeDelta::minutes(10)).await;
    let at_office = ezio.seat.current(&at_office);
    transcript::glance(&at_office);
    ezio.presses(&at_office, |press| matches!(press, Press::Plan(..)))?;
    let why = ezio.hears_of(is_prompt).await;
    ezio.replies(&why, &stage.line(Line::LampWhy));
    let is_span = |press: &Press| matches!(press, Press::PlanIn(_, Span::TwoWeeks));
    let when = ezio.hears_of(offers(is_span)).await;
    ezio.presses(&when, is_span)?;
    ezio.sends_as_previewed().await?;

    stage.scene(Scene::RosaAnswer);
    transcript::glance(&rosa.seat.next().await);
    stage.settles().await;
    Ok(report)
}
