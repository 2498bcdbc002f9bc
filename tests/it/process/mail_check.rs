//! What `rispondo check` says of mail, beside real mail servers.

use super::program::{DIRECTORY, Ground, Program};
use crate::support::servers::{Dovecot, Postfix, free_port, needs};

/// Where the town's mail is.
struct Place {
    ground: Ground,
    program: Program,
    /// What differs from run to run, and what is shown instead.
    names: Vec<(String, &'static str)>,
}

impl Place {
    async fn new(names: Vec<(String, &'static str)>) -> Self {
        let ground = Ground::new().await;
        ground.sim.ignore_unread();
        ground.carlo();
        let program = ground
            .program()
            .with("MAIL_ADDRESS", "segnalazioni@city.test")
            .with("MAIL_SINCE", "2026-11-01");
        program.succeeds(&["directory", "import", DIRECTORY]).await;
        Self { ground, program, names }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.program = self.program.with(name, value);
        self
    }

    /// What is said of mail, and whether all was right.
    async fn says(&self) -> (String, bool) {
        let ran = self.program.runs(&["check"]).await;
        let out = ran.out();
        let after = out.lines().skip_while(|line| !line.contains(" database "));
        let mail = after.skip(1).take_while(|line| !line.starts_with("ok     directory"));
        // How long a server took for its answer.
        let is_time = |(at, _): &(usize, _), line: &str| {
            line[at + 2..].starts_with(|next: char| next.is_ascii_digit())
        };
        let mail = mail.map(|line| {
            let time = line.match_indices(" (").find(|found| is_time(found, line));
            time.map_or(line, |(at, _)| &line[..at])
        });
        let mut said = mail.collect::<Vec<_>>().join("\n");
        for (name, shown) in &self.names {
            said = said.replace(name, shown);
        }
        (said, ran.succeeded())
    }
}

fn old_mail() -> &'static [u8] {
    b"From: anna@example.org\r\nSubject: A hole\r\n\r\nThere is a hole.\r\n"
}

#[tokio::test]
async fn a_mailbox_that_works_is_shown_with_what_stays_untouched() {
    needs!("dovecot", "postfix");
    let dovecot = Dovecot::start();
    let postfix = Postfix::start(dovecot.lmtp_port, None);
    for day in ["2026-10-03T08:00:00Z", "2026-10-31T08:00:00Z", "2026-11-02T08:00:00Z"] {
        dovecot.place("segnalazioni", old_mail(), day.parse().unwrap());
    }
    let place = Place::new(vec![
        (dovecot.imap_port.to_string(), "IMAP"),
        (postfix.smtp_port.to_string(), "SMTP"),
    ])
    .await
    .with("IMAP_URL", &format!("imap://segnalazioni:secret@127.0.0.1:{}", dovecot.imap_port))
    .with("SMTP_URL", &format!("smtp://127.0.0.1:{}", postfix.smtp_port));
    let (said, right) = place.says().await;
    assert!(right, "{said}");
    insta::assert_snapshot!(said, @r"
    ok     mail           segnalazioni@city.test
    ok     mail in        INBOX at 127.0.0.1:IMAP: new mail is told at once (IDLE)
    note   mail in        mails there: 3; from before 2026-11-01 00:00 UTC: 2, which stay untouched
    ok     mail out       127.0.0.1:SMTP: connected, without a login
    ok     mail to us     a mail from and to segnalazioni+…@city.test has come back
    note   forged senders cannot be told: MAIL_AUTHSERV_ID is not set (the name with which your mail server begins Authentication-Results)
    note   links          none, PUBLIC_URL is not set: a reply asks for an answer in words instead
    ");
}

#[tokio::test]
async fn a_server_that_knows_no_plus_is_cured_by_mail_plus_off() {
    needs!("dovecot", "postfix");
    let dovecot = Dovecot::start();
    let only = "recipient_delimiter =
virtual_mailbox_maps = inline:{segnalazioni@city.test=yes}";
    let postfix = Postfix::with(dovecot.lmtp_port, None, only);
    let place = Place::new(vec![
        (dovecot.imap_port.to_string(), "IMAP"),
        (postfix.smtp_port.to_string(), "SMTP"),
    ])
    .await
    .with("IMAP_URL", &format!("imap://segnalazioni:secret@127.0.0.1:{}", dovecot.imap_port))
    .with("SMTP_URL", &format!("smtp://127.0.0.1:{}", postfix.smtp_port))
    .with("PUBLIC_URL", "https://segnala.city.test/")
    .with("MAIL_AUTHSERV_ID", "mx.city.test");
    let (said, right) = place.says().await;
    assert!(!right, "{said}");
    insta::assert_snapshot!(said, @r"
    ok     mail           segnalazioni@city.test
    ok     mail in        INBOX at 127.0.0.1:IMAP: new mail is told at once (IDLE)
    note   mail in        mails there: 0; from before 2026-11-01 00:00 UTC: none
    ok     mail out       127.0.0.1:SMTP: connected, without a login
    WRONG  mail to us     the server refuses segnalazioni+…@city.test, not segnalazioni@city.test: 550 5.1.1 <…>: Recipient address rejected: User unknown in virtual mailbox table
                          → set MAIL_PLUS=off: answers and bounces are then known by their Message-ID
    ok     links          https://segnala.city.test/ (your web server passes it on to us)
    ");

    let (said, right) = place.with("MAIL_PLUS", "off").says().await;
    assert!(right, "{said}");
}

#[tokio::test]
async fn what_is_wrong_with_a_server_comes_with_its_cure() {
    needs!("dovecot");
    let dovecot = Dovecot::start();
    let closed = free_port();
    let place =
        Place::new(vec![(dovecot.imap_port.to_string(), "IMAP"), (closed.to_string(), "CLOSED")])
            .await
            .with("IMAP_URL", &format!("imap://segnalazioni:wrong@127.0.0.1:{}", dovecot.imap_port))
            .with("SMTP_URL", &format!("smtp://127.0.0.1:{closed}"))
            .with("PEC_ADDRESS", "protocollo@pec.city.test")
            .with(
                "PEC_IMAP_URL",
                &format!("imap://pec:secret@127.0.0.1:{}/Nowhere", dovecot.imap_port),
            )
            .with("PEC_SMTP_URL", "file:/dev/null/mails");
    let (said, right) = place.says().await;
    assert!(!right, "{said}");
    insta::assert_snapshot!(said, @r#"
    ok     mail           segnalazioni@city.test
    WRONG  mail in        127.0.0.1:IMAP: the mail server refuses the login: [AUTHENTICATIONFAILED] Authentication failed.
                          → are user and password in IMAP_URL right (an @ in them is %40)? Some providers want IMAP switched on, or a password made for this program
    WRONG  mail out       127.0.0.1:CLOSED: Connection refused (os error 111)
                          → are host and port in SMTP_URL right, and can this computer reach them?
    note   forged senders cannot be told: MAIL_AUTHSERV_ID is not set (the name with which your mail server begins Authentication-Results)
    note   links          none, PUBLIC_URL is not set: a reply asks for an answer in words instead
    ok     pec            protocollo@pec.city.test
    WRONG  pec in         127.0.0.1:IMAP: the mail server refuses EXAMINE "Nowhere": Mailbox doesn't exist: Nowhere
                          → is the folder right? Its name follows the server's in PEC_IMAP_URL, after a /
    WRONG  pec out        /dev/null/mails: the folder of mails: Not a directory (os error 20)
                          → give the service's user the right to write there, or name another folder in PEC_SMTP_URL
    note   pec review     off: each mail that answers none of ours becomes a report (PEC_REVIEW)
    "#);
}

#[tokio::test]
async fn by_lmtp_our_own_mail_comes_back_whether_the_service_runs_or_not() {
    needs!("postfix");
    let door = free_port();
    // As the README says it for a town with a mail server of its own.
    let settings = format!(
        "recipient_delimiter = +
transport_maps = inline:{{segnalazioni@city.test=lmtp:inet:127.0.0.1:{door}}}
virtual_mailbox_maps = inline:{{segnalazioni@city.test=yes}}"
    );
    let postfix = Postfix::with(free_port(), None, &settings);
    let place =
        Place::new(vec![(door.to_string(), "LMTP"), (postfix.smtp_port.to_string(), "SMTP")])
            .await
            .with("LMTP_ADDR", &format!("127.0.0.1:{door}"))
            .with("SMTP_URL", &format!("smtp://127.0.0.1:{}", postfix.smtp_port));
    let (said, right) = place.says().await;
    assert!(right, "{said}");
    insta::assert_snapshot!(said, @r"
    ok     mail           segnalazioni@city.test
    ok     lmtp           127.0.0.1:LMTP is free for the service
    ok     mail out       127.0.0.1:SMTP: connected, without a login
    ok     mail to us     a mail from and to segnalazioni+…@city.test has come back
    note   forged senders cannot be told: MAIL_AUTHSERV_ID is not set (the name with which your mail server begins Authentication-Results)
    note   links          none, PUBLIC_URL is not set: a reply asks for an answer in words instead
    ");

    let serving = place.program.serves();
    place.ground.sim.wait_polling(&place.ground.bot).await;
    let (said, right) = place.says().await;
    assert!(right, "{said}");
    assert!(said.contains("the service listens at 127.0.0.1:LMTP"), "{said}");
    assert!(said.contains("has come back"), "{said}");
    let log = serving.log();
    assert!(log.contains("own_message_id"), "nothing is made of it: {log}");
    assert!(serving.stops().await.success());
}

#[tokio::test]
async fn another_program_at_the_lmtp_address_is_told_from_the_service() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    // It says nothing of its own.
    let place = Place::new(vec![(address.port().to_string(), "TAKEN")])
        .await
        .with("LMTP_ADDR", &address.to_string())
        .with("SMTP_URL", "file:mails");
    let (said, right) = place.says().await;
    assert!(!right, "{said}");
    insta::assert_snapshot!(said, @r"
    ok     mail           segnalazioni@city.test
    WRONG  lmtp           another program listens at 127.0.0.1:TAKEN
                          → choose another port in LMTP_ADDR, and tell your mail server
    ok     mail out       mails: mails become files in this folder, nobody gets them
    note   forged senders cannot be told: MAIL_AUTHSERV_ID is not set (the name with which your mail server begins Authentication-Results)
    note   links          none, PUBLIC_URL is not set: a reply asks for an answer in words instead
    ");
}

/// The town signs the certificates of its servers itself, and has told its computers so.
#[tokio::test]
async fn an_authority_that_this_computer_knows_is_believed_of_a_mail_server() {
    needs!("dovecot");
    let Some(dovecot) = Dovecot::with_its_own_certificate() else { return };
    let url = format!("imaps://segnalazioni:secret@127.0.0.1:{}", dovecot.imaps_port);
    let place = Place::new(Vec::new()).await.with("IMAP_URL", &url).with("SMTP_URL", "file:mails");
    let (said, right) = place.says().await;
    assert!(!right, "{said}");
    assert!(said.contains("signed by an authority that this computer knows"), "{said}");
    let certificate = dovecot.certificate().display().to_string();
    let (said, right) = place.with("SSL_CERT_FILE", &certificate).says().await;
    assert!(right, "{said}");
}
