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
