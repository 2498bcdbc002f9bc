//! The same problem, reported by several: they all hear the same, each by their own channel.

use simulator::Message;

use crate::support::letters::Writer;
use crate::support::{Offices, on_both_databases, sends_as_shown};

/// Joins the report of that card to the one that it offers, and reads what is shown before.
pub(super) async fn merges(at: &Offices, card: &Message, label: &str) -> Message {
    at.town.carlo.presses(card, label);
    let exact = at.town.carlo.next_matching("is followed under the number").await.unwrap();
    sends_as_shown(&at.town.carlo, "Send").await;
    exact
}

on_both_databases! {
    async fn merged_then_closed_both_get_the_answer_on_their_own_channel(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, main_card, _) = at.assigned(&maria).await;

        // Paolo writes of the same street by mail: the card of his report says so.
        let paolo = Writer::new("Paolo");
        paolo.writes(&at.town, "Pothole", "There is a pothole in Via Roma, 3. Dangerous!").await;
        paolo.next(&at.town).await;
        let card = at.town.urp_card("2026-000002").await;
        assert!(card.text.contains("Perhaps the same:\n2026-000001: via Roma 12"), "{}", card.text);

        let exact = merges(&at, &card, "Same as 2026-000001").await;
        let told = paolo.next(&at.town).await;
        insta::assert_snapshot!(told.text, @r"
        The problem of report 2026-000002, Via Roma 3, is known already.

        It is followed under the number 2026-000001. All news about it comes here too, and so does the answer. Nothing more needs to be done.

        Comune di Prova

        The next news will come by Wednesday 9 December.

        -- 
        Comune di Prova
        ");
        let first_line = told.text.lines().next().unwrap();
        assert!(exact.text.starts_with(first_line), "{}", exact.text);
        let follows = |card: &Message| card.text.contains("One other report of the same problem");
        let main_card = at.town.carlo.wait_until(&main_card, follows).await;
        assert!(main_card.text.contains("From 2026-000002:"), "{}", main_card.text);

        // What happens to the main report, both hear.
        at.town.writes(&main_card, "Write to the citizen", "The road workers come on Monday.").await;
        at.town.carlo.next().await;
        sends_as_shown(&at.town.carlo, "Send").await;
        maria.next_matching("come on Monday").await.unwrap();
        let heard = paolo.next(&at.town).await;
        assert!(heard.text.contains("come on Monday"), "{}", heard.text);
        assert!(heard.text.contains("2026-000002"), "{}", heard.text);

        // What Paolo adds is read with the main report, by who has it.
        paolo.replies(&at.town, &heard, "A bicycle fell there today.").await;
        let added = paolo.next(&at.town).await;
        assert!(added.text.contains("Added to report 2026-000002"), "{}", added.text);
        at.ezio.next_matching("who reported the same as 2026-000001").await.unwrap();
        at.town.carlo.wait_until(&main_card, |card| card.text.contains("A bicycle fell")).await;

        at.town.drafts_reply(&main_card, "Resolved", "The hole has been filled this morning.").await;
        at.town.carlo.next_matching("ready-made reply").await.unwrap();
        at.town.carlo.next_matching("Is the problem really solved?").await.unwrap();
        sends_as_shown(&at.town.carlo, "Send and close").await;
        maria.next_matching("has been filled this morning").await.unwrap();
        let answer = paolo.next(&at.town).await;
        insta::assert_snapshot!(answer.text, @r"
        Report 2026-000002, Via Roma 3, is closed: the problem is solved.

        The hole has been filled this morning.

        Comune di Prova – Strade

        Is the problem really solved?

        Solved, thank you:
        https://segnala.comune.test/r/TOKEN/solved

        The problem is still there:
        https://segnala.comune.test/r/TOKEN/still-there

        -- 
        Comune di Prova
        ");
        at.town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        at.town.ends().await;
    }

    async fn a_main_report_that_is_withdrawn_leaves_its_oldest_duplicate_as_the_main_one(at: Offices) {
        let [maria, paolo, rita] = ["Maria", "Paolo", "Rita"].map(|name| at.town.citizen(name));
        at.town.report(&maria).await;
        for (citizen, number) in [(&paolo, "2026-000002"), (&rita, "2026-000003")] {
            let (own, card) = at.town.report(citizen).await;
            assert_eq!(own, number);
            merges(&at, &card, "Same as 2026-000001").await;
            citizen.next_matching("is known already").await.unwrap();
        }

        let one = at.town.looks_at(&maria, "2026-000001, via Roma 12").await;
        maria.presses(&one, "Withdraw");
        let sure = maria.next().await;
        maria.presses(&sure, "Yes, withdraw it");
        maria.next_matching("is withdrawn").await.unwrap();
        at.town.carlo.next_matching("The citizen withdrew").await.unwrap();

        let on = paolo.next_matching("goes on by itself").await.unwrap();
        assert!(on.text.contains("Thursday 26 November"), "{}", on.text);
        at.town.carlo.next_matching("2026-000002, via Roma 12, goes on by itself").await.unwrap();

        // Rita follows Paolo's now: she sees how far it is.
        at.town.settles().await;
        let one = at.town.looks_at(&rita, "2026-000003, via Roma 12").await;
        assert!(one.text.contains("Followed under the number 2026-000002"), "{}", one.text);
        assert!(one.text.contains("Thursday 26 November"), "{}", one.text);
        at.town.ends().await;
    }

    async fn a_merge_that_was_a_mistake_is_undone(at: Offices) {
        let [maria, paolo] = ["Maria", "Paolo"].map(|name| at.town.citizen(name));
        let (_, main_card) = at.town.report(&maria).await;
        let (_, card) = at.town.report(&paolo).await;
        merges(&at, &card, "Same as 2026-000001").await;
        paolo.next_matching("is known already").await.unwrap();
        let merged = |card: &Message| card.labels().contains(&"Separate");
        let card = at.town.carlo.wait_until(&card, merged).await;
        let main_card =
            at.town.carlo.wait_until(&main_card, |it| it.text.contains("From 2026-000002:")).await;

        at.town.carlo.presses(&card, "Separate");
        paolo.next_matching("goes on by itself").await.unwrap();
        // What Paolo said is about something else: it leaves the other card, and stays in its history.
        let main_card =
            at.town.carlo.wait_until(&main_card, |it| !it.text.contains("From 2026-000002")).await;
        at.town.carlo.presses(&main_card, "History");
        let history = at.town.carlo.next().await;
        let left = "not the same problem after all: 2026-000002";
        assert!(history.text.contains(left), "{}", history.text);
        let again = |card: &Message| card.labels().contains(&"Same as 2026-000001");
        at.town.carlo.wait_until(&card, again).await;

        // It hears nothing of the other one any more.
        at.town.assigns(&main_card, "Strade").await;
        maria.next_matching("Strade").await.unwrap();
        at.ezio.next_matching("2026-000001").await.unwrap();
        at.town.ends().await;
    }

    async fn any_open_report_is_joined_to_another_by_its_number(at: Offices) {
        let carlo = &at.town.carlo;
        let [maria, paolo, rita] = ["Maria", "Paolo", "Rita"].map(|name| at.town.citizen(name));
        let (_, main_card) = at.town.report(&maria).await;
        let (_, card, _) = at.assigned(&paolo).await;
        at.town.everybody_reads().await;

        // It is with an office already: no card offers that any more, so the number is asked for.
        carlo.presses(&card, "Same as…");
        let prompt = carlo.next_matching("is 2026-000002, via Roma 12, the same as").await.unwrap();
        for (written, answer) in [
            ("the other one", "no number of a report"),
            ("2026-000999", "no report with the number"),
            ("2", "cannot be joined to itself"),
        ] {
            carlo.replies(&prompt, written);
            carlo.next_matching(answer).await.unwrap();
        }
        carlo.replies(&prompt, "1");
        carlo.next_matching("followed under the number 2026-000001").await.unwrap();
        sends_as_shown(carlo, "Send").await;
        paolo.next_matching("is known already").await.unwrap();
        let merged = |card: &Message| card.labels().contains(&"Separate");
        let card = carlo.wait_until(&card, merged).await;
        assert!(card.button("Same as…").is_none(), "{:?}", card.labels());
        at.town.everybody_reads().await;

        // Who writes for the main one knows how many read it.
        let others = "Whoever sent another report of the same problem gets it too.";
        at.town.writes(&main_card, "Write to the citizen", "The road workers come on Monday.").await;
        let preview = carlo.next_matching(others).await.unwrap();
        carlo.presses(&preview, "Cancel");
        at.town.everybody_reads().await;

        // The main one itself is part of another: its own go along. A closed one takes none in.
        let (_, other_card) = at.town.report(&rita).await;
        at.town.closes(&other_card, &rita, "Filled.").await;
        at.town.sim.read_all();
        carlo.presses(&main_card, "Same as…");
        let prompt = carlo.next_matching("the same as").await.unwrap();
        carlo.replies(&prompt, "2");
        carlo.next_matching("2026-000002 is part of this report already").await.unwrap();
        carlo.replies(&prompt, "3");
        carlo.next_matching("2026-000003 is closed").await.unwrap();
        let other_card = carlo.wait_until(&other_card, |one| one.button("Reopen").is_some()).await;
        carlo.presses(&other_card, "Reopen");
        rita.next_matching("open again").await.unwrap();
        carlo.replies(&prompt, "3");
        let preview = carlo.next_matching("joined to this one goes to 2026-000003 too").await.unwrap();
        carlo.presses(&preview, "Send");
        maria.next_matching("is known already").await.unwrap();
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn what_is_joined_to_another_cannot_be_withdrawn_by_itself(at: Offices) {
        let [maria, paolo] = ["Maria", "Paolo"].map(|name| at.town.citizen(name));
        let (_, main_card) = at.town.report(&maria).await;
        let (_, card) = at.town.report(&paolo).await;
        let one = at.town.looks_at(&paolo, "2026-000002, via Roma 12").await;
        merges(&at, &card, "Same as 2026-000001").await;
        paolo.next_matching("is known already").await.unwrap();

        // The button is from before.
        let said = paolo.presses(&one, "Withdraw").answer().await.unwrap();
        insta::assert_snapshot!(said, @"It is followed under the number 2026-000001: something can be added, but it cannot be withdrawn by itself.");

        // Once both are closed, it is closed already.
        let reply = at.town.closes(&main_card, &maria, "The hole has been filled.").await;
        let heard = paolo.next_matching("has been filled").await.unwrap();
        let said = paolo.presses(&one, "Withdraw").answer().await.unwrap();
        assert_eq!(said, "Report 2026-000002 is closed already.");

        // Maria's is opened again: what Paolo says of it goes there.
        maria.presses(&reply, "The problem is still there");
        maria.next_matching("is open again").await.unwrap();
        paolo.next_matching("is open again").await.unwrap();
        paolo.presses(&heard, "Solved, thank you");
        let added = paolo.next().await;
        assert!(added.text.starts_with("Added to report 2026-000002"), "{}", added.text);
        at.town.carlo.wait_until(&main_card, |card| card.text.contains("Solved, thank you")).await;
        at.staff_reads().await;
        at.town.ends().await;
    }
}
