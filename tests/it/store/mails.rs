//! Mails that came in, found again.

use rispondo::channels::mail::Arrival;
use rispondo::channels::mail::read::{Context, read};
use rispondo::domain::ids::{ChatId, MailId, OutboxId, ReportId};
use rispondo::domain::mail::{Account, Became, MailRule};
use rispondo::domain::outgoing::{Delivery, MailTo, Outgoing, Purpose, To};
use rispondo::domain::step::{
    Changes, Keys, MailKeys, MailRecord, Parcel, RowNews, SendOutcome, SendResult,
};
use rispondo::outbox::sender::ROLE as SENDER;
use rispondo::store::Store;
use uuid::Uuid;

use super::{change, file, settle};
use crate::support::facts::{self as town, message};
use crate::support::on_both;

/// The mail with that number, about a report if any; its raw form is under `aa/NUMBER`.
fn record(number: u128, report: Option<ReportId>) -> MailRecord {
    let raw = format!(
        "From: Maria Verdi <maria@example.org>\r\nMessage-ID: <{number}@example.org>\r\n\
         Subject: Buca\r\n\r\nC'è una buca in via Roma, la numero {number}.\r\n"
    );
    let arrival = Arrival {
        account: Account::Mail,
        envelope_from: Some("maria@example.org".to_owned()),
        envelope_to: vec!["segnalazioni@comune.test".to_owned()],
        raw: raw.into(),
        truncated: None,
    };
    let mut mail = read(&arrival, &Context::default()).mail;
    mail.blob = format!("aa/{number}");
    MailRecord {
        id: MailId(Uuid::from_u128(number)),
        at: town::now(),
        mail,
        became: if report.is_some() { Became::Report } else { Became::Task },
        rule: MailRule::New,
        report,
    }
}

async fn asked(store: &Store, keys: MailKeys) -> Vec<MailRecord> {
    let keys = Keys { mail: keys, ..Keys::default() };
    store.read(keys).await.unwrap().mail.mails
}

on_both! {
    async fn a_reports_mails_are_found_again_with_the_raw_ones(store: Store) {
        settle(&store).await;
        let (first, second) = (file(&store, 1).await, file(&store, 2).await);
        let [a, b, c, d] =
            [(1, Some(first)), (2, Some(second)), (3, None), (4, Some(first))]
                .map(|(number, report)| record(number, report));
        // The later one is saved first: what is found is in the order in which it came all the same.
        let mails = vec![d.clone(), c.clone(), b.clone(), a.clone()];
        change(&store, Changes { mails, ..Changes::default() }).await;

        let of = |reports: &[ReportId]| MailKeys { of_reports: reports.to_vec(), ..MailKeys::default() };
        let found = asked(&store, of(&[first])).await;
        assert_eq!(found, [a.clone(), d.clone()], "as they were kept");
        let blobs: Vec<_> = found.iter().map(|one| one.mail.blob.as_str()).collect();
        assert_eq!(blobs, ["aa/1", "aa/4"]);
        assert_eq!(asked(&store, of(&[second, first])).await, [a.clone(), b, d.clone()]);
        assert!(asked(&store, of(&[ReportId(2_026_000_099)])).await.is_empty());

        let both = MailKeys { mails: vec![d.id, c.id], ..of(&[first]) };
        assert_eq!(asked(&store, both).await, [c.clone(), d, a.clone()], "each of them once");
        let from = a.mail.from.as_ref().unwrap().address.clone();
        let of_one = MailKeys { of_senders: vec![from], ..of(&[first]) };
        assert!(asked(&store, of_one).await.contains(&c), "also what is of no report");
        let of_nobody = MailKeys { of_senders: vec!["nobody@example.org".into()], ..of(&[]) };
        assert!(asked(&store, of_nobody).await.is_empty());
    }

    async fn what_went_without_some_of_its_photos_is_known_when_its_receipts_are_here(store: Store) {
        settle(&store).await;
        let report = file(&store, 1).await;
        let epoch = store.take_lease(SENDER, town::now()).await.unwrap();
        let address = "maria@pec.test".to_owned();
        let to = To::Mail(MailTo { account: Account::Pec, address, counted: None });
        let reply = message(1, ChatId(1));
        let reply = Outgoing { to, report: Some(report), purpose: Purpose::Reply, ..reply };
        change(&store, Changes { outbox: vec![reply], ..Changes::default() }).await;
        store.claim_mail(Account::Pec, epoch, town::now(), 1).await.unwrap();
        let id = OutboxId(Uuid::from_u128(1));
        let (parcel, at) = (Parcel::Row(id), town::now());
        let outcome = SendOutcome::Accepted { without: 2 };
        let sent = vec![SendResult { parcel, epoch, at, outcome }];
        change(&store, Changes { sent, ..Changes::default() }).await;
        let receipt = |state, reason: Option<&str>| {
            let reason = reason.map(str::to_owned);
            vec![RowNews { id, state: Some(state), at, reason, provider_id: None }]
        };
        let line = async || {
            let keys = Keys { deliveries: vec![report], ..Keys::default() };
            store.read(keys).await.unwrap().deliveries(report)[0].clone()
        };
        for state in [Delivery::Accepted, Delivery::Delivered] {
            change(&store, Changes { news: receipt(state, None), ..Changes::default() }).await;
            assert_eq!((line().await.state, line().await.without_photos()), (state, Some(2)));
        }
        // Nothing is known of photos of what did not arrive at all.
        let news = receipt(Delivery::Undeliverable, Some("full"));
        change(&store, Changes { news, ..Changes::default() }).await;
        assert_eq!(line().await.reason.as_deref(), Some("full"));
    }
}
