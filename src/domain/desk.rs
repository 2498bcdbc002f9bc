//! Where staff work: the chats in which a report has its card, and what each of them is to it.

use super::directory::{Directory, StaffMember};
use super::ids::{ChatId, OfficeCode};
use super::people::{Actor, Capacity, Person};
use super::report::Report;

/// What a chat is to a report. One group may be several: in a small town it is everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a chat may be any of them at once")]
pub struct Desk {
    /// The URP's group.
    pub urp: bool,
    /// The group of the office that has it; the URP's where that office has none yet.
    pub office: bool,
    /// The private chat of its operator.
    pub operator: bool,
    /// The office has no chat yet: the URP acts for it.
    pub stands_in: bool,
    /// The private chat of a supervisor.
    pub supervisor: bool,
}

impl Desk {
    /// The URP's group and nothing else.
    pub const URP: Self =
        Self { urp: true, office: false, operator: false, stands_in: false, supervisor: false };

    /// What `chat` is to the report. `operator`: who has it in hand, where somebody has.
    pub fn of(
        directory: &Directory,
        report: &Report,
        operator: Option<&Person>,
        chat: ChatId,
    ) -> Self {
        let urp = directory.urp_chat == Some(chat);
        let office = report.state.office().and_then(|code| directory.office(code));
        let unbound = office.is_some_and(|office| office.chat.is_none());
        Self {
            urp,
            office: office.is_some_and(|office| office.chat == Some(chat)) || (urp && unbound),
            operator: operator.and_then(Person::private_chat) == Some(chat),
            stands_in: urp && unbound,
            supervisor: directory
                .supervisors
                .iter()
                .any(|one| one.telegram.map(ChatId::private) == Some(chat)),
        }
    }

    /// Whether plans are made there: a supervisor looks on.
    pub fn may_plan(self) -> bool {
        self.urp || self.office || self.operator
    }

    /// Whether the report is nothing to that chat (any more).
    pub fn is_past(self) -> bool {
        !self.urp && !self.office && !self.operator && !self.supervisor
    }
}

/// The chats in which the report has a card now: the URP's, its office's, and its operator's own
/// where they can be written to.
pub fn chats(directory: &Directory, report: &Report, operator: Option<&Person>) -> Vec<ChatId> {
    let office = report.state.office().and_then(|code| directory.office(code));
    let office = office.and_then(|office| office.chat);
    let own = operator
        .filter(|person| report.state.operator() == Some(person.id) && person.reachable)
        .and_then(Person::private_chat);
    let mut chats: Vec<ChatId> = directory.urp_chat.into_iter().chain(office).chain(own).collect();
    chats.dedup();
    chats
}

/// A member of staff who acts on a report that `office` has: with a referent's rights where that
/// office has no chat yet and they are of the URP.
pub fn acting(
    directory: &Directory,
    person: &Person,
    capacities: &[Capacity],
    office: Option<&OfficeCode>,
) -> Actor {
    let mut capacities = capacities.to_vec();
    let unbound =
        office.and_then(|code| directory.office(code)).filter(|office| office.chat.is_none());
    if let Some(office) = unbound.filter(|_| capacities.contains(&Capacity::Urp)) {
        capacities.push(Capacity::Referent(office.code.clone()));
    }
    let known = person.telegram.and_then(|telegram| directory.staff_name(telegram));
    let name = known.unwrap_or(&person.name).to_owned();
    Actor { person: Some(person.id), name, capacities }
}

impl Directory {
    /// The groups in which staff work, each once.
    pub fn desks(&self) -> Vec<ChatId> {
        let offices = self.offices.iter().filter_map(|office| office.chat);
        let mut desks: Vec<ChatId> = self.urp_chat.into_iter().chain(offices).collect();
        desks.sort_unstable();
        desks.dedup();
        desks
    }

    /// Whether what citizens write may be read in that chat: staff's groups, and the private chats of who works
    /// with the service now.
    pub fn is_of_staff(&self, chat: ChatId) -> bool {
        let private = |one: &StaffMember| one.telegram.map(ChatId::private) == Some(chat);
        self.is_desk(chat) || self.staff().any(|(one, _)| private(one))
    }

    /// Whether staff work in that group.
    pub fn is_desk(&self, chat: ChatId) -> bool {
        self.urp_chat == Some(chat) || self.offices.iter().any(|office| office.chat == Some(chat))
    }
}

impl Person {
    /// Their private chat, whether or not they have started it.
    pub fn private_chat(&self) -> Option<ChatId> {
        self.telegram.map(ChatId::private)
    }
}
