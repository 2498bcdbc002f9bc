//! Mail comes in: fetched from a real Dovecot, handed over by a real Postfix, or said by hand.

mod archive;
mod imap;
mod inbox;
mod lmtp;
mod trouble;
