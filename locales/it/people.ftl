# Chi lavora al servizio: inviti, elenco, ruoli che finiscono, gruppi; e l'aiuto per ogni ruolo.

## Ruoli
people-supervisor = supervisore
people-urp = URP
people-referent = referente, { $office }
people-operator = operatore, { $office }
people-post-supervisor = Supervisore
people-post-urp = URP
people-post-referent = Referente
people-post-operator = Operatore

## Inviti
people-invite-role = Con quale ruolo entra la persona da invitare?
people-invite-office = { $post }: di quale ufficio?
people-invite-name = Invito come <b>{ $role }</b>. Con quale nome la conosceranno i colleghi? Basta scriverlo; oppure si usa il nome che ha su Telegram.
people-invite-prompt = { $who }: scrivere nome e cognome rispondendo a questo messaggio.
people-invite-placeholder = Nome e cognome
people-invite-made = Invito come <b>{ $role }</b>: è pronto, qui sotto.
people-invite-cancelled = Nessun invito: non è cambiato nulla.
people-invite-impossible = L'invito non si può fare adesso: il servizio non conosce ancora il nome del proprio bot. Riprovare tra un minuto con /invite
people-invited = Invito pronto: <b>{ $role }</b>. Inoltrare il messaggio qui sotto solo a questa persona: vale una volta sola, fino a { $date }.
people-invited-named = Invito pronto per <b>{ $name }</b>: <b>{ $role }</b>. Inoltrare il messaggio qui sotto solo a questa persona: vale una volta sola, fino a { $date }.
people-button-withdraw = Ritira l'invito
people-withdrawn = Invito ritirato: <b>{ $role }</b>. Il link non vale più.
people-withdrawn-named = Invito per <b>{ $name }</b> ritirato: <b>{ $role }</b>. Il link non vale più.
people-withdrawn-too-late = Troppo tardi: questo invito è già stato usato. Un ruolo si toglie con /people
people-invitation = Invito al servizio segnalazioni ({ $town }), come <b>{ $role }</b>. Aprire il link e premere Avvia, entro { $date }. L'invito è personale e vale una volta sola:
    { $link }
people-button-unnamed = Nome di Telegram
people-entry-unknown = Questo invito non esiste: forse il link è stato copiato solo in parte.
people-entry-used = Questo invito è già stato usato: ogni invito vale una volta sola.
people-entry-expired = Questo invito è scaduto: ogni invito vale 7 giorni.
people-entry-withdrawn = Questo invito è stato ritirato.
people-entry-ask = Per riceverne uno nuovo: { $names }.
people-entry-ask-town = Per riceverne uno nuovo: chi gestisce il servizio ({ $town }).
people-already = Questo ruolo c'è già: <b>{ $role }</b>. L'invito resta valido per un'altra persona.
people-welcome = <b>Tutto fatto.</b> Da adesso, nel servizio segnalazioni ({ $town }): <b>{ $role }</b>, con il nome { $name }.
people-welcome-group-urp = Si lavora nel gruppo dell'URP: chi non c'è ancora può chiedere di essere aggiunto.
people-welcome-group = Si lavora nel gruppo dell'ufficio ({ $office }): chi non c'è ancora può chiedere di essere aggiunto.
people-joined = { $name } (su Telegram: { $shown }) ha usato il suo invito: { $role }.
people-joined-by = L'invito era di { $by }.

