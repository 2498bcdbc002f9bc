//! The outbox: lease, pace, send, record.
