//! /invite: role, office, name; then the link to forward.

use super::super::asking;
use super::super::dialogue::{Step, Talk};
use super::Inviting;
use crate::domain::ids::{InvitationCode, MessageId, OfficeCode};
use crate::domain::people::Capacity;
use crate::domain::press::Post;
use crate::domain::town::{Invitation, Invited, TownChange};
use crate::text::format::first_line;
use crate::text::staff as text;

/// This role: of which office, or under which name.
pub(super) fn role(talk: &mut Talk<'_>, post: Post, at: Option<MessageId>) -> Option<String> {
    match post {
        Post::Supervisor => ask_name(talk, Capacity::Supervisor, at),
        Post::Urp => ask_name(talk, Capacity::Urp, at),
        Post::Referent | Post::Operator => {
            let offices = text::invite_office(talk.directory(), talk.lang, post);
            talk.edit(at, offices);
        }
    }
    None
}

/// Of this office.
pub(super) fn office(
    talk: &mut Talk<'_>,
    post: Post,
    office: &OfficeCode,
    at: Option<MessageId>,
) -> Option<String> {
    let Some(known) = talk.directory().office(office) else {
        return Some(text::no_such_office(talk.lang, office));
    };
    if known.retired {
        let offices = text::invite_office(talk.directory(), talk.lang, post);
        talk.edit(at, offices);
        return Some(text::office_retired(talk.lang, known));
    }
    let to = match post {
        Post::Referent => Capacity::Referent(office.clone()),
        Post::Operator => Capacity::Operator(office.clone()),
        Post::Supervisor | Post::Urp => return Some(text::old_button(talk.lang)),
    };
    ask_name(talk, to, at);
    None
}

fn ask_name(talk: &mut Talk<'_>, to: Capacity, at: Option<MessageId>) {
    let question = text::invite_name(talk.directory(), talk.lang, &to);
    talk.edit(at, question);
    let prompt = text::invite_prompt(talk.lang, &talk.me());
    asking::put_aside(talk);
    let row = talk.turn.say(prompt);
    let touched = talk.scene.now;
    talk.dialogue.inviting = Some(Inviting { to, row, question: at, touched });
}

/// Under this name.
pub(super) fn named(talk: &mut Talk<'_>, words: &str) -> Step {
    let name = first_line(words.trim(), text::LONGEST_NAME).trim().to_owned();
    if name.is_empty() {
        return Ok(());
    }
    let Some(inviting) = talk.dialogue.inviting.take() else {
        return Ok(());
    };
    invite(talk, inviting, Some(name))
}

/// Under the name that their Telegram shows.
pub(super) fn unnamed(talk: &mut Talk<'_>, at: Option<MessageId>) -> Step<Option<String>> {
    // A button below an older question is of another role.
    let Some(inviting) = talk.dialogue.inviting.take_if(|one| one.question == at) else {
        return Ok(Some(text::not_theirs(talk.lang)));
    };
    invite(talk, inviting, None)?;
    Ok(None)
}

/// Nobody after all.
pub(super) fn cancel(talk: &mut Talk<'_>, at: Option<MessageId>) -> Option<String> {
    talk.dialogue.inviting.take_if(|one| one.question == at);
    let cancelled = text::invite_cancelled(talk.lang);
    talk.edit(at, cancelled);
    None
}

/// An invitation that somebody was given by mistake, or that went astray.
pub(super) fn withdraw(
    talk: &mut Talk<'_>,
    code: &InvitationCode,
    at: Option<MessageId>,
) -> Option<String> {
    let (directory, lang, now) = (talk.directory(), talk.lang, talk.scene.now);
    let invitations = &talk.scene.facts.town.invitations;
    let Some(invitation) = invitations.iter().find(|one| one.selector == code.as_str()) else {
        return Some(text::old_button(lang));
    };
    if invitation.used_at.is_some() {
        return Some(text::withdrawn_too_late(lang));
    }
    let withdrawn = text::withdrawn(directory, lang, &invitation.invited);
    talk.edit(at, withdrawn);
    if !invitation.invited.withdrawn {
        let selector = invitation.selector.clone();
        talk.turn.town.push(TownChange::Withdrawn { selector, at: now });
    }
    None
}

fn invite(talk: &mut Talk<'_>, inviting: Inviting, name: Option<String>) -> Step {
    super::with_telegram(talk)?;
    let Some(bot) = talk.scene.facts.town.bot_name.as_deref() else {
        talk.turn.say(text::invite_impossible(talk.lang));
        return Ok(());
    };
    let (directory, lang, now) = (talk.directory(), talk.lang, talk.scene.now);
    let by = Some(talk.name().to_owned());
    let by_account = talk.scene.person.telegram;
    // Its buttons would choose, or cancel, what is done.
    let done = text::invite_made(directory, lang, &inviting.to);
    talk.edit(inviting.question, done);
    let to = inviting.to;
    let invited = Invited { to, name, by, by_account, used_by: None, withdrawn: false };
    let secret = talk.turn.fresh().secret();
    let invitation = Invitation::new(&secret, invited, now);
    talk.turn.say(text::invited(directory, lang, &invitation, now));
    let link = invitation.link(bot);
    talk.turn.say(text::invitation(directory, lang, &invitation, &link, now));
    talk.turn.town.push(TownChange::Invited(invitation));
    Ok(())
}
