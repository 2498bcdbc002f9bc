//! Start, stop, and what was missed meanwhile.

use chrono::TimeDelta;
use simulator::Simulator;

use super::program::Program;
use crate::support::on_both_databases;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_one_may_serve_a_file_and_sigterm_ends_it_in_the_middle_of_traffic() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.ignore_unread();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db");
    let serving = program.serves();
    sim.wait_polling(&bot).await;

    let second = program.runs(&["serve"]).await;
    assert!(!second.succeeded());
    let said = second.err();
    let said = said.lines().last().unwrap();
    insta::assert_snapshot!(said, @r"another process is already serving town.db: stop it first");

    for number in 0..50 {
        let name = format!("Zaccaria{number}");
        let citizen = sim.user(&name).language("en").create().private(&bot);
        citizen.starts();
        citizen.sends("/new");
    }
    sim.wait_calls("sendMessage", 20).await;
    let ended = serving.stops().await;
    assert!(ended.success(), "{ended}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_never_hold_words_names_or_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.ignore_unread();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let carlo = sim.user("Carlo").id(12).language("en").create();
    let urp = sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
    let carlo = urp.seat(&carlo);
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db")
        .with("RUST_LOG", "rispondo=trace");
    let serving = program.serves();
    sim.wait_polling(&bot).await;
    let maria = sim.user("Zaccaria").last_name("Quintavalle").language("en").create();
    let citizen = maria.private(&bot);
    citizen.sends("/new");
    let kinds = citizen.next().await;
    citizen.presses(&kinds, "Street lights");
    citizen.next().await;
    citizen.sends("via Roma 12");
    citizen.next().await;
    citizen.sends("Xylophone in the street");
    let photos = citizen.next().await;
    citizen.presses(&photos, "No photo");
    let summary = citizen.next().await;
    // Also where things go wrong.
    sim.faults().next("sendMessage", simulator::Fault::CloseAfter);
    sim.faults().next(
        "sendMessage",
        simulator::Fault::Refusal(400, "Bad Request: can't parse entities".into()),
    );
    citizen.presses(&summary, "Send");
    citizen.next_matching("Its number is").await.unwrap();
    let card = carlo.next_matching("Xylophone").await.unwrap();
    carlo.presses(&card, "Note");
    let prompt = carlo.next().await;
    carlo.replies(&prompt, "Wombats live there");
    bot.receives("message", &serde_json::json!({ "message_id": 1, "text": "Xylophone" }));
    maria.blocks(&bot);
    sim.quiet().await;
    assert!(serving.stops().await.success());
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains("outbox.sent"), "{log}");
    for secret in ["Xylophone", "Wombats", "via Roma", "Zaccaria", "Quintavalle", "111:TOWN"] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
}

on_both_databases! {
    async fn a_silence_of_more_than_an_hour_is_told(town: Town) {
        let mut town = town;
        let anna = town.sim.user("Anna").id(11).language("en").create();
        let anna = anna.private(&town.bot);
        anna.starts();
        anna.next().await;
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
            insta::assert_snapshot!(told, @r"The service stood still from 24/11 10:59 to 24/11 12:00. It goes on now: the messages that came meanwhile are being read.");
        }
        assert!(anna.next().await.text.contains("12:00"));

        town.stops().await;
        town.clock.advance(TimeDelta::hours(30));
        town.starts().await;
        let told = town.carlo.next_matching("lost").await.unwrap().text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @r"
            The service stood still from 24/11 12:00 to 25/11 18:00. Telegram keeps messages for 24 hours: older ones are lost. Here is a text for the town's page:

            From 24/11 12:00 to 25/11 18:00 the report service on Telegram did not work. Who wrote in those hours and received no report number, please write again. URP, piazza Unità 4, phone 040 000000
            ");
        }
        town.settles().await;
        town.sim.read_all();
        town.ends().await;
    }
}
