//! What a start asks of Telegram: who the bot is, and that updates come the way that is configured. Where Telegram is
//! away, and has told us before who the bot is, all else works meanwhile: mail is taken in and answered, health
//! is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use secrecy::ExposeSecret as _;

use crate::channels::telegram::api::Api;
use crate::channels::telegram::errors::{CallError, Cure, cure};
use crate::channels::telegram::setup::WebhookInfo;
use crate::config::telegram::Webhook;
use crate::store::Store;

/// How long to wait before Telegram is asked again what a start needs to know, at first and at most.
const RETRY: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);
/// The same for the bot's menus, which are many calls.
const MENUS: Duration = Duration::from_secs(60);
/// The variable that most of what Telegram refuses is about.
const TOKEN: &str = "TELEGRAM_BOT_TOKEN";

/// The bot, and how its updates are to come. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Greeting {
    /// The bot.
    pub api: Api,
    webhook: Option<Webhook>,
    /// The bot's user name without `@`.
    pub bot: String,
    /// Telegram has told it: else this is what it told last time.
    is_heard: bool,
    settled: Arc<AtomicBool>,
}

/// How Telegram's calls go.
#[derive(Debug)]
pub(super) enum Calls {
    /// It calls us, and that is what it says of it.
    Ours(WebhookInfo),
    /// Somebody had ended the calls; now it calls us again, or why it does not.
    SetAgain(Result<(), String>),
    /// It calls another host: another program was started with the same token.
    Elsewhere(String),
    /// The token is good no more, in Telegram's words.
    TokenWrong(String),
}

impl Greeting {
    /// Asks who the bot is. Where Telegram is away it is waited for only at a town's very first start.
    pub async fn of(api: &Api, store: &Store, webhook: Option<&Webhook>) -> anyhow::Result<Self> {
        let (bot, is_heard) = match api.me().await {
            Ok(me) => (me.username, true),
            Err(error) => {
                // A wrong token is told at once.
                let wait = wait_after(&error, TOKEN)?;
                tracing::warn!(%error, "telegram.away");
                if let Some(bot) = store.bot_name().await? {
                    (bot, false)
                } else {
                    tokio::time::sleep(wait).await;
                    (patiently(TOKEN, || api.me()).await?.username, true)
                }
            }
        };
        if is_heard {
            tracing::info!(bot, "telegram.connected");
            store.bot_is(&bot).await?;
        }
        let (webhook, settled) = (webhook.cloned(), Arc::default());
        Ok(Self { api: api.clone(), webhook, bot, is_heard, settled })
    }

    /// Whether updates come the way that is configured.
    pub fn is_settled(&self) -> bool {
        self.settled.load(Ordering::Relaxed)
    }

    /// Tries to have it so, unless Telegram is away.
    pub async fn try_to_settle(&self) -> anyhow::Result<()> {
        if !self.is_heard {
            return Ok(());
        }
        match self.arrange().await {
            Ok(()) => self.settled.store(true, Ordering::Relaxed),
            Err(error) => {
                wait_after(&error, self.concerns())?;
                tracing::warn!(%error, "telegram.away");
            }
        }
        Ok(())
    }

    /// Has it so, once Telegram is there.
    pub async fn settle(&self) -> anyhow::Result<()> {
        if !self.is_heard {
            let me = patiently(TOKEN, || self.api.me()).await?;
            anyhow::ensure!(
                me.username == self.bot,
                "the bot is @{} now and was @{}: start again",
                me.username,
                self.bot
            );
        }
        patiently(self.concerns(), || self.arrange()).await?;
        self.settled.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn arrange(&self) -> Result<(), CallError> {
        match &self.webhook {
            None => self.api.delete_webhook().await,
            Some(webhook) => {
                let secret = webhook.secret.expose_secret();
                self.api.set_webhook(webhook.url.as_str(), secret).await
            }
        }
    }

    /// How Telegram's calls go, where it is to call us and this is settled; an error where it does not say so.
    pub async fn calls(&self) -> Result<Option<Calls>, CallError> {
        let Some(webhook) = self.webhook.as_ref().filter(|_| self.is_settled()) else {
            return Ok(None);
        };
        let info = match self.api.webhook_info().await {
            Ok(info) => info,
            Err(error) if matches!(cure(&error, None), Cure::TokenWrong) => {
                return Ok(Some(Calls::TokenWrong(error.to_string())));
            }
            Err(error) => return Err(error),
        };
        if info.url.is_empty() {
            // Whoever asks for updates with this token, a copy on trial say, had to end the calls first.
            tracing::warn!("telegram.webhook_was_removed");
            let again = self.arrange().await;
            return Ok(Some(Calls::SetAgain(again.map_err(|error| error.to_string()))));
        }
        let called = url::Url::parse(&info.url).ok();
        if called.as_ref() == Some(&webhook.url) {
            return Ok(Some(Calls::Ours(info)));
        }
        let host = called.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or(info.url);
        Ok(Some(Calls::Elsewhere(host)))
    }

    /// The variable that a refusal is about.
    fn concerns(&self) -> &'static str {
        if self.webhook.is_some() { "TELEGRAM_WEBHOOK_URL" } else { TOKEN }
    }
}

/// Sets the bot's menus, again later while Telegram is away: nobody waits for them. What is refused is told in the
/// log.
pub(super) async fn introduce(api: &Api, store: &Store) {
    loop {
        // As the town is by then.
        let wait = match store.directory().await {
            Ok(Some(directory)) => match api.introduce(&directory).await {
                Ok(()) => return,
                Err(error) => wait_after(&error, TOKEN).ok(),
            },
            Ok(None) => None,
            Err(_) => Some(MENUS),
        };
        let Some(wait) = wait else {
            return;
        };
        tokio::time::sleep(wait.max(MENUS)).await;
    }
}

/// What Telegram is asked until it answers; a wrong token, and whatever else does not pass by waiting, is told at
/// once, with the variable that it `concerns`.
async fn patiently<T, Fut>(concerns: &'static str, ask: impl Fn() -> Fut) -> anyhow::Result<T>
where
    Fut: Future<Output = Result<T, CallError>>,
{
    let mut pause = RETRY;
    loop {
        match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => {
                let wait = wait_after(&error, concerns)?.max(pause);
                tracing::warn!(%error, "telegram.away");
                tokio::time::sleep(wait).await;
                pause = (pause * 2).min(LONGEST);
            }
        }
    }
}

/// How long to wait before it is asked again, if waiting helps; else the refusal, with the variable that it
/// `concerns`: a wrong token is always the token's.
fn wait_after(error: &CallError, concerns: &'static str) -> anyhow::Result<Duration> {
    match cure(error, None) {
        Cure::TokenWrong => anyhow::bail!(
            "TELEGRAM_BOT_TOKEN is not known to Telegram ({error}). Ask @BotFather in \
             Telegram: /mybots shows the token."
        ),
        Cure::Wait(wait) => Ok(wait),
        Cure::Again | Cure::OutcomeUnknown => Ok(RETRY),
        _ => Err(anyhow::Error::from(error.clone()).context(concerns)),
    }
}

/// What to do where a command needs an answer of Telegram and gets none.
pub(super) fn no_answer(error: &CallError) -> anyhow::Error {
    match wait_after(error, TOKEN) {
        Err(refusal) => refusal,
        Ok(_) => anyhow::anyhow!(
            "Telegram does not answer ({error}). Does this computer reach the internet (perhaps only by a proxy, \
             HTTPS_PROXY)? Try again later."
        ),
    }
}
