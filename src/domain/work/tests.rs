use proptest::prelude::*;

use super::*;

#[test]
fn a_street_is_known_however_it_is_written() {
    let yes = [
        ("via Battisti", "via Battisti 12"),
        ("via Battisti", "VIA BATTISTI, 12/b"),
        ("via Battisti", "Via C. Battisti 12"),
        ("via Battisti", "via c.battisti"),
        ("via Battisti", "via Cesare Battisti"),
        ("via Battisti", "Battisti 12"),
        ("via Battisti", "davanti al civico 7 di via battisti"),
        ("via Battisti", "angolo via Carducci / via Battisti"),
        ("via Battisti", "Trieste, via Battisti 3, terzo piano"),
        ("via Cesare Battisti", "via Battisti"),
        ("via Cesare Battisti", "via C. Battisti, 4"),
        ("Battisti", "via Battisti"),
        ("viale XX Settembre", "v.le XX settembre 40"),
        ("viale XX Settembre", "Viale xx Settembre"),
        ("piazza dell'Unità d'Italia", "p.zza Unità d’Italia"),
        ("piazza Goldoni", "P.za Goldoni 1"),
        ("corso Italia", "c.so Italia 22"),
        ("largo Barriera Vecchia", "l.go barriera vecchia"),
        ("via dell'Università", "via dell’universita' 5"),
        ("via San Giovanni Bosco", "via S. Giovanni Bosco 3"),
        ("via Università", "via Universita\u{300} 5"),
        ("strada del Friuli", "strada Friuli 100"),
        ("via dei Mille", "via Mille"),
        ("riva Tre Novembre", "Riva tre novembre, davanti al bar"),
    ];
    for (street, place) in yes {
        assert!(named_in(street, place), "{street} | {place}");
    }
}

#[test]
fn another_street_is_another_street() {
    let no = [
        ("via Battisti", "viale Battisti 12"),
        ("via Battisti", "piazza Battisti"),
        ("via Battisti", "via Battistini 3"),
        ("via Battisti", "via Roma 12"),
        ("via Battisti", ""),
        ("viale XX Settembre", "via XX Settembre 3"),
        ("piazza Goldoni", "piazzale Goldoni"),
        ("via San Giovanni", "via San Giacomo"),
        ("via Cesare Battisti", "via Cesare Beccaria"),
        ("via Giovanni", "San Giovanni"),
        ("corso Italia", "via Italia"),
        ("via Tre Novembre", "via Tre Marzo"),
        ("via", "via Roma"),
        ("", "via Roma"),
    ];
    for (street, place) in no {
        assert!(!named_in(street, place), "{street} | {place}");
    }
}

#[test]
fn streets_are_listed_as_people_list_them() {
    let list = |text| streets(text).join(" | ");
    assert_eq!(list("via Battisti"), "via Battisti");
    assert_eq!(
        list("via Battisti, via Carducci e piazza Goldoni"),
        "via Battisti | via Carducci | piazza Goldoni"
    );
    assert_eq!(list("via Battisti\n\nvia Carducci;"), "via Battisti | via Carducci");
    // A name may have an "e" in it.
    assert_eq!(list("via Cirillo e Metodio"), "via Cirillo e Metodio");
    assert_eq!(list(" , – ;"), "");
}

fn at(lat: f64, lon: f64) -> Position {
    Position { lat, lon }
}

#[test]
fn metres_are_metres() {
    // Piazza Unità to the station of Trieste: about 1,020 m as the crow flies.
    let far = metres_between(at(45.6503, 13.7678), at(45.6577, 13.7716));
    assert!((850.0..900.0).contains(&far), "{far}");
    assert!(metres_between(at(45.0, 13.0), at(45.0, 13.0)).abs() < 0.001);
    // A degree of latitude.
    let degree = metres_between(at(45.0, 13.0), at(46.0, 13.0));
    assert!((111_190.0..111_200.0).contains(&degree), "{degree}");
}

#[test]
fn a_circle_has_what_is_within_its_metres() {
    let area = Area::Around { centre: at(45.6503, 13.7678), metres: 250 };
    assert!(area.has(&Place::at(at(45.6510, 13.7690), None)));
    assert!(!area.has(&Place::at(at(45.6577, 13.7716), None)));
    assert!(!area.has(&Place::typed("piazza Unità")));
}

proptest! {
    #[test]
    fn words_of_any_kind_break_nothing(street in "\\PC{0,40}", place in "\\PC{0,60}") {
        let _ = named_in(&street, &place);
        let _ = streets(&street);
    }

    #[test]
    fn a_street_names_itself_with_any_number(
        kind in "(via|viale|piazza|corso)",
        name in "[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?",
        number in 1_u32..400,
    ) {
        let street = format!("{kind} {name}");
        let written = format!("{street} {number}");
        let loud = written.to_uppercase();
        prop_assert!(named_in(&street, &written));
        prop_assert!(named_in(&street, &loud));
        let other = if kind == "via" { "largo" } else { "via" };
        let elsewhere = format!("{other} {name} {number}");
        prop_assert!(!named_in(&street, &elsewhere));
    }

    #[test]
    fn distance_is_the_same_both_ways(
        a in (-89.0..89.0_f64, -179.0..179.0_f64),
        b in (-89.0..89.0_f64, -179.0..179.0_f64),
    ) {
        let (a, b) = (at(a.0, a.1), at(b.0, b.1));
        prop_assert!((metres_between(a, b) - metres_between(b, a)).abs() < 0.001);
        prop_assert!(metres_between(a, b) <= 20_015_200.0);
    }
}

