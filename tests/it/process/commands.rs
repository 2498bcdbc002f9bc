//! What the program says when it is called by hand.

use std::os::unix::fs::PermissionsExt as _;

use sqlx::Connection as _;

use super::program::{DIRECTORY, Ground, Program, without};

#[tokio::test]
async fn without_configuration_it_says_what_is_missing_and_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::in_folder(folder.path()).fails(&["serve"]).await;
    insta::assert_snapshot!(ran.err(), @r"
    the configuration is not complete:
      TELEGRAM_BOT_TOKEN is not set. Write to @BotFather in Telegram: /newbot makes a bot, /mybots shows the token of one.
    ");
}

#[tokio::test]
async fn a_line_of_the_env_file_that_cannot_be_read_is_said_by_its_number_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    std::fs::write(&file, "TELEGRAM_BOT_TOKEN=111:TOWN\nSMTP_URL=smtps://town:pass word@mx\n")
        .unwrap();
    let ran = Program::in_folder(folder.path()).fails(&["serve"]).await;
    insta::assert_snapshot!(without(folder.path(), &ran.err()), @r#"FOLDER/.env, line 2: this cannot be read as NAME=VALUE. A value with spaces in it stands between '…', a comment on a line of its own; in a password write a space as %20, " as %22, ' as %27, \ as %5C, $ as %24."#);

    // A link that leads nowhere but to itself is there, and nobody can read it.
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&file, &file).unwrap();
    let ran = Program::in_folder(folder.path()).fails(&["migrate"]).await;
    assert!(ran.err().contains("/.env cannot be read: "), "{}", ran.err());
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path())
        .with("TELEGRAM_BOT_TOKEN", "not a token")
        .with("TELEGRAM_WEBHOOK_URL", "https://town.example/telegram")
        .with("TELEGRAM_LIMITS", "many")
        .with("DATABASE_URL", "mysql://town")
        .with("HTTP_ADDR", "here");
    let ran = program.fails(&["serve"]).await;
    insta::assert_snapshot!(ran.err(), @r"
    the configuration is not complete:
      TELEGRAM_BOT_TOKEN does not look like a token (a number, a colon, letters and digits). Write to @BotFather in Telegram: /newbot makes a bot, /mybots shows the token of one.
      TELEGRAM_WEBHOOK_SECRET is not 1 to 256 of A-Z a-z 0-9 _ -. Write a long random one, as `openssl rand -hex 32` makes it.
      TELEGRAM_LIMITS is none of: standard, off, a number. Leave it out for the public Bot API.
      HTTP_ADDR is not an address and a port. Write HTTP_ADDR=127.0.0.1:8080, or another IP address and port.
      DATABASE_URL is neither a SQLite file nor a PostgreSQL address. Write sqlite://rispondo.db or postgres://USER:PASSWORD@HOST/DATABASE.
    ");
}

#[tokio::test]
async fn a_town_without_a_directory_is_told_where_to_begin() {
    let ground = Ground::new().await;
    let program = ground.program().without("DIRECTORY_FILE");
    let ran = program.fails(&["serve"]).await;
    insta::assert_snapshot!(ran.err(), @r"there is no directory yet: copy directory.example.toml, name the copy in DIRECTORY_FILE");
}

#[tokio::test]
async fn a_first_directory_with_a_mistake_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("directory.toml");
    std::fs::write(&file, "[municipality]\n").unwrap();
    let program = Program::town(folder.path(), "http://127.0.0.1:1", "sqlite://town.db")
        .with("DIRECTORY_FILE", &file.display().to_string());
    let ran = program.fails(&["serve"]).await;
    assert!(ran.err().contains("directory.toml has a mistake"), "{}", ran.err());
}

