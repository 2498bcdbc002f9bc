use proptest::prelude::*;

use super::*;

/// The reply of one line, above this quote.
#[track_caller]
fn is_cut(quote: &str) {
    assert_eq!(cut(&format!("Via Roma 12.\n\n{quote}"), false), "Via Roma 12.");
}

#[test]
fn c10_what_programs_write_above_a_quote() {
    is_cut("Il giorno mar 3 nov 2026 alle ore 10:11 URP <u@c.example> ha scritto:\n> Dove?");
    is_cut("Il lun 3 nov 2026, 10:11 URP <u@c.example> ha scritto:\n\nDove?");
    is_cut("Il 03/11/2026 10:11, URP ha scritto:\nDove?");
    is_cut("Il giorno 3 nov 2026, alle ore 10:11, URP\n<u@c.example> ha scritto:\n\n> Dove?");
    is_cut("On Tue, Nov 3, 2026 at 10:11 AM URP <u@c.example>\nwrote:\n\nWhere?");
    is_cut("Am Di., 3. Nov. 2026 um 10:11 Uhr schrieb URP <u@c.example>:\n\nWo?");
    is_cut("V tor., 3. nov. 2026 ob 10:11 je oseba URP <u@c.example> napisala:\n> Kje?");
    is_cut("Le mar. 3 nov. 2026 à 10:11, URP <u@c.example> a écrit :\n> Où ?");
    is_cut("El mar, 3 nov 2026 a las 10:11, URP (<u@c.example>) escribió:\n> ¿Dónde?");
    is_cut("-----Messaggio originale-----\nDa: URP\n\nDove?");
    is_cut(
        "Da: URP <u@c.example>\nInviato: martedì 3 novembre 2026 10:11\nA: Anna\nOggetto: 2026-1\n\nDove?",
    );
    is_cut(
        "________________________________\nVon: URP <u@c.example>\nGesendet: Dienstag, 3. November 2026 10:11\nAn: Anna\nBetreff: x\n\nWo?",
    );
    is_cut(
        "De : URP <u@c.example>\nEnvoyé : mardi 3 novembre 2026 10:11\nÀ : Anna\nObjet : x\n\nOù ?",
    );
    is_cut(
        "Od: URP <u@c.example>\nPoslano: torek, 3. november 2026 10:11\nZa: Anna\nZadeva: x\n\nKje?",
    );
    is_cut("> Dove?\n> Grazie");
}

#[test]
fn c10_signatures() {
    is_cut("-- \nAnna Rossi\nTel. 040 123");
    is_cut("Inviato da iPhone");
    is_cut("Inviato dal mio dispositivo Samsung Galaxy");
    is_cut("Inviato dal mio dispositivo");
    is_cut("Inviato da Outlook per iOS<https://aka.ms/o0ukef>");
    is_cut("Sent from my Galaxy");
    is_cut("Get Outlook for iOS<https://aka.ms/o0ukef>");
    is_cut("Scarica Outlook per Android");
    is_cut("Von meinem iPhone gesendet");
    is_cut("Envoyé de mon iPhone");
    is_cut("Poslano z mojega iPhona");
    is_cut(
        "Ai sensi del Regolamento UE 2016/679 le informazioni contenute in questo messaggio sono riservate al destinatario.\nSe ricevuto per errore, si prega di cancellarlo.",
    );
    is_cut(
        "*****\nThis email is confidential and intended for the recipient only.\nIf you received it in error, please delete it.",
    );
}

#[test]
fn c10_answers_between_quotes_are_kept() {
    let text = "Il giorno mar 3 nov 2026 alle ore 10:11 URP <u@c.example> ha scritto:\n> Dove si trova?\n\nIn via Roma.\n\n> Da quando?\nDa ieri.\n-- \nAnna";
    assert_eq!(cut(text, false), "In via Roma.\n\nDa ieri.");
}

