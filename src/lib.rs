//! rispondo.
