//! The second chapter: Luca writes an email. The URP notices no difference.

use std::net::SocketAddr;

use anyhow::Context as _;
use simulator::Message;

use super::post::Post;
use super::story::{Voice, label_of, offers, press_of};
use super::transcript;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::mail::Mail;
use crate::domain::press::{Closing, Press};
use crate::text::demo::{self as words, Line, Scene};

const LUCA: &str = "Luca";

/// Plays it; the number of Luca's report.
///
/// # Errors
///
/// A mail that does not go or does not come.
pub async fn play(
    carlo: &Voice<'_>,
    post: &mut Post,
    pages: SocketAddr,
    lang: Lang,
) -> anyhow::Result<ReportId> {
    let line = |line| words::line(lang, line);

    transcript::scene(&words::scene(lang, Scene::Mail));
    let subject = line(Line::MailSubject);
    writes(post, &subject, &line(Line::MailWords), None).await?;
    let asked = hears(post, lang).await?;
    let place = line(Line::MailPlace);
    writes(post, &format!("Re: {}", asked.subject), &place, Some(&asked)).await?;
    hears(post, lang).await?;

    transcript::scene(&words::scene(lang, Scene::MailCard));
    let confirms = |press: &Press| matches!(press, Press::SetCategory(..));
    let card = carlo.finds(offers(confirms)).await;
    let card = carlo.seat.wait_until(&card, |card| card.text.contains(&place)).await;
    transcript::hears(&card);
    let report = number(&card).context("the card has no number")?;
    carlo.presses(&card, confirms);
    // A pressed card is without buttons until it shows what has become of it.
    let card = carlo.seat.wait_until(&card, |card| {
        label_of(card, confirms).is_none() && label_of(card, is_assigning).is_some()
    });
    let card = card.await;
    carlo.presses(&card, is_assigning);
    let offices = carlo.hears_until(offers(|press| matches!(press, Press::AssignTo(..)))).await;
    carlo.presses(&offices, |press| matches!(press, Press::AssignTo(..)));
    let told = post.next().await?;
    let before = press_of(&card, is_closing);
    let card = carlo.seat.wait_until(&card, |card| {
        let now = press_of(card, is_closing);
        now.is_some() && now != before
    });
    let card = card.await;
    carlo.presses(&card, is_closing);
    let outcomes = carlo.hears_until(offers(|press| matches!(press, Press::CloseAs(..)))).await;
    carlo.presses(&outcomes, |press| matches!(press, Press::CloseAs(.., Closing::Resolved)));
    let prompt = carlo.hears_until(|message| message.force_reply).await;
    carlo.replies(&prompt, &line(Line::MailReply));
    let preview = carlo.hears_until(offers(|press| matches!(press, Press::PreviewSend(_)))).await;
    carlo.presses(&preview, |press| matches!(press, Press::PreviewSend(_)));

    transcript::scene(&words::scene(lang, Scene::MailAnswer));
    transcript::mail(&words::town(lang), &told);
    let reply = hears(post, lang).await?;
    opens(&reply, pages, lang).await?;

    transcript::scene(&words::scene(lang, Scene::MailEnd));
    let solved = words::solved_on_card(lang);
    let card = carlo.seat.wait_until(&card, |card| card.text.contains(&solved)).await;
    transcript::hears(&card);
    Ok(report)
}

fn is_assigning(press: &Press) -> bool {
    matches!(press, Press::Assign(..))
}

fn is_closing(press: &Press) -> bool {
    matches!(press, Press::Close(..))
}

async fn writes(
    post: &Post,
    subject: &str,
    text: &str,
    answers: Option<&Mail>,
) -> anyhow::Result<()> {
    transcript::letter(LUCA, subject, text);
    post.writes(subject, text, answers).await
}

async fn hears(post: &mut Post, lang: Lang) -> anyhow::Result<Mail> {
    let mail = post.next().await?;
    transcript::mail(&words::town(lang), &mail);
    Ok(mail)
}

/// Luca follows the first link of a reply and presses the button of its page.
async fn opens(reply: &Mail, pages: SocketAddr, lang: Lang) -> anyhow::Result<()> {
    let link = reply.text.split_whitespace().find(|word| word.starts_with(super::PAGES));
    let link = link.context("the reply has no link")?;
    // There is no web server before the pages here.
    let here = link.replacen(super::PAGES, &format!("http://{pages}"), 1);
    let client = reqwest::Client::new();
    let page = client.get(&here).send().await?.error_for_status()?.text().await?;
    transcript::says(LUCA, &words::opens(lang));
    transcript::page(&page);
    let done = client.post(&here).send().await?.error_for_status()?.text().await?;
    if let Some(button) = transcript::button(&page) {
        transcript::presses(LUCA, &button);
    }
    transcript::page(&done);
    Ok(())
}

/// The report whose card this is.
fn number(card: &Message) -> Option<ReportId> {
    match press_of(card, is_assigning)? {
        Press::Assign(report, _) => Some(report),
        _ => None,
    }
}
