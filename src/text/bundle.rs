//! Fluent bundles, made once from the embedded files of `locales/`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use super::format::escape;
use crate::domain::lang::Lang;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<HashMap<Lang, Bundle>> =
    LazyLock::new(|| Lang::SPOKEN.into_iter().map(|lang| (lang, bundle(lang))).collect());

fn bundle(lang: Lang) -> Bundle {
    let tag: unic_langid::LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    let folder = format!("{}/", lang.code());
    for path in Locales::iter().filter(|path| path.starts_with(&folder)) {
        let Some(file) = Locales::get(&path) else {
            continue;
        };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        // The tests refuse a file with errors: here the good messages of it are used.
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
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
    for lang in [lang, Lang::It] {
        let Some(bundle) = BUNDLES.get(&lang) else {
            continue;
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            continue;
        };
        let args: FluentArgs<'_> =
            args.iter().map(|(name, arg)| (Cow::Borrowed(*name), arg.0.clone())).collect();
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
        for error in errors {
            tracing::error!(key, lang = lang.code(), %error, "text.format");
        }
        return with_places_closed(text.into_owned(), args.get("report"));
    }
    tracing::error!(key, "text.missing");
    key.to_owned()
}
