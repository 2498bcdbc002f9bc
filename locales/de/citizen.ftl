# Das Gespräch mit Menschen, die etwas melden.
citizen-greeting = { $town }: Guten Tag! Hier können Sie ein Problem melden, zum Beispiel ein Schlagloch oder eine defekte Straßenlampe. Jede Meldung bekommt eine Nummer und eine Antwort.
citizen-data = Ihren Namen, Ihre Nachrichten und Fotos verwenden wir nur, um Ihre Meldung zu bearbeiten. Hier finden Sie die <a href="{ $url }">Hinweise zum Datenschutz</a>.
citizen-data-no-link = Ihren Namen, Ihre Nachrichten und Fotos verwenden wir nur, um Ihre Meldung zu bearbeiten.
citizen-emergency = Rufen Sie im Notfall die 112 an: Nachrichten lesen wir hier nicht rund um die Uhr.
citizen-button-new = Problem melden
citizen-button-mine = Meine Meldungen
citizen-button-help = Hilfe
citizen-help =
    <b>Das können Sie hier tun</b>
    /new – ein Problem melden, Frage für Frage
    /mine – Ihre Meldungen ansehen, ergänzen oder zurückziehen
    /cancel – abbrechen, was Sie gerade schreiben
    /language – die Sprache wechseln
    /privacy – wie wir Ihre Daten verwenden

    Möchten Sie eine Meldung ergänzen? Antworten Sie einfach auf eine Nachricht dazu.
citizen-unknown-command = Diesen Befehl gibt es nicht. Mit /help sehen Sie, was Sie hier tun können.
citizen-too-fast = Ihre Nachrichten kommen schneller, als wir hier antworten können. Wir lesen alles, nichts geht verloren. Solange es so weitergeht, antworten wir nur auf die letzte.
citizen-language = In welcher Sprache?
citizen-language-chosen = Ab jetzt auf Deutsch.
citizen-language-of-reports = Zu schon gesendeten Meldungen schreiben wir weiter in der bisherigen Sprache.
citizen-cannot-voice = Sprachnachrichten können wir hier nicht anhören. Schreiben Sie uns bitte, ein paar Worte genügen, oder senden Sie ein Foto.
citizen-cannot-video = Videos können wir hier nicht ansehen. Senden Sie bitte ein Foto oder schreiben Sie, was zu sehen ist.
citizen-cannot-sticker = Sehr nett! Hier brauchen wir aber Worte, ein Foto oder einen Standort.
citizen-cannot-document = Dokumente können wir hier nicht öffnen. Senden Sie bitte ein Foto oder schreiben Sie uns.
citizen-cannot-contact = Kontakte brauchen wir hier nicht: Schreiben Sie einfach, oder senden Sie ein Foto oder einen Standort.
citizen-cannot-other = Diese Art von Nachricht können wir hier nicht verwenden. Schreiben Sie bitte, oder senden Sie ein Foto oder einen Standort.
citizen-blocked = Von diesem Konto nehmen wir zurzeit keine neuen Meldungen an. Auf Meldungen, die noch offen sind, antworten wir trotzdem.
citizen-unfinished = Sie haben schon eine Meldung begonnen und noch nicht gesendet. Möchten Sie damit weitermachen oder neu beginnen?
citizen-button-go-on = Weiter
citizen-button-anew = Neu beginnen
citizen-nothing-to-cancel = Es gibt nichts abzubrechen.
citizen-nothing-asked = Im Moment ist keine Frage offen. Das können Sie hier tun:
citizen-old-button = Diese Schaltfläche ist alt und gilt nicht mehr. Mit /help sehen Sie, was Sie hier tun können.
citizen-unknown-report = Diese Meldung ist nicht unter Ihren Meldungen. Mit /mine sehen Sie die Liste.
citizen-answered-already = Danke, diese Frage ist schon beantwortet.
citizen-closed-already = Meldung { $number } ist schon abgeschlossen.
citizen-follows-another = Diese Meldung läuft unter der Nummer { $number }: Sie können etwas ergänzen, sie aber nicht einzeln zurückziehen.
citizen-open-again = Meldung { $number } ist schon offen und muss nicht neu geöffnet werden.

