//! The directory file (TOML): read strictly, with errors that say where and how to mend them; and written.

mod checks;
mod people;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde::Deserialize;

use checks::{Offices, blanks, group, named, web_address};
use people::{PersonTable, keyed, person};
pub use write::{Remarks, says, write};

use crate::domain::directory_rows::{
    CategoryEntry, DirectoryRow, Entry, Member, Municipality, OfficeEntry, TemplateEntry, holiday,
};
use crate::domain::ids::{CategoryCode, OfficeCode};
use crate::domain::lang::Lang;
use crate::domain::press::LONGEST_CODE;
use crate::domain::promise::Deadlines;
use crate::domain::state::Outcome;
use crate::domain::zone::Zone;

/// The most working days that may be promised.
const MOST_DAYS: u32 = 1_000;

/// What is wrong with a directory file, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DirectoryError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    municipality: Town,
    #[serde(default)]
    office: Vec<OfficeTable>,
    #[serde(default)]
    category: Vec<CategoryTable>,
    #[serde(default)]
    template: Vec<TemplateTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Town {
    name: String,
    languages: Vec<String>,
    timezone: String,
    #[serde(default)]
    holidays: Vec<String>,
    #[serde(default = "nine")]
    reminder_time: String,
    #[serde(default = "day")]
    office_hours: String,
    contact: Words,
    privacy_url: Option<String>,
    urp_chat_id: Option<i64>,
    #[serde(default)]
    supervisors: Vec<PersonTable>,
    #[serde(default)]
    urp: Vec<PersonTable>,
}

fn nine() -> String {
    "09:00".to_owned()
}

fn day() -> String {
    "08:00-18:00".to_owned()
}

