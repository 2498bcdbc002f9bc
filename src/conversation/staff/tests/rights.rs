//! Every button and every command, tried by every role.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use uuid::Uuid;

use super::town::{Town, URP};
use crate::conversation::Scene;
use crate::conversation::staff::dialogue::Talk;
use crate::conversation::staff::{press, reply, rights};
use crate::domain::command::Command;
use crate::domain::ids::{ChatId, MessageId};
use crate::domain::inbound::{Body, MessageRef};
use crate::domain::outgoing::Content;
use crate::domain::people::{Actor, Capacity};
use crate::domain::press::Press;
use crate::domain::rights::Role;
use crate::domain::step::{Fresh, Keys};

/// What the samples' buttons saw.
const SEEN: i32 = 2_026_000_001;

const ROLES: [(&str, Role); 4] = [
    ("supervisor", Role::Supervisor),
    ("urp", Role::Urp),
    ("referent", Role::Referent),
    ("operator", Role::Operator),
];

fn capacity(role: Role) -> Capacity {
    match role {
        Role::Supervisor => Capacity::Supervisor,
        Role::Urp => Capacity::Urp,
        Role::Referent => Capacity::Referent("strade".into()),
        _ => Capacity::Operator("strade".into()),
    }
}

/// A report of an office; does that office, as the others, have a chat of its own?
fn town(with_chats: bool) -> Town {
    let (mut town, id) = Town::with_report();
    let urp = Actor { capacities: vec![Capacity::Urp], ..Actor::clock() };
    town.happens(id, Command::Assign { office: "strade".into() }, &urp);
    for (office, chat) in town.directory.offices.iter_mut().zip([-2, -3]) {
        office.chat = with_chats.then_some(ChatId(chat));
    }
    town
}

