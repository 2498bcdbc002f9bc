//! The few commands that are needed: open the folder, list, fetch.

use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, Capability, MailboxDatum, Response, ResponseCode};
use base64::Engine as _;
use chrono::{DateTime, Days, Utc};

use super::ImapError;
use super::connection::Connection;

/// At that pace at least, in bytes a second, a mail is expected to come.
const PACE: u64 = 32 * 1024;

/// An opened folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder {
    /// Its UIDVALIDITY.
    pub(super) uid_validity: u32,
    /// The UID that the next mail will get at least (UIDNEXT), where the server says one that can be true.
    pub(super) uid_next: Option<u32>,
    /// How many mails are in it.
    pub(super) messages: u32,
}

/// A mail in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// Its UID.
    pub(super) uid: u32,
    /// When it arrived (INTERNALDATE), where the server says it intelligibly.
    pub(super) arrived: Option<DateTime<Utc>>,
    /// Its size in bytes (RFC822.SIZE).
    pub(super) size: u64,
}

impl Item {
    /// Whether it is to be taken. SEARCH has found it among the newer ones: without a date of its
    /// own that is believed.
    pub(super) fn is_newer(&self, since: DateTime<Utc>) -> bool {
        self.arrived.is_none_or(|arrived| arrived >= since)
    }
}

/// Whether the server knows IDLE.
pub(super) async fn knows_idle(connection: &mut Connection) -> Result<bool, ImapError> {
    let mut known = false;
    connection
        .command("CAPABILITY", Duration::ZERO, |answer| {
            if let Response::Capabilities(capabilities) = answer {
                known |= capabilities.iter().any(|capability| {
                    matches!(capability, Capability::Atom(name) if name.eq_ignore_ascii_case("IDLE"))
                });
            }
        })
        .await?;
    Ok(known)
}

/// Opens a folder read-only (EXAMINE, RFC 3501 section 6.3.2).
pub(super) async fn examine(
    connection: &mut Connection,
    folder: &str,
) -> Result<Folder, ImapError> {
    let (mut uid_validity, mut uid_next, mut messages) = (None, None, 0);
    let command = format!("EXAMINE {}", quoted(&modified_utf7(folder))?);
    connection
        .command(&command, Duration::ZERO, |answer| match answer {
            Response::MailboxData(MailboxDatum::Exists(count)) => messages = *count,
            Response::Data { outcome, .. } => match outcome.code {
                Some(ResponseCode::UidValidity(value)) => uid_validity = Some(value),
                Some(ResponseCode::UidNext(value)) => uid_next = Some(value),
                _ => {}
            },
            _ => {}
        })
        .await?;
    // Each mail that is there has a UID of its own, below the next one.
    let uid_next = uid_next.filter(|next| *next > messages);
    // A server without UIDVALIDITY keeps no UIDs either (RFC 3501 section 2.3.1.1).
    Ok(Folder { uid_validity: uid_validity.ok_or(ImapError::Protocol)?, uid_next, messages })
}

/// The UIDs after `uid` that may have arrived since then, in order. SEARCH knows only days, and
/// those of the server's own time zone, so a few may be older.
pub(super) async fn waiting(
    connection: &mut Connection,
    uid: u32,
    since: DateTime<Utc>,
) -> Result<Vec<u32>, ImapError> {
    let Some(first) = uid.checked_add(1) else {
        return Ok(Vec::new());
    };
    let day = since.checked_sub_days(Days::new(1)).unwrap_or(since).format("%-d-%b-%Y");
    let mut uids = Vec::new();
    connection
        .command(&format!("UID SEARCH UID {first}:* SINCE {day}"), Duration::ZERO, |answer| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = answer {
                uids.extend_from_slice(found);
            }
        })
        .await?;
    // `n:*` names the last mail even where its UID is lower than n (RFC 3501 section 9, seq-range).
    uids.retain(|found| *found > uid);
    uids.sort_unstable();
    uids.dedup();
    Ok(uids)
}

/// Whether a mail with this Message-ID, without its brackets, is in the folder now.
pub(super) async fn holds(
    connection: &mut Connection,
    message_id: &str,
) -> Result<bool, ImapError> {
    let mut found = false;
    // A server may tell of what has come since the last command before it is searched for.
    connection.command("NOOP", Duration::ZERO, |_| ()).await?;
    let search = format!("UID SEARCH HEADER Message-ID {}", quoted(message_id)?);
    connection
        .command(&search, Duration::ZERO, |answer| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = answer {
                found |= !uids.is_empty();
            }
        })
        .await?;
    Ok(found)
}

