# Kaj bere oseba, ki piše po e-pošti.
mail-subject = Prijava { $number }
mail-attachments = Priloge: { $names }
mail-received-next = { $town }: prijavo bomo zdaj prebrali in jo predali pristojnemu uradu. Vse novosti boste prejeli na ta naslov; če želite dodati besede ali fotografije, preprosto odgovorite na to sporočilo.
mail-missing-category = Za kaj gre? Odgovorite na to sporočilo s številko:
mail-missing-place = Kje je težava? Odgovorite na to sporočilo z ulico in hišno številko ali z nekaj besedami o kraju.
mail-missing-photo = { $number } = kraj, kjer je nastala fotografija
mail-missing-done = Če ste to že napisali, vam ni treba storiti ničesar.
mail-answer-in-words = Dovolj je, da na to sporočilo odgovorite z besedami »{ $solved }« ali »{ $still }«.
mail-answer-still-there = Če težava še obstaja, je dovolj, da napišete »{ $still }«.
report-completed = Hvala, prejeli smo vaš odgovor in ga dodali prijavi { $report }.
mail-account-mail = navadna e-pošta
mail-account-pec = PEC
mail-refused = Pošiljanje ne deluje ({ $which }): poštni strežnik ne sprejema naših sporočil in pravi »{ $reply }«. Nič se ne izgubi: poskušamo znova, samodejno. Obvestite upravljavca storitve (ukaz »rispondo check« pove, kaj je narobe).
mail-accepted-again = Pošiljanje spet deluje ({ $which }): kar je čakalo, se zdaj pošilja.
mailbox-closed = Branje ne deluje ({ $which }): poštni predal nas ne spusti noter in pravi »{ $reply }«. Kar prispe, ostane v predalu in bo prebrano pozneje. Obvestite upravljavca storitve: morda se je spremenilo geslo (ukaz »rispondo check« pove, kaj je narobe).
mailbox-away = Branje že eno uro ne deluje ({ $which }): poštni predal ni dosegljiv (»{ $why }«). Kar prispe, ostane v predalu in bo prebrano pozneje. Obvestite upravljavca storitve (ukaz »rispondo check« pove, kaj je narobe).
mailbox-open-again = Branje spet deluje ({ $which }): kar je prispelo, se zdaj sprejema.
page-report = Prijava { $report }
page-press = Za potrditev pritisnite gumb.
page-still-there-words = Kaj je še narobe? (ni obvezno)
page-still-there-done = Hvala, da ste nam to povedali: težavo si bomo še enkrat ogledali. Kmalu boste po e-pošti prejeli potrdilo.
page-unknown = Ta povezava ni veljavna
page-unknown-why = Morda ste kopirali samo del povezave ali pa ne velja več. Lahko odgovorite na e-sporočilo, v katerem je.
page-later = Trenutno ni mogoče
page-later-why = Pri nas je prišlo do napake. Poskusite znova čez nekaj minut ali odgovorite na e-sporočilo.
mail-note-subject = Preveliko ali predolgo e-sporočilo
mail-too-big = Vaše e-sporočilo smo prejeli, vendar je preveliko ali predolgo za samodejno branje: pogledali ga bomo sami. Če lahko, ga pošljite znova, krajše in z manjšimi fotografijami.
