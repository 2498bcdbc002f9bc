//! What happened to a report. History is append-only; the report row is its fold.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{CategoryCode, FileId, OfficeCode, PersonId, ReportId, WorkId};
use super::lang::Lang;
use super::mail::Account;
use super::people::Actor;
use super::place::{Place, Position};
use super::state::Outcome;

/// The door that a citizen came through, and is answered through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A private chat with the bot.
    Telegram,
    /// Ordinary mail.
    Mail,
    /// Certified mail.
    Pec,
    /// Somebody at the desk or on the phone, who left a phone number: they are called.
    Phone,
    /// Somebody at the desk or on the phone, who left no contact: nothing can be said to them.
    Nobody,
}

impl Channel {
    /// The mailbox through which a citizen of this channel is answered, if it is one of mail.
    pub fn account(self) -> Option<Account> {
        match self {
            Self::Telegram | Self::Phone | Self::Nobody => None,
            Self::Mail => Some(Account::Mail),
            Self::Pec => Some(Account::Pec),
        }
    }

    /// Nothing can be written through it: people speak, or cannot be told at all.
    pub fn is_by_hand(self) -> bool {
        matches!(self, Self::Phone | Self::Nobody)
    }
}

impl From<Account> for Channel {
    fn from(account: Account) -> Self {
        match account {
            Account::Mail => Self::Mail,
            Account::Pec => Self::Pec,
        }
    }
}

/// A named reason for which something owed to a citizen is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The report was closed as spam without words.
    SilentSpam,
}

impl Rule {
    /// The rule's name in the database and in the history.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SilentSpam => "silent_spam",
        }
    }
}

/// One entry of a report's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The report.
    pub report: ReportId,
    /// The place in the report's history, from 1; also the report's version after it.
    pub seq: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// The date, new with this event, by which the citizen hears again.
    pub promised: Option<NaiveDate>,
    /// What.
    pub kind: EventKind,
}

/// What a citizen sent to open a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// Whose report it is.
    pub citizen: PersonId,
    /// The door it came through.
    pub channel: Channel,
    /// The language it is answered in.
    pub lang: Lang,
    /// The category that the citizen chose; none for *Something else*.
    pub category: Option<CategoryCode>,
    /// Where.
    pub place: Place,
    /// What is wrong, in the citizen's words.
    pub words: String,
    /// Photos.
    pub photos: Vec<FileId>,
    /// The category is a guess from the words: the URP confirms it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suggested: bool,
    /// What the acknowledgement asks back, as it was missing.
    #[serde(default, skip_serializing_if = "Missing::is_empty")]
    pub missing: Missing,
}

/// What a report lacks and its citizen is asked for (an automatic question).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Missing {
    /// Where it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub place: bool,
    /// A position that a photo carries: the first choice, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What it is about: the categories to choose from, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryCode>,
    /// What came with the mail and nobody sees in the report, by its types: it may be sent otherwise. Nobody waits for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unseen: Vec<String>,
}

