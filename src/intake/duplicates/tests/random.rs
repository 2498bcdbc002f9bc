//! Whatever people do, in whatever order.

use chrono::Days;
use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Act {
    Merge(usize, usize),
    Undo(usize),
    Close(usize),
    Spam(usize),
    Withdraw(usize),
    StillThere(usize),
    Refuse(usize),
    Reopen(usize),
    Assign(usize),
    Add(usize),
    Ask(usize),
    Plan(usize, u64),
    Tell(usize),
    Call(usize),
    Days(i64),
}

const REPORTS: usize = 5;

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let one = 0..REPORTS;
    let act = prop_oneof![
        6 => (one.clone(), one.clone()).prop_map(|(one, into)| Act::Merge(one, into)),
        1 => one.clone().prop_map(Act::Undo),
        2 => one.clone().prop_map(Act::Close),
        1 => one.clone().prop_map(Act::Spam),
        1 => one.clone().prop_map(Act::Withdraw),
        1 => one.clone().prop_map(Act::StillThere),
        1 => one.clone().prop_map(Act::Refuse),
        1 => one.clone().prop_map(Act::Reopen),
        1 => one.clone().prop_map(Act::Assign),
        1 => one.clone().prop_map(Act::Add),
        1 => one.clone().prop_map(Act::Ask),
        1 => (one.clone(), 1_u64..200).prop_map(|(one, days)| Act::Plan(one, days)),
        1 => one.clone().prop_map(Act::Tell),
        1 => one.prop_map(Act::Call),
        1 => (1_i64..20).prop_map(Act::Days),
    ];
    prop::collection::vec(act, 1..25)
}

fn doors() -> impl Strategy<Value = Vec<Channel>> {
    let door = prop_oneof![
        3 => Just(Channel::Telegram),
        2 => Just(Channel::Phone),
        1 => Just(Channel::Nobody),
    ];
    prop::collection::vec(door, REPORTS)
}

proptest! {
    #[test]
    fn every_duplicate_has_a_main_report_and_every_citizen_an_answer(
        doors in doors(),
        acts in acts(),
    ) {
        let mut world = World::by(&doors);
        for (count, act) in acts.into_iter().enumerate() {
            let words = || format!("Words {count}.");
            let ends = matches!(act, Act::Spam(_) | Act::Withdraw(_));
            let owed = dates::owed(&world);
            match act {
                Act::Merge(one, into) => world.does(one, merge(into), false),
                Act::Undo(one) => world.does(one, Command::Unmerge { owed: Owed::default() }, false),
                Act::Close(one) => {
                    world.does(one, close(Outcome::Resolved, Some(&words())), false);
                }
                Act::Spam(one) => world.does(one, close(Outcome::Spam, None), false),
                Act::Withdraw(one) => world.does(one, Command::Withdraw, true),
                Act::StillThere(one) => {
                    world.does(one, Command::StillThere { words: None }, true);
                }
                Act::Refuse(one) => {
                    world.does(one, Command::RefuseReopen { words: words() }, false);
                }
                Act::Reopen(one) => world.does(one, Command::Reopen, false),
                Act::Assign(one) => {
                    world.does(one, Command::Assign { office: "strade".into() }, false);
                }
                Act::Add(one) => {
                    world.does(one, Command::Add { words: words(), photos: Vec::new() }, true);
                }
                Act::Ask(one) => world.does(one, Command::Ask { words: words() }, false),
                Act::Plan(one, days) => {
                    let until = world.now.date_naive() + Days::new(days);
                    let reason = format!("Because of {count}.");
                    world.does(one, Command::Plan { until, reason, work: None }, false);
                }
                Act::Tell(one) => {
                    world.does(one, Command::Tell { words: words(), photos: Vec::new() }, false);
                }
                Act::Call(one) => world.calls(one),
                Act::Days(days) => world.days_pass(days),
            }
            world.nobody_is_forgotten();
            dates::every_date_is_known(&world);
            dates::nobody_is_said_to_wait_who_cannot_be_told(&world);
            // Nobody is told anything by that, but whoever took theirs back.
            let answers_nobody = |report: &Report| {
                matches!(report.outcome(), Some(Outcome::Spam | Outcome::Withdrawn))
            };
            let still = owed.iter().filter(|(one, _)| ends && !answers_nobody(world.report(*one)));
            for one in still {
                assert!(dates::owed(&world).contains(one), "{one:?} waits still");
            }
            phone::nobody_is_called_about_a_plan_that_is_over(&world);
        }
    }
}
