//! Whether two reports may be about the same thing: near each other, or in the same street.
//!
//! Only a suggestion comes of it, which a person looks at: better one too many than one missed.

use super::place::{Place, Position};
use super::report::Report;
use super::search::fold_all;
use super::street::{self, Kind, Sure};

/// The most that are suggested for one report.
pub const MOST_SUGGESTED: usize = 3;
/// Of a street's key so much is compared, characters.
const LONGEST_KEY: usize = 200;
/// The mean radius of the earth, metres.
const EARTH: f64 = 6_371_008.8;

/// Of the `open` reports, older ones of the same category near this one: the nearest first, then
/// those of the same street, the newest first. At most three.
pub fn perhaps_the_same(report: &Report, open: Vec<Report>, near_metres: u32) -> Vec<Report> {
    let mut near: Vec<(f64, Report)> = open
        .into_iter()
        .filter(|other| other.id < report.id && other.state.is_open())
        .filter(|other| other.category.is_some() && other.category == report.category)
        .filter_map(|other| {
            let apart = nearness(&report.place, &other.place, near_metres)?;
            Some((apart, other))
        })
        .collect();
    near.sort_by(|(a, one), (b, other)| a.total_cmp(b).then(other.id.cmp(&one.id)));
    near.into_iter().take(MOST_SUGGESTED).map(|(_, other)| other).collect()
}

/// How near two places are: metres, or more than any within `near_metres` where only the street is
/// the same. None: not near.
fn nearness(one: &Place, other: &Place, near_metres: u32) -> Option<f64> {
    if let (Some(one), Some(other)) = (one.position, other.position) {
        let apart = metres(one, other);
        if apart <= f64::from(near_metres) {
            return Some(apart);
        }
    }
    let same_street = same_street(one.words.as_deref()?, other.words.as_deref()?);
    same_street.then_some(f64::MAX)
}

/// What two addresses in one street have in common, to find them by: its kind and the last word of its name,
/// or the whole name where the words do not say what it is; as much of it as has a place in an index of PostgreSQL.
/// None: no street.
pub fn street_key(words: &str) -> Option<String> {
    let Street { kind, name } = Street::read(words)?;
    let key = if kind.is_empty() { name.join(" ") } else { format!("{kind} {}", name.last()?) };
    Some(key.chars().take(LONGEST_KEY).collect())
}

/// The points that are at most that far from one, and some more: south, north, west and east, degrees.
pub fn around(position: Position, metres: u32) -> [f64; 4] {
    // A metre more, whatever is rounded.
    let degrees = ((f64::from(metres) + 1.0) / EARTH).to_degrees();
    // Towards a pole the meridians come together: there every point is near.
    let narrow = position.lat.to_radians().cos().max(0.01);
    let Position { lat, lon } = position;
    [lat - degrees, lat + degrees, lon - degrees / narrow, lon + degrees / narrow]
}

