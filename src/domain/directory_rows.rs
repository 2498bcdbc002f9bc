//! The directory in rows: what an import compares, one entry at a time.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::directory::{Category, Directory, Names, Office, StaffMember, Template};
use super::ids::{CategoryCode, ChatId, OfficeCode, TelegramId};
use super::lang::Lang;
use super::people::Capacity;
use super::promise::{Calendar, Deadlines, Holiday};
use super::state::Outcome;
use super::zone::Zone;

/// One entry with its key (within its kind) and its place in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryRow {
    /// Key within the kind.
    pub key: String,
    /// Place in the file, from 0.
    pub place: i32,
    /// The entry.
    pub entry: Entry,
}

/// An entry of the directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "entry")]
pub enum Entry {
    /// The town itself.
    Municipality(Municipality),
    /// A supervisor.
    Supervisor(Person),
    /// A URP agent.
    Urp(Person),
    /// An office, without its people.
    Office(OfficeEntry),
    /// A referent of an office.
    Referent(Member),
    /// An operator of an office.
    Operator(Member),
    /// A category.
    Category(CategoryEntry),
    /// A ready-made reply.
    Template(TemplateEntry),
}

impl Entry {
    /// The kind, as the database names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Municipality(_) => "municipality",
            Self::Supervisor(_) => "supervisor",
            Self::Urp(_) => "urp",
            Self::Office(_) => "office",
            Self::Referent(_) => "referent",
            Self::Operator(_) => "operator",
            Self::Category(_) => "category",
            Self::Template(_) => "template",
        }
    }

    /// Whether it is not to be used any more.
    pub fn is_retired(&self) -> bool {
        match self {
            Self::Office(office) => office.retired,
            Self::Category(category) => category.retired,
            Self::Template(reply) => reply.retired,
            Self::Municipality(_)
            | Self::Supervisor(_)
            | Self::Urp(_)
            | Self::Referent(_)
            | Self::Operator(_) => false,
        }
    }

    /// Keeps what was changed in chat since, where the file says the same as `before`: who joined
    /// without an id in the file, and which group was bound. A file that says no id takes none away.
    pub fn keep(&mut self, before: Option<&Self>, standing: &Self) {
        fn keep<T: PartialEq + Copy>(mine: &mut Option<T>, was: Option<T>, stands: Option<T>) {
            if mine.is_none() || *mine == was {
                *mine = stands;
            }
        }
        let was = before.and_then(Self::chat);
        let stands = standing.chat();
        if let Self::Municipality(Municipality { urp_chat: chat, .. })
        | Self::Office(OfficeEntry { chat, .. }) = self
        {
            keep(chat, was, stands);
        }
        let was = before.and_then(Self::person).and_then(|one| one.telegram);
        let stands = standing.person().and_then(|one| one.telegram);
        if let Some(person) = self.person_mut() {
            keep(&mut person.telegram, was, stands);
        }
    }

    /// The group that it is bound to.
    pub fn chat(&self) -> Option<ChatId> {
        match self {
            Self::Municipality(town) => town.urp_chat,
            Self::Office(office) => office.chat,
            _ => None,
        }
    }

    /// The person that it is about.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Supervisor(person) | Self::Urp(person) => Some(person),
            Self::Referent(member) | Self::Operator(member) => Some(&member.person),
            _ => None,
        }
    }

    fn person_mut(&mut self) -> Option<&mut Person> {
        match self {
            Self::Supervisor(person) | Self::Urp(person) => Some(person),
            Self::Referent(member) | Self::Operator(member) => Some(&mut member.person),
            _ => None,
        }
    }

    /// What the person that it is about is by it.
    pub fn capacity(&self) -> Option<Capacity> {
        Some(match self {
            Self::Supervisor(_) => Capacity::Supervisor,
            Self::Urp(_) => Capacity::Urp,
            Self::Referent(member) => Capacity::Referent(member.office.clone()),
            Self::Operator(member) => Capacity::Operator(member.office.clone()),
            _ => return None,
        })
    }

    /// The entry of somebody who is that, with its key as the file would have it.
    pub fn of(capacity: &Capacity, person: Person) -> Option<(String, Self)> {
        let name = person.name.clone();
        Some(match capacity {
            Capacity::Supervisor => (name, Self::Supervisor(person)),
            Capacity::Urp => (name, Self::Urp(person)),
            Capacity::Referent(office) => {
                let key = format!("{}/{name}", office.as_str());
                (key, Self::Referent(Member { office: office.clone(), person }))
            }
            Capacity::Operator(office) => {
                let key = format!("{}/{name}", office.as_str());
                (key, Self::Operator(Member { office: office.clone(), person }))
            }
            Capacity::Citizen | Capacity::Clock => return None,
        })
    }

    /// A bound group has another id; whether this entry was bound to it.
    pub fn rebind(&mut self, old: ChatId, new: ChatId) -> bool {
        let Some(chat) = self.chat_mut().filter(|chat| **chat == Some(old)) else {
            return false;
        };
        *chat = Some(new);
        true
    }

    /// The place for its group, if it is of those that have one.
    pub fn chat_mut(&mut self) -> Option<&mut Option<ChatId>> {
        match self {
            Self::Municipality(town) => Some(&mut town.urp_chat),
            Self::Office(office) => Some(&mut office.chat),
            _ => None,
        }
    }
}