citizen-ask-kind = Um was für ein Problem geht es?
citizen-button-previous = ‹ Zurück
citizen-button-next = Mehr ›
citizen-ask-place = Wo ist es? Schreiben Sie die Adresse oder senden Sie den Standort.
citizen-key-position = Ich bin vor Ort: Standort senden
citizen-key-unknown = Ich kenne die Adresse nicht
citizen-ask-described = Kein Problem: Beschreiben Sie einfach den Ort, zum Beispiel was in der Nähe ist.
citizen-ask-words = Was stimmt nicht? Ein paar Worte genügen.
citizen-ask-photos = Möchten Sie Fotos senden? Höchstens 5.
citizen-photos-faces = Bitte ohne Gesichter und Autokennzeichen.
citizen-photos-there =
    { $count ->
        [0] Noch keine Fotos. Sie können bis zu 5 senden.
        [one] Ein Foto ist da. Sie können weitere senden, insgesamt bis zu 5.
        [5] 5 Fotos sind da, mehr geht nicht.
       *[other] { $count } Fotos sind da. Sie können weitere senden, insgesamt bis zu 5.
    }
citizen-button-no-photo = Kein Foto
citizen-button-done = Fertig
citizen-place-link = <a href="{ $url }">{ $place }</a>
citizen-summary =
    <b>Art:</b> { $kind }
    <b>Ort:</b> { $place }
    <b>Was nicht stimmt:</b>
    <blockquote>{ $words }</blockquote>
    <b>Fotos:</b> { $photos ->
        [0] keine
       *[other] { $photos }
    }
citizen-summary-asking = Das ist Ihre Meldung. Stimmt alles?
citizen-summary-changing = Was möchten Sie ändern?
citizen-summary-sent = Meldung gesendet:
citizen-button-send = Senden
citizen-button-change = Ändern
citizen-button-cancel = Abbrechen
citizen-button-back = Zurück
citizen-part-kind = Art
citizen-part-place = Ort
citizen-part-words = Beschreibung
citizen-part-photos = Fotos
citizen-thrown-away = Die Meldung wurde nicht gesendet. Was Sie geschrieben haben, ist gelöscht.
citizen-draft-sent = Diese Meldung haben Sie schon gesendet. Mit /mine sehen Sie, wie es damit weitergeht.
citizen-draft-gone = Diesen Entwurf gibt es nicht mehr. Mit /mine sehen Sie Ihre gesendeten Meldungen, mit /new beginnen Sie eine neue.
citizen-still-asking = Beantworten Sie bitte zuerst die Frage hier unten.
citizen-draft-left = Ihre Meldung ist noch nicht gesendet. Möchten Sie weitermachen?
citizen-draft-left-again = Sie haben noch eine Meldung, die nicht gesendet ist. Sie bleibt hier: Sie können jederzeit weitermachen.
citizen-lead-kind = Art: <b>{ $kind }</b>.
citizen-lead-kind-retired = „{ $kind }“ wird nicht mehr verwendet: Sie können etwas anderes wählen. Was schon geschrieben ist, bleibt.
citizen-lead-place = Ort: <b>{ $place }</b>.
citizen-lead-place-known = Der Ort ist schon angegeben: Sie können ihn am Ende ändern, bevor Sie die Meldung senden.
citizen-lead-thanks = Danke.
citizen-lead-words-kept = Danke, das kommt in die Meldung.
citizen-lead-words-added = Zur Beschreibung hinzugefügt.
citizen-lead-unchanged = In Ordnung: Die bisherige Antwort bleibt.
citizen-lead-too-long = Der Text ist schon sehr lang: Diese letzte Nachricht wurde nicht hinzugefügt.
citizen-lead-photos-here = Gut: Sie können die Fotos hier senden.
citizen-lead-photos =
    { $count ->
        [one] Das Foto kommt in die Meldung.
       *[other] Die { $count } Fotos kommen in die Meldung.
    }
citizen-lead-left-out =
    { $count ->
        [one] Mehr als 5 Fotos sind nicht möglich: Das letzte ist nicht dabei.
       *[other] Mehr als 5 Fotos sind nicht möglich: { $count } sind nicht dabei.
    }
citizen-photos-left-out =
    { $count ->
        [one] Auf einmal sind nicht mehr als { $most } Fotos möglich: Das letzte ist nicht dabei.
       *[other] Auf einmal sind nicht mehr als { $most } Fotos möglich: { $count } sind nicht dabei.
    }
citizen-photos-full =
    { $count ->
        [one] Die Meldung { $report } hat so viele Fotos, wie sie aufnehmen kann: Das letzte ist nicht dabei. Was es zeigt, können Sie in Worten sagen.
       *[other] Die Meldung { $report } hat so viele Fotos, wie sie aufnehmen kann: { $count } sind nicht dabei. Was sie zeigen, können Sie in Worten sagen.
    }
citizen-lead-press-send = Zum Senden tippen Sie einfach auf die Schaltfläche hier unten.
citizen-lead-press-change = Möchten Sie etwas ändern? Tippen Sie einfach auf die Schaltfläche hier unten.

