//! Telegram: the only place that names teloxide.
