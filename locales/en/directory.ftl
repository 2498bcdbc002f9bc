# The remarks in the file that “rispondo directory export” writes.
directory-head =
    The town's directory as it stood on { $when }, with what was changed in Telegram.
    “rispondo directory export” wrote it.

    To correct it: change this file and put it in the place of the one that DIRECTORY_FILE names.
    “rispondo directory import” (or the next start) then takes over what has changed, and nothing else.
    It comes to another computer in the same way.
    The notes of the former file are not here: directory.example.toml explains each line. Whoever was
    removed in Telegram is gone. Reports, planned works and invitations still to be used are not in
    this file.
    It holds people's Telegram numbers: keep it where only those read it who need it.
directory-mistake = Before it is imported, this needs correcting:
directory-offices = Offices
directory-categories = Categories
directory-replies = Ready-made replies
