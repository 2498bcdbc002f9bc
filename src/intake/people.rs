//! Who acts: found among the facts, or met for the first time.

use chrono::{DateTime, Utc};

use crate::domain::inbound::Sender;
use crate::domain::people::{Actor, Person};
use crate::domain::report::Report;
use crate::domain::step::{Facts, Fresh};

/// The person behind a sender, brought up to date; whether that changed something.
pub(super) fn person(
    facts: &Facts,
    sender: &Sender,
    in_private: bool,
    now: DateTime<Utc>,
    fresh: &mut Fresh,
) -> (Person, bool) {
    let lang = facts.directory.lang_for(sender.lang_tag.as_deref());
    let Some(known) = facts.account(sender.id) else {
        let person = Person {
            id: fresh.person(),
            telegram: Some(sender.id),
            mail: None,
            name: sender.name.clone(),
            lang,
            lang_chosen: false,
            blocked_at: None,
            blocked_told_on: None,
            reachable: in_private,
            created_at: now,
            phone: None,
        };
        return (person, true);
    };
    let mut person = known.clone();
    person.name.clone_from(&sender.name);
    if !person.lang_chosen && sender.lang_tag.is_some() {
        person.lang = lang;
    }
    // Who writes in private can be written to.
    person.reachable |= in_private;
    let changed = &person != known;
    (person, changed)
}

/// The citizen acting on a report, if it is theirs.
pub(super) fn as_citizen(person: &Person, report: &Report) -> Actor {
    if report.citizen == person.id {
        Actor::citizen(person.id, person.name.clone())
    } else {
        Actor { person: Some(person.id), name: person.name.clone(), capacities: Vec::new() }
    }
}
