//! Where the problem is, as well as the citizen could say it.

use serde::{Deserialize, Serialize};

/// A point on the WGS 84 ellipsoid, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Latitude, degrees north.
    pub lat: f64,
    /// Longitude, degrees east.
    pub lon: f64,
}

/// Where the problem is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    /// An address, a venue's name, or a description of the place.
    pub words: Option<String>,
    /// The point, where one was sent.
    pub position: Option<Position>,
    /// The words describe the place because the address is not known.
    #[serde(default)]
    pub described: bool,
}

impl Place {
    /// An address as somebody typed it.
    pub fn typed(words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), ..Self::default() }
    }

    /// A description, where the address is not known.
    pub fn described(words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), position: None, described: true }
    }

    /// A position with, perhaps, a name (a Telegram venue).
    pub fn at(position: Position, words: Option<String>) -> Self {
        Self { words, position: Some(position), described: false }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.words.is_none() && self.position.is_none()
    }

    /// A map of the place: by position where there is one, else a search for the address.
    pub fn map_url(&self, town: &str) -> Option<String> {
        if let Some(Position { lat, lon }) = self.position {
            return Some(format!(
                "https://www.openstreetmap.org/?mlat={lat:.5}&mlon={lon:.5}#map=18/{lat:.5}/{lon:.5}"
            ));
        }
        if self.described {
            return None;
        }
        let words = self.words.as_deref()?;
        let mut url = url::Url::parse("https://www.openstreetmap.org/search").ok()?;
        url.query_pairs_mut().append_pair("query", &format!("{words}, {town}"));
        Some(url.into())
    }
}
