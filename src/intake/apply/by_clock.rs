//! What the clock does to reports by itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Applied, Place, Stop, Work, commit};
use crate::conversation::{Deed, Scene, Turn};
use crate::domain::command::Command;
use crate::domain::ids::{ChatId, ReportId};
use crate::domain::people::Person;
use crate::domain::step::{Changes, Facts, Fresh};

/// Commands that the clock gives, outside of any conversation: each is carried out if it still can
/// be. Their reports must be among the facts.
pub(in super::super) fn carry_out_by_clock(
    facts: &Facts,
    commands: Vec<(ReportId, Command)>,
    now: DateTime<Utc>,
    fresh: Fresh,
    changes: &mut Changes,
) -> Applied {
    let nobody = Person::nobody(facts.directory.staff_lang(), now);
    let scene = Scene { facts, now, chat: ChatId::NONE, person: &nobody, capacities: &[] };
    let mut turn = Turn::new(&scene, fresh);
    let place = Place::Staff;
    let mut work = Work {
        scene: &scene,
        directory: &facts.directory,
        place,
        answering: None,
        reports: BTreeMap::new(),
        people: Vec::new(),
    };
    let mut caused = Changes::default();
    for (report, command) in commands {
        let deed = Deed::ByItself { report, command };
        match work.deed(deed, &mut turn, &mut caused) {
            // It is not so any more: a person was quicker.
            Ok(()) | Err(Stop::Refused { .. }) => {}
            Err(Stop::Need(keys)) => return Applied::Need(keys),
        }
    }
    commit(&work, turn, caused, changes)
}
