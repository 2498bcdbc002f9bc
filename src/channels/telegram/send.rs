//! Rows of the outbox as calls of the Bot API.

use bytes::Bytes;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide_core::payloads::{
    EditMessageReplyMarkup, EditMessageText, EditMessageTextSetters as _, SendDocument,
    SendDocumentSetters as _, SendMediaGroup, SendMediaGroupSetters as _, SendMessage,
    SendMessageSetters as _, SendPhoto, SendPhotoSetters as _,
};
use teloxide_core::types::{
    ButtonRequest, ChatId as TeloxideChat, FileId, ForceReply, InlineKeyboardButton,
    InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto, KeyboardButton, KeyboardMarkup,
    KeyboardRemove, LinkPreviewOptions, MessageId as TeloxideMessage, ParseMode, ReplyMarkup,
    ReplyParameters,
};

use super::api::{Api, Fields};
use super::errors::{CallError, Cure, cure};
use crate::domain::ids::{ChatId, MessageId};
use crate::domain::outgoing::{Keyboard, Message};
use crate::text::format::{LONGEST_CAPTION, LONGEST_TEXT, clip, plain_text};

/// A photo to send: by Telegram's id while that is good, else its bytes.
#[derive(Debug, Clone)]
pub struct Photo {
    /// Bot API `file_id`.
    pub file_id: Option<String>,
    /// The bytes, fetched from the blob store where the id is not good.
    pub bytes: Option<Bytes>,
}

#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

impl Api {
    /// Sends a text (Bot API `sendMessage`); the new message's id.
    pub async fn send_text(
        &self,
        chat: ChatId,
        message: &Message,
        reply_to: Option<MessageId>,
    ) -> Result<MessageId, CallError> {
        let mut payload = SendMessage::new(TeloxideChat(chat.0), message.html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview())
            .disable_notification(message.silent);
        payload.reply_markup = markup(&message.keyboard);
        payload.reply_parameters = reply_to.map(reply);
        loop {
            let error = match self.call::<_, Sent>(&payload).await {
                Ok(sent) => return Ok(MessageId(sent.message_id)),
                Err(error) => error,
            };
            if plainer(&error, chat) && payload.parse_mode.is_some() {
                tracing::error!(%error, "telegram.plain_text");
                payload.parse_mode = None;
                payload.text = clip(&plain_text(&message.html), LONGEST_TEXT).into_owned();
            } else if alone(&error, chat) && payload.reply_parameters.is_some() {
                payload.reply_parameters = None;
            } else {
                return Err(error);
            }
        }
    }

