//! The client of teloxide against the server: the names, bodies and errors on the wire.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use simulator::{Fault, Simulator, jpeg};
use teloxide_core::net::Download;
use teloxide_core::prelude::*;
use teloxide_core::types::{
    AllowedUpdate, BotCommand, FileId, InlineKeyboardButton, InlineKeyboardMarkup, InputFile,
    InputMedia, InputMediaPhoto, ParseMode, ReplyParameters, UpdateKind,
};
use teloxide_core::{ApiError, Bot, RequestError};

async fn world() -> (Simulator, simulator::Bot, Bot) {
    common::provide_tls();
    let sim = Simulator::start().await.unwrap();
    let account = sim.add_bot("111:TOKEN", "example_bot");
    let bot = Bot::new("111:TOKEN").set_api_url(sim.api_url().parse().unwrap());
    (sim, account, bot)
}

#[tokio::test]
async fn a_conversation_goes_through() {
    let (sim, account, bot) = world().await;
    let maria = sim.user("Maria").id(11).create();
    let chat = maria.private(&account);
    chat.starts();
    assert_eq!(bot.get_me().await.unwrap().username(), "example_bot");
    let kinds = [AllowedUpdate::Message, AllowedUpdate::CallbackQuery];
    let updates = bot.get_updates().allowed_updates(kinds).await.unwrap();
    let UpdateKind::Message(heard) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!(heard.text(), Some("/start"));

    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Report", "r")]]);
    let sent = bot
        .send_message(heard.chat.id, "<b>Welcome</b>")
        .parse_mode(ParseMode::Html)
        .reply_markup(keyboard)
        .reply_parameters(ReplyParameters::new(heard.id))
        .await
        .unwrap();
    let welcome = chat.next().await;
    assert_eq!((welcome.text.as_str(), welcome.reply_to), ("Welcome", Some(i64::from(heard.id.0))));

    let press = chat.presses(&welcome, "Report");
    let offset = i32::try_from(updates[0].id.0).unwrap() + 1;
    let updates = bot.get_updates().offset(offset).await.unwrap();
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
    bot.answer_callback_query(query.id.clone()).text("Gladly").await.unwrap();
    assert_eq!(press.answer().await.as_deref(), Some("Gladly"));
    bot.edit_message_text(sent.chat.id, sent.id, "Where?").await.unwrap();
    assert_eq!(chat.current(&welcome).text, "Where?");
    bot.delete_message(sent.chat.id, sent.id).await.unwrap();
    assert!(chat.find(&welcome).is_none());
    bot.set_my_commands([BotCommand::new("help", "Help")]).await.unwrap();
    bot.get_updates().offset(offset + 1).await.unwrap();
    sim.quiet().await;
    sim.finish();
}

#[tokio::test]
async fn files_go_both_ways() {
    let (sim, account, bot) = world().await;
    let maria = sim.user("Maria").create();
    let chat = maria.private(&account);
    chat.starts();
    let id = ChatId(maria.id);
    let photo = InputFile::memory(jpeg(1)).file_name("hole.jpg");
    let sent = bot.send_photo(id, photo).caption("a hole").await.unwrap();
    let size = sent.photo().unwrap().last().unwrap();
    let file = bot.get_file(size.file.id.clone()).await.unwrap();
    let mut bytes = Vec::new();
    bot.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, jpeg(1));
    assert_eq!(chat.next().await.caption.as_deref(), Some("a hole"));

    let again = InputMediaPhoto::new(InputFile::file_id(FileId(size.file.id.to_string())));
    let new = InputMediaPhoto::new(InputFile::memory(jpeg(2))).caption("two");
    let album = [InputMedia::Photo(again), InputMedia::Photo(new)];
    assert_eq!(bot.send_media_group(id, album).await.unwrap().len(), 2);
    assert_eq!(chat.next_n(2).await[1].text, "two");
    bot.send_document(id, InputFile::memory("words").file_name("words.txt")).await.unwrap();
    assert_eq!(chat.next().await.raw["document"]["mime_type"], "text/plain");
    sim.finish();
}

#[tokio::test]
async fn refusals_are_the_errors_it_knows() {
    let (sim, account, bot) = world().await;
    let maria = sim.user("Maria").create();
    let urp = sim.group("URP").basic().member(&maria).bot(&account).create();
    let old = ChatId(urp.id());
    maria.private(&account).starts();
    maria.blocks(&account);
    let error = bot.send_message(ChatId(maria.id), "x").await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::BotBlocked)), "{error:?}");
    let new = urp.migrates();
    let error = bot.send_message(old, "x").await.unwrap_err();
    assert!(matches!(error, RequestError::MigrateToChatId(ChatId(to)) if to == new), "{error:?}");
    sim.faults().next("sendMessage", Fault::TooManyRequests(9));
    let error = bot.send_message(ChatId(new), "x").await.unwrap_err();
    assert!(matches!(error, RequestError::RetryAfter(after) if after.seconds() == 9), "{error:?}");
    sim.faults().next("sendMessage", Fault::CloseBefore);
    let error = bot.send_message(ChatId(new), "x").await.unwrap_err();
    assert!(matches!(error, RequestError::Network(_)), "{error:?}");
    let stranger = Bot::new("111:WRONG").set_api_url(sim.api_url().parse().unwrap());
    let error = stranger.get_me().await.unwrap_err();
    assert!(matches!(error, RequestError::Api(ApiError::InvalidToken)), "{error:?}");
    sim.finish();
}
