//! A town with its service running in this process, on the simulator, by a clock that the test moves.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rispondo::app::service::Service;
use rispondo::clock::Clock;
use rispondo::config::Config;
use rispondo::store::Store;
use simulator::{Bot, Group, GroupBuilder, Message, Seat, Simulator, User};
use tempfile::TempDir;

use super::databases::Database;
use super::letters::{self, Outbox};

/// The bot's token.
pub const TOKEN: &str = "111:TOWN";

/// A Tuesday, ten in the morning in the town.
pub fn tuesday_morning() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

/// The town.
pub struct Town {
    pub sim: Simulator,
    pub bot: Bot,
    pub clock: Clock,
    /// The URP's group, with Carlo and Dora.
    pub urp: Group,
    pub carlo: Seat,
    pub dora: Seat,
    /// Mails that the town sent.
    pub outbox: Outbox,
    service: Option<Service>,
    variables: Variables,
    config: Config,
    folder: TempDir,
    /// The database, to damage.
    pub database: Database,
}

impl Town {
    /// A town whose service has just started.
    pub async fn on(database: Database) -> Self {
        Self::with(database, |_| {}).await
    }

    /// The same, with some variables set or changed.
    pub async fn with(database: Database, change: impl Fn(&mut Variables)) -> Self {
        Self::built(database, change, |group| group).await
    }

    /// A town whose URP uses an ordinary group, not a supergroup yet.
    pub async fn in_a_basic_group(database: Database) -> Self {
        Self::built(database, |_| {}, GroupBuilder::basic).await
    }

