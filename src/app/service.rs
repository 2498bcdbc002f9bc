//! The service: everything wired, started, watched over, and stopped.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::future::join_all;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::files::{self, Files};
use super::greeting::{self, Greeting};
use super::inputs::Input;
use super::roles::Roles;
use super::scrape::{self, Onlooker};
use super::silence::Silences;
use super::standing::Standing;
use super::updates::Updates;
use super::{directory, gap, mail};
use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::directory::Directory;
use crate::http::{Door, Health, Pages, Webhook};
use crate::intake::{Intake, Wakes};
use crate::measure::Measures;
use crate::outbox::fetch::Fetcher;
use crate::outbox::mail::MailSender;
use crate::outbox::no_outlet::NoOutlet;
use crate::outbox::notices::Notices;
use crate::outbox::sender::{self, Sender};
use crate::scheduler::Scheduler;
use crate::store::Store;

/// Notices that may wait for the network before the next ones are dropped.
const NOTICES: usize = 10_000;
/// How long a stop may take before what still runs is abandoned: it is repeated at the next start.
const STOP: Duration = Duration::from_secs(8);
/// How long the database may take to be told goodbye.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// A running service.
#[derive(Debug)]
pub struct Service {
    store: Store,
    clock: Clock,
    stop: CancellationToken,
    tasks: JoinSet<&'static str>,
    fatal: watch::Receiver<Option<String>>,
    idle: watch::Receiver<bool>,
    pub(super) wakes: Wakes,
    /// Where the webhook and the public pages are served, if there are any.
    pub webhook: Option<SocketAddr>,
    /// Where the town's mail server delivers to, if it does.
    pub lmtp: Option<SocketAddr>,
    /// Where health is told.
    pub admin: SocketAddr,
}

/// What those who send need.
struct Sending<'a> {
    health: &'a Health,
    store: &'a Store,
    clock: &'a Clock,
    api: &'a Api,
    blobs: &'a Blobs,
}

/// The town, as its file and the database say; beside it why the file was not taken over, if it was not.
async fn town(
    store: &Store,
    config: &Config,
    clock: &Clock,
) -> anyhow::Result<(Arc<Directory>, Option<String>)> {
    let why = directory::at_start(store, config.directory_file.as_deref(), clock).await?;
    let directory = store.directory().await?.context(
        "there is no directory yet: copy directory.example.toml, name the copy in DIRECTORY_FILE",
    )?;
    Ok((directory, why))
}

/// Tells for how long nothing was read, if for long, and from what copy the town goes on, if from one; and shows
/// that it lives, so that nobody is told again.
async fn begin(intake: &Intake, store: &Store) -> anyhow::Result<()> {
    let (last_sign, copied_at) = (store.last_sign_of_life().await?, store.copied_at().await?);
    intake.started(last_sign, copied_at).await?;
    if copied_at.is_some() {
        store.copy_is_told().await?;
    }
    Ok(())
}

/// Where the service is reached, open before anything else is done: who comes waits until it is served.
struct Doors {
    admin: Door,
    /// For the webhook and the pages, if there are any.
    public: Option<Door>,
    lmtp: Option<TcpListener>,
}

impl Doors {
    async fn open(config: &Config) -> anyhow::Result<Self> {
        let admin = listen("ADMIN_ADDR", config.http.admin).await?;
        let (mut public, mut lmtp) = (None, None);
        for (variable, address) in config.addresses() {
            match variable {
                "HTTP_ADDR" => public = Some(listen(variable, address).await?),
                "LMTP_ADDR" => lmtp = Some(listen(variable, address).await?.listener),
                _ => {}
            }
        }
        Ok(Self { admin, public, lmtp })
    }
}

async fn listen(variable: &'static str, address: SocketAddr) -> anyhow::Result<Door> {
    Door::open(address).await.with_context(|| nobody_listens(variable, address))
}

