//! Importing the directory: only what the file says differently, and nothing undone.

use rispondo::config::directory_file::{self, Remarks};
use rispondo::domain::directory::Directory;
use rispondo::domain::ids::{ChatId, MessageId, TelegramId};
use rispondo::domain::outgoing::{Outgoing, Purpose, Target};
use rispondo::domain::people::Capacity;
use rispondo::domain::step::{Changes, Claimed};
use rispondo::domain::town::{Binding, TownChange, TownChanges};
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

/// What `rispondo directory export` writes.
async fn exported(store: &Store) -> String {
    let rows = store.directory_rows().await.unwrap();
    let file = directory_file::write(&rows, &Remarks::default());
    directory_file::says(&file, &rows).unwrap();
    file
}

/// Whether the town is the same, whichever its version.
fn same(one: &Directory, other: &Directory) -> bool {
    Directory { version: 0, ..one.clone() } == Directory { version: 0, ..other.clone() }
}

async fn changes(store: &Store, changes: Vec<TownChange>) {
    let seen = stands(store).await.version;
    change(store, Changes { town: TownChanges { seen, changes }, ..Changes::default() }).await;
}

fn joined(capacity: Capacity, name: &str, telegram: i64) -> TownChange {
    let (name, telegram) = (name.to_owned(), TelegramId(telegram));
    TownChange::Joined { capacity, name, telegram, at: town::now() }
}

fn removed(capacity: Capacity, name: &str, telegram: i64) -> TownChange {
    let (name, telegram) = (name.to_owned(), Some(TelegramId(telegram)));
    TownChange::Removed { capacity, name, telegram, at: town::now() }
}

/// Numbers by lot, each time the same ones.
struct Lots(u64);

impl Lots {
    fn up_to(&mut self, many: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.up_to(all.len() as u64)).unwrap()].clone()
    }
}

