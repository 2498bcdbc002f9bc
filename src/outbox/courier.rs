//! One send: a parcel as calls of the Bot API, and what came of them.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::cards::{self, Views};
use super::photos::{self, Kept};
use super::record::{Ended, Meaning, delay, is_for_staff_elsewhere, result};
use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::{CallError, Cure, cure};
use crate::channels::telegram::send::Photo;
use crate::clock::Clock;
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, MessageId, ReportId};
use crate::domain::outgoing::{Content, Message, Outgoing, Purpose, UNREADABLE};
use crate::domain::step::{Claimed, Parcel, SendOutcome, StoredFile};
use crate::store::{Store, StoreError};

/// A photo of ours that cannot be read is waited for, attempts: some four minutes.
const PHOTO_ATTEMPTS: i32 = 8;
/// A lost staff chat is tried again this much later: it may be bound again.
const LOST_CHAT_MINUTES: i64 = 10;

/// What one send needs. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Courier {
    pub store: Store,
    pub clock: Clock,
    pub api: Api,
    pub blobs: Blobs,
    pub epoch: i64,
}

/// Why a send came to nothing, or to a part of it.
#[derive(Debug)]
pub(super) struct Failure {
    error: CallError,
    /// Something has arrived before.
    begun: bool,
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self { error, begun: false }
    }
}

/// Photos that go together.
#[derive(Clone, Copy)]
struct Album<'a> {
    chat: ChatId,
    files: &'a [StoredFile],
    caption: &'a str,
    silent: bool,
    reply_to: Option<MessageId>,
    /// They go to a citizen.
    owed: bool,
    /// How often they were tried before.
    attempts: i32,
}

/// A photo as a file of ours.
struct Upload {
    /// As a photo.
    photo: Photo,
    /// As the file that it is, where Telegram takes it for no photo: the ways to send it, in order. To a citizen none goes
    /// that is not freed of what it tells beside the picture.
    as_file: Vec<Photo>,
}

/// What a send reports to the loop.
#[derive(Debug)]
pub(super) struct Returned {
    pub ended: Ended,
    /// Telegram said to wait: with this chat, or with everything.
    pub wait: Option<Duration>,
}

impl Courier {
    /// Sends a parcel; what is for staff makes no sound outside office hours. `views`: what is known of the reports of
    /// cards that were claimed with it. `between`: how long its chat is left in peace between two calls that the parcel
    /// takes.
    pub async fn send(self, parcel: Claimed, views: Views, between: Option<TimeDelta>) -> Returned {
        match parcel {
            Claimed::Row { row, target, files, attempts } => {
                // The claim gives only rows that go to a chat.
                let chat = row.to.chat().unwrap_or(ChatId::NONE);
                let quiet = match self.town_of(&row, chat).await {
                    Ok(town) if is_for_staff_elsewhere(&row, chat, town.as_deref()) => {
                        return self.kept_back(row, chat);
                    }
                    Ok(town) => town.is_some_and(|town| !town.calendar.is_open(self.clock.now())),
                    Err(error) => {
                        let error = Failure::from(CallError::NotMade(error.to_string()));
                        let parcel = Parcel::Row(row.id);
                        return self.returned(chat, parcel, Some(row), attempts, Err(error));
                    }
                };
                let sent = self.row(chat, (&row, attempts), (target, quiet), &files, between).await;
                self.returned(chat, Parcel::Row(row.id), Some(row), attempts, sent)
            }
            Claimed::Card { chat, report, message, retire, fingerprint, attempts } => {
                if let Some(old) = retire {
                    if let Err(error) = self.api.retire(chat, old).await {
                        tracing::debug!(%report, %error, "card.not_retired");
                    }
                    self.peace(between).await;
                }
                let shown = fingerprint.as_deref();
                let sent = self.card(&views, (chat, report), message, shown).await;
                let sent = sent.map_err(Failure::from);
                self.returned(chat, Parcel::Card(chat, report), None, attempts, sent)
            }
        }
    }

    /// The town whose staff a row is for, in a group or in private. None where it is a citizen's.
    async fn town_of(
        &self,
        row: &Outgoing,
        chat: ChatId,
    ) -> Result<Option<Arc<Directory>>, StoreError> {
        if chat.is_private() && !matches!(row.purpose, Purpose::Staff | Purpose::Task) {
            return Ok(None);
        }
        // As it was last looked at: a binding that changes takes what is in flight elsewhere in the same step, and the
        // step that records what came of this decides anew.
        self.store.directory().await
    }

