# What somebody who writes by mail reads.
mail-subject = Report { $number }
mail-attachments = Attachments: { $names }
mail-received-next = { $town } now reads it and passes it to the competent office. All news comes to this address; to add words or photos, just reply to this email.
mail-missing-category = What is it about? Just reply to this email with the number:
mail-missing-place = Where is the problem? Reply to this email with the street and the number, or with a few words about the place.
mail-missing-photo = { $number } = the place where the photo was taken
mail-missing-done = If you have written it already, there is nothing to do.
mail-answer-in-words = Just reply to this email with the words “{ $solved }” or “{ $still }”.
mail-answer-still-there = If the problem is still there, the words “{ $still }” are enough.
report-completed = Thank you, your answer has arrived and is part of report { $report }.
mail-account-mail = email
mail-account-pec = certified email (PEC)
mail-refused = No { $which } goes out: the email server does not take our messages and says “{ $reply }”. Nothing is lost: it is tried again automatically. Please tell those who look after the service (the command “rispondo check” says what is wrong).
mail-accepted-again = The { $which } goes out again: what was waiting is being sent.
mailbox-closed = No { $which } is read: the mailbox does not let us in and says “{ $reply }”. What arrives stays in the mailbox and is read later. Please tell those who look after the service: perhaps the password was changed (the command “rispondo check” says what is wrong).
mailbox-away = No { $which } has been read for an hour: the mailbox cannot be reached (“{ $why }”). What arrives stays in the mailbox and is read later. Please tell those who look after the service (the command “rispondo check” says what is wrong).
mailbox-open-again = The { $which } is read again: what had arrived is being taken in.
page-report = Report { $report }
page-press = To confirm, press the button.
page-still-there-words = What is still wrong? (you may leave this empty)
page-still-there-done = Thank you for telling us: the problem will be looked at again. A confirmation is on its way by email.
page-unknown = This link is not good
page-unknown-why = Perhaps only a part of it was copied, or it is not good any more. You can reply to the email in which it is.
page-later = Not possible just now
page-later-why = Something is out of order on our side. Please try again in a few minutes, or reply to the email.
mail-note-subject = Email too big or too long
mail-too-big = Your email has arrived, but it is too big or too long to be read automatically: a person will look at it. If you can, please send it again, shorter and with smaller photos.
