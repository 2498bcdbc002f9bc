//! A date comes nearer, is there, and is broken.

use super::super::urp::unanswered;
use super::{all_quiet, morning, reminder, until, week};
use crate::support::on_both_databases;

on_both_databases! {
    async fn a_report_that_nobody_touches(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.town.report(&maria).await;
        at.staff_reads().await;

        // Two days were promised: the first morning is the last but one, and calls the URP.
        morning(&at.town, "2026-11-25").await;
        let said = reminder(&at.town.carlo, "Reminder").await;
        insta::assert_snapshot!(said.text, @r"
        Reminder: one date is near or past.
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned: the citizen is to hear by Thursday 26 November

        In all: to assign or close 1, to do 0, with the offices 0. List: /open
        ");
        insta::assert_snapshot!(said.labels().join(" | "), @"1. Show 2026-000001");
        all_quiet(&at).await;

        // The day itself: the supervisor too.
        morning(&at.town, "2026-11-26").await;
        reminder(&at.town.carlo, "Reminder").await;
        let said = reminder(&at.anna, "For the supervisor").await;
        insta::assert_snapshot!(said.text, @r"
        For the supervisor: one date is today or past.
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned: the citizen is to hear today
        ");
        insta::assert_snapshot!(said.labels().join(" | "), @"1. Show 2026-000001 | 1. Ask the URP | 1. Tell the citizen");

        // The morning after: the citizen hears from the clock, once; the chase goes on.
        morning(&at.town, "2026-11-27").await;
        let late = maria.next().await;
        insta::assert_snapshot!(late.text, @r"
        We promised news about report 2026-000001, via Roma 12, by Thursday 26 November, and none has come. We are sorry: we are late, and whoever runs the service knows.

        The next news will come by Monday 14 December.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        ");
        let said = reminder(&at.anna, "For the supervisor").await;
        insta::assert_snapshot!(said.text, @r"
        For the supervisor: one date is today or past.
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned: word was promised for Thursday 26 November, the citizen still waits
        ");
        at.town.urp.read_all();
        at.town.carlo.sends("/limbo");
        let limbo = at.town.carlo.next().await;
        insta::assert_snapshot!(limbo.text, @r"
        Past the promised date: one citizen still waits for word.
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned: word was promised for Thursday 26 November, the citizen still waits
        ");
        morning(&at.town, "2026-11-30").await;
        assert_eq!(maria.unread(), 0, "once: {}", maria.transcript());
        let said = reminder(&at.anna, "For the supervisor").await;
        week(&at.anna).await;
        at.town.urp.read_all();

        // She asks, in the chat of those who hold it, and tells the citizen.
        at.anna.presses(&said, "1. Ask the URP");
        let asks = at.anna.next().await;
        assert!(asks.text.contains("write what to ask about report"), "{}", asks.text);
        at.anna.sends("Who looks after this?");
        let asked = at.town.carlo.next_matching("asks about report").await.unwrap();
        insta::assert_snapshot!(asked.text, @r"
        Anna Bianchi, the supervisor, asks about report 2026-000001, via Roma 12:
        Who looks after this?
        For: Carlo Neri, Dora Verdi
        Reply to this message: the supervisor gets the reply, and it can become a note.
        ");
        let done = at.anna.next().await;
        insta::assert_snapshot!(done.text, @"Report 2026-000001, via Roma 12: the question goes to: URP.");
        at.anna.presses(&said, "1. Tell the citizen");
        let exact = at.anna.next().await;
        insta::assert_snapshot!(exact.text, @r"
        News about report 2026-000001, via Roma 12:

        We are sorry for the wait. The report is with the public relations office (URP), which has no final answer yet.

        Comune di Prova

        The next news will come by Tuesday 15 December.
        ");
        let preview = at.anna.next().await;
        at.anna.presses(&preview, "Send");
        let told = maria.next().await;
        assert_eq!(told.text, exact.text);
        at.staff_reads().await;

        // A person has told her: nobody is chased any more.
        morning(&at.town, "2026-12-01").await;
        all_quiet(&at).await;
        at.anna.sends("/limbo");
        let limbo = at.anna.next().await;
        insta::assert_snapshot!(limbo.text, @"No citizen waits past the promised date.");
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn the_holder_is_called_two_working_days_before(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, _, at_office) = at.assigned(&maria).await;
        at.staff_reads().await;
        // Ten working days: Wednesday 9 December, after a weekend and a holiday.
        morning(&at.town, "2026-11-30").await;
        week(&at.anna).await;
        for day in ["2026-12-02", "2026-12-03"] {
            morning(&at.town, day).await;
            all_quiet(&at).await;
        }
        morning(&at.town, "2026-12-04").await;
        let said = reminder(&at.ezio, "Reminder").await;
        insta::assert_snapshot!(said.text, @r"
        Reminder: one date is near or past.
        1. 2026-000001 via Roma 12 – Potholes and pavements – assigned, Strade: the citizen is to hear by Wednesday 9 December – Ezio Gialli, Fulvia Rossi
        ");
        assert_eq!(at.anna.unread(), 0);
        // Somebody takes it in hand who has started the bot: they hold it now.
        at.gino.presses(&at_office, "Take");
        maria.next_matching("is working on").await.unwrap();
        at.gino_alone.next_matching(&number).await.unwrap();
        at.staff_reads().await;
        morning(&at.town, "2026-12-07").await;
        reminder(&at.gino_alone, "Reminder").await;
        // He may be on holiday: the referents of his office hear of it too.
        let said = reminder(&at.ezio, "Reminder").await;
        insta::assert_snapshot!(said.text, @r"
        Reminder: one date is near or past.
        1. 2026-000001 via Roma 12 – Potholes and pavements – being worked on, Strade: the citizen is to hear by Wednesday 9 December – Ezio Gialli, Fulvia Rossi
        ");
        let said = reminder(&at.town.carlo, "Reminder").await;
        assert!(said.text.contains("Strade: the citizen is to hear by Wednesday 9 December"), "{}", said.text);
        // The URP's card offers to tell the citizen.
        at.town.carlo.presses(&said, "1. Show 2026-000001");
        let card = at.town.carlo.next_matching("State:").await.unwrap();
        assert!(card.button("Tell the citizen").is_some(), "{:?}", card.labels());
        week(&at.anna).await;
        assert_eq!(at.anna.unread(), 0);
        at.staff_reads().await;
        // Immaculate Conception: nobody is there.
        until(&at.town, "2026-12-08T20:00:00Z").await;
        assert_eq!(at.gino_alone.unread() + at.anna.unread(), 0);
        morning(&at.town, "2026-12-09").await;
        let said = reminder(&at.anna, "For the supervisor").await;
        at.anna.presses(&said, "1. Ask the office");
        at.anna.next().await;
        at.anna.sends("When will it be done?");
        let asked = at.ezio.next_matching("asks about report").await.unwrap();
        for words in ["When will it be done?", "For: Ezio Gialli, Fulvia Rossi"] {
            assert!(asked.text.contains(words), "{}", asked.text);
        }
        at.staff_reads().await;
        // A supervisor's own card.
        at.anna.presses(&said, "1. Show 2026-000001");
        let card = at.anna.next_matching("State:").await.unwrap();
        for label in ["Ask the office", "Tell the citizen", "Note", "History"] {
            assert!(card.button(label).is_some(), "{label}: {:?}", card.labels());
        }
        at.anna.presses(&card, "History");
        let history = at.anna.next_matching("When will it be done?").await.unwrap();
        assert!(history.text.contains("Asked the office"), "{}", history.text);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn many_dates_are_one_message_a_chat(at: Offices) {
        for name in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"] {
            at.town.report(&at.town.citizen(name)).await;
        }
        at.town.everybody_reads().await;
        morning(&at.town, "2026-11-26").await;
        let said = reminder(&at.town.carlo, "Reminder").await;
        assert!(said.text.contains("12 dates") && said.text.contains("2 more"), "{}", said.text);
        let said = reminder(&at.anna, "For the supervisor").await;
        assert!(said.text.contains("12 dates") && said.text.contains("7 more"), "{}", said.text);
        at.town.everybody_reads().await;
        // Each citizen hears on the morning after.
        morning(&at.town, "2026-11-27").await;
        at.town.settles().await;
        at.anna.sends("/limbo");
        let limbo = at.anna.next_matching("12 citizens").await.unwrap();
        assert!(limbo.text.contains("2026-000010") && !limbo.text.contains("2026-000011"));
        at.anna.presses(&limbo, "Next");
        at.anna.wait_until(&limbo, |page| page.text.contains("2026-000011")).await;
        at.town.everybody_reads().await;
        at.town.ends().await;
    }
    async fn a_supervisor_sees_what_the_urp_has_to_do_and_has_no_buttons_for_it(at: Offices) {
        unanswered(&at.town).await;
        at.town.everybody_reads().await;
        morning(&at.town, "2026-11-26").await;
        let said = reminder(&at.anna, "For the supervisor").await;
        at.anna.presses(&said, "1. Show what to do 2026-000001");
        let task = at.anna.next_matching("To do:").await.unwrap();
        assert!(task.text.ends_with("The URP does this, in its own group."), "{}", task.text);
        assert!(task.labels().is_empty(), "{:?}", task.labels());
        // In the URP's group the same has its buttons.
        let said = reminder(&at.town.carlo, "Reminder").await;
        at.town.carlo.presses(&said, "1. Show what to do 2026-000001");
        let task = at.town.carlo.next_matching("To do:").await.unwrap();
        assert_eq!(task.labels(), ["Told them", "Nobody answered", "Cannot be reached"]);
        at.town.ends().await;
    }
}