    /// It is not sent, and nothing is said of it there. If it has moved to another group since it was claimed, or the group
    /// is the town's again, it goes there when this is recorded.
    fn kept_back(&self, row: Outgoing, chat: ChatId) -> Returned {
        tracing::info!(row = %row.id.0, "outbox.nobodys_group");
        let reason = "the group is nobody's any more".to_owned();
        let outcome = SendOutcome::Undeliverable { reason };
        let result = result(Parcel::Row(row.id), self.epoch, self.clock.now(), outcome);
        let ended = Ended { chat, row: Some(row), result, meaning: Meaning::ChatLost };
        Returned { ended, wait: None }
    }

    /// Leaves the chat in peace before the next call.
    async fn peace(&self, between: Option<TimeDelta>) {
        if let Some(time) = between {
            self.clock.lets_pass(time.to_std().unwrap_or_default()).await;
        }
    }

    async fn row(
        &self,
        chat: ChatId,
        (row, attempts): (&Outgoing, i32),
        (target, quiet): (Option<MessageId>, bool),
        files: &[StoredFile],
        between: Option<TimeDelta>,
    ) -> Result<SendOutcome, Failure> {
        let mut without = 0;
        let messages = match &row.content {
            Content::Text(message) => {
                let message = if quiet { silenced(message) } else { Cow::Borrowed(message) };
                vec![self.api.send_text(chat, &message, target).await?]
            }
            Content::Photos { caption, silent, .. } => {
                let (silent, reply_to, owed) = (*silent || quiet, target, row.purpose.is_owed());
                let album = Album { chat, files, caption, silent, reply_to, owed, attempts };
                let sent = self.photos(album, between).await?;
                if sent.is_empty() && !files.is_empty() {
                    let reason = "no photo of it can be read".to_owned();
                    return Ok(SendOutcome::Undeliverable { reason });
                }
                without = files.len().saturating_sub(sent.len());
                sent
            }
            Content::Edit { message, .. } => {
                // A message that is gone has nothing left to change.
                if let Some(id) = target {
                    match self.api.edit_text(chat, id, message).await {
                        Err(error) if cure(&error, Some(chat)) == Cure::SendAnew => {}
                        edited => edited?,
                    }
                }
                Vec::new()
            }
            Content::Document { name, text, caption } => {
                vec![self.api.send_file(chat, name, text, caption, quiet, target).await?]
            }
            Content::Unreadable => {
                return Ok(SendOutcome::Undeliverable { reason: UNREADABLE.to_owned() });
            }
            Content::Mail(_) => {
                let reason = "a mail cannot go to a chat".to_owned();
                return Ok(SendOutcome::Undeliverable { reason });
            }
        };
        tracing::debug!(row = %row.id.0, purpose = row.purpose.as_str(), "outbox.sent");
        Ok(SendOutcome::Delivered { messages, fingerprint: None, without })
    }

    async fn photos(
        &self,
        album: Album<'_>,
        between: Option<TimeDelta>,
    ) -> Result<Vec<MessageId>, Failure> {
        let chat = album.chat;
        let photos: Vec<Photo> = album.files.iter().map(by_id).collect();
        if photos.is_empty() {
            return Ok(Vec::new());
        }
        if photos.iter().all(|photo| photo.file_id.is_some()) {
            match self.send_photos(&album, &photos, album.caption).await {
                Err(error) if is_no_photo(&error, chat) => {
                    tracing::info!(%error, "outbox.photos_uploaded");
                }
                sent => return Ok(sent?),
            }
            self.peace(between).await;
        }
        let uploads = self.uploads(&album).await?;
        if uploads.is_empty() {
            return Ok(Vec::new());
        }
        let photos: Vec<Photo> = uploads.iter().map(|upload| upload.photo.clone()).collect();
        match self.send_photos(&album, &photos, album.caption).await {
            Err(error) if is_no_photo(&error, chat) => {
                tracing::info!(%error, "outbox.photos_apart");
            }
            sent => return Ok(sent?),
        }
        self.photos_apart(&album, &uploads, between).await
    }

