//! What a citizen reads about a report. The same words go out whatever the channel.

mod joined;
mod of_staff;

pub use joined::{followed, unmerged};
pub use of_staff::of_staff_words;

use chrono::NaiveDate;

use super::format::{LONGEST_TEXT, button, clip, day, escape, place_line, said, with_buttons};
use super::{plain, t};
use crate::domain::directory::Directory;
use crate::domain::event::Channel;
use crate::domain::ids::{OfficeCode, WorkId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::press::Press;
use crate::domain::report::{Question, Report};
use crate::domain::state::{Outcome, State};

/// What stands beside the words of a reply is shorter than this, UTF-16 units.
pub(super) const BESIDE_WORDS: usize = 1000;

/// What every text about a report needs.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The town.
    pub directory: &'a Directory,
    /// The report as it stands after what the text speaks of.
    pub report: &'a Report,
    /// Now.
    pub now: chrono::DateTime<chrono::Utc>,
}

impl About<'_> {
    fn lang(&self) -> Lang {
        self.report.lang
    }

    fn today(&self) -> NaiveDate {
        self.directory.calendar.day_of(self.now)
    }

    fn day(&self, date: NaiveDate) -> String {
        day(self.lang(), date, self.today())
    }

    /// `2026-000123, via Roma 12`: how a citizen recognises the report.
    fn name(&self) -> String {
        report_name(self.lang(), self.report)
    }

    /// The line with the date that stands, or nothing once closed.
    fn promise(&self) -> String {
        let lang = self.lang();
        let line = |date| match self.report.channel {
            Channel::Telegram | Channel::Mail | Channel::Pec => {
                t!(lang, "report-promise", date = self.day(date))
            }
            Channel::Phone => t!(lang, "desk-promise-phone", date = self.day(date)),
            // Nothing can be promised to them.
            Channel::Nobody => String::new(),
        };
        let line = self.report.promised.map(line).filter(|line| !line.is_empty());
        line.map_or_else(String::new, |line| format!("\n\n{line}"))
    }

    fn signature(&self, office: Option<&OfficeCode>) -> String {
        let town = &self.directory.name;
        match office {
            Some(office) => {
                let office = self.directory.office_name(office);
                t!(self.lang(), "report-signature-office", town = town, office = office)
            }
            None => t!(self.lang(), "report-signature", town = town),
        }
    }

    fn contact(&self) -> String {
        contact(self.directory, self.lang())
    }
}

/// `2026-000123, via Roma 12`, as plain text; the number alone without a place in words.
pub fn report_name(lang: Lang, report: &Report) -> String {
    if report.place.words.is_some() {
        format!(
            "{}, {}",
            report.id,
            super::format::first_line(&place_line(lang, &report.place), 40)
        )
    } else {
        report.id.to_string()
    }
}

/// Where a person may reach a person, as HTML.
pub fn contact(directory: &Directory, lang: Lang) -> String {
    t!(lang, "contact", contact = directory.contact.get(lang))
}

/// Contact; out of office hours also when somebody will read this, and 112. HTML.
pub fn contact_and_hours(
    directory: &Directory,
    lang: Lang,
    now: chrono::DateTime<chrono::Utc>,
) -> String {
    let closed = next_opening(directory, lang, now)
        .map(|(day, hour)| t!(lang, "out-of-hours", day = day, hour = hour));
    with_hours(directory, lang, closed)
}

/// Contact; out of office hours also when the office opens again, and 112. HTML. For what nobody will
/// read, as it could not be taken.
pub fn contact_and_opening(
    directory: &Directory,
    lang: Lang,
    now: chrono::DateTime<chrono::Utc>,
) -> String {
    let closed = next_opening(directory, lang, now)
        .map(|(day, hour)| t!(lang, "out-of-hours-closed", day = day, hour = hour));
    with_hours(directory, lang, closed)
}

/// Out of office hours: the day and the hour at which the office opens again.
fn next_opening(
    directory: &Directory,
    lang: Lang,
    now: chrono::DateTime<chrono::Utc>,
) -> Option<(String, String)> {
    let calendar = &directory.calendar;
    if calendar.is_open(now) {
        return None;
    }
    let opens = calendar.next_opening(now);
    let when = day(lang, calendar.day_of(opens), calendar.day_of(now));
    let hour = calendar.zone.local(opens).format("%H:%M").to_string();
    Some((when, hour))
}

fn with_hours(directory: &Directory, lang: Lang, closed: Option<String>) -> String {
    let contact = contact(directory, lang);
    closed.map_or_else(|| contact.clone(), |closed| format!("{contact}\n{closed}"))
}

