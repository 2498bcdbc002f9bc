//! Fills a database with reports as years of service leave them: most of them closed.

use rispondo::config::directory_file;
use rispondo::domain::decide::{self, Terms};
use rispondo::domain::directory_rows::directory_of;
use rispondo::domain::event::{Channel, Filing, Missing};
use rispondo::domain::ids::{PersonId, ReportId};
use rispondo::domain::lang::Lang;
use rispondo::domain::people::Actor;
use rispondo::domain::place::Place;
use rispondo::domain::promise::Deadlines;
use rispondo::domain::report::Report;
use rispondo::domain::state::{Outcome, State};
use rispondo::store::Store;
use sqlx::Connection as _;
use uuid::Uuid;

/// Reports in one transaction.
const BATCH: i64 = 20_000;
/// The last ones are open.
const OPEN: i64 = 300;
const HALF: i64 = 500_000;
/// The citizen's key in the rows that the others are copied from.
const MARK: &str = "00000000-0000-0000-0000-00000000ffff";

/// The number of the `place`th report: they spread over two years before this one.
pub fn number(place: i64) -> ReportId {
    if place <= HALF { ReportId::new(2024, place) } else { ReportId::new(2025, place - HALF) }
}

/// Adds reports until there are `size`, of which `there` are there.
pub async fn fill(url: &str, there: i64, size: i64) {
    let store = Store::open(url).await.unwrap();
    store.close().await;
    let (report, event) = sample();
    let sqlite = url.starts_with("sqlite:");
    let mut from = there;
    while from < size {
        let to = size.min(from + BATCH);
        let statements = statements(sqlite, from + 1, to, size, &report, &event);
        if sqlite {
            let mut conn = sqlx::SqliteConnection::connect(url).await.unwrap();
            sqlx::query("PRAGMA synchronous = OFF").execute(&mut conn).await.unwrap();
            let mut all = conn.begin().await.unwrap();
            for one in statements {
                sqlx::query(sqlx::AssertSqlSafe(one)).execute(&mut *all).await.unwrap();
            }
            all.commit().await.unwrap();
        } else {
            let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
            let mut all = conn.begin().await.unwrap();
            for one in statements {
                sqlx::query(sqlx::AssertSqlSafe(one)).execute(&mut *all).await.unwrap();
            }
            all.commit().await.unwrap();
        }
        from = to;
    }
    // As a database looks after its regular care: PostgreSQL's, which comes by itself. SQLite gets none.
    if sqlite {
        let mut conn = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut conn).await.unwrap();
    } else {
        let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query("VACUUM ANALYZE").execute(&mut conn).await.unwrap();
    }
}

/// A closed report and its first event, as JSON.
fn sample() -> (String, String) {
    let text = include_str!("../../tests/it/support/town.toml");
    let town = directory_of(directory_file::parse(text).unwrap(), 0).unwrap();
    let citizen = PersonId(Uuid::parse_str(MARK).unwrap());
    let filing = Filing {
        citizen,
        channel: Channel::Telegram,
        lang: Lang::It,
        category: Some("buche".into()),
        place: Place::typed("via Roma 12"),
        words: "Una buca profonda davanti alla scuola".to_owned(),
        photos: Vec::new(),
        suggested: false,
        missing: Missing::default(),
    };
    let now = "2025-03-04T09:00:00Z".parse().unwrap();
    let terms =
        Terms { now, calendar: &town.calendar, deadlines: Deadlines::default(), seen: None };
    let actor = Actor::citizen(citizen, "Maria");
    let event = decide::file(number(1), filing, actor, terms);
    let mut report = Report::opened_by(&event).unwrap();
    report.version = 5;
    report.state = State::Closed { outcome: Outcome::Resolved };
    report.promised = None;
    report.closed_at = Some(now);
    let event = serde_json::json!({ "actor": event.actor, "kind": event.kind });
    let report = serde_json::to_string(&report).unwrap();
    (report.replace('\'', "''"), event.to_string().replace('\'', "''"))
}

