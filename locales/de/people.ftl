# Wer mit dem Dienst arbeitet: Einladungen, Liste, Rollen, die enden, Gruppen; und die Hilfe für jede Rolle.

## Rollen
people-supervisor = Aufsicht
people-urp = URP
people-referent = zuständige Person, { $office }
people-operator = ausführende Person, { $office }
people-post-supervisor = Aufsicht
people-post-urp = URP
people-post-referent = Zuständige
people-post-operator = Ausführende

## Einladungen
people-invite-role = Mit welcher Rolle kommt die Person dazu?
people-invite-office = { $post }: Für welches Amt?
people-invite-name = Einladung als <b>{ $role }</b>. Unter welchem Namen soll das Team die Person kennen? Schreiben Sie ihn einfach, sonst gilt der Name auf Telegram.
people-invite-prompt = { $who }: Schreiben Sie Vor- und Nachnamen als Antwort auf diese Nachricht.
people-invite-placeholder = Vor- und Nachname
people-invite-made = Einladung als <b>{ $role }</b>: Sie ist fertig, hier unten.
people-invite-cancelled = Keine Einladung: Es hat sich nichts geändert.
people-invite-impossible = Die Einladung ist jetzt nicht möglich: Der Dienst kennt den Namen seines Bots noch nicht. Versuchen Sie es in einer Minute noch einmal mit /invite
people-invited = Einladung fertig: <b>{ $role }</b>. Leiten Sie die Nachricht hier unten nur an diese Person weiter: Sie gilt ein einziges Mal, bis { $date }.
people-invited-named = Einladung fertig für <b>{ $name }</b>: <b>{ $role }</b>. Leiten Sie die Nachricht hier unten nur an diese Person weiter: Sie gilt ein einziges Mal, bis { $date }.
people-button-withdraw = Einladung zurückziehen
people-withdrawn = Die Einladung ist zurückgezogen: <b>{ $role }</b>. Ihr Link gilt nicht mehr.
people-withdrawn-named = Die Einladung für <b>{ $name }</b> ist zurückgezogen: <b>{ $role }</b>. Ihr Link gilt nicht mehr.
people-withdrawn-too-late = Zu spät: Diese Einladung wurde schon benutzt. Eine Rolle endet über /people
people-invitation = Einladung zum Meldedienst ({ $town }), als <b>{ $role }</b>. Öffnen Sie den Link und drücken Sie „Starten“, bis spätestens { $date }. Die Einladung ist persönlich und gilt ein einziges Mal:
    { $link }
people-button-unnamed = Telegram-Name
people-entry-unknown = Diese Einladung gibt es nicht: Vielleicht wurde der Link nur zum Teil kopiert.
people-entry-used = Diese Einladung wurde schon verwendet: Jede gilt ein einziges Mal.
people-entry-expired = Diese Einladung ist abgelaufen: Jede gilt 7 Tage.
people-entry-withdrawn = Diese Einladung wurde zurückgezogen.
people-entry-ask = Eine neue bekommen Sie von: { $names }.
people-entry-ask-town = Eine neue bekommen Sie von den Leuten, die den Dienst betreiben ({ $town }).
people-already = Diese Rolle haben Sie schon: <b>{ $role }</b>. Die Einladung bleibt für eine andere Person gültig.
people-welcome = <b>Alles erledigt.</b> Ab jetzt im Meldedienst ({ $town }): <b>{ $role }</b>, unter dem Namen { $name }.
people-welcome-group-urp = Gearbeitet wird in der Gruppe des URP: Wenn Sie noch nicht dabei sind, bitten Sie darum, hinzugefügt zu werden.
people-welcome-group = Gearbeitet wird in der Gruppe des Amtes ({ $office }): Wenn Sie noch nicht dabei sind, bitten Sie darum, hinzugefügt zu werden.
people-joined = { $name } (auf Telegram: { $shown }) hat die Einladung verwendet: { $role }.
people-joined-by = Die Einladung kam von { $by }.

