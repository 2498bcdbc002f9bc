//! Whatever comes in whatever order: no panic, one answer a press, no closing without words.

use proptest::prelude::*;

use super::super::turn;
use super::chat::photo;
use super::town::*;
use crate::conversation::{Reply, Scene};
use crate::domain::command::Command;
use crate::domain::event::EventKind;
use crate::domain::ids::{MessageId, ReportId, TelegramId};
use crate::domain::inbound::{Body, Chat, ChatKind, Content, Inbound, Unusable};
use crate::domain::press::{Closing, Press};
use crate::domain::state::Outcome;
use crate::domain::step::{Fresh, Keys};

#[derive(Debug, Clone)]
enum Act {
    Newest(usize),
    Card(usize, i32),
    Write(String, usize),
    Photo(Option<String>),
    Voice,
    Command(&'static str, String),
    Citizen(String),
    StillThere,
    Wait(i64),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0_usize..40).prop_map(Act::Newest),
        4 => (0_usize..26, 0_i32..6).prop_map(|(one, seen)| Act::Card(one, seen)),
        4 => ("\\PC{0,12}", 0_usize..8).prop_map(|(words, to)| Act::Write(words, to)),
        1 => prop::option::of("[ab]").prop_map(Act::Photo),
        1 => Just(Act::Voice),
        2 => (
            prop::sample::select(vec!["open", "report", "find", "blocked", "cancel", "help", "x"]),
            "\\PC{0,8}",
        )
            .prop_map(|(name, rest)| Act::Command(name, rest)),
        1 => "[a-z]{1,8}".prop_map(Act::Citizen),
        1 => Just(Act::StillThere),
        1 => (0_i64..2000).prop_map(Act::Wait),
    ]
}

fn card_press(id: ReportId, which: usize, seen: i32) -> Press {
    match which {
        0 => Press::Categories(id, 0),
        1 => Press::Assign(id, seen),
        2 => Press::Close(id, seen),
        3 => Press::CloseAs(id, seen, Closing::Resolved),
        4 => Press::CloseSilently(id, seen, Closing::SpamAndBlock),
        5 => Press::Reopen(id, seen),
        6 => Press::Refuse(id, seen),
        7 => Press::Ask(id),
        8 => Press::Write(id),
        9 => Press::Note(id),
        10 => Press::Photos(id),
        11 => Press::History(id),
        12 => Press::PreviewSend(id),
        13 => Press::PromptGoOn(id),
        14 => Press::SetNoCategory(id),
        15 => Press::AssignTo(id, seen, "strade".into()),
        16 => Press::Take(id, seen),
        17 => Press::Hand(id, seen, 0),
        18 => Press::HandTo(id, seen, CARLO),
        19 => Press::NotOurs(id, seen),
        20 => Press::GiveBack(id, seen),
        21 => Press::ReadyAs(id, seen, Closing::Resolved),
        22 => Press::NothingToAdd(id),
        23 => Press::TakeDraft(id, seen),
        24 => Press::SendBack(id, seen),
        _ => Press::Place(id),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_morning_in_the_chat_keeps_the_promise(
        morning in prop::collection::vec((acts(), prop::bool::ANY), 1..40)
    ) {
        let (mut town, id, card) = Town::with_card();
        // An office without a chat: Carlo, its operator too, and Dora act for it.
        for office in &mut town.directory.offices {
            let carlo = town.directory.urp.iter().find(|one| one.telegram == Some(CARLO));
            office.operators.extend(carlo.cloned());
        }
        for (act, first) in morning {
            let who = if first { CARLO } else { DORA };
            match act {
                Act::Newest(back) => {
                    let buttons: Vec<(MessageId, String)> = town
                        .chat
                        .iter()
                        .rev()
                        .flat_map(|(number, (_, buttons))| {
                            buttons.iter().map(|one| (*number, one.data.clone()))
                        })
                        .collect();
                    if let Some((number, data)) = buttons.get(back) {
                        town.press_on(who, *number, data.clone());
                    }
                }
                Act::Card(which, seen) => {
                    town.does(who, &card_press(id, which, seen), card);
                }
                Act::Write(words, to) => {
                    let to = (to > 0).then(|| {
                        town.chat.keys().rev().nth(to - 1).copied().unwrap_or(card)
                    });
                    town.writes(who, &words, to);
                }
                Act::Photo(album) => {
                    town.sends(who, photo(1, album.as_deref(), None), Some(card));
                }
                Act::Voice => {
                    town.sends(who, Body::Unusable { kind: Unusable::Voice, caption: None }, Some(card));
                }
                Act::Command(name, rest) => {
                    town.commands(who, name, &rest);
                }
                Act::Citizen(words) => {
                    town.citizen(id, Command::Add { words, photos: Vec::new() });
                }
                Act::StillThere => {
                    if town.row(id).outcome() == Some(Outcome::Resolved) {
                        town.citizen(id, Command::StillThere { words: None });
                    }
                }
                Act::Wait(seconds) => {
                    town.wait(chrono::TimeDelta::seconds(seconds));
                }
            }
        }
        for event in &town.histories[&id] {
            if let EventKind::Closed { words, rule, .. } = &event.kind {
                prop_assert!(words.is_some() || rule.is_some());
            }
        }
    }

    #[test]
    fn every_press_has_exactly_one_answer(data in prop_oneof![
        "\\PC{0,64}",
        "[sa][a-zA-Z0]{0,1}:2026000001:[0-9]:[a-z]{0,6}",
        "a[a-zA-Z0]:2026000001(:[0-9]){0,2}",
        "[kpto][a-zA-Z]:2026000001",
    ], who in prop::sample::select(vec![CARLO, STRANGER, TelegramId(11)])) {
        let (town, _) = Town::with_report();
        let content = Content::Press { callback: "c".to_owned(), data, message: None };
        let chat = Chat { id: URP, kind: ChatKind::Group, title: None };
        let inbound = Inbound { update_id: 1, at: town.now, chat, from: None, content };
        let mut keys = super::super::keys(&inbound, &town.directory);
        keys.accounts.push(who);
        let capacities = town.directory.capacities(who);
        for _ in 0..5 {
            let facts = town.facts(&keys);
            let person = facts.account(who).unwrap();
            let scene = Scene {
                facts: &facts,
                now: town.now,
                chat: URP,
                person,
                capacities: &capacities,
            };
            match turn(&scene, &inbound, Fresh::from(uuid::Uuid::from_u128(1 << 64), [0; 32])) {
                Reply::Need(more) => keys.join(Keys::clone(&more)),
                Reply::Turn(turn) => {
                    prop_assert_eq!(turn.notices.len(), 1);
                    return Ok(());
                }
            }
        }
        prop_assert!(false, "asks for ever more");
    }
}
