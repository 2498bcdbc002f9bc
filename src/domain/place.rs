//! Where the problem is, as well as the citizen could say it.

use serde::{Deserialize, Serialize};

use super::street::is_number_mark;

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

    /// The street of an address: the words before the house number. None where there is no address.
    pub fn street(&self) -> Option<&str> {
        let words = self.words.as_deref().filter(|_| !self.described)?;
        let words = words.split([',', '\n']).next().unwrap_or(words).trim();
        let mut end = 0;
        for (before, word) in words.split_whitespace().enumerate() {
            let from = words.get(end..)?.find(word)? + end;
            let marks = is_number_mark(word);
            let number = word.starts_with(|first: char| first.is_ascii_digit());
            // A number right after "via" or "piazza" is part of the name: via 25 Aprile.
            if before >= 2 && (number || marks) {
                break;
            }
            end = from + word.len();
        }
        words.get(..end).filter(|street| !street.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_is_the_address_without_its_number() {
        let street = |words: &str| Place::typed(words).street().map(str::to_owned);
        assert_eq!(street("via Roma 12"), Some("via Roma".to_owned()));
        assert_eq!(street("Via  Roma 12/b, interno 3"), Some("Via  Roma".to_owned()));
        assert_eq!(street("piazza Unità d'Italia, 4"), Some("piazza Unità d'Italia".to_owned()));
        assert_eq!(street("via 25 Aprile 7"), Some("via 25 Aprile".to_owned()));
        assert_eq!(street("largo Roma n. 3"), Some("largo Roma".to_owned()));
        assert_eq!(street("stazione"), Some("stazione".to_owned()));
        assert_eq!(Place::described("dietro la chiesa").street(), None);
        assert_eq!(Place::default().street(), None);
    }
}
