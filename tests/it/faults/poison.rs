//! A row that cannot be read stands in nobody's way: it is set aside with its error, and what comes
//! after it goes on. So is what a database refuses that takes all else. Poisoned updates are told in
//! `kept_safe/set_aside`, mails in `kept_safe/mail`.

use chrono::TimeDelta;

use super::look::Look;
use crate::support::post::until;
use crate::support::{Database, Town, on_both_databases};

fn line_of<'m>(message: &'m simulator::Message, with: &str) -> &'m str {
    message.text.lines().find(|line| line.contains(with)).unwrap_or_default()
}

on_both_databases! {
    async fn a_row_of_the_outbox_that_cannot_be_read_holds_nobody_up(town: Town) {
        let maria = town.citizen("Maria");
        let luca = town.citizen("Luca");
        for citizen in [&maria, &luca] {
            citizen.sends("/help");
            citizen.next().await;
        }
        town.settles().await;
        // Both wait for an answer that Telegram puts off; Maria's is damaged meanwhile.
        town.sim.faults().next_n("sendMessage", 2, simulator::Fault::TooManyRequests(5));
        maria.sends("/mine");
        luca.sends("/mine");
        town.settles().await;
        let damage = format!(
            "UPDATE outbox SET content = 'no words' WHERE state = 'pending' AND chat_id = {}",
            maria.chat_id()
        );
        town.database.execute(&damage).await;
        maria.sends("/privacy");
        town.sim.quiet().await;
        town.clock.advance(TimeDelta::seconds(6));
        luca.next().await;
        assert!(maria.next().await.text.contains("privacy"));
        let look = Look::at(&town.database).await;
        let shown = "SELECT COUNT(*) FROM outbox WHERE state = 'undeliverable' AND reason = 'unreadable'";
        assert_eq!(look.count(shown).await, 1, "it is kept, with its error");
        town.ends().await;
    }

    async fn an_answer_that_cannot_be_read_is_a_task_of_the_urp(town: Town) {
        let (person, maria) = town.somebody("Maria");
        let (number, card) = town.report(&maria).await;
        town.settles().await;
        maria.read_all();
        town.urp.read_all();
        let damage = "UPDATE outbox SET state = 'pending', content = 'no words' \
                      WHERE purpose = 'acknowledgement'";
        town.database.execute(damage).await;
        let task = town.carlo.next_matching("tell the citizen another way").await.unwrap();
        assert!(task.text.contains(&number), "{}", task.text);
        insta::assert_snapshot!(task.text, @r"
        To do: tell the citizen another way – 2026-000001, via Roma 12
        This did not arrive: the saved message is damaged and can no longer be read.
        Citizen: Maria. Once they have been told some other way, or if they cannot be reached, press here.
        What it said can be gathered from the report's History.
        By: Thursday 26 November
        ");
        let card = town.carlo.wait_until(&card, |card| card.text.contains("damaged")).await;
        insta::assert_snapshot!(line_of(&card, "damaged"), @"Message “report received”: not delivered, the saved message is damaged and can no longer be read");
        town.settles().await;
        assert_eq!(maria.unread(), 0, "{}", maria.transcript());
        // She goes away and comes back: what could not be sent is sent again then, but for that.
        person.blocks(&town.bot);
        town.settles().await;
        person.unblocks(&town.bot);
        maria.sends("/help");
        maria.next().await;
        town.settles().await;
        assert!(town.store().failed().await.unwrap().is_empty(), "nothing of hers is set aside");
        town.urp.read_all();
        town.ends().await;
    }

    async fn a_report_that_cannot_be_read_leaves_the_others_alone(town: Town) {
        let anna = town.supervisor().await;
        let maria = town.citizen("Maria");
        let (_, card) = town.report(&maria).await;
        town.settles().await;
        town.database.execute("UPDATE report SET data = '?' WHERE id = 2026000001").await;
        town.carlo.presses(&card, "Note");
        town.settles().await;
        let failed = town.store().failed().await.unwrap();
        assert_eq!(failed.len(), 1, "the press is kept, with its error");
        assert!(failed[0].error.contains("report"), "{}", failed[0].error);
        anna.next_matching("could not be processed").await.unwrap();
        let luca = town.citizen("Luca");
        let (number, _) = town.report(&luca).await;
        assert_eq!(number, "2026-000002");
        // An answer about it that can never arrive holds up no other.
        let damage = "UPDATE outbox SET state = 'pending', content = 'no words' \
                      WHERE purpose = 'acknowledgement' AND report = 2026000001";
        town.database.execute(damage).await;
        town.settles().await;
        luca.read_all();
        luca.sends("/help");
        luca.next().await;
        town.settles().await;
        let look = Look::at(&town.database).await;
        let waits = "SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'in_flight')";
        assert_eq!(look.count(waits).await, 0);
        // The mornings go on as well.
        town.later(TimeDelta::hours(24)).await;
        town.sim.read_all();
        town.ends().await;
    }

    async fn a_timer_that_can_never_do_its_work_is_told_to_the_supervisors_once_a_day(town: Town) {
        let anna = town.supervisor().await;
        town.report(&town.citizen("Maria")).await;
        town.everybody_reads().await;
        town.database.execute("UPDATE report SET data = '?' WHERE id = 2026000001").await;
        let with_the_morning = "INSERT INTO timer (key, due_at) \
                                SELECT 'late:2026000001', due_at FROM timer WHERE key = 'digest'";
        town.database.execute(with_the_morning).await;
        town.later(TimeDelta::hours(24)).await;
        let told = anna.next_matching("timer.failed").await.unwrap().text;
        insta::allow_duplicates! {
            insta::assert_snapshot!(told, @"Something that the service does by itself at its time (a reminder, news to a citizen) could not be done, by a fault of the program. It is tried again every hour. Meanwhile please keep an eye on /open and /limbo, and tell whoever runs the service: the log says what it is, under “timer.failed”.");
        }
        let told = || anna.messages().iter().filter(|one| one.text.contains("timer.failed")).count();
        for _ in 0..3 {
            town.later(TimeDelta::hours(1)).await;
        }
        assert_eq!(told(), 1, "it is tried again, and told once");
        town.later(TimeDelta::hours(24)).await;
        assert_eq!(told(), 2, "the next day again");
        town.sim.read_all();
        town.ends().await;
    }
}

/// From now on the database refuses what is to be said in this chat, as a server does that ends what takes
/// too long.
async fn refuses(town: &Town, chat: i64) {
    let refusal = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                   RAISE EXCEPTION 'it took too long' USING ERRCODE = '57014'; END $$";
    town.database.execute(refusal).await;
    let of_this_chat = format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON outbox FOR EACH ROW \
         WHEN (NEW.chat_id = {chat}) EXECUTE FUNCTION refuse()"
    );
    town.database.execute(&of_this_chat).await;
}

