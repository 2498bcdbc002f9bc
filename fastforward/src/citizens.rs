//! Citizens on Telegram: they press the buttons that they see, and sometimes do not.

use chrono::{DateTime, TimeDelta, Utc};
use rispondo::domain::press::Press;

use crate::chance::Chance;
use crate::phrases;
use crate::updates::{Doing, Who};
use crate::world::{Said, Sight};

/// Photos that one has for a report, at most.
const PHOTOS: usize = 3;
/// The account of the first citizen.
pub const FIRST: i64 = 100_000;

/// Why a citizen picks up their phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// To report something.
    Report,
    /// To see what the bot has said.
    Look,
    /// A whim: something about an earlier report.
    Whim,
    /// They take the bot back.
    Return,
}

/// What they are in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Busy {
    /// Nothing.
    No,
    /// A report.
    Drafting,
    /// Words about a report.
    Writing,
    /// They want to do something with a report of theirs.
    Browsing,
}

/// Somebody on Telegram.
#[derive(Debug)]
pub struct Citizen {
    /// Who.
    pub who: Who,
    chance: Chance,
    /// What they have seen.
    seen: u64,
    busy: Busy,
    problem: (&'static str, String),
    photos: usize,
    started: bool,
    blocked: bool,
    /// Steps left in this sitting: nobody presses for ever.
    patience: u32,
}

impl Citizen {
    /// The `nth` of a town.
    pub fn new(seed: u64, nth: usize) -> Self {
        let user = FIRST + i64::try_from(nth).unwrap_or(0);
        let mut chance = Chance::of(seed, &format!("citizen/{nth}"));
        let lang = if chance.is(0.1) { "en" } else { "it" };
        let who = Who { user, name: phrases::name(nth), lang, chat: user };
        Self {
            who,
            chance,
            seen: 0,
            busy: Busy::No,
            problem: ("buche", String::new()),
            photos: 0,
            started: false,
            blocked: false,
            patience: 0,
        }
    }

    /// Picks up the phone: what they do, and when and why they will again.
    pub fn acts(&mut self, why: Why, sight: &Sight) -> (Option<Doing>, Option<(TimeDelta, Why)>) {
        match why {
            Why::Report => self.reports(),
            Why::Whim => self.whim(sight),
            Why::Return => {
                if !self.blocked {
                    return (None, None);
                }
                self.blocked = false;
                (Some(Doing::Block(false)), Some((TimeDelta::seconds(40), Why::Whim)))
            }
            Why::Look => self.looks(sight),
        }
    }

    /// Whether they notice what the bot says by itself, and after how long.
    pub fn notices(&mut self) -> Option<TimeDelta> {
        if self.blocked || self.chance.is(0.15) {
            return None;
        }
        self.patience = self.patience.max(8);
        Some(self.chance.about(TimeDelta::hours(5)))
    }

    fn soon(&mut self) -> (TimeDelta, Why) {
        (self.chance.between(TimeDelta::seconds(4), TimeDelta::seconds(70)), Why::Look)
    }

    fn reports(&mut self) -> (Option<Doing>, Option<(TimeDelta, Why)>) {
        if self.blocked {
            self.blocked = false;
            return (Some(Doing::Block(false)), Some((TimeDelta::seconds(30), Why::Report)));
        }
        self.problem = phrases::problem(&mut self.chance);
        self.busy = Busy::Drafting;
        self.photos = self.chance.below(PHOTOS + 1);
        self.patience = 25;
        let first = !std::mem::replace(&mut self.started, true);
        // Some begin with a photo or with words: they are asked what these are.
        let how = self.chance.weighed([8.0, 0.8, 0.8].into_iter());
        let doing = match how {
            _ if first && self.chance.is(0.6) => Doing::Write("/start".to_owned(), None),
            Some(1) => Doing::Photo(self.problem.1.clone(), None),
            Some(2) => Doing::Write(self.problem.1.clone(), None),
            _ => Doing::Write("/new".to_owned(), None),
        };
        (Some(doing), Some(self.soon()))
    }

