//! Where somebody whose role has ended still is: what Telegram said is told where it was asked.

use super::staff::to_chat;
use super::{Aftermath, Intake, done};
use crate::domain::directory::Directory;
use crate::domain::ids::{ChatId, MessageId, TelegramId};
use crate::domain::lang::Lang;
use crate::domain::outgoing::{Message, Purpose, Target};
use crate::domain::step::{Changes, Decision, Keys};
use crate::store::StoreError;
use crate::text;

impl Intake {
    /// They are still in these groups: said with a button for each.
    pub async fn still_in(
        &self,
        who: TelegramId,
        name: String,
        groups: Vec<(ChatId, String)>,
        tell: ChatId,
    ) -> Result<(), StoreError> {
        self.tells(tell, None, move |town, _| text::staff::still_in(town, &name, who, &groups))
            .await
    }

    /// They were removed from the group, or (`refused`: Telegram's words) could not be.
    pub async fn expelled(
        &self,
        name: String,
        title: String,
        refused: Option<String>,
        (tell, below): (ChatId, Option<MessageId>),
    ) -> Result<(), StoreError> {
        self.tells(tell, below, move |_, lang| match &refused {
            None => text::staff::expelled(lang, &name, &title),
            Some(why) => text::staff::not_expelled(lang, &name, &title, why),
        })
        .await
    }

    /// A message to a staff chat, by itself.
    async fn tells(
        &self,
        chat: ChatId,
        below: Option<MessageId>,
        words: impl Fn(&Directory, Lang) -> Message + Send + Sync + 'static,
    ) -> Result<(), StoreError> {
        let (now, fresh) = (self.clock.now(), self.clock.fresh());
        let aftermath: Aftermath = self
            .store
            .step(Keys::default(), move |facts| -> Decision<Aftermath> {
                let message = words(&facts.directory, facts.directory.staff_lang());
                let mut fresh = fresh.clone();
                let mut row = to_chat(chat, Purpose::Staff, message, now, &mut fresh);
                row.reply_to = below.map(Target::Message);
                done(Changes { outbox: vec![row], ..Changes::default() }, Vec::new())
            })
            .await?;
        self.follow(aftermath);
        Ok(())
    }
}
