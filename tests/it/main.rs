//! The one test binary: the service against the simulator over HTTP, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at once"
)]

mod architecture;
mod stories;
mod support;