/// Few names and few accounts, so that people share them, leave, and come again. Nobody joins who is that already.
fn any_change(town: &Directory, lots: &mut Lots) -> TownChange {
    let roles = [
        Capacity::Supervisor,
        Capacity::Urp,
        Capacity::Referent("strade".into()),
        Capacity::Operator("strade".into()),
        Capacity::Referent("verde".into()),
    ];
    let (role, name) = (lots.one_of(&roles), lots.one_of(&["Dora Verdi", "Ezio Gialli", "Mario"]));
    let account = lots.one_of(&[21, 22, 23]);
    let of = [Binding::Urp, Binding::Office("strade".into()), Binding::Office("verde".into())];
    match lots.up_to(5) {
        0 | 1 if !town.capacities(TelegramId(account)).contains(&role) => {
            joined(role, name, account)
        }
        0..=3 => removed(role, name, account),
        _ => {
            let (to, chat) = (lots.one_of(&of), lots.one_of(&[None, Some(-200), Some(-300)]));
            TownChange::Bound { to, chat: chat.map(ChatId), at: town::now() }
        }
    }
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

    /// The example says so of whatever is taken out.
    async fn an_id_that_is_taken_out_of_the_file_stays(store: Store) {
        let with_ids = with("{ name = \"Dora Verdi\" }", "{ name = \"Dora Verdi\", telegram_id = 13 }")
            .replacen("name = \"Strade\"", "name = \"Strade\"\nchat_id = -200", 1);
        import(&store, &with_ids).await;
        // Since then the URP's group has become another one in Telegram.
        let moved = ChatId(-1_000_100);
        change(&store, Changes { migrated: vec![(town::URP, moved)], ..Changes::default() }).await;
        assert!(town::FILE.contains("urp_chat_id = -100\n"));
        import(&store, &town::FILE.replacen("urp_chat_id = -100\n", "", 1)).await;
        let town = stands(&store).await;
        assert_eq!(town.offices[0].chat, Some(ChatId(-200)));
        assert_eq!(town.urp_chat, Some(moved));
        assert_eq!(town.staff_name(TelegramId(13)), Some("Dora Verdi"));
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

    /// What `rispondo directory export` writes is from then on what the file said last.
    async fn the_town_written_as_a_file_and_imported_is_the_same_town(store: Store) {
        settle(&store).await;
        let joined = |capacity, name, telegram| joined(capacity, name, telegram);
        let strade = || Capacity::Referent("strade".into());
        changes(&store, vec![
            joined(Capacity::Urp, "Dora Verdi", 13),
            joined(Capacity::Urp, "Elio Nuovo", 14),
            joined(strade(), "Mario Rossi", 22),
            joined(strade(), "Mario Rossi", 23),
            removed(strade(), "Mario Rossi", 22),
            TownChange::Bound { to: Binding::Office("strade".into()), chat: Some(ChatId(-200)), at: town::now() },
            TownChange::Bound { to: Binding::Urp, chat: None, at: town::now() },
        ]).await;
        let before = stands(&store).await;
        let file = exported(&store).await;
        let summary = import(&store, &file).await;
        assert_eq!((summary.added, summary.changed), (0, 0), "nothing is new in it");
        assert!(same(&stands(&store).await, &before));
        assert_eq!(import(&store, &file).await.same, summary.same);

        // The file is changed: a removed person does not come back by it, no account is lost, no group separated.
        let file = file.replace("\"Strade\"", "\"Vie\"").replace("\"Elio Nuovo\"", "\"Elio Vecchio\"");
        assert_eq!(import(&store, &file).await.changed, 2);
        let town = stands(&store).await;
        let strade = &town.offices[0];
        assert_eq!((strade.name.as_str(), strade.chat, town.urp_chat), ("Vie", Some(ChatId(-200)), None));
        let accounts: Vec<_> = strade.referents.iter().map(|one| one.telegram).collect();
        assert_eq!(accounts, [None, Some(TelegramId(23))]);
        assert_eq!(town.staff_name(TelegramId(14)), Some("Elio Vecchio"));
        assert_eq!(town.urp.len(), 3);

        // And what changes in chat from now on stays, though the file says what it said.
        changes(&store, vec![
            TownChange::Bound { to: Binding::Office("strade".into()), chat: Some(ChatId(-300)), at: town::now() },
            removed(Capacity::Urp, "Elio Vecchio", 14),
        ]).await;
        import(&store, &file.replace("\"Vie\"", "\"Strade\"")).await;
        let town = stands(&store).await;
        assert_eq!(town.offices[0].chat, Some(ChatId(-300)));
        assert_eq!(town.staff_name(TelegramId(14)), None);
    }

    /// Their account, found in chat, is something that no file had said before.
    async fn who_is_removed_after_a_file_was_written_does_not_come_back_by_it(store: Store) {
        settle(&store).await;
        changes(&store, vec![joined(Capacity::Urp, "Dora Verdi", 13), joined(Capacity::Urp, "Elio Nuovo", 14)]).await;
        let file = exported(&store).await;
        changes(&store, vec![removed(Capacity::Urp, "Dora Verdi", 13), removed(Capacity::Urp, "Elio Nuovo", 14)]).await;
        import(&store, &file).await;
        assert_eq!(stands(&store).await.urp.len(), 1);
        // What the file then says of somebody is new.
        import(&store, &file.replace("telegram_id = 14", "telegram_id = 14, phone = \"040 14\"")).await;
        assert_eq!(stands(&store).await.staff_name(TelegramId(14)), Some("Elio Nuovo"));
    }

    async fn colleagues_of_one_name_are_told_apart_by_their_accounts(store: Store) {
        let three = with("{ name = \"Dora Verdi\" }", "{ name = \"Mario\", telegram_id = 21 }, { name = \"Mario\", telegram_id = 22 }");
        import(&store, &three).await;
        let before = stands(&store).await;
        assert_eq!(before.urp.iter().filter(|one| one.name == "Mario").count(), 2);
        let again = import(&store, &three).await;
        assert_eq!((again.added, again.changed), (0, 0));
        // The first goes, so the second is the first in the file.
        changes(&store, vec![removed(Capacity::Urp, "Mario", 21)]).await;
        let left = with("{ name = \"Dora Verdi\" }", "{ name = \"Mario\", telegram_id = 22, phone = \"040 22\" }");
        let summary = import(&store, &left).await;
        assert_eq!((summary.added, summary.changed), (0, 1));
        let urp = stands(&store).await.urp;
        let accounts: Vec<_> = urp.iter().map(|one| (one.telegram, one.phone.as_deref())).collect();
        assert_eq!(accounts, [(Some(TelegramId(12)), None), (Some(TelegramId(22)), Some("040 22"))]);
        // A third one may stand before him.
        let third = left.replace("{ name = \"Mario\"", "{ name = \"Mario\", telegram_id = 23 }, { name = \"Mario\"");
        import(&store, &third).await;
        let accounts: Vec<_> = stands(&store).await.urp.iter().map(|one| one.telegram).collect();
        assert_eq!(accounts, [Some(TelegramId(12)), Some(TelegramId(23)), Some(TelegramId(22))]);
        assert_eq!(import(&store, &third).await.changed, 0);
    }

    /// Whatever happens in chat, in whatever order: what is written and read again is the town.
    async fn a_town_is_the_same_after_its_file_was_written_and_read(store: Store) {
        settle(&store).await;
        let mut lots = Lots(1);
        for round in 0..40 {
            for _ in 0..lots.up_to(4) {
                let change = any_change(&stands(&store).await, &mut lots);
                changes(&store, vec![change]).await;
            }
            let before = stands(&store).await;
            let file = exported(&store).await;
            let summary = import(&store, &file).await;
            assert_eq!((summary.added, summary.changed), (0, 0), "round {round}: {file}");
            assert!(same(&stands(&store).await, &before), "round {round}: {file}");
            // A file from before what happened since, which says no more than stood then.
            let change = any_change(&before, &mut lots);
            let is_removal = matches!(change, TownChange::Removed { .. });
            changes(&store, vec![change]).await;
            let changed = stands(&store).await;
            import(&store, &file).await;
            assert!(!is_removal || same(&stands(&store).await, &changed), "round {round}: {file}");
        }
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
