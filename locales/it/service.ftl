# Che cosa il servizio dice di sé.
ids-intro = Righe da copiare nel file dell'elenco (directory), dove servono:
ids-group = Questo gruppo:
ids-person = Chi ha scritto:
unbound-group = Buongiorno. Qui risponde il servizio segnalazioni di { $town }, ma questo gruppo non è ancora nel suo elenco. Chi gestisce il servizio può copiarvi una di queste righe; altrimenti tra un giorno il bot lascia il gruppo.
silence-kept = Il servizio è stato fermo dalle { $from } alle { $to }. Ora riparte: i messaggi arrivati nel frattempo vengono letti adesso.
silence-lost = Il servizio è stato fermo dalle { $from } alle { $to }. Telegram conserva i messaggi per 24 ore: quelli più vecchi sono andati persi. Ecco un testo pronto per la pagina del Comune:
silence-page = Dalle { $from } alle { $to } il servizio segnalazioni su Telegram non ha funzionato. Chi ha scritto in quelle ore e non ha ricevuto un numero di segnalazione è pregato di scrivere di nuovo. { $contact }
refusal-too-late = Sono passati più di { $days } giorni dalla chiusura: serve una nuova segnalazione.
refusal-no-question = Questa domanda ha già avuto risposta.
refusal-no-words = Mancano le parole: basta scriverle.
refusal-wrong-state = Questo adesso non è possibile: la segnalazione nel frattempo è cambiata.
refusal-not-allowed = Questa segnalazione non si trova fra le proprie.
