//! Small towns: one group for everything, and offices without a chat.

use super::says_ready;
use crate::support::{on_both_databases, sends_as_shown};

on_both_databases! {
    async fn one_group_for_everything(at: OneGroup) {
        let maria = at.town.citizen("Maria");
        let (_, card) = at.town.report(&maria).await;
        insta::assert_snapshot!(card.labels().join(" | "), @"Category | Place | Same as… | Assign | Reply and close | Not now: why | Ask the citizen | Write to the citizen | Note | History");
        at.town.assigns(&card, "Strade").await;
        maria.next_matching("Strade").await.unwrap();
        let called = at.ezio.next_matching("is with this office: Strade").await.unwrap();
        assert!(called.text.contains("For: Ezio Gialli, Fulvia Rossi"), "{}", called.text);

        // The same card, with the buttons of both, each once.
        let card = at.ezio.wait_until(&card, |it| it.button("Take").is_some()).await;
        insta::assert_snapshot!(card.labels().join(" | "), @"Category | Place | Same as… | Assign | Reply and close | Take | Hand to | Ready to close | Not ours | Not now: why | Ask the citizen | Write to the citizen | Note | History | Colleagues");
        let why = at.town.carlo.presses(&card, "Take").answer().await.unwrap();
        insta::assert_snapshot!(why, @"Only the office's operators, the office's referents can do this: Ezio Gialli, Fulvia Rossi, Gino Blu, Mina Neri.");
        at.ezio.presses(&card, "Take");
        maria.next_matching("Strade is working on").await.unwrap();
        let card = at.ezio.wait_until(&card, |it| it.button("Give back").is_some()).await;
        says_ready(&at.ezio, &card, "Cannot be solved").await;
        let asks = at.ezio.next_matching("why is").await.unwrap();
        at.ezio.replies(&asks, "The wall is private.");
        at.ezio.next_matching("The URP gets this draft").await.unwrap();
        let card = at.town.carlo.wait_until(&card, |it| it.button("Send this reply").is_some()).await;
        insta::assert_snapshot!(card.labels().join(" | "), @"Send this reply | Edit | Send back | Other outcome | Category | Place | Same as… | Ask the citizen | Write to the citizen | Note | History | Colleagues");

        // Edited before it is sent: what the office wrote is there to begin with.
        at.town.carlo.presses(&card, "Edit");
        let asks = at.town.carlo.next_matching("write the reply").await.unwrap();
        assert!(asks.text.contains("The wall is private."), "{}", asks.text);
        at.town.carlo.replies(&asks, "The wall is private: its owner was told to mend it.");
        sends_as_shown(&at.town.carlo, "Send and close").await;
        let reply = maria.next_matching("its owner was told").await.unwrap();
        assert!(reply.text.contains("Comune di Prova – Strade"), "{}", reply.text);
        at.town.urp_reads().await;
        at.town.ends().await;
    }

    async fn in_a_group_of_two_offices_those_are_called_whose_report_it_is_now(at: Offices) {
        let mut at = at;
        at.town.stops().await;
        at.town.set("DIRECTORY_FILE", &at.sharing_a_group());
        at.town.starts().await;
        let maria = at.town.citizen("Maria");
        let (_, mut card, at_office) = at.assigned(&maria).await;
        assert!(at_office.text.contains("Ezio Gialli"), "{}", at_office.text);

        // It is moved, and moved back within minutes: each time the other office is called.
        let people = [("Verde pubblico", "Ida Viola, Leo Grigi"), ("Strade", "Ezio Gialli, Fulvia Rossi")];
        for (office, called) in people {
            at.town.assigns(&card, office).await;
            maria.next_matching(office).await.unwrap();
            let ring = at.ezio.next().await;
            assert!(ring.text.contains(&format!("is with this office: {office}.")), "{}", ring.text);
            assert!(ring.text.contains(&format!("For: {called}")), "{}", ring.text);
            let now = format!("Office: {office}");
            card = at.town.carlo.wait_until(&card, |it| it.text.contains(&now)).await;
        }
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn an_office_without_a_chat_has_its_buttons_on_the_urps_card(town: Town) {
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        let offices = town.assigns(&card, "Verde pubblico").await;
        maria.next_matching("Verde pubblico").await.unwrap();
        town.carlo.wait_until(&offices, |it| it.text.contains("no group")).await;
        let card = town.carlo.wait_until(&card, |it| it.button("Take").is_some()).await;
        insta::assert_snapshot!(card.labels().join(" | "), @"Category | Place | Same as… | Assign | Reply and close | Take | Hand to | Ready to close | Not ours | Not now: why | Ask the citizen | Write to the citizen | Note | History | Colleagues");
        assert!(!card.text.contains("For:"), "{}", card.text);

        // Its people have not joined: they are named, and cannot be chosen.
        town.carlo.presses(&card, "Hand to");
        let nobody = town.carlo.next_matching("nobody in this office yet").await.unwrap();
        assert!(nobody.text.contains("Not part of the service yet: Ida Viola, Leo Grigi"), "{}", nobody.text);
        town.carlo.presses(&nobody, "Cancel");

        // The URP acts with a referent's rights: it takes it, gives it back, and says that it is done.
        town.carlo.presses(&card, "Take");
        maria.next_matching("Verde pubblico is working on").await.unwrap();
        let card = town.carlo.wait_until(&card, |it| it.text.contains("Verde pubblico, Carlo Neri")).await;
        town.carlo.presses(&card, "Give back");
        let card = town.carlo.wait_until(&card, |it| it.button("Take").is_some()).await;
        says_ready(&town.carlo, &card, "Resolved").await;
        let nothing = town.carlo.next_matching("nothing needs to be added").await.unwrap();
        town.carlo.presses(&nothing, "Nothing to add");
        let card = town.carlo.wait_until(&card, |it| it.button("Send this reply").is_some()).await;
        town.dora.presses(&card, "Send this reply");
        sends_as_shown(&town.dora, "Send and close").await;
        maria.next_matching("Comune di Prova – Verde pubblico").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    async fn colleagues_are_listed_with_phone_and_email(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, _, at_office) = at.assigned(&maria).await;
        at.ezio.presses(&at_office, "Colleagues");
        let list = at.ezio.next_matching("URP").await.unwrap();
        insta::assert_snapshot!(list.text, @r"
        URP
        Carlo Neri
        Dora Verdi

        Strade
        Ezio Gialli – referent, 040 0000021, e.gialli@example.org
        Fulvia Rossi – referent
        Gino Blu – operator
        Mina Neri – operator

        Verde pubblico
        Ida Viola – referent, 040 0000023
        Leo Grigi – referent
        Nora Bruni – operator
        ");
        at.town.ends().await;
    }
}
