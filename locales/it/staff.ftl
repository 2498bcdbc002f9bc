# Che cosa legge il personale nella chat dell'URP.

## Nomi delle cose
staff-outcome-resolved = Risolta
staff-outcome-not-resolvable = Non risolvibile
staff-outcome-not-ours = Non di competenza
staff-outcome-duplicate = stesso problema della { $number }
staff-outcome-withdrawn = ritirata dal cittadino
staff-outcome-spam = Spam
staff-outcome-spam-block = Spam e blocco
staff-state-received = da assegnare
staff-state-assigned = assegnata
staff-state-in-progress = in lavorazione
staff-state-planned = in programma
staff-state-planned-for = in programma, fino a { $date }
staff-state-ready = pronta da chiudere
staff-state-reopen-requested = da riesaminare
staff-state-reopen-requested-after = da riesaminare (era chiusa come: { $outcome })
staff-state-closed = chiusa
staff-state-closed-as = chiusa – { $outcome }
staff-event-filed = segnalazione inviata
staff-event-category-set = categoria cambiata
staff-event-place-set = luogo cambiato
staff-event-assigned = assegnata a un ufficio
staff-event-returned = restituita dall'ufficio: «non è nostra»
staff-event-taken = presa in carico
staff-event-given-back = restituita
staff-event-planned = messa in programma
staff-event-plan-due = arrivato il giorno previsto
staff-event-ready = lavoro finito
staff-event-sent-back = rimandata all'ufficio
staff-event-closed = chiusa
staff-event-reopen-requested = chiesto di riesaminarla
staff-event-reopen-refused = non riaperta
staff-event-unmerged = separata dall'altra segnalazione
staff-event-noted = nota
staff-event-asked = domanda al cittadino
staff-event-answered = risposta alla domanda
staff-event-added = aggiunta
staff-event-edited = messaggio modificato
staff-event-told = messaggio al cittadino
staff-event-rated = detto se è risolta
staff-actor-clock = automatico
staff-actor-citizen = { $name } (cittadino)
staff-role-citizen = il cittadino
staff-role-urp = l'URP
staff-role-referent = i referenti dell'ufficio
staff-role-operator = gli operatori dell'ufficio
staff-role-supervisor = il supervisore
staff-role-clock = il sistema da solo
staff-in-it = in italiano
staff-in-en = in inglese
staff-in-sl = in sloveno
staff-in-de = in tedesco
staff-purpose-acknowledgement = Messaggio «segnalazione ricevuta»
staff-purpose-reply = Risposta
staff-purpose-question = Domanda
staff-purpose-word = Messaggio
staff-purpose-progress = Novità
staff-purpose-confirmation = Conferma
staff-purpose-other = Messaggio
staff-reason-blocked = il cittadino ha bloccato il bot
staff-reason-deactivated = l'account Telegram del cittadino non esiste più
staff-reason-no-chat = il cittadino non ha una chat aperta con il bot
staff-reason-other = Telegram dice «{ $words }»
staff-rule-silent-spam = senza parole al cittadino (regola: spam senza risposta)
staff-delivery = { $what }: { $how }
staff-delivery-pending = in partenza
staff-delivery-held = in attesa del consenso dell'URP
staff-delivery-delivered = consegna avvenuta, { $time }
staff-delivery-delivered-repeated = consegna avvenuta, { $time } (forse due volte: la connessione è caduta)
staff-delivery-undeliverable = consegna non riuscita, { $reason }
staff-delivery-suppressed = non inviato, per regola
staff-photos = Foto: { $count }

