//! Importing the directory: only what the file says differently, and nothing undone.

use rispondo::config::directory_file;
use rispondo::domain::directory::Directory;
use rispondo::domain::ids::{ChatId, MessageId, TelegramId};
use rispondo::domain::outgoing::{Outgoing, Purpose, Target};
use rispondo::domain::people::Capacity;
use rispondo::domain::step::{Changes, Claimed};
use rispondo::domain::town::{TownChange, TownChanges};
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::{ImportSummary, Store};
use sqlx::Connection as _;

use super::{change, said, settle};
use crate::support::facts as town;
use crate::support::{Database, on_both};

async fn import(store: &Store, file: &str) -> ImportSummary {
    let rows = directory_file::parse(file).unwrap();
    store.import_directory(rows, "directory.toml", town::now()).await.unwrap()
}

async fn stands(store: &Store) -> Directory {
    // A step looks at the version first: what another process imported is seen.
    store.read(rispondo::domain::step::Keys::default()).await.unwrap().directory.as_ref().clone()
}

/// The file with something written otherwise.
fn with(from: &str, to: &str) -> String {
    assert!(town::FILE.contains(from), "{from}");
    town::FILE.replacen(from, to, 1)
}

on_both! {
    async fn what_was_imported_is_what_the_file_says(store: Store) {
        settle(&store).await;
        let version = stands(&store).await.version;
        let file = Directory { version, ..town::directory() };
        assert_eq!(stands(&store).await, file);
    }

    async fn the_same_file_again_changes_nothing(store: Store) {
        settle(&store).await;
        let before = stands(&store).await;
        let summary = import(&store, town::FILE).await;
        assert_eq!((summary.added, summary.changed), (0, 0));
        assert_eq!(stands(&store).await, before, "not even its version");
    }

    async fn a_file_changes_what_it_says_anew_and_keeps_what_it_leaves_out(store: Store) {
        settle(&store).await;
        let file = with("name = \"Strade\"", "name = \"Strade e marciapiedi\"")
            .replace("{ name = \"Dora Verdi\" }", "{ name = \"Dora Verdi\", telegram_id = 13 }")
            .replace("[[office]]\ncode = \"verde\"\nname = \"Verde\"\nreferents = [{ name = \"Ida Viola\" }]\n", "");
        let summary = import(&store, &file).await;
        assert_eq!(summary.added, 0);
        let town = stands(&store).await;
        assert_eq!(town.office_name(&"strade".into()), "Strade e marciapiedi");
        assert_eq!(town.office_name(&"verde".into()), "Verde", "nothing is ever deleted");
        // Dora's account is known now: the same person, not a second one.
        assert_eq!(town.urp.len(), 2);
        assert_eq!(town.staff_name(TelegramId(13)), Some("Dora Verdi"));
    }

    async fn what_was_changed_otherwise_is_not_undone(store: Store) {
        settle(&store).await;
        let moved = ChatId(-1_000_100);
        let migrated = vec![(town::URP, moved)];
        change(&store, Changes { migrated, ..Changes::default() }).await;
        import(&store, &with("name = \"Strade\"", "name = \"Vie\"")).await;
        let town = stands(&store).await;
        assert_eq!((town.offices[0].name.as_str(), town.urp_chat), ("Vie", Some(moved)));
        // Unless the file itself says something else than before.
        import(&store, &with("urp_chat_id = -100", "urp_chat_id = -55")).await;
        assert_eq!(stands(&store).await.urp_chat, Some(ChatId(-55)));
    }

    async fn who_joined_without_an_id_in_the_file_keeps_the_account_that_was_found(store: Store) {
        settle(&store).await;
        let seen = stands(&store).await.version;
        let joined = |name: &str, telegram| TownChange::Joined {
            capacity: Capacity::Urp,
            name: name.to_owned(),
            telegram: TelegramId(telegram),
            at: town::now(),
        };
        // One whom the file names without an id, one whom it does not name, and a namesake.
        let changes = vec![joined("Dora Verdi", 13), joined("Elio Nuovo", 14), joined("Elio Nuovo", 15)];
        change(&store, Changes { town: TownChanges { seen, changes }, ..Changes::default() }).await;
        assert_eq!(stands(&store).await.urp.len(), 4);
        import(&store, town::FILE).await;
        let file = with("{ name = \"Dora Verdi\" }", "{ name = \"Dora Verdi\", phone = \"040 13\" }");
        import(&store, &file).await;
        let urp = stands(&store).await.urp;
        let dora = urp.iter().find(|one| one.name == "Dora Verdi").unwrap();
        assert_eq!((dora.telegram, dora.phone.as_deref()), (Some(TelegramId(13)), Some("040 13")));
        let namesakes = urp.iter().filter(|one| one.name == "Elio Nuovo");
        let accounts: Vec<_> = namesakes.map(|one| one.telegram).collect();
        assert_eq!(accounts, [Some(TelegramId(14)), Some(TelegramId(15))]);
    }

    async fn a_person_whose_name_is_corrected_is_known_by_their_account(store: Store) {
        settle(&store).await;
        let joined = TownChange::Joined {
            capacity: Capacity::Urp,
            name: "Dora Verdi".to_owned(),
            telegram: TelegramId(13),
            at: town::now(),
        };
        let seen = stands(&store).await.version;
        let changes = TownChanges { seen, changes: vec![joined] };
        change(&store, Changes { town: changes, ..Changes::default() }).await;
        let before = stands(&store).await.urp.len();

        // Dora, who joined by an invitation, is now written with her account; nobody is there twice.
        let married = with("{ name = \"Dora Verdi\" }", "{ name = \"Dora Verdi Blu\", telegram_id = 13 }");
        let summary = import(&store, &married).await;
        assert_eq!((summary.added, summary.changed), (0, 1));
        let town = stands(&store).await;
        assert_eq!(town.urp.len(), before);
        assert_eq!(town.staff_name(TelegramId(13)), Some("Dora Verdi Blu"));
        assert_eq!(import(&store, &married).await.changed, 0);

        // Whom the file names beside them is another person, whatever account stands there.
        let both = with("{ name = \"Dora Verdi\" }", "{ name = \"Dora Verdi Blu\" }, { name = \"Zoe\", telegram_id = 13 }");
        assert_eq!(import(&store, &both).await.added, 1);
        assert_eq!(stands(&store).await.urp.len(), before + 1);
    }

    /// Strangers may be in the group that was the office's.
    async fn what_waits_for_a_group_follows_the_file_to_another_one(store: Store) {
        let of_strade = |chat: i64| with("name = \"Strade\"", &format!("name = \"Strade\"\nchat_id = {chat}"));
        import(&store, &of_strade(-200)).await;
        let [old, new] = [ChatId(-200), ChatId(-300)];
        let outbox = vec![
            Outgoing { purpose: Purpose::Staff, reply_to: Some(Target::Message(MessageId(7))), ..town::message(1, old) },
            // An answer to somebody there, and a message of theirs that changes.
            town::message(2, old),
            Outgoing { purpose: Purpose::Task, ..town::message(3, town::URP) },
        ];
        change(&store, Changes { outbox, ..Changes::default() }).await;
        import(&store, &of_strade(-300)).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let claim = store.claim(epoch, town::now(), 30, &[]).await.unwrap();
        let claimed: Vec<_> = claim.parcels.iter().map(|one| (one.chat(), said(std::slice::from_ref(one)))).collect();
        assert_eq!(claimed, [(new, vec!["1".to_owned()]), (town::URP, vec!["3".to_owned()])]);
        assert!(matches!(&claim.parcels[0], Claimed::Row { target: None, .. }));
    }

    async fn a_change_decided_on_another_town_is_not_carried_out(store: Store) {
        settle(&store).await;
        let town = stands(&store).await;
        let removed = TownChange::Removed {
            capacity: Capacity::Urp,
            name: "Dora Verdi".to_owned(),
            telegram: None,
            at: "2026-11-24T09:00:00Z".parse().unwrap(),
        };
        let changes = TownChanges { seen: town.version - 1, changes: vec![removed] };
        let keys = rispondo::domain::step::Keys::default();
        let done = store.step(keys, move |_| {
            let changes = Changes { town: changes.clone(), ..Changes::default() };
            rispondo::domain::step::Decision::Done(Box::new(changes), ())
        });
        assert!(done.await.is_err());
        assert_eq!(stands(&store).await, town);
    }

    async fn another_process_notices_what_was_imported(store: Store, database: &Database) {
        settle(&store).await;
        let tool = Store::open(&database.url()).await.unwrap();
        assert_eq!(stands(&store).await.name, "Comune di Esempio");
        import(&tool, &with("Comune di Esempio", "Comune di Trieste")).await;
        assert_eq!(stands(&store).await.name, "Comune di Trieste");
    }
}

