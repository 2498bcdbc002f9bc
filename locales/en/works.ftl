# “Why not now”, and planned works.

staff-button-plan = Plan
staff-button-another-date = Another date
staff-button-same-reason = Same reason
staff-prompt-plan = { $who }: reply to this message with the words for the citizen: why { $report } cannot be solved now. The date comes next.
staff-asked-plan = reason and date
staff-plan-same-reason = Or keep for { $report } the reason that the citizen knows:
staff-plan-when = { $who }: when will { $report } be taken up again?
staff-plan-day-set = { $report }: { $when } ({ $who })
staff-day-how = It can be written like this: 15/5, 15 May 2027, or only May 2027.
staff-day-unreadable = This date cannot be read.
staff-day-past = This date is over: a day after today is needed.
staff-span-week = In a week
staff-span-weeks = In 2 weeks
staff-span-month = In a month
staff-span-months = In 3 months
