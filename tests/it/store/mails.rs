//! Mails that came in, found again.

use rispondo::channels::mail::Arrival;
use rispondo::channels::mail::read::{Context, read};
use rispondo::domain::ids::{MailId, ReportId};
use rispondo::domain::mail::{Account, Became, MailRule};
use rispondo::domain::step::{Changes, Keys, MailKeys, MailRecord};
use rispondo::store::Store;
use uuid::Uuid;

use super::{change, file, settle};
use crate::support::facts as town;
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
        assert_eq!(asked(&store, both).await, [c, d, a], "each of them once");
    }
}
