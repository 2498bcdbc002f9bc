//! Best-effort calls, made after the commit: nothing depends on them.

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::channels::telegram::api::Api;
use crate::domain::outgoing::Notice;
use crate::intake::Intake;
use crate::measure::{Measures, Noticed};
use crate::store::StoreError;

use super::members;

/// Calls at a time.
const AT_A_TIME: usize = 16;

/// Makes notices as they come.
#[derive(Debug)]
pub struct Notices {
    /// The bot.
    pub api: Api,
    /// Who tells what came of it, where somebody waits for that.
    pub intake: Intake,
    /// Where it is counted how they end.
    pub measures: Measures,
    /// Where they come from.
    pub queue: mpsc::Receiver<Notice>,
}

impl Notices {
    /// Runs until stopped; what is on its way then is finished.
    pub async fn run(mut self, stop: CancellationToken) {
        let places = Arc::new(Semaphore::new(AT_A_TIME));
        let mut calls = JoinSet::new();
        loop {
            let notice = tokio::select! {
                biased;
                notice = self.queue.recv() => notice,
                () = stop.cancelled() => None,
            };
            let Some(notice) = notice else { break };
            // The semaphore is never closed.
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                break;
            };
            let (api, intake) = (self.api.clone(), self.intake.clone());
            let measures = self.measures.clone();
            calls.spawn(async move {
                measures.notice(make(&api, &intake, notice).await);
                drop(place);
            });
            while calls.try_join_next().is_some() {}
        }
        calls.join_all().await;
    }
}

async fn make(api: &Api, intake: &Intake, notice: Notice) -> Noticed {
    let made = match notice {
        Notice::AnswerPress { callback, words, alert } => {
            api.answer_press(&callback, words.as_deref(), alert).await
        }
        Notice::Leave(chat) => api.leave(chat).await,
        Notice::Commands { chat, lang } => api.set_chat_commands(chat, lang).await,
        Notice::Menu { chat, commands } => api.set_menu(chat, &commands).await,
        Notice::WhereIs { who, name, groups, tell } => {
            let still = members::still_in(api, who, &groups).await;
            if !still.is_empty() {
                told(intake.still_in(who, name, still, tell).await);
            }
            Ok(())
        }
        Notice::Expel { who, name, chat, title, tell, below } => {
            let refused = members::expel(api, chat, who).await.err();
            let refused = refused.map(|error| error.to_string());
            told(intake.expelled(name, title, refused, (tell, below)).await);
            Ok(())
        }
    };
    match made {
        Ok(()) => Noticed::Made,
        Err(error) => {
            tracing::debug!(%error, "notice.failed");
            Noticed::Failed
        }
    }
}

fn told(told: Result<(), StoreError>) {
    if let Err(error) = told {
        tracing::warn!(%error, "notice.not_told");
    }
}
