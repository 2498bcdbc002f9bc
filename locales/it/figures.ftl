# I numeri del supervisore: /stats, il riepilogo del lunedì, il file.

figures-this-week = Questa settimana
figures-last-week = Settimana scorsa
figures-this-month = Questo mese
figures-last-month = Mese scorso
figures-this-year = Quest'anno
figures-chosen = ✓ { $label }
figures-button-town = Tutto il Comune
figures-button-offices = Scegli ufficio
figures-button-csv = CSV
figures-which-office = Di quale ufficio?
figures-days = da { $from } a { $to }
figures-title = <b>{ $period }</b>, { $days }
figures-monday = <b>La settimana scorsa</b>, { $days }
figures-town = Tutto il Comune
figures-office = Ufficio: { $office }
figures-body =
    <b>Adesso (le prime due devono essere 0)</b>
    Segnalazioni senza la notizia promessa: { $limbo }
    Chiuse, ma la risposta non è arrivata: { $unanswered }
    Aperte oltre il termine di chiusura: { $late }

    <b>Nel periodo</b>
    Arrivate: { $arrived }
    Chiuse: { $closed }, con risposta arrivata: { $answered }
    Messaggi non consegnati: { $undelivered }{ $unreachable ->
        [0] { "" }
       *[other] , di cui a persone non raggiungibili: { $unreachable }
    }
    Dall'arrivo alla prima notizia: { $first_word }
    Dall'arrivo alla chiusura: { $closing }
figures-times = metà entro { $median }, nove su dieci entro { $ninetieth } (ore di ufficio; calcolato su { $count ->
    [one] una segnalazione
   *[other] { $count } segnalazioni
 })
figures-no-times = ancora nessun dato
figures-minutes = { $minutes } min
figures-hours = { $hours } h { $minutes } min
figures-whole-days = { $days ->
    [one] 1 giorno lavorativo
   *[other] { $days } giorni lavorativi
 }
figures-days-hours = { $days ->
    [one] 1 giorno lavorativo e { $hours } h
   *[other] { $days } giorni lavorativi e { $hours } h
 }
figures-referents = <b>Meno di due referenti:</b> { $offices }
figures-caption = Numeri per ufficio, { $days }. I tempi contano solo le ore in cui gli uffici sono aperti.
figures-csv-file = numeri-{ $from }-{ $to }.csv
figures-csv-urp = URP (nessun ufficio)
figures-csv-town = Tutto il Comune
figures-csv-office = Ufficio
figures-csv-from = Dal
figures-csv-to = Al
figures-csv-arrived = Arrivate
figures-csv-closed = Chiuse
figures-csv-answered = Chiuse con risposta arrivata
figures-csv-undelivered = Messaggi non consegnati
figures-csv-unreachable = Di cui a persone non raggiungibili
figures-csv-word-median = Ore alla prima notizia (mediana)
figures-csv-word-ninetieth = Ore alla prima notizia (nove su dieci)
figures-csv-closing-median = Ore alla chiusura (mediana)
figures-csv-closing-ninetieth = Ore alla chiusura (nove su dieci)
figures-csv-limbo = Adesso senza la notizia promessa
figures-csv-unanswered = Adesso chiuse senza risposta arrivata
figures-csv-late = Adesso aperte oltre il termine
command-stats = Numeri: segnalazioni, tempi, uffici