/// Two transactions at once are PostgreSQL's alone: SQLite has one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_changed_in_chat_during_an_import_is_not_undone_by_it() {
    let database = Database::postgres().await;
    let store = database.open().await;
    settle(&store).await;
    // In chat Dora is removed, in a transaction that is not over yet.
    let mut chat = sqlx::PgConnection::connect(&database.url()).await.unwrap();
    for statement in [
        "BEGIN",
        "UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) \
         WHERE key = 'directory_version'",
        "UPDATE directory SET removed = true WHERE data LIKE '%Dora Verdi%'",
    ] {
        sqlx::query(statement).execute(&mut chat).await.unwrap();
    }
    // The file gives her another place, and says nothing new of her.
    let file =
        with("{ name = \"Dora Verdi\" }", "{ name = \"Zoe Viola\" }, { name = \"Dora Verdi\" }");
    let importing = tokio::spawn({
        let store = store.clone();
        async move { import(&store, &file).await }
    });
    let waits = "SELECT COUNT(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut look = sqlx::PgConnection::connect(&database.url()).await.unwrap();
    loop {
        let (waiting,): (i64,) = sqlx::query_as(waits).fetch_one(&mut look).await.unwrap();
        if waiting > 0 {
            break;
        }
        assert!(!importing.is_finished(), "it waits for what is under way");
        tokio::task::yield_now().await;
    }
    sqlx::query("COMMIT").execute(&mut chat).await.unwrap();
    importing.await.unwrap();
    let names: Vec<String> = stands(&store).await.urp.into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Carlo Neri", "Zoe Viola"]);
}
