//! The rules, each by a small mail.
