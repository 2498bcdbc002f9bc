//! Where the story takes place: the service, its time, and what the reader is told around it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use simulator::Simulator;

use super::transcript;
use crate::app::service::Service;
use crate::clock::Clock;
use crate::domain::lang::Lang;
use crate::text::demo::{self as words, Chapter, Line, Scene};

/// The story begins on a Tuesday at half past nine.
pub const BEGINS: DateTime<Utc> = DateTime::from_timestamp(1_795_509_000, 0).expect("a moment");

/// The stage.
pub struct Stage {
    /// The pretend Telegram.
    pub sim: Simulator,
    /// The service.
    pub service: Arc<Service>,
    /// The time, which moves only where the story says so.
    pub clock: Clock,
    /// The language of the story.
    pub lang: Lang,
}

impl Stage {
    /// Something that somebody says.
    pub fn line(&self, line: Line) -> String {
        words::line(self.lang, line)
    }

    /// A chapter begins.
    pub fn chapter(&self, chapter: Chapter) {
        transcript::chapter(&words::chapter(self.lang, chapter));
    }

    /// A change of scene.
    pub fn scene(&self, scene: Scene) {
        transcript::scene(&words::scene(self.lang, scene));
    }

    /// Until all that was said is taken in, and all that is to be said now is said.
    pub async fn settles(&self) {
        self.sim.quiet().await;
        self.service.settled().await;
    }

    /// Time passes until then, day by day.
    pub async fn until(&self, moment: DateTime<Utc>) {
        while self.clock.now() < moment {
            self.later((moment - self.clock.now()).min(TimeDelta::days(1))).await;
        }
    }

    /// Time passes, for the town and for Telegram.
    pub async fn later(&self, by: TimeDelta) {
        self.settles().await;
        self.sim.advance(by.to_std().unwrap_or_default());
        self.clock.advance(by);
        self.settles().await;
    }
}
