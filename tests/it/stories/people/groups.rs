//! Whose a group is: by the supervisor's word in it, wherever Telegram moves it.

use chrono::TimeDelta;
use rispondo::domain::ids::{ChatId, ReportId};
use rispondo::domain::outgoing::{Outgoing, Purpose};
use rispondo::domain::step::{Changes, Decision, Facts, Keys};
use simulator::{Group, Message, MessageRef as _, Seat, User};

use super::binds;
use crate::support::facts::message;
use crate::support::numbers::Numbers;
use crate::support::{Offices, on_both_databases};

/// The supervisor binds another group to *Strade*: her seat in it.
async fn another_group(at: &Offices) -> Seat {
    let [anna, ..] = &at.people;
    let new = at.town.sim.group("Strade nuovo").id(-1_001_000_000_099).member(anna);
    let new = new.bot_admin(&at.town.bot).create().seat(anna);
    binds(&new, "Strade").await;
    new
}

/// Somebody who has nothing to do with the town adds its bot to a group of their own.
fn eves_group(at: &Offices) -> (User, Group) {
    let eve = at.town.person("Eve");
    let own = at.town.sim.group("Eve's").id(-1_001_000_000_666).member(&eve).create();
    own.adds(&at.town.bot);
    (eve, own)
}

on_both_databases! {
    async fn a_supervisor_binds_a_group_and_the_offices_cards_come_there(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, _, old_card) = at.assigned(&maria).await;
        at.town.everybody_reads().await;

        let [anna, ezio, _] = &at.people;
        let new = at.town.sim.group("Strade nuovo").id(-1_001_000_000_099).member(anna);
        let new = new.member(ezio).create();
        new.adds(&at.town.bot);
        let (anna, ezio) = (new.seat(anna), new.seat(ezio));
        let greeting = anna.next().await;
        assert!(greeting.text.contains("/bind"), "{}", greeting.text);

        // Only a supervisor.
        ezio.sends("/bind");
        let refused = ezio.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused.text, @"Only the supervisor can do this: Anna Bianchi.");
        }
        anna.sends("/bind");
        let asks = anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(asks.text, @"Whose is this group? (now: nobody)");
            insta::assert_snapshot!(asks.labels().join(" | "), @"URP | Strade | Verde pubblico | Cancel");
        }
        let said = ezio.presses(&asks, "Strade").answer().await.unwrap();
        assert!(said.contains("Only the supervisor"), "{said}");
        anna.presses(&asks, "Strade");
        let done = anna.wait_until(&asks, |asks| asks.text.contains("Done")).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(done.text, @r"
            Done. This group now: Strade (before: nobody).
            Strade had another group before, which gets no cards any more. In a day the bot leaves that group, unless it is bound with /bind.
            The cards of the open reports come below: 1
            ");
        }
        let card = ezio.next_matching(&number).await.unwrap();
        assert!(card.labels().contains(&"Take"), "{:?}", card.labels());
        // Who is in the group that is nobody's any more reads nothing of it, and nothing that comes later.
        let left = |card: &Message| card.text.contains("is not shown here any more");
        let old = at.fulvia.wait_until(&old_card, left).await;
        assert!(old.text.contains(&number) && old.labels().is_empty(), "{old:?}");
        let words = maria.latest().unwrap();
        maria.replies(&words, "It is in front of number 12");
        maria.next_matching("Added to report").await.unwrap();
        ezio.wait_until(&card, |card| card.text.contains("something added")).await;
        at.town.settles().await;
        assert_eq!(at.fulvia.current(&old_card).text, old.text);
        // The new one is theirs and not left; the old one is.
        at.town.later(TimeDelta::hours(25)).await;
        let calls = at.town.sim.wait_calls("leaveChat", 1).await;
        let gone: Vec<_> = calls.iter().map(|call| call.params["chat_id"].clone()).collect();
        assert_eq!(gone, [at.strade.id()]);
        at.town.sim.read_all();

        // And nobody's again.
        anna.sends("/bind");
        let asks = anna.next_matching("Whose is this group").await.unwrap();
        anna.presses(&asks, "Nobody's");
        anna.wait_until(&asks, |asks| asks.text.contains("nobody's any more")).await;
        at.town.settles().await;
        let facts = at.town.store().read(rispondo::domain::step::Keys::default()).await.unwrap();
        assert_eq!(facts.directory.office(&"strade".into()).unwrap().chat, None);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    /// Nobody is to add the bot to it again.
    async fn a_group_that_had_put_the_bot_out_and_is_replaced_alarms_nobody(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.assigned(&maria).await;
        at.town.everybody_reads().await;
        at.strade.kicks(&at.town.bot);
        another_group(&at).await;
        at.town.later(TimeDelta::minutes(11)).await;
        assert_eq!(at.anna.unread(), 0, "{}", at.anna.transcript());
        let numbers = Numbers::of(at.town.service()).await;
        assert_eq!(numbers.at("rispondo_cards", &[("state", "pending")]), 0);
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn what_the_urp_had_in_hand_is_the_referents_once_their_office_has_a_group(at: Offices) {
        let mut at = at;
        at.starts_without_groups().await;
        let maria = at.town.citizen("Maria");
        let (number, card) = at.town.report(&maria).await;
        at.town.assigns(&card, "Strade").await;
        let card = at.town.carlo.wait_until(&card, |card| card.button("Take").is_some()).await;
        at.town.carlo.presses(&card, "Take");
        let in_hand = |card: &Message| card.text.contains("Strade, Carlo Neri");
        at.town.carlo.wait_until(&card, in_hand).await;
        at.town.everybody_reads().await;

        let [anna, ezio, _] = &at.people;
        let new = at.town.sim.group("Strade nuovo").id(-1_001_000_000_099).member(anna);
        let new = new.member(ezio).bot_admin(&at.town.bot).create();
        let (anna, ezio) = (new.seat(anna), new.seat(ezio));
        let done = binds(&anna, "Strade").await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(done.text, @r"
            Done. This group now: Strade (before: nobody).
            The cards of the open reports come below: 1
            In hand of the URP until now, and now with the referents: 1
            ");
        }
        // Nobody is called twice: the card is new there, and the URP has nothing to do.
        let at_office = ezio.next_matching(&number).await.unwrap();
        assert!(at_office.text.contains("State: assigned"), "{}", at_office.text);
        let urps = at.town.carlo.wait_until(&card, |card| card.text.contains("State: assigned")).await;
        assert!(urps.button("Take").is_none(), "{:?}", urps.labels());
        at.town.settles().await;
        assert_eq!((ezio.unread(), at.town.carlo.unread()), (0, 0));
        ezio.presses(&at_office, "Take");
        let taken = ezio.wait_until(&at_office, |card| card.button("Give back").is_some()).await;
        assert!(taken.text.contains("Strade, Ezio Gialli"), "{}", taken.text);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn an_offices_group_that_becomes_a_supergroup_stays_its_own(at: Offices) {
        let [anna, ezio, _] = &at.people;
        let basic = at.town.sim.group("Strade piccolo").id(-4_099).basic();
        let basic = basic.member(anna).member(ezio).bot_admin(&at.town.bot).create();
        let (anna, ezio) = (basic.seat(anna), basic.seat(ezio));
        binds(&anna, "Strade").await;
        let new = basic.migrates();
        at.town.everybody_reads().await;

        let facts = at.town.store().read(rispondo::domain::step::Keys::default()).await.unwrap();
        let strade = facts.directory.office(&"strade".into()).unwrap();
        assert_eq!(strade.chat.map(|chat| chat.0), Some(new));
        let maria = at.town.citizen("Maria");
        let (number, card) = at.town.report(&maria).await;
        at.town.assigns(&card, "Strade").await;
        maria.next_matching("Strade").await.unwrap();
        let card = ezio.next_matching(&number).await.unwrap();
        ezio.presses(&card, "Take");
        maria.next_matching("is working on").await.unwrap();
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn who_writes_in_the_name_of_the_group_is_told_to_use_their_own(at: Offices) {
        let [anna, ..] = &at.people;
        at.strade.anonymous(anna).sends("/bind");
        at.ezio.next_matching("under their own name").await.unwrap();
        at.town.ends().await;
    }

    async fn a_clerk_who_remains_anonymous_is_told_why_nothing_happens(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (_, _, at_office) = at.assigned(&maria).await;
        at.town.everybody_reads().await;
        let nobody = at.strade.anonymous(&at.people[1]);
        let sent = nobody.sends("/open");
        let told = at.fulvia.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told.text, @"Whoever writes in the name of the group cannot be recognised, so nothing was done. In the settings of administrators, please turn “Remain anonymous” off, then write it again.");
        }
        assert_eq!(told.reply_to, Some(sent.message_id()));
        nobody.replies(&at_office, "It is done");
        at.fulvia.next_matching("Remain anonymous").await.unwrap();
        // What colleagues say to each other is nothing to the bot.
        nobody.sends("Good morning");
        nobody.replies(&sent, "Nobody is there");
        at.town.settles().await;
        assert_eq!(at.fulvia.unread(), 0, "{}", at.strade.transcript());
        at.town.sim.read_all();
        at.town.ends().await;
    }

    /// Whoever they are: the bot can be added to any group, and a program can make up any button.
    async fn a_stranger_is_told_no_names_of_staff(at: Offices) {
        let (eve, own) = eves_group(&at);
        let (here, alone) = (own.seat(&eve), eve.private(&at.town.bot));
        here.next_matching("/bind").await.unwrap();
        here.sends("/bind");
        let refused = here.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(refused.text, @"Only the supervisor can do this.");
        }
        let maria = at.town.citizen("Maria");
        let (_, _, at_office) = at.assigned(&maria).await;
        alone.starts();
        let welcome = alone.next().await;
        let mut said = Vec::new();
        for data in ["gp:0", "sx:2026000001:1", "at:2026000001:0", "sh:2026000001", "fs:w"] {
            said.push(alone.presses_data(&welcome, data).answer().await.unwrap());
        }
        insta::allow_duplicates! {
            insta::assert_snapshot!(said.join("\n"), @r"
            Only the supervisor, the URP can do this.
            Only the URP can do this.
            Only the office's operators, the office's referents can do this.
            Only the URP can do this.
            Only the supervisor can do this.
            ");
        }
        // In a group of staff too, somebody without a role hears nothing of a report.
        at.strade.joins(&eve);
        let among = at.strade.seat(&eve);
        let said = among.presses_data(&at_office, "at:2026000001:0").answer().await.unwrap();
        assert!(said.starts_with("Only ") && !said.contains("Carlo"), "{said}");
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    /// It was the town's once: what waits for it is for the office, wherever that is now.
    async fn what_waited_for_a_group_goes_to_the_one_that_took_its_place(at: Offices) {
        let maria = at.town.citizen("Maria");
        at.assigned(&maria).await;
        at.town.everybody_reads().await;
        at.strade.kicks(&at.town.bot);
        let words = maria.latest().unwrap();
        maria.replies(&words, "It is in front of number 12");
        maria.next_matching("Added to report").await.unwrap();
        at.town.settles().await;
        at.anna.next_matching("can no longer write to the group").await.unwrap();

        let new = another_group(&at).await;
        new.next_matching("The citizen added to").await.unwrap();
        at.town.everybody_reads().await;
        // Whoever is in the old one and has the bot back there reads nothing of it.
        at.strade.adds(&at.town.bot);
        at.town.later(TimeDelta::minutes(11)).await;
        let reads = |message: Message| message.text.contains("The citizen added");
        assert!(!at.fulvia.messages().into_iter().any(reads), "{}", at.fulvia.transcript());
        at.town.sim.read_all();
        at.town.ends().await;
    }

    /// Whatever the way by which it came to wait there.
    async fn what_is_for_staff_is_not_sent_to_a_group_that_is_nobodys(at: Offices) {
        let (eve, own) = eves_group(&at);
        let here = own.seat(&eve);
        here.next_matching("/bind").await.unwrap();
        let chat = ChatId(own.id());
        let of_staff = Outgoing { purpose: Purpose::Staff, ..message(1, chat) };
        let of_a_report = Outgoing { report: Some(ReportId::new(2026, 1)), ..message(2, chat) };
        let rows = vec![of_staff, of_a_report];
        let decide = move |_: &Facts| {
            let changes = Changes { outbox: rows.clone(), ..Changes::default() };
            Decision::Done(Box::new(changes), ())
        };
        at.town.store().step(Keys::default(), decide).await.unwrap();
        at.town.settles().await;
        assert_eq!((here.unread(), at.anna.unread()), (0, 0), "{}", own.transcript());
        let numbers = Numbers::of(at.town.service()).await;
        let telegram = [("channel", "telegram"), ("state", "pending")];
        assert_eq!(numbers.at("rispondo_outbox_rows", &telegram), 0);
        let ended = |result| {
            numbers.at("rispondo_sends_total", &[("channel", "telegram"), ("result", result)])
        };
        assert_eq!((ended("chat_lost"), ended("undeliverable")), (2, 0));
        at.town.ends().await;
    }

    async fn a_strangers_group_where_the_bot_may_not_write_alarms_nobody(at: Offices) {
        let eve = at.town.person("Eve");
        let own = at.town.sim.group("Eve's").id(-1_001_000_000_666).member(&eve).create();
        own.mutes(&at.town.bot);
        at.town.settles().await;
        assert_eq!(at.anna.unread(), 0, "{}", at.anna.transcript());
        // Nor is it tried for ever.
        let numbers = Numbers::of(at.town.service()).await;
        for state in ["pending", "scheduled", "in_flight"] {
            let telegram = [("channel", "telegram"), ("state", state)];
            assert_eq!(numbers.at("rispondo_outbox_rows", &telegram), 0, "{state}");
        }
        at.town.ends().await;
    }

    async fn bind_in_private_says_where_to_write_it(at: Offices) {
        at.anna.sends("/bind");
        at.anna.next_matching("is written in the group").await.unwrap();
        at.town.ends().await;
    }
}
