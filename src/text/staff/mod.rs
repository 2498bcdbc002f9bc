//! What staff read: cards, tasks, prompts, lists, history, refusals.
//!
//! Group texts speak the town's own language ([`Directory::staff_lang`](crate::domain::directory::Directory::staff_lang)).

mod bind;
mod card;
mod choosers;
mod clock;
mod desk;
mod done;
mod figures;
mod help;
mod history;
mod lists;
mod mails;
mod merge;
mod office;
mod people;
mod plan;
mod prompts;
mod refusals;
mod rings;
mod tasks;
mod words;
mod works;

pub use bind::*;
pub use card::{card, card_withdrawn};
pub use choosers::*;
pub use clock::*;
pub use desk::*;
pub use done::*;
pub use figures::{figures, figures_caption, figures_csv, figures_offices, monday};
pub use help::{help_in_group, help_in_private};
pub use history::{history, meanwhile};
pub use lists::{PAGE, blocked, found, not_found, open, unknown_command, unknown_number};
pub use mails::{address_renewed, mail_added, mail_left, which_report};
pub use merge::{main_is_duplicate, merge_words, merged, not_a_number, preview_others};
pub use office::{
    Candidate, Notice, colleagues, draft, hand_to, handed, kept_for, nothing_to_add,
    only_its_operator, photos_not_shown, photos_of_citizen, photos_of_office, photos_page,
    ready_as, ready_done, ready_outcomes, returned, sent_back,
};
pub use people::*;
pub use plan::{plan_day_set, plan_same_reason, plan_unreadable, plan_when};
pub use prompts::*;
pub use refusals::{
    no_photos, not_theirs, old_button, only, only_of, only_roles, prompt_is_over, refusal,
};
pub use rings::{Ring, answer_lost, returned_again, ring, ring_for};
pub use tasks::{LONGEST_QUOTE, task, task_done_already, task_has_more};
pub use words::{GIVEN_UP, NO_OUTLET, category_name, outcome};
pub use works::*;

use crate::domain::outgoing::Mention;

use super::format::{LONGEST_TEXT, escape, stamp};

/// How many UTF-16 units of a text people see: Telegram counts them after entities.
pub(crate) fn visible(html: &str) -> usize {
    let mut units = 0;
    let mut rest = html.chars();
    while let Some(character) = rest.next() {
        match character {
            '<' => {
                rest.by_ref().find(|inner| *inner == '>');
            }
            '&' => {
                rest.by_ref().find(|inner| *inner == ';');
                units += 1;
            }
            other => units += other.len_utf16(),
        }
    }
    units
}

/// Puts entries together into as few texts as fit, each at most [`LONGEST_TEXT`].
fn packed(entries: Vec<String>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for entry in entries {
        match texts.last_mut() {
            Some(last) if visible(last) + 2 + visible(&entry) <= LONGEST_TEXT => {
                last.push_str("\n\n");
                last.push_str(&entry);
            }
            _ => texts.push(entry),
        }
    }
    texts
}

/// How many texts [`packed`] makes of entries.
fn texts<'a>(entries: impl IntoIterator<Item = &'a String>) -> usize {
    let (mut texts, mut room) = (0, 0);
    for entry in entries {
        let size = visible(entry);
        if texts > 0 && size + 2 <= room {
            room -= size + 2;
        } else {
            texts += 1;
            room = LONGEST_TEXT.saturating_sub(size);
        }
    }
    texts
}

/// A person called by name, as HTML: they are notified, wherever their account is known.
pub fn mention(who: &Mention) -> String {
    format!("<a href=\"tg://user?id={}\">{}</a>", who.telegram.0, escape(&who.name))
}

#[cfg(test)]
pub(crate) mod tests;
