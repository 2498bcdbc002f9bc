//! People and dialogues.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::backend::Conn;
use super::codec::{lang_of, name_of};
use super::errors::StoreError;
use super::query::{Query, execute_later, query};
use super::row::row;
use super::value::Value;
use crate::domain::ids::{ChatId, PersonId, ReportId, TelegramId};
use crate::domain::people::Person;
use crate::domain::step::{BlockedPage, DialogueRow, Page};

row! {
    struct Row {
        id: Uuid,
        telegram: Option<i64>,
        mail: Option<String>,
        name: String,
        lang: String,
        lang_chosen: bool,
        blocked_at: Option<DateTime<Utc>>,
        blocked_told_on: Option<NaiveDate>,
        reachable: bool,
        created_at: DateTime<Utc>,
        phone: Option<String>,
    }
}

impl Row {
    fn read(self) -> Result<Person, StoreError> {
        Ok(Person {
            lang: lang_of(&self.lang)
                .ok_or_else(|| StoreError::corrupt("person", self.id, "unknown language"))?,
            id: PersonId(self.id),
            telegram: self.telegram.map(TelegramId),
            mail: self.mail,
            name: self.name,
            lang_chosen: self.lang_chosen,
            blocked_at: self.blocked_at,
            blocked_told_on: self.blocked_told_on,
            reachable: self.reachable,
            created_at: self.created_at,
            phone: self.phone,
        })
    }
}

/// Asks for people whose column is one of some values.
macro_rules! people_by {
    ($column:literal) => {
        concat!(
            "SELECT id, telegram, mail, name, lang, lang_chosen, blocked_at, blocked_told_on, reachable, \
             created_at, phone FROM person WHERE ",
            $column,
            " IN ("
        )
    };
}

fn read(rows: Vec<Row>) -> Result<Vec<Person>, StoreError> {
    rows.into_iter().map(Row::read).collect()
}

pub(super) async fn by_account(
    conn: &mut Conn<'_>,
    accounts: &[TelegramId],
) -> Result<Vec<Person>, StoreError> {
    read(accounts_asked(conn, accounts).all(conn).await?)
}

/// The people of accounts, locked.
pub(super) fn accounts_asked(conn: &Conn<'_>, accounts: &[TelegramId]) -> Query<'static> {
    asked(conn, people_by!("telegram"), accounts.iter().map(|id| id.0))
}

/// By mail address, in lower case.
pub(super) async fn by_mail(
    conn: &mut Conn<'_>,
    addresses: &[String],
) -> Result<Vec<Person>, StoreError> {
    read(by_mail_asked(conn, addresses).all(conn).await?)
}

/// By mail address, in lower case, locked.
pub(super) fn by_mail_asked(conn: &Conn<'_>, addresses: &[String]) -> Query<'static> {
    asked(conn, people_by!("mail"), addresses.iter().cloned())
}

pub(super) async fn by_id(
    conn: &mut Conn<'_>,
    people: &[PersonId],
) -> Result<Vec<Person>, StoreError> {
    let asked = asked(conn, people_by!("id"), people.iter().map(|id| id.0));
    read(asked.all(conn).await?)
}

/// Several are locked in one order, so that two steps do not wait for each other.
fn asked<V: Into<Value<'static>>>(
    conn: &Conn<'_>,
    head: &'static str,
    values: impl ExactSizeIterator<Item = V>,
) -> Query<'static> {
    let order = if values.len() > 1 { " ORDER BY id" } else { "" };
    query(head).list(values).push(")").push(order).push(conn.lock())
}

/// A page of those who are blocked.
pub(super) async fn blocked(conn: &mut Conn<'_>, page: Page) -> Result<BlockedPage, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM person WHERE blocked_at IS NOT NULL";
    const SQL: &str = "SELECT id, telegram, mail, name, lang, lang_chosen, blocked_at, blocked_told_on, \
         reachable, created_at, phone FROM person WHERE blocked_at IS NOT NULL ORDER BY name, id LIMIT $1 OFFSET $2";
    let total = query(COUNT).one::<i64>(conn).await?;
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    let offset = BlockedPage::begins(page, total);
    let asked = query(SQL).bind(i64::from(page.limit)).bind(i64::from(offset));
    let people = read(asked.all::<Row>(conn).await?)?;
    Ok(BlockedPage { offset, people, total })
}

pub(super) async fn save(conn: &mut Conn<'_>, person: &Person) -> Result<(), StoreError> {
    execute_later!(
        conn,
        "INSERT INTO person (id, telegram, name, lang, lang_chosen, blocked_at, blocked_told_on, \
         reachable, created_at, mail, phone) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (id) DO UPDATE SET telegram = excluded.telegram, mail = excluded.mail, name = excluded.name, \
         lang = excluded.lang, lang_chosen = excluded.lang_chosen, \
         blocked_at = excluded.blocked_at, blocked_told_on = excluded.blocked_told_on, \
         reachable = excluded.reachable, phone = excluded.phone",
        person.id.0,
        person.telegram.map(|id| id.0),
        &person.name,
        name_of(person.lang),
        person.lang_chosen,
        person.blocked_at,
        person.blocked_told_on,
        person.reachable,
        person.created_at,
        person.mail.clone(),
        person.phone.clone(),
    )
}

row! {
    struct Dialogue {
        chat_id: i64,
        user_id: i64,
        report: Option<i64>,
        name: String,
        data: String,
    }
}

pub(super) async fn dialogue(
    conn: &mut Conn<'_>,
    chat: ChatId,
    user: TelegramId,
) -> Result<Option<DialogueRow>, StoreError> {
    let row = dialogue_asked(chat, user).optional::<Dialogue>(conn).await?;
    Ok(row.map(|row| DialogueRow {
        chat: ChatId(row.chat_id),
        user: TelegramId(row.user_id),
        report: row.report.map(ReportId),
        name: row.name,
        json: row.data,
    }))
}

/// The dialogue of a person in a chat.
pub(super) fn dialogue_asked(chat: ChatId, user: TelegramId) -> Query<'static> {
    const SQL: &str = "SELECT chat_id, user_id, report, name, data FROM dialogue \
         WHERE chat_id = $1 AND user_id = $2";
    query(SQL).bind(chat.0).bind(user.0)
}

/// Names of those who are writing about a report.
pub(super) async fn writers(
    conn: &mut Conn<'_>,
    report: ReportId,
) -> Result<Vec<String>, StoreError> {
    writers_asked(report).all(conn).await
}

/// The names of those who are writing about a report.
pub(super) fn writers_asked(report: ReportId) -> Query<'static> {
    query("SELECT name FROM dialogue WHERE report = $1 ORDER BY name").bind(report.0)
}

pub(super) async fn save_dialogue(
    conn: &mut Conn<'_>,
    row: &DialogueRow,
) -> Result<(), StoreError> {
    execute_later!(
        conn,
        "INSERT INTO dialogue (chat_id, user_id, report, name, data) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (chat_id, user_id) DO UPDATE SET report = excluded.report, \
         name = excluded.name, data = excluded.data",
        row.chat.0,
        row.user.0,
        row.report.map(|report| report.0),
        &row.name,
        &row.json,
    )
}

pub(super) async fn end_dialogue(
    conn: &mut Conn<'_>,
    chat: ChatId,
    user: TelegramId,
) -> Result<(), StoreError> {
    execute_later!(conn, "DELETE FROM dialogue WHERE chat_id = $1 AND user_id = $2", chat.0, user.0)
}
