//! The language a mail is written in.

use whatlang::Detector;

use crate::domain::lang::Lang;

/// Between 0 and 1, among our languages alone.
const LEAST_CONFIDENCE: f64 = 0.4;

/// The languages that we answer in.
const OURS: [(whatlang::Lang, Lang); 4] = [
    (whatlang::Lang::Ita, Lang::It),
    (whatlang::Lang::Eng, Lang::En),
    (whatlang::Lang::Slv, Lang::Sl),
    (whatlang::Lang::Deu, Lang::De),
];

/// Fewer letters than these tell nothing.
const MIN_LETTERS: usize = 20;

/// The language: what its words look like. Where they tell none of ours, what the mail says of itself (RFC 3282): programs
/// set that from their own settings, whatever somebody writes.
pub(super) fn lang(content_language: Option<&str>, text: &str) -> Option<Lang> {
    seen(text).or_else(|| said(content_language?))
}

/// What the words look like.
fn seen(text: &str) -> Option<Lang> {
    if text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    // A sentence or two is often like several languages of the world, but like one of ours only.
    let sure = whatlang::detect(text).filter(whatlang::Info::is_reliable);
    let ours = || Detector::with_allowlist(OURS.map(|(theirs, _)| theirs).to_vec()).detect(text);
    let seen = sure.or_else(|| ours().filter(|seen| seen.confidence() > LEAST_CONFIDENCE))?;
    OURS.iter().find(|(theirs, _)| *theirs == seen.lang()).map(|(_, lang)| *lang)
}

/// What the header says; several languages say nothing about the one it is written in.
fn said(tags: &str) -> Option<Lang> {
    let mut known = tags.split(',').filter_map(|tag| Lang::from_tag(tag.trim()));
    match (known.next(), known.next()) {
        (Some(lang), None) => Some(lang),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_mail_says_of_itself_counts_where_its_words_tell_nothing() {
        assert_eq!(lang(Some("de-AT"), "Via Roma 12"), Some(Lang::De));
        assert_eq!(lang(Some("xx"), "ok"), None);
        assert_eq!(lang(Some("de, it"), "ok"), None);
    }

    #[test]
    fn a_programs_own_language_outvotes_no_words() {
        let italian = "Buongiorno, il lampione davanti alla scuola elementare è spento da ieri.";
        assert_eq!(lang(Some("en-US"), italian), Some(Lang::It));
        let slovene = "Dober dan, ulična svetilka pred osnovno šolo že en teden ne sveti.";
        assert_eq!(lang(Some("it-IT"), slovene), Some(Lang::Sl));
    }

    #[test]
    fn a_sentence_is_enough() {
        for (words, expected) in [
            ("Buongiorno, c'è una buca profonda in via Roma 12, davanti alla scuola.", Lang::It),
            ("Il lampione di via Po 3 è spento da una settimana.", Lang::It),
            ("In via Verdi perde la fontana.", Lang::It),
            ("There is a deep pothole at via Roma 12.", Lang::En),
            ("In der via Roma 12 ist ein tiefes Loch in der Straße.", Lang::De),
            ("Die Laterne vor der Schule leuchtet nicht.", Lang::De),
            ("Na ulici Roma 12 je globoka luknja v cesti.", Lang::Sl),
            ("Svetilka pred šolo ne sveti.", Lang::Sl),
        ] {
            assert_eq!(lang(None, words), Some(expected), "{words}");
        }
        assert_eq!(lang(None, "Segnalo buca in via Roma 12"), None, "too little to tell");
        let french =
            "Bonjour, il y a un trou profond dans la rue devant l'école depuis une semaine.";
        assert_eq!(lang(None, french), None);
    }

    #[test]
    fn the_words_tell_it_where_there_are_enough() {
        let italian = "Buongiorno, il lampione davanti alla scuola elementare è spento da una settimana e i bambini escono al buio.";
        let german = "Guten Tag, die Straßenlaterne vor der Grundschule ist seit einer Woche kaputt und die Kinder gehen im Dunkeln.";
        let slovene = "Dober dan, ulična svetilka pred osnovno šolo že en teden ne sveti in otroci hodijo domov v temi.";
        let english = "Good morning, the street lamp in front of the primary school has been off for a week and the children walk in the dark.";
        assert_eq!(lang(None, italian), Some(Lang::It));
        assert_eq!(lang(None, german), Some(Lang::De));
        assert_eq!(lang(None, slovene), Some(Lang::Sl));
        assert_eq!(lang(None, english), Some(Lang::En));
        assert_eq!(lang(None, "ok grazie"), None);
        assert_eq!(lang(None, "12345 67890 12345 67890 12345"), None);
    }
}
