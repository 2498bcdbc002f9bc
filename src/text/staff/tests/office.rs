//! What an office sees of a report, in every state in Italian and English; the draft of its reply.

use super::*;
use crate::domain::report::WorkReport;
use crate::text::report::About;

const NOWHERE: Desk =
    Desk { urp: false, office: false, operator: false, supervisor: false, stands_in: false };
const OFFICE: Desk = Desk { office: true, ..NOWHERE };
const OWN: Desk = Desk { operator: true, ..NOWHERE };
const ONE_GROUP: Desk = Desk { urp: true, office: true, ..NOWHERE };

fn at_work(lang: Lang) -> Facts {
    let mut directory = directory(&[lang]);
    if let Some(office) =
        directory.offices.iter_mut().find(|office| office.name.starts_with("Strade"))
    {
        office.chat = Some(ChatId(-2));
        office.referents =
            vec![member("Ezio Gialli", Some(TelegramId(21))), member("Fulvia Rossi", None)];
        office.operators = vec![member("Gino Blu", Some(TelegramId(77)))];
    }
    let mut facts = facts(lang);
    facts.directory = Arc::new(directory);
    facts
}

/// What is below the citizen's words, in Italian and English.
fn below(report: &Report, desk: Desk) -> String {
    [Lang::It, Lang::En]
        .map(|lang| {
            let text = shown(&card(&at_work(lang), report, desk, now()));
            text.split_once("</blockquote>\n").map(|(_, below)| below.to_owned()).unwrap()
        })
        .join("\n======\n")
}

/// A report ready to close, with what was done.
fn finished(draft: &str) -> Report {
    let mut report = in_state(ready(draft));
    report.finished = Some(WorkReport {
        done: "Asfalto nuovo.".to_owned(),
        photos: vec![FileId(Uuid::from_u128(40))],
    });
    report
}

#[test]
fn assigned_to_the_office() {
    insta::assert_snapshot!(below(&in_state(assigned()), OFFICE), @r#"
    Stato: <b>assegnata</b>
    Ufficio: Strade e verde
    Per: <a href="tg://user?id=21">Ezio Gialli</a>
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Prendi in carico] [Affida a]
    [Pronta da chiudere] [Non è nostra]
    [Non ora: perché]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    [Colleghi]
    ======
    State: <b>assigned</b>
    Office: Strade e verde
    For: <a href="tg://user?id=21">Ezio Gialli</a>
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Take] [Hand to]
    [Ready to close] [Not ours]
    [Not now: why]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    [Colleagues]
    "#);
}

#[test]
fn sent_back_to_the_office() {
    let report = Report { sent_back: Some("Quale civico?".to_owned()), ..in_state(in_progress()) };
    insta::assert_snapshot!(below(&report, OFFICE), @r"
    Stato: <b>in lavorazione</b>
    Ufficio: Strade e verde, Gino Blu
    L'URP chiede: «Quale civico?»
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Pronta da chiudere] [Affida a]
    [Restituisci] [Non è nostra]
    [Non ora: perché]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    [Colleghi]
    ======
    State: <b>being worked on</b>
    Office: Strade e verde, Gino Blu
    The URP asks: “Quale civico?”
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Ready to close] [Hand to]
    [Give back] [Not ours]
    [Not now: why]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    [Colleagues]
    ");
}

#[test]
fn in_the_operators_own_chat() {
    insta::assert_snapshot!(below(&in_state(in_progress()), OWN), @r"
    Stato: <b>in lavorazione</b>
    Ufficio: Strade e verde, Gino Blu
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Pronta da chiudere] [Restituisci]
    [Non ora: perché]
    [Nota] [Foto (2)] [Storia]
    [Colleghi]
    ======
    State: <b>being worked on</b>
    Office: Strade e verde, Gino Blu
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Ready to close] [Give back]
    [Not now: why]
    [Note] [Photos (2)] [History]
    [Colleagues]
    ");
}

#[test]
fn planned_by_the_office() {
    insta::assert_snapshot!(below(&in_state(planned()), OFFICE), @r"
    Stato: <b>in programma, fino a lunedì 3 maggio 2027</b>
    Ufficio: Strade e verde
    Perché non ora: A maggio si rifà tutta la via.
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Prendi in carico] [Pronta da chiudere]
    [Altra data]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    [Colleghi]
    ======
    State: <b>planned, until Monday 3 May 2027</b>
    Office: Strade e verde
    Why not now: A maggio si rifà tutta la via.
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Take] [Ready to close]
    [Another date]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    [Colleagues]
    ");
}