/// A text in one language (the town's own), or a table of several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Several(BTreeMap<String, String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeTable {
    code: String,
    name: String,
    chat_id: Option<i64>,
    #[serde(default)]
    referents: Vec<PersonTable>,
    #[serde(default)]
    operators: Vec<PersonTable>,
    #[serde(default)]
    retired: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryTable {
    code: String,
    name: Words,
    office: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    first_word_days: Option<u32>,
    next_word_days: Option<u32>,
    close_days: Option<u32>,
    near_metres: Option<u32>,
    #[serde(default)]
    retired: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateTable {
    outcome: String,
    category: Option<String>,
    text: Words,
    #[serde(default)]
    retired: bool,
}

/// How near another report is shown as the same, metres, where the file does not say.
const NEAR_METRES: u32 = 100;

/// Reads a directory file into rows for the import.
pub fn parse(text: &str) -> Result<Vec<DirectoryRow>, DirectoryError> {
    let file: File = toml::from_str(text).map_err(|error| DirectoryError(error.to_string()))?;
    let mut rows = Rows { own: Lang::It, rows: Vec::new() };
    rows.town(file.municipality)?;
    let offices = Offices::of(&file.office);
    for office in file.office {
        rows.office(office)?;
    }
    let categories: Vec<String> = file.category.iter().map(|one| one.code.clone()).collect();
    for category in file.category {
        rows.category(category, &offices)?;
    }
    for template in file.template {
        rows.template(template, &categories)?;
    }
    Ok(rows.rows)
}

struct Rows {
    /// The town's own language.
    own: Lang,
    rows: Vec<DirectoryRow>,
}

impl Rows {
    fn push(&mut self, what: &str, key: String, entry: Entry) -> Result<(), DirectoryError> {
        let kind = entry.kind();
        if self.rows.iter().any(|row| row.key == key && row.entry.kind() == kind) {
            let cure = match entry.person() {
                Some(_) => "Keep one of them, or write beside each their own telegram_id.",
                None => "Keep one of them.",
            };
            return Err(wrong(format!("{what} {key:?} is there twice"), cure));
        }
        let place = i32::try_from(self.rows.len()).unwrap_or(i32::MAX);
        self.rows.push(DirectoryRow { key, place, entry });
        Ok(())
    }

    fn town(&mut self, town: Town) -> Result<(), DirectoryError> {
        let languages =
            town.languages.iter().map(|tag| lang(tag)).collect::<Result<Vec<_>, _>>()?;
        self.own = *languages.first().ok_or_else(|| {
            wrong("languages is empty", "Name at least the town's own: languages = [\"it\"].")
        })?;
        if Zone::named(&town.timezone).is_none() {
            return Err(wrong(
                format!("timezone {:?} is not known", town.timezone),
                "Write a name such as \"Europe/Rome\".",
            ));
        }
        for day in &town.holidays {
            holiday(day).ok_or_else(|| {
                wrong(
                    format!("holidays: {day:?} is no day"),
                    "Write \"MM-DD\" for every year, or \"YYYY-MM-DD\".",
                )
            })?;
        }
        let (opens, closes) = hours(&town.office_hours)?;
        named("the municipality", &town.name)?;
        if let Some(address) = &town.privacy_url {
            web_address("privacy_url", address)?;
        }
        let municipality = Municipality {
            reminder: time(&town.reminder_time, "reminder_time")?,
            opens,
            closes,
            contact: self.words(town.contact)?,
            name: town.name,
            languages,
            timezone: town.timezone,
            holidays: town.holidays,
            privacy_url: town.privacy_url,
            urp_chat: group("urp_chat_id", town.urp_chat_id)?,
        };
        let entry = Entry::Municipality(municipality);
        self.push("the municipality", String::new(), entry)?;
        for (key, one) in keyed(town.supervisors) {
            self.push("supervisor", key, Entry::Supervisor(person("a supervisor", one)?))?;
        }
        for (key, one) in keyed(town.urp) {
            self.push("person of the URP", key, Entry::Urp(person("a person of the URP", one)?))?;
        }
        Ok(())
    }

    fn office(&mut self, office: OfficeTable) -> Result<(), DirectoryError> {
        code("office", &office.code)?;
        let own = OfficeCode(office.code.clone());
        let whose = format!("office {:?}", office.code);
        named(&whose, &office.name)?;
        let chat = group(&format!("{whose}: chat_id"), office.chat_id)?;
        let entry =
            OfficeEntry { code: own.clone(), name: office.name, chat, retired: office.retired };
        self.push("office", office.code.clone(), Entry::Office(entry))?;
        let member = |what: &str, one| {
            let person = person(&format!("{whose}: {what}"), one)?;
            Ok::<_, DirectoryError>(Member { office: own.clone(), person })
        };
        for (key, one) in keyed(office.referents) {
            let key = format!("{}/{key}", office.code);
            self.push("referent", key, Entry::Referent(member("a referent", one)?))?;
        }
        for (key, one) in keyed(office.operators) {
            let key = format!("{}/{key}", office.code);
            self.push("operator", key, Entry::Operator(member("an operator", one)?))?;
        }
        Ok(())
    }

    fn category(
        &mut self,
        category: CategoryTable,
        offices: &Offices,
    ) -> Result<(), DirectoryError> {
        code("category", &category.code)?;
        if let Some(office) = &category.office {
            offices.propose(&category.code, office, category.retired)?;
        }
        for (what, days) in [
            ("first_word_days", category.first_word_days),
            ("next_word_days", category.next_word_days),
            ("close_days", category.close_days),
        ] {
            if days.is_some_and(|days| days > MOST_DAYS) {
                return Err(wrong(
                    format!("category {:?}: {what} is too long", category.code),
                    format!("Write at most {MOST_DAYS}: working days, which are four years."),
                ));
            }
            if days == Some(0) {
                return Err(wrong(
                    format!("category {:?}: {what} is 0", category.code),
                    "Write at least 1: working days, after the one on which somebody writes.",
                ));
            }
        }
        let defaults = Deadlines::default();
        let name = self.words(category.name)?;
        for name in name.values() {
            named(&format!("category {:?}", category.code), name)?;
        }
        let entry = CategoryEntry {
            code: CategoryCode(category.code.clone()),
            name,
            office: category.office.map(OfficeCode),
            keywords: category.keywords,
            first_word_days: category.first_word_days.unwrap_or(defaults.first_word),
            next_word_days: category.next_word_days.unwrap_or(defaults.next_word),
            close_days: category.close_days.unwrap_or(defaults.close),
            near_metres: category.near_metres.unwrap_or(NEAR_METRES),
            retired: category.retired,
        };
        self.push("category", category.code, Entry::Category(entry))
    }

    fn template(
        &mut self,
        template: TemplateTable,
        categories: &[String],
    ) -> Result<(), DirectoryError> {
        let outcome = match template.outcome.as_str() {
            "resolved" => Outcome::Resolved,
            "not_resolvable" => Outcome::NotResolvable,
            "not_ours" => Outcome::NotOurs,
            "spam" => Outcome::Spam,
            other => {
                return Err(wrong(
                    format!("template: there is no outcome {other:?}"),
                    "Write resolved, not_resolvable, not_ours or spam.",
                ));
            }
        };
        if let Some(category) = &template.category
            && !categories.contains(category)
        {
            return Err(wrong(
                format!("template: there is no category {category:?}"),
                "Write the code of a [[category]] of this file, or leave it out.",
            ));
        }
        let begin =
            format!("{}/{}", template.outcome, template.category.as_deref().unwrap_or_default());
        let before = self
            .rows
            .iter()
            .filter(|row| {
                row.entry.kind() == "template"
                    && row.key.rsplit_once('/').is_some_and(|(b, _)| b == begin)
            })
            .count();
        let text = self.words(template.text)?;
        text.values().try_for_each(|text| blanks(text))?;
        let category = template.category.map(CategoryCode);
        let entry = TemplateEntry { outcome, category, text, retired: template.retired };
        self.push("template", format!("{begin}/{before}"), Entry::Template(entry))
    }

    fn words(&self, words: Words) -> Result<BTreeMap<Lang, String>, DirectoryError> {
        match words {
            Words::One(text) => Ok([(self.own, text)].into()),
            Words::Several(texts) => {
                texts.into_iter().map(|(tag, text)| Ok((lang(&tag)?, text))).collect()
            }
        }
    }
}

fn wrong(problem: impl std::fmt::Display, cure: impl std::fmt::Display) -> DirectoryError {
    DirectoryError(format!("{problem}. {cure}"))
}

fn lang(tag: &str) -> Result<Lang, DirectoryError> {
    Lang::from_tag(tag)
        .filter(|lang| lang.code() == tag)
        .ok_or_else(|| wrong(format!("language {tag:?} is not known"), "Write it, en, sl or de."))
}

/// Codes go into buttons, whose room is 64 bytes.
fn code(what: &str, code: &str) -> Result<(), DirectoryError> {
    let fits = (1..=LONGEST_CODE).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b));
    if fits {
        return Ok(());
    }
    Err(wrong(
        format!("{what}: the code {code:?} does not fit"),
        format!("Use at most {LONGEST_CODE} of a-z, 0-9, - and _."),
    ))
}

