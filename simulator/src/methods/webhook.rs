//! `setWebhook`, `deleteWebhook`, `getWebhookInfo`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Reply, polling};
use crate::error::ApiError;
use crate::http::params::Params;
use crate::shared::Shared;
use crate::world::World;
use crate::world::updates::Interruption;

/// Sets the webhook, or removes it if the address is empty. Plain HTTP is allowed.
pub(crate) fn set(shared: &Arc<Shared>, bot: usize, params: &Params) -> Result<Reply, ApiError> {
    let url = params.text("url").unwrap_or_default();
    if url.is_empty() {
        return delete(shared, bot, params);
    }
    let secret = params.text("secret_token").filter(|secret| !secret.is_empty());
    if let Some(secret) = secret {
        if secret.len() > 256 {
            return Err(ApiError::bad("secret token is too long"));
        }
        if !secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return Err(ApiError::bad("secret token contains unallowed characters"));
        }
    }
    if !url.starts_with("http://") || url.parse::<hyper::Uri>().is_err() {
        return Err(ApiError::bad(
            "bad webhook: this server speaks plain HTTP only, as to a bot on the same machine",
        ));
    }
    let connections = params.int("max_connections").unwrap_or(40).clamp(1, 100);
    shared.change(|world| {
        let updates = &mut world.bots[bot].updates;
        polling::allow(updates, params)?;
        if params.flag("drop_pending_updates") {
            updates.clear();
        }
        let same = updates
            .webhook
            .as_ref()
            .is_some_and(|webhook| webhook.url == url && webhook.secret.as_deref() == secret);
        if same {
            return Ok(Reply::Done("Webhook is already set"));
        }
        updates.interruption = Interruption::Webhook;
        updates.set_webhook(url, secret.map(Into::into), usize::try_from(connections).unwrap_or(1));
        Ok(Reply::Done("Webhook was set"))
    })
}

/// Removes the webhook.
pub(crate) fn delete(shared: &Arc<Shared>, bot: usize, params: &Params) -> Result<Reply, ApiError> {
    shared.change(|world| {
        let updates = &mut world.bots[bot].updates;
        if params.flag("drop_pending_updates") {
            updates.clear();
        }
        if updates.webhook.take().is_none() {
            return Ok(Reply::Done("Webhook is already deleted"));
        }
        updates.generation += 1;
        Ok(Reply::Done("Webhook was deleted"))
    })
}

/// `getWebhookInfo`.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every method")]
pub(crate) fn info(world: &mut World, bot: usize, _: &Params) -> Result<Value, ApiError> {
    let now_ms = world.now_ms();
    let updates = &mut world.bots[bot].updates;
    updates.expire(now_ms);
    let mut info = json!({ "url": "", "has_custom_certificate": false,
        "pending_update_count": updates.pending.len() });
    if let Some(webhook) = &updates.webhook {
        info["url"] = webhook.url.clone().into();
        info["max_connections"] = webhook.max_connections.into();
        info["ip_address"] = "127.0.0.1".into();
        if let Some((date, words)) = &webhook.last_error {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = words.clone().into();
        }
    }
    if let Some(allowed) = &updates.allowed {
        info["allowed_updates"] = allowed.clone().into();
    }
    Ok(info)
}