/// The report's number, what happens next, by when.
pub fn acknowledgement(about: About<'_>) -> Message {
    let lang = about.lang();
    let number = t!(lang, "report-received", number = about.report.id);
    let town = &about.directory.name;
    let next = match about.report.channel {
        Channel::Telegram => t!(lang, "report-received-next", town = town),
        Channel::Mail | Channel::Pec => t!(lang, "mail-received-next", town = town),
        Channel::Phone => t!(lang, "desk-received-phone", town = town),
        Channel::Nobody => t!(lang, "desk-received-nobody", town = town),
    };
    let place = place_understood(about);
    let unseen = super::mail::unseen(lang, &about.report.missing);
    let unseen = unseen.map_or_else(String::new, |unseen| format!("\n\n{unseen}"));
    let ask = asks_for_missing(about);
    let contact = match about.report.channel {
        Channel::Nobody => {
            t!(lang, "desk-nobody-contact", contact = about.directory.contact.get(lang))
        }
        _ => contact_and_hours(about.directory, lang, about.now),
    };
    said(format!("{number}\n\n{next}{place}{unseen}{ask}{}\n\n{contact}", about.promise()))
}

/// Which office, by when.
pub fn assigned(about: About<'_>, office: &OfficeCode) -> Message {
    let office = about.directory.office_name(office);
    let text = t!(about.lang(), "report-assigned", report = about.name(), office = office);
    said(format!("{text}{}", about.promise()))
}

/// Somebody works on it.
pub fn taken(about: About<'_>, office: &OfficeCode) -> Message {
    let office = about.directory.office_name(office);
    let text = t!(about.lang(), "report-taken", report = about.name(), office = office);
    said(format!("{text}{}", about.promise()))
}

/// Why not now, and when: done with that work, or taken up again.
pub fn planned(about: About<'_>, until: NaiveDate, reason: &str, work: Option<WorkId>) -> Message {
    let why = why_not_now(about, until, reason, work);
    let signature = about.signature(about.report.state.office());
    said(format!("{why}\n\n{signature}{}", about.promise()))
}

/// When, and why not now. HTML.
fn why_not_now(about: About<'_>, until: NaiveDate, reason: &str, work: Option<WorkId>) -> String {
    let (lang, name, date) = (about.lang(), about.name(), about.day(until));
    let text = match work {
        Some(_) => t!(lang, "report-planned", report = name, date = date),
        // Nothing is done by that day: it is looked at again.
        None => t!(lang, "report-planned-again", report = name, date = date),
    };
    format!("{text}\n\n<blockquote>{}</blockquote>", escape(reason))
}

/// The works that it waited for will not be done: why, and when it is in hand again.
pub fn works_cancelled(about: About<'_>, until: NaiveDate, reason: &str) -> Message {
    let (lang, date, name) = (about.lang(), about.day(until), about.name());
    let head = t!(lang, "report-works-cancelled");
    let back = match about.report.state.office() {
        Some(_) => t!(lang, "report-back-with-office", report = name, date = date),
        None => t!(lang, "report-back-in-hand", report = name, date = date),
    };
    let reason = escape(reason);
    let signature = about.signature(about.report.state.office());
    let promise = about.promise();
    said(format!("{head}\n\n<blockquote>{reason}</blockquote>\n\n{back}\n\n{signature}{promise}"))
}

/// The planned day came.
pub fn plan_due(about: About<'_>) -> Message {
    let text = match about.report.state.office() {
        Some(_) => t!(about.lang(), "report-plan-due", report = about.name()),
        // No office has it: nobody works on it yet.
        None => t!(about.lang(), "report-plan-due-urp", report = about.name()),
    };
    said(format!("{text}{}", about.promise()))
}

/// The reply that closes. `words` is what the URP wrote, `office` the one that did the work.
pub fn reply(
    about: About<'_>,
    outcome: Outcome,
    words: &str,
    office: Option<&OfficeCode>,
) -> Message {
    let lang = about.lang();
    let report = about.name();
    let head = match outcome {
        Outcome::Resolved => t!(lang, "report-closed-resolved", report = report),
        Outcome::NotResolvable => t!(lang, "report-closed-not-resolvable", report = report),
        Outcome::NotOurs => t!(lang, "report-closed-not-ours", report = report),
        Outcome::Duplicate { .. } => t!(lang, "report-closed-duplicate", report = report),
        Outcome::Withdrawn | Outcome::Spam => t!(lang, "report-closed", report = report),
    };
    let mut html = format!("{head}\n\n{}", escape(words));
    if let (Outcome::Duplicate { .. }, State::Planned { until, reason, work, .. }) =
        (outcome, &about.report.state)
    {
        // The main report is not for now: a far date is read with its reason, as far as both fit.
        let room = LONGEST_TEXT.saturating_sub(BESIDE_WORDS + words.encode_utf16().count());
        html.push_str("\n\n");
        html.push_str(&why_not_now(about, *until, &clip(reason, room), *work));
    }
    html.push_str("\n\n");
    html.push_str(&about.signature(office));
    let id = about.report.id;
    if matches!(outcome, Outcome::Duplicate { .. }) {
        // It goes on with the main report, whose date is theirs from now on.
        return said(format!("{html}{}", about.promise()));
    }
    if matches!(outcome, Outcome::Spam | Outcome::Withdrawn) || about.report.channel.is_by_hand() {
        return said(html);
    }
    let still = vec![button(plain!(lang, "button-still-there"), &Press::StillThere(id))];
    if outcome != Outcome::Resolved {
        // Nothing was solved, so nobody is asked whether it is.
        let ask = t!(lang, "report-closed-unclear");
        return with_buttons(format!("{html}\n\n{ask}"), vec![still]);
    }
    let ask = t!(lang, "report-closed-ask");
    let solved = vec![button(plain!(lang, "button-solved"), &Press::Solved(id))];
    with_buttons(format!("{html}\n\n{ask}"), vec![solved, still])
}

