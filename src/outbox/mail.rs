//! Mails go out: claimed, sent without a transaction, recorded; one loop for each mailbox.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use url::Url;

use super::counted;
use super::doubling;
pub use super::memory::Memory;
use super::memory::News;
use super::photos::{self, Kept};
use super::record::{self, Ended, Meaning, result};
use crate::blobs::Blobs;
use crate::channels::mail::Sender as Addresses;
use crate::channels::mail::compose::{Composed, Picture, Posting, compose};
use crate::channels::mail::smtp::{SendError, Smtp};
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, OutboxId};
use crate::domain::mail::Account;
use crate::domain::outgoing::{Content, MailContent, Outgoing, UNREADABLE};
use crate::domain::step::{Alarm, ClaimedMail, Parcel, SendOutcome, StoredFile};
use crate::intake::mail::BOUNCE;
use crate::intake::{Wakes, staff};
use crate::measure::Sent;
use crate::store::{Store, StoreError};
use crate::text;
use crate::text::mail::Pages;

/// Mails at a time.
const AT_A_TIME: u32 = 8;
/// The safety net: rows that nobody woke us for are found by then.
const SAFETY_NET: Duration = Duration::from_secs(5);
/// After a failure of the database.
const PAUSE: Duration = Duration::from_secs(2);
/// The first pause before another attempt; it doubles.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(5);
/// The longest one.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// For how long a mail is tried, days.
const DAYS: i64 = 5;
/// At least so many attempts are made, however old the mail is (it may have waited for a word).
const LEAST_ATTEMPTS: i32 = 10;
/// Photos of one mail, bytes: what is beyond is not attached.
const MOST_BYTES: usize = 15 * 1024 * 1024;
/// A photo that is not here yet is waited for, attempts.
const PHOTO_ATTEMPTS: i32 = 5;

/// Sends the mails of one mailbox.
#[derive(Debug, Clone)]
pub struct MailSender {
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Clock,
    /// Photos.
    pub blobs: Blobs,
    /// Whom to be woken by.
    pub wakes: Wakes,
    /// Which mailbox.
    pub account: Account,
    /// The server.
    pub smtp: Smtp,
    /// The addresses that its mails carry.
    pub addresses: Addresses,
    /// The host part of Message-IDs.
    pub id_host: String,
    /// Where the pages behind links are.
    pub public_url: Option<Url>,
    /// The sender's lease.
    pub epoch: i64,
}

