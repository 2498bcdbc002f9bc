//! Help for staff: for each role, in five short steps, what to press and when.

use super::capacity_name;
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;
use crate::domain::outgoing::Message;
use crate::domain::people::Capacity;
use crate::domain::press::Press;
use crate::domain::rights::Role;
use crate::domain::town::Binding;
use crate::text::format::{button, said, with_buttons};
use crate::text::{plain, t};

/// The five steps of what somebody is.
pub fn steps(lang: Lang, capacity: &Capacity) -> String {
    of_role(lang, capacity.role())
}

fn of_role(lang: Lang, role: Role) -> String {
    match role {
        Role::Supervisor => t!(lang, "help-supervisor"),
        Role::Urp => t!(lang, "help-urp"),
        Role::Referent => t!(lang, "help-referent"),
        Role::Operator => t!(lang, "help-operator"),
        Role::Citizen | Role::Clock => String::new(),
    }
}

/// In a group: for whoever works there.
pub fn help_in_group(lang: Lang, bindings: &[Binding]) -> Message {
    let mut parts = Vec::new();
    if bindings.contains(&Binding::Urp) {
        parts.push(of_role(lang, Role::Urp));
    }
    if bindings.iter().any(|one| matches!(one, Binding::Office(_))) {
        parts.push(of_role(lang, Role::Referent));
        parts.push(of_role(lang, Role::Operator));
    }
    parts.push(t!(lang, "help-commands"));
    said(parts.join("\n\n"))
}

/// In private: for what the person is, the main roles first; the citizen's help is a button away.
pub fn help_in_private(directory: &Directory, lang: Lang, capacities: &[Capacity]) -> Message {
    let names: Vec<String> =
        capacities.iter().map(|one| capacity_name(lang, directory, one)).collect();
    let mut parts = vec![t!(lang, "help-you-are", roles = names.join(", "))];
    let mut told: Vec<Role> = Vec::new();
    for capacity in capacities {
        // Two are as much as anybody reads.
        if told.len() < 2 && !told.contains(&capacity.role()) {
            told.push(capacity.role());
            parts.push(steps(lang, capacity));
        }
    }
    let label = plain!(lang, "help-button-citizen");
    with_buttons(parts.join("\n\n"), vec![vec![button(label, &Press::Help)]])
}
