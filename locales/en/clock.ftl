report-late = We promised news about report { $report } by { $was }, and none has come. We are sorry: we are late, and whoever runs the service knows.
report-question-reminder = A reminder: there is still a question about report { $report }.
citizen-history-late = the town is late: it said sorry and gave a new date
citizen-history-reminded = the town reminded you of the question
citizen-history-followed = goes on with report { $number }, which is about the same problem
staff-event-late-told = told the citizen that the town is late
staff-event-question-reminded = reminded the citizen of the question
staff-event-followed = joined it to the new main report
staff-refusal-not-late = The promised day is not over, or the citizen was told already.

## The morning's reminders
clock-morning = <b>Reminder</b>: { $count ->
    [one] one date is near or past.
   *[other] { $count } dates are near or past.
}
clock-morning-supervisor = <b>For the supervisor</b>: { $count ->
    [one] one date is today or past.
   *[other] { $count } dates are today or past.
}
clock-morning-open = In all: to assign or close { $waiting }, to do { $tasks }, with the offices { $others }. List: /open
clock-line-due = the citizen is to hear by { $date }
clock-line-today = the citizen is to hear today
clock-line-late = word was promised for { $date }, the citizen still waits
clock-line-task = { $what }: to be done by { $date }
clock-line-task-today = { $what }: to be done today
clock-line-task-late = { $what }: was to be done by { $date }
clock-more = … and { $count } more. Lists: /limbo and /open
clock-button-show = { $place }. Show { $what }
clock-button-show-task = { $place }. Show what to do { $what }
clock-button-ask-office-of = { $place }. Ask the office
clock-button-ask-urp-of = { $place }. Ask the URP
clock-button-tell-of = { $place }. Tell the citizen
clock-button-ask-office = Ask the office
clock-button-ask-urp = Ask the URP
clock-button-tell = Tell the citizen
clock-unheard = No supervisor can be told here on Telegram: at least one of them must open the chat with the bot and press Start. Please tell them in person meanwhile.
clock-alarm-subject = { $town }: reports to look after

## Reports past the promised date
command-limbo = Who waits past the promised date
clock-limbo-none = No citizen waits past the promised date.
clock-limbo = <b>Past the promised date</b>: { $count ->
    [one] one citizen still waits for word.
   *[other] { $count } citizens still wait for word.
}
clock-card-limbo = Late: word was promised for { $date }, a person still has to write to the citizen.
clock-list-overdue = , was to be closed by { $date }
clock-card-overdue = Past the day for closing: { $date }.

## Drafted words
clock-draft-sorry = We are sorry for the wait.
clock-draft-received = The report is with the public relations office (URP), which has no final answer yet.
clock-draft-assigned = The report is with the office in charge ({ $office }), which has no final answer yet.
clock-draft-in-progress = The office in charge ({ $office }) is working on it, but has no final answer yet.
clock-draft-ready = The office in charge ({ $office }) has finished looking at it: the answer is being prepared.
clock-draft-reopened = The report is with the public relations office (URP) again, which has no final answer yet.
clock-draft-no-answer = To go on, an answer to this question was needed: “{ $question }”. It has not come, and without it we cannot go on: the report is closed.

## The supervisor asks the office
clock-prompt-ask-office = { $who }, write what to ask about report { $report }. Your words go to the chat of those who have it.
clock-asked-ask-office = question to the office
clock-supervisor-asks = <b>{ $who }</b>, the supervisor, asks about report { $report }:
clock-supervisor-asks-how = Reply to this message: the supervisor gets the reply, and it can become a note.
clock-asked-office-note = Asked the office: { $words }
clock-office-asked = Report { $report }: the question goes to: { $to }.
clock-office-answers = <b>{ $who }</b> answers about report { $report }:
clock-no-office-chat = There is no group to ask in yet: neither the office's nor the URP's.

## A question without an answer
clock-task-question = Question without an answer
clock-task-question-ask = The citizen has not answered. They can be asked again, or the report closed with the reason.
clock-button-close-no-answer = Close, no answer
clock-button-ask-again = Ask again
clock-task-end-answered = the citizen answered
clock-task-end-closed = report closed
clock-task-end-asked-again = asked again
