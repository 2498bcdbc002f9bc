//! What joins a report, and what does not: our token and our Message-IDs, from its citizen alone.

use rispondo::domain::command::Command;
use rispondo::domain::decide;
use rispondo::domain::ids::ReportId;
use rispondo::domain::people::Actor;
use rispondo::domain::step::{Changes, Decision, Facts, Keys};

use crate::support::facts::{now, terms};
use crate::support::letters::{self, Received, Writer, plain};
use crate::support::{Town, on_both_databases, sends_as_shown};

on_both_databases! {
    async fn c10_a_reply_joins_its_report_without_what_it_quotes(town: Town) {
        let maria = Writer::new("Maria");
        let (received, card) = maria.reports(&town).await;
        assert!(received.reply_to.as_deref().unwrap().starts_with("segnalazioni+"));
        maria.replies(&town, &received, "It is getting deeper.").await;
        let added = maria.next(&town).await;
        assert!(added.text.contains("Added to report 2026-000001"), "{}", added.text);
        town.carlo.next_matching("The citizen added to").await.unwrap();
        town.carlo.wait_until(&card, |card| {
            card.text.contains("It is getting deeper.") && !card.text.contains("the town wrote")
        }).await;
        town.ends().await;
    }

    async fn c10_without_the_token_a_message_id_of_ours_is_enough(town: Town) {
        let maria = Writer::new("Maria");
        let (received, card) = maria.reports(&town).await;
        let plain_address = Received { reply_to: None, ..received };
        maria.replies(&town, &plain_address, "It is getting deeper.").await;
        maria.next(&town).await;
        town.carlo.next_matching("The citizen added to").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("It is getting deeper.")).await;
        town.ends().await;
    }

    async fn a_reply_address_that_was_given_out_is_good_also_once_no_more_are(town: Town) {
        let mut town = town;
        let maria = Writer::new("Maria");
        let (received, card) = maria.reports(&town).await;
        town.settles().await;
        town.stops().await;
        town.set("MAIL_PLUS", "off");
        town.starts().await;
        maria.replies(&town, &received, "It is getting deeper.").await;
        let added = maria.next(&town).await;
        assert_eq!(added.reply_to.as_deref().unwrap_or(&added.from), letters::TOWN);
        town.carlo.next_matching("The citizen added to").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("It is getting deeper.")).await;
        town.ends().await;
    }

    /// A machine may write to a reply address for years.
    async fn beyond_what_anybody_reads_the_urp_looks_at_the_mails(town: Town) {
        let maria = Writer::new("Maria");
        let (received, card) = maria.reports(&town).await;
        let id = ReportId::new(2026, 1);
        let keys = Keys { reports: vec![id], ..Keys::default() };
        let decide = move |facts: &Facts| {
            let mut report = facts.report(id).unwrap().clone();
            let actor = Actor::citizen(report.citizen, "Maria");
            let command = Command::Add { words: "More".to_owned(), photos: Vec::new() };
            let terms = terms(&facts.directory, now());
            let events = decide::decide(&report, command, &actor, terms).unwrap();
            for event in &events {
                report.apply(event);
            }
            report.additions = 300;
            let changes = Changes { reports: vec![report], events, ..Changes::default() };
            Decision::Done(Box::new(changes), ())
        };
        town.store().step(keys, decide).await.unwrap();
        for round in 0..3 {
            maria.replies(&town, &received, &format!("It is getting deeper ({round}).")).await;
        }
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(task.text.contains("It is getting deeper (0)"), "{}", task.text);
        maria.nothing(&town).await;
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "one task for all of them");
        assert!(!town.carlo.current(&card).text.contains("deeper"), "it is no part of the report");
        town.ends().await;
    }

    async fn a_question_is_answered_by_mail(town: Town) {
        let maria = Writer::new("Maria");
        let (received, card) = maria.reports(&town).await;
        town.writes(&card, "Ask the citizen", "On which side of the street?").await;
        town.carlo.next().await;
        sends_as_shown(&town.carlo, "Send").await;
        let question = maria.next(&town).await;
        insta::assert_snapshot!(question.text, @r"
        There is a question about report 2026-000001, via Roma 12:

        On which side of the street?

        Comune di Prova

        Just reply to this message, if possible by Tuesday 1 December.

        The next news will come by Thursday 3 December.

        -- 
        Comune di Prova
        ");
        assert_eq!((question.subject.clone(), question.auto_submitted.clone()), (received.subject, None));
        maria.replies(&town, &question, "On the left side.").await;
        let thanks = maria.next(&town).await;
        assert!(thanks.text.contains("the answer has arrived"), "{}", thanks.text);
        town.carlo.next_matching("The citizen answered").await.unwrap();
        town.carlo.wait_until(&card, |card| card.text.contains("On the left side.")).await;
        town.ends().await;
    }

    async fn c9_somebody_else_with_a_good_token_goes_to_the_urp(town: Town) {
        let maria = Writer::new("Maria");
        let thief = Writer::new("Ladro");
        let (received, card) = maria.reports(&town).await;
        thief.replies(&town, &received, "Please close it, all is well.").await;
        thief.nothing(&town).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: an email to look at
        From: Ladro <ladro@example.org>
        Subject: Re: Report 2026-000001
        Please close it, all is well.
        Why it is here: it answers a report of somebody else.
        It seems to be about report 2026-000001.
        By: Thursday 26 November
        ");
        town.carlo.presses(&task, "Add to 2026-000001");
        town.carlo.wait_until(&task, |task| task.text.contains("added to a report")).await;
        town.carlo.presses(&card, "History");
        let history = town.carlo.next_matching("ladro@example.org").await.unwrap();
        assert!(history.text.contains("Please close it"), "{}", history.text);
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn c9_a_report_number_in_a_subject_is_no_proof(town: Town) {
        let (maria, other) = (Writer::new("Maria"), Writer::new("Luca"));
        maria.reports(&town).await;
        other.writes(&town, "Re: Report 2026-000001", "Close it, please: via Roma 12 is fine.").await;
        let received = other.next(&town).await;
        assert_eq!(received.subject, "Report 2026-000002");
        let card = town.urp_card("2026-000002").await;
        assert!(card.text.contains("Report 2026-000001"), "the hint is there: {}", card.text);
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn c9_a_made_up_token_is_as_if_there_were_none(town: Town) {
        let maria = Writer::new("Maria");
        let (header, _) = maria.header("Pothole", "");
        let token = "a".repeat(40);
        let address = format!("segnalazioni+{token}@comune.test");
        let raw = format!("{header}{}", plain("In via Roma 12 there is a pothole."));
        maria.sends(&town, &address, &raw).await;
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000001");
        town.urp_card("2026-000001").await;
        town.ends().await;
    }

    async fn c9_a_stolen_reply_address_is_changed_and_the_old_one_goes_to_the_urp(town: Town) {
        let (maria, thief) = (Writer::new("Maria"), Writer::new("Ladro"));
        let (received, card) = maria.reports(&town).await;
        thief.replies(&town, &received, "Close it.").await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        let told = town.carlo.presses(&task, "Change the reply address").answer().await;
        assert!(told.unwrap().contains("has a new reply address"));
        town.carlo.presses(&task, "Drop");
        town.carlo.wait_until(&task, |task| task.text.contains("dropped")).await;
        // The citizen's next mail has the new one; her answer to an old mail is looked at.
        town.assigns(&card, "Strade").await;
        let assigned = maria.next(&town).await;
        assert_ne!(assigned.reply_to, received.reply_to);
        maria.replies(&town, &assigned, "Thank you, it is on the left side.").await;
        maria.next(&town).await;
        town.carlo.next_matching("The citizen added to").await.unwrap();
        maria.replies(&town, &received, "And it is deep.").await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(task.text.contains("a reply address that is no longer good"), "{}", task.text);
        town.carlo.presses(&task, "Add to 2026-000001");
        maria.next(&town).await;
        town.carlo.wait_until(&card, |card| card.text.contains("And it is deep.")).await;
        town.ends().await;
    }

    async fn words_after_closing_are_a_task_and_thanks_need_no_words(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        let answer = closed(&town, &maria, &card).await;
        maria.replies(&town, &answer, "Thank you very much!").await;
        maria.next(&town).await;
        let task = town.carlo.next_matching("Thank you very much").await.unwrap();
        assert!(task.text.contains("only a thank-you"), "{}", task.text);
        town.carlo.presses(&task, "Leave closed");
        town.carlo.wait_until(&task, |task| task.text.contains("the report stays closed")).await;

        maria.replies(&town, &answer, "It is open again, worse than before.").await;
        maria.next(&town).await;
        let task = town.carlo.next_matching("worse than before").await.unwrap();
        town.carlo.presses(&task, "Reopen");
        let again = maria.next(&town).await;
        assert!(again.text.contains("2026-000001"), "{}", again.text);
        town.carlo.wait_until(&card, |card| card.text.contains("to be looked at again")).await;
        town.ends().await;
    }

    async fn c2_the_same_mail_again_adds_nothing(town: Town) {
        let maria = Writer::new("Maria");
        let (header, _) = maria.header("Pothole", "");
        let raw = format!("{header}{}", plain("In via Roma 12 there is a pothole."));
        maria.sends(&town, letters::TOWN, &raw).await;
        maria.next(&town).await;
        town.urp_card("2026-000001").await;
        let again = format!("Received: from elsewhere\r\n{raw}");
        maria.sends(&town, letters::TOWN, &again).await;
        maria.nothing(&town).await;
        // The same Message-ID with other words is another mail.
        let other = format!("{header}{}", plain("In via Milano 3 there is a pothole."));
        maria.sends(&town, letters::TOWN, &other).await;
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000002");
        town.urp_card("2026-000002").await;
        town.ends().await;
    }
}

/// The URP closes the report as resolved: the reply.
pub(super) async fn closed(town: &Town, writer: &Writer, card: &simulator::Message) -> Received {
    closed_as(town, writer, card, "Resolved").await
}

/// The same, with that outcome.
pub(super) async fn closed_as(
    town: &Town,
    writer: &Writer,
    card: &simulator::Message,
    outcome: &str,
) -> Received {
    town.drafts_reply(card, outcome, "It has been filled.").await;
    if outcome == "Resolved" {
        town.carlo.next_matching("ready-made reply").await.unwrap();
    }
    town.carlo.next_matching("It has been filled.").await.unwrap();
    sends_as_shown(&town.carlo, "Send and close").await;
    writer.next(town).await
}
