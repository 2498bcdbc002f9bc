//! What was promised to whoever waits through another report stays promised, whatever becomes of that report; and only
//! somebody who can be told is said to wait.

use simulator::{Message, Seat};

use super::merging::merges;
use super::{begins, saves, says, without_contact};
use crate::support::{Offices, on_both_databases};

/// How many wait past their date, as the metrics say.
async fn in_limbo(at: &Offices) -> u64 {
    at.town.settles().await;
    let today = at.town.clock.now().date_naive();
    at.town.store().zeros(today).await.unwrap().in_limbo
}

/// What the supervisor reads in /limbo and in the line of /stats.
async fn read_by_anna(at: &Offices) -> (String, String) {
    at.town.settles().await;
    at.anna.sends("/limbo");
    let limbo = at.anna.next_matching("ast the promised date").await.unwrap();
    at.anna.sends("/stats");
    let stats = at.anna.next_matching("Whole town").await.unwrap();
    let line = stats.text.lines().find(|line| line.starts_with("Reports without the word"));
    (limbo.text, line.unwrap().to_owned())
}

/// Maria's report, and those of the others, which are joined to it: they are to hear by Thursday 26 November.
async fn one_problem(at: &Offices) -> [Seat; 3] {
    let people = ["Maria", "Paolo", "Rita"].map(|name| at.town.citizen(name));
    let [maria, paolo, rita] = &people;
    at.town.report(maria).await;
    for citizen in [paolo, rita] {
        let (_, card) = at.town.report(citizen).await;
        merges(at, &card, "Same as 2026-000001").await;
        citizen.next_matching("by Thursday 26 November").await.unwrap();
    }
    at.town.everybody_reads().await;
    people
}

/// She takes it back.
async fn withdraws(at: &Offices, maria: &Seat) {
    let one = at.town.looks_at(maria, "2026-000001, via Roma 12").await;
    maria.presses(&one, "Withdraw");
    let sure = maria.next().await;
    maria.presses(&sure, "Yes, withdraw it");
    maria.next_matching("is withdrawn").await.unwrap();
}

