//! When the mail does not go: bounces, servers that are away or refuse us.

use chrono::TimeDelta;
use simulator::{Message, Seat};

use super::over_real_servers;
use crate::support::letters::{PEC, Received, TOWN, Writer, deliver};
use crate::support::numbers::{Numbers, readiness};
use crate::support::pec::Provider;
use crate::support::post::{Post, WayIn, until};
use crate::support::relay::{DROP, Relay};
use crate::support::servers::{Dovecot, free_port};
use crate::support::{Database, Town};

/// The card's line about a delivery.
fn line_of(card: &Message, what: &str) -> String {
    let line = card.text.lines().find(|line| line.starts_with(what));
    line.unwrap_or_else(|| panic!("nothing about {what}: {}", card.text)).to_owned()
}

/// Anna, the supervisor, who has spoken with the bot before.
async fn anna(town: &Town) -> Seat {
    let anna = town.sim.user("Anna").id(11).language("en").create().private(&town.bot);
    anna.sends("/start");
    anna.next().await;
    town.settles().await;
    anna.read_all();
    anna
}

/// A town whose mail goes out by that server, with our login.
async fn town_by(relay: &Relay, database: Database) -> Town {
    let url = format!("smtp://rispondo:secret@127.0.0.1:{}", relay.port);
    Town::with(database, |variables| variables.set("SMTP_URL", &url)).await
}

/// Time passes hour by hour, as it does.
async fn hours(town: &Town, hours: i64) {
    for _ in 0..hours {
        town.later(TimeDelta::hours(1)).await;
    }
}

