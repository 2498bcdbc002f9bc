//! Whoever reported what is known already waits as its citizen does: for the same dates, and for
//! nobody's mail but their own.

use chrono::{DateTime, Utc};
use simulator::Message;

use super::merging::merges;
use super::{begins, saves, says};
use crate::support::letters::Writer;
use crate::support::{Offices, on_both_databases};

/// Nine o'clock in the town, in winter.
async fn morning(at: &Offices, day: &str) {
    let moment: DateTime<Utc> = format!("{day}T08:00:00Z").parse().unwrap();
    at.town.later(moment - at.town.clock.now()).await;
}

/// The URP closes the report of that card.
async fn closes(at: &Offices, card: &Message, words: &str) {
    let carlo = &at.town.carlo;
    carlo.presses(card, "Reply and close");
    let outcomes = carlo.next_matching("How").await.unwrap();
    carlo.presses(&outcomes, "Resolved");
    let prompt = carlo.next().await;
    carlo.next_matching("ready-made reply").await.unwrap();
    carlo.replies(&prompt, words);
    carlo.next_matching("Is the problem really solved?").await.unwrap();
    let preview = carlo.next_matching("exactly what the citizen").await.unwrap();
    carlo.presses(&preview, "Send and close");
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
        Report 2026-000002, Via Roma 3, has not had the answer that was promised for Thursday 26 November. We are sorry: we are late, and whoever runs the service knows.

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
        let contact = begins(&at, "Signor Pino").await;
        at.town.carlo.presses(&contact, "No contact");
        saves(&at).await;
        let main_card = at.town.urp_card("2026-000001").await;
        let maria = at.town.citizen("Maria");
        let (_, card) = at.town.report(&maria).await;
        merges(&at, &card, "Same as 2026-000001").await;
        maria.next_matching("by Thursday 26 November").await.unwrap();
        at.town.settles().await;
        at.town.sim.read_all();

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
        assert!(late.text.contains("was promised for Thursday 26 November"), "{}", late.text);
        assert_eq!(limbo().await, 1);
        let said = at.anna.next_matching("For the supervisor").await.unwrap();
        assert!(said.text.contains("the citizen still waits"), "{}", said.text);
        let labels = ["1. Show 2026-000001", "1. Ask the URP", "1. Tell the citizen"];
        assert_eq!(said.labels(), labels);

        // A person tells those who can be told.
        at.town.sim.read_all();
        at.town.carlo.presses(&main_card, "Write to the citizen");
        let prompt = at.town.carlo.next_matching("To stop: /cancel").await.unwrap();
        at.town.carlo.replies(&prompt, "It will be done on Monday.");
        at.town.carlo.next_matching("done on Monday").await.unwrap();
        let preview = at.town.carlo.next_matching("there is no contact. Confirm?").await.unwrap();
        assert!(preview.text.contains("gets it too"), "{}", preview.text);
        at.town.carlo.presses(&preview, "Send");
        at.town.carlo.wait_until(&preview, |it| it.text.contains("go to the citizens")).await;
        maria.next_matching("It will be done on Monday.").await.unwrap();
        assert_eq!(limbo().await, 0);
        at.town.settles().await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn whoever_follows_a_report_without_contact_no_more_waits_for_it_no_more(at: Offices) {
        let contact = begins(&at, "Signor Pino").await;
        at.town.carlo.presses(&contact, "No contact");
        saves(&at).await;
        at.town.urp_card("2026-000001").await;
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
        at.town.settles().await;
        at.town.sim.read_all();
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
        let preview = carlo.next_matching("to be said on the phone").await.unwrap();
        carlo.presses(&preview, "Send");
        let call = carlo.next_matching("call them: 040 123456").await.unwrap();
        carlo.presses(&call, "Told them");
        carlo.wait_until(&call, |one| one.text.contains("has been told")).await;
        at.town.settles().await;
        at.town.sim.read_all();

        says(&at, &main_card, "Ask the citizen", "On which side of the street?").await;
        maria.next_matching("On which side of the street?").await.unwrap();
        let later = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(later.text.contains("is still being looked at"), "{}", later.text);
        assert_eq!(later.labels(), ["Told them", "Nobody answered", "Cannot be reached"]);
        at.town.settles().await;
        at.town.sim.read_all();

        // Nobody has called by then: there is an answer.
        closes(&at, &main_card, "The hole has been filled.").await;
        let answer = carlo.next_matching("call them: 040 123456").await.unwrap();
        assert!(answer.text.contains("The hole has been filled."), "{}", answer.text);
        let why = carlo.presses(&later, "Told them").answer().await.unwrap();
        assert!(why.contains("another notice in its place"), "{why}");
        at.town.settles().await;
        at.town.sim.read_all();
        at.town.ends().await;
    }

    async fn when_the_citizen_of_the_main_report_is_asked_the_others_read_the_later_date(at: Offices) {
        let [maria, rita] = ["Maria", "Rita"].map(|name| at.town.citizen(name));
        let (_, main_card) = at.town.report(&maria).await;
        let (_, card) = at.town.report(&rita).await;
        merges(&at, &card, "Same as 2026-000001").await;
        rita.next_matching("by Thursday 26 November").await.unwrap();

        at.town.carlo.presses(&main_card, "Ask the citizen");
        let prompt = at.town.carlo.next().await;
        at.town.carlo.replies(&prompt, "On which side of the street?");
        at.town.carlo.next_matching("On which side").await.unwrap();
        let preview = at.town.carlo.next_matching("exactly what the citizen").await.unwrap();
        at.town.carlo.presses(&preview, "Send");
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
        at.ezio.presses(&at_office, "Hand to");
        let chooser = at.ezio.next_matching("Who is to work on").await.unwrap();
        at.ezio.presses(&chooser, "Gino Blu");
        at.gino_alone.next_matching("2026-000001").await.unwrap();
        at.town.settles().await;
        assert_eq!((maria.unread(), rita.unread()), (0, 0), "{}", maria.transcript());
        at.all_read();
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
        at.town.settles().await;
        at.all_read();
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
}
