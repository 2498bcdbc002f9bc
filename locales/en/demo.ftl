# The demonstration in the terminal.
demo-opening = The real service, on a pretend Telegram and with a temporary database. Maria reports a problem; Carlo of the public-relations office (URP) sees to it; Maria gets the answer.
demo-answered =
    { $count ->
        [one] The report is closed and its reply delivered: nobody was left without an answer.
       *[other] { $count } reports closed, and all replies delivered: nobody was left without an answer.
    }
demo-unanswered = Something went wrong: somebody was left without an answer.
demo-kept = The database stays in { $folder }.
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