/// A town that is known goes on as it was, and is told; one that is not has nothing to go on with.
#[tokio::test]
async fn a_directory_file_that_is_not_there_stops_no_town_that_is_known() {
    let ground = Ground::new().await;
    let program = ground.program().with("DIRECTORY_FILE", "nowhere.toml");
    let ran = program.fails(&["serve"]).await;
    assert!(ran.err().contains("DIRECTORY_FILE: nowhere.toml cannot be read"), "{}", ran.err());

    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let serving = program.serves();
    let maria = ground.sim.user("Maria").language("en").create().private(&ground.bot);
    maria.sends("/help");
    let help = maria.next().await;
    assert!(help.text.contains("/new"), "{}", help.text);
    let log = serving.log();
    assert!(log.contains("directory.not_imported"), "{log}");
    assert!(!log.contains('\u{1b}'), "no colours in a file: {log:?}");
    assert!(serving.stops().await.success());
    let ran = program.runs(&["check"]).await;
    assert!(
        ran.out().contains("WRONG  directory file nowhere.toml cannot be read"),
        "{}",
        ran.out()
    );
}

#[tokio::test]
async fn an_address_that_another_program_has_is_told_with_the_cure() {
    let ground = Ground::new().await;
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let town = || ground.program();
    let mail = |program: Program| {
        program.with("MAIL_ADDRESS", "town@comune.test").with("SMTP_URL", "smtp://127.0.0.1:1")
    };
    for program in [
        town().with("ADMIN_ADDR", &address),
        mail(town()).with("LMTP_ADDR", &address),
        mail(town()).with("PUBLIC_URL", "https://comune.test").with("HTTP_ADDR", &address),
    ] {
        let ran = program.with("RUST_LOG", "off").fails(&["serve"]).await;
        let said = ran.err().replace(&address, "ADDRESS");
        let cure = "_ADDR: ADDRESS cannot be listened on. Write an address of this computer and a \
                    port that nobody uses; HTTP_ADDR, ADMIN_ADDR and LMTP_ADDR must differ: Address \
                    already in use";
        assert!(said.contains(cure), "{said}");
    }
}

#[tokio::test]
async fn a_setting_that_nothing_reads_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "AWS_ENDPOINT_URL=https://s3.test\n").unwrap();
    let program =
        Program::in_folder(folder.path()).with("PEC_REWIEW", "on").with("AWS_PROFILE", "x");
    let out = program.runs(&["check"]).await.out();
    let notes: Vec<_> = out.lines().filter(|line| line.starts_with("note   settings")).collect();
    insta::assert_snapshot!(notes.join("\n"), @r"
    note   settings       AWS_ENDPOINT_URL is no setting and does nothing
    note   settings       PEC_REWIEW is no setting and does nothing: is PEC_REVIEW meant?
    ");
    let said = program.with("TELEGRAM_BOT_TOKEN", "1:A").runs(&["serve"]).await.err();
    assert!(said.contains("config.unknown: PEC_REWIEW is no setting"), "{said}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_told_with_its_file_and_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let program =
        Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://no/where/town.db");
    let ran = program.fails(&["migrate"]).await;
    insta::assert_snapshot!(ran.err(), @"DATABASE_URL: there is no folder no/where for the file no/where/town.db: make it, or name another file");
}

#[tokio::test]
async fn tables_are_made_and_a_directory_is_imported_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    let ran = program.succeeds(&["migrate"]).await;
    insta::assert_snapshot!(ran.out(), @r"The tables are up to date.");
    assert!(folder.path().join("town.db").exists());

    let ran = program.succeeds(&["directory", "import", DIRECTORY]).await;
    insta::assert_snapshot!(ran.out(), @r"The directory: 23 entries added, 0 changed, 0 as before.");
    let ran = program.succeeds(&["directory", "import", DIRECTORY]).await;
    insta::assert_snapshot!(ran.out(), @r"The directory: 0 entries added, 0 changed, 23 as before.");
}

#[tokio::test]
async fn the_directory_is_written_to_a_new_file_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    program.succeeds(&["migrate"]).await;
    let ran = program.fails(&["directory", "export", "now.toml"]).await;
    insta::assert_snapshot!(ran.err(), @"no directory was imported yet: set DIRECTORY_FILE, or run `rispondo directory import FILE`");
    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let ran = program.succeeds(&["directory", "export", "now.toml"]).await;
    insta::assert_snapshot!(ran.out(), @"The directory as it is now is in now.toml.");
    let file = folder.path().join("now.toml");
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# The town's directory as it stood on "), "{text}");
    let ran = program.succeeds(&["directory", "import", "now.toml"]).await;
    insta::assert_snapshot!(ran.out(), @"The directory: 0 entries added, 0 changed, 23 as before.");

    // Nothing is written over, or where nothing can be.
    std::fs::write(&file, "of somebody's own").unwrap();
    let ran = program.fails(&["directory", "export", "now.toml"]).await;
    insta::assert_snapshot!(ran.err(), @"now.toml is there already: name a new file");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "of somebody's own");
    let ran = program.fails(&["directory", "export", "no/where.toml"]).await;
    insta::assert_snapshot!(ran.err(), @"no/where.toml cannot be written: No such file or directory (os error 2)");
    // `rispondo directory export | head`
    let ran = program.runs_unread(&["directory", "export"]).await;
    assert!(ran.succeeded(), "{}", ran.err());
}

