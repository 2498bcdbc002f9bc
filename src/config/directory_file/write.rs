//! The way back: entries as they stand, as a directory file that a person can read, change and import again.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use chrono::NaiveTime;
use toml::Value;

use super::{DirectoryError, parse, wrong};
use crate::domain::directory_rows::{
    CategoryEntry, DirectoryRow, Entry, Municipality, OfficeEntry, Person, TemplateEntry,
};
use crate::domain::ids::{CategoryCode, OfficeCode};
use crate::domain::lang::Lang;
use crate::domain::state::Outcome;

/// How far the line goes that begins a part.
const WIDTH: usize = 100;

/// The remarks between the entries, in the language of whoever reads the file.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// What the file is, and how it is brought in again.
    pub head: String,
    /// Before the offices.
    pub offices: String,
    /// Before the categories.
    pub categories: String,
    /// Before the ready-made replies.
    pub replies: String,
}

/// The file that says these entries, in their order, as the example has it: the town, each office with its people,
/// categories, ready-made replies.
pub fn write(rows: &[DirectoryRow], remarks: &Remarks) -> String {
    let mut file = Writer { own: Lang::default(), text: String::new() };
    // Writing into a string cannot fail.
    let _ = file.all(rows, remarks);
    file.text
}

/// Whether an import would read just these entries in that file; the mistake in them, if not.
pub fn says(file: &str, rows: &[DirectoryRow]) -> Result<(), DirectoryError> {
    let read = parse(file)?;
    let mut read = read.iter().map(|row| &row.entry);
    match in_order(rows).into_iter().find(|entry| read.next() != Some(entry)) {
        None => Ok(()),
        Some(entry) => Err(wrong(
            format!("an entry would be read as another one ({})", entry.kind()),
            "Please look for it in the file.",
        )),
    }
}

/// The entries in the order of the file.
fn in_order(rows: &[DirectoryRow]) -> Vec<&Entry> {
    let all = |kind| of_kind(rows, kind);
    let mut entries: Vec<&Entry> = all("municipality").collect();
    entries.extend(all("supervisor").chain(all("urp")));
    for office in all("office") {
        entries.push(office);
        entries.extend(members(rows, "referent", office));
        entries.extend(members(rows, "operator", office));
    }
    entries.extend(all("category").chain(all("template")));
    entries
}

fn of_kind<'a>(rows: &'a [DirectoryRow], kind: &'static str) -> impl Iterator<Item = &'a Entry> {
    rows.iter().map(|row| &row.entry).filter(move |entry| entry.kind() == kind)
}

/// The people of an office who are that. Whoever is of an office that there is not is nobody in the town.
fn members<'a>(
    rows: &'a [DirectoryRow],
    kind: &'static str,
    office: &'a Entry,
) -> impl Iterator<Item = &'a Entry> {
    of_kind(rows, kind).filter(move |entry| match (entry, office) {
        (Entry::Referent(member) | Entry::Operator(member), Entry::Office(office)) => {
            member.office == office.code
        }
        _ => false,
    })
}

struct Writer {
    /// The town's own language.
    own: Lang,
    text: String,
}

