//! What the clock's mornings look at, and the numbers that must be zero.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::backend::Conn;
use super::errors::StoreError;
use super::query::query;
use super::{Store, meta, people, reports, tasks};
use crate::domain::ids::PersonId;
use crate::domain::report::Report;
use crate::domain::step::{Alarm, ClockKeys, Due, Facts, Page};
use crate::domain::task::Task;

/// Whether the town can write ordinary mail, as the running service says.
const WRITES_MAIL: &str = "writes_mail";

/// The numbers that must be zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zeros {
    /// Open reports whose citizens wait for a word that was promised for a day before.
    pub in_limbo: u64,
    /// Closed reports whose answer has not reached their citizen, nobody having told them either.
    pub unanswered: u64,
}

pub(super) async fn load(
    conn: &mut Conn<'_>,
    keys: &ClockKeys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if let Some(due) = keys.due {
        let (in_limbo, found) = reports_due(conn, due).await?;
        facts.clock.in_limbo = in_limbo;
        let operators = found.iter().filter_map(|report| report.state.operator());
        let mut operators: Vec<PersonId> =
            operators.filter(|id| facts.person(*id).is_none()).collect();
        operators.sort_unstable();
        operators.dedup();
        if !operators.is_empty() {
            facts.people.extend(people::by_id(conn, &operators).await?);
        }
        facts.clock.due = Some((found, tasks_due(conn, due).await?));
    }
    if let Some((today, page)) = keys.limbo {
        facts.clock.limbo = Some(limbo(conn, today, page).await?);
    }
    if keys.supervisors {
        let accounts = facts.directory.supervisors.iter().filter_map(|one| one.telegram);
        let accounts: Vec<_> = accounts.collect();
        let known = if accounts.is_empty() {
            Vec::new()
        } else {
            people::by_account(conn, &accounts).await?
        };
        let reachable = known.into_iter().filter(|person| person.reachable);
        facts.clock.supervisors = Some(reachable.filter_map(|person| person.telegram).collect());
        facts.clock.writes_mail = meta::get(conn, WRITES_MAIL).await?.as_deref() == Some("yes");
    }
    if let Some(alarm) = keys.told {
        let told = meta::get(conn, &told_key(alarm)).await?;
        facts.clock.told = told.and_then(|told| told.parse().ok());
    }
    Ok(())
}

/// Under which key it stands when the supervisors were told of it.
fn told_key(alarm: Alarm) -> String {
    match alarm {
        Alarm::Reading(account) => format!("told:reading:{}", account.as_str()),
        Alarm::Refused(account) => format!("told:refused:{}", account.as_str()),
        Alarm::InVain(account) => format!("told:in_vain:{}", account.as_str()),
        Alarm::NoOutlet(account) => format!("told:no_outlet:{}", account.as_str()),
    }
}

/// They were told of it then, or it is over.
pub(super) async fn save_told(
    conn: &mut Conn<'_>,
    alarm: Alarm,
    at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    match at {
        Some(at) => meta::set(conn, &told_key(alarm), &at.to_rfc3339()).await,
        None => meta::unset(conn, &told_key(alarm)).await,
    }
}

impl Store {
    /// This trouble is over, and nobody needs to be told so.
    pub async fn is_over(&self, alarm: Alarm) -> Result<(), StoreError> {
        self.plain(move |conn| Box::pin(save_told(conn, alarm, None))).await
    }
}

pub(super) async fn set_writes_mail(conn: &mut Conn<'_>, does: bool) -> Result<(), StoreError> {
    meta::set(conn, WRITES_MAIL, if does { "yes" } else { "no" }).await
}

