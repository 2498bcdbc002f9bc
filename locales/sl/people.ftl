# Kdo dela s storitvijo: povabila, seznam, vloge, ki se končajo, skupine; in pomoč za vsako vlogo.

## Vloge
people-supervisor = nadzornik
people-urp = URP
people-referent = referent, { $office }
people-operator = izvajalec, { $office }
people-post-supervisor = Nadzornik
people-post-urp = URP
people-post-referent = Referent
people-post-operator = Izvajalec

## Povabila
people-invite-role = V kateri vlogi naj se pridruži povabljena oseba?
people-invite-office = { $post }: v katerem uradu?
people-invite-name = Povabilo, vloga: <b>{ $role }</b>. Pod katerim imenom jo bodo poznali sodelavci? Preprosto ga napišite; sicer velja ime s Telegrama.
people-invite-prompt = { $who }: napišite ime in priimek v odgovor na to sporočilo.
people-invite-placeholder = Ime in priimek
people-invite-made = Povabilo, vloga: <b>{ $role }</b>. Pripravljeno je spodaj.
people-invite-cancelled = Povabila ni: nič se ni spremenilo.
people-invite-impossible = Povabila zdaj ni mogoče narediti: storitev še ne pozna imena svojega bota. Poskusite znova čez minuto z ukazom /invite
people-invited = Povabilo je pripravljeno: <b>{ $role }</b>. Spodnje sporočilo posredujte samo tej osebi: velja samo enkrat (do: { $date }).
people-invited-named = Povabilo za osebo <b>{ $name }</b> je pripravljeno: <b>{ $role }</b>. Spodnje sporočilo posredujte samo tej osebi: velja samo enkrat (do: { $date }).
people-button-withdraw = Prekliči povabilo
people-withdrawn = Povabilo je preklicano: <b>{ $role }</b>. Povezava ne velja več.
people-withdrawn-named = Povabilo za osebo <b>{ $name }</b> je preklicano: <b>{ $role }</b>. Povezava ne velja več.
people-withdrawn-too-late = Prepozno: to povabilo je že bilo uporabljeno. Vloga se odvzame z ukazom /people
people-invitation = Povabilo v storitev za prijave ({ $town }), vloga: <b>{ $role }</b>. Odprite povezavo in pritisnite Začni (do: { $date }). Povabilo je osebno in velja samo enkrat:
    { $link }
people-button-unnamed = Ime s Telegrama
people-entry-unknown = Tega povabila ni: morda je bil kopiran samo del povezave.
people-entry-used = To povabilo je že uporabljeno: vsako velja samo enkrat.
people-entry-expired = To povabilo je poteklo: vsako velja 7 dni.
people-entry-withdrawn = To povabilo je bilo preklicano.
people-entry-ask = Za novo povabilo se obrnite na: { $names }.
people-entry-ask-town = Za novo povabilo se obrnite na upravljavca storitve ({ $town }).
people-already = To vlogo že imate: <b>{ $role }</b>. Povabilo ostane veljavno za drugo osebo.
people-welcome = <b>Vse je urejeno.</b> Od zdaj imate v storitvi za prijave ({ $town }) vlogo: <b>{ $role }</b>, z imenom { $name }.
people-welcome-group-urp = Delo poteka v skupini URP: če v njej še niste, prosite, naj vas dodajo.
people-welcome-group = Delo poteka v skupini urada ({ $office }): če v njej še niste, prosite, naj vas dodajo.
people-joined = { $name } (na Telegramu: { $shown }): povabilo je sprejeto, vloga: { $role }.
people-joined-by = Povabilo je od: { $by }.

