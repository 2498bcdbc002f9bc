//! A report: the fold of its history.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Channel, Event, EventKind, Missing};
use super::ids::{CategoryCode, FileId, PersonId, ReportId, WorkId};
use super::joined::FromDuplicate;
use super::lang::Lang;
use super::people::Actor;
use super::place::Place;
use super::state::{Outcome, State};

/// A question to the citizen that waits for its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The event that asked.
    pub seq: i32,
    /// The question.
    pub words: String,
    /// The day by which an answer is hoped for.
    pub until: NaiveDate,
    /// The citizen was reminded of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminded: bool,
}

/// What the office said when it was ready, beside the reply that it proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkReport {
    /// What was done, for staff.
    pub done: String,
    /// Photos of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileId>,
}

/// The last thing that happened, for the card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastDeed {
    /// The event's name, see [`EventKind::as_str`].
    pub event: String,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// A report as it stands now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Number and key.
    pub id: ReportId,
    /// The `seq` of the last event: guards concurrent changes.
    pub version: i32,
    /// The `seq` of the last event that changed the state: an older button is stale.
    pub state_seq: i32,
    /// Whose report it is.
    pub citizen: PersonId,
    /// The door it came through.
    pub channel: Channel,
    /// The language it is answered in.
    pub lang: Lang,
    /// The category, if any.
    pub category: Option<CategoryCode>,
    /// Where.
    pub place: Place,
    /// The citizen's words, those added later below the first.
    pub words: String,
    /// The citizen's photos.
    pub photos: Vec<FileId>,
    /// Where it stands.
    pub state: State,
    /// The date by which the citizen hears again; none once closed.
    pub promised: Option<NaiveDate>,
    /// An office was told to the citizen already: later moves renew nothing.
    pub assigned_once: bool,
    /// The question that waits for the citizen's answer.
    pub question: Option<Question>,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// When it was closed, if it is.
    pub closed_at: Option<DateTime<Utc>>,
    /// Since when the dates of the report that it is joined to are those of its citizen: until then they had another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_at: Option<DateTime<Utc>>,
    /// What the citizen said of the last closing.
    pub rated: Option<bool>,
    /// The `seq` of the citizen's last event: a preview made before it is out of date.
    pub citizen_seq: i32,
    /// The last thing that happened.
    pub last: LastDeed,
    /// The category is a guess from the words, not confirmed yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub suggested: bool,
    /// What the acknowledgement asked the citizen for and nobody has said yet.
    #[serde(default, skip_serializing_if = "Missing::is_empty")]
    pub missing: Missing,
    /// The protocol office's number of the certified mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// The promised day that passed without a word, until a person has told the citizen something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limbo_since: Option<NaiveDate>,
    /// How often an office said that it is not theirs.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub returns: u32,
    /// Why it came back last: an office's *not ours*, or the URP's note to the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_back: Option<String>,
    /// What the office said when it was ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<WorkReport>,
    /// The planned work that it waited for, while its day alone has brought it back: it waits again if
    /// the work gets a later date. Nobody has taken it out of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited_for: Option<WorkId>,
    /// What citizens of other reports about the same problem said, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from_duplicates: Vec<FromDuplicate>,
    /// How often its citizen has added to it, or changed what they wrote.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub additions: u32,
    /// What was said in a report that left again is not among that: others may follow although it is empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub parted: bool,
    /// So much of what others said is not kept among that: some may wait of whom nothing is.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub not_kept: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The most photos of its citizen that a report holds.
const MOST_PHOTOS: usize = 50;
/// The most words of its citizen that a report holds, characters: all of them are in the history.
const MOST_WORDS: usize = 40_000;
/// What stands where words were left out.
const CUT: &str = "\n[…]";
/// How often its citizen can add to a report, or change what they wrote.
const MOST_ADDITIONS: u32 = 300;

/// The history does not begin with a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the history does not begin with the filing of the report")]
pub struct NoFiling;

