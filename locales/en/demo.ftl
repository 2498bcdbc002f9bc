# The demonstration in the terminal.
demo-opening = The real service, on a pretend Telegram, with a temporary database and a clock that the story moves. Maria, Luca, Paolo and Rosa live in the town. Carlo works in the public-relations office (URP); Ezio is a referent of the roads office, Gino works there; Anna is the supervisor.
demo-answered =
    { $count ->
        [one] The report has its answer, and the answer has arrived: nobody was left without a word.
       *[other] { $count } reports: each has its answer, and every answer has arrived. Nobody was left without a word.
    }
demo-unanswered = Something went wrong: somebody was left without an answer.
demo-still-open = { $report } is neither closed nor planned.
demo-not-delivered = { $report }: its answer has not arrived.
demo-kept = Database and mails stay in { $folder }.
demo-taken = There is a story in { $folder } already: please name another folder.
demo-photo = (a photo) { $caption }
demo-town = town

demo-chapter-cascade = 1. From the citizen to the one who does the work
demo-scene-report = Maria writes to the town's bot
demo-address = via Roma 12
demo-problem = There is a deep hole in the pavement in front of the school: a child fell this morning.
demo-caption = here it is
demo-scene-card = The URP's group: Carlo gives it to the office
demo-scene-office = The office's group: Ezio hands it to Gino
demo-scene-operator = Gino has it in his private chat

demo-chapter-same = 2. The same problem, by email
demo-scene-mail = Luca writes an email to the town, and does not say where
demo-mail-subject = Broken pavement
demo-mail-words = Good morning, there is a hole in the pavement near the school. This morning I almost fell. Thank you, Luca
demo-mail-place = via Roma 14
demo-scene-same = The URP's group: it is the same hole

demo-chapter-answer = 3. Done: the answer to both
demo-scene-ready = Gino's private chat: the hole is filled
demo-done = New paving stones, safe to walk on.
demo-scene-draft = The URP's group: Carlo reads the draft and sends it
demo-scene-maria-answer = The answer reaches Maria
demo-scene-luca-answer = Luca gets the same answer by email
demo-scene-end = The URP's group: Maria's card in the end

demo-chapter-planned = 4. Why not now
demo-scene-work = The office's group: Ezio registers planned works, once and for all
demo-work-street = via Battisti
demo-work-what = complete resurfacing
demo-work-when = March - May 2027
demo-work-why = The whole street gets a new surface in spring: holes patched now would be open again before then.
demo-scene-paolo = Paolo reports holes in via Battisti
demo-work-address = via Battisti 20
demo-work-problem = The road is full of holes: they are patched, and a month later they are back.
demo-scene-falls-in = The URP's group: the card knows the answer
demo-scene-paolo-answer = Paolo hears why, and when

demo-chapter-promise = 5. A promise is about to break
demo-scene-rosa = Rosa reports a lamp; the office gets it, and nobody takes it in hand
demo-lamp-address = via Verdi 8
demo-lamp-problem = The street lamp in front of the house has been dark for a week: in the evening nothing can be seen.
demo-scene-reminder = Friday 4 December, 9:00. The office's group is reminded
demo-scene-supervisor = Wednesday 9 December, 9:00, the day promised. Anna is told too
demo-asks = Today is the day: what can be said to the citizen?
demo-scene-asked = The office's group: Ezio says why, and when
demo-lamp-why = A cable under the pavement is broken. The new one has been ordered and will be laid as soon as it is here.
demo-scene-rosa-answer = Rosa hears on the day that was promised
