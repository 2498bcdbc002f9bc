//! /stats: the supervisor alone, by period and office, and the file.

use super::town::*;
use crate::domain::ids::TelegramId;

const ANNA: TelegramId = TelegramId(11);

#[test]
fn only_the_supervisor_sees_figures() {
    let mut town = Town::new();
    insta::assert_snapshot!(town.commands(CARLO, "stats", ""), @"");
    town.commands(ANNA, "stats", "");
    insta::assert_snapshot!(town.press(CARLO, "Last month"), @"");
}

#[test]
fn stats_change_their_period_and_office_in_place() {
    let (mut town, _) = Town::with_report();
    insta::assert_snapshot!(town.commands(ANNA, "stats", ""), @"");
    insta::assert_snapshot!(town.press(ANNA, "Choose office"), @"");
    insta::assert_snapshot!(town.press(ANNA, "Strade e verde"), @"");
    assert!(town.press(ANNA, "Last month").starts_with("(edited) <b>Last month</b>"));
    insta::assert_snapshot!(town.press(ANNA, "CSV").replace(['\r', '\u{feff}'], ""), @"");
}

#[test]
fn in_italian_a_spreadsheet_opens_the_file_as_it_is() {
    let (mut town, _) = Town::with_report();
    town.directory.languages = vec![crate::domain::lang::Lang::It];
    insta::assert_snapshot!(town.commands(ANNA, "stats", ""), @"");
    let file = town.press(ANNA, "CSV");
    assert!(file.contains("\n\u{feff}Ufficio;Dal;Al;Arrivate;"), "{file}");
    assert!(file.contains("\r\nTutto il Comune;2026-11-23;2026-11-24;1;0;0;0;"), "{file}");
}