/// An older version took in what this one would refuse.
#[tokio::test]
async fn a_directory_that_no_file_can_say_is_written_with_what_is_to_be_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let url = format!("sqlite://{}", folder.path().join("town.db").display());
    let mut town = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let blank = "UPDATE directory SET data = replace(data, 'Carlo Neri', ' ')";
    sqlx::query(blank).execute(&mut town).await.unwrap();
    let ran = program.succeeds(&["directory", "export"]).await;
    insta::assert_snapshot!(ran.err(), @"It cannot be imported before this is corrected in it: a person of the URP has an empty name. Write a name between the quotes.");
    let out = ran.out();
    let head: Vec<_> = out.lines().take_while(|line| line.starts_with('#')).collect();
    insta::assert_snapshot!(head[head.len() - 3..].join("\n"), @r"
    #
    # Before it is imported, this needs correcting:
    # a person of the URP has an empty name. Write a name between the quotes.
    ");
    assert!(out.contains("{ name = \" \", telegram_id = 12 }"), "{out}");
}

#[tokio::test]
async fn the_demonstration_answers_everybody_in_both_languages_and_leaves_nothing() {
    for locale in ["it", "en"] {
        let folder = tempfile::tempdir().unwrap();
        let temporary = folder.path().join("tmp");
        std::fs::create_dir(&temporary).unwrap();
        let program =
            Program::in_folder(folder.path()).with("TMPDIR", &temporary.display().to_string());
        let ran = program.runs(&["demo", "--locale", locale]).await;
        assert!(ran.succeeded(), "{}\n{}", ran.out(), ran.err());
        // Every chapter is told; who wrote by mail is answered by mail, with links.
        for told in ["══ 1. ", "══ 2. ", "/solved", "══ 3. ", "══ 4. ", "══ 5. ", "2026-000004"]
        {
            assert!(ran.out().contains(told), "{told}: {}", ran.out());
        }
        let left: Vec<_> = std::fs::read_dir(&temporary).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
        let here: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(here.len(), 1, "{here:?}");
    }
}

#[tokio::test]
async fn the_demonstration_can_be_kept_to_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path());
    let ran = program.runs(&["demo", "--locale", "en", "--keep", "kept"]).await;
    assert!(ran.succeeded(), "{}\n{}", ran.out(), ran.err());
    let kept = folder.path().join("kept");
    assert!(kept.join("rispondo.db").exists());
    let mails = std::fs::read_dir(kept.join("mail")).unwrap();
    let mails = mails.filter(|file| file.as_ref().unwrap().path().extension().unwrap() == "eml");
    assert_eq!(mails.count(), 4, "a question, thanks, known already, a reply");
    // The pretend Telegram forgets, the database does not: each story has a folder of its own.
    let ran = program.fails(&["demo", "--locale", "en", "--keep", "kept"]).await;
    insta::assert_snapshot!(ran.err(), @"There is a story in kept already: please name another folder.");
}

#[tokio::test]
async fn in_the_wrong_folder_nothing_is_listed_copied_or_made() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::town(folder.path(), "http://127.0.0.1:1", "sqlite://town.db");
    for arguments in [
        &["failed", "list"][..],
        &["failed", "retry"],
        &["backup", "copy.db"],
        &["directory", "export"],
        &["directory", "export", "now.toml"],
    ] {
        let ran = program.fails(arguments).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(without(folder.path(), &ran.err()), @"there is no database at FOLDER/town.db: run this in the folder where the service runs, as its user (sudo -u rispondo sh -c 'cd /var/lib/rispondo && rispondo …')");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let ran = program.fails(&["check"]).await;
    let out = without(folder.path(), &ran.out());
    assert!(
        out.contains("note   database       none at FOLDER/town.db yet: the first start makes it"),
        "{out}"
    );
    assert!(!folder.path().join("town.db").exists());
}

