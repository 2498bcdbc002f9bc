//! Conversations as stories: a person writes and presses, what they read comes back as text.

mod changing;
mod drafts;
mod kept;
mod moments;
mod random;
mod report;
mod theirs;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::conversation::{Deed, Keep, Reply, Scene, Turn};
use crate::domain::command::Command;
use crate::domain::decide::{self, Terms};
use crate::domain::directory::{Category, Directory, Names, Office};
use crate::domain::event::{Channel, Event, Filing};
use crate::domain::ids::{ChatId, FileId, MessageId, OutboxId, PersonId, ReportId, TelegramId};
use crate::domain::inbound::{
    Attachment, Body, Chat, ChatKind, Content, Inbound, MessageRef, Sender, Unusable,
};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{
    Content as Out, Keyboard, KnownMessage, Message, Notice, Outgoing, Target,
};
use crate::domain::people::{Actor, Capacity, Person};
use crate::domain::place::{Place, Position};
use crate::domain::promise::{Calendar, Deadlines};
use crate::domain::report::Report;
use crate::domain::step::{DialogueRow, Facts, Fresh, Keys};
use crate::domain::timer::Timer;
use crate::text::format::LONGEST_TEXT;
use world::directory;

const USER: TelegramId = TelegramId(101);
const CHAT: ChatId = ChatId(101);

/// A person in their private chat, with all that the service would keep of it.
struct Story {
    now: DateTime<Utc>,
    person: Person,
    world: Facts,
    dialogue: Option<DialogueRow>,
    timers: BTreeMap<String, DateTime<Utc>>,
    /// Messages that can be read in the chat, ours with their rows.
    shown: Vec<(MessageId, OutboxId, Message)>,
    next: i32,
    step: u128,
    /// Deeds of the last turn, and how many reports were filed in all.
    deeds: Vec<Deed>,
    filed: usize,
    files: usize,
}

impl Story {
    /// Tuesday 24 November 2026, ten in the morning in Rome.
    fn in_language(lang: Lang) -> Self {
        let now = "2026-11-24T09:00:00Z".parse().unwrap();
        let person = Person {
            id: PersonId(Uuid::from_u128(1)),
            telegram: Some(USER),
            name: "Maria".to_owned(),
            reachable: true,
            ..Person::nobody(lang, now)
        };
        Self {
            now,
            person,
            world: Facts::of(Arc::new(directory(2))),
            dialogue: None,
            timers: BTreeMap::new(),
            shown: Vec::new(),
            next: 1,
            step: 0,
            deeds: Vec::new(),
            filed: 0,
            files: 0,
        }
    }

    fn english() -> Self {
        Self::in_language(Lang::En)
    }

    /// A report was begun, and this much of it answered.
    fn english_at(answers: usize) -> Self {
        let mut story = Self::english();
        story.command("new");
        let steps: [fn(&mut Self) -> String; 4] = [
            |story| story.press("Potholes and pavements"),
            |story| story.write("via Roma 12"),
            |story| story.write("A deep hole"),
            |story| story.press("No photo"),
        ];
        for step in steps.into_iter().take(answers) {
            step(&mut story);
        }
        story
    }

    /// A report was sent, and is the person's only one.
    fn english_sent() -> (Self, ReportId) {
        let mut story = Self::english_at(4);
        story.press("Send");
        let id = story.world.reports[0].id;
        (story, id)
    }

    /// Words were written outside a question.
    fn english_wrote(words: &str) -> Self {
        let mut story = Self::english();
        story.write(words);
        story
    }

    fn write(&mut self, text: &str) -> String {
        self.message(Body::Text(text.to_owned()), None)
    }

    fn command(&mut self, name: &str) -> String {
        self.message(Body::Command { name: name.to_owned(), rest: String::new() }, None)
    }

    fn reply(&mut self, to: MessageId, text: &str) -> String {
        self.message(Body::Text(text.to_owned()), Some(to))
    }

    fn photo(&mut self, caption: Option<&str>, album: Option<&str>) -> String {
        let body = self.photo_body(caption, album);
        self.message(body, None)
    }

    /// A photo that nothing follows: what is said of it.
    fn one_photo(&mut self) -> String {
        self.photo(None, None) + &self.settle()
    }

