//! What the Bot API's refusals mean for us: one table, by code and by how the description begins.
//!
//! The texts are those of the official server; teloxide keeps several of them as unknown.

use std::time::Duration;

use crate::domain::ids::ChatId;

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallError {
    /// The Bot API refused it.
    Refused {
        /// HTTP status and Bot API `error_code`.
        code: u16,
        /// Bot API `description`.
        description: String,
        /// Bot API `parameters.retry_after`, seconds.
        retry_after: Option<u64>,
        /// Bot API `parameters.migrate_to_chat_id`.
        migrate_to: Option<i64>,
    },
    /// No answer, or none that the Bot API would give: it may have acted or not.
    Unknown(String),
    /// The call could not be made: it has not acted.
    NotMade(String),
}

impl std::fmt::Display for CallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused { code, description, .. } => write!(f, "{code} {description}"),
            Self::Unknown(problem) | Self::NotMade(problem) => f.write_str(problem),
        }
    }
}

impl std::error::Error for CallError {}

/// What is to be done about a failed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// Pause that long, then the same again.
    Wait(Duration),
    /// The group has another id now: rewrite it everywhere, then the same again.
    Migrated(ChatId),
    /// This person cannot be written to: final.
    Unreachable,
    /// A staff chat is lost: keep its queue until it is bound again.
    ChatLost,
    /// It is as wished already.
    Success,
    /// The message is gone or cannot be edited: send it anew.
    SendAnew,
    /// Too late to matter.
    Ignore,
    /// Without the thread.
    GeneralThread,
    /// Without the reply.
    WithoutReply,
    /// Our bug: as plain text.
    PlainText,
    /// Our bug: cut.
    TooLong,
    /// The file is too big to be had.
    FileTooBig,
    /// The file id is not good (any more).
    BadFile,
    /// Another poller or a webhook holds the token.
    OtherPoller,
    /// The token is wrong or revoked.
    TokenWrong,
    /// It may have been done: messages again (marked), edits again.
    OutcomeUnknown,
    /// It was not done: again.
    Again,
    /// Refused for a reason that this table does not know: final.
    Refused,
}

impl Cure {
    /// Whether the same call may succeed later, with nothing done in between.
    pub fn passes(self) -> bool {
        matches!(self, Self::Again | Self::OutcomeUnknown | Self::Wait(_))
    }
}

/// Code, beginning of the description after `Bad Request: `, `Forbidden: ` or the like, cure.
const TABLE: &[(u16, &str, Cure)] = &[
    (400, "message is not modified", Cure::Success),
    (400, "message to edit not found", Cure::SendAnew),
    (400, "message can't be edited", Cure::SendAnew),
    (400, "MESSAGE_ID_INVALID", Cure::SendAnew),
    (400, "query is too old", Cure::Ignore),
    (400, "QUERY_ID_INVALID", Cure::Ignore),
    (400, "message thread not found", Cure::GeneralThread),
    (400, "TOPIC_CLOSED", Cure::GeneralThread),
    (400, "TOPIC_DELETED", Cure::GeneralThread),
    (400, "message to be replied not found", Cure::WithoutReply),
    (400, "message to reply not found", Cure::WithoutReply),
    (400, "can't parse entities", Cure::PlainText),
    (400, "message is too long", Cure::TooLong),
    (400, "MESSAGE_TOO_LONG", Cure::TooLong),
    (400, "message caption is too long", Cure::TooLong),
    (400, "MEDIA_CAPTION_TOO_LONG", Cure::TooLong),
    (400, "file is too big", Cure::FileTooBig),
    (400, "file of size", Cure::FileTooBig),
    (413, "", Cure::FileTooBig),
    (400, "wrong file_id", Cure::BadFile),
    (400, "wrong file identifier", Cure::BadFile),
    (400, "wrong remote file identifier", Cure::BadFile),
    // An image that came as a document, or one that Telegram cannot make a photo of.
    (400, "can't use file of type", Cure::BadFile),
    (400, "PHOTO_", Cure::BadFile),
    (400, "IMAGE_PROCESS_FAILED", Cure::BadFile),
    (400, "FILE_REFERENCE_", Cure::BadFile),
    (400, "not enough rights to send text messages", Cure::ChatLost),
    // Where photos or files alone are forbidden, words still arrive.
    (400, "not enough rights to send", Cure::Refused),
    (400, "need administrator rights", Cure::ChatLost),
    (400, "the group chat was deleted", Cure::ChatLost),
    (400, "CHAT_WRITE_FORBIDDEN", Cure::ChatLost),
    (400, "have no rights to send a message", Cure::ChatLost),
    (400, "chat not found", Cure::ChatLost),
    (400, "PEER_ID_INVALID", Cure::ChatLost),
    (403, "bot was blocked by the user", Cure::Unreachable),
    (403, "user is deactivated", Cure::Unreachable),
    (403, "bot can't initiate conversation with a user", Cure::Unreachable),
    (403, "bot can't send messages to bots", Cure::Unreachable),
    // Whatever else is forbidden (kicked, no member, deleted, muted): a chat that is lost keeps its
    // queue, where a refusal of the one message would lose what it says.
    (403, "", Cure::ChatLost),
    (409, "", Cure::OtherPoller),
    (401, "", Cure::TokenWrong),
    (404, "", Cure::TokenWrong),
    // Another bot or a setting of the chat has deleted it: so it would each time.
    (500, "sent message was immediately deleted", Cure::Refused),
];