    /// Replaces a text (Bot API `editMessageText`). Unchanged is success.
    pub async fn edit_text(
        &self,
        chat: ChatId,
        id: MessageId,
        message: &Message,
    ) -> Result<(), CallError> {
        let target = TeloxideMessage(id.0);
        let mut payload = EditMessageText::new(TeloxideChat(chat.0), target, message.html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(no_preview());
        if let Some(ReplyMarkup::InlineKeyboard(keyboard)) = markup(&message.keyboard) {
            payload.reply_markup = Some(keyboard);
        }
        let edited = match self.call::<_, IgnoredAny>(&payload).await {
            Err(error) if plainer(&error, chat) => {
                tracing::error!(%error, "telegram.plain_text");
                payload.parse_mode = None;
                payload.text = clip(&plain_text(&message.html), LONGEST_TEXT).into_owned();
                self.call::<_, IgnoredAny>(&payload).await
            }
            edited => edited,
        };
        match edited {
            Err(error) if cure(&error, Some(chat)) == Cure::Success => Ok(()),
            Err(error) => Err(error),
            Ok(_) => Ok(()),
        }
    }

    /// Takes a message's buttons away (Bot API `editMessageReplyMarkup`).
    pub async fn retire(&self, chat: ChatId, id: MessageId) -> Result<(), CallError> {
        let payload = EditMessageReplyMarkup::new(TeloxideChat(chat.0), TeloxideMessage(id.0));
        self.call::<_, IgnoredAny>(&payload).await.map(drop)
    }

    /// Sends photos: one (Bot API `sendPhoto`), or 2 to 10 as an album (`sendMediaGroup`).
    /// The new messages' ids.
    pub async fn send_photos(
        &self,
        chat: ChatId,
        photos: &[Photo],
        caption: &str,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<Vec<MessageId>, CallError> {
        match self.photos(chat, photos, caption, silent, reply_to).await {
            Err(error) if alone(&error, chat) && reply_to.is_some() => {
                self.photos(chat, photos, caption, silent, None).await
            }
            sent => sent,
        }
    }

    /// Sends a picture that Telegram does not take as a photo (too large, too long, no picture to
    /// it) as the file that it is (Bot API `sendDocument`).
    pub async fn send_document(
        &self,
        chat: ChatId,
        photo: &Photo,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<MessageId, CallError> {
        let sent: Sent = if let Some(id) = &photo.file_id {
            let mut payload =
                SendDocument::new(TeloxideChat(chat.0), InputFile::file_id(FileId(id.clone())))
                    .disable_notification(silent);
            payload.reply_parameters = reply_to.map(reply);
            self.call(&payload).await?
        } else {
            let Some(bytes) = photo.bytes.clone() else {
                return Err(no_bytes());
            };
            let form = to_chat(chat, silent, reply_to);
            self.upload("SendDocument", form.photo("document", bytes)).await?
        };
        Ok(MessageId(sent.message_id))
    }

    /// Sends a text as a file of that name (Bot API `sendDocument`).
    pub async fn send_file(
        &self,
        chat: ChatId,
        name: &str,
        text: &str,
        caption: &str,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<MessageId, CallError> {
        let form = to_chat(chat, silent, reply_to)
            .text("caption", caption.to_owned())
            .text("parse_mode", "HTML")
            .file("document", name, text.to_owned());
        let sent: Sent = self.upload("SendDocument", form).await?;
        Ok(MessageId(sent.message_id))
    }

    async fn photos(
        &self,
        chat: ChatId,
        photos: &[Photo],
        caption: &str,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<Vec<MessageId>, CallError> {
        let by_id: Option<Vec<&str>> =
            photos.iter().map(|photo| photo.file_id.as_deref()).collect();
        let sent = match by_id {
            Some(ids) => self.photos_by_id(chat, &ids, caption, silent, reply_to).await?,
            None => self.photos_by_bytes(chat, photos, caption, silent, reply_to).await?,
        };
        Ok(sent.into_iter().map(|one| MessageId(one.message_id)).collect())
    }

    async fn photos_by_id(
        &self,
        chat: ChatId,
        ids: &[&str],
        caption: &str,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<Vec<Sent>, CallError> {
        let chat = TeloxideChat(chat.0);
        let caption = clip(caption, LONGEST_CAPTION).into_owned();
        let file = |id: &str| InputFile::file_id(FileId(id.to_owned()));
        if let [id] = ids {
            let mut payload =
                SendPhoto::new(chat, file(id)).caption(caption).disable_notification(silent);
            payload.reply_parameters = reply_to.map(reply);
            return Ok(vec![self.call(&payload).await?]);
        }
        let media = ids.iter().enumerate().map(|(at, id)| {
            let photo = InputMediaPhoto::new(file(id));
            InputMedia::Photo(if at == 0 { photo.caption(caption.clone()) } else { photo })
        });
        let mut payload =
            SendMediaGroup::new(chat, media.collect::<Vec<_>>()).disable_notification(silent);
        payload.reply_parameters = reply_to.map(reply);
        self.call(&payload).await
    }

    /// Uploads: Telegram's ids are not good any more (or there never were any).
    async fn photos_by_bytes(
        &self,
        chat: ChatId,
        photos: &[Photo],
        caption: &str,
        silent: bool,
        reply_to: Option<MessageId>,
    ) -> Result<Vec<Sent>, CallError> {
        let mut form = to_chat(chat, silent, reply_to);
        let caption = clip(caption, LONGEST_CAPTION).into_owned();
        if let [photo] = photos {
            let Some(bytes) = photo.bytes.clone() else {
                return Err(no_bytes());
            };
            let form = form.text("caption", caption).photo("photo", bytes);
            return Ok(vec![self.upload("SendPhoto", form).await?]);
        }
        let mut media = Vec::with_capacity(photos.len());
        for (at, photo) in photos.iter().enumerate() {
            let source = match &photo.file_id {
                Some(id) => id.clone(),
                None => format!("attach://photo{at}"),
            };
            let mut item = serde_json::json!({ "type": "photo", "media": source });
            if at == 0 && !caption.is_empty() {
                item["caption"] = caption.clone().into();
            }
            media.push(item);
            if photo.file_id.is_none() {
                let Some(bytes) = photo.bytes.clone() else {
                    return Err(no_bytes());
                };
                form = form.photo(format!("photo{at}"), bytes);
            }
        }
        let form = form.text("media", serde_json::Value::from(media).to_string());
        self.upload("SendMediaGroup", form).await
    }
}

/// The fields that every upload has.
fn to_chat(chat: ChatId, silent: bool, reply_to: Option<MessageId>) -> Fields {
    let form = Fields::default()
        .text("chat_id", chat.0.to_string())
        .text("disable_notification", silent.to_string());
    let Some(id) = reply_to else { return form };
    let parameters = serde_json::json!({
        "message_id": id.0, "allow_sending_without_reply": true,
    });
    form.text("reply_parameters", parameters.to_string())
}

/// Whether only the message to reply to is missing: the words are sent without it.
fn alone(error: &CallError, chat: ChatId) -> bool {
    cure(error, Some(chat)) == Cure::WithoutReply
}

fn no_bytes() -> CallError {
    CallError::NotMade("the photo is neither at Telegram nor in the blob store yet".to_owned())
}

/// Whether the text itself was refused: our bug, but the person still gets the words.
fn plainer(error: &CallError, chat: ChatId) -> bool {
    matches!(cure(error, Some(chat)), Cure::PlainText | Cure::TooLong)
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn reply(id: MessageId) -> ReplyParameters {
    ReplyParameters::new(TeloxideMessage(id.0)).allow_sending_without_reply()
}

fn markup(keyboard: &Keyboard) -> Option<ReplyMarkup> {
    Some(match keyboard {
        Keyboard::None => return None,
        Keyboard::Inline(rows) => {
            let rows = rows.iter().map(|row| {
                row.iter()
                    .map(|button| {
                        InlineKeyboardButton::callback(button.label.clone(), button.data.clone())
                    })
                    .collect::<Vec<_>>()
            });
            ReplyMarkup::InlineKeyboard(InlineKeyboardMarkup::new(rows))
        }
        Keyboard::Keys(rows) => {
            let rows = rows.iter().map(|row| {
                row.iter()
                    .map(|key| {
                        let button = KeyboardButton::new(key.label.clone());
                        if key.position { button.request(ButtonRequest::Location) } else { button }
                    })
                    .collect::<Vec<_>>()
            });
            ReplyMarkup::Keyboard(KeyboardMarkup::new(rows).resize_keyboard().one_time_keyboard())
        }
        Keyboard::RemoveKeys => ReplyMarkup::KeyboardRemove(KeyboardRemove::new()),
        Keyboard::ForceReply { placeholder } => ReplyMarkup::ForceReply(
            ForceReply::new().input_field_placeholder(placeholder.clone()).selective(),
        ),
    })
}
