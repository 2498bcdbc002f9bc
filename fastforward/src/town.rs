//! The town: from one thing that somebody does to the next, without waiting.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};
use rispondo::clock::Clock;
use rispondo::domain::directory::Directory;
use rispondo::domain::mail::Account;
use rispondo::domain::promise::Calendar;
use rispondo::text::pages::Verdict;
use tempfile::TempDir;

use crate::audit::{self, Outcome};
use crate::chance::Chance;
use crate::citizens::{self, Citizen, awake};
use crate::desk::Desk;
use crate::habits::Role;
use crate::pace;
use crate::post::{self, Address, PROVIDER};
use crate::staff::{Board, Clerk, Next};
use crate::trouble::Trouble;
use crate::updates::{Doing, Who};
use crate::world::{Letter, World};
use crate::writers::{Posted, Reaction, Writer};

/// The town's description.
const DIRECTORY: &str = include_str!("town.toml");
/// What is retired for two weeks of every third month: an office, whose category goes to another one; a category; a
/// ready-made reply.
const RETIRED: [(&str, &str); 4] = [
    ("code = \"luce\"\nchat_id", "code = \"luce\"\nretired = true\nchat_id"),
    ("office = \"luce\"", "office = \"strade\""),
    ("code = \"giochi\"\n", "code = \"giochi\"\nretired = true\n"),
    ("category = \"buche\"\n", "category = \"buche\"\nretired = true\n"),
];
/// The URP's chat.
pub const URP: i64 = -1_001_000_000_001;

/// What is played.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The same seed plays the same years.
    pub seed: u64,
    /// From this day on.
    pub from: NaiveDate,
    /// How many days.
    pub days: u64,
    /// Reports a year.
    pub a_year: f64,
    /// Of a thousand calls, how many fail by themselves.
    pub trouble: f64,
    /// Where the database is kept afterwards, to be looked at.
    pub keep: Option<PathBuf>,
}

impl Plan {
    /// A town like the one that rispondo is made for.
    pub fn new(seed: u64, days: u64) -> Self {
        let from = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
        Self { seed, from, days, a_year: 900.0, trouble: 8.0, keep: None }
    }
}

/// What comes next.
#[derive(Debug)]
enum Act {
    Day(NaiveDate),
    Arrival,
    Citizen(usize, citizens::Why),
    Clerk(usize, Next),
    Posted(Posted),
    Read(usize, Letter),
    Page(String, bool),
}

struct Due {
    at: DateTime<Utc>,
    nth: u64,
    act: Act,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.nth) == (other.at, other.nth)
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.nth).cmp(&(other.at, other.nth))
    }
}

/// A town that is played.
pub struct Town {
    plan: Plan,
    world: Arc<World>,
    desk: Desk,
    directory: Arc<Directory>,
    chance: Chance,
    citizens: Vec<Citizen>,
    writers: Vec<Writer>,
    clerks: Vec<Clerk>,
    boards: std::collections::BTreeMap<i64, Board>,
    queue: BinaryHeap<Reverse<Due>>,
    acts: u64,
    folder: TempDir,
}

impl Town {
    /// Founds it.
    pub async fn found(plan: Plan) -> anyhow::Result<Self> {
        let calendar = Calendar::default();
        let start = calendar.at(plan.from, calendar.opens) - TimeDelta::hours(8);
        let clock = Clock::replayed(start, plan.seed);
        let trouble = Trouble::new(plan.seed, plan.trouble);
        let world = Arc::new(World::new(clock, trouble));
        let folder = folder()?;
        let desk = Desk::start(&world, folder.path(), plan.seed, DIRECTORY).await?;
        let directory = desk.store.directory().await?.context("no directory")?;
        let (from, chance) = (plan.from, Chance::of(plan.seed, "town"));
        let mut town = Self {
            plan,
            world,
            desk,
            directory,
            chance,
            citizens: Vec::new(),
            writers: Vec::new(),
            clerks: Vec::new(),
            boards: std::collections::BTreeMap::new(),
            queue: BinaryHeap::new(),
            acts: 0,
            folder,
        };
        town.hire().await?;
        town.plans(start, Act::Day(from));
        Ok(town)
    }

