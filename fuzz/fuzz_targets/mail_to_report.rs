//! Any bytes as a mail: read, kept as the database keeps it, made a report.
#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use rispondo::channels::mail::Arrival;
use rispondo::channels::mail::read::{Context, read};
use rispondo::config::directory_file;
use rispondo::conversation::mail::filing;
use rispondo::domain::directory::Directory;
use rispondo::domain::directory_rows::directory_of;
use rispondo::domain::ids::PersonId;
use rispondo::domain::mail::{Account, Mail};

static TOWN: LazyLock<Directory> = LazyLock::new(|| {
    let rows = directory_file::parse(include_str!("../../tests/it/support/town.toml")).unwrap();
    directory_of(rows, 0).unwrap()
});

static CONTEXT: LazyLock<Context> = LazyLock::new(|| Context {
    own: vec!["segnalazioni@comune.test".into(), "protocollo@pec.comune.test".into()],
    id_host: "comune.test".into(),
    former_hosts: Vec::new(),
    authserv_id: Some("mx.comune.test".into()),
    now: None,
});

/// A panic within a library that reads mail is caught where mail is read, and costs no more than its
/// attachments and words; one of our own code is a fault.
fn tolerate_panics_of_libraries() {
    std::panic::set_hook(Box::new(|panic| {
        let file = panic.location().map_or("", |at| at.file());
        if !file.contains("/registry/") {
            eprintln!("{panic}");
            std::process::abort();
        }
    }));
}

fuzz_target!(init: tolerate_panics_of_libraries(), |data: &[u8]| {
    for account in [Account::Mail, Account::Pec] {
        let arrival = Arrival {
            account,
            envelope_from: None,
            envelope_to: Vec::new(),
            raw: Bytes::copy_from_slice(data),
            truncated: None,
        };
        let mail = read(&arrival, &CONTEXT).mail;
        assert!(!mail.mark.is_empty());
        let again = read(&arrival, &CONTEXT).mail;
        assert!(mail == again, "the same mail is read otherwise");
        let kept = serde_json::to_string(&mail).unwrap();
        let found: Mail = serde_json::from_str(&kept).unwrap();
        assert!(mail == found, "the mail is kept otherwise");
        // PostgreSQL keeps no NUL.
        assert!(!mail.text.contains('\0') && !mail.subject.contains('\0'), "NUL");
        let lang = TOWN.lang_for(mail.lang.map(|lang| lang.code()));
        let _filing = filing(&TOWN, &mail, PersonId(uuid::Uuid::nil()), lang);
    }
});
