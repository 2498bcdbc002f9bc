//! The card in every state, in Italian and English.

use super::*;

#[test]
fn a_new_report() {
    let italian = shown(&urp_card(&facts(Lang::It), &report()));
    insta::assert_snapshot!(italian, @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>da assegnare</b>
    Ultimo passo: 24/11 10:30, Mario Rossi (cittadino) – segnalazione inviata
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Categoria] [Luogo] [Uguale a…]
    [Assegna] [Rispondi e chiudi]
    [Non ora: perché]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    "#);
    let english = shown(&urp_card(&facts(Lang::En), &report()));
    insta::assert_snapshot!(english, @r#"
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>to be assigned</b>
    Last: 24/11 10:30, Mario Rossi (citizen) – report sent
    The citizen hears by: <b>Thursday 26 November</b>
    [Category] [Place] [Same as…]
    [Assign] [Reply and close]
    [Not now: why]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn an_assigned_report() {
    insta::assert_snapshot!(both(assigned()), @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>assegnata</b>
    Ufficio: Strade e verde
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Categoria] [Luogo] [Uguale a…]
    [Assegna] [Rispondi e chiudi]
    [Non ora: perché]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    ======
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>assigned</b>
    Office: Strade e verde
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Category] [Place] [Same as…]
    [Assign] [Reply and close]
    [Not now: why]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn a_report_in_progress() {
    insta::assert_snapshot!(both(in_progress()), @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>in lavorazione</b>
    Ufficio: Strade e verde, Gino Blu
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Categoria] [Luogo] [Uguale a…]
    [Assegna] [Rispondi e chiudi]
    [Non ora: perché]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    ======
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>being worked on</b>
    Office: Strade e verde, Gino Blu
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Category] [Place] [Same as…]
    [Assign] [Reply and close]
    [Not now: why]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn a_planned_report() {
    insta::assert_snapshot!(both(planned()), @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>in programma, fino a lunedì 3 maggio 2027</b>
    Ufficio: Strade e verde
    Perché non ora: A maggio si rifà tutta la via.
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Categoria] [Luogo] [Uguale a…]
    [Assegna] [Rispondi e chiudi]
    [Altra data]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    ======
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>planned, until Monday 3 May 2027</b>
    Office: Strade e verde
    Why not now: A maggio si rifà tutta la via.
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Category] [Place] [Same as…]
    [Assign] [Reply and close]
    [Another date]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn a_report_ready_to_close() {
    insta::assert_snapshot!(both(ready("La buca è chiusa.")), @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>pronta da chiudere</b>
    Ufficio: Strade e verde, Gino Blu
    L'ufficio propone: Risolta – «La buca è chiusa.»
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Invia questa risposta] [Modifica]
    [Rimanda all'ufficio] [Altro esito]
    [Categoria] [Luogo] [Uguale a…]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    ======
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>ready to close</b>
    Office: Strade e verde, Gino Blu
    The office proposes: Resolved – “La buca è chiusa.”
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Send this reply] [Edit]
    [Send back] [Other outcome]
    [Category] [Place] [Same as…]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn a_report_to_be_looked_at_again() {
    let state = State::ReopenRequested { previous: Outcome::Resolved };
    insta::assert_snapshot!(both(state), @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>da riesaminare (era chiusa come: Risolta)</b>
    Ultimo passo: 24/11 10:30, Carlo Neri – assegnata a un ufficio
    Notizie al cittadino entro: <b>giovedì 26 novembre</b>
    [Assegna] [Non riaprire]
    [Categoria] [Luogo] [Uguale a…]
    [Rispondi e chiudi]
    [Chiedi al cittadino] [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    ======
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>to be looked at again (it was closed as: Resolved)</b>
    Last: 24/11 10:30, Carlo Neri – given to an office
    The citizen hears by: <b>Thursday 26 November</b>
    [Assign] [Refuse]
    [Category] [Place] [Same as…]
    [Reply and close]
    [Ask the citizen] [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn a_closed_report() {
    insta::assert_snapshot!(both(State::Closed { outcome: Outcome::NotResolvable }), @r#"
    <b>2026-000123</b> – Buche e marciapiedi
    Luogo: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    Da: Mario Rossi, Telegram, in italiano – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    Stato: <b>chiusa – Non risolvibile</b>
    Ultimo passo: 24/11 10:30, Carlo Neri – chiusa
    [Riapri]
    [Scrivi al cittadino]
    [Nota] [Foto (2)] [Storia]
    ======
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>closed – Cannot be solved</b>
    Last: 24/11 10:30, Carlo Neri – closed
    [Reopen]
    [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn what_was_joined_to_another_is_separated_and_anything_else_reopened() {
    let labels = |outcome| {
        let card = urp_card(&facts(Lang::En), &in_state(State::Closed { outcome }));
        shown(&card).lines().filter(|line| line.starts_with('[')).collect::<Vec<_>>().concat()
    };
    for outcome in [Outcome::Resolved, Outcome::NotOurs, Outcome::Withdrawn] {
        assert!(labels(outcome).starts_with("[Reopen]"), "{outcome:?}: {}", labels(outcome));
    }
    let joined = labels(Outcome::Duplicate { of: ReportId::new(2026, 7) });
    assert!(joined.starts_with("[Separate]") && !joined.contains("Reopen"), "{joined}");
}

#[test]
fn other_ways_of_having_ended() {
    let states = [
        Outcome::Resolved,
        Outcome::NotOurs,
        Outcome::Withdrawn,
        Outcome::Duplicate { of: ReportId::new(2026, 7) },
    ]
    .map(|outcome| {
        [Lang::It, Lang::En].map(|lang| {
            let report = in_state(State::Closed { outcome });
            let card = urp_card(&facts(lang), &report).html;
            let line = card.lines().find(|line| line.starts_with("Sta"));
            line.unwrap_or_default().to_owned()
        })
    });
    insta::assert_snapshot!(states.concat().join("\n"), @r"
    Stato: <b>chiusa – Risolta</b>
    State: <b>closed – Resolved</b>
    Stato: <b>chiusa – Non di competenza</b>
    State: <b>closed – Not ours</b>
    Stato: <b>chiusa – ritirata dal cittadino</b>
    State: <b>closed – withdrawn by the citizen</b>
    Stato: <b>chiusa – stesso problema della 2026-000007</b>
    State: <b>closed – same problem as 2026-000007</b>
    ");
}

#[test]
fn spam_keeps_its_undo_and_says_who_is_blocked() {
    let mut facts = facts(Lang::En);
    facts.people[0].blocked_at = Some(now());
    let report = in_state(State::Closed { outcome: Outcome::Spam });
    insta::assert_snapshot!(shown(&urp_card(&facts, &report)), @r#"
    <b>2026-000123</b> – Potholes and pavements
    Place: <a href="https://www.openstreetmap.org/search?query=via+Roma+12+%3Cbis%3E%2C+Comune+di+Esempio">via Roma 12 &lt;bis&gt;</a>
    From: Mario Rossi, Telegram, in Italian – 24/11 10:30
    <blockquote>Una buca &amp; un tombino.</blockquote>
    State: <b>closed – Spam</b>
    Last: 24/11 10:30, Carlo Neri – closed
    This citizen is blocked: no new reports from them (see /blocked)
    [Undo]
    [Write to the citizen]
    [Note] [Photos (2)] [History]
    "#);
}

#[test]
fn a_card_with_all_that_can_be_on_it() {
    let mut report = report();
    report.promised = Some("2026-11-20".parse().unwrap());
    report.question = Some(crate::domain::report::Question {
        reminded: false,
        seq: 3,
        words: "A che altezza?".to_owned(),
        until: "2026-12-01".parse().unwrap(),
    });
    let report = Report { rated: Some(false), ..report };
    for lang in [Lang::It, Lang::En] {
        let mut facts = facts(lang);
        let lines = vec![
            line(1, Purpose::Acknowledgement, Delivery::Delivered),
            line(2, Purpose::Reply, Delivery::Delivered),
            line(3, Purpose::Question, Delivery::Undeliverable),
            line(4, Purpose::Staff, Delivery::Pending),
        ];
        facts.deliveries = vec![(report.id, lines)];
        facts.writers = vec![(report.id, vec!["Carlo Neri".to_owned(), "Dora Verdi".to_owned()])];
        facts.tasks = vec![undeliverable()];
        let text = shown(&urp_card(&facts, &report));
        let tail = text.split("</blockquote>").nth(1).unwrap().to_owned();
        match lang {
            Lang::It => insta::assert_snapshot!(tail, @r"
            Stato: <b>da assegnare</b>
            Ultimo passo: 24/11 10:30, Mario Rossi (cittadino) – segnalazione inviata
            <b>In ritardo:</b> notizie promesse al cittadino entro venerdì 20 novembre
            Domanda al cittadino, risposta attesa entro martedì 1º dicembre: «A che altezza?»
            Il cittadino dice: non risolto
            Risposta: consegna avvenuta, 24/11 10:30
            Domanda: consegna non riuscita, il cittadino ha bloccato il bot
            Cosa da fare entro giovedì 26 novembre: avvisare il cittadino in altro modo
            Sta scrivendo: Carlo Neri, Dora Verdi
            [Avvisa il cittadino]
            [Categoria] [Luogo] [Uguale a…]
            [Assegna] [Rispondi e chiudi]
            [Non ora: perché]
            [Chiedi al cittadino] [Scrivi al cittadino]
            [Nota] [Foto (2)] [Storia]
            "),
            _ => insta::assert_snapshot!(tail, @r"
            State: <b>to be assigned</b>
            Last: 24/11 10:30, Mario Rossi (citizen) – report sent
            <b>Late:</b> the citizen was to hear by Friday 20 November
            Question to the citizen, answer hoped for by Tuesday 1 December: “A che altezza?”
            The citizen says: not solved
            Reply: delivered, 24/11 10:30
            Question: not delivered, the citizen has blocked the bot
            To do by Thursday 26 November: tell the citizen another way
            Writing now: Carlo Neri, Dora Verdi
            [Tell the citizen]
            [Category] [Place] [Same as…]
            [Assign] [Reply and close]
            [Not now: why]
            [Ask the citizen] [Write to the citizen]
            [Note] [Photos (2)] [History]
            "),
        }
    }
}

#[test]
fn only_the_citizens_words_are_cut_to_fit() {
    let mut facts = facts(Lang::En);
    facts.writers = vec![(report().id, vec!["Carlo Neri".to_owned()])];
    for words in ["buca 🕳 ".repeat(900), "&<>".repeat(3000), "x".repeat(20_000)] {
        let report = Report { words, ..report() };
        let message = urp_card(&facts, &report);
        let seen = visible(&message.html);
        assert!((4000..=4096).contains(&seen), "{seen}");
        assert!(message.html.contains("…more in History"));
        assert!(message.html.ends_with("Writing now: Carlo Neri"));
    }
}
