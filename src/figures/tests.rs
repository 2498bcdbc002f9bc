//! The figures held against a slow look at random histories.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::command::Command;
use crate::domain::decide::{Terms, decide, file};
use crate::domain::event::{Channel, EventKind, Filing, Missing};
use crate::domain::figures::Period;
use crate::domain::ids::{PersonId, ReportId};
use crate::domain::joined::Owed;
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Delivery, Purpose};
use crate::domain::people::{Actor, Capacity};
use crate::domain::place::Place;
use crate::domain::promise::Deadlines;
use crate::domain::report::Report;
use crate::domain::state::{Outcome, State};

const CITIZEN: PersonId = PersonId(Uuid::from_u128(1));

fn town() -> Directory {
    Directory::bare("Comune di Esempio".to_owned())
}

fn start() -> DateTime<Utc> {
    "2026-11-02T07:00:00Z".parse().unwrap()
}

/// When a main report is closed, if it is: minutes after the start.
type Closes = Option<i64>;

/// What may happen to a report, by numbers that a test draws.
#[derive(Debug, Clone)]
struct Fate {
    arrives: i64,
    steps: Vec<(usize, i64, bool)>,
    /// How each row of what is owed ends.
    ends: Vec<usize>,
    tasks: Vec<bool>,
    /// The main report, should it become a duplicate: closed so many minutes after the start.
    main: Option<Closes>,
}

fn any_fate() -> impl Strategy<Value = Fate> {
    (
        0_i64..20 * 24 * 60,
        prop::collection::vec((0_usize..15, 0_i64..3 * 24 * 60, any::<bool>()), 0..12),
        prop::collection::vec(0_usize..7, 12),
        prop::collection::vec(any::<bool>(), 12),
        prop::option::of(prop::option::of(0_i64..60 * 24 * 60)),
    )
        .prop_map(|(arrives, steps, ends, tasks, main)| Fate {
            arrives,
            steps,
            ends,
            tasks,
            main,
        })
}

fn command(kind: usize, other: bool, now: DateTime<Utc>) -> (Command, Capacity) {
    let office = || if other { "luci" } else { "strade" }.into();
    let referent = || Capacity::Referent(office());
    let words = || "Parole.".to_owned();
    let close = |outcome, words| Command::Close { outcome, words, photos: Vec::new() };
    match kind {
        0 | 1 => (Command::Assign { office: office() }, Capacity::Urp),
        2 => (Command::Take, referent()),
        3 => (Command::NotOurs { reason: words() }, referent()),
        4 => {
            let until = now.date_naive() + Days::new(9);
            (Command::Plan { until, reason: words(), work: None }, Capacity::Urp)
        }
        5 => (Command::PlanDue, Capacity::Clock),
        6 => (Command::TellLate, Capacity::Clock),
        7 => (Command::Tell { words: words(), photos: Vec::new() }, Capacity::Urp),
        8 => (Command::Ask { words: words() }, Capacity::Urp),
        9 => (close(Outcome::Resolved, Some(words())), Capacity::Urp),
        10 if other => (close(Outcome::Spam, None), Capacity::Urp),
        10 => (Command::Withdraw, Capacity::Citizen),
        11 => (Command::StillThere { words: None }, Capacity::Citizen),
        12 => (Command::RefuseReopen { words: words() }, Capacity::Urp),
        13 => (Command::Merge { into: ReportId::new(2026, 999), words: words() }, Capacity::Urp),
        _ if other => (Command::Unmerge { owed: Owed::default() }, Capacity::Urp),
        _ => (close(Outcome::NotResolvable, Some(words())), Capacity::Urp),
    }
}

/// A history as `decide` makes it, with rows for what it owes.
fn case(number: i64, fate: &Fate, directory: &Directory) -> Case {
    let terms = |now| Terms {
        now,
        calendar: &directory.calendar,
        deadlines: Deadlines::default(),
        seen: None,
    };
    let mut now = start() + TimeDelta::minutes(fate.arrives);
    let filing = Filing {
        citizen: CITIZEN,
        channel: match number % 5 {
            3 => Channel::Phone,
            4 => Channel::Nobody,
            _ => Channel::Telegram,
        },
        suggested: false,
        missing: Missing::default(),
        lang: Lang::It,
        category: (number % 2 == 0).then(|| "buche".into()),
        place: Place::typed("via Roma 12"),
        words: "Una buca".to_owned(),
        photos: Vec::new(),
    };
    let id = ReportId::new(2026, number);
    let mut events = vec![file(id, filing, Actor::citizen(CITIZEN, "Maria"), terms(now))];
    let mut report = Report::opened_by(&events[0]).unwrap();
    for (kind, minutes, other) in &fate.steps {
        now += TimeDelta::minutes(*minutes);
        let (command, capacity) = command(*kind, *other, now);
        let person = (capacity != Capacity::Clock).then_some(CITIZEN);
        let actor = Actor { person, name: String::new(), capacities: vec![capacity] };
        for event in decide(&report, command, &actor, terms(now)).unwrap_or_default() {
            report.apply(&event);
            events.push(event);
        }
    }
    let mut case = Case { events, deliveries: Vec::new(), tasks: Vec::new(), main: None };
    if report.duplicate_of().is_some() {
        let at = |minutes| start() + TimeDelta::minutes(minutes);
        case.main = fate.main.map(|closed| Main { closed_at: closed.map(at) });
    }
    for (place, event) in case.events.iter().enumerate() {
        let purpose = match &event.kind {
            EventKind::Closed { outcome: Outcome::Withdrawn, .. } => Purpose::Confirmation,
            EventKind::Closed { words: Some(_), .. } | EventKind::ReopenRefused { .. } => {
                Purpose::Reply
            }
            EventKind::Told { .. } => Purpose::Word,
            _ => continue,
        };
        let end = fate.ends[place % fate.ends.len()];
        row(&mut case.deliveries, purpose, Some(event.seq), event.at, end);
        if fate.tasks[place % fate.tasks.len()] {
            case.tasks.extend(case.deliveries.last().map(|line| line.id));
        }
    }
    if let Some(Main { closed_at: Some(closed) }) = case.main {
        row(&mut case.deliveries, Purpose::Reply, None, closed, fate.ends[0]);
    }
    case
}

