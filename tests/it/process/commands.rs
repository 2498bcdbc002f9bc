//! What the program says when it is called by hand.

use simulator::Simulator;

use super::program::Program;
use crate::support::post::until;

#[tokio::test]
async fn without_configuration_it_says_what_is_missing_and_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let ran = Program::in_folder(folder.path()).runs(&["serve"]).await;
    assert!(!ran.succeeded());
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
    let ran = Program::in_folder(folder.path()).runs(&["serve"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(without(folder.path(), &ran.err()), @r#"FOLDER/.env, line 2: this cannot be read as NAME=VALUE. A value with spaces in it stands between '…', a comment on a line of its own; in a password write a space as %20, " as %22, ' as %27, \ as %5C, $ as %24."#);

    // A link that leads nowhere but to itself is there, and nobody can read it.
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&file, &file).unwrap();
    let ran = Program::in_folder(folder.path()).runs(&["migrate"]).await;
    assert!(!ran.succeeded());
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
    let ran = program.runs(&["serve"]).await;
    assert!(!ran.succeeded());
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
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.add_bot("111:TOWN", "rispondo_bot");
    let program =
        Program::town(folder.path(), &sim.api_url(), "sqlite://town.db").without("DIRECTORY_FILE");
    let ran = program.runs(&["serve"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(ran.err(), @r"there is no directory yet: copy directory.example.toml, name the copy in DIRECTORY_FILE");
}

#[tokio::test]
async fn a_first_directory_with_a_mistake_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("directory.toml");
    std::fs::write(&file, "[municipality]\n").unwrap();
    let program = Program::town(folder.path(), "http://127.0.0.1:1", "sqlite://town.db")
        .with("DIRECTORY_FILE", &file.display().to_string());
    let ran = program.runs(&["serve"]).await;
    assert!(!ran.succeeded());
    assert!(ran.err().contains("directory.toml has a mistake"), "{}", ran.err());
}

/// A town that is known goes on as it was, and is told; one that is not has nothing to go on with.
#[tokio::test]
async fn a_directory_file_that_is_not_there_stops_no_town_that_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db")
        .with("DIRECTORY_FILE", "nowhere.toml");
    let ran = program.runs(&["serve"]).await;
    assert!(!ran.succeeded());
    assert!(ran.err().contains("DIRECTORY_FILE: nowhere.toml cannot be read"), "{}", ran.err());

    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");
    assert!(program.runs(&["directory", "import", directory]).await.succeeded());
    let serving = program.serves();
    let maria = sim.user("Maria").language("en").create().private(&bot);
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
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.add_bot("111:TOWN", "rispondo_bot");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let town = || Program::town(folder.path(), &sim.api_url(), "sqlite://town.db");
    let mail = |program: Program| {
        program.with("MAIL_ADDRESS", "town@comune.test").with("SMTP_URL", "smtp://127.0.0.1:1")
    };
    for program in [
        town().with("ADMIN_ADDR", &address),
        mail(town()).with("LMTP_ADDR", &address),
        mail(town()).with("PUBLIC_URL", "https://comune.test").with("HTTP_ADDR", &address),
    ] {
        let ran = program.with("RUST_LOG", "off").runs(&["serve"]).await;
        assert!(!ran.succeeded());
        let said = ran.err().replace(&address, "ADDRESS");
        let cure = "_ADDR: ADDRESS cannot be listened on. Write an address of this computer and a \
                    port that nobody uses; HTTP_ADDR, ADMIN_ADDR and LMTP_ADDR must differ: Address \
                    already in use";
        assert!(said.contains(cure), "{said}");
    }
}

#[tokio::test]
async fn check_says_whether_the_service_can_listen_or_does() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    sim.add_bot("111:TOWN", "rispondo_bot");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let free = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().to_string()
    };
    let town = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db");
    let line = |ran: &super::program::Ran| {
        let out = ran.out();
        let lines: Vec<_> =
            out.lines().skip_while(|line| !line.contains(" admin ")).take(2).collect();
        lines.join("\n").replace(&taken, "TAKEN").replace(&free, "FREE")
    };
    let town = town.with("ADMIN_ADDR", &taken);
    insta::assert_snapshot!(line(&town.runs(&["check"]).await), @r"
    WRONG  admin          another program listens at TAKEN
                          → choose another port in ADMIN_ADDR
    ");
    let town = town.with("ADMIN_ADDR", "192.0.2.1:9090");
    insta::assert_snapshot!(line(&town.runs(&["check"]).await), @r"
    WRONG  admin          192.0.2.1:9090: Cannot assign requested address (os error 99)
                          → ADMIN_ADDR must be an address of this computer, with a port above 1023
    ");
    let town = town.with("ADMIN_ADDR", &free);
    let said = line(&town.runs(&["check"]).await);
    assert!(said.starts_with("ok     admin          FREE is free for the service"), "{said}");
    let serving = town.serves();
    until("it listens", async || tokio::net::TcpStream::connect(&free).await.is_ok()).await;
    let said = line(&town.runs(&["check"]).await);
    assert!(said.starts_with("ok     admin          the service listens at FREE"), "{said}");
    assert!(serving.stops().await.success());
}

#[tokio::test]
async fn a_setting_that_nothing_reads_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "AWS_ENDPOINT_URL=https://s3.test\n").unwrap();
    let program =
        Program::in_folder(folder.path()).with("PEC_REWIEW", "on").with("AWS_PROFILE", "x");
    let out = program.runs(&["check"]).await.out();
    let notes: Vec<_> = out.lines().filter(|line| line.starts_with("note ")).collect();
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
    let ran = program.runs(&["migrate"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(ran.err(), @"DATABASE_URL: there is no folder no/where for the file no/where/town.db: make it, or name another file");
}

#[tokio::test]
async fn tables_are_made_and_a_directory_is_imported_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    let ran = program.runs(&["migrate"]).await;
    assert!(ran.succeeded(), "{}", ran.err());
    insta::assert_snapshot!(ran.out(), @r"The tables are up to date.");
    assert!(folder.path().join("town.db").exists());

    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");
    let ran = program.runs(&["directory", "import", directory]).await;
    assert!(ran.succeeded(), "{}", ran.err());
    insta::assert_snapshot!(ran.out(), @r"The directory: 23 entries added, 0 changed, 0 as before.");
    let ran = program.runs(&["directory", "import", directory]).await;
    assert!(ran.succeeded(), "{}", ran.err());
    insta::assert_snapshot!(ran.out(), @r"The directory: 0 entries added, 0 changed, 23 as before.");
}