    fn whim(&mut self, sight: &Sight) -> (Option<Doing>, Option<(TimeDelta, Why)>) {
        if self.blocked {
            return (None, None);
        }
        self.patience = 8;
        let what = self.chance.weighed([2.0, 1.0, 0.6, 0.35, 0.3, 0.12].into_iter());
        match what {
            Some(0) => {
                self.busy = Busy::Browsing;
                (Some(Doing::Write("/mine".to_owned(), None)), Some(self.soon()))
            }
            Some(1) => {
                (Some(Doing::Write(phrases::more(&mut self.chance), None)), Some(self.soon()))
            }
            Some(2) => (Some(Doing::Photo(String::new(), None)), Some(self.soon())),
            Some(3) => {
                self.blocked = true;
                self.busy = Busy::No;
                let back = self.chance.is(0.6);
                let after = self.chance.about(TimeDelta::days(20));
                (Some(Doing::Block(true)), back.then_some((after, Why::Return)))
            }
            Some(4) => {
                // Something that they wrote once is put right.
                let own = sight.chats.get(&self.who.chat).into_iter().flat_map(|chat| {
                    chat.said.values().rev().filter(|said| !said.by_bot && said.text.len() > 12)
                });
                let own: Vec<i32> = own.take(6).map(|said| said.id).collect();
                let words = phrases::more(&mut self.chance);
                (self.chance.one(&own).map(|id| Doing::Edit(*id, words)), None)
            }
            _ => (Some(Doing::Write("/help".to_owned(), None)), None),
        }
    }

    fn looks(&mut self, sight: &Sight) -> (Option<Doing>, Option<(TimeDelta, Why)>) {
        let fresh = sight.since(self.who.chat, self.seen);
        self.seen = sight.stirred;
        let Some(shown) = fresh.last().filter(|_| self.patience > 0 && !self.blocked) else {
            return (None, self.afterwards());
        };
        self.patience -= 1;
        let doing = if shown.keys {
            Some(self.place())
        } else if shown.buttons.is_empty() {
            matches!(self.busy, Busy::Drafting | Busy::Writing).then(|| self.words())
        } else {
            self.chooses(shown)
        };
        match doing {
            Some(doing) => (Some(doing), Some(self.soon())),
            None => (None, self.afterwards()),
        }
    }

    /// A sitting is over: perhaps something occurs to them later.
    fn afterwards(&mut self) -> Option<(TimeDelta, Why)> {
        self.patience = 0;
        self.chance.is(0.12).then(|| (self.chance.about(TimeDelta::days(4)), Why::Whim))
    }

    fn place(&mut self) -> Doing {
        if self.chance.is(0.3) {
            let lat =
                45.64 + f64::from(u16::try_from(self.chance.below(400)).unwrap_or(0)) / 10_000.0;
            let lon =
                13.76 + f64::from(u16::try_from(self.chance.below(400)).unwrap_or(0)) / 10_000.0;
            return Doing::Position(lat, lon);
        }
        Doing::Write(phrases::place(&mut self.chance), None)
    }

    fn words(&mut self) -> Doing {
        if self.busy == Busy::Drafting {
            return Doing::Write(self.problem.1.clone(), None);
        }
        if self.chance.is(0.85) {
            self.busy = Busy::No;
        }
        let words = phrases::more(&mut self.chance);
        if self.chance.is(0.2) { Doing::Photo(words, None) } else { Doing::Write(words, None) }
    }

    fn chooses(&mut self, shown: &Said) -> Option<Doing> {
        let presses: Vec<(&str, &Press)> = shown.presses().collect();
        let has = |is: fn(&Press) -> bool| presses.iter().any(|(_, press)| is(press));
        let asks_photos = has(|press| matches!(press, Press::DraftNoPhoto(_)));
        if asks_photos && self.photos > 0 {
            self.photos -= 1;
            return Some(Doing::Photo(String::new(), None));
        }
        let mut weights: Vec<f64> = presses.iter().map(|(_, press)| self.weight(press)).collect();
        weights.push(nothing(&presses));
        let at = self.chance.weighed(weights.iter().copied())?;
        let (data, press) = presses.get(at)?;
        self.pressed(press);
        Some(Doing::Press(shown.id, (*data).to_owned()))
    }