/// Not reopened, and why.
pub fn reopen_refused(about: About<'_>, words: &str) -> Message {
    let text = t!(about.lang(), "report-reopen-refused", report = about.name());
    said(format!("{text}\n\n{}\n\n{}\n\n{}", escape(words), about.signature(None), about.contact()))
}

/// It is being looked at again. Who asked for it is told how to say what is still wrong.
pub fn reopening(about: About<'_>, asked: bool) -> Message {
    let mut text = t!(about.lang(), "report-reopening", report = about.name());
    if asked {
        text.push('\n');
        text.push_str(&t!(about.lang(), "report-reopening-how"));
    }
    let contact = contact_and_hours(about.directory, about.lang(), about.now);
    said(format!("{text}{}\n\n{contact}", about.promise()))
}

/// What *The problem is still there* says, as words. Plain text.
pub fn still_there(lang: Lang) -> String {
    plain!(lang, "button-still-there")
}

/// What *Solved, thank you* says, as words. Plain text.
pub fn solved(lang: Lang) -> String {
    plain!(lang, "button-solved")
}

/// It takes longer, and nothing else is known yet.
pub fn still_looked_at(about: About<'_>) -> Message {
    let text = t!(about.lang(), "report-still-looked-at", report = about.name());
    said(format!("{text}{}", about.promise()))
}

/// A question from the town.
pub fn question(about: About<'_>, words: &str, until: NaiveDate, seq: i32) -> Message {
    let lang = about.lang();
    let head = t!(lang, "report-question", report = about.name());
    let how = how_to_answer(about, until);
    let signature = about.signature(about.report.state.office());
    let answer = Press::AnswerQuestion(about.report.id, seq);
    with_buttons(
        format!("{head}\n\n<b>{}</b>\n\n{signature}\n\n{how}{}", escape(words), about.promise()),
        vec![vec![button(plain!(lang, "button-answer"), &answer)]],
    )
}

/// How a question is answered, and by when. HTML.
fn how_to_answer(about: About<'_>, until: NaiveDate) -> String {
    let date = about.day(until);
    if about.report.channel.is_by_hand() {
        // Read out: there is no message to reply to.
        t!(about.lang(), "desk-question-how", date = date)
    } else {
        t!(about.lang(), "report-question-how", date = date)
    }
}

/// Words from the town.
pub fn told(about: About<'_>, words: &str) -> Message {
    let head = t!(about.lang(), "report-told", report = about.name());
    let signature = about.signature(about.report.state.office());
    said(format!("{head}\n\n{}\n\n{signature}{}", escape(words), about.promise()))
}

/// The promised day passed without a word: sorry, and the new date. `was`: the day that was promised.
pub fn late(about: About<'_>, was: NaiveDate) -> Message {
    let text = t!(about.lang(), "report-late", report = about.name(), was = about.day(was));
    said(format!("{text}{}\n\n{}", about.promise(), about.contact()))
}

/// A gentle reminder of the town's question.
pub fn question_reminder(about: About<'_>, question: &Question) -> Message {
    let lang = about.lang();
    let head = t!(lang, "report-question-reminder", report = about.name());
    let how = how_to_answer(about, question.until);
    let answer = Press::AnswerQuestion(about.report.id, question.seq);
    let words = escape(&question.words);
    with_buttons(
        format!("{head}\n\n<b>{words}</b>\n\n{how}{}", about.promise()),
        vec![vec![button(plain!(lang, "button-answer"), &answer)]],
    )
}

/// What was added is there.
pub fn added(about: About<'_>) -> Message {
    let text = if about.report.state.is_open() {
        t!(about.lang(), "report-added", report = about.name())
    } else {
        t!(about.lang(), "report-added-closed", report = about.name())
    };
    acknowledged(about, &text)
}

/// The answer is there.
pub fn answered(about: About<'_>) -> Message {
    let text = t!(about.lang(), "report-answered", report = about.name());
    acknowledged(about, &text)
}

