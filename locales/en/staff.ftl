# What staff read in the URP's chat.

## Names of things
staff-outcome-resolved = Resolved
staff-outcome-not-resolvable = Cannot be solved
staff-outcome-not-ours = Not ours
staff-outcome-duplicate = same problem as { $number }
staff-outcome-withdrawn = withdrawn by the citizen
staff-outcome-spam = Spam
staff-outcome-spam-block = Spam and block
staff-state-received = to be assigned
staff-state-assigned = assigned
staff-state-in-progress = being worked on
staff-state-planned = planned
staff-state-planned-for = planned, until { $date }
staff-state-ready = ready to close
staff-state-reopen-requested = to be looked at again
staff-state-reopen-requested-after = to be looked at again (it was closed as: { $outcome })
staff-state-closed = closed
staff-state-closed-as = closed – { $outcome }
staff-event-filed = report sent
staff-event-category-set = category changed
staff-event-place-set = place changed
staff-event-assigned = given to an office
staff-event-returned = sent back by the office: “not ours”
staff-event-taken = in hand
staff-event-given-back = given back
staff-event-planned = planned
staff-event-plan-due = planned day reached
staff-event-ready = work done
staff-event-sent-back = sent back to the office
staff-event-closed = closed
staff-event-reopen-requested = asked to look at it again
staff-event-reopen-refused = not reopened
staff-event-unmerged = separated from the other report
staff-event-noted = note
staff-event-asked = question to the citizen
staff-event-answered = answer to the question
staff-event-added = something added
staff-event-edited = message changed
staff-event-told = message to the citizen
staff-event-rated = said whether it is solved
staff-actor-clock = automatic
staff-actor-citizen = { $name } (citizen)
staff-role-citizen = the citizen
staff-role-urp = the URP
staff-role-referent = the office's referents
staff-role-operator = the office's operators
staff-role-supervisor = the supervisor
staff-role-clock = the system by itself
staff-in-it = in Italian
staff-in-en = in English
staff-in-sl = in Slovene
staff-in-de = in German
staff-purpose-acknowledgement = Message “report received”
staff-purpose-reply = Reply
staff-purpose-question = Question
staff-purpose-word = Message
staff-purpose-progress = News
staff-purpose-confirmation = Confirmation
staff-purpose-other = Message
staff-reason-blocked = the citizen has blocked the bot
staff-reason-deactivated = the citizen's Telegram account no longer exists
staff-reason-no-chat = the citizen has no open chat with the bot
staff-reason-other = Telegram says “{ $words }”
staff-rule-silent-spam = without words to the citizen (rule: silent spam)
staff-delivery = { $what }: { $how }
staff-delivery-pending = about to be sent
staff-delivery-held = waits for the URP's consent
staff-delivery-delivered = delivered, { $time }
staff-delivery-delivered-repeated = delivered, { $time } (perhaps twice: the connection broke)
staff-delivery-undeliverable = not delivered, { $reason }
staff-delivery-suppressed = not sent, by rule
staff-photos = Photos: { $count }

## The card
staff-card-title = <b>{ $number }</b> – { $category }
staff-card-place = Place: { $place }
staff-card-citizen = citizen
staff-card-from = From: { $who }, { $channel }, { $language } – { $time }
staff-card-more = …more in History
staff-card-state = State: <b>{ $state }</b>
staff-card-office = Office: { $office }
staff-card-office-operator = Office: { $office }, { $operator }
staff-card-plan = Why not now: { $reason }
staff-card-draft = The office proposes: { $outcome } – “{ $draft }”
staff-card-last = Last: { $time }, { $who } – { $what }
staff-card-promised = The citizen hears by: <b>{ $date }</b>
staff-card-late = <b>Late:</b> the citizen was to hear by { $date }
staff-card-question = Waiting for an answer until { $date } to: “{ $words }”
staff-card-rated-solved = The citizen says: solved
staff-card-rated-not-solved = The citizen says: not solved
staff-card-blocked = This citizen is blocked: no new reports from them (see /blocked)
staff-card-photos-lost = ⚠ { $count ->
    [one] One photo could not be received: the citizen was asked for another.
   *[other] { $count } photos could not be received: the citizen was asked for others.
}
staff-card-task = To do by { $date }: { $what }
staff-card-writing = Writing now: { $names }
staff-button-category = Category
staff-button-place = Place
staff-button-assign = Assign
staff-button-close = Reply and close
staff-button-refuse = Refuse
staff-button-ask = Ask the citizen
staff-button-write = Write to the citizen
staff-button-note = Note
staff-button-photos = Photos ({ $count })
staff-button-history = History
staff-button-undo = Undo