impl MailSender {
    /// Runs until stopped, or until another process sends instead; what is on its way when it is
    /// stopped is finished and recorded.
    pub async fn run(self, stop: CancellationToken) {
        let sender = Arc::new(self);
        let mut memory = Memory::default();
        while !stop.is_cancelled() {
            // Registered before the claim, so that a row written meanwhile is not slept over.
            let woken = sender.wakes.mail.notified();
            // What is waited for counts from here, however the clock is moved meanwhile.
            let begun = sender.clock.now();
            let wait = match sender.round(&mut memory).await {
                Ok(wait) => wait.map_or(SAFETY_NET, |wait| wait.min(SAFETY_NET)),
                Err(StoreError::LeaseLost) => return,
                Err(error) => {
                    tracing::error!(%error, account = sender.account.as_str(), "mail.not_sent");
                    PAUSE
                }
            };
            if wait.is_zero() {
                continue;
            }
            tokio::select! {
                () = woken => {}
                () = sender.clock.sleep_until(begun + wait) => {}
                () = tokio::time::sleep(wait.max(SAFETY_NET)) => {}
                () = stop.cancelled() => {}
            }
        }
        // What has ended is known here alone.
        while let Err(error) = sender.record(&mut memory).await {
            if matches!(error, StoreError::LeaseLost) {
                return;
            }
            tracing::error!(%error, account = sender.account.as_str(), "mail.not_recorded");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Sends what may go now, a few at a time; after what time there may be more, at once included;
    /// none where nothing waits.
    pub async fn round(
        self: &Arc<Self>,
        memory: &mut Memory,
    ) -> Result<Option<Duration>, StoreError> {
        self.record(memory).await?;
        let now = self.clock.now();
        if let Some(until) = held_until(memory.hold, now) {
            return Ok(Some((until - now).to_std().unwrap_or(SAFETY_NET)));
        }
        // While the server refuses us, one mail is enough to see whether it still does: another one
        // each time, as it may be that one alone which it never takes.
        let limit = if memory.told { 1 } else { AT_A_TIME };
        let (claimed, next) = self.store.claim_mail(self.account, self.epoch, now, limit).await?;
        if claimed.is_empty() {
            let next = next.map(|next| (next - now).to_std().unwrap_or(Duration::ZERO));
            return Ok(next.map(|wait| wait.max(Duration::from_millis(1))));
        }
        // Tasks of their own: a panic in one, which is our bug, leaves the others alone.
        let sends = claimed.into_iter().map(|mail| {
            let sender = Arc::clone(self);
            async move {
                let row = mail.row.clone();
                let attempts = mail.attempts;
                let sent =
                    AbortOnDropHandle::new(tokio::spawn(async move { sender.send(mail).await }));
                let sent = sent.await;
                let sent = sent.unwrap_or_else(|_| {
                    // The words of a panic may quote a mail: its place is in the log already.
                    tracing::error!("mail.send_panicked");
                    Err(SendError::NotMade("the send failed in our own code".to_owned()))
                });
                (row, attempts, sent)
            }
        });
        let sent = join_all(sends).await;
        self.ended(sent, memory);
        self.record(memory).await?;
        Ok(Some(Duration::ZERO))
    }

    /// Records what came of sends, again until it is recorded: nothing is claimed before.
    async fn record(&self, memory: &mut Memory) -> Result<(), StoreError> {
        if !memory.ended.is_empty() {
            let ended = &memory.ended;
            let to_send = record::record(&self.store, &self.clock, ended, None, true).await?;
            self.wakes.call(&self.store, to_send);
            memory.ended.clear();
        }
        if let Some(news) = memory.tell.clone() {
            self.tell(news).await?;
            memory.tell = None;
        }
        Ok(())
    }

    /// What sends mean: for their rows, and for the server.
    fn ended(&self, sent: Vec<(Outgoing, i32, Result<usize, SendError>)>, memory: &mut Memory) {
        let now = self.clock.now();
        let channel = counted::channel(self.account);
        let hold = now + pause(memory.refused);
        let mut trouble = None;
        let mut worked = false;
        let mut later = Vec::new();
        for (row, attempts, sent) in sent {
            let (id, recipient) = (row.id.0, hash_of(&row));
            let unreadable = row.content == Content::Unreadable;
            // Nobody has refused that one.
            let noted = |error| {
                if unreadable {
                    return error;
                }
                let error = memory.refusals.note(recipient, error);
                memory.suspects.note(recipient, error)
            };
            let sent = sent.map_err(noted);
            let refused = matches!(sent, Err(SendError::OwnFault { .. }));
            let one_alone = memory.puts_off_one(row.id, &sent);
            let outcome = match sent {
                Ok(without) => {
                    memory.refusals.accepted();
                    memory.suspects.accepted(recipient);
                    worked = true;
                    tracing::info!(row = %id, purpose = row.purpose.as_str(), "mail.sent");
                    match self.account {
                        Account::Mail => {
                            let messages = Vec::new();
                            SendOutcome::Delivered { messages, fingerprint: None, without }
                        }
                        Account::Pec => SendOutcome::Accepted { without },
                    }
                }
                Err(error) => {
                    let why = error.for_log();
                    tracing::warn!(row = %id, attempts, error = why, "mail.not_taken");
                    let outcome = failed(&error, &row, attempts, now, hold);
                    match error {
                        SendError::OwnFault { reply, .. } => trouble = Some(reply),
                        SendError::NotMade(why) | SendError::Unknown(why) => {
                            later.push((row.id, why));
                        }
                        // The server has answered: this one mail is not taken.
                        SendError::Refused { .. } => memory.in_vain = None,
                    }
                    outcome
                }
            };
            let sent = match counted::how(&outcome) {
                _ if refused => Sent::RefusedUs,
                Sent::Again if one_alone => Sent::PutOff,
                how => how,
            };
            counted::send(&self.store, channel, sent, Some(&row), now);
            let result = result(Parcel::Row(row.id), self.epoch, now, outcome);
            let (chat, meaning) = (ChatId::NONE, Meaning::None);
            memory.ended.push(Ended { chat, row: Some(row), result, meaning });
        }
        match trouble {
            Some(reply) => {
                memory.refused += 1;
                memory.hold = Some(hold);
                if !std::mem::replace(&mut memory.told, true) {
                    memory.tell = Some(News::Refuses(reply));
                }
            }
            None if worked => {
                memory.refused = 0;
                memory.hold = None;
                memory.in_vain = None;
                let told = std::mem::take(&mut memory.told);
                let told = std::mem::take(&mut memory.told_in_vain) || told;
                // At the first time another process may have told it.
                if !std::mem::replace(&mut memory.has_gone, true) || told {
                    memory.tell = Some(News::TakesAgain);
                }
            }
            None => {
                let Some((_, why)) = later.last().cloned() else { return };
                let long = memory.in_vain(later.into_iter().map(|(id, _)| id), now);
                if long && !memory.told_in_vain {
                    memory.told_in_vain = true;
                    memory.tell = Some(News::InVain(why));
                }
            }
        }
    }

    /// Tells the supervisors that the server refuses us, and why; or that it takes our mail again.
    async fn tell(&self, news: News) -> Result<(), StoreError> {
        let (refused, in_vain) = (Alarm::Refused(self.account), Alarm::InVain(self.account));
        match news {
            News::Refuses(_) => self.tell_of(refused, news, true).await.map(drop),
            News::InVain(_) => self.tell_of(in_vain, news, true).await.map(drop),
            News::TakesAgain => {
                let told = self.tell_of(refused, news.clone(), true).await?;
                self.tell_of(in_vain, news, !told).await.map(drop)
            }
        }
    }

    /// Tells them news of that trouble; `aloud`: else it is only noted. Whether it was news.
    async fn tell_of(&self, alarm: Alarm, news: News, aloud: bool) -> Result<bool, StoreError> {
        let account = self.account;
        let trouble = (alarm, !matches!(news, News::TakesAgain));
        let message = move |town: &Directory| match &news {
            News::Refuses(reply) => text::service::mail_refused(town, account, Some(reply)),
            News::InVain(why) => text::service::mail_in_vain(town, account, why),
            News::TakesAgain => text::service::mail_refused(town, account, None),
        };
        let (store, clock, wakes) = (&self.store, &self.clock, &self.wakes);
        staff::tell_of_trouble(store, clock, wakes, trouble, aloud, message).await
    }

    /// Sends it: how many of its photos could not go with it.
    async fn send(&self, mail: ClaimedMail) -> Result<usize, SendError> {
        let content = match &mail.row.content {
            Content::Mail(content) => content,
            other => {
                let unreadable = *other == Content::Unreadable;
                let reply =
                    if unreadable { UNREADABLE } else { "a chat's message cannot go by mail" };
                return Err(SendError::Refused { status: None, reply: reply.to_owned() });
            }
        };
        let pictures = self.pictures(&mail.files, mail.attempts).await?;
        let composed = self.composed(&mail, content, &pictures).await?;
        self.smtp.send(&composed).await?;
        Ok(content.photos.len().saturating_sub(pictures.len()))
    }

    async fn composed(
        &self,
        mail: &ClaimedMail,
        content: &MailContent,
        pictures: &[Picture],
    ) -> Result<Composed, SendError> {
        let not_made = |error: String| SendError::NotMade(error);
        let directory =
            self.store.directory().await.map_err(|error| not_made(error.to_string()))?;
        let town = directory.map_or_else(String::new, |directory| directory.name.clone());
        let pages = self.pages(mail.page_token.as_deref());
        let laid = text::mail::layout(&town, content, pages.as_ref());
        let reply_to = mail.reply_token.as_deref().map(|token| self.addresses.with(token));
        let envelope_from = self.addresses.with(&bounce_token(mail.row.id));
        let mut thread = mail.thread.clone();
        if thread.is_empty() {
            thread.extend(content.answers.clone());
        }
        let to = mail.row.to.mail().map(|to| to.address.clone()).unwrap_or_default();
        let posting = Posting {
            from_name: &town,
            from: &self.addresses.address,
            reply_to: reply_to.as_deref(),
            envelope_from: &envelope_from,
            to: &to,
            subject: &content.subject,
            message_id: &message_id(mail.row.id, &self.id_host),
            date: mail.row.created_at,
            in_reply_to: thread.last().map(String::as_str),
            references: &thread,
            auto: content.auto,
            lang: content.lang,
            text: &laid.text,
            html: &laid.html,
            pictures,
        };
        compose(&posting).map_err(|error| SendError::Refused {
            status: None,
            reply: format!("it cannot be composed: {error}"),
        })
    }

    fn pages(&self, token: Option<&str>) -> Option<Pages> {
        let base = self.public_url.as_ref()?.as_str().trim_end_matches('/');
        let token = token?;
        Some(Pages {
            solved: format!("{base}/r/{token}/solved"),
            still_there: format!("{base}/r/{token}/still-there"),
        })
    }

    /// The photos that go with a mail, freed of all but the picture, within its limit.
    async fn pictures(
        &self,
        files: &[StoredFile],
        attempts: i32,
    ) -> Result<Vec<Picture>, SendError> {
        let mut pictures = Vec::with_capacity(files.len());
        let mut left = MOST_BYTES;
        for (at, file) in files.iter().enumerate() {
            let Some(blob) = &file.blob else {
                if !file.is_given_up && attempts < PHOTO_ATTEMPTS {
                    return Err(SendError::NotMade("a photo is not here yet".to_owned()));
                }
                // It cannot be had: the words matter more.
                continue;
            };
            let bytes = match photos::kept(&self.blobs, blob).await {
                Ok(Kept { freed: Some(bytes), .. }) => bytes,
                Ok(_) => {
                    tracing::warn!(file = %file.id.0, "mail.no_photo");
                    continue;
                }
                Err(error) if attempts < PHOTO_ATTEMPTS => {
                    return Err(SendError::NotMade(error.to_string()));
                }
                Err(error) => {
                    tracing::error!(file = %file.id.0, %error, "mail.photo_lost");
                    continue;
                }
            };
            if bytes.len() > left {
                tracing::warn!(file = %file.id.0, "mail.photo_left_out");
                continue;
            }
            left -= bytes.len();
            pictures.push(Picture::numbered(at + 1, bytes));
        }
        Ok(pictures)
    }
}

/// The Message-ID of a row, without brackets: the same at each attempt.
fn message_id(row: OutboxId, host: &str) -> String {
    format!("{}@{host}", row.0.simple())
}

/// What the envelope's sender carries, so that a bounce names its row.
fn bounce_token(row: OutboxId) -> String {
    format!("{BOUNCE}{}", row.0.simple())
}

/// Tells recipients apart.
fn hash_of(row: &Outgoing) -> u64 {
    let mut hasher = DefaultHasher::new();
    row.to.mail().map(|to| &to.address).hash(&mut hasher);
    hasher.finish()
}

/// Five minutes, doubling to an hour.
fn pause(attempts: i32) -> TimeDelta {
    doubling(FIRST_PAUSE, attempts, LONGEST_PAUSE)
}

/// Until when nothing is sent. A time further off than any pause was said before the clock was set back.
fn held_until(hold: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let longest = now + LONGEST_PAUSE;
    hold.filter(|until| now < *until && *until <= longest)
}

/// What a failed send comes to. `hold`: nothing is sent before, where the server refuses us.
fn failed(
    error: &SendError,
    row: &Outgoing,
    attempts: i32,
    now: DateTime<Utc>,
    hold: DateTime<Utc>,
) -> SendOutcome {
    let too_old = attempts >= LEAST_ATTEMPTS && now - row.created_at > TimeDelta::days(DAYS);
    match error {
        SendError::Refused { status, reply } => {
            let known = status.as_deref().filter(|status| !reply.starts_with(status));
            let reason = known.map_or_else(|| reply.clone(), |status| format!("{status} {reply}"));
            SendOutcome::Undeliverable { reason }
        }
        SendError::NotMade(_) | SendError::Unknown(_) if too_old => {
            let reason = format!("{} {DAYS}", text::staff::GIVEN_UP.trim());
            SendOutcome::Undeliverable { reason }
        }
        // Our own fault is no fault of the mail: it waits until that is mended.
        SendError::OwnFault { .. } => SendOutcome::Again {
            // Others have their turn before.
            not_before: hold + TimeDelta::minutes(1),
            reason: error.to_string(),
            unknown: false,
            counts: false,
        },
        SendError::NotMade(_) | SendError::Unknown(_) => SendOutcome::Again {
            not_before: now + pause(attempts),
            reason: error.to_string(),
            unknown: matches!(error, SendError::Unknown(_)),
            counts: true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_tried_after_5_minutes_doubling_to_an_hour() {
        let minutes: Vec<i64> = (0..7).map(|attempt| pause(attempt).num_minutes()).collect();
        assert_eq!(minutes, [5, 10, 20, 40, 60, 60, 60]);
    }

    #[test]
    fn a_server_that_refused_us_is_asked_again_although_the_clock_was_set_back() {
        let now: DateTime<Utc> = "2026-11-24T09:00:00Z".parse().unwrap();
        let hold = Some(now + pause(9));
        assert_eq!(held_until(hold, now), hold);
        assert_eq!(held_until(hold, now + pause(9)), None);
        assert_eq!(held_until(hold, now - TimeDelta::days(1)), None);
    }
}
