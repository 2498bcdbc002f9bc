//! The fourth chapter: why not now, and when. The office says once what it plans.

use chrono::TimeDelta;

use super::cascade::{chooses, reports};
use super::cast::{Cast, Voice, is_prompt, number, offers};
use super::stage::Stage;
use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::press::Press;
use crate::text::demo::{Chapter, Line, Scene};

/// Plays it; the number of Paolo's report.
///
/// # Errors
///
/// A message without the button that somebody would press.
pub async fn play(stage: &Stage, cast: &Cast) -> anyhow::Result<ReportId> {
    let Cast { paolo, carlo, ezio, .. } = cast;

    stage.chapter(Chapter::Planned);
    stage.scene(Scene::Work);
    registers(stage, ezio).await?;

    stage.later(TimeDelta::minutes(40)).await;
    stage.scene(Scene::Paolo);
    chooses(paolo, 0).await?;
    reports(stage, paolo, [Line::WorkAddress, Line::WorkProblem]).await?;

    stage.scene(Scene::FallsIn);
    let is_answer = |press: &Press| matches!(press, Press::WorkAnswer(..));
    let card = carlo.hears_of(offers(is_answer)).await;
    let report = number(&card)?;
    carlo.presses(&card, is_answer)?;
    carlo.sends_as_previewed().await?;

    stage.scene(Scene::PaoloAnswer);
    transcript::glance(&paolo.seat.next().await);
    stage.settles().await;
    Ok(report)
}

/// Ezio registers a work.
async fn registers(stage: &Stage, ezio: &Voice) -> anyhow::Result<()> {
    ezio.says("/works");
    let list = ezio.hears_of(offers(|press| matches!(press, Press::WorkNew))).await;
    ezio.presses(&list, |press| matches!(press, Press::WorkNew))?;
    ezio.is_asked(&stage.line(Line::WorkStreet)).await;
    let is_category = |press: &Press| matches!(press, Press::WorkCategory(..));
    let kinds = ezio.finds(offers(is_category)).await;
    transcript::hears(&kinds);
    ezio.presses(&kinds, is_category)?;
    let chosen = ezio.sees(&kinds, |now| now.buttons() != kinds.buttons()).await;
    ezio.presses(&chosen, |press| matches!(press, Press::WorkCategoriesDone))?;
    for answer in [Line::WorkWhat, Line::WorkWhen, Line::WorkWhy] {
        ezio.is_asked(&stage.line(answer)).await;
    }
    let is_saving = |press: &Press| matches!(press, Press::WorkSave);
    let summary = ezio.hears_of(offers(is_saving)).await;
    ezio.presses(&summary, is_saving)?;
    stage.settles().await;
    Ok(())
}

impl Voice {
    /// Answers the next question.
    async fn is_asked(&self, answer: &str) {
        let question = self.hears_of(is_prompt).await;
        self.replies(&question, answer);
    }
}