## La scheda
staff-card-title = <b>{ $number }</b> – { $category }
staff-card-place = Luogo: { $place }
staff-card-citizen = cittadino
staff-card-from = Da: { $who }, { $channel }, { $language } – { $time }
staff-card-more = …il resto è in Storia
staff-card-state = Stato: <b>{ $state }</b>
staff-card-office = Ufficio: { $office }
staff-card-office-operator = Ufficio: { $office }, { $operator }
staff-card-plan = Perché non ora: { $reason }
staff-card-draft = L'ufficio propone: { $outcome } – «{ $draft }»
staff-card-last = Ultimo passo: { $time }, { $who } – { $what }
staff-card-promised = Notizie al cittadino entro: <b>{ $date }</b>
staff-card-late = <b>In ritardo:</b> notizie promesse al cittadino entro { $date }
staff-card-question = In attesa di risposta fino a { $date } a: «{ $words }»
staff-card-rated-solved = Il cittadino dice: risolto
staff-card-rated-not-solved = Il cittadino dice: non risolto
staff-card-blocked = Questo cittadino è bloccato: non può inviare nuove segnalazioni (vedi /blocked)
staff-card-photos-lost = ⚠ { $count ->
    [one] Una foto non è stata ricevuta: ne è stata chiesta un'altra a chi ha segnalato.
   *[other] { $count } foto non sono state ricevute: ne sono state chieste altre a chi ha segnalato.
}
staff-card-task = Da fare entro { $date }: { $what }
staff-card-writing = Sta scrivendo: { $names }
staff-button-category = Categoria
staff-button-place = Luogo
staff-button-assign = Assegna
staff-button-close = Rispondi e chiudi
staff-button-refuse = Non riaprire
staff-button-ask = Chiedi al cittadino
staff-button-write = Scrivi al cittadino
staff-button-note = Nota
staff-button-photos = Foto ({ $count })
staff-button-history = Storia
staff-button-undo = Annulla lo spam

## Scelte
staff-choose-category = Categoria della { $report } (✓ attuale):
staff-choose-office = A quale ufficio va la { $report }? (★ di solito per questa categoria, ✓ attuale)
staff-no-offices = Nell'elenco non ci sono ancora uffici.
staff-choose-outcome = Come si chiude la { $report }?
staff-choice-now = { $name } ✓
staff-choice-usual = { $name } ★
staff-really-spam = La { $report } è davvero spam? Ecco che cosa ha scritto il cittadino:
staff-really-spam-block = La { $report } è davvero spam? Il cittadino non potrà più inviare nuove segnalazioni. Ecco che cosa ha scritto:
staff-button-silently = Chiudi senza parole
staff-button-words = Scrivi due parole
staff-button-cancel = Annulla
staff-button-before = Indietro
staff-button-after = Avanti
staff-page = { $page } di { $pages }

## Scrivere
staff-prompt-close = { $who }: scrivere la risposta al cittadino per la { $report } ({ $outcome }) rispondendo a questo messaggio, con foto se utili.
staff-prompt-refuse = { $who }: scrivere al cittadino perché la { $report } resta chiusa, rispondendo a questo messaggio.
staff-prompt-question = { $who }: scrivere la domanda al cittadino sulla { $report }, rispondendo a questo messaggio.
staff-prompt-write = { $who }: scrivere al cittadino sulla { $report } rispondendo a questo messaggio, con foto se utili.
staff-prompt-note = { $who }: scrivere la nota sulla { $report } rispondendo a questo messaggio, con foto se utili. La leggono solo i colleghi.
staff-prompt-place = { $who }: scrivere il luogo giusto della { $report } rispondendo a questo messaggio, o inviare una posizione.
staff-prompt-language = Con il cittadino si parla { $language }.
staff-prompt-again = Scritto finora:
staff-prompt-stop = Per smettere: /cancel
staff-prompt-placeholder = Scrivere qui
staff-templates = Oppure scegliere una risposta pronta:
staff-preview = Qui sopra c'è esattamente quello che leggerà il cittadino ({ $channel }). Non è ancora partito nulla: inviare per la { $report }?
staff-preview-block = Dopo, il cittadino non potrà più inviare nuove segnalazioni.
staff-preview-photos = Insieme partono le foto: { $count }
staff-button-send-close = Invia e chiudi
staff-button-send = Invia
staff-button-change = Cambia
staff-button-no-photos = Senza foto
staff-meanwhile = <b>Non ancora inviato.</b> Intanto il cittadino ha scritto sulla { $report }:
staff-changed-meanwhile = <b>Non ancora inviato.</b> Intanto la { $report } è cambiata: { $who } – { $what }. Ecco di nuovo il testo:
staff-use-this = { $who }, usare questo messaggio per la { $report } ({ $what })?
staff-button-use = Usa questo
staff-button-use-not = No
staff-what-is-this = Che cosa fare di questo messaggio sulla { $report }?
staff-button-nothing = Niente
staff-asked-reply = risposta
staff-asked-reason = motivo
staff-asked-question = domanda
staff-asked-message = messaggio
staff-asked-note = nota
staff-asked-place = luogo
staff-prompt-ended = { $who }: è passata mezz'ora, per la { $report } non è partito nulla ({ $what }).
staff-prompt-ended-kept = { $who }: è passata mezz'ora, per la { $report } non è partito nulla ({ $what }). Quanto scritto è conservato.
staff-prompt-replaced = In sospeso: { $what } per la { $report }.
staff-prompt-replaced-kept = In sospeso: { $what } per la { $report }. Quanto scritto è conservato.
staff-button-go-on = Continua
staff-nothing-to-cancel = Non c'è nulla da annullare.
staff-unusable = Qui si possono usare solo parole e foto.
staff-words-only = Qui le foto non possono partire: scrivere solo parole.
staff-place-only = Scrivere il luogo a parole, o inviare una posizione.
staff-too-long = È troppo lungo: { $units } caratteri. C'è posto per { $limit }.
staff-words-too = { $who }: le foto ci sono ({ $count }). Ora servono le parole: scriverle rispondendo a questo messaggio.