## Choosing
staff-choose-category = Category of { $report } (✓ present):
staff-choose-office = Which office is { $report } for? (★ usual for this category, ✓ present)
staff-no-offices = There are no offices in the directory yet.
staff-choose-outcome = How is { $report } closed?
staff-choice-now = { $name } ✓
staff-choice-usual = { $name } ★
staff-really-spam = Is { $report } really spam? This is what the citizen wrote:
staff-really-spam-block = Is { $report } really spam, and is no new report to be taken from this citizen? This is what they wrote:
staff-button-silently = Close without words
staff-button-words = Write words
staff-button-cancel = Cancel
staff-button-before = Previous
staff-button-after = Next
staff-page = { $page } of { $pages }

## Writing
staff-prompt-close = { $who }, write the reply to the citizen for { $report } ({ $outcome }) in answer to this message, with photos if useful.
staff-prompt-refuse = { $who }, write to the citizen why { $report } stays closed, in answer to this message.
staff-prompt-question = { $who }, write the question to the citizen about { $report }, in answer to this message.
staff-prompt-write = { $who }, write to the citizen about { $report } in answer to this message, with photos if useful.
staff-prompt-note = { $who }, write the note on { $report } in answer to this message, with photos if useful. Only colleagues read it.
staff-prompt-place = { $who }, write the right place of { $report } in answer to this message, or send a position.
staff-prompt-language = The citizen is spoken to { $language }.
staff-prompt-again = Written so far:
staff-prompt-stop = To stop: /cancel
staff-prompt-placeholder = Write here
staff-templates = Or choose a ready-made reply:
staff-preview = Above is exactly what the citizen will read ({ $channel }). Nothing has been sent yet: send it for { $report }?
staff-preview-block = After this, no new report is taken from this citizen.
staff-preview-photos = With it go the photos: { $count }
staff-button-send-close = Send and close
staff-button-send = Send
staff-button-change = Change
staff-button-no-photos = Without photos
staff-meanwhile = <b>Not sent yet.</b> The citizen wrote meanwhile about { $report }:
staff-changed-meanwhile = <b>Not sent yet.</b> Meanwhile { $report } changed: { $who } – { $what }. Here is the text again:
staff-use-this = { $who }, is this the { $what } for { $report }?
staff-button-use = Use this
staff-button-use-not = No
staff-what-is-this = What is this message about { $report }?
staff-button-nothing = Nothing
staff-asked-reply = reply
staff-asked-reason = reason
staff-asked-question = question
staff-asked-message = message
staff-asked-note = note
staff-asked-place = place
staff-prompt-ended = { $who }, half an hour has passed: the { $what } for { $report } was not sent.
staff-prompt-ended-kept = { $who }, half an hour has passed: the { $what } for { $report } was not sent. What was written is kept.
staff-prompt-replaced = Stopped: the { $what } for { $report }.
staff-prompt-replaced-kept = Stopped: the { $what } for { $report }. What was written is kept.
staff-button-go-on = Go on
staff-nothing-to-cancel = There is nothing to stop.
staff-unusable = Only words and photos can be used here.
staff-words-only = Photos cannot go with this: please write words only.
staff-place-only = Please write the place in words, or send a position.
staff-too-long = That is too long: { $units } characters. There is room for { $limit }.
staff-words-too = { $who }, the photos are here ({ $count }). Now the words are needed: write them in answer to this message.

## Done
staff-done-category = Category of { $report }: { $category } ({ $who })
staff-done-place = Place of { $report }: { $place } ({ $who })
staff-done-assigned = { $report } is assigned to: { $office } ({ $who })
staff-done-outcome = { $report } – { $outcome } ({ $who })
staff-done-silently = { $report } is closed – { $outcome }, without words to the citizen ({ $who })
staff-done-closed = Sent, and { $report } is closed ({ $who })
staff-done-refused = Sent: { $report } stays closed ({ $who })
staff-done-sent = Sent to the citizen of { $report } ({ $who })
staff-done-noted = Noted on { $report } ({ $who })
staff-done-changing = The text for { $report } is being changed ({ $who })
staff-done-cancelled = Stopped, nothing was sent or changed: { $report } ({ $who })
staff-done-nothing = Nothing was done with this message ({ $who })
staff-done-used = Used for { $report } ({ $who })
staff-done-going-on = { $report }: going on ({ $who })
staff-done-template = { $report }: ready-made reply chosen ({ $who })

