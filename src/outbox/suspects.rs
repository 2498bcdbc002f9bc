//! To whom the server refuses mail as if it refused us, though it takes mail to others.

use std::collections::HashMap;

use crate::channels::mail::smtp::{SendError, Stage};

/// Those recipients, of whom a hash is enough; each with whether mail to another one was taken since.
/// Then nothing is wrong with us: their mail is tried like any other that does not go, and given up
/// at last.
#[derive(Debug, Default)]
pub(super) struct Suspects(HashMap<u64, bool>);

impl Suspects {
    /// Takes note of a failure and says what it is.
    pub(super) fn note(&mut self, recipient: u64, error: SendError) -> SendError {
        match error {
            // Before that the server knows nothing of the mail.
            SendError::OwnFault {
                stage: stage @ (Stage::Sender | Stage::Recipient | Stage::Data),
                reply,
            } => {
                if *self.0.entry(recipient).or_default() {
                    SendError::NotMade(reply)
                } else {
                    SendError::OwnFault { stage, reply }
                }
            }
            other => other,
        }
    }

    /// A mail was taken.
    pub(super) fn accepted(&mut self, recipient: u64) {
        self.0.remove(&recipient);
        for since in self.0.values_mut() {
            *since = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(stage: Stage) -> SendError {
        SendError::OwnFault { stage, reply: "554 5.7.1 Relay access denied".into() }
    }

    #[test]
    fn what_is_refused_while_others_are_taken_is_no_fault_of_ours() {
        let mut suspects = Suspects::default();
        for _ in 0..2 {
            assert_eq!(suspects.note(1, refused(Stage::Data)), refused(Stage::Data));
        }
        suspects.accepted(3);
        let reply = "554 5.7.1 Relay access denied".to_owned();
        assert_eq!(suspects.note(1, refused(Stage::Data)), SendError::NotMade(reply));
        assert_eq!(suspects.note(2, refused(Stage::Data)), refused(Stage::Data));
        assert_eq!(suspects.note(1, refused(Stage::Login)), refused(Stage::Login));
        suspects.accepted(1);
        assert_eq!(suspects.note(1, refused(Stage::Data)), refused(Stage::Data));
    }
}
