//! A day as people write it: `15/5`, `15/05/2027`, `15 maggio`, `May 2027`, `2027-05-15`.

use chrono::{Datelike, Days, NaiveDate};

use super::promise::Calendar;

/// Days further off than this are a slip of the pen.
const MOST_YEARS: i32 = 20;

/// Why a day is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// It cannot be read.
    Unreadable,
    /// It is over, or it is today.
    Past,
}

/// The names of the months in small letters: Italian, English, Slovene (of, in), German. They may be cut short.
const MONTHS: [&[&str]; 12] = [
    &["gennaio", "january", "januarja", "januarju", "januar", "jänner"],
    &["febbraio", "february", "februarja", "februarju", "februar", "feber"],
    &["marzo", "march", "marca", "marcu", "marec", "märz"],
    &["aprile", "april", "aprila", "aprilu", "april"],
    &["maggio", "may", "maja", "maju", "mai"],
    &["giugno", "june", "junija", "juniju", "juni"],
    &["luglio", "july", "julija", "juliju", "juli"],
    &["agosto", "august", "avgusta", "avgustu", "august"],
    &["settembre", "september", "septembra", "septembru", "september"],
    &["ottobre", "october", "oktobra", "oktobru", "oktober"],
    &["novembre", "november", "novembra", "novembru", "november"],
    &["dicembre", "december", "decembra", "decembru", "dezember"],
];

/// Words that say nothing more than the day itself.
const FILLING: [&str; 42] = [
    "il", "lo", "al", "dal", "del", "di", "entro", "fino", "fine", "a", "per", "l", "on", "the",
    "of", "by", "until", "till", "end", "from", "to", "in", "do", "od", "dne", "konec", "konca",
    "v", "bis", "zum", "am", "den", "der", "vom", "ab", "ende", "im", "da", "dall", "all", "alla",
    "von",
];

/// The coming day that the text names. A month alone is its last working day; a day without a year
/// is the next one.
pub fn coming(text: &str, calendar: &Calendar, today: NaiveDate) -> Result<NaiveDate, NoDay> {
    let day = read(text, calendar, today).ok_or(NoDay::Unreadable)?;
    if day.year() > today.year() + MOST_YEARS {
        return Err(NoDay::Unreadable);
    }
    if day > today { Ok(day) } else { Err(NoDay::Past) }
}

/// The day that the text names, gone by or to come; a day without a year is the next one.
pub fn read(text: &str, calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
    if text.trim().eq_ignore_ascii_case("mai") {
        // A German May, but an Italian *never*.
        return None;
    }
    let parts = parts(text)?;
    match parts.as_slice() {
        [Part::Month(month)] => {
            let this_year = last_working(calendar, today.year(), *month)?;
            if this_year > today {
                return Some(this_year);
            }
            last_working(calendar, today.year() + 1, *month)
        }
        [Part::Month(month), Part::Number(year)] if *year > 31 => {
            last_working(calendar, full_year(*year)?, *month)
        }
        [Part::Number(day), Part::Month(month)] | [Part::Month(month), Part::Number(day)] => {
            next(*day, *month, today)
        }
        [Part::Number(day), Part::Month(month), Part::Number(year)]
        | [Part::Month(month), Part::Number(day), Part::Number(year)] => {
            NaiveDate::from_ymd_opt(full_year(*year)?, *month, *day)
        }
        [Part::Number(day), Part::Number(month)] if *day <= 31 && *month <= 12 => {
            next(*day, *month, today)
        }
        [Part::Number(month), Part::Number(year)] if *month <= 12 && *year > 99 => {
            last_working(calendar, full_year(*year)?, *month)
        }
        [Part::Number(year), Part::Number(month), Part::Number(day)] if *year > 31 => {
            NaiveDate::from_ymd_opt(full_year(*year)?, *month, *day)
        }
        [Part::Number(day), Part::Number(month), Part::Number(year)] => {
            NaiveDate::from_ymd_opt(full_year(*year)?, *month, *day)
        }
        _ => None,
    }
}