/// What stands before the reason for one message of an album: its number, the reason, and a quote.
const OF_ONE: (&str, &str) = ("failed to send message #", " with the error message \"");

/// Without `retry_after` a 429 is waited out this long.
const DEFAULT_PAUSE: Duration = Duration::from_secs(5);

/// What is to be done about a failed call to `chat`. A lost private chat is an unreachable person.
pub fn cure(error: &CallError, chat: Option<ChatId>) -> Cure {
    let (code, description, retry_after, migrate_to) = match error {
        CallError::Unknown(_) => return Cure::OutcomeUnknown,
        CallError::NotMade(_) => return Cure::Again,
        CallError::Refused { code, description, retry_after, migrate_to } => {
            (*code, description.as_str(), *retry_after, *migrate_to)
        }
    };
    if code == 429 {
        return Cure::Wait(retry_after.map_or(DEFAULT_PAUSE, Duration::from_secs));
    }
    if let Some(to) = migrate_to {
        return Cure::Migrated(ChatId(to));
    }
    let words = reason(description);
    let not_known = if code >= 500 { Cure::OutcomeUnknown } else { Cure::Refused };
    let cure = TABLE
        .iter()
        .find(|(table_code, begins, _)| *table_code == code && begins_with(words, begins))
        .map_or(not_known, |(.., cure)| *cure);
    match cure {
        Cure::ChatLost if chat.is_some_and(ChatId::is_private) => Cure::Unreachable,
        cure => cure,
    }
}

/// The reason in a description, without the kind of error before it; of an album, the one for the message of it that
/// could not be sent.
fn reason(description: &str) -> &str {
    let words =
        ["Bad Request: ", "Forbidden: ", "Conflict: ", "Unauthorized: ", "Internal Server Error: "]
            .iter()
            .find_map(|kind| description.strip_prefix(kind))
            .unwrap_or(description);
    let (begins, before) = OF_ONE;
    let of_one = words.strip_prefix(begins).and_then(|rest| rest.split_once(before));
    of_one.map_or(words, |(_, reason)| reason.trim_end_matches('"'))
}

/// A reason that stands within another one keeps its capital letter.
fn begins_with(words: &str, begins: &str) -> bool {
    words.get(..begins.len()).is_some_and(|head| head.eq_ignore_ascii_case(begins))
}

