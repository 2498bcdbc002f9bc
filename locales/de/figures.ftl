# Die Zahlen der Aufsicht: /stats, der Überblick am Montag, die Datei.

figures-this-week = Diese Woche
figures-last-week = Letzte Woche
figures-this-month = Dieser Monat
figures-last-month = Letzter Monat
figures-this-year = Dieses Jahr
figures-chosen = ✓ { $label }
figures-button-town = Ganze Gemeinde
figures-button-offices = Amt wählen
figures-button-csv = CSV
figures-which-office = Von welchem Amt?
figures-days = von { $from } bis { $to }
figures-title = <b>{ $period }</b>, { $days }
figures-monday = <b>Letzte Woche</b>, { $days }
figures-town = Ganze Gemeinde
figures-office = Amt: { $office }
figures-body =
    <b>Jetzt (die ersten zwei müssen 0 sein)</b>
    Meldungen ohne die versprochene Nachricht: { $limbo }
    Abgeschlossen, aber die Antwort ist nicht angekommen: { $unanswered }
    Offen nach Ablauf der Frist: { $late }

    <b>In diesem Zeitraum</b>
    Eingegangen: { $arrived }
    Abgeschlossen: { $closed }, mit angekommener Antwort: { $answered }
    Nicht zugestellte Nachrichten: { $undelivered }{ $unreachable ->
        [0] { "" }
       *[other] , davon an nicht erreichbare Personen: { $unreachable }
    }
    Vom Eingang bis zur ersten Nachricht: { $first_word }
    Vom Eingang bis zum Abschluss: { $closing }
figures-times = die Hälfte: bis zu { $median }, neun von zehn: bis zu { $ninetieth } (Öffnungszeiten der Ämter; berechnet aus { $count ->
    [one] einer Meldung
   *[other] { $count } Meldungen
 })
figures-no-times = noch keine Daten
figures-minutes = { $minutes } min
figures-hours = { $hours } h { $minutes } min
figures-whole-days = { $days ->
    [one] 1 Arbeitstag
   *[other] { $days } Arbeitstage
 }
figures-days-hours = { $days ->
    [one] 1 Arbeitstag und { $hours } h
   *[other] { $days } Arbeitstage und { $hours } h
 }
figures-referents = <b>Weniger als zwei Zuständige:</b> { $offices }
figures-caption = Zahlen nach Amt, { $days }. Bei den Zeiten zählen nur die Stunden, in denen die Ämter geöffnet sind.
figures-csv-file = zahlen-{ $from }-{ $to }.csv
figures-csv-urp = URP (kein Amt)
figures-csv-town = Ganze Gemeinde
figures-csv-office = Amt
figures-csv-from = Von
figures-csv-to = Bis
figures-csv-arrived = Eingegangen
figures-csv-closed = Abgeschlossen
figures-csv-answered = Abgeschlossen mit angekommener Antwort
figures-csv-undelivered = Nicht zugestellte Nachrichten
figures-csv-unreachable = Davon an nicht erreichbare Personen
figures-csv-word-median = Stunden bis zur ersten Nachricht (Median)
figures-csv-word-ninetieth = Stunden bis zur ersten Nachricht (neun von zehn)
figures-csv-closing-median = Stunden bis zum Abschluss (Median)
figures-csv-closing-ninetieth = Stunden bis zum Abschluss (neun von zehn)
figures-csv-limbo = Jetzt ohne die versprochene Nachricht
figures-csv-unanswered = Jetzt abgeschlossen ohne angekommene Antwort
figures-csv-late = Jetzt offen nach Ablauf der Frist
command-stats = Zahlen: Meldungen, Zeiten, Ämter
