//! The supervisor's figures: /stats, its buttons, and the file.

use super::dialogue::Talk;
use crate::domain::directory::Directory;
use crate::domain::figures::{PeriodName, Wanted};
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Body, Content as Came, Inbound};
use crate::domain::outgoing::Content;
use crate::domain::press::Press;
use crate::domain::rights::{TownDeed, may_in_town};
use crate::domain::step::Keys;
use crate::text::staff as text;
use chrono::{DateTime, Utc};

/// What /stats shows first.
const FIRST: PeriodName = PeriodName::ThisWeek;

/// Whether a command is of this part.
pub(super) fn is_command(name: &str) -> bool {
    name == "stats"
}

/// The period of a button of this part.
fn period_of(press: &Press) -> Option<PeriodName> {
    match press {
        Press::Stats(period)
        | Press::StatsOf(period, _)
        | Press::StatsOffices(period, _)
        | Press::StatsCsv(period) => Some(*period),
        _ => None,
    }
}

/// The figures of a period as things stand now.
pub fn figures_of(period: PeriodName, directory: &Directory, now: DateTime<Utc>) -> Keys {
    let period = period.period(directory.calendar.day_of(now));
    Keys { figures: Some(Wanted { period, now }), ..Keys::default() }
}

/// What to look at first. Only for who may see it: figures cost something.
pub(super) fn keys(inbound: &Inbound, directory: &Directory) -> Keys {
    let may = |from: &crate::domain::inbound::Sender| {
        may_in_town(&directory.capacities(from.id), TownDeed::Stats)
    };
    let period = match &inbound.content {
        Came::Message { body: Body::Command { name, .. }, .. } if is_command(name) => Some(FIRST),
        Came::Press { data, .. } => Press::decode(data).and_then(|press| match press {
            // The list of offices shows no figures.
            Press::StatsOffices(..) => None,
            press => period_of(&press),
        }),
        _ => None,
    };
    match period {
        Some(period) if inbound.from.as_ref().is_some_and(may) => {
            figures_of(period, directory, inbound.at)
        }
        _ => Keys::default(),
    }
}

/// /stats, asked for by who may see it.
pub(super) fn stats(talk: &mut Talk<'_>) {
    let directory = talk.directory();
    if let Some(figures) = &talk.scene.facts.figures {
        talk.turn.say(text::figures(figures, FIRST, None, directory));
    }
}

/// A button of the figures, pressed by a supervisor.
pub(super) fn pressed(talk: &mut Talk<'_>, press: &Press, at: Option<MessageId>) -> Option<String> {
    let directory = talk.directory();
    if let Press::StatsOffices(period, page) = press {
        talk.edit(at, text::figures_offices(*period, *page, directory));
        return None;
    }
    let Some(figures) = talk.scene.facts.figures.clone() else {
        return Some(text::old_button(talk.lang));
    };
    match press {
        Press::Stats(period) => {
            talk.edit(at, text::figures(&figures, *period, None, directory));
        }
        Press::StatsOf(period, office) => {
            talk.edit(at, text::figures(&figures, *period, Some(office), directory));
        }
        Press::StatsCsv(_) => {
            let (name, text) = text::figures_csv(&figures, directory);
            let caption = text::figures_caption(&figures, directory);
            talk.turn.push(Content::Document { name, text, caption }, None, None);
        }
        _ => return Some(text::old_button(talk.lang)),
    }
    None
}