## Seznam
people-title = <b>Osebe</b>
people-heading = <b>{ $role }</b>
people-line = • { $name }
people-line-marked = • { $name } – { $why }
people-mark-no-account = manjka račun na Telegramu: potrebno je povabilo
people-mark-not-started = bot tej osebi ne more pisati: ni pritisnila Začni ali pa je bota blokirala
people-none-named = Na seznamu ni nikogar z imenom »{ $name }«. /people pokaže vse.
people-few-referents = Uradi z manj kot dvema referentoma: { $offices }
people-no-group = Uradi brez skupine (zanje medtem skrbi URP): { $offices }. Čigava je skupina, določite z ukazom /bind, napisanim v skupini.
people-button-remove = Odstrani: { $name }

## Vloge, ki se končajo
people-really-remove = Naj se osebi { $name } odvzame vloga <b>{ $role }</b>? Od zdaj v njej ne bo mogla več delati; druge vloge ji ostanejo.
people-reports-go-back = { $count ->
    [one] { $count } prijava, ki jo rešuje, se vrne k referentom urada.
    [two] { $count } prijavi, ki ju rešuje, se vrneta k referentom urada.
    [few] { $count } prijave, ki jih rešuje, se vrnejo k referentom urada.
   *[other] { $count } prijav, ki jih rešuje, se vrne k referentom urada.
}
people-button-yes = Da, odstrani
people-button-no = Ne
people-not-removed = Nič se ni spremenilo.
people-removed = Urejeno: { $name } nima več vloge <b>{ $role }</b> ({ $by }).
people-reports-went-back = { $count ->
    [one] { $count } prijava, ki jo je reševala ta oseba, se je vrnila k referentom.
    [two] { $count } prijavi, ki ju je reševala ta oseba, sta se vrnili k referentom.
    [few] { $count } prijave, ki jih je reševala ta oseba, so se vrnile k referentom.
   *[other] { $count } prijav, ki jih je reševala ta oseba, se je vrnilo k referentom.
}
people-removed-you = Vaša vloga <b>{ $role }</b> v storitvi za prijave ({ $town }) se je končala. Hvala za opravljeno delo.
people-no-referent = <b>Ta urad nima več nobenega referenta: { $office }.</b> Njegovih prijav ne more nihče več predati izvajalcu: z ukazom /invite povabite novega referenta.
people-ring-operator-left = Prijava { $report } se vrača k referentom: kdor jo je reševal, tukaj ne dela več.
people-last-supervisor = To je edini nadzornik: brez njega nihče ne bi mogel več vabiti. Prej povabite drugega z ukazom /invite.
people-no-such-entry = Na seznamu te osebe ni več ali pa je spremenjena. Nič se ni spremenilo. /people pokaže, kako je zdaj.
people-still-in = { $name } je še v teh skupinah: { $groups }.
people-button-expel = Odstrani iz: { $group }
people-expelled = { $name } ni več v skupini »{ $group }«.
people-not-expelled = Bot osebe { $name } ne more odstraniti iz skupine »{ $group }« (Telegram pravi: »{ $why }«). To lahko naredi skrbnik skupine: odpre skupino in njene člane, pridrži ime in izbere Odstrani.
people-belongs-there = Ta oseba spet dela v tej skupini: ostane v njej.

## Skupine
bind-nobody = nikogaršnja
bind-whose = Čigava je ta skupina? (zdaj: { $now })
bind-button-unbind = Nikogaršnja
bind-in-a-group = /bind napišite v skupini, ki jo želite povezati, potem ko vanjo dodate bota kot skrbnika.
bind-anonymous = Kdor piše v imenu skupine, ni prepoznan: čigava je skupina, določi nadzornik, ki /bind napiše pod svojim imenom (v nastavitvah skrbnikov izklopite »Ostani anonimen«).
written-by-nobody = Kdor piše v imenu skupine, ni prepoznan, zato ni bilo narejeno nič. V nastavitvah skrbnikov izklopite »Ostani anonimen«, nato napišite še enkrat.
bind-cancelled = Skupina ostaja, kot je bila: { $now }.
bind-already = Tako je že.
bind-done = Urejeno. Ta skupina zdaj: <b>{ $now }</b> (prej: { $before }).
bind-instead = { $name }: prejšnja skupina »{ $group }« ne prejema več kartic.
bind-instead-unknown = { $name }: prejšnja skupina ne prejema več kartic.
bind-left = Čez en dan bot zapusti tisto skupino, razen če medtem kdo z ukazom /bind določi, čigava je.
bind-reports = Kartice odprtih prijav prihajajo spodaj: { $count }
bind-back = Doslej v delu pri URP, zdaj pri referentih: { $count }
bind-undone = Urejeno. Ta skupina je zdaj nikogaršnja (prej: { $before }). Čez en dan jo bot zapusti, razen če medtem kdo z ukazom /bind določi, čigava je
bind-no-office = Urada »{ $office }« ni več v imeniku.

