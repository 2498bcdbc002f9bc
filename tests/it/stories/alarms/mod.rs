//! What must be told at once, and where it goes when the person it is for cannot be written to.

mod answers;
mod lost;
mod one_shot;
mod questions;

use crate::support::Town;
use crate::support::letters::{Received, Writer};

/// The same town, whose supervisor has a mail address. She has not started the bot.
pub(super) async fn with_a_supervisors_mail(town: &mut Town) {
    town.stops().await;
    let with_mail = "telegram_id = 11, email = \"anna@example.org\"";
    let directory = include_str!("../../support/town.toml").replace("telegram_id = 11", with_mail);
    let file = town.folder().join("with-mail.toml");
    std::fs::write(&file, directory).unwrap();
    town.set("DIRECTORY_FILE", &file.display().to_string());
    town.starts().await;
}

/// The next mail to the supervisor.
pub(super) async fn mail_to_anna(town: &Town) -> Received {
    Writer::new("anna").next(town).await
}
