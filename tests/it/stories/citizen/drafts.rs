//! Drafts that wait.

use chrono::TimeDelta;

use crate::support::{on_both_databases, without_photos};

on_both_databases! {
    /// Reminded after an hour and once the next morning, never more; after a week and a restart it
    /// is still there.
    async fn a_draft_survives_a_restart_and_a_week_of_silence(town: Town) {
        let mut town = town;
        let maria = town.citizen("Maria");
        town.up_to_words(&maria).await;
        town.later(TimeDelta::minutes(59)).await;
        assert_eq!(maria.unread(), 0);
        town.later(TimeDelta::minutes(2)).await;
        let left = maria.next().await;
        assert_eq!(left.text, "The report is not sent yet. Go on?");
        assert_eq!(left.labels(), ["Go on", "Cancel"]);
        town.stops().await;
        town.starts().await;
        town.until("2026-11-25T07:59:00Z").await;
        assert_eq!(maria.unread(), 0);
        town.until("2026-11-25T08:01:00Z").await;
        let again = maria.next().await;
        assert!(again.text.contains("It stays here"), "{}", again.text);
        town.later(TimeDelta::days(7)).await;
        assert_eq!(maria.unread(), 0);
        maria.presses(&again, "Go on");
        assert!(maria.next().await.text.contains("What is wrong?"));
        maria.sends("A deep hole");
        let photos = maria.next().await;
        let summary = without_photos(&maria, &photos).await;
        assert!(summary.text.contains("via Roma 12"), "{}", summary.text);
        maria.presses(&summary, "Send");
        maria.next_matching("Its number is").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    /// Words that nobody was asked for are with nobody before a choice is made: they wait like a draft.
    async fn what_was_left_without_a_choice_is_called_to_mind(town: Town) {
        let mut town = town;
        let maria = town.citizen("Maria");
        maria.sends("There is a pothole in via Roma 12");
        let offer = maria.next().await;
        assert!(offer.text.contains("This is not sent to the town yet."), "{}", offer.text);
        town.stops().await;
        town.starts().await;
        town.later(TimeDelta::minutes(61)).await;
        let left = maria.next().await;
        insta::assert_snapshot!(format!("{}\n{:?}", left.text, left.labels()), @r#"
            What has arrived here is not sent to the town yet.
            There is a pothole in via Roma 12
            Make it a new report?
            ["New report", "Cancel"]
            "#);
        town.until("2026-11-25T07:59:00Z").await;
        assert_eq!(maria.unread(), 0);
        town.until("2026-11-25T08:01:00Z").await;
        maria.next_matching("is not sent to the town yet").await.unwrap();
        town.later(TimeDelta::days(2)).await;
        assert_eq!(maria.unread(), 0);
        maria.sends("Well?");
        let offer = maria.next().await;
        assert!(offer.text.starts_with("2 messages received."), "{}", offer.text);
        maria.sends("yes");
        maria.next_matching("What has arrived will be part of the report.").await.unwrap();
        town.ends().await;
    }

    /// What a timer says waits for the morning: one reminder then, and no other.
    async fn an_hour_that_falls_into_the_evening_waits_for_the_morning(town: Town) {
        let maria = town.citizen("Maria");
        town.until("2026-11-24T16:40:00Z").await;
        town.up_to_words(&maria).await;
        town.until("2026-11-25T06:50:00Z").await;
        assert_eq!(maria.unread(), 0, "{}", maria.transcript());
        town.until("2026-11-25T09:00:00Z").await;
        let reminders = maria.unread();
        assert_eq!(reminders, 1, "{}", maria.transcript());
        maria.read_all();
        town.later(TimeDelta::days(3)).await;
        assert_eq!(maria.unread(), 0, "{}", maria.transcript());
        town.ends().await;
    }

    async fn a_second_report_begun_in_the_middle_asks_what_becomes_of_the_first(town: Town) {
        let maria = town.citizen("Maria");
        town.up_to_words(&maria).await;
        maria.sends("/new");
        let asked = maria.next().await;
        assert_eq!(asked.labels(), ["Go on", "Begin anew"]);
        maria.presses(&asked, "Go on");
        assert!(maria.next().await.text.contains("What is wrong?"));
        maria.presses(&asked, "Begin anew");
        assert!(maria.next_matching("What kind of problem").await.is_ok());
        maria.read_all();
        town.ends().await;
    }
}
