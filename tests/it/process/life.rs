//! Start, stop, and what was missed meanwhile.

use chrono::TimeDelta;
use simulator::Fault;

use super::program::Ground;
use crate::support::post::until;
use crate::support::{Town, drafts, on_both_databases, without_photos};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_one_may_serve_a_file_and_sigterm_ends_it_in_the_middle_of_traffic() {
    let ground = Ground::new().await;
    ground.sim.ignore_unread();
    let program = ground.program();
    let serving = program.serves();
    ground.sim.wait_polling(&ground.bot).await;

    let second = program.runs(&["serve"]).await;
    assert!(!second.succeeded());
    let said = second.err();
    let said = said.lines().last().unwrap();
    insta::assert_snapshot!(said, @r"another process is already serving town.db: stop it first");

    for number in 0..50 {
        let name = format!("Zaccaria{number}");
        let citizen = ground.sim.user(&name).language("en").create().private(&ground.bot);
        citizen.starts();
        citizen.sends("/new");
    }
    ground.sim.wait_calls("sendMessage", 20).await;
    let ended = serving.stops().await;
    assert!(ended.success(), "{ended}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_never_hold_words_names_or_tokens() {
    let ground = Ground::new().await;
    ground.sim.ignore_unread();
    let carlo = ground.carlo();
    let program = ground.program().with("RUST_LOG", "rispondo=trace");
    let serving = program.serves();
    ground.sim.wait_polling(&ground.bot).await;
    let maria = ground.sim.user("Zaccaria").last_name("Quintavalle").language("en").create();
    let citizen = maria.private(&ground.bot);
    let photos = drafts(&citizen, "Street lights", "Xylophone in the street").await;
    let summary = without_photos(&citizen, &photos).await;
    // Also where things go wrong.
    ground.sim.faults().next("sendMessage", simulator::Fault::CloseAfter);
    ground.sim.faults().next(
        "sendMessage",
        simulator::Fault::Refusal(400, "Bad Request: can't parse entities".into()),
    );
    citizen.presses(&summary, "Send");
    citizen.next_matching("Its number is").await.unwrap();
    let card = carlo.next_matching("Xylophone").await.unwrap();
    carlo.presses(&card, "Note");
    let prompt = carlo.next().await;
    carlo.replies(&prompt, "Wombats live there");
    ground.bot.receives("message", &serde_json::json!({ "message_id": 1, "text": "Xylophone" }));
    maria.blocks(&ground.bot);
    ground.sim.quiet().await;
    assert!(serving.stops().await.success());
    let log = std::fs::read_to_string(ground.folder.path().join("log")).unwrap();
    assert!(log.contains("outbox.sent"), "{log}");
    for secret in ["Xylophone", "Wombats", "via Roma", "Zaccaria", "Quintavalle", "111:TOWN"] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
}

/// Its machine was suspended, or cut off from its clock: the process goes on as if a moment had passed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_stood_still_for_a_week_tells_it_when_it_goes_on_once() {
    let ground = Ground::new().await;
    ground.sim.ignore_unread();
    let carlo = ground.carlo();
    let offset = ground.folder.path().join("offset");
    std::fs::write(&offset, "0").unwrap();
    let program = ground.program().with("CLOCK_OFFSET_FILE", offset.to_str().unwrap());
    let serving = program.serves();
    ground.sim.wait_polling(&ground.bot).await;
    std::fs::write(&offset, "604800").unwrap();
    let told = carlo.next_matching("The service was down from").await.unwrap().text;
    assert!(told.contains("older ones are lost"), "{told}");
    assert!(serving.stops().await.success());
    let serving = program.serves();
    ground.sim.wait_polling(&ground.bot).await;
    ground.sim.quiet().await;
    assert!(serving.stops().await.success());
    let again = carlo.messages();
    let again = again.iter().filter(|one| one.text.contains("The service was down")).count();
    assert_eq!(again, 1, "it is told once");
}

/// Nothing is heard of Telegram, and the service goes on otherwise; perhaps it is started again meanwhile.
async fn silence_of_telegram(town: &mut Town, hours: i64) {
    town.sim.faults().next_n("getUpdates", usize::MAX, Fault::Status(502));
    // A poll that is under way ends with these words; where none is, they wait until it is over.
    let luca = town.citizen("Luca");
    luca.starts();
    let noted = async || town.store().unheard_since().await.unwrap().is_some();
    until("it is noted", noted).await;
    town.clock.advance(TimeDelta::hours(1));
    town.stops().await;
    town.starts().await;
    town.clock.advance(TimeDelta::hours(hours - 1));
    town.sim.faults().clear();
    until("it is over", async || town.store().unheard_since().await.unwrap().is_none()).await;
    luca.next().await;
    town.settles().await;
}

on_both_databases! {
    async fn a_silence_of_telegram_of_more_than_an_hour_is_told_once_it_is_over(town: Town) {
        let mut town = town;
        let anna = town.supervisor().await;
        silence_of_telegram(&mut town, 2).await;
        let told = town.carlo.next().await.text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @"From 24/11 10:00 to 24/11 12:00 nothing came in from Telegram. It works again: the messages that came meanwhile are being read.");
        }
        assert!(anna.next().await.text.contains("12:00"));
        silence_of_telegram(&mut town, 26).await;
        let told = town.carlo.next_matching("lost").await.unwrap().text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r"
            From 24/11 12:00 to 25/11 14:00 nothing came in from Telegram. Telegram keeps messages for 24 hours: older ones are lost. Here is a text for the town's page:

            From 24/11 12:00 to 25/11 14:00 the report service on Telegram did not work. If you wrote in those hours and received no report number, please write again. URP, piazza Unità 4, phone 040 000000
            ");
        }
        anna.next_matching("lost").await.unwrap();
        town.everybody_reads().await;
        town.stops().await;
        town.starts().await;
        town.settles().await;
        assert_eq!((town.carlo.unread(), anna.unread()), (0, 0), "it is told once");
        town.ends().await;
    }

    async fn a_silence_of_more_than_an_hour_is_told(town: Town) {
        let mut town = town;
        let anna = town.supervisor().await;
        town.stops().await;
        town.clock.advance(TimeDelta::minutes(59));
        town.starts().await;
        town.settles().await;
        assert_eq!(anna.unread(), 0);

        town.stops().await;
        town.clock.advance(TimeDelta::minutes(61));
        town.starts().await;
        let told = town.carlo.next().await.text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r"The service was down from 24/11 10:59 to 24/11 12:00. It goes on now: the messages that came meanwhile are being read.");
        }
        assert!(anna.next().await.text.contains("12:00"));

        town.stops().await;
        town.clock.advance(TimeDelta::hours(30));
        town.starts().await;
        let told = town.carlo.next_matching("lost").await.unwrap().text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r"
            The service was down from 24/11 12:00 to 25/11 18:00. Telegram keeps messages for 24 hours: older ones are lost. Here is a text for the town's page:

            From 24/11 12:00 to 25/11 18:00 the report service on Telegram did not work. If you wrote in those hours and received no report number, please write again. URP, piazza Unità 4, phone 040 000000
            ");
        }
        town.everybody_reads().await;
        town.ends().await;
    }
}
