//! Chance by a seed: whoever draws has a source of their own, so that one more draw here changes
//! nothing there.

use chrono::TimeDelta;
use fastrand::Rng;

/// The source of one person or thing.
#[derive(Debug, Clone)]
pub struct Chance(Rng);

impl Chance {
    /// The source of `who` in the town of a seed.
    pub fn of(seed: u64, who: &str) -> Self {
        // FNV-1a: the same on every machine.
        let hash = who.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(Rng::with_seed(seed.rotate_left(32) ^ hash))
    }

    /// Whether something of that probability happens.
    pub fn is(&mut self, probability: f64) -> bool {
        self.0.f64() < probability
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.0.usize(..end) }
    }

    /// One of them.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }

    /// The place of one of them, the heavier the likelier; none where nothing weighs anything.
    pub fn weighed(&mut self, weights: impl Iterator<Item = f64> + Clone) -> Option<usize> {
        let all: f64 = weights.clone().sum();
        if all <= 0.0 {
            return None;
        }
        let mut left = self.0.f64() * all;
        let mut last = None;
        for (at, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
            last = Some(at);
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// A time that is `mean` on average, most often shorter, never more than six times as long.
    pub fn about(&mut self, mean: TimeDelta) -> TimeDelta {
        let factor = (-self.0.f64().max(1e-9).ln()).min(6.0);
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "seconds")]
        TimeDelta::seconds(1 + (mean.num_seconds() as f64 * factor) as i64)
    }

    /// A time between two.
    pub fn between(&mut self, from: TimeDelta, to: TimeDelta) -> TimeDelta {
        TimeDelta::seconds(
            self.0.i64(from.num_seconds()..=to.num_seconds().max(from.num_seconds())),
        )
    }

    /// How many of what happens `mean` times on average (Poisson, by Knuth's way).
    pub fn count(&mut self, mean: f64) -> usize {
        let (limit, mut product, mut count) = ((-mean).exp(), self.0.f64(), 0);
        while product > limit && count < 1_000 {
            product *= self.0.f64();
            count += 1;
        }
        count
    }
}