## Refusals and notices, at most 200 characters
staff-refusal-only = Only { $roles } can do this.
staff-refusal-only-named = Only { $roles } can do this: { $names }.
staff-refusal-state = That cannot be done now. The report's state is: { $state }.
staff-refusal-overtaken = { $by } was quicker ({ $what }). Nothing was changed now: the card is up to date.
staff-refusal-overtaken-clock = Meanwhile the report moved on by itself ({ $what }). Nothing was changed now: the card is up to date.
staff-refusal-no-words = Words for the citizen are needed.
staff-refusal-too-late = More than { $days } days have passed since the closing: please write a new report.
staff-refusal-not-in-future = The day must be after today.
staff-refusal-no-question = No question is waiting for an answer.
staff-refusal-already = It is so already.
staff-refusal-itself = A report cannot be joined to itself.
staff-old-button = This button is no longer valid. Nothing was changed. See /open for what there is to do.
staff-not-theirs = This has ended, or a colleague is writing it. Nothing was changed. To begin, use the buttons of the card.
staff-no-photos = This report has no photos.

## Tasks
staff-task-title = <b>To do:</b> { $what } – { $report }
staff-task-title-done = { $what } – { $report }
staff-task-no-report = no report
staff-task-tell-otherwise = tell the citizen another way
staff-task-words-after-closing = the citizen wrote after closing
staff-task-undeliverable = This did not arrive: { $reason }.
staff-task-reach = Citizen: { $name }. Once they have been told some other way, or if they cannot be reached, press here.
staff-task-words-ask = Open the report again, or leave it closed and answer?
staff-task-due = By: { $date }
staff-task-ended = <b>Done:</b> { $how } ({ $who }, { $time })
staff-task-end-told = the citizen has been told
staff-task-end-cannot = the citizen cannot be reached
staff-task-end-delivered = it arrived after all
staff-task-end-reopened = the report is open again
staff-task-end-left = the report stays closed
staff-task-no-words = Was it only a thank-you for { $report }? Then no words are needed.
staff-task-already = { $who } has done it already: { $how }.
staff-button-undo-task = Undo
staff-button-told = Told them
staff-button-cannot = Cannot be reached
staff-button-reopen = Reopen
staff-button-leave = Leave closed
staff-button-no-words = No words needed

## Rings
staff-ring-for = For: { $names }
staff-ring-promised = The citizen hears by { $date }.
staff-ring-answered = The citizen answered the question about { $report }: the answer is on the card.
staff-ring-added = The citizen added to { $report }: see the card.
staff-ring-edited = The citizen changed a message of { $report }: see History.
staff-ring-withdrawn = The citizen withdrew { $report }: nothing more is to be done.
staff-ring-still-there = The citizen says that the problem of { $report } is still there. To be decided: <b>Assign</b> or <b>Refuse</b>.
staff-ring-returned = The office says that { $report } is not theirs: to be assigned again. Why is in History.
staff-ring-ready = The work on { $report } is done: to be closed with a reply.
staff-ring-plan-due = The day planned for { $report } has come.

## Lists
staff-open-none = Nothing is open: every citizen has been answered.
staff-open-title = <b>Open:</b> { $waiting } waiting for the URP, { $tasks } to do, { $others } with the offices.
staff-open-waiting = <b>Waiting for the URP</b>
staff-open-tasks = <b>To do</b>
staff-open-others = <b>With the offices</b>
staff-open-due = , by { $date }
staff-open-late = , <b>late:</b> { $date }
staff-list-report = <b>{ $number }</b> { $place } – { $category } – { $state }
staff-list-task = { $what }
staff-list-task-report = { $what } – { $number }
staff-button-show = Show { $what }
staff-button-show-task = Show what to do: { $what }
staff-find-what = Write what to look for after the command, for example: /find hole via Roma
staff-find-none = No report found with: { $words }
staff-find-title = Newest reports with “{ $words }”:
staff-report-which = Write the number after the command, for example: /report 123
staff-report-none = There is no report with the number { $number }.
staff-blocked-none = Nobody is blocked.
staff-blocked-title = No new reports are taken from:
staff-blocked-line = { $name }, since { $time }
staff-button-unblock = Unblock { $name }
staff-unblocked = { $name } can send reports again.
staff-unknown-command = This command does not exist here. The ones that do: /open, /report, /find, /blocked, /cancel, /help
staff-help =
    <b>How it works</b>
    1. Each report is a message with buttons. First check <b>Category</b> and <b>Place</b>.
    2. <b>Assign</b> gives it to an office; the citizen is told which.
    3. <b>Ask the citizen</b> and <b>Write to the citizen</b> send words: they are shown before they leave.
    4. <b>Reply and close</b> ends it, always with a reply.
    5. /open lists what there is to do, /report 123 brings one report, /find looks for words, /blocked lists who is blocked, /cancel stops what is being written.

## History
staff-history-title = <b>History of { $report }</b>
staff-history-entry = <b>{ $time }</b> { $who } – { $what }
staff-history-promised = The citizen hears by: { $date }
staff-history-delivery = To the citizen – { $line }
staff-history-until = answer hoped for by { $date }
staff-history-solved = solved
staff-history-not-solved = not solved
