//! The clock is set forward, set back, and changed twice a year: no reminder comes twice, none is missed.

use chrono::{DateTime, TimeDelta, Utc};

use crate::support::{Database, Offices};

/// Staff of a town where a report waits from Tuesday 24 November on; its date is Thursday.
async fn town(database: Database) -> Offices {
    let at = Offices::on(database).await;
    let maria = at.town.citizen("Maria");
    at.town.report(&maria).await;
    at.town.everybody_reads().await;
    at.town.sim.ignore_unread();
    at
}

/// The clock says another time, all at once.
async fn is_set(at: &Offices, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    at.town.settles().await;
    at.town.clock.set(moment);
    at.town.settles().await;
}

/// Time goes on to that moment, a quarter of an hour at a time.
async fn goes_on(at: &Offices, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    while at.town.clock.now() < moment {
        let step = TimeDelta::minutes(15).min(moment - at.town.clock.now());
        at.town.clock.advance(step);
        at.town.settles().await;
    }
}

/// How many reminders the URP has got since this was asked the last time.
fn reminders(at: &Offices) -> usize {
    let unread = at.town.carlo.unread();
    let messages = at.town.carlo.messages();
    let new = messages.iter().rev().take(unread);
    let count = new.filter(|message| message.text.starts_with("Reminder")).count();
    at.town.carlo.read_all();
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_back_after_the_reminder_and_it_comes_no_second_time() {
    let at = town(Database::sqlite()).await;
    goes_on(&at, "2026-11-25T08:30:00Z").await;
    assert_eq!(reminders(&at), 1, "Wednesday at nine");
    is_set(&at, "2026-11-25T07:30:00Z").await;
    goes_on(&at, "2026-11-25T20:00:00Z").await;
    assert_eq!(reminders(&at), 0, "it was said");
    goes_on(&at, "2026-11-26T08:30:00Z").await;
    assert_eq!(reminders(&at), 1, "Thursday");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_back_before_the_reminder_and_it_comes_once() {
    let at = town(Database::sqlite()).await;
    goes_on(&at, "2026-11-25T07:45:00Z").await;
    is_set(&at, "2026-11-25T06:45:00Z").await;
    goes_on(&at, "2026-11-25T20:00:00Z").await;
    assert_eq!(reminders(&at), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_forward_over_the_reminder_and_it_is_not_missed() {
    let at = town(Database::sqlite()).await;
    goes_on(&at, "2026-11-25T07:45:00Z").await;
    is_set(&at, "2026-11-25T08:45:00Z").await;
    assert_eq!(reminders(&at), 1);
    goes_on(&at, "2026-11-25T20:00:00Z").await;
    assert_eq!(reminders(&at), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_forward_and_back_again() {
    let at = town(Database::sqlite()).await;
    goes_on(&at, "2026-11-25T08:30:00Z").await;
    assert_eq!(reminders(&at), 1, "Wednesday");
    // By mistake it is Thursday: said a day too early, and not again when that day comes.
    is_set(&at, "2026-11-26T08:30:00Z").await;
    assert_eq!(reminders(&at), 1, "Thursday, as far as anybody knows");
    is_set(&at, "2026-11-25T08:35:00Z").await;
    goes_on(&at, "2026-11-26T20:00:00Z").await;
    assert_eq!(reminders(&at), 0, "both were said");
    goes_on(&at, "2026-11-27T08:30:00Z").await;
    assert_eq!(reminders(&at), 1, "Friday");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_back_after_the_reminder() {
    let at = town(Database::sqlite()).await;
    goes_on(&at, "2026-11-25T08:30:00Z").await;
    assert_eq!(reminders(&at), 1);
    is_set(&at, "2026-11-24T08:30:00Z").await;
    goes_on(&at, "2026-11-25T20:00:00Z").await;
    assert_eq!(reminders(&at), 0, "Wednesday's was said");
    goes_on(&at, "2026-11-26T08:30:00Z").await;
    assert_eq!(reminders(&at), 1, "Thursday");
}

/// Working mornings at nine in the town, over both changes of the clock: one reminder each.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn daylight_saving_begins_and_ends() {
    let at = town(Database::sqlite()).await;
    // The clock goes forward on 28 March 2027 and back on 31 October 2027, both Sundays; each Monday
    // after it is a holiday.
    for (friday, nine, tuesday, nine_then) in
        [("2027-03-26", "08", "2027-03-30", "07"), ("2027-10-29", "07", "2027-11-02", "08")]
    {
        let before = |day: &str, hour: &str| {
            let hour: u32 = hour.parse().unwrap();
            format!("{day}T{:02}:59:59Z", hour - 1)
        };
        is_set(&at, &format!("{friday}T03:00:00Z")).await;
        reminders(&at);
        goes_on(&at, &before(friday, nine)).await;
        assert_eq!(reminders(&at), 0, "{friday}: not yet");
        goes_on(&at, &format!("{friday}T{nine}:00:30Z")).await;
        assert_eq!(reminders(&at), 1, "{friday}");
        goes_on(&at, &before(tuesday, nine_then)).await;
        assert_eq!(
            reminders(&at),
            0,
            "not at the weekend, nor on a holiday, nor an hour too early"
        );
        goes_on(&at, &format!("{tuesday}T{nine_then}:00:30Z")).await;
        assert_eq!(reminders(&at), 1, "{tuesday}");
        goes_on(&at, &format!("{tuesday}T20:00:00Z")).await;
        assert_eq!(reminders(&at), 0, "{tuesday}: once");
    }
}
