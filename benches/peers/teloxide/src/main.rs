//! A town's bot as teloxide's examples teach one: a dispatcher, a dialogue in its SQLite storage, a
//! webhook through axum, reports by sqlx.
//!
//! One thing is other than in the examples: a state is stored before its question is asked, because the
//! work that is compared wants each step to be durable.

use anyhow::{Context, Result};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use teloxide::dispatching::dialogue::serializer::Json;
use teloxide::dispatching::dialogue::{self, SqliteStorage};
use teloxide::dispatching::{UpdateFilterExt as _, UpdateHandler};
use teloxide::prelude::*;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use teloxide::update_listeners::webhooks;
use teloxide::utils::command::BotCommands;

type Stored = SqliteStorage<Json>;
type MyDialogue = Dialogue<State, Stored>;
type Failure = Box<dyn std::error::Error + Send + Sync>;
type HandlerResult = Result<(), Failure>;

#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
enum State {
    #[default]
    Start,
    Category,
    Place {
        category: String,
    },
    Words {
        category: String,
        place: String,
    },
    Photos {
        category: String,
        place: String,
        words: String,
    },
    Summary {
        category: String,
        place: String,
        words: String,
    },
}

#[derive(Clone, BotCommands)]
#[command(rename_rule = "lowercase")]
enum Command {
    /// Reports a problem.
    New,
}

/// The group of the town's staff.
#[derive(Clone, Copy)]
struct Staff(ChatId);

fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set"))
}

#[tokio::main]
async fn main() -> Result<()> {
    let bot = Bot::new(variable("BOT_TOKEN")?).set_api_url(variable("BOT_API")?.parse()?);
    let file = variable("DATABASE")?;
    let reports = open(&file).await?;
    let storage = SqliteStorage::open(&file, Json).await?;
    let staff = Staff(ChatId(variable("STAFF_CHAT")?.parse()?));
    let options =
        webhooks::Options::new(variable("LISTEN")?.parse()?, variable("WEBHOOK_URL")?.parse()?)
            .secret_token(variable("WEBHOOK_SECRET")?);
    let listener = webhooks::axum(bot.clone(), options).await?;
    Dispatcher::builder(bot, schema())
        .dependencies(dptree::deps![storage, reports, staff])
        .enable_ctrlc_handler()
        .build()
        .dispatch_with_listener(listener, LoggingErrorHandler::new())
        .await;
    Ok(())
}

async fn open(file: &str) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePool::connect_with(options).await?;
    sqlx::query(
        "CREATE TABLE IF NOT EXISTS report (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL,
         category TEXT NOT NULL, place TEXT NOT NULL, words TEXT NOT NULL)",
    )
    .execute(&pool)
    .await?;
    Ok(pool)
}

fn schema() -> UpdateHandler<Failure> {
    use dptree::case;

    let messages = Update::filter_message()
        .branch(
            dptree::entry().filter_command::<Command>().branch(case![Command::New].endpoint(new)),
        )
        .branch(case![State::Place { category }].endpoint(receive_place))
        .branch(case![State::Words { category, place }].endpoint(receive_words));
    let presses = Update::filter_callback_query()
        .branch(case![State::Category].endpoint(receive_category))
        .branch(case![State::Photos { category, place, words }].endpoint(no_photo))
        .branch(case![State::Summary { category, place, words }].endpoint(send));
    dialogue::enter::<Update, Stored, State, _>().branch(messages).branch(presses)
}

fn keyboard<const N: usize>(buttons: [(&str, &str); N]) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(
        buttons.map(|(text, data)| [InlineKeyboardButton::callback(text, data)]),
    )
}

async fn new(bot: Bot, dialogue: MyDialogue, msg: Message) -> HandlerResult {
    dialogue.update(State::Category).await?;
    let buttons = keyboard([
        ("Potholes and pavements", "potholes"),
        ("Street lights", "lights"),
        ("Trees", "trees"),
    ]);
    bot.send_message(msg.chat.id, "What is it about?").reply_markup(buttons).await?;
    Ok(())
}

async fn receive_category(bot: Bot, dialogue: MyDialogue, q: CallbackQuery) -> HandlerResult {
    if let Some(category) = q.data {
        dialogue.update(State::Place { category }).await?;
        bot.send_message(dialogue.chat_id(), "Where is it?").await?;
    }
    Ok(())
}

async fn receive_place(
    bot: Bot,
    dialogue: MyDialogue,
    category: String,
    msg: Message,
) -> HandlerResult {
    if let Some(place) = msg.text().map(ToOwned::to_owned) {
        dialogue.update(State::Words { category, place }).await?;
        bot.send_message(msg.chat.id, "What is wrong?").await?;
    }
    Ok(())
}

async fn receive_words(
    bot: Bot,
    dialogue: MyDialogue,
    (category, place): (String, String),
    msg: Message,
) -> HandlerResult {
    if let Some(words) = msg.text().map(ToOwned::to_owned) {
        dialogue.update(State::Photos { category, place, words }).await?;
        bot.send_message(msg.chat.id, "Are there any photos to send?")
            .reply_markup(keyboard([("No photo", "no_photo")]))
            .await?;
    }
    Ok(())
}

async fn no_photo(
    bot: Bot,
    dialogue: MyDialogue,
    (category, place, words): (String, String, String),
) -> HandlerResult {
    let summary = format!("{category}\n{place}\n{words}\n\nSend it?");
    dialogue.update(State::Summary { category, place, words }).await?;
    bot.send_message(dialogue.chat_id(), summary)
        .reply_markup(keyboard([("Send", "send"), ("Cancel", "cancel")]))
        .await?;
    Ok(())
}

async fn send(
    bot: Bot,
    dialogue: MyDialogue,
    (category, place, words): (String, String, String),
    reports: SqlitePool,
    staff: Staff,
) -> HandlerResult {
    let chat = dialogue.chat_id();
    let number =
        sqlx::query("INSERT INTO report (chat, category, place, words) VALUES (?, ?, ?, ?)")
            .bind(chat.0)
            .bind(&category)
            .bind(&place)
            .bind(&words)
            .execute(&reports)
            .await?
            .last_insert_rowid();
    dialogue.exit().await?;
    bot.send_message(chat, format!("Thank you. Its number is {number}.")).await?;
    let card = format!("Report {number}: {category}\n{place}\n{words}");
    bot.send_message(staff.0, card).await?;
    Ok(())
}