#[test]
fn c10_a_persons_own_words_stay() {
    let keeps = [
        "Il 3 novembre il vicino ha scritto:\nla fontana perde.",
        "Inviato da casa, il lampione è spento.",
        "Una buca\n>20 cm profonda\nin via Roma",
        "Ai sensi del Regolamento UE 2016/679 chiedo copia dei miei dati.",
        "Da: via Roma\nA: via Verdi\nil marciapiede è rotto",
        "I punti sono:\n-- il primo\n-- il secondo",
        "On Thursday:\n\nthe lamp was off.",
        "👍",
    ];
    for text in keeps {
        assert_eq!(cut(text, false), text);
    }
}

#[test]
fn c10_where_a_cut_leaves_nothing_it_is_not_made() {
    assert_eq!(cut("> il lampione è spento", false), "> il lampione è spento");
    assert_eq!(cut("Inviato da iPhone", false), "Inviato da iPhone");
    assert_eq!(cut("-- \nBuca in via Roma", false), "-- \nBuca in via Roma".replace("-- ", "--"));
}

#[test]
fn c10_an_answer_of_a_photo_alone_says_nothing() {
    let quote =
        "Il giorno mar 3 nov 2026 alle ore 10:11 URP <u@c.example> ha scritto:\n> Dove?\n> Grazie";
    assert!(is_only_quote(quote, false));
    assert!(is_only_quote(&format!("Inviato da iPhone\n\n{quote}"), false));
    assert!(!is_only_quote(&format!("Qui.\n\n{quote}"), false));
    assert!(!is_only_quote(&format!("{quote}\n\nQui."), false));
    assert!(!is_only_quote("> il lampione è spento", false));
    assert!(!is_only_quote("Una buca.", false));
}

#[test]
fn what_is_passed_on_stays() {
    let text = "Vedi sotto.\n\nInizio messaggio inoltrato:\n\nDa: Zio <z@p.example>\nData: 3 novembre 2026 10:11\nOggetto: Buca\n\nC'è una buca.";
    assert_eq!(cut(text, false), text);
    let outlook = "Vedi sotto.\n\nDa: Zio <z@p.example>\nInviato: 3 novembre 2026 10:11\nA: Anna\nOggetto: Buca\n\nC'è una buca.";
    assert!(is_forward("I: Buca") && !is_forward("Re: I: Buca") && !is_forward("Il lampione"));
    assert_eq!(cut(outlook, true), outlook);
    assert_eq!(cut(outlook, false), "Vedi sotto.");
}

#[test]
fn what_is_passed_on_stays_below_a_signature() {
    let said = "Il lampione in via Po 3 è spento da un mese.";
    let header =
        "Da: Luca <luca@p.example>\nData: 23 novembre 2026 10:11\nA: Anna\nOggetto: Lampione";
    let quoted = format!("> {}\n>\n> {said}", header.replace('\n', "\n> "));
    for (signature, passed_on) in [
        ("Inviato da iPhone\n\n", format!("Inizio messaggio inoltrato:\n\n{quoted}")),
        (
            "Ottieni Outlook per Android<https://aka.ms/AAb9ysg>\n________________________________\n",
            format!("{header}\n\n{said}"),
        ),
        (
            "Inviato dal mio dispositivo Samsung Galaxy\n\n",
            format!("-------- Messaggio originale --------\n{header}\n\n{said}"),
        ),
        (
            "-- \nAnna Rossi\n\n",
            format!("---------- Forwarded message ---------\n{header}\n\n{said}"),
        ),
        (
            "-- \nAnna Rossi\n\n",
            format!(
                "Il giorno 23 nov 2026 alle ore 10:11 Luca <l@p.example> ha scritto:\n\n{quoted}"
            ),
        ),
    ] {
        let text = format!("Vi inoltro la mail di mio padre.\n\n{signature}{passed_on}");
        assert_eq!(cut(&text, true), format!("Vi inoltro la mail di mio padre.\n\n{passed_on}"));
        // Without a word of their own.
        assert_eq!(cut(&format!("{signature}{passed_on}"), true), passed_on);
    }
}

