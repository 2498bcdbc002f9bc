//! `rispondo mail ingest`: mails at hand, by the program itself. What it prints is for machines.

use std::path::Path;

use rispondo::domain::mail::Account;
use rispondo::domain::step::ClaimedMail;
use rispondo::store::Store;
use tempfile::TempDir;

use super::program::{Program, Ran};
use crate::support::databases::Database;
use crate::support::facts;
use crate::support::letters::TOWN;

/// A folder with mails in it, and a town that has nothing but an address and a database.
struct Desk {
    folder: TempDir,
    database: Database,
}

impl Desk {
    async fn both() -> [Self; 2] {
        [Database::sqlite(), Database::postgres().await]
            .map(|database| Self { folder: tempfile::tempdir().unwrap(), database })
    }

    fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: Database::sqlite() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn program(&self) -> Program {
        Program::in_folder(self.path())
            .with("DATABASE_URL", &self.database.url())
            .with("BLOB_URL", "file:blobs")
            .with("MAIL_ADDRESS", TOWN)
    }

    /// Puts a mail there, its lines ended as mail wants it.
    fn has(&self, file: &str, mail: &str) {
        std::fs::write(self.path().join(file), mail.replace('\n', "\r\n")).unwrap();
    }

    /// Takes files in; the lines printed, without the year of the reports.
    async fn ingests(&self, arguments: &[&str]) -> String {
        lines(&self.program().succeeds(&[&["mail", "ingest"], arguments].concat()).await)
    }

    /// Takes a mail in from standard input, with the sender of its envelope; the line printed.
    async fn reads(&self, envelope_from: &str, mail: &str) -> String {
        let ingest = ["mail", "ingest", "--envelope-from", envelope_from];
        let ran = self.program().reads(&ingest, mail).await;
        assert!(ran.succeeded(), "{}", ran.err());
        lines(&ran)
    }

    /// What is to be sent by mail.
    async fn outgoing(&self) -> Vec<ClaimedMail> {
        let store = Store::open(&self.database.url()).await.unwrap();
        let now = facts::at("2100-01-01T00:00:00Z");
        let epoch = store.take_lease("sender", now).await.unwrap();
        let claimed = store.claim_mail(Account::Mail, epoch, now, 100).await.unwrap().0;
        store.close().await;
        claimed
    }
}

/// What was printed; the year of a report's number is that of the day.
fn lines(ran: &Ran) -> String {
    let mut said = ran.out();
    for (start, _) in ran.out().match_indices(r#""report":"2"#) {
        said.replace_range(start + 10..start + 14, "YEAR");
    }
    said
}

const REPORT: &str = "From: Maria Verdi <maria@example.org>
To: segnalazioni@comune.test
Subject: Pothole
Message-ID: <one@example.org>
Date: Tue, 24 Nov 2026 10:00:00 +0100

There is a deep pothole in via Roma 12.
A child fell.

-- 
Maria Verdi
";

const BOUNCE: &str = "From: MAILER-DAEMON@mx.example.org
To: TOWN
Return-Path: <>
Subject: Undelivered Mail Returned to Sender
Message-ID: <SUBJECT@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; maria@example.org
ACTION
--b--
";