/// The town itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of Directory and Calendar, as the file writes them")]
pub struct Municipality {
    pub name: String,
    pub languages: Vec<Lang>,
    pub timezone: String,
    pub holidays: Vec<String>,
    pub reminder: NaiveTime,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    pub contact: BTreeMap<Lang, String>,
    pub privacy_url: Option<String>,
    pub urp_chat: Option<ChatId>,
}

/// Somebody who works with the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of StaffMember")]
pub struct Person {
    pub name: String,
    pub telegram: Option<TelegramId>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

/// Somebody of an office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "a person and their office")]
pub struct Member {
    pub office: OfficeCode,
    #[serde(flatten)]
    pub person: Person,
}

/// An office, without its people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of Office")]
pub struct OfficeEntry {
    pub code: OfficeCode,
    pub name: String,
    pub chat: Option<ChatId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of Category")]
pub struct CategoryEntry {
    pub code: CategoryCode,
    pub name: BTreeMap<Lang, String>,
    pub office: Option<OfficeCode>,
    pub keywords: Vec<String>,
    pub first_word_days: u32,
    pub next_word_days: u32,
    pub close_days: u32,
    pub near_metres: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A ready-made reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields of Template")]
pub struct TemplateEntry {
    #[serde(flatten)]
    pub outcome: Outcome,
    pub category: Option<CategoryCode>,
    pub text: BTreeMap<Lang, String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A holiday as the file writes it: `MM-DD` or `YYYY-MM-DD`.
pub fn holiday(text: &str) -> Option<Holiday> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(Holiday::Once(day));
    }
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // A leap year has every day that there is.
    NaiveDate::from_ymd_opt(2024, month, day)?;
    Some(Holiday::Yearly(month, day))
}

/// The town that all its rows make, each kind in the file's order. The problem, if they do not.
pub fn directory_of(mut rows: Vec<DirectoryRow>, version: i64) -> Result<Directory, String> {
    rows.sort_by_key(|row| row.place);
    let town = rows
        .iter()
        .find_map(|row| match &row.entry {
            Entry::Municipality(town) => Some(town.clone()),
            _ => None,
        })
        .ok_or("there is no [municipality]")?;
    let mut directory = Directory {
        version,
        calendar: calendar(&town)?,
        name: town.name,
        languages: town.languages,
        contact: Names(town.contact),
        privacy_url: town.privacy_url,
        urp_chat: town.urp_chat,
        supervisors: Vec::new(),
        urp: Vec::new(),
        offices: Vec::new(),
        categories: Vec::new(),
        templates: Vec::new(),
    };
    for row in &rows {
        add(&mut directory, row.entry.clone());
    }
    for row in rows {
        add_member(&mut directory, row.entry);
    }
    Ok(directory)
}

fn calendar(town: &Municipality) -> Result<Calendar, String> {
    let zone = Zone::named(&town.timezone)
        .ok_or_else(|| format!("{:?} is no time zone", town.timezone))?;
    let own = town
        .holidays
        .iter()
        .map(|text| holiday(text).ok_or_else(|| format!("{text:?} is no day")))
        .collect::<Result<_, _>>()?;
    let (opens, closes, reminder) = (town.opens, town.closes, town.reminder);
    Ok(Calendar { zone, own, opens, closes, reminder })
}

fn add(directory: &mut Directory, entry: Entry) {
    match entry {
        Entry::Supervisor(person) => directory.supervisors.push(staff(person)),
        Entry::Urp(person) => directory.urp.push(staff(person)),
        Entry::Office(office) => directory.offices.push(Office {
            code: office.code,
            name: office.name,
            chat: office.chat,
            referents: Vec::new(),
            operators: Vec::new(),
            retired: office.retired,
        }),
        Entry::Category(category) => directory.categories.push(Category {
            code: category.code,
            name: Names(category.name),
            office: category.office,
            keywords: category.keywords,
            deadlines: Deadlines {
                first_word: category.first_word_days,
                next_word: category.next_word_days,
                close: category.close_days,
            },
            near_metres: category.near_metres,
            retired: category.retired,
        }),
        Entry::Template(template) => directory.templates.push(Template {
            outcome: template.outcome,
            category: template.category,
            text: Names(template.text),
            retired: template.retired,
        }),
        Entry::Municipality(_) | Entry::Referent(_) | Entry::Operator(_) => {}
    }
}

fn add_member(directory: &mut Directory, entry: Entry) {
    let (member, referent) = match entry {
        Entry::Referent(member) => (member, true),
        Entry::Operator(member) => (member, false),
        _ => return,
    };
    let office = directory.offices.iter_mut().find(|office| office.code == member.office);
    if let Some(office) = office {
        let people = if referent { &mut office.referents } else { &mut office.operators };
        people.push(staff(member.person));
    }
}

fn staff(person: Person) -> StaffMember {
    StaffMember {
        name: person.name,
        telegram: person.telegram,
        email: person.email,
        phone: person.phone,
    }
}
