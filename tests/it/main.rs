//! The one test binary: the service against the simulator over HTTP, on both databases.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test may stop at once

mod architecture;
mod blobs;
mod channel;
mod faults;
mod inside;
mod kept_safe;
mod mail_in;
mod process;
mod replicas;
mod store;
mod stories;
mod support;
