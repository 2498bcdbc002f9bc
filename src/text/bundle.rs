//! The messages of `locales/`: each is read when it is first said, as a town says few of all that there are in four
//! languages.

use std::borrow::Cow;
use std::sync::{LazyLock, PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use super::format::escape;
use crate::domain::lang::Lang;

/// Most messages are shorter, bytes.
const ROOM: usize = 256;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

static LANGUAGES: [LazyLock<Language>; Lang::SPOKEN.len()] = [
    LazyLock::new(|| Language::of(Lang::SPOKEN[0])),
    LazyLock::new(|| Language::of(Lang::SPOKEN[1])),
    LazyLock::new(|| Language::of(Lang::SPOKEN[2])),
    LazyLock::new(|| Language::of(Lang::SPOKEN[3])),
];

/// What is said in one language.
struct Language {
    /// Each message as it is written, with its key, in the order of keys.
    sources: Box<[(&'static str, &'static str)]>,
    /// Those that were said.
    read: RwLock<FluentBundle<FluentResource>>,
}

impl Language {
    fn of(lang: Lang) -> Self {
        let tag: unic_langid::LanguageIdentifier = lang.code().parse().unwrap_or_default();
        let mut read = FluentBundle::new_concurrent(vec![tag]);
        read.set_use_isolating(false);
        let folder = format!("{}/", lang.code());
        let files = Locales::iter().filter(|path| path.starts_with(&folder));
        let mut sources: Vec<_> = files.flat_map(|path| messages(file(&path))).collect();
        sources.sort_unstable();
        Self { sources: sources.into(), read: RwLock::new(read) }
    }

    /// A message, filled in; none if there is no such key.
    fn say(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let said = self.said(key, args);
        if said.is_some() {
            return said;
        }
        let at = self.sources.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        let (_, source) = self.sources.get(at)?;
        // The tests refuse a message with errors: here what is good of it is used.
        let message =
            FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(good, _)| good);
        self.read.write().unwrap_or_else(PoisonError::into_inner).add_resource_overriding(message);
        self.said(key, args)
    }

    /// The same of one that was said before.
    fn said(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        let pattern = read.get_message(key)?.value()?;
        let (mut text, mut errors) = (String::with_capacity(ROOM), Vec::new());
        // Writing into a string cannot fail.
        let _ = read.write_pattern(&mut text, pattern, Some(args), &mut errors);
        for error in errors {
            tracing::error!(key, %error, "text.format");
        }
        Some(text)
    }
}

/// A file of the program; where it is read from the disk (in a debug build), it is kept for good.
fn file(path: &str) -> &'static str {
    let bytes: &'static [u8] = match Locales::get(path).map(|file| file.data) {
        Some(Cow::Borrowed(bytes)) => bytes,
        Some(Cow::Owned(bytes)) => bytes.leak(),
        None => &[],
    };
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// The messages of a file: each begins a line with its key, and goes on to the next one or to a comment.
fn messages(file: &'static str) -> Vec<(&'static str, &'static str)> {
    let is_key = |rest: &str| rest.starts_with(|first: char| first.is_ascii_alphabetic());
    let begins =
        |at: &usize| file.get(*at..).is_some_and(|rest| is_key(rest) || rest.starts_with('#'));
    let lines = file.match_indices('\n').map(|(at, _)| at + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(lines).filter(begins).collect();
    let ends = starts.iter().copied().skip(1).chain([file.len()]);
    let parts = starts.iter().zip(ends).filter_map(|(start, end)| file.get(*start..end));
    let messages = parts.filter(|part| is_key(part));
    messages.filter_map(|part| Some((part.split_once('=')?.0.trim_end(), part))).collect()
}

/// Text that is Telegram HTML already.
pub(crate) struct Html<T>(pub T);

/// A value for a message's placeable.
pub(crate) struct Arg<'a>(FluentValue<'a>);

/// What can be put into a message.
pub(crate) trait IntoArg<'a> {
    fn into_html(self) -> FluentValue<'a>;
    fn into_plain(self) -> FluentValue<'a>;
}

impl<'a> Arg<'a> {
    pub(crate) fn html(value: impl IntoArg<'a>) -> Self {
        Self(value.into_html())
    }

