# Che cosa legge chi scrive per posta elettronica.
mail-subject = Segnalazione { $number }
mail-attachments = Allegati: { $names }
mail-received-next = Ora { $town } la legge e la passa all'ufficio competente. Ogni novità arriva a questo indirizzo; per aggiungere parole o foto basta rispondere a questa mail.
mail-missing-category = Di che cosa si tratta? Basta rispondere a questa mail con il numero:
mail-missing-place = Dove si trova il problema? Rispondere a questa mail con la via e il numero civico, o con qualche parola sul luogo.
mail-missing-photo = { $number } = il luogo in cui è stata scattata la foto
mail-missing-done = Chi l'ha già scritto non deve fare nulla.
mail-answer-in-words = Basta rispondere a questa mail con le parole «{ $solved }» oppure «{ $still }».
report-completed = Grazie, la risposta è arrivata ed è unita alla segnalazione { $report }.
