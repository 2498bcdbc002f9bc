//! The outcome in words.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::audit::{Outcome, Times};

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} days, seed {}: {} reports, {} updates, {} calls",
            self.days, self.seed, self.reports, self.updates, self.calls
        )?;
        counts(f, "by door", &self.channels)?;
        counts(f, "by state", &self.states)?;
        writeln!(f, "first word: {}", took(&self.first_word))?;
        writeln!(f, "closing:    {}", took(&self.closing))?;
        let (broken, told) = self.broken;
        writeln!(
            f,
            "promises:   {broken} dates broken, staff told of {told}; {} working days in limbo in \
             all, {} reports in limbo at the end",
            self.limbo_days, self.in_limbo
        )?;
        counts(f, "what was owed to citizens", &self.owed)?;
        counts(f, "answers not delivered at once", &self.undelivered)?;
        writeln!(f, "answers to who reported the same: {}", self.answers_to_duplicates)?;
        counts(f, "tasks", &self.tasks)?;
        counts(f, "events", &self.events)?;
        let wrong = [
            ("left without a word past the promise, nobody told", &self.left_in_limbo),
            ("closed without answer, task or rule", &self.unanswered),
            ("said to be delivered, but not there", &self.not_there),
            ("could not be processed", &self.set_aside),
        ];
        for (what, all) in wrong {
            if !all.is_empty() {
                writeln!(f, "WRONG: {} {what}", all.len())?;
                for one in all.iter().take(10) {
                    writeln!(f, "    {one}")?;
                }
            }
        }
        write!(
            f,
            "{}",
            if self.is_kept() { "The promise was kept." } else { "The promise was BROKEN." }
        )
    }
}

fn took(times: &Times) -> String {
    format!(
        "median {} working days, nine of ten within {}, of {} reports",
        times.median, times.p90, times.count
    )
}

fn counts(f: &mut fmt::Formatter<'_>, what: &str, counts: &BTreeMap<String, usize>) -> fmt::Result {
    let mut line = String::new();
    for (name, count) in counts {
        let comma = if line.is_empty() { "" } else { "; " };
        write!(line, "{comma}{name} {count}")?;
    }
    writeln!(f, "{what}: {}", if line.is_empty() { "none" } else { &line })
}
