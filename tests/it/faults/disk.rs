//! The disk is full: what comes is refused for now, and said to be so; nothing is lost or corrupt, and
//! it goes on by itself once there is room.

use std::os::unix::fs::MetadataExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use simulator::Seat;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};

use super::place::Place;
use crate::kept_safe::webhook;
use crate::support::Database;
use crate::support::disk::SmallDisk;
use crate::support::letters::TOWN;
use crate::support::lmtp::Lmtp;
use crate::support::post::until;
use crate::support::servers::free_port;

/// Mebibytes: room for the tables and a full log, and some more.
const SQLITE_NEEDS: u32 = 16;
/// The tables of an empty database of PostgreSQL alone are half of it.
const POSTGRES_NEEDS: u32 = 32;

/// New people write until the supervisor has heard something and what is written is refused; who wrote.
async fn write_until_told(place: &Place) -> Vec<Seat> {
    let mut writers = Vec::new();
    // Some room is left in what was written before, and is used up first.
    while !is_refused(place).await || place.anna.unread() == 0 {
        assert!(writers.len() < 5_000, "nobody is told");
        let writer = place.citizen(&format!("Citizen {}", writers.len()));
        writer.sends("/help");
        writers.push(writer);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    writers
}

/// Whether the service asks for the same updates again; by webhook, whether some wait.
async fn is_refused(place: &Place) -> bool {
    let asked = || place.sim.calls_of("getUpdates").len();
    let (before, by_webhook) = (asked(), asked() == 0);
    for _ in 0..1_000 {
        if place.bot.pending() == 0 {
            return false;
        }
        if by_webhook || asked() >= before + 2 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

/// How a mail of Maria's is answered by the town's LMTP.
pub async fn mailed(place: &Place, subject: &str) -> String {
    let raw = format!(
        "From: maria@example.org\r\nTo: {TOWN}\r\nSubject: {subject}\r\n\
         Message-ID: <{}@example.org>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\n\
         A deep hole in via Roma 12\r\n",
        subject.replace(' ', "-")
    );
    let mut peer = Lmtp::connect(place.lmtp).await;
    peer.mail("maria@example.org", &[TOWN], raw.as_bytes()).await.remove(0)
}

/// The disk fills up while people write, and is cleared.
async fn story(place: &Place, disk: &SmallDisk) {
    let serving = place.serves().await;
    let luca = place.citizen("Luca");
    luca.sends("/help");
    luca.next().await;
    place.is_well().await;

    disk.fills();
    let writers = write_until_told(place).await;
    let told = place.anna.next().await.text;
    insta::allow_duplicates! {
        insta::assert_snapshot!(told, @"The disk of the service's database is full. As long as it is, nothing can be taken in and nothing is sent. What was taken in before is safe; Telegram and the mail server keep what comes meanwhile, Telegram for a day. Please tell whoever runs the service to make room now.");
    }
    let (ready, wrong) = place.ready().await;
    assert!(!ready && wrong["database"].is_string(), "{wrong}");
    let log = serving.log();
    assert!(log.contains("storage.not_well"), "{log}");
    assert!(place.bot.pending() > 0, "what is not durable is not acknowledged");
    let mut mails = 0;
    let refused = loop {
        mails += 1;
        let reply = mailed(place, &format!("While it is full {mails}")).await;
        if !reply.starts_with("250") {
            break reply;
        }
        assert!(mails < 500, "it is not full for mails");
    };
    assert!(refused.starts_with('4'), "{refused}");
    assert_eq!(place.anna.unread(), 0, "it is said once");

    disk.has_room();
    until("the supervisor is told", async || place.anna.unread() > 0).await;
    let told = place.anna.next().await.text;
    insta::allow_duplicates! {
        insta::assert_snapshot!(told, @"The database has room again. The service goes on by itself: what came meanwhile is being read.");
    }
    until("everybody is answered", async || writers.iter().all(|one| one.unread() > 0)).await;
    place.is_well().await;
    place.sim.quiet().await;
    assert!(mailed(place, "Once there is room").await.starts_with("250"));
    assert_eq!(place.anna.unread(), 0);
    assert!(serving.stops().await.success());
    println!("{} people wrote to a full disk; each was answered", writers.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_sqlite_refuses_says_so_and_goes_on() {
    let Some(disk) = SmallDisk::mounted(SQLITE_NEEDS) else { return };
    let url = format!("sqlite://{}", disk.path().join("town.db").display());
    let place = Place::new(&url).await;
    Box::pin(story(&place, &disk)).await;
    let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let sound: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
    assert_eq!(sound, "ok");
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_under_postgres_refuses_says_so_and_goes_on() {
    let Some(disk) = SmallDisk::mounted(POSTGRES_NEEDS) else { return };
    let Database::Postgres(url) = Database::postgres().await else { unreachable!() };
    let options: PgConnectOptions = url.parse().unwrap();
    let name = options.get_database().unwrap().to_owned();
    let mut server =
        PgConnection::connect_with(&options.clone().database("postgres")).await.unwrap();
    let data: String =
        sqlx::query_scalar("SHOW data_directory").fetch_one(&mut server).await.unwrap();
    let Ok(owner) = std::fs::metadata(&data) else {
        eprintln!("NOT RUN: this PostgreSQL keeps its files on another machine");
        return;
    };
    std::os::unix::fs::chown(disk.path(), Some(owner.uid()), Some(owner.gid())).unwrap();
    let place = disk.path().display();
    let mut run = async |statement: String| {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut server).await.unwrap();
    };
    run(format!("CREATE TABLESPACE {name} LOCATION '{place}'")).await;
    run(format!("ALTER DATABASE {name} SET TABLESPACE {name}")).await;
    let told = AssertUnwindSafe(async {
        let place = Place::new(&url).await;
        Box::pin(story(&place, &disk)).await;
    });
    let told = told.catch_unwind().await;
    // The server must not keep what is about to be taken from under it: it would serve nobody any more.
    if disk.is_full() {
        disk.has_room();
    }
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await;
    run(format!("DROP TABLESPACE {name}")).await;
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn telegram_calls_again_while_the_disk_is_full() {
    let Some(disk) = SmallDisk::mounted(SQLITE_NEEDS) else { return };
    let url = format!("sqlite://{}", disk.path().join("town.db").display());
    let port = free_port();
    let hook = format!("http://127.0.0.1:{port}/telegram");
    let place = Place::new(&url)
        .await
        .with("HTTP_ADDR", &format!("127.0.0.1:{port}"))
        .with("TELEGRAM_WEBHOOK_URL", &hook)
        .with("TELEGRAM_WEBHOOK_SECRET", webhook::SECRET);
    let serving = place.program.serves();
    place.sim.wait_calls("setWebhook", 1).await;
    disk.fills();
    let writers = write_until_told(&place).await;
    let maria = place.citizen("Maria");
    let id = maria.user_id();
    let update = format!(
        r#"{{"update_id":7,"message":{{"message_id":1,"date":1795000000,"text":"/help",
        "chat":{{"id":{id},"type":"private","first_name":"Maria"}},
        "from":{{"id":{id},"is_bot":false,"first_name":"Maria","language_code":"en"}}}}}}"#
    );
    let answer = webhook::called(&hook, Some(webhook::SECRET), &update).await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "5");
    disk.has_room();
    until("health is well again", async || place.ready().await.0).await;
    assert_eq!(webhook::called(&hook, Some(webhook::SECRET), &update).await.status(), 200);
    until("everybody is answered", async || writers.iter().all(|one| one.unread() > 0)).await;
    assert!(serving.stops().await.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_files_have_no_room_mail_waits_outside_and_chats_go_on() {
    let Some(disk) = SmallDisk::mounted(2) else { return };
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("town.db").display());
    let blobs = format!("file:{}", disk.path().join("blobs").display());
    let place = Place::new(&url).await.with("BLOB_URL", &blobs);
    let serving = place.serves().await;
    assert!(mailed(&place, "Before").await.starts_with("250"));
    disk.fills();
    let refused = mailed(&place, "While it is full").await;
    assert!(refused.starts_with('4'), "{refused}");
    until("the supervisor is told", async || place.anna.unread() > 0).await;
    let told = place.anna.next().await.text;
    insta::assert_snapshot!(told, @"The disk for photos and emails is full. As long as it is, emails have to wait at the mail server, which keeps them for some days, and photos at Telegram. Chats go on. Please tell whoever runs the service to make room now.");
    // Nobody is turned away, but whoever looks sees it.
    let (ready, warnings) = place.warned().await;
    assert!(ready && warnings["files"].is_string(), "{warnings}");
    let luca = place.citizen("Luca");
    luca.sends("/help");
    luca.next().await;

    disk.has_room();
    until("the supervisor is told", async || place.anna.unread() > 0).await;
    assert!(place.anna.next().await.text.contains("room again"));
    until("it is over", async || place.warned().await.1["files"].is_null()).await;
    assert!(mailed(&place, "While it is full").await.starts_with("250"));
    assert!(serving.stops().await.success());
}

/// The only supervisor has blocked the bot, and Telegram is away for the first attempt: all the same somebody hears it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_of_which_no_supervisor_can_be_told_is_told_to_the_urp() {
    let Some(disk) = SmallDisk::mounted(2) else { return };
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("town.db").display());
    let blobs = format!("file:{}", disk.path().join("blobs").display());
    let place = Place::new(&url).await.with("BLOB_URL", &blobs);
    place.supervisor.blocks(&place.bot);
    let serving = place.serves().await;
    assert!(mailed(&place, "Before").await.starts_with("250"));
    place.carlo.read_all();
    disk.fills();
    assert!(mailed(&place, "While it is full").await.starts_with('4'));
    let told = place.carlo.next_matching("disk for photos").await.unwrap().text;
    assert!(told.starts_with("No supervisor can be told here on Telegram"), "{told}");
    assert_eq!(place.anna.unread(), 0);
    disk.has_room();
    place.carlo.next_matching("room again").await.unwrap();
    assert!(serving.stops().await.success());
}
