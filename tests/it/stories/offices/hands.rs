//! Who has a report in hand: claimed, handed over, given back, sent back.

use super::{not_ours, says_ready};
use crate::support::{on_both_databases, sends_as_shown};

on_both_databases! {
    async fn of_two_referents_at_once_the_first_has_it(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, card, at_office) = at.assigned(&maria).await;
        let first = at.ezio.presses(&at_office, "Take");
        let second = at.fulvia.presses(&at_office, "Take");
        maria.next_matching("Strade is working on").await.unwrap();
        // Nobody knows who is first; the other is told.
        let (first, second) = (first.answer().await, second.answer().await);
        let (name, winner, loser, why) = match (first, second) {
            (None, Some(why)) => ("Ezio Gialli", &at.ezio, &at.fulvia, why),
            (Some(why), None) => ("Fulvia Rossi", &at.fulvia, &at.ezio, why),
            both => panic!("{both:?}"),
        };
        let quicker = format!("{name} was quicker (in hand). Nothing was changed now: the card is up to date.");
        assert_eq!(why, quicker);
        let in_hand = format!("Strade, {name}");
        let at_office = at.ezio.wait_until(&at_office, |it| it.text.contains(&in_hand)).await;
        insta::assert_snapshot!(at_office.labels().join(" | "), @"Ready to close | Hand to | Give back | Not ours | Not now: why | Ask the citizen | Write to the citizen | Note | History | Colleagues");
        at.town.carlo.wait_until(&card, |it| it.text.contains(&in_hand)).await;

        // Only who has it gives it back; an operator is told who could send it away.
        let why = loser.presses(&at_office, "Give back").answer().await.unwrap();
        assert_eq!(why, format!("Only who has it in hand can give it back: {name}."));
        winner.presses(&at_office, "Give back");
        at.ezio.next_matching("is back with the referents").await.unwrap();
        at.ezio.wait_until(&at_office, |it| it.button("Take").is_some()).await;
        let why = at.gino.presses(&at_office, "Not ours").answer().await.unwrap();
        insta::assert_snapshot!(why, @"Only the office's referents can do this: Ezio Gialli, Fulvia Rossi.");
        at.town.ends().await;
    }

    async fn who_has_in_hand_what_the_urp_closes_or_joins_is_told_that_nothing_is_to_be_done(at: Offices) {
        let [maria, paolo] = ["Maria", "Paolo"].map(|name| at.town.citizen(name));
        at.assigned(&maria).await;
        // Gino, who has started the bot, and Mina, who has not.
        let (second, card, at_office) = at.assigned(&paolo).await;
        at.mina.presses(&at_office, "Take");
        paolo.next_matching("Strade is working on").await.unwrap();
        let card = at.town.carlo.wait_until(&card, |it| it.text.contains("Strade, Mina Neri")).await;
        at.town.carlo.presses(&card, "Same as…");
        let prompt = at.town.carlo.next_matching("the same as").await.unwrap();
        at.town.carlo.replies(&prompt, "1");
        at.town.carlo.next_matching("is followed under the number").await.unwrap();
        sends_as_shown(&at.town.carlo, "Send").await;
        paolo.next_matching("is known already").await.unwrap();
        let told = at.mina.next_matching("The URP joined").await.unwrap();
        insta::assert_snapshot!(told.text, @"
        The URP joined 2026-000002, via Roma 12, to 2026-000001: it goes on there, and here nothing more is to be done.
        For: Mina Neri
        ");
        assert!(told.text.contains(&second) && told.reply_to == Some(at_office.message_id));

        let rita = at.town.citizen("Rita");
        let (card, ..) = at.in_hand(&rita).await;
        let card = at.town.carlo.wait_until(&card, |it| it.text.contains("Strade, Gino Blu")).await;
        at.town.closes(&card, &rita, "The hole was filled yesterday.").await;
        let told = at.gino_alone.next_matching("The URP closed").await.unwrap();
        insta::assert_snapshot!(told.text, @"The URP closed 2026-000003, via Roma 12: nothing more is to be done.");
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn who_has_not_started_the_bot_is_called_in_the_offices_group(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, _, at_office) = at.assigned(&maria).await;
        let chooser = at.hands(&at.fulvia, &at_office, "Mina Neri (bot not started)").await;
        let done = at.fulvia.wait_until(&chooser, |it| it.text.contains("is handed to")).await;
        insta::assert_snapshot!(done.text, @r"
        2026-000001 is handed to Mina Neri (Fulvia Rossi).
        The bot cannot write to Mina Neri in private: the message in the group is the only notice.
        ");
        maria.next_matching("Strade is working on").await.unwrap();
        let called = at.mina.next_matching("For: Mina Neri").await.unwrap();
        assert_eq!(called.reply_to, Some(at_office.message_id));

        // She works from the group; what was said of her before is hers.
        let card = at.mina.wait_until(&at_office, |it| it.text.contains("Strade, Mina Neri")).await;
        at.mina.presses(&card, "Give back");
        at.mina.wait_until(&at_office, |it| it.button("Take").is_some()).await;

        // Once she has started the bot, the card of what she has in hand is there too.
        let card = at.mina.current(&at_office);
        at.mina.presses(&card, "Take");
        at.mina.wait_until(&at_office, |it| it.text.contains("Strade, Mina Neri")).await;
        maria.next_matching("Strade is working on").await.unwrap();
        at.mina_alone.starts();
        at.mina_alone.next_matching("2026-000001").await.unwrap();
        at.town.settles().await;
        at.mina_alone.read_all();
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn what_is_not_the_offices_goes_back_with_a_reason(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, card, at_office) = at.assigned(&maria).await;
        not_ours(&at.ezio, &at_office, "It is a road of the region.").await;
        at.town.carlo.next_matching("is not theirs").await.unwrap();
        let card = at.town.carlo.wait_until(&card, |it| it.text.contains("to be assigned")).await;
        assert!(card.text.contains("Sent back to the URP: “It is a road of the region.”"), "{}", card.text);
        let gone = at.ezio.wait_until(&at_office, |it| it.button("Take").is_none()).await;
        insta::assert_snapshot!(gone.labels().join(" | "), @"History");
        at.town.ends().await;
    }

    async fn sent_back_twice_with_a_note_each(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, card, at_office) = at.assigned(&maria).await;
        for note in ["Which house was it?", "And is the sign gone?"] {
            let open = at.ezio.wait_until(&at_office, |it| it.button("Ready to close").is_some()).await;
            says_ready(&at.ezio, &open, "Resolved").await;
            let asks = at.ezio.next_matching("what was done").await.unwrap();
            at.ezio.replies(&asks, "Filled.");
            at.ezio.next_matching("The URP gets this draft").await.unwrap();
            let ready = at.town.carlo.wait_until(&card, |it| it.button("Send back").is_some()).await;
            at.town.carlo.presses(&ready, "Send back");
            let asks = at.town.carlo.next_matching("what is still missing").await.unwrap();
            at.town.carlo.replies(&asks, note);
            at.town.carlo.next_matching("goes back to the office").await.unwrap();
            let note = format!("The URP asks: “{note}”");
            at.ezio.wait_until(&at_office, |it| it.text.contains(&note)).await;
            at.town.carlo.wait_until(&card, |it| it.text.contains("State: assigned")).await;
        }
        // It called the referents each time, however soon the second came.
        for _ in 0..2 {
            at.fulvia.next_matching("the URP asks for something more").await.unwrap();
        }
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn an_old_button_is_answered_with_how_it_is_now(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, card, at_office) = at.assigned(&maria).await;
        at.ezio.presses(&at_office, "Hand to");
        let chooser = at.ezio.next_matching("Who is to work on").await.unwrap();
        at.ezio.presses(&at_office, "Ready to close");
        let outcomes = at.ezio.next_matching("How is").await.unwrap();
        at.ezio.presses(&at_office, "Not ours");
        let asks = at.ezio.next_matching("not this office's").await.unwrap();

        // Meanwhile it went to another office.
        at.town.assigns(&card, "Verde pubblico").await;
        maria.next_matching("Verde pubblico").await.unwrap();
        at.ida.next_matching("2026-000001").await.unwrap();
        at.ezio.next_matching("went to another office: Verde pubblico").await.unwrap();

        let quicker = "Carlo Neri was quicker (given to an office). Nothing was changed now: the card is up to date.";
        let label = "Mina Neri (bot not started)";
        assert_eq!(at.ezio.presses(&chooser, label).answer().await.unwrap(), quicker);
        assert_eq!(at.ezio.presses(&outcomes, "Resolved").answer().await.unwrap(), quicker);
        at.ezio.replies(&asks, "A road of the region.");
        assert_eq!(at.ezio.next_matching("quicker").await.unwrap().text, quicker);
        let data = at_office.button("Take").unwrap().data.clone().unwrap();
        let why = at.ezio.presses_data(&at_office, &data).answer().await.unwrap();
        assert_eq!(why, quicker);
        at.town.ends().await;
    }
}
