//! The `rispondo` program: see `rispondo --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    rispondo::app::main()
}