## Fatto
staff-done-category = Categoria della { $report }: { $category } ({ $who })
staff-done-place = Luogo della { $report }: { $place } ({ $who })
staff-done-assigned = La { $report } è assegnata a: { $office } ({ $who })
staff-done-outcome = { $report } – { $outcome } ({ $who })
staff-done-silently = La { $report } è chiusa – { $outcome }, senza parole al cittadino ({ $who })
staff-done-closed = Inviato: la { $report } è chiusa ({ $who })
staff-done-refused = Inviato: la { $report } resta chiusa ({ $who })
staff-done-sent = Inviato al cittadino della { $report } ({ $who })
staff-done-noted = Nota aggiunta alla { $report } ({ $who })
staff-done-changing = Il testo per la { $report } si sta cambiando ({ $who })
staff-done-cancelled = Annullato, nulla è partito o cambiato: { $report } ({ $who })
staff-done-nothing = Di questo messaggio non si fa nulla ({ $who })
staff-done-used = Usato per la { $report } ({ $who })
staff-done-going-on = { $report }: si continua ({ $who })
staff-done-template = { $report }: scelta una risposta pronta ({ $who })

## Rifiuti e avvisi, al massimo 200 caratteri
staff-refusal-only = Può farlo solo: { $roles }.
staff-refusal-only-named = Può farlo solo: { $roles } ({ $names }).
staff-refusal-state = Ora non si può fare. Lo stato della segnalazione è: { $state }.
staff-refusal-overtaken = { $by } ha fatto prima ({ $what }). Ora non è cambiato nulla: la scheda è aggiornata.
staff-refusal-overtaken-clock = Intanto la segnalazione è andata avanti da sola ({ $what }). Ora non è cambiato nulla: la scheda è aggiornata.
staff-refusal-no-words = Servono parole per il cittadino.
staff-refusal-too-late = Sono passati più di { $days } giorni dalla chiusura: occorre una nuova segnalazione.
staff-refusal-not-in-future = Il giorno deve essere dopo oggi.
staff-refusal-no-question = Nessuna domanda aspetta una risposta.
staff-refusal-already = È già così.
staff-refusal-itself = Una segnalazione non si può unire a sé stessa.
staff-old-button = Questo pulsante non vale più. Non è cambiato nulla. Con /open si vede che cosa c'è da fare.
staff-not-theirs = È finito, o lo sta scrivendo un collega. Non è cambiato nulla. Per cominciare, usare i pulsanti della scheda.
staff-no-photos = Questa segnalazione non ha foto.

## Cose da fare
staff-task-title = <b>Da fare:</b> { $what } – { $report }
staff-task-title-done = { $what } – { $report }
staff-task-no-report = nessuna segnalazione
staff-task-tell-otherwise = avvisare il cittadino in altro modo
staff-task-words-after-closing = il cittadino ha scritto dopo la chiusura
staff-task-undeliverable = Questo non è arrivato: { $reason }.
staff-task-reach = Cittadino: { $name }. Dopo averlo avvisato in altro modo, o se non si può raggiungere, premere qui.
staff-task-words-ask = Riaprire la segnalazione, o lasciarla chiusa e rispondere?
staff-task-due = Entro: { $date }
staff-task-ended = <b>Fatto:</b> { $how } ({ $who }, { $time })
staff-task-end-told = il cittadino è stato avvisato
staff-task-end-cannot = il cittadino non si può raggiungere
staff-task-end-delivered = alla fine è arrivato
staff-task-end-reopened = la segnalazione è di nuovo aperta
staff-task-end-left = la segnalazione resta chiusa
staff-task-no-words = Era solo un grazie per la { $report }? Allora non servono parole.
staff-task-already = L'ha già fatto { $who }: { $how }.
staff-button-undo-task = Annulla: non è fatto
staff-button-told = Avvisato
staff-button-cannot = Non raggiungibile
staff-button-reopen = Riapri
staff-button-leave = Lascia chiusa
staff-button-no-words = Non servono parole

