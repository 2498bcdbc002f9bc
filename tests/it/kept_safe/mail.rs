//! Mail: durable before it is acknowledged, and put off while that cannot be.

use std::sync::Arc;
use std::time::Duration;

use rispondo::blobs::Blobs;
use rispondo::channels::mail::Arrival;
use rispondo::config::blobs::BlobConfig;
use rispondo::domain::mail::Account;
use rispondo::intake::mail::{Mailroom, Terms};
use rispondo::intake::{Intake, Wakes};
use tokio::time::timeout;

use crate::support::letters::{self, Writer, plain};
use crate::support::lmtp::Lmtp;
use crate::support::town::kept_in;
use crate::support::{Database, Town};

async fn c1_what_cannot_be_stored_is_not_acknowledged(database: Database) {
    let disk = tempfile::tempdir().unwrap();
    let blobs = disk.path().join("blobs");
    let url = format!("file:{}", blobs.display());
    let town = Town::with(database, |variables| variables.set("BLOB_URL", &url)).await;
    let maria = Writer::new("Maria");
    let (header, _) = maria.header("Pothole", "");
    let raw = format!("{header}{}", plain("In via Roma 12 there is a pothole."));
    let mut lmtp = Lmtp::connect(town.service().lmtp.unwrap().port()).await;

    // Where the folder of files was there is something else now: as good as a full disk.
    std::fs::remove_dir_all(&blobs).unwrap();
    std::fs::write(&blobs, "no folder").unwrap();
    let replies = lmtp.mail(&maria.address, &[letters::TOWN], raw.as_bytes()).await;
    assert!(replies[0].starts_with("451 4.3.0"), "{replies:?}");
    maria.nothing(&town).await;

    // The town's server brings it again: it is taken, once, as it came.
    std::fs::remove_file(&blobs).unwrap();
    std::fs::create_dir(&blobs).unwrap();
    for _ in 0..2 {
        let replies = lmtp.mail(&maria.address, &[letters::TOWN], raw.as_bytes()).await;
        assert!(replies[0].starts_with("250"), "{replies:?}");
        let kept: Vec<_> =
            kept_in(&blobs).iter().map(|file| std::fs::read(file).unwrap()).collect();
        assert_eq!(kept, [raw.as_bytes()]);
    }
    assert_eq!(maria.next(&town).await.subject, "Report 2026-000001");
    town.urp_card("2026-000001").await;
    town.ends().await;
}

/// The report that it answers cannot be read: our fault, and neither the mail nor the next one pays.
async fn c1_what_fails_is_kept_with_its_error_and_run_again(database: Database) {
    let disk = tempfile::tempdir().unwrap();
    let folder = disk.path().join("blobs");
    let url = format!("file:{}", folder.display());
    let town = Town::with(database, |variables| variables.set("BLOB_URL", &url)).await;
    let (maria, luca) = (Writer::new("Maria"), Writer::new("Luca"));
    let (received, card) = maria.reports(&town).await;
    town.database.execute("UPDATE report SET data = '{' || data").await;
    maria.replies(&town, &received, "It is getting deeper.").await;
    luca.writes(&town, "Pothole", "In via Milano 3 there is a pothole.").await;
    assert_eq!(luca.next(&town).await.subject, "Report 2026-000002");
    town.urp_card("2026-000002").await;

    let failed = town.store().failed().await.unwrap();
    assert_eq!((failed.len(), failed[0].source.as_str()), (1, "mail"));
    assert!(!failed[0].raw.contains("deeper"), "the mail itself is in the blob store");
    let mend = "UPDATE report SET data = SUBSTR(data, 2) WHERE id = 2026000001";
    town.database.execute(mend).await;
    let intake = intake(&town, Blobs::open(&BlobConfig::Folder(folder)).unwrap());
    intake.retry(&failed[0].source, &failed[0].raw).await.unwrap();
    maria.next(&town).await;
    town.carlo.wait_until(&card, |card| card.text.contains("It is getting deeper.")).await;
    town.sim.read_all();
    town.ends().await;
}

async fn c14_mails_are_read_one_after_the_other(database: Database) {
    let town = Town::on(database).await;
    let maria = Writer::new("Maria");
    let (raw, _) = maria.letter("Pothole", "In via Roma 12 there is a pothole.");
    let arrival = Arrival {
        account: Account::Mail,
        envelope_from: Some(maria.address.clone()),
        envelope_to: vec![letters::TOWN.to_owned()],
        raw: raw.into(),
        truncated: None,
    };
    let blobs = Blobs::open(&BlobConfig::Folder(town.folder().join("blobs"))).unwrap();
    let another = blobs.decoding().await.unwrap();
    let intake = intake(&town, blobs.clone());
    let mut taking = tokio::spawn(async move { intake.mail(arrival).await });
    let early = timeout(Duration::from_millis(500), &mut taking).await;
    assert!(early.is_err(), "two were read at once: {early:?}");
    drop(another);
    assert!(taking.await.unwrap().unwrap().is_some());
    assert!(blobs.decoding().await.is_some(), "it is somebody else's turn again");
    // The service itself is not woken by an intake of the test's.
    town.later(chrono::TimeDelta::minutes(1)).await;
    town.urp_card("2026-000001").await;
    maria.next(&town).await;
    town.ends().await;
}

/// An intake of the test's own beside the town's.
fn intake(town: &Town, blobs: Blobs) -> Intake {
    let mailroom = Mailroom {
        blobs,
        context: Arc::default(),
        terms: Arc::new(Terms {
            address: letters::TOWN.to_owned(),
            former: Vec::new(),
            id_host: "comune.test".to_owned(),
            pec_review: false,
        }),
    };
    let (notices, _unheard) = tokio::sync::mpsc::channel(1);
    let (store, clock) = (town.store().clone(), town.clock.clone());
    Intake::new(store, clock, Wakes::default(), notices, "").with_mail(mailroom)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c1_what_cannot_be_stored_is_not_acknowledged_on_sqlite() {
    c1_what_cannot_be_stored_is_not_acknowledged(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c1_what_cannot_be_stored_is_not_acknowledged_on_postgres() {
    c1_what_cannot_be_stored_is_not_acknowledged(Database::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c1_what_fails_is_kept_with_its_error_and_run_again_on_sqlite() {
    Box::pin(c1_what_fails_is_kept_with_its_error_and_run_again(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c1_what_fails_is_kept_with_its_error_and_run_again_on_postgres() {
    Box::pin(c1_what_fails_is_kept_with_its_error_and_run_again(Database::postgres().await)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c14_mails_are_read_one_after_the_other_on_sqlite() {
    Box::pin(c14_mails_are_read_one_after_the_other(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c14_mails_are_read_one_after_the_other_on_postgres() {
    Box::pin(c14_mails_are_read_one_after_the_other(Database::postgres().await)).await;
}
