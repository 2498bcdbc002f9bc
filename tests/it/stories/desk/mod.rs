//! Reports about the same problem, and reports that the URP writes down for somebody.

mod merging;
mod writing_down;
