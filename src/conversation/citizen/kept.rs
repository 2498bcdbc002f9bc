//! What is sent outside a question of ours: kept, and offered to each open report or as a new one.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::dialogue::{Dialogue, Draft, Kept, Material};
use super::talk::{Look, Talk};
use crate::conversation::Scene;
use crate::conversation::mail::only_thanks;
use crate::domain::decide::REOPEN_DAYS;
use crate::domain::ids::{MessageId, ReportId};
use crate::domain::inbound::{Attachment, Body};
use crate::domain::lang::Lang;
use crate::domain::outgoing::Target;
use crate::domain::report::Report;
use crate::domain::state::Outcome;
use crate::domain::step::{DialogueRow, Keys};
use crate::text::citizen as words;
use crate::text::citizen::{Offered, Typed};
use crate::text::report::report_name;

/// What was offered, and nothing was chosen, is forgotten when something else comes after so long,
/// days: till then it is offered with it, as it was never sent.
const FORGOTTEN_DAYS: i64 = 14;
/// Thanks, and what is about work in hand, are forgotten sooner; nor is a later yes an answer to the
/// offer, hours.
const LATELY_HOURS: i64 = 24;
/// Messages closer than this to the last offer are offered together, seconds.
const TOGETHER_SECONDS: i64 = 10;

/// A report by number and name.
type Named = (ReportId, String);

impl<'a> Talk<'a> {
    /// A message outside a question of ours.
    pub fn keep(&mut self, message: MessageId, body: &Body) -> Look {
        self.look_for_reports()?;
        if let Body::Text(text) = body
            && let Some(typed) = Typed::read(text)
            && self.typed(typed)?
        {
            return Ok(());
        }
        self.look_at_mains()?;
        let now = self.scene.now;
        let (mut open, in_hand) = self.offered_to();
        if open.is_empty() && in_hand.is_empty() && self.is_refused() {
            return Ok(());
        }
        let mut kept = self.dialogue.kept.take().unwrap_or_default();
        if is_forgotten(&kept, now) {
            kept = Kept::default();
        }
        // What was left long ago is not called to mind anew because somebody says thanks for something.
        let only_joins = kept.waits && is_thanks(body);
        let too_long = !keep_in(&mut kept, message, body);
        kept.settling = true;
        if !only_joins {
            kept.at = now;
            kept.reminded = 0;
            kept.waits = !kept.is_thanks();
        }
        open.extend(self.closed_lately().filter(|_| kept.waits));
        kept.open = open;
        kept.in_hand = in_hand;
        let just_offered = kept.is_offered_at(now);
        self.dialogue.kept = Some(kept);
        if too_long {
            self.say(crate::text::format::said(words::lead_too_long(self.lang)));
        }
        if just_offered || matches!(body, Body::Photo { .. }) {
            self.settle();
        } else {
            self.offer();
        }
        Ok(())
    }

    /// A draft with something in it whose question was asked so long ago that it is forgotten, or that is doubted since.
    pub fn left_for_long(&self) -> Option<&Draft> {
        let long = TimeDelta::days(FORGOTTEN_DAYS);
        let draft = self.dialogue.draft.as_ref().filter(|draft| !draft.is_empty());
        draft.filter(|draft| draft.doubted_at.is_some() || self.scene.now - draft.touched > long)
    }

    /// Whether a message is no answer to the draft's question.
    pub fn is_beside_draft(&self, body: &Body) -> bool {
        let ours = matches!(body, Body::Text(text) if Typed::read(text).is_some());
        !ours && self.left_for_long().is_some()
    }

    /// Keeps it until they have said whether the draft goes on, or another one begins.
    pub fn keep_beside_draft(&mut self, message: MessageId, body: &Body) {
        let now = self.scene.now;
        let Some(draft) = &mut self.dialogue.draft else {
            return;
        };
        draft.doubted_at = Some(now);
        let no = draft.no;
        let mut kept = self.dialogue.kept.take().unwrap_or_default();
        if is_forgotten(&kept, now) {
            kept = Kept::default();
        }
        let too_long = !keep_in(&mut kept, message, body);
        let just_asked = kept.is_offered_at(now);
        (kept.at, kept.offered, kept.reminded) = (now, Some(now), 0);
        kept.waits = !kept.is_thanks();
        let (messages, photos) = (kept.messages(), kept.material.photos.len());
        self.dialogue.kept = Some(kept);
        if too_long {
            self.say(crate::text::format::said(words::lead_too_long(self.lang)));
        }
        if !just_asked {
            self.say(words::unfinished_and_kept(self.lang, no, messages, photos));
        }
    }

    /// What came since it is not sure that the draft goes on.
    pub fn kept_beside_draft(&mut self) -> Option<Kept> {
        self.dialogue.draft.as_ref().and_then(|draft| draft.doubted_at)?;
        self.dialogue.kept.take()
    }

