# La conversazione con chi segnala.
citizen-greeting = { $town }, buongiorno. Qui si può segnalare un problema, come una buca o un lampione spento: ogni segnalazione riceve un numero e una risposta.
citizen-data = Nome, messaggi e foto servono solo a occuparsi della segnalazione: ecco l'<a href="{ $url }">informativa sulla privacy</a>.
citizen-data-no-link = Nome, messaggi e foto servono solo a occuparsi della segnalazione.
citizen-emergency = Per le emergenze chiamare il 112: qui i messaggi non si leggono a tutte le ore.
citizen-button-new = Segnalare un problema
citizen-button-mine = Le mie segnalazioni
citizen-button-help = Aiuto
citizen-help =
    <b>Che cosa si può fare qui</b>
    /new – segnalare un problema, una domanda alla volta
    /mine – vedere le proprie segnalazioni, aggiungere qualcosa, ritirarle
    /cancel – annullare quello che si sta scrivendo
    /language – cambiare lingua
    /privacy – come si usano i dati personali

    Per aggiungere qualcosa a una segnalazione basta rispondere a un messaggio che la riguarda.
citizen-unknown-command = Questo comando non esiste. Con /help si vede che cosa si può fare.
citizen-too-fast = I messaggi arrivano più in fretta di quanto si possa rispondere qui. Tutto viene letto e non si perde nulla; finché continua così, si risponde solo all'ultimo.
citizen-language = In quale lingua?
citizen-language-chosen = Da ora in italiano.
citizen-language-of-reports = Per le segnalazioni già inviate si continua nella lingua di prima.
citizen-cannot-voice = Qui non si possono ascoltare messaggi vocali. Si può scrivere, anche poche parole, oppure mandare una foto.
citizen-cannot-video = Qui non si possono vedere video. Si può mandare una foto, o scrivere che cosa si vede.
citizen-cannot-sticker = Simpatico! Qui però servono parole, una foto o una posizione.
citizen-cannot-document = Qui non si possono aprire documenti. Si può mandare una foto, o scrivere.
citizen-cannot-contact = Qui i contatti non servono: basta scrivere, oppure mandare una foto o una posizione.
citizen-cannot-other = Questo tipo di messaggio qui non si può usare. Si può scrivere, oppure mandare una foto o una posizione.
citizen-blocked = Da questo account per ora non si accettano nuove segnalazioni. Alle segnalazioni ancora aperte si risponde comunque.
citizen-unfinished = C'è una segnalazione già iniziata e non ancora inviata. Proseguire con quella o ricominciare da capo?
citizen-button-go-on = Proseguire
citizen-button-anew = Ricominciare da capo
citizen-nothing-to-cancel = Non c'è niente da annullare.
citizen-nothing-asked = In questo momento non c'è nessuna domanda aperta. Ecco che cosa si può fare:
citizen-old-button = Questo pulsante è vecchio e non serve più. Con /help si vede che cosa si può fare.
citizen-unknown-report = Tra le segnalazioni inviate da qui questa non c'è. Con /mine si vede l'elenco.
citizen-answered-already = Grazie, qui la risposta c'è già.
citizen-closed-already = La segnalazione { $number } è già chiusa.
citizen-follows-another = È seguita con il numero { $number }: si può aggiungere qualcosa, ma non ritirarla da sola.
citizen-open-again = La segnalazione { $number } è già aperta: non serve riaprirla.

citizen-ask-kind = Che tipo di problema è?
citizen-button-previous = ‹ Indietro
citizen-button-next = Altri ›
citizen-ask-place = Dov'è? Scrivere l'indirizzo, oppure mandare la posizione.
citizen-key-position = Sono sul posto: mandare la posizione
citizen-key-unknown = Non conosco l'indirizzo
citizen-ask-described = Nessun problema: basta descrivere il posto, per esempio che cosa c'è vicino.
citizen-ask-words = Che cosa non va? Bastano poche parole.
citizen-ask-photos = C'è qualche foto da mandare? Al massimo 5.
citizen-photos-faces = Per favore, senza volti né targhe.
citizen-photos-there =
    { $count ->
        [0] Per ora nessuna foto. Se ne possono mandare fino a 5.
        [one] C'è una foto. Se ne possono mandare altre, fino a 5.
        [5] Ci sono 5 foto, il massimo.
       *[other] Ci sono { $count } foto. Se ne possono mandare altre, fino a 5.
    }
