# Segnalazioni dello stesso problema, e segnalazioni che l'URP scrive per qualcuno.
staff-card-near = Forse è la stessa:
staff-card-near-one = { $number }: { $place } ({ $state })
staff-card-followers = { $count ->
    [one] Un'altra segnalazione dello stesso problema segue questa: chi l'ha inviata riceve la stessa risposta.
   *[other] { $count } altre segnalazioni dello stesso problema seguono questa: chi le ha inviate riceve la stessa risposta.
}
staff-card-from-duplicate = Dalla { $number }:
staff-button-same = Uguale alla { $number }
staff-button-undo-merge = Separa
staff-prompt-merge = { $who }: che cosa deve leggere chi ha inviato la { $report }? Il problema è quello della { $main }: da ora riceve le stesse notizie.
staff-done-merged = La { $report } è ora unita alla { $main } ({ $who }). Chi l'ha inviata lo sa.
staff-main-is-duplicate = La { $main } è già unita alla { $of }. La { $report } è la stessa di quella?
merge-words = È seguito con il numero { $main }. Anche qui arriveranno tutte le novità, e poi la risposta. Non serve fare altro.
staff-refusal-main-closed = La { $main } è chiusa: non si può unire altro. Se il problema c'è ancora, questa va seguita per conto suo, oppure prima si riapre quella.
staff-refusal-follows-already = La { $other } è già unita a questa. Per fare il contrario: prima Separa sulla { $other }.
staff-refusal-main-is-duplicate = La { $main } è già unita alla { $of }: questa va unita a quella.
staff-event-from-duplicate = un'altra segnalazione dello stesso problema
staff-event-duplicate-left = non è lo stesso problema
staff-ring-from-duplicate = Chi ha segnalato lo stesso problema della { $report } ha aggiunto qualcosa (vedi la scheda).
staff-ring-goes-on = La { $report } prosegue per conto suo: quella che seguiva è stata ritirata o chiusa come spam. Aspetta un ufficio.
staff-history-others = Attraverso la segnalazione principale:
citizen-follows = Seguita con il numero { $number }
staff-channel-mail = email
staff-channel-phone = telefono
staff-channel-nobody = nessun recapito
staff-delivery-by-phone = da dire per telefono
staff-delivery-told = detto per telefono
staff-suppressed-read-out = letta ad alta voce
staff-suppressed-no-call = non serve telefonare
staff-suppressed-no-contact = nessun recapito
staff-task-call = telefonare: { $phone }
staff-task-call-ask = { $name }, <b>{ $phone }</b>. Ecco che cosa dire:
staff-task-call-tried = { $count ->
    [one] Finora una volta non ha risposto nessuno.
   *[other] Finora { $count } volte non ha risposto nessuno.
}
staff-button-nobody = Nessuna risposta
staff-task-again = { $report }: non ha risposto nessuno ({ $who }): si riprova { $date }.
staff-call-again = Al { $phone } non ha risposto nessuno ({ $report }, { $who }): si riprova { $date }.
staff-call-noted = È già segnato che non ha risposto nessuno. Se era un'altra chiamata, basta premere di nuovo.
desk-received-phone = { $town }: la segnalazione sarà letta e passata all'ufficio competente.
desk-received-nobody = { $town }: la segnalazione sarà letta e passata all'ufficio competente. Senza telefono e senza email non possiamo mandare notizie.
desk-only-urp-chat = Una segnalazione per qualcuno si scrive nel gruppo dell'URP.
desk-unfinished = { $who }: una segnalazione cominciata non è ancora salvata.
desk-button-go-on = Continua
desk-button-anew = Ricomincia
desk-ask-kind = { $who }: una segnalazione per chi è allo sportello o al telefono. <b>Di che problema si tratta?</b>
desk-ask-place = { $who }: <b>dove si trova?</b> Rispondere con l'indirizzo, una descrizione o una posizione.
desk-ask-words = { $who }: <b>che cosa non va?</b> Rispondere con le parole di chi segnala.
desk-ask-photos = <b>Ci sono foto?</b> Inviarle qui, una o più; altrimenti si continua senza.
desk-photos-there = { $count ->
    [one] C'è una foto. Un'altra, oppure basta così?
   *[other] Ci sono { $count } foto. Un'altra, oppure basta così?
}
desk-button-no-photo = Nessuna foto
desk-button-photos-done = Basta così
desk-ask-name = { $who }: <b>come si chiama chi segnala?</b> Rispondere con il nome, oppure continuare senza.
desk-button-no-name = Senza nome
desk-ask-contact = <b>Come si può avvisare?</b>
desk-button-phone = Telefono
desk-button-mail = Email
desk-button-nobody = Nessun recapito
desk-ask-phone = { $who }: <b>quale numero di telefono?</b> Rispondere con il numero.
desk-ask-mail = { $who }: <b>quale indirizzo email?</b> Rispondere con l'indirizzo, lettera per lettera.
desk-choose = Serve uno dei pulsanti.
desk-not-a-phone = Non sembra un numero di telefono: servono almeno cinque cifre.
desk-not-a-mail = Non sembra un indirizzo email: serve qualcosa come nome@example.org.
desk-no-mail = Questo Comune non scrive ancora email: serve un numero di telefono, oppure «Nessun recapito».
desk-too-many-photos = C'è posto per { $count } foto: le altre non sono state prese.
desk-summary = <b>Da salvare:</b>
desk-summary-kind = Che cosa: { $kind }
desk-summary-place = Dove: { $place }
desk-summary-photos = Foto: { $count }
desk-summary-name = Nome: { $name }
desk-summary-phone = Si telefona al { $phone }
desk-summary-mail = Si scrive a { $mail }
desk-summary-nobody = Nessun recapito: <b>va detto</b> che non possiamo mandare notizie e che con il numero si può chiedere all'URP.
desk-button-save = Salva
desk-button-change = Cambia
desk-button-cancel = Annulla
desk-button-kind = Che cosa
desk-button-place = Dove
desk-button-words = Parole
desk-button-photos = Foto
desk-button-name = Nome
desk-button-contact = Recapito
desk-ask-change = Che cosa va cambiato?
desk-saved = Salvata con il numero <b>{ $number }</b> ({ $who }).
desk-saved-mail = La conferma parte per { $mail }.
desk-saved-say = Da leggere ad alta voce:
desk-cancelled = Non è stato salvato niente ({ $who }).
desk-nobody-name = Una persona senza nome
command-desk-new = Scrivere una segnalazione per qualcuno
desk-button-answered = Ha risposto…
desk-prompt-answer = { $who }, { $report }: che cosa ha risposto il cittadino alla domanda «{ $question }»? Scriverlo rispondendo a questo messaggio, con foto se utili.
desk-asked-answer = risposta del cittadino
desk-asked-otherwise = Intanto è stata fatta un'altra domanda: questa risposta non è stata aggiunta. Resta scritta con Nota.
desk-answer-noted = Risposta del cittadino aggiunta alla { $report } ({ $who })
desk-promise-phone = Telefoniamo entro <b>{ $date }</b>.
desk-nobody-contact = Con il numero si può chiedere quando si vuole: { $contact }
desk-card-deadline = Nessun recapito, niente da promettere. Da seguire entro: <b>{ $date }</b>
desk-line-deadline = da seguire entro { $date } (nessun recapito)
desk-question-how = Serve una risposta entro { $date }.
desk-preview-phone = Qui sopra c'è quello che va detto al telefono. Si apre una telefonata da fare: confermare per la { $report }?
desk-preview-nobody = Qui sopra ci sono le parole per la { $report }. Non parte nulla: non c'è un recapito. Restano nella storia: confermare?
desk-preview-joined = Qui sopra ci sono le parole per la { $report }. A chi l'ha segnalata non parte nulla: non c'è un recapito. Confermare?
desk-done-phone = { $report }: è da dire al telefono, la telefonata è tra le cose da fare ({ $who })
desk-done-nobody = { $report }: non parte nulla, non c'è un recapito. Resta nella storia ({ $who })
desk-done-joined = { $report }: le parole vanno ai cittadini delle segnalazioni unite a questa. Per chi l'ha segnalata non c'è un recapito ({ $who })
desk-done-closed-phone = La { $report } è chiusa: è da dire al telefono, la telefonata è tra le cose da fare ({ $who })
desk-done-closed-nobody = La { $report } è chiusa. Non parte nulla, non c'è un recapito: resta nella storia ({ $who })
desk-done-closed-joined = La { $report } è chiusa: la risposta va ai cittadini delle segnalazioni unite a questa. Per chi l'ha segnalata non c'è un recapito ({ $who })
desk-button-same-as = Uguale a…
desk-prompt-same-as = { $who }: quale altra segnalazione riguarda lo stesso problema della { $report }? Scriverne il numero rispondendo a questo messaggio.
desk-asked-number = numero
desk-preview-others = { $count ->
    [one] Lo riceve anche chi ha inviato un'altra segnalazione dello stesso problema.
   *[other] Lo ricevono anche le persone di altre { $count } segnalazioni dello stesso problema.
}
desk-preview-others-move = { $count ->
    [one] Anche la segnalazione già unita a questa passa alla { $main }, e riceve le stesse notizie.
   *[other] Anche le { $count } segnalazioni già unite a questa passano alla { $main }, e ricevono le stesse notizie.
}
desk-not-a-number = Non è il numero di una segnalazione: serve qualcosa come 2026-000123.
