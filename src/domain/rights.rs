//! Who may do what: one table.

use super::command::CommandKind;
use super::ids::OfficeCode;
use super::people::{Actor, Capacity};

/// A capacity without its office: a column of the rights table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names of Capacity's variants")]
pub enum Role {
    Citizen,
    Urp,
    Referent,
    Operator,
    Supervisor,
    Clock,
}

impl Capacity {
    /// The capacity without its office.
    pub fn role(&self) -> Role {
        match self {
            Self::Citizen => Role::Citizen,
            Self::Urp => Role::Urp,
            Self::Referent(_) => Role::Referent,
            Self::Operator(_) => Role::Operator,
            Self::Supervisor => Role::Supervisor,
            Self::Clock => Role::Clock,
        }
    }
}

/// The roles that may give a command. The table itself.
pub fn who_may(command: CommandKind) -> &'static [Role] {
    use CommandKind as C;
    use Role::{Citizen, Clock, Operator, Referent, Supervisor, Urp};
    match command {
        C::SetCategory
        | C::SetPlace
        | C::Assign
        | C::SendBack
        | C::Close
        | C::Merge
        | C::Reopen
        | C::SetProtocol
        | C::RefuseReopen => &[Urp],
        C::Unmerge => &[Urp, Clock],
        C::NotOurs | C::HandTo => &[Referent],
        C::Take | C::Ready => &[Operator, Referent],
        C::GiveBack => &[Operator, Referent],
        C::Plan => &[Urp, Referent, Operator],
        C::OperatorRemoved
        | C::PlanDue
        | C::WorkDone
        | C::Follow
        | C::TellLate
        | C::RemindQuestion => &[Clock],
        C::Withdraw | C::StillThere | C::Complete | C::Answer | C::Add | C::Edit | C::Rate => {
            &[Citizen]
        }
        C::Note => &[Urp, Referent, Operator, Supervisor],
        C::Ask => &[Urp, Referent],
        C::Tell => &[Urp, Referent, Supervisor],
    }
}

/// Whether the actor may give the command on a report that `office` has.
///
/// Referents and operators count only for their own office.
pub fn may(actor: &Actor, command: CommandKind, office: Option<&OfficeCode>) -> bool {
    let roles = who_may(command);
    actor.capacities.iter().any(|capacity| {
        let theirs = match capacity {
            Capacity::Referent(own) | Capacity::Operator(own) => Some(own) == office,
            _ => true,
        };
        theirs && roles.contains(&capacity.role())
    })
}