## Richiami
staff-ring-for = Per: { $names }
staff-ring-promised = Notizie al cittadino entro { $date }.
staff-ring-answered = Il cittadino ha risposto alla domanda sulla { $report }: la risposta è sulla scheda.
staff-ring-added = Il cittadino ha aggiunto qualcosa alla { $report }: vedi la scheda.
staff-ring-edited = Il cittadino ha modificato un messaggio della { $report }: vedi Storia.
staff-ring-withdrawn = Il cittadino ha ritirato la { $report }: non c'è più nulla da fare.
staff-ring-still-there = Il cittadino dice che il problema della { $report } c'è ancora. Da decidere: <b>Assegna</b> o <b>Non riaprire</b>.
staff-ring-returned = L'ufficio dice che la { $report } non è di sua competenza: da assegnare di nuovo. Il motivo è in Storia.
staff-ring-ready = Il lavoro sulla { $report } è finito: da chiudere con una risposta.
staff-ring-plan-due = È arrivato il giorno previsto per la { $report }.

## Elenchi
staff-open-none = Non c'è nulla di aperto: ogni cittadino ha avuto la sua risposta.
staff-open-title = <b>Aperte:</b> { $waiting } in attesa dell'URP, { $tasks } cose da fare, { $others } presso gli uffici.
staff-open-waiting = <b>In attesa dell'URP</b>
staff-open-tasks = <b>Da fare</b>
staff-open-others = <b>Presso gli uffici</b>
staff-open-due = , entro { $date }
staff-open-late = , <b>in ritardo:</b> { $date }
staff-list-report = <b>{ $number }</b> { $place } – { $category } – { $state }
staff-list-task = { $what }
staff-list-task-report = { $what } – { $number }
staff-button-show = Mostra { $what }
staff-button-show-task = Mostra che cosa fare: { $what }
staff-find-what = Scrivere dopo il comando che cosa cercare, per esempio: /find buca via Roma
staff-find-none = Nessuna segnalazione trovata con: { $words }
staff-find-title = Le segnalazioni più recenti con «{ $words }»:
staff-report-which = Scrivere il numero dopo il comando, per esempio: /report 123
staff-report-none = Non c'è nessuna segnalazione con il numero { $number }.
staff-blocked-none = Nessuno è bloccato.
staff-blocked-title = Non possono inviare nuove segnalazioni:
staff-blocked-line = { $name }, dal { $time }
staff-button-unblock = Sblocca { $name }
staff-unblocked = { $name } può inviare di nuovo segnalazioni.
staff-unknown-command = Questo comando qui non esiste. Ci sono: /open, /report, /find, /blocked, /cancel, /help
staff-help =
    <b>Come funziona</b>
    1. Ogni segnalazione è un messaggio con pulsanti. Per prima cosa controllare <b>Categoria</b> e <b>Luogo</b>.
    2. <b>Assegna</b> la affida a un ufficio; il cittadino viene avvisato.
    3. <b>Chiedi al cittadino</b> e <b>Scrivi al cittadino</b> inviano parole: si rileggono prima che partano.
    4. <b>Rispondi e chiudi</b> la conclude, sempre con una risposta.
    5. /open elenca che cosa c'è da fare, /report 123 porta una segnalazione, /find cerca parole, /blocked elenca chi è bloccato, /cancel interrompe quello che si sta scrivendo.

## Storia
staff-history-title = <b>Storia della { $report }</b>
staff-history-entry = <b>{ $time }</b> { $who } – { $what }
staff-history-promised = Notizie al cittadino entro: { $date }
staff-history-delivery = Al cittadino – { $line }
staff-history-until = risposta attesa entro { $date }
staff-history-solved = risolta
staff-history-not-solved = non risolta
