//! A role ends: the work goes back, and an import does not bring the person back.

use rispondo::config::directory_file;
use rispondo::domain::ids::{ChatId, ReportId, TelegramId};
use rispondo::domain::step::{Changes, Decision, Keys};
use simulator::Seat;

use super::{binds, invites};
use crate::support::{Offices, on_both_databases};

const FILE: &str = include_str!("../../support/offices.toml");

/// The supervisor presses *Remove* for that name, and *Yes*.
pub(super) async fn removes(at: &Offices, name: &str) -> simulator::Message {
    at.anna.sends(&format!("/remove {name}"));
    let list = at.anna.next_matching("People").await.unwrap();
    at.anna.presses(&list, &format!("Remove {name}"));
    let really = at.anna.next_matching("Take the role").await.unwrap();
    at.anna.presses(&really, "Yes, remove");
    at.anna.wait_until(&really, |really| really.text.contains("Done")).await
}

/// The citizen adds words to their report.
async fn says_where(citizen: &Seat, number: &str) {
    let words = citizen.messages().into_iter().rfind(|message| message.text.contains(number));
    citizen.replies(&words.unwrap(), "It is in front of number 12");
    citizen.next_matching("Added to report").await.unwrap();
}

async fn imports(at: &Offices, file: &str) {
    let rows = directory_file::parse(file).unwrap();
    at.town.store().import_directory(rows, "file", at.town.clock.now()).await.unwrap();
}

async fn is_staff(at: &Offices, telegram: i64) -> bool {
    let facts = at.town.store().read(rispondo::domain::step::Keys::default()).await.unwrap();
    facts.directory.is_staff(TelegramId(telegram))
}

