# Prijave iste težave in prijave, ki jih URP zapiše za koga drugega.
staff-card-near = Morda gre za isto:
staff-card-near-one = { $number }: { $place } ({ $state })
staff-card-followers = { $count ->
    [one] Tej prijavi sledi še { $count } prijava iste težave: oseba, ki jo je poslala, prejme isti odgovor.
    [two] Tej prijavi sledita še { $count } prijavi iste težave: osebe, ki so ju poslale, prejmejo isti odgovor.
    [few] Tej prijavi sledijo še { $count } prijave iste težave: osebe, ki so jih poslale, prejmejo isti odgovor.
   *[other] Tej prijavi sledi še { $count } prijav iste težave: osebe, ki so jih poslale, prejmejo isti odgovor.
}
staff-card-from-duplicate = Iz prijave { $number }:
staff-button-same = Enako kot { $number }
staff-button-undo-merge = Loči
staff-prompt-merge = { $who }: kaj naj prebere oseba, ki je poslala prijavo { $report }? Težava je ista kot v prijavi { $main }: od zdaj prejema enake novice.
staff-done-merged = Prijava { $report } je zdaj združena s prijavo { $main } ({ $who }). Oseba, ki jo je poslala, je obveščena.
staff-main-is-duplicate = Prijava { $main } je že združena s prijavo { $of }. Je prijava { $report } ista kot slednja?
merge-words = Težavo rešujemo pod številko { $main }. Tudi tukaj boste prejeli vse novosti in nato odgovor. Ničesar več vam ni treba storiti.
staff-refusal-main-closed = Prijava { $main } je zaključena: z njo ni mogoče združevati. Če težava še obstaja, to prijavo obravnavajte posebej ali prej znova odprite ono.
staff-refusal-follows-already = Prijava { $other } je že združena s to. Za obratno: najprej Loči, pri prijavi { $other }.
staff-refusal-main-is-duplicate = Prijava { $main } je že združena s prijavo { $of }: to prijavo združite s slednjo.
staff-event-from-duplicate = druga prijava iste težave
staff-event-duplicate-left = ni ista težava
staff-ring-from-duplicate = Oseba, ki je prijavila isto težavo kot v prijavi { $report }, je nekaj dodala (glejte kartico).
staff-ring-goes-on = Prijavo { $report } zdaj obravnavamo posebej: prijava, ki ji je sledila, je bila umaknjena ali zaključena kot spam. Čaka na urad.
staff-history-others = Prek glavne prijave:
citizen-follows = Rešujemo jo pod številko { $number }
staff-channel-mail = e-pošta
staff-channel-phone = telefon
staff-channel-nobody = brez kontaktnih podatkov
staff-delivery-by-phone = treba je sporočiti po telefonu
staff-delivery-told = sporočeno po telefonu
staff-suppressed-read-out = prebrano na glas
staff-suppressed-no-call = klic ni potreben
staff-suppressed-no-contact = brez kontaktnih podatkov
staff-task-call = poklicati: { $phone }
staff-task-call-ask = { $name }, <b>{ $phone }</b>. To sporočite:
staff-task-call-tried = { $count ->
    [one] Doslej { $count } klic brez odgovora.
    [two] Doslej { $count } klica brez odgovora.
    [few] Doslej { $count } klici brez odgovora.
   *[other] Doslej { $count } klicev brez odgovora.
}
staff-button-nobody = Ni odgovora
staff-call-again = Na številki { $phone } se nihče ni oglasil ({ $report }, { $who }). Nov klic: { $date }.
staff-call-noted = Klic brez odgovora je že zapisan. Če je bil to še en klic, pritisnite še enkrat.
staff-task-again = { $report }: nihče se ni oglasil ({ $who }). Nov poskus: { $date }.
desk-received-phone = { $town }: prijavo bomo prebrali in jo predali pristojnemu uradu.
desk-received-nobody = { $town }: prijavo bomo prebrali in jo predali pristojnemu uradu. Brez telefona in e-pošte vam novic ne moremo pošiljati.
desk-only-urp-chat = Prijavo za drugo osebo zapišete v skupini URP.
desk-unfinished = { $who }: začeta prijava še ni shranjena.
desk-button-go-on = Nadaljuj
desk-button-anew = Začni znova
desk-ask-kind = { $who }: prijava za osebo pri okencu ali na telefonu. <b>Za kakšno težavo gre?</b>
desk-ask-place = { $who }: <b>kje je to?</b> Odgovorite z naslovom, opisom ali lokacijo.
desk-ask-words = { $who }: <b>kaj je narobe?</b> Odgovorite z besedami osebe, ki prijavlja.
desk-ask-photos = <b>So na voljo fotografije?</b> Pošljite jih sem, eno ali več; sicer nadaljujte brez njih.
desk-photos-there = { $count ->
    [one] Imamo { $count } fotografijo. Še kakšno ali je to vse?
    [two] Imamo { $count } fotografiji. Še kakšno ali je to vse?
    [few] Imamo { $count } fotografije. Še kakšno ali je to vse?
   *[other] Imamo { $count } fotografij. Še kakšno ali je to vse?
}
desk-button-no-photo = Brez fotografij
desk-button-photos-done = To je vse
desk-ask-name = { $who }: <b>kako je ime osebi, ki prijavlja?</b> Odgovorite z imenom ali nadaljujte brez njega.
desk-button-no-name = Brez imena
desk-ask-contact = <b>Kako jo lahko obvestimo?</b>
desk-button-phone = Telefon
desk-button-mail = E-pošta
desk-button-nobody = Brez kontaktnih podatkov
desk-ask-phone = { $who }: <b>katera telefonska številka?</b> Odgovorite s številko.
desk-ask-mail = { $who }: <b>kateri e-naslov?</b> Odgovorite z naslovom, črko za črko.
desk-choose = Pritisnite enega od gumbov.
desk-not-a-phone = To ni videti kot telefonska številka: potrebnih je vsaj pet števk.
desk-not-a-mail = To ni videti kot e-naslov: pravilna oblika je na primer ime@example.org.
desk-no-mail = Ta občina še ne pošilja e-pošte: vprašajte za telefonsko številko ali pritisnite »Brez kontaktnih podatkov«.
desk-too-many-photos = Prostora je za toliko fotografij: { $count }. Drugih nismo sprejeli.
desk-summary = <b>Za shranjevanje:</b>
desk-summary-kind = Kaj: { $kind }
desk-summary-place = Kje: { $place }
desk-summary-photos = Fotografije: { $count }
desk-summary-name = Ime: { $name }
desk-summary-phone = Kličemo na: { $phone }
desk-summary-mail = Pišemo na: { $mail }
desk-summary-nobody = Brez kontaktnih podatkov: <b>povejte osebi</b>, da novic ne moremo pošiljati in da lahko s številko prijave vpraša pri URP.
desk-button-save = Shrani
desk-button-change = Spremeni
desk-button-cancel = Prekliči
desk-button-kind = Kaj
desk-button-place = Kje
desk-button-words = Besede
desk-button-photos = Foto
desk-button-name = Ime
desk-button-contact = Stik
desk-ask-change = Kaj želite spremeniti?
desk-saved = Shranjeno pod številko <b>{ $number }</b> ({ $who }).
desk-saved-mail = Potrdilo gre na naslov { $mail }.
desk-saved-say = Preberite na glas:
desk-cancelled = Nič ni bilo shranjeno ({ $who }).
desk-nobody-name = Oseba brez imena
command-desk-new = Zapis prijave za drugo osebo
desk-button-answered = Prejet odgovor…
desk-prompt-answer = { $who }, { $report }: kaj je občan odgovoril na vprašanje »{ $question }«? Napišite v odgovor na to sporočilo, po potrebi s fotografijami.
desk-asked-answer = odgovor občana
desk-asked-otherwise = Medtem je bilo zastavljeno drugo vprašanje: ta odgovor ni bil dodan. Shranite ga lahko z Opombo.
desk-answer-noted = Odgovor občana je dodan k prijavi { $report } ({ $who })
desk-promise-phone = Poklicali bomo do: <b>{ $date }</b>.
desk-nobody-contact = S številko prijave lahko vprašate kadar koli: { $contact }
desk-card-deadline = Brez kontaktnih podatkov, nič ni treba obljubiti. Urediti do: <b>{ $date }</b>
desk-line-deadline = urediti do: { $date } (brez kontaktnih podatkov)
desk-question-how = Odgovor potrebujemo do: { $date }.
desk-preview-phone = Zgoraj je to, kar je treba povedati po telefonu. Nastalo bo opravilo za klic: potrjujete za prijavo { $report }?
desk-preview-nobody = Zgoraj so besede za prijavo { $report }. Nič se ne pošlje: kontaktnih podatkov ni. Ostanejo v poteku prijave: potrjujete?
desk-preview-joined = Zgoraj so besede za prijavo { $report }. Tistemu, ki jo je oddal, se nič ne pošlje: kontaktnih podatkov ni. Potrjujete?
desk-done-phone = { $report }: sporočiti je treba po telefonu, klic je med opravili ({ $who })
desk-done-nobody = { $report }: nič se ne pošlje, kontaktnih podatkov ni. Ostane v poteku prijave ({ $who })
desk-done-joined = { $report }: besede prejmejo občani, katerih prijave so ji pridružene. Za tistega, ki jo je oddal, ni kontaktnih podatkov ({ $who })
desk-done-closed-phone = Prijava { $report } je zaključena: sporočiti je treba po telefonu, klic je med opravili ({ $who })
desk-done-closed-nobody = Prijava { $report } je zaključena. Nič se ne pošlje, kontaktnih podatkov ni: ostane v poteku prijave ({ $who })
desk-done-closed-joined = Prijava { $report } je zaključena: odgovor prejmejo občani, katerih prijave so ji pridružene. Za tistega, ki jo je oddal, ni kontaktnih podatkov ({ $who })
desk-button-same-as = Enako kot…
desk-prompt-same-as = { $who }: katera druga prijava govori o isti težavi kot { $report }? Njeno številko napišite v odgovor na to sporočilo.
desk-asked-number = številka
desk-preview-others = { $count ->
    [one] Prejme ga tudi oseba, ki je poslala še { $count } prijavo iste težave.
    [two] Prejmejo ga tudi osebe, ki so poslale še { $count } prijavi iste težave.
    [few] Prejmejo ga tudi osebe, ki so poslale še { $count } prijave iste težave.
   *[other] Prejmejo ga tudi osebe, ki so poslale še { $count } prijav iste težave.
}
desk-preview-others-move = { $count ->
    [one] Tudi { $count } prijava, že združena s to, preide k prijavi { $main } in prejema iste novice.
    [two] Tudi { $count } prijavi, že združeni s to, preideta k prijavi { $main } in prejemata iste novice.
    [few] Tudi { $count } prijave, že združene s to, preidejo k prijavi { $main } in prejemajo iste novice.
   *[other] Tudi { $count } prijav, že združenih s to, preide k prijavi { $main } in prejema iste novice.
}
desk-not-a-number = To ni številka prijave: pravilna oblika je na primer 2026-000123.
