//! Nights, days on which the service was down, and alarms that nobody would hear.

use super::{morning, reminder, until};
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
        at.town.settles().await;
        at.town.sim.read_all();
        assert_eq!(maria.unread(), 0, "nothing at night: {}", maria.transcript());
        until(&at.town, "2026-11-29T20:00:00Z").await;
        assert_eq!(maria.unread() + at.anna.unread() + at.town.carlo.unread(), 0);
        // Monday's morning says what was missed, once.
        morning(&at.town, "2026-11-30").await;
        reminder(&at.town.carlo, "Reminder").await;
        reminder(&at.anna, "For the supervisor").await;
        let late = maria.next_matching("promised").await.unwrap();
        assert!(late.text.contains("Thursday 26 November"), "{}", late.text);
        at.town.settles().await;
        at.town.sim.read_all();
        until(&at.town, "2026-11-30T20:00:00Z").await;
        assert_eq!(maria.unread() + at.anna.unread() + at.town.carlo.unread(), 0);
        at.town.ends().await;
    }

    async fn it_starts_during_the_day_and_does_not_wait_for_the_next(at: Offices) {
        let mut at = at;
        let maria = at.town.citizen("Maria");
        at.town.report(&maria).await;
        at.town.settles().await;
        at.town.sim.read_all();
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
        at.anna.next_matching("The service stood still").await.unwrap();
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
        at.all_read();
        at.town.ends().await;
    }

    async fn an_alarm_that_no_supervisor_can_hear_goes_to_the_urp_and_by_mail(town: Town) {
        let mut town = town;
        town.stops().await;
        let with_mail = "telegram_id = 11, email = \"anna@example.org\"";
        let directory = include_str!("../../support/town.toml").replace("telegram_id = 11", with_mail);
        let file = town.folder().join("with-mail.toml");
        std::fs::write(&file, directory).unwrap();
        town.set("DIRECTORY_FILE", &file.display().to_string());
        town.starts().await;
        let maria = town.citizen("Maria");
        town.report(&maria).await;
        town.settles().await;
        town.urp.read_all();
        morning(&town, "2026-11-26").await;
        let said = reminder(&town.carlo, "Reminder").await;
        assert!(said.text.contains("No supervisor can be told here"), "{}", said.text);
        let anna = crate::support::letters::Writer::new("anna");
        let mail = anna.next(&town).await;
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
