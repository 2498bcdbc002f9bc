//! What a citizen reads in a conversation.
