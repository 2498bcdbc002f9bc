//! Nights, days on which the service was down, and alarms that nobody would hear.

use super::super::urp::close;
use super::{morning, reminder, until};
use crate::stories::alarms::{mail_to_anna, with_a_supervisors_mail};
use crate::support::on_both_databases;

on_both_databases! {
    async fn mornings_on_which_the_service_was_down_are_made_good_once(at: Offices) {
        let mut at = at;
        let maria = at.town.citizen("Maria");
        at.town.report(&maria).await;
        at.town.sim.read_all();
        at.town.settles().await;
        at.town.stops().await;
        // Down from Tuesday to Friday night: it starts when everybody sleeps.
        at.town.clock.advance(chrono::TimeDelta::hours(3 * 24 + 11));
        at.town.starts().await;
        at.town.everybody_reads().await;
        assert_eq!(maria.unread(), 0, "nothing at night: {}", maria.transcript());
        until(&at.town, "2026-11-29T20:00:00Z").await;
        assert_eq!(maria.unread() + at.anna.unread() + at.town.carlo.unread(), 0);
        // Monday's morning says what was missed, once.
        morning(&at.town, "2026-11-30").await;
        reminder(&at.town.carlo, "Reminder").await;
        reminder(&at.anna, "For the supervisor").await;
        let late = maria.next_matching("promised").await.unwrap();
        assert!(late.text.contains("Thursday 26 November"), "{}", late.text);
        at.town.everybody_reads().await;
        until(&at.town, "2026-11-30T20:00:00Z").await;
        assert_eq!(maria.unread() + at.anna.unread() + at.town.carlo.unread(), 0);
        at.town.ends().await;
    }

    async fn at_night_nothing_that_is_for_staff_makes_a_sound(at: Offices) {
        until(&at.town, "2026-11-24T21:00:00Z").await;
        let greeting = at.anna.latest().map_or(0, |one| one.message_id);
        let person = at.town.person("Maria");
        let maria = person.private(&at.town.bot);
        let (_, card) = at.town.report(&maria).await;
        let received = maria.messages().pop().unwrap();
        maria.replies(&received, "It is deeper today");
        let ring = at.town.carlo.next_matching("added to").await.unwrap();
        maria.next_matching("Added to report").await.unwrap();
        // Carlo is still at work; her answer does not arrive.
        at.town.settles().await;
        person.blocks(&at.town.bot);
        close(&at.town, &card, "It has been filled.").await;
        let task = at.town.carlo.next_matching("To do:").await.unwrap();
        let alarm = at.anna.next_matching("has not arrived").await.unwrap();
        // Nothing can be written to a group.
        at.strade.kicks(&at.town.bot);
        let paolo = at.town.citizen("Paolo");
        let (_, other) = at.town.report(&paolo).await;
        at.town.carlo.presses(&other, "Assign");
        let offices = at.town.carlo.next_matching("Which office").await.unwrap();
        at.town.carlo.presses(&offices, "Strade");
        let lost = at.anna.next_matching("can no longer write").await.unwrap();
        for one in [&card, &ring, &task, &alarm, &lost] {
            assert!(one.silent, "{}", one.text);
        }
        at.town.settles().await;
        for said in [at.town.carlo.after(0), at.anna.after(greeting)] {
            let of_bot = said.into_iter().filter(|one| one.from == card.from);
            let loud: Vec<_> = of_bot.filter(|one| !one.silent).map(|one| one.text).collect();
            assert!(loud.is_empty(), "{loud:#?}");
        }
        // A citizen is answered as ever.
        assert!(!received.silent);
        at.town.sim.read_all();
        // By day all can be heard.
        morning(&at.town, "2026-11-25").await;
        let (_, card) = at.town.report(&at.town.citizen("Rita")).await;
        assert!(!card.silent);
        at.town.settles().await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn it_starts_during_the_day_and_does_not_wait_for_the_next(at: Offices) {
        let mut at = at;
        let maria = at.town.citizen("Maria");
        at.town.report(&maria).await;
        at.town.everybody_reads().await;
        at.town.stops().await;
        at.town.clock.advance(chrono::TimeDelta::hours(2 * 24 + 4));
        at.town.starts().await;
        at.town.settles().await;
        // Thursday at two in the afternoon.
        reminder(&at.town.carlo, "Reminder").await;
        reminder(&at.anna, "For the supervisor").await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn the_weeks_figures_are_told_though_the_service_was_down_on_monday(at: Offices) {
        let mut at = at;
        at.town.settles().await;
        at.town.stops().await;
        // Down from Tuesday to the Tuesday after, at eight in the evening.
        at.town.clock.advance(chrono::TimeDelta::hours(7 * 24 + 10));
        at.town.starts().await;
        at.town.settles().await;
        at.anna.next_matching("The service was down").await.unwrap();
        assert_eq!(at.anna.unread(), 0, "not in the evening: {}", at.anna.transcript());
        morning(&at.town, "2026-12-02").await;
        let figures = at.anna.next().await;
        let days = "Last week, from Monday 23 November to Sunday 29 November";
        assert!(figures.text.starts_with(days), "{}", figures.text);
        morning(&at.town, "2026-12-03").await;
        assert_eq!(at.anna.unread(), 0, "once: {}", at.anna.transcript());
        morning(&at.town, "2026-12-07").await;
        let figures = at.anna.next().await;
        assert!(figures.text.starts_with("Last week, from Monday 30 November"), "{}", figures.text);
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn an_alarm_that_no_supervisor_can_hear_goes_to_the_urp_and_by_mail(town: Town) {
        let mut town = town;
        with_a_supervisors_mail(&mut town).await;
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.urp_reads().await;
        morning(&town, "2026-11-26").await;
        let said = reminder(&town.carlo, "Reminder").await;
        assert!(said.text.contains("No supervisor can be told here"), "{}", said.text);
        let mail = mail_to_anna(&town).await;
        insta::assert_snapshot!(mail.subject, @"Comune di Prova: reports to look after");
        insta::assert_snapshot!(mail.text, @r"
        For the supervisor: one date is today or past.
        1. 2026-000001 via Roma 12 – Potholes and pavements – to be assigned: the citizen is to hear today

        -- 
        Comune di Prova
        ");
        town.sim.read_all();
        town.ends().await;
    }
}
