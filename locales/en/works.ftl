# “Why not now”, and planned works.

staff-button-plan = Not now: why
staff-button-another-date = Another date
staff-button-same-reason = Same reason
staff-prompt-plan = { $who }: reply to this message with the words for the citizen: why { $report } cannot be solved now. The date comes next.
staff-asked-plan = reason and date
staff-plan-same-reason = Or keep for { $report } the reason that the citizen knows:
staff-plan-when = { $who }: when will { $report } be taken up again?
staff-plan-day-set = { $report }: { $when } ({ $who })
staff-day-how = It can be written like this: 15/5, 15 May 2027, or only May 2027.
works-span-how = It can be written like this: 1/3 - 31/5, March - May 2027, or only the end: May 2027.
staff-day-unreadable = This date cannot be read.
staff-day-past = Please give a date after today.
staff-span-week = In a week
staff-span-weeks = In 2 weeks
staff-span-month = In a month
staff-span-months = In 3 months

## Planned works
works-around = within { $metres } metres of the point
works-name = { $place }: { $what }
works-line = { $work }, until { $date }
works-entry = { $work }, until { $date } – { $office }
works-late = {" "}– <b>the date has passed</b>
works-card-falls-in = <b>Falls in planned works:</b> { $work }, until { $date }
works-card-awaited = Waits for: { $work }
works-button-answer = Answer with this
works-button-answer-with = Answer: { $work }
works-button-link = Link to a work
works-choose = Which work does { $report } wait for?
works-none = No work is planned.
works-title = <b>Planned works</b>
works-button-new = New work
works-whole =
    Office: { $office }
    Categories: { $categories }
    From { $from } to { $until }
    Why not now, for citizens:
works-waiting = Linked reports: { $count }
works-over = <b>Over.</b>
works-button-reports = Reports
works-button-date = Change the date
works-button-done = Works done
works-button-number = Link a report
works-button-cancel = Cancel the work
works-reports = Reports linked to { $work }:
works-reports-none = No open report is linked to { $work }.
works-made-ready = Works done: { $work }. Ready to close, with the proposed reply: { $count }. The cards are up to date.
works-near = The date is near: { $work }, until { $date }. Linked reports: { $count }. If the work goes on, change the date: whoever waits will be told.
works-past = The date has passed: { $work }, until { $date }. Linked reports: { $count }. Is the work over? If it goes on, change the date: whoever waits will be told.
works-over-notice = This work is over, or its date has passed: nothing can be answered with it.
works-none-for = No other work is planned for this category.
works-stopped = Stopped: nothing was changed ({ $who })
works-which-office = New work: of which office?
works-office-chosen = New work: { $office } ({ $who })
works-where = { $who }: a new work. In which street? Reply to this message with one or more streets, one a line, or send a location.
works-radius = How far around the point?
works-metres = { $metres } m
works-radius-chosen = Within { $metres } metres of the point.
works-categories = For which reports? Choose one or more categories (✓), then “Go on”.
works-button-all = All
works-button-go-on = Go on
works-categories-chosen = Categories: { $categories }
works-no-category = Choose at least one category.
works-what = { $who }: what will be done? Reply in a few words, for example: complete resurfacing.
works-when = { $who }: from when to when? Reply for example: 1/3 - 31/5, March - May 2027, or only the end: May 2027.
works-why = { $who }: now the words for citizens: why not before? Whoever reports something here will read them. Reply to this message.
works-words-only = Only words are needed here.
works-summary = Is this right? New reports that fall in it will show it on their card.
works-button-save = Save
works-button-again = Begin again
works-saved = Saved: { $work } ({ $who })
works-new-day = { $who }: the new end of { $work }? Reply to this message.
works-new-words = Why does it change? Reply with the words for those who wait, or keep these:
works-words-kept = The words stay as they were ({ $who })
works-outcome = { $who }: { $work } is done. Write the reply for the citizens once: what was done? Reply to this message.
works-reason = { $who }: why will { $work } not be done? Those who wait will read these words. Reply to this message.
works-number = { $who }: which report waits for { $work }? Reply with its number.
works-confirm-moved = { $work }: new date { $date }.
works-confirm-cancelled = { $work }: will not be done.
works-will-read = Above is what the first citizen will read; the others get the same text, each with their own number. Linked reports: { $count }. Nothing has been sent yet.
works-nobody-reads = Nobody waits: no message will be sent.
works-confirm-done = Works done: { $work }. Linked reports: { $count }. Those that are not ready yet, and wait for nothing else, go to the URP ready to close, with this proposed reply:
works-moved = New date: { $work }, until { $date } ({ $who })
works-done = Works done: { $work } ({ $who })
works-cancelled = Cancelled: { $work } ({ $who })
