//! The dialogues with staff.