/// From when to when, as people write it: two days, or one alone, until which it goes on from today.
pub fn span(
    text: &str,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<(NaiveDate, NaiveDate), NoDay> {
    let folded = text.to_lowercase();
    let mut words = folded.split(|character: char| !character.is_alphanumeric());
    let first = words.find(|word| !word.is_empty()).unwrap_or_default();
    // One day from which it begins says nothing of its end.
    let begins = ["dal", "dall", "da", "from", "od", "ab", "vom", "von"].contains(&first);
    if let (false, Ok(until)) = (begins, coming(text, calendar, today)) {
        return Ok((today, until));
    }
    for between in [
        " - ",
        "–",
        "—",
        "\n",
        " al ",
        " all'",
        " all’",
        " alla ",
        " fino a ",
        " fino al ",
        " a ",
        " to ",
        " until ",
        " till ",
        " do ",
        " bis ",
        "-",
    ] {
        let Some((first, second)) = folded.split_once(between) else {
            continue;
        };
        let Some(until) = read(second, calendar, today) else {
            continue;
        };
        let Some(from) = read_start(first, until, today) else {
            continue;
        };
        if until <= today {
            return Err(NoDay::Past);
        }
        if until < from || until.year() > today.year() + MOST_YEARS {
            return Err(NoDay::Unreadable);
        }
        return Ok((from, until));
    }
    if begins {
        return Err(NoDay::Unreadable);
    }
    coming(text, calendar, today).map(|until| (today, until))
}

/// The first day of a span that ends at `until`: a month alone is its first day, a number alone a
/// day of the month in which it ends. Without a year it is the last one before that end.
fn read_start(text: &str, until: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let last = |day: u32, month: u32| {
        let years = [until.year(), until.year() - 1];
        let mut days = years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day));
        days.find(|day| *day <= until)
    };
    match parts(text)?.as_slice() {
        [Part::Number(day)] if *day <= 31 => until.with_day(*day),
        [Part::Month(month)] => last(1, *month),
        [Part::Month(month), Part::Number(year)] if *year > 31 => {
            NaiveDate::from_ymd_opt(full_year(*year)?, *month, 1)
        }
        [Part::Number(day), Part::Month(month)] | [Part::Month(month), Part::Number(day)] => {
            last(*day, *month)
        }
        [Part::Number(day), Part::Number(month)] if *day <= 31 && *month <= 12 => {
            last(*day, *month)
        }
        [Part::Number(month), Part::Number(year)] if *month <= 12 && *year > 99 => {
            NaiveDate::from_ymd_opt(full_year(*year)?, *month, 1)
        }
        // A whole day reads the same from either end, and needs no calendar.
        _ => read(text, &Calendar::default(), today),
    }
}

/// The last day of the month on which somebody works.
fn last_working(calendar: &Calendar, year: i32, month: u32) -> Option<NaiveDate> {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let mut day = NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()?;
    let end = day;
    for _ in 0..28 {
        if calendar.is_working(day) {
            return Some(day);
        }
        day = day.checked_sub_days(Days::new(1))?;
    }
    // A town that is closed all month: its last day all the same.
    Some(end)
}

/// The next day of that name from today on; 29 February is in the next leap year.
fn next(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    (today.year()..=today.year() + 8)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|found| *found >= today)
}

fn full_year(year: u32) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match year {
        0..=99 => Some(2000 + year),
        1900..=2999 => Some(year),
        _ => None,
    }
}

/// What a day is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Number(u32),
    Month(u32),
}

