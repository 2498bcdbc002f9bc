//! rispondo.
fn main() {}
