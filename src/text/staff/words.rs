//! Names of states, outcomes, events and deliveries, as staff say them. All plain text.

use chrono::{DateTime, Utc};

use crate::domain::directory::Directory;
use crate::domain::event::{Channel, Rule};
use crate::domain::ids::CategoryCode;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{
    CANNOT_BE_REACHED, Delivery, DeliveryLine, OVERTAKEN, Purpose, TOLD, UNREADABLE,
};
use crate::domain::people::{Actor, Capacity};
use crate::domain::state::{Outcome, State, StateKind};
use crate::text::format::{clip, day};
use crate::text::plain;

/// A category's name for staff: *Something else* without one.
pub fn category_name(directory: &Directory, lang: Lang, category: Option<&CategoryCode>) -> String {
    let Some(code) = category else {
        return plain!(lang, "category-none");
    };
    directory
        .category(code)
        .map_or_else(|| code.as_str().to_owned(), |one| one.name.get(lang).to_owned())
}

/// An outcome as its button names it.
pub fn outcome(lang: Lang, outcome: Outcome) -> String {
    match outcome {
        Outcome::Resolved => plain!(lang, "staff-outcome-resolved"),
        Outcome::NotResolvable => plain!(lang, "staff-outcome-not-resolvable"),
        Outcome::NotOurs => plain!(lang, "staff-outcome-not-ours"),
        Outcome::Duplicate { of } => plain!(lang, "staff-outcome-duplicate", number = of),
        Outcome::Withdrawn => plain!(lang, "staff-outcome-withdrawn"),
        Outcome::Spam => plain!(lang, "staff-outcome-spam"),
    }
}

/// Where a report stands, in full.
pub(super) fn state(
    directory: &Directory,
    lang: Lang,
    state: &State,
    now: DateTime<Utc>,
) -> String {
    match state {
        State::Planned { until, .. } => {
            let date = day(lang, *until, directory.calendar.day_of(now));
            plain!(lang, "staff-state-planned-for", date = date)
        }
        State::ReopenRequested { previous } => {
            let before = outcome(lang, *previous);
            plain!(lang, "staff-state-reopen-requested-after", outcome = before)
        }
        State::Closed { outcome: how } => {
            let how = outcome(lang, *how);
            plain!(lang, "staff-state-closed-as", outcome = how)
        }
        other => state_kind(lang, other.kind()),
    }
}

/// Where a report stands, in a word or two.
pub(super) fn state_kind(lang: Lang, state: StateKind) -> String {
    match state {
        StateKind::Received => plain!(lang, "staff-state-received"),
        StateKind::Assigned => plain!(lang, "staff-state-assigned"),
        StateKind::InProgress => plain!(lang, "staff-state-in-progress"),
        StateKind::Planned => plain!(lang, "staff-state-planned"),
        StateKind::Ready => plain!(lang, "staff-state-ready"),
        StateKind::ReopenRequested => plain!(lang, "staff-state-reopen-requested"),
        StateKind::Closed => plain!(lang, "staff-state-closed"),
    }
}

/// What happened, by the event's name: it follows a person's name and a dash.
pub(super) fn event(lang: Lang, name: &str) -> String {
    match name {
        "filed" => plain!(lang, "staff-event-filed"),
        "category_set" => plain!(lang, "staff-event-category-set"),
        "completed" => plain!(lang, "staff-event-completed"),
        "protocol_set" => plain!(lang, "staff-event-protocol-set"),
        "place_set" => plain!(lang, "staff-event-place-set"),
        "assigned" => plain!(lang, "staff-event-assigned"),
        "returned" => plain!(lang, "staff-event-returned"),
        "taken" => plain!(lang, "staff-event-taken"),
        "given_back" => plain!(lang, "staff-event-given-back"),
        "planned" => plain!(lang, "staff-event-planned"),
        "plan_due" => plain!(lang, "staff-event-plan-due"),
        "ready" => plain!(lang, "staff-event-ready"),
        "sent_back" => plain!(lang, "staff-event-sent-back"),
        "closed" => plain!(lang, "staff-event-closed"),
        "reopen_requested" => plain!(lang, "staff-event-reopen-requested"),
        "reopen_refused" => plain!(lang, "staff-event-reopen-refused"),
        "unmerged" => plain!(lang, "staff-event-unmerged"),
        "noted" => plain!(lang, "staff-event-noted"),
        "asked" => plain!(lang, "staff-event-asked"),
        "answered" => plain!(lang, "staff-event-answered"),
        "added" => plain!(lang, "staff-event-added"),
        "edited" => plain!(lang, "staff-event-edited"),
        "told" => plain!(lang, "staff-event-told"),
        "rated" => plain!(lang, "staff-event-rated"),
        "followed" => plain!(lang, "staff-event-followed"),
        "late_told" => plain!(lang, "staff-event-late-told"),
        "duplicate_left" => plain!(lang, "staff-event-duplicate-left"),
        "from_duplicate" => plain!(lang, "staff-event-from-duplicate"),
        "question_reminded" => plain!(lang, "staff-event-question-reminded"),
        other => other.to_owned(),
    }
}

