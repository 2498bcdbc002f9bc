//! The conversation by mail: what a mail opens, and what a reply does to its report.

mod choices;
mod manners;
mod places;

pub use manners::{answers_nothing, only_thanks};

use super::naming::{Named, named};
use crate::domain::command::Command;
use crate::domain::directory::Directory;
use crate::domain::event::{Channel, Filing, Missing};
use crate::domain::ids::{FileId, PersonId};
use crate::domain::lang::Lang;
use crate::domain::mail::Mail;
use crate::domain::place::Place;
use crate::domain::report::Report;
use crate::domain::state::State;
use crate::text;

/// The report that a mail opens: its subject and words, the category that they suggest, the place
/// if they name it; and what is missing, which the acknowledgement asks for.
pub fn filing(directory: &Directory, mail: &Mail, citizen: PersonId, lang: Lang) -> Filing {
    let words = words_of(mail, lang);
    let category = match named(directory, &words) {
        Named::Whole(code) | Named::Within(code) => Some(code),
        Named::None => None,
    };
    let place = places::found(&words).map(Place::typed).unwrap_or_default();
    let missing = Missing {
        place: place.is_empty(),
        position: mail.photos.iter().find_map(|photo| photo.position),
        categories: match category {
            Some(_) => Vec::new(),
            None => directory.categories_in_use().map(|one| one.code.clone()).collect(),
        },
        unseen: unseen(mail),
    };
    Filing {
        citizen,
        channel: Channel::from(mail.account),
        lang,
        suggested: category.is_some(),
        category,
        place,
        words,
        photos: photos_of(mail),
        missing,
    }
}

/// What a reply of its citizen does to a report. Words that fit nothing else are added to it.
pub fn reply(directory: &Directory, report: &Report, mail: &Mail) -> Command {
    let (words, photos) = brought(report, mail);
    if let State::Closed { .. } = report.state {
        let rest = mail.text.trim().split_once('\n').map_or("", |(_, rest)| rest.trim());
        return match text::mail::solved_or_not(&mail.text) {
            Some(true) if rest.is_empty() && photos.is_empty() => Command::Rate { solved: true },
            Some(false) if photos.is_empty() => {
                Command::StillThere { words: (!rest.is_empty()).then(|| rest.to_owned()) }
            }
            // What comes along is for a person to read.
            _ => Command::Add { words, photos },
        };
    }
    // Mere thanks leave the question open.
    if report.question.is_some() && !(photos.is_empty() && answers_nothing(&words)) {
        return Command::Answer { words, photos };
    }
    if !report.missing.is_nothing()
        && let Some(chosen) = choices::read(directory, &report.missing, &mail.text)
    {
        let choices::Chosen { category, place, retired } = chosen;
        let meant = retired.filter(|_| category.is_none());
        let meant = meant.and_then(|code| directory.category(&code));
        let words = match meant.map(|category| category.name.get(report.lang)) {
            // A number alone would say nothing to whoever reads it.
            Some(name) if !words.contains(name) => format!("{words} ({name})"),
            _ => words,
        };
        return Command::Complete { category, place, words, photos };
    }
    added(report, mail)
}

/// The reply as something more about the report, whatever it stands like.
pub fn added(report: &Report, mail: &Mail) -> Command {
    let (words, photos) = brought(report, mail);
    Command::Add { words, photos }
}

/// The words of a reply, and its photos as far as the report has room: of the others it is said where they are.
fn brought(report: &Report, mail: &Mail) -> (String, Vec<FileId>) {
    let (mut words, mut photos) = (reply_words(mail, report.lang), photos_of(mail));
    let beyond = photos.len().saturating_sub(report.room_for_photos());
    if beyond > 0 {
        photos.truncate(report.room_for_photos());
        below(&mut words, &text::mail::photos_beyond(report.lang, beyond));
    }
    (words, photos)
}

/// Words for somebody who set a mail aside: add it to a report all the same.
pub fn words_of(mail: &Mail, lang: Lang) -> String {
    let subject = text::mail::bare_subject(&mail.subject);
    let body = mail.text.trim();
    let mut words = match (subject.is_empty(), body.is_empty()) {
        (true, _) => body.to_owned(),
        (false, true) => subject.to_owned(),
        (false, false) if body.to_lowercase().starts_with(&subject.to_lowercase()) => {
            body.to_owned()
        }
        (false, false) => format!("{subject}\n{body}"),
    };
    attachments(mail, lang, &mut words);
    words
}

fn reply_words(mail: &Mail, lang: Lang) -> String {
    let mut words = mail.text.trim().to_owned();
    attachments(mail, lang, &mut words);
    words
}

/// Attachments that no card can show are named: the raw mail has them.
fn attachments(mail: &Mail, lang: Lang, words: &mut String) {
    if !mail.others.is_empty() {
        below(words, &text::mail::attachments(lang, &mail.others));
    }
}

/// Attachments in which something is likely to be told, and which no card can show, photos beyond the most among them.
/// Business cards, pictures of signatures and such are none.
const TELLING: &[&str] = &[
    "JPG", "JPEG", "PNG", "WEBP", "HEIC", "HEIF", "AVIF", "TIF", "TIFF", "BMP", "PDF", "P7M",
    "DOC", "DOCX", "ODT", "RTF", "XLS", "XLSX", "ODS", "PPT", "PPTX", "ZIP", "RAR", "7Z", "DAT",
    "EML", "MSG", "MP4", "MOV", "M4V", "AVI", "3GP", "MKV", "MP3", "M4A", "OGG", "OPUS", "WAV",
];

/// The types of those that a mail has, each once.
fn unseen(mail: &Mail) -> Vec<String> {
    let mut types: Vec<String> = Vec::new();
    for one in mail.others.iter().filter(|one| TELLING.contains(&one.as_str())) {
        if !types.contains(one) {
            types.push(one.clone());
        }
    }
    types
}

/// Another line below words.
fn below(words: &mut String, line: &str) {
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(line);
}

/// The photos of a mail.
pub fn photos_of(mail: &Mail) -> Vec<FileId> {
    mail.photos.iter().map(|photo| photo.id).collect()
}

#[cfg(test)]
mod tests;