fn time(text: &str, field: &str) -> Result<NaiveTime, DirectoryError> {
    NaiveTime::parse_from_str(text, "%H:%M")
        .map_err(|_| wrong(format!("{field} {text:?} is no hour"), "Write it as \"09:00\"."))
}

fn hours(text: &str) -> Result<(NaiveTime, NaiveTime), DirectoryError> {
    let cure = "Write them as \"08:00-18:00\".";
    let (opens, closes) = text
        .split_once('-')
        .ok_or_else(|| wrong(format!("office_hours {text:?} are no hours"), cure))?;
    let (opens, closes) =
        (time(opens.trim(), "office_hours")?, time(closes.trim(), "office_hours")?);
    if opens < closes {
        Ok((opens, closes))
    } else {
        Err(wrong(format!("office_hours {text:?} end before they begin"), cure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory_rows::directory_of;

    const EXAMPLE: &str = include_str!("../../directory.example.toml");

    #[test]
    fn the_example_is_a_town() {
        let town = directory_of(parse(EXAMPLE).unwrap(), 1).unwrap();
        assert_eq!(town.offices.len(), 8);
        assert_eq!(town.categories.len(), 25);
        assert!(town.offices.iter().all(|office| office.referents.len() == 2));
        assert!(town.templates.len() >= 12);
        for lang in [Lang::It, Lang::En, Lang::Sl, Lang::De] {
            assert!(town.categories.iter().all(|one| one.name.0.contains_key(&lang)));
        }
    }

    /// Else what is reported would go to nobody.
    #[test]
    fn a_category_in_use_names_no_office_that_is_retired() {
        let retired = |code: &str| {
            (format!("code = \"{code}\"\n"), format!("code = \"{code}\"\nretired = true\n"))
        };
        let (office, closed) = retired("luce");
        let file = EXAMPLE.replacen(&office, &closed, 1);
        insta::assert_snapshot!(parse(&file).unwrap_err(), @r#"category "lampioni": the office "luce" is retired. Write another office (strade, mobilita, polizia, ambiente, verde, acque, edifici), leave the line out, or write retired = true in the category as well."#);
        // Both of its categories are not used any more either.
        let categories = ["lampioni", "semafori"].map(retired);
        let file = categories.iter().fold(file, |file, (from, to)| file.replacen(from, to, 1));
        let town = directory_of(parse(&file).unwrap(), 1).unwrap();
        assert_eq!((town.offices.len(), town.offices_in_use().count()), (8, 7));
        assert_eq!((town.categories.len(), town.categories_in_use().count()), (25, 23));
    }

    /// Each mistake that a clerk can make is answered with the place and the cure.
    #[test]
    fn a_mistake_is_named_with_its_cure() {
        let change = |from: &str, to: &str| {
            assert!(EXAMPLE.contains(from), "{from}");
            parse(&EXAMPLE.replacen(from, to, 1)).unwrap_err().to_string()
        };
        insta::assert_snapshot!(
            change("\"Europe/Rome\"", "\"Roma\""),
            @r#"timezone "Roma" is not known. Write a name such as "Europe/Rome"."#
        );
        insta::assert_snapshot!(
            change("\"08:00-18:00\"", "\"18:00-08:00\""),
            @r#"office_hours "18:00-08:00" end before they begin. Write them as "08:00-18:00"."#
        );
        insta::assert_snapshot!(
            change("[\"11-03\"]", "[\"3 novembre\"]"),
            @r#"holidays: "3 novembre" is no day. Write "MM-DD" for every year, or "YYYY-MM-DD"."#
        );
        insta::assert_snapshot!(
            change("outcome = \"resolved\"", "outcome = \"risolto\""),
            @r#"template: there is no outcome "risolto". Write resolved, not_resolvable, not_ours or spam."#
        );
        insta::assert_snapshot!(
            change("close_days = 30", "close_days = 3000000"),
            @r#"category "buche": close_days is too long. Write at most 1000: working days, which are four years."#
        );
        assert!(change("privacy_url", "privacy_link").contains("privacy_link"));
    }

    /// What would be accepted, and show itself to a citizen or to nobody.
    #[test]
    fn what_cannot_be_meant_is_a_mistake_too() {
        let mistakes = [
            ("name = \"Comune di Esempio\"", "name = \"\""),
            ("{ name = \"Gino Blu\" }", "{ name = \" \" }"),
            ("name = \"Anna Bianchi\"", "name = \"Anna Bianchi\", telegram_id = -11"),
            ("# urp_chat_id = -100", "urp_chat_id = 100"),
            ("# chat_id = -1001000000002", "chat_id = 1001000000002"),
            ("first_word_days = 2", "first_word_days = 0"),
            ("Segnalazione {number}:", "Segnalazione {numero}:"),
            ("Segnalazione {number}:", "Segnalazione {number:"),
            ("privacy_url = \"https://", "privacy_url = \""),
        ];
        let said = mistakes.map(|(from, to)| {
            assert!(EXAMPLE.contains(from), "{from}");
            parse(&EXAMPLE.replacen(from, to, 1)).unwrap_err().to_string()
        });
        insta::assert_snapshot!(said.join("\n"), @r#"
        the municipality has an empty name. Write a name between the quotes.
        office "strade": an operator has an empty name. Write a name between the quotes.
        a supervisor, "Anna Bianchi": telegram_id is nobody's. Write the person's own number, which has no minus: /id in private with the bot says it.
        urp_chat_id 1001000000001 is no group's. A group's number begins with a minus: /id, written in the group, says it as a line to copy.
        office "strade": chat_id 1001000000002 is no group's. A group's number begins with a minus: /id, written in the group, says it as a line to copy.
        category "buche": first_word_days is 0. Write at least 1: working days, after the one on which somebody writes.
        template: nothing is known for {numero}. Write one of {number}, {place}, {street}, {office}, {date}.
        template: nothing is known for {number: il problema }. Write one of {number}, {place}, {street}, {office}, {date}.
        privacy_url "www.comune.example/privacy" is no address of the web. Write all of it, as in "https://www.comune.example/privacy", or leave the line out.
        "#);
    }
}
