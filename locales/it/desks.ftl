staff-ring-sent-back = La { $report } torna all'ufficio: l'URP chiede ancora qualcosa (vedi la scheda).
staff-ring-given-back = La { $report } torna ai referenti: chi la seguiva l'ha resa.
staff-ring-assigned = La { $report } è di nuovo di questo ufficio.
staff-ring-moved-away = La { $report } è passata all'ufficio { $office }.
staff-ring-handed = La { $report } è da seguire.
staff-ring-taken-away = La { $report } la segue ora un'altra persona.
staff-returned-again = La { $report } è tornata indietro { $times } volte: nessun ufficio la riconosce. Ufficio { $office }: «{ $why }»
staff-done-assigned-no-chat = L'ufficio { $office } non ha ancora un gruppo: se ne occupa intanto l'URP, con i pulsanti della scheda.