/// When these mails arrived, and how large they are; in the order of their UIDs. What has been
/// deleted meanwhile is not among them.
pub(super) async fn items(
    connection: &mut Connection,
    uids: &[u32],
) -> Result<Vec<Item>, ImapError> {
    let mut items = Vec::new();
    let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    connection
        .command(
            &format!("UID FETCH {set} (UID INTERNALDATE RFC822.SIZE)"),
            Duration::ZERO,
            |answer| {
                if let Response::Fetch(_, attributes) = answer {
                    items.extend(item(attributes));
                }
            },
        )
        .await?;
    items.retain(|item: &Item| uids.contains(&item.uid));
    items.sort_unstable_by_key(|item| item.uid);
    items.dedup_by_key(|item| item.uid);
    Ok(items)
}

/// A mail, or its headers alone; none if it has been deleted meanwhile.
pub(super) async fn raw(
    connection: &mut Connection,
    item: Item,
    headers_only: bool,
) -> Result<Option<Vec<u8>>, ImapError> {
    let mut raw = None;
    let section = if headers_only { "HEADER" } else { "" };
    let command = format!("UID FETCH {} (UID BODY.PEEK[{section}])", item.uid);
    let more = Duration::from_secs(item.size / PACE);
    let fetched = connection
        .command(&command, more, |answer| {
            if let Response::Fetch(_, attributes) = answer
                && attributes.contains(&AttributeValue::Uid(item.uid))
            {
                raw = attributes.iter().find_map(body).or_else(|| raw.take());
            }
        })
        .await;
    match fetched {
        Ok(()) if raw.is_some() => Ok(raw),
        // Some servers refuse what is gone instead of saying nothing of it; of what they cannot read,
        // others say that it is empty (`BODY[] NIL`).
        Ok(()) | Err(ImapError::Refused { .. })
            if items(connection, &[item.uid]).await?.is_empty() =>
        {
            Ok(None)
        }
        Ok(()) => Err(ImapError::Refused {
            command: "UID FETCH".to_owned(),
            reason: "nothing of the mail was given".to_owned(),
        }),
        Err(error) => Err(error),
    }
}

fn body(attribute: &AttributeValue<'_>) -> Option<Vec<u8>> {
    match attribute {
        AttributeValue::BodySection { data: Some(data), .. } => Some(data.to_vec()),
        _ => None,
    }
}

fn item(attributes: &[AttributeValue<'_>]) -> Option<Item> {
    let (mut uid, mut arrived, mut size) = (None, None, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(value) => uid = Some(*value),
            AttributeValue::Rfc822Size(value) => size = Some(u64::from(*value)),
            AttributeValue::InternalDate(date) => arrived = internal_date(date),
            _ => {}
        }
    }
    // Without a size it is a change of flags that the server tells of by itself.
    Some(Item { uid: uid?, arrived, size: size? })
}

/// `date-time` of RFC 3501 section 9: ` 1-Feb-2026 08:05:00 +0100`.
fn internal_date(date: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_str(date.trim(), "%d-%b-%Y %H:%M:%S %z").ok().map(Into::into)
}

/// A folder's name as IMAP writes it: modified UTF-7 (RFC 3501 section 5.1.3).
fn modified_utf7(name: &str) -> String {
    let is_plain = |c: char| matches!(c, ' '..='~');
    let (mut out, mut rest) = (String::new(), name);
    while let Some(first) = rest.chars().next() {
        let is_run = |c: char| is_plain(c) == is_plain(first);
        let end = rest.find(|c| !is_run(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if is_plain(first) {
            out += &run.replace('&', "&-");
        } else {
            let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let coded = base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes);
            out += &format!("&{}-", coded.replace('/', ","));
        }
        rest = after;
    }
    out
}

/// A name as an IMAP string.
fn quoted(name: &str) -> Result<String, ImapError> {
    if name.chars().any(char::is_control) {
        return Err(ImapError::Ours("the folder's name contains a control character".to_owned()));
    }
    Ok(format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_one_figure_are_read_too() {
        let date = internal_date(" 1-Feb-2026 08:05:00 +0100").unwrap();
        assert_eq!(date.to_rfc3339(), "2026-02-01T07:05:00+00:00");
        assert_eq!(internal_date("yesterday"), None);
    }

    #[test]
    fn names_of_folders_may_have_accents() {
        for (name, written) in [
            ("INBOX", "INBOX"),
            ("Città/Segnalazioni", "Citt&AOA-/Segnalazioni"),
            ("Strade & piazze", "Strade &- piazze"),
            ("台北", "&U,BTFw-"),
        ] {
            assert_eq!(modified_utf7(name), written);
        }
    }

    #[test]
    fn a_folder_with_quotes_stays_one_name() {
        assert_eq!(quoted(r#"In"bo\x"#).unwrap(), r#""In\"bo\\x""#);
        assert!(quoted("INBOX\r\nA1 LOGOUT").is_err());
    }
}