/// What comes of it, where a person who is that and nothing else tries it.
fn tries<T>(town: &Town, role: Role, does: impl Fn(&mut Talk<'_>) -> T) -> T {
    let reports: Vec<_> = town.histories.keys().copied().collect();
    let mut facts = town.facts(&Keys { reports, ..Keys::default() });
    // The samples' buttons are of the report as it stands.
    facts.reports[0].state_seq = SEEN;
    let capacities = [capacity(role)];
    let person = &town.people[0];
    let scene = Scene { facts: &facts, now: town.now, chat: URP, person, capacities: &capacities };
    does(&mut Talk::new(&scene, Fresh::from(Uuid::from_u128(1), [0; 32])))
}

/// The refusal of a button, if it is one.
fn refused(town: &Town, press: &Press, role: Role) -> Option<String> {
    let step = tries(town, role, |talk| press::pressed(talk, &press.encode(), None));
    step.ok().flatten().filter(|words| words.starts_with("Only "))
}

fn name(press: &Press) -> String {
    let shown = format!("{press:?}");
    shown.split('(').next().unwrap_or_default().to_owned()
}

/// By who can: the buttons that nobody else of staff can press.
fn by_who_can(town: &Town) -> BTreeMap<String, Vec<String>> {
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for press in Press::samples() {
        if rights::of_press(&press).is_none() {
            continue;
        }
        let can = ROLES.iter().filter(|(_, role)| refused(town, &press, *role).is_none());
        let can: Vec<&str> = can.map(|(name, _)| *name).collect();
        table.entry(can.join(", ")).or_default().push(name(&press));
    }
    table
}

#[test]
fn every_button_is_for_those_whom_the_table_names() {
    let mut table = String::new();
    for (who, presses) in by_who_can(&town(true)) {
        let _ = writeln!(table, "{who}:");
        for line in presses.chunks(5) {
            let _ = writeln!(table, "  {}", line.join(" "));
        }
    }
    insta::assert_snapshot!(table, @r"
    referent:
      Hand HandTo NotOurs WorkNew WorkNewFor
      WorkRadius WorkCategory WorkAllCategories WorkCategoriesDone WorkSave
      WorkDate WorkDone WorkCancel
    referent, operator:
      Take GiveBack Ready ReadyAs NothingToAdd
      KeptReady
    supervisor:
      ClockAskOffice InviteAs InviteTo InviteUnnamed InviteCancel
      InviteWithdraw Remove RemoveYes RemoveNo Expel
      BindUrp BindOffice Unbind BindCancel BindPage
      Stats StatsOf StatsOffices StatsCsv
    supervisor, urp:
      ShowTask People Blocked
    supervisor, urp, referent:
      Write KeptWrite ClockTell
    supervisor, urp, referent, operator:
      Show Note Photos History Template
      PreviewSend PreviewChange PromptCancel UseThis UseNot
      PromptGoOn KeptNote KeptNothing Open PreviewNoPhotos
      ChooserCancel Limbo Colleagues KeptFor Works
      Work WorkSameWords WorkSend WorkStop WorkReports
      PhotosBefore HistoryBefore
    urp:
      Categories SetCategory SetNoCategory Place Assign
      AssignTo Close CloseAs CloseSilently UndoSpam
      Refuse Unblock TaskTold TaskCannot TaskReopen
      TaskLeave TaskUndo SpamWords TaskNoWords TaskMakeReport
      TaskAdd TaskAddTo TaskDrop TaskRelease TaskWithhold
      TaskRenewAddress Protocol TaskCloseNoAnswer TaskAskAgain TakeDraft
      EditDraft SendBack SameAs UndoMerge IntakeKind
      IntakeNoKind IntakeKinds IntakePhotosDone IntakeNoName IntakeContact
      IntakeSave IntakeChange IntakeChangePart IntakeCancel IntakeGoOn
      IntakeAnew TaskNobody Reopen TheyAnswered SameAsNumber
      UnblockOn CallNobody
    urp, referent:
      Ask
    urp, referent, operator:
      Plan PlanSameReason PlanIn PlanAnotherDate WorkLink
      WorkAnswer WorkChoose
    ");
}

#[test]
fn where_an_office_has_no_chat_the_urp_has_its_referents_buttons() {
    let (bound, unbound) = (town(true), town(false));
    let more = Press::samples().into_iter().filter(|press| {
        rights::of_press(press).is_some()
            && refused(&bound, press, Role::Urp).is_some()
            && refused(&unbound, press, Role::Urp).is_none()
    });
    let more: Vec<String> = more.map(|press| name(&press)).collect();
    insta::assert_snapshot!(
        more.join(" "),
        @"Take Hand HandTo NotOurs GiveBack Ready ReadyAs NothingToAdd KeptReady WorkNew WorkNewFor WorkRadius WorkCategory WorkAllCategories WorkCategoriesDone WorkSave WorkDate WorkDone WorkCancel"
    );
}

/// As the refusal calls them.
const CALLED: [(Role, &str); 4] = [
    (Role::Supervisor, "the supervisor"),
    (Role::Urp, "the URP"),
    (Role::Referent, "referents"),
    (Role::Operator, "operators"),
];

/// That a refusal names the roles that can, and no other.
fn names_who_can(words: &str, who: &[Role], what: &str) {
    for (role, called) in CALLED {
        assert_eq!(words.contains(called), who.contains(&role), "{what}: {words}");
    }
    assert!(!words.contains("by itself"), "nobody can ask the clock: {words}");
}

#[test]
fn a_button_that_is_refused_says_who_can() {
    let town = town(true);
    for press in Press::samples() {
        let Some(right) = rights::of_press(&press) else {
            continue;
        };
        for (_, role) in ROLES {
            let words = refused(&town, &press, role);
            assert_eq!(words.is_none(), right.who().contains(&role), "{press:?} {role:?}");
            if let Some(words) = words {
                names_who_can(&words, right.who(), &name(&press));
            }
        }
    }
}

const COMMANDS: [&str; 14] = [
    "open", "limbo", "find", "report", "works", "blocked", "new", "stats", "invite", "people",
    "remove", "bind", "help", "cancel",
];

#[test]
fn every_command_is_for_those_whom_the_table_names_and_the_others_hear_who_can() {
    let town = town(true);
    let mut table = String::new();
    for command in COMMANDS {
        let _ = write!(table, "{command:8}");
        for (_, role) in ROLES {
            let said = tries(&town, role, |talk| {
                let message = MessageRef { id: MessageId(1), reply_to: None, forwarded: false };
                let body = Body::Command { name: command.to_owned(), rest: String::new() };
                // What it still wants to look at is for who may.
                let _ = reply::received(talk, &message, &body);
                let said = talk.turn.say.iter().find_map(|row| match &row.content {
                    Content::Text(message) => Some(message.html.clone()),
                    _ => None,
                });
                said.filter(|html| html.contains("Only "))
            });
            let _ = write!(table, " {}", if said.is_some() { "-" } else { "yes" });
            if let Some(words) = said {
                let deed = rights::of_command(command).unwrap();
                let who = crate::domain::rights::who_may_in_town(deed);
                names_who_can(&words, who, command);
            }
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table, @r"
    open     yes yes yes yes
    limbo    yes yes yes yes
    find     yes yes yes yes
    report   yes yes yes yes
    works    yes yes yes yes
    blocked  yes yes - -
    new      - yes - -
    stats    yes - - -
    invite   yes - - -
    people   yes yes - -
    remove   yes - - -
    bind     yes - - -
    help     yes yes yes yes
    cancel   yes yes yes yes
    ");
}
