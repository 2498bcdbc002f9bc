//! The first chapter: Maria reports a pothole, which goes from the URP to the office and its
//! operator. The third: it is closed, and everybody is answered.

use anyhow::Context as _;
use chrono::TimeDelta;
use simulator::Message;

use super::cast::{Cast, Voice, is_prompt, number, offers};
use super::post::Post;
use super::stage::Stage;
use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::press::{Closing, Press};
use crate::text::demo::{self as words, Chapter, Line, Scene};

/// Maria's report, on its way.
pub struct Going {
    /// Its number.
    pub report: ReportId,
    /// Its card in the URP's group.
    pub card: Message,
    /// Gino's card.
    gino: Message,
}

/// Maria reports; Carlo assigns; Ezio hands it to Gino.
///
/// # Errors
///
/// A message without the button that somebody would press.
pub async fn begins(stage: &Stage, cast: &Cast) -> anyhow::Result<Going> {
    let Cast { maria, carlo, ezio, gino, .. } = cast;

    stage.chapter(Chapter::Cascade);
    stage.scene(Scene::Report);
    reports_at_length(stage, maria).await?;

    stage.later(TimeDelta::minutes(15)).await;
    stage.scene(Scene::Card);
    let card = carlo.hears_of(offers(is_assigning)).await;
    let report = number(&card)?;
    assigns(carlo, &card).await?;
    maria.gets().await;

    stage.later(TimeDelta::minutes(25)).await;
    stage.scene(Scene::Office);
    let at_office = ezio.hears_of(offers(|press| matches!(press, Press::Hand(..)))).await;
    ezio.presses(&at_office, |press| matches!(press, Press::Hand(..)))?;
    let people = ezio.hears_of(offers(|press| matches!(press, Press::HandTo(..)))).await;
    ezio.presses(&people, |press| matches!(press, Press::HandTo(..)))?;
    maria.gets().await;

    stage.scene(Scene::Operator);
    let gino = gino.finds(offers(is_ready)).await;
    transcript::glance_with_buttons(&gino);
    stage.settles().await;
    Ok(Going { report, card, gino })
}

/// Gino is done; Carlo sends his draft; Maria and Luca are answered.
///
/// # Errors
///
/// A message without the button that somebody would press, or a mail that does not come.
pub async fn ends(
    stage: &Stage,
    cast: &Cast,
    post: &mut Post,
    going: &Going,
) -> anyhow::Result<()> {
    let Cast { maria, carlo, gino, .. } = cast;

    stage.chapter(Chapter::Answer);
    stage.scene(Scene::Ready);
    gino.presses(&gino.seat.current(&going.gino), is_ready)?;
    let outcomes = gino.hears_of(offers(|press| matches!(press, Press::ReadyAs(..)))).await;
    gino.presses(&outcomes, |press| matches!(press, Press::ReadyAs(.., Closing::Resolved)))?;
    let asks = gino.hears_of(is_prompt).await;
    let done = stage.line(Line::Done);
    transcript::says(gino.name, &words::photo(stage.lang, &done));
    gino.seat.replies_photo(&asks, Some(&done));
    stage.later(TimeDelta::seconds(5)).await;
    gino.hears_of(|message| message.text.contains(&done)).await;

    stage.scene(Scene::Draft);
    let takes = |press: &Press| matches!(press, Press::TakeDraft(..));
    let card = carlo.sees(&going.card, offers(takes)).await;
    stage.settles().await;
    carlo.seat.read_all();
    transcript::hears(&card);
    carlo.presses(&card, takes)?;
    carlo.sends_as_previewed().await?;

    stage.scene(Scene::MariaAnswer);
    let photo = maria.seat.next().await;
    transcript::says("bot", words::photo(stage.lang, &photo.text).trim());
    let reply = maria.hears_of(offers(is_solved)).await;
    maria.presses(&reply, is_solved)?;
    maria.hears().await;

    stage.scene(Scene::LucaAnswer);
    post.hears(stage.lang).await?;

    stage.scene(Scene::End);
    let solved = words::solved_on_card(stage.lang);
    carlo.sees(&card, |card| card.text.contains(&solved)).await;
    stage.settles().await;
    let card = carlo.seat.current(&card);
    transcript::hears(&card);
    Ok(())
}

