//! Ids for one step.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::domain::ids::{FileId, MailId, OutboxId, PersonId, TaskId, WorkId};

/// Ids that a part of a step may use.
const APART: u128 = 4096;

/// A supply of ids for one step, the same each time the step is decided again.
#[derive(Debug, Clone)]
pub struct Fresh {
    next: u128,
    seed: [u8; 32],
}

impl Fresh {
    /// A supply that begins at a version 7 id: the following ones sort after it.
    /// `seed` is random: secrets are made of it.
    pub fn from(first: Uuid, seed: [u8; 32]) -> Self {
        Self { next: first.as_u128() & !0xffff, seed }
    }

    /// A supply for a part of the step: its ids are none of those that this one gives from now on.
    pub fn apart(&mut self) -> Self {
        let apart = self.clone();
        self.next += APART;
        apart
    }

    /// Random bytes for a secret.
    pub fn secret(&mut self) -> [u8; 25] {
        let hash = Sha256::new().chain_update(self.seed).chain_update(self.take()).finalize();
        let mut secret = [0; 25];
        for (byte, from) in secret.iter_mut().zip(hash) {
            *byte = from;
        }
        secret
    }

    fn take(&mut self) -> Uuid {
        let id = Uuid::from_u128(self.next);
        self.next += 1;
        id
    }

    /// An id for an outbox row.
    pub fn outbox(&mut self) -> OutboxId {
        OutboxId(self.take())
    }

    /// An id for a person.
    pub fn person(&mut self) -> PersonId {
        PersonId(self.take())
    }

    /// An id for a task.
    pub fn task(&mut self) -> TaskId {
        TaskId(self.take())
    }

    /// An id for a planned work.
    pub fn work(&mut self) -> WorkId {
        WorkId(self.take())
    }

    /// An id for a mail.
    pub fn mail(&mut self) -> MailId {
        MailId(self.take())
    }

    /// An id for a file.
    pub fn file(&mut self) -> FileId {
        FileId(self.take())
    }
}
