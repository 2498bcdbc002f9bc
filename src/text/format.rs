//! Small parts of texts: escaping, cutting, dates, buttons.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::plain;
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Button, Keyboard, Message};
use crate::domain::place::Place;
use crate::domain::press::Press;

/// Bot API: the longest text, UTF-16 units after entities.
pub const LONGEST_TEXT: usize = 4096;
/// Bot API: the longest caption, UTF-16 units after entities.
pub const LONGEST_CAPTION: usize = 1024;
/// Bot API: the longest answer to a press, characters.
pub const LONGEST_NOTICE: usize = 200;

/// Text as Telegram HTML (Bot API, formatting options).
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Our HTML as plain text: without tags, characters as they are.
pub fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// At most `units` UTF-16 units of a plain text, on a whole character, with `…` where it was cut.
pub fn clip(text: &str, units: usize) -> Cow<'_, str> {
    if text.encode_utf16().count() <= units {
        return Cow::Borrowed(text);
    }
    let mut left = units.saturating_sub(1);
    let kept: String = text
        .chars()
        .take_while(|character| {
            let fits = character.len_utf16() <= left;
            left = left.saturating_sub(character.len_utf16());
            fits
        })
        .collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// The first line of a text, cut to about `units`.
pub fn first_line(text: &str, units: usize) -> Cow<'_, str> {
    clip(text.lines().next().unwrap_or_default(), units)
}

/// A day as people say it: `giovedì 26 novembre`; with the year if it is not that of `today`.
pub fn day(lang: Lang, day: NaiveDate, today: NaiveDate) -> String {
    let weekday = weekday(lang, day);
    let month = month(lang, day.month());
    if day.year() == today.year() {
        plain!(lang, "format-day", weekday = weekday, day = day.day(), month = month)
    } else {
        let year = day.year().to_string();
        plain!(
            lang,
            "format-day-year",
            weekday = weekday,
            day = day.day(),
            month = month,
            year = year
        )
    }
}

fn weekday(lang: Lang, day: NaiveDate) -> String {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    match day.weekday() {
        Mon => plain!(lang, "weekday-mon"),
        Tue => plain!(lang, "weekday-tue"),
        Wed => plain!(lang, "weekday-wed"),
        Thu => plain!(lang, "weekday-thu"),
        Fri => plain!(lang, "weekday-fri"),
        Sat => plain!(lang, "weekday-sat"),
        Sun => plain!(lang, "weekday-sun"),
    }
}

fn month(lang: Lang, month: u32) -> String {
    match month {
        1 => plain!(lang, "month-1"),
        2 => plain!(lang, "month-2"),
        3 => plain!(lang, "month-3"),
        4 => plain!(lang, "month-4"),
        5 => plain!(lang, "month-5"),
        6 => plain!(lang, "month-6"),
        7 => plain!(lang, "month-7"),
        8 => plain!(lang, "month-8"),
        9 => plain!(lang, "month-9"),
        10 => plain!(lang, "month-10"),
        11 => plain!(lang, "month-11"),
        _ => plain!(lang, "month-12"),
    }
}

/// A moment for staff, in the town's time: `24/11 14:05`, in German `24.11. 14:05`; with the year if it is another one.
pub fn stamp(
    directory: &Directory,
    lang: Lang,
    moment: DateTime<Utc>,
    now: DateTime<Utc>,
) -> String {
    let zone = &directory.calendar.zone;
    let local = zone.local(moment);
    if local.year() != zone.local(now).year() {
        return dated(directory, lang, moment);
    }
    local
        .format(match lang {
            Lang::It | Lang::En => "%d/%m %H:%M",
            Lang::Sl => "%-d. %-m. %H:%M",
            Lang::De => "%d.%m. %H:%M",
        })
        .to_string()
}

/// The same, always with the year: for what is kept.
pub fn dated(directory: &Directory, lang: Lang, moment: DateTime<Utc>) -> String {
    let local = directory.calendar.zone.local(moment);
    local
        .format(match lang {
            Lang::It | Lang::En => "%d/%m/%Y %H:%M",
            Lang::Sl => "%-d. %-m. %Y %H:%M",
            Lang::De => "%d.%m.%Y %H:%M",
        })
        .to_string()
}

/// A place in one line of plain text; the position alone where there are no words.
pub fn place_line(lang: Lang, place: &Place) -> String {
    match (&place.words, place.position) {
        (Some(words), _) => words.clone(),
        (None, Some(position)) => {
            let (lat, lon) = (format!("{:.5}", position.lat), format!("{:.5}", position.lon));
            plain!(lang, "format-position", lat = lat, lon = lon)
        }
        (None, None) => plain!(lang, "format-no-place"),
    }
}

/// A button in a message.
pub fn button(label: impl Into<String>, press: &Press) -> Button {
    Button { label: label.into(), data: press.encode() }
}

/// A message without anything to press.
pub fn said(html: impl Into<String>) -> Message {
    Message { html: html.into(), ..Message::default() }
}

/// A message with rows of buttons below it; rows without a button are left out.
pub fn with_buttons(html: impl Into<String>, mut rows: Vec<Vec<Button>>) -> Message {
    rows.retain(|row| !row.is_empty());
    let keyboard = if rows.is_empty() { Keyboard::None } else { Keyboard::Inline(rows) };
    Message { html: html.into(), keyboard, silent: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_on_a_whole_character() {
        assert_eq!(clip("buca", 4), "buca");
        assert_eq!(clip("buche", 4), "buc…");
        // Each of these is two UTF-16 units.
        assert_eq!(clip("🕳🕳🕳", 4), "🕳…");
    }

    #[test]
    fn a_day_reads_as_people_say_it() {
        let (date, today) = ("2026-11-26".parse().unwrap(), "2026-11-24".parse().unwrap());
        assert_eq!(day(Lang::It, date, today), "giovedì 26 novembre");
        assert_eq!(day(Lang::En, date, today), "Thursday 26 November");
        let later = "2027-01-07".parse().unwrap();
        assert_eq!(day(Lang::It, later, today), "giovedì 7 gennaio 2027");
    }

    #[test]
    fn the_first_of_an_italian_month_is_an_ordinal() {
        let today = "2026-11-24".parse().unwrap();
        let said = |lang, date: &str| day(lang, date.parse().unwrap(), today);
        assert_eq!(said(Lang::It, "2026-12-01"), "martedì 1º dicembre");
        assert_eq!(said(Lang::It, "2027-03-01"), "lunedì 1º marzo 2027");
        assert_eq!(said(Lang::It, "2026-12-11"), "venerdì 11 dicembre");
        assert_eq!(said(Lang::De, "2026-12-01"), "Dienstag, 1. Dezember");
    }

    #[test]
    fn a_moment_is_written_as_each_language_writes_it() {
        let directory = Directory::bare("Comune di Esempio".to_owned());
        let now = "2027-03-01T12:00:00Z".parse().unwrap();
        let moments = ["2027-02-03T08:05:00Z", "2026-11-24T13:05:00Z"];
        let said = |lang| {
            let stamps = moments.map(|at| stamp(&directory, lang, at.parse().unwrap(), now));
            stamps.join(", ")
        };
        insta::assert_snapshot!(Lang::SPOKEN.map(said).join("\n"), @r"
        03/02 09:05, 24/11/2026 14:05
        03/02 09:05, 24/11/2026 14:05
        3. 2. 09:05, 24. 11. 2026 14:05
        03.02. 09:05, 24.11.2026 14:05
        ");
    }
}
