//! Commands, lists, photos, history, help.

use super::super::dialogue::Talk;
use super::super::lists::blocked_page;
use super::super::{digest, digest_page, lists, press};
use super::town::*;
use crate::conversation::Scene;
use crate::domain::command::Command;
use crate::domain::ids::{ChatId, PersonId, ReportId, TaskId};
use crate::domain::outgoing::{Content, Keyboard, Message, Purpose};
use crate::domain::people::{Actor, Capacity, Person};
use crate::domain::press::Press;
use crate::domain::step::{Fresh, Keys};
use crate::domain::task::TaskKind;
use uuid::Uuid;

fn urp() -> Actor {
    Actor { person: None, name: "Dora Verdi".to_owned(), capacities: vec![Capacity::Urp] }
}

/// Thirteen reports, of which one is with an office, and a task.
fn busy() -> Town {
    let mut town = Town::new();
    for one in 1..=13 {
        town.report("buca", &format!("via Roma {one}"), 0);
    }
    let id = ReportId::new(2026, 1);
    town.happens(id, Command::Assign { office: "strade".into() }, &urp());
    town.task(id, TaskKind::WordsAfterClosing { words: "grazie".to_owned(), thanks: true });
    town
}

#[test]
fn open_begins_with_what_waits_and_turns_its_pages_in_place() {
    let mut town = busy();
    let first = town.commands(CARLO, "open", "");
    assert_eq!(first.matches("[Show ").count(), 10);
    insta::assert_snapshot!(first.lines().take(5).collect::<Vec<_>>().join("\n"), @r"
    <b>Open:</b> 12 waiting for the URP, 1 to do, 1 with the offices.

    <b>Waiting for the URP</b>
    1. <b>2026-000002</b> via Roma 2 – Potholes and pavements – to be assigned, by Thursday 26 November
    2. <b>2026-000003</b> via Roma 3 – Potholes and pavements – to be assigned, by Thursday 26 November
    ");
    assert!(first.ends_with("[1 of 2] [Next]"), "{first}");
    insta::assert_snapshot!(town.press(CARLO, "Next"), @r"
    (edited) <b>Open:</b> 12 waiting for the URP, 1 to do, 1 with the offices.

    <b>Waiting for the URP</b>
    11. <b>2026-000012</b> via Roma 12 – Potholes and pavements – to be assigned, by Thursday 26 November
    12. <b>2026-000013</b> via Roma 13 – Potholes and pavements – to be assigned, by Thursday 26 November

    <b>To do</b>
    13. the citizen wrote after closing – 2026-000001, by Thursday 26 November

    <b>With the offices</b>
    14. <b>2026-000001</b> via Roma 1 – Potholes and pavements – assigned, Strade e verde, by Wednesday 9 December
    [Show 2026-000012]
    [Show 2026-000013]
    [Show what to do: 2026-000001]
    [Show 2026-000001]
    [Previous] [2 of 2]
    ");
    assert!(town.press(CARLO, "Previous").starts_with("(edited)"));
    assert_eq!(town.press(CARLO, "1 of 2"), "");
}

#[test]
fn show_brings_the_card_below() {
    let mut town = busy();
    town.commands(CARLO, "open", "");
    assert_eq!(town.press(CARLO, "Show 2026-000004"), "");
    assert_eq!(town.anew, [ReportId::new(2026, 4)]);
    town.commands(CARLO, "report", "5");
    assert_eq!(town.anew, [ReportId::new(2026, 5)]);
    insta::assert_snapshot!(town.commands(CARLO, "report", "99"), @r"There is no report with the number 99.");
    insta::assert_snapshot!(town.commands(CARLO, "report", "pothole"), @r"Write the number after the command, for example: /report 123");
}

#[test]
fn find_takes_words_numbers_and_streets_however_they_are_written() {
    let mut town = Town::new();
    town.report("Albero caduto in CITTÀ vecchia", "via dell'Università 3", 0);
    town.report("buca", "via Roma 12", 0);
    insta::assert_snapshot!(town.commands(CARLO, "find", "universita citta"), @r"
    Newest reports with “universita citta”:
    1. <b>2026-000001</b> via dell'Università 3 – Potholes and pavements – to be assigned
    [Show 2026-000001]
    ");
    assert!(town.commands(CARLO, "find", "2026-000002").contains("via Roma 12"));
    assert!(town.commands(CARLO, "find", "roma 12").contains("2026-000002"));
    insta::assert_snapshot!(town.commands(CARLO, "find", "tombino"), @r"No report found with: tombino");
    insta::assert_snapshot!(town.commands(CARLO, "find", ""), @r"Write what to look for after the command, for example: /find hole via Roma");
}

#[test]
fn the_digest_is_the_first_page_of_open_or_nothing() {
    let town = busy();
    let facts = town.facts(&Keys { open: Some(digest_page()), ..Keys::default() });
    let mut fresh = Fresh::from(uuid::Uuid::from_u128(1 << 64), [0; 32]);
    let said = digest(&facts, URP, town.now, &mut fresh);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].purpose, Purpose::Staff);
    let facts = Town::new().facts(&Keys { open: Some(digest_page()), ..Keys::default() });
    assert!(digest(&facts, URP, town.now, &mut fresh).is_empty());
}

#[test]
fn who_is_blocked_can_be_unblocked() {
    let (mut town, _) = Town::with_report();
    insta::assert_snapshot!(town.commands(CARLO, "blocked", ""), @r"Nobody is blocked.");
    let now = town.now;
    town.mario().blocked_at = Some(now);
    insta::assert_snapshot!(town.commands(CARLO, "blocked", ""), @r"
    No new reports are taken from:
    Mario Rossi, since 24/11 10:00
    [Unblock Mario Rossi]
    ");
    insta::assert_snapshot!(town.press(CARLO, "Unblock"), @r"
    (edited) Mario Rossi can send reports again.

    Nobody is blocked.
    ");
    assert!(town.people.iter().all(|one| one.blocked_at.is_none()));
}

#[test]
fn all_who_are_blocked_can_be_unblocked_page_by_page() {
    let (mut town, _) = Town::with_report();
    let (now, mario) = (town.now, town.people.iter().find(|one| one.id == MARIO).unwrap().clone());
    for one in 1..=21 {
        let (id, name) = (PersonId(Uuid::from_u128(7_000 + one)), format!("Eve {one:02}"));
        let blocked_at = Some(now);
        town.people.push(Person { id, name, blocked_at, telegram: None, ..mario.clone() });
    }
    let first = town.commands(CARLO, "blocked", "");
    assert!(first.contains("Eve 01") && first.contains("Eve 10") && !first.contains("Eve 11"));
    assert!(first.contains("1 of 3"), "{first}");
    let second = town.press(CARLO, "Next");
    assert!(second.contains("Eve 11") && !second.contains("Eve 10"), "{second}");
    insta::assert_snapshot!(town.press(CARLO, "Next"), @r"
    (edited) No new reports are taken from:
    Eve 21, since 24/11 10:00
    [Unblock Eve 21]
    [Previous] [3 of 3]
    ");
    // The page is empty then: the one before it comes in its place.
    let before = town.press(CARLO, "Unblock Eve 21");
    assert!(before.contains("Eve 21 can send reports again."), "{before}");
    assert!(before.contains("Eve 20") && before.contains("2 of 2"), "{before}");
}

/// How much a chat reads and what it can press, where a person who is that asks for it.
fn shown_in(chat: ChatId, role: Capacity, does: impl Fn(&mut Talk<'_>)) -> (usize, Vec<String>) {
    let (mut town, id) = Town::with_report();
    for (office, chat) in town.directory.offices.iter_mut().zip([-2, -3]) {
        office.chat = Some(ChatId(chat));
    }
    let kind = TaskKind::WordsAfterClosing { words: "buio".to_owned(), thanks: false };
    let todo = town.task(id, kind);
    town.mario().blocked_at = Some(town.now);
    let keys = Keys {
        tasks: vec![todo],
        reports: vec![id],
        blocked: Some(blocked_page(0)),
        ..Keys::default()
    };
    let (facts, capacities) = (town.facts(&keys), [role]);
    let person = &town.people[0];
    let scene = Scene { facts: &facts, now: town.now, chat, person, capacities: &capacities };
    let mut talk = Talk::new(&scene, Fresh::from(uuid::Uuid::from_u128(1), [0; 32]));
    does(&mut talk);
    let buttons = talk.turn.say.iter().flat_map(|row| match &row.content {
        Content::Text(Message { keyboard: Keyboard::Inline(rows), .. }) => rows.concat(),
        _ => Vec::new(),
    });
    (talk.turn.say.len(), buttons.map(|button| button.label).collect())
}

#[test]
fn what_the_urp_alone_may_press_has_buttons_where_the_urp_reads_it() {
    let task = TaskId(uuid::Uuid::from_u128(5000));
    let show = |talk: &mut Talk<'_>| {
        press::pressed(talk, &Press::ShowTask(task).encode(), None).unwrap();
    };
    let blocked = |talk: &mut Talk<'_>| lists::command(talk, "blocked", "");
    let (own, office) = (ChatId(11), ChatId(-2));
    // A group reads all that is shown there, and its buttons are for all of it, whoever has asked.
    for (chat, role, reads, can) in [
        (own, Capacity::Supervisor, true, false),
        (own, Capacity::Urp, true, true),
        (URP, Capacity::Supervisor, true, true),
        (office, Capacity::Urp, false, false),
    ] {
        let (read, tasks) = shown_in(chat, role.clone(), show);
        assert_eq!(read > 0, reads, "{chat:?} {role:?}");
        let (_, unblock) = shown_in(chat, role.clone(), blocked);
        if can {
            assert_eq!(tasks, ["Reopen", "Leave closed"], "{chat:?} {role:?}");
            assert_eq!(unblock, ["Unblock Mario Rossi"], "{chat:?} {role:?}");
        } else {
            assert!(tasks.is_empty() && unblock.is_empty(), "{chat:?} {role:?}");
        }
    }
}

#[test]
fn photos_come_as_albums_in_reply_to_the_card() {
    let mut town = Town::new();
    let id = town.report("buche ovunque", "via Roma", 12);
    let card = town.card(id);
    insta::assert_snapshot!(town.does(CARLO, &Press::Photos(id), card), @r"
    (10 photos) 2026-000001
    ---
    Photos 3 to 12 of 12
    [Earlier photos]
    ");
    // Those before them, whatever has come meanwhile.
    let earlier = Press::PhotosBefore(id, 2);
    insta::assert_snapshot!(town.does(CARLO, &earlier, card), @"(2 photos) 2026-000001");
    insta::assert_snapshot!(town.does(CARLO, &Press::PhotosBefore(id, 0), card), @"(to them alone) This report has no photos.");
    let none = town.report("buca", "via Udine", 0);
    insta::assert_snapshot!(town.does(CARLO, &Press::Photos(none), card), @r"(to them alone) This report has no photos.");
}

#[test]
fn history_is_asked_of_the_store_and_shown() {
    let (mut town, id, card) = Town::with_card();
    insta::assert_snapshot!(town.does(CARLO, &Press::History(id), card), @r"
    <b>History of 2026-000001, via Roma 12</b>

    <b>24/11 10:00</b> Mario Rossi (citizen) – report sent: Potholes and pavements, via Roma 12
    The citizen hears by: Thursday 26 November
    <blockquote>buca in strada</blockquote>Photos: 2
    ");
}

#[test]
fn help_is_five_steps_and_strangers_get_none() {
    let mut town = Town::new();
    assert_eq!(town.commands(STRANGER, "help", ""), "");
    let help = town.commands(CARLO, "help", "");
    assert_eq!(help.lines().filter(|line| line.starts_with(char::is_numeric)).count(), 5);
    insta::assert_snapshot!(town.commands(CARLO, "opne", ""), @r"This command does not exist here. The ones that do appear when you type a slash (/); /help says how things are done");
}
