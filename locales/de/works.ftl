# „Warum nicht jetzt“ und die geplanten Arbeiten.

staff-button-plan = Nicht jetzt: warum
staff-button-another-date = Neues Datum
staff-button-same-reason = Gleicher Grund
staff-prompt-plan = { $who }: Schreiben Sie der Person, warum Meldung { $report } jetzt nicht gelöst werden kann, als Antwort auf diese Nachricht. Das Datum wählen Sie danach.
staff-asked-plan = Grund und Datum
staff-plan-same-reason = Oder lassen Sie für Meldung { $report } den Grund, den die Person schon kennt:
staff-plan-when = { $who }: Wann geht es mit Meldung { $report } weiter?
staff-plan-day-set = { $report }: { $when } ({ $who })
staff-day-how = So können Sie schreiben: 15.5., 15. Mai 2027 oder nur Mai 2027.
works-span-how = So können Sie schreiben: 1.3. - 31.5., von März bis Mai 2027 oder nur das Ende: Mai 2027.
staff-day-unreadable = Dieses Datum ist nicht lesbar.
staff-day-past = Bitte ein Datum ab morgen angeben.
staff-span-week = In einer Woche
staff-span-weeks = In 2 Wochen
staff-span-month = In einem Monat
staff-span-months = In 3 Monaten

## Die geplanten Arbeiten
works-around = bis { $metres } Meter um den Punkt
works-name = { $place }: { $what }
works-line = { $work }, bis { $date }
works-entry = { $work }, bis { $date } – { $office }
works-late = {" "}– <b>Datum vorbei</b>
works-card-falls-in = <b>Fällt in geplante Arbeiten:</b> { $work }, bis { $date }
works-card-awaited = Wartet auf Arbeiten: { $work }
works-button-answer = Damit antworten
works-button-answer-with = Antwort: { $work }
works-button-link = Arbeiten zuordnen
works-choose = Auf welche Arbeiten wartet Meldung { $report }?
works-none = Keine Arbeiten geplant.
works-title = <b>Geplante Arbeiten</b>
works-button-new = Neue Arbeiten
works-whole =
    Amt: { $office }
    Bereiche: { $categories }
    Von { $from } bis { $until }
    Warum nicht jetzt, für die Meldenden:
works-waiting = Zugeordnete Meldungen: { $count }
works-over = <b>Beendet.</b>
works-button-reports = Meldungen
works-button-date = Datum ändern
works-button-done = Arbeiten fertig
works-button-number = Meldung zuordnen
works-button-cancel = Arbeiten absagen
works-reports = Zugeordnete Meldungen ({ $work }):
works-reports-none = Diesen Arbeiten ist keine offene Meldung zugeordnet: { $work }.
works-made-ready = Arbeiten fertig: { $work }. Bereit zum Abschluss, mit dem Antwortentwurf: { $count }. Die Karten sind aktuell.
works-near = Das Datum ist nah: { $work }, bis { $date }. Zugeordnete Meldungen: { $count }. Gehen die Arbeiten weiter, ändern Sie das Datum: Wer wartet, wird informiert.
works-past = Das Datum ist vorbei: { $work }, bis { $date }. Zugeordnete Meldungen: { $count }. Sind die Arbeiten beendet? Gehen sie weiter, ändern Sie das Datum: Wer wartet, wird informiert.
works-over-notice = Diese Arbeiten sind beendet, oder ihr Datum ist vorbei: Damit können Sie nicht antworten.
works-none-for = Für diesen Bereich sind keine anderen Arbeiten geplant.
works-stopped = Abgebrochen: Es hat sich nichts geändert ({ $who })
works-which-office = Neue Arbeiten: von welchem Amt?
works-office-chosen = Neue Arbeiten: { $office } ({ $who })
works-where = { $who }: neue Arbeiten. In welcher Straße? Antworten Sie auf diese Nachricht mit einer oder mehreren Straßen, eine pro Zeile, oder senden Sie einen Standort.
works-radius = Bis zu welcher Entfernung vom Punkt?
works-metres = { $metres } m
works-radius-chosen = Bis { $metres } Meter um den Punkt.
works-categories = Für welche Meldungen? Wählen Sie einen oder mehrere Bereiche (✓), dann „Weiter“.
works-button-all = Alle
works-button-go-on = Weiter
works-categories-chosen = Bereiche: { $categories }
works-no-category = Wählen Sie mindestens einen Bereich.
works-what = { $who }: Was wird gemacht? Antworten Sie mit ein paar Worten, zum Beispiel: neuer Straßenbelag.
works-when = { $who }: Von wann bis wann? Antworten Sie zum Beispiel: 1.3. - 31.5., März - Mai 2027 oder nur das Ende: Mai 2027.
works-why = { $who }: Jetzt der Text für die Meldenden: Warum nicht früher? Wer hier etwas meldet, wird ihn lesen. Antworten Sie auf diese Nachricht.
works-words-only = Hier ist nur Text nötig.
works-summary = Stimmt das so? Neue Meldungen, die hierher fallen, zeigen es auf ihrer Karte.
works-button-save = Speichern
works-button-again = Neu beginnen
works-saved = Gespeichert: { $work } ({ $who })
works-new-day = { $who }: neues Ende für { $work }? Antworten Sie auf diese Nachricht.
works-new-words = Warum ändert es sich? Antworten Sie mit dem Text für alle, die warten, oder lassen Sie den bisherigen:
works-words-kept = Der Text bleibt wie vorher ({ $who })
works-outcome = { $who }: Arbeiten fertig: { $work }. Schreiben Sie einmal die Antwort für die Meldenden: Was wurde gemacht? Antworten Sie auf diese Nachricht.
works-reason = { $who }: Warum finden diese Arbeiten nicht statt: { $work }? Wer wartet, wird diesen Text lesen. Antworten Sie auf diese Nachricht.
works-number = { $who }: Welche Meldung wartet auf { $work }? Antworten Sie mit der Nummer.
works-confirm-moved = { $work }: neues Datum { $date }.
works-confirm-cancelled = { $work }: findet nicht statt.
works-will-read = Oben steht, was die erste Person lesen wird; alle anderen bekommen denselben Text, mit der eigenen Nummer. Zugeordnete Meldungen: { $count }. Es wurde noch nichts gesendet.
works-nobody-reads = Niemand wartet: Es wird keine Nachricht gesendet.
works-confirm-done = Arbeiten fertig: { $work }. Zugeordnete Meldungen: { $count }. Die noch nicht bereit sind und auf nichts anderes warten, gehen bereit zum Abschluss an das URP, mit diesem Antwortentwurf:
works-moved = Datum geändert: { $work }, bis { $date } ({ $who })
works-done = Arbeiten fertig: { $work } ({ $who })
works-cancelled = Abgesagt: { $work } ({ $who })
