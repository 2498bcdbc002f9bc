# The conversation with somebody who reports.
citizen-greeting = Hello, this is { $town }. Here a problem can be reported, such as a pothole or a dead street lamp: every report gets a number and an answer.
citizen-data = Name, messages and photos are used only to deal with the report: here is the <a href="{ $url }">privacy notice</a>.
citizen-data-no-link = Name, messages and photos are used only to deal with the report.
citizen-emergency = In an emergency call 112: messages here are not read round the clock.
citizen-button-new = Report a problem
citizen-button-mine = My reports
citizen-button-help = Help
citizen-help =
    <b>What can be done here</b>
    /new – report a problem, one question at a time
    /mine – see your reports, add something, withdraw them
    /cancel – cancel what is being written
    /language – change the language
    /privacy – how personal data is used

    To add something to a report, just reply to any message about it.
citizen-unknown-command = This command does not exist. /help shows what can be done.
citizen-too-fast = That is faster than can be answered here. Everything is read, and nothing is lost; as long as it goes on, only the latest message is answered.
citizen-language = In which language?
citizen-language-chosen = From now on in English.
citizen-language-of-reports = About reports sent already we go on in their language.
citizen-cannot-voice = Voice messages cannot be listened to here. Please write, even a few words, or send a photo.
citizen-cannot-video = Videos cannot be watched here. Please send a photo, or write what there is to see.
citizen-cannot-sticker = Nice one! What helps here, though, is words, a photo or a location.
citizen-cannot-document = Documents cannot be opened here. Please send a photo, or write.
citizen-cannot-contact = Contacts are not needed here: just write, or send a photo or a location.
citizen-cannot-other = This kind of message cannot be used here. Please write, or send a photo or a location.
citizen-blocked = For now no new reports are taken from this account. Reports that are still open will be answered all the same.
citizen-unfinished = There is a report that was begun and not sent yet. Go on with it, or begin anew?
citizen-button-go-on = Go on
citizen-button-anew = Begin anew
citizen-nothing-to-cancel = There is nothing to cancel.
citizen-nothing-asked = No question is open just now. Here is what can be done:
citizen-old-button = This button is old and no longer of use. /help shows what can be done.
citizen-unknown-report = This report is not among yours. /mine shows the list.
citizen-answered-already = Thank you, this is already answered.
citizen-closed-already = Report { $number } is closed already.
citizen-follows-another = It is followed under the number { $number }: something can be added, but it cannot be withdrawn by itself.
citizen-open-again = Report { $number } is open already: it need not be opened again.

citizen-ask-kind = What kind of problem is it?
citizen-button-previous = ‹ Back
citizen-button-next = More ›
citizen-ask-place = Where is it? Write the address, or send the location.
citizen-key-position = I am there now: send my location
citizen-key-unknown = I don't know the address
citizen-ask-described = No problem: just describe the place, for example what is near it.
citizen-ask-words = What is wrong? A few words are enough.
citizen-ask-photos = Are there any photos to send? Up to 5.
citizen-photos-faces = Please leave out faces and number plates.
citizen-photos-there =
    { $count ->
        [0] No photos so far. Up to 5 can be sent.
        [one] There is one photo. More can be sent, up to 5.
        [5] There are 5 photos, the most.
       *[other] There are { $count } photos. More can be sent, up to 5.
    }
citizen-button-no-photo = No photo
citizen-button-done = Done
citizen-place-link = <a href="{ $url }">{ $place }</a>
citizen-summary =
    <b>Kind:</b> { $kind }
    <b>Place:</b> { $place }
    <b>What is wrong:</b>
    <blockquote>{ $words }</blockquote>
    <b>Photos:</b> { $photos ->
        [0] none
       *[other] { $photos }
    }
citizen-summary-asking = Here is the report. Is it right?
citizen-summary-changing = What should be changed?
citizen-summary-sent = Report sent:
citizen-button-send = Send
citizen-button-change = Change
citizen-button-cancel = Cancel
citizen-button-back = Back
citizen-part-kind = Kind
citizen-part-place = Place
citizen-part-words = Description
citizen-part-photos = Photos
citizen-thrown-away = The report was not sent, and what was written is thrown away.
citizen-draft-sent = This report is sent already. /mine shows how it is going.
citizen-draft-gone = This draft is no longer there. /mine shows the reports that were sent, /new begins another.
citizen-still-asking = First the question below needs its answer.
citizen-draft-left = The report is not sent yet. Go on?
citizen-draft-left-again = There is still a report that is not sent. It stays here: go on with it at any time.
citizen-lead-kind = Kind: <b>{ $kind }</b>.
citizen-lead-kind-retired = “{ $kind }” is not in use any more: another kind can be chosen. What is written already stays.
citizen-lead-place = Place: <b>{ $place }</b>.
citizen-lead-place-known = The place is given already: it can be changed at the end, before sending.
citizen-lead-thanks = Thank you.
citizen-lead-words-kept = Thank you, these words will be part of the report.
citizen-lead-words-added = Added to the description.
citizen-lead-unchanged = All right: the answer from before stays.
citizen-lead-too-long = The text is very long already: this last message was not added.
citizen-lead-photos-here = All right: photos can be sent here.
citizen-lead-photos =
    { $count ->
        [one] The photo will be part of the report.
       *[other] The { $count } photos will be part of the report.
    }
