report-late = O prijavi { $report } smo vam obljubili obvestilo (do: { $was }), pa ga niste prejeli. Opravičujemo se: zamujamo in vodstvo storitve to ve.
report-question-reminder = Samo opomnik: pri prijavi { $report } še čakamo na vaš odgovor na vprašanje.
citizen-history-late = občina zamuja: opravičila se je in določila nov datum
citizen-history-reminded = občina vas je spomnila na vprašanje
citizen-history-followed = nadaljuje se s prijavo { $number } o isti težavi
staff-event-late-told = občan obveščen o zamudi
staff-event-question-reminded = občan opomnjen na vprašanje
staff-event-followed = združena z novo glavno prijavo
staff-refusal-not-late = Obljubljeni datum še ni minil ali pa je občan že obveščen.

## Jutranji opomnik
clock-morning = <b>Opomnik</b>: { $count ->
    [one] { $count } rok je blizu ali je že mimo.
    [two] { $count } roka sta blizu ali sta že mimo.
    [few] { $count } roki so blizu ali so že mimo.
   *[other] { $count } rokov je blizu ali je že mimo.
}
clock-morning-supervisor = <b>Za nadzornika</b>: { $count ->
    [one] { $count } rok je danes ali je že mimo.
    [two] { $count } roka sta danes ali sta že mimo.
    [few] { $count } roki so danes ali so že mimo.
   *[other] { $count } rokov je danes ali je že mimo.
}
clock-morning-open = Skupaj: za dodelitev ali zaključek { $waiting }, opravila { $tasks }, pri uradih { $others }. Seznam: /open
clock-line-due = občana je treba obvestiti do: { $date }
clock-line-today = občana je treba obvestiti danes
clock-line-late = obvestilo je bilo obljubljeno (do: { $date }), občan še čaka
clock-line-task = { $what }: opravilo do: { $date }
clock-line-task-today = { $what }: opravilo za danes
clock-line-task-late = { $what }: opravilo je zamujeno, rok: { $date }
clock-more = … in še { $count }. Seznama: /limbo in /open
clock-button-show = { $place }. Pokaži { $what }
clock-button-show-task = { $place }. Pokaži opravilo { $what }
clock-button-ask-office-of = { $place }. Vprašaj urad
clock-button-ask-urp-of = { $place }. Vprašaj URP
clock-button-tell-of = { $place }. Obvesti občana
clock-button-ask-office = Vprašaj urad
clock-button-ask-urp = Vprašaj URP
clock-button-tell = Obvesti občana
clock-unheard = Na Telegramu ni mogoče obvestiti nobenega nadzornika: vsaj eden mora odpreti klepet z botom in pritisniti Začni. Medtem obvestite koga od njih osebno.
clock-alarm-subject = { $town }: prijave, ki čakajo na ukrepanje

## Prijave, ki čakajo dlje od obljube
command-limbo = Kdo čaka dlje od obljubljenega datuma
clock-limbo-none = Nihče ne čaka dlje od obljubljenega datuma.
clock-limbo = <b>Obljubljeni datum je mimo</b>: { $count ->
    [one] { $count } občan še čaka na obvestilo.
    [two] { $count } občana še čakata na obvestilo.
    [few] { $count } občani še čakajo na obvestilo.
   *[other] { $count } občanov še čaka na obvestilo.
}
clock-card-limbo = Zamuda: obvestilo je bilo obljubljeno (do: { $date }), občanu mora nekdo še pisati.
clock-list-overdue = , rok za zaključek je minil: { $date }
clock-card-overdue = Rok za zaključek je minil: { $date }.

## Pripravljene besede
clock-draft-sorry = Opravičujemo se, ker morate čakati.
clock-draft-received = Prijava je pri uradu za odnose z javnostjo (URP), ki še nima dokončnega odgovora.
clock-draft-assigned = Prijava je predana uradu ({ $office }), ki še nima dokončnega odgovora.
clock-draft-in-progress = Prijavo rešuje urad ({ $office }), ki pa še nima dokončnega odgovora.
clock-draft-ready = Urad ({ $office }) je prijavo preučil: odgovor je v pripravi.
clock-draft-reopened = Prijava je spet pri uradu za odnose z javnostjo (URP), ki še nima dokončnega odgovora.
clock-draft-no-answer = Za nadaljevanje smo potrebovali odgovor na to vprašanje: »{ $question }«. Odgovora nismo prejeli, brez njega pa ne moremo naprej, zato prijavo zaključujemo.

## Nadzornik vpraša urad
clock-prompt-ask-office = { $who }: napišite, kaj želite vprašati o prijavi { $report }. Besede pridejo v klepet tistih, ki jo rešujejo.
clock-asked-ask-office = vprašanje uradu
clock-supervisor-asks = <b>{ $who }</b>, nadzornik storitve, sprašuje o prijavi { $report }:
clock-supervisor-asks-how = Odgovorite na to sporočilo: odgovor prejme nadzornik in lahko postane opomba.
clock-asked-office-note = Vprašanje uradu: { $words }
clock-office-asked = Prijava { $report }: vprašanje prejme: { $to }.
clock-office-answers = <b>{ $who }</b> odgovarja o prijavi { $report }:
clock-no-office-chat = Ni še skupine, v kateri bi lahko vprašali: niti skupine urada niti skupine URP.

## Vprašanje brez odgovora
clock-task-question = Vprašanje brez odgovora
clock-task-question-ask = Občan ni odgovoril. Lahko ga vprašate znova ali prijavo zaključite in pojasnite, zakaj.
clock-button-close-no-answer = Zaključi brez odgovora
clock-button-ask-again = Vprašaj znova
clock-task-end-answered = občan je odgovoril
clock-task-end-closed = prijava zaključena
clock-task-end-asked-again = vprašanje je postavljeno znova