/// In limbo first, then by the promised date; and how many are in limbo in all. Where those are more
/// than the limit, the ones of longest standing and the newest are looked at: a date that was broken
/// lately is not hidden behind a thousand old ones.
async fn reports_due(conn: &mut Conn<'_>, due: Due) -> Result<(u64, Vec<Report>), StoreError> {
    const LIMBO: &str = "SELECT id, data FROM report WHERE limbo_since IS NOT NULL \
         ORDER BY limbo_since, id LIMIT $1";
    const COUNT: &str = "SELECT COUNT(*) FROM report WHERE limbo_since IS NOT NULL";
    const NEWEST: &str = "SELECT id, data FROM report WHERE limbo_since IS NOT NULL \
         ORDER BY limbo_since DESC, id DESC LIMIT $1";
    const PROMISED: &str = "SELECT id, data FROM report WHERE state <> 'closed' \
         AND promised <= $1 AND limbo_since IS NULL ORDER BY promised, id LIMIT $2";
    let limit = i64::from(due.limit);
    let mut rows = query(LIMBO).bind(limit).all::<reports::Row>(conn).await?;
    let mut in_limbo = rows.len() as u64;
    if in_limbo >= u64::from(due.limit) {
        let count = query(COUNT).one::<i64>(conn).await?;
        let newest = count.saturating_sub(limit).clamp(0, limit);
        in_limbo = count.unsigned_abs();
        rows.extend(query(NEWEST).bind(newest).all::<reports::Row>(conn).await?);
    }
    rows.extend(query(PROMISED).bind(due.until).bind(limit).all::<reports::Row>(conn).await?);
    Ok((in_limbo, reports::sound(rows)))
}

async fn tasks_due(conn: &mut Conn<'_>, due: Due) -> Result<Vec<Task>, StoreError> {
    const SQL: &str = "SELECT id, data FROM task WHERE done_at IS NULL AND due <= $1 \
         ORDER BY due, id LIMIT $2";
    let rows =
        query(SQL).bind(due.until).bind(i64::from(due.limit)).all::<tasks::Row>(conn).await?;
    Ok(tasks::sound(rows))
}

/// Reports of which the clock has not told yet: no more than came due since it last could. A date for which
/// nobody waits is none of them (`Report::is_awaited`), which is no column: within their JSON no words
/// can look like it, as their quotes are escaped. Of those whose reports are joined to it, the ones who do not
/// wait have another field before `report`.
macro_rules! not_told_yet {
    () => {
        " FROM report WHERE state <> 'closed' AND promised < $1 AND limbo_since IS NULL \
         AND (data NOT LIKE '%\"channel\":\"nobody\"%' \
         OR data LIKE '%[{\"report\":%' OR data LIKE '%},{\"report\":%' OR data LIKE '%\"not_kept\":%')"
    };
}

const COUNT_LIMBO: [&str; 2] = [
    "SELECT COUNT(*) FROM report WHERE limbo_since IS NOT NULL AND limbo_since <= $1",
    concat!("SELECT COUNT(*)", not_told_yet!()),
];

async fn count_limbo(conn: &mut Conn<'_>, today: NaiveDate) -> Result<[u64; 2], StoreError> {
    let mut counts = [0; 2];
    for (count, sql) in counts.iter_mut().zip(COUNT_LIMBO) {
        let found = query(sql).bind(today).one::<i64>(conn).await?;
        *count = found.unsigned_abs();
    }
    Ok(counts)
}

/// The reports in limbo: those of which the clock has told, then those of which it has not yet.
async fn limbo(
    conn: &mut Conn<'_>,
    today: NaiveDate,
    page: Page,
) -> Result<(u64, Vec<Report>), StoreError> {
    const ROWS: [&str; 2] = [
        "SELECT id, data FROM report WHERE limbo_since IS NOT NULL AND limbo_since <= $1 \
         ORDER BY limbo_since, id LIMIT $2 OFFSET $3",
        concat!("SELECT id, data", not_told_yet!(), " ORDER BY promised, id LIMIT $2 OFFSET $3"),
    ];
    let counts = count_limbo(conn, today).await?;
    let (mut limit, mut offset) = (u64::from(page.limit), u64::from(page.offset));
    let mut found = Vec::new();
    for (count, sql) in counts.into_iter().zip(ROWS) {
        let rows = query(sql)
            .bind(today)
            .bind(limit.cast_signed())
            .bind(offset.cast_signed())
            .all::<reports::Row>(conn)
            .await?;
        limit = limit.saturating_sub(u64::try_from(rows.len()).unwrap_or(limit));
        offset = offset.saturating_sub(count);
        found.extend(reports::sound(rows));
    }
    Ok((counts.iter().sum(), found))
}

