//! The whole service on the simulator, with a temporary database, as a story in the terminal.
//!
//! The service is the same as that of `serve`: only addresses and `TELEGRAM_LIMITS=off` differ,
//! and mail goes out to a folder.

mod by_mail;
mod cascade;
mod cast;
mod planned;
mod post;
mod promise;
mod stage;
mod transcript;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::TimeDelta;
use simulator::Simulator;

use self::cast::Cast;
use self::post::Post;
use self::stage::Stage;
use crate::app::service::Service;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Delivery, DeliveryLine, Purpose};
use crate::domain::state::State;
use crate::domain::step::Keys;
use crate::text::demo as words;

const TOKEN: &str = "111:DEMO";
const TOWN: &str = include_str!("town.toml");
/// Where the pages behind links of mails would be.
const PAGES: &str = "https://segnalazioni.borgofiorito.example";
/// The file of the database.
const DATABASE: &str = "rispondo.db";
/// The folder of the mails that the town sends.
const MAILS: &str = "mail";
/// The story takes a second or two; a machine under load may need longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// Plays the story. The exit code says whether every citizen was answered.
pub async fn run(lang: Lang, keep: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    // Lives until the end: a temporary folder is removed when it is dropped.
    let temporary = tempfile::tempdir().context("no temporary folder can be made")?;
    let folder = keep.clone().unwrap_or_else(|| temporary.path().to_owned());
    if folder.join(DATABASE).exists() {
        eprintln!("{}", words::taken(lang, &folder.display().to_string()));
        return Ok(ExitCode::FAILURE);
    }
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    let sim = Simulator::start().await.context("the simulator cannot listen on 127.0.0.1")?;
    // What is unread at the end is no concern of a story.
    sim.ignore_unread();
    let bot = sim.add_bot(TOKEN, "borgo_fiorito_bot");
    let cast = Cast::gather(&sim, &bot, lang);
    let config = configuration(&sim, &folder, lang)?;
    let clock = Clock::manual(stage::BEGINS);
    let service = Arc::new(Service::start(config, clock.clone()).await?);
    let lmtp = service.lmtp.context("LMTP_ADDR")?;
    let mut post = Post::new(lmtp, folder.join(MAILS), clock.clone(), lang);
    let stage = Stage { sim: sim.clone(), service: Arc::clone(&service), clock, lang };
    println!("{}", words::opening(lang));
    let mut told = tokio::spawn(async move { play(&stage, &cast, &mut post).await });
    let numbers = match tokio::time::timeout(PATIENCE, &mut told).await {
        Ok(Ok(Ok(numbers))) => numbers,
        Ok(Ok(Err(error))) => {
            eprintln!("{error:#}");
            Vec::new()
        }
        // The simulator has said on the way what was waited for in vain.
        Ok(Err(_)) => Vec::new(),
        Err(_) => {
            told.abort();
            // Its hold on the service ends with it.
            let _ = told.await;
            Vec::new()
        }
    };
    service.settled().await;
    let missing = missing(&service, &numbers, lang).await?;
    let answered = !numbers.is_empty() && missing.is_empty();
    let service = Arc::into_inner(service).context("the story has not let go of the service")?;
    service.stop().await?;
    println!("\n{}", words::closing(lang, numbers.len(), answered));
    for line in missing {
        println!("{line}");
    }
    if keep.is_some() {
        println!("{}", words::kept(lang, &folder.display().to_string()));
    }
    Ok(if answered { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn configuration(sim: &Simulator, folder: &Path, lang: Lang) -> anyhow::Result<Config> {
    // The town's own language is the story's; Italian is there in any case.
    let second = if lang == Lang::It { Lang::En } else { Lang::It };
    let languages = format!(r#""{}", "{}""#, lang.code(), second.code());
    let directory = folder.join("directory.toml");
    std::fs::write(&directory, TOWN.replace("{languages}", &languages))
        .with_context(|| format!("{} cannot be written", directory.display()))?;
    let database = format!("sqlite://{}", folder.join(DATABASE).display());
    let blobs = format!("file:{}", folder.join("blobs").display());
    let variables = [
        ("TELEGRAM_BOT_TOKEN", TOKEN.to_owned()),
        ("TELEGRAM_API_URL", sim.api_url()),
        ("TELEGRAM_LIMITS", "off".to_owned()),
        ("DATABASE_URL", database),
        ("BLOB_URL", blobs),
        ("DIRECTORY_FILE", directory.display().to_string()),
        ("HTTP_ADDR", "127.0.0.1:0".to_owned()),
        ("ADMIN_ADDR", "127.0.0.1:0".to_owned()),
        ("MAIL_ADDRESS", post::TOWN.to_owned()),
        ("LMTP_ADDR", "127.0.0.1:0".to_owned()),
        ("SMTP_URL", format!("file:{}", folder.join(MAILS).display())),
        ("PUBLIC_URL", PAGES.to_owned()),
    ];
    let config = Config::read(&|name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    })?;
    Ok(config)
}

/// Plays all chapters; the numbers of the reports.
async fn play(stage: &Stage, cast: &Cast, post: &mut Post) -> anyhow::Result<Vec<ReportId>> {
    cast.arrive().await;
    let first = cascade::begins(stage, cast).await?;
    stage.later(TimeDelta::hours(2)).await;
    let second = by_mail::play(stage, cast, post).await?;
    stage.later(TimeDelta::hours(2)).await;
    cascade::ends(stage, cast, post, &first).await?;
    stage.later(TimeDelta::hours(1)).await;
    let third = planned::play(stage, cast).await?;
    let fourth = promise::play(stage, cast).await?;
    Ok(vec![first.report, second, third, fourth])
}

/// What is missing: every report is to be closed or planned, and the words about that delivered.
async fn missing(
    service: &Service,
    numbers: &[ReportId],
    lang: Lang,
) -> anyhow::Result<Vec<String>> {
    let keys = Keys { reports: numbers.to_vec(), deliveries: numbers.to_vec(), ..Keys::default() };
    let facts = service.store().read(keys).await?;
    let missing = numbers.iter().filter_map(|id| {
        let state = facts.report(*id).map(|report| &report.state);
        let words = match lack(state, facts.deliveries(*id))? {
            Lack::Open => words::still_open(lang, *id),
            Lack::Undelivered => words::not_delivered(lang, *id),
        };
        Some(words)
    });
    Ok(missing.collect())
}

/// What a report still lacks.
#[derive(Debug, PartialEq, Eq)]
enum Lack {
    Open,
    Undelivered,
}

fn lack(state: Option<&State>, lines: &[DeliveryLine]) -> Option<Lack> {
    let purpose = match state {
        Some(State::Closed { .. }) => Purpose::Reply,
        Some(State::Planned { .. }) => Purpose::Word,
        _ => return Some(Lack::Open),
    };
    let mut answers = lines.iter().filter(|line| line.purpose == purpose);
    let arrived = answers.any(|line| line.state == Delivery::Delivered);
    (!arrived).then_some(Lack::Undelivered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::OutboxId;
    use crate::domain::state::Outcome;

    #[test]
    fn a_report_is_answered_when_it_is_closed_or_planned_and_its_words_have_arrived() {
        let closed = State::Closed { outcome: Outcome::Resolved };
        let line = |purpose, state| DeliveryLine {
            id: OutboxId(uuid::Uuid::nil()),
            purpose,
            event: None,
            state,
            at: stage::BEGINS,
            reason: None,
            repeated: false,
        };
        let replied = [line(Purpose::Reply, Delivery::Delivered)];
        assert_eq!(lack(Some(&closed), &replied), None);
        let waiting = [
            line(Purpose::Acknowledgement, Delivery::Delivered),
            line(Purpose::Reply, Delivery::Pending),
        ];
        assert_eq!(lack(Some(&closed), &waiting), Some(Lack::Undelivered));
        assert_eq!(lack(Some(&State::Received), &replied), Some(Lack::Open));
        assert_eq!(lack(None, &[]), Some(Lack::Open));
    }
}
