//! Mail wired: where it comes in, how it goes out, and the pages behind its links.

use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::inputs::Input;
use super::roles::Roles;
use super::service::Service;
use crate::blobs::Blobs;
use crate::channels::mail::imap::{self, Fetcher, ImapState, Later, Mailbox, Patience, Progress};
use crate::channels::mail::lmtp::{self, LmtpConfig};
use crate::channels::mail::smtp::Smtp;
use crate::channels::mail::{Arrival, Sender, TakeMail, read};
use crate::clock::Clock;
use crate::config::mail::{MailConfig, MailServer, Outlet};
use crate::domain::mail::Account;
use crate::domain::step::{Changes, Decision};
use crate::http::{Health, ShowPage};
use crate::intake::mail::{Mailroom, Terms};
use crate::intake::page::Pressed;
use crate::intake::{Intake, Wakes, staff};
use crate::outbox::mail::MailSender;
use crate::outbox::no_outlet::NoOutlet;
use crate::store::{MailboxRow, Store, StoreError};
use crate::text;
use crate::text::pages::{Verdict, later};
use crate::text::service::MailboxNews;

/// From a mailbox met for the first time, mail is taken that arrived less than this before, hours.
const FIRST_HOURS: i64 = 24;

/// What the intake needs for mail.
pub fn mailroom(config: &MailConfig, blobs: &Blobs) -> Mailroom {
    Mailroom {
        blobs: blobs.clone(),
        context: Arc::new(reading(config)),
        terms: Arc::new(Terms {
            address: config.address.clone(),
            id_host: config.id_host().to_owned(),
            pec_review: config.pec.as_ref().is_some_and(|pec| pec.review),
        }),
    }
}

/// How mail is read.
pub(super) fn reading(config: &MailConfig) -> read::Context {
    read::Context {
        own: [Some(&config.address), config.pec.as_ref().map(|pec| &pec.address)]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        id_host: config.id_host().to_owned(),
        authserv_id: config.authserv_id.clone(),
    }
}

/// The addresses that mail is taken for by LMTP, and the mailbox that each stands for. Where certified
/// mail is fetched from its provider, nobody else hands any over: its headers are believed.
pub(super) fn accounts(config: &MailConfig) -> Vec<(String, Account)> {
    let mut accounts = vec![(config.address.clone(), Account::Mail)];
    let handed_over = config.pec.as_ref().filter(|pec| pec.imap.is_none());
    accounts.extend(handed_over.map(|pec| (pec.address.clone(), Account::Pec)));
    accounts
}

/// From when on mail of a mailbox met for the first time is taken.
pub(super) fn since(config: &MailConfig, now: DateTime<Utc>) -> DateTime<Utc> {
    config.since.unwrap_or(now - TimeDelta::hours(FIRST_HOURS))
}

/// The parts that mail needs.
pub(super) struct Parts<'a> {
    pub config: &'a MailConfig,
    pub store: &'a Store,
    pub clock: &'a Clock,
    pub intake: &'a Intake,
    pub health: &'a Health,
    pub roles: &'a Roles,
}

impl Service {
    /// Starts all by which mail comes in.
    pub(super) fn start_mail(
        &mut self,
        parts: &Parts<'_>,
        lmtp: Option<TcpListener>,
    ) -> anyhow::Result<()> {
        let config = parts.config;
        if let Some(server) = &config.imap {
            self.start_fetcher(parts, Account::Mail, server);
        }
        if let Some(server) = config.pec.as_ref().and_then(|pec| pec.imap.as_ref()) {
            self.start_fetcher(parts, Account::Pec, server);
        }
        let Some(listener) = lmtp else {
            return Ok(());
        };
        self.lmtp = Some(listener.local_addr().context("LMTP_ADDR")?);
        let lmtp = LmtpConfig {
            accounts: accounts(config),
            plus: config.plus,
            max_size: lmtp::MAX_SIZE,
            max_connections: lmtp::MAX_CONNECTIONS,
            room: lmtp::ROOM,
            patience: lmtp::PATIENCE,
            name: config.id_host().to_owned(),
        };
        let take = take(parts.intake);
        self.run("lmtp", |stop| lmtp::serve(listener, lmtp, take, stop));
        Ok(())
    }

    fn start_fetcher(&mut self, parts: &Parts<'_>, account: Account, server: &MailServer) {
        let fetcher = match account {
            Account::Mail => "mail fetcher",
            Account::Pec => "pec fetcher",
        };
        let (state, standing) = watch::channel(ImapState::Connecting);
        let since = since(parts.config, parts.clock.now());
        let (store, intake) = (parts.store.clone(), parts.intake.clone());
        let mailbox = Arc::new(Kept { store, intake, account });
        let server = server.clone();
        let unknown = state.clone();
        let role = parts.roles.role(fetcher, None);
        let role = role.forgetting(move || drop(unknown.send_replace(ImapState::Connecting)));
        self.run(fetcher, |stop| {
            role.fill(stop, move |_, stop| {
                imap::fetch(Fetcher {
                    server: server.clone(),
                    account,
                    since,
                    max_size: lmtp::MAX_SIZE,
                    patience: Patience::default(),
                    mailbox: Arc::<Kept>::clone(&mailbox),
                    state: state.clone(),
                    stop,
                })
            })
        });
        let measures = parts.store.measures();
        let watched = Watched {
            account,
            input: Input::of(fetcher, account.as_str(), parts.health, measures),
            store: parts.store.clone(),
            clock: parts.clock.clone(),
            wakes: self.wakes.clone(),
        };
        self.run("mail standing", |stop| watched.watch(standing, stop));
    }
}

