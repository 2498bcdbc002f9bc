//! What `rispondo check` says.

use std::time::Duration;

use rispondo::channels::telegram::api::Api;

use super::program::{DIRECTORY, Ground, Program, without};
use crate::support::post::until;
use crate::support::servers::free_port;

#[tokio::test]
async fn check_says_whether_the_service_can_listen_or_does() {
    let ground = Ground::new().await;
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let free = format!("127.0.0.1:{}", free_port());
    let town = ground.program();
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
async fn check_finds_all_right() {
    let ground = Ground::new().await;
    ground.carlo();
    let program = ground.program();
    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let ran = program.runs(&["check"]).await;
    assert!(ran.succeeded(), "{}", ran.out());
    insta::assert_snapshot!(without(ground.folder.path(), &ran.out()), @r"
    ok     configuration  complete
    ok     token          the bot is @rispondo_bot
    ok     photos         FOLDER/blobs can be written
    ok     directory file HERE/tests/it/support/town.toml
    ok     admin          127.0.0.1:0 is free for the service
    ok     database       FOLDER/town.db, tables up to date
    ok     directory      Comune di Prova: 2 offices, 10 categories, 2 ready-made replies
    note   office groups  none for Strade, Verde pubblico: the URP acts for them until a supervisor writes /bind in their group
    note   accounts       not known yet of Ida Viola, Leo Grigi: they need an invitation
    note   staff          the bot cannot write in private to Anna Bianchi, Carlo Neri, Dora Verdi, Ezio Gialli, Fulvia Rossi, Gino Blu: they have not pressed Start, or have blocked it
    ok     urp chat       the bot is there, as an administrator
    ok     set aside      no update

    All 12 points are right.
    ");
}

/// `rispondo check | head`
#[tokio::test]
async fn whoever_reads_only_the_first_lines_of_check_hears_of_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    let ran = program.runs_unread(&["check"]).await;
    assert!(!ran.succeeded());
    assert_eq!(ran.err(), "");
}

#[tokio::test]
async fn check_says_how_to_mend_what_is_wrong() {
    let ground = Ground::new().await;
    let carlo = ground.sim.user("Carlo").id(12).create();
    ground.sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot(&ground.bot).create();
    let program = ground.program();
    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let ran = program.fails(&["check"]).await;
    insta::assert_snapshot!(without(ground.folder.path(), &ran.out()), @r#"
    ok     configuration  complete
    ok     token          the bot is @rispondo_bot
    ok     photos         FOLDER/blobs can be written
    ok     directory file HERE/tests/it/support/town.toml
    ok     admin          127.0.0.1:0 is free for the service
    ok     database       FOLDER/town.db, tables up to date
    ok     directory      Comune di Prova: 2 offices, 10 categories, 2 ready-made replies
    note   office groups  none for Strade, Verde pubblico: the URP acts for them until a supervisor writes /bind in their group
    note   accounts       not known yet of Ida Viola, Leo Grigi: they need an invitation
    note   staff          the bot cannot write in private to Anna Bianchi, Carlo Neri, Dora Verdi, Ezio Gialli, Fulvia Rossi, Gino Blu: they have not pressed Start, or have blocked it
    WRONG  urp chat       the bot is there as "member": it does not see plain messages
                          → make the bot an administrator of the group
    ok     set aside      no update

    1 of 12 points to mend.
    "#);

    let ran = program.with("TELEGRAM_BOT_TOKEN", "222:OTHER").fails(&["check"]).await;
    assert!(ran.out().contains("WRONG  token"), "{}", ran.out());
    assert!(!ran.out().contains("OTHER"), "the token itself is never shown");
}

/// An office's group in which the bot hears nothing, and calls that go nowhere, look like a quiet week.
#[tokio::test]
async fn check_looks_into_each_group_and_at_telegrams_calls() {
    let ground = Ground::new().await;
    let carlo = ground.sim.user("Carlo").id(12).create();
    ground.sim.group("URP").id(-1_001_000_000_001).member(&carlo).bot_admin(&ground.bot).create();
    ground.sim.group("Strade").id(-1_001_000_000_002).member(&carlo).bot(&ground.bot).create();
    let file = ground.folder.path().join("directory.toml");
    let town = include_str!("../support/town.toml")
        .replace("code = \"strade\"", "code = \"strade\"\nchat_id = -1001000000002")
        .replace("code = \"verde\"", "code = \"verde\"\nchat_id = -1001000000003");
    std::fs::write(&file, town).unwrap();
    let program = ground
        .program()
        .with("DIRECTORY_FILE", &file.display().to_string())
        .with("TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:1/telegram")
        .with("TELEGRAM_WEBHOOK_SECRET", "a-long-secret");
    program.succeeds(&["migrate"]).await;
    program.succeeds(&["directory", "import"]).await;
    let ran = program.fails(&["check"]).await;
    let out = ran.out();
    let from = out.find("ok     urp chat").unwrap();
    insta::assert_snapshot!(without(ground.folder.path(), &out[from..]), @r#"
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
async fn check_says_why_telegram_cannot_call() {
    let ground = Ground::new().await;
    ground.carlo();
    let address = "http://127.0.0.1:1/telegram";
    let program = ground
        .program()
        .with("TELEGRAM_WEBHOOK_URL", address)
        .with("TELEGRAM_WEBHOOK_SECRET", "a-long-secret");
    program.succeeds(&["directory", "import", DIRECTORY]).await;
    let said = async || {
        let out = program.runs(&["check"]).await.out();
        let lines = out.lines().skip_while(|line| !line.contains(" webhook "));
        lines.take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let api = Api::new(&ground.sim.api_url().parse().unwrap(), "111:TOWN".into()).unwrap();
    let set = serde_json::json!({ "url": address });
    assert!(api.post::<bool>("setWebhook", &set, Duration::from_secs(30)).await.unwrap());
    assert_eq!(said().await[0], format!("ok     webhook        Telegram calls {address}"));
    ground.sim.user("Maria").id(900).create().private(&ground.bot).sends("/start");
    until("it tries in vain", async || said().await[0].starts_with("WRONG")).await;
    insta::assert_snapshot!(said().await.join("\n"), @"
        WRONG  webhook        Telegram cannot call http://127.0.0.1:1/telegram: Connection refused (1 waiting)
                              → is the address right, its certificate good, and the way to the service open?
        ");
    // Whoever asks by themselves is told that somebody else would be called.
    let out = ground.program().runs(&["check"]).await.out();
    assert!(out.contains("note   webhook        Telegram calls an address"), "{out}");
}

#[tokio::test]
async fn check_says_what_to_do_with_a_damaged_file() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::in_folder(folder.path()).with("DATABASE_URL", "sqlite://town.db");
    program.succeeds(&["migrate"]).await;
    let file = folder.path().join("town.db");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[..20_000].fill(7);
    std::fs::write(&file, bytes).unwrap();
    let out = program.fails(&["check"]).await.out();
    let lines: Vec<&str> =
        out.lines().skip_while(|line| !line.contains(" database ")).take(2).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
        WRONG  database       the database is damaged: error returned from database: (code: 26) file is not a database
                              → stop the service and put the last good copy in its place (README, Backup)
        ");
}

/// What root would make there, the service could not write any more.
#[tokio::test]
async fn check_as_root_touches_no_other_users_files() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let ground = Ground::new().await;
    let folder = ground.folder.path();
    let is_root = std::fs::metadata(folder).unwrap().uid() == 0;
    // Whoever is not root cannot give files away: there each file is theirs.
    let given = is_root && chown(folder, Some(65_534), None).is_ok();
    let out = ground.program().runs(&["check"]).await.out();
    assert_eq!(out.contains("WRONG  user           this runs as root"), given, "{out}");
    assert_eq!(folder.join("blobs").exists(), !given);
}
