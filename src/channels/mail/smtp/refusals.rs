//! The same refusal again and again speaks of us, not of the recipients.

use super::errors::{SendError, Stage};

/// Recipients in a row.
const IN_A_ROW: usize = 3;

/// Counts how many different recipients in a row were refused with the same policy status
/// (`5.7.x`, RFC 3463 section 3.8). From the third on it is our own fault, until a mail is taken or
/// refused in another way.
#[derive(Debug, Clone, Default)]
pub struct Refusals {
    status: String,
    recipients: Vec<u64>,
}

impl Refusals {
    /// Takes note of a failure and says what it is. `recipient_hash` only tells recipients apart.
    pub fn note(&mut self, recipient_hash: u64, error: SendError) -> SendError {
        let SendError::Refused { status, reply } = error else {
            return error; // it says nothing about a recipient
        };
        let Some(policy) = status.as_deref().filter(|status| status.starts_with("5.7.")) else {
            self.accepted();
            return SendError::Refused { status, reply };
        };
        if self.status != policy {
            policy.clone_into(&mut self.status);
            self.recipients.clear();
        }
        if self.recipients.len() < IN_A_ROW && !self.recipients.contains(&recipient_hash) {
            self.recipients.push(recipient_hash);
        }
        if self.recipients.len() < IN_A_ROW {
            return SendError::Refused { status, reply };
        }
        SendError::OwnFault { stage: Stage::Recipient, reply }
    }

    /// A mail was taken: the row is broken.
    pub fn accepted(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: &str) -> SendError {
        SendError::Refused { status: Some(status.into()), reply: format!("550 {status} no") }
    }

    fn is_ours(error: &SendError) -> bool {
        matches!(error, SendError::OwnFault { stage: Stage::Recipient, .. })
    }

    #[test]
    fn the_third_recipient_with_the_same_policy_status_is_our_own_fault() {
        let mut refusals = Refusals::default();
        assert_eq!(refusals.note(1, refused("5.7.1")), refused("5.7.1"));
        assert_eq!(refusals.note(2, refused("5.7.1")), refused("5.7.1"));
        assert!(is_ours(&refusals.note(3, refused("5.7.1"))));
        assert!(is_ours(&refusals.note(3, refused("5.7.1"))), "and when it is tried again");
        assert!(is_ours(&refusals.note(4, refused("5.7.1"))));
    }

    #[test]
    fn one_recipient_refused_three_times_is_that_recipient() {
        let mut refusals = Refusals::default();
        for _ in 0..3 {
            assert_eq!(refusals.note(1, refused("5.7.1")), refused("5.7.1"));
        }
    }

    #[test]
    fn a_mail_that_goes_or_another_refusal_breaks_the_row() {
        let mut refusals = Refusals::default();
        refusals.note(1, refused("5.7.1"));
        refusals.note(2, refused("5.7.1"));
        refusals.accepted();
        assert_eq!(refusals.note(3, refused("5.7.1")), refused("5.7.1"));
        refusals.note(4, refused("5.7.1"));
        refusals.note(5, refused("5.1.1"));
        assert_eq!(refusals.note(6, refused("5.7.1")), refused("5.7.1"));
        refusals.note(7, refused("5.7.1"));
        refusals.note(8, refused("5.7.26"));
        assert_eq!(refusals.note(9, refused("5.7.1")), refused("5.7.1"));
    }

    #[test]
    fn the_network_does_not_break_the_row() {
        let mut refusals = Refusals::default();
        refusals.note(1, refused("5.7.1"));
        refusals.note(2, refused("5.7.1"));
        let late = SendError::NotMade("421 later".into());
        assert_eq!(refusals.note(3, late.clone()), late);
        assert!(is_ours(&refusals.note(3, refused("5.7.1"))));
    }
}