/// What to do where an address cannot be listened on.
fn nobody_listens(variable: &'static str, address: SocketAddr) -> String {
    format!(
        "{variable}: {address} cannot be listened on. Write an address of this computer and a port \
         that nobody uses; HTTP_ADDR, ADMIN_ADDR and LMTP_ADDR must differ"
    )
}

impl Service {
    /// Starts it: returns once everything runs, or says what is wrong.
    pub async fn start(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let measures = Measures::new();
        let address = super::address(&config.database);
        let store = Store::open_serving(address, measures.clone()).await?;
        // One without a town says nothing of where its files are.
        let files = files::open(&store, &config.blobs).await?;
        let (directory, not_taken_over) = town(&store, &config, &clock).await?;
        let Files { blobs, elsewhere, .. } = files.known(&store, &clock).await?;
        let api = Api::new(&config.telegram.api_url, config.telegram.token.clone())?;
        let greeting = Greeting::of(&api, &store, config.telegram.webhook.as_ref()).await?;

        let wakes = Wakes::default();
        let (notices, queue) = mpsc::channel(NOTICES);
        let standing = Standing::new(&store, &api, &directory, &clock);
        for (part, why) in [("directory", not_taken_over), ("photos", elsewhere)] {
            if let Some(why) = why {
                standing.health.warn(part, why);
            }
        }
        let intake =
            Intake::new(store.clone(), clock.clone(), wakes.clone(), notices, &greeting.bot);
        let intake = match &config.mail {
            Some(mail) => intake.with_mail(mail::mailroom(mail, &blobs)),
            None => intake,
        };
        mail::note_outlets(&store, config.mail.as_ref()).await?;
        // All that may fail by the settings comes first: a start that fails is repeated every few seconds, and
        // each would tell once more how long nothing was read.
        let Doors { admin, public, lmtp } = Doors::open(&config).await?;
        let mails = mail::senders(config.mail.as_ref(), &store, &clock, &blobs, &wakes)?;
        begin(&intake, &store).await?;
        let roles = Roles::of(store.clone(), clock.clone(), admin.address, &config.database).await;
        let (tell, fatal) = watch::channel(None);
        let (tell_idle, idle) = watch::channel(false);
        let mut service = Self {
            store: store.clone(),
            clock: clock.clone(),
            stop: CancellationToken::new(),
            tasks: JoinSet::new(),
            fatal,
            idle,
            wakes: wakes.clone(),
            webhook: None,
            lmtp: None,
            admin: admin.address,
        };
        let health = standing.health.clone();
        let woken = roles.woken(&wakes.mail);
        let routes = Onlooker::at(&store, &clock, &health).admin(woken);
        service.run("admin", |stop| admin.serve(routes.router(), stop));
        let counted = measures.clone();
        service.run("metrics", |stop| scrape::sum_up(counted, stop));
        let sending =
            Sending { health: &health, store: &store, clock: &clock, api: &api, blobs: &blobs };
        let standing =
            standing.speaking(service.start_senders(&sending, &config, &roles, mails, tell_idle));
        let (bot, teller) = (api.clone(), intake.clone());
        let answering = Notices { api: bot, intake: teller, measures, queue };
        service.run("notices", |stop| answering.run(stop));
        let scheduler = Scheduler {
            store: store.clone(),
            intake: intake.clone(),
            clock: clock.clone(),
            wakes: wakes.clone(),
        };
        let role = roles.role("scheduler", Some(&wakes.timers));
        service
            .run("scheduler", |stop| role.fill(stop, move |_, stop| scheduler.clone().run(stop)));
        if let Some(config) = &config.mail {
            let parts = mail::Parts {
                config,
                store: &store,
                clock: &clock,
                intake: &intake,
                health: &health,
                roles: &roles,
            };
            service.start_mail(&parts, lmtp)?;
        }
        service.watch_storage(standing, &blobs);
        let fetcher = Fetcher {
            store: store.clone(),
            api: api.clone(),
            blobs,
            clock: clock.clone(),
            wakes: wakes.clone(),
        };
        let role = roles.role("fetcher", Some(&wakes.files));
        service.run("fetcher", |stop| role.fill(stop, move |_, stop| fetcher.clone().run(stop)));
        let input = Input::of("updates", "telegram", &health, service.store.measures());
        service.watch_silences(&intake, &input);
        let updates = Updates { greeting, intake, input, fatal: tell };
        service.take_updates(&config, public, updates, &roles).await?;
        // Nobody waits for the bot's menus: they are set while it works already.
        service.run("introduction", |stop| async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = greeting::introduce(&api, &store) => {}
            }
            stop.cancelled().await;
        });
        Ok(service)
    }

    /// Sees whether the database and the store of files are well.
    fn watch_storage(&mut self, standing: Standing, blobs: &Blobs) {
        let (database, blobs) = (standing.clone(), blobs.clone());
        self.run("standing", |stop| database.of_database(stop));
        self.run("standing of files", |stop| standing.of_files(blobs, stop));
    }

    /// Shows that it lives; tells for how long it did not, and for how long nothing came in from Telegram.
    fn watch_silences(&mut self, intake: &Intake, input: &Input) {
        let (store, living, clock) = (self.store.clone(), intake.clone(), self.clock.clone());
        self.run("life", |stop| gap::show_life(store, living, clock, stop));
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let silences = Silences { store, intake: intake.clone(), clock };
        let hearing = input.hearing();
        self.run("silence", |stop| silences.watch(hearing, stop));
    }

    /// Starts those who send, to chats and by mail: one process's, at a time; whether it is this one's.
    fn start_senders(
        &mut self,
        parts: &Sending<'_>,
        config: &Config,
        roles: &Roles,
        mails: Vec<MailSender>,
        idle: watch::Sender<bool>,
    ) -> Arc<AtomicBool> {
        let Sending { health, store, clock, api, blobs } = *parts;
        let without = self.start_without_outlet(config.mail.as_ref(), store, clock, health);
        let (store, clock, api) = (store.clone(), clock.clone(), api.clone());
        let (blobs, wakes, limits) = (blobs.clone(), self.wakes.clone(), config.telegram.limits);
        let chats = move |epoch| {
            let (store, clock, api) = (store.clone(), clock.clone(), api.clone());
            Sender::new(store, clock, api, blobs.clone(), wakes.clone(), limits, epoch)
                .telling(idle.clone())
        };
        let measures = self.store.measures().clone();
        let role = roles.role(sender::ROLE, Some(&self.wakes.outbox));
        let role = role.forgetting(move || measures.sends_elsewhere());
        let last = role.was_here_last();
        self.run("sender", |stop| {
            role.fill(stop, move |epoch, stop| {
                let chats = chats(epoch).run(stop.clone());
                let mails: Vec<_> = mails
                    .iter()
                    .map(|mails| MailSender { epoch, ..mails.clone() }.run(stop.clone()))
                    .collect();
                let without: Vec<_> = without
                    .iter()
                    .map(|without| NoOutlet { epoch, ..without.clone() }.run(stop.clone()))
                    .collect();
                async move {
                    tokio::join!(chats, join_all(mails), join_all(without));
                }
            })
        });
        last
    }

    /// Opens the way to updates, and the public pages.
    async fn take_updates(
        &mut self,
        config: &Config,
        door: Option<Door>,
        updates: Updates,
        roles: &Roles,
    ) -> anyhow::Result<()> {
        let pages = config.mail.as_ref().and_then(|mail| mail.public_url.clone());
        let pages = pages.map(|url| {
            let show = mail::pages(updates.intake.clone(), self.store.clone());
            Pages { show }.router(url.path())
        });
        let Some(webhook) = &config.telegram.webhook else {
            if let (Some(routes), Some(door)) = (pages, door) {
                self.webhook = Some(door.address);
                self.run("pages", |stop| door.serve(routes, stop));
            }
            updates.greeting.try_to_settle().await?;
            let unknown = updates.input.clone();
            let role = roles.role("poller", None).forgetting(move || unknown.unknown());
            self.run("poller", |stop| role.fill(stop, move |_, stop| updates.clone().asks(stop)));
            return Ok(());
        };
        let door = door.context("HTTP_ADDR")?;
        self.webhook = Some(door.address);
        let (secret, measures) = (webhook.secret.clone(), self.store.measures().clone());
        let routes = Webhook { secret, take: updates.taken(), measures };
        let routes = routes.router(webhook.url.path());
        let routes = match pages {
            Some(pages) => routes.merge(pages),
            None => routes,
        };
        self.run("webhook", |stop| door.serve(routes, stop));
        let (watching, clock) = (updates.clone(), self.clock.clone());
        self.run("webhook watch", |stop| watching.watches(clock, stop));
        // Only now may Telegram call.
        updates.greeting.try_to_settle().await?;
        if !updates.greeting.is_settled() {
            self.run("webhook setting", |stop| updates.waits_to_be_called(stop));
        }
        Ok(())
    }

    pub(super) fn run<F, Fut>(&mut self, name: &'static str, task: F)
    where
        F: FnOnce(CancellationToken) -> Fut,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let running = task(self.stop.clone());
        self.tasks.spawn(async move {
            running.await;
            name
        });
    }

    /// The database, to look at.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Resolves when the service cannot go on: why.
    pub async fn failed(&mut self) -> String {
        let mut fatal = self.fatal.clone();
        tokio::select! {
            // Every task runs until it is told to stop: one that ended before is broken.
            ended = self.tasks.join_next() => match ended {
                Some(Ok(name)) => format!("the part {name:?} has ended"),
                // The words of a panic may be a citizen's: its place is in the log.
                Some(Err(_)) => "a part has failed: the log says where".to_owned(),
                None => "nothing runs any more".to_owned(),
            },
            why = async {
                match fatal.wait_for(Option::is_some).await {
                    Ok(why) => why.clone().unwrap_or_default(),
                    // No one is left to tell: the tasks' own end is the reason then.
                    Err(_) => std::future::pending().await,
                }
            } => why,
        }
    }

    /// Resolves when all timers that are due are done, and there is nothing to fetch or to send at
    /// this moment.
    pub async fn settled(&self) {
        let mut idle = self.idle.clone();
        loop {
            self.wakes.timers.notify_one();
            self.wakes.files.notify_one();
            self.wakes.outbox.notify_one();
            // Marked as seen before it is looked at: the next change is a new one.
            let _ = idle.borrow_and_update();
            let timers = self.store.due_timers(self.clock.now(), 1).await;
            let nothing_due = timers.is_ok_and(|due| due.is_empty());
            let files = self.store.files_to_fetch(self.clock.now(), 1).await;
            let all_fetched = files.is_ok_and(|files| files.is_empty());
            let unsent = self.store.unsent(self.clock.now()).await;
            if nothing_due && all_fetched && unsent.is_ok_and(|unsent| !unsent) {
                return;
            }
            // Woken by the sender's next change, or looked at again soon.
            let _ = tokio::time::timeout(Duration::from_millis(5), idle.changed()).await;
        }
    }

    /// Stops: what is in hand is finished, within 10 s.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        self.stop.cancel();
        let ended = tokio::time::timeout(STOP, async {
            while let Some(ended) = self.tasks.join_next().await {
                if let Err(error) = ended {
                    tracing::error!(%error, "service.part_failed");
                }
            }
        });
        if ended.await.is_err() {
            tracing::warn!("service.stopped_hard");
            self.tasks.abort_all();
        }
        // With the database away, the last beat must do.
        let farewell = tokio::time::timeout(FAREWELL, async {
            if let Err(error) = self.store.sign_of_life(self.clock.now()).await {
                tracing::warn!(%error, "service.no_last_sign");
            }
            self.store.close().await;
        });
        if farewell.await.is_err() {
            tracing::warn!("service.database_not_closed");
        }
        tracing::info!("service.stopped");
        Ok(())
    }
}
