//! An old archive never becomes reports.

use super::inbox::{Fetching, Inbox, hours, mail};
use crate::support::servers::{Dovecot, needs};

#[tokio::test]
async fn of_a_mailbox_met_for_the_first_time_only_the_last_day_is_taken() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    for day in 2..300 {
        dovecot.place("town", &mail("From the archive"), hours(-24 * day));
    }
    dovecot.place("town", &mail("A minute too old"), hours(-24) - chrono::TimeDelta::minutes(1));
    dovecot.place("town", &mail("Yesterday"), hours(-23));
    dovecot.place("town", &mail("Moved here from the archive"), hours(-2000));
    dovecot.place("town", &mail("Today"), hours(-1));
    let (inbox, mut came) = Inbox::open();
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(2).await, ["Yesterday", "Today"]);
    fetching.is_idle().await;
    dovecot.place("town", &mail("Moved here later"), hours(-1000));
    dovecot.place("town", &mail("New"), hours(1));
    assert_eq!(came.subjects(1).await, ["New"]);
    fetching.is_idle().await;
    fetching.ends().await;
    assert!(came.is_empty());
}

#[tokio::test]
async fn an_empty_mailbox_is_met_too() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    fetching.is_idle().await;
    assert_eq!(inbox.taken().map(|taken| (taken.uid, taken.since)), Some((0, hours(-24))));
    dovecot.deliver("town", &mail("The first")).await;
    assert_eq!(came.subjects(1).await, ["The first"]);
    fetching.ends().await;
}

#[tokio::test]
async fn when_uids_begin_anew_the_mail_since_the_start_comes_again_and_no_other() {
    needs!("dovecot");
    let mut dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    dovecot.place("town", &mail("From the archive"), hours(-100));
    dovecot.place("town", &mail("A hole"), hours(-2));
    dovecot.place("town", &mail("A lamp"), hours(-1));
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(2).await, ["A hole", "A lamp"]);
    fetching.is_idle().await;
    let before = inbox.taken().unwrap();
    dovecot.stop();
    dovecot.renumber("town");
    dovecot.place("town", &mail("Meanwhile"), hours(1));
    dovecot.start_again();
    assert_eq!(came.subjects(3).await, ["A hole", "A lamp", "Meanwhile"]);
    fetching.is_idle().await;
    let after = inbox.taken().unwrap();
    assert_eq!(after.uid_validity, before.uid_validity + 1000);
    assert_eq!(after.since, before.since);
    fetching.ends().await;
    assert!(came.is_empty());
}

/// The server's name leads to another provider now, which counts like the one before.
#[tokio::test]
async fn where_uids_have_gone_back_it_is_read_anew() {
    needs!("dovecot");
    let mut dovecot = Dovecot::start();
    let (inbox, mut came) = Inbox::open();
    for subject in ["From the archive", "A hole", "A lamp"] {
        let hour = if subject == "From the archive" { -100 } else { -1 };
        dovecot.place("town", &mail(subject), hours(hour));
    }
    let mut fetching = Fetching::begin(dovecot.server("town"), &inbox);
    assert_eq!(came.subjects(2).await, ["A hole", "A lamp"]);
    fetching.is_idle().await;
    dovecot.stop();
    dovecot.delete("town", "There is a hole.");
    dovecot.place("town", &mail("Also from the archive"), hours(-50));
    dovecot.place("town", &mail("There"), hours(1));
    dovecot.numbers_anew("town", dovecot.uid_validity("town"));
    dovecot.start_again();
    assert_eq!(came.subjects(1).await, ["There"]);
    fetching.is_idle().await;
    assert_eq!(inbox.taken().unwrap().uid, 2);
    fetching.ends().await;
    assert!(came.is_empty());
}
