//! Somebody of the staff cannot be written to any more: what they were to read goes another way.

use super::mail_to_anna;
use crate::stories::urp::close;
use crate::support::on_both_databases;

on_both_databases! {
    async fn an_alarm_that_its_supervisor_cannot_get_goes_to_the_urp_and_by_mail(at: Offices) {
        let (person, maria) = at.town.somebody("Maria");
        let (_, card) = at.town.report(&maria).await;
        at.town.settles().await;
        at.people[0].deactivates();
        person.blocks(&at.town.bot);
        close(&at.town, &card, "It has been filled.").await;
        // It was tried in private, which nobody knew to be in vain.
        let said = "The answer to report 2026-000001, via Roma 12, has not arrived";
        let alarm = at.town.carlo.next_matching("No supervisor can be told here").await.unwrap();
        assert!(alarm.text.contains(said), "{}", alarm.text);
        let mail = mail_to_anna(&at.town).await;
        assert!(mail.text.contains(said), "{}", mail.text);
        at.town.settles().await;
        assert!(!at.town.carlo.messages().iter().any(|other| {
            other.message_id > alarm.message_id && other.text.contains(said)
        }), "once: {}", at.town.carlo.transcript());
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn a_card_that_an_operator_cannot_get_calls_them_in_the_offices_group(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, _, at_office) = at.assigned(&maria).await;
        at.people[2].deactivates();
        at.hands(&at.fulvia, &at_office, "Gino Blu").await;
        maria.next_matching("Strade is working on").await.unwrap();
        let called = at.fulvia.next_matching("For: Gino Blu").await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(called.text, @r"
            2026-000001, via Roma 12, is to be worked on. The citizen hears by Wednesday 9 December.
            For: Gino Blu
            ");
        }
        assert_eq!(called.reply_to, Some(at_office.message_id));
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn what_an_operator_cannot_hear_in_private_is_said_in_the_offices_group(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, _, at_office) = at.assigned(&maria).await;
        at.gino.presses(&at_office, "Take");
        let taken = maria.next_matching("Strade is working on").await.unwrap();
        at.gino_alone.next_matching(&number).await.unwrap();
        at.staff_reads().await;
        at.people[2].deactivates();
        maria.replies(&taken, "It is deeper than I thought");
        maria.next_matching("Added to report").await.unwrap();
        let called = at.ezio.next_matching("For: Gino Blu").await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(called.text, @r"
            The citizen added to 2026-000001, via Roma 12: see the card. The citizen hears by Wednesday 9 December.
            For: Gino Blu
            ");
        }
        assert_eq!(called.reply_to, Some(at_office.message_id));
        at.staff_reads().await;
        at.town.ends().await;
    }
}
