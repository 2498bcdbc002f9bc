//! Whoever reported what is known already waits as its citizen does: for the same dates, and for
//! nobody's mail but their own.

use chrono::{DateTime, Utc};
use simulator::Message;

use super::merging::merges;
use super::{begins, saves, says, told, without_contact};
use crate::support::letters::Writer;
use crate::support::{Offices, on_both_databases, says_as_shown, sends_as_shown};

/// Nine o'clock in the town, in winter.
async fn morning(at: &Offices, day: &str) {
    let moment: DateTime<Utc> = format!("{day}T08:00:00Z").parse().unwrap();
    at.town.later(moment - at.town.clock.now()).await;
}

/// The URP closes the report of that card.
async fn closes(at: &Offices, card: &Message, words: &str) {
    let carlo = &at.town.carlo;
    at.town.drafts_reply(card, "Resolved", words).await;
    carlo.next_matching("ready-made reply").await.unwrap();
    carlo.next_matching("Is the problem really solved?").await.unwrap();
    sends_as_shown(carlo, "Send and close").await;
}

on_both_databases! {
    async fn of_a_broken_date_all_hear_each_by_their_own_channel(at: Offices) {
        let [maria, rita] = ["Maria", "Rita"].map(|name| at.town.citizen(name));
        let paolo = Writer::new("Paolo");
        at.town.report(&maria).await;
        paolo.writes(&at.town, "Pothole", "There is a pothole in Via Roma, 3.").await;
        paolo.next(&at.town).await;
        let card = at.town.urp_card("2026-000002").await;
        merges(&at, &card, "Same as 2026-000001").await;
        let known = paolo.next(&at.town).await;
        assert!(known.text.contains("by Thursday 26 November"), "{}", known.text);
        let (_, card) = at.town.report(&rita).await;
        merges(&at, &card, "Same as 2026-000001").await;
        rita.next_matching("by Thursday 26 November").await.unwrap();

        for day in ["2026-11-25", "2026-11-26"] {
            morning(&at, day).await;
            assert_eq!(rita.unread(), 0, "{}", rita.transcript());
            paolo.nothing(&at.town).await;
        }
        morning(&at, "2026-11-27").await;
        let late = maria.next().await;
        assert!(late.text.contains("by Monday 14 December"), "{}", late.text);
        let theirs = rita.next().await;
        assert_eq!(theirs.text, late.text.replace("2026-000001", "2026-000003"));
        let by_mail = paolo.next(&at.town).await;
        insta::assert_snapshot!(by_mail.text, @r"
        We promised news about report 2026-000002, Via Roma 3, by Thursday 26 November, and none has come. We are sorry: we are late, and whoever runs the service knows.

        The next news will come by Monday 14 December.

        To speak with a person: URP, piazza Unità 4, phone 040 000000

        -- 
        Comune di Prova
        ");

        // Once.
        morning(&at, "2026-11-30").await;
        assert_eq!((maria.unread(), rita.unread()), (0, 0));
        paolo.nothing(&at.town).await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn whoever_follows_a_report_without_contact_is_not_left_without_a_word(at: Offices) {
        let main_card = without_contact(&at).await;
        let maria = at.town.citizen("Maria");
        let (_, card) = at.town.report(&maria).await;
        merges(&at, &card, "Same as 2026-000001").await;
        maria.next_matching("by Thursday 26 November").await.unwrap();
        at.town.everybody_reads().await;

        // The date is broken, and nobody has been told yet.
        at.town.until("2026-11-27T05:00:00Z").await;
        let limbo = async || {
            let today = at.town.clock.now().date_naive();
            at.town.store().zeros(today).await.unwrap().in_limbo
        };
        assert_eq!(limbo().await, 1);
        at.town.sim.read_all();
        morning(&at, "2026-11-27").await;
        let late = maria.next().await;
        assert!(late.text.contains("by Thursday 26 November, and none has come"), "{}", late.text);
        assert_eq!(limbo().await, 1);
        let said = at.anna.next_matching("For the supervisor").await.unwrap();
        assert!(said.text.contains("the citizen still waits"), "{}", said.text);
        let labels = ["1. Show 2026-000001", "1. Ask the URP", "1. Tell the citizen"];
        assert_eq!(said.labels(), labels);

        // A person tells those who can be told.
        at.town.sim.read_all();
        at.town.writes(&main_card, "Write to the citizen", "It will be done on Monday.").await;
        at.town.carlo.next_matching("done on Monday").await.unwrap();
        let preview = at.town.carlo.next_matching("there are no contact details. Confirm?").await.unwrap();
        assert!(preview.text.contains("gets it too"), "{}", preview.text);
        at.town.carlo.presses(&preview, "Send");
        at.town.carlo.wait_until(&preview, |it| it.text.contains("go to the citizens")).await;
        maria.next_matching("It will be done on Monday.").await.unwrap();
        assert_eq!(limbo().await, 0);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn whoever_follows_a_report_without_contact_no_more_waits_for_it_no_more(at: Offices) {
        without_contact(&at).await;
        let maria = at.town.citizen("Maria");
        let (_, card) = at.town.report(&maria).await;
        merges(&at, &card, "Same as 2026-000001").await;
        maria.next_matching("by Thursday 26 November").await.unwrap();
        at.town.until("2026-11-27T05:00:00Z").await;
        let today = at.town.clock.now().date_naive();
        let limbo = async || at.town.store().zeros(today).await.unwrap().in_limbo;
        assert_eq!(limbo().await, 1);
        at.town.sim.read_all();

        let merged = |card: &Message| card.labels().contains(&"Separate");
        let card = at.town.carlo.wait_until(&card, merged).await;
        at.town.carlo.presses(&card, "Separate");
        maria.next_matching("goes on by itself").await.unwrap();
        assert_eq!(limbo().await, 0);
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn who_follows_by_phone_is_told_a_later_date_and_asked_nothing(at: Offices) {
        let carlo = &at.town.carlo;
        let maria = at.town.citizen("Maria");
        let (_, main_card) = at.town.report(&maria).await;
        let contact = begins(&at, "Signora Bruna").await;
        carlo.presses(&contact, "Phone");
        carlo.next_matching("which phone number?").await.unwrap();
        carlo.sends("040 123456");
        saves(&at).await;
        let card = at.town.urp_card("2026-000002").await;
        carlo.presses(&card, "Same as 2026-000001");
        carlo.next_matching("is followed under the number").await.unwrap();
        says_as_shown(carlo, "Send").await;
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        told(&at, &call).await;
        at.town.everybody_reads().await;

        says(&at, &main_card, "Ask the citizen", "On which side of the street?").await;
        maria.next_matching("On which side of the street?").await.unwrap();
        let later = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(later.text.contains("is still being looked at"), "{}", later.text);
        assert_eq!(later.labels(), ["Told them", "Nobody answered", "Cannot be reached"]);
        at.town.everybody_reads().await;

        // Nobody has called by then: there is an answer.
        closes(&at, &main_card, "The hole has been filled.").await;
        let answer = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(answer.text.contains("The hole has been filled."), "{}", answer.text);
        let why = carlo.presses(&later, "Told them").answer().await.unwrap();
        assert!(why.contains("another notice in its place"), "{why}");
        at.town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn when_the_citizen_of_the_main_report_is_asked_the_others_read_the_later_date(at: Offices) {
        let [maria, rita] = ["Maria", "Rita"].map(|name| at.town.citizen(name));
        let (_, main_card) = at.town.report(&maria).await;
        let (_, card) = at.town.report(&rita).await;
        merges(&at, &card, "Same as 2026-000001").await;
        rita.next_matching("by Thursday 26 November").await.unwrap();

        at.town.writes(&main_card, "Ask the citizen", "On which side of the street?").await;
        at.town.carlo.next_matching("On which side").await.unwrap();
        sends_as_shown(&at.town.carlo, "Send").await;
        maria.next_matching("On which side of the street?").await.unwrap();
        let later = rita.next().await;
        insta::assert_snapshot!(later.text, @r"
        Report 2026-000002, via Roma 12, is still being looked at.

        The next news will come by Thursday 3 December.
        ");
        at.town.ends().await;
    }

    async fn who_of_the_office_works_on_it_is_said_once(at: Offices) {
        let [maria, rita] = ["Maria", "Rita"].map(|name| at.town.citizen(name));
        let (_, _, at_office) = at.assigned(&maria).await;
        let (_, card) = at.town.report(&rita).await;
        merges(&at, &card, "Same as 2026-000001").await;
        rita.next_matching("is known already").await.unwrap();
        at.ezio.presses(&at_office, "Take");
        maria.next_matching("Strade is working on").await.unwrap();
        rita.next_matching("Strade is working on").await.unwrap();

        // It changes hands within the office: that is nothing to them.
        at.ezio.wait_until(&at_office, |it| it.text.contains("Strade, Ezio Gialli")).await;
        at.hands(&at.ezio, &at_office, "Gino Blu").await;
        at.gino_alone.next_matching("2026-000001").await.unwrap();
        at.town.settles().await;
        assert_eq!((maria.unread(), rita.unread()), (0, 0), "{}", maria.transcript());
        at.staff_reads().await;
        at.town.ends().await;
    }

    async fn nobody_waits_for_what_bounds_the_answers_to_somebody_elses_mails(at: Offices) {
        let [maria, paolo] = ["Maria", "Paolo"].map(Writer::new);
        maria.writes(&at.town, "Hole in via Roma", "There is a deep pothole at via Roma 12.").await;
        maria.next(&at.town).await;
        let main_card = at.town.urp_card("2026-000001").await;
        paolo.writes(&at.town, "Pothole", "There is a pothole in Via Roma, 3.").await;
        paolo.next(&at.town).await;
        let card = at.town.urp_card("2026-000002").await;
        merges(&at, &card, "Same as 2026-000001").await;
        let known = paolo.next(&at.town).await;

        // Paolo has much to say, and is answered twice about it.
        for words in ["A bicycle fell there today.", "And it is getting deeper."] {
            paolo.replies(&at.town, &known, words).await;
            let added = paolo.next(&at.town).await;
            assert!(added.text.contains("Added to report 2026-000002"), "{}", added.text);
        }
        at.staff_reads().await;
        closes(&at, &main_card, "The hole has been filled this morning.").await;
        maria.next(&at.town).await;
        let answer = paolo.next(&at.town).await;
        assert!(answer.text.contains("filled this morning"), "{}", answer.text);

        // His third mail opens Maria's report again: she hears of it, he waits for the URP's word.
        paolo.replies(&at.town, &answer, "The problem is still there").await;
        let again = maria.next(&at.town).await;
        assert!(again.text.contains("2026-000001"), "{}", again.text);
        assert!(again.text.contains("is open again"), "{}", again.text);
        paolo.nothing(&at.town).await;
        let task = at.town.carlo.next_matching("too many automatic answers").await.unwrap();
        assert!(task.text.contains("paolo@example.org"), "{}", task.text);
        at.town.carlo.presses(&task, "Acknowledge all");
        let again = paolo.next(&at.town).await;
        assert!(again.text.contains("Report 2026-000002, Via Roma 3, is open again"), "{}", again.text);
        at.town.carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn what_waited_for_the_urps_word_is_not_said_once_it_stays_closed(at: Offices) {
        let carlo = &at.town.carlo;
        let paolo = Writer::new("Paolo");
        let (received, card) = paolo.reports(&at.town).await;
        for words in ["A bicycle fell there today.", "And it is getting deeper."] {
            paolo.replies(&at.town, &received, words).await;
            let added = paolo.next(&at.town).await;
            assert!(added.text.contains("Added to report"), "{}", added.text);
        }
        at.staff_reads().await;
        closes(&at, &card, "The hole has been filled this morning.").await;
        let answer = paolo.next(&at.town).await;
        // Too much was answered about that already: this waits.
        paolo.replies(&at.town, &answer, "The problem is still there").await;
        paolo.nothing(&at.town).await;
        let task = carlo.next_matching("too many automatic answers").await.unwrap();
        let card = carlo.wait_until(&card, |card| card.button("Refuse").is_some()).await;
        at.staff_reads().await;
        carlo.presses(&card, "Refuse");
        let prompt = carlo.next_matching("stays closed").await.unwrap();
        carlo.replies(&prompt, "We have looked: it is another hole.");
        sends_as_shown(carlo, "Send").await;
        let refused = paolo.next(&at.town).await;
        assert!(refused.text.contains("it is another hole"), "{}", refused.text);

        carlo.presses(&task, "Acknowledge all");
        carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        paolo.nothing(&at.town).await;
        let history = at.town.history(&card).await;
        assert!(history.text.contains("not sent, by rule: there is newer news"), "{}", history.text);
        at.town.sim.read_all();
        at.town.ends().await;
    }
}
