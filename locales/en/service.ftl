# What the service says about itself.
ids-intro = Lines to copy into the directory file, where they are needed:
ids-group = This group:
ids-person = Who wrote:
unbound-group = Good day. This is the report service of { $town }, but this group is not in its directory yet. Whoever runs the service can copy one of these lines into it; otherwise the bot leaves the group in a day.
silence-kept = The service stood still from { $from } to { $to }. It goes on now: the messages that came meanwhile are being read.
silence-lost = The service stood still from { $from } to { $to }. Telegram keeps messages for 24 hours: older ones are lost. Here is a text for the town's page:
silence-page = From { $from } to { $to } the report service on Telegram did not work. Who wrote in those hours and received no report number, please write again. { $contact }
refusal-too-late = More than { $days } days have passed since it was closed: please make a new report.
refusal-no-question = This question is answered already.
refusal-no-words = The words are missing: just write them.
refusal-wrong-state = This is not possible now: the report has changed meanwhile.
refusal-not-allowed = This report is not among yours.
