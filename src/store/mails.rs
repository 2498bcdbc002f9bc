//! Mails that came in, reply addresses, and what of the outbox goes by mail.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Store;
use super::backend::Conn;
use super::codec::{json, named, parse};
use super::errors::StoreError;
use super::outbox::{self, Row, row_columns};
use super::query::{Query, execute, execute_later, fetch_in, insert_all, query};
use super::row::row;
use super::together::ahead;
use super::{claim, files, leases, mailbox, meta, people};
use crate::domain::ids::{MailId, OutboxId, PersonId, ReportId};
use crate::domain::mail::Account;
use crate::domain::outgoing::{Content, Outgoing};
use crate::domain::step::{ClaimedMail, Facts, GoodFor, MailKeys, MailRecord, ReplyAddress};

impl Store {
    /// Marks up to `limit` mails of an account as in flight under `epoch`, in the order in which
    /// they are to be sent, at most one for an address; one alone is another one each time. And,
    /// where there is none, when the next one that waits for its time may be sent.
    pub async fn claim_mail(
        &self,
        account: Account,
        epoch: i64,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<(Vec<ClaimedMail>, Option<DateTime<Utc>>), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move {
                let claimed = claim(conn, account, epoch, now, limit).await?;
                let next =
                    if claimed.is_empty() { next_at(conn, account, now).await? } else { None };
                Ok((claimed, next))
            })
        })
        .await
    }

    /// Mails of an account that has no way out: since when any wait for one, if any do now.
    pub async fn waits_for_outlet(
        &self,
        account: Account,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let known = self.look_at(move |conn| Box::pin(without_outlet(conn, account))).await?;
        let (waits, since) = known;
        if waits && since.is_none() {
            self.plain(move |conn| {
                Box::pin(async move {
                    meta::set(conn, &no_outlet_key(account), &now.to_rfc3339()).await
                })
            })
            .await?;
        }
        Ok(waits.then_some(since.unwrap_or(now)))
    }

    /// The account has a way out: what waits is sent.
    pub async fn has_outlet(&self, account: Account) -> Result<(), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move { meta::unset(conn, &no_outlet_key(account)).await })
        })
        .await
    }

    /// All mails of reports or of senders that `keys` name, also where nobody has described the town yet.
    pub async fn mails_of(&self, keys: MailKeys) -> Result<Vec<MailRecord>, StoreError> {
        self.look_at(move |conn| {
            let keys = keys.clone();
            Box::pin(async move { whole(conn, &keys).await })
        })
        .await
    }
}

row! {
    struct MailRow {
        id: Uuid,
        at: DateTime<Utc>,
        became: String,
        rule: String,
        report: Option<i64>,
        data: String,
    }
}

impl MailRow {
    fn read(self) -> Result<MailRecord, StoreError> {
        let corrupt = |problem: &str| StoreError::corrupt("mail", self.id, problem);
        Ok(MailRecord {
            id: MailId(self.id),
            at: self.at,
            became: named(&self.became).ok_or_else(|| corrupt("unknown fate"))?,
            rule: named(&self.rule).ok_or_else(|| corrupt("unknown rule"))?,
            report: self.report.map(ReportId),
            mail: parse("mail", self.id, &self.data)?,
        })
    }
}

row! {
    struct AddressRow {
        selector: String,
        secret: String,
        good_for: String,
        report: i64,
        person: Uuid,
        revoked_at: Option<DateTime<Utc>>,
    }
}

impl AddressRow {
    fn read(self) -> ReplyAddress {
        ReplyAddress {
            good_for: if self.good_for == GoodFor::Page.as_str() {
                GoodFor::Page
            } else {
                GoodFor::Mail
            },
            selector: self.selector,
            secret: self.secret,
            report: ReportId(self.report),
            person: PersonId(self.person),
            revoked_at: self.revoked_at,
        }
    }
}

/// The mail of that mark, if it was taken in.
pub(super) fn seen_asked(mark: &str) -> Query<'static> {
    const SQL: &str = "SELECT id, at, became, rule, report, data FROM mail WHERE mark = $1";
    query(SQL).bind(mark.to_owned())
}

/// Adds the people of mail addresses to the facts, locked.
pub(super) async fn load_people(
    conn: &mut Conn<'_>,
    keys: &MailKeys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if keys.people.is_empty() {
        return Ok(());
    }
    for person in people::by_mail(conn, &keys.people).await? {
        if facts.person(person.id).is_none() {
            facts.people.push(person);
        }
    }
    Ok(())
}