    /// Whoever answers goes on with the draft, and what came meanwhile is part of it.
    pub fn draft_goes_on(&mut self) {
        if let Some(kept) = self.kept_beside_draft() {
            self.take_in(kept);
        }
        if let Some(draft) = &mut self.dialogue.draft {
            draft.doubted_at = None;
        }
    }

    /// Their reports must be among the facts, and those in hand of whoever works here. To be asked before
    /// anything is done: the turn begins again then.
    fn look_for_reports(&self) -> Look {
        let works_here = !self.scene.capacities.is_empty();
        let facts = self.scene.facts;
        if facts.reports_of.is_none() || (works_here && facts.in_hand.is_none()) {
            let reports_of = self.scene.person.telegram;
            let in_hand_of = reports_of.filter(|_| works_here);
            return Err(Box::new(Keys { reports_of, in_hand_of, ..Keys::default() }));
        }
        Ok(())
    }

    /// All that an offer shows must be among the facts.
    pub fn look_for_offer(&self) -> Look {
        self.look_for_reports()?;
        self.look_at_mains()
    }

    /// What may be added to, by number and name: their own open reports, and those in hand.
    pub fn offered_to(&self) -> (Vec<Named>, Vec<Named>) {
        let open = self.open_ones().map(|report| (report.id, report_name(self.lang, report)));
        // Their work is spoken of in the language of all staff.
        let staff = self.directory().staff_lang();
        let in_hand = self.scene.facts.in_hand.iter().flatten();
        let in_hand = in_hand.map(|report| (report.id, report_name(staff, report)));
        (open.collect(), in_hand.collect())
    }

    /// The last of theirs that was closed, while they may say that the problem is still there: whoever is
    /// asked if it is solved often just writes. Their mains must be among the facts.
    pub fn closed_lately(&self) -> Option<Named> {
        let since = self.scene.now - Days::new(REOPEN_DAYS);
        let facts = self.scene.facts;
        let ends_with = |report: &'a Report| facts.main_of(report).unwrap_or(report);
        let answered = |report: &&'a Report| {
            let main = ends_with(report);
            let ended = matches!(
                main.outcome(),
                Some(Outcome::Resolved | Outcome::NotResolvable | Outcome::NotOurs)
            );
            ended && main.closed_at.is_some_and(|closed| closed >= since)
        };
        let theirs = facts.reports_of.iter().flatten().filter(answered);
        let last = theirs.max_by_key(|report| ends_with(report).closed_at)?;
        let may_write = !self.is_blocked();
        may_write.then(|| (last.id, report_name(self.lang, last)))
    }

    /// A label of ours, typed or sent by an old key. False if it means nothing here.
    fn typed(&mut self, typed: Typed) -> Look<bool> {
        match typed {
            Typed::New => self.begin(),
            Typed::Mine => self.list_mine()?,
            Typed::Help => {
                self.say(words::help(self.directory(), self.lang, self.scene.now));
            }
            Typed::Cancel if self.dialogue.kept.take().is_some() => {
                self.say(words::kept_dropped(self.lang));
            }
            // Something is asked: it may well be the answer.
            Typed::Back
            | Typed::AddressUnknown
            | Typed::Done
            | Typed::NoPhoto
            | Typed::Send
            | Typed::Change
            | Typed::Yes
            | Typed::No
                if self.is_asked() =>
            {
                return Ok(false);
            }
            Typed::Cancel
            | Typed::Back
            | Typed::AddressUnknown
            | Typed::Done
            | Typed::NoPhoto
            | Typed::Send
            | Typed::Change => self.say(words::menu(self.lang, words::nothing_asked(self.lang))),
            Typed::Yes if self.may_be_new() => self.make_new(),
            Typed::No if self.may_be_new() => {
                self.dialogue.kept = None;
                self.say(words::kept_dropped(self.lang));
            }
            Typed::SomethingElse | Typed::Yes | Typed::No => return Ok(false),
        }
        Ok(true)
    }

    /// Whether it was asked just before if what was kept is to be a new report, and nothing else; nor could it be
    /// about a report by now.
    fn may_be_new(&self) -> bool {
        if self.open_ones().next().is_some() {
            return false;
        }
        let lately = self.scene.now - TimeDelta::hours(LATELY_HOURS);
        self.dialogue.kept.as_ref().is_some_and(|kept| {
            let asked = kept.offered.is_some_and(|offered| offered >= lately);
            asked && !kept.settling && kept.open.is_empty() && kept.in_hand.is_empty()
        })
    }

    /// Whether the town waits for an answer about one of theirs.
    fn is_asked(&self) -> bool {
        self.scene.facts.reports_of.iter().flatten().any(|report| report.question.is_some())
    }

    /// Offers what was kept.
    pub fn offer(&mut self) {
        let may_report = !self.is_blocked();
        let now = self.scene.now;
        let Some(kept) = &mut self.dialogue.kept else {
            return;
        };
        kept.settling = false;
        kept.offered = Some(now);
        let all = kept.material.words();
        let message = words::offer(
            self.lang,
            [&kept.in_hand, &kept.open],
            kept.messages(),
            kept.material.photos.len(),
            may_report,
            match (kept.waits, kept.reminded) {
                (false, _) => Offered::Here,
                (true, 0) => Offered::NotSent,
                (true, _) => Offered::Again(&all),
            },
        );
        self.say(message);
    }

    /// *Add to 2026-000123, via Roma*. While the town waits for an answer about that report, this is it.
    pub fn add_kept(&mut self, callback: &str, report: &Report) {
        let Some(kept) = self.dialogue.kept.take() else {
            self.notice(callback, words::kept_gone(self.lang));
            return;
        };
        self.commit(report, true, for_a_report(kept, self.lang));
    }

    /// *New report*.
    pub fn kept_as_new(&mut self, callback: &str) {
        if self.dialogue.kept.is_none() {
            self.notice(callback, words::kept_gone(self.lang));
        } else {
            self.make_new();
        }
    }

    /// What was kept becomes part of the draft, or begins one.
    fn make_new(&mut self) {
        if self.is_refused() {
            return;
        }
        let Some(kept) = self.dialogue.kept.take() else {
            return;
        };
        self.dialogue.writing = None;
        if self.dialogue.draft.is_some() {
            self.take_in(kept);
            self.ask(Some(words::lead_kept(self.lang)));
        } else {
            self.anew(Some(kept));
        }
    }

    /// *Cancel*.
    pub fn drop_kept(&mut self, callback: &str, message: Option<MessageId>) {
        if self.dialogue.kept.take().is_none() {
            self.notice(callback, words::kept_gone(self.lang));
            return;
        }
        let said = words::kept_dropped(self.lang);
        match message {
            Some(id) => {
                self.turn.edit(Target::Message(id), said);
            }
            None => self.say(said),
        }
    }
}

