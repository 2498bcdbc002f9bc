//! `rispondo check`: what is right, and how to mend what is not.

mod doors;
mod here;
mod mail;
mod owner;
mod people;
mod probe;
mod retired;
mod servers;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::ExitCode;

use super::files::{self, Place};
use super::inputs;
use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::channels::telegram::setup::Me;
use crate::clock::Clock;
use crate::config::names::Unknown;
use crate::config::{self, Config, Env};
use crate::domain::directory::{Directory, Office};
use crate::domain::ids::ChatId;
use crate::store::{Store, StoreError};

/// What is to be done where the database is not what was written any more.
const DAMAGED: &str = "stop the service and put the last good copy in its place (README, Backup)";

/// The table as it grows.
#[derive(Default)]
struct Table {
    lines: usize,
    wrong: usize,
}

impl Table {
    fn right(&mut self, what: &str, found: impl std::fmt::Display) {
        self.lines += 1;
        say(format_args!("ok     {what:<14} {found}"));
    }

    fn note(&mut self, what: &str, found: impl std::fmt::Display) {
        self.lines += 1;
        say(format_args!("note   {what:<14} {found}"));
    }

    fn wrong(&mut self, what: &str, problem: impl std::fmt::Display, cure: &str) {
        self.lines += 1;
        self.wrong += 1;
        say(format_args!("WRONG  {what:<14} {problem}"));
        say(format_args!("       {:<14} → {cure}", ""));
    }
}

/// Prints a line. Whoever reads the first ones alone (`rispondo check | head`) has seen enough.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Checks everything; the exit code says whether all is right.
pub(super) async fn run(env: Env<'_>, unknown: &BTreeSet<Unknown>) -> anyhow::Result<ExitCode> {
    let mut table = Table::default();
    for one in unknown {
        table.note("settings", one);
    }
    match Config::read(env) {
        Ok(config) => {
            table.right("configuration", "complete");
            check(&config, &mut table).await;
        }
        Err(errors) => {
            for error in errors.0 {
                table.wrong(error.variable, error.problem, &error.cure);
            }
            // The database needs no token: what can be looked at is.
            if let Ok(database) = config::database::DatabaseConfig::read(env) {
                let _ = store(&database, &mut table).await;
            }
        }
    }
    say(format_args!(""));
    if table.wrong == 0 {
        say(format_args!("All {} points are right.", table.lines));
        return Ok(ExitCode::SUCCESS);
    }
    say(format_args!("{} of {} points to mend.", table.wrong, table.lines));
    Ok(ExitCode::FAILURE)
}

async fn check(config: &Config, table: &mut Table) {
    if owner::is_of_another(config) {
        table.wrong(
            "user",
            "this runs as root, and the files here are another user's: those that it made would be root's",
            "run it as that user (sudo -u rispondo sh -c 'cd /var/lib/rispondo && rispondo check'); in a \
             container, give its volume to the user that the service runs as",
        );
        return;
    }
    let me = token(config, table).await;
    let kept_in = blobs(config, table).await;
    if let Some(file) = &config.directory_file {
        let unread = |error| format!("{} cannot be read: {error}", file.display());
        let read = std::fs::read_to_string(file).map_err(unread);
        match read.and_then(|text| {
            config::directory_file::parse(&text).map_err(|error| error.to_string())
        }) {
            Ok(_) => table.right("directory file", file.display()),
            Err(error) => table.wrong(
                "directory file",
                error,
                "mend the file; what was imported before stays in force until then",
            ),
        }
    }
    doors::check(config, table).await;
    let store = store(&config.database, table).await;
    if let Some(mail) = &config.mail {
        mail::check(mail, store.as_ref(), table).await;
    }
    let Some(store) = store else {
        return;
    };
    if let Some(blobs) = kept_in {
        place(config, &store, &blobs, table).await;
    }
    match store.directory().await {
        Ok(Some(directory)) => {
            town(&directory, &store, table).await;
            if let Some((api, me)) = &me {
                chats(api, me, &directory, &store, table).await;
                webhook(api, config, table).await;
            }
        }
        Ok(None) => table.wrong(
            "directory",
            "none was imported yet",
            "copy directory.example.toml, name the copy in DIRECTORY_FILE, and start the service",
        ),
        Err(error) => table.wrong("directory", error, "see the error"),
    }
    groups(&store, table).await;
    match store.failed().await {
        Ok(failed) if failed.is_empty() => table.right("set aside", "no update"),
        Ok(failed) => table.wrong(
            "set aside",
            format!("{} updates could not be processed", failed.len()),
            "rispondo failed list shows why; rispondo failed retry runs them again",
        ),
        Err(error) => table.wrong("set aside", error, "see the error"),
    }
}