citizen-button-no-photo = Nessuna foto
citizen-button-done = Fatto
citizen-place-link = <a href="{ $url }">{ $place }</a>
citizen-summary =
    <b>Tipo:</b> { $kind }
    <b>Luogo:</b> { $place }
    <b>Che cosa non va:</b>
    <blockquote>{ $words }</blockquote>
    <b>Foto:</b> { $photos ->
        [0] nessuna
       *[other] { $photos }
    }
citizen-summary-asking = Ecco la segnalazione. Va bene così?
citizen-summary-changing = Che cosa si vuole cambiare?
citizen-summary-sent = Segnalazione inviata:
citizen-button-send = Inviare
citizen-button-change = Cambiare
citizen-button-cancel = Annullare
citizen-button-back = Indietro
citizen-part-kind = Tipo
citizen-part-place = Luogo
citizen-part-words = Descrizione
citizen-part-photos = Foto
citizen-thrown-away = La segnalazione non è stata inviata, e quello che era scritto è stato cancellato.
citizen-draft-sent = Questa segnalazione è già stata inviata. Con /mine si vede come va.
citizen-draft-gone = Questa bozza non c'è più. Con /mine si vedono le segnalazioni inviate, con /new se ne comincia un'altra.
citizen-still-asking = Prima serve la risposta alla domanda qui sotto.
citizen-draft-left = La segnalazione non è ancora stata inviata. Proseguire?
citizen-draft-left-again = C'è ancora una segnalazione non inviata. Resta qui: si può proseguire quando si vuole.
citizen-lead-kind = Tipo: <b>{ $kind }</b>.
citizen-lead-kind-retired = «{ $kind }» non si usa più: si può scegliere un'altra voce. Quello che è già scritto resta.
citizen-lead-place = Luogo: <b>{ $place }</b>.
citizen-lead-place-known = Il luogo è già indicato: si potrà cambiare alla fine, prima dell'invio.
citizen-lead-thanks = Grazie.
citizen-lead-words-kept = Grazie, queste parole faranno parte della segnalazione.
citizen-lead-words-added = Aggiunto alla descrizione.
citizen-lead-unchanged = Va bene: la risposta di prima resta.
citizen-lead-too-long = Il testo è già molto lungo: quest'ultimo messaggio non è stato aggiunto.
citizen-lead-photos-here = Va bene: le foto si possono mandare qui.
citizen-lead-photos =
    { $count ->
        [one] La foto farà parte della segnalazione.
       *[other] Le { $count } foto faranno parte della segnalazione.
    }
citizen-lead-left-out =
    { $count ->
        [one] Si possono mandare al massimo 5 foto: l'ultima è rimasta fuori.
       *[other] Si possono mandare al massimo 5 foto: { $count } sono rimaste fuori.
    }
citizen-photos-left-out =
    { $count ->
        [one] Si possono aggiungere al massimo { $most } foto alla volta: l'ultima è rimasta fuori.
       *[other] Si possono aggiungere al massimo { $most } foto alla volta: { $count } sono rimaste fuori.
    }
citizen-photos-full =
    { $count ->
        [one] La segnalazione { $report } ha già tutte le foto che può contenere: l'ultima è rimasta fuori. Quello che mostra si può dire a parole.
       *[other] La segnalazione { $report } ha già tutte le foto che può contenere: { $count } sono rimaste fuori. Quello che mostrano si può dire a parole.
    }
citizen-lead-press-send = Per inviare basta premere il pulsante qui sotto.
citizen-lead-press-change = Per cambiare qualcosa basta premere il pulsante qui sotto.

citizen-kept-messages =
    { $count ->
        [one] Messaggio ricevuto.
       *[other] Ricevuti { $count } messaggi.
    }
