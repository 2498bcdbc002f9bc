//! The whole service on the simulator, with a temporary database, as a story in the terminal.
//!
//! The service is the same as that of `serve`: only addresses and `TELEGRAM_LIMITS=off` differ,
//! and mail goes out to a folder.

mod by_mail;
mod post;
mod story;
mod transcript;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use simulator::Simulator;

use self::post::Post;
use crate::app::service::Service;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::ids::ReportId;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Delivery, Purpose};
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
    let cast = story::Cast::gather(&sim, &bot, lang);
    let config = configuration(&sim, &folder, lang)?;
    let clock = Clock::system();
    let service = Service::start(config, clock.clone()).await?;
    let lmtp = service.lmtp.context("LMTP_ADDR")?;
    let pages = service.webhook.context("HTTP_ADDR")?;
    let mut post = Post::new(lmtp, folder.join(MAILS), clock, lang);
    println!("{}\n", words::opening(lang));
    let told = tokio::spawn(async move {
        let (maria, carlo) = (cast.maria(), cast.carlo());
        let first = story::play(&maria, &carlo, lang).await?;
        let second = by_mail::play(&carlo, &mut post, pages, lang).await?;
        anyhow::Ok(vec![first, second])
    });
    let numbers = match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(Ok(numbers))) => numbers,
        Ok(Ok(Err(error))) => {
            eprintln!("{error:#}");
            Vec::new()
        }
        // The simulator has said on the way what was waited for in vain.
        Ok(Err(_)) | Err(_) => Vec::new(),
    };
    service.settled().await;
    let answered = all_answered(&service, &numbers).await?;
    service.stop().await?;
    println!("\n{}", words::closing(lang, numbers.len(), answered));
    if keep.is_some() {
        println!("{}", words::kept(lang, &folder.display().to_string()));
    }
    Ok(if answered { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn configuration(sim: &Simulator, folder: &Path, lang: Lang) -> anyhow::Result<Config> {
    let languages = if lang == Lang::It { r#""it", "en""# } else { r#""en", "it""# };
    let directory = folder.join("directory.toml");
    std::fs::write(&directory, TOWN.replace("{languages}", languages))
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

/// Every report of the story is closed, and its reply delivered.
async fn all_answered(service: &Service, numbers: &[ReportId]) -> anyhow::Result<bool> {
    let keys = Keys { reports: numbers.to_vec(), deliveries: numbers.to_vec(), ..Keys::default() };
    let facts = service.store().read(keys).await?;
    let answered = |id: &ReportId| {
        let closed = facts.report(*id).is_some_and(|report| !report.state.is_open());
        let replied = facts
            .deliveries(*id)
            .iter()
            .any(|line| line.purpose == Purpose::Reply && line.state == Delivery::Delivered);
        closed && replied
    };
    Ok(!numbers.is_empty() && numbers.iter().all(answered))
}