async fn token(config: &Config, table: &mut Table) -> Option<(Api, Me)> {
    let api = match Api::new(&config.telegram.api_url, config.telegram.token.clone()) {
        Ok(api) => api,
        Err(error) => {
            table.wrong("telegram", error, "see the error");
            return None;
        }
    };
    match api.me().await {
        Ok(me) => {
            table.right("token", format!("the bot is @{}", me.username));
            Some((api, me))
        }
        Err(error) => {
            table.wrong(
                "token",
                error,
                "is the token right (@BotFather: /mybots)? Does this computer reach the internet?",
            );
            None
        }
    }
}

/// The place of photos and mails, where it keeps what it is given.
async fn blobs(config: &Config, table: &mut Table) -> Option<Blobs> {
    let checked = match Blobs::open(&config.blobs) {
        Ok(blobs) => blobs.check().await.map(|()| blobs),
        Err(error) => Err(error),
    };
    match checked {
        Ok(blobs) => {
            table.right("photos", format!("{} can be written", config.blobs));
            return Some(blobs);
        }
        Err(error) if config.blobs.is_without_keys() => table.wrong(
            "photos",
            error,
            "AWS_ACCESS_KEY_ID is not set: does this computer have a role of its own at the server?",
        ),
        Err(error) => table.wrong(
            "photos",
            error,
            "give the service the right to write there, or name another place in BLOB_URL",
        ),
    }
    None
}

/// Whether it is the place that the other processes have, and the former starts had.
async fn place(config: &Config, store: &Store, blobs: &Blobs, table: &mut Table) {
    let wrong = files::elsewhere(&config.blobs);
    match files::look(store, blobs).await {
        Ok(Place::Ours | Place::Unknown) => {}
        Ok(Place::Other) => {
            table.wrong("photos", format!("{} {}", wrong.variable, wrong.problem), &wrong.cure);
        }
        Ok(Place::Unseen(error)) => table.wrong("photos", error, "see the error"),
        Err(error) => table.wrong("photos", error, "see the error"),
    }
}

async fn store(config: &config::database::DatabaseConfig, table: &mut Table) -> Option<Store> {
    let file = Store::file_of(&config.url.0).ok().flatten();
    let file = file.map(|file| std::path::absolute(&file).unwrap_or(file));
    if let Some(file) = file.as_ref().filter(|file| !file.exists()) {
        // In a wrong folder an empty one would look right.
        table.note("database", format!("none at {} yet: the first start makes it", file.display()));
        return None;
    }
    match Store::open(super::address(config)).await {
        Ok(store) => {
            let place =
                file.map_or_else(|| config.url.to_string(), |file| file.display().to_string());
            match store.is_sound().await {
                Ok(()) => table.right("database", format!("{place}, tables up to date")),
                Err(error) => table.wrong("database", error, DAMAGED),
            }
            if matches!(store.is_durable().await, Ok(false)) {
                table.wrong(
                    "database",
                    "synchronous_commit is off: what was taken in may be lost when its server fails",
                    "set it to on (ALTER DATABASE … SET synchronous_commit = on)",
                );
            }
            Some(store)
        }
        Err(error) => {
            let cure = match &error {
                StoreError::Damaged(_) => DAMAGED,
                StoreError::Full(_) => "make room on the disk of the database",
                _ => "is DATABASE_URL right, and the database running?",
            };
            table.wrong("database", error, cure);
            None
        }
    }
}