## Liste
people-title = <b>Personen</b>
people-heading = <b>{ $role }</b>
people-line = • { $name }
people-line-marked = • { $name } – { $why }
people-mark-no-account = Telegram-Konto fehlt: braucht eine Einladung
people-mark-not-started = der Bot kann nicht schreiben: „Starten“ nicht gedrückt oder Bot blockiert
people-none-named = In der Liste heißt niemand „{ $name }“. /people zeigt alle.
people-few-referents = Ämter mit weniger als zwei Zuständigen: { $offices }
people-no-group = Ämter ohne Gruppe (bis dahin handelt das URP): { $offices }. Zu wem eine Gruppe gehört, legen Sie mit /bind fest, geschrieben in der Gruppe.
people-button-remove = { $name } entfernen

## Rollen, die enden
people-really-remove = { $name }: Rolle <b>{ $role }</b> wirklich entziehen? Die Person kann ab sofort nicht mehr in dieser Rolle arbeiten, ihre anderen Rollen bleiben.
people-reports-go-back = { $count ->
    [one] Die Meldung, die sie gerade bearbeitet, geht an die Zuständigen des Amtes zurück.
   *[other] Die { $count } Meldungen, die sie gerade bearbeitet, gehen an die Zuständigen des Amtes zurück.
}
people-button-yes = Ja, entziehen
people-button-no = Nein
people-not-removed = Es hat sich nichts geändert.
people-removed = Erledigt: { $name } hat die Rolle <b>{ $role }</b> nicht mehr ({ $by }).
people-reports-went-back = { $count ->
    [one] Die Meldung in Bearbeitung ist wieder bei den Zuständigen.
   *[other] Die { $count } Meldungen in Bearbeitung sind wieder bei den Zuständigen.
}
people-removed-you = Die Rolle <b>{ $role }</b> im Meldedienst ({ $town }) ist beendet. Danke für Ihre Arbeit.
people-no-referent = <b>Bei diesem Amt gibt es keine Zuständigen mehr: { $office }.</b> Niemand verteilt seine Meldungen: Mit /invite laden Sie jemanden ein.
people-ring-operator-left = Meldung { $report } ist wieder bei den Zuständigen: Wer sie bearbeitet hat, arbeitet nicht mehr hier.
people-last-supervisor = Das ist die einzige Person in der Aufsicht: Ohne sie könnte niemand mehr einladen. Laden Sie zuerst mit /invite eine weitere ein.
people-no-such-entry = Das steht nicht mehr in der Liste oder wurde geändert. Es hat sich nichts geändert. /people zeigt den aktuellen Stand.
people-still-in = { $name } ist noch in diesen Gruppen: { $groups }.
people-button-expel = Aus { $group } entfernen
people-expelled = { $name } ist nicht mehr in der Gruppe „{ $group }“.
people-not-expelled = Der Bot kann { $name } nicht aus der Gruppe „{ $group }“ entfernen (Telegram sagt: „{ $why }“). Wer die Gruppe verwaltet, kann es tun: Gruppe öffnen, Mitglieder öffnen, den Namen gedrückt halten und „Entfernen“ wählen.
people-belongs-there = Diese Person arbeitet wieder in dieser Gruppe: Sie bleibt dort.

## Gruppen
bind-nobody = niemand
bind-whose = Zu wem gehört diese Gruppe? (jetzt: { $now })
bind-button-unbind = Zu niemandem
bind-in-a-group = Schreiben Sie /bind in die Gruppe, um die es geht, nachdem Sie den Bot dort als Administrator hinzugefügt haben.
bind-anonymous = Wer im Namen der Gruppe schreibt, ist nicht zu erkennen: Um die Gruppe zuzuordnen, schreibt jemand von der Aufsicht /bind unter dem eigenen Namen (in den Einstellungen für Administratoren „Anonym bleiben“ ausschalten).
written-by-nobody = Wer im Namen der Gruppe schreibt, ist nicht zu erkennen, darum wurde nichts getan. Bitte in den Einstellungen für Administratoren „Anonym bleiben“ ausschalten und es noch einmal schreiben.
bind-cancelled = Die Gruppe bleibt wie vorher: { $now }.
bind-already = Das ist schon so.
bind-done = Erledigt. Diese Gruppe jetzt: <b>{ $now }</b> (vorher: { $before }).
bind-instead = { $name } hatte vorher die Gruppe „{ $group }“. Dort kommen keine Karten mehr an.
bind-instead-unknown = { $name } hatte vorher eine andere Gruppe. Dort kommen keine Karten mehr an.
bind-left = In einem Tag verlässt der Bot jene Gruppe, außer jemand legt vorher mit /bind fest, zu wem sie gehört.
bind-reports = Die Karten der offenen Meldungen kommen hier unten: { $count }
bind-back = Bisher beim URP in Bearbeitung, jetzt bei den Zuständigen: { $count }
bind-undone = Erledigt. Diese Gruppe gehört zu niemandem mehr (vorher: { $before }). In einem Tag verlässt der Bot sie, außer jemand legt vorher mit /bind fest, zu wem sie gehört
bind-no-office = Das Amt „{ $office }“ steht nicht mehr im Verzeichnis.

