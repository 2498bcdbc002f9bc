//! The `rispondo` program: see `rispondo --help`.

use std::process::ExitCode;

/// What one thread allocates another one frees here all the time, which the system's allocator does behind locks
/// (docs/PERFORMANCE.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rispondo::app::main()
}
