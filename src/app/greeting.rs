//! What a start asks of Telegram: who the bot is, and that updates come the way that is configured. Where Telegram is
//! away, and has told us before who the bot is, all else works meanwhile: mail is taken in and answered, health
//! is told.

use std::time::Duration;

use anyhow::Context as _;
use secrecy::ExposeSecret as _;

use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::{CallError, Cure, cure};
use crate::config::telegram::Webhook;
use crate::domain::directory::Directory;
use crate::store::Store;

/// How long to wait before Telegram is asked again what a start needs to know.
const RETRY: Duration = Duration::from_secs(1);
/// The same for the bot's menus, which are many calls.
const MENUS: Duration = Duration::from_secs(60);

/// The bot, and how its updates are to come.
#[derive(Debug, Clone)]
pub(super) struct Greeting {
    pub api: Api,
    webhook: Option<Webhook>,
    /// The bot's user name without `@`.
    pub bot: String,
    /// Telegram is there: else this is the name that it told last time.
    pub is_heard: bool,
}

impl Greeting {
    /// Asks who the bot is. Where Telegram is away it is waited for only at a town's very first start.
    pub async fn of(api: &Api, store: &Store, webhook: Option<&Webhook>) -> anyhow::Result<Self> {
        let (bot, is_heard) = match api.me().await {
            Ok(me) => (me.username, true),
            Err(error) => {
                // A wrong token is told at once.
                wait_after(&error)?;
                tracing::warn!(%error, "telegram.away");
                match store.bot_name().await? {
                    Some(bot) => (bot, false),
                    None => (patiently(|| api.me()).await?.username, true),
                }
            }
        };
        if is_heard {
            tracing::info!(bot, "telegram.connected");
            store.bot_is(&bot).await?;
        }
        Ok(Self { api: api.clone(), webhook: webhook.cloned(), bot, is_heard })
    }

    /// Updates come the way that is configured, once Telegram is there.
    pub async fn settle(&self) -> anyhow::Result<()> {
        if !self.is_heard {
            let me = patiently(|| self.api.me()).await?;
            anyhow::ensure!(
                me.username == self.bot,
                "the bot is @{} now and was @{}: start again",
                me.username,
                self.bot
            );
        }
        let Some(webhook) = &self.webhook else {
            return patiently(|| self.api.delete_webhook()).await;
        };
        let (url, secret) = (webhook.url.as_str(), webhook.secret.expose_secret());
        patiently(|| self.api.set_webhook(url, secret)).await.context("TELEGRAM_WEBHOOK_URL")
    }
}

/// Sets the bot's menus, again later while Telegram is away: nobody waits for them, and what they cannot be is told
/// in the log.
pub(super) async fn introduce(api: &Api, directory: &Directory) {
    while let Err(error) = api.introduce(directory).await {
        let Ok(wait) = wait_after(&error) else {
            tracing::warn!(%error, "telegram.not_introduced");
            return;
        };
        tokio::time::sleep(wait.max(MENUS)).await;
    }
}

/// What Telegram is asked until it answers; a wrong token, and whatever else does not pass by waiting, is told at
/// once.
async fn patiently<T, Fut>(ask: impl Fn() -> Fut) -> anyhow::Result<T>
where
    Fut: Future<Output = Result<T, CallError>>,
{
    loop {
        match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => {
                let wait = wait_after(&error)?;
                tracing::warn!(%error, "telegram.away");
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// How long to wait before it is asked again, if waiting helps.
fn wait_after(error: &CallError) -> anyhow::Result<Duration> {
    match cure(error, None) {
        Cure::TokenWrong => anyhow::bail!(
            "TELEGRAM_BOT_TOKEN is not known to Telegram ({error}). Ask @BotFather in \
             Telegram: /mybots shows the token."
        ),
        Cure::Wait(wait) => Ok(wait),
        Cure::Again | Cure::OutcomeUnknown => Ok(RETRY),
        _ => Err(error.clone().into()),
    }
}