    /// Everybody who works with the service presses *Start* once, and begins to look at their chat.
    async fn hire(&mut self) -> anyhow::Result<()> {
        let directory = Arc::clone(&self.directory);
        let mut people: Vec<(String, i64, Role, i64)> = Vec::new();
        for one in &directory.urp {
            people.extend(one.telegram.map(|id| (one.name.clone(), id.0, Role::Urp, URP)));
        }
        for one in &directory.supervisors {
            people.extend(one.telegram.map(|id| (one.name.clone(), id.0, Role::Supervisor, id.0)));
        }
        for office in &directory.offices {
            for one in &office.operators {
                let id = one.telegram.map(|id| id.0);
                people.extend(id.map(|id| (one.name.clone(), id, Role::Operator, id)));
            }
            for one in &office.referents {
                let Some((id, chat)) = one.telegram.zip(office.chat) else { continue };
                people.push((one.name.clone(), id.0, Role::Referent, chat.0));
            }
        }
        let offices =
            directory.offices.iter().map(|office| office.name.clone()).collect::<Vec<_>>();
        let offices: Arc<[String]> = offices.into();
        self.world.look().offices = Arc::clone(&offices);
        let years = (self.plan.from, self.plan.days);
        for (name, user, role, chat) in people {
            let private = Who { user, name: name.clone(), lang: "it", chat: user };
            {
                let mut sight = self.world.look();
                sight.staff.extend([user, chat]);
            }
            self.does(&private, &Doing::Write("/start".to_owned(), None)).await?;
            let who = Who { chat, ..private };
            let mut clerk = Clerk::new(self.plan.seed, who, role, years, Arc::clone(&offices));
            let then = clerk.comes(&directory.calendar, self.now());
            self.clerks.push(clerk);
            self.plans(then, Act::Clerk(self.clerks.len() - 1, Next::Look));
        }
        Ok(())
    }

    fn now(&self) -> DateTime<Utc> {
        self.world.clock.now()
    }

    fn plans(&mut self, at: DateTime<Utc>, act: Act) {
        self.acts += 1;
        self.queue.push(Reverse(Due { at: at.max(self.now()), nth: self.acts, act }));
    }

    /// Plays it to its end: what is to be told of it.
    pub async fn plays(mut self) -> anyhow::Result<Outcome> {
        let end = self
            .directory
            .calendar
            .at(self.plan.from + Days::new(self.plan.days), self.directory.calendar.reminder)
            + TimeDelta::hours(3);
        self.desk.works().await?;
        loop {
            let acts = self.queue.peek().map(|Reverse(due)| due.at);
            let Some(next) = [acts, self.desk.next()].into_iter().flatten().min() else { break };
            if next > end {
                break;
            }
            let next = next.max(self.now());
            self.world.clock.set(next);
            if acts.is_some_and(|at| at <= next)
                && let Some(Reverse(due)) = self.queue.pop()
            {
                self.happens(due.act).await?;
            }
            self.desk.works().await?;
            self.news();
        }
        let Self { plan, world, desk, directory, folder, .. } = self;
        // What is audited is what was kept.
        desk.store.keep()?;
        drop(desk);
        let file = folder.path().join("town.db");
        if let Some(kept) = &plan.keep {
            audit::keep(&file, kept).await?;
        }
        audit::of(&world, &file, &directory.calendar, &plan).await
    }

    async fn does(&mut self, who: &Who, doing: &Doing) -> anyhow::Result<()> {
        let now = self.now();
        let raw = who.does(&mut self.world.look(), now, doing);
        self.desk.update(&raw).await
    }

    async fn happens(&mut self, act: Act) -> anyhow::Result<()> {
        let now = self.now();
        match act {
            Act::Day(day) => {
                self.reorganises(day).await?;
                let midnight = self.directory.calendar.at(day, chrono::NaiveTime::MIN);
                for time in pace::of_day(self.plan.seed, day, self.plan.a_year) {
                    self.plans(midnight + time, Act::Arrival);
                }
                let tomorrow = day + Days::new(1);
                let at = self.directory.calendar.at(tomorrow, chrono::NaiveTime::MIN);
                self.plans(at, Act::Day(tomorrow));
            }
            Act::Arrival => self.arrival(),
            Act::Citizen(nth, why) => self.citizen(nth, why).await?,
            Act::Clerk(nth, next) => self.clerk(nth, next).await?,
            Act::Posted(posted) => {
                self.desk.mail(posted.account, &posted.from, &posted.to, posted.raw).await?;
            }
            Act::Read(nth, letter) => {
                let Some(writer) = self.writers.get_mut(nth) else { return Ok(()) };
                match writer.reacts(&letter, now) {
                    Some((after, Reaction::Mail(posted))) => {
                        self.plans(now + after, Act::Posted(posted));
                    }
                    Some((after, Reaction::Page(token, solved))) => {
                        self.plans(now + after, Act::Page(token, solved));
                    }
                    None => {}
                }
            }
            Act::Page(token, solved) => {
                let verdict = if solved { Verdict::Solved } else { Verdict::StillThere };
                self.desk.page(&token, verdict, "").await?;
            }
        }
        Ok(())
    }

    /// What is not used any more is taken up again after two weeks, with what was left of it.
    async fn reorganises(&self, day: NaiveDate) -> anyhow::Result<()> {
        match (day.month() % 3, day.day()) {
            (0, 10) => {
                let mut file = DIRECTORY.to_owned();
                for (from, to) in RETIRED {
                    anyhow::ensure!(file.contains(from), "town.toml does not say {from:?}");
                    file = file.replace(from, to);
                }
                self.desk.describes(&file).await
            }
            (0, 24) => self.desk.describes(DIRECTORY).await,
            _ => Ok(()),
        }
    }

