//! Machines, loops and forged senders: nothing is answered that must not be, and nothing is lost.

use super::threads::closed;
use crate::support::letters::{self, Writer, deliver, plain};
use crate::support::{Town, on_both_databases};

const WORDS: &str = "In via Roma 12 there is a pothole.";

async fn with_header(town: &Town, writer: &Writer, header: &str) {
    let (begun, _) = writer.header("Pothole", header);
    writer.sends(town, letters::TOWN, &format!("{begun}{}", plain(WORDS))).await;
}

on_both_databases! {
    async fn c4_a_machines_mail_makes_no_report_and_gets_no_answer(town: Town) {
        let robot = Writer::new("Robot");
        for header in [
            "Auto-Submitted: auto-replied\r\n",
            "Precedence: junk\r\n",
            "X-Loop: segnalazioni@comune.test\r\n",
            "X-Autoreply: yes\r\n",
        ] {
            with_header(&town, &robot, header).await;
        }
        robot.nothing(&town).await;
        // The null sender is a machine as well.
        let (header, _) = robot.header("Pothole", "");
        let raw = format!("{header}{}", plain(WORDS));
        deliver(&town, "", letters::TOWN, raw.as_bytes()).await;
        robot.nothing(&town).await;
        // Exchange sets this one on what people write.
        with_header(&town, &robot, "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n").await;
        assert_eq!(robot.next(&town).await.subject, "Report 2026-000001");
        town.urp_card("2026-000001").await;
        town.ends().await;
    }

    async fn c4_who_wants_no_automatic_answer_gets_none_but_the_report_is_kept(town: Town) {
        let maria = Writer::new("Maria");
        with_header(&town, &maria, "X-Auto-Response-Suppress: All\r\n").await;
        maria.nothing(&town).await;
        let card = town.urp_card("2026-000001").await;
        town.carlo.wait_until(&card, |card| {
            card.text.contains("not sent, by rule: the email asks for no automatic answer")
        }).await;
        // What a person writes goes out as ever.
        let answer = closed(&town, &maria, &card).await;
        assert_eq!(answer.subject, "Report 2026-000001");
        town.ends().await;
    }

    /// Who is away has a machine that answers each mail but those of machines.
    async fn c4_what_nobody_of_the_town_has_said_is_marked_as_a_machines(town: Town) {
        let (maria, olga) = (Writer::new("Maria"), Writer::new("Olga"));
        maria.writes(&town, "Pothole", WORDS).await;
        maria.next(&town).await;
        let card = town.urp_card("2026-000001").await;
        olga.writes(&town, "Street light", "In via Po 3 a street light is out.").await;
        olga.next(&town).await;
        town.urp_card("2026-000002").await;
        town.carlo.presses(&card, "Ask the citizen");
        let prompt = town.carlo.next_matching("write the question").await.unwrap();
        town.carlo.replies(&prompt, "On which side?");
        let preview = town.carlo.next_matching("exactly what the citizen").await.unwrap();
        town.carlo.presses(&preview, "Send");
        let question = maria.next(&town).await;
        assert_eq!(question.auto_submitted, None, "a person wrote it");
        town.settles().await;
        let generated = Some("auto-generated".to_owned());
        for (day, writer, words) in [
            ("2026-11-27", &olga, "We are sorry: we are late"),
            ("2026-11-30", &maria, "A reminder"),
        ] {
            town.sim.read_all();
            town.until(&format!("{day}T08:00:00Z")).await;
            let told = writer.next(&town).await;
            assert!(told.text.contains(words), "{}", told.text);
            assert_eq!(told.auto_submitted, generated, "{words}");
        }
        town.settles().await;
        town.sim.read_all();
        town.ends().await;
    }

    async fn c4_an_absence_in_answer_to_ours_is_a_machines_a_new_one_is_looked_at(town: Town) {
        let maria = Writer::new("Maria");
        let (received, _) = maria.reports(&town).await;
        let more = format!("In-Reply-To: <{}>\r\n", received.message_id);
        let (header, _) = maria.header("Risposta automatica: Report 2026-000001", &more);
        let away = format!("{header}{}", plain("Sono in ferie."));
        maria.sends(&town, letters::TOWN, &away).await;
        maria.nothing(&town).await;
        // With no mail of ours behind it, a person looks; and a displaced manhole cover is a report.
        maria.writes(&town, "Fuori sede", "Torno lunedì.").await;
        town.carlo.next_matching("an email to look at").await.unwrap();
        maria.nothing(&town).await;
        maria.writes(&town, "Tombino fuori sede", "In via Roma 12.").await;
        maria.next(&town).await;
        town.urp_card("2026-000002").await;
        // Nor is anything thrown away that Exchange has marked: people write such subjects too.
        let marked = "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n";
        let (header, _) = maria.header("Sono fuori uso tre lampioni in via Po", marked);
        let raw = format!("{header}{}", plain("Da ieri non funzionano."));
        maria.sends(&town, letters::TOWN, &raw).await;
        let task = town.carlo.next_matching("tre lampioni").await.unwrap();
        assert!(task.text.contains("an email to look at"), "{}", task.text);
        town.ends().await;
    }

    async fn c5_a_loop_ends_after_two_answers_about_one_subject(town: Town) {
        // A responder without any header, who answers whatever comes.
        let robot = Writer::new("Robot");
        robot.writes(&town, "Your message", "via Roma 12: we have received your message.").await;
        let mut last = robot.next(&town).await;
        town.urp_card("2026-000001").await;
        let mut answers = 1;
        for round in 0..5 {
            robot.replies(&town, &last, &format!("We have received your message ({round}).")).await;
            town.settles().await;
            if robot.unread(&town) == 0 {
                break;
            }
            last = robot.next(&town).await;
            answers += 1;
        }
        assert!(answers <= 4, "{answers} answers to a machine");
        let task = town.carlo.next_matching("too many automatic answers").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: too many automatic answers
        Several automatic answers went to robot@example.org within a short time: it may be a machine that answers by itself. The other acknowledgements wait. With “A robot” they are not sent, and reports that nobody has taken up yet are closed as spam.
        By: Thursday 26 November
        ");
        town.carlo.presses(&task, "A robot");
        town.carlo.wait_until(&task, |task| task.text.contains("not sent")).await;
        robot.nothing(&town).await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn c5_the_reports_of_a_diligent_citizen_are_stored_and_acknowledged_by_one_press(town: Town) {
        let maria = Writer::new("Maria");
        for number in 1..=12 {
            maria.writes(&town, &format!("Pothole {number}"), &format!("In via Roma {number}.")).await;
        }
        for _ in 1..=10 {
            maria.next(&town).await;
        }
        maria.nothing(&town).await;
        let task = town.carlo.next_matching("too many automatic answers").await.unwrap();
        town.carlo.presses(&task, "Acknowledge all");
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000011");
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000012");
        town.carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn a_flood_from_one_address_is_stored_and_others_are_served(town: Town) {
        let (robot, maria) = (Writer::new("Robot"), Writer::new("Maria"));
        let port = town.service().lmtp.unwrap().port();
        let mut lmtp = crate::support::lmtp::Lmtp::connect(port).await;
        for number in 0..1000 {
            let (header, _) = robot.header(&format!("Alarm {number}"), "");
            let raw = format!("{header}{}", plain("Something is wrong at via Roma 12."));
            let replies = lmtp.mail(&robot.address, &[letters::TOWN], raw.as_bytes()).await;
            assert!(replies[0].starts_with("250"), "{replies:?}");
        }
        // Beside it, somebody is answered as ever.
        maria.writes(&town, "Pothole", "In via Milano 3 there is a pothole.").await;
        assert_eq!(maria.next(&town).await.subject, "Report 2026-001001");
        assert_eq!(robot.unread(&town), 10, "ten answers, then none");
        robot.reads_all(&town);
        // The chat of the URP is not flooded, and one press ends it.
        let task = town.carlo.next_matching("too many automatic answers").await.unwrap();
        let cards = town.carlo.messages().iter().filter(|one| one.text.contains("Alarm")).count();
        assert_eq!(cards, 30, "thirty cards of the flood, then none");
        town.carlo.presses(&task, "A robot");
        town.carlo.wait_until(&task, |task| task.text.contains("not sent")).await;
        town.carlo.sends("/open");
        let open = town.carlo.next_matching("Open:").await.unwrap();
        assert!(open.text.contains("11 waiting for the URP"), "{}", open.text);
        robot.nothing(&town).await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn c4_our_own_mail_that_comes_back_is_no_report(town: Town) {
        let maria = Writer::new("Maria");
        let (received, _) = maria.reports(&town).await;
        // Forwarded back to us by a rule of somebody's mailbox, as it is.
        deliver(&town, &maria.address, letters::TOWN, received.raw.as_bytes()).await;
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn c6_a_forged_sender_is_stored_and_told_nothing_until_somebody_has_looked(town: Town) {
        let maria = Writer::new("Maria");
        with_header(
            &town,
            &maria,
            "Authentication-Results: mx.comune.test; dmarc=fail header.from=example.org\r\n",
        )
        .await;
        maria.nothing(&town).await;
        let task = town.carlo.next_matching("a sender to check").await.unwrap();
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("waits for the URP's consent"), "{}", card.text);
        insta::assert_snapshot!(task.text, @r"
        To do: a sender to check – 2026-000001
        The sender maria@example.org may be forged: their email fails the checks. The acknowledgement with the number has not been sent yet. With “Do not send” the report is closed as spam.
        By: Thursday 26 November
        ");
        town.carlo.presses(&task, "Send it");
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000001");
        town.carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        town.ends().await;
    }

    /// A program would show it among the mails of the day on which it was held.
    async fn c6_what_was_held_is_of_the_day_on_which_it_is_let_go(town: Town) {
        let maria = Writer::new("Maria");
        let failed = "Authentication-Results: mx.comune.test; dmarc=fail\r\n";
        town.until("2026-11-24T21:00:00Z").await;
        with_header(&town, &maria, failed).await;
        let task = town.carlo.next_matching("a sender to check").await.unwrap();
        town.urp_card("2026-000001").await;
        town.until("2026-11-25T10:00:00Z").await;
        town.carlo.presses(&task, "Send it");
        let received = maria.next(&town).await;
        assert!(received.text.contains("Its number is 2026-000001"), "{}", received.text);
        assert_eq!(received.date, town.clock.now());
        assert!(!received.text.contains("closed"), "the office is open by now: {}", received.text);
        maria.nothing(&town).await;
        town.settles().await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn c6_a_date_that_broke_before_somebody_looked_is_told_to_no_forger(at: Offices) {
        let town = &at.town;
        let maria = Writer::new("Maria");
        let failed = "Authentication-Results: mx.comune.test; dmarc=fail\r\n";
        with_header(town, &maria, failed).await;
        let task = town.carlo.next_matching("a sender to check").await.unwrap();
        town.settles().await;
        for day in ["2026-11-26", "2026-11-27"] {
            town.sim.read_all();
            town.until(&format!("{day}T08:00:00Z")).await;
            maria.nothing(town).await;
        }
        // Staff hear of it all the same.
        let said = at.anna.next_matching("For the supervisor").await.unwrap();
        assert!(said.text.contains("the citizen still waits"), "{}", said.text);
        let today = town.clock.now().date_naive();
        assert_eq!(town.store().zeros(today).await.unwrap().in_limbo, 1);

        // What she reads first is a day that is still to come.
        town.carlo.presses(&task, "Send it");
        let received = maria.next(town).await;
        assert!(received.text.contains("Its number is 2026-000001"), "{}", received.text);
        assert!(received.text.contains("by Monday 14 December"), "{}", received.text);
        assert!(!received.text.contains("26 November"), "{}", received.text);
        maria.nothing(town).await;
        town.everybody_reads().await;
        at.town.ends().await;
    }

    async fn c6_of_what_has_ended_meanwhile_no_arrival_is_acknowledged(town: Town) {
        let maria = Writer::new("Maria");
        let failed = "Authentication-Results: mx.comune.test; dmarc=fail\r\n";
        with_header(&town, &maria, failed).await;
        let task = town.carlo.next_matching("a sender to check").await.unwrap();
        let card = town.urp_card("2026-000001").await;
        closed(&town, &maria, &card).await;
        town.carlo.presses(&task, "Send it");
        town.carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        maria.nothing(&town).await;
        town.carlo.wait_until(&card, |card| card.text.contains("Reply: delivered")).await;
        let history = town.history(&card).await;
        assert!(history.text.contains("there is newer news"), "{}", history.text);
        town.urp.read_all();
        town.ends().await;
    }

    async fn c6_a_forger_who_is_not_believed_leaves_no_report_behind(town: Town) {
        let maria = Writer::new("Maria");
        let failed = "Authentication-Results: mx.comune.test; dmarc=fail\r\n";
        with_header(&town, &maria, failed).await;
        let task = town.carlo.next_matching("a sender to check").await.unwrap();
        let card = town.urp_card("2026-000001").await;
        town.carlo.presses(&task, "Do not send");
        town.carlo.wait_until(&task, |task| task.text.contains("not sent")).await;
        let card = town.carlo.wait_until(&card, |card| card.text.contains("State: closed")).await;
        maria.nothing(&town).await;

        // It was Maria after all: what she reads now is that her report has arrived.
        town.carlo.presses(&card, "Undo");
        let told = maria.next(&town).await;
        assert!(told.text.contains("the report has arrived. Its number is 2026-000001"), "{}", told.text);
        // Once more, and she knows its number.
        let card = town.carlo.wait_until(&card, |card| card.button("Assign").is_some()).await;
        town.closes_as_spam(&card, "Spam").await;
        let card = town.carlo.wait_until(&card, |card| card.button("Undo").is_some()).await;
        town.carlo.presses(&card, "Undo");
        let told = maria.next(&town).await;
        assert!(told.text.contains("is still being looked at"), "{}", told.text);
        town.urp_reads().await;
        town.ends().await;
    }

    async fn a_flood_of_forged_mails_is_a_few_tasks_and_one_for_the_rest(town: Town) {
        let maria = Writer::new("Maria");
        for _ in 0..40 {
            let failed = "Authentication-Results: mx.comune.test; dmarc=fail\r\n";
            with_header(&town, &maria, failed).await;
        }
        town.settles().await;
        let messages = town.carlo.messages();
        let count = |words: &str| messages.iter().filter(|one| one.text.contains(words)).count();
        assert_eq!((count("a sender to check –"), count("too many automatic answers")), (5, 1));
        assert_eq!(count("In via Roma 12"), 20, "twenty cards, then none");
        maria.nothing(&town).await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn a_flood_of_mails_to_look_at_is_a_few_tasks_and_one_for_the_rest(town: Town) {
        let list = Writer::new("Parents");
        for _ in 0..20 {
            with_header(&town, &list, "List-Id: <parents.example.org>\r\n").await;
        }
        town.settles().await;
        let messages = town.carlo.messages();
        let tasks = messages.iter().filter(|one| one.text.contains("an email to look at")).count();
        assert_eq!(tasks, 6);
        assert!(messages.iter().any(|one| one.text.contains("many mails to look at come from")));
        town.carlo.read_all();
        town.ends().await;
    }

    async fn c7_what_others_say_of_a_sender_does_not_count(town: Town) {
        let maria = Writer::new("Maria");
        with_header(&town, &maria, "Authentication-Results: mx.elsewhere.test; dmarc=fail\r\n").await;
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000001");
        town.urp_card("2026-000001").await;
        town.ends().await;
    }

    async fn nobody_is_renamed_by_a_mail_whose_sender_nobody_has_checked(town: Town) {
        let maria = Writer::new("Maria");
        let mut nameless = Writer::new("\"\"");
        nameless.address.clone_from(&maria.address);
        with_header(&town, &nameless, "").await;
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("From: maria@example.org, email"), "{}", card.text);
        // A name instead of an address misleads nobody.
        with_header(&town, &maria, "").await;
        let card = town.urp_card("2026-000002").await;
        assert!(card.text.contains("From: Maria, email"), "{}", card.text);
        let mut other = Writer::new("Mayor");
        other.address.clone_from(&maria.address);
        with_header(&town, &other, "").await;
        let card = town.urp_card("2026-000003").await;
        assert!(card.text.contains("From: Maria, email"), "{}", card.text);
        with_header(&town, &other, "Authentication-Results: mx.comune.test; dmarc=pass\r\n").await;
        let card = town.urp_card("2026-000004").await;
        assert!(card.text.contains("From: Mayor, email"), "{}", card.text);
        maria.reads_all(&town);
        town.carlo.read_all();
        town.ends().await;
    }

    async fn c6_the_acknowledgement_repeats_nothing_of_the_mail(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "Buy cheap pills", "Buy them at via Roma 12 now").await;
        let received = maria.next(&town).await;
        for words in ["pills", "Buy", "cheap"] {
            assert!(!received.raw.contains(words), "{}", received.raw);
        }
        town.urp_card("2026-000001").await;
        town.ends().await;
    }
}
