staff-ring-sent-back = { $report } is back with the office: the URP asks for something more (see the card).
staff-ring-given-back = { $report } is back with the referents: its operator gave it back.
staff-ring-assigned = { $report } is with this office again.
staff-ring-moved-away = { $report } went to the office { $office }.
staff-ring-handed = { $report } is to be worked on.
staff-ring-taken-away = { $report } is with somebody else now.
staff-returned-again = { $report } came back { $times } times: no office says that it is theirs. { $office }: “{ $why }”
staff-done-assigned-no-chat = The office { $office } has no group yet: meanwhile the URP acts for it, with the buttons of the card.
