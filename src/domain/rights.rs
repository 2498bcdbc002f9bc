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
        // The clock: the work that it waits for has another date.
        C::Plan => &[Urp, Referent, Operator, Clock],
        C::OperatorRemoved
        | C::PlanDue
        | C::WorkDone
        | C::Follow
        | C::TellLate
        | C::RemindQuestion
        | C::FromDuplicate
        | C::DuplicateLeft => &[Clock],
        C::Withdraw | C::StillThere | C::Complete | C::Add | C::Edit | C::Rate => &[Citizen],
        // The URP: what somebody who is spoken to has answered, of such reports alone.
        C::Answer => &[Citizen, Urp],
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

macro_rules! town_deeds {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What somebody does with the town itself, or looks at, rather than commands on one report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names of the commands")]
        pub enum TownDeed {
            $($(#[$doc])* $name,)+
        }

        impl TownDeed {
            /// All of them.
            pub const ALL: [Self; [$(stringify!($name)),+].len()] = [$(Self::$name),+];
        }
    };
}

town_deeds! {
    Invite,
    Remove,
    Bind,
    SeePeople,
    Stats,
    SeeWorks,
    /// Of their own office.
    ChangeWorks,
    Limbo,
    /// A report for somebody at the desk or on the phone.
    New,
    /// What somebody at the desk or on the phone said to a question.
    AnswerFor,
    /// What is open, a report and its history, who is who; their own prompts and previews.
    Look,
    /// The URP's tasks: citizens' numbers and addresses stand in them.
    SeeTasks,
    /// The same, done.
    DoTasks,
    SeeBlocked,
    Unblock,
    /// A supervisor's question to the office that has a report.
    AskOffice,
}

/// Whoever works with the service.
pub const STAFF: &[Role] = &[Role::Supervisor, Role::Urp, Role::Referent, Role::Operator];

/// The roles that may do it. The table of what is no command on one report.
pub fn who_may_in_town(deed: TownDeed) -> &'static [Role] {
    use Role::{Referent, Supervisor, Urp};
    use TownDeed as D;
    match deed {
        D::Invite | D::Remove | D::Bind | D::Stats | D::AskOffice => &[Supervisor],
        D::SeePeople | D::SeeBlocked | D::SeeTasks => &[Supervisor, Urp],
        D::SeeWorks | D::Limbo | D::Look => STAFF,
        D::ChangeWorks => &[Referent],
        D::New | D::AnswerFor | D::DoTasks | D::Unblock => &[Urp],
    }
}

/// Whether somebody may do it.
pub fn may_in_town(capacities: &[Capacity], deed: TownDeed) -> bool {
    let roles = who_may_in_town(deed);
    capacities.iter().any(|capacity| roles.contains(&capacity.role()))
}

/// Whether somebody may do it for that office: referents and operators only for their own.
pub fn may_for_office(capacities: &[Capacity], deed: TownDeed, office: &OfficeCode) -> bool {
    capacities.iter().any(|capacity| {
        let theirs = match capacity {
            Capacity::Referent(own) | Capacity::Operator(own) => own == office,
            _ => true,
        };
        theirs && who_may_in_town(deed).contains(&capacity.role())
    })
}

/// A row of the table: what a button or a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Of the table of commands on a report.
    OnReport(CommandKind),
    /// Of the table of what concerns no single report.
    InTown(TownDeed),
}

impl Right {
    /// The roles that have it.
    pub fn who(self) -> &'static [Role] {
        match self {
            Self::OnReport(command) => who_may(command),
            Self::InTown(deed) => who_may_in_town(deed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every role and every deed, as a person reads it.
    #[test]
    fn who_may_do_what_with_the_town() {
        let columns = [
            Capacity::Supervisor,
            Capacity::Urp,
            Capacity::Referent("strade".into()),
            Capacity::Operator("strade".into()),
            Capacity::Citizen,
            Capacity::Clock,
        ];
        let mut table = String::new();
        for deed in TownDeed::ALL {
            let may: Vec<&str> = columns
                .iter()
                .map(|one| if may_in_town(std::slice::from_ref(one), deed) { "yes" } else { "-" })
                .collect();
            table += &format!("{:12} {}\n", format!("{deed:?}"), may.join(" "));
        }
        insta::assert_snapshot!(table, @r"
        Invite       yes - - - - -
        Remove       yes - - - - -
        Bind         yes - - - - -
        SeePeople    yes yes - - - -
        Stats        yes - - - - -
        SeeWorks     yes yes yes yes - -
        ChangeWorks  - - yes - - -
        Limbo        yes yes yes yes - -
        New          - yes - - - -
        AnswerFor    - yes - - - -
        Look         yes yes yes yes - -
        SeeTasks     yes yes - - - -
        DoTasks      - yes - - - -
        SeeBlocked   yes yes - - - -
        Unblock      - yes - - - -
        AskOffice    yes - - - - -
        ");
    }

    #[test]
    fn a_referent_changes_the_works_of_their_own_office() {
        let referent = [Capacity::Referent("strade".into())];
        let may = |office: &str| may_for_office(&referent, TownDeed::ChangeWorks, &office.into());
        assert!(may("strade") && !may("verde"));
    }

    #[test]
    fn one_of_several_roles_is_enough() {
        let both = [Capacity::Operator("strade".into()), Capacity::Supervisor];
        assert!(may_in_town(&both, TownDeed::Invite));
        assert!(!may_in_town(&[], TownDeed::SeeWorks));
    }
}
