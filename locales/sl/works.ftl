# »Zakaj ne zdaj« in načrtovana dela.

staff-button-plan = Ne zdaj: zakaj
staff-button-another-date = Drug datum
staff-button-same-reason = Isti razlog
staff-prompt-plan = { $who }: napišite občanu, zakaj prijave { $report } zdaj ni mogoče rešiti, v odgovor na to sporočilo. Nato izberete datum.
staff-asked-plan = razlog in datum
staff-plan-same-reason = Ali pustite za prijavo { $report } razlog, ki ga je občan že prejel:
staff-plan-when = { $who }: kdaj bo prijava { $report } spet na vrsti?
staff-plan-day-set = { $report }: { $when } ({ $who })
staff-day-how = Lahko napišete takole: 15. 5., 15. maja 2027 ali samo maja 2027.
works-span-how = Lahko napišete takole: od 1. 3. do 31. 5., od marca do maja 2027 ali samo konec: maja 2027.
staff-day-unreadable = Tega datuma ni mogoče prebrati.
staff-day-past = Potreben je datum od jutri naprej.
staff-span-week = Čez en teden
staff-span-weeks = Čez 2 tedna
staff-span-month = Čez en mesec
staff-span-months = Čez 3 mesece

## Načrtovana dela
works-around = do { $metres } m od točke
works-name = { $place }: { $what }
works-line = { $work }, do: { $date }
works-entry = { $work }, do: { $date } – { $office }
works-late = {" "}– <b>datum je mimo</b>
works-card-falls-in = <b>Sodi med načrtovana dela:</b> { $work }, do: { $date }
works-card-awaited = Čaka na dela: { $work }
works-button-answer = Odgovori s tem
works-button-answer-with = Odgovori: { $work }
works-button-link = Poveži z deli
works-choose = Na katera dela čaka prijava { $report }?
works-none = Načrtovanih del ni.
works-title = <b>Načrtovana dela</b>
works-button-new = Nova dela
works-whole =
    Urad: { $office }
    Področja: { $categories }
    Čas: { $from } – { $until }
    Zakaj ne zdaj, za občane:
works-waiting = Povezane prijave: { $count }
works-over = <b>Končano.</b>
works-button-reports = Prijave
works-button-date = Spremeni datum
works-button-done = Dela končana
works-button-number = Poveži prijavo
works-button-cancel = Prekliči dela
works-reports = Prijave, povezane s temi deli: { $work }
works-reports-none = S temi deli ni povezana nobena odprta prijava: { $work }.
works-made-ready = Dela končana: { $work }. Pripravljene za zaključek, s predlaganim odgovorom: { $count }. Kartice so posodobljene.
works-near = Datum se bliža: { $work }, do: { $date }. Povezane prijave: { $count }. Če se dela nadaljujejo, spremenite datum: kdor čaka, bo obveščen.
works-past = Datum je mimo: { $work }, do: { $date }. Povezane prijave: { $count }. So dela končana? Če se nadaljujejo, spremenite datum: kdor čaka, bo obveščen.
works-over-notice = Ta dela so končana ali pa je njihov datum mimo: z njimi ni mogoče odgovoriti.
works-none-for = Za to področje ni drugih načrtovanih del.
works-stopped = Preklicano: nič se ni spremenilo ({ $who })
works-which-office = Nova dela: kateri urad?
works-office-chosen = Nova dela: { $office } ({ $who })
works-where = { $who }: nova dela. V kateri ulici? V odgovor na to sporočilo napišite eno ali več ulic, vsako v svojo vrstico, ali pošljite lokacijo.
works-radius = Kako daleč okrog točke?
works-metres = { $metres } m
works-radius-chosen = Do { $metres } m od točke.
works-categories = Za katere prijave? Izberite eno ali več področij (✓), nato »Nadaljuj«.
works-button-all = Vsa
works-button-go-on = Nadaljuj
works-categories-chosen = Področja: { $categories }
works-no-category = Izberite vsaj eno področje.
works-what = { $who }: kaj se bo delalo? Odgovorite na kratko, na primer: popolna obnova.
works-when = { $who }: od kdaj do kdaj? Odgovorite na primer: od 1. 3. do 31. 5., od marca do maja 2027 ali samo konec: maja 2027.
works-why = { $who }: zdaj besede za občane: zakaj ne prej? Kdor bo tukaj kaj prijavil, bo prebral to besedilo. Odgovorite na to sporočilo.
works-words-only = Tukaj so potrebne samo besede.
works-summary = Je to prav? Nove prijave, ki spadajo sem, bodo to pokazale na kartici.
works-button-save = Shrani
works-button-again = Začni znova
works-saved = Shranjeno: { $work } ({ $who })
works-new-day = { $who }: nov datum konca del ({ $work })? Odgovorite na to sporočilo.
works-new-words = Zakaj se spreminja? Odgovorite z besedami za tiste, ki čakajo, ali pustite prejšnje:
works-words-kept = Besede ostanejo prejšnje ({ $who })
works-outcome = { $who }: dela končana: { $work }. Odgovor za občane napišite enkrat: kaj je bilo narejeno? Odgovorite na to sporočilo.
works-reason = { $who }: zakaj teh del ne bo ({ $work })? Kdor čaka, bo prebral te besede. Odgovorite na to sporočilo.
works-number = { $who }: katera prijava čaka na ta dela ({ $work })? Odgovorite s številko.
works-confirm-moved = { $work }: nov datum: { $date }.
works-confirm-cancelled = { $work }: ne bo narejeno.
works-will-read = Zgoraj je to, kar bo prebral prvi občan; drugi prejmejo isto besedilo, vsak s svojo številko. Povezane prijave: { $count }. Nič še ni poslano.
works-nobody-reads = Nihče ne čaka: nobeno sporočilo ne bo poslano.
works-confirm-done = Dela končana: { $work }. Povezane prijave: { $count }. Tiste, ki še niso pripravljene in ne čakajo na kaj drugega, gredo k URP pripravljene za zaključek, s tem predlaganim odgovorom:
works-moved = Datum spremenjen: { $work }, do: { $date } ({ $who })
works-done = Dela končana: { $work } ({ $who })
works-cancelled = Preklicano: { $work } ({ $who })
