# Was Menschen lesen, die per E-Mail schreiben.
mail-subject = Meldung { $number }
mail-attachments = Anhänge: { $names }
mail-received-next = { $town }: Wir lesen Ihre Meldung und geben sie an das zuständige Amt weiter. Alle Neuigkeiten kommen an diese Adresse. Möchten Sie Worte oder Fotos ergänzen? Antworten Sie einfach auf diese E-Mail.
mail-missing-category = Worum geht es? Antworten Sie auf diese E-Mail einfach mit der Nummer:
mail-missing-place = Wo ist das Problem? Antworten Sie auf diese E-Mail mit Straße und Hausnummer oder beschreiben Sie den Ort kurz.
mail-missing-photo = { $number } = der Ort, an dem das Foto gemacht wurde
mail-missing-done = Haben Sie es schon geschrieben? Dann müssen Sie nichts mehr tun.
mail-answer-in-words = Antworten Sie auf diese E-Mail einfach mit den Worten „{ $solved }“ oder „{ $still }“.
mail-answer-still-there = Besteht das Problem noch, genügen die Worte „{ $still }“.
report-completed = Danke, Ihre Antwort ist angekommen und gehört jetzt zur Meldung { $report }.
mail-account-mail = E-Mail
mail-account-pec = PEC
mail-refused = Der Versand ist gestört ({ $which }): Der E-Mail-Server nimmt unsere Nachrichten nicht an und sagt „{ $reply }“. Nichts geht verloren: Wir versuchen es automatisch weiter. Geben Sie bitte den Leuten Bescheid, die den Dienst betreuen (der Befehl „rispondo check“ sagt, was nicht stimmt).
mail-accepted-again = Der Versand läuft wieder ({ $which }): Was gewartet hat, wird jetzt gesendet.
mailbox-closed = Der Empfang ist gestört ({ $which }): Das Postfach lässt uns nicht hinein und sagt „{ $reply }“. Was ankommt, bleibt im Postfach und wird später gelesen. Geben Sie bitte den Leuten Bescheid, die den Dienst betreuen: Vielleicht wurde das Passwort geändert (der Befehl „rispondo check“ sagt, was nicht stimmt).
mailbox-away = Der Empfang ist seit einer Stunde gestört ({ $which }): Das Postfach ist nicht erreichbar („{ $why }“). Was ankommt, bleibt im Postfach und wird später gelesen. Geben Sie bitte den Leuten Bescheid, die den Dienst betreuen (der Befehl „rispondo check“ sagt, was nicht stimmt).
mailbox-open-again = Der Empfang läuft wieder ({ $which }): Was angekommen ist, wird jetzt übernommen.
page-report = Meldung { $report }
page-press = Drücken Sie zum Bestätigen die Schaltfläche.
page-still-there-words = Was stimmt noch nicht? (Sie müssen hier nichts schreiben)
page-still-there-done = Danke für Ihre Rückmeldung: Wir sehen uns das Problem noch einmal an. Sie bekommen gleich eine Bestätigung per E-Mail.
page-unknown = Dieser Link ist nicht gültig
page-unknown-why = Vielleicht wurde er nur zum Teil kopiert, oder er gilt nicht mehr. Sie können auf die E-Mail antworten, in der er steht.
page-later = Das geht gerade nicht
page-later-why = Bei uns gibt es eine Störung. Versuchen Sie es in ein paar Minuten noch einmal oder antworten Sie auf die E-Mail.
mail-note-subject = E-Mail zu groß oder zu lang
mail-too-big = Ihre E-Mail ist angekommen, aber sie ist zu groß oder zu lang, um automatisch gelesen zu werden: Ein Mensch wird sie ansehen. Wenn möglich, senden Sie sie noch einmal, kürzer und mit kleineren Fotos.
