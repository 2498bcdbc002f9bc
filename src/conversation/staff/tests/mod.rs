//! Stories of the URP's chat, told with plain values: a tiny town keeps what the store would keep.

mod chat;
mod closing;
mod figures;
mod lists;
mod office;
mod plan;
mod prompts;
mod random;
mod rights;
mod tasks;
mod town;
mod works;