    /// Photos as files of ours: all of them, or, once that was waited for, those that can be read.
    async fn uploads(&self, album: &Album<'_>) -> Result<Vec<Upload>, CallError> {
        let is_way = |way: &Photo| way.file_id.is_some() || way.bytes.is_some();
        let to_staff = |way: Photo| (!album.owed && is_way(&way)).then_some(way);
        let mut uploads = Vec::new();
        for file in album.files {
            let upload = match &file.blob {
                None if album.owed && !file.is_given_up && album.attempts < PHOTO_ATTEMPTS => {
                    return Err(CallError::NotMade("the photo is not here yet".to_owned()));
                }
                // One that is not fetched yet goes by its id, which may be good while another's is not.
                None => {
                    let as_file = to_staff(by_id(file)).into_iter().collect();
                    Upload { photo: by_id(file), as_file }
                }
                Some(blob) => match photos::kept(&self.blobs, blob).await {
                    Ok(Kept { freed: Some(bytes), .. }) => {
                        let photo = Photo { file_id: None, bytes: Some(bytes) };
                        Upload { as_file: vec![photo.clone()], photo }
                    }
                    Ok(Kept { freed: None, raw }) => {
                        let photo = Photo { file_id: None, bytes: Some(raw) };
                        let ways = [by_id(file), photo.clone()].into_iter();
                        Upload { as_file: ways.filter_map(to_staff).collect(), photo }
                    }
                    Err(error) if album.attempts < PHOTO_ATTEMPTS => {
                        let why = format!("the photo cannot be read: {error}");
                        return Err(CallError::NotMade(why));
                    }
                    // What waits behind it matters more.
                    Err(error) => {
                        tracing::error!(file = %file.id.0, %error, "outbox.photo_lost");
                        continue;
                    }
                },
            };
            uploads.push(upload);
        }
        Ok(uploads)
    }

    async fn send_photos(
        &self,
        album: &Album<'_>,
        photos: &[Photo],
        caption: &str,
    ) -> Result<Vec<MessageId>, CallError> {
        self.api.send_photos(album.chat, photos, caption, album.silent, album.reply_to).await
    }

    /// Each photo by itself, and what Telegram takes for no photo as a file.
    async fn photos_apart(
        &self,
        album: &Album<'_>,
        uploads: &[Upload],
        between: Option<TimeDelta>,
    ) -> Result<Vec<MessageId>, Failure> {
        let chat = album.chat;
        let mut sent = Vec::with_capacity(uploads.len());
        let mut refused = None;
        for (at, upload) in uploads.iter().enumerate() {
            let caption = if at == 0 { album.caption } else { "" };
            let alone = std::slice::from_ref(&upload.photo);
            self.peace(between).await;
            let mut one = self.send_photos(album, alone, caption).await;
            for way in &upload.as_file {
                if !one.as_ref().is_err_and(|error| is_no_photo(error, chat)) {
                    break;
                }
                self.peace(between).await;
                let file = self.api.send_document(chat, way, album.silent, album.reply_to).await;
                one = file.map(|id| vec![id]);
            }
            match one {
                Ok(ids) => sent.extend(ids),
                // The others still arrive.
                Err(error) if is_no_photo(&error, chat) => refused = Some(error),
                Err(error) => return Err(Failure { error, begun: !sent.is_empty() }),
            }
        }
        match refused {
            Some(error) if sent.is_empty() => Err(error.into()),
            _ => Ok(sent),
        }
    }

    async fn card(
        &self,
        views: &Views,
        (chat, report): (ChatId, ReportId),
        message: Option<MessageId>,
        shown: Option<&str>,
    ) -> Result<SendOutcome, CallError> {
        let rendered = cards::render(&self.store, views, chat, report, self.clock.now())
            .await
            .map_err(|error| CallError::NotMade(error.to_string()))?;
        let Some(card) = rendered else {
            return Ok(SendOutcome::Undeliverable { reason: "there is no such report".to_owned() });
        };
        let fingerprint = Some(card.fingerprint.clone());
        let Some(id) = message else {
            if card.is_withdrawn {
                return Ok(SendOutcome::Delivered {
                    messages: Vec::new(),
                    fingerprint,
                    without: 0,
                });
            }
            let id = self.api.send_text(chat, &card.message, None).await?;
            return Ok(SendOutcome::Delivered { messages: vec![id], fingerprint, without: 0 });
        };
        if shown != Some(card.fingerprint.as_str()) {
            match self.api.edit_text(chat, id, &card.message).await {
                Err(error) if cure(&error, Some(chat)) == Cure::SendAnew => {
                    return Ok(SendOutcome::CardLost);
                }
                // Where the bot is put out of a chat that is not the town's any more, nobody misses it.
                Err(error) if card.is_withdrawn && is_out_of(&error, chat) => {}
                edited => edited?,
            }
        }
        Ok(SendOutcome::Delivered { messages: Vec::new(), fingerprint, without: 0 })
    }