/// Adds what else `keys` ask about mail to the facts.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    keys: &MailKeys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if let Some(mark) = &keys.mark {
        let row = seen_asked(mark).optional::<MailRow>(conn).await?;
        facts.mail.seen = row.map(MailRow::read).transpose()?;
    }
    if !keys.selectors.is_empty() {
        let head = "SELECT selector, secret, good_for, report, person, revoked_at \
             FROM reply_address WHERE selector IN (";
        let rows = fetch_in!(conn, AddressRow, head, keys.selectors.iter().cloned(), "")?;
        facts.mail.addresses.extend(rows.into_iter().map(AddressRow::read));
    }
    if !keys.provider_ids.is_empty() {
        let found = outbox::by_provider(conn, &keys.provider_ids).await?;
        let ids: Vec<OutboxId> = found.iter().map(|(_, id)| *id).collect();
        if !ids.is_empty() {
            facts.rows.extend(outbox::by_id(conn, &ids).await?);
        }
        facts.mail.by_provider.extend(found);
    }
    if let Some((address, since)) = &keys.answers {
        facts.mail.answers = Some(outbox::answers(conn, address, *since).await?);
    }
    if !keys.mails.is_empty() {
        let head = "SELECT id, at, became, rule, report, data FROM mail WHERE id IN (";
        let tail = format!(" ORDER BY id{}", conn.lock());
        let rows = fetch_in!(conn, MailRow, head, keys.mails.iter().map(|id| id.0), &tail)?;
        for row in rows {
            facts.mail.mails.push(row.read()?);
        }
    }
    if let Some(account) = keys.read_of {
        facts.mail.read_until = mailbox::read_at(conn, account).await?;
    }
    for record in whole(conn, keys).await? {
        // It may have been asked for otherwise as well.
        if facts.mail.mails.iter().all(|known| known.id != record.id) {
            facts.mail.mails.push(record);
        }
    }
    Ok(())
}

/// All mails of reports, and of senders.
async fn whole(conn: &mut Conn<'_>, keys: &MailKeys) -> Result<Vec<MailRecord>, StoreError> {
    let mut rows = Vec::new();
    if !keys.of_reports.is_empty() {
        let head = "SELECT id, at, became, rule, report, data FROM mail WHERE report IN (";
        let reports = keys.of_reports.iter().map(|report| report.0);
        rows.extend(fetch_in!(conn, MailRow, head, reports, " ORDER BY id")?);
    }
    if !keys.of_senders.is_empty() {
        let head = "SELECT id, at, became, rule, report, data FROM mail WHERE sender IN (";
        let senders = keys.of_senders.iter().cloned();
        rows.extend(fetch_in!(conn, MailRow, head, senders, " ORDER BY id")?);
    }
    rows.into_iter().map(MailRow::read).collect()
}

/// Keeps a mail, new or with another fate. The same one taken in by another step at the same time is
/// a conflict: then this one is decided again.
pub(super) async fn save(conn: &mut Conn<'_>, record: &MailRecord) -> Result<(), StoreError> {
    let data = json(&record.mail)?;
    execute_later!(
        conn,
        "INSERT INTO mail (id, mark, account, at, blob, message_id, sender, became, rule, report, \
         data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (id) DO UPDATE SET became = excluded.became, rule = excluded.rule, \
         report = excluded.report",
        record.id.0,
        record.mail.mark.clone(),
        record.mail.account.as_str(),
        record.at,
        record.mail.blob.clone(),
        record.mail.message_id.clone(),
        record.mail.from.as_ref().map(|from| from.address.clone()),
        record.became.as_str(),
        record.rule.as_str(),
        record.report.map(|report| report.0),
        data,
    )
}

/// Mails to the reply addresses of a report so far are looked at by a person.
pub(super) async fn revoke(
    conn: &mut Conn<'_>,
    report: ReportId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    execute!(
        conn,
        "UPDATE reply_address SET revoked_at = $2 \
         WHERE report = $1 AND revoked_at IS NULL",
        report.0,
        at,
    )?;
    Ok(())
}

pub(super) async fn save_addresses(
    conn: &mut Conn<'_>,
    addresses: &[ReplyAddress],
) -> Result<(), StoreError> {
    insert_all!(
        conn,
        "INSERT INTO reply_address (selector, secret, good_for, report, person) ",
        addresses.iter(),
        |address| [
            address.selector.clone(),
            address.secret.clone(),
            address.good_for.as_str(),
            address.report.0,
            address.person.0
        ],
        ""
    )?;
    Ok(())
}

/// Rows to send by mail now: the first open one of each address, a row that waits for another
/// attempt holding back what comes after it. Rows in flight under this epoch as well: whoever claims
/// has nothing on its way, so their claim or their record was lost.
macro_rules! next {
    ($order:literal) => {
        concat!(
            "SELECT ",
            row_columns!(),
            " FROM outbox AS o WHERE o.mail_to IS NOT NULL AND o.account = $1 \
             AND o.state IN ('pending', 'in_flight') AND (o.state = 'pending' OR o.epoch <= $2) \
             AND (o.not_before IS NULL OR o.not_before <= $3) \
             AND NOT EXISTS (SELECT 1 FROM outbox AS q WHERE q.account = o.account \
               AND q.mail_to = o.mail_to AND q.id < o.id AND q.mail_to IS NOT NULL \
               AND q.state IN ('pending', 'in_flight')) ORDER BY ",
            $order,
            " LIMIT $4"
        )
    };
}

