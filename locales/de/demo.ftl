# Die Vorführung im Terminal.
demo-opening = Der echte Dienst, auf einem nachgestellten Telegram, mit einer vorläufigen Datenbank und einer Uhr, die die Geschichte weiterstellt. Maria, Luca, Paolo und Rosa leben in der Gemeinde. Carlo arbeitet im Bürgerbüro (URP); Ezio ist im Straßenamt zuständig, Gino führt dort die Arbeiten aus; Anna hat die Aufsicht.
demo-answered =
    { $count ->
        [one] Die Meldung hat ihre Antwort, und die Antwort ist angekommen: Niemand blieb ohne ein Wort.
       *[other] { $count } Meldungen: Jede hat ihre Antwort, und jede Antwort ist angekommen. Niemand blieb ohne ein Wort.
    }
demo-unanswered = Etwas hat nicht funktioniert: Jemand blieb ohne Antwort.
demo-still-open = { $report } ist weder abgeschlossen noch eingeplant.
demo-not-delivered = { $report }: Die Antwort ist nicht angekommen.
demo-kept = Datenbank und E-Mails bleiben in { $folder }.
demo-taken = In { $folder } liegt schon eine Geschichte: Geben Sie bitte einen anderen Ordner an.
demo-photo = (ein Foto) { $caption }
demo-town = Gemeinde

demo-chapter-cascade = 1. Von der Meldung bis zu denen, die die Arbeit machen
demo-scene-report = Maria schreibt dem Bot der Gemeinde
demo-address = via Roma 12
demo-problem = Auf dem Gehsteig vor der Schule ist ein tiefes Loch: Heute früh ist ein Kind gestürzt.
demo-caption = hier ist es
demo-scene-card = Die Gruppe des URP: Carlo weist die Meldung dem Amt zu
demo-scene-office = Die Gruppe des Amtes: Ezio übergibt sie an Gino
demo-scene-operator = Gino findet sie in seinem privaten Chat

demo-chapter-same = 2. Dasselbe Problem, per E-Mail
demo-scene-mail = Luca schreibt der Gemeinde eine E-Mail und sagt nicht, wo
demo-mail-subject = Gehsteig kaputt
demo-mail-words = Guten Tag, auf dem Gehsteig bei der Schule ist ein Loch. Heute früh wäre ich fast gestürzt. Danke, Luca
demo-mail-place = via Roma 14
demo-scene-same = Die Gruppe des URP: Es ist dasselbe Loch

demo-chapter-answer = 3. Erledigt: die Antwort an beide
demo-scene-ready = Ginos privater Chat: Das Loch ist zu
demo-done = Neue Platten, jetzt geht man hier wieder sicher.
demo-scene-draft = Die Gruppe des URP: Carlo liest den Entwurf und sendet ihn
demo-scene-maria-answer = Die Antwort kommt bei Maria an
demo-scene-luca-answer = Luca bekommt dieselbe Antwort per E-Mail
demo-scene-end = Die Gruppe des URP: Marias Karte am Ende

demo-chapter-planned = 4. Warum nicht sofort
demo-scene-work = Die Gruppe des Amtes: Ezio trägt geplante Arbeiten ein, ein für alle Mal
demo-work-street = via Battisti
demo-work-what = neuer Straßenbelag
demo-work-when = März - Mai 2027
demo-work-why = Im Frühling bekommt die ganze Straße einen neuen Belag: Löcher, die wir jetzt füllen, wären schon vorher wieder offen.
demo-scene-paolo = Paolo meldet die Löcher in der via Battisti
demo-work-address = via Battisti 20
demo-work-problem = Die Straße ist voller Löcher: Sie werden gefüllt, und einen Monat später sind sie wieder da.
demo-scene-falls-in = Die Gruppe des URP: Die Karte kennt die Antwort schon
demo-scene-paolo-answer = Paolo erfährt, warum und wann

demo-chapter-promise = 5. Ein Versprechen läuft bald ab
demo-scene-rosa = Rosa meldet eine Straßenlampe; das Amt bekommt die Meldung, und niemand übernimmt sie
demo-lamp-address = via Verdi 8
demo-lamp-problem = Die Straßenlampe vor dem Haus ist seit einer Woche aus: Am Abend sieht man nichts.
demo-scene-reminder = Freitag, 4. Dezember, 9 Uhr. Eine Erinnerung in der Gruppe des Amtes
demo-scene-supervisor = Mittwoch, 9. Dezember, 9 Uhr, der versprochene Tag. Jetzt weiß es auch Anna
demo-asks = Heute ist der versprochene Tag: Was können wir der Person sagen?
demo-scene-asked = Die Gruppe des Amtes: Ezio erklärt, warum und wann
demo-lamp-why = Unter dem Gehsteig ist ein Kabel gebrochen. Das neue ist schon bestellt: Es wird verlegt, sobald es da ist.
demo-scene-rosa-answer = Rosa hat eine Antwort am versprochenen Tag
