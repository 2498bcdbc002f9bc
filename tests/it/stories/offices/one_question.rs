//! At most one thing at a time is asked of a person, and plain words are its answer only for a while.

use chrono::TimeDelta;

use crate::support::on_both_databases;

on_both_databases! {
    async fn what_is_asked_in_private_ends_with_a_command(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (.., own) = at.in_hand(&maria).await;

        at.gino_alone.presses(&own, "Note");
        at.gino_alone.next_matching("write the note").await.unwrap();
        at.gino_alone.sends("/cancel");
        let ended = at.gino_alone.next_matching("2026-000001").await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(ended.text, @r"Stopped, nothing was sent or changed: 2026-000001 (Gino Blu)");
        }

        // The next words are nobody's note: what they are is asked.
        at.gino_alone.sends("The fountain in piazza Unità leaks");
        at.gino_alone.next_matching("What is it for?").await.unwrap();
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn words_after_half_an_hour_are_not_taken_for_the_answer(at: Offices) {
        let maria = at.town.citizen("Maria");
        let (.., own) = at.in_hand(&maria).await;
        at.gino_alone.presses(&own, "Note");
        at.gino_alone.next_matching("write the note").await.unwrap();

        at.town.later(TimeDelta::minutes(31)).await;
        at.gino_alone.sends("The fountain in piazza Unità leaks");
        let offer = at.gino_alone.next_matching("(note)?").await.unwrap();
        at.gino_alone.presses(&offer, "No");
        let used = at.gino_alone.wait_until(&offer, |it| it.text.contains("Not used")).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(used.text, @r"Not used. If it was a report of your own, just send it again.");
        }
        at.gino_alone.next_matching("Stopped for").await.unwrap();
        at.gino_alone.sends("The fountain in piazza Unità leaks");
        at.gino_alone.next_matching("What is it for?").await.unwrap();
        at.town.settles().await;
        at.gino_alone.read_all();
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn a_question_left_open_does_not_take_a_report(at: Offices) {
        at.anna.sends("/invite");
        let asks = at.anna.next().await;
        at.anna.presses(&asks, "URP");
        at.anna.next_matching("write first and last name").await.unwrap();

        at.town.later(TimeDelta::minutes(31)).await;
        at.anna.sends("The fountain in piazza Unità leaks");
        let kept = at.anna.next_matching("Make it a new report?").await.unwrap();
        assert!(kept.button("New report").is_some(), "{:?}", kept.labels());
        at.town.ends().await;
    }

    async fn buttons_below_an_older_question_are_not_of_the_present_one(at: Offices) {
        at.anna.sends("/invite");
        let first = at.anna.next().await;
        at.anna.presses(&first, "Supervisor");
        let first = at.anna.wait_until(&first, |it| it.text.contains("Under which name")).await;
        at.anna.next_matching("write first and last name").await.unwrap();
        at.anna.sends("/invite");
        let second = at.anna.next().await;
        at.anna.presses(&second, "URP");
        let second = at.anna.wait_until(&second, |it| it.text.contains("Under which name")).await;
        let prompt = at.anna.next_matching("write first and last name").await.unwrap();

        let unnamed = &first.labels()[0];
        let why = at.anna.presses(&first, unnamed).answer().await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(why, @r"This has ended, or a colleague is writing it. Nothing was changed. To begin again: the buttons of the card, or the command.");
        }
        at.anna.replies(&prompt, "Olga Bruni");
        let ready = at.anna.next_matching("Olga Bruni").await.unwrap();
        assert!(ready.text.contains("ready: URP"), "{}", ready.text);
        at.anna.next_matching("Invitation to the report service").await.unwrap();
        assert!(!second.labels().is_empty());
        at.town.ends().await;
    }

    async fn a_summary_that_was_left_saves_no_other_work(at: Offices) {
        at.ezio.sends("/works");
        let list = at.ezio.next_matching("No work is planned").await.unwrap();
        at.ezio.presses(&list, "New work");
        at.ezio.next_matching("In which street?").await.unwrap();
        at.ezio.sends_location(45.65, 13.77);
        let radius = at.ezio.next_matching("How far").await.unwrap();

        at.ezio.presses(&list, "New work");
        at.ezio.next_matching("Stopped").await.unwrap();
        at.ezio.next_matching("In which street?").await.unwrap();
        let old = radius.labels()[0];
        let why = at.ezio.presses(&radius, old).answer().await.unwrap();
        assert!(why.contains("no longer valid"), "{why}");
        at.staff_reads().await;
        at.town.ends().await;
    }
}
