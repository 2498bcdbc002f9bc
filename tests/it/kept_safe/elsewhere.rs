//! Photos and mails are kept in one place: who has another one is told from its start on, as the others would miss what it
//! keeps.

use std::path::PathBuf;

use bytes::Bytes;
use rispondo::app::service::Service;
use rispondo::blobs::Blobs;
use rispondo::config::blobs::BlobConfig;

use crate::process::program::{Program, Ran};
use crate::support::numbers::readiness;
use crate::support::s3::S3;
use crate::support::{Database, Town, on_both_databases};

/// Where the town's folder of photos and mails is.
fn folder(town: &Town) -> PathBuf {
    town.folder().join("blobs")
}

/// Another one, and its `BLOB_URL`.
fn another(town: &Town, name: &str) -> (PathBuf, String) {
    let folder = town.folder().join(name);
    let url = format!("file:{}", folder.display());
    (folder, url)
}

/// A command beside the town, with that place.
fn command(town: &Town, blobs: &str) -> Program {
    Program::town(town.folder(), &town.sim.api_url(), &town.database.url()).with("BLOB_URL", blobs)
}

/// What `rispondo check` says of photos; the folder of the test differs from run to run.
fn photos(town: &Town, ran: &Ran) -> String {
    let out = ran.out().replace(&town.folder().display().to_string(), "FOLDER");
    let mut lines = Vec::new();
    let mut of_photos = false;
    for line in out.lines() {
        of_photos = line.contains(" photos ") || of_photos && line.starts_with("       ");
        if of_photos {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// What the service says in health of its photos.
async fn warned(of: &Service) -> Option<String> {
    let (status, _, warnings) = readiness(of).await;
    assert_eq!(status, 200, "it works");
    warnings.get("photos").map(|why| why.as_str().unwrap().to_owned())
}

/// A town on PostgreSQL.
async fn town() -> Town {
    Town::on(Database::postgres().await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_machine_with_a_folder_of_its_own_is_told_how_to_share() {
    let town = town().await;
    let (own, url) = another(&town, "own");
    let other = town.another_process_with("BLOB_URL", &url).await.unwrap();
    let why = warned(&other).await.unwrap();
    other.stop().await.unwrap();
    let why = why.replace(&own.display().to_string(), "OWN");
    insta::assert_snapshot!(why, @"BLOB_URL names OWN, and photos and mails of this town are kept in another place. Name that one, which all processes share: a folder that each of them has mounted, or s3:BUCKET. Copy there what is here alone. If photos and mails are here from now on, stop the service everywhere and run `rispondo files adopt`.");
    let ran = command(&town, &url).runs(&["check"]).await;
    insta::assert_snapshot!(photos(&town, &ran), @r"
    ok     photos         FOLDER/own can be written
    WRONG  photos         BLOB_URL names FOLDER/own, and photos and mails of this town are kept in another place
                          → Name that one, which all processes share: a folder that each of them has mounted, or s3:BUCKET. Copy there what is here alone. If photos and mails are here from now on, stop the service everywhere and run `rispondo files adopt`.
    ");

    // A share is another path on each machine, and the same folder.
    let (share, url) = another(&town, "share");
    std::os::unix::fs::symlink(folder(&town), &share).unwrap();
    let other = town.another_process_with("BLOB_URL", &url).await.unwrap();
    assert_eq!(warned(&other).await, None);
    let ran = command(&town, &url).runs(&["check"]).await;
    insta::assert_snapshot!(photos(&town, &ran), @"ok     photos         FOLDER/share can be written");
    other.stop().await.unwrap();
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_begin_at_once_share_a_folder_or_one_of_them_is_told() {
    let mut town = town().await;
    for (shared, told) in [(true, 0), (false, 1)] {
        town.stops().await;
        // As before the first start.
        town.database.execute("DELETE FROM meta WHERE key = 'files_at'").await;
        std::fs::remove_dir_all(folder(&town)).unwrap();
        let urls = ["blobs", if shared { "blobs" } else { "own" }];
        let urls = urls.map(|name| another(&town, name).1);
        let (one, other) = tokio::join!(
            town.another_process_with("BLOB_URL", &urls[0]),
            town.another_process_with("BLOB_URL", &urls[1]),
        );
        let mut warnings = 0;
        for service in [one.unwrap(), other.unwrap()] {
            let why = warned(&service).await;
            assert!(why.as_ref().is_none_or(|why| why.contains("BLOB_URL names")), "{why:?}");
            warnings += usize::from(why.is_some());
            service.stop().await.unwrap();
        }
        assert_eq!(warnings, told);
        if shared {
            town.starts().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_machines_with_folders_of_their_own_the_second_is_told_at_the_upgrade() {
    let mut town = town().await;
    let (_, own) = another(&town, "own");
    // Nobody has compared before: the database knows no place, and the folders have no mark.
    town.stops().await;
    town.database.execute("DELETE FROM meta WHERE key = 'files_at'").await;
    std::fs::remove_dir_all(folder(&town).join("place")).unwrap();
    town.starts().await;
    let other = town.another_process_with("BLOB_URL", &own).await.unwrap();
    assert!(warned(&other).await.is_some());
    other.stop().await.unwrap();
    town.ends().await;
}

/// What was kept is lost, or it is a database from a copy whose files were not copied.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_town_whose_files_are_lost_goes_on_with_a_new_folder_once_somebody_says_so() {
    let mut town = town().await;
    let url = another(&town, "blobs").1;
    town.stops().await;
    std::fs::remove_dir_all(folder(&town)).unwrap();
    town.starts().await;
    let why = warned(town.service()).await.unwrap();
    assert!(why.contains("run `rispondo files adopt`"), "{why}");
    town.stops().await;
    let ran = command(&town, &url).succeeds(&["files", "adopt"]).await;
    assert!(ran.out().starts_with("Photos and mails are kept here from now on: "), "{}", ran.out());
    town.starts().await;
    // Said twice it is the same place.
    command(&town, &url).succeeds(&["files", "adopt"]).await;
    assert_eq!(warned(town.service()).await, None);
    town.ends().await;
}

/// Whoever is in a hurry does not take the place away from those who are at work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_is_not_taken_away_from_who_works_in_it() {
    let mut town = town().await;
    let (own, url) = another(&town, "own");
    town.settles().await;
    crate::support::post::until("it is the sender", async || {
        town.store().lease("sender").await.unwrap().is_some_and(|lease| lease.beat >= 0)
    })
    .await;
    let ran = command(&town, &url).fails(&["files", "adopt"]).await;
    let why = "a process of the service is at work in another place: stop all of them first";
    assert!(ran.err().contains(why), "{}", ran.err());

    // One that was killed gave nothing back: it is looked whether it lives.
    town.dies();
    command(&town, &url).succeeds(&["files", "adopt"]).await;
    town.starts().await;
    assert!(warned(town.service()).await.is_some());
    town.stops().await;
    std::fs::remove_dir_all(folder(&town)).unwrap();
    std::fs::rename(&own, folder(&town)).unwrap();
    town.starts().await;
    assert_eq!(warned(town.service()).await, None);
    town.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_folder_to_a_bucket_and_back() {
    let mut town = town().await;
    let s3 = S3::start().await;
    let file = another(&town, "blobs").1;
    let bucket = s3.variables();
    let bucket: Vec<_> = bucket.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let there = |program: Program| {
        bucket.iter().fold(program, |program, (name, value)| program.with(name, value))
    };
    town.stops().await;
    town.set_all(&bucket);
    town.starts().await;
    let why = warned(town.service()).await.unwrap();
    assert!(why.starts_with("BLOB_URL names bucket town, below rispondo, and"), "{why}");
    town.stops().await;
    there(command(&town, "")).succeeds(&["files", "adopt"]).await;
    town.starts().await;
    assert_eq!(warned(town.service()).await, None);
    let other = town.another_process_with("BLOB_URL", &file).await.unwrap();
    assert!(warned(&other).await.is_some());
    other.stop().await.unwrap();

    // A server that is away for a moment is no other place.
    town.stops().await;
    s3.is_away(true);
    town.starts().await;
    town.stops().await;
    s3.is_away(false);

    town.set("BLOB_URL", &file);
    command(&town, &file).succeeds(&["files", "adopt"]).await;
    town.starts().await;
    town.ends().await;
}

on_both_databases! {
    async fn a_folder_that_is_moved_with_what_is_in_it_is_the_same_place(town: Town) {
        let mut town = town;
        town.stops().await;
        let (moved, url) = another(&town, "moved");
        std::fs::rename(folder(&town), moved).unwrap();
        town.set("BLOB_URL", &url);
        town.starts().await;
        assert_eq!(warned(town.service()).await, None);
        town.ends().await;
    }

    /// A first start, the next one, and one from an older copy of the folder.
    async fn a_start_leaves_one_mark_and_the_next_ones_find_it(town: Town) {
        let mut town = town;
        let marks = |town: &Town| {
            let marks = std::fs::read_dir(folder(town).join("place")).unwrap();
            marks.map(|mark| mark.unwrap().path()).collect::<Vec<_>>()
        };
        let first = marks(&town);
        assert_eq!(first.len(), 1);
        let said = std::fs::read_to_string(&first[0]).unwrap();
        assert!(said.contains("rispondo"), "{said}");
        let blobs = Blobs::open(&BlobConfig::Folder(folder(&town))).unwrap();
        let photo = blobs.put(Bytes::from_static(b"photo")).await.unwrap();
        town.stops().await;
        std::fs::remove_file(folder(&town).join(photo)).unwrap();
        town.starts().await;
        assert_eq!(warned(town.service()).await, None);
        assert_eq!(marks(&town), first);
        town.ends().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_town_on_sqlite_goes_on_in_another_place_and_says_it_until_it_is_mended() {
    let mut town = Town::on(Database::sqlite()).await;
    let (aside, url) = (town.folder().join("aside"), another(&town, "blobs").1);
    town.stops().await;
    std::fs::rename(folder(&town), &aside).unwrap();
    for _ in 0..2 {
        town.starts().await;
        let why = warned(town.service()).await.unwrap();
        assert!(why.contains("BLOB_URL names"), "{why}");
        town.stops().await;
    }
    let ran = command(&town, &url).runs(&["check"]).await;
    assert!(photos(&town, &ran).contains("WRONG  photos"), "{}", ran.out());

    // A share that was not mounted yet, say: nothing need be told to anybody.
    let not_mounted = town.folder().join("not mounted");
    std::fs::rename(folder(&town), &not_mounted).unwrap();
    std::fs::rename(&aside, folder(&town)).unwrap();
    town.starts().await;
    assert_eq!(warned(town.service()).await, None);
    town.stops().await;

    // Or it is the place from now on.
    std::fs::rename(folder(&town), &aside).unwrap();
    command(&town, &url).succeeds(&["files", "adopt"]).await;
    town.starts().await;
    assert_eq!(warned(town.service()).await, None);
    town.ends().await;
}
