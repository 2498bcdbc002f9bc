//! The clock is set back by a day: what waits for another attempt does not wait for that day as well.

use chrono::TimeDelta;
use rispondo::domain::ids::{ChatId, FileId, OutboxId};
use rispondo::domain::inbound::{Attachment, FileSource};
use rispondo::domain::mail::Account;
use rispondo::domain::outgoing::{MailTo, Outgoing, To};
use rispondo::domain::step::{Changes, Parcel, SendOutcome, SendResult};
use rispondo::outbox::sender::ROLE as SENDER;
use uuid::Uuid;

use super::{change, file, parcel as parcel_of, said, settle};
use crate::support::facts::{self as town, URP, message};
use crate::support::on_both;

const MARIO: ChatId = ChatId(1);
const LUISA: ChatId = ChatId(2);

on_both! {
    async fn what_was_tried_goes_at_once_and_what_has_its_hour_keeps_it(store: Store) {
        settle(&store).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let report = file(&store, 1).await;
        let photo = Attachment {
            id: FileId(Uuid::from_u128(1)),
            source: FileSource::Telegram("tg-1".into()),
            size: None,
        };
        let to = MailTo { account: Account::Mail, address: "a@example.org".into(), counted: None };
        let morning = Some(town::now() + TimeDelta::hours(20));
        change(&store, Changes {
            cards: vec![(URP, report)],
            files: vec![photo.clone()],
            outbox: vec![
                message(1, MARIO),
                message(2, MARIO),
                Outgoing { not_before: morning, ..message(3, LUISA) },
                Outgoing { to: To::Mail(to), ..message(4, MARIO) },
            ],
            ..Changes::default()
        }).await;
        let claimed = store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels;
        assert_eq!(said(&claimed), ["1".to_owned(), format!("card {report}")]);
        let (mails, _) = store.claim_mail(Account::Mail, epoch, town::now(), 8).await.unwrap();
        assert_eq!(mails.len(), 1);
        let soon = town::now() + TimeDelta::minutes(5);
        let mail = Parcel::Row(OutboxId(Uuid::from_u128(4)));
        let parcels = claimed.iter().map(parcel_of).chain([mail]);
        let again = |parcel| SendResult {
            parcel,
            epoch,
            at: town::now(),
            outcome: SendOutcome::Again {
                not_before: soon,
                reason: "Bad Gateway".into(),
                unknown: false,
                // Where the server refuses all mail, that is no attempt of this one.
                counts: parcel != mail,
            },
        };
        change(&store, Changes { sent: parcels.map(again).collect(), ..Changes::default() }).await;
        store.file_failed(photo.id, "Bad Gateway", Some(soon)).await.unwrap();
        assert!(store.claim(epoch, town::now(), 30, &[]).await.unwrap().parcels.is_empty());

        let yesterday = town::now() - TimeDelta::days(1);
        let claimed = store.claim(epoch, yesterday, 30, &[]).await.unwrap().parcels;
        assert_eq!(said(&claimed), ["1".to_owned(), format!("card {report}")]);
        let (mails, _) = store.claim_mail(Account::Mail, epoch, yesterday, 8).await.unwrap();
        assert_eq!(mails.len(), 1);
        assert_eq!(store.files_to_fetch(yesterday, 8).await.unwrap().len(), 1);
    }
}
