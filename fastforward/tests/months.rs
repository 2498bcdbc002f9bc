//! A hundred small towns for a month each: whatever happens there, nobody is left without an answer.
//!
//! One that fails names its seed; `cargo xtask simulate --days 31 --reports 72 --seed N` shows it alone.

use fastforward::{Plan, play};

/// Ten towns, one after the other; the tests run side by side.
fn ten_towns_from(first: u64) -> anyhow::Result<()> {
    for seed in first..first + 10 {
        let outcome = play(Plan { a_year: 72.0, ..Plan::new(seed, 31) })?;
        assert!(outcome.is_kept(), "{outcome}");
    }
    Ok(())
}

macro_rules! towns {
    ($($name:ident from $first:literal;)+) => {$(
        #[test]
        fn $name() -> anyhow::Result<()> {
            ten_towns_from($first)
        }
    )+};
}

towns! {
    nobody_is_left_without_an_answer_in_towns_0_to_9 from 0;
    nobody_is_left_without_an_answer_in_towns_10_to_19 from 10;
    nobody_is_left_without_an_answer_in_towns_20_to_29 from 20;
    nobody_is_left_without_an_answer_in_towns_30_to_39 from 30;
    nobody_is_left_without_an_answer_in_towns_40_to_49 from 40;
    nobody_is_left_without_an_answer_in_towns_50_to_59 from 50;
    nobody_is_left_without_an_answer_in_towns_60_to_69 from 60;
    nobody_is_left_without_an_answer_in_towns_70_to_79 from 70;
    nobody_is_left_without_an_answer_in_towns_80_to_89 from 80;
    nobody_is_left_without_an_answer_in_towns_90_to_99 from 90;
}

#[test]
fn the_same_seed_plays_the_same_town() {
    let played = || {
        let outcome = play(Plan { a_year: 200.0, ..Plan::new(7, 15) }).unwrap();
        serde_json::to_string(&outcome).unwrap()
    };
    let first = played();
    assert_eq!(first, played());
    let other = play(Plan { a_year: 200.0, ..Plan::new(8, 15) }).unwrap();
    assert_ne!(first, serde_json::to_string(&other).unwrap());
}
