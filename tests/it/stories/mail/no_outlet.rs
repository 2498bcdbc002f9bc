//! Mail is switched off while reports by mail are open: nobody is left without a word.

use chrono::TimeDelta;

use crate::support::letters::Writer;
use crate::support::numbers::readiness;
use crate::support::post::until;
use crate::support::{Town, on_both_databases};

/// Olga's report, acknowledged; then no mail comes in or goes out any more, and the URP assigns it: a word for
/// Olga waits.
async fn a_word_for_olga_waits(town: &mut Town) -> Writer {
    let olga = Writer::new("Olga");
    olga.writes(town, "A hole", "There is a deep pothole at via Roma 12.").await;
    olga.next(town).await;
    let card = town.urp_card("2026-000001").await;
    town.carlo.wait_until(&card, |card| card.text.contains("report received”: delivered")).await;
    town.settles().await;
    town.stops().await;
    town.set("LMTP_ADDR", "");
    town.set("SMTP_URL", "");
    town.starts().await;
    town.carlo.presses(&card, "Assign");
    let offices = town.carlo.next_matching("office").await.unwrap();
    town.carlo.presses(&offices, "Strade");
    town.carlo.wait_until(&card, |card| card.text.contains("State: assigned")).await;
    // It is looked every few seconds.
    town.clock.advance(TimeDelta::seconds(10));
    olga
}

async fn is_warned(town: &Town) -> bool {
    let (status, _, warnings) = readiness(town.service()).await;
    assert_eq!(status, 200, "it works all the same");
    warnings.get("SMTP_URL").is_some()
}

on_both_databases! {
    async fn what_was_to_go_by_mail_is_a_task_a_day_after_mail_was_switched_off(town: Town) {
        let mut town = town;
        a_word_for_olga_waits(&mut town).await;
        let told = town.carlo.next_matching("is missing from the settings").await.unwrap();
        assert!(told.text.contains("No email goes out"), "{}", told.text);
        assert!(told.text.contains("(SMTP_URL)"), "{}", told.text);
        until("health says it", async || is_warned(&town).await).await;

        town.stops().await;
        town.clock.advance(TimeDelta::hours(23));
        town.starts().await;
        // It is looked anew, and they know it.
        until("health says it", async || is_warned(&town).await).await;
        let told = town.carlo.messages();
        let told = told.iter().filter(|one| one.text.contains("is missing from the settings"));
        assert_eq!(told.count(), 1);
        let tasks = |town: &Town| {
            let all = town.carlo.messages();
            all.iter().filter(|one| one.text.contains("tell the citizen another way")).count()
        };
        assert_eq!(tasks(&town), 0, "a line may only be lost");

        town.clock.advance(TimeDelta::hours(2));
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        let why = "This did not arrive: nothing is sent from that mailbox any more.";
        assert!(task.text.contains(why), "{}", task.text);
        assert!(task.text.contains("Citizen: Olga, olga@example.org"), "{}", task.text);
        until("nothing is kept any more", async || !is_warned(&town).await).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn a_line_of_the_settings_that_was_only_lost_costs_nobody_a_word(town: Town) {
        let mut town = town;
        let olga = a_word_for_olga_waits(&mut town).await;
        until("health says it", async || is_warned(&town).await).await;
        town.stops().await;
        let folder = town.mail_folders()[0].display().to_string();
        town.set("SMTP_URL", &format!("file:{folder}"));
        town.starts().await;
        let word = olga.next(&town).await;
        assert!(word.text.contains("Strade"), "{}", word.text);
        assert!(!is_warned(&town).await);
        // The day is counted anew where it is lost once more.
        town.later(TimeDelta::days(2)).await;
        let tasks = town.carlo.messages();
        assert!(tasks.iter().all(|one| !one.text.contains("tell the citizen another way")));
        olga.reads_all(&town);
        town.urp.read_all();
        town.ends().await;
    }
}