/// Who did something: the name; for a citizen and for the clock, also that it was them.
pub(super) fn actor(lang: Lang, actor: &Actor) -> String {
    let name = clip(&actor.name, 60);
    if actor.capacities.contains(&Capacity::Clock) {
        plain!(lang, "staff-actor-clock")
    } else if actor.is_citizen() {
        plain!(lang, "staff-actor-citizen", name = name.as_ref())
    } else {
        name.into_owned()
    }
}

/// A channel.
pub(super) fn channel(lang: Lang, channel: Channel) -> String {
    match channel {
        Channel::Telegram => "Telegram".to_owned(),
        Channel::Mail => plain!(lang, "staff-channel-mail"),
        Channel::Pec => "PEC".to_owned(),
        Channel::Phone => plain!(lang, "staff-channel-phone"),
        Channel::Nobody => plain!(lang, "staff-channel-nobody"),
    }
}

/// The language that a citizen is answered in: `in Italian`.
pub(super) fn in_language(lang: Lang, theirs: Lang) -> String {
    match theirs {
        Lang::It => plain!(lang, "staff-in-it"),
        Lang::En => plain!(lang, "staff-in-en"),
        Lang::Sl => plain!(lang, "staff-in-sl"),
        Lang::De => plain!(lang, "staff-in-de"),
    }
}

/// What a message to the citizen was.
pub(super) fn purpose(lang: Lang, purpose: Purpose) -> String {
    match purpose {
        Purpose::Acknowledgement => plain!(lang, "staff-purpose-acknowledgement"),
        Purpose::Reply => plain!(lang, "staff-purpose-reply"),
        Purpose::Question => plain!(lang, "staff-purpose-question"),
        Purpose::Word => plain!(lang, "staff-purpose-word"),
        Purpose::Progress => plain!(lang, "staff-purpose-progress"),
        Purpose::Confirmation => plain!(lang, "staff-purpose-confirmation"),
        Purpose::Conversation | Purpose::Staff | Purpose::Task => {
            plain!(lang, "staff-purpose-other")
        }
    }
}

/// Why something did not arrive, from the channel's words: the Bot API's own texts, or a mail
/// server's.
pub(super) fn reason(lang: Lang, channel: Channel, words: &str) -> String {
    let known = words.to_lowercase();
    if known.contains("blocked by the user") {
        plain!(lang, "staff-reason-blocked")
    } else if known.contains("deactivated") {
        plain!(lang, "staff-reason-deactivated")
    } else if known.contains("can't initiate") || known.contains("chat not found") {
        plain!(lang, "staff-reason-no-chat")
    } else if known == UNREADABLE {
        plain!(lang, "staff-reason-unreadable")
    } else if known == "no_receipt" {
        plain!(lang, "staff-reason-no-receipt")
    } else if let Some(days) = known.strip_prefix(GIVEN_UP) {
        plain!(lang, "staff-reason-given-up", days = days.trim())
    } else if words.starts_with(NO_OUTLET) {
        plain!(lang, "staff-reason-no-outlet")
    } else if let Some(status) = mail_status(&known) {
        let words = clip(said_once(words), 150);
        match status {
            MailTrouble::NoSuchAddress => {
                plain!(lang, "staff-reason-no-address", words = words.as_ref())
            }
            MailTrouble::Full => plain!(lang, "staff-reason-full", words = words.as_ref()),
            MailTrouble::Other => plain!(lang, "staff-reason-mail", words = words.as_ref()),
        }
    } else {
        let words = clip(words, 150);
        match channel {
            Channel::Telegram | Channel::Phone | Channel::Nobody => {
                plain!(lang, "staff-reason-other", words = words.as_ref())
            }
            Channel::Mail | Channel::Pec => {
                plain!(lang, "staff-reason-mail", words = words.as_ref())
            }
        }
    }
}

/// Without the status at the beginning where the server's own words say it again: of
/// `5.1.1 550 5.1.1 User unknown` what follows the first blank.
fn said_once(words: &str) -> &str {
    match words.split_once(' ') {
        Some((status, rest)) if rest.contains(status) => rest,
        _ => words,
    }
}

/// The named rule by which something was not sent.
fn suppressed_by(lang: Lang, rule: Option<&str>) -> Option<String> {
    Some(match rule? {
        "withheld" => plain!(lang, "staff-suppressed-withheld"),
        CANNOT_BE_REACHED => plain!(lang, "staff-suppressed-cannot"),
        "no_answer_wanted" => plain!(lang, "staff-suppressed-no-answer"),
        OVERTAKEN => plain!(lang, "staff-suppressed-overtaken"),
        "no_contact" => plain!(lang, "staff-suppressed-no-contact"),
        "list" | "bulk" | "no_reply" => plain!(lang, "staff-suppressed-list"),
        "auto_submitted" => plain!(lang, "staff-suppressed-passed-on"),
        _ => return None,
    })
}

