# Reports about the same problem, and reports that the URP writes down for somebody.
staff-card-near = Perhaps the same:
staff-card-near-one = { $number }: { $place } ({ $state })
staff-card-followers = { $count ->
    [one] One other report of the same problem follows this one: its citizen gets the same answer.
   *[other] { $count } other reports of the same problem follow this one: their citizens get the same answer.
}
staff-card-from-duplicate = From { $number }:
staff-button-same = Same as { $number }
staff-button-undo-merge = Separate
staff-prompt-merge = { $who }: what shall the citizen of { $report } read? The problem is that of { $main }: from now on they hear what its citizen hears.
staff-done-merged = { $report } is now part of { $main } ({ $who }). Its citizen has been told.
staff-main-is-duplicate = { $main } is part of { $of } itself. Is { $report } the same as that one?
merge-words = It is followed under the number { $main }. All news about it comes here too, and so does the answer. Nothing more needs to be done.
staff-refusal-main-closed = { $main } is closed: nothing can be joined to it. If the problem is still there, handle this report by itself, or reopen that one first.
staff-refusal-follows-already = { $other } is part of this report already. To turn them round: first Separate, on { $other }.
staff-refusal-main-is-duplicate = { $main } is part of { $of } itself: join this report to that one.
staff-event-from-duplicate = another report of the same problem
staff-event-duplicate-left = not the same problem after all
staff-ring-from-duplicate = Somebody who reported the same as { $report } has added something (see the card).
staff-ring-goes-on = { $report } goes on by itself: the report that it followed was withdrawn or closed as spam. It waits for an office.
staff-history-others = Through the main report:
citizen-follows = Followed under the number { $number }
staff-channel-mail = email
staff-channel-phone = phone
staff-channel-nobody = no contact details
staff-delivery-by-phone = to be told by phone
staff-delivery-told = told by phone
staff-suppressed-read-out = read out
staff-suppressed-no-call = no call needed
staff-suppressed-no-contact = no contact details
staff-task-call = call them: { $phone }
staff-task-call-ask = { $name }, <b>{ $phone }</b>. This is what to say:
staff-task-call-tried = { $count ->
    [one] One call so far, unanswered.
   *[other] { $count } calls so far, unanswered.
}
staff-button-nobody = Nobody answered
staff-task-again = { $report }: nobody answered ({ $who }): the next try is on { $date }.
staff-call-again = Nobody answered at { $phone } ({ $report }, { $who }): the next try is on { $date }.
staff-call-noted = It is noted already that nobody answered. Was it another call? Then press once more.
desk-received-phone = { $town } will read it and pass it to the right office.
desk-received-nobody = { $town } will read it and pass it to the right office. Without a phone number or an email address no news can be sent.
desk-only-urp-chat = A report for somebody is written down in the URP's group.
desk-unfinished = { $who }: a report that was begun is not saved yet.
desk-button-go-on = Go on
desk-button-anew = Start again
desk-ask-kind = { $who }: a report for somebody at the desk or on the phone. <b>What kind of problem is it?</b>
desk-ask-place = { $who }: <b>where is it?</b> Answer with the address, a description, or a location.
desk-ask-words = { $who }: <b>what is wrong?</b> Answer in the citizen's words.
desk-ask-photos = <b>Are there photos?</b> Send them here, one or more; else go on without.
desk-photos-there = { $count ->
    [one] There is one photo. Another one, or done?
   *[other] There are { $count } photos. Another one, or done?
}
desk-button-no-photo = No photo
desk-button-photos-done = Done
desk-ask-name = { $who }: <b>what is the citizen's name?</b> Answer with it, or go on without.
desk-button-no-name = No name
desk-ask-contact = <b>How can they be told?</b>
desk-button-phone = Phone
desk-button-mail = Email
desk-button-nobody = No contact details
desk-ask-phone = { $who }: <b>which phone number?</b> Answer with it.
desk-ask-mail = { $who }: <b>which email address?</b> Answer with it, letter by letter.
desk-choose = Please press one of the buttons.
desk-not-a-phone = This does not look like a phone number: at least five digits are needed.
desk-not-a-mail = This does not look like an email address: something like name@example.org is needed.
desk-no-mail = This town does not write emails yet: ask for a phone number, or press “No contact details”.
desk-too-many-photos = There is room for { $count } photos: the others were left out.
desk-summary = <b>To be saved:</b>
desk-summary-kind = What: { $kind }
desk-summary-place = Where: { $place }
desk-summary-photos = Photos: { $count }
desk-summary-name = Name: { $name }
desk-summary-phone = They are called: { $phone }
desk-summary-mail = They are written to: { $mail }
desk-summary-nobody = No contact details: <b>please tell them</b> that no news can be sent, and that the URP can be asked with the number.
desk-button-save = Save
desk-button-change = Change
desk-button-cancel = Cancel
desk-button-kind = What
desk-button-place = Where
desk-button-words = Words
desk-button-photos = Photos
desk-button-name = Name
desk-button-contact = Contact
desk-ask-change = What is to be changed?
desk-saved = Saved as <b>{ $number }</b> ({ $who }).
desk-saved-mail = The acknowledgement goes to { $mail }.
desk-saved-say = Please read this out:
desk-cancelled = Nothing was saved ({ $who }).
desk-nobody-name = Somebody without a name
command-desk-new = Write a report down for somebody
desk-button-answered = They answered…
desk-prompt-answer = { $who }, { $report }: what did the citizen answer to the question “{ $question }”? Write it in answer to this message, with photos if useful.
desk-asked-otherwise = Another question has been asked meanwhile: this answer was not added. Note keeps it.
desk-asked-answer = answer from the citizen
desk-answer-noted = The citizen's answer was added to { $report } ({ $who })
desk-promise-phone = We call by <b>{ $date }</b>.
desk-nobody-contact = With the number one can ask at any time: { $contact }
desk-card-deadline = No contact details, nothing to promise. To be seen to by: <b>{ $date }</b>
desk-line-deadline = to be seen to by { $date } (no contact details)
desk-question-how = An answer is needed by { $date }.
desk-preview-phone = Above is what is to be said on the phone. It opens a call to be made: confirm it for { $report }?
desk-preview-nobody = Above are the words for { $report }. Nothing is sent: there are no contact details. They stay in the history: confirm?
desk-preview-joined = Above are the words for { $report }. To whoever reported it nothing is sent: there are no contact details. Confirm?
desk-done-phone = { $report }: to be said on the phone, the call is among the things to do ({ $who })
desk-done-nobody = { $report }: nothing is sent, there are no contact details. It stays in the history ({ $who })
desk-done-joined = { $report }: the words go to the citizens of the reports joined to it. For whoever reported it there are no contact details ({ $who })
desk-done-closed-phone = { $report } is closed: to be said on the phone, the call is among the things to do ({ $who })
desk-done-closed-nobody = { $report } is closed. Nothing is sent, there are no contact details: it stays in the history ({ $who })
desk-done-closed-joined = { $report } is closed: the reply goes to the citizens of the reports joined to it. For whoever reported it there are no contact details ({ $who })
desk-button-same-as = Same as…
desk-prompt-same-as = { $who }: which report is { $report } the same as? Write its number in answer to this message.
desk-asked-number = number
desk-preview-others = { $count ->
    [one] Whoever sent another report of the same problem gets it too.
   *[other] The people of { $count } other reports of the same problem get it too.
}
desk-preview-others-move = { $count ->
    [one] The report already joined to this one goes to { $main } too, and gets the same news.
   *[other] The { $count } reports already joined to this one go to { $main } too, and get the same news.
}
desk-not-a-number = That is no number of a report: something like 2026-000123 is needed.
