//! What supervisors are told goes at once, by whichever way it goes.

use futures_util::FutureExt as _;
use rispondo::clock::Clock;
use rispondo::config::directory_file;
use rispondo::domain::directory::Directory;
use rispondo::domain::outgoing::Message;
use rispondo::intake::{Wakes, staff};

use crate::support::facts as town;
use crate::support::on_both;

on_both! {
    async fn what_supervisors_can_be_told_by_mail_alone_goes_at_once(
        store: Store, database: &Database
    ) {
        let anna = r#"name = "Anna Bianchi", "#;
        let file = town::FILE.replace(anna, &format!(r#"{anna}email = "anna@example.org", "#));
        // She has never written to the bot.
        let rows = directory_file::parse(&file.replace("urp_chat_id = -100", "")).unwrap();
        store.import_directory(rows, "directory.toml", town::now()).await.unwrap();
        store.set_writes_mail(true).await.unwrap();
        let (clock, wakes) = (Clock::manual(town::now()), Wakes::default());
        let mails_are_sent = wakes.mail.notified();
        let words = |_: &Directory| Message { html: "The mailbox cannot be read.".to_owned(), ..Message::default() };
        staff::tell_supervisors(&store, &clock, &wakes, words).await.unwrap();
        let mails = "SELECT COUNT(*) FROM outbox WHERE mail_to = 'anna@example.org'";
        assert_eq!(database.count(mails).await, 1);
        assert!(mails_are_sent.now_or_never().is_some(), "whoever sends mails is woken");
        // Nobody sends in this process: another one is called, whose senders of mail wake with that of chats.
        assert!(wakes.outbox.notified().now_or_never().is_some(), "another process is called");
    }
}
