# What somebody who writes by mail reads.
mail-subject = Report { $number }
mail-attachments = Attachments: { $names }
mail-received-next = { $town } now reads it and passes it to the competent office. All news come to this address; to add words or photos, just reply to this mail.
mail-missing-category = What is it about? Just reply to this mail with the number:
mail-missing-place = Where is the problem? Reply to this mail with the street and the number, or with a few words about the place.
mail-missing-photo = { $number } = the place where the photo was taken
mail-missing-done = If you have written it already, there is nothing to do.
mail-answer-in-words = Just reply to this mail with the words “{ $solved }” or “{ $still }”.
report-completed = Thank you, your answer has arrived and is part of report { $report }.