    pub(crate) fn plain(value: impl IntoArg<'a>) -> Self {
        Self(value.into_plain())
    }
}

impl<'a> IntoArg<'a> for &'a str {
    fn into_html(self) -> FluentValue<'a> {
        FluentValue::String(escape(self))
    }

    fn into_plain(self) -> FluentValue<'a> {
        FluentValue::String(Cow::Borrowed(self))
    }
}

impl<'a> IntoArg<'a> for &'a String {
    fn into_html(self) -> FluentValue<'a> {
        self.as_str().into_html()
    }

    fn into_plain(self) -> FluentValue<'a> {
        self.as_str().into_plain()
    }
}

impl<'a> IntoArg<'a> for String {
    fn into_html(self) -> FluentValue<'a> {
        FluentValue::String(Cow::Owned(escape(&self).into_owned()))
    }

    fn into_plain(self) -> FluentValue<'a> {
        FluentValue::String(Cow::Owned(self))
    }
}

impl<'a> IntoArg<'a> for crate::domain::ids::ReportId {
    fn into_html(self) -> FluentValue<'a> {
        self.to_string().into_plain()
    }

    fn into_plain(self) -> FluentValue<'a> {
        self.to_string().into_plain()
    }
}

impl<'a, T: Into<Cow<'a, str>>> IntoArg<'a> for Html<T> {
    fn into_html(self) -> FluentValue<'a> {
        FluentValue::String(self.0.into())
    }

    fn into_plain(self) -> FluentValue<'a> {
        FluentValue::String(self.0.into())
    }
}

macro_rules! numbers {
    ($($kind:ty),+) => {$(
        impl<'a> IntoArg<'a> for $kind {
            fn into_html(self) -> FluentValue<'a> {
                FluentValue::from(self)
            }

            fn into_plain(self) -> FluentValue<'a> {
                FluentValue::from(self)
            }
        }
    )+};
}
numbers!(i32, i64, u32, u64, usize);

/// `2026-000001, via Roma 12` inside a sentence: where it goes on, a comma closes the place.
fn with_places_closed(text: String, report: Option<&FluentValue<'_>>) -> String {
    let Some(FluentValue::String(name)) = report.filter(|_| text.contains(", ")) else {
        return text;
    };
    if !name.contains(", ") {
        return text;
    }
    let mut parts = text.split(name.as_ref());
    let mut closed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        closed.push_str(name);
        let goes_on = part.strip_prefix(' ').and_then(|rest| rest.chars().next());
        if goes_on.is_some_and(char::is_alphabetic) {
            closed.push(',');
        }
        closed.push_str(part);
    }
    closed
}

/// A message of `locales/`, filled in. A key that no file has comes out as itself: a test refuses that.
pub(crate) fn message(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let args: FluentArgs<'_> =
        args.iter().map(|(name, arg)| (Cow::Borrowed(*name), arg.0.clone())).collect();
    for lang in [lang, Lang::It] {
        let place = Lang::SPOKEN.iter().position(|spoken| *spoken == lang);
        let language = place.and_then(|place| LANGUAGES.get(place));
        if let Some(text) = language.and_then(|language| language.say(key, &args)) {
            return with_places_closed(text, args.get("report"));
        }
    }
    tracing::error!(key, "text.missing");
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use fluent_syntax::ast::Entry;

    use super::*;

    #[test]
    fn each_message_by_itself_is_what_it_is_in_its_file() {
        for path in Locales::iter() {
            let file = file(&path);
            let whole =
                FluentResource::try_new(file.to_owned()).map_err(|(_, errors)| errors).unwrap();
            let parts: Vec<FluentResource> = messages(file)
                .into_iter()
                .map(|(key, part)| {
                    let part = FluentResource::try_new(part.to_owned());
                    let part = part.map_err(|(_, errors)| (key, errors)).unwrap();
                    assert_eq!(part.entries().count(), 1, "{path}: {key}");
                    part
                })
                .collect();
            let is_said = |entry: &&Entry<&str>| matches!(entry, Entry::Message(_));
            let all: Vec<_> = whole.entries().filter(is_said).collect();
            let each: Vec<_> = parts.iter().flat_map(FluentResource::entries).collect();
            assert!(all == each, "{path}");
        }
    }
}
