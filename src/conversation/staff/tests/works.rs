//! Works in a chat where the URP stands in for an office without one.

use chrono::TimeDelta;

use super::town::*;
use crate::domain::command::Command;
use crate::domain::directory::Office;
use crate::domain::event::EventKind;
use crate::domain::inbound::Body;
use crate::domain::people::Actor;
use crate::domain::place::Position;
use crate::domain::press::Press;
use crate::domain::state::State;
use crate::domain::work::{Area, Ended, WorkEnd};

/// The only office has no chat: the URP registers its works.
fn town() -> Town {
    let mut town = Town::new();
    for office in &mut town.directory.offices {
        office.chat = None;
    }
    let strade: Office = town.directory.offices.last().unwrap().clone();
    town.directory.offices = vec![strade];
    town
}

/// Carlo is asked whether the work of via Roma, with those dates, is right.
fn drafted(dates: &str) -> Town {
    let mut town = town();
    town.commands(CARLO, "works", "");
    town.press(CARLO, "New work");
    town.answers(CARLO, "In which street?", "via Roma");
    town.press(CARLO, "All");
    town.press(CARLO, "Go on");
    town.answers(CARLO, "what will be done?", "complete resurfacing");
    town.writes(CARLO, dates, None);
    town.answers(CARLO, "why not before?", "La via sarà rifatta.");
    town
}

/// Carlo registers it.
fn registered() -> Town {
    let mut town = drafted("1/3 - 31/5");
    town.press(CARLO, "Save");
    town
}

/// Carlo looks at it.
fn looks_at_it(town: &mut Town) {
    town.commands(CARLO, "works", "");
    town.press(CARLO, "via Roma");
}

