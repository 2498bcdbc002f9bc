//! /stats: the supervisor alone, by period and office, and the file.

use chrono::TimeDelta;

use super::town::*;
use crate::domain::figures::{Figures, Line, PeriodName, Spread};
use crate::domain::ids::TelegramId;
use crate::domain::lang::Lang;
use crate::text::staff::monday;

const ANNA: TelegramId = TelegramId(11);

#[test]
fn only_the_supervisor_sees_figures() {
    let mut town = Town::new();
    insta::assert_snapshot!(town.commands(CARLO, "stats", ""), @"Only the supervisor can do this: Anna Bianchi.");
    town.commands(ANNA, "stats", "");
    insta::assert_snapshot!(town.press(CARLO, "Last month"), @"(to them alone) Only the supervisor can do this: Anna Bianchi.");
}

#[test]
fn stats_change_their_period_and_office_in_place() {
    let (mut town, _) = Town::with_report();
    insta::assert_snapshot!(town.commands(ANNA, "stats", ""), @r"
    <b>This week</b>, from Monday 23 November to Tuesday 24 November
    Whole town

    <b>Now (the first two must be 0)</b>
    Reports without the word that was promised: 0
    Closed, but the answer has not arrived: 0
    Open past their closing date: 0

    <b>In this period</b>
    Arrived: 1
    Closed: 0, with the answer delivered: 0
    Messages not delivered: 0
    From arrival to the first word: nothing to measure yet
    From arrival to closing: nothing to measure yet

    <b>Fewer than two referents:</b> Illuminazione, Strade e verde
    [✓ This week] [Last week]
    [This month] [Last month]
    [This year]
    [Choose office] [CSV]
    ");
    insta::assert_snapshot!(town.press(ANNA, "Choose office"), @r"
    (edited) Of which office?
    [Illuminazione]
    [Strade e verde]
    [Whole town]
    ");
    insta::assert_snapshot!(town.press(ANNA, "Strade e verde"), @r"
    (edited) <b>This week</b>, from Monday 23 November to Tuesday 24 November
    Office: Strade e verde

    <b>Now (the first two must be 0)</b>
    Reports without the word that was promised: 0
    Closed, but the answer has not arrived: 0
    Open past their closing date: 0

    <b>In this period</b>
    Arrived: 0
    Closed: 0, with the answer delivered: 0
    Messages not delivered: 0
    From arrival to the first word: nothing to measure yet
    From arrival to closing: nothing to measure yet

    <b>Fewer than two referents:</b> Strade e verde
    [✓ This week] [Last week]
    [This month] [Last month]
    [This year]
    [Whole town] [Choose office] [CSV]
    ");
    assert!(town.press(ANNA, "Last month").starts_with("(edited) <b>Last month</b>"));
    insta::assert_snapshot!(town.press(ANNA, "CSV").replace(['\r', '\u{feff}'], ""), @r"
    (file figures-2026-10-01-2026-10-31.csv) Figures by office, from Thursday 1 October to Saturday 31 October. Times count only the hours in which the offices are open.
    Office,From,To,Arrived,Closed,Closed with answer delivered,Messages not delivered,Of these to people who cannot be reached,Hours to first word (median),Hours to first word (nine in ten),Hours to closing (median),Hours to closing (nine in ten),Now without the promised word,Now closed without answer delivered,Now open past closing date
    Illuminazione,2026-10-01,2026-10-31,0,0,0,0,0,,,,,0,0,0
    Strade e verde,2026-10-01,2026-10-31,0,0,0,0,0,,,,,0,0,0
    URP (no office),2026-10-01,2026-10-31,0,0,0,0,0,,,,,0,0,0
    Whole town,2026-10-01,2026-10-31,0,0,0,0,0,,,,,0,0,0
    ");
}

#[test]
fn in_italian_a_spreadsheet_opens_the_file_as_it_is() {
    let (mut town, _) = Town::with_report();
    town.directory.languages = vec![Lang::It];
    insta::assert_snapshot!(town.commands(ANNA, "stats", ""), @r"
    <b>Questa settimana</b>, da lunedì 23 novembre a martedì 24 novembre
    Tutto il Comune

    <b>Adesso (le prime due devono essere 0)</b>
    Segnalazioni senza la notizia promessa: 0
    Chiuse, ma la risposta non è arrivata: 0
    Aperte oltre il termine di chiusura: 0

    <b>Nel periodo</b>
    Arrivate: 1
    Chiuse: 0, con risposta arrivata: 0
    Messaggi non consegnati: 0
    Dall'arrivo alla prima notizia: ancora nessun dato
    Dall'arrivo alla chiusura: ancora nessun dato

    <b>Meno di due referenti:</b> Illuminazione, Strade e verde
    [✓ Questa settimana] [Settimana scorsa]
    [Questo mese] [Mese scorso]
    [Quest'anno]
    [Scegli ufficio] [CSV]
    ");
    let file = town.press(ANNA, "CSV");
    assert!(file.contains("\n\u{feff}Ufficio;Dal;Al;Arrivate;"), "{file}");
    assert!(file.contains("\r\nTutto il Comune;2026-11-23;2026-11-24;1;0;0;0;0;;"), "{file}");
}

#[test]
fn the_monday_digest_has_on_top_what_must_be_nothing() {
    let mut directory = Town::new().directory;
    directory.languages = vec![Lang::It];
    let hours = |hours: i64| Some(TimeDelta::minutes(hours * 60 + 20));
    let line = Line {
        arrived: 21,
        closed: 17,
        answered: 16,
        undelivered: 2,
        unreachable: 1,
        first_word: Spread { count: 20, median: hours(3), ninetieth: hours(10) },
        closing: Spread { count: 15, median: hours(48), ninetieth: hours(220) },
        limbo: 1,
        unanswered: 1,
        late: 4,
    };
    let now = "2026-11-30T08:00:00Z".parse().unwrap();
    let period = PeriodName::LastWeek.period(directory.calendar.day_of(now));
    let figures = Figures { period, now, town: line, offices: Vec::new() };
    insta::assert_snapshot!(monday(&figures, &directory).html, @r"
    <b>La settimana scorsa</b>, da lunedì 23 novembre a domenica 29 novembre

    <b>Adesso (le prime due devono essere 0)</b>
    Segnalazioni senza la notizia promessa: 1
    Chiuse, ma la risposta non è arrivata: 1
    Aperte oltre il termine di chiusura: 4

    <b>Nel periodo</b>
    Arrivate: 21
    Chiuse: 17, con risposta arrivata: 16
    Messaggi non consegnati: 2, di cui a persone non raggiungibili: 1
    Dall'arrivo alla prima notizia: metà entro 3 h 20 min, nove su dieci entro 1 giorno lavorativo (ore di ufficio; calcolato su 20 segnalazioni)
    Dall'arrivo alla chiusura: metà entro 4 giorni lavorativi e 8 h, nove su dieci entro 22 giorni lavorativi (ore di ufficio; calcolato su 15 segnalazioni)

    <b>Meno di due referenti:</b> Illuminazione, Strade e verde
    ");
}