const NEXT: &str = next!("o.urgency, o.id");
/// One alone shows whether mail goes again: first those that were never tried, then the one whose
/// turn has been waited for longest. Else one that never goes would be that one for ever.
const ONE: &str = next!("o.not_before IS NOT NULL, o.not_before, o.urgency, o.id");

/// Marks up to `limit` mails of an account as in flight under `epoch`.
pub(super) async fn claim(
    conn: &mut Conn<'_>,
    account: Account,
    epoch: i64,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<ClaimedMail>, StoreError> {
    leases::must_hold(conn, "sender", epoch).await?;
    let rows = query(if limit == 1 { ONE } else { NEXT })
        .bind(account.as_str())
        .bind(epoch)
        .bind(now)
        .bind(i64::from(limit))
        .all::<Row>(conn)
        .await?;
    let rows: Vec<_> =
        rows.into_iter().map(|row| (row.attempts, row.read_or_unreadable())).collect();
    ahead(conn, |_| {
        let of_reports = rows.iter().filter_map(|(_, row)| Some((row, row.report?)));
        let asked = of_reports.flat_map(|(row, report)| {
            [addresses_asked(report), thread_asked(report, row.created_at, citizen_of(row))]
        });
        asked.collect()
    })
    .await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for (attempts, row) in rows {
        let photos: &[_] = match &row.content {
            Content::Mail(mail) => &mail.photos,
            _ => &[],
        };
        let files = files::by_id(conn, photos).await?;
        let (mut reply_token, mut page_token, mut thread) = (None, None, Vec::new());
        if let Some(report) = row.report {
            for address in addresses_of(conn, report).await? {
                let token = Some(address.token());
                match address.good_for {
                    GoodFor::Mail => reply_token = token,
                    GoodFor::Page => page_token = token,
                }
            }
            thread = thread_of(conn, report, row.created_at, citizen_of(&row)).await?;
        }
        claimed.push(ClaimedMail { row, files, attempts, reply_token, page_token, thread });
    }
    let ids: Vec<Uuid> = claimed.iter().map(|one| one.row.id.0).collect();
    let marked = claim::mark(conn, &ids, epoch, now).await?;
    claimed.retain(|one| marked.contains(&one.row.id.0));
    Ok(claimed)
}

fn no_outlet_key(account: Account) -> String {
    format!("no_outlet:{}", account.as_str())
}

/// Whether any mail of an account is still to go out, and since when the account has been known to have no way
/// out for one.
async fn without_outlet(
    conn: &mut Conn<'_>,
    account: Account,
) -> Result<(bool, Option<DateTime<Utc>>), StoreError> {
    const SQL: &str = "SELECT 1 FROM outbox WHERE mail_to IS NOT NULL AND account = $1 \
         AND state IN ('pending', 'in_flight') LIMIT 1";
    let waits = query(SQL).bind(account.as_str()).optional::<i32>(conn).await?.is_some();
    let since = meta::get(conn, &no_outlet_key(account)).await?;
    Ok((waits, since.and_then(|since| since.parse().ok())))
}

/// When the next mail of an account that waits for its time may be sent.
pub(super) async fn next_at(
    conn: &mut Conn<'_>,
    account: Account,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "SELECT MIN(not_before) FROM outbox \
         WHERE account = $1 AND state = 'pending' AND not_before > $2";
    let due =
        query(SQL).bind(account.as_str()).bind(now).one::<Option<DateTime<Utc>>>(conn).await?;
    Ok(due)
}

/// Whom a row goes to.
fn citizen_of(row: &Outgoing) -> &str {
    row.to.mail().map(|to| to.address.as_str()).unwrap_or_default()
}

/// Good reply addresses of a report.
async fn addresses_of(
    conn: &mut Conn<'_>,
    report: ReportId,
) -> Result<Vec<ReplyAddress>, StoreError> {
    let rows = addresses_asked(report).all::<AddressRow>(conn).await?;
    Ok(rows.into_iter().map(AddressRow::read).collect())
}

fn addresses_asked(report: ReportId) -> Query<'static> {
    const SQL: &str = "SELECT selector, secret, good_for, report, person, revoked_at \
         FROM reply_address WHERE report = $1 AND revoked_at IS NULL ORDER BY selector";
    query(SQL).bind(report.0)
}

/// Message-IDs of what the citizen wrote about a report until then, oldest first.
async fn thread_of(
    conn: &mut Conn<'_>,
    report: ReportId,
    until: DateTime<Utc>,
    citizen: &str,
) -> Result<Vec<String>, StoreError> {
    let rows = thread_asked(report, until, citizen).all::<String>(conn).await?;
    Ok(rows.into_iter().rev().collect())
}

fn thread_asked(report: ReportId, until: DateTime<Utc>, citizen: &str) -> Query<'static> {
    const SQL: &str = "SELECT message_id FROM mail WHERE report = $1 AND at <= $2 \
         AND message_id IS NOT NULL AND became IN ('report', 'reply') AND sender = $3 \
         ORDER BY id DESC LIMIT 50";
    query(SQL).bind(report.0).bind(until).bind(citizen.to_owned())
}