/// What the acknowledgement had asked for is there; what is missing still is asked for again.
pub fn completed(about: About<'_>) -> Message {
    let text = t!(about.lang(), "report-completed", report = about.name());
    acknowledged(about, &format!("{text}{}", asks_for_missing(about)))
}

/// The place of a report by mail, which was read out of somebody's words: they see which one. HTML.
fn place_understood(about: About<'_>) -> String {
    let by_mail = matches!(about.report.channel, Channel::Mail | Channel::Pec);
    match about.report.place.words.as_deref().filter(|_| by_mail) {
        Some(place) => format!("\n\n{}", t!(about.lang(), "mail-place", place = place)),
        None => String::new(),
    }
}

/// Asks for what a report by mail still lacks. HTML.
fn asks_for_missing(about: About<'_>) -> String {
    if about.report.missing.is_nothing() {
        return String::new();
    }
    let ask = super::mail::missing(about.directory, about.lang(), &about.report.missing);
    // Nothing of what it might be is in use any more.
    if ask.is_empty() { ask } else { format!("\n\n{ask}") }
}

/// A photo of theirs could not be had: they are asked for another.
pub fn photo_lost(about: About<'_>, too_big: bool) -> Message {
    let text = if too_big {
        t!(about.lang(), "report-photo-too-big", report = about.name())
    } else {
        t!(about.lang(), "report-photo-lost", report = about.name())
    };
    said(format!("{text}{}", about.promise()))
}

/// The edit of a message is there.
pub fn edited(about: About<'_>) -> Message {
    if !about.report.state.is_open() {
        return added(about);
    }
    let text = t!(about.lang(), "report-edited", report = about.name());
    acknowledged(about, &text)
}

fn acknowledged(about: About<'_>, text: &str) -> Message {
    let contact = contact_and_hours(about.directory, about.lang(), about.now);
    said(format!("{text}{}\n\n{contact}", about.promise()))
}

/// Taken back, as they wished.
pub fn withdrawn(about: About<'_>) -> Message {
    let text = t!(about.lang(), "report-withdrawn", report = about.name());
    said(format!("{text}\n\n{}", about.contact()))
}

/// Thanks for saying that it is solved.
pub fn rated(about: About<'_>) -> Message {
    said(t!(about.lang(), "report-rated"))
}

/// The state in a citizen's words, plain text; in the language of what is around it.
pub fn state_in_words(about: About<'_>, lang: Lang) -> String {
    let office = |code: &OfficeCode| about.directory.office_name(code).to_owned();
    match &about.report.state {
        State::Received => plain!(lang, "state-received"),
        State::Assigned { office: code } => {
            plain!(lang, "state-assigned", office = office(code))
        }
        State::InProgress { office: code, .. } => {
            plain!(lang, "state-in-progress", office = office(code))
        }
        State::Planned { until, work, .. } => {
            let date = day(lang, *until, about.today());
            match work {
                Some(_) => plain!(lang, "state-planned", date = date),
                None => plain!(lang, "state-planned-again", date = date),
            }
        }
        State::Ready { .. } => plain!(lang, "state-ready"),
        State::ReopenRequested { .. } => plain!(lang, "state-reopen-requested"),
        State::Closed { outcome } => match outcome {
            Outcome::Resolved => plain!(lang, "state-closed-resolved"),
            Outcome::NotResolvable => plain!(lang, "state-closed-not-resolvable"),
            Outcome::NotOurs => plain!(lang, "state-closed-not-ours"),
            Outcome::Duplicate { of } => plain!(lang, "state-closed-duplicate", number = *of),
            Outcome::Withdrawn => plain!(lang, "state-closed-withdrawn"),
            Outcome::Spam => plain!(lang, "state-closed-spam"),
        },
    }
}

/// A category's name for the report's citizen: *Something else* without one. Plain text.
pub fn category_name(directory: &Directory, lang: Lang, report: &Report) -> String {
    report.category.as_ref().map_or_else(
        || plain!(lang, "category-none"),
        |code| {
            directory
                .category(code)
                .map_or_else(|| code.as_str().to_owned(), |one| one.name.get(lang).to_owned())
        },
    )
}

/// A template filled in for a report, plain text. Unknown placeholders stay as they are.
pub fn filled(about: About<'_>, template: &str) -> String {
    let place = place_line(about.lang(), &about.report.place);
    let office = about
        .report
        .state
        .office()
        .map_or_else(|| about.directory.name.as_str(), |code| about.directory.office_name(code));
    let street = about.report.place.street().unwrap_or(&place);
    template
        .replace("{street}", street)
        .replace("{number}", &about.report.id.to_string())
        .replace("{place}", &place)
        .replace("{office}", office)
        .replace("{date}", &about.day(about.today()))
}
