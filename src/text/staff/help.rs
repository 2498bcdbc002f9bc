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
    let mut parts = vec![t!(lang, "help-you-are", roles = super::people::listed(&names))];
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::staff::tests::directory;

    fn each(lang: Lang) -> String {
        let roles = [Role::Supervisor, Role::Urp, Role::Referent, Role::Operator];
        roles.map(|role| of_role(lang, role)).join("\n\n")
    }

    #[test]
    fn five_steps_for_each_role() {
        insta::assert_snapshot!(each(Lang::It), @r"
        <b>Supervisore, in cinque passi</b>
        1. /invite crea un invito personale: scegliere ruolo e ufficio, poi inoltrare il link.
        2. Aggiungere il bot a ogni gruppo come amministratore e scrivervi /bind: così il gruppo è dell'URP o di un ufficio.
        3. /people mostra chi c'è, chi manca e dove servono due referenti; <b>Rimuovi</b> toglie un ruolo.
        4. Quando una risposta promessa sta per tardare, arriva qui un messaggio: da lì si chiede all'ufficio o si scrive al cittadino.
        5. /stats dice quante segnalazioni ci sono, quanto si aspetta e dove.

        <b>URP, in cinque passi</b>
        1. Ogni segnalazione è un messaggio con pulsanti: per prima cosa controllare <b>Categoria</b> e <b>Luogo</b>.
        2. <b>Assegna</b> la affida a un ufficio; il cittadino viene avvisato.
        3. <b>Chiedi al cittadino</b> e <b>Scrivi al cittadino</b> inviano parole: si rileggono prima che partano.
        4. Quando l'ufficio la dice pronta: <b>Invia questa risposta</b>, o <b>Modifica</b>; si rilegge prima che parta. Se manca qualcosa, <b>Rimanda all'ufficio</b>.
        5. /open elenca che cosa c'è da fare: ogni mattina, cominciare da lì. /new scrive una segnalazione per chi telefona o viene allo sportello.

        <b>Referente, in cinque passi</b>
        1. Quando arriva una scheda: <b>Prendi in carico</b>, oppure <b>Affida a</b> un operatore.
        2. Se è di un altro ufficio: <b>Non è nostra</b>, con il motivo; torna all'URP.
        3. Se non si può fare subito: <b>Non ora: perché</b>, con il motivo e la data, che arrivano al cittadino.
        4. Se manca qualcosa: <b>Chiedi al cittadino</b>.
        5. A lavoro finito: <b>Pronta da chiudere</b>, con l'esito e una foto o due parole. Risponde l'URP.

        <b>Operatore, in cinque passi</b>
        1. <b>Prendi in carico</b> sulla scheda: da quel momento la segue chi ha premuto.
        2. <b>Foto</b> e <b>Storia</b> mostrano che cosa si sa già.
        3. <b>Nota</b> scrive qualcosa che leggono solo i colleghi.
        4. Se non si riesce: <b>Restituisci</b>, e torna ai referenti.
        5. A lavoro finito: <b>Pronta da chiudere</b>, con l'esito e una foto o due parole. Risponde l'URP.
        ");
        insta::assert_snapshot!(each(Lang::En), @r"
        <b>Supervisor, in five steps</b>
        1. /invite makes a personal invitation: choose role and office, then forward the link.
        2. Add the bot to each group as an administrator and write /bind there: the group is then the URP's or an office's.
        3. /people shows who is there, who is missing and where two referents are needed; <b>Remove</b> ends a role.
        4. When a promised answer is about to be late, a message comes here: from it the office is asked, or the citizen written to.
        5. /stats says how many reports there are, how long people wait and where.

        <b>URP, in five steps</b>
        1. Each report is a message with buttons. First check <b>Category</b> and <b>Place</b>.
        2. <b>Assign</b> gives it to an office; the citizen is told which.
        3. <b>Ask the citizen</b> and <b>Write to the citizen</b> send words: they are shown before they leave.
        4. When the office says that it is ready: <b>Send this reply</b>, or <b>Edit</b>; it is shown before it leaves. If something is missing, <b>Send back</b>.
        5. /open lists what there is to do: begin there each morning. /new writes a report down for somebody on the phone or at the desk.

        <b>Referent, in five steps</b>
        1. When a card comes: <b>Take</b> it, or <b>Hand to</b> an operator.
        2. If it is another office's: <b>Not ours</b>, with the reason; it goes back to the URP.
        3. If it cannot be done soon: <b>Not now: why</b>, with the reason and the date, which the citizen gets.
        4. If something is missing: <b>Ask the citizen</b>.
        5. When the work is done: <b>Ready to close</b>, with the outcome and a photo or a few words. The URP answers.

        <b>Operator, in five steps</b>
        1. <b>Take</b> on the card: from then on it is with whoever pressed.
        2. <b>Photos</b> and <b>History</b> show what is known already.
        3. <b>Note</b> writes something that only colleagues read.
        4. If it cannot be done: <b>Give back</b>, and it returns to the referents.
        5. When the work is done: <b>Ready to close</b>, with the outcome and a photo or a few words. The URP answers.
        ");
    }

    #[test]
    fn somebody_with_several_roles_reads_the_main_ones_first() {
        let roles = [
            Capacity::Supervisor,
            Capacity::Referent("luci".into()),
            Capacity::Referent("strade".into()),
            Capacity::Operator("strade".into()),
        ];
        let help = help_in_private(&directory(&[Lang::En]), Lang::En, &roles).html;
        let at = |words: &str| help.find(words);
        assert!(at("Supervisor, in five steps") < at("Referent, in five steps"), "{help}");
        assert!(at("Operator, in five steps").is_none(), "two are enough: {help}");
        assert!(help.contains("supervisor, referent, Illuminazione, referent, Strade e verde"));
    }

    #[test]
    fn one_group_for_everything_reads_of_all_who_work_there() {
        let all = [Binding::Urp, Binding::Office("strade".into())];
        let help = help_in_group(Lang::It, &all).html;
        for title in ["URP, in cinque", "Referente, in cinque", "Operatore, in cinque"] {
            assert!(help.contains(title), "{help}");
        }
        assert!(super::super::visible(&help) <= crate::text::format::LONGEST_TEXT);
    }
}
