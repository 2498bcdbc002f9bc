//! Every file through the real intake: kept byte for byte, once, and answered only where it may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rispondo::blobs::Blobs;
use rispondo::channels::mail::Arrival;
use rispondo::channels::mail::read::Context;
use rispondo::clock::Clock;
use rispondo::config::blobs::BlobConfig;
use rispondo::config::directory_file;
use rispondo::domain::mail::{Account, Became};
use rispondo::domain::step::{Keys, MailKeys, MailRecord};
use rispondo::intake::mail::{Mailroom, Taken, Terms};
use rispondo::intake::{Intake, Wakes};
use rispondo::measure::Measures;
use rispondo::store::Store;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::{expected, file_name, files, folder, wanted};

const ADDRESS: &str = "segnalazioni@comune.example";
const HOST: &str = "comune.example";

/// A town that takes mails in, and whose tables can be counted.
struct Town {
    intake: Intake,
    store: Store,
    blobs: Blobs,
    tables: SqliteConnection,
    _folder: TempDir,
}

/// Rows of the tables that a mail may add to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
struct Counts {
    mails: i64,
    reports: i64,
    /// Rows that go to a mail address.
    answers: i64,
    outbox: i64,
    tasks: i64,
    people: i64,
    failed: i64,
}

impl Town {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("town.db").display());
        let store = Store::open_serving(&url, Measures::default()).await.unwrap();
        let clock = Clock::manual("2026-11-24T09:00:00Z".parse().unwrap());
        let rows = directory_file::parse(include_str!("../it/support/town.toml")).unwrap();
        store.import_directory(rows, "town.toml", clock.now()).await.unwrap();
        let blobs = Blobs::open(&BlobConfig::Folder(folder.path().join("blobs"))).unwrap();
        let mailroom = Mailroom {
            blobs: blobs.clone(),
            context: Arc::new(Context {
                own: vec![ADDRESS.to_owned()],
                id_host: HOST.to_owned(),
                former_hosts: Vec::new(),
                authserv_id: None,
                now: None,
            }),
            terms: Arc::new(Terms {
                address: ADDRESS.to_owned(),
                former: Vec::new(),
                id_host: HOST.to_owned(),
                pec_review: false,
            }),
        };
        let (notices, _unheard) = mpsc::channel(1);
        let intake =
            Intake::new(store.clone(), clock, Wakes::default(), notices, "").with_mail(mailroom);
        let tables = SqliteConnection::connect(&url).await.unwrap();
        Self { intake, store, blobs, tables, _folder: folder }
    }

    async fn takes(&self, account: Account, raw: &Bytes) -> Option<Taken> {
        let arrival = Arrival {
            account,
            envelope_from: None,
            envelope_to: Vec::new(),
            raw: raw.clone(),
            truncated: None,
        };
        self.intake.mail(arrival).await.unwrap()
    }

    /// The record of a mail that was taken in: from its report where it has one.
    async fn record(&self, taken: &Taken) -> MailRecord {
        let keys = match taken.report {
            Some(report) => MailKeys { of_reports: vec![report], ..MailKeys::default() },
            None => MailKeys { mark: Some(taken.mail.mark.clone()), ..MailKeys::default() },
        };
        let facts = self.store.read(Keys { mail: keys, ..Keys::default() }).await.unwrap();
        let mut found = facts.mail.mails.into_iter().chain(facts.mail.seen);
        found.find(|record| record.mail.mark == taken.mail.mark).unwrap()
    }

    async fn counts(&mut self) -> Counts {
        sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM mail) AS mails, (SELECT COUNT(*) FROM report) AS reports, \
             (SELECT COUNT(*) FROM outbox WHERE mail_to IS NOT NULL) AS answers, \
             (SELECT COUNT(*) FROM outbox) AS outbox, (SELECT COUNT(*) FROM task) AS tasks, \
             (SELECT COUNT(*) FROM person) AS people, (SELECT COUNT(*) FROM failed_update) AS failed",
        )
        .fetch_one(&mut self.tables)
        .await
        .unwrap()
    }
}

