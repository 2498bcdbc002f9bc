//! What mails come to: plain values in, reports and commands out.

use std::collections::BTreeMap;

use super::choices::{Chosen, read};
use super::*;
use crate::domain::directory::{Category, Names};
use crate::domain::ids::CategoryCode;
use crate::domain::mail::{Account, MailKind, MailPhoto, MailRule, Mailbox, SenderCheck};
use crate::domain::place::Position;
use crate::domain::promise::Deadlines;

fn directory() -> Directory {
    let category = |code: &str, name: &str, keyword: &str| Category {
        code: CategoryCode::from(code),
        name: Names(BTreeMap::from([(Lang::It, name.to_owned())])),
        office: None,
        keywords: vec![keyword.to_owned()],
        deadlines: Deadlines::default(),
        near_metres: 100,
        retired: false,
    };
    Directory {
        categories: vec![
            category("buche", "Buche e marciapiedi", "buca"),
            category("luci", "Lampioni", "lampione"),
        ],
        ..Directory::bare("Comune di Esempio".to_owned())
    }
}

fn mail(subject: &str, text: &str) -> Mail {
    Mail {
        account: Account::Mail,
        blob: String::new(),
        mark: String::new(),
        message_id: None,
        answers: Vec::new(),
        from: Some(Mailbox { name: "Maria".to_owned(), address: "maria@example.org".to_owned() }),
        reply_to: None,
        recipients: Vec::new(),
        subject: subject.to_owned(),
        date: None,
        text: text.to_owned(),
        photos: Vec::new(),
        others: Vec::new(),
        lang: Some(Lang::It),
        sender: SenderCheck::Unknown,
        certified_elsewhere: false,
        quiet: false,
        away_subject: false,
        kind: MailKind::Person,
        rule: MailRule::Person,
    }
}

fn filed(subject: &str, text: &str) -> Filing {
    filing(&directory(), &mail(subject, text), PersonId(uuid::Uuid::nil()), Lang::It)
}

#[test]
fn subject_and_body_are_the_description_and_a_keyword_suggests_the_category() {
    let filing = filed("Buca pericolosa", "In via Roma 12 c'è una buca profonda.");
    assert_eq!(filing.words, "Buca pericolosa\nIn via Roma 12 c'è una buca profonda.");
    assert_eq!(filing.category, Some(CategoryCode::from("buche")));
    assert!(filing.suggested);
    assert_eq!(filing.place, Place::typed("via Roma 12"));
    assert!(filing.missing.is_nothing());
}

#[test]
fn a_subject_that_the_body_repeats_is_said_once() {
    assert_eq!(
        filed("Lampione spento", "Lampione spento da ieri").words,
        "Lampione spento da ieri"
    );
    assert_eq!(filed("R: Fwd: Lampione", "").words, "Lampione");
}

#[test]
fn c13_what_is_missing_is_asked_with_numbers() {
    let filing = filed("Aiuto", "Sotto casa mia non si passa.");
    assert!(filing.missing.place);
    let codes: Vec<_> = filing.missing.categories.iter().map(CategoryCode::as_str).collect();
    assert_eq!(codes, ["buche", "luci"]);
}

/// A number of before is no choice any more, and what stands behind it still is a place, whatever kind it speaks of; who
/// has taken over its name is chosen by that.
#[test]
fn what_is_not_in_use_any_more_is_not_chosen_and_nothing_else_in_its_place() {
    let mut directory = directory();
    directory.categories[1].retired = true;
    let missing = Missing {
        place: true,
        categories: vec![CategoryCode::from("buche"), CategoryCode::from("luci")],
        ..Missing::default()
    };
    let luci = || Some(CategoryCode::from("luci"));
    let answer = |directory: &Directory, text: &str| read(directory, &missing, text).unwrap();
    for whole in ["2", "Lampioni", "2 Lampioni", "lampione"] {
        let chosen = Chosen { retired: luci(), ..Chosen::default() };
        assert_eq!(answer(&directory, whole), chosen, "{whole}");
    }
    let place = Some(Place::typed("davanti alla buca"));
    let chosen = Chosen { place, retired: luci(), ..Chosen::default() };
    assert_eq!(answer(&directory, "2, davanti alla buca"), chosen);
    directory.categories.push(Category {
        code: CategoryCode::from("illuminazione"),
        retired: false,
        ..directory.categories[1].clone()
    });
    let heir = Some(CategoryCode::from("illuminazione"));
    let chosen = Chosen { category: heir, ..Chosen::default() };
    assert_eq!(answer(&directory, "Lampioni"), chosen);
}

