//! Protected connections, with a certificate that only this test trusts.

use lettre::transport::smtp::client::Certificate;

use super::*;

fn protected(server: &Server, how: Tls, trusted: bool) -> Smtp {
    let hello = hello_name("rispondo.example").unwrap();
    let protection = if how == Tls::StartTls {
        let mut tls = TlsParameters::builder("localhost".into());
        if trusted {
            let certificate = Certificate::from_der(server::CERTIFICATE.into()).unwrap();
            tls = tls.add_root_certificate(certificate);
        }
        Protection::StartTls(tls.build_rustls().unwrap())
    } else {
        let mut roots = RootCertStore::empty();
        if trusted {
            roots.add(server::CERTIFICATE.into()).unwrap();
        }
        let name = ServerName::try_from("localhost").unwrap();
        Protection::Implicit(connector(Arc::new(roots)).unwrap(), name)
    };
    let pool = Pool::new(at(server, how), hello, protection, Limits::STANDARD);
    Smtp(Arc::new(Way::Server(Arc::new(pool))))
}

#[tokio::test]
async fn nothing_but_ehlo_is_said_before_tls() {
    let server = Server::start(false, |_, _| None).await;
    protected(&server, Tls::StartTls, true).send(&mail()).await.unwrap();
    let verbs: Vec<_> = server.heard().iter().take(4).map(|line| line[2..6].to_owned()).collect();
    assert_eq!(verbs, ["EHLO", "STAR", "EHLO", "AUTH"]);
}

#[tokio::test]
async fn tls_may_begin_at_once() {
    let server = Server::start(true, |_, _| None).await;
    protected(&server, Tls::Implicit, true).send(&mail()).await.unwrap();
    assert!(!server.heard().iter().any(|line| line.contains("STARTTLS")));
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_our_own_fault() {
    for (how, at_once) in [(Tls::StartTls, false), (Tls::Implicit, true)] {
        let server = Server::start(at_once, |_, _| None).await;
        let error = protected(&server, how, false).send(&mail()).await.unwrap_err();
        assert!(matches!(error, SendError::OwnFault { stage: Stage::Tls, .. }), "{error}");
        assert!(!server.heard().iter().any(|line| line.contains("AUTH")), "no password was said");
    }
}

#[tokio::test]
async fn without_starttls_nothing_is_sent() {
    let bare = "250-relay.example\r\n250 AUTH PLAIN";
    let server = Server::start(false, move |_, moment| (moment == "EHLO").then_some(bare)).await;
    let error = protected(&server, Tls::StartTls, true).send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::OwnFault { stage: Stage::Tls, .. }), "{error}");
    assert_eq!(server.heard(), ["1 EHLO rispondo.example"]);
}

#[tokio::test]
async fn starttls_that_is_refused_is_ours_or_comes_again() {
    for (answer, ours) in [("502 5.5.1 No", true), ("454 4.7.0 Later", false)] {
        let server =
            Server::start(false, move |_, moment| (moment == "STARTTLS").then_some(answer)).await;
        let error = protected(&server, Tls::StartTls, true).send(&mail()).await.unwrap_err();
        assert_eq!(matches!(error, SendError::OwnFault { stage: Stage::Tls, .. }), ours, "{error}");
    }
}

#[tokio::test]
async fn a_server_without_tls_at_a_port_with_tls_is_our_own_fault() {
    let server = Server::start(false, |_, _| None).await;
    let error = protected(&server, Tls::Implicit, true).send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::OwnFault { stage: Stage::Tls, .. }), "{error}");
}

#[tokio::test]
async fn answers_from_before_tls_are_not_believed_after_it() {
    // Somebody on the way adds an answer to that of STARTTLS, to be taken for one that was protected.
    let forged = "220 2.0.0 Ready\r\n250-forged\r\n250 AUTH PLAIN";
    let server =
        Server::start(false, move |_, moment| (moment == "STARTTLS").then_some(forged)).await;
    let error = protected(&server, Tls::StartTls, true).send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::OwnFault { stage: Stage::Tls, .. }), "{error}");
    assert!(!server.heard().iter().any(|line| line.contains("AUTH")), "no password was said");
}
