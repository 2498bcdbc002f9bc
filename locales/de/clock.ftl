report-late = Zur Meldung { $report } hatten wir Ihnen eine Nachricht versprochen, bis spätestens { $was }. Sie ist nicht gekommen. Das tut uns leid: Wir sind spät dran, und die Leitung des Dienstes weiß davon.
report-question-reminder = Zur Erinnerung: Zur Meldung { $report } ist noch eine Frage offen.
citizen-history-late = Antwort verspätet: die Gemeinde hat sich entschuldigt und ein neues Datum genannt
citizen-history-reminded = die Gemeinde hat an die Frage erinnert
citizen-history-followed = geht weiter mit Meldung { $number }, die dasselbe Problem betrifft
staff-event-late-told = hat die Person über die Verspätung informiert
staff-event-question-reminded = hat die Person an die Frage erinnert
staff-event-followed = hat sie mit der neuen Hauptmeldung verbunden
staff-refusal-not-late = Das versprochene Datum ist noch nicht vorbei, oder die Person ist schon informiert.

## Erinnerung am Morgen
clock-morning = <b>Erinnerung</b>: { $count ->
    [one] eine Frist läuft bald ab oder ist schon vorbei.
   *[other] { $count } Fristen laufen bald ab oder sind schon vorbei.
}
clock-morning-supervisor = <b>Für die Aufsicht</b>: { $count ->
    [one] eine Frist läuft heute ab oder ist schon vorbei.
   *[other] { $count } Fristen laufen heute ab oder sind schon vorbei.
}
clock-morning-open = Insgesamt: zuzuweisen oder abzuschließen { $waiting }, Aufgaben { $tasks }, bei den Ämtern { $others }. Liste: /open
clock-line-due = die Person soll von uns hören bis { $date }
clock-line-today = die Person soll heute von uns hören
clock-line-late = Nachricht versprochen für { $date }, die Person wartet noch
clock-line-task = { $what }: zu erledigen bis { $date }
clock-line-task-today = { $what }: heute zu erledigen
clock-line-task-late = { $what }: war zu erledigen bis { $date }
clock-more = … und { $count } weitere. Listen: /limbo und /open
clock-button-show = { $place }. Zeigen: { $what }
clock-button-show-task = { $place }. Zeigen: Aufgabe { $what }
clock-button-ask-office-of = { $place }. Amt fragen
clock-button-ask-urp-of = { $place }. URP fragen
clock-button-tell-of = { $place }. Person informieren
clock-button-ask-office = Amt fragen
clock-button-ask-urp = URP fragen
clock-button-tell = Person informieren
clock-unheard = Niemand von der Aufsicht ist hier auf Telegram erreichbar: Mindestens eine Person muss den Chat mit dem Bot öffnen und „Starten“ drücken. Geben Sie der Aufsicht bis dahin bitte persönlich Bescheid.
clock-alarm-subject = { $town }: Meldungen, um die sich jemand kümmern muss

## Meldungen, die länger warten als versprochen
command-limbo = Wer länger wartet als versprochen
clock-limbo-none = Niemand wartet länger als versprochen.
clock-limbo = <b>Versprochenes Datum vorbei</b>: { $count ->
    [one] eine Person wartet noch auf Nachricht.
   *[other] { $count } Personen warten noch auf Nachricht.
}
clock-card-limbo = Zu spät: Nachricht versprochen für { $date }, jemand muss der Person noch schreiben.
clock-list-overdue = , war abzuschließen bis { $date }
clock-card-overdue = Frist zum Abschließen vorbei: { $date }.

## Vorbereitete Texte
clock-draft-sorry = Es tut uns leid, dass Sie warten müssen.
clock-draft-received = Die Meldung liegt beim Bürgerbüro (URP). Eine endgültige Antwort gibt es dort noch nicht.
clock-draft-assigned = Die Meldung liegt beim zuständigen Amt ({ $office }). Eine endgültige Antwort gibt es dort noch nicht.
clock-draft-in-progress = Das zuständige Amt ({ $office }) kümmert sich darum. Eine endgültige Antwort gibt es aber noch nicht.
clock-draft-ready = Das zuständige Amt ({ $office }) hat die Prüfung abgeschlossen: Die Antwort wird vorbereitet.
clock-draft-reopened = Die Meldung liegt wieder beim Bürgerbüro (URP). Eine endgültige Antwort gibt es dort noch nicht.
clock-draft-no-answer = Um weiterzumachen, hätten wir eine Antwort auf diese Frage gebraucht: „{ $question }“. Sie ist nicht gekommen, und ohne sie geht es nicht weiter: Wir schließen die Meldung ab.

## Die Aufsicht fragt das Amt
clock-prompt-ask-office = { $who }, schreiben Sie bitte Ihre Frage zur Meldung { $report }. Der Text kommt in den Chat der Leute, die sie bearbeiten.
clock-asked-ask-office = Frage an das Amt
clock-supervisor-asks = <b>{ $who }</b> von der Aufsicht fragt zur Meldung { $report }:
clock-supervisor-asks-how = Antworten Sie auf diese Nachricht: Die Antwort geht an die Aufsicht und kann eine Notiz werden.
clock-asked-office-note = Frage an das Amt: { $words }
clock-office-asked = Meldung { $report }: Die Frage geht an: { $to }.
clock-office-answers = <b>{ $who }</b> antwortet zur Meldung { $report }:
clock-no-office-chat = Es gibt noch keine Gruppe für die Frage: weder vom Amt noch vom URP.

## Frage ohne Antwort
clock-task-question = Frage ohne Antwort
clock-task-question-ask = Die Person hat nicht geantwortet. Sie können noch einmal fragen oder die Meldung abschließen und erklären, warum.
clock-button-close-no-answer = Abschließen, keine Antwort
clock-button-ask-again = Noch mal fragen
clock-task-end-answered = die Person hat geantwortet
clock-task-end-closed = Meldung abgeschlossen
clock-task-end-asked-again = noch einmal gefragt