over_real_servers! {
    async fn a_bounce_opens_one_task_and_a_delay_only_informs(
        database: Database, "dovecot", "postfix"
    ) {
        let post = Post::start(WayIn::Lmtp);
        let town = post.town(database).await;
        let far = Relay::start().await;
        far.says("RCPT TO:<bea@", "451 4.7.1 Greylisted, come again");
        far.says("RCPT TO:<olga@", "550 5.1.1 User unknown");
        post.postfix.carries_others_to(far.port).await;

        let olga = Writer::new("Olga");
        post.writes(&olga, "A hole", "There is a deep pothole at via Roma 12.").await;
        let card = town.urp_card("2026-000001").await;
        let told = |card: &Message| card.text.contains("not delivered, the address does not exist");
        let card = town.carlo.wait_until(&card, told).await;
        insta::assert_snapshot!(line_of(&card, "Message"), @"Message “report received”: not delivered, the address does not exist (“5.1.1 User unknown”)");
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: tell the citizen another way – 2026-000001, via Roma 12
        This did not arrive: the address does not exist (“5.1.1 User unknown”).
        Citizen: Olga, olga@example.org. Once they have been told some other way, or if they cannot be reached, press here.
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        Place: via Roma 12. If it is another one, just reply to this email.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        By: Thursday 26 November
        ");
        town.urp_reads().await;

        // The same notice once more, as some servers do: nothing new.
        let bounce_to = far.heard("MAIL FROM:<segnalazioni+b").remove(0);
        let bounce_to = bounce_to.split(['<', '>']).nth(1).unwrap().to_owned();
        deliver(&town, "", &bounce_to, dsn(&bounce_to).as_bytes()).await;
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "{}", town.urp.transcript());

        let bea = Writer::new("Bea");
        post.writes(&bea, "A lamp", "The lamp at via Po 3 is dark.").await;
        let card = town.urp_card("2026-000002").await;
        let late = |card: &Message| card.text.contains("not delivered yet");
        let card = town.carlo.wait_until(&card, late).await;
        insta::assert_snapshot!(line_of(&card, "Message"), @"Message “report received”: not delivered yet, the email server says “4.7.1 Greylisted, come again”");
        town.settles().await;
        assert_eq!(town.carlo.unread(), 0, "a delay is no task");
        far.usual("RCPT TO:<bea@");
        until("the mail is delivered after all", async || !far.taken().is_empty()).await;
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_mail_that_can_no_longer_be_read_is_a_task_and_the_next_one_goes(
        database: Database, "dovecot", "postfix"
    ) {
        let post = Post::start(WayIn::Lmtp);
        let town = post.town(database).await;
        let far = Relay::start().await;
        post.postfix.carries_others_to(far.port).await;
        let olga = Writer::new("Olga");
        post.writes(&olga, "A hole", "There is a deep pothole at via Roma 12.").await;
        until("the first answer is there", async || !far.taken().is_empty()).await;
        town.urp_reads().await;
        let damage = "UPDATE outbox SET state = 'pending', content = '?' WHERE mail_to IS NOT NULL";
        town.database.execute(damage).await;
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        assert!(task.text.contains("the saved message is damaged"), "{}", task.text);
        post.writes(&olga, "A lamp", "The lamp at via Po 3 is dark.").await;
        until("the next answer is there", async || !far.taken().is_empty()).await;
        town.urp_reads().await;
        town.ends().await;
    }

    async fn a_mailbox_that_does_not_let_us_in_is_told_to_the_supervisors(database: Database, "dovecot") {
        let dovecot = Dovecot::start();
        let url = format!("imap://segnalazioni:of-last-year@127.0.0.1:{}/INBOX", dovecot.imap_port);
        let mut town = Town::with(database, |variables| variables.set("IMAP_URL", &url)).await;
        // Told in the URP's group, as nobody can be written to in private yet.
        let told = town.carlo.next_matching("No email is read").await.unwrap();
        let anna = anna(&town).await;
        let told = told.text.split_once("\n\n").unwrap().1.to_owned();
        assert_eq!(told, "No email is read: the mailbox does not let us in and says “[AUTHENTICATIONFAILED] Authentication failed.”. What arrives stays in the mailbox and is read later. Please tell those who look after the service: perhaps the password was changed (the command “rispondo check” says what is wrong).");
        let numbers = Numbers::of(town.service()).await;
        assert_eq!(numbers.at("rispondo_input_failing", &[("source", "mail")]), 1);
        assert_eq!(numbers.at("rispondo_input_failing", &[("source", "telegram")]), 0);
        let (status, _, warnings) = readiness(town.service()).await;
        assert_eq!(status, 200, "no other process would be let in");
        assert!(warnings["mail fetcher"].is_string(), "{warnings}");
        // Started again with the same mistake: they know it.
        town.everybody_reads().await;
        town.stops().await;
        town.starts().await;
        let failing = async || Numbers::of(town.service()).await.at("rispondo_input_failing", &[("source", "mail")]);
        until("it is not let in", async || failing().await == 1).await;
        town.settles().await;
        assert_eq!((anna.unread(), town.carlo.unread()), (0, 0), "it was told");
        // Somebody mends it, and starts the service again: so does whoever tells them.
        town.stops().await;
        town.set("IMAP_URL", &url.replace("of-last-year", "secret"));
        town.starts().await;
        anna.next_matching("Reading email works again").await.unwrap();
        town.settles().await;
        town.stops().await;
        town.starts().await;
        town.settles().await;
        assert_eq!(anna.unread(), 0, "once");
        town.urp_reads().await;
        town.ends().await;
    }

    async fn mail_that_does_not_go_for_an_hour_is_told_to_the_supervisors_once(database: Database) {
        let nobody = format!("smtp://127.0.0.1:{}", free_port());
        let mut town = Town::with(database, |variables| variables.set("SMTP_URL", &nobody)).await;
        let anna = anna(&town).await;
        for name in ["Luca", "Maria"] {
            Writer::new(name).writes(&town, "A hole", "A deep hole at via Roma 12").await;
        }
        town.settles().await;
        for _ in 0..5 {
            town.later(TimeDelta::minutes(10)).await;
        }
        assert_eq!(anna.unread(), 0, "it may only be restarted");
        for _ in 0..12 {
            town.later(TimeDelta::minutes(10)).await;
        }
        let told = anna.next_matching("has gone out for an hour").await.unwrap();
        assert!(told.text.starts_with("No email has gone out for an hour: the email server cannot be reached"), "{}", told.text);
        assert_eq!(anna.unread(), 0, "once");
        town.stops().await;
        let folder = format!("file:{}", town.folder().join("mail").display());
        town.set("SMTP_URL", &folder);
        town.starts().await;
        town.later(TimeDelta::hours(1)).await;
        anna.next_matching("Sending email works again").await.unwrap();
        town.everybody_reads().await;
        for name in ["Luca", "Maria"] {
            Writer::new(name).next(&town).await;
        }
        town.ends().await;
    }

    async fn a_mailbox_out_of_reach_for_an_hour_is_told_to_the_supervisors_once(database: Database, "dovecot") {
        let mut dovecot = Dovecot::start();
        let url = format!("imap://segnalazioni:secret@127.0.0.1:{}/INBOX", dovecot.imap_port);
        let town = Town::with(database, |variables| variables.set("IMAP_URL", &url)).await;
        let anna = anna(&town).await;
        let failing = async || Numbers::of(town.service()).await.at("rispondo_input_failing", &[("source", "mail")]);
        let maria = Writer::new("Maria");
        let (raw, _) = maria.letter("A hole", "There is a deep pothole at via Roma 12.");
        dovecot.deliver("segnalazioni", raw.as_bytes()).await;
        town.urp_card("2026-000001").await;
        maria.next(&town).await;
        dovecot.stop();
        until("it is away", async || failing().await == 1).await;
        town.later(TimeDelta::minutes(50)).await;
        assert_eq!(anna.unread(), 0, "it may only be restarted");
        town.later(TimeDelta::minutes(11)).await;
        let told = anna.next_matching("has been read for an hour").await.unwrap();
        assert!(told.text.starts_with("No email has been read for an hour: the mailbox cannot be reached ("), "{}", told.text);
        town.later(TimeDelta::hours(2)).await;
        dovecot.start_again();
        anna.next_matching("Reading email works again").await.unwrap();
        town.urp_reads().await;
        town.ends().await;
    }

    async fn the_imap_server_is_restarted_in_the_middle(database: Database, "dovecot") {
        const MAILS: usize = 30;
        let mut dovecot = Dovecot::start();
        let writers: Vec<Writer> =
            (1..=MAILS).map(|number| Writer::new(&format!("Writer{number}"))).collect();
        let now = crate::support::town::tuesday_morning();
        let place = |dovecot: &Dovecot, writer: &Writer| {
            let (raw, _) = writer.letter("A hole", "There is a deep pothole at via Roma 12.");
            dovecot.place("segnalazioni", raw.as_bytes(), now);
        };
        for writer in writers.iter().take(20) {
            place(&dovecot, writer);
        }
        let url = format!("imap://segnalazioni:secret@127.0.0.1:{}/INBOX", dovecot.imap_port);
        let town = Town::with(database, |variables| variables.set("IMAP_URL", &url)).await;
        town.urp_card("2026-000001").await;
        dovecot.stop();
        for writer in writers.iter().skip(20) {
            place(&dovecot, writer);
        }
        dovecot.start_again();
        town.urp_card(&format!("2026-{MAILS:06}")).await;
        town.settles().await;
        for writer in &writers {
            let received = writer.next(&town).await;
            assert!(received.text.contains("Its number is"), "{}", received.text);
            writer.nothing(&town).await;
        }
        let cards = town.carlo.messages();
        let last = format!("2026-{:06}", MAILS + 1);
        assert!(cards.iter().all(|card| !card.text.contains(&last)), "none comes twice");
        // It stops once more while nothing happens: what comes later is fetched all the same.
        dovecot.stop();
        dovecot.start_again();
        let late = Writer::new("Late");
        dovecot.deliver("segnalazioni", late.letter("A lamp", "A lamp is dark in via Po 3.").0.as_bytes()).await;
        town.urp_card(&last).await;
        late.next(&town).await;
        // Restored from a backup, all its mails have new numbers: each is known.
        dovecot.stop();
        dovecot.renumber("segnalazioni");
        dovecot.start_again();
        let after = Writer::new("After");
        let (raw, _) = after.letter("A lamp", "A lamp is dark in via Po 5.");
        dovecot.deliver("segnalazioni", raw.as_bytes()).await;
        town.urp_card(&format!("2026-{:06}", MAILS + 2)).await;
        after.next(&town).await;
        for writer in writers.iter().chain([&late]) {
            writer.nothing(&town).await;
        }
        town.urp_reads().await;
        town.ends().await;
    }

    async fn the_server_is_down_for_three_days(database: Database, "dovecot", "postfix") {
        let mut post = Post::start(WayIn::Lmtp);
        let town = post.town(database).await;
        post.postfix.stop();
        let maria = Writer::new("Maria");
        let first = maria.writes(&town, "A hole", "There is a deep pothole at via Roma 12.").await;
        let card = town.urp_card("2026-000001").await;
        let waits = |card: &Message| card.text.contains("has not taken it yet");
        let card = town.carlo.wait_until(&card, waits).await;
        insta::assert_snapshot!(line_of(&card, "Message"), @"Message “report received”: about to be sent: the email server has not taken it yet, it is tried again");
        hours(&town, 72).await;
        assert!(waits(&town.carlo.current(&card)), "still tried");
        assert!(!town.urp.transcript().contains("another way"), "no task yet");
        post.postfix.start_again();
        hours(&town, 1).await;
        // Meanwhile the day of the first word has passed: what is said of that waited as well.
        let both = [post.next(&maria).await, post.next(&maria).await];
        let found = |words: &str| both.iter().find(|mail| mail.text.contains(words)).unwrap();
        let received = found("Its number is 2026-000001");
        assert_eq!(received.in_reply_to.as_deref(), Some(first.as_str()));
        found("We are sorry: we are late");
        let delivered = |card: &Message| card.text.contains("Message: delivered");
        town.carlo.wait_until(&card, delivered).await;
        hours(&town, 3).await;
        town.urp.read_all();
        post.nothing(&town, &maria).await;
        town.ends().await;
    }

    async fn what_may_have_arrived_comes_again_under_the_same_message_id(database: Database) {
        let relay = Relay::start().await;
        let town = town_by(&relay, database).await;
        relay.says("END", DROP);
        let maria = Writer::new("Maria");
        maria.writes(&town, "A hole", "There is a deep pothole at via Roma 12.").await;
        let card = town.urp_card("2026-000001").await;
        town.settles().await;
        let first = relay.taken();
        relay.says("CONNECT", "421 4.3.2 Down for maintenance");
        hours(&town, 40).await;
        assert_eq!(relay.taken(), []);
        relay.usual("CONNECT");
        relay.usual("END");
        hours(&town, 1).await;
        let second = relay.taken();
        assert_eq!((first.len(), second.len()), (1, 1));
        assert_eq!(first, second, "the very same mail: programs show it once");
        let card = town.carlo.wait_until(&card, |card| card.text.contains(": delivered")).await;
        insta::assert_snapshot!(line_of(&card, "Message"), @"Message “report received”: delivered, 26/11 03:00 (perhaps twice: the connection broke)");
        town.urp.read_all();
        town.ends().await;
    }

    async fn after_five_days_a_person_tells_the_citizen(database: Database) {
        let relay = Relay::start().await;
        let town = town_by(&relay, database).await;
        relay.says("CONNECT", "421 4.3.2 Down for maintenance");
        let maria = Writer::new("Maria");
        maria.writes(&town, "A hole", "There is a deep pothole at via Roma 12.").await;
        let card = town.urp_card("2026-000001").await;
        town.urp.read_all();
        hours(&town, 5 * 24 - 1).await;
        assert!(!town.urp.transcript().contains("another way"), "{}", town.urp.transcript());
        hours(&town, 2).await;
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        insta::assert_snapshot!(task.text, @r"
        To do: tell the citizen another way – 2026-000001, via Roma 12
        This did not arrive: it could not be delivered for 5 days.
        Citizen: Maria, maria@example.org. Once they have been told some other way, or if they cannot be reached, press here.
        Thank you, the report has arrived. Its number is 2026-000001.

        Comune di Prova will read it and pass it to the right office. All news comes to this address; to add words or photos, just reply to this email.

        Place: via Roma 12. If it is another one, just reply to this email.

        The next news will come by Thursday 26 November.

        To speak with a person: URP, piazza Unità 4, phone 040 000000
        By: Tuesday 1 December
        ");
        let card = town.carlo.current(&card);
        insta::assert_snapshot!(line_of(&card, "Message"), @r"Message: about to be sent: the email server has not taken it yet, it is tried again");
        relay.usual("CONNECT");
        hours(&town, 2).await;
        let late = relay.taken();
        let late = late.iter().map(|mail| Received::read(&mail.from, mail.raw.as_bytes()));
        assert!(late.into_iter().all(|mail| !mail.text.contains("Its number is")), "it has ended");
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_refused_login_holds_the_queue_and_is_told_once(database: Database) {
        Box::pin(refused_and_mended(database, "AUTH", "535 5.7.8 Authentication failed")).await;
    }

    async fn one_mailbox_that_is_refused_does_not_stop_the_other(database: Database) {
        let (ordinary, certified) = (Relay::start().await, Provider::start().await);
        let url = format!("smtp://127.0.0.1:{}", ordinary.port);
        let town = certified.town_with(database, |all| all.set("SMTP_URL", &url)).await;
        let anna = anna(&town).await;
        certified.relay.says("AUTH", "535 5.7.8 Authentication failed");
        let (bea, maria) = (Writer::to("Bea", PEC), Writer::new("Maria"));
        certified.writes(&town, &bea, "A hole", "A deep pothole at via Roma 12.").await;
        let card = town.urp_card("2026-000001").await;
        let told = anna.next().await;
        insta::assert_snapshot!(told.text, @"No certified email (PEC) goes out: the email server does not take our messages and says “535 5.7.8 Authentication failed”. Nothing is lost: it is tried again automatically. Please tell those who look after the service (the command “rispondo check” says what is wrong).");
        let waits = |card: &Message| card.text.contains("has not taken it yet");
        let card = town.carlo.wait_until(&card, waits).await;
        insta::assert_snapshot!(line_of(&card, "Message"), @"Message “report received”: about to be sent: the email server has not taken it yet, it is tried again");
        maria.writes(&town, "A hole", "A deep pothole at via Po 2.").await;
        town.urp_card("2026-000002").await;
        town.settles().await;
        assert_eq!(ordinary.taken().len(), 1, "ordinary mail goes");
        certified.relay.usual("AUTH");
        town.later(TimeDelta::hours(1)).await;
        certified.takes().await;
        insta::assert_snapshot!(anna.next().await.text, @"Sending certified email (PEC) works again: what was waiting is being sent.");
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_refused_relay_holds_the_queue_and_is_told_once(database: Database) {
        let answer = "554 5.7.1 <maria@example.org>: Relay access denied";
        Box::pin(refused_and_mended(database, "RCPT", answer)).await;
    }

    async fn mails_that_the_server_never_takes_do_not_stop_the_others(database: Database) {
        let relay = Relay::start().await;
        let town = town_by(&relay, database).await;
        let anna = anna(&town).await;
        for address in ["maria@", "bea@"] {
            relay.says(&format!("RCPT TO:<{address}"), "554 5.7.1 Relay access denied");
        }
        for (at, writer) in ["Maria", "Bea", "Carla"].map(Writer::new).iter().enumerate() {
            let (raw, _) = writer.letter("A hole", "There is a deep pothole at via Roma 12.");
            deliver(&town, &writer.address, TOWN, raw.as_bytes()).await;
            town.urp_card(&format!("2026-{:06}", at + 1)).await;
        }
        anna.next_matching("No email goes out").await.unwrap();
        let mut taken = Vec::new();
        until("the third one goes", async || {
            town.clock.advance(TimeDelta::minutes(1));
            taken.extend(relay.taken());
            !taken.is_empty()
        })
        .await;
        assert_eq!(taken[0].to, ["carla@example.org"]);
        anna.next_matching("Sending email works again").await.unwrap();
        // Nobody is told again of what goes for all others; the two are given up as any mail is.
        hours(&town, 24 * 5 + 12).await;
        let told = anna.transcript().matches("No email goes out").count();
        assert_eq!(told, 1, "{}", anna.transcript());
        let tasks = town.carlo.messages();
        let given_up = "it could not be delivered for 5 days";
        let tasks = tasks.iter().filter(|task| task.text.contains(given_up)).count();
        assert!(tasks >= 2, "{}", town.urp.transcript());
        town.urp.read_all();
        anna.read_all();
        town.ends().await;
    }
}

/// The server refuses us; nothing is lost, the supervisor is told once, and again when it goes on.
async fn refused_and_mended(database: Database, command: &str, answer: &str) {
    let relay = Relay::start().await;
    let town = town_by(&relay, database).await;
    let anna = anna(&town).await;
    relay.says(command, answer);
    let writers = ["Maria", "Bea", "Carla"].map(Writer::new);
    for (at, writer) in writers.iter().enumerate() {
        let (raw, _) = writer.letter("A hole", "There is a deep pothole at via Roma 12.");
        deliver(&town, &writer.address, TOWN, raw.as_bytes()).await;
        town.urp_card(&format!("2026-{:06}", at + 1)).await;
    }
    let told = anna.next_matching("goes out").await.unwrap();
    let words = answer.replace("maria@example.org", "…");
    assert!(told.text.contains(&words), "the server's own words: {}", told.text);
    for _ in 0..6 {
        let before = relay.heard(command).len();
        until("it is tried again", async || {
            town.clock.advance(TimeDelta::minutes(10));
            relay.heard(command).len() > before
        })
        .await;
    }
    // How long that took here is not told by the clock: she may have been reminded of a date meanwhile.
    let told = anna.transcript().matches("goes out").count();
    assert_eq!(told, 1, "told once: {}", anna.transcript());
    assert!(!town.urp.transcript().contains("another way"), "no citizen is given up");
    relay.usual(command);
    let mut taken = Vec::new();
    until("all of it goes", async || {
        town.clock.advance(TimeDelta::minutes(10));
        taken.extend(relay.taken());
        taken.len() == 3
    })
    .await;
    let mut to: Vec<_> = taken.into_iter().flat_map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["bea@example.org", "carla@example.org", "maria@example.org"], "each once");
    let mended = anna.next_matching("works again").await.unwrap();
    insta::allow_duplicates! {
        insta::assert_snapshot!(mended.text, @"Sending email works again: what was waiting is being sent.");
    }
    town.settles().await;
    assert_eq!(relay.taken(), []);
    town.urp.read_all();
    town.ends().await;
}

/// A notice of failure for the mail that was sent from this envelope address.
fn dsn(to: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@far.test\r\nTo: {to}\r\n\
         Subject: Undelivered Mail\r\nMessage-ID: <again@far.test>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; far.test\r\n\r\n\
         Final-Recipient: rfc822; olga@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b--\r\n"
    )
}
