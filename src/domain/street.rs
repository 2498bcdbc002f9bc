//! What streets are called before their own names, as people write it: one list for all who read addresses.

/// How sure it is that such a word names a street.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sure {
    /// Wherever it stands.
    Always,
    /// It is said of a part of the town or of a place as well: where another street is named, that is the one
    /// (`rione San Giacomo, via Roma 12`).
    Alone,
    /// The same, and a word of every day, behind which other numbers stand than those of houses: in the prose of a
    /// mail it names no street (`alla rotonda Ikea 2 buche`).
    Seldom,
}

/// What a street is called before its own name.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// In full, in small letters.
    pub name: &'static str,
    /// How sure it is that a street is meant.
    pub sure: Sure,
}

const fn always(name: &'static str) -> Kind {
    Kind { name, sure: Sure::Always }
}

const fn alone(name: &'static str) -> Kind {
    Kind { name, sure: Sure::Alone }
}

const fn seldom(name: &'static str) -> Kind {
    Kind { name, sure: Sure::Seldom }
}

/// All kinds.
pub const KINDS: &[Kind] = &[
    always("via"),
    always("viale"),
    always("piazza"),
    always("piazzale"),
    always("piazzetta"),
    always("corso"),
    always("largo"),
    always("vicolo"),
    always("strada"),
    always("stradone"),
    always("salita"),
    always("erta"),
    always("scala"),
    always("riva"),
    always("lungomare"),
    always("passeggio"),
    always("androna"),
    always("calle"),
    always("campo"),
    alone("galleria"),
    alone("scalinata"),
    alone("borgo"),
    alone("contrada"),
    alone("rione"),
    seldom("molo"),
    seldom("rotonda"),
    seldom("sentiero"),
];

/// A kind cut short.
#[derive(Debug)]
pub struct Short {
    /// As it is written, in small letters.
    pub written: &'static str,
    /// The kind, in full.
    pub kind: &'static str,
    /// It is other things as well: a street only where an address begins with it.
    pub begins: bool,
}

const fn short(written: &'static str, kind: &'static str) -> Short {
    Short { written, kind, begins: false }
}

const fn begins(written: &'static str, kind: &'static str) -> Short {
    Short { written, kind, begins: true }
}

/// How kinds are cut short.
pub const SHORT: &[Short] = &[
    begins("v.", "via"),
    short("v.le", "viale"),
    short("vle", "viale"),
    begins("p.", "piazza"),
    short("p.zza", "piazza"),
    short("p.za", "piazza"),
    short("pzza", "piazza"),
    short("pza", "piazza"),
    short("p.le", "piazzale"),
    short("ple", "piazzale"),
    short("p.tta", "piazzetta"),
    short("c.so", "corso"),
    short("cso", "corso"),
    short("l.go", "largo"),
    short("lgo", "largo"),
    short("v.lo", "vicolo"),
    short("vic.", "vicolo"),
    short("str.", "strada"),
    short("str", "strada"),
    // More often a saint.
    begins("s.ta", "salita"),
    short("gall.", "galleria"),
];

/// Small words within names, which people leave out or put in.
const SMALL: &[&str] = &[
    "di", "del", "dello", "della", "dei", "degli", "delle", "dell", "de", "d", "da", "dal", "al",
    "la", "le", "e",
];
/// The same, where the words are known to be an address: in prose something else begins with them.
const SMALL_IN_ADDRESSES: &[&str] = &["il", "lo", "i", "l", "ed"];

/// Words before a house number, without points.
const NUMBER_MARKS: &[&str] = &["n", "nr", "num", "numero", "civico", "civ"];

impl Short {
    /// Whether it names a street in the prose of a mail: with a point behind it may be the end of a sentence, or of
    /// another word.
    fn is_sure_in_prose(&self) -> bool {
        !self.begins && !self.written.ends_with('.')
    }
}

/// The kind of that name, in small letters and in full.
pub fn kind(word: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == word)
}

/// Whether a word, in small letters and as it is written, names a street in the prose of a mail.
pub fn is_kind_in_prose(word: &str) -> bool {
    let in_full = kind(word).is_some_and(|kind| kind.sure != Sure::Seldom);
    in_full || SHORT.iter().any(|short| short.written == word && short.is_sure_in_prose())
}

/// The kind that folded words begin with, and how many of them it takes: folding takes `v.le` apart. `first`: an
/// address begins with them.
pub fn kind_of_folded(words: &[String], first: bool) -> Option<(&'static Kind, usize)> {
    if let Some(kind) = kind(words.first()?) {
        return Some((kind, 1));
    }
    let shorts = SHORT.iter().filter(|short| first || !short.begins);
    let found = shorts.filter_map(|short| {
        let parts = short.written.split('.').filter(|part| !part.is_empty());
        let taken = parts.clone().count();
        parts.eq(words.iter().take(taken).map(String::as_str)).then_some((short.kind, taken))
    });
    let (name, taken) = found.max_by_key(|(_, taken)| *taken)?;
    Some((kind(name)?, taken))
}

/// The kind that a written word in small letters begins with, cut short, and the rest of the word: `v.le`, `str.Friuli`.
/// `first`: an address begins with it.
pub fn short_of_written(word: &str, first: bool) -> Option<(&'static str, &str)> {
    let shorts = SHORT.iter().filter(|short| first || !short.begins);
    let found = shorts.filter_map(|short| {
        let rest = word.strip_prefix(short.written)?;
        (rest.is_empty() || short.written.ends_with('.')).then_some((short.kind, rest))
    });
    found.min_by_key(|(_, rest)| rest.len())
}

/// Whether it is a small word within names, wherever it stands.
pub fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// Whether it is a small word of an address, which counts for nothing where two are compared.
pub fn is_small_in_address(word: &str) -> bool {
    is_small(word) || SMALL_IN_ADDRESSES.contains(&word)
}

/// Whether a house number follows such a word: `n.`, `n°`, `civico`.
pub fn is_number_mark(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', '°', 'º']).to_lowercase();
    NUMBER_MARKS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_short_is_a_kind_each_once() {
        for (place, one) in KINDS.iter().enumerate() {
            assert!(
                KINDS.iter().skip(place + 1).all(|other| other.name != one.name),
                "{}",
                one.name
            );
        }
        for short in SHORT {
            assert!(kind(short.kind).is_some(), "{}", short.written);
            assert!(kind(short.written).is_none(), "{}", short.written);
        }
    }

    #[test]
    fn what_is_other_things_as_well_is_a_kind_at_the_beginning_alone() {
        let folded = |words: &str, first| {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            kind_of_folded(&words, first).map(|(kind, taken)| (kind.name, taken))
        };
        assert_eq!(folded("v le miramare", false), Some(("viale", 2)));
        assert_eq!(folded("v roma", true), Some(("via", 1)));
        assert_eq!(folded("v roma", false), None);
        assert_eq!(folded("p le rosmini", true), Some(("piazzale", 2)));
        assert_eq!(folded("roma", true), None);
        assert_eq!(short_of_written("v.roma", true), Some(("via", "roma")));
        assert_eq!(short_of_written("v.roma", false), None);
        assert_eq!(short_of_written("v.le", true), Some(("viale", "")));
        assert_eq!(short_of_written("strano", true), None);
    }

    #[test]
    fn a_number_is_marked_in_many_ways() {
        for mark in ["n", "n.", "N.", "n°", "nº", "nr.", "num.", "numero", "civ.", "Civico"] {
            assert!(is_number_mark(mark), "{mark}");
        }
        for word in ["no", "nuovo", ""] {
            assert!(!is_number_mark(word), "{word}");
        }
    }
}
