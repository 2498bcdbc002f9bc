//! The connections: how many, how long, and what is done before one is used again.

use super::*;

#[tokio::test]
async fn a_second_mail_goes_over_the_same_connection_after_a_reset() {
    let server = Server::start(false, |_, _| None).await;
    let smtp = smtp(&server, Limits::STANDARD);
    smtp.send(&mail()).await.unwrap();
    smtp.clone().send(&mail()).await.unwrap();
    assert_eq!(server.connections(), 1);
    let resets = server.heard().iter().filter(|line| line.ends_with("RSET")).count();
    assert_eq!(resets, 1);
}

#[tokio::test]
async fn a_refused_mail_leaves_the_connection_usable() {
    let mut refusals = ["550 5.1.1 No", "250 Ok"].into_iter();
    let server =
        Server::start(false, move |_, at| (at == "RCPT").then(|| refusals.next().unwrap())).await;
    let smtp = smtp(&server, Limits::STANDARD);
    assert!(matches!(smtp.send(&mail()).await, Err(SendError::Refused { .. })));
    smtp.send(&mail()).await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_connection_that_died_while_idle_is_replaced_unnoticed() {
    let server = Server::start(false, |_, moment| (moment == "RSET").then_some(server::DROP)).await;
    let smtp = smtp(&server, Limits::STANDARD);
    smtp.send(&mail()).await.unwrap();
    smtp.send(&mail()).await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_connection_is_left_after_its_number_of_mails() {
    let server = Server::start(false, |_, _| None).await;
    let smtp = smtp(&server, Limits { mails: 2, ..Limits::STANDARD });
    for _ in 0..5 {
        smtp.send(&mail()).await.unwrap();
    }
    assert_eq!(server.connections(), 3);
    assert!(server.heard().contains(&"1 QUIT".to_owned()));
}

#[tokio::test]
async fn no_more_than_two_are_open_at_once() {
    let server = Server::start(false, |_, _| None).await;
    let smtp = smtp(&server, Limits::STANDARD);
    let mail = mail();
    let sent = futures_util::future::join_all((0..20).map(|_| smtp.send(&mail))).await;
    assert!(sent.iter().all(Result::is_ok));
    assert_eq!(server.connections(), 2);
    let sent = server.heard().iter().filter(|line| line.ends_with(" DATA")).count();
    assert_eq!(sent, 20);
}

#[tokio::test]
async fn an_idle_connection_says_goodbye_by_itself() {
    let (left, has_left) = tokio::sync::oneshot::channel();
    let mut left = Some(left);
    let server = Server::start(false, move |_, moment| {
        if moment == "QUIT" {
            left.take().unwrap().send(()).unwrap();
        }
        None
    })
    .await;
    let smtp = smtp(&server, Limits { idle: Duration::from_millis(10), ..Limits::STANDARD });
    smtp.send(&mail()).await.unwrap();
    has_left.await.unwrap();
    smtp.send(&mail()).await.unwrap();
    assert_eq!(server.connections(), 2);
}
