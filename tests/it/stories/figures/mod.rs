//! The supervisor's figures.

use simulator::Message;

use super::desk::{phoned, says};
use super::urp::unanswered;
use crate::support::{Offices, on_both_databases};

/// The supervisor asks for the figures, in which these lines stand.
async fn shows(at: &Offices, lines: &[&str]) {
    at.town.settles().await;
    at.anna.sends("/stats");
    let stats = at.anna.next_matching("Whole town").await.unwrap();
    for line in lines {
        assert!(stats.text.lines().any(|one| one == *line), "{line}: {}", stats.text);
    }
}

/// What figures say of messages that did not arrive.
fn not_delivered(figures: &Message) -> String {
    let line = figures.text.lines().find(|line| line.starts_with("Messages not delivered"));
    line.unwrap_or_else(|| panic!("{}", figures.text)).to_owned()
}

on_both_databases! {
    async fn the_supervisor_sees_the_figures_and_gets_them_as_a_file(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.assigned(&maria).await;
        at.town.settles().await;

        at.anna.sends("/stats");
        let stats = at.anna.next().await;
        let week = "This week, from Monday 23 November to Tuesday 24 November\nWhole town\n";
        assert!(stats.text.starts_with(week), "{}", stats.text);
        for line in [
            "Reports without the word that was promised: 0",
            "Closed, but the answer has not arrived: 0",
            "Arrived: 1",
            "Closed: 0, with the answer delivered: 0",
            "Messages not delivered: 0",
            "first word: half within 0 min, nine in ten within 0 min (office hours; from one report)",
        ] {
            assert!(stats.text.contains(line), "{line}: {}", stats.text);
        }
        insta::assert_snapshot!(stats.labels().join(" | "), @"✓ This week | Last week | This month | Last month | This year | Choose office | CSV");
        at.anna.presses(&stats, "Choose office");
        let offices = at.anna.wait_until(&stats, |it| it.text == "Of which office?").await;
        at.anna.presses(&offices, "Verde pubblico");
        let verde = at.anna.wait_until(&offices, |it| it.text.contains("Office: Verde pubblico")).await;
        assert!(verde.text.contains("Arrived: 0"), "{}", verde.text);
        at.anna.presses(&verde, "Last week");
        let before = at.anna.wait_until(&verde, |it| it.text.starts_with("Last week")).await;
        assert!(before.text.contains("Office: Verde pubblico"), "{}", before.text);
        at.anna.presses(&before, "Whole town");
        let town = at.anna.wait_until(&before, |it| it.text.contains("Whole town")).await;
        at.anna.presses(&town, "This week");
        let town = at.anna.wait_until(&town, |it| it.text.contains("Arrived: 1")).await;

        at.anna.presses(&town, "CSV");
        let file = at.anna.next().await;
        assert_eq!(file.raw["document"]["mime_type"], "text/csv");
        assert_eq!(file.raw["document"]["file_name"], "figures-2026-11-23-2026-11-24.csv");
        insta::assert_snapshot!(file.text, @"Figures by office, from Monday 23 November to Tuesday 24 November. Times count only the hours in which the offices are open.");
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn who_is_no_supervisor_hears_who_sees_the_figures(at: Offices) {
        at.gino_alone.sends("/stats");
        insta::assert_snapshot!(at.gino_alone.next().await.text, @"Only the supervisor can do this: Anna Bianchi.");
        at.town.ends().await;
    }

    async fn who_cannot_be_reached_is_still_one_that_was_not_answered(at: Offices) {
        let (_, _, card) = unanswered(&at.town).await;
        let carlo = &at.town.carlo;
        let task = carlo.messages().into_iter().rfind(|one| one.button("Told them").is_some()).unwrap();
        at.town.everybody_reads().await;
        shows(&at, &[
            "Closed, but the answer has not arrived: 1",
            "Closed: 1, with the answer delivered: 0",
            "Messages not delivered: 1",
        ]).await;

        // Nothing is left to do, and it is no answered citizen.
        carlo.presses(&task, "Cannot be reached");
        let given_up = "Reply: not sent, by rule: the citizen cannot be reached";
        carlo.wait_until(&card, |card| card.text.contains(given_up)).await;
        shows(&at, &[
            "Closed, but the answer has not arrived: 0",
            "Closed: 1, with the answer delivered: 0",
            "Messages not delivered: 1, of which to people who cannot be reached: 1",
        ]).await;
        let zeros = async || at.town.store().zeros(at.town.clock.now().date_naive()).await.unwrap();
        assert_eq!(zeros().await.unanswered, 0);

        let done = carlo.wait_until(&task, |task| task.button("Undo").is_some()).await;
        carlo.presses(&done, "Undo");
        carlo.wait_until(&card, |card| card.text.contains("blocked the bot")).await;
        shows(&at, &["Closed, but the answer has not arrived: 1", "Messages not delivered: 1"]).await;
        assert_eq!(zeros().await.unanswered, 1);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn a_call_that_reached_nobody_is_in_the_week_in_which_it_was_given_up(at: Offices) {
        let carlo = &at.town.carlo;
        // What is read out to her, and what needs no call, is no message that was lost.
        let card = phoned(&at).await;
        at.town.assigns(&card, "Strade").await;
        carlo.wait_until(&card, |card| card.text.contains("no call needed")).await;
        says(&at, &card, "Write to the citizen", "It will be filled in December.").await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        let mondays = async |day: &str| {
            at.town.everybody_reads().await;
            at.town.until(&format!("{day}T08:00:00Z")).await;
            let week = at.anna.next_matching("Last week, from Monday").await.unwrap();
            not_delivered(&week)
        };
        assert_eq!(mondays("2026-11-30").await, "Messages not delivered: 0");
        carlo.presses(&call, "Cannot be reached");
        let given_up = "by rule: the citizen cannot be reached";
        carlo.wait_until(&card, |card| card.text.contains(given_up)).await;
        let one = "Messages not delivered: 1, of which to people who cannot be reached: 1";
        assert_eq!(mondays("2026-12-07").await, one);
        assert_eq!(mondays("2026-12-14").await, "Messages not delivered: 0");
        at.town.everybody_reads().await;
        at.town.ends().await;
    }
}
