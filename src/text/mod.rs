//! Every outgoing text is a named function here; the words are Fluent messages in `locales/`.
//!
//! The `t!` macro fills a message in and escapes what it is given: its result is Telegram HTML.
//! The `plain!` macro does not: its result is for button labels, notices and other plain text.

mod bundle;
pub mod citizen;
pub mod closing;
pub mod demo;
pub mod directory;
pub mod format;
pub mod mail;
pub mod pages;
pub mod refusal;
pub mod report;
pub mod service;
pub mod staff;
#[cfg(test)]
mod tests;

pub(crate) use bundle::{Arg, Html, message};

/// A message as Telegram HTML: `t!(lang, "key")`, `t!(lang, "key", name = value)`.
macro_rules! t {
    ($lang:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::message(
            $lang,
            $key,
            &[$((stringify!($name), $crate::text::Arg::html($value))),*],
        )
    };
}

/// A message as plain text: `plain!(lang, "key", name = value)`.
macro_rules! plain {
    ($lang:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::message(
            $lang,
            $key,
            &[$((stringify!($name), $crate::text::Arg::plain($value))),*],
        )
    };
}

pub(crate) use {plain, t};
