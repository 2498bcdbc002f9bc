# «Perché non ora» e i lavori in programma.

staff-button-plan = Non ora: perché
staff-button-another-date = Altra data
staff-button-same-reason = Stesso motivo
staff-prompt-plan = { $who }: scrivere al cittadino perché la { $report } non si può risolvere adesso, rispondendo a questo messaggio. Dopo si sceglie la data.
staff-asked-plan = motivo e data
staff-plan-same-reason = Oppure lasciare per la { $report } il motivo già scritto al cittadino:
staff-plan-when = { $who }: quando sarà ripresa la { $report }?
staff-plan-day-set = { $report }: { $when } ({ $who })
staff-day-how = Si può scrivere così: 15/5, 15 maggio 2027, oppure solo maggio 2027.
works-span-how = Si può scrivere così: 1/3 - 31/5, da marzo a maggio 2027, oppure solo la fine: maggio 2027.
staff-day-unreadable = Questa data non si riesce a leggere.
staff-day-past = Serve una data da domani in poi.
staff-span-week = Tra una settimana
staff-span-weeks = Tra 2 settimane
staff-span-month = Tra un mese
staff-span-months = Tra 3 mesi

## I lavori in programma
works-around = entro { $metres } metri dal punto
works-name = { $place }: { $what }
works-line = { $work }, fino a { $date }
works-entry = { $work }, fino a { $date } – { $office }
works-late = {" "}– <b>data passata</b>
works-card-falls-in = <b>Rientra nei lavori in programma:</b> { $work }, fino a { $date }
works-card-awaited = In attesa dei lavori: { $work }
works-button-answer = Rispondi con questo
works-button-answer-with = Rispondi: { $work }
works-button-link = Collega a lavori
works-choose = Quali lavori aspetta la { $report }?
works-none = Nessun lavoro in programma.
works-title = <b>Lavori in programma</b>
works-button-new = Nuovi lavori
works-whole =
    Ufficio: { $office }
    Categorie: { $categories }
    Da { $from } a { $until }
    Perché non ora, per i cittadini:
works-waiting = Segnalazioni collegate: { $count }
works-over = <b>Conclusi.</b>
works-button-reports = Segnalazioni
works-button-date = Cambia la data
works-button-done = Lavori finiti
works-button-number = Collega una segnalazione
works-button-cancel = Annulla i lavori
works-reports = Segnalazioni collegate a { $work }:
works-reports-none = Nessuna segnalazione aperta è collegata a { $work }.
works-made-ready = Lavori finiti: { $work }. Pronte da chiudere, con la risposta proposta: { $count }. Le schede sono aggiornate.
works-near = Data vicina: { $work }, fino a { $date }. Segnalazioni collegate: { $count }. Se i lavori continuano, cambiare la data: chi aspetta sarà avvisato.
works-past = La data è passata: { $work }, fino a { $date }. Segnalazioni collegate: { $count }. I lavori sono finiti? Se continuano, cambiare la data: chi aspetta sarà avvisato.
works-over-notice = Questi lavori sono conclusi o la loro data è passata: non si può rispondere con questi.
works-none-for = Non ci sono altri lavori in programma per questa categoria.
works-stopped = Annullato: nulla è cambiato ({ $who })
works-which-office = Nuovi lavori: di quale ufficio?
works-office-chosen = Nuovi lavori: { $office } ({ $who })
works-where = { $who }: nuovi lavori. In quale via? Rispondere a questo messaggio con una o più vie, una per riga, oppure inviare una posizione.
works-radius = Fino a quale distanza dal punto?
works-metres = { $metres } m
works-radius-chosen = Entro { $metres } metri dal punto.
works-categories = Per quali segnalazioni? Scegliere una o più categorie (✓), poi «Continua».
works-button-all = Tutte
works-button-go-on = Continua
works-categories-chosen = Categorie: { $categories }
works-no-category = Scegliere almeno una categoria.
works-what = { $who }: che cosa si farà? Rispondere in poche parole, per esempio: rifacimento completo.
works-when = { $who }: da quando a quando? Rispondere per esempio: 1/3 - 31/5, marzo - maggio 2027, oppure solo la fine: maggio 2027.
works-why = { $who }: ora le parole per i cittadini: perché non prima? Chi segnala qualcosa qui leggerà questo testo. Rispondere a questo messaggio.
works-words-only = Qui servono solo parole.
works-summary = È giusto così? Le nuove segnalazioni che rientrano qui lo mostreranno sulla scheda.
works-button-save = Salva
works-button-again = Ricomincia
works-saved = Salvato: { $work } ({ $who })
works-new-day = { $who }: nuova data di fine per { $work }? Rispondere a questo messaggio.
works-new-words = Perché cambia? Rispondere con le parole per chi aspetta, oppure lasciare quelle di prima:
works-words-kept = Le parole restano quelle di prima ({ $who })
works-outcome = { $who }: lavori finiti: { $work }. Scrivere una volta la risposta per i cittadini: che cosa è stato fatto? Rispondere a questo messaggio.
works-reason = { $who }: perché non si farà { $work }? Chi aspetta leggerà queste parole. Rispondere a questo messaggio.
works-number = { $who }: quale segnalazione aspetta { $work }? Rispondere con il numero.
works-confirm-moved = { $work }: nuova data { $date }.
works-confirm-cancelled = { $work }: non si farà.
works-will-read = Qui sopra c'è quello che leggerà il primo cittadino; agli altri arriva lo stesso testo, ciascuno con il proprio numero. Segnalazioni collegate: { $count }. Non è ancora partito nulla.
works-nobody-reads = Nessuno è in attesa: non parte alcun messaggio.
works-confirm-done = Lavori finiti: { $work }. Segnalazioni collegate: { $count }. Quelle non ancora pronte, e che non aspettano altro, passano all'URP pronte da chiudere, con questa risposta proposta:
works-moved = Data cambiata: { $work }, fino a { $date } ({ $who })
works-done = Lavori finiti: { $work } ({ $who })
works-cancelled = Annullati: { $work } ({ $who })