    fn photo_body(&mut self, caption: Option<&str>, album: Option<&str>) -> Body {
        self.files += 1;
        Body::Photo {
            file: Attachment {
                id: FileId(Uuid::from_u128(1000 + self.files as u128)),
                source: crate::domain::inbound::FileSource::Telegram(format!(
                    "file-{}",
                    self.files
                )),
                size: Some(1000),
            },
            caption: caption.map(str::to_owned),
            album: album.map(str::to_owned),
        }
    }

    fn position(&mut self) -> String {
        self.message(Body::Location(Position { lat: 45.65, lon: 13.77 }), None)
    }

    /// Something that cannot be used, with words below it.
    fn unusable(&mut self, kind: Unusable, caption: Option<&str>) -> String {
        self.message(Body::Unusable { kind, caption: caption.map(str::to_owned) }, None)
    }

    fn message(&mut self, body: Body, reply_to: Option<MessageId>) -> String {
        let id = self.message_id();
        let message = MessageRef { id, reply_to, forwarded: false };
        self.update(Content::Message { message, body })
    }

    fn edit(&mut self, id: MessageId, text: &str) -> String {
        let message = MessageRef { id, reply_to: None, forwarded: false };
        self.update(Content::Edited { message, body: Body::Text(text.to_owned()) })
    }

    /// Presses the newest button that begins with these words.
    fn press(&mut self, label: &str) -> String {
        let found = self.shown.iter().rev().find_map(|(id, _, message)| {
            let Keyboard::Inline(rows) = &message.keyboard else {
                return None;
            };
            let button = rows.iter().flatten().find(|one| one.label.starts_with(label))?;
            Some((*id, button.data.clone()))
        });
        let (id, data) = found.unwrap_or_else(|| panic!("no button {label}"));
        self.press_data(Some(id), &data)
    }

    /// In the summary: what is to be changed.
    fn change(&mut self, answer: &str) -> String {
        self.press("Change");
        self.press(answer)
    }

    /// Opens a report from the list of their own.
    fn open(&mut self, id: ReportId) -> String {
        self.command("mine");
        self.press(&id.to_string())
    }

    fn press_data(&mut self, message: Option<MessageId>, data: &str) -> String {
        let (callback, data) = ("c".to_owned(), data.to_owned());
        self.update(Content::Press { callback, data, message })
    }

    fn message_id(&mut self) -> MessageId {
        self.next += 1;
        MessageId(self.next)
    }

    /// The last message that came from the person.
    fn last_message(&self) -> MessageId {
        let ours: Vec<_> = self.shown.iter().map(|(id, ..)| *id).collect();
        (1..=self.next).rev().map(MessageId).find(|id| !ours.contains(id)).unwrap()
    }

    fn update(&mut self, content: Content) -> String {
        self.now += TimeDelta::milliseconds(50);
        let inbound = Inbound {
            update_id: i64::from(self.next),
            at: self.now,
            chat: Chat { id: CHAT, kind: ChatKind::Private, title: None },
            from: Some(Sender {
                id: USER,
                name: "Maria".to_owned(),
                lang_tag: Some(self.person.lang.code().to_owned()),
                is_bot: false,
            }),
            content,
        };
        let mut keys = super::keys(&inbound, &self.world.directory);
        match &inbound.content {
            Content::Message { message, .. } => {
                keys.messages.extend(message.reply_to.map(|id| (CHAT, id)));
            }
            Content::Edited { message, .. } => keys.messages.push((CHAT, message.id)),
            _ => {}
        }
        let turn = self.decide(keys, |scene, fresh| super::turn(scene, &inbound, fresh));
        if let Content::Press { .. } = &inbound.content {
            let ended = turn.notices.iter().filter(|one| matches!(one, Notice::AnswerPress { .. }));
            assert_eq!(ended.count(), 1, "a press is ended exactly once");
        }
        self.take(turn)
    }

    /// Lets time pass: what comes due does its work.
    fn wait(&mut self, time: TimeDelta) -> String {
        let until = self.now + time;
        let mut read = String::new();
        while let Some((key, due)) =
            self.timers.clone().into_iter().filter(|(_, due)| *due <= until).min_by_key(|one| one.1)
        {
            self.timers.remove(&key);
            self.now = self.now.max(due);
            let timer = Timer::parse(&key).unwrap();
            let turn =
                self.decide(Keys::default(), |scene, fresh| super::timer(scene, timer, fresh));
            read.push_str(&self.take(turn));
        }
        self.now = until;
        read
    }