impl Missing {
    /// Whether there is nothing in it at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether nothing is asked for.
    pub fn is_nothing(&self) -> bool {
        !self.place && self.categories.is_empty()
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum EventKind {
    /// The report came in.
    Filed(Box<Filing>),
    /// The URP corrected the category.
    CategorySet {
        /// The category; none for *Something else*.
        category: Option<CategoryCode>,
    },
    /// The URP corrected the place.
    PlaceSet {
        /// The place.
        place: Place,
    },
    /// The citizen said what the acknowledgement had asked for.
    Completed {
        /// The category that they chose, if any.
        category: Option<CategoryCode>,
        /// The place that they named, if any.
        place: Option<Place>,
        /// Their words, as they wrote them.
        words: String,
        /// Photos.
        photos: Vec<FileId>,
    },
    /// The URP noted the number under which the protocol office keeps the certified mail.
    ProtocolSet {
        /// The number.
        number: String,
    },
    /// The URP gave it to an office.
    Assigned {
        /// The office.
        office: OfficeCode,
    },
    /// The office said "not ours".
    Returned {
        /// Why.
        reason: String,
    },
    /// Somebody has it in hand now.
    Taken {
        /// The office.
        office: OfficeCode,
        /// Who works on it.
        operator: PersonId,
        /// Their name, for staff.
        operator_name: String,
    },
    /// Its operator gave it back, or was removed.
    GivenBack,
    /// It will be done later.
    Planned {
        /// The day on which it is taken in hand again.
        until: NaiveDate,
        /// Why not now.
        reason: String,
        /// The planned work that it waits for.
        work: Option<WorkId>,
    },
    /// The planned day came.
    PlanDue,
    /// The office is done.
    Ready {
        /// The office that did it.
        office: OfficeCode,
        /// The outcome that it proposes.
        outcome: Outcome,
        /// What was done, for staff.
        done: String,
        /// The reply that it proposes.
        draft: String,
        /// Photos of what was done.
        photos: Vec<FileId>,
    },
    /// The URP sent it back to the office.
    SentBack {
        /// What is missing.
        note: String,
    },
    /// It ended.
    Closed {
        /// How.
        outcome: Outcome,
        /// The reply, as the citizen gets it; none only under a rule.
        words: Option<String>,
        /// Photos of the reply.
        photos: Vec<FileId>,
        /// The rule under which there are no words.
        rule: Option<Rule>,
    },
    /// The problem is still there.
    ReopenRequested {
        /// What the citizen added.
        words: Option<String>,
    },
    /// The URP did not reopen it.
    ReopenRefused {
        /// Why, as the citizen was told.
        words: String,
    },
    /// A merge was undone, or the main report ended without an answer for it.
    Unmerged {
        /// The day for which a word was promised to those who hear by it from now on, and none has come.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limbo_since: Option<NaiveDate>,
    },
    /// A note among staff.
    Noted {
        /// The note.
        words: String,
        /// Photos.
        photos: Vec<FileId>,
    },
    /// The town asked the citizen something.
    Asked {
        /// The question.
        words: String,
        /// The day by which an answer is hoped for.
        until: NaiveDate,
    },
    /// The citizen answered.
    Answered {
        /// The answer.
        words: String,
        /// Photos.
        photos: Vec<FileId>,
    },
    /// The citizen added something.
    Added {
        /// Words.
        words: String,
        /// Photos.
        photos: Vec<FileId>,
    },
    /// The citizen edited a message that is part of the report.
    Edited {
        /// The message as it reads now.
        words: String,
    },
    /// The town wrote to the citizen.
    Told {
        /// The words.
        words: String,
        /// Photos.
        photos: Vec<FileId>,
    },
    /// The citizen said whether it is really solved.
    Rated {
        /// Whether it is.
        solved: bool,
    },
    /// The report that it is a duplicate of became one itself: it follows that one's main report. Or it ended without an
    /// answer: it follows the one that goes on.
    Followed {
        /// The main report from now on.
        of: ReportId,
        /// The former one ended without an answer: what was promised by it stays so.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        let_go: bool,
    },
    /// The promised day passed without a word: the clock told the citizen that the town is late.
    LateTold,
    /// The clock reminded the citizen of the question.
    QuestionReminded,
    /// Another report about the same problem was joined to this one, its citizen says more, or it is not
    /// the same problem after all.
    FromDuplicate {
        /// The other report.
        report: ReportId,
        /// It was joined with this; else it followed already.
        joins: bool,
        /// Its citizen's words.
        words: String,
        /// Its citizen's photos.
        photos: Vec<FileId>,
        /// It does not follow any more: what its citizen said is about something else.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        left: bool,
        /// There is no way to tell its citizen anything.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        untold: bool,
    },
}

impl EventKind {
    /// The name of [`EventKind::Told`].
    pub const TOLD: &'static str = "told";

    /// The event's name in the database.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Filed(_) => "filed",
            Self::CategorySet { .. } => "category_set",
            Self::PlaceSet { .. } => "place_set",
            Self::Completed { .. } => "completed",
            Self::ProtocolSet { .. } => "protocol_set",
            Self::Assigned { .. } => "assigned",
            Self::Returned { .. } => "returned",
            Self::Taken { .. } => "taken",
            Self::GivenBack => "given_back",
            Self::Planned { .. } => "planned",
            Self::PlanDue => "plan_due",
            Self::Ready { .. } => "ready",
            Self::SentBack { .. } => "sent_back",
            Self::Closed { .. } => "closed",
            Self::ReopenRequested { .. } => "reopen_requested",
            Self::ReopenRefused { .. } => "reopen_refused",
            Self::Unmerged { .. } => "unmerged",
            Self::Noted { .. } => "noted",
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::Added { .. } => "added",
            Self::Edited { .. } => "edited",
            Self::Told { .. } => Self::TOLD,
            Self::Rated { .. } => "rated",
            Self::Followed { .. } => "followed",
            Self::LateTold => "late_told",
            Self::QuestionReminded => "question_reminded",
            Self::FromDuplicate { left: true, .. } => "duplicate_left",
            Self::FromDuplicate { .. } => "from_duplicate",
        }
    }

    /// Whether the citizens of duplicates hear of the event, as the main report's citizen does.
    pub fn is_shared(&self) -> bool {
        match self {
            Self::Assigned { .. }
            | Self::Taken { .. }
            | Self::Planned { .. }
            | Self::PlanDue
            | Self::ReopenRequested { .. }
            | Self::ReopenRefused { .. }
            | Self::Told { .. }
            | Self::LateTold => true,
            Self::Closed { outcome, .. } => {
                matches!(outcome, Outcome::Resolved | Outcome::NotResolvable | Outcome::NotOurs)
            }
            _ => false,
        }
    }

    /// The words and photos of the event that belong to what the citizen reported.
    pub fn citizens_photos(&self) -> &[FileId] {
        match self {
            Self::Filed(filing) => &filing.photos,
            Self::Answered { photos, .. }
            | Self::Added { photos, .. }
            | Self::Completed { photos, .. } => photos,
            _ => &[],
        }
    }
}
