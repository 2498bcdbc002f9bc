//! Reports by the words that they are found by (/find): bounded work however many there are.

use super::backend::Conn;
use super::errors::StoreError;
use super::query::{fetch_in, query};
use super::reports;
use super::row::row;
use crate::domain::ids::ReportId;
use crate::domain::report::Report;

/// Reports that are found at most.
const HITS: i64 = 10;
/// Words of which the last one may be the beginning.
const BEGINNINGS: i64 = 20;
/// A word with no more reports than this is rare: all of them are looked at.
const RARE: i64 = 500;
/// Of several words that are all frequent, so many of the newest reports are looked at.
const NEWEST: i64 = 20_000;

/// The newest ten reports that have all the words; the last one may be a beginning.
///
/// Where several words are each in more than five hundred reports, only the newest twenty thousand
/// reports with the last one are looked at: what is older is found by a rarer word, or by number.
pub(super) async fn found(
    conn: &mut Conn<'_>,
    words: &[String],
) -> Result<Vec<Report>, StoreError> {
    let Some((last, whole)) = words.split_last() else {
        return Ok(Vec::new());
    };
    let beginnings = beginning_with(conn, last).await?;
    if beginnings.is_empty() {
        return Ok(Vec::new());
    }
    let Some(rarest) = rarest(conn, whole).await? else {
        return newest(conn, &beginnings, HITS, &[], &[]).await;
    };
    let (word, count) = rarest;
    if count <= RARE {
        let others: Vec<String> = whole.iter().filter(|one| **one != word).cloned().collect();
        return newest(conn, &[word], RARE, &others, &beginnings).await;
    }
    let each = NEWEST / i64::try_from(beginnings.len()).unwrap_or(1);
    newest(conn, &beginnings, each, whole, &[]).await
}

row! {
    struct Word {
        word: String,
    }
}

/// The words that there are with that beginning, itself first.
async fn beginning_with(conn: &mut Conn<'_>, start: &str) -> Result<Vec<String>, StoreError> {
    // From one word to the next by the index: a word of a million reports is one look.
    const SQL: &str = "WITH RECURSIVE w (word, n) AS ( \
           SELECT (SELECT MIN(word) FROM word WHERE word >= $1 AND word < $2), 1 \
           UNION ALL \
           SELECT (SELECT MIN(o.word) FROM word AS o WHERE o.word > w.word AND o.word < $2), w.n + 1 \
           FROM w WHERE w.word IS NOT NULL AND w.n < $3) \
         SELECT word FROM w WHERE word IS NOT NULL ORDER BY n";
    // The highest character ends the range of words that begin so.
    let end = format!("{start}\u{10ffff}");
    let rows = query(SQL).bind(start).bind(&end).bind(BEGINNINGS).all::<Word>(conn).await?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}

/// The word with the fewest reports, and how many: counted no further than it matters.
async fn rarest(
    conn: &mut Conn<'_>,
    words: &[String],
) -> Result<Option<(String, i64)>, StoreError> {
    const SQL: &str =
        "SELECT COUNT(*) FROM (SELECT report FROM word WHERE word = $1 LIMIT $2) AS counted";
    let mut rarest: Option<(String, i64)> = None;
    for word in words {
        let count = query(SQL).bind(word).bind(RARE + 1).one::<i64>(conn).await?;
        if rarest.as_ref().is_none_or(|(_, least)| count < *least) {
            rarest = Some((word.clone(), count));
        }
    }
    Ok(rarest)
}

/// Of the newest `each` reports of each of `words`, the newest ten that have all of `all`, and one
/// of `any` where there are some.
async fn newest(
    conn: &mut Conn<'_>,
    words: &[String],
    each: i64,
    all: &[String],
    any: &[String],
) -> Result<Vec<Report>, StoreError> {
    let mut found: Vec<ReportId> = Vec::new();
    for word in words {
        found.extend(newest_of(conn, word, each, all, any).await?);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.truncate(usize::try_from(HITS).unwrap_or(usize::MAX));
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let head = "SELECT id, data FROM report WHERE id IN (";
    let rows =
        fetch_in!(conn, reports::Row, head, found.iter().map(|id| id.0), " ORDER BY id DESC")?;
    Ok(reports::sound(rows))
}

async fn newest_of(
    conn: &mut Conn<'_>,
    word: &str,
    each: i64,
    all: &[String],
    any: &[String],
) -> Result<Vec<ReportId>, StoreError> {
    let mut newest = query("SELECT report FROM (SELECT report FROM word WHERE word = ")
        .push_bind(word)
        .push(" ORDER BY report DESC LIMIT ")
        .push_bind(each)
        .push(") AS newest WHERE 1 = 1");
    for one in all {
        newest = newest
            .push(" AND EXISTS (SELECT 1 FROM word AS w WHERE w.word = ")
            .push_bind(one)
            .push(" AND w.report = newest.report)");
    }
    if !any.is_empty() {
        newest = newest
            .push(" AND EXISTS (SELECT 1 FROM word AS w WHERE w.word IN (")
            .list(any)
            .push(") AND w.report = newest.report)");
    }
    let rows: Vec<i64> =
        newest.push(" ORDER BY report DESC LIMIT ").push_bind(HITS).all(conn).await?;
    Ok(rows.into_iter().map(ReportId).collect())
}