impl Report {
    /// The report that a whole history makes.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, NoFiling> {
        let mut events = events.into_iter();
        let mut report = Self::opened_by(events.next().ok_or(NoFiling)?)?;
        for event in events {
            report.apply(event);
        }
        Ok(report)
    }

    /// The report that its first event makes.
    pub fn opened_by(event: &Event) -> Result<Self, NoFiling> {
        let EventKind::Filed(filing) = &event.kind else {
            return Err(NoFiling);
        };
        let filing = filing.as_ref().clone();
        let mut report = Self {
            id: event.report,
            version: event.seq,
            state_seq: event.seq,
            citizen: filing.citizen,
            channel: filing.channel,
            lang: filing.lang,
            category: filing.category,
            place: filing.place,
            words: filing.words,
            photos: filing.photos,
            state: State::Received,
            promised: event.promised,
            assigned_once: false,
            question: None,
            received_at: event.at,
            closed_at: None,
            joined_at: None,
            rated: None,
            citizen_seq: event.seq,
            last: LastDeed {
                event: event.kind.as_str().to_owned(),
                actor: event.actor.clone(),
                at: event.at,
            },
            suggested: filing.suggested,
            missing: filing.missing,
            protocol: None,
            limbo_since: None,
            returns: 0,
            sent_back: None,
            finished: None,
            waited_for: None,
            from_duplicates: Vec::new(),
            additions: 0,
            parted: false,
            not_kept: 0,
        };
        report.cut_words();
        Ok(report)
    }

    /// Takes one more event in. Total: a history that was accepted always folds.
    pub fn apply(&mut self, event: &Event) {
        self.version = event.seq;
        if event.promised.is_some() {
            // The clock's own word keeps it in limbo: a person must tell the citizen something, where
            // there is a way to tell them.
            self.limbo_since = match event.kind {
                EventKind::LateTold if self.is_awaited() => self.promised,
                // What another citizen took back tells nobody anything.
                EventKind::Unmerged { limbo_since } => limbo_since,
                _ => None,
            };
            self.promised = event.promised;
        }
        // What is added by whoever reported the same is a citizen's word as well: an answer that knows it not may be wrong.
        let adds = matches!(event.kind, EventKind::FromDuplicate { joins: false, left: false, .. });
        if event.actor.is_citizen() || adds {
            self.citizen_seq = event.seq;
        }
        self.last = LastDeed {
            event: event.kind.as_str().to_owned(),
            actor: event.actor.clone(),
            at: event.at,
        };
        match &event.kind {
            EventKind::CategorySet { category } => {
                self.category.clone_from(category);
                self.suggested = false;
                self.missing.categories.clear();
            }
            EventKind::PlaceSet { place } => self.placed(place),
            EventKind::Completed { category, place, words, photos } => {
                if let Some(category) = category {
                    self.category = Some(category.clone());
                    self.suggested = false;
                    self.missing.categories.clear();
                }
                if let Some(place) = place {
                    self.placed(place);
                }
                // A mere number, or the place itself, says nothing more than what it has set.
                let all_said = words.trim().parse::<u32>().is_ok()
                    || place
                        .as_ref()
                        .is_some_and(|place| place.words.as_deref() == Some(words.trim()));
                self.add(if all_said { "" } else { words }, photos);
            }
            EventKind::ProtocolSet { number } => self.protocol = Some(number.clone()),
            EventKind::Asked { words, until } => {
                let words = words.clone();
                self.question =
                    Some(Question { seq: event.seq, words, until: *until, reminded: false });
            }
            EventKind::Answered { words, photos } => {
                self.question = None;
                self.add(words, photos);
            }
            EventKind::Added { words, photos } => {
                self.additions += 1;
                self.add(words, photos);
            }
            EventKind::Edited { .. } => self.additions += 1,
            EventKind::FromDuplicate { report, left: true, .. } => self.part_from(*report),
            EventKind::FromDuplicate { report, words, photos, untold, .. } => {
                let (report, untold) = (*report, *untold);
                let (words, photos) = (words.clone(), photos.clone());
                self.hear(FromDuplicate { untold, report, words, photos });
            }
            EventKind::Rated { solved } => self.rated = Some(*solved),
            EventKind::QuestionReminded => {
                if let Some(question) = &mut self.question {
                    question.reminded = true;
                }
            }
            EventKind::Filed(_)
            | EventKind::LateTold
            | EventKind::Noted { .. }
            | EventKind::Told { .. } => {}
            kind => {
                self.noted_on_the_way(kind);
                if let Some(state) = self.state_after(kind) {
                    self.enter(state, event);
                }
            }
        }
    }

    /// What an event that changes the state leaves beside it.
    fn noted_on_the_way(&mut self, kind: &EventKind) {
        self.waited_for = match (kind, &self.state) {
            (EventKind::PlanDue, State::Planned { work, .. }) => *work,
            // Nobody has taken it in hand by that.
            (EventKind::GivenBack, _) => self.waited_for,
            _ => None,
        };
        match kind {
            EventKind::ReopenRequested { words } => {
                if let Some(words) = words {
                    self.add(words, &[]);
                }
                (self.sent_back, self.finished) = (None, None);
            }
            EventKind::Returned { reason } => {
                self.returns += 1;
                self.sent_back = Some(reason.clone());
            }
            EventKind::SentBack { note } => self.sent_back = Some(note.clone()),
            EventKind::Ready { done, photos, .. } => {
                self.sent_back = None;
                self.finished = Some(WorkReport { done: done.clone(), photos: photos.clone() });
            }
            EventKind::Assigned { .. } => self.sent_back = None,
            _ => {}
        }
    }

    fn enter(&mut self, state: State, event: &Event) {
        match &state {
            State::Closed { outcome } => {
                if matches!(outcome, Outcome::Duplicate { .. } | Outcome::Withdrawn | Outcome::Spam)
                {
                    self.let_go();
                }
                if let Outcome::Duplicate { .. } = outcome
                    && !matches!(event.kind, EventKind::Followed { let_go: true, .. })
                {
                    self.joined_at = Some(event.at);
                }
                self.missing = Missing::default();
                self.closed_at = Some(event.at);
                self.promised = None;
                self.limbo_since = None;
                self.assigned_once = false;
                self.question = None;
                self.rated = None;
            }
            State::Assigned { .. } => self.assigned_once = true,
            _ => {}
        }
        if state.is_open() {
            self.closed_at = None;
        }
        self.state = state;
        self.state_seq = event.seq;
    }

    /// The state that an event leads to, for events that change it.
    fn state_after(&self, kind: &EventKind) -> Option<State> {
        let office = || self.state.office().cloned();
        Some(match kind {
            EventKind::Assigned { office } => State::Assigned { office: office.clone() },
            EventKind::Returned { .. } | EventKind::Unmerged { .. } => State::Received,
            EventKind::Taken { office, operator, .. } => {
                State::InProgress { office: office.clone(), operator: *operator }
            }
            EventKind::GivenBack => match self.state.clone() {
                State::Planned { office, until, reason, work, .. } => {
                    State::Planned { office, operator: None, until, reason, work }
                }
                State::Ready { office, outcome, draft, .. } => {
                    State::Ready { office, operator: None, outcome, draft }
                }
                other => State::Assigned { office: other.office()?.clone() },
            },
            EventKind::Planned { until, reason, work } => State::Planned {
                office: office(),
                operator: self.state.operator(),
                until: *until,
                reason: reason.clone(),
                work: *work,
            },
            EventKind::PlanDue | EventKind::SentBack { .. } => {
                match (office(), self.state.operator()) {
                    (Some(office), Some(operator)) => State::InProgress { office, operator },
                    (Some(office), None) => State::Assigned { office },
                    (None, _) => State::Received,
                }
            }
            EventKind::Ready { office, outcome, draft, .. } => State::Ready {
                office: office.clone(),
                // A work of another office is not for this one's operator to answer for.
                operator: self.state.operator().filter(|_| self.state.office() == Some(office)),
                outcome: *outcome,
                draft: draft.clone(),
            },
            EventKind::Closed { outcome, .. } => State::Closed { outcome: *outcome },
            EventKind::Followed { of, .. } => {
                State::Closed { outcome: Outcome::Duplicate { of: *of } }
            }
            EventKind::ReopenRequested { .. } => {
                State::ReopenRequested { previous: self.outcome()? }
            }
            EventKind::ReopenRefused { .. } => match self.state {
                State::ReopenRequested { previous } => State::Closed { outcome: previous },
                _ => return None,
            },
            _ => return None,
        })
    }

    fn placed(&mut self, place: &Place) {
        self.place = place.clone();
        self.missing.place = false;
        self.missing.position = None;
    }

    fn add(&mut self, words: &str, photos: &[FileId]) {
        let is_full = self.words.chars().nth(MOST_WORDS).is_some();
        if !words.is_empty() && !is_full {
            if !self.words.is_empty() {
                self.words.push('\n');
            }
            self.words.push_str(words);
            self.cut_words();
        }
        self.photos.extend_from_slice(photos);
    }

    fn cut_words(&mut self) {
        if let Some((end, _)) = self.words.char_indices().nth(MOST_WORDS) {
            self.words.truncate(end);
            self.words.push_str(CUT);
        }
    }

    /// Whether its citizen can still add to it, or change what they wrote.
    pub fn has_room(&self) -> bool {
        self.additions < MOST_ADDITIONS
    }

    /// How many photos its citizen can still add.
    pub fn room_for_photos(&self) -> usize {
        MOST_PHOTOS.saturating_sub(self.photos.len())
    }

    /// Whether somebody waits for a word that was promised for a day before `today`.
    pub fn is_in_limbo(&self, today: NaiveDate) -> bool {
        self.is_awaited() && self.is_past_its_date(today)
    }

    /// Whether its date has passed, or had passed before the clock said so.
    pub fn is_past_its_date(&self, today: NaiveDate) -> bool {
        self.state.is_open()
            && (self.limbo_since.is_some() || self.promised.is_some_and(|day| day < today))
    }

    /// How it was closed, if it is.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state {
            State::Closed { outcome } => Some(outcome),
            _ => None,
        }
    }
}