/// The folder differs from run to run.
fn without(folder: &std::path::Path, text: &str) -> String {
    text.replace(&folder.display().to_string(), "FOLDER")
        .replace(env!("CARGO_MANIFEST_DIR"), "HERE")
}

#[tokio::test]
async fn check_finds_all_right() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let carlo = sim.user("Carlo").id(12).create();
    sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db");
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");
    assert!(program.runs(&["directory", "import", directory]).await.succeeded());
    let ran = program.runs(&["check"]).await;
    assert!(ran.succeeded(), "{}", ran.out());
    insta::assert_snapshot!(without(folder.path(), &ran.out()), @r"
    ok     configuration  complete
    ok     token          the bot is @rispondo_bot
    ok     photos         FOLDER/blobs can be written
    ok     directory file HERE/tests/it/support/town.toml
    ok     admin          127.0.0.1:0 is free for the service
    ok     database       sqlite://town.db, tables up to date
    ok     directory      Comune di Prova: 2 offices, 10 categories, 2 ready-made replies
    note   office groups  none for Strade, Verde pubblico: the URP acts for them until a supervisor writes /bind in their group
    note   accounts       not known yet of Ida Viola, Leo Grigi: they need an invitation
    note   staff          the bot cannot write in private to Anna Bianchi, Carlo Neri, Dora Verdi, Ezio Gialli, Fulvia Rossi, Gino Blu: they have not pressed Start, or have blocked it
    ok     urp chat       the bot is there, as an administrator
    ok     set aside      no update

    All 12 points are right.
    ");
}

