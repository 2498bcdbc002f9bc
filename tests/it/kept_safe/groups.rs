//! Groups: bound, lost, moved, unknown; and Telegram's limits there.

use chrono::TimeDelta;
use simulator::Fault;

use crate::support::letters::Writer;
use crate::support::numbers::Numbers;
use crate::support::{drafts, on_both_databases, without_photos};

on_both_databases! {
    async fn a_bot_put_out_of_the_urp_group_tells_the_supervisor_once_and_goes_on_when_it_is_back(town: Town) {
        let anna = town.supervisor().await;
        town.urp.kicks(&town.bot);
        for name in ["Maria", "Piero", "Nora"] {
            let citizen = town.citizen(name);
            let photos = drafts(&citizen, "Street lights", "Dark").await;
            let summary = without_photos(&citizen, &photos).await;
            citizen.presses(&summary, "Send");
            citizen.next_matching("Its number is").await.unwrap();
        }
        town.settles().await;
        let told = anna.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told.text, @r"The bot can no longer write to the group “URP”: it was removed, or may not write there any more. What was to arrive there waits: just add the bot to the group again, as an administrator.");
        }
        town.later(TimeDelta::minutes(11)).await;
        assert_eq!(anna.unread(), 0, "{}", anna.transcript());
        let numbers = Numbers::of(town.service()).await;
        let lost = [("channel", "telegram"), ("result", "chat_lost")];
        assert!(numbers.at("rispondo_sends_total", &lost) >= 2, "tried again");
        assert_eq!(numbers.at("rispondo_sends_failing", &[("channel", "telegram")]), 0);
        assert_eq!(numbers.at("rispondo_cards", &[("state", "pending")]), 3);

        town.urp.adds(&town.bot);
        town.urp.promotes(&town.bot);
        for number in 1..=3 {
            town.urp_card(&format!("2026-00000{number}")).await;
        }
        town.ends().await;
    }

    /// That it may write again, nobody says: what it writes arrives.
    async fn a_group_that_is_lost_a_second_time_is_told_a_second_time(town: Town) {
        let anna = town.supervisor().await;
        let luca = Writer::new("Luca");
        let forbidden = "Bad Request: not enough rights to send text messages to the chat";
        town.sim.faults().next("sendMessage", Fault::Refusal(400, forbidden.into()));
        luca.writes(&town, "Hole", "A deep hole in via Roma 12").await;
        luca.next(&town).await;
        let lost = "can no longer write to the group";
        anna.next_matching(lost).await.unwrap();
        town.later(TimeDelta::minutes(11)).await;
        let card = town.urp_card("2026-000001").await;

        town.sim.faults().next("sendMessage", Fault::Refusal(400, forbidden.into()));
        luca.writes(&town, "Lamp", "The lamp in via Verdi 3 is dark").await;
        luca.next(&town).await;
        anna.next_matching(lost).await.unwrap();
        // The card that stands there is edited, which is taken all the same: it is told once.
        town.sim.faults().next("sendMessage", Fault::Refusal(400, forbidden.into()));
        town.carlo.presses(&card, "Note");
        town.settles().await;
        assert_eq!(anna.unread(), 0, "{}", anna.transcript());
        town.later(TimeDelta::minutes(11)).await;
        town.carlo.next_matching("write the note").await.unwrap();
        town.urp_card("2026-000002").await;
        town.ends().await;
    }

    async fn a_group_that_allows_no_photos_is_not_lost(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_photos(&maria).await;
        maria.sends_photo(None);
        town.a_moment().await;
        let there = maria.next().await;
        maria.presses(&there, "Done");
        let summary = maria.next().await;
        let (_, card) = town.files(&maria, &summary).await;
        let forbidden = "Bad Request: not enough rights to send photos to the chat";
        town.sim.faults().next("sendPhoto", Fault::Refusal(400, forbidden.into()));
        town.carlo.presses(&card, "Photos (1)");
        let said = town.carlo.next().await;
        assert!(said.text.contains("could not be shown here"), "{}", said.text);
        town.carlo.presses(&card, "History");
        town.carlo.next().await;
        town.ends().await;
    }

    async fn a_card_that_was_deleted_is_sent_anew(town: Town) {
        let maria = town.citizen("Maria");
        let (number, card) = town.report(&maria).await;
        town.settles().await;
        town.carlo.presses(&card, "Assign");
        let offices = town.carlo.next().await;
        // Gone before it can be edited.
        town.carlo.deletes(&card);
        town.carlo.presses(&offices, "Strade");
        let anew = town.urp_card(&number).await;
        assert!(anew.text.contains("State: assigned"), "{}", anew.text);
        maria.next_matching("Strade").await.unwrap();
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn what_telegram_says_to_wait_is_waited(town: Town) {
        let maria = town.citizen("Maria");
        town.sim.faults().next("sendMessage", Fault::TooManyRequests(30));
        maria.starts();
        town.sim.wait_calls("sendMessage", 1).await;
        town.sim.quiet().await;
        town.later(TimeDelta::seconds(29)).await;
        assert_eq!(maria.unread(), 0);
        town.later(TimeDelta::seconds(2)).await;
        maria.next_matching("Here a problem can be reported").await.unwrap();
        town.sim.read_all();
        town.ends().await;
    }

    async fn a_group_that_the_directory_does_not_name_is_told_how_and_left_after_a_day(town: Town) {
        let carlo = town.person("Piera");
        let strangers = town.sim.group("Strangers").id(-1_001_000_000_009).member(&carlo).create();
        let seat = strangers.seat(&carlo);
        strangers.adds(&town.bot);
        let greeting = seat.next().await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(greeting.text, @r"
            Good day. This is the report service of Comune di Prova, but this group is not in its directory yet. A supervisor can write /bind here and choose whose the group is; or whoever runs the service can copy one of these lines into the directory. Otherwise the bot leaves the group in a day.
            urp_chat_id = -1001000000009
            chat_id = -1001000000009
            ");
        }
        town.later(TimeDelta::hours(23)).await;
        assert!(town.sim.calls_of("leaveChat").is_empty());
        town.later(TimeDelta::hours(1)).await;
        town.sim.wait_calls("leaveChat", 1).await;
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn strangers_are_answered_in_their_group_a_few_times_a_minute(at: Offices) {
        let eve = at.town.person("Eve");
        let own = at.town.sim.group("Eve's").id(-1_001_000_000_666).member(&eve).create();
        own.adds(&at.town.bot);
        let here = own.seat(&eve);
        for _ in 0..20 {
            here.sends("/id");
        }
        at.town.settles().await;
        assert_eq!(here.unread(), 5, "{}", own.transcript());
        here.read_all();
        // A supervisor is answered all the same.
        let [anna, ..] = &at.people;
        own.joins(anna);
        let anna = own.seat(anna);
        anna.sends("/bind");
        anna.next_matching("Whose is this group").await.unwrap();
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    /// They know the bot, and hear nothing of what citizens are told who write too fast.
    async fn staff_are_answered_in_their_group_as_often_as_they_ask(at: Offices) {
        let [anna, ..] = &at.people;
        at.strade.joins(anna);
        let anna = at.strade.seat(anna);
        for _ in 0..6 {
            anna.sends("/id");
        }
        for _ in 0..4 {
            anna.sends("/bind");
        }
        at.town.settles().await;
        let says = |what: &str| anna.messages().iter().filter(|one| one.text.contains(what)).count();
        assert_eq!((says("chat_id = "), says("Whose is this group")), (6, 4), "{}", at.strade.transcript());
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn ids_are_told_as_lines_to_paste(town: Town) {
        let maria = town.citizen("Maria");
        maria.sends("/id");
        let alone = maria.next().await.text.replace(&maria.user_id().to_string(), "ID");
        town.carlo.sends("/id");
        let in_group = town.carlo.next().await.text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(alone, @r#"
            Lines to copy into the directory file, where they are needed:

            Who wrote:
            { name = "Maria", telegram_id = ID }
            "#);
            insta::assert_snapshot!(in_group, @r#"
            Lines to copy into the directory file, where they are needed:

            This group:
            urp_chat_id = -1001000000001
            chat_id = -1001000000001

            Who wrote:
            { name = "Carlo", telegram_id = 12 }
            "#);
        }
        town.ends().await;
    }
}
