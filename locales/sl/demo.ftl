# Predstavitev v terminalu.
demo-opening = Prava storitev na navideznem Telegramu, z začasno zbirko podatkov in uro, ki jo premika zgodba. Maria, Luca, Paolo in Rosa živijo v mestu. Carlo dela v uradu za odnose z javnostjo (URP); Ezio je referent urada za ceste, Gino tam dela; Anna vodi storitev.
demo-answered =
    { $count ->
        [one] { $count } prijava: ima svoj odgovor in ta je prispel. Nihče ni ostal brez besede.
        [two] { $count } prijavi: vsaka ima svoj odgovor in oba sta prispela. Nihče ni ostal brez besede.
        [few] { $count } prijave: vsaka ima svoj odgovor in vsi so prispeli. Nihče ni ostal brez besede.
       *[other] { $count } prijav: vsaka ima svoj odgovor in vsi so prispeli. Nihče ni ostal brez besede.
    }
demo-unanswered = Nekaj ni šlo po načrtu: nekdo je ostal brez odgovora.
demo-still-open = { $report } ni ne zaključena ne načrtovana.
demo-not-delivered = { $report }: odgovor ni prispel.
demo-kept = Zbirka podatkov in e-pošta ostaneta tukaj: { $folder }.
demo-taken = V mapi { $folder } je že ena zgodba: navedite drugo mapo.
demo-photo = (fotografija) { $caption }
demo-town = Občina

demo-chapter-cascade = 1. Od občana do tistega, ki delo opravi
demo-scene-report = Maria piše botu občine
demo-address = via Roma 12
demo-problem = Na pločniku pred šolo je globoka luknja: danes zjutraj je padel otrok.
demo-caption = tukaj je
demo-scene-card = Skupina URP: Carlo jo dodeli uradu
demo-scene-office = Skupina urada: Ezio jo preda Ginu
demo-scene-operator = Gino jo najde v svojem zasebnem klepetu

demo-chapter-same = 2. Ista težava, po e-pošti
demo-scene-mail = Luca piše občini e-sporočilo in ne pove, kje
demo-mail-subject = Poškodovan pločnik
demo-mail-words = Dober dan, na pločniku blizu šole je luknja. Danes zjutraj sem skoraj padel. Hvala, Luca
demo-mail-place = via Roma 14
demo-scene-same = Skupina URP: ista luknja je

demo-chapter-answer = 3. Narejeno: odgovor obema
demo-scene-ready = Ginov zasebni klepet: luknja je zakrpana
demo-done = Nove plošče, hoja je spet varna.
demo-scene-draft = Skupina URP: Carlo prebere osnutek in ga pošlje
demo-scene-maria-answer = Maria dobi odgovor
demo-scene-luca-answer = Luca dobi isti odgovor po e-pošti
demo-scene-end = Skupina URP: Marijina kartica na koncu

demo-chapter-planned = 4. Zakaj ne takoj
demo-scene-work = Skupina urada: Ezio vpiše načrtovana dela, enkrat za vselej
demo-work-street = via Battisti
demo-work-what = popolna obnova asfalta
demo-work-when = od marca do maja 2027
demo-work-why = Spomladi bo vsa ulica dobila nov asfalt: luknje, zakrpane zdaj, bi se do takrat spet odprle.
demo-scene-paolo = Paolo prijavi luknje v ulici via Battisti
demo-work-address = via Battisti 20
demo-work-problem = Cesta je polna lukenj: zakrpajo jih, mesec pozneje pa so spet tu.
demo-scene-falls-in = Skupina URP: kartica že pozna odgovor
demo-scene-paolo-answer = Paolo izve, zakaj in kdaj

demo-chapter-promise = 5. Obljubljeni rok se izteka
demo-scene-rosa = Rosa prijavi svetilko; urad jo prejme, prevzame pa je nihče
demo-lamp-address = via Verdi 8
demo-lamp-problem = Svetilka pred hišo že en teden ne sveti: zvečer se nič ne vidi.
demo-scene-reminder = Petek, 4. decembra, ob 9. uri. Opomnik v skupini urada
demo-scene-supervisor = Sreda, 9. decembra, ob 9. uri, obljubljeni dan. Izve tudi Anna
demo-asks = Danes je obljubljeni dan: kaj lahko povemo občanu?
demo-scene-asked = Skupina urada: Ezio pojasni, zakaj in kdaj
demo-lamp-why = Pod pločnikom se je pretrgal kabel. Nov je že naročen: položili ga bomo, takoj ko pride.
demo-scene-rosa-answer = Rosa dobi odgovor na obljubljeni dan
