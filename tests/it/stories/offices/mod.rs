//! The offices at work.

mod cascade;
mod hands;
mod one_question;
mod private;
mod small;

use simulator::{Message, Seat};

use crate::support::on_both_databases;

/// Sends what is in front of them back to the URP.
pub(super) async fn not_ours(seat: &Seat, card: &Message, why: &str) {
    seat.presses(card, "Not ours");
    let asks = seat.next_matching("not this office's").await.unwrap();
    seat.replies(&asks, why);
    seat.next_matching("goes back to the URP").await.unwrap();
}

/// Somebody says that a report can be closed, and how.
async fn says_ready(seat: &Seat, card: &Message, outcome: &str) {
    seat.presses(card, "Ready to close");
    let outcomes = seat.next_matching("How is").await.unwrap();
    seat.presses(&outcomes, outcome);
}

on_both_databases! {
    async fn a_report_that_is_assigned_comes_to_the_offices_group(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, card, at_office) = at.assigned(&maria).await;
        assert!(at_office.text.contains("A deep hole"), "{}", at_office.text);

        // It moves on: the first office sees where it went, and can do nothing more with it.
        at.town.assigns(&card, "Verde pubblico").await;
        maria.next_matching("Verde pubblico").await.unwrap();
        at.ida.next_matching(&number).await.unwrap();
        let told = at.ezio.next_matching("went to another office: Verde pubblico").await.unwrap();
        assert!(told.text.contains("Ezio Gialli"), "{}", told.text);
        let gone = at.ezio.wait_until(&at_office, |card| card.text.contains("Verde")).await;
        insta::assert_snapshot!(gone.labels().join(" | "), @"History");
        at.town.ends().await;
    }

    async fn an_office_that_gets_a_report_back_at_once_is_told(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, card, at_office) = at.assigned(&maria).await;
        at.staff_reads().await;
        // A slip, put right a moment later: the last that each office reads is how it is.
        for office in ["Verde pubblico", "Strade"] {
            at.town.carlo.presses(&card, "Assign");
            let offices = at.town.carlo.next_matching("Which office").await.unwrap();
            at.town.carlo.presses(&offices, office);
            maria.next_matching(office).await.unwrap();
            at.town.settles().await;
        }
        at.ezio.next_matching("went to another office: Verde pubblico").await.unwrap();
        let again = at.ezio.next_matching("is with this office again").await.unwrap();
        assert_eq!(again.reply_to, Some(at_office.message_id));
        assert!(again.text.contains("For: Ezio Gialli, Fulvia Rossi"), "{}", again.text);
        at.ida.next_matching("went to another office: Strade").await.unwrap();
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn an_office_that_is_bound_later_sees_what_is_open_already(at: Offices) {
        // Its group is in no directory yet: the URP assigns all the same, and acts for it.
        let mut at = at;
        let bound = at.starts_without_groups().await;
        let maria = at.town.citizen("Maria");
        let (number, card) = at.town.report(&maria).await;
        let offices = at.town.assigns(&card, "Strade").await;
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