citizen-lead-left-out =
    { $count ->
        [one] Up to 5 photos can be sent: the last one was left out.
       *[other] Up to 5 photos can be sent: { $count } were left out.
    }
citizen-photos-left-out =
    { $count ->
        [one] Up to { $most } photos can be added at a time: the last one was left out.
       *[other] Up to { $most } photos can be added at a time: { $count } were left out.
    }
citizen-photos-full =
    { $count ->
        [one] Report { $report } has as many photos as it can hold: the last one was left out. What it shows can be said in words.
       *[other] Report { $report } has as many photos as it can hold: { $count } were left out. What they show can be said in words.
    }
citizen-lead-press-send = To send it, just press the button below.
citizen-lead-press-change = To change something, just press the button below.

citizen-kept-messages =
    { $count ->
        [one] Message received.
       *[other] { $count } messages received.
    }
citizen-kept-photos =
    { $count ->
        [one] Photo received.
       *[other] { $count } photos received.
    }
citizen-kept-both =
    { $count ->
        [one] A message
       *[other] { $count } messages
    } and { $photos ->
        [one] a photo received.
       *[other] { $photos } photos received.
    }
citizen-kept-not-sent = This is not sent to the town yet.
citizen-kept-left = What has arrived here is not sent to the town yet.
citizen-kept-ask = What is this about?
citizen-kept-ask-new = Make it a new report?
citizen-button-add-to = Add to { $report }
citizen-button-new-report = New report
citizen-lead-kept = What has arrived will be part of the report.
citizen-kept-dropped = All right: nothing was sent.
citizen-kept-gone = This is done already: there is nothing left to choose here.

citizen-mine = <b>My reports</b>
citizen-mine-none = There are no reports yet.
citizen-mine-line = <b>{ $number }</b> { $kind }: { $state }
citizen-mine-some = Here are the open reports and the latest of the others, at most { $count }.
citizen-one =
    <b>Report { $number }</b>
    { $kind }, { $place }
    Now: { $state }
citizen-one-question = A question waits for an answer: <b>{ $words }</b>
citizen-button-add = Add something
citizen-button-withdraw = Withdraw
citizen-history-line = { $date }: { $what }
citizen-history-older = (…)
citizen-history-filed = report received
citizen-history-assigned = given to { $office }
citizen-history-taken = being worked on: { $office }
citizen-history-planned = planned for { $date } at the latest: <i>{ $words }</i>
citizen-history-planned-again = to be taken up again on { $date }: <i>{ $words }</i>
citizen-history-plan-due = in hand again
citizen-history-withdrawn = withdrawn
citizen-history-closed = closed, with this reply: <i>{ $words }</i>
citizen-history-closed-silently = closed
citizen-history-reopening = open again
citizen-history-reopen-refused = stays closed: <i>{ $words }</i>
citizen-history-unmerged = goes on by itself
citizen-history-asked = question: <i>{ $words }</i>
citizen-history-answered =
    answered: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(photos: { $photos })
    }
citizen-history-added =
    added: <i>{ $words }</i>{ $photos ->
        [0] { "" }
       *[other] {" "}(photos: { $photos })
    }
citizen-history-edited = message changed: <i>{ $words }</i>
citizen-history-told = message from the town: <i>{ $words }</i>
citizen-history-rated = solved, as the person who reported says
citizen-ask-answer =
    Here is the question about report { $report }:
    <b>{ $words }</b>

    The next message, words or photos, will be the answer.
citizen-ask-more = What is there to add to report { $report }? The next message, words or photos, will be part of it.
citizen-writing-stopped = All right: nothing more is added to report { $number }.
citizen-ask-withdraw = Really withdraw report { $report }? Nobody will look at it any more.
citizen-button-withdraw-yes = Yes, withdraw it
citizen-button-withdraw-no = No, leave it open
citizen-withdrawing = Really withdraw report { $report }? Yes.
citizen-not-withdrawn = All right: report { $report } stays open.

command-new = Report a problem
command-mine = My reports
command-help = Help and contact
command-cancel = Cancel
command-language = Language · Lingua
command-privacy = Personal data
bot-description = { $town }: here a problem can be reported, such as a pothole, a dead street lamp or rubbish left about. Every report gets a number and an answer. In an emergency call 112.
bot-short-description = { $town }: report a problem and get an answer.