#[tokio::test]
async fn check_says_how_to_mend_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let carlo = sim.user("Carlo").id(12).create();
    sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot(&bot).create();
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db");
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");
    assert!(program.runs(&["directory", "import", directory]).await.succeeded());
    let ran = program.runs(&["check"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(without(folder.path(), &ran.out()), @r#"
    ok     configuration  complete
    ok     token          the bot is @rispondo_bot
    ok     photos         FOLDER/blobs can be written
    ok     directory file HERE/tests/it/support/town.toml
    ok     admin          127.0.0.1:0 is free for the service
    ok     database       sqlite://town.db, tables up to date
    ok     directory      Comune di Prova: 2 offices, 10 categories, 2 ready-made replies
    note   office groups  none for Strade, Verde pubblico: the URP acts for them until a supervisor writes /bind in their group
    note   accounts       not known yet of Ida Viola, Leo Grigi: they need an invitation
    note   staff          the bot cannot write in private to Anna Bianchi, Carlo Neri, Dora Verdi, Ezio Gialli, Fulvia Rossi, Gino Blu: they have not pressed Start, or have blocked it
    WRONG  urp chat       the bot is there as "member": it does not see plain messages
                          → make the bot an administrator of the group
    ok     set aside      no update

    1 of 12 points to mend.
    "#);

    let ran = program.with("TELEGRAM_BOT_TOKEN", "222:OTHER").runs(&["check"]).await;
    assert!(!ran.succeeded());
    assert!(ran.out().contains("WRONG  token"), "{}", ran.out());
    assert!(!ran.out().contains("OTHER"), "the token itself is never shown");
}

/// An office's group in which the bot hears nothing, and calls that go nowhere, look like a quiet week.
#[tokio::test]
async fn check_looks_into_each_group_and_at_telegrams_calls() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let carlo = sim.user("Carlo").id(12).create();
    sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&bot).create();
    sim.group("Strade").id(-1_001_000_000_002).member(&carlo).bot(&bot).create();
    let file = folder.path().join("directory.toml");
    let town = include_str!("../support/town.toml")
        .replace("code = \"strade\"", "code = \"strade\"\nchat_id = -1001000000002")
        .replace("code = \"verde\"", "code = \"verde\"\nchat_id = -1001000000003");
    std::fs::write(&file, town).unwrap();
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db")
        .with("DIRECTORY_FILE", &file.display().to_string())
        .with("TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:1/telegram")
        .with("TELEGRAM_WEBHOOK_SECRET", "a-long-secret");
    assert!(program.runs(&["migrate"]).await.succeeded());
    assert!(program.runs(&["directory", "import"]).await.succeeded());
    let ran = program.runs(&["check"]).await;
    assert!(!ran.succeeded());
    let out = ran.out();
    let from = out.find("ok     urp chat").unwrap();
    insta::assert_snapshot!(without(folder.path(), &out[from..]), @r#"
    ok     urp chat       the bot is there, as an administrator
    WRONG  office chat    Strade: the bot is there as "member": it does not see plain messages
                          → make the bot an administrator of the group
    WRONG  office chat    Verde pubblico: 400 Bad Request: chat not found
                          → is the bot in the group, and the id in the directory the group's? /id in the group says it
    WRONG  webhook        Telegram calls nobody
                          → the service sets it at its start, and looks after it: does it run, and with this address?
    ok     set aside      no update

    3 of 15 points to mend.
    "#);
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
    let ran = program.runs(&["demo", "--locale", "en", "--keep", "kept"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(ran.err(), @"There is a story in kept already: please name another folder.");
}

#[tokio::test]
async fn in_the_wrong_folder_nothing_is_listed_copied_or_made() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::town(folder.path(), "http://127.0.0.1:1", "sqlite://town.db");
    for arguments in [&["failed", "list"][..], &["failed", "retry"], &["backup", "copy.db"]] {
        let ran = program.runs(arguments).await;
        assert!(!ran.succeeded());
        insta::allow_duplicates! {
            insta::assert_snapshot!(without(folder.path(), &ran.err()), @"there is no database at FOLDER/town.db: run this in the folder where the service runs, as its user (sudo -u rispondo sh -c 'cd /var/lib/rispondo && rispondo …')");
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_copy_of_the_database_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    assert!(program.runs(&["migrate"]).await.succeeded());
    let ran = program.runs(&["backup", "copy.db"]).await;
    assert!(ran.succeeded(), "{}", ran.err());
    insta::assert_snapshot!(ran.out(), @r"
    The database as it is now is in copy.db.
    Now copy the photos and mails that it names: blobs
    ");
    let ran = program.runs(&["backup", "copy.db"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(ran.err(), @"copy.db is there already: name a new file");
    let program = program.with("DATABASE_URL", "postgres://127.0.0.1:1/town");
    let ran = program.runs(&["backup", "other.db"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(ran.err(), @"this database is PostgreSQL's, whose own program copies it: (umask 077; pg_dump --format=custom --file=FILE 'postgres://…') (the address in DATABASE_URL; behind a pooler the one in DATABASE_DIRECT_URL)");
    assert!(!folder.path().join("other.db").exists());
}

#[tokio::test]
async fn what_was_set_aside_is_listed_and_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let sim = Simulator::start().await.unwrap();
    let bot = sim.add_bot("111:TOWN", "rispondo_bot");
    let maria = sim.user("Maria").id(5).language("en").create();
    maria.knows(&bot);
    let program = Program::town(folder.path(), &sim.api_url(), "sqlite://town.db");
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/town.toml");
    assert!(program.runs(&["directory", "import", directory]).await.succeeded());
    let ran = program.runs(&["failed", "list"]).await;
    insta::assert_snapshot!(ran.out(), @"Nothing is set aside.");

    // An update that the version before could not process.
    let url = format!("sqlite://{}", folder.path().join("town.db").display());
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
    let ran = program.runs(&["failed", "retry"]).await;
    assert!(ran.succeeded(), "{}", ran.err());
    insta::assert_snapshot!(ran.out(), @"1: processed");
    let ran = program.runs(&["failed", "list"]).await;
    insta::assert_snapshot!(ran.out(), @"Nothing is set aside.");

    let ran = program.runs(&["failed", "retry", "999"]).await;
    assert!(!ran.succeeded());
    insta::assert_snapshot!(ran.out(), @"999: nothing of that number is set aside");

    // What it causes is sent once the service runs.
    let serving = program.serves();
    let help = maria.private(&bot).next().await;
    assert!(help.text.contains("/new"), "{}", help.text);
    drop(serving);
    sim.finish();
}