on_both_databases! {
    async fn whoever_waited_past_the_date_waits_still_when_the_main_report_is_withdrawn(at: Offices) {
        let [maria, paolo, rita] = one_problem(&at).await;
        at.town.until("2026-11-27T08:00:00Z").await;
        for citizen in [&maria, &paolo, &rita] {
            citizen.next_matching("by Thursday 26 November, and none has come").await.unwrap();
        }
        assert_eq!(in_limbo(&at).await, 1);
        at.town.sim.read_all();

        withdraws(&at, &maria).await;
        let on = paolo.next_matching("goes on by itself").await.unwrap();
        insta::assert_snapshot!(on.text, @r"
        Report 2026-000002, via Roma 12, goes on by itself.

        We promised news by Thursday 26 November, and none has come. We are sorry.

        The next news will come by Tuesday 1 December.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        ");
        let follows = rita.next_matching("is followed under the number 2026-000002").await.unwrap();
        insta::assert_snapshot!(follows.text, @r"
        The problem of report 2026-000003, via Roma 12, is followed under the number 2026-000002 now.

        We promised news by Thursday 26 November, and none has come. We are sorry.

        The next news will come by Tuesday 1 December.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        ");
        assert_eq!(in_limbo(&at).await, 1);
        at.town.sim.read_all();
        let (limbo, line) = read_by_anna(&at).await;
        insta::assert_snapshot!(limbo, @r"
        Past the promised date: one citizen still waits for word.
        1. 2026-000002 via Roma 12 – Potholes and pavements – to be assigned: word was promised for Thursday 26 November, the citizen still waits
        ");
        assert_eq!(line, "Reports without the word that was promised: 1");
        let of_paolo = |one: &Message| one.text.starts_with("2026-000002 – ");
        let card = at.town.carlo.messages().into_iter().rfind(of_paolo).unwrap();
        assert!(card.text.contains("Late: word was promised for Thursday 26 November"), "{}", card.text);

        // Somebody is called until a person has told them something.
        at.town.sim.read_all();
        at.town.until("2026-11-30T08:00:00Z").await;
        let said = at.anna.next_matching("For the supervisor").await.unwrap();
        assert!(said.text.contains("2026-000002"), "{}", said.text);
        at.town.sim.read_all();
        says(&at, &card, "Write to the citizen", "It will be done on Monday.").await;
        for citizen in [&paolo, &rita] {
            citizen.next_matching("It will be done on Monday.").await.unwrap();
        }
        assert_eq!(in_limbo(&at).await, 0);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn whoever_was_told_of_no_broken_date_yet_is_told_when_the_main_report_is_withdrawn(at: Offices) {
        let [maria, paolo, rita] = one_problem(&at).await;
        // The day is over, and the office does not open before eight.
        at.town.until("2026-11-27T05:00:00Z").await;
        at.town.sim.read_all();
        withdraws(&at, &maria).await;
        let on = paolo.next_matching("goes on by itself").await.unwrap();
        insta::assert_snapshot!(on.text, @r"
        Report 2026-000002, via Roma 12, goes on by itself.

        We promised news by Thursday 26 November, and none has come. We are sorry.

        The next news will come by Tuesday 1 December.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        ");
        let follows = rita.next_matching("is followed under the number 2026-000002").await.unwrap();
        insta::assert_snapshot!(follows.text, @r"
        The problem of report 2026-000003, via Roma 12, is followed under the number 2026-000002 now.

        We promised news by Thursday 26 November, and none has come. We are sorry.

        The next news will come by Tuesday 1 December.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        ");
        assert_eq!(in_limbo(&at).await, 1);
        at.town.sim.read_all();

        // Once: what they read was that.
        at.town.until("2026-11-27T10:00:00Z").await;
        assert_eq!((paolo.unread(), rita.unread()), (0, 0), "{}", paolo.transcript());
        assert_eq!(in_limbo(&at).await, 1);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn a_date_that_is_to_come_is_not_put_off_because_the_main_report_is_withdrawn(at: Offices) {
        let [maria, paolo, rita] = one_problem(&at).await;
        at.town.until("2026-11-25T09:00:00Z").await;
        at.town.sim.read_all();
        withdraws(&at, &maria).await;
        let on = paolo.next_matching("goes on by itself").await.unwrap();
        insta::assert_snapshot!(on.text, @r"
        Report 2026-000002, via Roma 12, goes on by itself.

        The next news will come by Thursday 26 November.
        ");
        at.town.settles().await;
        assert_eq!(rita.unread(), 0, "her date stands: {}", rita.transcript());
        assert_eq!(in_limbo(&at).await, 0);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn a_problem_of_which_nobody_can_be_told_keeps_nobody_waiting(at: Offices) {
        let carlo = &at.town.carlo;
        without_contact(&at).await;
        let contact = begins(&at, "Signora Rosa").await;
        carlo.presses(&contact, "No contact details");
        saves(&at).await;
        let card = at.town.urp_card("2026-000002").await;
        carlo.presses(&card, "Same as 2026-000001");
        carlo.next_matching("is followed under the number").await.unwrap();
        at.town.settles().await;
        let preview = carlo.messages().into_iter().rfind(|one| one.button("Send").is_some()).unwrap();
        carlo.presses(&preview, "Send");
        at.town.settles().await;
        at.town.everybody_reads().await;

        // The day is over, before and after the clock has looked at it.
        for moment in ["2026-11-27T05:00:00Z", "2026-11-27T09:00:00Z"] {
            at.town.until(moment).await;
            at.town.sim.read_all();
            assert_eq!(in_limbo(&at).await, 0, "{moment}");
            let (limbo, line) = read_by_anna(&at).await;
            assert_eq!(limbo, "No citizen waits past the promised date.");
            assert_eq!(line, "Reports without the word that was promised: 0");
        }

        // Somebody who can be told joins them: from then on there is a promise.
        let maria = at.town.citizen("Maria");
        let (_, card) = at.town.report(&maria).await;
        merges(&at, &card, "Same as 2026-000001").await;
        maria.next_matching("is known already").await.unwrap();
        at.town.everybody_reads().await;
        at.town.until("2026-12-23T05:00:00Z").await;
        assert_eq!(in_limbo(&at).await, 1);
        at.town.sim.read_all();
        at.town.ends().await;
    }
}
