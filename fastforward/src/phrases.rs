//! What people write.

use crate::chance::Chance;

const STREETS: [&str; 24] = [
    "via Roma",
    "via Battisti",
    "via Garibaldi",
    "viale Europa",
    "via Verdi",
    "piazza Unità",
    "via Dante",
    "via Mazzini",
    "via Carducci",
    "via Udine",
    "strada del Friuli",
    "via Commerciale",
    "via Flavia",
    "via dell'Istria",
    "via Giulia",
    "via Fabio Severo",
    "viale Miramare",
    "via Ghega",
    "via Rossetti",
    "via Baiamonti",
    "largo Barriera",
    "via Settefontane",
    "via Cologna",
    "via Crispi",
];

const PROBLEMS: [(&str, &[&str]); 7] = [
    ("buche", &["C'è una buca profonda", "Il marciapiede è rotto", "L'asfalto ha ceduto"]),
    ("cartelli", &["Il cartello è caduto", "Il semaforo lampeggia da giorni"]),
    ("luce", &["Il lampione è spento", "La luce si accende e si spegne"]),
    ("alberi", &["Un ramo sta per cadere", "L'albero copre il segnale", "Aiuola abbandonata"]),
    ("giochi", &["L'altalena è rotta", "Manca la recinzione del parco"]),
    ("rifiuti", &["Il cassonetto è pieno da una settimana", "Rifiuti abbandonati"]),
    ("rumore", &["Rumore di notte sotto casa"]),
];

const MORE: [&str; 6] = [
    "Aggiungo che è pericoloso per i bambini.",
    "È peggiorato dopo la pioggia.",
    "È proprio davanti alla scuola.",
    "Si vede bene la sera.",
    "Ho visto una persona cadere.",
    "Oggi è uguale a ieri.",
];

const AFTERWARDS: [&str; 4] =
    ["Grazie!", "Non è risolto", "Il problema c'è ancora", "Grazie mille, gentilissimi"];

const STAFF: [&str; 8] = [
    "La squadra è uscita e ha sistemato.",
    "Abbiamo verificato: serve un pezzo di ricambio.",
    "L'intervento è in programma nelle prossime settimane.",
    "Serve sapere il numero civico più vicino.",
    "La ditta è stata avvisata.",
    "È competenza di un altro ente, che è stato avvisato.",
    "Il lavoro è stato fatto oggi.",
    "Al sopralluogo non è stato trovato nulla.",
];

const ASKED_FOR: [&str; 6] =
    ["fra due settimane", "15 settembre", "30/11", "040 123456", "via Battisti", "Mario Rossi"];

/// An address.
pub fn place(chance: &mut Chance) -> String {
    // Some places are bad for everybody.
    if chance.is(0.15) {
        return format!("via Battisti {}", 10 + chance.below(6));
    }
    let street = chance.one(&STREETS).copied().unwrap_or("via Roma");
    format!("{street} {}", 1 + chance.below(120))
}

/// A kind of problem, by its category's code, and words for it.
pub fn problem(chance: &mut Chance) -> (&'static str, String) {
    let weights = [6.0, 1.0, 3.0, 2.5, 1.0, 3.0, 0.7];
    let place = chance.weighed(weights.into_iter()).unwrap_or(0);
    let (code, words) = PROBLEMS.get(place).copied().unwrap_or(("buche", &["C'è una buca"]));
    (code, chance.one(words).copied().unwrap_or_default().to_owned())
}

/// What a citizen adds or answers.
pub fn more(chance: &mut Chance) -> String {
    chance.one(&MORE).copied().unwrap_or_default().to_owned()
}

/// What a citizen writes after an answer.
pub fn afterwards(chance: &mut Chance) -> String {
    chance.one(&AFTERWARDS).copied().unwrap_or_default().to_owned()
}

/// What somebody of the staff writes to a question: a number where a number is asked for, mostly.
pub fn staff(chance: &mut Chance, asked: &str) -> String {
    if chance.is(0.9) {
        if asked.contains("numero di telefono") {
            return format!("040 {}", 100_000 + chance.below(900_000));
        }
        if asked.contains("indirizzo email") {
            return format!("sportello{}@example.org", chance.below(200));
        }
        if asked.contains("quale altra segnalazione riguarda") {
            return format!("{}", 1 + chance.below(40));
        }
    }
    // Now and then it is a day, a place or a number, which is what some questions ask for.
    let words: &[&str] = if chance.is(0.2) { &ASKED_FOR } else { &STAFF };
    chance.one(words).copied().unwrap_or_default().to_owned()
}

/// A name.
pub fn name(nth: usize) -> String {
    const FIRST: [&str; 12] = [
        "Maria", "Luca", "Giulia", "Marco", "Elena", "Paolo", "Chiara", "Franco", "Silvia",
        "Dario", "Irene", "Ugo",
    ];
    let first = FIRST.get(nth % FIRST.len()).copied().unwrap_or("Maria");
    format!("{first} {nth}")
}
