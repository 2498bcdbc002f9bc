//! A service that stops begins nothing new.

use std::sync::{Arc, Mutex, mpsc};

use rispondo::blobs::Blobs;
use rispondo::channels::telegram::api::Api;
use rispondo::clock::Clock;
use rispondo::config::blobs::BlobConfig;
use rispondo::config::directory_file;
use rispondo::config::telegram::SendLimits;
use rispondo::domain::ids::ChatId;
use rispondo::domain::step::{Changes, Decision, Keys};
use rispondo::intake::Wakes;
use rispondo::outbox::sender::{ROLE, Sender};
use simulator::Simulator;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::support::Database;
use crate::support::facts::{FILE, message, now};
use crate::support::town::TOKEN;

/// On SQLite, where a claim waits for whoever writes: so it can be stopped in the middle of one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_claimed_meanwhile_is_left_to_the_next_start() {
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot(TOKEN, "rispondo_bot");
    let maria = sim.user("Maria").create();
    maria.knows(&bot);
    let chat = ChatId(maria.private(&bot).chat_id());
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&BlobConfig::Folder(folder.path().to_owned())).unwrap();
    let api = Api::new(&sim.api_url().parse().unwrap(), TOKEN.into()).unwrap();
    let database = Database::sqlite();
    let store = database.open().await;
    let rows = directory_file::parse(FILE).unwrap();
    store.import_directory(rows, "directory.toml", now()).await.unwrap();
    let epoch = store.take_lease(ROLE, now()).await.unwrap();
    let (clock, wakes) = (Clock::manual(now()), Wakes::default());
    let idle = watch::Sender::new(false);
    let mut is_idle = idle.subscribe();
    let stop = CancellationToken::new();
    let sender =
        Sender::new(store.clone(), clock, api, blobs, wakes.clone(), SendLimits::Off, epoch);
    let sending = tokio::spawn(sender.telling(idle).run(stop.clone()));
    is_idle.wait_for(|idle| *idle).await.unwrap();

    // Somebody who writes takes their time over what is to be sent.
    let begun = Arc::new(Notify::new());
    let (go, goes) = mpsc::channel::<()>();
    let (begins, goes) = (Arc::clone(&begun), Mutex::new(goes));
    let writer = store.clone();
    let writing = tokio::spawn(async move {
        let written = writer.step(Keys::default(), move |_| {
            begins.notify_one();
            let _ = goes.lock().unwrap().recv();
            let outbox = vec![message(1, chat)];
            Decision::Done(Box::new(Changes { outbox, ..Changes::default() }), ())
        });
        written.await.unwrap();
    });
    begun.notified().await;
    wakes.outbox.notify_one();
    is_idle.wait_for(|idle| !*idle).await.unwrap();
    stop.cancel();
    drop(go);
    writing.await.unwrap();
    sending.await.unwrap();

    assert!(sim.calls_of("sendMessage").is_empty());
    let next = store.take_lease(ROLE, now()).await.unwrap();
    assert_eq!(store.claim(next, now(), 30, &[]).await.unwrap().parcels.len(), 1);
    let repeated = "SELECT COUNT(*) FROM outbox WHERE repeated";
    assert_eq!(database.count(repeated).await, 0, "nobody need think that it may have arrived");
    sim.finish();
}