on_both_databases! {
    async fn an_operator_removed_in_the_middle_of_work_leaves_it_to_the_referents(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, at_office, own) = at.in_hand(&maria).await;
        at.town.everybody_reads().await;

        at.anna.sends("/remove gino");
        let list = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(list.text, @r"
            People

            operator, Strade
            • Gino Blu
            ");
        }
        at.anna.presses(&list, "Remove Gino Blu");
        let really = at.anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(really.text, @r"
            Take the role operator, Strade from Gino Blu? From now on they could not work as that any more; their other roles stay.
            The report that they have in hand goes back to the office's referents.
            ");
        }
        at.anna.presses(&really, "Yes, remove");
        let done = at.anna.wait_until(&really, |really| really.text.contains("Done")).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(done.text, @r"
            Done: Gino Blu does not have the role operator, Strade any more (Anna Bianchi).
            The report that they had in hand went back to the referents.
            ");
        }
        // The referents are called; the card says where it stands.
        let rung = at.ezio.next_matching("is back with the referents").await.unwrap();
        assert!(rung.text.contains("Ezio Gialli") && rung.text.contains("Fulvia Rossi"));
        at.ezio.wait_until(&at_office, |card| card.text.contains("State: assigned")).await;
        at.gino_alone.next_matching("has ended").await.unwrap();
        // Nothing of the report is shown to him any more, and an old button does nothing.
        at.gino_alone.wait_until(&own, |own| own.text.contains("not shown here any more")).await;
        let history = own.button("History").and_then(|button| button.data.clone()).unwrap();
        let said = at.gino_alone.presses_data(&own, &history).answer().await.unwrap();
        assert!(said.contains("Only"), "{said}");
        let said = at.gino.presses(&at_office, "Take").answer().await.unwrap();
        assert!(said.contains("Only"), "{said}");

        // Where he still is, is named; one press puts him out, and he may be invited again.
        let still = at.anna.next_matching("is still in these groups").await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(still.text, @"Gino Blu is still in these groups: Strade.");
        }
        at.anna.presses(&still, "Remove from Strade");
        at.anna.next_matching("is not in the group “Strade” any more").await.unwrap();
        assert_eq!(at.town.sim.calls_of("banChatMember").len(), 1);
        assert_eq!(at.town.sim.calls_of("unbanChatMember").len(), 1);
        at.town.ends().await;
    }

    /// There Telegram bans nobody, and refuses to lift a ban.
    async fn who_is_removed_from_an_ordinary_group_is_out_of_it(at: Offices) {
        let [anna, _, gino] = &at.people;
        let basic = at.town.sim.group("Strade piccolo").id(-4_099).basic();
        let basic = basic.member(anna).member(gino).bot_admin(&at.town.bot).create();
        let here = basic.seat(anna);
        binds(&here, "Strade").await;
        at.town.everybody_reads().await;
        removes(&at, "Gino Blu").await;
        let still = at.anna.next_matching("is still in these groups").await.unwrap();
        at.anna.presses(&still, "Remove from Strade");
        at.anna.next_matching("Gino is not in the group").await.unwrap();
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn who_was_removed_reads_nothing_new_of_citizens_until_they_are_back(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, at_office, own) = at.in_hand(&maria).await;
        at.town.everybody_reads().await;

        removes(&at, "Gino Blu").await;
        let left = |card: &simulator::Message| card.text.contains("not shown here");
        let own = at.gino_alone.wait_until(&own, left).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(own.text, @"2026-000001 is not shown here any more.");
        }
        assert!(own.labels().is_empty(), "{:?}", own.labels());

        // What the citizen says from now on is for those who work there.
        says_where(&maria, "2026-000001").await;
        at.ezio.wait_until(&at_office, |card| card.text.contains("something added")).await;
        at.town.settles().await;
        let still = at.gino_alone.current(&own);
        assert_eq!((still.text.as_str(), still.labels()), (own.text.as_str(), own.labels()));
        at.town.sim.read_all();

        let token = invites(&at.anna, "Operator", Some("Strade"), "Gino Blu").await;
        at.gino_alone.starts_with(&token);
        let back = at.gino_alone.wait_until(&own, |card| card.text.contains("A deep hole")).await;
        assert_eq!(back.labels(), ["History"], "it is his colleagues' now");
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn who_is_still_operator_elsewhere_goes_on_seeing_cards(at: Offices) {
        let token = invites(&at.anna, "Operator", Some("Verde pubblico"), "Nino Blu").await;
        at.gino_alone.starts_with(&token);
        let maria = at.town.citizen("Maria");
        let (.., own) = at.in_hand(&maria).await;
        at.anna.sends("/remove gino");
        let list = at.anna.next_matching("operator, Strade").await.unwrap();
        at.anna.presses(&list, "Remove Gino Blu");
        let really = at.anna.next_matching("operator, Strade from Gino").await.unwrap();
        at.anna.presses(&really, "Yes, remove");
        let own = at.gino_alone.wait_until(&own, |card| card.text.contains("State: assigned")).await;
        assert!(own.text.contains("A deep hole"), "{}", own.text);
        at.anna.next_matching("is still in these groups").await.unwrap();
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn a_card_that_was_to_come_to_somebody_who_was_removed_meanwhile_does_not_come(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, ..) = at.assigned(&maria).await;
        removes(&at, "Gino Blu").await;
        at.anna.next_matching("is still in these groups").await.unwrap();
        at.town.everybody_reads().await;
        let number = number.replace('-', "").parse().unwrap();
        let cards = vec![(ChatId(31), ReportId(number))];
        let changes = Changes { cards, ..Changes::default() };
        let decide = move |_: &_| Decision::Done(Box::new(changes.clone()), ());
        at.town.store().step(Keys::default(), decide).await.unwrap();
        at.town.settles().await;
        assert_eq!(at.gino_alone.unread(), 0, "{}", at.gino_alone.transcript());
        at.town.ends().await;
    }

    async fn a_group_whose_bot_may_not_remove_says_who_can(at: Offices) {
        at.strade.demotes(&at.town.bot);
        removes(&at, "Gino Blu").await;
        at.gino_alone.next_matching("has ended").await.unwrap();
        let still = at.anna.next_matching("is still in these groups").await.unwrap();
        at.anna.presses(&still, "Remove from Strade");
        let refused = at.anna.next().await;
        assert!(refused.text.contains("An administrator of the group can"), "{}", refused.text);
        at.town.ends().await;
    }

    async fn the_last_supervisor_stays(at: Offices) {
        at.anna.sends("/people");
        let list = at.anna.next().await;
        let said = at.anna.presses(&list, "Remove Anna Bianchi").answer().await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @"This is the only supervisor: without one, nobody could be invited any more. First invite another with /invite.");
        }
        // The URP looks, and removes nobody.
        at.town.carlo.sends("/people");
        let list = at.town.carlo.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(list.text, @r"
            People

            supervisor
            • Anna Bianchi

            URP
            • Carlo Neri – the bot cannot write to them: they have not pressed Start, or have blocked the bot
            • Dora Verdi – the bot cannot write to them: they have not pressed Start, or have blocked the bot

            referent, Strade
            • Ezio Gialli – the bot cannot write to them: they have not pressed Start, or have blocked the bot
            • Fulvia Rossi – the bot cannot write to them: they have not pressed Start, or have blocked the bot

            operator, Strade
            • Gino Blu
            • Mina Neri – the bot cannot write to them: they have not pressed Start, or have blocked the bot

            referent, Verde pubblico
            • Ida Viola – the bot cannot write to them: they have not pressed Start, or have blocked the bot
            • Leo Grigi – the bot cannot write to them: they have not pressed Start, or have blocked the bot

            operator, Verde pubblico
            • Nora Bruni – the bot cannot write to them: they have not pressed Start, or have blocked the bot
            ");
            insta::assert_snapshot!(list.labels().join(" | "), @"");
        }
        at.town.ends().await;
    }

    async fn an_office_without_a_referent_is_told_at_once(at: Offices) {
        removes(&at, "Ida Viola").await;
        at.anna.next_matching("Ida Viola is still in").await.unwrap();
        removes(&at, "Leo Grigi").await;
        at.anna.next_matching("This office has no referent any more: Verde pubblico").await.unwrap();
        at.anna.next_matching("Leo Grigi is still in").await.unwrap();
        at.anna.sends("/people");
        let list = at.anna.next_matching("fewer than two referents: Verde pubblico (0)").await;
        assert!(list.is_ok(), "{list:?}");
        at.town.ends().await;
    }

    async fn who_was_removed_is_back_only_when_the_file_says_something_else_of_them(at: Offices) {
        removes(&at, "Mina Neri").await;
        at.anna.next_matching("is still in").await.unwrap();
        imports(&at, FILE).await;
        assert!(!is_staff(&at, 33).await, "the file says nothing new");
        let moved = FILE.replace("operators = [{ name = \"Nora", "operators = [{ name = \"Zoe Viola\" }, { name = \"Nora");
        imports(&at, &moved).await;
        assert!(!is_staff(&at, 33).await, "another place in the file is nothing new");
        let named = "{ name = \"Mina Neri\", telegram_id = 33, phone = \"040 33\" }";
        let changed = FILE.replace("{ name = \"Mina Neri\", telegram_id = 33 }", named);
        assert_ne!(changed, FILE);
        imports(&at, &changed).await;
        assert!(is_staff(&at, 33).await);
        at.town.ends().await;
    }

    /// An office is closed, and its people are taken away one after the other: nobody else would be called.
    async fn what_a_retired_office_has_in_hand_calls_the_urp_once_all_have_left(at: Offices) {
        let town = &at.town;
        let maria = town.citizen("Maria");
        let (number, ..) = at.assigned(&maria).await;
        let file = include_str!("../../support/offices.toml");
        let file = file.replace("office = \"strade\"", "office = \"verde\"");
        let file = file.replace("code = \"strade\"\n", "code = \"strade\"\nretired = true\n");
        let rows = rispondo::config::directory_file::parse(&file).unwrap();
        town.store().import_directory(rows, "directory.toml", town.clock.now()).await.unwrap();
        says_where(&maria, &number).await;
        at.ezio.next_matching("Ezio Gialli").await.unwrap();
        for name in ["Ezio Gialli", "Fulvia Rossi"] {
            removes(&at, name).await;
        }
        town.everybody_reads().await;
        says_where(&maria, &number).await;
        town.settles().await;
        let called = town.carlo.next_matching("added").await.unwrap().text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(called, @r"
            The citizen added to 2026-000001, via Roma 12: see the card. The citizen hears by Wednesday 9 December.
            For: Carlo Neri, Dora Verdi
            ");
        }
        town.everybody_reads().await;
        at.town.ends().await;
    }
}