    /// How much each button draws them. New buttons are taught here.
    fn weight(&self, press: &Press) -> f64 {
        match press {
            Press::New => f64::from(u8::from(self.busy == Busy::Drafting)) * 5.0,
            Press::DraftCategory(_, code) if code.as_str() == self.problem.0 => 5.0,
            Press::DraftCategory(..) => 0.05,
            Press::DraftNoCategory(_) => 0.1,
            Press::DraftCategories(..) => 0.1,
            Press::DraftPhotosDone(_) => 4.0,
            Press::DraftNoPhoto(_) => 1.0,
            Press::DraftSend(_) => 9.0,
            Press::DraftChange(_) => 0.3,
            Press::DraftChangePart(..) => 0.4,
            Press::DraftBack(_) => 1.0,
            Press::DraftCancel(_) => 0.2,
            Press::DraftGoOn(_) => 3.0,
            Press::DraftAnew(_) => 0.3,
            Press::MyReport(_) if self.busy == Busy::Browsing => 1.0,
            Press::AddMore(_) if self.busy == Busy::Browsing => 2.0,
            Press::Withdraw(_) if self.busy == Busy::Browsing => 0.8,
            Press::WithdrawYes(_) => 4.0,
            Press::WithdrawNo(_) => 0.8,
            Press::AddDone(_) => 5.0,
            Press::AddKept(_) => 3.0,
            Press::KeptAsNew => 1.0,
            Press::KeptDrop => 0.4,
            Press::AnswerQuestion(..) => 3.0,
            Press::Solved(_) => 1.4,
            Press::StillThere(_) => 0.35,
            Press::StopWriting(_) => 0.05,
            Press::Language(_) => 0.05,
            _ => 0.0,
        }
    }

    fn pressed(&mut self, press: &Press) {
        match press {
            Press::DraftSend(_) | Press::DraftCancel(_) => self.busy = Busy::No,
            Press::KeptAsNew | Press::DraftGoOn(_) | Press::DraftAnew(_) | Press::New => {
                if self.problem.1.is_empty() {
                    self.problem = phrases::problem(&mut self.chance);
                }
                self.busy = Busy::Drafting;
                self.patience = self.patience.max(20);
            }
            Press::AnswerQuestion(..) | Press::AddMore(_) | Press::StillThere(_) => {
                self.busy = Busy::Writing;
            }
            Press::AddDone(_)
            | Press::StopWriting(_)
            | Press::AddKept(_)
            | Press::WithdrawYes(_)
            | Press::WithdrawNo(_) => self.busy = Busy::No,
            _ => {}
        }
    }
}

/// How much doing nothing draws them.
fn nothing(presses: &[(&str, &Press)]) -> f64 {
    let heaviest = presses.iter().map(|(_, press)| match press {
        // A draft is forgotten now and then, an answer is most often only read.
        Press::DraftSend(_) => 0.5,
        Press::DraftGoOn(_) => 3.0,
        Press::Solved(_) => 3.0,
        Press::AnswerQuestion(..) => 2.0,
        _ => 0.15,
    });
    heaviest.fold(0.0, f64::max)
}

/// Whether a moment is one at which people look at their phones: else the next such.
pub fn awake(moment: DateTime<Utc>) -> DateTime<Utc> {
    use chrono::Timelike as _;
    // By UTC: seven in the morning to eleven at night in Italy, give or take an hour.
    match moment.hour() {
        6..=21 => moment,
        22.. => moment + TimeDelta::hours(9),
        _ => moment + TimeDelta::hours(6),
    }
}