/// A citizen begins a report of the category at that place in the list.
///
/// # Errors
///
/// There is no such category.
pub async fn chooses(citizen: &Voice, category: usize) -> anyhow::Result<()> {
    citizen.says("/new");
    let kinds = citizen.finds(offers(is_category)).await;
    let buttons = kinds.buttons().iter().flatten().filter(|button| {
        button.data.as_deref().and_then(Press::decode).is_some_and(|press| is_category(&press))
    });
    let chosen = buttons.map(|button| button.label.clone()).nth(category);
    let chosen = chosen.context("there is no such category")?;
    transcript::presses(citizen.name, &chosen);
    citizen.seat.presses(&kinds, &chosen);
    Ok(())
}

/// Says the rest. The questions have been seen before: only the end is shown.
///
/// # Errors
///
/// A message without the button that somebody would press.
pub async fn reports(
    stage: &Stage,
    citizen: &Voice,
    [place, problem]: [Line; 2],
) -> anyhow::Result<()> {
    let is_photo = |press: &Press| matches!(press, Press::DraftNoPhoto(_));
    citizen.seat.next().await;
    citizen.says(&stage.line(place));
    citizen.seat.next().await;
    citizen.says(&stage.line(problem));
    let photos = citizen.finds(offers(is_photo)).await;
    citizen.presses(&photos, is_photo)?;
    let summary = citizen.finds(offers(is_draft)).await;
    citizen.presses(&summary, is_draft)?;
    transcript::glance(&citizen.seat.next().await);
    stage.settles().await;
    Ok(())
}

/// Maria's report, each question of it.
async fn reports_at_length(stage: &Stage, maria: &Voice) -> anyhow::Result<()> {
    transcript::says(maria.name, "/start");
    maria.seat.starts();
    let hello = maria.hears().await;
    maria.presses(&hello, |press| matches!(press, Press::New))?;
    let kinds = maria.hears().await;
    maria.presses(&kinds, is_category)?;
    maria.hears().await;
    maria.says(&stage.line(Line::Address));
    maria.hears().await;
    maria.says(&stage.line(Line::Problem));
    maria.hears().await;
    let caption = stage.line(Line::Caption);
    transcript::says(maria.name, &words::photo(stage.lang, &caption));
    maria.seat.sends_photo(Some(&caption));
    // Others of an album could follow: they are waited for.
    stage.later(TimeDelta::seconds(5)).await;
    let is_done = |press: &Press| matches!(press, Press::DraftPhotosDone(_));
    let photos = maria.hears_of(offers(is_done)).await;
    maria.presses(&photos, is_done)?;
    let summary = maria.hears_of(offers(is_draft)).await;
    maria.presses(&summary, is_draft)?;
    maria.hears().await;
    stage.settles().await;
    Ok(())
}

/// The URP gives a report to the office of its category.
async fn assigns(carlo: &Voice, card: &Message) -> anyhow::Result<()> {
    carlo.presses(card, is_assigning)?;
    let offices = carlo.hears_of(offers(is_office)).await;
    carlo.presses(&offices, is_office)
}

/// An office that a report can be assigned to.
pub fn is_office(press: &Press) -> bool {
    matches!(press, Press::AssignTo(..))
}

/// *Assign*.
pub fn is_assigning(press: &Press) -> bool {
    matches!(press, Press::Assign(..))
}

fn is_category(press: &Press) -> bool {
    matches!(press, Press::DraftCategory(..))
}

fn is_draft(press: &Press) -> bool {
    matches!(press, Press::DraftSend(_))
}

fn is_ready(press: &Press) -> bool {
    matches!(press, Press::Ready(..))
}

fn is_solved(press: &Press) -> bool {
    matches!(press, Press::Solved(_))
}
