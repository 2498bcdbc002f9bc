//! What metrics tell apart: few and fixed values, never anything of a person.

/// An enum of a label's values, and their names.
macro_rules! label {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$what])* $value,)*
        }

        impl $name {
            pub(super) const NAMES: &'static [&'static str] = &[$($text),*];
            /// All of them.
            pub const ALL: [Self; Self::NAMES.len()] = [$(Self::$value),*];

            /// The value of the label.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)*
                }
            }
        }
    };
}

label! {
    /// What came in.
    Kind {
        /// A message.
        Message = "message",
        /// A message edited.
        Edited = "edited",
        /// A button pressed.
        Press = "press",
        /// The bot's own standing in a chat.
        Member = "member",
        /// A group has another id.
        Migrated = "migrated",
        /// Nothing that concerns us.
        Other = "other",
        /// What cannot be read.
        Unreadable = "unreadable",
        /// A mail.
        Mail = "mail",
        /// A certified mail.
        Pec = "pec",
        /// A button pressed on a page behind a link.
        Page = "page",
        /// A timer that came due.
        Timer = "timer",
    }
}

label! {
    /// What became of what came in.
    Taken {
        /// It was taken in.
        New = "taken",
        /// It had been taken in before.
        Before = "seen_before",
        /// It could not be processed, and is kept.
        SetAside = "set_aside",
        /// It must come again: the database is away.
        Failed = "failed",
    }
}

label! {
    /// How something goes out.
    Channel {
        /// To a chat.
        Telegram = "telegram",
        /// By mail.
        Mail = "mail",
        /// By certified mail.
        Pec = "pec",
    }
}

label! {
    /// How a send has ended.
    Sent {
        /// The channel has taken it.
        Delivered = "delivered",
        /// The provider of certified mail has it, and its receipt is awaited.
        Accepted = "accepted",
        /// It goes again later.
        Again = "again",
        /// The mail server takes this one mail later, and no other one was put off; it goes again.
        PutOff = "put_off",
        /// Telegram said to wait; it goes again then.
        RateLimited = "rate_limited",
        /// It may have arrived; it goes again, marked.
        Unknown = "unknown",
        /// The mail server refuses us, not the mail; it goes again.
        RefusedUs = "refused_us",
        /// The staff chat cannot be written to; it goes again once it can.
        ChatLost = "chat_lost",
        /// It will never arrive.
        Undeliverable = "undeliverable",
        /// The card's message was gone; it is sent anew.
        CardLost = "card_lost",
    }
}

impl Sent {
    /// Whether the channel itself seems to be away.
    pub(super) fn is_failure(self) -> bool {
        matches!(self, Self::Again | Self::Unknown | Self::RefusedUs)
    }
}

label! {
    /// How a best-effort call has ended.
    Noticed {
        /// It was made.
        Made = "made",
        /// It was refused, or Telegram was away.
        Failed = "failed",
        /// Too many waited: it was not tried.
        Dropped = "dropped",
    }
}

label! {
    /// How a file's fetch has ended.
    Fetched {
        /// It is in the blob store.
        Had = "fetched",
        /// It is tried again later.
        Again = "again",
        /// It cannot be had.
        Lost = "lost",
    }
}

label! {
    /// Why the database did not do something.
    Trouble {
        /// It is away, full, or locked.
        Unavailable = "unavailable",
        /// Others changed the same rows: the step is decided again.
        Conflict = "conflict",
        /// A row cannot be read.
        Corrupt = "corrupt",
        /// Our own fault.
        Bug = "bug",
    }
}