/// A report of via Roma that waits for the work until `until`, as its citizen was told.
fn waiting(until: &str, work: Option<WorkId>) -> Report {
    use crate::domain::event::{Channel, Event, EventKind, Filing, Missing};
    use crate::domain::ids::PersonId;
    use crate::domain::people::Actor;
    let citizen = PersonId(uuid::Uuid::from_u128(7));
    let filing = Filing {
        citizen,
        channel: Channel::Telegram,
        suggested: false,
        missing: Missing::default(),
        lang: crate::domain::lang::Lang::It,
        category: Some("buche".into()),
        place: Place::typed("via Roma 12"),
        words: "buca".to_owned(),
        photos: Vec::new(),
    };
    let until = until.parse().unwrap();
    let event = |seq, kind| Event {
        report: ReportId::new(2026, 1),
        seq,
        at: now(),
        actor: Actor::clock(),
        promised: Some(until),
        kind,
    };
    let reason = "Si rifà tutta.".to_owned();
    let planned = event(2, EventKind::Planned { until, reason, work });
    Report::fold(&[event(1, EventKind::Filed(Box::new(filing))), planned]).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

fn resurfacing(until: &str) -> PlannedWork {
    PlannedWork {
        id: WorkId(uuid::Uuid::from_u128(77)),
        office: "strade".into(),
        what: "rifacimento".to_owned(),
        area: Area::Streets(vec!["via Roma".to_owned()]),
        categories: vec!["buche".into()],
        from: "2026-12-01".parse().unwrap(),
        until: until.parse().unwrap(),
        explanation: "Si rifà tutta.".to_owned(),
        telling: None,
        ended: None,
    }
}

#[test]
fn a_new_date_is_for_who_still_waits_or_is_back_because_the_old_day_came() {
    use crate::domain::event::{Event, EventKind};
    use crate::domain::people::Actor;
    let moved = resurfacing("2027-06-30");
    let news = |work: &PlannedWork, report: &Report| {
        work.news_for(report, &Calendar::default(), now(), String::new)
    };
    let after = |kinds: &[EventKind]| {
        let mut report = waiting("2027-05-31", Some(moved.id));
        for kind in kinds {
            report.apply(&Event {
                report: report.id,
                seq: report.version + 1,
                at: now(),
                actor: Actor::clock(),
                promised: None,
                kind: kind.clone(),
            });
        }
        report
    };
    let due = EventKind::PlanDue;
    let assigned = EventKind::Assigned { office: "strade".into() };
    let operator = crate::domain::ids::PersonId(uuid::Uuid::from_u128(9));
    let taken = EventKind::Taken {
        office: "strade".into(),
        operator,
        operator_name: "Gino Blu".to_owned(),
    };
    let noted = EventKind::Noted { words: "Si aspetta.".to_owned(), photos: Vec::new() };

    let told = news(&moved, &after(&[due.clone(), noted]));
    assert!(matches!(told, Some(Command::Plan { until, .. }) if until == moved.until));
    // An older version did not note for what it waited: its day was its last step.
    let unnoted = Report { waited_for: None, ..after(std::slice::from_ref(&due)) };
    assert!(news(&moved, &unnoted).is_some());
    // An operator who left has done nothing with it.
    assert!(news(&moved, &after(&[due.clone(), EventKind::GivenBack])).is_some());
    // It was urgent, or somebody has it in hand by now: what was told of that stands.
    assert_eq!(news(&moved, &after(&[assigned.clone(), taken.clone()])), None);
    assert_eq!(news(&moved, &after(&[due.clone(), assigned.clone()])), None);
    assert_eq!(news(&moved, &after(&[due, assigned, taken])), None);

    // What is done solves those, too.
    let ended = Some(Ended { at: now(), how: WorkEnd::Done, words: "Rifatta.".to_owned() });
    let done = PlannedWork { ended, ..moved.clone() };
    let urgent = after(&[EventKind::Assigned { office: "strade".into() }]);
    assert!(matches!(news(&done, &urgent), Some(Command::WorkDone { .. })));
}

#[test]
fn who_knows_already_or_waits_for_something_else_is_left_alone() {
    let news = |work: &PlannedWork, report: &Report| {
        work.news_for(report, &Calendar::default(), now(), String::new)
    };
    let moved = resurfacing("2027-06-30");
    let id = moved.id;
    let told = news(&moved, &waiting("2027-05-31", Some(id)));
    assert!(matches!(told, Some(Command::Plan { until, work: Some(work), .. })
        if until == moved.until && work == id));
    // The same date and words again would be noise.
    assert_eq!(news(&moved, &waiting("2027-06-30", Some(id))), None);
    assert_eq!(news(&moved, &waiting("2027-05-31", None)), None);
    let other = Some(WorkId(uuid::Uuid::from_u128(78)));
    assert_eq!(news(&moved, &waiting("2027-05-31", other)), None);

    let end = |how| Some(Ended { at: now(), how, words: "Mancano i fondi.".to_owned() });
    let done = PlannedWork { ended: end(WorkEnd::Done), ..resurfacing("2027-05-31") };
    assert!(matches!(
        news(&done, &waiting("2027-05-31", Some(id))),
        Some(Command::WorkDone { office, .. }) if office.as_str() == "strade"
    ));
    assert_eq!(news(&done, &waiting("2027-05-31", other)), None);

    let cancelled = PlannedWork { ended: end(WorkEnd::Cancelled), ..resurfacing("2027-05-31") };
    let back = news(&cancelled, &waiting("2027-05-31", Some(id)));
    assert!(matches!(back, Some(Command::Plan { until, reason, work: None })
        if until.to_string() == "2026-11-25" && reason == "Mancano i fondi."));
}
