//! Somebody at the desk or on the phone: the URP writes the report down for them.

use chrono::TimeDelta;
use simulator::Message;

use super::{begins, saves, told};
use crate::support::letters::Writer;
use crate::support::{on_both_databases, says_as_shown};

on_both_databases! {
    async fn somebody_on_the_phone_is_called_for_a_plan_a_question_and_the_closing(at: Offices) {
        let carlo = &at.town.carlo;
        let contact = begins(&at, "Signora Bruna").await;
        carlo.presses(&contact, "Phone");
        carlo.next_matching("which phone number?").await.unwrap();
        carlo.sends("12");
        carlo.next_matching("does not look like a phone number").await.unwrap();
        carlo.sends("040 123456");
        let saved = saves(&at).await;
        insta::assert_snapshot!(saved.text, @r"
        Saved as 2026-000001 (Carlo Neri).
        Please read this out:
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office.

        We call by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        ");
        let card = at.town.urp_card("2026-000001").await;
        assert!(card.text.contains("From: Signora Bruna, phone"), "{}", card.text);

        // Which office has it is no reason to call.
        at.town.assigns(&card, "Strade").await;
        at.ezio.next_matching("2026-000001").await.unwrap();
        let silent = |card: &Message| card.text.contains("no call needed");
        let card = carlo.wait_until(&card, silent).await;

        at.town.writes(&card, "Ask the citizen", "Is it on the pavement?").await;
        carlo.next_matching("Is it on the pavement?").await.unwrap();
        says_as_shown(carlo, "Send").await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("Signora Bruna, 040 123456"), "{}", call.text);
        assert!(call.text.contains("Is it on the pavement?"), "{}", call.text);
        let labels = ["Told them", "Nobody answered", "Cannot be reached", "They answered…"];
        assert_eq!(call.labels(), labels);

        // Nobody answers: it comes back the next morning.
        carlo.presses(&call, "Nobody answered");
        carlo.wait_until(&call, |one| one.text.contains("the next try is on")).await;
        at.town.later(TimeDelta::hours(24)).await;
        let call = carlo.next_matching("One call so far, unanswered").await.unwrap();
        told(&at, &call).await;
        carlo.wait_until(&card, |card| card.text.contains("Question: told by phone")).await;

        at.town.settles().await;
        carlo.read_all();
        at.town.drafts_reply(&card, "Resolved", "The hole has been filled.").await;
        carlo.next_matching("ready-made reply").await.unwrap();
        carlo.next_matching("The hole has been filled.").await.unwrap();
        says_as_shown(carlo, "Send and close").await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(call.text.contains("The hole has been filled."), "{}", call.text);
        carlo.presses(&call, "Cannot be reached");
        let unreached = |card: &Message| card.text.contains("Reply: not sent, by rule: the citizen");
        carlo.wait_until(&card, unreached).await;
        let undone = carlo.wait_until(&call, |one| one.labels().contains(&"Undo")).await;
        carlo.presses(&undone, "Undo");
        carlo.wait_until(&card, |card| card.text.contains("Reply: to be told by phone")).await;
        // A call that is due and not made is told to the supervisor as well.
        at.anna.next_matching("call them: 040 123456").await.unwrap();
        at.town.ends().await;
    }

    async fn what_is_said_below_a_photo_and_corrected_is_in_the_report(at: Offices) {
        let carlo = &at.town.carlo;
        carlo.sends("/new");
        let kinds = carlo.next_matching("What kind of problem").await.unwrap();
        carlo.presses(&kinds, "Potholes and pavements");
        carlo.next_matching("where is it?").await.unwrap();
        let street = carlo.sends("via Rma 12");
        carlo.next_matching("what is wrong?").await.unwrap();
        carlo.sends("A deep hole in front of the school");
        carlo.next_matching("Are there photos?").await.unwrap();
        carlo.sends_photo(Some("A bicycle wheel fits in it."));
        at.town.a_moment().await;
        let photos = carlo.next_matching("There is one photo").await.unwrap();
        carlo.edits(&street, "via Roma 12");
        let go_on = photos.labels()[0].to_owned();
        carlo.presses(&photos, &go_on);
        let ask = carlo.next_matching("citizen's name?").await.unwrap();
        let name = carlo.replies(&ask, "Signora Bruma");
        let contact = carlo.next_matching("How can they be told?").await.unwrap();
        carlo.presses(&contact, "No contact details");
        carlo.next_matching("To be saved").await.unwrap();
        carlo.edits(&name, "Signora Bruna");
        let summary = carlo.next_matching("To be saved").await.unwrap();
        for said in ["via Roma 12", "in front of the school\nA bicycle wheel", "Signora Bruna"] {
            assert!(summary.text.contains(said), "{said}: {}", summary.text);
        }
        carlo.presses(&summary, "Save");
        let card = at.town.urp_card("2026-000001").await;
        assert!(card.text.contains("A bicycle wheel fits in it."), "{}", card.text);
        at.town.settles().await;
        carlo.read_all();
        at.town.ends().await;
    }

    async fn somebody_without_any_contact_is_told_so_at_once(at: Offices) {
        let carlo = &at.town.carlo;
        let contact = begins(&at, "Signor Pino").await;
        carlo.presses(&contact, "No contact details");
        let saved = saves(&at).await;
        insta::assert_snapshot!(saved.text, @r"
        Saved as 2026-000001 (Carlo Neri).
        Please read this out:
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. Without a phone number or an email address no news can be sent.

        With the number one can ask at any time: URP, piazza Unità 4, phone 040 000000
        ");
        let card = at.town.urp_card("2026-000001").await;
        let deadline = "No contact details, nothing to promise. To be seen to by: Thursday 26 November";
        assert!(card.text.contains(deadline), "{}", card.text);
        assert!(card.button("Ask the citizen").is_none(), "nobody would answer: {:?}", card.labels());
        at.town.writes(&card, "Write to the citizen", "It will be done.").await;
        carlo.next_matching("It will be done.").await.unwrap();
        let preview = carlo.next_matching("Nothing is sent: there are no contact details").await.unwrap();
        carlo.presses(&preview, "Send");
        let named = |card: &Message| card.text.contains("not sent, by rule: no contact details");
        carlo.wait_until(&card, named).await;
        at.town.ends().await;
    }

    async fn somebody_at_the_desk_with_an_address_is_written_to(at: Offices) {
        let carlo = &at.town.carlo;
        let contact = begins(&at, "Paolo").await;
        carlo.presses(&contact, "Email");
        carlo.next_matching("which email address?").await.unwrap();
        carlo.sends("Paolo@Example.org");
        let summary = carlo.next_matching("To be saved").await.unwrap();
        // The street was misheard.
        carlo.presses(&summary, "Change");
        let what = carlo.next_matching("What is to be changed?").await.unwrap();
        carlo.presses(&what, "Where");
        carlo.next_matching("where is it?").await.unwrap();
        carlo.sends("viale Roma 12");
        saves(&at).await;
        at.town.urp_card("2026-000001").await;
        let paolo = Writer::new("Paolo");
        let received = paolo.next(&at.town).await;
        assert_eq!(received.subject, "Report 2026-000001");
        // What he answers is part of the report.
        paolo.replies(&at.town, &received, "It is at number 14.").await;
        let added = paolo.next(&at.town).await;
        assert!(added.text.contains("Added to report 2026-000001, viale Roma 12"), "{}", added.text);
        carlo.next_matching("The citizen added to").await.unwrap();
        at.town.ends().await;
    }

    async fn a_town_that_writes_no_mail_promises_none(at: Offices) {
        let mut at = at;
        let mail = ["MAIL_ADDRESS", "LMTP_ADDR", "SMTP_URL", "PEC_ADDRESS", "PEC_SMTP_URL", "MAIL_AUTHSERV_ID"];
        at.town.set_all(&mail.map(|name| (name, "")));
        at.town.stops().await;
        at.town.starts().await;
        let contact = begins(&at, "Paolo").await;
        let press = at.town.carlo.presses(&contact, "Email");
        insta::assert_snapshot!(press.answer().await.unwrap(), @"This town does not write emails yet: ask for a phone number, or press “No contact details”.");
        at.town.carlo.presses(&contact, "No contact details");
        saves(&at).await;
        at.town.urp_card("2026-000001").await;
        at.town.ends().await;
    }

    async fn a_date_of_which_nobody_is_to_hear_keeps_nobody_waiting(at: Offices) {
        at.town.until("2026-11-25T09:00:00Z").await;
        let contact = begins(&at, "Signor Pino").await;
        at.town.carlo.presses(&contact, "No contact details");
        saves(&at).await;
        // It was to be seen to by Friday, and the clock is at rest until Monday.
        at.town.until("2026-11-28T09:00:00Z").await;
        at.town.sim.read_all();
        at.anna.sends("/limbo");
        at.anna.next_matching("No citizen waits past the promised date.").await.unwrap();
        let zeros = at.town.store().zeros(at.town.clock.now().date_naive()).await.unwrap();
        assert_eq!(zeros.in_limbo, 0);
        at.town.ends().await;
    }
}