#[test]
fn c13_the_answer_may_be_just_2() {
    let directory = directory();
    let missing = Missing {
        place: true,
        position: Some(Position { lat: 45.65, lon: 13.77 }),
        categories: vec![CategoryCode::from("buche"), CategoryCode::from("luci")],
        ..Missing::default()
    };
    let luci = Some(CategoryCode::from("luci"));
    let answer = |text: &str| read(&directory, &missing, text);
    assert_eq!(
        answer("2"),
        Some(Chosen { category: luci.clone(), place: None, ..Chosen::default() })
    );
    assert_eq!(
        answer("2, via Roma 12"),
        Some(Chosen {
            category: luci.clone(),
            place: Some(Place::typed("via Roma 12")),
            ..Chosen::default()
        })
    );
    assert_eq!(
        answer("via Roma 12"),
        Some(Chosen {
            category: None,
            place: Some(Place::typed("via Roma 12")),
            ..Chosen::default()
        })
    );
    let position = Position { lat: 45.65, lon: 13.77 };
    let both =
        Chosen { category: luci, place: Some(Place::at(position, None)), ..Chosen::default() };
    assert_eq!(answer("2 3"), Some(both));
    // A word of the category does as well as its number.
    let named = answer("è per un lampione in via Roma").unwrap();
    assert_eq!(named.place, Some(Place::typed("è per un lampione in via Roma")));
    assert_eq!(named.category, Some(CategoryCode::from("luci")));
    // What is polite, or a question, is no place.
    assert_eq!(answer("Grazie mille!"), None);
    assert_eq!(answer("Quando venite?"), None);
    assert_eq!(answer("Quando sistemate il lampione?").unwrap().place, None);
    // A number that is none of the choices is part of the place.
    let place = answer("12 Main Street").unwrap();
    assert_eq!((place.category, place.place), (None, Some(Place::typed("12 Main Street"))));
}

