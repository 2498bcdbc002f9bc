//! /people and /remove: who is who, and a button to end each role.

use super::super::dialogue::Talk;
use crate::domain::ids::MessageId;
use crate::domain::rights::{TownDeed, may_in_town};
use crate::text::staff as text;

/// Everybody, or those of that name.
pub(super) fn people(talk: &mut Talk<'_>, name: &str) {
    let only = Some(name.trim()).filter(|name| !name.is_empty());
    let message = text::people(talk.scene.facts, 0, may_remove(talk), only);
    talk.turn.say(message);
}

/// Another page, in place.
pub(super) fn turn_page(
    talk: &mut Talk<'_>,
    page: u32,
    pressed: Option<MessageId>,
) -> Option<String> {
    let message = text::people(talk.scene.facts, page, may_remove(talk), None);
    talk.edit(pressed, message);
    None
}

fn may_remove(talk: &Talk<'_>) -> bool {
    may_in_town(talk.scene.capacities, TownDeed::Remove)
}