#[test]
fn c10_small_print_glued_to_the_words_takes_none_of_them_along() {
    let words =
        "Buongiorno,\n\nil posto riservato in via Roma 12 è occupato, è vietato.\nSaluti\nMario";
    for print in [
        "Le informazioni contenute in questo messaggio sono riservate ai destinatari. Chi lo ha ricevuto per errore lo cancelli (Reg. UE 2016/679).",
        "AVVISO DI RISERVATEZZA\nQuesto messaggio è riservato ai\ndestinatari. Chi lo riceve per\nerrore lo distrugga.",
        "This email is confidential and for its recipient only.\nIf you received it in error, please delete it.",
    ] {
        assert_eq!(cut(&format!("{words}\n{print}"), false), words, "{print}");
        assert_eq!(cut(&format!("{words}\n\n{print}"), false), words, "{print}");
    }
}

#[test]
fn c10_words_below_a_telephones_line_stay() {
    let text = "Buongiorno\n\nInviato da iPhone\n\nLa buca è in via Roma 12, davanti alla scuola.";
    let kept = "Buongiorno\n\nLa buca è in via Roma 12, davanti alla scuola.";
    assert_eq!(cut(text, false), kept);
    assert_eq!(cut(&format!("{text}\n\nInviato da iPhone\n"), false), kept);
    is_cut("Inviato da iPhone\n\n-- \nAnna Rossi");
    is_cut(
        "Inviato da iPhone\n\nQuesto messaggio è riservato ai destinatari: se ricevuto per errore, cancellarlo.",
    );
}

#[test]
fn c10_words_below_dashes_stay_where_only_a_greeting_stands_above() {
    for greeting in ["Buongiorno,", "Gentile ufficio tecnico,", "Sehr geehrte Damen und Herren,"] {
        let text = format!("{greeting}\n--\nsegnalo una buca in via Roma 12.");
        assert_eq!(cut(&text, false), text);
        assert_eq!(cut(&format!("{text}\n-- \nAnna Rossi"), false), text);
    }
}

#[test]
fn c10_what_stands_behind_a_greeting_is_more_than_one() {
    for words in [
        "Salve, lampione spento in piazza.",
        "Hier fehlt ein Gullydeckel",
        "Buongiorno: buca davanti alla scuola",
    ] {
        assert_eq!(cut(&format!("{words}\n-- \nMario Rossi\nVia Verdi 5"), false), words);
    }
}

#[test]
fn c10_many_short_lines_are_looked_at_once_each() {
    for (begun, line) in [
        ("Una buca.\n", "__\n"),
        ("Buongiorno,\n", "--\n"),
        ("Una buca.\n", "Inviato da iPhone\n.\n"),
        (".\n.\n.\n", "Questo messaggio, gdpr, errore\n\n"),
    ] {
        assert!(!cut(&format!("{begun}{}fine", line.repeat(30_000)), false).is_empty());
    }
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~è>]{0,30}",
        Just("> citato".to_owned()),
        Just("-- ".to_owned()),
        Just(String::new()),
        Just("Inviato da iPhone".to_owned()),
        Just("Il giorno mar 3 nov 2026 alle ore 10:11 X <x@y.example> ha scritto:".to_owned()),
        Just("Da: x@y.example".to_owned()),
        Just("Oggetto: z".to_owned()),
        Just("Inviato: 3 nov 2026 10:11".to_owned()),
        Just("-----Messaggio originale-----".to_owned()),
        Just("Una riga mia.".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_is_left_are_lines_of_the_text(lines in proptest::collection::vec(line(), 0..25)) {
        let text = lines.join("\n");
        for forward in [false, true] {
            let kept = cut(&text, forward);
            let mut rest = text.lines().map(str::trim_end);
            for line in kept.lines().filter(|line| !line.is_empty()) {
                prop_assert!(rest.any(|own| own == line), "{line:?} is not in its place");
            }
            prop_assert!(text.chars().all(char::is_whitespace) || !kept.is_empty());
            // Cut again, no line appears that was not there.
            let again = cut(&kept, forward);
            prop_assert!(again.lines().all(|line| line.is_empty() || kept.lines().any(|own| own.trim_end() == line)));
        }
    }
}
