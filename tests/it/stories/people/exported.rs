//! `rispondo directory export`: the town as chat has made it, as a file that says it. The real program writes and reads
//! it beside the service that runs.

use rispondo::domain::directory::Directory;
use rispondo::domain::ids::{ChatId, TelegramId};
use rispondo::domain::step::Keys;

use super::removal::removes;
use super::{binds, comes_in, invites};
use crate::process::program::Program;
use crate::support::{Offices, on_both_databases};

/// The town as it stands, whichever its version.
async fn town(at: &Offices) -> Directory {
    let facts = at.town.store().read(Keys::default()).await.unwrap();
    Directory { version: 0, ..facts.directory.as_ref().clone() }
}

fn program(at: &Offices) -> Program {
    Program::in_folder(at.town.folder()).with("DATABASE_URL", &at.town.database.url())
}

/// The file without the moment at which it was written.
fn undated(file: &str) -> String {
    let (first, rest) = file.split_once('\n').unwrap();
    let (before, when) = first.split_once("stood on ").unwrap();
    let (_, after) = when.split_once(", ").unwrap();
    format!("{before}stood on WHEN, {after}\n{rest}")
}

on_both_databases! {
    async fn a_town_that_was_changed_in_chat_is_written_as_a_file_and_taken_over_again(at: Offices) {
        let mut at = at;
        // People come in, of whom one has a colleague's name; one leaves; the office's group is another one.
        for (name, account) in [("Nino Blu", 88), ("Gino Blu", 89)] {
            let token = invites(&at.anna, "Operator", Some("Strade"), name).await;
            let user = at.town.sim.user(name).id(account).language("en").create();
            comes_in(&user.private(&at.town.bot), &token).await;
        }
        removes(&at, "Mina Neri").await;
        at.anna.next_matching("is still in these groups").await.unwrap();
        let [anna, ..] = &at.people;
        let group = at.town.sim.group("Strade nuovo").id(-1_001_000_000_099).member(anna);
        binds(&group.bot_admin(&at.town.bot).create().seat(anna), "Strade").await;
        at.town.everybody_reads().await;

        let before = town(&at).await;
        let file = program(&at).succeeds(&["directory", "export"]).await.out();
        let (shown, _) = file.split_once("\n[[category]]").unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(undated(shown), @r#"
            # The town's directory as it stood on WHEN, with what was changed in Telegram.
            # “rispondo directory export” wrote it.
            #
            # To correct it: change this file and put it in the place of the one that DIRECTORY_FILE names.
            # “rispondo directory import” (or the next start) then takes over what has changed, and nothing else.
            # It comes to another computer in the same way.
            # The notes of the former file are not here: directory.example.toml explains each line. Whoever was
            # removed in Telegram is gone. Reports, planned works and invitations still to be used are not in
            # this file.
            # It holds people's Telegram numbers: keep it where only those read it who need it.

            [municipality]
            name = "Comune di Prova"
            languages = ["en", "it"]
            timezone = "Europe/Rome"
            holidays = ["11-03"]
            reminder_time = "09:00"
            office_hours = "08:00-18:00"
            privacy_url = "https://www.comune.example/privacy"
            contact = { it = "URP, piazza Unità 4, tel. 040 000000", en = "URP, piazza Unità 4, phone 040 000000" }
            urp_chat_id = -1001000000001
            supervisors = [
                { name = "Anna Bianchi", telegram_id = 11, email = "anna@example.org" },
            ]
            urp = [
                { name = "Carlo Neri", telegram_id = 12 },
                { name = "Dora Verdi", telegram_id = 13 },
            ]

            # ------------------------------------------------------------------------------------------ Offices

            [[office]]
            code = "strade"
            name = "Strade"
            chat_id = -1001000000099
            referents = [
                { name = "Ezio Gialli", telegram_id = 21, email = "e.gialli@example.org", phone = "040 0000021" },
                { name = "Fulvia Rossi", telegram_id = 22 },
            ]
            operators = [
                { name = "Gino Blu", telegram_id = 31 },
                { name = "Nino Blu", telegram_id = 88 },
                { name = "Gino Blu", telegram_id = 89 },
            ]

            [[office]]
            code = "verde"
            name = "Verde pubblico"
            chat_id = -1001000000003
            referents = [
                { name = "Ida Viola", telegram_id = 23, phone = "040 0000023" },
                { name = "Leo Grigi", telegram_id = 24 },
            ]
            operators = [
                { name = "Nora Bruni", telegram_id = 32 },
            ]

            # --------------------------------------------------------------------------------------- Categories
            "#);
        }

        // Read again it changes nothing.
        let path = at.town.folder().join("directory.toml");
        std::fs::write(&path, &file).unwrap();
        let ran = program(&at).succeeds(&["directory", "import", "directory.toml"]).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(ran.out(), @"The directory: 0 entries added, 0 changed, 26 as before.");
        }
        assert_eq!(town(&at).await, before);

        // It is changed, as one changes a file, and is the town's from now on. In chat somebody else leaves meanwhile.
        std::fs::write(&path, file.replace("\"Verde pubblico\"", "\"Verde e parchi\"")).unwrap();
        removes(&at, "Nino Blu").await;
        at.town.everybody_reads().await;
        at.town.stops().await;
        at.town.set("DIRECTORY_FILE", &path.display().to_string());
        at.town.starts().await;
        let after = town(&at).await;
        assert_eq!(after.offices[1].name, "Verde e parchi");
        assert_eq!(after.offices[0].chat, Some(ChatId(-1_001_000_000_099)));
        let is_staff = |account| after.is_staff(TelegramId(account));
        assert_eq!([31, 33, 88, 89].map(is_staff), [true, false, false, true]);

        // On another machine, which knows nothing yet, it makes the same town.
        let file = program(&at).succeeds(&["directory", "export"]).await.out();
        std::fs::write(&path, &file).unwrap();
        let elsewhere = program(&at).with("DATABASE_URL", "sqlite://elsewhere.db");
        elsewhere.succeeds(&["directory", "import", "directory.toml"]).await;
        let there = elsewhere.succeeds(&["directory", "export"]).await.out();
        assert_eq!(undated(&there), undated(&file));
        at.town.everybody_reads().await;
        at.town.ends().await;
    }
}
