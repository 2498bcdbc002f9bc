//! What changes in the town itself while it works: invitations, who joins and who leaves, which
//! group belongs to whom.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::directory::{Directory, StaffMember};
use super::ids::{ChatId, OfficeCode, PersonId, ReportId, TelegramId};
use super::people::Capacity;
use super::step::{GroupChat, ReplyAddress, add};

/// For how long an invitation is good, days.
pub const INVITATION_DAYS: i64 = 7;
/// An office should have this many referents.
pub const REFERENTS: usize = 2;

/// A link by which somebody becomes what it says, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The part of its token that is looked up.
    pub selector: String,
    /// The part that is compared in constant time.
    pub secret: String,
    /// Not good after this.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
    /// To what.
    pub invited: Invited,
}

/// To what somebody is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// What they become.
    pub to: Capacity,
    /// The name by which colleagues will know them; none: as their Telegram says.
    pub name: Option<String>,
    /// Who invited them; none: whoever runs the service.
    pub by: Option<String>,
    /// The account of whoever invited them: it is good as long as that is a supervisor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_account: Option<TelegramId>,
    /// Who used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<TelegramId>,
    /// It was taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
}

/// Length of the part of a token that is looked up, as that of a [`ReplyAddress`].
const SELECTOR: usize = 8;

/// Without the secret.
impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Invitation");
        shown.field("selector", &self.selector).field("expires_at", &self.expires_at);
        shown.field("used_at", &self.used_at).field("invited", &self.invited);
        shown.finish_non_exhaustive()
    }
}

impl Invitation {
    /// A new one, from random bytes.
    pub fn new(random: &[u8; 25], invited: Invited, now: DateTime<Utc>) -> Self {
        let token = data_encoding::BASE32_NOPAD.encode(random).to_ascii_lowercase();
        let (selector, secret) = token.split_at(SELECTOR);
        Self {
            selector: selector.to_owned(),
            secret: secret.to_owned(),
            expires_at: now + TimeDelta::days(INVITATION_DAYS),
            used_at: None,
            invited,
        }
    }

    /// The link that opens the bot with the token.
    pub fn link(&self, bot_name: &str) -> String {
        format!("https://t.me/{bot_name}?start={}{}", self.selector, self.secret)
    }

    /// The part of a token that is looked up, if it can be one.
    pub fn selector_of(token: &str) -> Option<String> {
        ReplyAddress::selector_of(token.trim())
    }

    /// Whether a token is this one's, compared in constant time.
    pub fn is(&self, token: &str) -> bool {
        use subtle::ConstantTimeEq as _;
        let token = token.trim().to_ascii_lowercase();
        let own = format!("{}{}", self.selector, self.secret);
        bool::from(own.as_bytes().ct_eq(token.as_bytes()))
    }
}

/// To whom a group belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// The URP.
    Urp,
    /// An office.
    Office(OfficeCode),
}

/// A change of the town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TownChange {
    /// Somebody is invited.
    Invited(Invitation),
    /// An invitation was used.
    Used {
        /// Which.
        selector: String,
        /// By whom.
        by: TelegramId,
        /// When.
        at: DateTime<Utc>,
    },
    /// An invitation is good no more.
    Withdrawn {
        /// Which.
        selector: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// Somebody works with the service from now on. An entry of the same capacity and name that has
    /// no account yet becomes theirs.
    Joined {
        /// What they are.
        capacity: Capacity,
        /// The name by which colleagues know them.
        name: String,
        /// Their account.
        telegram: TelegramId,
        /// When.
        at: DateTime<Utc>,
    },
    /// A role has ended, and whatever invitations to it there are for that name.
    Removed {
        /// Which.
        capacity: Capacity,
        /// The name in the entry.
        name: String,
        /// The account in the entry.
        telegram: Option<TelegramId>,
        /// When.
        at: DateTime<Utc>,
    },
    /// A group belongs to somebody from now on; none: they have no group any more.
    Bound {
        /// To whom.
        to: Binding,
        /// Which group.
        chat: Option<ChatId>,
        /// When.
        at: DateTime<Utc>,
    },
}

impl TownChange {
    /// Whether it changes the directory, and not invitations alone.
    pub fn is_of_the_directory(&self) -> bool {
        !matches!(self, Self::Invited(_) | Self::Used { .. } | Self::Withdrawn { .. })
    }
}

/// The changes of the town that a step makes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TownChanges {
    /// The version of the directory on which they were decided: another one since then decides anew.
    pub seen: i64,
    /// The changes, in order.
    pub changes: Vec<TownChange>,
}

impl TownChanges {
    /// Adds later changes to these, decided on the same directory.
    pub fn join(&mut self, other: Self) {
        let Self { seen, changes } = other;
        if !changes.is_empty() {
            self.seen = seen;
            self.changes.extend(changes);
        }
    }
}

/// What a decision about the town wants to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TownKeys {
    /// Invitations, by the part of their token that is looked up.
    pub invitations: Vec<String>,
    /// The groups that the bot is in, and the bot's name.
    pub telegram: bool,
    /// Open reports that these people have in hand.
    pub in_hand: Vec<PersonId>,
    /// Open reports of these offices; none: all open reports, for the URP.
    pub open_of: Vec<Option<OfficeCode>>,
}

impl TownKeys {
    /// Adds other keys to these.
    pub fn join(&mut self, other: Self) {
        let Self { invitations, telegram, in_hand, open_of } = other;
        add(&mut self.invitations, invitations);
        add(&mut self.in_hand, in_hand);
        add(&mut self.open_of, open_of);
        self.telegram |= telegram;
    }

