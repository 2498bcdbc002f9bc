//! The languages that the service can speak.

use serde::{Deserialize, Serialize};

/// A language of the texts. A new one is a variant here and a folder in `locales/`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Italian, the fallback.
    #[default]
    It,
    /// English.
    En,
    /// Slovene.
    Sl,
    /// German.
    De,
}

impl Lang {
    /// The languages in which every outgoing text exists.
    pub const SPOKEN: [Lang; 4] = [Lang::It, Lang::En, Lang::Sl, Lang::De];

    /// The BCP 47 primary subtag.
    pub fn code(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
            Self::Sl => "sl",
            Self::De => "de",
        }
    }

    /// The language's own name, for the choice of language.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::It => "Italiano",
            Self::En => "English",
            Self::Sl => "Slovenščina",
            Self::De => "Deutsch",
        }
    }

    /// Reads an IETF tag such as Telegram's `language_code` (`it`, `en-GB`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "it" => Some(Self::It),
            "en" => Some(Self::En),
            "sl" => Some(Self::Sl),
            "de" => Some(Self::De),
            _ => None,
        }
    }
}
