//! The words by which reports are found.
//!
//! Each word has a place of its own in its table: a report of a dozen words changes a dozen pages there. So they
//! are first written down as they come, in one row, and brought to their places for many reports at a time, or
//! when somebody searches.

use super::Store;
use super::backend::Conn;
use super::errors::StoreError;
use super::query::{insert_all, query};
use super::row::row;
use crate::domain::ids::ReportId;
use crate::domain::search;
use crate::domain::step::Keys;

/// The words of so many reports are brought to their places together.
const TOGETHER: i64 = 64;

/// Words in one statement: with one text for all of them they are few. What is left over is filled up with words that
/// are there already.
const AT_ONCE: usize = 64;

impl Store {
    /// Whoever searches, where the keys say so, finds what was written before: in a transaction of its own, so that
    /// nobody who waits for it has what the search then waits for.
    pub(super) async fn before_search(&self, keys: &Keys) -> Result<(), StoreError> {
        if keys.search.is_none() {
            return Ok(());
        }
        // Boxed: what is rare must not make every step's future large.
        Box::pin(self.plain(|conn| Box::pin(bring_in(conn, Others::Awaited)))).await
    }
}

/// Those who are bringing words in at the same time, on PostgreSQL.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    /// What they have is left to them.
    LeftAlone,
    /// They are waited for.
    Awaited,
}

/// Writes down by which words reports are found from now on, beside those that they are found by already.
pub(super) async fn save(
    conn: &mut Conn<'_>,
    words: &[(ReportId, String)],
) -> Result<(), StoreError> {
    if words.iter().any(|(report, _)| report.0 % TOGETHER == 0) {
        bring_in(conn, Others::LeftAlone).await?;
    }
    let mut of_report: Vec<(ReportId, String)> = Vec::new();
    for (report, word) in words {
        match of_report.last_mut() {
            Some((last, words)) if last == report => {
                words.push(' ');
                words.push_str(word);
            }
            _ => of_report.push((*report, word.clone())),
        }
    }
    insert_all!(
        conn,
        "INSERT INTO fresh_words (report, words) ",
        of_report.into_iter(),
        |(report, words)| [report.0, words],
        ""
    )
}

row! {
    struct Fresh {
        report: i64,
        words: String,
    }
}

/// Brings the words that were only written down to their places.
async fn bring_in(conn: &mut Conn<'_>, others: Others) -> Result<(), StoreError> {
    const TAKE: &str = "DELETE FROM fresh_words WHERE id > 0 RETURNING report, words";
    const TAKE_FREE: &str = "DELETE FROM fresh_words WHERE id IN (SELECT id FROM fresh_words \
         WHERE id > 0 ORDER BY id FOR UPDATE SKIP LOCKED) RETURNING report, words";
    let takes_all = others == Others::Awaited || matches!(conn, Conn::Sqlite(_));
    let take = if takes_all { TAKE } else { TAKE_FREE };
    let fresh = query(take).all::<Fresh>(conn).await?;
    // A program of a former version may have written down words that are too long for their places.
    let mut words: Vec<(&str, i64)> = fresh
        .iter()
        .flat_map(|row| row.words.split(' ').map(|word| (search::cut(word), row.report)))
        .collect();
    // In the order of their places.
    words.sort_unstable();
    words.dedup();
    for some in words.chunks(AT_ONCE) {
        insert_all!(
            conn,
            "INSERT INTO word (word, report) ",
            some.iter().cycle().take(AT_ONCE),
            |(word, report)| [(*word).to_owned(), *report],
            " ON CONFLICT (word, report) DO NOTHING"
        )?;
    }
    // Not with what else the step changes: each such mixture would be a statement of its own.
    conn.make_changes().await
}
