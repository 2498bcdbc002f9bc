# Meldungen zum selben Problem, und Meldungen, die das URP für jemanden schreibt.
staff-card-near = Vielleicht dieselbe:
staff-card-near-one = { $number }: { $place } ({ $state })
staff-card-followers = { $count ->
    [one] Eine weitere Meldung zum selben Problem hängt an dieser: Wer sie gesendet hat, bekommt dieselbe Antwort.
   *[other] { $count } weitere Meldungen zum selben Problem hängen an dieser: Wer sie gesendet hat, bekommt dieselbe Antwort.
}
staff-card-from-duplicate = Aus { $number }:
staff-button-same = Gleich wie { $number }
staff-button-undo-merge = Trennen
staff-prompt-merge = { $who }: Was soll die Person aus Meldung { $report } lesen? Das Problem ist dasselbe wie in { $main }: Ab jetzt bekommt sie dieselben Nachrichten.
staff-done-merged = Meldung { $report } gehört jetzt zu { $main } ({ $who }). Die Person weiß Bescheid.
staff-main-is-duplicate = { $main } gehört selbst schon zu { $of }. Ist { $report } dieselbe wie diese?
merge-words = Wir kümmern uns darum unter der Nummer { $main }. Alle Neuigkeiten kommen auch hierher, und am Ende die Antwort. Sie müssen nichts weiter tun.
staff-refusal-main-closed = { $main } ist abgeschlossen: Es kann nichts mehr dazukommen. Besteht das Problem noch, bearbeiten Sie diese Meldung für sich, oder öffnen Sie zuerst die andere neu.
staff-refusal-follows-already = { $other } gehört schon zu dieser Meldung. Für das Umgekehrte: zuerst Trennen, bei { $other }.
staff-refusal-main-is-duplicate = { $main } gehört selbst schon zu { $of }: Verbinden Sie diese Meldung mit jener.
staff-event-from-duplicate = weitere Meldung zum selben Problem
staff-event-duplicate-left = doch nicht dasselbe Problem
staff-ring-from-duplicate = Zum selben Problem wie { $report } hat jemand etwas ergänzt (siehe Karte).
staff-ring-goes-on = Meldung { $report } wird jetzt einzeln bearbeitet: Die Meldung, an der sie hing, wurde zurückgezogen oder als Spam abgeschlossen. Sie wartet auf ein Amt.
staff-history-others = Über die Hauptmeldung:
citizen-follows = Läuft unter der Nummer { $number }
staff-channel-mail = E-Mail
staff-channel-phone = Telefon
staff-channel-nobody = keine Kontaktdaten
staff-delivery-by-phone = am Telefon zu sagen
staff-delivery-told = am Telefon gesagt
staff-suppressed-read-out = vorgelesen
staff-suppressed-no-call = kein Anruf nötig
staff-suppressed-no-contact = keine Kontaktdaten
staff-task-call = anrufen: { $phone }
staff-task-call-ask = { $name }, <b>{ $phone }</b>. Das sagen Sie am Telefon:
staff-task-call-tried = { $count ->
    [one] Bisher hat einmal niemand abgehoben.
   *[other] Bisher hat { $count } Mal niemand abgehoben.
}
staff-button-nobody = Keine Antwort
staff-call-again = Unter { $phone } hat niemand abgehoben ({ $report }, { $who }): Der nächste Versuch ist am { $date }.
staff-call-noted = Dass niemand abgehoben hat, ist schon notiert. War es ein weiterer Anruf? Dann bitte noch einmal drücken.
staff-task-again = { $report }: Niemand hat geantwortet ({ $who }). Der nächste Versuch ist am { $date }.
desk-received-phone = { $town }: Wir lesen die Meldung und geben sie an das richtige Amt weiter.
desk-received-nobody = { $town }: Wir lesen die Meldung und geben sie an das richtige Amt weiter. Ohne Telefonnummer und ohne E-Mail-Adresse können wir Ihnen keine Nachrichten senden.
desk-only-urp-chat = Eine Meldung für jemanden schreiben Sie in der Gruppe des URP.
desk-unfinished = { $who }: Eine begonnene Meldung ist noch nicht gespeichert.
desk-button-go-on = Weiter
desk-button-anew = Neu beginnen
desk-ask-kind = { $who }: eine Meldung für jemanden am Schalter oder am Telefon. <b>Um was für ein Problem geht es?</b>
desk-ask-place = { $who }: <b>Wo ist es?</b> Antworten Sie mit der Adresse, einer Beschreibung oder einem Standort.
desk-ask-words = { $who }: <b>Was stimmt nicht?</b> Antworten Sie mit den Worten der meldenden Person.
desk-ask-photos = <b>Gibt es Fotos?</b> Senden Sie hier eines oder mehrere, sonst geht es ohne weiter.
desk-photos-there = { $count ->
    [one] Ein Foto ist da. Noch eines, oder genügt das?
   *[other] { $count } Fotos sind da. Noch eines, oder genügt das?
}
desk-button-no-photo = Kein Foto
desk-button-photos-done = Das genügt
desk-ask-name = { $who }: <b>Wie heißt die meldende Person?</b> Antworten Sie mit dem Namen, oder machen Sie ohne weiter.
desk-button-no-name = Ohne Namen
desk-ask-contact = <b>Wie können wir die Person informieren?</b>
desk-button-phone = Telefon
desk-button-mail = E-Mail
desk-button-nobody = Keine Kontaktdaten
desk-ask-phone = { $who }: <b>Welche Telefonnummer?</b> Antworten Sie mit der Nummer.
desk-ask-mail = { $who }: <b>Welche E-Mail-Adresse?</b> Antworten Sie mit der Adresse, Buchstabe für Buchstabe.
desk-choose = Drücken Sie bitte eine der Schaltflächen.
desk-not-a-phone = Das sieht nicht nach einer Telefonnummer aus: Es braucht mindestens fünf Ziffern.
desk-not-a-mail = Das sieht nicht nach einer E-Mail-Adresse aus: Es braucht etwas wie name@example.org.
desk-no-mail = Diese Gemeinde schreibt noch keine E-Mails: Bitte nach einer Telefonnummer fragen oder „Keine Kontaktdaten“ drücken.
desk-too-many-photos = Es ist Platz für { $count } Fotos: Die anderen wurden nicht übernommen.
desk-summary = <b>Zu speichern:</b>
desk-summary-kind = Was: { $kind }
desk-summary-place = Wo: { $place }
desk-summary-photos = Fotos: { $count }
desk-summary-name = Name: { $name }
desk-summary-phone = Wir rufen an: { $phone }
desk-summary-mail = Wir schreiben an: { $mail }
desk-summary-nobody = Keine Kontaktdaten: <b>Sagen Sie der Person bitte</b>, dass wir keine Nachrichten senden können und dass sie mit der Nummer beim URP nachfragen kann.
desk-button-save = Speichern
desk-button-change = Ändern
desk-button-cancel = Abbrechen
desk-button-kind = Was
desk-button-place = Wo
desk-button-words = Text
desk-button-photos = Fotos
desk-button-name = Name
desk-button-contact = Kontakt
desk-ask-change = Was möchten Sie ändern?
desk-saved = Gespeichert unter der Nummer <b>{ $number }</b> ({ $who }).
desk-saved-mail = Die Bestätigung geht an { $mail }.
desk-saved-say = Bitte vorlesen:
desk-cancelled = Es wurde nichts gespeichert ({ $who }).
desk-nobody-name = Eine Person ohne Namen
command-desk-new = Eine Meldung für jemanden schreiben
desk-button-answered = Antwort ist da…
desk-prompt-answer = { $who }, { $report }: Was hat die Person auf die Frage „{ $question }“ geantwortet? Schreiben Sie es als Antwort auf diese Nachricht, wenn nützlich mit Fotos.
desk-asked-answer = Antwort der meldenden Person
desk-asked-otherwise = Inzwischen wurde etwas anderes gefragt: Diese Antwort wurde nicht hinzugefügt. Mit Notiz bleibt sie erhalten.
desk-answer-noted = Antwort der Person zur Meldung { $report } hinzugefügt ({ $who })
desk-promise-phone = Wir rufen Sie an bis spätestens <b>{ $date }</b>.
desk-nobody-contact = Mit der Nummer können Sie jederzeit nachfragen: { $contact }
desk-card-deadline = Keine Kontaktdaten, kein Versprechen. Zu bearbeiten bis: <b>{ $date }</b>
desk-line-deadline = zu bearbeiten bis { $date } (keine Kontaktdaten)
desk-question-how = Wir brauchen eine Antwort bis { $date }.
desk-preview-phone = Oben steht, was Sie am Telefon sagen. Der Anruf wird eine Aufgabe: für { $report } bestätigen?
desk-preview-nobody = Oben steht der Text für { $report }. Es wird nichts gesendet: Es gibt keine Kontaktdaten. Der Text bleibt im Verlauf: bestätigen?
desk-preview-joined = Oben steht der Text für { $report }. An die Person, von der diese Meldung kommt, wird nichts gesendet: Es gibt keine Kontaktdaten. Bestätigen?
desk-done-phone = { $report }: am Telefon zu sagen, der Anruf steht bei den Aufgaben ({ $who })
desk-done-nobody = { $report }: Es wird nichts gesendet, es gibt keine Kontaktdaten. Der Text bleibt im Verlauf ({ $who })
desk-done-joined = { $report }: Der Text geht an alle, deren Meldungen damit verbunden sind. Für die Person, von der diese Meldung kommt, gibt es keine Kontaktdaten ({ $who })
desk-done-closed-phone = Meldung { $report } ist abgeschlossen: am Telefon zu sagen, der Anruf steht bei den Aufgaben ({ $who })
desk-done-closed-nobody = Meldung { $report } ist abgeschlossen. Es wird nichts gesendet, es gibt keine Kontaktdaten: Der Text bleibt im Verlauf ({ $who })
desk-done-closed-joined = Meldung { $report } ist abgeschlossen: Die Antwort geht an alle, deren Meldungen damit verbunden sind. Für die Person, von der diese Meldung kommt, gibt es keine Kontaktdaten ({ $who })
desk-button-same-as = Gleich wie…
desk-prompt-same-as = { $who }: Welche andere Meldung betrifft dasselbe Problem wie { $report }? Schreiben Sie deren Nummer als Antwort auf diese Nachricht.
desk-asked-number = Nummer
desk-preview-others = { $count ->
    [one] Das bekommt auch, wer eine weitere Meldung zum selben Problem gesendet hat.
   *[other] Das bekommen auch die Personen aus { $count } weiteren Meldungen zum selben Problem.
}
desk-preview-others-move = { $count ->
    [one] Auch die Meldung, die schon zu dieser gehört, kommt zu { $main } und bekommt dieselben Nachrichten.
   *[other] Auch die { $count } Meldungen, die schon zu dieser gehören, kommen zu { $main } und bekommen dieselben Nachrichten.
}
desk-not-a-number = Das ist keine Nummer einer Meldung: Es braucht etwas wie 2026-000123.