/// A notice by its own words: who it is to, and what its machine part says.
fn bounce(to: &str, id: &str, action: &str) -> String {
    BOUNCE.replace("TOWN", to).replace("SUBJECT", id).replace("ACTION", action)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_its_replies_and_its_bounces_are_known_for_what_they_are() {
    for desk in Desk::both().await {
        desk.has("report", REPORT);
        let said = desk.ingests(&["report"]).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
            {"kind":"report","duplicate":false,"report":"YEAR-000001","rule":"new","text":"There is a deep pothole in via Roma 12.\nA child fell."}
            "#);
        }
        assert_eq!(std::fs::read_dir(desk.path().join("blobs")).unwrap().count(), 1);

        // It is acknowledged once the service runs; nothing was sent from here.
        let outgoing = desk.outgoing().await;
        let [acknowledgement] = outgoing.as_slice() else { panic!("{outgoing:?}") };
        let row = acknowledgement.row.id.0.simple();
        let token = acknowledgement.reply_token.as_deref().unwrap();
        let answer = REPORT.replace("one@", "two@").replace("A child fell.", "Now two of them.");
        desk.has("answer", &format!("In-Reply-To: <{row}@comune.test>\n{answer}"));
        let answer = answer.replace("two@", "three@").replace("Now two", "Three");
        desk.has("to_token", &answer.replace("segnalazioni@", &format!("segnalazioni+{token}@")));
        let stranger = answer.replace("three@", "four@").replace("maria@", "anna@");
        desk.has("forged", &stranger.replace("segnalazioni@", &format!("segnalazioni+{token}@")));

        let verp = format!("segnalazioni+b{row}@comune.test");
        let late = "Action: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 451 4.4.1 not now";
        desk.has("late", &bounce(&verp, "late", late));
        let gone = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 who is that";
        desk.has("gone", &bounce(&verp, "gone", gone));
        // The class of a status does not decide whether the other server tries on.
        desk.has("gave_up", &bounce(TOWN, "gave_up", "Action: failed\nStatus: 4.4.7"));
        desk.has("unclear", &bounce(TOWN, "unclear", "Action: failed"));
        let said = desk
            .ingests(&["answer", "to_token", "forged", "late", "gone", "gave_up", "unclear"])
            .await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
            {"kind":"reply","duplicate":false,"report":"YEAR-000001","rule":"thread","text":"There is a deep pothole in via Roma 12.\nNow two of them."}
            {"kind":"reply","duplicate":false,"report":"YEAR-000001","rule":"token","text":"There is a deep pothole in via Roma 12.\nThree of them."}
            {"kind":"task","duplicate":false,"report":null,"rule":"other_sender","text":"There is a deep pothole in via Roma 12.\nThree of them."}
            {"kind":"bounce","duplicate":false,"report":"YEAR-000001","rule":"delivery_status","action":"delayed","recipient":"maria@example.org","status":"4.4.1","final":false,"text":"It could not be delivered."}
            {"kind":"bounce","duplicate":false,"report":"YEAR-000001","rule":"delivery_status","action":"failed","recipient":"maria@example.org","status":"5.1.1","final":true,"text":"It could not be delivered."}
            {"kind":"bounce","duplicate":false,"report":null,"rule":"delivery_status","action":"failed","recipient":"maria@example.org","status":"4.4.7","final":true,"text":"It could not be delivered."}
            {"kind":"bounce","duplicate":false,"report":null,"rule":"delivery_status","action":"failed","recipient":"maria@example.org","status":null,"final":true,"text":"It could not be delivered."}
            "#);
        }

        // All of it again changes nothing.
        let said = desk.ingests(&["report", "answer", "forged", "gone"]).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
            {"kind":"report","duplicate":true,"report":"YEAR-000001","rule":"new","text":"There is a deep pothole in via Roma 12.\nA child fell."}
            {"kind":"reply","duplicate":true,"report":"YEAR-000001","rule":"thread","text":"There is a deep pothole in via Roma 12.\nNow two of them."}
            {"kind":"task","duplicate":true,"report":null,"rule":"other_sender","text":"There is a deep pothole in via Roma 12.\nThree of them."}
            {"kind":"bounce","duplicate":true,"report":"YEAR-000001","rule":"delivery_status","action":"failed","recipient":"maria@example.org","status":"5.1.1","final":true,"text":"It could not be delivered."}
            "#);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn machines_are_told_from_people() {
    for desk in Desk::both().await {
        let away = REPORT.replace("Pothole", "I am away until Monday");
        desk.has("away", &format!("Auto-Submitted: auto-replied\n{away}"));
        desk.has("list", &format!("List-Id: <news.example.org>\n{REPORT}"));
        desk.has(
            "complaint",
            "From: fbl@provider.example
To: segnalazioni@comune.test
Subject: complaint
Message-ID: <complaint@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b

This is an abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1
--b--
",
        );
        desk.has(
            "read",
            "From: maria@example.org
To: segnalazioni@comune.test
Subject: Read: your report
Message-ID: <read@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary=b

--b

It was read.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; maria@example.org
Disposition: manual-action/MDN-sent-manually; displayed
--b--
",
        );
        let said = desk.ingests(&["away", "list", "complaint", "read"]).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
            {"kind":"auto_reply","duplicate":false,"report":null,"rule":"auto_submitted","text":"There is a deep pothole in via Roma 12.\nA child fell."}
            {"kind":"task","duplicate":false,"report":null,"rule":"list","text":"There is a deep pothole in via Roma 12.\nA child fell."}
            {"kind":"abuse_report","duplicate":false,"report":null,"rule":"abuse_report","text":"This is an abuse report."}
            {"kind":"receipt","duplicate":false,"report":null,"rule":"read_receipt","text":"It was read."}
            "#);
        }
        assert_eq!(desk.outgoing().await, [], "nobody is answered");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn receipts_of_certified_mail_are_receipts() {
    for desk in Desk::both().await {
        desk.has(
            "receipt",
            r#"From: posta-certificata@pec.example
To: protocollo@pec.comune.test
Subject: ACCETTAZIONE: 2026-000001
Message-ID: <receipt@pec.example>
X-Ricevuta: accettazione
X-Riferimento-Message-ID: <somebody@elses.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b

Il messaggio è stato accettato.
--b
Content-Type: application/xml; name="daticert.xml"

<postacert tipo="accettazione" errore="nessuno"><intestazione><mittente>protocollo@pec.comune.test</mittente><destinatari tipo="certificato">maria@pec.example</destinatari></intestazione><dati><identificativo>one@pec.example</identificativo><data zona="+0100"><giorno>24/11/2026</giorno><ora>10:00:00</ora></data></dati></postacert>
--b--
"#,
        );
        let said = desk.ingests(&["--pec", "receipt"]).await;
        insta::allow_duplicates! {
            insta::assert_snapshot!(said, @r#"
            {"kind":"receipt","duplicate":false,"report":null,"rule":"pec_receipt","text":"Il messaggio è stato accettato."}
            "#);
        }
        assert_eq!(desk.outgoing().await, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_set_aside_and_the_next_is_taken_all_the_same() {
    let desk = Desk::sqlite();
    let large = format!("{}{}", REPORT.replace("one@", "large@"), "x".repeat(26 << 20));
    desk.has("large", &large);
    desk.has("empty", "");
    desk.has("noise", "\u{0}\u{1}\u{2} no header\n\nat all");
    desk.has("report", REPORT);
    let said = desk.ingests(&["large", "empty", "noise", "report"]).await;
    insta::assert_snapshot!(said, @r#"
    {"kind":"set_aside","duplicate":false,"report":null,"rule":"too_big","text":""}
    {"kind":"set_aside","duplicate":false,"report":null,"rule":"unreadable","text":""}
    {"kind":"set_aside","duplicate":false,"report":null,"rule":"unreadable","text":"no header\n\nat all"}
    {"kind":"report","duplicate":false,"report":"YEAR-000001","rule":"new","text":"There is a deep pothole in via Roma 12.\nA child fell."}
    "#);
}

#[tokio::test]
async fn a_mail_may_come_from_standard_input_and_its_envelope_beside_it() {
    let desk = Desk::sqlite();
    let said = desk.reads("", REPORT).await;
    // With a null sender it is no person's mail (RFC 5321 section 4.5.5).
    insta::assert_snapshot!(said, @r#"
    {"kind":"auto_reply","duplicate":false,"report":null,"rule":"null_return_path","text":"There is a deep pothole in via Roma 12.\nA child fell."}
    "#);

    let other = REPORT.replace("one@", "two@");
    let said = desk.reads("maria@example.org", &other).await;
    insta::assert_snapshot!(said, @r#"
    {"kind":"report","duplicate":false,"report":"YEAR-000001","rule":"new","text":"There is a deep pothole in via Roma 12.\nA child fell."}
    "#);
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named_and_the_others_are_taken() {
    let desk = Desk::sqlite();
    desk.has("report", REPORT);
    let ran = desk.program().fails(&["mail", "ingest", "nowhere.eml", "report"]).await;
    assert!(ran.err().starts_with("nowhere.eml cannot be read: No such file"), "{}", ran.err());
    insta::assert_snapshot!(lines(&ran), @r#"
    {"kind":"report","duplicate":false,"report":"YEAR-000001","rule":"new","text":"There is a deep pothole in via Roma 12.\nA child fell."}
    "#);
}

#[tokio::test]
async fn without_an_address_it_says_which_variable_is_missing_and_the_cure() {
    let desk = Desk::sqlite();
    desk.has("report", REPORT);
    let program = desk.program().without("MAIL_ADDRESS");
    let ran = program.fails(&["mail", "ingest", "report"]).await;
    assert_eq!(ran.out(), "");
    insta::assert_snapshot!(ran.err(), @r#"
    the configuration is not complete:
      MAIL_ADDRESS is missing. Write MAIL_ADDRESS=segnalazioni@comune.example, the address that citizens write to.
    "#);
}

#[tokio::test]
async fn its_log_holds_neither_words_nor_addresses() {
    let desk = Desk::sqlite();
    desk.has("report", REPORT);
    desk.has("gone", &bounce(TOWN, "gone", "Action: failed\nDiagnostic-Code: smtp; 550 wombat"));
    desk.has("noise", "Subject: Pothole\nmaria@example.org");
    let program = desk.program().with("RUST_LOG", "trace");
    let ran = program.succeeds(&["mail", "ingest", "report", "gone", "noise"]).await;
    assert!(ran.err().contains("mail.taken"), "{}", ran.err());
    for secret in ["pothole", "Pothole", "Verdi", "maria", "via Roma", "wombat", "one@example.org"]
    {
        let log = ran.err();
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
}

/// What no card can show: who looks after the service gives it to whoever asks for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_are_given_out_as_they_came() {
    for desk in Desk::both().await {
        desk.has("report", REPORT);
        let list = REPORT.replace("one@", "two@").replace("maria@", "anna@");
        desk.has("list", &format!("List-Id: <parents.example.org>\n{list}"));
        let said = desk.program().runs(&["mail", "ingest", "report", "list"]).await.out();
        let at = said.find("\"report\":\"").unwrap() + 10;
        let number = &said[at..at + 11];

        let ran = desk.program().runs(&["mail", "show", number, "--to", "out/mails"]).await;
        assert!(ran.succeeded(), "{}", ran.err());
        let said = ran.out();
        let lines: Vec<_> = said.lines().collect();
        let [line] = lines.as_slice() else { panic!("{said}") };
        let file = line.split_whitespace().last().unwrap();
        assert!(line.contains(number) && file.starts_with("out/mails/2"), "{line}");
        let raw = std::fs::read(desk.path().join("report")).unwrap();
        assert_eq!(std::fs::read(desk.path().join(file)).unwrap(), raw, "byte for byte");

        // What became of no report is found by who sent it; nothing is written over.
        let ran = desk.program().runs(&["mail", "show", "Anna@example.org"]).await;
        assert!(ran.succeeded() && ran.out().contains(" bytes"), "{}{}", ran.out(), ran.err());
        let ran = desk.program().runs(&["mail", "show", number, "--to", "out/mails"]).await;
        assert!(!ran.succeeded() && ran.out().contains("File exists"), "{}", ran.out());
        let ran = desk.program().runs(&["mail", "show", "2026-000999"]).await;
        assert!(!ran.succeeded() && ran.err().contains("No such mail is kept."), "{}", ran.err());
        let ran = desk.program().runs(&["mail", "show", "everything"]).await;
        assert!(
            !ran.succeeded() && ran.err().contains("neither a report's number"),
            "{}",
            ran.err()
        );
    }
}
