//! What is told once: nobody's report, an office without people.

use simulator::{Message, Seat};

use super::mail_to_anna;
use crate::stories::offices::not_ours;
use crate::support::on_both_databases;

/// The supervisor presses *Remove* for that name, and *Yes*, in a group.
async fn removes(seat: &Seat, name: &str) {
    seat.sends(&format!("/remove {name}"));
    let list = seat.next_matching("People").await.unwrap();
    seat.presses(&list, &format!("Remove {name}"));
    let really = seat.next_matching("Take the role").await.unwrap();
    seat.presses(&really, "Yes, remove");
    seat.wait_until(&really, |really| really.text.contains("Done")).await;
    seat.next_matching("is still in these groups").await.unwrap();
}

on_both_databases! {
    async fn a_report_that_no_office_takes_is_told_to_the_supervisor_the_second_time(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, card, at_office) = at.assigned(&maria).await;
        not_ours(&at.ezio, &at_office, "It is a road of the region.").await;
        at.town.settles().await;
        assert_eq!(at.anna.unread(), 0, "once is nothing: {}", at.anna.transcript());
        let back = |card: &Message| card.text.contains("to be assigned");
        let card = at.town.carlo.wait_until(&card, back).await;
        at.town.assigns(&card, "Verde pubblico").await;
        let at_verde = at.ida.next_matching(&number).await.unwrap();
        not_ours(&at.ida, &at_verde, "There is no tree.").await;
        let told = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told.text, @"2026-000001, via Roma 12, was sent back 2 times, the last time by: Verde pubblico. “There is no tree.”");
        }
        assert!(told.button("Show 2026-000001").is_some(), "{:?}", told.labels());
        at.town.settles().await;
        maria.read_all();
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn an_office_left_without_a_referent_is_told_though_no_supervisor_can_hear(at: Offices) {
        // She works from the group, and has blocked the bot in private.
        let anna = &at.people[0];
        at.strade.joins(anna);
        let seat = at.strade.seat(anna);
        anna.blocks(&at.town.bot);
        at.town.settles().await;
        removes(&seat, "Ida Viola").await;
        removes(&seat, "Leo Grigi").await;
        let words = "This office has no referent any more: Verde pubblico";
        let alarm = at.town.carlo.next_matching(words).await.unwrap();
        assert!(alarm.text.contains("No supervisor can be told here"), "{}", alarm.text);
        // Both removals, and the alarm.
        let mut mails = Vec::new();
        for _ in 0..3 {
            mails.push(mail_to_anna(&at.town).await.text);
        }
        let alarms = mails.iter().filter(|text| text.contains(words)).count();
        assert_eq!(alarms, 1, "{mails:#?}");
        at.staff_reads().await;
        at.town.ends().await;
    }
}
