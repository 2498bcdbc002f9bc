# Pogovor z osebo, ki prijavi težavo.
citizen-greeting = Dober dan, tu { $town }. Tukaj lahko prijavite težavo, na primer luknjo na cesti ali ulično svetilko, ki ne sveti: vsaka prijava dobi številko in odgovor.
citizen-data = Ime, sporočila in fotografije uporabimo samo za reševanje prijave: preberite <a href="{ $url }">informacije o varstvu osebnih podatkov</a>.
citizen-data-no-link = Ime, sporočila in fotografije uporabimo samo za reševanje prijave.
citizen-emergency = V nujnih primerih pokličite 112: sporočil tukaj ne spremljamo ves čas.
citizen-button-new = Prijavi težavo
citizen-button-mine = Moje prijave
citizen-button-help = Pomoč
citizen-help =
    <b>Kaj lahko naredite tukaj</b>
    /new – prijavite težavo, vprašanje za vprašanjem
    /mine – pogledate svoje prijave, kaj dodate ali jih umaknete
    /cancel – prekličete, kar ravno pišete
    /language – zamenjate jezik
    /privacy – preberete, kako uporabljamo osebne podatke

    Če želite prijavi kaj dodati, preprosto odgovorite na katero koli sporočilo o njej.
citizen-unknown-command = Tega ukaza ni. Z ukazom /help vidite, kaj lahko naredite.
citizen-too-fast = Sporočila prihajajo hitreje, kot lahko tukaj odgovarjamo. Vse bo prebrano in nič se ne izgubi; dokler prihajajo tako hitro, dobite odgovor samo na zadnje.
citizen-language = V katerem jeziku?
citizen-language-chosen = Od zdaj naprej v slovenščini.
citizen-language-of-reports = O že poslanih prijavah pišemo še naprej v prejšnjem jeziku.
citizen-cannot-voice = Glasovnih sporočil tukaj ne moremo poslušati. Napišite vsaj nekaj besed ali pošljite fotografijo.
citizen-cannot-video = Videoposnetkov tukaj ne moremo gledati. Pošljite fotografijo ali napišite, kaj se vidi.
citizen-cannot-sticker = Simpatično! Tukaj pa potrebujemo besede, fotografijo ali lokacijo.
citizen-cannot-document = Dokumentov tukaj ne moremo odpreti. Pošljite fotografijo ali napišite nekaj besed.
citizen-cannot-contact = Stikov iz imenika tukaj ne potrebujemo: dovolj je, da pišete ali pošljete fotografijo ali lokacijo.
citizen-cannot-other = Takega sporočila tukaj ne moremo uporabiti. Pišite ali pošljite fotografijo ali lokacijo.
citizen-blocked = S tega računa za zdaj ne sprejemamo novih prijav. Na prijave, ki so še odprte, bomo vseeno odgovorili.
citizen-unfinished = Začeli ste že prijavo, ki še ni poslana. Želite nadaljevati ali začeti znova?
citizen-button-go-on = Nadaljuj
citizen-button-anew = Začni znova
citizen-nothing-to-cancel = Ni ničesar, kar bi lahko preklicali.
citizen-nothing-asked = Trenutno nobeno vprašanje ne čaka na odgovor. To lahko naredite tukaj:
citizen-old-button = Ta gumb je star in ne deluje več. Z ukazom /help vidite, kaj lahko naredite.
citizen-unknown-report = Te prijave ni med vašimi. Z ukazom /mine vidite seznam.
citizen-answered-already = Hvala, na to je že odgovorjeno.
citizen-closed-already = Prijava { $number } je že zaključena.
citizen-follows-another = Rešujemo jo pod številko { $number }: lahko kaj dodate, posebej pa je ni mogoče umakniti.
citizen-open-again = Prijava { $number } je že odprta: ni je treba znova odpirati.

citizen-ask-kind = Za kakšno težavo gre?
citizen-button-previous = ‹ Nazaj
citizen-button-next = Več ›
citizen-ask-place = Kje je to? Napišite naslov ali pošljite lokacijo.
citizen-key-position = Na kraju sem: pošlji lokacijo
citizen-key-unknown = Naslova ne poznam
citizen-ask-described = Nič hudega: kraj samo opišite, na primer, kaj je v bližini.
citizen-ask-words = Kaj je narobe? Dovolj je nekaj besed.
citizen-ask-photos = Želite poslati kakšno fotografijo? Pošljete jih lahko največ 5.
citizen-photos-faces = Prosimo, brez obrazov in registrskih tablic.
citizen-photos-there =
    { $count ->
        [0] Za zdaj ni nobene fotografije. Pošljete jih lahko največ 5.
        [one] Prejeli smo eno fotografijo. Pošljete lahko še kakšno, skupaj največ 5.
        [two] Prejeli smo { $count } fotografiji. Pošljete lahko še kakšno, skupaj največ 5.
        [few] Prejeli smo { $count } fotografije. Pošljete lahko še kakšno, skupaj največ 5.
        [5] Prejeli smo 5 fotografij, več jih ne moremo sprejeti.
       *[other] Prejeli smo { $count } fotografij. Pošljete lahko še kakšno, skupaj največ 5.
    }