    async fn built(
        database: Database,
        change: impl Fn(&mut Variables),
        kind: impl Fn(GroupBuilder) -> GroupBuilder,
    ) -> Self {
        let sim = Simulator::start().await.unwrap();
        let bot = sim.add_bot(TOKEN, "rispondo_bot");
        let carlo = sim.user("Carlo").id(12).language("en").create();
        let dora = sim.user("Dora").id(13).language("en").create();
        let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).member(&dora);
        let urp = kind(urp.bot_admin(&bot)).create();
        let folder = tempfile::tempdir().unwrap();
        let directory: PathBuf =
            [env!("CARGO_MANIFEST_DIR"), "tests", "it", "support", "town.toml"].iter().collect();
        let mut variables = Variables(vec![
            ("TELEGRAM_BOT_TOKEN".into(), TOKEN.into()),
            ("TELEGRAM_API_URL".into(), sim.api_url()),
            ("TELEGRAM_LIMITS".into(), "off".into()),
            ("DATABASE_URL".into(), database.url()),
            ("BLOB_URL".into(), format!("file:{}", folder.path().join("blobs").display())),
            ("DIRECTORY_FILE".into(), directory.display().to_string()),
            ("HTTP_ADDR".into(), "127.0.0.1:0".into()),
            ("ADMIN_ADDR".into(), "127.0.0.1:0".into()),
            ("MAIL_ADDRESS".into(), letters::TOWN.into()),
            ("MAIL_AUTHSERV_ID".into(), letters::AUTHSERV.into()),
            ("LMTP_ADDR".into(), "127.0.0.1:0".into()),
            ("SMTP_URL".into(), format!("file:{}", folder.path().join("mail").display())),
            ("PEC_ADDRESS".into(), letters::PEC.into()),
            ("PEC_SMTP_URL".into(), format!("file:{}", folder.path().join("pec").display())),
            ("PUBLIC_URL".into(), "https://segnala.comune.test".into()),
        ]);
        change(&mut variables);
        let config = Config::read(&|name| variables.get(name)).unwrap();
        let clock = Clock::manual(tuesday_morning());
        let (carlo, dora) = (urp.seat(&carlo), urp.seat(&dora));
        let mut town = Self {
            sim,
            bot,
            clock,
            urp,
            carlo,
            dora,
            outbox: Outbox::default(),
            service: None,
            variables,
            config,
            folder,
            database,
        };
        town.starts().await;
        town
    }

    /// The service starts (again).
    pub async fn starts(&mut self) {
        let service =
            Box::pin(Service::start(self.config.clone(), self.clock.clone())).await.unwrap();
        self.service = Some(service);
    }

    /// The service does not start: why.
    pub async fn does_not_start(&self) -> String {
        let started = Service::start(self.config.clone(), self.clock.clone()).await;
        format!("{:#}", started.expect_err("it has started"))
    }

    /// The service stops as on SIGTERM.
    pub async fn stops(&mut self) {
        if let Some(service) = self.service.take() {
            service.stop().await.unwrap();
        }
    }

    /// The service cannot go on: why.
    pub async fn fails(&mut self) -> String {
        self.service.as_mut().unwrap().failed().await
    }

    /// Another process of the same service, on the same database.
    pub async fn another_process(&self) -> Service {
        Service::start(self.config.clone(), self.clock.clone()).await.unwrap()
    }

    /// The same with another value for a variable; or why it does not start.
    pub async fn another_process_with(&self, name: &str, value: &str) -> Result<Service, String> {
        let value = |asked: &str| {
            if asked == name { Some(value.to_owned()) } else { self.variables.get(asked) }
        };
        let started = Service::start(Config::read(&value).unwrap(), self.clock.clone()).await;
        started.map_err(|error| format!("{error:#}"))
    }

    /// The process dies: nothing is finished, nothing given back.
    pub fn dies(&mut self) {
        drop(self.service.take());
    }

    /// That process is the town's service from now on.
    pub fn goes_on_with(&mut self, service: Service) {
        self.service = Some(service);
    }

    /// Another value for a variable from the next start on; the one that it had.
    pub fn set(&mut self, name: &str, value: &str) -> String {
        let before = self.variables.get(name).unwrap_or_default();
        self.set_all(&[(name, value)]);
        before
    }

    /// Other values for variables that only together make sense, from the next start on.
    pub fn set_all(&mut self, values: &[(&str, &str)]) {
        for (name, value) in values {
            self.variables.set(name, value);
        }
        self.config = Config::read(&|name| self.variables.get(name)).unwrap();
    }

    /// A folder of the town's own.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn service(&self) -> &Service {
        self.service.as_ref().unwrap()
    }

    /// The database, to look at.
    pub fn store(&self) -> &Store {
        self.service().store()
    }

    /// Somebody who lives here and speaks English.
    pub fn citizen(&self, name: &str) -> Seat {
        self.person(name).private(&self.bot)
    }

    pub fn person(&self, name: &str) -> User {
        self.sim.user(name).language("en").create()
    }

    /// Until all that was said is taken in, and all that is to be said now is said.
    pub async fn settles(&self) {
        self.sim.quiet().await;
        self.service().settled().await;
    }

    /// Whatever has been said up to now is of no matter to the story.
    pub async fn everybody_reads(&self) {
        self.settles().await;
        self.sim.read_all();
    }

    /// Time passes for the town and for Telegram.
    pub async fn later(&self, by: TimeDelta) {
        self.settles().await;
        self.sim.advance(by.to_std().unwrap_or(Duration::ZERO));
        self.clock.advance(by);
        self.settles().await;
    }

    /// The next card of that report in the URP's group.
    pub async fn urp_card(&self, number: &str) -> Message {
        self.carlo.next_matching(number).await.unwrap()
    }

    /// Where the town's mails go, ordinary and certified.
    pub fn mail_folders(&self) -> [PathBuf; 2] {
        ["mail", "pec"].map(|name| self.folder.path().join(name))
    }

    /// The files that the town keeps.
    pub fn kept_files(&self) -> Vec<PathBuf> {
        kept_in(&self.folder.path().join("blobs"))
    }

    /// Ends the test: nothing that was said may be left unread.
    pub async fn ends(mut self) {
        self.settles().await;
        self.stops().await;
        self.outbox.is_read(self.mail_folders());
        self.sim.finish();
    }
}

/// The variables that the service is configured with.
pub struct Variables(Vec<(String, String)>);

impl Variables {
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// The first report number in a text.
pub fn number_in(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .find(|word| word.len() == 11 && word.as_bytes()[4] == b'-')
        .unwrap_or_else(|| panic!("no report number in: {text}"))
        .to_owned()
}

/// The files that a town keeps in a folder, without the mark of their place, and what it writes to see whether it can.
pub fn kept_in(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.extend((!path.ends_with("place")).then_some(path));
            } else if !std::fs::read(&path).unwrap().starts_with(b"rispondo check") {
                files.push(path);
            }
        }
    }
    files
}
