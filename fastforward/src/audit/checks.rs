//! The checks: dates kept or told of, answers arrived or in somebody's hands.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use rispondo::domain::promise::Calendar;

use super::Outcome;
use super::stored::{Event, Row, Task, Told, ended};
use crate::world::World;

/// The morning after a broken date, staff must have been told by this long after the reminders' hour.
const TOLD_WITHIN: TimeDelta = TimeDelta::hours(3);
/// So many working days before a date a reminder may name the report already.
const BEFORE: u32 = 3;
/// A certified mail may wait so long for its receipts.
const RECEIPTS: TimeDelta = TimeDelta::hours(26);

/// When staff were reminded of each report: what was said to them by the clock. Cards name their
/// report as well, but remind nobody.
pub(super) fn reminders(world: &World) -> BTreeMap<String, Vec<DateTime<Utc>>> {
    let sight = world.look();
    let mut reminders: BTreeMap<String, Vec<DateTime<Utc>>> = BTreeMap::new();
    for heard in sight.heard.iter().filter(|heard| !heard.card) {
        let words = heard.text.split(|c: char| !c.is_ascii_digit() && c != '-');
        for number in words.filter(|word| word.len() == 11 && word.as_bytes().get(4) == Some(&b'-'))
        {
            reminders.entry(number.to_owned()).or_default().push(heard.at);
        }
    }
    reminders
}

pub(super) fn working_days(calendar: &Calendar, from: NaiveDate, until: NaiveDate) -> u64 {
    from.iter_days()
        .skip(1)
        .take_while(|day| *day <= until)
        .filter(|day| calendar.is_working(*day))
        .count() as u64
}

pub(super) fn times(
    calendar: &Calendar,
    told: &Told,
    first_words: &mut Vec<u64>,
    closings: &mut Vec<u64>,
) {
    let Some(filed) = told.events.first() else { return };
    let from = calendar.day_of(filed.at);
    let brought = |event: &&Event| {
        event.kind != "filed"
            && told.rows.iter().any(|row| row.event == Some(event.seq) && row.state == "delivered")
    };
    if let Some(event) = told.events.iter().find(brought) {
        first_words.push(working_days(calendar, from, calendar.day_of(event.at)));
    }
    if let Some(event) = told.events.iter().find(|event| event.kind == "closed") {
        closings.push(working_days(calendar, from, calendar.day_of(event.at)));
    }
}

/// Each date that a citizen was given, and whether it was broken without anybody being told.
pub(super) fn promises(
    outcome: &mut Outcome,
    calendar: &Calendar,
    now: DateTime<Utc>,
    number: &str,
    told: &Told,
    reminders: Option<&Vec<DateTime<Utc>>>,
) {
    let filed = told.events.first().map(|event| event.data.to_string()).unwrap_or_default();
    let without_contact = filed.contains("\"channel\":\"nobody\"");
    for (at, event) in told.events.iter().enumerate() {
        let Some(date) = promised(event) else { continue };
        let later = told.events.iter().skip(at + 1);
        // A refused reopening closes again, with its reason.
        let ends = |event: &&Event| matches!(event.kind.as_str(), "closed" | "reopen_refused");
        let mut renewing = later.filter(|event| ends(event) || promised(event).is_some());
        let end = renewing.next().map(|event| event.at);
        let last_day = calendar.day_of(end.unwrap_or(now));
        if last_day <= date {
            continue;
        }
        // Without any contact it is a deadline of the work, of which staff are reminded all the same.
        if !without_contact {
            outcome.limbo_days += working_days(calendar, date, last_day);
            outcome.in_limbo += usize::from(end.is_none());
        }
        let morning = calendar.at(calendar.next_working(date), calendar.reminder);
        if end.unwrap_or(now) < morning + TOLD_WITHIN {
            // A word came before anybody could have been told, or the years end here.
            continue;
        }
        outcome.broken.0 += 1;
        let earliest = before(calendar, date);
        let is_told = reminders.is_some_and(|reminders| {
            reminders.iter().any(|at| (earliest..=morning + TOLD_WITHIN).contains(at))
        });
        outcome.broken.1 += usize::from(is_told);
        if !is_told {
            outcome.left_in_limbo.push(format!("{number}: promised {date}, no word, nobody told"));
        }
    }
}

pub(super) fn promised(event: &Event) -> Option<NaiveDate> {
    // That the town is late is no word of a person's: the date stays broken.
    if event.kind == "late_told" {
        return None;
    }
    event.data["promised"].as_str()?.parse().ok()
}

/// The reminders' hour some working days before a date.
pub(super) fn before(calendar: &Calendar, date: NaiveDate) -> DateTime<Utc> {
    let mut day = date;
    let mut left = BEFORE;
    while left > 0 {
        let Some(earlier) = day.pred_opt() else { break };
        day = earlier;
        left -= u32::from(calendar.is_working(day));
    }
    calendar.at(day, calendar.reminder)
}

/// Whoever reported what is the same as another report hears that one's answer as well, and the dates
/// by which there is more to hear.
pub(super) fn duplicates(outcome: &mut Outcome, now: DateTime<Utc>, reports: &BTreeMap<i64, Told>) {
    for (report, told) in reports {
        let joined = joined(told, now);
        for span in &joined {
            let events = reports.get(&span.main).into_iter().flat_map(|main| &main.events);
            let answers = events.filter(|event| {
                let (to_others, _) = ended(&event.data["kind"]);
                event.kind == "closed"
                    && (span.from..span.until).contains(&event.at)
                    && !matches!(to_others, Some("duplicate" | "withdrawn" | "spam"))
            });
            for answer in answers {
                outcome.answers_to_duplicates += 1;
                let mut rows = soon_after(told, answer.at).filter(|row| row.purpose == "reply");
                if !rows.any(|row| is_answered(told, row, now)) {
                    outcome.unanswered.push(format!(
                        "{}: the same as {}, closed {}: not told",
                        number(*report),
                        number(span.main),
                        answer.at.format("%Y-%m-%d %H:%M")
                    ));
                }
            }
        }
        for (at, date) in later_dates(&joined, reports) {
            if soon_after(told, at).next().is_none() {
                outcome.left_in_limbo.push(format!(
                    "{}: the same as another one, whose date moved to {date}: not told",
                    number(*report)
                ));
            }
        }
    }
}

