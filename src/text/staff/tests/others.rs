//! Tasks, rings, refusals, deliveries, history.

use super::*;
use crate::domain::press::Press;

#[test]
fn delivery_lines_say_how_it_went() {
    let states = [
        Delivery::Pending,
        Delivery::InFlight,
        Delivery::Held,
        Delivery::Delivered,
        Delivery::Undeliverable,
        Delivery::Suppressed,
    ];
    let mut said = Vec::new();
    for lang in [Lang::It, Lang::En] {
        let directory = directory(&[lang]);
        for state in states {
            let line = line(1, Purpose::Reply, state);
            said.push(words::delivery(&directory, lang, Channel::Telegram, &line, now()));
        }
        let twice = DeliveryLine { repeated: true, ..line(1, Purpose::Reply, Delivery::Delivered) };
        said.push(words::delivery(&directory, lang, Channel::Telegram, &twice, now()));
        for reason in ["Forbidden: user is deactivated", "Bad Request: chat not found", "x"] {
            said.push(words::reason(lang, Channel::Telegram, reason));
        }
    }
    insta::assert_snapshot!(said.join("\n"), @r"
    Risposta: in partenza
    Risposta: in partenza
    Risposta: in attesa del consenso dell'URP
    Risposta: consegna avvenuta, 24/11 10:30
    Risposta: consegna non riuscita, il cittadino ha bloccato il bot
    Risposta: nessun invio, per regola
    Risposta: consegna avvenuta, 24/11 10:30 (forse due volte: la connessione è caduta)
    l'account Telegram del cittadino non esiste più
    il cittadino non ha una chat aperta con il bot
    Telegram dice «x»
    Reply: about to be sent
    Reply: about to be sent
    Reply: waits for the URP's consent
    Reply: delivered, 24/11 10:30
    Reply: not delivered, the citizen has blocked the bot
    Reply: not sent, by rule
    Reply: delivered, 24/11 10:30 (perhaps twice: the connection broke)
    the citizen's Telegram account no longer exists
    the citizen has no open chat with the bot
    Telegram says “x”
    ");
}

#[test]
fn what_went_without_some_of_its_photos_says_so() {
    let mut said = Vec::new();
    for lang in [Lang::It, Lang::En, Lang::Sl, Lang::De] {
        let directory = directory(&[lang]);
        for (state, photos) in [(Delivery::Delivered, 1), (Delivery::Accepted, 2)] {
            let reason = Some(format!("{}{photos}", crate::domain::outgoing::WITHOUT_PHOTOS));
            let line = DeliveryLine { reason, ..line(1, Purpose::Reply, state) };
            said.push(words::delivery(&directory, lang, Channel::Mail, &line, now()));
        }
    }
    insta::assert_snapshot!(said.join("\n"), @r"
    Risposta: consegna avvenuta, 24/11 10:30, senza una foto che non è stato possibile inviare
    Risposta: invio avvenuto, si attende la ricevuta di consegna (24/11 10:30), senza 2 foto che non è stato possibile inviare
    Reply: delivered, 24/11 10:30, without one photo that could not be sent
    Reply: sent, the receipt of delivery is awaited (24/11 10:30), without 2 photos that could not be sent
    Odgovor: dostavljeno, 24. 11. 10:30, brez 1 fotografije, ki je ni bilo mogoče poslati
    Odgovor: poslano, čaka se na potrdilo o dostavi (24. 11. 10:30), brez 2 fotografij, ki ju ni bilo mogoče poslati
    Antwort: zugestellt, 24.11. 10:30, ohne ein Foto, das nicht gesendet werden konnte
    Antwort: gesendet, wartet auf die Zustellbestätigung (24.11. 10:30), ohne 2 Fotos, die nicht gesendet werden konnten
    ");
}

#[test]
fn a_mail_servers_words_are_said_once_and_as_its_own() {
    let said = ["5.1.1 550 5.1.1 User unknown", "5.2.2 mailbox full", "550 no such user"]
        .map(|words| words::reason(Lang::En, Channel::Mail, words));
    insta::assert_snapshot!(said.join("\n"), @r"
    the address does not exist (“550 5.1.1 User unknown”)
    the mailbox is full (“5.2.2 mailbox full”)
    the email server says “550 no such user”
    ");
}

#[test]
fn a_task_says_what_to_do_and_by_when() {
    let mut facts = facts(Lang::It);
    facts.reports = vec![report()];
    insta::assert_snapshot!(shown(&task(&facts, &undeliverable(), true, now())), @r"
    <b>Cosa da fare:</b> avvisare il cittadino in altro modo – 2026-000123, via Roma 12 &lt;bis&gt;
    Questo non è arrivato: il cittadino ha bloccato il bot.
    Cittadino: Mario Rossi. Dopo averlo avvisato in altro modo, o se non si può raggiungere, premere qui.
    <blockquote>C'è una domanda &amp; basta.</blockquote>
    Entro: giovedì 26 novembre
    [Avvisato] [Nessuna risposta]
    [Non raggiungibile]
    ");
}

#[test]
fn rings_say_who_must_act_and_what_happened() {
    let rings = [
        Ring::Answered,
        Ring::Added,
        Ring::Edited,
        Ring::Withdrawn,
        Ring::ReopenRequested,
        Ring::Returned,
        Ring::Ready,
        Ring::PlanDue,
    ];
    let carlo = Mention { person: None, telegram: CARLO, name: "Carlo <Neri>".to_owned() };
    for lang in [Lang::It, Lang::En] {
        let said: Vec<String> = rings
            .iter()
            .map(|what| shown(&ring(&facts(lang), &report(), *what, &[], now())))
            .collect();
        match lang {
            Lang::It => insta::assert_snapshot!(said.join("\n"), @r"
            Il cittadino ha risposto alla domanda sulla 2026-000123, via Roma 12 &lt;bis&gt;: la risposta è sulla scheda. Notizie al cittadino entro giovedì 26 novembre.
            Il cittadino ha aggiunto qualcosa alla 2026-000123, via Roma 12 &lt;bis&gt;: vedi la scheda. Notizie al cittadino entro giovedì 26 novembre.
            Il cittadino ha modificato un messaggio della 2026-000123, via Roma 12 &lt;bis&gt;: vedi Storia. Notizie al cittadino entro giovedì 26 novembre.
            Il cittadino ha ritirato la 2026-000123, via Roma 12 &lt;bis&gt;: non c'è più nulla da fare. Notizie al cittadino entro giovedì 26 novembre.
            Il cittadino dice che il problema della 2026-000123, via Roma 12 &lt;bis&gt;, c'è ancora. Da decidere: <b>Assegna</b> o <b>Non riaprire</b>. Notizie al cittadino entro giovedì 26 novembre.
            L'ufficio dice che la 2026-000123, via Roma 12 &lt;bis&gt;, non è di sua competenza: da assegnare di nuovo. Il motivo è in Storia. Notizie al cittadino entro giovedì 26 novembre.
            L'ufficio propone di chiudere la 2026-000123, via Roma 12 &lt;bis&gt;: da leggere, poi inviare la risposta. Notizie al cittadino entro giovedì 26 novembre.
            È arrivato il giorno previsto per la 2026-000123, via Roma 12 &lt;bis&gt;. Notizie al cittadino entro giovedì 26 novembre.
            "),
            _ => insta::assert_snapshot!(said.join("\n"), @r"
            The citizen answered the question about 2026-000123, via Roma 12 &lt;bis&gt;: the answer is on the card. The citizen hears by Thursday 26 November.
            The citizen added to 2026-000123, via Roma 12 &lt;bis&gt;: see the card. The citizen hears by Thursday 26 November.
            The citizen changed a message of 2026-000123, via Roma 12 &lt;bis&gt;: see History. The citizen hears by Thursday 26 November.
            The citizen withdrew 2026-000123, via Roma 12 &lt;bis&gt;: nothing more is to be done. The citizen hears by Thursday 26 November.
            The citizen says that the problem of 2026-000123, via Roma 12 &lt;bis&gt;, is still there. To be decided: <b>Assign</b> or <b>Refuse</b>. The citizen hears by Thursday 26 November.
            The office says that 2026-000123, via Roma 12 &lt;bis&gt;, is not theirs: to be assigned again. Why is in History. The citizen hears by Thursday 26 November.
            The office proposes to close 2026-000123, via Roma 12 &lt;bis&gt;: read it, then send the reply. The citizen hears by Thursday 26 November.
            The day planned for 2026-000123, via Roma 12 &lt;bis&gt;, has come. The citizen hears by Thursday 26 November.
            "),
        }
    }
    let said = shown(&ring(&facts(Lang::En), &report(), Ring::Answered, &[carlo], now()));
    assert!(said.contains("For: <a href=\"tg://user?id=12\">Carlo &lt;Neri&gt;</a>"), "{said}");
}

#[test]
fn every_refusal_says_why() {
    let refusals = [
        Refusal::NotAllowed { who_can: &[Role::Urp] },
        Refusal::NotAllowed { who_can: &[Role::Operator, Role::Referent] },
        Refusal::WrongState { state: StateKind::Closed },
        Refusal::Overtaken { by: "Dora Verdi".to_owned(), event: "assigned".to_owned() },
        Refusal::Overtaken { by: String::new(), event: "plan_due".to_owned() },
        Refusal::NoWords,
        Refusal::TooLate,
        Refusal::NotInFuture,
        Refusal::NoQuestion,
        Refusal::Already,
        Refusal::Itself,
    ];
    for lang in [Lang::It, Lang::En] {
        let directory = directory(&[lang]);
        let said: Vec<String> =
            refusals.iter().map(|one| refusal(lang, one, None, &directory)).collect();
        assert!(said.iter().all(|one| one.chars().count() <= 200));
        match lang {
            Lang::It => insta::assert_snapshot!(said.join("\n"), @r"
            Può farlo solo: l'URP (Carlo Neri, Dora Verdi).
            Può farlo solo: gli operatori dell'ufficio, i referenti dell'ufficio.
            Ora non si può fare. Lo stato della segnalazione è: chiusa.
            Dora Verdi ha fatto prima (assegnata a un ufficio). Ora non è cambiato nulla: la scheda è aggiornata.
            Intanto la segnalazione è andata avanti da sola (arrivato il giorno previsto). Ora non è cambiato nulla: la scheda è aggiornata.
            Servono parole per il cittadino.
            Sono passati più di 30 giorni dalla chiusura: occorre una nuova segnalazione.
            Serve una data da domani in poi.
            Nessuna domanda aspetta una risposta.
            È già così.
            Una segnalazione non si può unire a sé stessa.
            "),
            _ => insta::assert_snapshot!(said.join("\n"), @r"
            Only the URP can do this: Carlo Neri, Dora Verdi.
            Only the office's operators, the office's referents can do this.
            That cannot be done now. The report's state is: closed.
            Dora Verdi was quicker (given to an office). Nothing was changed now: the card is up to date.
            Meanwhile the report moved on by itself (planned day reached). Nothing was changed now: the card is up to date.
            Words for the citizen are needed.
            More than 30 days have passed since the closing: please write a new report.
            Please give a date after today.
            No question is waiting for an answer.
            It is so already.
            A report cannot be joined to itself.
            "),
        }
    }
}

#[test]
fn a_crowd_of_colleagues_is_not_named_one_by_one() {
    let mut directory = directory(&[Lang::En]);
    let one = directory.urp[0].clone();
    directory.urp = vec![one; 40];
    let said = only(Lang::En, &[Role::Urp], None, &directory);
    assert_eq!(said, "Only the URP can do this.");
}

#[test]
fn a_history_is_whole_however_long() {
    let mut facts = facts(Lang::En);
    let long = "parola ".repeat(600);
    let mut events = vec![filed(&long, 1)];
    for seq in 2..8 {
        let kind = EventKind::Told { words: long.clone(), photos: Vec::new() };
        events.push(event(seq, carlo(), Some("2026-12-09"), kind));
    }
    facts.histories = vec![(report().id, events)];
    facts.deliveries = vec![(report().id, vec![line(1, Purpose::Word, Delivery::Delivered)])];
    // Part by part, as the button below each asks for the one before; each is read from top to bottom.
    let (mut parts, mut before) = (Vec::new(), None);
    loop {
        let messages = history(&facts, &report(), before, now());
        assert!(messages.len() <= 3, "a group can read them at once");
        let part: String = messages.iter().map(shown).collect();
        assert!(part.starts_with("<b>History of 2026-000123"), "{part}");
        parts.push(part);
        let last = messages.last().unwrap();
        before = match &last.keyboard {
            Keyboard::Inline(rows) => match Press::decode(&rows[0][0].data) {
                Some(Press::HistoryBefore(_, seq)) => Some(seq),
                other => panic!("{other:?}"),
            },
            _ => break,
        };
    }
    assert!(parts.len() > 1);
    assert!(parts[0].contains("[Earlier]"), "{}", parts[0]);
    let all = parts.concat();
    assert_eq!(all.matches("parola").count(), 7 * 600);
    assert_eq!(all.matches("To the citizen – Message: delivered, 24/11 10:30").count(), 1);
    assert!(!parts[0].contains("report sent") && parts[parts.len() - 1].contains("report sent"));
}

#[test]
fn one_event_that_takes_many_messages_is_shown_whole() {
    let mut facts = facts(Lang::En);
    facts.histories = vec![(report().id, vec![filed(&"parola ".repeat(2800), 1)])];
    let messages = history(&facts, &report(), None, now());
    let all: String = messages.iter().map(shown).collect();
    assert_eq!(all.matches("parola").count(), 2800);
    assert!(!all.contains("[Earlier]"));
}

#[test]
fn as_many_texts_are_counted_as_are_made() {
    let sizes = [1, 4093, 4096, 2000, 2000, 94, 95, 3, 4000];
    for from in 0..sizes.len() {
        let entries: Vec<String> = sizes[from..].iter().map(|size| "x".repeat(*size)).collect();
        assert_eq!(texts(&entries), packed(entries.clone()).len(), "{from}");
    }
}

#[test]
fn a_history_names_each_step() {
    let close =
        |rule| EventKind::Closed { outcome: Outcome::Spam, words: None, photos: Vec::new(), rule };
    let gino = Actor {
        person: Some(GINO),
        name: "Gino Blu".to_owned(),
        capacities: vec![Capacity::Operator("strade".into())],
    };
    let taken = EventKind::Taken {
        office: "strade".into(),
        operator: GINO,
        operator_name: "Gino Blu".to_owned(),
    };
    let events = vec![
        filed("Una buca.", 2),
        event(2, carlo(), None, EventKind::CategorySet { category: None }),
        event(3, carlo(), Some("2026-12-09"), EventKind::Assigned { office: "strade".into() }),
        event(4, gino, None, taken),
        event(5, Actor::clock(), None, EventKind::PlanDue),
        event(6, carlo(), None, close(Some(crate::domain::event::Rule::SilentSpam))),
    ];
    for lang in [Lang::It, Lang::En] {
        let mut facts = facts(lang);
        facts.histories = vec![(report().id, events.clone())];
        let said = shown(&history(&facts, &report(), None, now())[0]);
        match lang {
            Lang::It => insta::assert_snapshot!(said, @r"
            <b>Storia della 2026-000123, via Roma 12 &lt;bis&gt;</b>

            <b>24/11 10:30</b> Mario Rossi (cittadino) – segnalazione inviata: Buche e marciapiedi, via Roma 12 &lt;bis&gt;
            Notizie al cittadino entro: giovedì 26 novembre
            <blockquote>Una buca.</blockquote>Foto: 2

            <b>24/11 10:30</b> Carlo Neri – categoria cambiata: Altro

            <b>24/11 10:30</b> Carlo Neri – assegnata a un ufficio: Strade e verde
            Notizie al cittadino entro: mercoledì 9 dicembre

            <b>24/11 10:30</b> Gino Blu – presa in carico: Strade e verde, Gino Blu

            <b>24/11 10:30</b> automatico – arrivato il giorno previsto

            <b>24/11 10:30</b> Carlo Neri – chiusa: Spam, senza parole al cittadino (regola: spam senza risposta)
            "),
            _ => insta::assert_snapshot!(said, @r"
            <b>History of 2026-000123, via Roma 12 &lt;bis&gt;</b>

            <b>24/11 10:30</b> Mario Rossi (citizen) – report sent: Potholes and pavements, via Roma 12 &lt;bis&gt;
            The citizen hears by: Thursday 26 November
            <blockquote>Una buca.</blockquote>Photos: 2

            <b>24/11 10:30</b> Carlo Neri – category changed: Something else

            <b>24/11 10:30</b> Carlo Neri – given to an office: Strade e verde
            The citizen hears by: Wednesday 9 December

            <b>24/11 10:30</b> Gino Blu – in hand: Strade e verde, Gino Blu

            <b>24/11 10:30</b> automatic – planned day reached

            <b>24/11 10:30</b> Carlo Neri – closed: Spam, without words to the citizen (rule: silent spam)
            "),
        }
    }
}

/// An office does not see what the URP has to do: it is told of reports alone.
#[test]
fn nothing_open_is_said_of_what_is_seen() {
    let mut said = Vec::new();
    for lang in [Lang::It, Lang::En] {
        let said_to = |with_tasks| lists::open(&facts(lang), 0, with_tasks, now()).html;
        said.extend([true, false].map(said_to));
    }
    insta::assert_snapshot!(said.join("\n"), @r"
    Non c'è nulla di aperto e nulla da fare.
    Nessuna segnalazione è aperta.
    Nothing is open, and there is nothing to do.
    No report is open.
    ");
}
