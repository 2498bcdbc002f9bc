# Številke za nadzornika: /stats, ponedeljkov pregled, datoteka.

figures-this-week = Ta teden
figures-last-week = Prejšnji teden
figures-this-month = Ta mesec
figures-last-month = Prejšnji mesec
figures-this-year = To leto
figures-chosen = ✓ { $label }
figures-button-town = Vsa občina
figures-button-offices = Izberi urad
figures-button-csv = CSV
figures-which-office = Kateri urad?
figures-days = { $from } – { $to }
figures-title = <b>{ $period }</b>: { $days }
figures-monday = <b>Prejšnji teden</b>: { $days }
figures-town = Vsa občina
figures-office = Urad: { $office }
figures-body =
    <b>Zdaj (prvi dve vrstici morata biti 0)</b>
    Prijave brez obljubljenega obvestila: { $limbo }
    Zaključene, a odgovor ni prispel: { $unanswered }
    Odprte čez rok za zaključek: { $late }

    <b>V obdobju</b>
    Prejete: { $arrived }
    Zaključene: { $closed }, z dostavljenim odgovorom: { $answered }
    Nedostavljena sporočila: { $undelivered }{ $unreachable ->
        [0] { "" }
       *[other] , od tega nedosegljivim osebam: { $unreachable }
    }
    Od prejema do prvega obvestila: { $first_word }
    Od prejema do zaključka: { $closing }
figures-times = polovica v { $median }, devet od desetih v { $ninetieth } (uradne ure; izračunano iz { $count ->
    [one] { $count } prijave
    [two] { $count } prijav
    [few] { $count } prijav
   *[other] { $count } prijav
 })
figures-no-times = podatkov še ni
figures-minutes = { $minutes } min
figures-hours = { $hours } h { $minutes } min
figures-whole-days = { $days ->
    [one] { $days } delovnem dnevu
    [two] { $days } delovnih dneh
    [few] { $days } delovnih dneh
   *[other] { $days } delovnih dneh
 }
figures-days-hours = { $days ->
    [one] { $days } delovnem dnevu in { $hours } h
    [two] { $days } delovnih dneh in { $hours } h
    [few] { $days } delovnih dneh in { $hours } h
   *[other] { $days } delovnih dneh in { $hours } h
 }
figures-referents = <b>Manj kot dva referenta:</b> { $offices }
figures-caption = Številke po uradih ({ $days }). Časi štejejo samo ure, ko so uradi odprti.
figures-csv-file = stevilke-{ $from }-{ $to }.csv
figures-csv-urp = URP (noben urad)
figures-csv-town = Vsa občina
figures-csv-office = Urad
figures-csv-from = Od
figures-csv-to = Do
figures-csv-arrived = Prejete
figures-csv-closed = Zaključene
figures-csv-answered = Zaključene z dostavljenim odgovorom
figures-csv-undelivered = Nedostavljena sporočila
figures-csv-unreachable = Od tega nedosegljivim osebam
figures-csv-word-median = Ure do prvega obvestila (mediana)
figures-csv-word-ninetieth = Ure do prvega obvestila (devet od desetih)
figures-csv-closing-median = Ure do zaključka (mediana)
figures-csv-closing-ninetieth = Ure do zaključka (devet od desetih)
figures-csv-limbo = Zdaj brez obljubljenega obvestila
figures-csv-unanswered = Zdaj zaključene brez dostavljenega odgovora
figures-csv-late = Zdaj odprte čez rok
command-stats = Številke: prijave, časi, uradi
