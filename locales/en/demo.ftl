# The demonstration in the terminal.
demo-opening = The real service, on a pretend Telegram and with a temporary database. Maria reports a problem; Carlo of the public-relations office (URP) sees to it; Maria gets the answer. Then Luca does the same by email.
demo-answered =
    { $count ->
        [one] The report is closed and its reply delivered: nobody was left without an answer.
       *[other] { $count } reports closed, and all replies delivered: nobody was left without an answer.
    }
demo-unanswered = Something went wrong: somebody was left without an answer.
demo-kept = Database and mails stay in { $folder }.
demo-scene-report = Maria writes to the town's bot
demo-scene-card = The URP's group: the card arrives
demo-scene-question = Back at Maria's
demo-scene-closing = The URP's group: the reply
demo-scene-answer = The answer reaches Maria
demo-scene-end = The URP's group: the card in the end
demo-address = via Roma 12
demo-problem = There is a deep hole in front of the school: a child fell this morning.
demo-caption = here it is
demo-photo = (a photo) { $caption }
demo-question = Is the hole in the pavement or in the road?
demo-answer = In the pavement, near the crossing.
demo-reply = The hole in the pavement was filled this morning. Thank you for reporting it.
demo-scene-mail = Luca writes an email to the town, and does not say where
demo-scene-mail-card = The URP's group: a card like any other
demo-scene-mail-answer = Luca's mailbox
demo-town = town
demo-opens = (opens the first link)
demo-mail-subject = Street lamp out
demo-mail-words = Good morning, the street lamp in front of my house has been dark for a week, and in the evening nothing can be seen. Thank you, Luca
demo-mail-place = via Verdi 8
demo-mail-reply = The lamp in via Verdi was repaired last night: a cable had broken.
demo-taken = There is a story in { $folder } already: please name another folder.
