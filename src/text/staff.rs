//! What staff read.
