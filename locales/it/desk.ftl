# Segnalazioni dello stesso problema, e segnalazioni che l'URP scrive per qualcuno.
staff-card-near = Forse è la stessa:
staff-card-near-one = { $number }: { $place } ({ $state })
staff-card-followers = { $count ->
    [one] Un'altra segnalazione dello stesso problema segue questa: chi l'ha inviata riceve la stessa risposta.
   *[other] { $count } altre segnalazioni dello stesso problema seguono questa: chi le ha inviate riceve la stessa risposta.
}
staff-card-from-duplicate = Dalla { $number }:
staff-button-same = Come la { $number }
staff-button-undo-merge = Separare
staff-prompt-merge = { $who }: che cosa deve leggere chi ha inviato la { $report }? Il problema è quello della { $main }: da ora riceve le stesse notizie.
staff-done-merged = La { $report } è ora unita alla { $main } ({ $who }). Chi l'ha inviata lo sa.
staff-main-is-duplicate = La { $main } è già unita alla { $of }. La { $report } è la stessa di quella?
merge-words = Il Comune conosce già questo problema: è seguito con il numero { $main }. Anche qui arriveranno tutte le novità, e poi la risposta. Non serve fare altro.
staff-refusal-main-closed = La { $main } è chiusa: non si può unire altro. Se il problema c'è ancora, questa va seguita per conto suo, oppure prima si riapre quella.
staff-refusal-main-is-duplicate = La { $main } è già unita alla { $of }: questa va unita a quella.
staff-event-from-duplicate = un'altra segnalazione dello stesso problema
staff-ring-from-duplicate = Chi ha segnalato lo stesso problema della { $report } ha aggiunto qualcosa (vedi la scheda).
staff-ring-goes-on = La { $report } prosegue per conto suo: quella che seguiva è stata ritirata o chiusa come spam. Aspetta un ufficio.
staff-history-others = Attraverso la segnalazione principale:
citizen-follows = Seguita con il numero { $number }