citizen-button-no-photo = Brez fotografij
citizen-button-done = Končano
citizen-place-link = <a href="{ $url }">{ $place }</a>
citizen-summary =
    <b>Vrsta težave:</b> { $kind }
    <b>Kraj:</b> { $place }
    <b>Kaj je narobe:</b>
    <blockquote>{ $words }</blockquote>
    <b>Fotografije:</b> { $photos ->
        [0] jih ni
       *[other] { $photos }
    }
citizen-summary-asking = To je vaša prijava. Je tako prav?
citizen-summary-changing = Kaj želite spremeniti?
citizen-summary-sent = Prijava je poslana:
citizen-button-send = Pošlji
citizen-button-change = Spremeni
citizen-button-cancel = Prekliči
citizen-button-back = Nazaj
citizen-part-kind = Vrsta
citizen-part-place = Kraj
citizen-part-words = Opis
citizen-part-photos = Foto
citizen-thrown-away = Prijava ni bila poslana in napisano besedilo je izbrisano.
citizen-draft-sent = Ta prijava je že poslana. Z ukazom /mine vidite, kako napreduje.
citizen-draft-gone = Tega osnutka ni več. Z ukazom /mine vidite poslane prijave, z ukazom /new začnete novo.
citizen-still-asking = Najprej potrebujemo odgovor na spodnje vprašanje.
citizen-draft-left = Prijava še ni poslana. Želite nadaljevati?
citizen-draft-left-again = Ena prijava še ni poslana. Počakala vas bo tukaj: nadaljujete lahko, kadar želite.
citizen-lead-kind = Vrsta težave: <b>{ $kind }</b>.
citizen-lead-kind-retired = Vrsta »{ $kind }« ni več v uporabi: izberete lahko drugo. Kar je že napisano, ostane.
citizen-lead-place = Kraj: <b>{ $place }</b>.
citizen-lead-place-known = Kraj je že naveden: spremenite ga lahko na koncu, preden prijavo pošljete.
citizen-lead-thanks = Hvala.
citizen-lead-words-kept = Hvala, te besede bodo del prijave.
citizen-lead-words-added = Dodano k opisu.
citizen-lead-unchanged = V redu: prejšnji odgovor ostane.
citizen-lead-too-long = Besedilo je že zelo dolgo: tega zadnjega sporočila nismo dodali.
citizen-lead-photos-here = V redu: fotografije lahko pošljete kar sem.
citizen-lead-photos =
    { $count ->
        [one] Fotografija bo del prijave.
        [two] Obe fotografiji bosta del prijave.
        [few] Vse { $count } fotografije bodo del prijave.
       *[other] Vseh { $count } fotografij bo del prijave.
    }
citizen-lead-left-out =
    { $count ->
        [one] Pošljete lahko največ 5 fotografij: zadnje nismo dodali.
        [two] Pošljete lahko največ 5 fotografij: zadnjih { $count } nismo dodali.
        [few] Pošljete lahko največ 5 fotografij: zadnjih { $count } nismo dodali.
       *[other] Pošljete lahko največ 5 fotografij: zadnjih { $count } nismo dodali.
    }
citizen-photos-left-out =
    { $count ->
        [one] Naenkrat lahko dodate največ { $most } fotografij: zadnje nismo dodali.
        [two] Naenkrat lahko dodate največ { $most } fotografij: zadnjih { $count } nismo dodali.
        [few] Naenkrat lahko dodate največ { $most } fotografij: zadnjih { $count } nismo dodali.
       *[other] Naenkrat lahko dodate največ { $most } fotografij: zadnjih { $count } nismo dodali.
    }
citizen-photos-full =
    { $count ->
        [one] Prijava { $report } ima toliko fotografij, kot jih lahko sprejme: zadnje nismo dodali. Kaj je na njej, lahko opišete z besedami.
        [two] Prijava { $report } ima toliko fotografij, kot jih lahko sprejme: zadnjih { $count } nismo dodali. Kaj je na njih, lahko opišete z besedami.
        [few] Prijava { $report } ima toliko fotografij, kot jih lahko sprejme: zadnjih { $count } nismo dodali. Kaj je na njih, lahko opišete z besedami.
       *[other] Prijava { $report } ima toliko fotografij, kot jih lahko sprejme: zadnjih { $count } nismo dodali. Kaj je na njih, lahko opišete z besedami.
    }
