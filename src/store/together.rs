//! Statements that share a round trip to PostgreSQL, where each costs more than most statements themselves.
//!
//! *Questions asked ahead* are asked in one statement, and wait for whoever asks them by themselves a
//! moment later. *Changes that wait* are made in one statement, before the next question, or before the
//! commit. SQLite runs within the process, and has no use for either: there each statement is run where
//! it stands.

use std::borrow::Cow;
use std::fmt::Write as _;

use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::backend::{Conn, Pg};
use super::errors::StoreError;
use super::query::Query;
use super::row::{Columns, FromRow};
use super::value::Value;

/// Questions in one statement, at most: what is looked at for one thing that came in is less; cards that are looked at
/// together have more.
const MOST: usize = 16;

/// What a transaction has asked ahead, and what it has still to change.
#[derive(Default)]
pub(super) struct Together {
    known: Vec<(Query<'static>, Vec<PgRow>)>,
    waiting: Vec<Query<'static>>,
}

/// Asks questions whose answers are wanted next, each by itself, where that spares a round trip. They must
/// not depend on each other: what one of them locks may have been changed by whoever held it until then, and
/// the others do not see that yet.
pub(super) async fn ahead(
    conn: &mut Conn<'_>,
    questions: impl FnOnce(&Conn<'_>) -> Vec<Query<'static>>,
) -> Result<(), StoreError> {
    if let Conn::Sqlite(_) = conn {
        return Ok(());
    }
    let questions = questions(conn);
    let (Conn::Postgres(pg) | Conn::Reading(pg)) = conn else {
        return Ok(());
    };
    if questions.len() < 2 {
        return Ok(());
    }
    pg.make_changes().await?;
    let mut questions = questions.into_iter().peekable();
    while questions.peek().is_some() {
        let some = questions.by_ref().take(MOST).collect();
        let known = pg.asks(some).await?;
        pg.together.known.extend(known);
    }
    Ok(())
}

impl Pg<'_> {
    /// Asks some questions in one statement: each with its rows.
    async fn asks(
        &mut self,
        questions: Vec<Query<'static>>,
    ) -> Result<Vec<(Query<'static>, Vec<PgRow>)>, StoreError> {
        let mut all = Query::empty();
        for (part, question) in questions.iter().enumerate() {
            all.sql.to_mut().push_str(if part > 0 { " UNION ALL " } else { "" });
            let _ = write!(all.sql.to_mut(), "SELECT {part} AS part, q FROM (");
            all.append(question);
            all.sql.to_mut().push_str(") AS q");
        }
        let mut known: Vec<_> = questions.into_iter().map(|one| (one, Vec::new())).collect();
        for row in all.for_postgres(self.named)?.fetch_all(&mut *self.connection).await? {
            let part = row.try_get::<i32, _>(0)?;
            if let Some((_, rows)) = usize::try_from(part).ok().and_then(|part| known.get_mut(part))
            {
                rows.push(row);
            }
        }
        Ok(known)
    }

    /// The answer to a question that was asked ahead; it counts once.
    pub fn known<R: FromRow>(
        &mut self,
        question: &Query<'_>,
    ) -> Option<Result<Vec<R>, StoreError>> {
        let known = &mut self.together.known;
        let place = known.iter().position(|(asked, _)| asked == question)?;
        let (_, rows) = known.swap_remove(place);
        Some(rows.iter().map(|row| R::read(&mut Columns::record(row)?)).collect())
    }

    /// What was asked ahead may be another answer from now on.
    pub fn forget(&mut self) {
        self.together.known.clear();
    }

    /// A change that is made with the next ones.
    pub fn waits(&mut self, change: Query<'static>) {
        self.forget();
        self.together.waiting.push(change);
    }

    /// Makes the changes that wait.
    pub async fn make_changes(&mut self) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut self.together.waiting);
        let mut rest = waiting.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(at_once(rest));
            let all = in_one(now).for_postgres(self.named)?;
            all.execute(&mut *self.connection).await?;
            rest = later;
        }
        Ok(())
    }
}

/// How many of these changes can be made in one statement: none of them sees what another has done, so
/// each must be of another table.
fn at_once(changes: &[Query<'_>]) -> usize {
    let mut tables = Vec::with_capacity(changes.len());
    for change in changes {
        let table = table(&change.sql);
        if tables.contains(&table) {
            break;
        }
        tables.push(table);
    }
    tables.len()
}

/// The table that a statement changes.
fn table(sql: &str) -> &str {
    let mut words = sql.split_whitespace();
    match words.next() {
        Some("UPDATE") => words.next(),
        // INSERT INTO, DELETE FROM.
        _ => words.nth(1),
    }
    .unwrap_or_default()
}

/// `WITH c0 AS (…), c1 AS (…) …`.
fn in_one(changes: &[Query<'static>]) -> Query<'static> {
    let mut all = Query::empty();
    let last = changes.len().saturating_sub(1);
    for (number, change) in changes.iter().enumerate() {
        let text = all.sql.to_mut();
        if number < last {
            let _ = write!(text, "{} c{number} AS (", if number == 0 { "WITH" } else { "," });
        }
        all.append(change);
        all.sql.to_mut().push_str(if number < last { ")" } else { "" });
        all.sql.to_mut().push(' ');
    }
    all
}

impl Query<'static> {
    fn empty() -> Self {
        Self { sql: Cow::Borrowed(""), values: Vec::new() }
    }

    /// Another statement behind what there is, its placeholders numbered on.
    fn append(&mut self, other: &Query<'static>) {
        let before = self.values.len();
        let text = self.sql.to_mut();
        let mut rest: &str = &other.sql;
        while let Some((words, after)) = rest.split_once('$') {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = after.split_at(digits);
            let number = number.parse().map_or(0, |number: usize| number + before);
            // Writing into a string cannot fail.
            let _ = write!(text, "{words}${number}");
            rest = after;
        }
        text.push_str(rest);
        self.values.extend(other.values.iter().map(Value::clone));
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::query;
    use super::*;

    #[test]
    fn statements_are_numbered_on() {
        let changes = [
            query("INSERT INTO a (x, y) VALUES ($1, $2)").bind(1).bind(2),
            query("UPDATE b SET x = $2 WHERE y = $1 AND z = $10").bind(3).bind(4),
            query("DELETE FROM c WHERE x = $1").bind(5),
        ];
        let all = in_one(&changes);
        assert_eq!(
            all.sql,
            "WITH c0 AS (INSERT INTO a (x, y) VALUES ($1, $2)) \
             , c1 AS (UPDATE b SET x = $4 WHERE y = $3 AND z = $12) DELETE FROM c WHERE x = $5 "
        );
        assert_eq!(all.values.len(), 5);
        assert_eq!(in_one(&changes[2..]).sql, "DELETE FROM c WHERE x = $1 ");
    }

    #[test]
    fn a_table_is_changed_once_in_a_statement() {
        let a = || query("INSERT INTO a (x) VALUES ($1)").bind(1);
        let b = || query("UPDATE b SET x = $1").bind(1);
        let c = || query("DELETE FROM a WHERE x = $1").bind(1);
        assert_eq!(at_once(&[a(), b()]), 2);
        assert_eq!(at_once(&[a(), b(), c()]), 2);
        assert_eq!(at_once(&[a(), a()]), 1);
    }
}
