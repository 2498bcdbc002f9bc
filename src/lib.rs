//! rispondo ("I answer"): no citizen who reports a problem is left without an answer.
//!
//! `docs/ARCHITECTURE.md` follows one report from the first word to the answer, and names the parts.

pub mod app;
pub mod blobs;
pub mod channels;
pub mod cli;
pub mod clock;
pub mod config;
pub mod conversation;
pub mod demo;
pub mod domain;
pub mod figures;
pub mod http;
pub mod intake;
pub mod measure;
pub mod outbox;
pub mod scheduler;
pub mod store;
pub mod text;
