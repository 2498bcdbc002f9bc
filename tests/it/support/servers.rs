//! Real servers for one test: on free ports of 127.0.0.1, in a temporary folder, gone with the
//! value, and also when the test's process is killed.

mod dovecot;
mod pooler;
mod postfix;
mod process;

pub use dovecot::Dovecot;
pub use pooler::Pooler;
pub use postfix::Postfix;

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU32, Ordering};

/// The servers that are here, as `cargo xtask test` found them, in words set apart by spaces.
const SERVERS: &str = "RISPONDO_TEST_SERVERS";

/// Whether a server can be started here. `cargo xtask test` says loudly which cannot; without it
/// all are taken for granted, and a test fails where one is missing.
pub fn is_here(server: &str) -> bool {
    let is_here = std::env::var(SERVERS)
        .is_ok_and(|here| here.split(' ').any(|name| name == server))
        || std::env::var(SERVERS).is_err();
    if !is_here {
        eprintln!("NOT RUN: there is no {server} here");
    }
    is_here
}

/// A port that nobody listens on, and that nobody is given meanwhile: below those that the system lends to
/// connections, and in each test's process others.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let next = std::process::id() * 31 + NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + u16::try_from(next % 12_000).unwrap();
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// Ends a test that needs a server which is not to be had here.
macro_rules! needs {
    ($($server:literal),+) => {
        if $(!$crate::support::servers::is_here($server))||+ {
            return;
        }
    };
}
pub(crate) use needs;
