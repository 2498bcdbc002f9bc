//! *Save*: the report with its citizen, and what the agent says to them.

use chrono::Datelike as _;

use super::draft::{Contact, Draft, Question};
use crate::conversation::Deed;
use crate::conversation::staff::dialogue::{Step, Talk};
use crate::domain::decide::{self, Terms};
use crate::domain::event::{Channel, Filing, Missing};
use crate::domain::ids::MessageId;
use crate::domain::people::Person;
use crate::domain::press::IntakePart;
use crate::domain::report::Report;
use crate::domain::step::{Keys, MailKeys};
use crate::text::report::{About, acknowledgement};
use crate::text::staff as text;

pub(super) fn save(
    talk: &mut Talk<'_>,
    draft: &Draft,
    at: Option<MessageId>,
) -> Step<Option<String>> {
    if draft.asked != Question::Summary {
        return Ok(Some(text::old_button(talk.lang)));
    }
    let chosen = draft.category.as_ref();
    if let Some(retired) = chosen.and_then(|code| talk.directory().retired_category(code)) {
        // Since it was chosen: it is asked for anew, and the rest stays.
        let mut draft = draft.clone();
        draft.change(IntakePart::Kind);
        super::ask(talk, draft);
        return Ok(Some(text::category_retired(talk.lang, retired)));
    }
    let (facts, directory, now) = (talk.scene.facts, talk.directory(), talk.scene.now);
    let Some(number) = facts.new_report else {
        let new_report_in = Some(directory.calendar.day_of(now).year());
        // Whoever wrote from that address before is the same person.
        let people = match &draft.contact {
            Contact::Mail(mail) => vec![mail.clone()],
            _ => Vec::new(),
        };
        let mail = MailKeys { people, ..MailKeys::default() };
        return Err(Box::new(Keys { new_report_in, mail, ..Keys::default() }));
    };
    let citizen = citizen(talk, draft);
    let filing = Filing {
        citizen: citizen.id,
        channel: match draft.contact {
            Contact::Phone(_) => Channel::Phone,
            Contact::Mail(_) => Channel::Mail,
            Contact::Nobody => Channel::Nobody,
        },
        lang: citizen.lang,
        category: draft.category.clone(),
        place: draft.place.clone(),
        words: draft.words.clone(),
        photos: draft.photos.clone(),
        suggested: false,
        missing: Missing::default(),
    };
    // What the acknowledgement will say, for the agent to read out.
    let deadlines = directory.deadlines(filing.category.as_ref());
    let terms = Terms { now, calendar: &directory.calendar, deadlines, seen: None };
    let event = decide::file(number, filing.clone(), talk.actor(), terms);
    let say = Report::opened_by(&event).map_or_else(
        |_| String::new(),
        |report| acknowledgement(About { directory, report: &report, now }).html,
    );
    let saved = text::desk_saved(talk.lang, number, talk.name(), draft.said(), &say);
    talk.edit(at, saved);
    let (filing, citizen) = (Box::new(filing), Box::new(citizen));
    talk.turn.deeds.push(Deed::FileFor { filing, citizen });
    talk.dialogue.intake = None;
    Ok(None)
}

fn citizen(talk: &mut Talk<'_>, draft: &Draft) -> Person {
    let (phone, mail) = match &draft.contact {
        Contact::Phone(phone) => (Some(phone.clone()), None),
        Contact::Mail(mail) => (None, Some(mail.clone())),
        Contact::Nobody => (None, None),
    };
    if let Some(known) = mail.as_deref().and_then(|mail| talk.scene.facts.correspondent(mail)) {
        return known.clone();
    }
    let lang = talk.lang;
    let name = match (draft.name.as_str(), &mail) {
        ("", Some(mail)) => mail.clone(),
        ("", None) => text::desk_nobody(lang),
        (name, _) => name.to_owned(),
    };
    Person {
        id: talk.turn.fresh().person(),
        telegram: None,
        mail,
        name,
        lang,
        lang_chosen: false,
        blocked_at: None,
        blocked_told_on: None,
        reachable: true,
        created_at: talk.scene.now,
        phone,
    }
}