citizen-kept-messages =
    { $count ->
        [one] Nachricht erhalten.
       *[other] { $count } Nachrichten erhalten.
    }
citizen-kept-photos =
    { $count ->
        [one] Foto erhalten.
       *[other] { $count } Fotos erhalten.
    }
citizen-kept-both =
    { $count ->
        [one] Eine Nachricht
       *[other] { $count } Nachrichten
    } und { $photos ->
        [one] ein Foto erhalten.
       *[other] { $photos } Fotos erhalten.
    }
citizen-kept-not-sent = Das ist noch nicht an die Gemeinde gesendet.
citizen-kept-left = Was Sie hierher geschickt haben, ist noch nicht an die Gemeinde gesendet.
citizen-kept-ask = Wozu gehört das?
citizen-kept-ask-new = Soll das eine neue Meldung werden?
citizen-button-add-to = Zu { $report } hinzufügen
citizen-button-new-report = Neue Meldung
citizen-lead-kept = Was Sie geschickt haben, kommt in die Meldung.
citizen-kept-dropped = In Ordnung: Es wurde nichts gesendet.
citizen-kept-gone = Das ist schon erledigt: Hier gibt es nichts mehr auszuwählen.

citizen-mine = <b>Meine Meldungen</b>
citizen-mine-none = Sie haben noch keine Meldungen.
citizen-mine-line = <b>{ $number }</b> { $kind }: { $state }
citizen-mine-some = Hier stehen die offenen Meldungen und die letzten der übrigen, höchstens { $count }.
citizen-one =
    <b>Meldung { $number }</b>
    { $kind }, { $place }
    Jetzt: { $state }
citizen-one-question = Eine Frage wartet noch auf Ihre Antwort: <b>{ $words }</b>
citizen-button-add = Etwas ergänzen
citizen-button-withdraw = Zurückziehen
citizen-history-line = { $date }: { $what }
citizen-history-older = (…)
citizen-history-filed = Meldung eingegangen
citizen-history-assigned = übergeben an: { $office }
citizen-history-taken = in Arbeit: { $office }
citizen-history-planned = eingeplant bis { $date }: <i>{ $words }</i>
citizen-history-planned-again = es geht weiter am { $date }: <i>{ $words }</i>
citizen-history-plan-due = wieder in Arbeit
citizen-history-withdrawn = zurückgezogen
citizen-history-closed = abgeschlossen, mit dieser Antwort: <i>{ $words }</i>
citizen-history-closed-silently = abgeschlossen
citizen-history-reopening = wieder offen
citizen-history-reopen-refused = bleibt abgeschlossen: <i>{ $words }</i>
citizen-history-unmerged = wird wieder einzeln bearbeitet
citizen-history-asked = Frage: <i>{ $words }</i>
citizen-history-answered =
    beantwortet: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(Fotos: { $photos })
    }
citizen-history-added =
    ergänzt: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(Fotos: { $photos })
    }
citizen-history-edited = Nachricht geändert: <i>{ $words }</i>
citizen-history-told = Nachricht von der Gemeinde: <i>{ $words }</i>
citizen-history-rated = Problem gelöst, von der meldenden Person bestätigt
citizen-ask-answer =
    Das ist die Frage zur Meldung { $report }:
    <b>{ $words }</b>

    Ihre nächste Nachricht, mit Worten oder Fotos, ist die Antwort.
citizen-ask-more = Was möchten Sie zur Meldung { $report } ergänzen? Ihre nächste Nachricht, mit Worten oder Fotos, kommt dazu.
citizen-writing-stopped = In Ordnung: Die Meldung { $number } bleibt, wie sie ist.
citizen-ask-withdraw = Möchten Sie die Meldung { $report } wirklich zurückziehen? Dann kümmert sich niemand mehr darum.
citizen-button-withdraw-yes = Ja, zurückziehen
citizen-button-withdraw-no = Nein, offen lassen
citizen-withdrawing = Möchten Sie die Meldung { $report } wirklich zurückziehen? Ja.
citizen-not-withdrawn = In Ordnung: Die Meldung { $report } bleibt offen.

command-new = Problem melden
command-mine = Meine Meldungen
command-help = Hilfe und Kontakt
command-cancel = Abbrechen
command-language = Sprache · Lingua · Language
command-privacy = Persönliche Daten
bot-description = { $town }: Hier können Sie ein Problem melden, zum Beispiel ein Schlagloch, eine defekte Straßenlampe oder herumliegenden Müll. Jede Meldung bekommt eine Nummer und eine Antwort. Rufen Sie im Notfall die 112 an.
bot-short-description = { $town }: Problem melden und Antwort erhalten.
