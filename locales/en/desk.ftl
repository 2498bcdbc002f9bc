# Reports about the same problem, and reports that the URP writes down for somebody.
staff-card-near = Perhaps the same:
staff-card-near-one = { $number }: { $place } ({ $state })
staff-card-followers = { $count ->
    [one] One other report of the same problem follows this one: its citizen gets the same answer.
   *[other] { $count } other reports of the same problem follow this one: their citizens get the same answer.
}
staff-card-from-duplicate = From { $number }:
staff-button-same = Same as { $number }
staff-button-undo-merge = Undo the merge
staff-prompt-merge = { $who }: what shall the citizen of { $report } read? The problem is that of { $main }: from now on they hear what its citizen hears.
staff-done-merged = { $report } is now part of { $main } ({ $who }). Its citizen has been told.
staff-main-is-duplicate = { $main } is part of { $of } itself. Is { $report } the same as that one?
merge-words = The town knows of this problem: it is followed under the number { $main }. All news about it comes here too, and so does the answer. Nothing more needs to be done.
staff-refusal-main-closed = { $main } is closed: nothing can be joined to it. If the problem is still there, handle this report by itself, or reopen that one first.
staff-refusal-main-is-duplicate = { $main } is part of { $of } itself: join this report to that one.
staff-event-from-duplicate = another report of the same problem
staff-ring-from-duplicate = Somebody who reported the same as { $report } has added something (see the card).
staff-ring-goes-on = { $report } goes on by itself: the report that it followed was withdrawn or closed as spam. It waits for an office.
staff-history-others = Through the main report:
citizen-follows = Followed under the number { $number }
