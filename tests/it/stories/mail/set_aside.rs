//! Mails that no rule could place: a person looks, and makes something of them or nothing.

use chrono::TimeDelta;
use rispondo::domain::ids::TelegramId;
use rispondo::domain::people::Capacity;
use rispondo::domain::step::{Changes, Decision, Facts, Keys};
use rispondo::domain::town::{TownChange, TownChanges};

use crate::support::letters::{self, Writer, deliver, plain};
use crate::support::pec::Provider;
use crate::support::{Town, on_both_databases};

async fn of_a_list(town: &Town, writer: &Writer) -> simulator::Message {
    let (header, _) = writer.header("Minutes", "List-Id: <parents.example.org>\r\n");
    let raw = format!("{header}{}", plain("In via Roma 12 the street lights are out again."));
    writer.sends(town, letters::TOWN, &raw).await;
    writer.nothing(town).await;
    town.carlo.next_matching("an email to look at").await.unwrap()
}

on_both_databases! {
    async fn c4_mail_of_a_list_is_a_task_and_becomes_a_report(town: Town) {
        let list = Writer::new("Parents");
        let task = of_a_list(&town, &list).await;
        insta::assert_snapshot!(task.text, @r"
        To do: an email to look at
        From: Parents <parents@example.org>
        Subject: Minutes
        In via Roma 12 the street lights are out again.
        Why it is here: it comes from a list, or was sent to many: nothing is answered automatically.
        By: Thursday 26 November
        ");
        town.carlo.presses(&task, "Make a report");
        let card = town.urp_card("2026-000001").await;
        // No automatic answer, also now; what people write goes out.
        list.nothing(&town).await;
        assert!(card.text.contains("the street lights are out again"), "{}", card.text);
        town.carlo.wait_until(&task, |task| task.text.contains("a report was made of it")).await;
        town.ends().await;
    }

    async fn what_is_looked_at_on_the_last_day_is_promised_a_day_that_is_still_to_come(town: Town) {
        let list = Writer::new("Parents");
        let task = of_a_list(&town, &list).await;
        town.until("2026-11-26T09:00:00Z").await;
        town.carlo.presses(&task, "Make a report");
        let card = town.urp_card("2026-000001").await;
        assert!(card.text.contains("hears by: Friday 27 November"), "{}", card.text);
        town.everybody_reads().await;
        town.ends().await;
    }

    async fn it_is_added_to_a_report_by_its_number(town: Town) {
        let (maria, list) = (Writer::new("Maria"), Writer::new("Parents"));
        maria.writes(&town, "Street light", "In via Roma 12 a street light is out.").await;
        maria.next(&town).await;
        let card = town.urp_card("2026-000001").await;
        let task = of_a_list(&town, &list).await;
        town.carlo.presses(&task, "Add to a report");
        let which = town.carlo.next_matching("which report").await.unwrap();
        town.carlo.replies(&which, "2026-000009");
        town.carlo.next_matching("2026-000009").await.unwrap();
        town.carlo.replies(&which, "1");
        town.carlo.next_matching("Added to report 2026-000001").await.unwrap();
        town.carlo.wait_until(&task, |task| task.text.contains("added to a report")).await;
        town.carlo.presses(&card, "History");
        let history = town.carlo.next_matching("parents@example.org").await.unwrap();
        assert!(history.text.contains("out again"), "{}", history.text);
        list.nothing(&town).await;
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn a_number_among_colleagues_is_not_the_one_that_was_asked_for_a_while_ago(town: Town) {
        let (maria, list) = (Writer::new("Maria"), Writer::new("Parents"));
        maria.writes(&town, "Street light", "In via Roma 12 a street light is out.").await;
        maria.next(&town).await;
        town.urp_card("2026-000001").await;
        let task = of_a_list(&town, &list).await;
        town.carlo.presses(&task, "Add to a report");
        let which = town.carlo.next_matching("which report").await.unwrap();
        town.later(TimeDelta::minutes(2)).await;
        let question = town.dora.sends("How many chairs do we need?");
        town.carlo.replies(&question, "1");
        town.later(TimeDelta::minutes(30)).await;
        town.carlo.sends("1");
        town.settles().await;
        assert!(town.carlo.current(&task).text.contains("an email to look at"), "it waits on");
        town.carlo.replies(&which, "1");
        town.carlo.next_matching("Added to report 2026-000001").await.unwrap();
        town.carlo.wait_until(&task, |task| task.text.contains("added to a report")).await;
        town.ends().await;
    }

    async fn who_is_of_the_urp_no_more_adds_it_to_nothing(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "Street light", "In via Roma 12 a street light is out.").await;
        maria.next(&town).await;
        town.urp_card("2026-000001").await;
        let task = of_a_list(&town, &maria).await;
        town.carlo.presses(&task, "Add to a report");
        let which = town.carlo.next_matching("which report").await.unwrap();
        // By another role he goes on with what he was asked.
        let (telegram, at) = (TelegramId(12), town.clock.now());
        let (capacity, name) = (Capacity::Operator("strade".into()), "Carlo Neri".to_owned());
        let joined = TownChange::Joined { capacity, name: name.clone(), telegram, at };
        let (capacity, telegram) = (Capacity::Urp, Some(telegram));
        let removed = TownChange::Removed { capacity, name, telegram, at };
        let changes = vec![joined, removed];
        let decide = move |facts: &Facts| {
            let seen = facts.directory.version;
            let town = TownChanges { seen, changes: changes.clone() };
            Decision::Done(Box::new(Changes { town, ..Changes::default() }), ())
        };
        town.store().step(Keys::default(), decide).await.unwrap();
        town.carlo.replies(&which, "1");
        town.carlo.next_matching("Only the URP").await.unwrap();
        town.settles().await;
        assert!(town.carlo.current(&task).text.contains("an email to look at"), "it waits on");
        town.ends().await;
    }

    async fn it_is_dropped_and_that_can_be_undone(town: Town) {
        let list = Writer::new("Parents");
        let task = of_a_list(&town, &list).await;
        town.carlo.presses(&task, "Drop");
        town.carlo.wait_until(&task, |task| task.text.contains("dropped")).await;
        town.carlo.presses(&task, "Undo");
        town.carlo.wait_until(&task, |task| task.text.contains("To do")).await;
        list.nothing(&town).await;
        town.ends().await;
    }

    async fn c9_a_number_in_a_subject_is_a_hint_where_there_is_such_a_report(town: Town) {
        let (maria, list) = (Writer::new("Maria"), Writer::new("Parents"));
        maria.writes(&town, "Street light", "In via Roma 12 a street light is out.").await;
        maria.next(&town).await;
        town.urp_card("2026-000001").await;
        for (number, hinted) in [("2026-000001", true), ("2026-000777", false)] {
            let subject = format!("About report {number}");
            let (header, _) = list.header(&subject, "List-Id: <parents.example.org>\r\n");
            let raw = format!("{header}{}", plain("It is still out."));
            list.sends(&town, letters::TOWN, &raw).await;
            let task = town.carlo.next_matching("an email to look at").await.unwrap();
            assert_eq!(task.text.contains("It seems to be about"), hinted, "{}", task.text);
        }
        town.ends().await;
    }

    async fn c8_what_is_over_the_bounds_is_kept_and_looked_at(town: Town) {
        let maria = Writer::new("Maria");
        let links = (0..200).map(|n| format!("https://spam.example/{n}")).collect::<Vec<_>>().join("\r\n");
        maria.writes(&town, "Look", &links).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(task.text.contains("too big or too long"), "{}", task.text);
        let told = maria.next(&town).await;
        insta::assert_snapshot!(format!("{}\n\n{}", told.subject, told.text), @r"
        Email too big or too long

        Your email has arrived, but it is too big or too long to be read automatically: a person will look at it. If you can, please send it again, shorter and with smaller photos.

        To speak with a person: URP, piazza Unità 4, phone 040 000000

        -- 
        Comune di Prova
        ");
        assert_eq!(told.in_reply_to.as_deref(), Some("maria-1@example.org"));

        // Whose mail asks for no automatic answer gets none, also where it is beyond the bounds.
        let (header, _) = maria.header("Look again", "X-Auto-Response-Suppress: All\r\n");
        maria.sends(&town, letters::TOWN, &format!("{header}{}", plain(&links))).await;
        town.carlo.next_matching("Look again").await.unwrap();
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn c8_who_writes_to_very_many_hears_that_and_of_no_photos(town: Town) {
        let maria = Writer::new("Maria");
        let all = (0..120).map(|one| format!("a{one}@example.org")).collect::<Vec<_>>();
        let (header, _) = maria.header("Look", &format!("Cc: {}\r\n", all.join(",\r\n ")));
        let raw = format!("{header}{}", plain("In via Roma 12 there is a pothole."));
        maria.sends(&town, letters::TOWN, &raw).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(task.text.contains("it is addressed to more than 100 people"), "{}", task.text);
        let told = maria.next(&town).await;
        assert_eq!(told.subject, "Email to many recipients");
        assert!(told.text.contains("addressed to very many people"), "{}", told.text);
        town.ends().await;
    }

    /// A film: of what is too large to be kept it is known that it came.
    async fn c8_of_a_mail_that_is_too_large_the_urp_and_its_sender_hear(town: Town) {
        let maria = Writer::new("Maria");
        let (mut film, _) = maria.letter("A film of the pothole", "It is attached.");
        film.push_str(&"0123456789\r\n".repeat(2_300_000));
        maria.sends(&town, letters::TOWN, &film).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(task.text.contains("Subject: A film of the pothole"), "{}", task.text);
        assert!(task.text.contains("too big or too long"), "{}", task.text);
        assert_eq!(maria.next(&town).await.subject, "Email too big or too long");
        town.ends().await;
    }

    async fn what_a_form_of_the_town_sends_is_made_a_report_of_whoever_filled_it_in(town: Town) {
        let luca = Writer::new("Luca");
        for (from, id, why) in [
            ("Form <segnalazioni@comune.test>", "1@site.test", "it comes from an address of the town"),
            // Symfony's Mailer makes ids as long as ours, of the domain of From.
            (
                "Site <sito@comune.test>",
                "4b3403665fea4e1b7a8d3c0f5d2e9a10@comune.test",
                "it comes from an address of the town",
            ),
            ("Site <noreply@site.test>", "2@site.test", "it comes from an address that reads no answers"),
        ] {
            let raw = format!(
                "From: {from}\r\nReply-To: Luca <luca@example.org>\r\nTo: segnalazioni@comune.test\r\n\
                 Subject: Form\r\nMessage-ID: <{id}>\r\n{}",
                plain("In via Roma 12 the street light is out.")
            );
            luca.sends(&town, letters::TOWN, &raw).await;
            luca.nothing(&town).await;
            let task = town.carlo.next_matching("an email to look at").await.unwrap();
            assert!(task.text.contains("Answers go to: Luca <luca@example.org>"), "{}", task.text);
            assert!(task.text.contains(why), "{}", task.text);
            town.carlo.presses(&task, "Make a report");
            let received = luca.next(&town).await;
            let card = town.urp_card(&crate::support::town::number_in(&received.text)).await;
            assert!(card.text.contains("the street light is out"), "{}", card.text);
        }
        town.settles().await;
        town.carlo.read_all();
        town.ends().await;
    }

    /// On the day of a storm the form of the town's site writes for many.
    async fn each_form_of_a_stormy_day_is_looked_at(town: Town) {
        let site = Writer::new("Site");
        for number in 1..=8 {
            let raw = format!(
                "From: Form <segnalazioni@comune.test>\r\nReply-To: c{number}@example.org\r\n\
                 To: segnalazioni@comune.test\r\nSubject: Form {number}\r\n\
                 Message-ID: <{number}@site.test>\r\n{}",
                plain("A tree has fallen.")
            );
            site.sends(&town, letters::TOWN, &raw).await;
            let task = town.carlo.next_matching("an email to look at").await.unwrap();
            assert!(task.text.contains(&format!("Answers go to: c{number}@example.org")), "{}", task.text);
        }
        town.settles().await;
        town.carlo.read_all();
        town.ends().await;
    }

    /// A form that sends to itself: nobody is to be answered at our own address.
    async fn a_form_that_names_ourselves_is_answered_nowhere(town: Town) {
        let site = Writer::new("Site");
        let raw = format!(
            "From: noreply@site.test\r\nReply-To: segnalazioni@comune.test\r\n\
             To: segnalazioni@comune.test\r\nSubject: Form\r\nMessage-ID: <1@site.test>\r\n{}",
            plain("A tree has fallen in via Roma 12.")
        );
        site.sends(&town, letters::TOWN, &raw).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(!task.text.contains("Answers go to"), "{}", task.text);
        town.settles().await;
        town.carlo.read_all();
        town.ends().await;
    }

    async fn a_citizen_is_answered_where_they_wrote_from_whatever_their_mail_says(town: Town) {
        let (maria, thief) = (Writer::new("Maria"), Writer::new("Ladro"));
        let (header, _) = maria.header("Pothole", "Reply-To: ladro@example.org\r\n");
        let raw = format!("{header}{}", plain("In via Roma 12 there is a pothole."));
        maria.sends(&town, letters::TOWN, &raw).await;
        assert_eq!(maria.next(&town).await.subject, "Report 2026-000001");
        town.urp_card("2026-000001").await;
        thief.nothing(&town).await;
        town.ends().await;
    }

    /// Their certified mail is not proven in the ordinary mailbox, which is nobody's fault: it is said as it is.
    async fn c12_who_writes_by_pec_to_the_ordinary_mailbox_is_looked_at_once(town: Town) {
        let provider = Provider::start().await;
        let mut maria = Writer::new("Maria");
        "maria@pec.test".clone_into(&mut maria.address);
        let carried = async |to: &str, raw: &str, id: &str| {
            let raw = provider.envelope(town.clock.now(), &maria, raw, id);
            town.settles().await;
            deliver(&town, "posta-certificata@gestore.test", to, raw.as_bytes()).await;
        };
        let (raw, id) = maria.letter("Pothole", "In via Roma 12 there is a pothole.");
        carried(letters::TOWN, &raw, &id).await;
        let task = town.carlo.next_matching("a sender to check").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: a sender to check – 2026-000001
        maria@pec.test writes by certified email (PEC) to the ordinary mailbox: here nobody can check who it is. The acknowledgement with the number has not been sent yet. With “Do not send” the report is closed as spam.
        By: Thursday 26 November
        ");
        let card = town.urp_card("2026-000001").await;
        maria.nothing(&town).await;
        town.carlo.presses(&task, "Send it");
        let received = maria.next(&town).await;
        town.carlo.wait_until(&task, |task| task.text.contains("Done")).await;
        // Who has the reply address had it from us, by that mailbox.
        let (to, raw, id) = maria.reply(&received, "By the school.");
        carried(&to, &raw, &id).await;
        assert!(maria.next(&town).await.text.contains("2026-000001"));
        town.carlo.wait_until(&card, |card| card.text.contains("By the school.")).await;
        town.settles().await;
        town.carlo.read_all();
        // An id of ours may have been seen by others.
        let (_, raw, id) = maria.reply(&received, "On the left.");
        carried(letters::TOWN, &raw, &id).await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        let why = "it is certified email (PEC), but in the ordinary mailbox";
        assert!(task.text.contains(why), "{}", task.text);
        maria.nothing(&town).await;
        town.ends().await;
    }

    async fn who_is_blocked_is_kept_in_silence(town: Town) {
        let maria = Writer::new("Maria");
        let (_, card) = maria.reports(&town).await;
        town.closes_as_spam(&card, "Spam and block").await;
        town.carlo.wait_until(&card, |card| card.text.contains("/blocked")).await;
        town.settles().await;
        town.carlo.read_all();
        maria.writes(&town, "Again", "In via Roma 12 there is a pothole.").await;
        let links = (0..200).map(|n| format!("https://spam.example/{n}")).collect::<Vec<_>>();
        maria.writes(&town, "Look", &links.join("\r\n")).await;
        maria.nothing(&town).await;
        assert_eq!(town.carlo.unread(), 0, "nobody is bothered");
        town.ends().await;
    }

    async fn a_mail_without_words_or_photos_is_looked_at(town: Town) {
        let maria = Writer::new("Maria");
        maria.writes(&town, "", "").await;
        let task = town.carlo.next_matching("an email to look at").await.unwrap();
        assert!(task.text.contains("neither text nor photos"), "{}", task.text);
        maria.nothing(&town).await;
        town.ends().await;
    }
}
