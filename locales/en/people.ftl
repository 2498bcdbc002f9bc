# Who works with the service: invitations, the list, roles that end, groups; and help for each role.

## Roles
people-supervisor = supervisor
people-urp = URP
people-referent = referent, { $office }
people-operator = operator, { $office }
people-post-supervisor = Supervisor
people-post-urp = URP
people-post-referent = Referent
people-post-operator = Operator

## Invitations
people-invite-role = In which role does the person come in?
people-invite-office = { $post }: of which office?
people-invite-name = Invitation as <b>{ $role }</b>. Under which name will colleagues know them? Just write it; or the name that they have on Telegram is used.
people-invite-prompt = { $who }: write first and last name in reply to this message.
people-invite-placeholder = First and last name
people-invite-made = Invitation as <b>{ $role }</b>: it is ready, below.
people-invite-cancelled = No invitation: nothing was changed.
people-invite-impossible = The invitation cannot be made now: the service does not know the name of its own bot yet. Try again in a minute with /invite
people-invited = The invitation is ready: <b>{ $role }</b>. Forward the message below to this person alone: it is good once, until { $date }.
people-invited-named = The invitation for <b>{ $name }</b> is ready: <b>{ $role }</b>. Forward the message below to this person alone: it is good once, until { $date }.
people-button-withdraw = Withdraw the invitation
people-withdrawn = The invitation is withdrawn: <b>{ $role }</b>. Its link is good no more.
people-withdrawn-named = The invitation for <b>{ $name }</b> is withdrawn: <b>{ $role }</b>. Its link is good no more.
people-withdrawn-too-late = Too late: this invitation was used already. /people ends a role.
people-invitation = Invitation to the report service of { $town }, as <b>{ $role }</b>. Open the link and press Start, by { $date }. The invitation is personal and good once:
    { $link }
people-button-unnamed = Telegram name
people-entry-unknown = There is no such invitation: perhaps only a part of the link was copied.
people-entry-used = This invitation was used already: each one is good once.
people-entry-expired = This invitation has expired: each one is good for 7 days.
people-entry-withdrawn = This invitation was withdrawn.
people-entry-ask = To get a new one: { $names }.
people-entry-ask-town = To get a new one: whoever runs the service for { $town }.
people-already = This role is there already: <b>{ $role }</b>. The invitation stays good for somebody else.
people-welcome = <b>All done.</b> From now on, in the report service of { $town }: <b>{ $role }</b>, under the name { $name }.
people-welcome-group-urp = The work is done in the URP's group: whoever is not there yet can ask to be added.
people-welcome-group = The work is done in the office's group ({ $office }): whoever is not there yet can ask to be added.
people-joined = { $name } (on Telegram: { $shown }) has used their invitation: { $role }.
people-joined-by = The invitation was { $by }'s.

## The list
people-title = <b>People</b>
people-heading = <b>{ $role }</b>
people-line = • { $name }
people-line-marked = • { $name } – { $why }
people-mark-no-account = no Telegram account yet: needs an invitation
people-mark-not-started = the bot cannot write to them: they have not pressed Start, or have blocked the bot
people-none-named = Nobody in the list is called “{ $name }”. /people shows everybody.
people-few-referents = Offices with fewer than two referents: { $offices }
people-no-group = Offices without a group (the URP acts for them meanwhile): { $offices }. It is bound with /bind, written in the group.
people-button-remove = Remove { $name }

## Roles that end
people-really-remove = Take the role <b>{ $role }</b> from { $name }? From now on they could not work as that any more; their other roles stay.
people-reports-go-back = { $count ->
    [one] The report that they have in hand goes back to the office's referents.
   *[other] The { $count } reports that they have in hand go back to the office's referents.
}
people-button-yes = Yes, remove
people-button-no = No
people-not-removed = Nothing was changed.
people-removed = Done: { $name } does not have the role <b>{ $role }</b> any more ({ $by }).
people-reports-went-back = { $count ->
    [one] The report that they had in hand went back to the referents.
   *[other] The { $count } reports that they had in hand went back to the referents.
}
people-removed-you = The role <b>{ $role }</b> in the report service of { $town } has ended. Thank you for the work.
people-no-referent = <b>This office has no referent any more: { $office }.</b> Nobody can hand its reports to an operator any more: /invite brings a new referent.
people-ring-operator-left = { $report } is back with the referents: whoever had it does not work here any more.
people-last-supervisor = This is the only supervisor: without one, nobody could be invited any more. First invite another with /invite.
people-no-such-entry = They are not in the list any more, or were changed. Nothing was changed. /people shows how things are.
people-still-in = { $name } is still in these groups: { $groups }.
people-button-expel = Remove from { $group }
people-expelled = { $name } is not in the group “{ $group }” any more.
people-not-expelled = The bot cannot remove { $name } from the group “{ $group }” (Telegram says: “{ $why }”). An administrator of the group can: open the group, its members, hold the name and choose Remove.
people-belongs-there = This person works in that group again: they stay.

