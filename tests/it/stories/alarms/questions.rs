//! The supervisor asks an office about a report whose date is here.

use chrono::TimeDelta;

use crate::support::on_both_databases;

on_both_databases! {
    async fn an_office_without_a_group_is_asked_in_the_urps_and_its_people_called(town: Town) {
        let anna = town.sim.user("Anna").id(11).language("en").create().private(&town.bot);
        anna.starts();
        anna.next().await;
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.carlo.presses(&card, "Assign");
        let offices = town.carlo.next().await;
        town.carlo.presses(&offices, "Strade");
        maria.next_matching("Strade").await.unwrap();
        // Ten working days: Wednesday 9 December.
        town.later(TimeDelta::days(15)).await;
        let said = anna.next_matching("For the supervisor").await.unwrap();
        town.sim.read_all();
        anna.presses(&said, "1. Ask the office");
        anna.next().await;
        anna.sends("When will it be done?");
        let asked = town.carlo.next_matching("asks about report").await.unwrap();
        assert!(asked.text.contains("For: Carlo Neri, Dora Verdi"), "{}", asked.text);
        assert!(anna.next().await.text.contains("has gone to: URP"));
        town.settles().await;
        town.sim.read_all();
        town.ends().await;
    }
}