/// For so many days it is looked whether the answer of a closing went to the duplicates as well.
const LOOKED_BACK: Days = Days::new(90);

/// Since when.
pub(super) fn looked_back(today: NaiveDate) -> DateTime<Utc> {
    let since = today.checked_sub_days(LOOKED_BACK).unwrap_or(today);
    since.and_time(NaiveTime::MIN).and_utc()
}

/// Closings (`closing`) since `$1` of main reports, and duplicates of these (`report`) to whom
/// nothing of the answer was queued. A row of the main report's history has no event of theirs.
macro_rules! unheard_closings {
    () => {
        "event AS closing JOIN report AS main ON main.id = closing.report \
         JOIN report ON report.duplicate_of = main.id \
         WHERE closing.kind IN ('closed', 'reopen_refused') AND closing.at >= $1 \
         AND main.state = 'closed' AND main.duplicate_of IS NULL \
         AND report.duplicate_of IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.report = report.id AND owed \
         AND purpose = 'reply' AND event IS NULL AND created_at >= closing.at)"
    };
}
pub(super) use unheard_closings;

/// Counted when asked, by indexes.
pub(super) async fn zeros(conn: &mut Conn<'_>, today: NaiveDate) -> Result<Zeros, StoreError> {
    // As long as the main report is open, its duplicates are owed no answer yet. The first condition on
    // `purpose` and on `state` is that of the index. A task may be about other words than the answer; an answer
    // that waits for its receipt is on its way, and its photos are told with it; words that arrive behind photos that
    // do not are the answer.
    const UNANSWERED: &str = concat!(
        "SELECT COUNT(*) FROM report WHERE state = 'closed' AND NOT EXISTS ( \
         SELECT 1 FROM report AS main WHERE main.id = report.duplicate_of \
         AND main.state <> 'closed') AND id IN ( \
         SELECT report FROM outbox WHERE owed AND purpose IN ('reply', 'confirmation') \
         AND state NOT IN ('delivered', 'suppressed') \
         AND purpose = 'reply' AND state <> 'undeliverable' \
         UNION SELECT task.report FROM task JOIN outbox AS lost ON lost.report = task.report \
         WHERE task.done_at IS NULL AND task.kind = 'undeliverable' \
         AND lost.owed AND lost.purpose = 'reply' AND lost.state = 'undeliverable' \
         AND NOT EXISTS (SELECT 1 FROM outbox AS told WHERE told.report = lost.report \
         AND told.owed AND told.created_at = lost.created_at AND told.purpose = lost.purpose \
         AND (told.state = 'undeliverable' AND told.reason IN ('told', 'no_receipt') \
         OR told.state = 'delivered' AND told.id > lost.id)) \
         UNION SELECT report.id FROM ",
        unheard_closings!(),
        ")"
    );
    let limbo = count_limbo(conn, today).await?;
    let unanswered = query(UNANSWERED).bind(looked_back(today)).one::<i64>(conn).await?;
    Ok(Zeros { in_limbo: limbo.iter().sum(), unanswered: unanswered.unsigned_abs() })
}

impl Store {
    /// The numbers that must be zero, as they are.
    pub async fn zeros(&self, today: NaiveDate) -> Result<Zeros, StoreError> {
        self.look_at(move |conn| Box::pin(zeros(conn, today))).await
    }

    /// Whether the running service can write ordinary mail.
    pub async fn set_writes_mail(&self, does: bool) -> Result<(), StoreError> {
        self.plain(move |conn| Box::pin(set_writes_mail(conn, does))).await
    }
}
