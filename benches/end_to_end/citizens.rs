//! Citizens who report a problem in six updates, and wait for each answer.

use std::time::{Duration, Instant};

use simulator::Seat;

use crate::process::Town;
use crate::shared::{gathered, percentile};

/// What a run measured.
pub struct Run {
    pub reports: usize,
    pub time: Duration,
    /// From update to answer, sorted.
    pub answers: Vec<Duration>,
    /// CPU time of the service.
    pub cpu: Duration,
}

impl Run {
    pub fn percentile(&self, percent: usize) -> Duration {
        percentile(&self.answers, percent)
    }

    pub fn reports_a_second(&self) -> f64 {
        self.reports as f64 / self.time.as_secs_f64()
    }

    pub fn updates_a_second(&self) -> f64 {
        self.answers.len() as f64 / self.time.as_secs_f64()
    }

    pub fn cpu_an_update(&self) -> Duration {
        self.cpu / u32::try_from(self.answers.len().max(1)).unwrap()
    }
}

/// One report; the times from each update to its answer.
async fn report(seat: &Seat) -> Vec<Duration> {
    let mut times = Vec::with_capacity(6);
    let mut begun = Instant::now();
    let mut lap = |begun: &mut Instant| {
        times.push(begun.elapsed());
        *begun = Instant::now();
    };
    seat.sends("/new");
    let kinds = seat.next_matching("").await.unwrap();
    lap(&mut begun);
    seat.presses(&kinds, "Potholes and pavements");
    seat.next().await;
    lap(&mut begun);
    seat.sends("via Roma 12");
    seat.next().await;
    lap(&mut begun);
    seat.sends("A deep pothole in front of the school, a child fell today.");
    let photos = seat.next().await;
    lap(&mut begun);
    seat.presses(&photos, "No photo");
    let summary = seat.next().await;
    lap(&mut begun);
    seat.presses(&summary, "Send");
    seat.next_matching("Its number is").await.unwrap();
    lap(&mut begun);
    seat.read_all();
    times
}

/// `citizens` at a time, each beginning the next report once the last was acknowledged.
pub async fn as_fast_as_answered(town: &mut Town, citizens: usize, reports: usize) -> Run {
    let seats: Vec<Seat> = (0..citizens)
        .map(|_| {
            let seat = town.citizen().private(&town.bot);
            seat.starts();
            seat
        })
        .collect();
    for seat in &seats {
        seat.next().await;
    }
    let before = town.cpu();
    let begun = Instant::now();
    let each = reports / citizens;
    let tasks: Vec<_> = seats
        .into_iter()
        .map(|seat| {
            tokio::spawn(async move {
                let mut times = Vec::with_capacity(each * 6);
                for _ in 0..each {
                    times.extend(report(&seat).await);
                }
                times
            })
        })
        .collect();
    let mut answers = gathered(tasks).await;
    let time = begun.elapsed();
    answers.sort();
    town.urp.read_all();
    Run { reports: each * citizens, time, answers, cpu: town.cpu().saturating_sub(before) }
}

/// About `updates` updates a second, whoever waits: 50 citizens who each take their time.
pub async fn paced(town: &mut Town, updates: u32, time: Duration) -> Run {
    let before = town.cpu();
    let begun = Instant::now();
    // A report is six updates: one report begins every 6/updates seconds.
    let pause = Duration::from_secs(6) / updates;
    let mut starts = tokio::time::interval(pause);
    let mut tasks = Vec::new();
    while begun.elapsed() < time {
        starts.tick().await;
        let seat = town.citizen().private(&town.bot);
        tasks.push(tokio::spawn(async move {
            seat.starts();
            seat.next().await;
            report(&seat).await
        }));
    }
    let reports = tasks.len();
    let mut answers = gathered(tasks).await;
    let time = begun.elapsed();
    answers.sort();
    town.urp.read_all();
    Run { reports, time, answers, cpu: town.cpu().saturating_sub(before) }
}