async fn takes_all_again(town: &Town) {
    town.database.execute("DROP TRIGGER refuse ON outbox").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_that_the_database_refuses_is_set_aside_after_a_while() {
    let town = Town::on(Database::postgres().await).await;
    let anna = town.supervisor().await;
    let maria = town.citizen("Maria");
    let luca = town.citizen("Luca");
    town.settles().await;
    refuses(&town, maria.chat_id()).await;
    maria.sends("/help");
    luca.sends("/help");
    luca.next().await;
    let asked = town.sim.calls_of("getUpdates").len();
    town.sim.wait_calls("getUpdates", asked + 3).await;
    assert!(town.bot.pending() > 0, "it may pass");
    assert!(town.store().failed().await.unwrap().is_empty());

    town.clock.advance(TimeDelta::minutes(3));
    until("it is set aside", async || !town.store().failed().await.unwrap().is_empty()).await;
    takes_all_again(&town).await;
    anna.next_matching("could not be processed").await.unwrap();
    maria.sends("/mine");
    maria.next_matching("report").await.unwrap();
    town.settles().await;
    assert_eq!((town.bot.pending(), maria.unread(), luca.unread()), (0, 0, 0));
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_that_the_database_refuses_holds_no_other_up() {
    let town = Town::on(Database::postgres().await).await;
    let maria = town.citizen("Maria");
    let luca = town.citizen("Luca");
    for citizen in [&maria, &luca] {
        town.report(citizen).await;
        town.settles().await;
        citizen.read_all();
    }
    refuses(&town, maria.chat_id()).await;
    town.later(TimeDelta::days(3)).await;
    luca.next_matching("We are sorry").await.unwrap();
    assert_eq!(maria.unread(), 0, "{}", maria.transcript());
    takes_all_again(&town).await;
    town.later(TimeDelta::minutes(1)).await;
    maria.next_matching("We are sorry").await.unwrap();
    town.sim.read_all();
    town.ends().await;
}
