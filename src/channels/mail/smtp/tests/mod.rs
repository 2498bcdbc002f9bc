use std::time::Duration;

use secrecy::SecretString;

use super::*;

mod pooled;
mod rows;
mod server;
mod tls;

use server::Server;

fn mail() -> Composed {
    Composed {
        envelope_from: "town+b-k7m2@town.example".into(),
        to: "anna@example.org".into(),
        bytes: b"Subject: prova\r\n\r\nUno.\r\n.due\r\n".to_vec(),
    }
}

fn at(server: &Server, tls: Tls) -> MailServer {
    MailServer {
        host: "localhost".into(),
        port: server.port,
        tls,
        login: Some(("town".into(), SecretString::from("a secret word"))),
        folder: String::new(),
    }
}

/// Limits that a test can wait for, where a server does not answer.
fn short() -> Limits {
    let short = Duration::from_secs(1);
    Limits { command: short, content: short, end: short, probe: short, ..Limits::STANDARD }
}

fn smtp(server: &Server, limits: Limits) -> Smtp {
    let hello = hello_name("rispondo.example").unwrap();
    let pool = Pool::new(at(server, Tls::Off), hello, Protection::Off, limits);
    Smtp(Arc::new(Way::Server(Arc::new(pool))))
}

#[tokio::test]
async fn a_mail_is_handed_over_command_by_command() {
    let server = Server::start(false, |_, _| None).await;
    let outlet = Outlet::Server(at(&server, Tls::Off));
    let smtp = Smtp::new(&outlet, "rispondo.example").unwrap();
    let accepted = smtp.send(&mail()).await.unwrap();
    assert_eq!(accepted.reply, "250 2.0.0 Ok: queued as 4F2A for …");
    insta::assert_snapshot!(server.heard().join("\n"), @r"
1 EHLO rispondo.example
1 AUTH PLAIN AHRvd24AYSBzZWNyZXQgd29yZA==
1 MAIL FROM:<town+b-k7m2@town.example>
1 RCPT TO:<anna@example.org>
1 DATA
1 Subject: prova
1 
1 Uno.
1 ..due
1 .
");
}

#[tokio::test]
async fn the_null_sender_is_an_empty_path() {
    let server = Server::start(false, |_, _| None).await;
    let mail = Composed { envelope_from: String::new(), ..mail() };
    smtp(&server, Limits::STANDARD).send(&mail).await.unwrap();
    assert!(server.heard().contains(&"1 MAIL FROM:<>".to_owned()));
}

#[tokio::test]
async fn checking_logs_in_and_leaves() {
    let server = Server::start(false, |_, _| None).await;
    let smtp = smtp(&server, Limits::STANDARD);
    smtp.check().await.unwrap();
    let verbs: Vec<_> = server.heard().iter().map(|line| line[2..6].to_owned()).collect();
    assert_eq!(verbs, ["EHLO", "AUTH", "NOOP", "QUIT"]);

    let refusing =
        Server::start(false, |_, moment| (moment == "AUTH").then_some("535 5.7.8 Wrong")).await;
    let reply = "535 5.7.8 Wrong".to_owned();
    assert_eq!(
        self::smtp(&refusing, Limits::STANDARD).check().await,
        Err(SendError::OwnFault { stage: Stage::Login, reply })
    );
}

#[tokio::test]
async fn the_password_is_printed_nowhere() {
    let server = Server::start(false, |_, moment| (moment == "AUTH").then_some("535 No")).await;
    let outlet = Outlet::Server(at(&server, Tls::StartTls));
    let smtp = Smtp::new(&outlet, "rispondo.example").unwrap();
    assert_eq!(format!("{smtp:?}"), format!("Smtp(localhost:{})", server.port));
    let error = self::smtp(&server, Limits::STANDARD).send(&mail()).await.unwrap_err();
    for printed in [format!("{error:?}"), error.to_string(), format!("{outlet:?}")] {
        assert!(!printed.contains("secret word"), "{printed}");
    }
}

#[tokio::test]
async fn letters_beyond_ascii_need_a_server_that_takes_them() {
    let mail = Composed { to: "àlex@example.org".into(), ..mail() };
    let plain = Server::start(false, |_, _| None).await;
    let refused = smtp(&plain, Limits::STANDARD).send(&mail).await.unwrap_err();
    assert!(
        matches!(refused, SendError::Refused { status: Some(status), .. } if status == "5.6.7")
    );
    assert!(!plain.heard().iter().any(|line| line.contains("MAIL")));

    let able = Server::start(false, |_, moment| {
        let words = "250-relay.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN";
        (moment == "EHLO").then_some(words)
    })
    .await;
    smtp(&able, Limits::STANDARD).send(&mail).await.unwrap();
    let from = "1 MAIL FROM:<town+b-k7m2@town.example> SMTPUTF8 BODY=8BITMIME".to_owned();
    assert!(able.heard().contains(&from));
    assert!(able.heard().contains(&"1 RCPT TO:<àlex@example.org>".to_owned()));
}

#[tokio::test]
async fn a_folder_keeps_each_mail_once_with_its_envelope() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("outgoing");
    let smtp = Smtp::new(&Outlet::Folder(inside.clone()), "").unwrap();
    smtp.check().await.unwrap();
    smtp.send(&mail()).await.unwrap();
    let accepted = smtp.send(&mail()).await.unwrap();
    let mut files: Vec<_> = std::fs::read_dir(&inside)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files.len(), 2);
    assert_eq!(accepted.reply, format!("written as {}", files[0]));
    assert_eq!(std::fs::read(inside.join(&files[0])).unwrap(), mail().bytes);
    let envelope = std::fs::read_to_string(inside.join(&files[1])).unwrap();
    assert_eq!(envelope, r#"{"from":"town+b-k7m2@town.example","to":"anna@example.org"}"#);

    let nowhere = Smtp::new(&Outlet::Folder(inside.join(&files[0])), "").unwrap();
    assert!(matches!(nowhere.send(&mail()).await, Err(SendError::NotMade(_))));
    assert!(matches!(nowhere.check().await, Err(SendError::NotMade(_))));
}

#[test]
fn an_outlet_that_cannot_be_is_refused_before_anything_is_sent() {
    let server = |host: &str| {
        Outlet::Server(MailServer {
            host: host.into(),
            port: 465,
            tls: Tls::Implicit,
            login: None,
            folder: String::new(),
        })
    };
    assert!(Smtp::new(&server("mail.example"), "192.0.2.1").is_ok());
    assert!(Smtp::new(&server("[2001:db8::1]"), "2001:db8::2").is_ok());
    for hello in ["", "a b", "x\r\nMAIL FROM:<>", "città.example"] {
        let error = Smtp::new(&server("mail.example"), hello).unwrap_err();
        assert_eq!(error, OutletError::Hello(hello.into()));
    }
    assert_eq!(
        Smtp::new(&server("no host"), "a").unwrap_err(),
        OutletError::Host("no host".into())
    );
}
