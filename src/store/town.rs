//! Changes of the town itself: who joins and leaves, which group is whose, invitations.

use chrono::{DateTime, Utc};

use super::Store;
use super::backend::Conn;
use super::codec::{json, parse};
use super::directory::{self, Row};
use super::errors::StoreError;
use super::query::{execute, fetch_in, query};
use super::row::row;
use super::{cards, groups, meta};
use crate::domain::directory_rows::{Entry, Person};
use crate::domain::ids::{ChatId, OfficeCode, PersonId, ReportId, TelegramId};
use crate::domain::people::Capacity;
use crate::domain::step::Facts;
use crate::domain::town::{Binding, Invitation, Invited, TownChange, TownChanges, TownKeys};

impl Store {
    /// The bot's name, as it was told last ([`Self::bot_is`]).
    pub async fn bot_name(&self) -> Result<Option<String>, StoreError> {
        self.look_at(|conn| Box::pin(bot_name(conn))).await
    }

    /// The bot has this name: links that open it need it.
    pub async fn bot_is(&self, name: &str) -> Result<(), StoreError> {
        let name = name.to_owned();
        self.plain(move |conn| {
            let name = name.clone();
            Box::pin(async move { bot_is(conn, &name).await })
        })
        .await
    }
}

const BOT_NAME: &str = "bot_name";

/// Reports that are looked at when a role ends or an office's group is bound, at most.
const REPORTS: i64 = 200;

/// Adds what `keys` ask about the town to the facts.
pub(super) async fn load(
    conn: &mut Conn<'_>,
    keys: &TownKeys,
    facts: &mut Facts,
) -> Result<(), StoreError> {
    if !keys.invitations.is_empty() {
        facts.town.invitations.extend(invitations(conn, &keys.invitations).await?);
    }
    if keys.telegram {
        facts.town.groups = Some(groups::list(conn).await?);
        facts.town.bot_name = bot_name(conn).await?;
    }
    for person in &keys.in_hand {
        facts.town.in_hand.push((*person, in_hand(conn, *person).await?));
    }
    for office in &keys.open_of {
        facts.town.open_of.push((office.clone(), open_of(conn, office.as_ref()).await?));
    }
    Ok(())
}

/// The bot's name, as it was told last.
pub(super) async fn bot_name(conn: &mut Conn<'_>) -> Result<Option<String>, StoreError> {
    meta::get(conn, BOT_NAME).await
}

/// The bot has this name: links that open it need it.
pub(super) async fn bot_is(conn: &mut Conn<'_>, name: &str) -> Result<(), StoreError> {
    meta::set(conn, BOT_NAME, name).await
}

async fn in_hand(conn: &mut Conn<'_>, person: PersonId) -> Result<Vec<ReportId>, StoreError> {
    const SQL: &str = "SELECT id FROM report WHERE operator = $1 AND state <> 'closed' \
                       AND operator IS NOT NULL ORDER BY id LIMIT $2";
    let rows = query(SQL).bind(person.0).bind(REPORTS).all::<i64>(conn).await?;
    Ok(rows.into_iter().map(ReportId).collect())
}

async fn open_of(
    conn: &mut Conn<'_>,
    office: Option<&OfficeCode>,
) -> Result<Vec<ReportId>, StoreError> {
    const ALL: &str = "SELECT id FROM report WHERE state <> 'closed' ORDER BY promised, id";
    const OF: &str = "SELECT id FROM report WHERE office = $2 AND state <> 'closed' \
                      AND office IS NOT NULL ORDER BY id LIMIT $1";
    let rows = match office {
        None => query(ALL).all::<i64>(conn).await,
        Some(office) => query(OF).bind(REPORTS).bind(office.as_str()).all::<i64>(conn).await,
    }?;
    Ok(rows.into_iter().map(ReportId).collect())
}

row! {
    struct InvitationRow {
        selector: String,
        secret: String,
        expires_at: DateTime<Utc>,
        used_at: Option<DateTime<Utc>>,
        data: String,
    }
}