/// The way out of each mailbox, and the setting that names it.
fn outlets(config: Option<&MailConfig>) -> [(Account, &'static str, Option<&Outlet>); 2] {
    let pec = config.and_then(|config| config.pec.as_ref());
    [
        (Account::Mail, "SMTP_URL", config.and_then(|config| config.smtp.as_ref())),
        (Account::Pec, "PEC_SMTP_URL", pec.and_then(|pec| pec.smtp.as_ref())),
    ]
}

/// Notes which mailboxes have a way out.
pub(super) async fn note_outlets(
    store: &Store,
    config: Option<&MailConfig>,
) -> Result<(), StoreError> {
    for (account, _, outlet) in outlets(config) {
        if account == Account::Mail {
            store.set_writes_mail(outlet.is_some()).await?;
        }
        if outlet.is_some() {
            store.has_outlet(account).await?;
        }
    }
    Ok(())
}

/// Who sends the mails of each mailbox that has a way out.
pub(super) fn senders(
    config: Option<&MailConfig>,
    store: &Store,
    clock: &Clock,
    blobs: &Blobs,
    wakes: &Wakes,
) -> anyhow::Result<Vec<MailSender>> {
    let mut senders = Vec::new();
    let Some(config) = config else {
        return Ok(senders);
    };
    let pec = config.pec.as_ref();
    for (account, variable, outlet) in outlets(Some(config)) {
        let Some(outlet) = outlet else { continue };
        let addresses = match (account, pec) {
            // Providers of certified mail know no plus-addressing.
            (Account::Pec, Some(pec)) => Sender { address: pec.address.clone(), plus: false },
            _ => Sender { address: config.address.clone(), plus: config.plus },
        };
        senders.push(MailSender {
            store: store.clone(),
            clock: clock.clone(),
            blobs: blobs.clone(),
            wakes: wakes.clone(),
            account,
            smtp: Smtp::new(outlet, config.id_host()).context(variable)?,
            addresses,
            id_host: config.id_host().to_owned(),
            public_url: config.public_url.clone(),
            // Each time the role is taken it is another one.
            epoch: 0,
        });
    }
    Ok(senders)
}

impl Service {
    /// Who gives up the mails of each mailbox that has no way out (without `MAIL_ADDRESS`, of both): there may be
    /// some from when it had one. While they are kept, health says so.
    pub(super) fn start_without_outlet(
        &mut self,
        config: Option<&MailConfig>,
        store: &Store,
        clock: &Clock,
        health: &Health,
    ) -> Vec<NoOutlet> {
        let without = outlets(config).into_iter().filter(|(.., outlet)| outlet.is_none());
        let without = without.map(|(account, variable, _)| {
            let (waits, kept) = watch::channel(false);
            let health = health.clone();
            self.run("mail without a server", |stop| say_kept(variable, kept, health, stop));
            NoOutlet {
                store: store.clone(),
                clock: clock.clone(),
                wakes: self.wakes.clone(),
                account,
                variable,
                waits,
                // Each time the role is taken it is another one.
                epoch: 0,
            }
        });
        without.collect()
    }
}

/// Says in health whether mails are kept for which this setting is missing, until stopped.
async fn say_kept(
    variable: &'static str,
    mut kept: watch::Receiver<bool>,
    health: Health,
    stop: CancellationToken,
) {
    loop {
        if *kept.borrow_and_update() {
            let why = "mails wait, and it is not set: a day after the first they are given up";
            health.warn(variable, why);
        } else {
            health.well(variable);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            changed = kept.changed() => if changed.is_err() {
                return stop.cancelled().await;
            },
        }
    }
}

/// A mailbox that could not be reached for so long is not merely restarted.
const LONG_AWAY: TimeDelta = TimeDelta::hours(1);
/// Where that could not be told.
const TELL_AGAIN: TimeDelta = TimeDelta::minutes(1);

/// A mailbox that mail is fetched from, as those who look after it see it.
struct Watched {
    account: Account,
    input: Input,
    store: Store,
    clock: Clock,
    wakes: Wakes,
}

impl Watched {
    /// Says how it stands with it, until stopped; and to the supervisors once if we are not let in, or cannot reach
    /// it for long, as nothing that is written there is read until somebody mends that.
    async fn watch(self, mut standing: watch::Receiver<ImapState>, stop: CancellationToken) {
        let mut told = false;
        // Since when it cannot be reached.
        let mut away: Option<DateTime<Utc>> = None;
        loop {
            let state = standing.borrow_and_update().clone();
            let news = match state {
                ImapState::Connecting => {
                    self.input.well();
                    None
                }
                ImapState::Connected | ImapState::Idle => {
                    self.input.well();
                    away = None;
                    told.then_some(MailboxNews::Again)
                }
                // What waits there is read later: no reason to send no more updates here.
                ImapState::Away(why) => {
                    self.input.away(why.clone());
                    let now = self.clock.now();
                    let long = *away.get_or_insert(now) + LONG_AWAY <= now;
                    (!told && long).then_some(MailboxNews::Away(why))
                }
                ImapState::LoginRefused(why) => {
                    self.input.away(why.clone());
                    (!told).then_some(MailboxNews::Closed(why))
                }
            };
            if let Some(news) = news {
                match self.tell(news).await {
                    Ok(()) => told = !told,
                    Err(error) => {
                        tracing::error!(%error, "mail.not_told");
                        away = away.and(Some(self.clock.now() - LONG_AWAY + TELL_AGAIN));
                    }
                }
            }
            let long = away.filter(|_| !told).map(|since| since + LONG_AWAY);
            tokio::select! {
                () = stop.cancelled() => return,
                changed = standing.changed() => if changed.is_err() {
                    return stop.cancelled().await;
                },
                () = self.clock.sleep_until(long.unwrap_or_default()), if long.is_some() => {}
            }
        }
    }

    /// Tells the supervisors how it stands with the mailbox.
    async fn tell(&self, news: MailboxNews) -> Result<(), StoreError> {
        let (now, account, fresh) = (self.clock.now(), self.account, self.clock.fresh());
        let told = self.store.step(staff::supervisors(), move |facts| {
            let message = text::service::mailbox(&facts.directory, account, &news);
            let outbox = staff::to_supervisors(facts, &message, now, &mut fresh.clone());
            Decision::Done(Box::new(Changes { outbox, ..Changes::default() }), ())
        });
        told.await?;
        self.wakes.outbox.notify_one();
        Ok(())
    }
}

/// Takes mails of the town's own server.
fn take(intake: &Intake) -> TakeMail {
    let intake = intake.clone();
    Arc::new(move |arrival| {
        let intake = intake.clone();
        Box::pin(async move {
            intake.mail(arrival).await.map(|_| ()).map_err(|error| error.to_string())
        })
    })
}

/// A mailbox and what the database remembers of it.
struct Kept {
    store: Store,
    intake: Intake,
    account: Account,
}

impl Mailbox for Kept {
    fn progress(&self) -> Later<'_, Option<Progress>> {
        Box::pin(async move {
            let row = self.store.mailbox(self.account).await.map_err(|error| error.to_string())?;
            Ok(row.map(|row| Progress {
                uid_validity: u32::try_from(row.uid_validity).unwrap_or(0),
                uid: u32::try_from(row.uid).unwrap_or(0),
                since: row.since,
            }))
        })
    }

    fn advance(&self, progress: Progress) -> Later<'_, ()> {
        Box::pin(async move {
            let Progress { uid_validity, uid, since } = progress;
            let row = MailboxRow { uid_validity: uid_validity.into(), uid: uid.into(), since };
            let kept = self.store.mailbox_read(self.account, row).await;
            kept.map_err(|error| error.to_string())
        })
    }

    fn take(&self, arrival: Arrival) -> Later<'_, ()> {
        Box::pin(async move {
            self.intake.mail(arrival).await.map(|_| ()).map_err(|error| error.to_string())
        })
    }

    fn is_well(&self) -> Later<'_, ()> {
        Box::pin(async move {
            self.intake.keeps_mail().await.map_err(|error| error.to_string())?;
            // The database as well: what is known is written once more.
            match self.progress().await? {
                Some(progress) => self.advance(progress).await,
                None => Ok(()),
            }
        })
    }
}

/// The pages behind the links of mails.
pub(super) fn pages(intake: Intake, store: Store) -> ShowPage {
    Arc::new(move |token, what, pressed| {
        let (intake, store) = (intake.clone(), store.clone());
        Box::pin(async move {
            let verdict = match what.as_str() {
                "solved" => Verdict::Solved,
                "still-there" => Verdict::StillThere,
                // As if the link had been copied only in part.
                _ => return shown(intake.page("", Verdict::Solved, None).await, &store).await,
            };
            let pressed = pressed.map(|words| Pressed { words });
            shown(intake.page(&token, verdict, pressed).await, &store).await
        })
    })
}

async fn shown(
    page: Result<crate::intake::page::Shown, crate::store::StoreError>,
    store: &Store,
) -> crate::http::Page {
    match page {
        Ok(page) => Ok((page.known, page.html)),
        Err(error) => {
            tracing::error!(%error, "page.not_shown");
            let directory = store.directory().await.ok().flatten();
            Err(later(directory.map(|directory| directory.staff_lang()).unwrap_or_default()))
        }
    }
}
