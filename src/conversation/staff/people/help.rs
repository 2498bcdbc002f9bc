//! /help: what to press and when, by what somebody is, or by whose the group is.

use super::super::dialogue::Talk;
use crate::text::staff as text;

pub(super) fn help(talk: &mut Talk<'_>) {
    let (directory, scene) = (talk.directory(), talk.scene);
    let message = if scene.chat.is_private() {
        text::help_in_private(directory, scene.person.lang, scene.capacities)
    } else {
        text::help_in_group(talk.lang, &directory.bindings(scene.chat))
    };
    talk.turn.say(message);
}