    /// A send that was not begun: it goes again at once, as if nobody had taken it up.
    pub fn not_made(&self, parcel: &Claimed, why: &str) -> Returned {
        let now = self.clock.now();
        let again = SendOutcome::Again {
            not_before: now,
            reason: why.to_owned(),
            unknown: false,
            counts: false,
        };
        let result = result(parcel.parcel(), self.epoch, now, again);
        let ended = Ended { chat: parcel.chat(), row: None, result, meaning: Meaning::None };
        Returned { ended, wait: None }
    }

    /// What came of a send, as the next step records it.
    pub fn returned(
        &self,
        chat: ChatId,
        parcel: Parcel,
        row: Option<Outgoing>,
        attempts: i32,
        sent: Result<SendOutcome, Failure>,
    ) -> Returned {
        let now = self.clock.now();
        let (outcome, meaning, wait) = match sent {
            Ok(outcome) => (outcome, Meaning::None, None),
            Err(failure) => {
                let cure = cure(&failure.error, Some(chat));
                tracing::warn!(?parcel, error = %failure.error, ?cure, "outbox.not_sent");
                failed(&failure, cure, attempts, now)
            }
        };
        let result = result(parcel, self.epoch, now, outcome);
        Returned { ended: Ended { chat, row, result, meaning }, wait }
    }
}

/// The same without a sound.
fn silenced(message: &Message) -> Cow<'static, Message> {
    Cow::Owned(Message { silent: true, ..message.clone() })
}

/// A photo as Telegram knows it, if it does.
fn by_id(file: &StoredFile) -> Photo {
    Photo { file_id: file.telegram_file_id.clone(), bytes: None }
}

/// Whether Telegram has no such photo, or does not take it for one.
fn is_no_photo(error: &CallError, chat: ChatId) -> bool {
    matches!(cure(error, Some(chat)), Cure::BadFile | Cure::FileTooBig)
}

/// Whether nothing can be written to the chat any more.
fn is_out_of(error: &CallError, chat: ChatId) -> bool {
    matches!(cure(error, Some(chat)), Cure::ChatLost | Cure::GeneralThread | Cure::Unreachable)
}

/// What a failed send comes to: again, or never; and what it says of the chat. Where a part of it has arrived, that
/// comes once more.
fn failed(
    failure: &Failure,
    cure: Cure,
    attempts: i32,
    now: DateTime<Utc>,
) -> (SendOutcome, Meaning, Option<Duration>) {
    let reason = failure.error.to_string();
    let again = |not_before, unknown| SendOutcome::Again {
        not_before,
        reason: reason.clone(),
        unknown: unknown || failure.begun,
        counts: true,
    };
    match cure {
        Cure::Wait(wait) => {
            let then = now + TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
            (again(then, false), Meaning::None, Some(wait))
        }
        Cure::Migrated(to) => (again(now, false), Meaning::Migrated(to), None),
        Cure::Unreachable => (SendOutcome::Undeliverable { reason }, Meaning::PersonLost, None),
        // We name no thread: where the general one is closed, the group cannot be written to.
        Cure::ChatLost | Cure::GeneralThread => {
            let then = now + TimeDelta::minutes(LOST_CHAT_MINUTES);
            (again(then, false), Meaning::ChatLost, None)
        }
        Cure::OutcomeUnknown => (again(now + delay(attempts), true), Meaning::None, None),
        Cure::Again | Cure::OtherPoller | Cure::TokenWrong => {
            (again(now + delay(attempts), false), Meaning::None, None)
        }
        Cure::Success | Cure::Ignore => (SendOutcome::delivered(Vec::new()), Meaning::None, None),
        Cure::SendAnew
        | Cure::WithoutReply
        | Cure::PlainText
        | Cure::TooLong
        | Cure::FileTooBig
        | Cure::BadFile
        | Cure::Refused => (SendOutcome::Undeliverable { reason }, Meaning::None, None),
    }
}