#[test]
fn ready_to_close() {
    // Its office has done its part: a supervisor asks the URP.
    let supervisor = Desk { urp: false, supervisor: true, ..Desk::URP };
    let asks = below(&finished("La buca è chiusa."), supervisor);
    assert!(asks.contains("[Ask the URP]") && !asks.contains("[Ask the office]"), "{asks}");
    insta::assert_snapshot!(below(&finished("La buca è chiusa."), OFFICE), @r"
    Stato: <b>pronta da chiudere</b>
    Ufficio: Strade e verde, Gino Blu
    L'ufficio propone: Risolta – «La buca è chiusa.»
    Che cosa è stato fatto: «Asfalto nuovo.»
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (3)] [Storia]
    [Colleghi]
    ======
    State: <b>ready to close</b>
    Office: Strade e verde, Gino Blu
    The office proposes: Resolved – “La buca è chiusa.”
    What was done: “Asfalto nuovo.”
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (3)] [History]
    [Colleagues]
    ");
    insta::assert_snapshot!(below(&finished("La buca è chiusa."), Desk::URP), @r"
    Stato: <b>pronta da chiudere</b>
    Ufficio: Strade e verde, Gino Blu
    L'ufficio propone: Risolta – «La buca è chiusa.»
    Che cosa è stato fatto: «Asfalto nuovo.»
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Invia questa risposta] [Modifica]
    [Rimanda all'ufficio] [Altro esito]
    [Categoria] [Luogo] [Uguale a…]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (3)] [Storia]
    ======
    State: <b>ready to close</b>
    Office: Strade e verde, Gino Blu
    The office proposes: Resolved – “La buca è chiusa.”
    What was done: “Asfalto nuovo.”
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Send this reply] [Edit]
    [Send back] [Other outcome]
    [Category] [Place] [Same as…]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (3)] [History]
    ");
}

#[test]
fn without_a_draft_there_is_none_to_send() {
    let shown = below(&finished(" "), Desk::URP);
    assert!(!shown.contains("Send this reply") && !shown.contains("[Edit]"), "{shown}");
}

#[test]
fn returned_to_the_urp() {
    let mut report = in_state(State::Received);
    report.sent_back = Some("È una strada regionale.".to_owned());
    let shown = below(&report, Desk::URP);
    assert!(shown.contains("Restituita all'URP: «È una strada regionale.»"), "{shown}");
}

#[test]
fn one_group_has_each_button_once() {
    for report in [in_state(assigned()), in_state(in_progress()), finished("La buca è chiusa.")] {
        let shown = shown(&card(&at_work(Lang::En), &report, ONE_GROUP, now()));
        let buttons: Vec<&str> = shown.split('[').skip(1).collect();
        let mut once = buttons.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), buttons.len(), "{shown}");
    }
}

fn proposed(report: &Report, outcome: Outcome, done: &str) -> String {
    let facts = at_work(Lang::It);
    draft(About { directory: &facts.directory, report, now: now() }, outcome, done)
}

#[test]
fn the_draft_is_the_ready_made_reply_and_what_was_written() {
    let report = in_state(in_progress());
    assert_eq!(
        proposed(&report, Outcome::Resolved, "Asfalto nuovo."),
        "La buca in via Roma 12 <bis> è stata riparata.\nAsfalto nuovo."
    );
    // Without a ready-made one the words are the reply; a reason cannot be made up.
    assert_eq!(proposed(&report, Outcome::NotOurs, "È della Regione."), "È della Regione.");
    assert_eq!(proposed(&report, Outcome::NotOurs, ""), "");
    // What the citizen could not read stays with the URP, which has it on the card.
    let foreign = Report { lang: Lang::En, ..in_state(in_progress()) };
    assert_eq!(
        proposed(&foreign, Outcome::Resolved, "Asfalto nuovo."),
        "The pothole in via Roma 12 <bis> has been repaired."
    );
    let other = Report { category: None, ..foreign };
    assert_eq!(
        proposed(&other, Outcome::Resolved, ""),
        "The office in charge (Strade e verde) has dealt with it and the problem is solved."
    );
}

#[test]
fn a_draft_that_would_not_fit_is_the_words_alone() {
    let long = "a".repeat(2990);
    assert_eq!(proposed(&in_state(in_progress()), Outcome::Resolved, &long), long);
}

#[test]
fn many_colleagues_are_on_pages() {
    let mut directory = directory(&[Lang::En]);
    let people: Vec<StaffMember> = (0..30)
        .map(|one| StaffMember {
            phone: Some("040 1234567".to_owned()),
            ..member(&format!("Name {one}"), None)
        })
        .collect();
    for office in &mut directory.offices {
        office.operators.clone_from(&people);
        office.referents.clone_from(&people);
    }
    let first = shown(&colleagues(&directory, 0));
    assert!(first.contains("and 10 others") && first.contains("[Next]"), "{first}");
    let last = shown(&colleagues(&directory, 99));
    assert!(last.contains("Strade e verde") && last.contains("[Previous]"), "{last}");
}