#[test]
fn c13_a_number_that_counts_something_chooses_nothing() {
    let directory = directory();
    let missing = Missing {
        place: true,
        position: None,
        categories: vec![CategoryCode::from("buche"), CategoryCode::from("luci")],
        ..Missing::default()
    };
    let answer = |text: &str| read(&directory, &missing, text);
    for (words, place) in [
        ("2 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("1 albero caduto in via Verdi 5", Some("via Verdi 5")),
        ("2-3 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("2.5 metri di muro in via Verdi 5", Some("via Verdi 5")),
        ("2 2 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("2 e 3 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("1 2 1 2 1, via Verdi 5", Some("via Verdi 5")),
        ("2° piano, via Verdi 5", Some("via Verdi 5")),
        ("2 settimane che lo dico, e nessuno che risponda mai", None),
    ] {
        let chosen = answer(words).unwrap();
        assert_eq!(chosen.category, None, "{words}");
        if let Some(place) = place {
            assert_eq!(chosen.place, Some(Place::typed(place)), "{words}");
        }
    }
    for (words, place) in [
        ("2", None),
        ("2.", None),
        ("2 grazie", None),
        ("2\nvia Verdi 5", Some("via Verdi 5")),
        ("2 via Verdi 5", Some("via Verdi 5")),
        ("2) Via Verdi 5", Some("Via Verdi 5")),
        ("2 - via Verdi 5", Some("via Verdi 5")),
        ("2: 3 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("2 = 3 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("2\n3 alberi caduti in via Verdi 5", Some("via Verdi 5")),
        ("2 davanti alla scuola", Some("davanti alla scuola")),
    ] {
        let place = place.map(Place::typed);
        let category = Some(CategoryCode::from("luci"));
        assert_eq!(answer(words), Some(Chosen { category, place, ..Chosen::default() }), "{words}");
    }
}

#[test]
fn c13_an_answer_as_the_question_prints_it_is_understood() {
    let directory = directory();
    let position = Position { lat: 45.65, lon: 13.77 };
    let missing = Missing {
        place: true,
        position: Some(position),
        categories: vec![CategoryCode::from("buche"), CategoryCode::from("luci")],
        ..Missing::default()
    };
    let at_the_photo = Some(Place::at(position, None));
    for (words, category) in [
        ("3 = il luogo in cui è stata scattata la foto", None),
        ("1 e 3", Some(CategoryCode::from("buche"))),
        ("1 + 3", Some(CategoryCode::from("buche"))),
        ("1, 3", Some(CategoryCode::from("buche"))),
    ] {
        let chosen = Chosen { category, place: at_the_photo.clone(), ..Chosen::default() };
        assert_eq!(read(&directory, &missing, words), Some(chosen), "{words}");
    }
}

#[test]
fn c13_polite_words_are_no_place_and_take_none_along() {
    let missing = Missing { place: true, ..Missing::default() };
    let answer = |text: &str| read(&directory(), &missing, text);
    for polite in [
        "Ok grazie",
        "Va bene, grazie",
        "Ricevuto.",
        "Buongiorno, attendo notizie",
        "In attesa di riscontro",
        "Perfetto, buona giornata\nMario",
        "Vielen Dank",
        "Danke schön",
        "In Ordnung",
        "Many thanks",
        "Received, good evening",
        "Hvala za odgovor",
        "Prav, lep pozdrav",
    ] {
        assert_eq!(answer(polite), None, "{polite}");
    }
    for (words, place) in [
        ("Davanti alla scuola, grazie", "Davanti alla scuola"),
        ("Buongiorno,\nè davanti alla scuola", "è davanti alla scuola"),
        ("Grazie, via Roma", "via Roma"),
        ("Grazie è in via Roma", "Grazie è in via Roma"),
        ("Thanks! Near the church", "Near the church"),
        ("Danke, neben der Schule", "neben der Schule"),
        ("Hvala, pri šoli", "pri šoli"),
        ("Parco Basevi", "Parco Basevi"),
    ] {
        let place = Some(Place::typed(place));
        assert_eq!(
            answer(words),
            Some(Chosen { category: None, place, ..Chosen::default() }),
            "{words}"
        );
    }
}

#[test]
fn a_long_answer_is_no_place_but_is_not_lost() {
    let missing = Missing { place: true, ..Missing::default() };
    let long = "Come ho già detto più volte al telefono e di persona ".repeat(6);
    assert_eq!(read(&directory(), &missing, &long), None);
}

#[test]
fn attachments_that_tell_something_and_nobody_sees_are_known() {
    let mut told = mail("Buca", "In via Roma 12 c'è una buca.");
    told.others = ["HEIC", "VCF", "HEIC", "GIF", "PDF", "file"].map(ToOwned::to_owned).to_vec();
    let filing = filing(&directory(), &told, PersonId(uuid::Uuid::nil()), Lang::It);
    assert_eq!(filing.missing.unseen, ["HEIC", "PDF"]);
    assert!(filing.missing.is_nothing(), "nobody waits for them");
    let kept: Filing = serde_json::from_value(serde_json::to_value(&filing).unwrap()).unwrap();
    assert_eq!(kept.missing.unseen, filing.missing.unseen);
}

#[test]
fn only_thanks_is_told_from_thanks_with_a_question() {
    for thanks in [
        "Grazie mille!",
        "Grazie.\n\nCordiali saluti",
        "Ok grazie",
        "Va bene, grazie",
        "Thank you very much",
        "Thanks for your help",
        "Many thanks",
        "Hvala",
        "Hvala za odgovor",
        "Vielen Dank für Ihre Antwort",
        "Danke schön",
    ] {
        assert!(only_thanks(thanks), "{thanks}");
    }
    for more in [
        "Grazie, ma la buca è ancora lì",
        "Quando venite?",
        "Risposta? Grazie",
        "Help! Thanks",
        "",
        "Saluti",
    ] {
        assert!(!only_thanks(more), "{more}");
    }
}

proptest::proptest! {
    #[test]
    fn no_answer_breaks_the_reading(text in "\\PC{0,200}") {
        let missing = Missing {
            place: true,
            position: None,
            categories: vec![CategoryCode::from("buche")],
            ..Missing::default()
        };
        let _ = read(&directory(), &missing, &text);
        let _ = filed(&text, &text);
        let _ = only_thanks(&text);
    }
}

#[test]
fn photos_that_a_report_has_no_room_for_are_in_the_mail_and_it_is_said() {
    let photo = |one| MailPhoto {
        id: FileId(uuid::Uuid::from_u128(one)),
        blob: String::new(),
        size: 1,
        position: None,
    };
    let mut full = report();
    full.photos = (0..45).map(|one| photo(one).id).collect();
    let mut more = mail("Re: Buca", "Ancora foto.");
    more.photos = (100..110).map(photo).collect();
    let Command::Add { words, photos } = added(&full, &more) else { panic!("an addition") };
    assert_eq!(photos, (100..105).map(|one| photo(one).id).collect::<Vec<_>>());
    assert_eq!(words, "Ancora foto.\nFoto rimaste solo nell'email: 5");
}

/// A report by mail.
fn report() -> Report {
    let filing = filed("Buca", "In via Roma 12 c'è una buca.");
    let calendar = crate::domain::promise::Calendar::default();
    let terms = crate::domain::decide::Terms {
        now: chrono::DateTime::UNIX_EPOCH,
        calendar: &calendar,
        deadlines: Deadlines::default(),
        seen: None,
    };
    let who = crate::domain::people::Actor::citizen(filing.citizen, "Maria");
    let id = crate::domain::ids::ReportId::new(2026, 1);
    Report::fold([&crate::domain::decide::file(id, filing, who, terms)]).unwrap()
}

#[test]
fn mere_thanks_leave_the_towns_question_open() {
    let mut asked = report();
    asked.question = Some(crate::domain::report::Question {
        seq: 2,
        words: "Da che lato?".to_owned(),
        until: chrono::NaiveDate::default(),
        reminded: false,
    });
    let said = |text: &str| reply(&directory(), &asked, &mail("Re: Buca", text));
    let grazie = Command::Add { words: "Grazie mille.".to_owned(), photos: Vec::new() };
    assert_eq!(said("Grazie mille."), grazie);
    for answer in ["Dal lato sinistro, grazie.", "Va bene, grazie."] {
        assert!(matches!(said(answer), Command::Answer { .. }), "{answer}");
    }
}