/// Whether what was asked is nothing that an ordinary group has: there whoever is removed is not banned.
pub fn is_of_supergroups(error: &CallError) -> bool {
    let CallError::Refused { code: 400, description, .. } = error else {
        return false;
    };
    begins_with(reason(description), "method is available for supergroup")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> CallError {
        let description = description.to_owned();
        CallError::Refused { code, description, retry_after: None, migrate_to: None }
    }

    #[test]
    fn each_reply_of_the_server_has_its_cure() {
        let group = Some(ChatId(-5));
        let person = Some(ChatId(5));
        for (code, description, chat, expected) in [
            (403, "Forbidden: bot was blocked by the user", person, Cure::Unreachable),
            (403, "Forbidden: user is deactivated", person, Cure::Unreachable),
            (
                403,
                "Forbidden: bot can't initiate conversation with a user",
                person,
                Cure::Unreachable,
            ),
            (403, "Forbidden: bot was kicked from the group chat", group, Cure::ChatLost),
            (403, "Forbidden: bot was kicked from the supergroup chat", group, Cure::ChatLost),
            (403, "Forbidden: bot is not a member of the supergroup chat", group, Cure::ChatLost),
            (403, "Forbidden: the group chat was deleted", group, Cure::ChatLost),
            (
                400,
                "Bad Request: not enough rights to send text messages to the chat",
                group,
                Cure::ChatLost,
            ),
            (
                400,
                "Bad Request: not enough rights to send photos to the chat",
                group,
                Cure::Refused,
            ),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN", group, Cure::ChatLost),
            (
                400,
                "Bad Request: message is not modified: specified new message content and reply \
                 markup are exactly the same as a current content and reply markup of the message",
                group,
                Cure::Success,
            ),
            (400, "Bad Request: message to edit not found", group, Cure::SendAnew),
            (400, "Bad Request: message can't be edited", group, Cure::SendAnew),
            (
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
                None,
                Cure::Ignore,
            ),
            (400, "Bad Request: message thread not found", group, Cure::GeneralThread),
            (400, "Bad Request: TOPIC_CLOSED", group, Cure::GeneralThread),
            (400, "Bad Request: message to be replied not found", group, Cure::WithoutReply),
            (
                400,
                "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0",
                person,
                Cure::PlainText,
            ),
            (400, "Bad Request: message is too long", person, Cure::TooLong),
            (400, "Bad Request: message caption is too long", person, Cure::TooLong),
            (400, "Bad Request: TOPIC_DELETED", group, Cure::GeneralThread),
            (400, "Bad Request: message to be replied not found", group, Cure::WithoutReply),
            (400, "Bad Request: file is too big", None, Cure::FileTooBig),
            (413, "Request Entity Too Large", None, Cure::FileTooBig),
            (400, "Bad Request: can't use file of type Document as Photo", group, Cure::BadFile),
            (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", group, Cure::BadFile),
            (403, "Forbidden: something new", group, Cure::ChatLost),
            (403, "Forbidden: something new", person, Cure::Unreachable),
            (
                400,
                "Bad Request: wrong file_id or the file is temporarily unavailable",
                None,
                Cure::BadFile,
            ),
            (400, "Bad Request: chat not found", person, Cure::Unreachable),
            (400, "Bad Request: chat not found", group, Cure::ChatLost),
            (
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot \
                 instance is running",
                None,
                Cure::OtherPoller,
            ),
            (401, "Unauthorized", None, Cure::TokenWrong),
            (404, "Not Found", None, Cure::TokenWrong),
            (502, "Bad Gateway", person, Cure::OutcomeUnknown),
            (400, "Bad Request: something new", person, Cure::Refused),
        ] {
            assert_eq!(cure(&refused(code, description), chat), expected, "{description}");
        }
    }

    #[test]
    fn a_reason_counts_also_within_another_one_and_in_a_longer_sentence() {
        let group = Some(ChatId(-5));
        let person = Some(ChatId(5));
        for (code, description, chat, expected) in [
            (
                400,
                "Bad Request: failed to send message #2 with the error message \
                 \"PHOTO_INVALID_DIMENSIONS\"",
                group,
                Cure::BadFile,
            ),
            (
                400,
                "Bad Request: failed to send message #10 with the error message \"Wrong file \
                 identifier/HTTP URL specified\"",
                person,
                Cure::BadFile,
            ),
            (
                403,
                "Forbidden: failed to send message #1 with the error message \"bot was blocked by \
                 the user\"",
                person,
                Cure::Unreachable,
            ),
            (
                400,
                "Bad Request: file of size 18247428 bytes is too big for a photo; the maximum size \
                 is 10485760 bytes",
                person,
                Cure::FileTooBig,
            ),
            (
                500,
                "Internal Server Error: sent message was immediately deleted",
                group,
                Cure::Refused,
            ),
            (500, "Internal Server Error", group, Cure::OutcomeUnknown),
        ] {
            assert_eq!(cure(&refused(code, description), chat), expected, "{description}");
        }
    }

    #[test]
    fn parameters_go_before_words() {
        let flood = CallError::Refused {
            code: 429,
            description: "Too Many Requests: retry after 7".to_owned(),
            retry_after: Some(7),
            migrate_to: None,
        };
        assert_eq!(cure(&flood, None), Cure::Wait(Duration::from_secs(7)));
        let moved = CallError::Refused {
            code: 400,
            description: "Bad Request: group chat was upgraded to a supergroup chat".to_owned(),
            retry_after: None,
            migrate_to: Some(-100),
        };
        assert_eq!(cure(&moved, Some(ChatId(-1))), Cure::Migrated(ChatId(-100)));
        assert_eq!(cure(&CallError::Unknown(String::new()), None), Cure::OutcomeUnknown);
    }
}
