report-late = Sulla segnalazione { $report } avevamo promesso notizie entro { $was }, e non sono arrivate. Ci scusiamo: siamo in ritardo, e chi dirige il servizio lo sa.
report-question-reminder = Un promemoria: sulla segnalazione { $report } c'è ancora una domanda.
citizen-history-late = il Comune è in ritardo: ha chiesto scusa e dato una nuova data
citizen-history-reminded = il Comune ha ricordato la domanda
citizen-history-followed = prosegue con la segnalazione { $number }, che riguarda lo stesso problema
staff-event-late-told = ha avvisato il cittadino del ritardo
staff-event-question-reminded = ha ricordato la domanda al cittadino
staff-event-followed = l'ha unita alla nuova segnalazione principale
staff-refusal-not-late = La data promessa non è passata, o il cittadino è già stato avvisato.

## Promemoria del mattino
clock-morning = <b>Promemoria</b>: { $count ->
    [one] una scadenza è vicina o passata.
   *[other] { $count } scadenze sono vicine o passate.
}
clock-morning-supervisor = <b>Per il supervisore</b>: { $count ->
    [one] una scadenza è oggi o è passata.
   *[other] { $count } scadenze sono oggi o sono passate.
}
clock-morning-open = In tutto: da assegnare o chiudere { $waiting }, cose da fare { $tasks }, presso gli uffici { $others }. Elenco: /open
clock-line-due = il cittadino deve avere notizie entro { $date }
clock-line-today = il cittadino deve avere notizie oggi
clock-line-late = notizie promesse per { $date }, il cittadino aspetta ancora
clock-line-task = { $what }: cosa da fare entro { $date }
clock-line-task-today = { $what }: cosa da fare oggi
clock-line-task-late = { $what }: cosa da fare, era entro { $date }
clock-more = … e ancora { $count }. Elenchi: /limbo e /open
clock-button-show = { $place }. Mostra { $what }
clock-button-show-task = { $place }. Mostra la cosa da fare { $what }
clock-button-ask-office-of = { $place }. Chiedi all'ufficio
clock-button-ask-urp-of = { $place }. Chiedi all'URP
clock-button-tell-of = { $place }. Avvisa il cittadino
clock-button-ask-office = Chiedi all'ufficio
clock-button-ask-urp = Chiedi all'URP
clock-button-tell = Avvisa il cittadino
clock-unheard = Nessun supervisore può essere avvisato qui su Telegram: serve che almeno uno apra la chat con il bot e prema Avvia. Intanto avvisarne uno di persona.
clock-alarm-subject = { $town }: segnalazioni da seguire

## Segnalazioni in attesa oltre la promessa
command-limbo = Chi aspetta oltre la data promessa
clock-limbo-none = Nessun cittadino aspetta oltre la data promessa.
clock-limbo = <b>Oltre la data promessa</b>: { $count ->
    [one] un cittadino aspetta ancora notizie.
   *[other] { $count } cittadini aspettano ancora notizie.
}
clock-card-limbo = In ritardo: notizie promesse per { $date }, una persona deve ancora scrivere al cittadino.
clock-list-overdue = , era da chiudere entro { $date }
clock-card-overdue = Oltre il termine per chiudere: { $date }.

## Parole preparate
clock-draft-sorry = Ci scusiamo per l'attesa.
clock-draft-received = La segnalazione è presso l'ufficio relazioni con il pubblico (URP), che non ha ancora una risposta definitiva.
clock-draft-assigned = La segnalazione è affidata all'ufficio competente ({ $office }), che non ha ancora una risposta definitiva.
clock-draft-in-progress = L'ufficio competente ({ $office }) se ne sta occupando, ma non ha ancora una risposta definitiva.
clock-draft-ready = L'ufficio competente ({ $office }) ha concluso il suo esame: la risposta è in preparazione.
clock-draft-reopened = La segnalazione è di nuovo presso l'ufficio relazioni con il pubblico (URP), che non ha ancora una risposta definitiva.
clock-draft-no-answer = Per proseguire serviva una risposta a questa domanda: «{ $question }». Non è arrivata, e senza di essa non è possibile andare avanti: la segnalazione viene chiusa.

## Chi dirige chiede all'ufficio
clock-prompt-ask-office = { $who }, scrivere che cosa chiedere sulla segnalazione { $report }. Le parole arrivano nella chat di chi la segue.
clock-asked-ask-office = domanda all'ufficio
clock-supervisor-asks = <b>{ $who }</b>, supervisore del servizio, chiede della segnalazione { $report }:
clock-supervisor-asks-how = Rispondere a questo messaggio: la risposta arriva al supervisore e può diventare una nota.
clock-asked-office-note = Chiesto all'ufficio: { $words }
clock-office-asked = Segnalazione { $report }: la domanda va a: { $to }.
clock-office-answers = <b>{ $who }</b> risponde sulla segnalazione { $report }:
clock-no-office-chat = Non c'è ancora un gruppo in cui chiedere: né dell'ufficio né dell'URP.

## Domanda senza risposta
clock-task-question = Domanda senza risposta
clock-task-question-ask = Il cittadino non ha risposto. Si può chiedere di nuovo, oppure chiudere spiegando perché.
clock-button-close-no-answer = Chiudi, nessuna risposta
clock-button-ask-again = Chiedi di nuovo
clock-task-end-answered = il cittadino ha risposto
clock-task-end-closed = segnalazione chiusa
clock-task-end-asked-again = domanda fatta di nuovo