citizen-kept-photos =
    { $count ->
        [one] Foto ricevuta.
       *[other] Ricevute { $count } foto.
    }
citizen-kept-both =
    { $count ->
        [one] Ricevuto un messaggio
       *[other] Ricevuti { $count } messaggi
    } e { $photos ->
        [one] una foto.
       *[other] { $photos } foto.
    }
citizen-kept-not-sent = Questo non è ancora stato inviato al Comune.
citizen-kept-left = Quello che è arrivato qui non è ancora stato inviato al Comune.
citizen-kept-ask = A che cosa si riferisce?
citizen-kept-ask-new = Farne una nuova segnalazione?
citizen-button-add-to = Aggiungere a { $report }
citizen-button-new-report = Nuova segnalazione
citizen-lead-kept = Quello che è arrivato farà parte della segnalazione.
citizen-kept-dropped = Va bene: non è stato inviato niente.
citizen-kept-gone = È già fatto: qui non resta altro da scegliere.

citizen-mine = <b>Le mie segnalazioni</b>
citizen-mine-none = Non ci sono ancora segnalazioni.
citizen-mine-line = <b>{ $number }</b> { $kind }: { $state }
citizen-mine-some = Qui ci sono le segnalazioni aperte e le ultime tra le altre, al massimo { $count }.
citizen-one =
    <b>Segnalazione { $number }</b>
    { $kind }, { $place }
    Ora: { $state }
citizen-one-question = C'è una domanda che aspetta risposta: <b>{ $words }</b>
citizen-button-add = Aggiungere qualcosa
citizen-button-withdraw = Ritirare
citizen-history-line = { $date }: { $what }
citizen-history-older = (…)
citizen-history-filed = segnalazione ricevuta
citizen-history-assigned = affidata a { $office }
citizen-history-taken = in lavorazione: { $office }
citizen-history-planned = in programma entro { $date }: <i>{ $words }</i>
citizen-history-planned-again = sarà ripresa { $date }: <i>{ $words }</i>
citizen-history-plan-due = di nuovo in lavorazione
citizen-history-withdrawn = ritirata
citizen-history-closed = chiusa, con questa risposta: <i>{ $words }</i>
citizen-history-closed-silently = chiusa
citizen-history-reopening = riaperta
citizen-history-reopen-refused = resta chiusa: <i>{ $words }</i>
citizen-history-unmerged = prosegue per conto suo
citizen-history-asked = domanda: <i>{ $words }</i>
citizen-history-answered =
    risposta data: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(foto: { $photos })
    }
citizen-history-added =
    aggiunta: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(foto: { $photos })
    }
citizen-history-edited = messaggio modificato: <i>{ $words }</i>
citizen-history-told = messaggio dal Comune: <i>{ $words }</i>
citizen-history-rated = problema risolto, confermato da chi ha segnalato
citizen-ask-answer =
    Ecco la domanda sulla segnalazione { $report }:
    <b>{ $words }</b>

    Il prossimo messaggio, con parole o foto, sarà la risposta.
citizen-ask-more = Che cosa aggiungere alla segnalazione { $report }? Il prossimo messaggio, con parole o foto, ne farà parte.
citizen-writing-stopped = Va bene: alla segnalazione { $number } non si aggiunge altro.
citizen-ask-withdraw = Ritirare davvero la segnalazione { $report }? Nessuno se ne occuperà più.
citizen-button-withdraw-yes = Sì, ritirare
citizen-button-withdraw-no = No, lasciarla aperta
citizen-withdrawing = Ritirare davvero la segnalazione { $report }? Sì.
citizen-not-withdrawn = Va bene: la segnalazione { $report } resta aperta.

command-new = Segnalare un problema
command-mine = Le mie segnalazioni
command-help = Aiuto e contatti
command-cancel = Annullare
command-language = Lingua · Language
command-privacy = Dati personali
bot-description = { $town }: qui si può segnalare un problema, come una buca, un lampione spento o rifiuti abbandonati. Ogni segnalazione riceve un numero e una risposta. In caso di emergenza chiamare il 112.
bot-short-description = { $town }: segnalare un problema e ricevere una risposta.
