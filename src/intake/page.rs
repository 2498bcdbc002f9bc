//! The page behind the links of a reply by mail: shown, and pressed.

use chrono::{DateTime, TimeDelta, Utc};

use super::apply::{Applied, Place, apply};
use super::duplicates::as_words;
use super::{Aftermath, Intake, no_directory};
use crate::conversation::{Deed, Scene, Turn};
use crate::domain::command::Command;
use crate::domain::decide::{Terms, decide};
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::ChatId;
use crate::domain::joined::{self, Meant};
use crate::domain::people::Actor;
use crate::domain::step::{Changes, Decision, Facts, Fresh, GoodFor, Keys, MailKeys, ReplyAddress};
use crate::measure::{Kind, Taken};
use crate::store::StoreError;
use crate::text;
use crate::text::pages::{self, Verdict};
use crate::text::report::About;

/// Longest words taken from the page, characters.
const LONGEST_WORDS: usize = 2000;
/// Who has added to a report so often within a day adds no more by the page: programs can press its button too.
const MOST_A_DAY: usize = 10;

/// What is pressed on the page.
#[derive(Debug, Clone)]
pub struct Pressed {
    /// What they add.
    pub words: String,
}

/// A page to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The link is one of ours.
    pub known: bool,
    /// HTML.
    pub html: String,
}

impl Intake {
    /// Shows the page of a link, or carries out what is `pressed` there.
    pub async fn page(
        &self,
        token: &str,
        verdict: Verdict,
        pressed: Option<Pressed>,
    ) -> Result<Shown, StoreError> {
        let directory = self.store.directory().await?.ok_or_else(no_directory)?;
        let Some(selector) = ReplyAddress::selector_of(token) else {
            let html = pages::unknown(&directory, directory.staff_lang());
            return Ok(Shown { known: false, html });
        };
        let mail = MailKeys { selectors: vec![selector], ..MailKeys::default() };
        let keys = Keys { mail, ..Keys::default() };
        // Whoever guesses at tokens costs no transaction that writes.
        if good(&self.store.read(keys.clone()).await?, token).is_none() {
            let html = pages::unknown(&directory, directory.staff_lang());
            return Ok(Shown { known: false, html });
        }
        let (now, fresh, token) = (self.clock.now(), self.clock.fresh(), token.to_owned());
        let is_pressed = pressed.is_some();
        let step = self.store.step(keys, move |facts| {
            shown(facts, &token, verdict, pressed.as_ref(), now, fresh.clone())
        });
        let done: Result<(Shown, Aftermath), _> = step.await;
        if is_pressed {
            let became = if done.is_ok() { Taken::New } else { Taken::Failed };
            self.store.measures().update(Kind::Page, became);
        }
        let (shown, aftermath) = done?;
        self.follow(aftermath);
        Ok(shown)
    }
}

/// What the token of a link is good for, if it is.
fn good<'a>(facts: &'a Facts, token: &str) -> Option<&'a ReplyAddress> {
    let mut known = facts.mail.addresses.iter();
    known.find(|one| one.is(token) && one.good_for == GoodFor::Page && one.revoked_at.is_none())
}

