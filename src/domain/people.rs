//! People, what they are to the service, and on whose behalf something is done.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{OfficeCode, PersonId, TelegramId};
use super::lang::Lang;

/// Somebody who wrote to the service or works with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Our key.
    pub id: PersonId,
    /// Their Telegram account, if any.
    pub telegram: Option<TelegramId>,
    /// Their mail address in lower case, if they wrote by mail.
    pub mail: Option<String>,
    /// The name they show.
    pub name: String,
    /// The language they are spoken to in.
    pub lang: Lang,
    /// They chose it with /language; Telegram's setting no longer changes it.
    pub lang_chosen: bool,
    /// No new report is taken from them since then.
    pub blocked_at: Option<DateTime<Utc>>,
    /// The day on which they were last told so.
    pub blocked_told_on: Option<NaiveDate>,
    /// Their private chat can be written to: they pressed Start and have not blocked the bot.
    pub reachable: bool,
    /// First contact.
    pub created_at: DateTime<Utc>,
    /// The phone number that they left at the desk or on the phone.
    pub phone: Option<String>,
}

impl Person {
    /// Nobody: in whose place the clock acts.
    pub fn nobody(lang: Lang, now: DateTime<Utc>) -> Self {
        Self {
            id: PersonId(uuid::Uuid::nil()),
            telegram: None,
            mail: None,
            name: String::new(),
            lang,
            lang_chosen: false,
            blocked_at: None,
            blocked_told_on: None,
            reachable: false,
            created_at: now,
            phone: None,
        }
    }
}

/// What a person is, for one command. One person may be several of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "as", content = "office")]
pub enum Capacity {
    /// The citizen who reported.
    Citizen,
    /// An agent of the public-relations office.
    Urp,
    /// One of the two referents of an office.
    Referent(OfficeCode),
    /// An operator of an office.
    Operator(OfficeCode),
    /// The supervisor.
    Supervisor,
    /// The clock.
    Clock,
}

/// Who does something. Stored with each event; only staff see the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person, unless it is the clock.
    pub person: Option<PersonId>,
    /// The name as staff see it.
    pub name: String,
    /// All that they are.
    pub capacities: Vec<Capacity>,
}

impl Actor {
    /// The clock.
    pub fn clock() -> Self {
        Self { person: None, name: String::new(), capacities: vec![Capacity::Clock] }
    }

    /// A citizen acting on a report of their own.
    pub fn citizen(person: PersonId, name: impl Into<String>) -> Self {
        Self { person: Some(person), name: name.into(), capacities: vec![Capacity::Citizen] }
    }

    /// Whether this actor acts as the citizen.
    pub fn is_citizen(&self) -> bool {
        self.capacities.contains(&Capacity::Citizen)
    }
}
