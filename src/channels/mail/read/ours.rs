//! What of a mail is ours: our addresses, the ids that we make, and whether it answers a mail of ours.
//!
//! What we wrote is known here, and left out where it is quoted. In a mail that answers somebody else, what they wrote is
//! often all there is to tell.

use chrono::TimeDelta;
use mail_parser::Message;
use uuid::{Uuid, Variant, Version};

use super::{Context, headers, quotes};
use crate::domain::ids::ReportId;

/// From when on we have made ids, and until when at most: 2024 to 2100, milliseconds.
const OUR_YEARS: std::ops::Range<i64> = 1_704_067_200_000..4_102_444_800_000;

/// Where a mail came in, and what is ours there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ours<'a> {
    pub(super) context: &'a Context,
    /// Where it was sent.
    pub(super) recipients: &'a [String],
    /// It came to the mailbox of certified mail, whose provider gives our mails ids of its own.
    pub(super) certified: bool,
}

impl Ours<'_> {
    /// Whether a mail answers one of ours, as its header says; a program that names no id may have kept our subject.
    pub(super) fn is_answered(self, message: &Message<'_>, subject: &str) -> bool {
        let answers = headers::answers(message);
        let with_token = |address: &String| self.context.own_address(address) == Some(true);
        answers.iter().any(|id| self.context.made(id))
            || (self.certified && !answers.is_empty())
            || self.recipients.iter().any(with_token)
            || names_a_report(subject)
    }

    /// Whether the first mail that a text quotes is from us.
    pub(super) fn is_quoted(self, text: &str) -> bool {
        quotes::is_from(text, &self.context.own)
    }
}

impl Context {
    /// Whether we made an id. The programs of the town make ids of its domain too, some of 32 hexadecimal digits (a site's
    /// form, Roundcube). Ours are UUIDs of version 7, which say when they were made: of 100,000 that are drawn at random
    /// one looks like that.
    pub(super) fn made(&self, id: &str) -> bool {
        let Some((local, host)) = id.trim_end_matches('>').rsplit_once('@') else { return false };
        let mut hosts = self.former_hosts.iter().chain([&self.id_host]);
        if !hosts.any(|own| !own.is_empty() && host.eq_ignore_ascii_case(own)) {
            return false;
        }
        // No other of the forms that a UUID may be written in.
        let id = Some(local).filter(|local| local.len() == 32);
        let Some(id) = id.and_then(|id| Uuid::try_parse(id).ok()) else { return false };
        let is_of_our_kind =
            id.get_version() == Some(Version::SortRand) && id.get_variant() == Variant::RFC4122;
        // Clocks differ by a little.
        let now = self.now.map(|now| (now + TimeDelta::days(1)).timestamp_millis());
        let until = now.unwrap_or(OUR_YEARS.end);
        is_of_our_kind && (OUR_YEARS.start..until).contains(&made_at(id))
    }

    /// Whether an address of ours has a token; none where it is not ours.
    pub(super) fn own_address(&self, address: &str) -> Option<bool> {
        let (local, host) = address.rsplit_once('@').unwrap_or((address, ""));
        let plain = local.split('+').next().unwrap_or_default();
        let ours = format!("{plain}@{host}");
        self.own.contains(&ours).then_some(plain != local)
    }
}

/// When a UUID of version 7 was made, milliseconds.
fn made_at(id: Uuid) -> i64 {
    i64::try_from(id.as_u128() >> 80).unwrap_or(i64::MAX)
}

/// Whether the number of a report stands in a subject.
fn names_a_report(subject: &str) -> bool {
    let mut words = subject.split(|c: char| !c.is_ascii_digit() && c != '-');
    words.any(|word| word.len() == 11 && word.parse::<ReportId>().is_ok())
}
