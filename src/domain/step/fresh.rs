//! Ids for one step.

use uuid::Uuid;

use crate::domain::ids::{FileId, OutboxId, PersonId, TaskId};

/// A supply of ids for one step, the same each time the step is decided again.
#[derive(Debug, Clone)]
pub struct Fresh {
    next: u128,
}

impl Fresh {
    /// A supply that begins at a version 7 id: the following ones sort after it.
    pub fn from(first: Uuid) -> Self {
        Self { next: first.as_u128() & !0xffff }
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

    /// An id for a file.
    pub fn file(&mut self) -> FileId {
        FileId(self.take())
    }
}
