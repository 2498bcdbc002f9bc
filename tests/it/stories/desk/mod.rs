//! Reports about the same problem, and reports that the URP writes down for somebody.

mod following;
mod merging;
mod writing_down;