#[tokio::test]
async fn a_copy_of_the_database_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    program.succeeds(&["migrate"]).await;
    let ran = program.succeeds(&["backup", "copy.db"]).await;
    insta::assert_snapshot!(ran.out(), @r"
    The database as it is now is in copy.db.
    Now copy the photos and mails that it names: blobs
    ");
    let ran = program.fails(&["backup", "copy.db"]).await;
    insta::assert_snapshot!(ran.err(), @"copy.db is there already: name a new file");
    let program = program.with("DATABASE_URL", "postgres://127.0.0.1:1/town");
    let ran = program.fails(&["backup", "other.db"]).await;
    insta::assert_snapshot!(ran.err(), @"this database is PostgreSQL's, whose own program copies it: (umask 077; pg_dump --format=custom --file=FILE 'postgres://…') (the address in DATABASE_URL; behind a pooler the one in DATABASE_DIRECT_URL)");
    assert!(!folder.path().join("other.db").exists());
}

#[tokio::test]
async fn what_was_set_aside_is_listed_and_run_again() {
    let ground = Ground::new().await;
    let maria = ground.sim.user("Maria").id(5).language("en").create();
    maria.knows(&ground.bot);
    let program = ground.program();
    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let ran = program.runs(&["failed", "list"]).await;
    insta::assert_snapshot!(ran.out(), @"Nothing is set aside.");

    // An update that the version before could not process.
    let url = format!("sqlite://{}", ground.folder.path().join("town.db").display());
    let store = rispondo::store::Store::open(&url).await.unwrap();
    let update = r#"{"update_id":7,"message":{"message_id":1,"date":1795000000,"text":"/help",
        "chat":{"id":5,"type":"private","first_name":"Maria"},
        "from":{"id":5,"is_bot":false,"first_name":"Maria","language_code":"en"}}}"#;
    let at = "2026-11-24T09:00:00Z".parse().unwrap();
    store.set_aside("telegram", update, "a fault of the last version", at).await.unwrap();
    store.close().await;
    let ran = program.runs(&["failed", "list"]).await;
    insta::assert_snapshot!(ran.out(), @r"
    number  came                  attempts  error
         1  2026-11-24 09:00:00          1  a fault of the last version
    ");
    let ran = program.succeeds(&["failed", "retry"]).await;
    insta::assert_snapshot!(ran.out(), @"1: processed");
    let ran = program.runs(&["failed", "list"]).await;
    insta::assert_snapshot!(ran.out(), @"Nothing is set aside.");

    let ran = program.fails(&["failed", "retry", "999"]).await;
    insta::assert_snapshot!(ran.out(), @"999: nothing of that number is set aside");

    // Nobody has told the bot's name yet, and Telegram does not.
    let revoked = program.with("TELEGRAM_BOT_TOKEN", "111:REVOKED");
    let ran = revoked.fails(&["failed", "retry"]).await;
    insta::assert_snapshot!(ran.err(), @"TELEGRAM_BOT_TOKEN is not known to Telegram (401 Unauthorized). Ask @BotFather in Telegram: /mybots shows the token.");
    let away = revoked.with("TELEGRAM_API_URL", "http://127.0.0.1:1");
    let ran = away.fails(&["failed", "retry"]).await;
    assert!(ran.err().starts_with("Telegram does not answer ("), "{}", ran.err());
    let program =
        away.with("TELEGRAM_BOT_TOKEN", "111:TOWN").with("TELEGRAM_API_URL", &ground.sim.api_url());

    // What it causes is sent once the service runs.
    let serving = program.serves();
    let help = maria.private(&ground.bot).next().await;
    assert!(help.text.contains("/new"), "{}", help.text);
    assert!(serving.stops().await.success());
    ground.sim.finish();

    // From then on its name is known: what is run again needs no Telegram.
    let away = program.with("TELEGRAM_API_URL", "http://127.0.0.1:1");
    away.succeeds(&["failed", "retry"]).await;
}