    /// What is asked for here and was not asked for there.
    pub fn minus(&self, other: &Self) -> Self {
        fn rest<T: PartialEq + Clone>(mine: &[T], theirs: &[T]) -> Vec<T> {
            mine.iter().filter(|one| !theirs.contains(one)).cloned().collect()
        }
        Self {
            invitations: rest(&self.invitations, &other.invitations),
            telegram: self.telegram && !other.telegram,
            in_hand: rest(&self.in_hand, &other.in_hand),
            open_of: rest(&self.open_of, &other.open_of),
        }
    }
}

/// What a decision about the town is given.
#[derive(Debug, Clone, Default)]
pub struct TownFacts {
    /// Invitations found.
    pub invitations: Vec<Invitation>,
    /// Groups that the bot is in; none if nobody asked.
    pub groups: Option<Vec<GroupChat>>,
    /// The bot's name, without `@`.
    pub bot_name: Option<String>,
    /// Open reports in somebody's hand, oldest first.
    pub in_hand: Vec<(PersonId, Vec<ReportId>)>,
    /// Open reports of offices (none: all), by promised date.
    pub open_of: Vec<(Option<OfficeCode>, Vec<ReportId>)>,
}

impl TownFacts {
    /// The title of a group, if it is known.
    pub fn title(&self, chat: ChatId) -> Option<&str> {
        let groups = self.groups.as_deref().unwrap_or_default();
        groups.iter().find(|one| one.chat == chat).map(|one| one.title.as_str())
    }
}

/// A short mark of an entry, for buttons: another name or account is another entry.
pub fn mark(one: &StaffMember, capacity: &Capacity) -> u32 {
    let (kind, office) = match capacity {
        Capacity::Supervisor => ("supervisor", ""),
        Capacity::Urp => ("urp", ""),
        Capacity::Referent(office) => ("referent", office.as_str()),
        Capacity::Operator(office) => ("operator", office.as_str()),
        Capacity::Citizen | Capacity::Clock => ("", ""),
    };
    let telegram = one.telegram.map_or(0, |telegram| telegram.0);
    let hash = Sha256::digest(format!("{kind}\n{office}\n{telegram}\n{}", one.name));
    hash.iter().take(4).fold(0, |mark, byte| (mark << 8) | u32::from(*byte))
}

impl Directory {
    /// The entry with that mark.
    pub fn marked(&self, wanted: u32) -> Option<(&StaffMember, Capacity)> {
        self.staff().find(|(one, capacity)| mark(one, capacity) == wanted)
    }

    /// To whom a group belongs: one may be several, in a small town.
    pub fn bindings(&self, chat: ChatId) -> Vec<Binding> {
        let urp = (self.urp_chat == Some(chat)).then_some(Binding::Urp);
        let offices = self.offices.iter().filter(|office| office.chat == Some(chat));
        let offices = offices.map(|office| Binding::Office(office.code.clone()));
        urp.into_iter().chain(offices).collect()
    }

    /// The town in which that group is that one's.
    #[must_use]
    pub fn bound(&self, to: &Binding, chat: Option<ChatId>) -> Self {
        let mut town = self.clone();
        match to {
            Binding::Urp => town.urp_chat = chat,
            Binding::Office(code) => {
                let office = town.offices.iter_mut().find(|office| office.code == *code);
                if let Some(office) = office {
                    office.chat = chat;
                }
            }
        }
        town
    }

    /// The town without one entry.
    #[must_use]
    pub fn without(&self, one: &StaffMember, capacity: &Capacity) -> Self {
        let mut town = self.clone();
        let list = match capacity {
            Capacity::Supervisor => Some(&mut town.supervisors),
            Capacity::Urp => Some(&mut town.urp),
            Capacity::Referent(code) | Capacity::Operator(code) => {
                let office = town.offices.iter_mut().find(|office| office.code == *code);
                office.map(|office| match capacity {
                    Capacity::Referent(_) => &mut office.referents,
                    _ => &mut office.operators,
                })
            }
            Capacity::Citizen | Capacity::Clock => None,
        };
        if let Some(list) = list {
            // The same account may stand there under another name too.
            let same =
                |other: &StaffMember| one.telegram.is_some() && other.telegram == one.telegram;
            list.retain(|other| other != one && !same(other));
        }
        town
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation() -> Invitation {
        let invited = Invited {
            to: Capacity::Referent("strade".into()),
            name: Some("Ezio Gialli".to_owned()),
            by: None,
            by_account: None,
            used_by: None,
            withdrawn: false,
        };
        Invitation::new(&[7; 25], invited, "2026-11-24T09:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_link_holds_its_own_token_and_no_other() {
        let invitation = invitation();
        let link = invitation.link("rispondo_bot");
        let (_, token) = link.split_once("?start=").unwrap();
        // Bot API: 1-64 characters, A-Z a-z 0-9 _ and -.
        assert!(token.len() <= 64 && token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(Invitation::selector_of(token), Some(invitation.selector.clone()));
        assert!(invitation.is(token));
        let other: String = token.chars().rev().collect();
        assert!(!invitation.is(&other) && !invitation.is(&token[..39]) && !invitation.is(""));
        assert_eq!(Invitation::selector_of("a category"), None);
        let shown = format!("{invitation:?}");
        assert!(shown.contains(&invitation.selector) && !shown.contains(&invitation.secret));
    }

    #[test]
    fn an_entry_is_another_one_once_its_account_name_or_role_is() {
        let one = StaffMember { name: "Ezio".to_owned(), ..StaffMember::default() };
        let joined = StaffMember { telegram: Some(TelegramId(21)), ..one.clone() };
        let referent = Capacity::Referent("strade".into());
        let marks = [
            mark(&one, &referent),
            mark(&joined, &referent),
            mark(&one, &Capacity::Operator("strade".into())),
            mark(&one, &Capacity::Referent("verde".into())),
        ];
        let mut different = marks.to_vec();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), marks.len());
    }
}
