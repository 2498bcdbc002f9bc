//! Everything goes wrong, and nothing is lost.
//!
//! | fault | where it is told |
//! |---|---|
//! | kill -9 at random, under load, with a Telegram that fails as well | [`many`] |
//! | kill -9 at named points: before and after a commit, a send, an acknowledgement | [`points`] |
//! | Telegram: 5xx, HTML, dropped before and after, slow, 429, away for hours | [`telegram`], [`many`] |
//! | the database is away, slow, read-only; a connection breaks in a commit | [`database`], `kept_safe/away` |
//! | a full disk: of the database, of files | [`disk`] |
//! | a damaged database | [`damage`] |
//! | mail: peers that die, hang up halfway, dawdle, refuse | [`peers`], `mail_in/trouble`, `mail_in/lmtp`, `stories/mail/trouble`, `channels/mail/smtp/tests` |
//! | two processes, one killed again and again; both alive, one cut off | [`replicas`], `crate::replicas` |
//! | the clock is set forward and back; daylight saving | [`clock`], `stories/clock/quiet` |
//! | floods: one citizen, a backlog, a thousand citizens | [`flood`] |
//! | poison: an update, a mail, a row | [`poison`], `kept_safe/set_aside`, `kept_safe/mail` |
//!
//! Each runs by itself: `cargo xtask faults disk`. What is drawn by lot is drawn from a seed that is
//! printed; `cargo xtask faults --seed N many` draws it again. Here the counts are short ones;
//! `cargo xtask faults --long` runs the same with the full ones.

mod clock;
mod damage;
mod database;
mod disk;
mod flood;
pub mod look;
mod many;
mod peers;
mod place;
mod points;
mod poison;
mod replicas;
mod telegram;
