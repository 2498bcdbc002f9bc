# Che cosa legge chi scrive per email.
mail-subject = Segnalazione { $number }
mail-attachments = Allegati: { $names }
mail-received-next = { $town }: ora la segnalazione viene letta e passata all'ufficio competente. Ogni novità arriva a questo indirizzo; per aggiungere parole o foto basta rispondere a questa email.
mail-missing-category = Di che cosa si tratta? Basta rispondere a questa email con il numero:
mail-missing-place = Dove si trova il problema? Rispondere a questa email con la via e il numero civico, o con qualche parola sul luogo.
mail-missing-photo = { $number } = il luogo in cui è stata scattata la foto
mail-missing-done = Chi l'ha già scritto non deve fare nulla.
mail-answer-in-words = Basta rispondere a questa email con le parole «{ $solved }» oppure «{ $still }».
mail-answer-still-there = Se il problema c'è ancora bastano le parole «{ $still }».
report-completed = Grazie, la risposta è arrivata ed è unita alla segnalazione { $report }.
mail-account-mail = l'email
mail-account-pec = la PEC
mail-refused = Non parte { $which }: il server email non accetta i nostri messaggi e dice «{ $reply }». Niente va perso: si riprova automaticamente. Avvisare chi cura il servizio (il comando «rispondo check» dice che cosa non va).
mail-accepted-again = Parte di nuovo { $which }: quello che aspettava viene inviato.
mailbox-closed = Non si legge { $which }: la casella non ci lascia entrare e dice «{ $reply }». Quello che arriva resta nella casella e si leggerà dopo. Avvisare chi cura il servizio: forse la password è cambiata (il comando «rispondo check» dice che cosa non va).
mailbox-away = Non si legge { $which } da un'ora: la casella non si raggiunge («{ $why }»). Quello che arriva resta nella casella e si leggerà dopo. Avvisare chi cura il servizio (il comando «rispondo check» dice che cosa non va).
mailbox-open-again = Si legge di nuovo { $which }: quello che era arrivato viene preso in carico.
page-report = Segnalazione { $report }
page-press = Per confermare, premere il pulsante.
page-still-there-words = Che cosa non va ancora? (non è obbligatorio)
page-still-there-done = Grazie di averlo detto: il problema sarà guardato un'altra volta. Tra poco arriva una conferma per email.
page-unknown = Questo link non è valido
page-unknown-why = Forse è stato copiato solo in parte, o non vale più. Si può rispondere all'email in cui si trova.
page-later = Ora non è possibile
page-later-why = C'è un guasto da noi. Riprovare tra qualche minuto, oppure rispondere all'email.
mail-note-subject = Email troppo grande o troppo lunga
mail-too-big = L'email è arrivata, ma è troppo grande o troppo lunga per essere letta automaticamente: una persona la guarderà. Se possibile, inviarla di nuovo più breve, con foto più piccole.
