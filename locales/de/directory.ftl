# Die Hinweise in der Datei, die „rispondo directory export“ schreibt.
directory-head =
    Das Verzeichnis der Gemeinde vom { $when }, mit allem, was in Telegram geändert wurde.
    Geschrieben von „rispondo directory export“.

    Zum Berichtigen: diese Datei ändern und an die Stelle der Datei setzen, die DIRECTORY_FILE nennt.
    „rispondo directory import“ (oder der nächste Start) übernimmt dann, was sich geändert hat, und
    sonst nichts. Auf einen anderen Rechner kommt sie auf dieselbe Weise.
    Die Notizen der früheren Datei stehen hier nicht: directory.example.toml erklärt jede Zeile. Wer in
    Telegram entfernt wurde, fehlt. Meldungen, geplante Arbeiten und noch nicht benutzte Einladungen
    stehen nicht in dieser Datei.
    Sie enthält Telegram-Nummern von Personen: bitte so aufbewahren, dass nur liest, wer sie braucht.
directory-mistake = Vor dem Einlesen ist zu berichtigen:
directory-offices = Ämter
directory-categories = Kategorien
directory-replies = Vorbereitete Antworten