fn shown(
    facts: &Facts,
    token: &str,
    verdict: Verdict,
    pressed: Option<&Pressed>,
    now: DateTime<Utc>,
    fresh: Fresh,
) -> Decision<(Shown, Aftermath)> {
    let directory = &facts.directory;
    let page = |html| {
        let shown = (Shown { known: true, html }, Aftermath::default());
        Decision::Done(Box::default(), shown)
    };
    let Some(good) = good(facts, token) else {
        let html = pages::unknown(directory, directory.staff_lang());
        let shown = (Shown { known: false, html }, Aftermath::default());
        return Decision::Done(Box::default(), shown);
    };
    let Some(report) = facts.report(good.report) else {
        return Decision::Need(Box::new(Keys::report(good.report)));
    };
    let Some(person) = facts.person(good.person) else {
        return Decision::Need(Box::new(Keys::person(good.person)));
    };
    // A duplicate stands as its main report does.
    let main = match joined::main_behind(report, |id| facts.report(id).cloned()) {
        Ok(main) => main,
        Err(of) => return Decision::Need(Box::new(Keys::report(of))),
    };
    let seen = report.through(&main);
    let about = About { directory, report: &seen, now };
    let words = pressed.map(|pressed| pressed.words.trim().chars().take(LONGEST_WORDS).collect());
    let words = words.filter(|words: &String| !words.is_empty());
    let command = match (verdict, words, main.state.is_open()) {
        (Verdict::Solved, _, false) => Command::Rate { solved: true },
        // Who came to the other link by a slip can put it right: it is worth knowing.
        (Verdict::Solved, _, true) => added(text::report::solved(report.lang)),
        (Verdict::StillThere, words, false) => Command::StillThere { words },
        (Verdict::StillThere, Some(words), true) => added(words),
        (Verdict::StillThere, None, true) => {
            let why = text::citizen::open_again(report.lang, report.id);
            return page(pages::refused(about, why));
        }
    };
    let actor = Actor::citizen(person.id, person.name.clone());
    let terms = Terms {
        now,
        calendar: &directory.calendar,
        deadlines: directory.deadlines(report.category.as_ref()),
        seen: None,
    };
    // Of a duplicate, its main report is looked at again.
    let (asked, command) = match joined::meant(report, &main, &command, terms) {
        Meant::AsItIs => (report, command),
        Meant::ForMain => (&main, command),
        Meant::AsWords => (report, as_words(report, &command)),
    };
    if let Err(refusal) = decide(asked, command.clone(), &actor, terms) {
        let why = text::refusal::to_citizen(report.lang, directory, &refusal);
        return page(pages::refused(about, why));
    }
    if pressed.is_none() {
        return page(pages::ask(about, verdict));
    }
    let adds = matches!(command, Command::Add { .. });
    if adds && !facts.histories.iter().any(|(known, _)| *known == report.id) {
        let histories = vec![report.id];
        return Decision::Need(Box::new(Keys { histories, ..Keys::default() }));
    }
    let lately = added_within_a_day(facts.history(report.id), now);
    // Said already: the page was loaded anew, or its button pressed twice.
    let is_said = match &command {
        Command::Rate { .. } => report.rated == Some(true),
        Command::Add { words, .. } => lately.contains(&words.as_str()),
        _ => false,
    };
    let thanks = || match verdict {
        Verdict::StillThere if adds => pages::added(about),
        _ => pages::done(about, verdict),
    };
    if is_said {
        return page(thanks());
    }
    // That it is solved is heard in any case: it is said once.
    if adds && verdict == Verdict::StillThere && lately.len() >= MOST_A_DAY {
        return page(pages::enough(about));
    }
    let scene = Scene { facts, now, chat: ChatId::NONE, person, capacities: &[] };
    let mut turn = Turn::new(&scene, fresh);
    turn.deeds.push(Deed::Command { report: report.id, command, seen: None, messages: Vec::new() });
    let mut changes = Changes::default();
    match apply(&scene, Place::Private, turn, None, &mut changes) {
        Applied::Need(keys) => Decision::Need(keys),
        Applied::Done(_) => {
            let aftermath = Aftermath::of(&changes, Vec::new());
            let shown = Shown { known: true, html: thanks() };
            Decision::Done(Box::new(changes), (shown, aftermath))
        }
    }
}

/// What its citizen has added to it lately.
fn added_within_a_day(history: &[Event], now: DateTime<Utc>) -> Vec<&str> {
    let since = now - TimeDelta::days(1);
    let lately = history.iter().filter(|event| event.at > since);
    let added = lately.filter_map(|event| match &event.kind {
        EventKind::Added { words, .. } => Some(words.as_str()),
        _ => None,
    });
    added.collect()
}

/// What they say of a report that is open is read by whoever has it.
fn added(words: String) -> Command {
    Command::Add { words, photos: Vec::new() }
}
