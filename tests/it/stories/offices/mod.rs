//! The offices at work.

mod cascade;
mod hands;
mod one_question;
mod private;
mod small;

use crate::support::on_both_databases;

on_both_databases! {
    async fn a_report_that_is_assigned_comes_to_the_offices_group(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, card, at_office) = at.assigned(&maria).await;
        assert!(at_office.text.contains("A deep hole"), "{}", at_office.text);

        // It moves on: the first office sees where it went, and can do nothing more with it.
        at.town.carlo.presses(&card, "Assign");
        let offices = at.town.carlo.next().await;
        at.town.carlo.presses(&offices, "Verde pubblico");
        maria.next_matching("Verde pubblico").await.unwrap();
        at.ida.next_matching(&number).await.unwrap();
        let told = at.ezio.next_matching("went to the office Verde pubblico").await.unwrap();
        assert!(told.text.contains("Ezio Gialli"), "{}", told.text);
        let gone = at.ezio.wait_until(&at_office, |card| card.text.contains("Verde")).await;
        insta::assert_snapshot!(gone.labels().join(" | "), @"History");
        at.town.ends().await;
    }

    async fn an_office_that_is_bound_later_sees_what_is_open_already(at: Offices) {
        // Its group is in no directory yet: the URP assigns all the same, and acts for it.
        let mut at = at;
        at.town.stops().await;
        let bound = at.town.set("DIRECTORY_FILE", &at.without_groups());
        at.town.database.execute("DELETE FROM directory").await;
        at.town.starts().await;
        let maria = at.town.citizen("Maria");
        let (number, card) = at.town.report(&maria).await;
        at.town.carlo.presses(&card, "Assign");
        let offices = at.town.carlo.next().await;
        at.town.carlo.presses(&offices, "Strade");
        at.town.carlo.wait_until(&offices, |done| done.text.contains("has no group yet")).await;
        maria.next_matching("Strade").await.unwrap();

        at.town.settles().await;
        at.town.stops().await;
        at.town.set("DIRECTORY_FILE", &bound);
        at.town.starts().await;
        let card = at.ezio.next_matching(&number).await.unwrap();
        assert!(card.text.contains("A deep hole"), "{}", card.text);
        at.town.ends().await;
    }
}
