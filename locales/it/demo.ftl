# La dimostrazione nel terminale.
demo-opening = Il servizio vero, su un finto Telegram e con un archivio provvisorio. Maria segnala un problema; Carlo, dell'URP, se ne occupa; Maria riceve la risposta. Poi Luca fa lo stesso per posta elettronica.
demo-answered =
    { $count ->
        [one] La segnalazione è chiusa e la risposta è stata consegnata: nessuno è rimasto senza risposta.
       *[other] { $count } segnalazioni chiuse, e tutte le risposte consegnate: nessuno è rimasto senza risposta.
    }
demo-unanswered = Qualcosa non ha funzionato: qualcuno è rimasto senza risposta.
demo-kept = L'archivio e le mail restano in { $folder }.
demo-scene-report = Maria scrive al bot del Comune
demo-scene-card = Il gruppo dell'URP: arriva la scheda
demo-scene-question = Di nuovo da Maria
demo-scene-closing = Il gruppo dell'URP: la risposta
demo-scene-answer = La risposta arriva a Maria
demo-scene-end = Il gruppo dell'URP: la scheda alla fine
demo-address = via Roma 12
demo-problem = C'è una buca profonda davanti alla scuola: stamattina un bambino è caduto.
demo-caption = eccola
demo-photo = (una foto) { $caption }
demo-question = La buca è sul marciapiede o sulla strada?
demo-answer = Sul marciapiede, vicino alle strisce.
demo-reply = La buca sul marciapiede è stata chiusa questa mattina. Grazie della segnalazione.
demo-scene-mail = Luca scrive una mail al Comune, e non dice dove
demo-scene-mail-card = Il gruppo dell'URP: una scheda come le altre
demo-scene-mail-answer = La posta di Luca
demo-town = Comune
demo-opens = (apre il primo collegamento)
demo-mail-subject = Lampione spento
demo-mail-words = Buongiorno, il lampione davanti a casa mia è spento da una settimana e la sera non si vede niente. Grazie, Luca
demo-mail-place = via Verdi 8
demo-mail-reply = Il lampione di via Verdi è stato riparato ieri sera: era un cavo rotto.
demo-taken = In { $folder } c'è già una storia: indicare un'altra cartella.
