//! Whose a group is: by the supervisor's word in it, wherever Telegram moves it.

use chrono::TimeDelta;

use crate::support::on_both_databases;

on_both_databases! {
    async fn a_supervisor_binds_a_group_and_the_offices_cards_come_there(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (number, _, old_card) = at.assigned(&maria).await;
        at.town.settles().await;
        at.town.sim.read_all();

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
            Strade had another group before, which gets no cards any more.
            The cards of the open reports come below: 1
            ");
        }
        let card = ezio.next_matching(&number).await.unwrap();
        assert!(card.labels().contains(&"Take"), "{:?}", card.labels());
        let old = at.fulvia.wait_until(&old_card, |card| card.labels().join("") == "History").await;
        assert!(old.text.contains(&number));
        // It is theirs: it is not left.
        at.town.later(TimeDelta::hours(25)).await;
        assert!(at.town.sim.calls_of("leaveChat").is_empty());
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

    async fn an_offices_group_that_becomes_a_supergroup_stays_its_own(at: Offices) {
        let [anna, ezio, _] = &at.people;
        let basic = at.town.sim.group("Strade piccolo").id(-4_099).basic();
        let basic = basic.member(anna).member(ezio).bot_admin(&at.town.bot).create();
        let (anna, ezio) = (basic.seat(anna), basic.seat(ezio));
        anna.sends("/bind");
        let asks = anna.next_matching("Whose is this group").await.unwrap();
        anna.presses(&asks, "Strade");
        anna.wait_until(&asks, |asks| asks.text.contains("Done")).await;
        let new = basic.migrates();
        at.town.settles().await;
        at.town.sim.read_all();

        let facts = at.town.store().read(rispondo::domain::step::Keys::default()).await.unwrap();
        let strade = facts.directory.office(&"strade".into()).unwrap();
        assert_eq!(strade.chat.map(|chat| chat.0), Some(new));
        let maria = at.town.citizen("Maria");
        let (number, card) = at.town.report(&maria).await;
        at.town.carlo.presses(&card, "Assign");
        let offices = at.town.carlo.next().await;
        at.town.carlo.presses(&offices, "Strade");
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

    async fn bind_in_private_says_where_to_write_it(at: Offices) {
        at.anna.sends("/bind");
        at.anna.next_matching("is written in the group").await.unwrap();
        at.town.ends().await;
    }
}