impl Writer {
    fn all(&mut self, rows: &[DirectoryRow], remarks: &Remarks) -> fmt::Result {
        self.remark(&remarks.head)?;
        for entry in of_kind(rows, "municipality") {
            self.entry(entry)?;
        }
        self.people("supervisors", of_kind(rows, "supervisor"))?;
        self.people("urp", of_kind(rows, "urp"))?;
        let parts = [
            ("office", &remarks.offices),
            ("category", &remarks.categories),
            ("template", &remarks.replies),
        ];
        for (kind, title) in parts {
            self.part(title)?;
            for entry in of_kind(rows, kind) {
                self.entry(entry)?;
                if kind == "office" {
                    self.people("referents", members(rows, "referent", entry))?;
                    self.people("operators", members(rows, "operator", entry))?;
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: &Entry) -> fmt::Result {
        match entry {
            Entry::Municipality(town) => self.town(town),
            Entry::Office(office) => self.office(office),
            Entry::Category(category) => self.category(category),
            Entry::Template(reply) => self.reply(reply),
            // With the town, or with their office.
            Entry::Supervisor(_) | Entry::Urp(_) | Entry::Referent(_) | Entry::Operator(_) => {
                Ok(())
            }
        }
    }

    /// A line beginning with `#` for each: no other control character may stand in one.
    fn remark(&mut self, text: &str) -> fmt::Result {
        for line in text.lines() {
            let line = line.replace(char::is_control, " ");
            writeln!(self.text, "{}", format!("# {line}").trim_end())?;
        }
        Ok(())
    }

    /// The line that begins a part.
    fn part(&mut self, title: &str) -> fmt::Result {
        let dashes = WIDTH.saturating_sub(title.chars().count() + 3);
        self.text.push('\n');
        self.remark(&format!("{} {title}", "-".repeat(dashes)))
    }

    fn line(&mut self, name: &str, value: impl Into<Value>) -> fmt::Result {
        writeln!(self.text, "{name} = {}", value.into())
    }

    fn line_if<T: Into<Value>>(&mut self, name: &str, value: Option<T>) -> fmt::Result {
        value.map_or(Ok(()), |value| self.line(name, value))
    }

    fn retired(&mut self, retired: bool) -> fmt::Result {
        self.line_if("retired", retired.then_some(true))
    }

    fn town(&mut self, town: &Municipality) -> fmt::Result {
        self.own = town.languages.first().copied().unwrap_or_default();
        let languages: Vec<&str> = town.languages.iter().map(|lang| lang.code()).collect();
        let Municipality { opens, closes, .. } = town;
        writeln!(self.text, "\n[municipality]")?;
        self.line("name", town.name.as_str())?;
        self.line("languages", languages)?;
        self.line("timezone", town.timezone.as_str())?;
        self.line("holidays", town.holidays.clone())?;
        self.line("reminder_time", hour(town.reminder))?;
        self.line("office_hours", format!("{}-{}", hour(*opens), hour(*closes)))?;
        self.line_if("privacy_url", town.privacy_url.as_deref())?;
        self.words("contact", &town.contact)?;
        self.line_if("urp_chat_id", town.urp_chat.map(|chat| chat.0))
    }

    fn office(&mut self, office: &OfficeEntry) -> fmt::Result {
        writeln!(self.text, "\n[[office]]")?;
        self.line("code", office.code.as_str())?;
        self.line("name", office.name.as_str())?;
        self.line_if("chat_id", office.chat.map(|chat| chat.0))?;
        self.retired(office.retired)
    }

    fn category(&mut self, category: &CategoryEntry) -> fmt::Result {
        writeln!(self.text, "\n[[category]]")?;
        self.line("code", category.code.as_str())?;
        self.words("name", &category.name)?;
        self.line_if("office", category.office.as_ref().map(OfficeCode::as_str))?;
        self.line("keywords", category.keywords.clone())?;
        self.line("first_word_days", category.first_word_days)?;
        self.line("next_word_days", category.next_word_days)?;
        self.line("close_days", category.close_days)?;
        self.line("near_metres", category.near_metres)?;
        self.retired(category.retired)
    }

    fn reply(&mut self, reply: &TemplateEntry) -> fmt::Result {
        writeln!(self.text, "\n[[template]]")?;
        self.line("outcome", outcome(reply.outcome))?;
        self.line_if("category", reply.category.as_ref().map(CategoryCode::as_str))?;
        self.retired(reply.retired)?;
        self.words("text", &reply.text)
    }

    /// One in each line: a change of one is seen as such.
    fn people<'a>(&mut self, list: &str, people: impl Iterator<Item = &'a Entry>) -> fmt::Result {
        let people: Vec<&Person> = people.filter_map(Entry::person).collect();
        if people.is_empty() {
            return writeln!(self.text, "{list} = []");
        }
        writeln!(self.text, "{list} = [")?;
        for Person { name, telegram, email, phone } in people {
            let fields = [
                ("name", Some(Value::from(name.as_str()))),
                ("telegram_id", telegram.map(|telegram| Value::from(telegram.0))),
                ("email", email.as_deref().map(Value::from)),
                ("phone", phone.as_deref().map(Value::from)),
            ];
            let said = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
            writeln!(self.text, "    {},", table(said))?;
        }
        writeln!(self.text, "]")
    }

    /// A text that is there in the town's own language alone is said without naming the language.
    fn words(&mut self, name: &str, words: &BTreeMap<Lang, String>) -> fmt::Result {
        if let Some(only) = words.get(&self.own).filter(|_| words.len() == 1) {
            return self.line(name, only.as_str());
        }
        let each = words.iter().map(|(lang, text)| (lang.code(), text.as_str().into()));
        writeln!(self.text, "{name} = {}", table(each))
    }
}

/// In one line, as programs of any age read it.
fn table<'a>(fields: impl Iterator<Item = (&'a str, Value)>) -> String {
    let fields: Vec<_> = fields.map(|(name, value)| format!("{name} = {value}")).collect();
    if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) }
}

fn hour(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// As [`parse`] reads it; what it reads none of is no ready-made reply's.
fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved => "resolved",
        Outcome::NotResolvable => "not_resolvable",
        Outcome::NotOurs => "not_ours",
        Outcome::Spam => "spam",
        Outcome::Duplicate { .. } => "duplicate",
        Outcome::Withdrawn => "withdrawn",
    }
}

#[cfg(test)]
mod tests;