async fn invitations(
    conn: &mut Conn<'_>,
    selectors: &[String],
) -> Result<Vec<Invitation>, StoreError> {
    let lock = format!("{} ", conn.lock());
    let rows = fetch_in!(
        conn,
        InvitationRow,
        "SELECT selector, secret, expires_at, used_at, data FROM invitation WHERE selector IN (",
        selectors,
        lock.as_str()
    )?;
    rows.into_iter()
        .map(|row| {
            let invited: Invited = parse("invitation", &row.selector, &row.data)?;
            let InvitationRow { selector, secret, expires_at, used_at, .. } = row;
            Ok(Invitation { selector, secret, expires_at, used_at, invited })
        })
        .collect()
}

/// Saves the changes. If the directory is another one than that on which they were decided, they
/// are decided again.
pub(super) async fn save(conn: &mut Conn<'_>, town: &TownChanges) -> Result<(), StoreError> {
    if town.changes.iter().any(TownChange::is_of_the_directory)
        && !directory::grown_from(conn, town.seen).await?
    {
        return Err(StoreError::Conflict);
    }
    for change in &town.changes {
        match change {
            TownChange::Invited(invitation) => invite(conn, invitation).await?,
            TownChange::Used { selector, by, at } => used(conn, selector, *by, *at).await?,
            TownChange::Withdrawn { selector, at } => withdraw(conn, selector, *at).await?,
            TownChange::Joined { capacity, name, telegram, at } => {
                join(conn, capacity, name, *telegram, *at).await?;
            }
            TownChange::Removed { capacity, name, telegram, at } => {
                let names = remove(conn, capacity, name, *telegram).await?;
                withdraw_for(conn, capacity, &names, *at).await?;
            }
            TownChange::Bound { to, chat, at } => bind(conn, to, *chat, *at).await?,
        }
    }
    Ok(())
}

async fn invite(conn: &mut Conn<'_>, invitation: &Invitation) -> Result<(), StoreError> {
    let data = json(&invitation.invited)?;
    execute!(
        conn,
        "INSERT INTO invitation (selector, secret, expires_at, data) VALUES ($1, $2, $3, $4)",
        &invitation.selector,
        &invitation.secret,
        invitation.expires_at,
        data,
    )?;
    Ok(())
}

async fn used(
    conn: &mut Conn<'_>,
    selector: &str,
    by: TelegramId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let invited = Invited { used_by: Some(by), ..standing(conn, selector).await? };
    execute!(
        conn,
        "UPDATE invitation SET used_at = $2, data = $3 WHERE selector = $1",
        selector,
        at,
        json(&invited)?
    )?;
    Ok(())
}

/// It ends at once: for a version that knows nothing of this it has expired.
async fn withdraw(
    conn: &mut Conn<'_>,
    selector: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let invited = Invited { withdrawn: true, ..standing(conn, selector).await? };
    execute!(
        conn,
        "UPDATE invitation SET expires_at = $2, data = $3 WHERE selector = $1",
        selector,
        at,
        json(&invited)?
    )?;
    Ok(())
}

/// To what an invitation is that stands; if it was used or withdrawn meanwhile, the step is decided again.
async fn standing(conn: &mut Conn<'_>, selector: &str) -> Result<Invited, StoreError> {
    let found = invitations(conn, &[selector.to_owned()]).await?;
    let standing =
        found.into_iter().next().filter(|one| one.used_at.is_none() && !one.invited.withdrawn);
    standing.map(|one| one.invited).ok_or(StoreError::Conflict)
}

/// The entries of somebody who is that, each with its row.
async fn entries(
    conn: &mut Conn<'_>,
    capacity: &Capacity,
) -> Result<Vec<(Row, Person)>, StoreError> {
    let mut found = Vec::new();
    for row in directory::rows(conn).await? {
        let entry = row.entry()?;
        if entry.capacity().as_ref() == Some(capacity)
            && let Some(person) = entry.person()
        {
            found.push((row, person.clone()));
        }
    }
    Ok(found)
}

