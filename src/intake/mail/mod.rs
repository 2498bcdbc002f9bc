//! Mail comes in: durable in the blob store first, then read, then one step like everything else.

mod decide;
mod keys;
mod news;
mod person;

pub use keys::BOUNCE;
pub use news::{receipt_due, words_of};
pub(super) use person::{attachments, sender};

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Aftermath, Intake, no_directory};
use crate::blobs::Blobs;
use crate::channels::mail::{Arrival, read};
use crate::domain::ids::ReportId;
use crate::domain::mail::{Account, Became, Mail, MailPhoto, MailRule};
use crate::domain::trouble::json_mistake;
use crate::measure::{self, Kind};
use crate::store::StoreError;

/// What the intake of mail needs beside the database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Mailroom {
    /// Raw mail and photos.
    pub blobs: Blobs,
    /// How mail is read.
    pub context: Arc<read::Context>,
    /// What is ours, and how strangers are met.
    pub terms: Arc<Terms>,
}

/// What is ours, and how strangers are met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The address of ordinary mail, in lower case.
    pub address: String,
    /// Those that the town had before: mails from then are still answered.
    pub former: Vec<String>,
    /// The host part of the Message-IDs that we make.
    pub id_host: String,
    /// Certified mail that answers none of ours is looked at by the URP first.
    pub pec_review: bool,
}

/// What came of a mail.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// What became of it.
    pub became: Became,
    /// The same mail was taken in before.
    pub duplicate: bool,
    /// The report, if any.
    pub report: Option<ReportId>,
    /// The rule that decided.
    pub rule: MailRule,
    /// The mail.
    pub mail: Arc<Mail>,
}

/// A mail that could not be processed, as it is set aside: the raw mail is in the blob store.
#[derive(Serialize, Deserialize)]
struct Aside {
    account: Account,
    envelope_from: Option<String>,
    envelope_to: Vec<String>,
    blob: String,
    #[serde(default)]
    truncated: Option<u64>,
}

impl Intake {
    /// The same intake, with mail.
    pub fn with_mail(mut self, mailroom: Mailroom) -> Self {
        self.mailroom = Some(mailroom);
        self
    }

    /// Takes a mail in as it came. `Ok` means that it is durable, or set aside with its error, and
    /// may be acknowledged; none where it was set aside. An error means that it must come again.
    pub async fn mail(&self, arrival: Arrival) -> Result<Option<Taken>, StoreError> {
        let kind = match arrival.account {
            Account::Mail => Kind::Mail,
            Account::Pec => Kind::Pec,
        };
        let taken = self.arrives(arrival).await;
        self.store.measures().update(
            kind,
            match &taken {
                Ok(Some(taken)) if taken.duplicate => measure::Taken::Before,
                Ok(Some(_)) => measure::Taken::New,
                Ok(None) => measure::Taken::SetAside,
                Err(_) => measure::Taken::Failed,
            },
        );
        taken
    }

    async fn arrives(&self, arrival: Arrival) -> Result<Option<Taken>, StoreError> {
        let mailroom = self.mailroom()?;
        let blob =
            mailroom.blobs.put(arrival.raw.clone()).await.map_err(|error| kept_not(&error))?;
        match self.take(mailroom, &arrival, &blob).await {
            Ok(taken) => Ok(Some(taken)),
            Err(error) if error.is_of_what_was_asked() => {
                tracing::error!(%error, "intake.mail_set_aside");
                let Arrival { account, envelope_from, envelope_to, truncated, .. } = arrival;
                let aside = Aside { account, envelope_from, envelope_to, blob, truncated };
                let raw = serde_json::to_string(&aside).unwrap_or_default();
                self.set_aside("mail", &raw, &error.to_string()).await?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether raw mail can be kept now.
    pub async fn keeps_mail(&self) -> Result<(), StoreError> {
        self.mailroom()?.blobs.check().await.map_err(|error| kept_not(&error))
    }

    /// Runs a mail that had been set aside once more. An error says why it failed again.
    pub(super) async fn retry_mail(&self, raw: &str) -> Result<(), String> {
        let mailroom = self.mailroom().map_err(|error| error.to_string())?;
        let aside: Aside = serde_json::from_str(raw).map_err(|error| json_mistake(&error))?;
        let raw = mailroom.blobs.get(&aside.blob).await.map_err(|error| error.to_string())?;
        let Aside { account, envelope_from, envelope_to, blob, truncated } = aside;
        let arrival = Arrival { account, envelope_from, envelope_to, raw, truncated };
        self.take(mailroom, &arrival, &blob).await.map(|_| ()).map_err(|error| error.to_string())
    }

    fn mailroom(&self) -> Result<&Mailroom, StoreError> {
        self.mailroom
            .as_ref()
            .ok_or_else(|| StoreError::Setup("mail is not set up: MAIL_ADDRESS is missing".into()))
    }

    async fn take(
        &self,
        mailroom: &Mailroom,
        arrival: &Arrival,
        blob: &str,
    ) -> Result<Taken, StoreError> {
        let mut fresh = self.clock.fresh();
        let context = read::Context { now: Some(self.clock.now()), ..(*mailroom.context).clone() };
        let one = arrival.clone();
        // It is given back by the reading itself, which goes on if nobody waits for it any more.
        let turn = mailroom.blobs.decoding().await;
        // Reading may take a while, and a panic in it must harm nothing else.
        let read = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            read::read(&one, &context)
        });
        let read = read.await;
        let read::Reading { mut mail, photos } = read.unwrap_or_else(|_| {
            // The words of a panic may quote the mail: its place is in the log already.
            tracing::error!("intake.mail_unreadable");
            read::unreadable(arrival)
        });
        blob.clone_into(&mut mail.blob);
        for photo in photos {
            let bytes = Bytes::from(photo.bytes);
            let size = bytes.len() as u64;
            let blob = mailroom.blobs.put(bytes).await.map_err(|error| kept_not(&error))?;
            let (id, position) = (fresh.file(), photo.position);
            mail.photos.push(MailPhoto { id, blob, size, position });
        }
        self.store.directory().await?.ok_or_else(no_directory)?;
        let (mail, terms) = (Arc::new(mail), Arc::clone(&mailroom.terms));
        let now = self.clock.now();
        let keys = keys::first(&mail, &terms);
        let step = self
            .store
            .step(keys, move |facts| decide::decide(facts, &mail, &terms, now, fresh.clone()));
        let (taken, aftermath): (Taken, Aftermath) = step.await?;
        self.follow(aftermath);
        tracing::info!(
            became = taken.became.as_str(),
            rule = taken.rule.as_str(),
            duplicate = taken.duplicate,
            report = taken.report.map(tracing::field::display),
            "mail.taken"
        );
        Ok(taken)
    }
}

fn kept_not(error: &crate::blobs::BlobError) -> StoreError {
    StoreError::Unavailable(error.to_string())
}