/// The numbers and months of the text, in order; none where it has anything else.
fn parts(text: &str) -> Option<Vec<Part>> {
    let text = text.to_lowercase();
    let words = text.split(|character: char| !character.is_alphanumeric() && character != 'º');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    if words.last() == Some(&"am") {
        // German has it before a day; behind a number it makes an hour of it, which is no year.
        return None;
    }
    let mut parts = Vec::new();
    for word in words {
        if FILLING.contains(&word) || is_weekday(word) {
            continue;
        }
        let number = ["st", "nd", "rd", "th", "º"];
        let number = number.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        if let Ok(number) = number.parse() {
            parts.push(Part::Number(number));
            continue;
        }
        let is_it =
            |names: &&[&str]| names.iter().any(|name| name.starts_with(word) && word.len() >= 3);
        let month = MONTHS.iter().position(is_it)?;
        parts.push(Part::Month(u32::try_from(month).ok()? + 1));
    }
    Some(parts)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 38] = [
        "lunedì",
        "martedì",
        "mercoledì",
        "giovedì",
        "venerdì",
        "sabato",
        "domenica",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "ponedeljek",
        "torek",
        "sreda",
        "sredo",
        "četrtek",
        "petek",
        "sobota",
        "soboto",
        "nedelja",
        "nedeljo",
        "ponedeljka",
        "torka",
        "srede",
        "četrtka",
        "petka",
        "sobote",
        "nedelje",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
    ];
    DAYS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calendar() -> Calendar {
        Calendar::default()
    }

    /// A Tuesday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    fn read_so(text: &str) -> Result<String, NoDay> {
        coming(text, &calendar(), today()).map(|day| day.to_string())
    }

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let fifteenth = Ok("2027-05-15".to_owned());
        for text in [
            "15/5",
            "15/05",
            "15.5.",
            "15-5",
            "15/05/2027",
            "15/5/27",
            "15-05-2027",
            "15.05.2027",
            "15 maggio",
            "il 15 maggio 2027",
            "15 Maggio",
            "entro il 15 maggio",
            "sabato 15 maggio",
            "2027-05-15",
            "2027/5/15",
            "15 May",
            "May 15",
            "15 May 2027",
            "May 15th, 2027",
            "by the 15th of May",
            "15 mag",
            " 15  maggio ",
            "15º maggio",
            "15. maja",
            "do sobote, 15. maja 2027",
            "15. maj",
            "15. Mai",
            "bis zum 15. Mai 2027",
            "Samstag, 15. Mai",
            "am 15. Mai",
        ] {
            assert_eq!(read_so(text), fifteenth, "{text}");
        }
        assert_eq!(read_so("25/11"), Ok("2026-11-25".to_owned()));
        assert_eq!(read_so("1° dicembre"), Ok("2026-12-01".to_owned()));
    }

    #[test]
    fn a_month_is_its_last_working_day() {
        // 31 May 2027 is a Monday, 31 January 2027 a Sunday, 31 December 2026 a Thursday.
        for text in [
            "maggio 2027",
            "May 2027",
            "maggio",
            "fine maggio",
            "end of May",
            "5/2027",
            "konec maja",
            "Ende Mai",
        ] {
            assert_eq!(read_so(text), Ok("2027-05-31".to_owned()), "{text}");
        }
        assert_eq!(read_so("gennaio"), Ok("2027-01-29".to_owned()));
        assert_eq!(read_so("dicembre"), Ok("2026-12-31".to_owned()));
        // This month's last working day is still to come.
        assert_eq!(read_so("novembre"), Ok("2026-11-30".to_owned()));
    }

    #[test]
    fn what_is_over_is_told_from_what_cannot_be_read() {
        for text in ["24/11/2026", "24/11", "1 maggio 2026", "2025-01-01", "maggio 2026"] {
            assert_eq!(read_so(text), Err(NoDay::Past), "{text}");
        }
        for text in [
            "",
            "presto",
            "mai",
            "31/2",
            "15/13",
            "tra un mese",
            "15 brumaio",
            "99",
            "3000",
            "5/5/5/5",
            "15 maggio 2127",
            "32 maggio",
            "40/40",
            "15 May 9 am",
            "ma 2027",
            "12345678901234567890",
        ] {
            assert_eq!(read_so(text), Err(NoDay::Unreadable), "{text}");
        }
        // The next leap year.
        assert_eq!(read_so("29 febbraio"), Ok("2028-02-29".to_owned()));
    }

    #[test]
    fn from_when_to_when() {
        let so =
            |text| span(text, &calendar(), today()).map(|(from, until)| format!("{from} {until}"));
        let spring = Ok("2027-03-01 2027-05-31".to_owned());
        for text in [
            "1/3 - 31/5",
            "1/3/2027 – 31/5/2027",
            "dal 1 marzo al 31 maggio",
            "marzo - maggio",
            "1/3-31/5",
            "from 1 March to 31 May",
            "marzo 2027 a maggio 2027",
            "1 marzo\n31 maggio",
            "od 1. marca do 31. maja",
            "vom 1. März bis zum 31. Mai",
            "marec - maj",
            "da marzo a maggio 2027",
            "dall'1 marzo al 31 maggio",
            "Dall’1/3 al 31/5",
            "da marzo alla fine di maggio",
            "von März bis Mai 2027",
            "March - May 2027",
        ] {
            assert_eq!(so(text), spring, "{text}");
        }
        let march = Ok("2027-03-01 2027-03-31".to_owned());
        for text in ["dall'1 al 31 marzo", "dall’1 al 31 marzo", "da 1 a 31 marzo"] {
            assert_eq!(so(text), march, "{text}");
        }
        for text in ["dal 3 all'8 maggio", "dal 3 all’8 maggio", "3-8 maggio"] {
            assert_eq!(so(text), Ok("2027-05-03 2027-05-08".to_owned()), "{text}");
        }
        // What has no year belongs to the end that has one.
        for text in ["da marzo a maggio 2028", "dall'1 marzo a maggio 2028", "1/3 - 31/5/2028"] {
            assert_eq!(so(text), Ok("2028-03-01 2028-05-31".to_owned()), "{text}");
        }
        let winter = Ok("2027-11-01 2028-02-29".to_owned());
        assert_eq!(so("da novembre a febbraio 2028"), winter);
        assert_eq!(so("maggio 2027"), Ok("2026-11-24 2027-05-31".to_owned()));
        assert_eq!(so("dal 3 al 20 maggio"), Ok("2027-05-03 2027-05-20".to_owned()));
        // It has begun already.
        assert_eq!(so("1/11/2026 - 20/12/2026"), Ok("2026-11-01 2026-12-20".to_owned()));
        assert_eq!(so("ottobre - dicembre"), Ok("2026-10-01 2026-12-31".to_owned()));
        assert_eq!(so("1/3/2026 - 1/5/2026"), Err(NoDay::Past));
        for text in [
            "boh",
            "dalla fine di marzo a maggio",
            "dal 15 maggio",
            "dall'8 maggio",
            "da maggio",
            "ab 15. Mai",
            "von Mai",
            "od 15. maja",
            "dal 20 al 3 maggio",
            "1/6/2027 - 1/5/2027",
        ] {
            assert_eq!(so(text), Err(NoDay::Unreadable), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_written_breaks_it(text in "\\PC{0,40}") {
            if let Ok(day) = coming(&text, &calendar(), today()) {
                prop_assert!(day > today());
            }
            if let Ok((from, until)) = span(&text, &calendar(), today()) {
                prop_assert!(from <= until && until > today());
            }
        }

        #[test]
        fn a_day_written_out_is_that_day(ahead in 1_u64..7000) {
            let day = today().checked_add_days(Days::new(ahead)).unwrap();
            for shape in ["%d/%m/%Y", "%Y-%m-%d", "%-d %B %Y", "%B %-d, %Y"] {
                let text = day.format(shape).to_string();
                prop_assert_eq!(coming(&text, &calendar(), today()), Ok(day), "{}", text);
            }
        }
    }
}
