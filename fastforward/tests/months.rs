//! A hundred small towns for a month each: whatever happens there, nobody is left without an answer.
//!
//! One that fails names its seed; `cargo xtask simulate --days 31 --reports 60 --seed N` shows it alone.

use fastforward::{Plan, play};

/// Five towns, one after the other; the tests run side by side.
fn five_towns_from(first: u64) -> anyhow::Result<()> {
    let mut audited = 0;
    for seed in first..first + 5 {
        let outcome = play(Plan { a_year: 60.0, ..Plan::new(seed, 31) })?;
        assert!(outcome.is_kept(), "{outcome}");
        audited += outcome.reports;
    }
    assert!(audited > 0, "a promise to nobody is easily kept");
    Ok(())
}

macro_rules! towns {
    ($($name:ident from $first:literal;)+) => {$(
        #[test]
        fn $name() -> anyhow::Result<()> {
            five_towns_from($first)
        }
    )+};
}

towns! {
    nobody_is_left_without_an_answer_in_towns_0_to_4 from 0;
    nobody_is_left_without_an_answer_in_towns_5_to_9 from 5;
    nobody_is_left_without_an_answer_in_towns_10_to_14 from 10;
    nobody_is_left_without_an_answer_in_towns_15_to_19 from 15;
    nobody_is_left_without_an_answer_in_towns_20_to_24 from 20;
    nobody_is_left_without_an_answer_in_towns_25_to_29 from 25;
    nobody_is_left_without_an_answer_in_towns_30_to_34 from 30;
    nobody_is_left_without_an_answer_in_towns_35_to_39 from 35;
    nobody_is_left_without_an_answer_in_towns_40_to_44 from 40;
    nobody_is_left_without_an_answer_in_towns_45_to_49 from 45;
    nobody_is_left_without_an_answer_in_towns_50_to_54 from 50;
    nobody_is_left_without_an_answer_in_towns_55_to_59 from 55;
    nobody_is_left_without_an_answer_in_towns_60_to_64 from 60;
    nobody_is_left_without_an_answer_in_towns_65_to_69 from 65;
    nobody_is_left_without_an_answer_in_towns_70_to_74 from 70;
    nobody_is_left_without_an_answer_in_towns_75_to_79 from 75;
    nobody_is_left_without_an_answer_in_towns_80_to_84 from 80;
    nobody_is_left_without_an_answer_in_towns_85_to_89 from 85;
    nobody_is_left_without_an_answer_in_towns_90_to_94 from 90;
    nobody_is_left_without_an_answer_in_towns_95_to_99 from 95;
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