/// A time for which a report followed another one.
struct Span {
    main: i64,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

fn joined(told: &Told, now: DateTime<Utc>) -> Vec<Span> {
    let mut main: Option<i64> = None;
    let mut from = DateTime::<Utc>::MIN_UTC;
    let mut joined = Vec::new();
    for event in &told.events {
        let next = match event.kind.as_str() {
            "closed" => ended(&event.data["kind"]).1,
            "followed" => event.data["kind"]["of"].as_i64(),
            "unmerged" => None,
            _ => continue,
        };
        joined.extend(main.map(|main| Span { main, from, until: event.at }));
        (main, from) = (next, event.at);
    }
    joined.extend(main.map(|main| Span { main, from, until: now }));
    joined
}

/// What was said to its citizen then: a hundred of them may take the clock a few rounds.
fn soon_after(told: &Told, at: DateTime<Utc>) -> impl Iterator<Item = &Row> {
    let within = at..=at + TimeDelta::minutes(30);
    told.rows.iter().filter(move |row| within.contains(&row.created))
}

/// When the date of whoever followed became a later one, and which.
fn later_dates(joined: &[Span], reports: &BTreeMap<i64, Told>) -> Vec<(DateTime<Utc>, NaiveDate)> {
    let mut later = Vec::new();
    let mut stands: Option<NaiveDate> = None;
    for span in joined {
        let Some(main) = reports.get(&span.main) else { continue };
        let dates = main.events.iter().filter_map(|event| {
            let date: NaiveDate = event.data["promised"].as_str()?.parse().ok()?;
            Some((event.at, date))
        });
        let (before, during): (Vec<_>, Vec<_>) =
            dates.filter(|(at, _)| *at < span.until).partition(|(at, _)| *at <= span.from);
        let first = before.last().map(|(_, date)| (span.from, *date));
        for (at, date) in first.into_iter().chain(during) {
            if stands.is_none_or(|stands| stands < date) {
                later.push((at, date));
            }
            stands = Some(date);
        }
    }
    later
}

/// Whether a row has arrived, is on its way, or somebody has it in hand.
pub(super) fn is_answered(told: &Told, row: &Row, now: DateTime<Utc>) -> bool {
    let by_itself = match row.state.as_str() {
        "delivered" => true,
        "suppressed" => row.reason.is_some(),
        "pending" | "in_flight" => now - row.at < TimeDelta::days(5),
        "accepted" => now - row.at < RECEIPTS,
        _ => false,
    };
    by_itself || told.tasks.iter().any(|task| about(task, row))
}

pub(super) fn number(report: i64) -> String {
    format!("{}-{:06}", report / 1_000_000, report % 1_000_000)
}

/// Each closing, and whether its answer arrived, or somebody has it in hand.
pub(super) fn answers(outcome: &mut Outcome, now: DateTime<Utc>, number: &str, told: &Told) {
    for event in told.events.iter().filter(|event| event.kind == "closed") {
        if event.data.to_string().contains("\"rule\":\"") {
            continue;
        }
        let rows: Vec<&Row> = told.rows.iter().filter(|row| row.event == Some(event.seq)).collect();
        let answered = rows.iter().any(|row| is_answered(told, row, now));
        // An answer with photos is two rows, and one task is enough for both.
        let task = rows.iter().find_map(|row| told.tasks.iter().find(|task| about(task, row)));
        let failed =
            rows.iter().find(|row| !matches!(row.state.as_str(), "delivered" | "suppressed"));
        if let Some(row) = failed.or(rows.first()).filter(|_| failed.is_some() || task.is_some()) {
            let how = match task {
                Some(task) if task.done => "task done",
                Some(_) => "task open",
                None => "no task",
            };
            *outcome.undelivered.entry(format!("{}, {how}", row.state)).or_default() += 1;
        }
        if !answered {
            let states: Vec<&str> = rows.iter().map(|row| row.state.as_str()).collect();
            outcome.unanswered.push(format!(
                "{number}: closed {}, its answer: {states:?}, no task",
                event.at.format("%Y-%m-%d %H:%M")
            ));
        }
    }
}

/// Whether a task is about that row of the outbox.
pub(super) fn about(task: &Task, row: &Row) -> bool {
    let id = HEXLOWER.encode(&row.id);
    task.data.to_string().replace('-', "").contains(&id)
        && matches!(task.kind.as_str(), "undeliverable" | "no_receipt" | "sender_to_check" | "call")
}

/// Whether what counts as delivered really stands in the citizen's chat.
pub(super) fn there(outcome: &mut Outcome, world: &World, number: &str, told: &Told) {
    let sight = world.look();
    for row in told.rows.iter().filter(|row| row.state == "delivered" && row.chat != 0) {
        let said = row
            .message
            .and_then(|id| i32::try_from(id).ok())
            .and_then(|id| sight.chats.get(&row.chat).and_then(|chat| chat.said.get(&id)));
        if row.message.is_some() && said.is_none_or(|said| !said.by_bot) {
            outcome.not_there.push(format!("{number}: message {:?} of {}", row.message, row.chat));
        }
    }
}