    /// Somebody has a problem to report: often somebody new.
    fn arrival(&mut self) {
        let now = self.now();
        let by_mail = self.chance.is(0.25);
        let again = self.chance.is(0.3);
        if by_mail {
            let known = self.writers.len();
            let nth = if again && known > 0 { self.chance.below(known) } else { known };
            if nth == known {
                let certified = self.chance.is(0.2);
                self.writers.push(Writer::new(self.plan.seed, nth, certified));
            }
            if let Some(writer) = self.writers.get_mut(nth) {
                let posted = writer.reports(now);
                self.plans(now, Act::Posted(posted));
            }
            return;
        }
        let known = self.citizens.len();
        let nth = if again && known > 0 { self.chance.below(known) } else { known };
        if nth == known {
            self.citizens.push(Citizen::new(self.plan.seed, nth));
        }
        self.plans(now, Act::Citizen(nth, citizens::Why::Report));
    }

    async fn citizen(&mut self, nth: usize, why: citizens::Why) -> anyhow::Result<()> {
        let Some(citizen) = self.citizens.get_mut(nth) else { return Ok(()) };
        let who = citizen.who.clone();
        let (doing, next) = citizen.acts(why, &self.world.look());
        if let Some(doing) = doing {
            self.does(&who, &doing).await?;
        }
        if let Some((after, why)) = next {
            let at = self.now() + after;
            let at = if after > TimeDelta::minutes(5) { awake(at) } else { at };
            self.plans(at, Act::Citizen(nth, why));
        }
        Ok(())
    }

    async fn clerk(&mut self, nth: usize, next: Next) -> anyhow::Result<()> {
        let now = self.now();
        let Some(clerk) = self.clerks.get_mut(nth) else { return Ok(()) };
        let who = clerk.who.clone();
        let board = self.boards.entry(who.chat).or_default();
        let (doing, soon) = clerk.acts(next, board, &self.world.look(), now);
        let then = match soon {
            Some(soon) => now + soon,
            None => clerk.comes(&self.directory.calendar, now),
        };
        if let Some(doing) = doing {
            self.does(&who, &doing).await?;
        }
        let next = if soon.is_some() { Next::Chain } else { Next::Look };
        self.plans(then, Act::Clerk(nth, next));
        Ok(())
    }

    /// Who notices what the service has said.
    fn news(&mut self) {
        let now = self.now();
        let (news, letters) = {
            let mut sight = self.world.look();
            (std::mem::take(&mut sight.news), std::mem::take(&mut sight.letters))
        };
        for chat in news {
            let nth = usize::try_from(chat - citizens::FIRST).ok();
            let Some(nth) = nth.filter(|nth| *nth < self.citizens.len()) else { continue };
            let noticed = self.citizens.get_mut(nth).and_then(Citizen::notices);
            if let Some(after) = noticed {
                self.plans(awake(now + after), Act::Citizen(nth, citizens::Why::Look));
            }
        }
        for letter in letters {
            self.arrives(letter);
        }
    }

    /// A mail of the town's: read, or sent back; for a certified one receipts come.
    fn arrives(&mut self, letter: Letter) {
        let now = self.now();
        let kind = Address::of(self.plan.seed, &letter.to);
        let nth = self.writers.iter().position(|writer| writer.address == letter.to);
        if letter.certified {
            let kinds: &[&str] = match kind {
                Address::Good => &["accettazione", "avvenuta-consegna"],
                Address::Bounces => &["accettazione", "errore-consegna"],
                Address::Silent | Address::RefusedAtOnce => &["accettazione"],
            };
            for (minutes, kind) in (2..).step_by(4).zip(kinds) {
                let count = self.acts;
                let raw = post::receipt(&letter, kind, now, count);
                let to = crate::desk::CERTIFIED.to_owned();
                let posted = Posted { account: Account::Pec, from: PROVIDER.to_owned(), to, raw };
                self.plans(now + TimeDelta::minutes(minutes), Act::Posted(posted));
            }
        } else if kind == Address::Bounces {
            let raw = post::bounce(&letter, now, self.acts);
            let (from, to) = (String::new(), letter.envelope_from.clone());
            let after = self.chance.about(TimeDelta::minutes(30));
            self.plans(now + after, Act::Posted(Posted { account: Account::Mail, from, to, raw }));
        }
        if kind == Address::Good
            && let Some(nth) = nth
        {
            self.plans(now, Act::Read(nth, letter));
        }
    }
}

/// A folder in memory where the machine has one: what is played is not kept.
fn folder() -> anyhow::Result<TempDir> {
    let memory = std::path::Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.or_else(|_| TempDir::new()).context("a temporary folder")
}