/// What became of a file.
struct Walked {
    path: PathBuf,
    taken: Taken,
    /// It made a report.
    reported: bool,
    /// Its sender was written to.
    answered: bool,
    time: Duration,
}

/// Takes a file in, twice.
#[expect(clippy::disallowed_methods, reason = "how long it takes is shown, and decides nothing")]
async fn walk(town: &mut Town, path: &Path) -> Walked {
    let file = path.display();
    let account = if path.components().any(|part| part.as_os_str() == "pec") {
        Account::Pec
    } else {
        Account::Mail
    };
    let raw = Bytes::from(fs::read(path).unwrap());
    let before = town.counts().await;
    let begun = Instant::now();
    let taken = town.takes(account, &raw).await;
    let time = begun.elapsed();
    let after = town.counts().await;
    assert_eq!(after.failed, before.failed, "{file} was set aside as a fault of ours");
    let taken = taken.unwrap();

    let record = town.record(&taken).await;
    let kept = town.blobs.get(&record.mail.blob).await.unwrap();
    if taken.duplicate {
        assert_eq!(after, before, "{file} is known, and added something");
    } else {
        assert_eq!(after.mails, before.mails + 1, "{file}");
        assert_eq!(kept, raw, "{file} is kept as it came");
    }
    // Also a mail that is known by its mark is kept as it came this time.
    assert_eq!(town.blobs.get(&taken.mail.blob).await.unwrap(), raw, "{file}");

    let again = town.takes(account, &raw).await.unwrap();
    assert!(again.duplicate, "{file} comes again");
    assert_eq!((again.became, again.report), (taken.became, taken.report), "{file}");
    assert_eq!(town.counts().await, after, "{file} comes again, and adds something");
    Walked {
        path: path.to_owned(),
        reported: after.reports > before.reports,
        answered: after.answers > before.answers,
        taken,
        time,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_file_is_kept_as_it_came_and_once() {
    let Some(folder) = folder() else { return };
    let bounces = folder.join("bounces");
    let expected = expected(&bounces);
    let mut town = Town::new().await;
    let (mut read, mut silent, mut duplicates) = (0, 0, 0);
    let mut slowest: (Duration, PathBuf) = (Duration::ZERO, PathBuf::new());
    let mut fates: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for path in files(&folder) {
        let walked = walk(&mut town, &path).await;
        read += 1;
        duplicates += usize::from(walked.taken.duplicate);

        let part = path.strip_prefix(&folder).unwrap().iter().next().unwrap();
        let part = part.to_string_lossy().into_owned();
        *fates.entry((part, walked.taken.became.as_str())).or_default() += 1;
        if must_be_silent(&walked, &bounces, &expected) {
            silent += 1;
            assert!(!walked.reported, "{} made a report", path.display());
            assert!(!walked.answered, "{} was answered", path.display());
        }
        if walked.time > slowest.0 {
            slowest = (walked.time, walked.path);
        }
    }
    println!("{read} files read, {duplicates} of them the same mail as another one");
    println!("{silent} bounces, complaints, vacation replies and receipts: no report, no answer");
    println!("slowest: {:?}, {}", slowest.0, slowest.1.display());
    for ((part, fate), count) in fates {
        println!("{part:>10} {fate:<12} {count:>4}");
    }
    assert!(read > 0 && silent > 0);
}

/// Whether it is a machine's mail by what its collectors say, or by its own header.
fn must_be_silent(walked: &Walked, bounces: &Path, expected: &super::Rows) -> bool {
    let in_bounces = walked.path.starts_with(bounces);
    let file = file_name(&walked.path);
    let rows = expected.get(file).map(Vec::as_slice).unwrap_or_default();
    match wanted(file, rows.first().map_or("", |(_, reason)| reason)) {
        "bounce" if !in_bounces => matches!(
            walked.taken.became,
            Became::Receipt | Became::Bounce | Became::AutoReply | Became::AbuseReport
        ),
        // One in a hundred may be taken for a person's mail, and is counted where bounces are.
        "bounce" => walked.taken.became == Became::Bounce,
        _ => in_bounces,
    }
}