## Pomoč
help-you-are = Vloga: <b>{ $roles }</b>
help-supervisor =
    <b>Nadzornik, v petih korakih</b>
    1. /invite naredi osebno povabilo: izberite vlogo in urad, nato posredujte povezavo.
    2. V vsako skupino dodajte bota kot skrbnika in vanjo napišite /bind: tako skupina pripada URP ali uradu.
    3. /people pokaže, kdo je tu, kdo manjka in kje sta potrebna dva referenta; <b>Odstrani</b> odvzame vlogo.
    4. Ko pri obljubljenem odgovoru grozi zamuda, pride sem sporočilo: iz njega vprašate urad ali pišete občanu.
    5. /stats pove, koliko je prijav, kako dolgo se čaka in kje.
help-urp =
    <b>URP, v petih korakih</b>
    1. Vsaka prijava je sporočilo z gumbi: najprej preverite <b>Področje</b> in <b>Kraj</b>.
    2. <b>Dodeli</b> jo preda uradu; občan je obveščen.
    3. <b>Vprašaj občana</b> in <b>Piši občanu</b> pošljeta besede: preberete jih, preden gredo.
    4. Ko urad pove, da je pripravljena: <b>Pošlji ta odgovor</b> ali <b>Uredi</b>; preberete ga, preden gre. Če kaj manjka, <b>Vrni uradu</b>.
    5. /open našteje, kaj je treba narediti: tam začnite vsako jutro. /new zapiše prijavo za osebo na telefonu ali pri okencu.
help-referent =
    <b>Referent, v petih korakih</b>
    1. Ko pride kartica: <b>Prevzemi</b> ali <b>Predaj</b> izvajalcu.
    2. Če sodi v drug urad: <b>Ni naša</b>, z razlogom; vrne se k URP.
    3. Če tega ni mogoče narediti takoj: <b>Ne zdaj: zakaj</b>, z razlogom in datumom, ki ju prejme občan.
    4. Če kaj manjka: <b>Vprašaj občana</b>.
    5. Ko je delo končano: <b>Za zaključek</b>, z izidom in fotografijo ali nekaj besedami. Odgovori URP.
help-operator =
    <b>Izvajalec, v petih korakih</b>
    1. <b>Prevzemi</b> na kartici: od takrat jo rešuje, kdor je pritisnil.
    2. <b>Foto</b> in <b>Potek</b> pokažeta, kaj je že znano.
    3. <b>Opomba</b> zapiše nekaj, kar berejo samo sodelavci.
    4. Če ne gre: <b>Vrni</b>, in vrne se k referentom.
    5. Ko je delo končano: <b>Za zaključek</b>, z izidom in fotografijo ali nekaj besedami. Odgovori URP.
help-commands = /open kaj je treba narediti · /report 123 pokaže prijavo · /find išče po besedah · /works našteje načrtovana dela · /cancel prekine, kar se piše
help-button-citizen = Pomoč za prijavo

## Ukazi
command-people = Osebe, vloge in kaj manjka
command-invite = Povabilo osebe
command-remove = Odvzem vloge
