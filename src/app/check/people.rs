//! Who works with the service: whether each can be written to, and what an office lacks.

use super::Table;
use crate::domain::directory::Directory;
use crate::domain::ids::TelegramId;
use crate::domain::step::Keys;
use crate::domain::town::REFERENTS;
use crate::store::Store;

const INVITE: &str = "make a link for the first one with: rispondo invite";

pub(super) async fn check(directory: &Directory, store: &Store, table: &mut Table) {
    let few = directory.offices_in_use().filter(|office| office.referents.len() < REFERENTS);
    let few: Vec<String> =
        few.map(|office| format!("{} ({})", office.name, office.referents.len())).collect();
    if !few.is_empty() {
        table.note("referents", format!("fewer than two in {}", few.join(", ")));
    }
    let unbound = directory.offices_in_use().filter(|office| office.chat.is_none());
    let unbound: Vec<&str> = unbound.map(|office| office.name.as_str()).collect();
    if !unbound.is_empty() {
        let acts = "the URP acts for them until a supervisor writes /bind in their group";
        table.note("office groups", format!("none for {}: {acts}", names(&unbound)));
    }
    if directory.supervisors.iter().all(|one| one.telegram.is_none()) {
        table.wrong(
            "supervisor",
            "nobody can invite, bind groups or be told of an alarm: no supervisor has a Telegram account",
            &format!("{INVITE} supervisor"),
        );
    }
    if directory.urp.iter().all(|agent| agent.telegram.is_none()) {
        table.wrong(
            "urp",
            "nobody of the URP has a Telegram account: nobody can press a button",
            &format!("{INVITE} urp (or a supervisor writes /invite to the bot)"),
        );
    }
    unreached(directory, store, table).await;
}

/// Who has not started the bot, or has blocked it; and who has no account at all.
async fn unreached(directory: &Directory, store: &Store, table: &mut Table) {
    let mut without: Vec<&str> = directory
        .staff()
        .filter(|(one, _)| one.telegram.is_none())
        .map(|(one, _)| one.name.as_str())
        .collect();
    without.dedup();
    if !without.is_empty() {
        table.note(
            "accounts",
            format!("not known yet of {}: they need an invitation", names(&without)),
        );
    }
    let staff: Vec<(String, TelegramId)> =
        directory.staff().filter_map(|(one, _)| Some((one.name.clone(), one.telegram?))).collect();
    let accounts = staff.iter().map(|(_, telegram)| *telegram).collect();
    let Ok(facts) = store.read(Keys { accounts, ..Keys::default() }).await else {
        return;
    };
    let mut unreached: Vec<&str> = staff
        .iter()
        .filter(|(_, telegram)| !facts.account(*telegram).is_some_and(|person| person.reachable))
        .map(|(name, _)| name.as_str())
        .collect();
    unreached.dedup();
    if !unreached.is_empty() {
        table.note(
            "staff",
            format!(
                "the bot cannot write in private to {}: they have not pressed Start, or have blocked it",
                names(&unreached)
            ),
        );
    }
}

fn names(names: &[&str]) -> String {
    names.join(", ")
}
