//! Why a citizen's wish cannot be carried out, and what to do instead. For staff: `staff::refusal`.

use super::format::clip;
use super::{format, plain};
use crate::domain::decide::{REOPEN_DAYS, Refusal};
use crate::domain::directory::Directory;
use crate::domain::lang::Lang;

/// Plain text that fits the answer to a press.
pub fn to_citizen(lang: Lang, directory: &Directory, refusal: &Refusal) -> String {
    let contact = directory.contact.get(lang);
    let words = match refusal {
        Refusal::TooLate => plain!(lang, "refusal-too-late", days = REOPEN_DAYS),
        Refusal::NoQuestion => plain!(lang, "refusal-no-question"),
        Refusal::NoRoom => plain!(lang, "refusal-no-room"),
        Refusal::NoWords => plain!(lang, "refusal-no-words"),
        Refusal::WrongState { .. }
        | Refusal::Already
        | Refusal::Overtaken { .. }
        | Refusal::NotInFuture
        | Refusal::NotLate
        | Refusal::MainClosed { .. }
        | Refusal::MainIsDuplicate { .. }
        | Refusal::Itself => plain!(lang, "refusal-wrong-state"),
        Refusal::NotAllowed { .. } => plain!(lang, "refusal-not-allowed"),
    };
    clip(&format!("{words} {contact}"), format::LONGEST_NOTICE).into_owned()
}
