# «Perché non ora» e i lavori in programma.

staff-button-plan = Programma
staff-button-another-date = Altra data
staff-button-same-reason = Stesso motivo
staff-prompt-plan = { $who }: scrivere al cittadino perché la { $report } non si può risolvere adesso, rispondendo a questo messaggio. Dopo si sceglie la data.
staff-asked-plan = motivo e data
staff-plan-same-reason = Oppure lasciare per la { $report } il motivo già scritto al cittadino:
staff-plan-when = { $who }: quando sarà ripresa la { $report }?
staff-plan-day-set = { $report }: { $when } ({ $who })
staff-day-how = Si può scrivere così: 15/5, 15 maggio 2027, oppure solo maggio 2027.
staff-day-unreadable = Questa data non si riesce a leggere.
staff-day-past = Questa data è già passata: serve un giorno dopo oggi.
staff-span-week = Tra una settimana
staff-span-weeks = Tra 2 settimane
staff-span-month = Tra un mese
staff-span-months = Tra 3 mesi
