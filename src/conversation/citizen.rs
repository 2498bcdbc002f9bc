//! The dialogue with a citizen.