async fn join(
    conn: &mut Conn<'_>,
    capacity: &Capacity,
    name: &str,
    telegram: TelegramId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let known = entries(conn, capacity).await?;
    let same = known.iter().find(|(row, person)| {
        let free = person.telegram.is_none() || row.removed || person.telegram == Some(telegram);
        person.name == name && free
    });
    let person = match same {
        Some((_, person)) => Person { telegram: Some(telegram), ..person.clone() },
        None => {
            Person { name: name.to_owned(), telegram: Some(telegram), email: None, phone: None }
        }
    };
    let Some((key, entry)) = Entry::of(capacity, person) else {
        return Err(StoreError::Bug("nobody joins as that".to_owned()));
    };
    let data = json(&entry)?;
    if let Some((row, _)) = same {
        execute!(
            conn,
            "UPDATE directory SET data = $3, removed = $4 WHERE kind = $1 AND key = $2",
            &row.kind,
            &row.key,
            data,
            false,
        )?;
        return Ok(());
    }
    // Two colleagues may have the same name: the second one's key says whose it is.
    let taken = known.iter().any(|(row, _)| row.key == key);
    let key = if taken { format!("{key} ({})", telegram.0) } else { key };
    let place = directory::rows(conn).await?.iter().map(|row| row.place).max();
    execute!(
        conn,
        "INSERT INTO directory (kind, key, place, data, imported, source, imported_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (kind, key) DO UPDATE SET data = excluded.data",
        entry.kind(),
        key,
        place.unwrap_or(0).saturating_add(1),
        data,
        "",
        "invitation",
        at,
    )?;
    Ok(())
}

/// Under which names that role has ended.
async fn remove(
    conn: &mut Conn<'_>,
    capacity: &Capacity,
    name: &str,
    telegram: Option<TelegramId>,
) -> Result<Vec<String>, StoreError> {
    let mut names = vec![name.to_owned()];
    for (row, person) in entries(conn, capacity).await? {
        let same = match telegram {
            Some(_) => person.telegram == telegram,
            None => person.telegram.is_none() && person.name == name,
        };
        if same {
            execute!(
                conn,
                "UPDATE directory SET removed = $3 WHERE kind = $1 AND key = $2",
                &row.kind,
                &row.key,
                true,
            )?;
            names.push(person.name);
        }
    }
    Ok(names)
}

/// Whoever was removed does not come back by another invitation that they were given and have not used.
async fn withdraw_for(
    conn: &mut Conn<'_>,
    capacity: &Capacity,
    names: &[String],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const OPEN: &str = "SELECT selector, data FROM invitation \
                        WHERE used_at IS NULL AND expires_at > $1 ORDER BY selector";
    for (selector, data) in query(OPEN).bind(at).all::<(String, String)>(conn).await? {
        let invited: Invited = parse("invitation", &selector, &data)?;
        let is_theirs = invited.name.is_some_and(|name| names.contains(&name));
        if is_theirs && invited.to == *capacity && !invited.withdrawn {
            withdraw(conn, &selector, at).await?;
        }
    }
    Ok(())
}

/// What waits for the group that it was until now goes where it belongs from now on: for an office without one the URP
/// stands in.
async fn bind(
    conn: &mut Conn<'_>,
    to: &Binding,
    chat: Option<ChatId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (mut former, mut urp, mut desks) = (None, None, Vec::new());
    for row in directory::rows(conn).await? {
        let mut entry = row.entry()?;
        let is_it = match (&entry, to) {
            (Entry::Municipality(_), Binding::Urp) => true,
            (Entry::Office(office), Binding::Office(code)) => office.code == *code,
            _ => false,
        };
        let is_urp = matches!(entry, Entry::Municipality(_));
        let Some(place) = entry.chat_mut().filter(|_| !row.removed) else {
            continue;
        };
        if !is_it {
            urp = place.filter(|_| is_urp).or(urp);
            desks.extend(*place);
            continue;
        }
        former = std::mem::replace(place, chat);
        execute!(
            conn,
            "UPDATE directory SET data = $3 WHERE kind = $1 AND key = $2",
            &row.kind,
            &row.key,
            json(&entry)?
        )?;
    }
    if let Some(chat) = chat {
        let office = match to {
            Binding::Urp => None,
            Binding::Office(code) => Some(code),
        };
        cards::show_open_of(conn, office, chat).await?;
    }
    desks.extend(chat);
    match former.filter(|former| !desks.contains(former)) {
        Some(former) => groups::given_up(conn, former, chat.or(urp), at).await,
        None => Ok(()),
    }
}
