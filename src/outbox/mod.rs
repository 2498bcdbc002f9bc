//! The only way out: claim, pace, send, record. And what goes beside it: files to fetch, notices.

pub mod cards;
mod counted;
mod courier;
pub mod fetch;
mod held;
mod lost;
pub mod mail;
mod members;
mod memory;
pub mod no_outlet;
pub mod notices;
pub mod pace;
mod photos;
mod record;
pub mod sender;
mod suspects;

use chrono::TimeDelta;

/// How long to wait after so many attempts: longer from one to the next, up to the longest.
fn doubling(first: TimeDelta, attempts: i32, longest: TimeDelta) -> TimeDelta {
    let mut pause = first;
    for _ in 0..attempts {
        if pause >= longest {
            break;
        }
        pause = pause * 2;
    }
    pause.min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_doubles_up_to_the_longest() {
        let (first, longest) = (TimeDelta::minutes(5), TimeDelta::hours(1));
        let after = |attempts| doubling(first, attempts, longest).num_minutes();
        assert_eq!([-1, 0, 1, 3, 4, i32::MAX].map(after), [5, 5, 10, 40, 60, 60]);
    }
}