#[test]
fn a_work_around_a_point_is_registered_question_by_question() {
    let mut town = town();
    insta::assert_snapshot!(town.commands(CARLO, "works", ""), @r"
    No work is planned.
    [New work]
    ");
    insta::assert_snapshot!(town.press(CARLO, "New work"), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: a new work. In which street? Reply to this message with one or more streets, one a line, or send a location.
    To stop: /cancel
    "#);
    // What colleagues say among themselves is no answer; a position is.
    assert_eq!(town.writes(CARLO, "Chi va a pranzo?", None), "");
    let point = Body::Location(Position { lat: 45.6503, lon: 13.7678 });
    insta::assert_snapshot!(town.sends(CARLO, point, None), @r"
    How far around the point?
    [100 m] [250 m]
    [500 m] [1000 m]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(DORA, "250 m"), @r"(to them alone) This has ended, or a colleague is writing it. Nothing was changed. To begin again: the buttons of the card, or the command.");
    insta::assert_snapshot!(town.press(CARLO, "250 m"), @r"
    (edited) Within 250 metres of the point.
    ---
    For which reports? Choose one or more categories (✓), then “Go on”.
    [Potholes and pavements]
    [All] [Go on]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Go on"), @r"(to them alone) Choose at least one category.");
    town.press(CARLO, "All");
    insta::assert_snapshot!(town.press(CARLO, "Go on"), @r#"
    (edited) Categories: Potholes and pavements
    ---
    <a href="tg://user?id=12">Carlo Neri</a>: what will be done? Reply in a few words, for example: complete resurfacing.
    To stop: /cancel
    "#);
    let what = town.message("what will be done?");
    insta::assert_snapshot!(town.writes(CARLO, "nuovo asfalto", Some(what)), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: from when to when? Reply for example: 1/3 - 31/5, March - May 2027, or only the end: May 2027.
    To stop: /cancel
    "#);
    let when = town.message("from when to when?");
    insta::assert_snapshot!(town.writes(CARLO, "in primavera", Some(when)), @r"This date cannot be read. It can be written like this: 1/3 - 31/5, March - May 2027, or only the end: May 2027.");
    insta::assert_snapshot!(town.writes(CARLO, "maggio 2027", None), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: now the words for citizens: why not before? Whoever reports something here will read them. Reply to this message.
    To stop: /cancel
    "#);
    let why = town.message("why not before?");
    insta::assert_snapshot!(town.writes(CARLO, "La piazza sarà rifatta.", Some(why)), @r"
    <b>within 250 metres of the point: nuovo asfalto</b>
    Office: Strade e verde
    Categories: Potholes and pavements
    From Tuesday 24 November to Monday 31 May 2027
    Why not now, for citizens:
    <blockquote>La piazza sarà rifatta.</blockquote>
    Is this right? New reports that fall in it will show it on their card.
    [Save]
    [Begin again]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Save"), @r"(edited) Saved: within 250 metres of the point: nuovo asfalto (Carlo Neri)");
    let [work] = town.works.as_slice() else {
        panic!("{:?}", town.works);
    };
    assert!(matches!(work.area, Area::Around { metres: 250, .. }));
    insta::assert_snapshot!(town.commands(DORA, "works", ""), @r"
    <b>Planned works</b>
    • within 250 metres of the point: nuovo asfalto, until Monday 31 May 2027 – Strade e verde
    [within 250 metres of the point: nuovo asfalto]
    [New work]
    ");
    insta::assert_snapshot!(town.press(DORA, "within 250"), @r"
    <b>within 250 metres of the point: nuovo asfalto</b>
    Office: Strade e verde
    Categories: Potholes and pavements
    From Tuesday 24 November to Monday 31 May 2027
    Why not now, for citizens:
    <blockquote>La piazza sarà rifatta.</blockquote>
    Linked reports: 0
    [Change the date] [Works done]
    [Reports] [Link a report]
    [Cancel the work]
    ");
}

#[test]
fn who_waits_for_a_work_is_shown_its_new_date_first() {
    let mut town = registered();
    let id = town.report("buca in strada", "via Roma 12", 0);
    let work = town.works[0].id;
    let card = town.card(id);
    insta::assert_snapshot!(town.does(CARLO, &Press::WorkAnswer(id, work), card), @r"
    La segnalazione 2026-000001, via Roma 12, è in programma entro <b>lunedì 31 maggio 2027</b>. Ecco perché non subito:

    <blockquote>La via sarà rifatta.</blockquote>

    Comune di Esempio

    La prossima notizia arriverà entro <b>lunedì 31 maggio 2027</b>.
    ---
    Above is exactly what the citizen will read (Telegram). Nothing has been sent yet: send it for 2026-000001?
    [Send]
    [Change] [Cancel]
    ");
    town.press(CARLO, "Send");
    assert!(matches!(town.row(id).state, State::Planned { work: Some(one), .. } if one == work));
    looks_at_it(&mut town);
    insta::assert_snapshot!(town.press(CARLO, "Change the date"), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: the new end of via Roma: complete resurfacing? Reply to this message. It can be written like this: 15/5, 15 May 2027, or only May 2027.
    To stop: /cancel
    "#);
    insta::assert_snapshot!(town.writes(CARLO, "30 giugno 2027", None), @r"
    Why does it change? Reply with the words for those who wait, or keep these:
    <blockquote>La via sarà rifatta.</blockquote>
    [Same reason]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Same reason"), @r"
    (edited) The words stay as they were (Carlo Neri)
    ---
    La segnalazione 2026-000001, via Roma 12, è in programma entro <b>mercoledì 30 giugno 2027</b>. Ecco perché non subito:

    <blockquote>La via sarà rifatta.</blockquote>

    Comune di Esempio

    La prossima notizia arriverà entro <b>mercoledì 30 giugno 2027</b>.
    ---
    via Roma: complete resurfacing: new date Wednesday 30 June 2027.
    Above is what the first citizen will read; the others get the same text, each with their own number. Linked reports: 1. Nothing has been sent yet.
    [Send]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Send"), @r"(edited) New date: via Roma: complete resurfacing, until Wednesday 30 June 2027 (Carlo Neri)");
    let work = town.works.first().unwrap();
    assert_eq!(work.until.to_string(), "2027-06-30");
    assert!(work.telling.is_some());
}

#[test]
fn who_waits_still_is_shown_what_they_will_read_however_many_wait_no_more() {
    let mut town = registered();
    let work = town.works[0].id;
    let ids: Vec<_> = (0..21).map(|_| town.report("buca", "via Roma 12", 0)).collect();
    for (count, id) in ids.iter().enumerate() {
        // All but the last know the new date already.
        let until = if count < 20 { "2027-06-30" } else { "2027-05-31" }.parse().unwrap();
        let reason = "La via sarà rifatta.".to_owned();
        let plan = Command::Plan { until, reason, work: Some(work) };
        town.happens(*id, plan, &Actor::clock());
    }
    town.commands(CARLO, "works", "");
    town.press(CARLO, "via Roma");
    town.press(CARLO, "Change the date");
    town.writes(CARLO, "30 giugno 2027", None);
    let shown = town.press(CARLO, "Same reason");
    for words in ["2026-000021", "mercoledì 30 giugno 2027", "Linked reports: 21", "[Send]"] {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn a_day_that_comes_before_it_is_sent_is_asked_for_again() {
    let mut town = drafted("25/11");
    town.now += TimeDelta::days(1);
    insta::assert_snapshot!(town.press(CARLO, "Save"), @"Please give a date after today. It can be written like this: 1/3 - 31/5, March - May 2027, or only the end: May 2027.");
    assert!(town.works.is_empty());
    town.writes(CARLO, "27/11", None);
    town.answers(CARLO, "why not before?", "La via sarà rifatta.");
    town.press(CARLO, "Save");
    assert_eq!(town.works[0].until.to_string(), "2026-11-27");

    looks_at_it(&mut town);
    town.press(CARLO, "Change the date");
    town.writes(CARLO, "28/11", None);
    town.press(CARLO, "Same reason");
    town.now += TimeDelta::days(3);
    insta::assert_snapshot!(town.press(CARLO, "Save"), @"Please give a date after today. It can be written like this: 15/5, 15 May 2027, or only May 2027.");
    assert_eq!(town.works[0].until.to_string(), "2026-11-27");
    town.writes(CARLO, "30 giugno 2027", None);
    town.press(CARLO, "Same reason");
    town.press(CARLO, "Save");
    assert_eq!(town.works[0].until.to_string(), "2027-06-30");
}

#[test]
fn a_report_is_linked_by_its_number_and_a_work_that_is_over_answers_nothing() {
    let mut town = registered();
    let id = town.report("buca in strada", "via Udine 3", 0);
    let work = town.works[0].id;
    looks_at_it(&mut town);
    insta::assert_snapshot!(town.press(CARLO, "Link a report"), @r#"
    <a href="tg://user?id=12">Carlo Neri</a>: which report waits for via Roma: complete resurfacing? Reply with its number.
    To stop: /cancel
    "#);
    insta::assert_snapshot!(town.writes(CARLO, "999", None), @r"There is no report with the number 999.");
    let shown = town.writes(CARLO, "1", None);
    assert!(shown.contains("La via sarà rifatta."), "{shown}");
    town.press(CARLO, "Send");
    assert!(matches!(town.last(id).kind, EventKind::Planned { .. }));

    town.press(CARLO, "Works done");
    insta::assert_snapshot!(town.answers(CARLO, "what was done?", "Asfalto nuovo."), @r"
    Works done: via Roma: complete resurfacing. Linked reports: 1. Those that are not ready yet, and wait for nothing else, go to the URP ready to close, with this proposed reply:
    <blockquote>Asfalto nuovo.</blockquote>
    [Save]
    [Cancel]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Save"), @r"(edited) Works done: via Roma: complete resurfacing (Carlo Neri)");
    let ended = town.works.first().unwrap().ended.clone().unwrap();
    assert_eq!((ended.how, ended.words.as_str()), (WorkEnd::Done, "Asfalto nuovo."));
    let other = town.report("altra buca", "via Roma 3", 0);
    let card = town.card(other);
    insta::assert_snapshot!(town.does(CARLO, &Press::WorkAnswer(other, work), card), @r"(to them alone) This work is over, or its date has passed: nothing can be answered with it.");
    insta::assert_snapshot!(town.press(CARLO, "Cancel the work"), @r"(to them alone) This work is over, or its date has passed: nothing can be answered with it.");
}

#[test]
fn a_work_that_has_moved_or_ended_since_the_preview_is_looked_at_before_it_is_sent() {
    let mut town = registered();
    let id = town.report("buca", "via Roma 12", 0);
    let card = town.card(id);
    let work = town.works[0].id;
    let shown = town.does(CARLO, &Press::WorkAnswer(id, work), card);
    assert!(shown.contains("lunedì 31 maggio 2027"), "{shown}");
    let planned = |town: &Town| matches!(town.row(id).state, State::Planned { .. });

    town.works[0].until = "2027-06-30".parse().unwrap();
    town.works[0].explanation = "Il cantiere è in ritardo.".to_owned();
    let again = town.press(CARLO, "Send");
    for words in ["Not sent yet", "mercoledì 30 giugno 2027", "Il cantiere è in ritardo."] {
        assert!(again.contains(words), "{words}: {again}");
    }
    assert!(!planned(&town));
    // The same date for another reason.
    town.works[0].explanation = "Mancava la ditta.".to_owned();
    let again = town.press(CARLO, "Send");
    for words in ["Not sent yet", "mercoledì 30 giugno 2027", "Mancava la ditta."] {
        assert!(again.contains(words), "{words}: {again}");
    }
    assert!(!planned(&town));

    town.works[0].ended =
        Some(Ended { at: town.now, how: WorkEnd::Cancelled, words: "Niente fondi.".to_owned() });
    insta::assert_snapshot!(town.press(CARLO, "Send"), @"(to them alone) This work is over, or its date has passed: nothing can be answered with it.");
    assert!(!planned(&town));
    town.works[0].ended = None;
    town.does(CARLO, &Press::WorkAnswer(id, work), card);
    town.press(CARLO, "Send");
    assert!(planned(&town));
}
