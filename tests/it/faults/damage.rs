//! A page of the database is damaged: what meets it is refused and kept by who sent it, and those who can do something
//! are told.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use tokio::net::TcpStream;

use super::disk::mailed;
use super::place::Place;
use crate::support::Database;
use crate::support::post::until;

/// Writes over the first page of a table or index, while nobody has the file open.
async fn damage(database: &Database, file: &Path, name: &'static str) {
    let page = database.count(name).await;
    let size = database.count("PRAGMA page_size").await;
    let mut file = std::fs::OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(u64::try_from((page - 1) * size).unwrap())).unwrap();
    file.write_all(&vec![0xa5; usize::try_from(size).unwrap()]).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_meets_a_damaged_page_is_refused_and_the_supervisors_are_told() {
    let database = Database::sqlite();
    let Database::Sqlite(folder) = &database else { unreachable!() };
    let file = folder.path().join("town.db");
    let place = Place::on(&database).await;
    let serving = place.serves().await;
    let maria = place.citizen("Maria");
    maria.sends("/help");
    maria.next().await;
    place.is_well().await;
    assert!(mailed(&place, "Before").await.starts_with("250"));
    assert!(serving.stops().await.success());

    let index = "SELECT rootpage FROM sqlite_schema WHERE name = 'outbox_mail_next'";
    damage(&database, &file, index).await;
    let serving = place.serves().await;
    let takes_mail = async || TcpStream::connect(("127.0.0.1", place.lmtp)).await.is_ok();
    until("mail may come", takes_mail).await;
    let refused = mailed(&place, "A deep hole").await;
    assert!(refused.starts_with('4'), "{refused}");
    let told = place.anna.next_matching("damaged").await.unwrap().text;
    insta::assert_snapshot!(told, @"The service's database is damaged. Some things may not be taken in or sent. Telegram and the mail server keep what does not get in, Telegram for a day. Please tell whoever runs the service to put the backup in its place now.");
    let (ready, wrong) = place.ready().await;
    assert!(!ready, "{wrong}");
    assert!(wrong["database"].as_str().is_some_and(|why| why.contains("damaged")), "{wrong}");
    // What does not meet it goes on, and that proves nothing.
    maria.sends("/help");
    until("who writes is answered", async || maria.unread() > 0).await;
    assert!(!place.ready().await.0);
    assert_eq!(database.count("SELECT COUNT(*) FROM failed_update").await, 0);
    let checked = place.program.runs(&["check"]).await.out();
    assert!(checked.contains("damaged"), "{checked}");
    assert!(serving.stops().await.success());
}