fn row(
    rows: &mut Vec<DeliveryLine>,
    purpose: Purpose,
    event: Option<i32>,
    at: DateTime<Utc>,
    end: usize,
) {
    let (state, reason) = [
        (Delivery::Delivered, None),
        (Delivery::Delivered, None),
        (Delivery::Pending, None),
        (Delivery::Accepted, None),
        (Delivery::Undeliverable, Some("blocked")),
        (Delivery::Suppressed, Some("overtaken")),
        (Delivery::Suppressed, Some("cannot_be_reached")),
    ][end];
    let millis = u64::try_from(at.timestamp_millis()).unwrap();
    let mut random = [0; 10];
    random[9] = u8::try_from(rows.len()).unwrap();
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid();
    rows.push(DeliveryLine {
        id: OutboxId(id),
        purpose,
        event,
        state,
        at: at + TimeDelta::minutes(1),
        reason: reason.map(str::to_owned),
        repeated: false,
    });
}

/// Each figure by itself, from the beginning each time, as a person would look it up.
struct Slow<'a> {
    wanted: Wanted,
    directory: &'a Directory,
}

impl Slow<'_> {
    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.directory.calendar.day_of(at)
    }

    fn within(&self, at: DateTime<Utc>) -> bool {
        let day = self.day(at);
        self.wanted.period.from <= day && day < self.wanted.period.to
    }

    fn today(&self) -> NaiveDate {
        self.day(self.wanted.now)
    }

    fn office(case: &Case) -> Option<OfficeCode> {
        // The newest event that says whose it is.
        case.events
            .iter()
            .rev()
            .find_map(|event| match &event.kind {
                EventKind::Assigned { office } | EventKind::Taken { office, .. } => {
                    Some(Some(office.clone()))
                }
                EventKind::Returned { .. } | EventKind::Unmerged { .. } => Some(None),
                _ => None,
            })
            .flatten()
    }

    /// How the report stood when the period ended.
    fn at_the_end(&self, case: &Case) -> Option<Report> {
        let until: Vec<&Event> =
            case.events.iter().filter(|event| self.day(event.at) < self.wanted.period.to).collect();
        Report::fold(until).ok()
    }

    fn closed(&self, case: &Case) -> Option<Report> {
        let report = self.at_the_end(case)?;
        report.closed_at.is_some_and(|at| self.within(at)).then_some(report)
    }

    /// `None`: no answer is owed.
    fn has_answer(case: &Case, report: &Report) -> Option<bool> {
        if matches!(report.state, State::Closed { outcome: Outcome::Spam }) {
            let silent =
                |event: &Event| matches!(event.kind, EventKind::Closed { words: None, .. });
            if silent(&case.events[usize::try_from(report.state_seq).unwrap() - 1]) {
                return None;
            }
        }
        let main = case.main.filter(|_| report.duplicate_of().is_some());
        let line = match main {
            None => case.deliveries.iter().rev().find(|line| line.event == Some(report.state_seq)),
            Some(main) => {
                main.closed_at?;
                case.deliveries.iter().rev().find(|line| line.event.is_none())
            }
        };
        let Some(line) = line else { return Some(false) };
        match line.state {
            Delivery::Suppressed => None,
            Delivery::Delivered => Some(true),
            Delivery::Undeliverable => Some(!case.tasks.contains(&line.id)),
            _ => Some(false),
        }
    }

    fn first_word(&self, case: &Case) -> Option<TimeDelta> {
        let arrived = case.events[0].at;
        let names: &[&str] = match Report::opened_by(&case.events[0]).unwrap().channel {
            Channel::Nobody => &[],
            Channel::Phone => &["planned", "plan_due", "asked", "told", "closed"],
            _ => &["assigned", "taken", "planned", "plan_due", "asked", "told", "closed"],
        };
        let first = case.events.iter().find(|event| {
            let silent = matches!(
                event.kind,
                EventKind::Closed { words: None, .. }
                    | EventKind::Closed { outcome: Outcome::Withdrawn, .. }
            );
            names.contains(&event.kind.as_str())
                && !silent
                && event.actor.capacities != [Capacity::Clock]
        })?;
        self.within(arrived).then(|| self.working(arrived, first.at))
    }

    /// Each minute by itself.
    fn working(&self, mut from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let mut minutes = 0;
        while from < to {
            minutes += i32::from(self.directory.calendar.is_open(from));
            from += TimeDelta::minutes(1);
        }
        TimeDelta::minutes(minutes.into())
    }

    fn line(&self, cases: &[&Case]) -> Line {
        let count =
            |holds: &dyn Fn(&Case) -> bool| cases.iter().filter(|case| holds(case)).count() as u64;
        let now = |case: &Case| Report::fold(&case.events).unwrap();
        let ended = |case: &Case, so: &dyn Fn(&DeliveryLine) -> bool| {
            let found = case.deliveries.iter().filter(|line| self.within(line.at) && so(line));
            found.count() as u64
        };
        let undeliverable = |line: &DeliveryLine| line.state == Delivery::Undeliverable;
        let cannot = |line: &DeliveryLine| line.reason.as_deref() == Some("cannot_be_reached");
        let unreachable: u64 = cases.iter().map(|case| ended(case, &cannot)).sum();
        let closing = cases.iter().filter_map(|case| {
            let report = self.closed(case)?;
            let own = [Outcome::Resolved, Outcome::NotResolvable, Outcome::NotOurs];
            own.contains(&report.outcome()?)
                .then(|| self.working(report.received_at, report.closed_at.unwrap()))
        });
        let first_word = cases.iter().filter_map(|case| self.first_word(case));
        Line {
            arrived: count(&|case| self.within(case.events[0].at)),
            closed: count(&|case| self.closed(case).is_some()),
            answered: count(&|case| {
                self.closed(case)
                    .is_some_and(|report| Self::has_answer(case, &report) == Some(true))
            }),
            undelivered: unreachable
                + cases.iter().map(|case| ended(case, &undeliverable)).sum::<u64>(),
            unreachable,
            first_word: Self::spread(first_word.collect()),
            closing: Self::spread(closing.collect()),
            limbo: count(&|case| now(case).is_in_limbo(self.today())),
            unanswered: count(&|case| {
                let report = now(case);
                !report.state.is_open() && Self::has_answer(case, &report) == Some(false)
            }),
            late: count(&|case| {
                let report = now(case);
                let planned = matches!(report.state, State::Planned { .. });
                let close = self.directory.calendar.after(report.received_at, 30);
                report.state.is_open() && !planned && close < self.today()
            }),
        }
    }

    /// The first of the times that enough of them do not exceed.
    fn spread(mut times: Vec<TimeDelta>) -> Spread {
        times.sort();
        let first = |share: f64| {
            let enough = |time: &&TimeDelta| {
                let below = times.iter().filter(|one| one <= time).count();
                #[expect(clippy::cast_precision_loss, reason = "a handful")]
                let reached = below as f64 / times.len() as f64;
                reached >= share
            };
            times.iter().find(enough).copied()
        };
        Spread { count: times.len() as u64, median: first(0.5), ninetieth: first(0.9) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn figures_are_what_a_slow_look_at_the_histories_finds(
        fates in prop::collection::vec(any_fate(), 0..14),
        from in 0_u64..25,
        days in 1_u64..25,
        later in 0_i64..90,
    ) {
        let directory = town();
        let cases: Vec<Case> =
            (1..).zip(&fates).map(|(number, fate)| case(number, fate, &directory)).collect();
        let first = start().date_naive() + Days::new(from);
        let period = Period { from: first, to: first + Days::new(days) };
        let wanted = Wanted { period, now: start() + TimeDelta::days(56 + later) };
        let mut tally = Tally::new(wanted, &directory);
        for case in &cases {
            tally.take(case);
        }
        let figures = tally.finish();
        let slow = Slow { wanted, directory: &directory };
        prop_assert_eq!(figures.town, slow.line(&cases.iter().collect::<Vec<_>>()));
        for office in [None, Some("strade".into()), Some("luci".into())] {
            let theirs: Vec<&Case> =
                cases.iter().filter(|case| Slow::office(case) == office).collect();
            prop_assert_eq!(figures.office(office.as_ref()), slow.line(&theirs));
        }
    }

    /// Whoever loads them by what is late needs no other report for that figure.
    #[test]
    fn what_is_late_came_in_before_the_bound(fate in any_fate(), later in 0_i64..90) {
        let directory = town();
        let period = Period { from: start().date_naive(), to: start().date_naive() };
        let wanted = Wanted { period, now: start() + TimeDelta::days(56 + later) };
        let case = case(1, &fate, &directory);
        let mut tally = Tally::new(wanted, &directory);
        let before = tally.late_before();
        tally.take(&case);
        prop_assert!(tally.finish().town.late == 0 || case.events[0].at < before);
    }
}