## Hilfe
help-you-are = Rolle: <b>{ $roles }</b>
help-supervisor =
    <b>Aufsicht, in fünf Schritten</b>
    1. /invite erstellt eine persönliche Einladung: Rolle und Amt wählen, dann den Link weiterleiten.
    2. Fügen Sie den Bot zu jeder Gruppe als Administrator hinzu und schreiben Sie dort /bind: So gehört die Gruppe zum URP oder zu einem Amt.
    3. /people zeigt, wer da ist, wer fehlt und wo es zwei Zuständige braucht; <b>Entfernen</b> beendet eine Rolle.
    4. Droht eine versprochene Antwort zu spät zu kommen, erhalten Sie hier eine Nachricht: Von dort aus fragen Sie das Amt oder schreiben der Person.
    5. /stats sagt, wie viele Meldungen es gibt, wie lange man wartet und wo.
help-urp =
    <b>URP, in fünf Schritten</b>
    1. Jede Meldung ist eine Nachricht mit Schaltflächen: Prüfen Sie zuerst <b>Bereich</b> und <b>Ort</b>.
    2. <b>Zuweisen</b> gibt sie an ein Amt; die Person wird informiert.
    3. <b>Person fragen</b> und <b>Der Person schreiben</b> senden Text: Sie lesen ihn noch einmal, bevor er hinausgeht.
    4. Meldet das Amt sie als bereit: <b>Diese Antwort senden</b> oder <b>Ändern</b>; Sie lesen sie noch einmal, bevor sie hinausgeht. Fehlt etwas: <b>Zurück an das Amt</b>.
    5. /open listet auf, was zu tun ist: Beginnen Sie jeden Morgen dort. /new schreibt eine Meldung für jemanden am Telefon oder am Schalter.
help-referent =
    <b>Zuständige, in fünf Schritten</b>
    1. Wenn eine Karte kommt: <b>Übernehmen</b>, oder <b>Übergeben</b> an eine ausführende Person.
    2. Gehört sie zu einem anderen Amt: <b>Nicht für uns</b>, mit dem Grund; sie geht zurück an das URP.
    3. Geht es nicht sofort: <b>Nicht jetzt: warum</b>, mit Grund und Datum, die auch die meldende Person bekommt.
    4. Fehlt etwas: <b>Person fragen</b>.
    5. Wenn die Arbeit fertig ist: <b>Bereit zum Abschluss</b>, mit dem Ergebnis und einem Foto oder ein paar Worten. Das URP antwortet.
help-operator =
    <b>Ausführende, in fünf Schritten</b>
    1. <b>Übernehmen</b> auf der Karte: Von da an ist die Meldung bei der Person, die gedrückt hat.
    2. <b>Fotos</b> und <b>Verlauf</b> zeigen, was schon bekannt ist.
    3. <b>Notiz</b> schreibt etwas, das nur das Team liest.
    4. Wenn es nicht geht: <b>Zurückgeben</b>, dann geht sie wieder an die Zuständigen.
    5. Wenn die Arbeit fertig ist: <b>Bereit zum Abschluss</b>, mit dem Ergebnis und einem Foto oder ein paar Worten. Das URP antwortet.
help-commands = /open was zu tun ist · /report 123 zeigt eine Meldung · /find sucht Wörter · /works listet geplante Arbeiten auf · /cancel bricht ab, was gerade geschrieben wird
help-button-citizen = Hilfe zum Melden

## Befehle
command-people = Personen, Rollen und was fehlt
command-invite = Jemanden einladen
command-remove = Eine Rolle entziehen
