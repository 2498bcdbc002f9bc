//! The mailboxes that mail is fetched from: which one it is, and how far each was read.

use chrono::{DateTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{execute, query};
use super::row::row;
use super::{Store, meta};
use crate::domain::mail::Account;

row! {
    /// How far a mailbox was read.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct MailboxRow {
        /// UIDVALIDITY of the numbers.
        pub uid_validity: i64,
        /// The last one taken in.
        pub uid: i64,
        /// Older mail stays untouched.
        pub since: DateTime<Utc>,
    }
}

/// What is remembered of the mailbox that an account was fetched from last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMailbox {
    /// How far it was read.
    pub row: MailboxRow,
    /// Which one it is; none where a program that did not note it read it last.
    pub name: Option<String>,
    /// When there was last nothing in it that had not been read.
    pub read_at: Option<DateTime<Utc>>,
}

impl Store {
    /// What is remembered of an account's mailbox; none if it never had one.
    pub async fn mailbox(&self, account: Account) -> Result<Option<KnownMailbox>, StoreError> {
        self.look_at(move |conn| Box::pin(known(conn, account))).await
    }

    /// The account is fetched from this mailbox from now on, and was read that far.
    pub async fn mailbox_met(
        &self,
        account: Account,
        name: String,
        row: MailboxRow,
    ) -> Result<(), StoreError> {
        self.plain(move |conn| {
            let name = name.clone();
            Box::pin(async move {
                save(conn, account, row).await?;
                meta::set(conn, &name_key(account), &name).await
            })
        })
        .await
    }

    /// A mailbox was read that far.
    pub async fn mailbox_read(&self, account: Account, row: MailboxRow) -> Result<(), StoreError> {
        self.plain(move |conn| Box::pin(save(conn, account, row))).await
    }

    /// There is nothing in the mailbox now that was not read.
    pub async fn mailbox_read_at(
        &self,
        account: Account,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.plain(move |conn| {
            Box::pin(async move { meta::set(conn, &read_at_key(account), &now.to_rfc3339()).await })
        })
        .await
    }
}

/// Where it stands which mailbox an account is fetched from.
fn name_key(account: Account) -> String {
    format!("mailbox_of:{}", account.as_str())
}

/// And when all of it was read.
fn read_at_key(account: Account) -> String {
    format!("mailbox_read_at:{}", account.as_str())
}

async fn known(conn: &mut Conn<'_>, account: Account) -> Result<Option<KnownMailbox>, StoreError> {
    const SQL: &str = "SELECT uid_validity, uid, since FROM mailbox WHERE account = $1";
    let row = query(SQL).bind(account.as_str()).optional::<MailboxRow>(conn).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let name = meta::get(conn, &name_key(account)).await?;
    let read_at = read_at(conn, account).await?;
    Ok(Some(KnownMailbox { row, name, read_at }))
}

/// When there was last nothing in an account's mailbox that had not been read.
pub(super) async fn read_at(
    conn: &mut Conn<'_>,
    account: Account,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let read_at = meta::get(conn, &read_at_key(account)).await?;
    Ok(read_at.and_then(|read_at| read_at.parse().ok()))
}

async fn save(conn: &mut Conn<'_>, account: Account, row: MailboxRow) -> Result<(), StoreError> {
    execute!(
        conn,
        "INSERT INTO mailbox (account, uid_validity, uid, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account) DO UPDATE SET uid_validity = excluded.uid_validity, \
         uid = excluded.uid, since = excluded.since",
        account.as_str(),
        row.uid_validity,
        row.uid,
        row.since,
    )?;
    Ok(())
}
