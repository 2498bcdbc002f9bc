//! Whatever comes, in whatever order: nothing breaks, nothing is left without an answer, and a
//! draft becomes at most one report.

use proptest::prelude::*;

use super::*;
use crate::domain::press::{Part, Press};

#[derive(Debug, Clone)]
enum Move {
    Write(String),
    Command(&'static str),
    Photo(Option<String>, Option<&'static str>),
    Position,
    Unusable(Unusable, Option<String>),
    Reply(i32, String),
    Edit(i32, String),
    PressShown(usize),
    Press(Press),
    Data(String),
    Wait(i64),
    Town(u8),
    Block(bool),
    Quiet,
}

fn moves() -> impl Strategy<Value = Move> {
    let words = || {
        prop_oneof![
            Just("pothole".to_owned()),
            Just("via Roma 12".to_owned()),
            Just("I don't know the address".to_owned()),
            Just("Cancel".to_owned()),
            Just(String::new()),
            "\\PC{0,40}",
            "[<>&a]{1,4096}",
        ]
    };
    let commands = prop::sample::select(vec![
        "start", "new", "mine", "help", "cancel", "language", "privacy", "x",
    ]);
    let number = || 1..4_u32;
    let report = || (1..4_i64).prop_map(|count| ReportId::new(2026, count));
    let press = prop_oneof![
        number().prop_map(|no| Press::DraftCategory(no, "buche".into())),
        number().prop_map(|no| Press::DraftCategory(no, "gone".into())),
        (number(), 0..9_u32).prop_map(|(no, page)| Press::DraftCategories(no, page)),
        number().prop_map(Press::DraftSend),
        number().prop_map(Press::DraftPhotosDone),
        number().prop_map(Press::DraftNoPhoto),
        number().prop_map(Press::DraftGoOn),
        number().prop_map(Press::DraftBack),
        number().prop_map(Press::DraftAnew),
        number().prop_map(|no| Press::DraftChangePart(no, Part::Words)),
        report().prop_map(Press::MyReport),
        report().prop_map(Press::AddMore),
        report().prop_map(Press::AddKept),
        report().prop_map(Press::WithdrawYes),
        report().prop_map(Press::Solved),
        report().prop_map(Press::StillThere),
        report().prop_map(|id| Press::AnswerQuestion(id, 2)),
        report().prop_map(Press::Show),
        Just(Press::KeptAsNew),
        Just(Press::KeptDrop),
        Just(Press::Language(Lang::It)),
        Just(Press::Language(Lang::Sl)),
        Just(Press::Idle),
    ];
    prop_oneof![
        4 => words().prop_map(Move::Write),
        2 => commands.prop_map(Move::Command),
        3 => (prop::option::of(words()), prop::option::of(prop::sample::select(vec!["a", "b"])))
            .prop_map(|(caption, album)| Move::Photo(caption, album)),
        1 => Just(Move::Position),
        1 => (
            prop::sample::select(vec![Unusable::Voice, Unusable::Sticker, Unusable::Other]),
            prop::option::of(words()),
        )
            .prop_map(|(kind, caption)| Move::Unusable(kind, caption)),
        2 => (0..60_i32, words()).prop_map(|(to, text)| Move::Reply(to, text)),
        1 => (0..60_i32, words()).prop_map(|(id, text)| Move::Edit(id, text)),
        8 => (0..40_usize).prop_map(Move::PressShown),
        2 => press.prop_map(Move::Press),
        1 => "\\PC{0,64}".prop_map(Move::Data),
        2 => prop::sample::select(vec![0, 1, 20, 3700, 90_000]).prop_map(Move::Wait),
        1 => (0..4_u8).prop_map(Move::Town),
        1 => prop::bool::weighted(0.3).prop_map(Move::Block),
        1 => Just(Move::Quiet),
    ]
}

impl Story {
    /// What the person reads of it; none where silence is an answer.
    fn play(&mut self, one: Move) -> Option<String> {
        let read = match one {
            Move::Write(text) => self.write(&text),
            Move::Command(name) => self.command(name),
            Move::Photo(caption, album) => {
                let at_once = self.photo(caption.as_deref(), album);
                format!("{at_once}{}", self.settle())
            }
            Move::Position => self.position(),
            Move::Unusable(kind, caption) => self.message(Body::Unusable { kind, caption }, None),
            Move::Reply(to, text) => self.reply(MessageId(to), &text),
            Move::PressShown(at) => {
                let buttons: Vec<_> = self
                    .shown
                    .iter()
                    .filter_map(|(id, _, message)| match &message.keyboard {
                        Keyboard::Inline(rows) => Some((*id, rows)),
                        _ => None,
                    })
                    .flat_map(|(id, rows)| {
                        rows.iter().flatten().map(move |one| (id, one.data.clone()))
                    })
                    .collect();
                let (id, data) = buttons.iter().rev().nth(at).cloned()?;
                self.press_data(Some(id), &data);
                return None;
            }
            Move::Press(press) => {
                self.press_data(None, &press.encode());
                return None;
            }
            Move::Data(data) => {
                self.press_data(None, &data);
                return None;
            }
            Move::Edit(id, text) => {
                self.edit(MessageId(id), &text);
                return None;
            }
            Move::Wait(seconds) => {
                self.wait(TimeDelta::seconds(seconds));
                return None;
            }
            Move::Town(what) => {
                let open = self.world.reports.iter().find(|report| report.state.is_open());
                if let Some(id) = open.map(|report| report.id) {
                    let words = "Words".to_owned();
                    let command = match what {
                        0 => Command::Ask { words },
                        1 => Command::Tell { words, photos: vec![] },
                        _ => Command::Close {
                            outcome: crate::domain::state::Outcome::Resolved,
                            words: Some(words),
                            photos: vec![],
                        },
                    };
                    self.town(id, command);
                }
                return None;
            }
            Move::Block(blocked) => {
                self.person.blocked_at = blocked.then_some(self.now);
                return None;
            }
            Move::Quiet => {
                self.update(Content::Nothing);
                return None;
            }
        };
        Some(format!("{read}{}", self.settle()))
    }
}

proptest! {
    #[test]
    fn nothing_breaks_and_nothing_is_left_without_an_answer(
        moves in prop::collection::vec(moves(), 1..60),
    ) {
        let mut story = Story::english();
        for one in moves {
            let told = story.person.blocked_told_on;
            let read = story.play(one.clone());
            if let Some(read) = read {
                let told_already = story.person.blocked_at.is_some() && told.is_some();
                prop_assert!(!read.is_empty() || told_already, "silence after {one:?}");
            }
            let begun = story.dialogue.as_ref().map_or(0, |row| {
                crate::conversation::citizen::dialogue::Dialogue::read(Some(&row.json), story.now).drafts
            });
            prop_assert!(story.filed <= begun as usize, "more reports than drafts");
        }
    }

    #[test]
    fn a_draft_is_sent_once_however_often_it_is_asked(presses in 1..6_usize) {
        let mut story = Story::english_at(4);
        for _ in 0..presses {
            story.press_data(None, &Press::DraftSend(1).encode());
        }
        prop_assert_eq!(story.filed, 1);
    }
}