## Groups
bind-nobody = nobody
bind-whose = Whose is this group? (now: { $now })
bind-button-unbind = Nobody's
bind-in-a-group = /bind is written in the group that is to be bound, once the bot was added to it as an administrator.
bind-anonymous = Whoever writes in the name of the group cannot be recognised: to bind the group, a supervisor writes /bind under their own name (in the settings of administrators, turn “Remain anonymous” off).
written-by-nobody = Whoever writes in the name of the group cannot be recognised, so nothing was done. In the settings of administrators, please turn “Remain anonymous” off, then write it again.
bind-cancelled = The group stays as it was: { $now }.
bind-already = It is so already.
bind-done = Done. This group now: <b>{ $now }</b> (before: { $before }).
bind-instead = { $name } had the group “{ $group }” before, which gets no cards any more.
bind-instead-unknown = { $name } had another group before, which gets no cards any more.
bind-left = In a day the bot leaves that group, unless it is bound with /bind.
bind-reports = The cards of the open reports come below: { $count }
bind-back = In hand of the URP until now, and now with the referents: { $count }
bind-undone = Done. This group is nobody's any more (before: { $before }). In a day the bot leaves it, unless it is bound again with /bind
bind-no-office = The office “{ $office }” is not in the directory any more.

## Help
help-you-are = Role: <b>{ $roles }</b>
help-supervisor =
    <b>Supervisor, in five steps</b>
    1. /invite makes a personal invitation: choose role and office, then forward the link.
    2. Add the bot to each group as an administrator and write /bind there: the group is then the URP's or an office's.
    3. /people shows who is there, who is missing and where two referents are needed; <b>Remove</b> ends a role.
    4. When a promised answer is about to be late, a message comes here: from it the office is asked, or the citizen written to.
    5. /stats says how many reports there are, how long people wait and where.
help-urp =
    <b>URP, in five steps</b>
    1. Each report is a message with buttons. First check <b>Category</b> and <b>Place</b>.
    2. <b>Assign</b> gives it to an office; the citizen is told which.
    3. <b>Ask the citizen</b> and <b>Write to the citizen</b> send words: they are shown before they leave.
    4. When the office says that it is ready: <b>Send this reply</b>, or <b>Edit</b>; it is shown before it leaves. If something is missing, <b>Send back</b>.
    5. /open lists what there is to do: begin there each morning. /new writes a report down for somebody on the phone or at the desk.
help-referent =
    <b>Referent, in five steps</b>
    1. When a card comes: <b>Take</b> it, or <b>Hand to</b> an operator.
    2. If it is another office's: <b>Not ours</b>, with the reason; it goes back to the URP.
    3. If it cannot be done soon: <b>Not now: why</b>, with the reason and the date, which the citizen gets.
    4. If something is missing: <b>Ask the citizen</b>.
    5. When the work is done: <b>Ready to close</b>, with the outcome and a photo or a few words. The URP answers.
help-operator =
    <b>Operator, in five steps</b>
    1. <b>Take</b> on the card: from then on it is with whoever pressed.
    2. <b>Photos</b> and <b>History</b> show what is known already.
    3. <b>Note</b> writes something that only colleagues read.
    4. If it cannot be done: <b>Give back</b>, and it returns to the referents.
    5. When the work is done: <b>Ready to close</b>, with the outcome and a photo or a few words. The URP answers.
help-commands = /open what there is to do · /report 123 brings one report · /find looks for words · /works lists planned works · /cancel stops what is being written
help-button-citizen = Help for citizens

## Commands
command-people = People, roles and what is missing
command-invite = Invite somebody
command-remove = End a role