citizen-lead-press-send = Prijavo pošljete s spodnjim gumbom.
citizen-lead-press-change = Če želite kaj spremeniti, pritisnite spodnji gumb.

citizen-kept-messages =
    { $count ->
        [one] Prejeli smo sporočilo.
        [two] Prejeli smo { $count } sporočili.
        [few] Prejeli smo { $count } sporočila.
       *[other] Prejeli smo { $count } sporočil.
    }
citizen-kept-photos =
    { $count ->
        [one] Prejeli smo fotografijo.
        [two] Prejeli smo { $count } fotografiji.
        [few] Prejeli smo { $count } fotografije.
       *[other] Prejeli smo { $count } fotografij.
    }
citizen-kept-both =
    { $count ->
        [one] Prejeli smo sporočilo
        [two] Prejeli smo { $count } sporočili
        [few] Prejeli smo { $count } sporočila
       *[other] Prejeli smo { $count } sporočil
    } in { $photos ->
        [one] fotografijo.
        [two] { $photos } fotografiji.
        [few] { $photos } fotografije.
       *[other] { $photos } fotografij.
    }
citizen-kept-not-sent = To še ni bilo poslano občini.
citizen-kept-left = Kar ste poslali sem, še ni bilo poslano občini.
citizen-kept-ask = Na kaj se to nanaša?
citizen-kept-ask-new = Naj bo to nova prijava?
citizen-button-add-to = Dodaj: { $report }
citizen-button-new-report = Nova prijava
citizen-lead-kept = Kar ste poslali, bo del prijave.
citizen-kept-dropped = V redu: nič ni bilo poslano.
citizen-kept-gone = To je že urejeno: tukaj ni treba ničesar več izbrati.

citizen-mine = <b>Moje prijave</b>
citizen-mine-none = Prijav še ni.
citizen-mine-line = <b>{ $number }</b> { $kind }: { $state }
citizen-mine-some = Tukaj so odprte prijave in zadnje med drugimi, največ { $count }.
citizen-one =
    <b>Prijava { $number }</b>
    { $kind }, { $place }
    Zdaj: { $state }
citizen-one-question = Vprašanje čaka na vaš odgovor: <b>{ $words }</b>
citizen-button-add = Dodaj kaj
citizen-button-withdraw = Umakni
citizen-history-line = { $date }: { $what }
citizen-history-older = (…)
citizen-history-filed = prijava prejeta
citizen-history-assigned = predana uradu: { $office }
citizen-history-taken = v reševanju, urad: { $office }
citizen-history-planned = načrtovana (do: { $date }): <i>{ $words }</i>
citizen-history-planned-again = znova v obravnavi od: { $date }: <i>{ $words }</i>
citizen-history-plan-due = spet v reševanju
citizen-history-withdrawn = umaknjena
citizen-history-closed = zaključena s tem odgovorom: <i>{ $words }</i>
citizen-history-closed-silently = zaključena
citizen-history-reopening = znova odprta
citizen-history-reopen-refused = ostaja zaključena: <i>{ $words }</i>
citizen-history-unmerged = obravnavamo jo posebej
citizen-history-asked = vprašanje: <i>{ $words }</i>
citizen-history-answered =
    vaš odgovor: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(fotografije: { $photos })
    }
citizen-history-added =
    dodano: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(fotografije: { $photos })
    }
citizen-history-edited = spremenjeno sporočilo: <i>{ $words }</i>
citizen-history-told = sporočilo občine: <i>{ $words }</i>
citizen-history-rated = težava je rešena, kot ste potrdili
citizen-ask-answer =
    Vprašanje o prijavi { $report }:
    <b>{ $words }</b>

    Vaše naslednje sporočilo, z besedami ali fotografijami, bo odgovor.
citizen-ask-more = Kaj želite dodati prijavi { $report }? Vaše naslednje sporočilo, z besedami ali fotografijami, bo njen del.
citizen-writing-stopped = V redu: prijavi { $number } ne dodamo ničesar več.
citizen-ask-withdraw = Res želite umakniti prijavo { $report }? Z njo se ne bomo več ukvarjali.
citizen-button-withdraw-yes = Da, umakni
citizen-button-withdraw-no = Ne, naj ostane odprta
citizen-withdrawing = Res želite umakniti prijavo { $report }? Da.
citizen-not-withdrawn = V redu: prijava { $report } ostaja odprta.

command-new = Prijava težave
command-mine = Moje prijave
command-help = Pomoč in stik
command-cancel = Preklic
command-language = Jezik · Lingua · Language
command-privacy = Osebni podatki
bot-description = { $town }: tukaj lahko prijavite težavo, na primer luknjo na cesti, ulično svetilko, ki ne sveti, ali odvržene odpadke. Vsaka prijava dobi številko in odgovor. V nujnih primerih pokličite 112.
bot-short-description = { $town }: prijavite težavo in prejmite odgovor.