/// The distance of two points along the earth's surface (haversine), metres.
pub fn metres(one: Position, other: Position) -> f64 {
    let (lat, other_lat) = (one.lat.to_radians(), other.lat.to_radians());
    let half_lat = ((other_lat - lat) / 2.0).sin();
    let half_lon = ((other.lon - one.lon).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat.cos() * other_lat.cos() * half_lon * half_lon;
    2.0 * EARTH * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// Whether two addresses, as people write them, are in the same street (or square).
pub fn same_street(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (Street::read(one), Street::read(other)) else {
        return false;
    };
    one.kind == other.kind && one.is_called(&other)
}

/// A street without its house number.
#[derive(Debug, PartialEq, Eq)]
struct Street {
    /// What it is: `via`, `piazza`; empty where the words do not say.
    kind: &'static str,
    /// Its name, folded, without small words.
    name: Vec<String>,
}

impl Street {
    fn read(words: &str) -> Option<Self> {
        // What follows a comma is a number, a town or a remark.
        let parts: Vec<Vec<String>> = words.split([',', ';', '\n', '(']).map(fold_all).collect();
        let kinds = || parts.iter().filter_map(|part| kind_at(part).map(|kind| (part, kind)));
        let sure = kinds().find(|(_, (kind, _))| kind.sure == Sure::Always);
        let (part, kind, after) = match sure.or_else(|| kinds().next()) {
            Some((part, (kind, after))) => (part, kind.name, after),
            None => (parts.first()?, "", 0),
        };
        let mut name: Vec<String> = Vec::new();
        let rest: Vec<&String> = part.iter().skip(after).collect();
        for (place, word) in rest.iter().enumerate() {
            let dated = name.is_empty() && rest.get(place + 1).is_some_and(|next| is_word(next));
            if word.starts_with(|first: char| first.is_ascii_digit()) && !dated {
                break;
            }
            if !name.is_empty() && ends_name(word) {
                break;
            }
            if !street::is_small_in_address(word) {
                name.push(numbered(word));
            }
        }
        (!name.is_empty()).then_some(Self { kind, name })
    }

    /// The same name, where first names may be missing or be initials: `G. Verdi`, `Giuseppe Verdi`.
    fn is_called(&self, other: &Self) -> bool {
        if self.kind.is_empty() {
            return self.name == other.name;
        }
        let mut pairs = self.name.iter().rev().zip(other.name.iter().rev());
        let family = pairs.next().is_some_and(|(one, other)| one == other);
        family && pairs.all(|(one, other)| shortens(one, other) || shortens(other, one))
    }
}

/// Whether `short` is `long`, or its first letter.
fn shortens(short: &str, long: &str) -> bool {
    short == long || (short.chars().nth(1).is_none() && long.starts_with(short))
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphabetic) && !ends_name(word) && word.chars().nth(1).is_some()
}

/// Words after which no more of the name comes: before a house number (`nº` is folded to `no`), or in its place.
fn ends_name(word: &str) -> bool {
    street::is_number_mark(word) || ["no", "snc", "nei", "presso"].contains(&word)
}

/// Where the words say what it is: its name, and the place of the word after it. What is always a street comes before
/// what may be said of something by it.
fn kind_at(words: &[String]) -> Option<(&'static Kind, usize)> {
    let find = |sure: fn(Sure) -> bool| {
        (0..words.len()).find_map(|place| {
            let (kind, taken) = street::kind_of_folded(words.get(place..)?, place == 0)?;
            sure(kind.sure).then_some((kind, place + taken))
        })
    };
    find(|sure| sure == Sure::Always).or_else(|| find(|_| true))
}

/// Numbers in names are written in three ways: `XX Settembre`, `20 Settembre`, `Venti Settembre`.
fn numbered(word: &str) -> String {
    let known = match word {
        "santo" | "santa" | "san" | "sant" | "ss" => Some("s"),
        "primo" => Some("1"),
        "due" => Some("2"),
        "quattro" => Some("4"),
        "venti" => Some("20"),
        "venticinque" => Some("25"),
        _ => None,
    };
    known.map_or_else(
        || roman(word).map_or_else(|| word.to_owned(), |number| number.to_string()),
        str::to_owned,
    )
}

/// A Roman number of at least two of the letters `xvi`, as in a date or after a king's name.
fn roman(word: &str) -> Option<u32> {
    let value = |letter| match letter {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let values: Vec<u32> = word.chars().map(value).collect::<Option<_>>()?;
    let subtracts = |place: usize| values.get(place + 1) > values.get(place);
    let sum = values.iter().enumerate().fold(0_i64, |sum, (place, value)| {
        if subtracts(place) { sum - i64::from(*value) } else { sum + i64::from(*value) }
    });
    u32::try_from(sum).ok().filter(|_| values.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAME: [(&str, &str); 16] = [
        ("via Roma 12", "Via Roma, 14/b"),
        ("via Roma 12", "V. ROMA n. 3"),
        ("via Roma", "davanti alla scuola, via Roma 12"),
        ("viale Miramare 20", "V.le Miramare"),
        ("piazza Unità d'Italia", "P.zza Unita' d’Italia 4"),
        ("piazza dell'Unità d'Italia", "piazza Unità d'Italia"),
        ("corso Italia 1", "C.so Italia, Trieste"),
        ("via Giuseppe Verdi 3", "via G. Verdi 10"),
        ("via Verdi", "via Giuseppe Verdi"),
        ("via XX Settembre 5", "via Venti Settembre"),
        ("via 25 Aprile 7", "via XXV Aprile"),
        ("largo S. Giusto", "largo San Giusto 2"),
        ("via del Corso 4", "via Corso"),
        ("Hauptstraße 5", "hauptstrasse 77"),
        ("Rimska ulica 12", "rimska ulica 14"),
        ("via Roma 12 (davanti al bar)", "via Roma civico 40"),
    ];

    #[test]
    fn one_street_in_many_spellings() {
        for (one, other) in SAME {
            assert!(same_street(one, other), "{one} | {other}");
            assert!(same_street(other, one), "{other} | {one}");
        }
    }

    #[test]
    fn whatever_is_near_is_found_by_its_key_or_within_its_bounds() {
        for (one, other) in SAME {
            assert_eq!(street_key(one), street_key(other), "{one} | {other}");
        }
        assert_eq!(street_key("12"), None);
        let castle = Position { lat: 45.646_39, lon: 13.772_22 };
        let [south, north, west, east] = around(castle, 100);
        for (lat, lon) in
            [(south, 13.772_22), (north, 13.772_22), (45.646_39, west), (45.646_39, east)]
        {
            let apart = metres(castle, Position { lat, lon });
            assert!((100.5..101.5).contains(&apart), "{apart}");
        }
    }

    /// A part of the town, or what stands by a street, is the street only where no other is named.
    #[test]
    fn the_street_that_is_named_is_the_street() {
        for (one, other) in [
            ("rione San Giacomo, via Roma 3", "via Roma 12"),
            ("alla rotonda di via Flavia", "via Flavia 7"),
            ("sentiero dietro via Roma 12", "via Roma"),
            ("galleria Protti 3", "Trieste, galleria Protti"),
            ("molo Audace", "molo Audace, davanti"),
            ("via Roma dal civico 3", "via Roma n° 12"),
        ] {
            assert!(same_street(one, other), "{one} | {other}");
        }
        assert!(!same_street("galleria Protti 3", "via Protti 3"));
    }

    #[test]
    fn other_streets_are_others() {
        for (one, other) in [
            ("via Roma 12", "viale Roma 12"),
            ("via Roma 12", "via Romagna 12"),
            ("via Roma 12", "via Milano 12"),
            ("via G. Verdi", "via F. Verdi"),
            ("via XX Settembre", "via IV Novembre"),
            ("12", "12"),
            ("", "via Roma"),
            ("via", "via"),
            ("parco di San Giovanni", "parco di Barcola"),
        ] {
            assert!(!same_street(one, other), "{one} | {other}");
        }
    }

    #[test]
    fn metres_are_those_of_a_map() {
        // The lighthouse and the castle of San Giusto.
        let lighthouse = Position { lat: 45.675_56, lon: 13.757_22 };
        let castle = Position { lat: 45.646_39, lon: 13.772_22 };
        let apart = metres(lighthouse, castle);
        assert!((3_400.0..3_500.0).contains(&apart), "{apart}");
        assert!(metres(castle, castle).abs() < f64::EPSILON);
        let opposite = Position { lat: -castle.lat, lon: castle.lon - 180.0 };
        assert!((20_000_000.0..20_020_000.0).contains(&metres(castle, opposite)));
    }
}
