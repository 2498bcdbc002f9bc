//! The citizen's conversation.

mod at_once;
mod blocked;
mod changing;
mod drafts;
mod languages;
mod menus;
mod mine;
mod photos;
mod places;
mod reporting;
mod solved;
mod starting;
mod writing;
mod wrong_moments;