#[expect(clippy::too_many_lines, reason = "one statement a table")]
/// What adds the reports `from` to `to` of `size`.
fn statements(
    sqlite: bool,
    from: i64,
    to: i64,
    size: i64,
    report: &str,
    event: &str,
) -> Vec<String> {
    let key = |kind: &str, of: &str| {
        if sqlite {
            format!("unhex(printf('{kind}%028x', {of}))")
        } else {
            format!("('{kind}' || lpad(to_hex({of}), 28, '0'))::uuid")
        }
    };
    let text = |of: &str| {
        let hex = if sqlite {
            format!("printf('0000000000000000ff%014x', {of})")
        } else {
            format!("'0000000000000000ff' || lpad(to_hex({of}), 14, '0')")
        };
        let part = |start: i32, length: i32| format!("substr({hex}, {start}, {length})");
        let parts = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)];
        parts.join(" || '-' || ")
    };
    let of_key = |of: &str| {
        if sqlite {
            format!("unhex(printf('0000000000000000ff%014x', {of}))")
        } else {
            format!("('0000000000000000ff' || lpad(to_hex({of}), 14, '0'))::uuid")
        }
    };
    let (no, yes) = if sqlite { ("0", "1") } else { ("false", "true") };
    let at = "'2025-03-04 09:00:00+00:00'";
    let series = format!(
        "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})"
    );
    // Three reports a citizen.
    let citizen = "(i - 1) / 3";
    let id =
        format!("(CASE WHEN i <= {HALF} THEN 2024000000 + i ELSE 2025000000 + i - {HALF} END)");
    let open = format!("i > {}", size - OPEN);
    let as_text = |what: &str| format!("CAST({what} AS TEXT)");
    let data = format!(
        "replace(replace('{report}', '2024000001', {}), '{MARK}', {})",
        as_text(&id),
        text(citizen)
    );
    let event = format!("replace('{event}', '{MARK}', {})", text(citizen));
    let events = "SELECT 1 AS seq, 'filed' AS kind UNION ALL SELECT 2, 'assigned' \
         UNION ALL SELECT 3, 'taken' UNION ALL SELECT 4, 'ready' UNION ALL SELECT 5, 'closed'";
    let insert = |table: &str, columns: &str, rest: String| {
        // SQLite has the series before INSERT, and so has PostgreSQL.
        format!("{series} INSERT INTO {table} ({columns}) {rest}")
    };
    vec![
        insert(
            "person",
            "id, telegram, name, lang, lang_chosen, reachable, created_at",
            format!(
                "SELECT {}, 5000000 + {citizen}, 'Maria', 'it', {no}, {yes}, {at} FROM n \
                 WHERE (i - 1) % 3 = 0 OR i = {from} ON CONFLICT (id) DO NOTHING",
                of_key(citizen)
            ),
        ),
        insert(
            "report",
            "id, version, state, state_seq, office, citizen, category, promised, received_at, \
             closed_at, data",
            format!(
                "SELECT {id}, 5, CASE WHEN {open} THEN 'assigned' ELSE 'closed' END, 5, 'strade', \
                 {}, 'buche', {}, {at}, {at}, {data} FROM n",
                of_key(citizen),
                if sqlite { "'2027-01-04'" } else { "DATE '2027-01-04'" }
            ),
        ),
        insert(
            "spot",
            "report, category, street",
            format!("SELECT {id}, 'buche', 'via roma' FROM n WHERE {open}"),
        ),
        insert(
            "event",
            "report, seq, at, kind, data",
            format!("SELECT {id}, seq, {at}, kind, {event} FROM n CROSS JOIN ({events}) AS e"),
        ),
        insert(
            "word",
            "word, report",
            format!(
                "SELECT w, {id} FROM n CROSS JOIN (SELECT 'buca' AS w UNION ALL SELECT 'via' \
                 UNION ALL SELECT 'roma' UNION ALL SELECT 'profonda' UNION ALL SELECT 'scuola') AS w"
            ),
        ),
        insert(
            "word",
            "word, report",
            format!("SELECT 'segno' || {}, {id} FROM n", as_text("(i % 500)")),
        ),
        insert(
            "outbox",
            "id, chat_id, lane, urgency, purpose, owed, report, event, created_at, content, state, \
             state_at, attempts, repeated, message_id",
            format!(
                "SELECT {}, 5000000 + {citizen}, 1, 1, purpose, {yes}, {id}, seq, {at}, \
                 '{{\"text\":{{\"html\":\"Parole al cittadino.\"}}}}', 'delivered', {at}, 0, {no}, seq \
                 FROM n CROSS JOIN (SELECT 1 AS seq, 'acknowledgement' AS purpose UNION ALL \
                 SELECT 2, 'progress' UNION ALL SELECT 5, 'reply') AS e",
                key("0bb1", "i * 8 + seq")
            ),
        ),
        insert(
            "card",
            "chat_id, report, message_id, fingerprint, wanted, claimed, shown, state, attempts, repeated",
            format!(
                "SELECT -1001000000001, {id}, i * 2, 'f', 5, 5, 5, 'delivered', 0, {no} FROM n"
            ),
        ),
        insert(
            "chat_message",
            "chat_id, message_id, report, card",
            format!(
                "SELECT -1001000000001, i * 2 + half, {id}, {no} FROM n \
                 CROSS JOIN (SELECT 0 AS half UNION ALL SELECT 1) AS h"
            ),
        ),
    ]
}