## Elenco
people-title = <b>Persone</b>
people-heading = <b>{ $role }</b>
people-line = • { $name }
people-line-marked = • { $name } – { $why }
people-mark-no-account = manca l'account Telegram: serve un invito
people-mark-not-started = il bot non può scriverle: non ha premuto Avvia, o ha bloccato il bot
people-none-named = Nell'elenco non c'è nessuno che si chiami «{ $name }». /people mostra tutti.
people-few-referents = Uffici con meno di due referenti: { $offices }
people-no-group = Uffici senza gruppo (intanto se ne occupa l'URP): { $offices }. Dire di chi è un gruppo: /bind, scritto nel gruppo.
people-button-remove = Rimuovi { $name }

## Ruoli che finiscono
people-really-remove = Togliere a { $name } il ruolo <b>{ $role }</b>? Da subito non potrà più lavorare come tale; gli altri suoi ruoli restano.
people-reports-go-back = { $count ->
    [one] La segnalazione che sta seguendo torna ai referenti dell'ufficio.
   *[other] Le { $count } segnalazioni che sta seguendo tornano ai referenti dell'ufficio.
}
people-button-yes = Sì, togli
people-button-no = No
people-not-removed = Non è cambiato nulla.
people-removed = Fatto: { $name } non ha più il ruolo <b>{ $role }</b> ({ $by }).
people-reports-went-back = { $count ->
    [one] La segnalazione che seguiva è tornata ai referenti.
   *[other] Le { $count } segnalazioni che seguiva sono tornate ai referenti.
}
people-removed-you = Il ruolo <b>{ $role }</b> nel servizio segnalazioni ({ $town }) è terminato. Grazie del lavoro fatto.
people-no-referent = <b>Questo ufficio non ha più nessun referente: { $office }.</b> Nessuno può più affidare le sue segnalazioni a un operatore: con /invite si invita un referente.
people-ring-operator-left = La { $report } torna ai referenti: chi la seguiva non lavora più qui.
people-last-supervisor = È l'unico supervisore: senza, nessuno potrebbe più invitare. Prima se ne invita un altro con /invite.
people-no-such-entry = Nell'elenco non c'è più, o è cambiato. Non è cambiato nulla. /people mostra come stanno le cose.
people-still-in = { $name } è ancora in questi gruppi: { $groups }.
people-button-expel = Togli da { $group }
people-expelled = { $name } non è più nel gruppo «{ $group }».
people-not-expelled = Il bot non può togliere { $name } dal gruppo «{ $group }» (Telegram dice: «{ $why }»). Può farlo un amministratore del gruppo: aprire il gruppo, i suoi membri, tenere premuto il nome e scegliere Rimuovi.
people-belongs-there = Questa persona lavora di nuovo in quel gruppo: resta dov'è.

## Gruppi
bind-nobody = nessuno
bind-whose = Di chi è questo gruppo? (adesso: { $now })
bind-button-unbind = Di nessuno
bind-in-a-group = Scrivere /bind nel gruppo stesso, dopo avervi aggiunto il bot come amministratore.
bind-anonymous = Chi scrive a nome del gruppo non si riconosce: per dire di chi è il gruppo, un supervisore scrive /bind con il proprio nome (nelle impostazioni degli amministratori, togliere «Rimani anonimo»).
written-by-nobody = Chi scrive a nome del gruppo non si riconosce, quindi non è stato fatto nulla. Nelle impostazioni degli amministratori, togliere «Rimani anonimo», poi scriverlo di nuovo.
bind-cancelled = Il gruppo resta come prima: { $now }.
bind-already = È già così.
bind-done = Fatto. Questo gruppo adesso: <b>{ $now }</b> (prima: { $before }).
bind-instead = { $name } prima aveva il gruppo «{ $group }», dove non arrivano più schede.
bind-instead-unknown = { $name } prima aveva un altro gruppo, dove non arrivano più schede.
bind-left = Tra un giorno il bot lascia quel gruppo, se intanto nessuno dice con /bind di chi è.
bind-reports = Le schede delle segnalazioni aperte arrivano qui sotto: { $count }
bind-back = Finora in mano all'URP, ora ai referenti: { $count }
bind-undone = Fatto. Questo gruppo non è più di nessuno (prima: { $before }). Tra un giorno il bot lo lascia, se intanto nessuno dice con /bind di chi è
bind-no-office = L'ufficio «{ $office }» non è più nell'elenco.

## Aiuto
help-you-are = Ruolo: <b>{ $roles }</b>
help-supervisor =
    <b>Supervisore, in cinque passi</b>
    1. /invite crea un invito personale: scegliere ruolo e ufficio, poi inoltrare il link.
    2. Aggiungere il bot a ogni gruppo come amministratore e scrivervi /bind: così il gruppo è dell'URP o di un ufficio.
    3. /people mostra chi c'è, chi manca e dove servono due referenti; <b>Rimuovi</b> toglie un ruolo.
    4. Quando una risposta promessa sta per tardare, arriva qui un messaggio: da lì si chiede all'ufficio o si scrive al cittadino.
    5. /stats dice quante segnalazioni ci sono, quanto si aspetta e dove.
help-urp =
    <b>URP, in cinque passi</b>
    1. Ogni segnalazione è un messaggio con pulsanti: per prima cosa controllare <b>Categoria</b> e <b>Luogo</b>.
    2. <b>Assegna</b> la affida a un ufficio; il cittadino viene avvisato.
    3. <b>Chiedi al cittadino</b> e <b>Scrivi al cittadino</b> inviano parole: si rileggono prima che partano.
    4. Quando l'ufficio la dice pronta: <b>Invia questa risposta</b>, o <b>Modifica</b>; si rilegge prima che parta. Se manca qualcosa, <b>Rimanda all'ufficio</b>.
    5. /open elenca che cosa c'è da fare: ogni mattina, cominciare da lì. /new scrive una segnalazione per chi telefona o viene allo sportello.
help-referent =
    <b>Referente, in cinque passi</b>
    1. Quando arriva una scheda: <b>Prendi in carico</b>, oppure <b>Affida a</b> un operatore.
    2. Se è di un altro ufficio: <b>Non è nostra</b>, con il motivo; torna all'URP.
    3. Se non si può fare subito: <b>Non ora: perché</b>, con il motivo e la data, che arrivano al cittadino.
    4. Se manca qualcosa: <b>Chiedi al cittadino</b>.
    5. A lavoro finito: <b>Pronta da chiudere</b>, con l'esito e una foto o due parole. Risponde l'URP.
help-operator =
    <b>Operatore, in cinque passi</b>
    1. <b>Prendi in carico</b> sulla scheda: da quel momento la segue chi ha premuto.
    2. <b>Foto</b> e <b>Storia</b> mostrano che cosa si sa già.
    3. <b>Nota</b> scrive qualcosa che leggono solo i colleghi.
    4. Se non si riesce: <b>Restituisci</b>, e torna ai referenti.
    5. A lavoro finito: <b>Pronta da chiudere</b>, con l'esito e una foto o due parole. Risponde l'URP.
help-commands = /open che cosa c'è da fare · /report 123 porta una segnalazione · /find cerca parole · /works elenca i lavori in programma · /cancel interrompe quello che si sta scrivendo
help-button-citizen = Aiuto per segnalare

## Comandi
command-people = Persone, ruoli e che cosa manca
command-invite = Invitare una persona
command-remove = Togliere un ruolo
