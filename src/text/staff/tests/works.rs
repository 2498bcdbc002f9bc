//! Planned works on cards and in lists.

use super::*;
use crate::domain::dates;
use crate::domain::ids::WorkId;
use crate::domain::work::{Area, PlannedWork};
use crate::text::t;

fn resurfacing() -> PlannedWork {
    PlannedWork {
        id: WorkId(Uuid::from_u128(77)),
        office: "strade".into(),
        what: "rifacimento completo".to_owned(),
        area: Area::Streets(vec!["via Roma".to_owned()]),
        categories: vec!["buche".into()],
        from: "2027-03-01".parse().unwrap(),
        until: "2027-05-31".parse().unwrap(),
        explanation: "La via sarà rifatta <tutta> in primavera.".to_owned(),
        telling: None,
        ended: None,
    }
}

fn in_both(shows: impl Fn(Lang) -> Message) -> String {
    [Lang::It, Lang::En].map(|lang| shown(&shows(lang))).join("\n======\n")
}

/// The lines and rows of a card that a work has put there.
fn about_works(report: &Report, desk: Desk, work: &PlannedWork) -> String {
    let of = |lang| {
        let mut facts = facts(lang);
        facts.works.open = Some(vec![work.clone()]);
        let card = shown(&card(&facts, report, desk, now()));
        let said = ["lavori", "rifacimento", "questo", "this", "work"];
        let lines = card.lines().filter(|line| said.iter().any(|words| line.contains(words)));
        lines.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    [Lang::It, Lang::En].map(of).join("\n======\n")
}

#[test]
fn a_report_that_falls_in_a_work_says_so_on_its_card() {
    let report = in_state(State::Received);
    insta::assert_snapshot!(about_works(&report, Desk::URP, &resurfacing()), @r"
    <b>Rientra nei lavori in programma:</b> via Roma: rifacimento completo, fino a lunedì 31 maggio 2027
    [Rispondi con questo]
    ======
    <b>Falls in planned works:</b> via Roma: rifacimento completo, until Monday 31 May 2027
    [Answer with this]
    ");
}

#[test]
fn a_work_elsewhere_can_be_chosen() {
    let work = PlannedWork { area: Area::Streets(vec!["via Udine".to_owned()]), ..resurfacing() };
    let report = in_state(State::Assigned { office: "strade".into() });
    insta::assert_snapshot!(about_works(&report, Desk::URP, &work), @r"
    [Non ora: perché] [Collega a lavori]
    ======
    [Not now: why] [Link to a work]
    ");
    // A chat that it left only looks.
    let past = Desk { urp: false, ..Desk::URP };
    assert_eq!(about_works(&report, past, &resurfacing()), "\n======\n");
    // For another category, or once its date has passed, it is no answer.
    let other = PlannedWork { categories: vec!["luci".into()], ..resurfacing() };
    assert_eq!(about_works(&report, Desk::URP, &other), "\n======\n");
    let over = PlannedWork { until: "2026-11-24".parse().unwrap(), ..resurfacing() };
    assert_eq!(about_works(&report, Desk::URP, &over), "\n======\n");
}

#[test]
fn a_supervisor_who_may_not_plan_has_no_buttons_for_it() {
    let desk = Desk { urp: false, supervisor: true, ..Desk::URP };
    let mut facts = facts(Lang::En);
    let elsewhere = Area::Streets(vec!["via Udine".to_owned()]);
    let other = WorkId(Uuid::from_u128(78));
    facts.works.open =
        Some(vec![resurfacing(), PlannedWork { id: other, area: elsewhere, ..resurfacing() }]);
    let labels = |desk| {
        let card = shown(&card(&facts, &in_state(State::Received), desk, now()));
        card.lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(labels(desk), @r"
    [Ask the URP]
    [Tell the citizen]
    [Note] [Photos (2)] [History]
    ");
    let urp = labels(Desk::URP);
    assert!(
        urp.contains("[Answer with this]") && urp.contains("[Not now: why] [Link to a work]"),
        "{urp}"
    );
}

#[test]
fn a_report_that_waits_names_its_work() {
    let planned = State::Planned {
        office: None,
        operator: None,
        until: "2027-05-31".parse().unwrap(),
        reason: "La via sarà rifatta.".to_owned(),
        work: Some(resurfacing().id),
    };
    insta::assert_snapshot!(about_works(&in_state(planned), Desk::URP, &resurfacing()), @r"
    In attesa dei lavori: via Roma: rifacimento completo
    ======
    Waits for: via Roma: rifacimento completo
    ");
}

#[test]
fn the_list_and_one_work() {
    let late = PlannedWork { until: "2026-11-20".parse().unwrap(), ..resurfacing() };
    insta::assert_snapshot!(in_both(|lang| {
        works(&facts(lang).directory, &[&late, &resurfacing()], 0, true, now())
    }), @r"
    <b>Lavori in programma</b>
    • via Roma: rifacimento completo, fino a venerdì 20 novembre – Strade e verde – <b>data passata</b>
    • via Roma: rifacimento completo, fino a lunedì 31 maggio 2027 – Strade e verde
    [via Roma: rifacimento completo]
    [via Roma: rifacimento completo]
    [Nuovi lavori]
    ======
    <b>Planned works</b>
    • via Roma: rifacimento completo, until Friday 20 November – Strade e verde – <b>the date has passed</b>
    • via Roma: rifacimento completo, until Monday 31 May 2027 – Strade e verde
    [via Roma: rifacimento completo]
    [via Roma: rifacimento completo]
    [New work]
    ");
    insta::assert_snapshot!(in_both(|lang| {
        let may = MayDo { change: true, link: true };
        work(&facts(lang).directory, &resurfacing(), 12, may, now())
    }), @r"
    <b>via Roma: rifacimento completo</b>
    Ufficio: Strade e verde
    Categorie: Buche e marciapiedi
    Da lunedì 1º marzo 2027 a lunedì 31 maggio 2027
    Perché non ora, per i cittadini:
    <blockquote>La via sarà rifatta &lt;tutta&gt; in primavera.</blockquote>
    Segnalazioni collegate: 12
    [Cambia la data] [Lavori finiti]
    [Segnalazioni] [Collega una segnalazione]
    [Annulla i lavori]
    ======
    <b>via Roma: rifacimento completo</b>
    Office: Strade e verde
    Categories: Potholes and pavements
    From Monday 1 March 2027 to Monday 31 May 2027
    Why not now, for citizens:
    <blockquote>La via sarà rifatta &lt;tutta&gt; in primavera.</blockquote>
    Linked reports: 12
    [Change the date] [Works done]
    [Reports] [Link a report]
    [Cancel the work]
    ");
    insta::assert_snapshot!(in_both(|lang| {
        work_made_ready(&facts(lang).directory, &resurfacing(), 12)
    }), @r"
    Lavori finiti: via Roma: rifacimento completo. Pronte da chiudere, con la risposta proposta: 12. Le schede sono aggiornate.
    [Segnalazioni]
    ======
    Works done: via Roma: rifacimento completo. Ready to close, with the proposed reply: 12. The cards are up to date.
    [Reports]
    ");
    insta::assert_snapshot!(in_both(|lang| {
        work_near(&facts(lang).directory, &resurfacing(), 12, &[], now())
    }), @r"
    Data vicina: via Roma: rifacimento completo, fino a lunedì 31 maggio 2027. Segnalazioni collegate: 12. Se i lavori continuano, cambiare la data: chi aspetta sarà avvisato.
    [Lavori finiti] [Cambia la data]
    ======
    The date is near: via Roma: rifacimento completo, until Monday 31 May 2027. Linked reports: 12. If the work goes on, change the date: whoever waits will be told.
    [Works done] [Change the date]
    ");
    let after = now() + chrono::TimeDelta::days(400);
    insta::assert_snapshot!(in_both(|lang| {
        work_near(&facts(lang).directory, &resurfacing(), 12, &[], after)
    }), @"
        La data è passata: via Roma: rifacimento completo, fino a lunedì 31 maggio. Segnalazioni collegate: 12. I lavori sono finiti? Se continuano, cambiare la data: chi aspetta sarà avvisato.
        [Lavori finiti] [Cambia la data]
        ======
        The date has passed: via Roma: rifacimento completo, until Monday 31 May. Linked reports: 12. Is the work over? If it goes on, change the date: whoever waits will be told.
        [Works done] [Change the date]
        ");
}

/// That a text gives these examples and no others, and that each of them is understood.
fn gives(text: &str, examples: &[&str], is_understood: impl Fn(&str) -> bool) {
    let mut rest = text.to_owned();
    for example in examples {
        assert!(text.contains(example), "{example}: {text}");
        assert!(is_understood(example), "{example}");
        rest = rest.replacen(example, "", 1);
    }
    assert!(!rest.contains(|one: char| one.is_ascii_digit()), "{rest}");
}

#[test]
fn whoever_writes_a_day_as_the_hint_says_is_understood() {
    let (calendar, today) = (Calendar::default(), "2026-11-24".parse().unwrap());
    let is_day = |text: &str| dates::coming(text, &calendar, today).is_ok();
    let is_span = |text: &str| dates::span(text, &calendar, today).is_ok();
    let days: [(Lang, &[&str]); 4] = [
        (Lang::It, &["15/5", "15 maggio 2027", "maggio 2027"]),
        (Lang::En, &["15/5", "15 May 2027", "May 2027"]),
        (Lang::Sl, &["15. 5.", "15. maja 2027", "maja 2027"]),
        (Lang::De, &["15.5.", "15. Mai 2027", "Mai 2027"]),
    ];
    for (lang, examples) in days {
        gives(&t!(lang, "staff-day-how"), examples, is_day);
    }
    let spans: [(Lang, &[&str]); 4] = [
        (Lang::It, &["1/3 - 31/5", "da marzo a maggio 2027", "maggio 2027"]),
        (Lang::En, &["1/3 - 31/5", "March - May 2027", "May 2027"]),
        (Lang::Sl, &["od 1. 3. do 31. 5.", "od marca do maja 2027", "maja 2027"]),
        (Lang::De, &["1.3. - 31.5.", "von März bis Mai 2027", "Mai 2027"]),
    ];
    for (lang, examples) in spans {
        gives(&t!(lang, "works-span-how"), examples, is_span);
    }
    let asked: [(Lang, &[&str]); 4] = [
        (Lang::It, &["1/3 - 31/5", "marzo - maggio 2027", "maggio 2027"]),
        (Lang::En, &["1/3 - 31/5", "March - May 2027", "May 2027"]),
        (Lang::Sl, &["od 1. 3. do 31. 5.", "od marca do maja 2027", "maja 2027"]),
        (Lang::De, &["1.3. - 31.5.", "März - Mai 2027", "Mai 2027"]),
    ];
    for (lang, examples) in asked {
        gives(&t!(lang, "works-when", who = "Ezio"), examples, is_span);
    }
}
