# La dimostrazione nel terminale.
demo-opening = Il servizio vero, su un finto Telegram, con un archivio provvisorio e un orologio che la storia sposta. Maria, Luca, Paolo e Rosa abitano in città. Carlo lavora all'URP; Ezio è un referente dell'ufficio strade, Gino ci lavora; Anna dirige il servizio.
demo-answered =
    { $count ->
        [one] La segnalazione ha la sua risposta, e la risposta è arrivata: nessuno è rimasto senza una parola.
       *[other] { $count } segnalazioni: ognuna ha la sua risposta, e ogni risposta è arrivata. Nessuno è rimasto senza una parola.
    }
demo-unanswered = Qualcosa non ha funzionato: qualcuno è rimasto senza risposta.
demo-still-open = { $report } non è né chiusa né programmata.
demo-not-delivered = { $report }: la risposta non è arrivata.
demo-kept = L'archivio e le email restano in { $folder }.
demo-taken = In { $folder } c'è già una storia: indicare un'altra cartella.
demo-photo = (una foto) { $caption }
demo-town = Comune

demo-chapter-cascade = 1. Dal cittadino a chi fa il lavoro
demo-scene-report = Maria scrive al bot del Comune
demo-address = via Roma 12
demo-problem = C'è una buca profonda nel marciapiede davanti alla scuola: stamattina un bambino è caduto.
demo-caption = eccola
demo-scene-card = Il gruppo dell'URP: Carlo la assegna all'ufficio
demo-scene-office = Il gruppo dell'ufficio: Ezio la affida a Gino
demo-scene-operator = Gino la trova nella sua chat privata

demo-chapter-same = 2. Lo stesso problema, per email
demo-scene-mail = Luca scrive un'email al Comune, e non dice dove
demo-mail-subject = Marciapiede rotto
demo-mail-words = Buongiorno, c'è una buca nel marciapiede vicino alla scuola. Stamattina per poco non cadevo. Grazie, Luca
demo-mail-place = via Roma 14
demo-scene-same = Il gruppo dell'URP: è la stessa buca

demo-chapter-answer = 3. Fatto: la risposta a tutti e due
demo-scene-ready = La chat privata di Gino: la buca è chiusa
demo-done = Lastre nuove, ora ci si cammina senza pericolo.
demo-scene-draft = Il gruppo dell'URP: Carlo legge la bozza e la manda
demo-scene-maria-answer = La risposta arriva a Maria
demo-scene-luca-answer = Luca riceve la stessa risposta per email
demo-scene-end = Il gruppo dell'URP: la scheda di Maria alla fine

demo-chapter-planned = 4. Perché non subito
demo-scene-work = Il gruppo dell'ufficio: Ezio registra dei lavori in programma, una volta per tutte
demo-work-street = via Battisti
demo-work-what = rifacimento completo dell'asfalto
demo-work-when = marzo - maggio 2027
demo-work-why = In primavera tutta la via avrà un asfalto nuovo: le buche chiuse adesso si riaprirebbero prima.
demo-scene-paolo = Paolo segnala le buche di via Battisti
demo-work-address = via Battisti 20
demo-work-problem = La strada è piena di buche: le chiudono, e un mese dopo sono di nuovo lì.
demo-scene-falls-in = Il gruppo dell'URP: la scheda conosce già la risposta
demo-scene-paolo-answer = Paolo sa perché, e quando

demo-chapter-promise = 5. Una promessa sta per scadere
demo-scene-rosa = Rosa segnala un lampione; l'ufficio la riceve, e nessuno la prende in carico
demo-lamp-address = via Verdi 8
demo-lamp-problem = Il lampione davanti a casa è spento da una settimana: la sera non si vede niente.
demo-scene-reminder = Venerdì 4 dicembre, ore 9. Un promemoria nel gruppo dell'ufficio
demo-scene-supervisor = Mercoledì 9 dicembre, ore 9, il giorno promesso. Lo sa anche Anna
demo-asks = Oggi è il giorno promesso: che cosa si può dire al cittadino?
demo-scene-asked = Il gruppo dell'ufficio: Ezio spiega perché, e quando
demo-lamp-why = Sotto il marciapiede si è rotto un cavo. Quello nuovo è già ordinato: sarà posato appena arriva.
demo-scene-rosa-answer = Rosa ha una risposta nel giorno promesso