/// The people: every office with two referents, everybody with an account that can be written to.
async fn town(directory: &Directory, store: &Store, table: &mut Table) {
    let replies = directory.templates.iter().filter(|reply| !reply.retired);
    table.right(
        "directory",
        format!(
            "{}: {} offices, {} categories, {} ready-made replies",
            directory.name,
            directory.offices_in_use().count(),
            directory.categories_in_use().count(),
            replies.count()
        ),
    );
    retired::check(directory, store, table).await;
    people::check(directory, store, table).await;
}

/// The groups of the URP and of each office: whether the bot reads what is written there.
async fn chats(api: &Api, me: &Me, directory: &Directory, store: &Store, table: &mut Table) {
    match directory.urp_chat {
        Some(chat) => group(api, me, ("urp chat", ""), chat, table).await,
        None => table.wrong(
            "urp chat",
            "the URP has no group: nobody sees the reports",
            "add the bot to the URP's group as an administrator; a supervisor writes /bind there",
        ),
    }
    let urp = directory.urp_chat;
    let at_work = retired::with_reports(directory, store).await.unwrap_or_default();
    // The group of one that has nothing left to do may be gone.
    let has_work = |office: &&Office| {
        !office.retired || at_work.iter().any(|(busy, _)| busy.code == office.code)
    };
    for office in directory.offices.iter().filter(has_work) {
        // A small town has one group for everything.
        if let Some(chat) = office.chat.filter(|chat| Some(*chat) != urp) {
            let whose = format!("{}: ", office.name);
            group(api, me, ("office chat", &whose), chat, table).await;
        }
    }
}

async fn group(api: &Api, me: &Me, (what, whose): (&str, &str), chat: ChatId, table: &mut Table) {
    match api.member(chat, me.id).await {
        Ok(member) if ["administrator", "creator"].contains(&member.status.as_str()) => {
            table.right(what, format!("{whose}the bot is there, as an administrator"));
        }
        Ok(member) if member.status == "member" && me.can_read_all_group_messages => {
            table.right(what, format!("{whose}the bot is there, and reads all messages"));
        }
        Ok(member) => table.wrong(
            what,
            format!(
                "{whose}the bot is there as {:?}: it does not see plain messages",
                member.status
            ),
            "make the bot an administrator of the group",
        ),
        Err(error) => table.wrong(
            what,
            format!("{whose}{error}"),
            "is the bot in the group, and the id in the directory the group's? /id in the group says it",
        ),
    }
}

/// Where Telegram calls, and whether it can.
async fn webhook(api: &Api, config: &Config, table: &mut Table) {
    let info = match api.webhook_info().await {
        Ok(info) => info,
        Err(error) => return table.wrong("webhook", error, "see the error"),
    };
    let Some(ours) = &config.telegram.webhook else {
        if !info.url.is_empty() {
            table.note(
                "webhook",
                "Telegram calls an address, though this service asks for messages itself: a start ends \
                 that; if it runs already, another program uses the same bot",
            );
        }
        return;
    };
    let cure =
        "the service sets it at its start, and looks after it: does it run, and with this address?";
    if info.url.is_empty() {
        table.wrong("webhook", "Telegram calls nobody", cure);
    } else if info.url.parse().as_ref() != Ok(&ours.url) {
        table.wrong("webhook", "Telegram calls another address", cure);
    } else if let Some(why) = inputs::trouble(&info, Clock::system().now()) {
        let waiting = info.pending_update_count;
        table.wrong(
            "webhook",
            format!("Telegram cannot call {}: {why} ({waiting} waiting)", ours.url),
            "is the address right, its certificate good, and the way to the service open?",
        );
    } else {
        table.right("webhook", format!("Telegram calls {}", ours.url));
    }
}

/// Groups that the bot was added to and that the directory does not name.
async fn groups(store: &Store, table: &mut Table) {
    match store.groups().await {
        Ok(groups) => {
            for group in groups {
                let admin = if group.admin { ", as an administrator" } else { "" };
                table.note("group", format!("{} ({}){admin}", group.title, group.chat.0));
            }
        }
        Err(error) => table.wrong("groups", error, "see the error"),
    }
}