impl Kept {
    /// How many messages it is; a photo's caption is none of its own.
    fn messages(&self) -> usize {
        self.material.words_alone() + usize::from(self.place.is_some())
    }

    /// Whether it was offered just now: what comes together is offered once.
    fn is_offered_at(&self, now: DateTime<Utc>) -> bool {
        let together = TimeDelta::seconds(TOGETHER_SECONDS);
        self.offered.is_some_and(|offered| now - offered < together)
    }
}

/// Whether what was kept has nothing to do with what comes now.
fn is_forgotten(kept: &Kept, now: DateTime<Utc>) -> bool {
    let soon = !kept.waits || !kept.in_hand.is_empty();
    let long = if soon { TimeDelta::hours(LATELY_HOURS) } else { TimeDelta::days(FORGOTTEN_DAYS) };
    now - kept.at > long
}

/// What somebody who works here sent about a report in hand.
#[derive(Debug)]
pub struct Brought {
    /// Their words, and a position as a line of them.
    pub words: Option<String>,
    /// Their photos.
    pub photos: Vec<Attachment>,
    /// The last message of it.
    pub message: Option<MessageId>,
    /// The citizen's dialogue without it.
    pub rest: DialogueRow,
}

/// Takes what was kept out of the citizen's dialogue of a private chat, for a report in hand.
pub fn take_kept(scene: &Scene<'_>) -> Option<Brought> {
    let user = scene.person.telegram?;
    let row =
        scene.facts.dialogues.iter().find(|row| row.chat == scene.chat && row.user == user)?;
    let mut dialogue = Dialogue::read(Some(&row.json), scene.now);
    let kept = dialogue.kept.take()?;
    let json = serde_json::to_string(&dialogue).ok()?;
    // Their work is spoken of in the language of all staff.
    let material = for_a_report(kept, scene.directory().staff_lang());
    Some(Brought {
        words: Some(material.words()).filter(|words| !words.is_empty()),
        message: material.messages().last().copied(),
        photos: material.photos.into_iter().map(|photo| photo.file).collect(),
        rest: DialogueRow { json, ..row.clone() },
    })
}

/// What was kept, for a report that has its place already: a position is a line of its words.
fn for_a_report(mut kept: Kept, lang: Lang) -> Material {
    if let (Some(place), Some(message)) = (&kept.place, kept.place_message) {
        let line = words::place_in_words(lang, place);
        kept.material.say(message, &line);
    }
    kept.material
}

/// Whether a message says nothing but thanks.
fn is_thanks(body: &Body) -> bool {
    matches!(body, Body::Text(words) if only_thanks(words))
}

/// Takes a message in; false if there are too many words already.
fn keep_in(kept: &mut Kept, message: MessageId, body: &Body) -> bool {
    match body {
        Body::Text(text) => kept.material.say(message, text),
        Body::Photo { file, caption, .. } => {
            kept.material.show(message, file);
            kept.material.say(message, caption.as_deref().unwrap_or_default())
        }
        Body::Location(_) | Body::Venue { .. } => {
            kept.place = body.place();
            kept.place_message = Some(message);
            true
        }
        Body::Command { .. } | Body::Unusable { .. } => true,
    }
}
