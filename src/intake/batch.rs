//! A batch of updates from polling: those of one person in order and together, those of different people at once.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::task::JoinSet;

use super::Intake;
use crate::store::StoreError;

/// The parts of an update that say whose it is.
#[derive(Deserialize)]
struct Whose {
    message: Option<Of>,
    edited_message: Option<Of>,
    callback_query: Option<Of>,
    my_chat_member: Option<Of>,
}

#[derive(Deserialize)]
struct Of {
    from: Option<Id>,
    chat: Option<Id>,
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

/// The person, else the chat, of an update; 0 for what cannot be told.
fn whose(raw: &str) -> i64 {
    let Ok(update) = serde_json::from_str::<Whose>(raw) else {
        return 0;
    };
    let of = update
        .message
        .or(update.edited_message)
        .or(update.callback_query)
        .or(update.my_chat_member);
    of.and_then(|of| of.from.or(of.chat)).map_or(0, |id| id.id)
}

/// Takes a batch in. `Ok` once all of it is durable; an error if any part must come again.
pub async fn take(intake: &Intake, updates: Vec<Box<RawValue>>) -> Result<(), StoreError> {
    let mut of_each: HashMap<i64, Vec<Box<RawValue>>> = HashMap::new();
    for update in updates {
        of_each.entry(whose(update.get())).or_default().push(update);
    }
    let mut people = JoinSet::new();
    for updates in of_each.into_values() {
        let intake = intake.clone();
        people.spawn(async move {
            let raw: Vec<&str> = updates.iter().map(|update| update.get()).collect();
            intake.updates(&raw).await
        });
    }
    let mut outcome = Ok(());
    while let Some(one) = people.join_next().await {
        match one {
            Ok(Ok(())) => {}
            Ok(Err(error)) => outcome = Err(error),
            Err(_) => outcome = Err(StoreError::panicked("an update's intake")),
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_of_one_person_are_known_by_the_person() {
        let message = r#"{"update_id":1,"message":{"from":{"id":5},"chat":{"id":-7}}}"#;
        let press = r#"{"update_id":2,"callback_query":{"id":"x","from":{"id":5}}}"#;
        let post = r#"{"update_id":3,"message":{"chat":{"id":-7}}}"#;
        assert_eq!((whose(message), whose(press), whose(post)), (5, 5, -7));
        assert_eq!(whose("?"), 0);
    }
}
