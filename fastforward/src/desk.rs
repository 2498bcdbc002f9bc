//! The service in rounds: its own parts, wired to the world, worked whenever there is something.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::Context as _;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;
use rispondo::app::mail::mailroom;
use rispondo::blobs::Blobs;
use rispondo::channels::mail::smtp::Smtp;
use rispondo::channels::mail::{Arrival, Sender as Addresses};
use rispondo::channels::telegram::api::Api;
use rispondo::clock::Clock;
use rispondo::config::blobs::BlobConfig;
use rispondo::config::directory_file;
use rispondo::config::mail::{MailConfig, PecConfig};
use rispondo::config::telegram::SendLimits;
use rispondo::domain::mail::Account;
use rispondo::domain::outgoing::Notice;
use rispondo::intake::page::Pressed;
use rispondo::intake::{Intake, Wakes};
use rispondo::outbox::fetch::Fetcher;
use rispondo::outbox::mail::{MailSender, Memory};
use rispondo::outbox::sender::{self, Sender};
use rispondo::scheduler::Scheduler;
use rispondo::store::Store;
use rispondo::text::pages::Verdict;
use tokio::sync::mpsc;
use url::Url;

use crate::post::Post;
use crate::world::World;

/// The town's addresses.
pub const ADDRESS: &str = "segnalazioni@comune.example";
/// The town's address of certified mail.
pub const CERTIFIED: &str = "protocollo@pec.comune.example";
/// Where the pages behind links are.
pub const PAGES: &str = "https://segnala.comune.example";
/// Whose word about senders the town believes.
pub const AUTHSERV: &str = "mx.comune.example";

/// How long mail may lie before it is looked at: nobody waits for a mail by the second.
const MAIL_LIES: TimeDelta = TimeDelta::minutes(15);
/// How often it is looked for files that could not be fetched.
const FILES: TimeDelta = TimeDelta::minutes(30);

/// Takes over what the directory file says.
async fn import(store: &Store, directory: &str, clock: &Clock) -> anyhow::Result<()> {
    let rows = directory_file::parse(directory).context("town.toml")?;
    store.import_directory(rows, "town.toml", clock.now()).await?;
    Ok(())
}

/// The service.
pub struct Desk {
    /// The database.
    pub store: Store,
    clock: Clock,
    intake: Intake,
    scheduler: Scheduler,
    sender: Sender,
    mails: Vec<(Arc<MailSender>, Memory)>,
    fetcher: Fetcher,
    notices: mpsc::Receiver<Notice>,
    wakes: Wakes,
    timers_at: Option<DateTime<Utc>>,
    chats_at: Option<DateTime<Utc>>,
    mails_at: Option<DateTime<Utc>>,
    files_at: Option<DateTime<Utc>>,
}

impl Desk {
    /// The directory file says that from now on.
    pub async fn describes(&self, directory: &str) -> anyhow::Result<()> {
        import(&self.store, directory, &self.clock).await
    }

    /// Starts it in a folder.
    pub async fn start(
        world: &Arc<World>,
        folder: &std::path::Path,
        seed: u64,
        directory: &str,
    ) -> anyhow::Result<Self> {
        let clock = world.clock.clone();
        let url = format!("sqlite://{}", folder.join("town.db").display());
        let store = Store::open_simulated(&url).await?;
        import(&store, directory, &clock).await?;
        let blobs = Blobs::open(&BlobConfig::Folder(folder.join("blobs")))?;
        let public_url = Url::parse(PAGES)?;
        let config = MailConfig {
            address: ADDRESS.to_owned(),
            former: Vec::new(),
            plus: true,
            since: None,
            imap: None,
            smtp: None,
            lmtp: None,
            authserv_id: Some(AUTHSERV.to_owned()),
            pec: Some(PecConfig {
                address: CERTIFIED.to_owned(),
                imap: None,
                smtp: None,
                review: false,
            }),
            public_url: Some(public_url.clone()),
        };
        let wakes = Wakes::default();
        let (notice, notices) = mpsc::channel(1_000);
        let intake =
            Intake::new(store.clone(), clock.clone(), wakes.clone(), notice, "rispondo_bot")
                .with_mail(mailroom(&config, &blobs));
        let epoch = store.take_lease(sender::ROLE, clock.now()).await?;
        let api = Api::to(Arc::clone(world) as Arc<_>);
        let sender = Sender::new(
            store.clone(),
            clock.clone(),
            api.clone(),
            blobs.clone(),
            wakes.clone(),
            SendLimits::Off,
            epoch,
        );
        sender.begins();
        let mails = [Account::Mail, Account::Pec].map(|account| {
            let certified = account == Account::Pec;
            let address = if certified { CERTIFIED } else { ADDRESS }.to_owned();
            let post = Post { world: Arc::clone(world), certified, seed };
            let mails = MailSender {
                store: store.clone(),
                clock: clock.clone(),
                blobs: blobs.clone(),
                wakes: wakes.clone(),
                account,
                smtp: Smtp::to(Arc::new(post)),
                addresses: Addresses { address, plus: !certified },
                id_host: config.id_host().to_owned(),
                public_url: Some(public_url.clone()),
                epoch,
            };
            (Arc::new(mails), Memory::default())
        });
        let scheduler = Scheduler {
            store: store.clone(),
            intake: intake.clone(),
            clock: clock.clone(),
            wakes: wakes.clone(),
        };
        let fetcher = Fetcher {
            store: store.clone(),
            api,
            blobs,
            clock: clock.clone(),
            wakes: wakes.clone(),
        };
        intake.started(None, None).await?;
        let mut desk = Self {
            store,
            clock,
            intake,
            scheduler,
            sender,
            mails: mails.into(),
            fetcher,
            notices,
            wakes,
            timers_at: None,
            chats_at: None,
            mails_at: None,
            files_at: None,
        };
        desk.timers_known().await?;
        Ok(desk)
    }

