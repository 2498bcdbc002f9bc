//! Mail wired: where it comes in, how it goes out, and the pages behind its links.

use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::inputs::Input;
use super::mailbox::{self, Kept};
use super::roles::Roles;
use super::service::Service;
use crate::blobs::Blobs;
use crate::channels::mail::imap::{self, Fetcher, ImapState, Patience};
use crate::channels::mail::lmtp::{self, LmtpConfig};
use crate::channels::mail::smtp::Smtp;
use crate::channels::mail::{Sender, TakeMail, read};
use crate::clock::Clock;
use crate::config::mail::{MailConfig, MailServer, Outlet};
use crate::domain::directory::Directory;
use crate::domain::mail::Account;
use crate::domain::step::Alarm;
use crate::http::{Health, ShowPage};
use crate::intake::mail::{Mailroom, Terms};
use crate::intake::page::Pressed;
use crate::intake::{Intake, Wakes, staff};
use crate::outbox::mail::MailSender;
use crate::outbox::no_outlet::NoOutlet;
use crate::store::{Store, StoreError};
use crate::text;
use crate::text::pages::{Verdict, later};
use crate::text::service::MailboxNews;

/// What the intake needs for mail.
pub fn mailroom(config: &MailConfig, blobs: &Blobs) -> Mailroom {
    Mailroom {
        blobs: blobs.clone(),
        context: Arc::new(reading(config)),
        terms: Arc::new(Terms {
            address: config.address.clone(),
            former: config.former.clone(),
            id_host: config.id_host().to_owned(),
            pec_review: config.pec.as_ref().is_some_and(|pec| pec.review),
        }),
    }
}

fn host(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, host)| host)
}

/// How mail is read.
pub(super) fn reading(config: &MailConfig) -> read::Context {
    read::Context {
        own: [Some(&config.address), config.pec.as_ref().map(|pec| &pec.address)]
            .into_iter()
            .flatten()
            .chain(&config.former)
            .cloned()
            .collect(),
        id_host: config.id_host().to_owned(),
        former_hosts: config.former.iter().filter_map(|one| host(one)).map(str::to_owned).collect(),
        authserv_id: config.authserv_id.clone(),
        now: None,
    }
}

/// The addresses that mail is taken for by LMTP, and the mailbox that each stands for. Where certified
/// mail is fetched from its provider, nobody else hands any over: its headers are believed.
pub(super) fn accounts(config: &MailConfig) -> Vec<(String, Account)> {
    let ordinary = [&config.address].into_iter().chain(&config.former);
    let mut accounts: Vec<_> = ordinary.map(|one| (one.clone(), Account::Mail)).collect();
    let handed_over = config.pec.as_ref().filter(|pec| pec.imap.is_none());
    accounts.extend(handed_over.map(|pec| (pec.address.clone(), Account::Pec)));
    accounts
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
        let mailbox = Arc::new(Kept {
            store: parts.store.clone(),
            intake: parts.intake.clone(),
            account,
            name: mailbox::name(server),
            first: mailbox::first(parts.config, parts.clock.now()),
        });
        let server = server.clone();
        let unknown = state.clone();
        let role = parts.roles.role(fetcher, None);
        let role = role.forgetting(move || drop(unknown.send_replace(ImapState::Connecting)));
        self.run(fetcher, |stop| {
            role.fill(stop, move |_, stop| {
                imap::fetch(Fetcher {
                    server: server.clone(),
                    account,
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
            store.is_over(Alarm::NoOutlet(account)).await?;
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

/// That all was read is noted so often: of a mailbox after this one a bit too much is read, and known.
const NOTED: TimeDelta = TimeDelta::hours(1);
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
        // Whether the supervisors know of trouble; none where only the database knows.
        let mut told: Option<bool> = None;
        // Since when it cannot be reached.
        let mut away: Option<DateTime<Utc>> = None;
        // When it was noted last that all of it was read.
        let mut noted: Option<DateTime<Utc>> = None;
        loop {
            let state = standing.borrow_and_update().clone();
            if state == ImapState::Idle {
                self.note(&mut noted).await;
            }
            let news = match state {
                ImapState::Connecting => {
                    self.input.well();
                    // Nobody here asks, or not yet: whoever asks again counts anew.
                    (told, away) = (None, None);
                    None
                }
                ImapState::Connected | ImapState::Idle => {
                    self.input.well();
                    away = None;
                    (told != Some(false)).then_some(MailboxNews::Again)
                }
                // What waits there is read later: no reason to send no more updates here.
                ImapState::Away(why) => {
                    self.input.away(why.clone());
                    let now = self.clock.now();
                    let long = *away.get_or_insert(now) + LONG_AWAY <= now;
                    (told != Some(true) && long).then_some(MailboxNews::Away(why))
                }
                ImapState::LoginRefused(why) => {
                    self.input.away(why.clone());
                    (told != Some(true)).then_some(MailboxNews::Closed(why))
                }
            };
            if let Some(news) = news {
                let bad = news != MailboxNews::Again;
                match self.tell(news).await {
                    Ok(()) => told = Some(bad),
                    Err(error) => {
                        tracing::error!(%error, "mail.not_told");
                        away = away.and(Some(self.clock.now() - LONG_AWAY + TELL_AGAIN));
                    }
                }
            }
            let long = away.filter(|_| told != Some(true)).map(|since| since + LONG_AWAY);
            tokio::select! {
                () = stop.cancelled() => return,
                changed = standing.changed() => if changed.is_err() {
                    return stop.cancelled().await;
                },
                () = self.clock.sleep_until(long.unwrap_or_default()), if long.is_some() => {}
            }
        }
    }

    /// Notes that all of it was read until now.
    async fn note(&self, noted: &mut Option<DateTime<Utc>>) {
        let now = self.clock.now();
        if noted.is_some_and(|noted| now < noted + NOTED) {
            return;
        }
        match self.store.mailbox_read_at(self.account, now).await {
            Ok(()) => *noted = Some(now),
            Err(error) => tracing::warn!(%error, "mail.not_noted"),
        }
    }

    /// Tells the supervisors how it stands with the mailbox, unless they know it.
    async fn tell(&self, news: MailboxNews) -> Result<(), StoreError> {
        let account = self.account;
        let trouble = (Alarm::Reading(account), news != MailboxNews::Again);
        let message = move |town: &Directory| text::service::mailbox(town, account, &news);
        let (store, clock, wakes) = (&self.store, &self.clock, &self.wakes);
        staff::tell_of_trouble(store, clock, wakes, trouble, true, message).await.map(drop)
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