/// Whether the mail server has not taken it yet, in the outbox's words.
fn mail_waits(line: &DeliveryLine) -> bool {
    let reason = line.reason.as_deref().unwrap_or_default();
    ["not handed over", "no answer after", "our own fault"]
        .iter()
        .any(|begin| reason.starts_with(begin))
}

/// How the outbox says that it has tried long enough; the number of days follows.
pub const GIVEN_UP: &str = "mail was tried for days: ";

/// How the outbox says that a mailbox has no way out; the setting that would be one follows.
pub const NO_OUTLET: &str = "the town sends no mail: without ";

/// What an enhanced status says (RFC 3463).
enum MailTrouble {
    NoSuchAddress,
    Full,
    Other,
}

/// The status that a mail server's words begin with, like `5.1.1`.
fn mail_status(words: &str) -> Option<MailTrouble> {
    let first = words.split_whitespace().next()?;
    let mut parts = first.split('.');
    let mut number = || parts.next()?.parse::<u16>().ok();
    let (class, subject, detail) = (number()?, number()?, number()?);
    if !(2..=5).contains(&class) {
        return None;
    }
    Some(match (subject, detail) {
        (1, 1 | 2 | 3 | 6 | 10) => MailTrouble::NoSuchAddress,
        (2, 2) => MailTrouble::Full,
        _ => MailTrouble::Other,
    })
}

/// A named rule under which nothing was sent.
pub(super) fn rule(lang: Lang, rule: Rule) -> String {
    match rule {
        Rule::SilentSpam => plain!(lang, "staff-rule-silent-spam"),
    }
}

/// How something owed to the citizen was delivered: `Reply: delivered, 24/11 14:06`.
pub(super) fn delivery(
    directory: &Directory,
    lang: Lang,
    channel: Channel,
    line: &DeliveryLine,
    now: DateTime<Utc>,
) -> String {
    let time = super::stamp(directory, lang, line.at, now);
    let missing = line.without_photos();
    let how = match line.state {
        Delivery::Delivered if line.reason.as_deref() == Some(TOLD) => {
            plain!(lang, "staff-delivery-told")
        }
        // The mail server has it, and says that it cannot pass it on yet.
        Delivery::Delivered | Delivery::Accepted if line.reason.is_some() && missing.is_none() => {
            let why = reason(lang, channel, line.reason.as_deref().unwrap_or_default());
            plain!(lang, "staff-delivery-late", reason = why)
        }
        Delivery::Pending | Delivery::InFlight if mail_waits(line) => {
            plain!(lang, "staff-delivery-mail-waits")
        }
        Delivery::Pending | Delivery::InFlight => plain!(lang, "staff-delivery-pending"),
        Delivery::Accepted => plain!(lang, "staff-delivery-accepted", time = time),
        Delivery::Held if line.reason.as_deref() == Some("by_phone") => {
            plain!(lang, "staff-delivery-by-phone")
        }
        Delivery::Held => plain!(lang, "staff-delivery-held"),
        Delivery::Delivered if line.repeated => {
            plain!(lang, "staff-delivery-delivered-repeated", time = time)
        }
        Delivery::Delivered => plain!(lang, "staff-delivery-delivered", time = time),
        Delivery::Undeliverable if line.reason.as_deref() == Some(TOLD) => {
            plain!(lang, "staff-delivery-told-otherwise")
        }
        Delivery::Undeliverable => {
            let why = reason(lang, channel, line.reason.as_deref().unwrap_or_default());
            plain!(lang, "staff-delivery-undeliverable", reason = why)
        }
        // Nothing was to be sent: it is no refusal of ours.
        Delivery::Suppressed if line.reason.as_deref() == Some("read_out") => {
            plain!(lang, "staff-suppressed-read-out")
        }
        Delivery::Suppressed if line.reason.as_deref() == Some("no_call_needed") => {
            plain!(lang, "staff-suppressed-no-call")
        }
        Delivery::Suppressed => match suppressed_by(lang, line.reason.as_deref()) {
            Some(rule) => plain!(lang, "staff-delivery-suppressed-by", rule = rule),
            None => plain!(lang, "staff-delivery-suppressed"),
        },
    };
    let how = match missing {
        Some(photos) => plain!(lang, "staff-delivery-without-photos", how = how, photos = photos),
        None => how,
    };
    let what = match line.reason.as_deref() {
        Some("read_out") => plain!(lang, "staff-purpose-confirmation"),
        _ => purpose(lang, line.purpose),
    };
    plain!(lang, "staff-delivery", what = what, how = how)
}
