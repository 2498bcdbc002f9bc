//! The fourth chapter: why not now, and when.

use super::cascade::{is_assigning, reports};
use super::cast::{Cast, is_prompt, number, offers};
use super::stage::Stage;
use crate::domain::ids::ReportId;
use crate::domain::press::Press;
use crate::text::demo::{Chapter, Line, Scene};

/// Plays it; the number of Paolo's report.
///
/// # Errors
///
/// A message without the button that somebody would press.
pub async fn play(stage: &Stage, cast: &Cast) -> anyhow::Result<ReportId> {
    let Cast { paolo, carlo, .. } = cast;

    stage.chapter(Chapter::Planned);
    stage.scene(Scene::Paolo);
    paolo.seat.sends("/new");
    reports(stage, paolo, 0, [Line::WorkAddress, Line::WorkProblem], None).await?;

    stage.scene(Scene::FallsIn);
    let card = carlo.hears_of(offers(is_assigning)).await;
    let report = number(&card)?;
    carlo.presses(&card, |press| matches!(press, Press::Plan(..)))?;
    let why = carlo.hears_of(is_prompt).await;
    carlo.replies(&why, &stage.line(Line::WorkWhy));
    let when = carlo.hears_of(offers(|press| matches!(press, Press::PlanIn(..)))).await;
    carlo.replies(&when, &stage.line(Line::WorkWhen));
    carlo.sends_as_previewed().await?;

    stage.scene(Scene::PaoloAnswer);
    paolo.hears().await;
    stage.settles().await;
    Ok(report)
}