    /// An update comes in.
    pub async fn update(&self, raw: &str) -> anyhow::Result<()> {
        Ok(self.intake.update(raw).await?)
    }

    /// A mail comes in.
    pub async fn mail(
        &self,
        account: Account,
        from: &str,
        to: &str,
        raw: String,
    ) -> anyhow::Result<()> {
        let arrival = Arrival {
            account,
            envelope_from: Some(from.to_owned()),
            envelope_to: vec![to.to_owned()],
            raw: Bytes::from(raw),
            truncated: None,
        };
        self.intake.mail(arrival).await?;
        Ok(())
    }

    /// Somebody follows a link of a mail and presses its button.
    pub async fn page(&self, token: &str, verdict: Verdict, words: &str) -> anyhow::Result<()> {
        let pressed = Pressed { words: words.to_owned() };
        self.intake.page(token, verdict, Some(pressed)).await?;
        Ok(())
    }

    /// When something is to be done by itself next.
    pub fn next(&self) -> Option<DateTime<Utc>> {
        [self.timers_at, self.chats_at, self.mails_at, self.files_at].into_iter().flatten().min()
    }

    /// Does all that is to be done at this moment.
    pub async fn works(&mut self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let is_due = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
        loop {
            let mut worked = false;
            if self.wakes.timers.notified().now_or_never().is_some() || is_due(self.timers_at) {
                while self.scheduler.round().await? {}
                self.timers_known().await?;
            }
            let woken = self.wakes.outbox.notified().now_or_never().is_some();
            let look = woken || is_due(self.chats_at);
            if look || self.sender.has_born() {
                worked = true;
                let next = self.sender.round(look).await?.map(|wait| later(now, wait));
                let known = self.chats_at.filter(|at| *at > now);
                self.chats_at = [known, next].into_iter().flatten().min();
                // Whoever wakes the sender of chats wakes those of mails.
                self.mails_at = self.mails_at.or(Some(now + MAIL_LIES));
            }
            if is_due(self.mails_at) {
                worked = true;
                self.mails_at = None;
                for (mails, memory) in &mut self.mails {
                    let mut next = mails.round(memory).await?;
                    while next.is_some_and(|wait| wait.is_zero()) {
                        next = mails.round(memory).await?;
                    }
                    let next = next.map(|wait| later(now, wait));
                    self.mails_at = [self.mails_at, next].into_iter().flatten().min();
                }
            }
            if self.wakes.files.notified().now_or_never().is_some() || is_due(self.files_at) {
                self.files_at = None;
                while self.fetcher.round().await? {
                    worked = true;
                    self.files_at = Some(now + FILES);
                }
            }
            // Answers to presses and the like: nothing depends on them, and nobody here reads them.
            while self.notices.try_recv().is_ok() {}
            if !worked {
                return Ok(());
            }
        }
    }

    async fn timers_known(&mut self) -> anyhow::Result<()> {
        self.timers_at = self.store.next_timer_at().await?;
        let at = self.timers_at.map_or(i64::MAX, |at| at.timestamp_micros());
        self.wakes.timers_at.store(at, Ordering::SeqCst);
        Ok(())
    }
}

fn later(now: DateTime<Utc>, wait: std::time::Duration) -> DateTime<Utc> {
    // Rounded up: a moment before it is due it would be asked for in vain.
    now + TimeDelta::from_std(wait).unwrap_or_default() + TimeDelta::milliseconds(1)
}
