//! The clock: whom the mornings remind, and what the citizen hears of a broken promise.

mod morning;
mod questions;
mod quiet;

use chrono::{DateTime, Utc};
use simulator::Seat;

use crate::support::{Offices, Town};

/// Time passes until then. The clock stands still while something is said or done.
async fn until(town: &Town, moment: &str) {
    let moment: DateTime<Utc> = moment.parse().unwrap();
    town.later(moment - town.clock.now()).await;
}

/// Nine o'clock in the town, in winter.
async fn morning(town: &Town, day: &str) {
    until(town, &format!("{day}T08:00:00Z")).await;
}

/// What the morning said there, and that it was all in one message.
async fn reminder(seat: &Seat, words: &str) -> simulator::Message {
    let message = seat.next_matching(words).await.unwrap();
    assert!(
        !seat
            .messages()
            .iter()
            .any(|other| { other.message_id > message.message_id && other.text.contains(words) }),
        "one message a morning"
    );
    message
}

/// On Mondays the supervisor reads the figures of the week before.
async fn week(anna: &Seat) {
    anna.next_matching("Last week, from Monday").await.unwrap();
}

/// Nobody in the offices or among the supervisors heard anything.
async fn all_quiet(at: &Offices) {
    at.town.settles().await;
    for seat in [&at.ezio, &at.ida, &at.gino_alone, &at.anna] {
        assert_eq!(seat.unread(), 0, "{}", seat.transcript());
    }
}
