//! What is put together of the words of a closing.

use super::format::{LONGEST_TEXT, clip};
use super::report::BESIDE_WORDS;

/// The words of a closing, and why it stays so, for whoever has read neither: as far as both fit. Plain text.
pub fn closed_and_stays_so(closing: &str, refusal: &str) -> String {
    let room = LONGEST_TEXT.saturating_sub(BESIDE_WORDS + 2 + refusal.encode_utf16().count());
    format!("{}\n\n{refusal}", clip(closing, room))
}
