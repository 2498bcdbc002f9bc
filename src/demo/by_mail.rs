//! The second chapter: Luca writes an email about the same pothole.

use super::cast::{Cast, number, offers};
use super::post::Post;
use super::stage::Stage;
use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::press::Press;
use crate::text::demo::{self as words, Chapter, Line, Scene};

/// Plays it; the number of Luca's report.
///
/// # Errors
///
/// A mail that does not go or does not come.
pub async fn play(stage: &Stage, cast: &Cast, post: &mut Post) -> anyhow::Result<ReportId> {
    let carlo = &cast.carlo;

    stage.chapter(Chapter::Same);
    stage.scene(Scene::Mail);
    post.writes(&stage.line(Line::MailSubject), &stage.line(Line::MailWords), None).await?;
    let asked = post.hears(stage.lang).await?;
    let subject = format!("Re: {}", asked.subject);
    post.writes(&subject, &stage.line(Line::MailPlace), Some(&asked)).await?;
    post.hears(stage.lang).await?;

    stage.scene(Scene::Same);
    let same = |press: &Press| matches!(press, Press::SameAs(..));
    // The card came with the first mail; what it may be the same as is known with the place.
    stage.settles().await;
    let card = carlo.finds(offers(|press| matches!(press, Press::Assign(..)))).await;
    let card = carlo.sees(&card, offers(same)).await;
    transcript::hears(&card);
    let report = number(&card)?;
    carlo.presses(&card, same)?;
    carlo.sends_as_previewed().await?;
    transcript::glance_at_mail(&words::town(stage.lang), &post.next().await?);
    stage.settles().await;
    Ok(report)
}
