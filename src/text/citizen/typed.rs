//! What people type instead of pressing: labels of ours, and plain answers to our questions.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::plain;
use crate::domain::lang::Lang;
use crate::domain::search::fold_all;

/// What was typed, in any language, or came from a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the labels")]
pub enum Typed {
    AddressUnknown,
    SomethingElse,
    Done,
    NoPhoto,
    Send,
    Change,
    Cancel,
    Back,
    New,
    Mine,
    Help,
    /// A plain yes: no label of ours, so it means something only where yes or no was asked.
    Yes,
    /// A plain no, or that there is nothing; the same.
    No,
}

/// What people type who mean a label, or yes or no; folded. All languages count at once, as many
/// write in another one than their Telegram speaks: none of these says the contrary in another.
const ANSWERS: [(Typed, &[&str]); 4] = [
    (
        Typed::No,
        &[
            "no",
            "nessuna",
            "niente",
            "no grazie",
            "none",
            "no thanks",
            "no thank you",
            "ne",
            "nobene",
            "brez",
            "ne hvala",
            "nein",
            "keine",
            "kein",
            "nein danke",
        ],
    ),
    (Typed::Yes, &["si", "ok", "okay", "va bene", "yes", "da", "ja", "v redu", "passt"]),
    // English for *all right*, Italian for *that is all*.
    (Typed::Send, &["invia", "manda", "fine"]),
    (Typed::Cancel, &["annulla", "prekini"]),
];

/// Labels and answers, folded; where two languages share one, the first has it.
static TYPED: LazyLock<HashMap<String, Typed>> = LazyLock::new(|| {
    let labels = Lang::SPOKEN.into_iter().flat_map(|lang| {
        [
            (plain!(lang, "citizen-key-unknown"), Typed::AddressUnknown),
            (plain!(lang, "category-none"), Typed::SomethingElse),
            (plain!(lang, "citizen-button-done"), Typed::Done),
            (plain!(lang, "citizen-button-no-photo"), Typed::NoPhoto),
            (plain!(lang, "citizen-button-send"), Typed::Send),
            (plain!(lang, "citizen-button-change"), Typed::Change),
            (plain!(lang, "citizen-button-cancel"), Typed::Cancel),
            (plain!(lang, "citizen-button-back"), Typed::Back),
            (plain!(lang, "citizen-button-new"), Typed::New),
            (plain!(lang, "citizen-button-mine"), Typed::Mine),
            (plain!(lang, "citizen-button-help"), Typed::Help),
        ]
    });
    let answers = ANSWERS
        .into_iter()
        .flat_map(|(meaning, words)| words.iter().map(move |words| ((*words).to_owned(), meaning)));
    let mut typed = HashMap::new();
    for (words, meaning) in labels.chain(answers) {
        typed.entry(folded(&words)).or_insert(meaning);
    }
    typed
});

impl Typed {
    /// What a text means, if it is nothing but a label or a plain answer.
    pub fn read(text: &str) -> Option<Self> {
        TYPED.get(&folded(text)).copied()
    }
}

/// Without accents, capitals and punctuation.
fn folded(text: &str) -> String {
    fold_all(text).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_answer_is_read_in_any_language_however_it_is_written() {
        for no in ["no", "No.", " NO! ", "No, grazie", "nessuna", "Ne, hvala.", "Nein", "Kein"] {
            assert_eq!(Typed::read(no), Some(Typed::No), "{no}");
        }
        for yes in ["sì", "Si'", "SÌ!", "ok", "Va bene.", "Yes", "da", "Ja", "V redu", "Passt!"] {
            assert_eq!(Typed::read(yes), Some(Typed::Yes), "{yes}");
        }
        for cancel in ["annulla", "Annullare", "cancel", "Prekini.", "Prekliči", "abbrechen"] {
            assert_eq!(Typed::read(cancel), Some(Typed::Cancel), "{cancel}");
        }
    }

    #[test]
    fn a_sentence_is_no_plain_answer() {
        for said in ["no, anzi, ce n'è un'altra accanto", "sì ma è profonda", "ok corral", "", "…"]
        {
            assert_eq!(Typed::read(said), None, "{said}");
        }
    }

    #[test]
    fn every_answer_is_written_as_it_is_compared() {
        for words in ANSWERS.into_iter().flat_map(|(_, words)| words) {
            assert_eq!(&folded(words), words);
        }
    }
}
