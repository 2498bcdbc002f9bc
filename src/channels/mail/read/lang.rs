//! The language a mail is written in.

use crate::domain::lang::Lang;

/// Fewer letters than these tell nothing.
const MIN_LETTERS: usize = 20;

/// The language: what the mail says of itself (RFC 3282), else what its words look like.
pub(super) fn lang(content_language: Option<&str>, text: &str) -> Option<Lang> {
    if let Some(tags) = content_language {
        let mut known = tags.split(',').filter_map(|tag| Lang::from_tag(tag.trim()));
        // Several languages say nothing about the one it is written in.
        if let (Some(lang), None) = (known.next(), known.next()) {
            return Some(lang);
        }
    }
    if text.chars().filter(|c| c.is_alphabetic()).count() < MIN_LETTERS {
        return None;
    }
    let seen = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    match seen.lang() {
        whatlang::Lang::Ita => Some(Lang::It),
        whatlang::Lang::Eng => Some(Lang::En),
        whatlang::Lang::Slv => Some(Lang::Sl),
        whatlang::Lang::Deu => Some(Lang::De),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_mail_says_of_itself_comes_first() {
        assert_eq!(lang(Some("de-AT"), "Buongiorno, il lampione è spento"), Some(Lang::De));
        assert_eq!(lang(Some("xx"), "ok"), None);
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