    fn settle(&mut self) -> String {
        self.wait(TimeDelta::milliseconds(800))
    }

    /// Asks for a turn with only those facts that were asked for.
    fn decide(&mut self, mut keys: Keys, ask: impl Fn(&Scene<'_>, Fresh) -> Reply) -> Turn {
        self.step += 1;
        let fresh = Fresh::from(Uuid::from_u128(self.step << 32), [0; 32]);
        for _ in 0..6 {
            let facts = self.facts(&keys);
            let person = self.person.clone();
            let scene = Scene {
                facts: &facts,
                now: self.now,
                chat: CHAT,
                person: &person,
                capacities: &[],
            };
            match ask(&scene, fresh.clone()) {
                Reply::Turn(turn) => return *turn,
                Reply::Need(more) => {
                    let before = keys.clone();
                    keys.join(*more);
                    assert_ne!(keys, before, "asks again for what it has");
                }
            }
        }
        panic!("never has enough");
    }

    /// Does what a turn wants, and reads what it says.
    fn take(&mut self, turn: Turn) -> String {
        match turn.keep {
            Keep::Same => {}
            Keep::Now(row) => self.dialogue = Some(row),
            Keep::Ended => self.dialogue = None,
        }
        if let Some(person) = turn.person {
            self.person = person;
        }
        for (timer, due) in turn.timers {
            match due {
                Some(due) => self.timers.insert(timer.to_string(), due),
                None => self.timers.remove(&timer.to_string()),
            };
        }
        let mut read = String::new();
        for outgoing in turn.say {
            read.push_str(&self.read(outgoing));
        }
        for notice in &turn.notices {
            if let Notice::AnswerPress { words: Some(words), .. } = notice {
                assert!(words.chars().count() <= 200);
                read += &["(notice) ", words, "\n"].concat();
            }
        }
        for deed in &turn.deeds {
            read += &[&self.deed(deed.clone()), "\n"].concat();
        }
        self.deeds = turn.deeds;
        read
    }

    fn read(&mut self, outgoing: Outgoing) -> String {
        let (message, how) = match outgoing.content {
            Out::Mail(_) | Out::Unreadable => panic!("nothing of a chat"),
            Out::Text(message) => {
                let id = self.message_id();
                let report = outgoing.report;
                if report.is_some() {
                    self.world.messages.push(KnownMessage {
                        chat: CHAT,
                        message: id,
                        report,
                        row: Some(outgoing.id),
                        card: false,
                        task: None,
                    });
                }
                self.shown.push((id, outgoing.id, message.clone()));
                (message, "")
            }
            Out::Edit { target, message } => {
                let same = |(id, row, _): &&mut (MessageId, OutboxId, Message)| match target {
                    Target::Message(one) => *id == one,
                    Target::Row(one) => *row == one,
                    Target::Card(_) => false,
                };
                let shown = self.shown.iter_mut().find(same).expect("edits what is there");
                shown.2 = message.clone();
                (message, "(edit) ")
            }
            Out::Photos { .. } | Out::Document { .. } => panic!("no files are sent here"),
        };
        assert!(units(&message.html) <= LONGEST_TEXT, "fits a message");
        format!("{how}{}\n{}", message.html, keyboard(&message.keyboard))
    }
}

/// The length of HTML as the Bot API counts it: UTF-16 units after entities.
fn units(html: &str) -> usize {
    let text: String = html
        .split('<')
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once('>').unwrap().1 })
        .collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.encode_utf16().count()
}

fn keyboard(keyboard: &Keyboard) -> String {
    let row = |labels: Vec<&str>| {
        let labels: Vec<_> = labels.into_iter().map(|label| format!("[{label}]")).collect();
        format!("{}\n", labels.join(" "))
    };
    match keyboard {
        Keyboard::None => String::new(),
        Keyboard::Inline(rows) => rows
            .iter()
            .map(|one| row(one.iter().map(|button| button.label.as_str()).collect()))
            .collect(),
        Keyboard::Keys(rows) => rows
            .iter()
            .map(|one| {
                row(one.iter().map(|key| key.label.as_str()).collect())
                    .replace('[', "<")
                    .replace(']', ">")
            })
            .collect(),
        Keyboard::RemoveKeys => "(keys gone)\n".to_owned(),
        Keyboard::ForceReply { .. } => panic!("no reply box in a private chat"),
    }
}
