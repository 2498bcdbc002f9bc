//! What to look at for a mail: who wrote it, and what of ours it speaks of.

use uuid::Uuid;

use super::Terms;
use super::person::{UNREACHED, task_of};
use crate::domain::ids::OutboxId;
use crate::domain::mail::{Account, Mail, MailKind};
use crate::domain::step::{Keys, MailKeys, ReplyAddress};

/// Marks the envelope sender of a mail of ours: bounces come back to `address+b…`.
pub const BOUNCE: &str = "b";

/// What to look at first.
pub(super) fn first(mail: &Mail, terms: &Terms) -> Keys {
    let from = mail.from.as_ref().map(|from| from.address.clone());
    let unreached: Vec<String> = match &mail.kind {
        MailKind::Bounce(bounce) => bounce.names_only().cloned().collect(),
        _ => Vec::new(),
    };
    let rows = rows_of(mail, terms);
    let is_of_a_person = matches!(mail.kind, MailKind::Person);
    Keys {
        may_file: is_of_a_person && rows.is_empty() && tokens(mail, terms).next().is_none(),
        rows,
        tasks: unreached.iter().map(|whom| task_of(UNREACHED, whom)).collect(),
        mail: MailKeys {
            mark: Some(mail.mark.clone()),
            people: from.into_iter().chain(unreached).collect(),
            selectors: tokens(mail, terms).filter_map(ReplyAddress::selector_of).collect(),
            provider_ids: provider_ids(mail),
            ..MailKeys::default()
        },
        ..Keys::default()
    }
}

/// The parts after `+` in our own address, where the mail was sent. Certified mail has none.
pub(super) fn tokens<'a>(mail: &'a Mail, terms: &'a Terms) -> impl Iterator<Item = &'a str> {
    let ordinary = mail.account == Account::Mail;
    let is_own = |base: &str, host: &str| {
        let mut own = terms.former.iter().chain([&terms.address]);
        own.any(|own| own.split_once('@') == Some((base, host)))
    };
    mail.recipients.iter().filter(move |_| ordinary).filter_map(move |address| {
        let (local, host) = address.split_once('@')?;
        let (base, token) = local.split_once('+')?;
        is_own(base, host).then_some(token)
    })
}

/// The ids of mails that this one speaks of: those that it answers, or whose fate it tells.
fn about(mail: &Mail) -> impl Iterator<Item = &String> {
    let told: &[String] = match &mail.kind {
        MailKind::Receipt(receipt) => &receipt.about,
        _ => &[],
    };
    let returned = match &mail.kind {
        MailKind::Bounce(bounce) => bounce.about.as_ref(),
        _ => None,
    };
    told.iter().chain(returned).chain(&mail.answers)
}

/// Rows of the outbox that the mail names: by its bounce address, or by Message-IDs of ours.
pub(super) fn rows_of(mail: &Mail, terms: &Terms) -> Vec<OutboxId> {
    let by_address = bounce_rows(mail, terms);
    let by_id = about(mail).filter_map(|id| own_row(id, terms));
    let mut rows: Vec<OutboxId> = by_address.chain(by_id).take(20).collect();
    let mut known = Vec::new();
    rows.retain(|row| {
        let new = !known.contains(row);
        known.push(*row);
        new
    });
    rows
}

/// The rows whose bounce address a mail was sent to.
pub(super) fn bounce_rows<'a>(
    mail: &'a Mail,
    terms: &'a Terms,
) -> impl Iterator<Item = OutboxId> + 'a {
    tokens(mail, terms).filter_map(|token| row_of(token.strip_prefix(BOUNCE)?))
}

/// The row that a Message-ID of ours names.
pub(super) fn own_row(message_id: &str, terms: &Terms) -> Option<OutboxId> {
    let (local, host) = message_id.rsplit_once('@')?;
    let former = terms.former.iter().filter_map(|own| Some(own.rsplit_once('@')?.1));
    let mut hosts = former.chain([terms.id_host.as_str()]);
    hosts.any(|own| own.eq_ignore_ascii_case(host)).then(|| row_of(local)).flatten()
}

fn row_of(hex: &str) -> Option<OutboxId> {
    // No other of the forms that a UUID may be written in.
    (hex.len() == 32).then(|| Uuid::try_parse(hex).ok().map(OutboxId)).flatten()
}

fn provider_ids(mail: &Mail) -> Vec<String> {
    if mail.account != Account::Pec {
        return Vec::new();
    }
    about(mail).take(20).cloned().collect()
}
