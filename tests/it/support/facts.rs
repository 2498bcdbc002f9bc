//! A small town with two offices, and what happens in it, as plain values.

use chrono::{DateTime, Utc};
use rispondo::config::directory_file;
use rispondo::domain::decide::{self, Terms};
use rispondo::domain::directory::Directory;
use rispondo::domain::directory_rows::directory_of;
use rispondo::domain::event::{Channel, Event, Filing};
use rispondo::domain::ids::{ChatId, OutboxId, PersonId, ReportId, TelegramId};
use rispondo::domain::lang::Lang;
use rispondo::domain::outgoing::{Content, Message, Outgoing, Purpose};
use rispondo::domain::people::{Actor, Capacity, Person};
use rispondo::domain::place::Place;
use rispondo::domain::promise::Deadlines;
use rispondo::domain::report::Report;
use uuid::Uuid;

/// The URP's group.
pub const URP: ChatId = ChatId(-100);

/// A moment.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A Tuesday morning at work.
pub fn now() -> DateTime<Utc> {
    at("2026-11-24T09:00:00Z")
}

/// The town as its file describes it.
pub const FILE: &str = r#"
[municipality]
name = "Comune di Esempio"
languages = ["it", "en"]
timezone = "Europe/Rome"
holidays = ["11-03"]
contact = "URP, tel. 040 000000"
urp_chat_id = -100
supervisors = [{ name = "Anna Bianchi", telegram_id = 11 }]
urp = [{ name = "Carlo Neri", telegram_id = 12 }, { name = "Dora Verdi" }]

[[office]]
code = "strade"
name = "Strade"
referents = [{ name = "Ezio Gialli" }]

[[office]]
code = "verde"
name = "Verde"
referents = [{ name = "Ida Viola" }]

[[category]]
code = "buche"
name = "Buche"
office = "strade"
keywords = ["buca"]

[[template]]
outcome = "resolved"
text = "Il problema è stato risolto."
"#;

/// The town.
pub fn directory() -> Directory {
    directory_of(directory_file::parse(FILE).unwrap(), 0).unwrap()
}

/// A citizen by Telegram account; the key follows from it.
pub fn citizen(telegram: i64) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(u128::from(telegram.unsigned_abs()))),
        telegram: Some(TelegramId(telegram)),
        name: format!("Persona {telegram}"),
        reachable: true,
        ..Person::nobody(Lang::It, now())
    }
}

/// A URP agent.
pub fn urp() -> Actor {
    Actor { person: None, name: "Carlo Neri".to_owned(), capacities: vec![Capacity::Urp] }
}

/// The terms of decisions at that moment.
pub fn terms(town: &Directory, now: DateTime<Utc>) -> Terms<'_> {
    Terms { now, calendar: &town.calendar, deadlines: Deadlines::default(), seen: None }
}

/// A report's first event, and the report.
pub fn filed(town: &Directory, id: ReportId, person: &Person) -> (Report, Event) {
    let filing = Filing {
        citizen: person.id,
        channel: Channel::Telegram,
        suggested: false,
        missing: rispondo::domain::event::Missing::default(),
        lang: Lang::It,
        category: Some("buche".into()),
        place: Place::typed("via Roma 1"),
        words: "Una buca".to_owned(),
        photos: Vec::new(),
    };
    let actor = Actor::citizen(person.id, person.name.as_str());
    let event = decide::file(id, filing, actor, terms(town, now()));
    (Report::opened_by(&event).unwrap(), event)
}

/// A message to a chat, to be sent with the number `id`.
pub fn message(id: u128, chat: ChatId) -> Outgoing {
    let html = format!("Messaggio {id}");
    let (id, content) =
        (OutboxId(Uuid::from_u128(id)), Content::Text(Message { html, ..Message::default() }));
    Outgoing::new(id, chat, Purpose::Conversation, content, now())
}
