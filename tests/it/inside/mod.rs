//! What those who run the service see of it.

mod alarms;
mod away;
mod directory;
mod documented;
mod roles;
mod stopping;
mod what_happened;
