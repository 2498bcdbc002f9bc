//! Each row of what may go wrong, over a real socket.

use super::server::{DROP, HANG};
use super::*;

/// In short what came of a mail to a server that answers so at one moment.
async fn outcome(moment: &'static str, answer: &'static str) -> String {
    let server = Server::start(false, move |_, at| (at == moment).then_some(answer)).await;
    let limits = if answer == HANG { short() } else { Limits::STANDARD };
    match smtp(&server, limits).send(&mail()).await {
        Ok(_) => "taken".to_owned(),
        Err(SendError::NotMade(_)) => "again".to_owned(),
        Err(SendError::Unknown(_)) => "unknown".to_owned(),
        Err(SendError::OwnFault { stage, .. }) => format!("ours at {stage:?}"),
        Err(SendError::Refused { status, .. }) => {
            format!("final {}", status.unwrap_or_default()).trim_end().to_owned()
        }
    }
}

#[tokio::test]
async fn each_row_over_a_socket() {
    let rows = [
        ("CONNECT", "421 4.3.2 Too busy", "again"),
        ("CONNECT", "554 5.7.1 Go away", "ours at Greeting"),
        ("CONNECT", DROP, "again"),
        ("CONNECT", "this is not SMTP", "again"),
        ("EHLO", "421 4.7.0 Try later", "again"),
        ("EHLO", "550 5.7.1 Who are you", "ours at Greeting"),
        ("EHLO", DROP, "again"),
        ("EHLO", "250 relay.example", "ours at Login"),
        ("AUTH", "454 4.7.0 Temporary failure", "again"),
        ("AUTH", "535 5.7.8 Wrong password", "ours at Login"),
        ("AUTH", DROP, "again"),
        ("AUTH", HANG, "again"),
        ("MAIL", "451 4.7.1 Later", "again"),
        ("MAIL", "530 5.7.0 Log in first", "ours at Sender"),
        ("MAIL", "553 5.7.1 Not your address", "ours at Sender"),
        ("MAIL", DROP, "again"),
        ("MAIL", HANG, "again"),
        ("RCPT", "450 4.2.0 Greylisted", "again"),
        ("RCPT", "550 5.1.1 User unknown", "final 5.1.1"),
        ("RCPT", "550-5.1.1 Two lines\r\n550 5.1.1 of words", "final 5.1.1"),
        ("RCPT", "550 No such user", "final"),
        ("RCPT", "550 5.1.8 Your domain", "ours at Recipient"),
        ("RCPT", "554 5.7.1 <anna@example.org>: Relay access denied", "ours at Recipient"),
        ("RCPT", DROP, "again"),
        ("RCPT", HANG, "again"),
        ("DATA", "451 4.3.0 Later", "again"),
        ("DATA", "554 5.5.1 No", "final 5.5.1"),
        ("DATA", "250 odd", "again"),
        ("DATA", DROP, "again"),
        ("DATA", HANG, "again"),
        ("END", "250 2.0.0 Ok", "taken"),
        ("END", "451 4.3.0 Later", "again"),
        ("END", "421 4.4.2 Closing", "again"),
        ("END", "552 5.3.4 Too big", "final 5.3.4"),
        ("END", "554 5.7.1 Looks like spam", "final 5.7.1"),
        ("END", "550 5.1.8 Your domain", "ours at Data"),
        ("END", "this is not SMTP", "unknown"),
        ("END", "354 odd", "unknown"),
        ("END", DROP, "unknown"),
        ("END", HANG, "unknown"),
    ];
    let outcomes = rows.map(|(moment, answer, _)| Box::pin(outcome(moment, answer)));
    let outcomes = futures_util::future::join_all(outcomes).await;
    for ((moment, answer, expected), got) in rows.into_iter().zip(outcomes) {
        assert_eq!(got, expected, "{moment}: {answer}");
    }
}

#[tokio::test]
async fn a_connection_that_ends_inside_the_mail_has_handed_nothing_over() {
    let server = Server::start(false, |_, moment| (moment == "BODY").then_some(DROP)).await;
    // More than the sockets' buffers hold, so that the end is noticed before the dot.
    let mail = Composed { bytes: b"0123456789abcdef\r\n".repeat(2 << 20), ..mail() };
    let result = smtp(&server, Limits::STANDARD).send(&mail).await;
    assert!(matches!(result, Err(SendError::NotMade(_))), "{result:?}");
}

#[tokio::test]
async fn a_server_that_stops_reading_has_been_handed_nothing() {
    let holder = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = holder.local_addr().unwrap().port();
    tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        let (mut socket, _) = holder.accept().await.unwrap();
        // All answers at once, then it never reads.
        let answers = "220 a\r\n250-a\r\n250 AUTH PLAIN\r\n235 a\r\n250 a\r\n250 a\r\n354 a\r\n";
        socket.write_all(answers.as_bytes()).await.unwrap();
        std::future::pending::<()>().await;
    });
    let still = Server::at(port);
    let mail = Composed { bytes: b"0123456789abcdef\r\n".repeat(2 << 20), ..mail() };
    let result = smtp(&still, short()).send(&mail).await;
    assert_eq!(result, Err(SendError::NotMade("no answer in time".into())));
}

#[tokio::test]
async fn nobody_at_the_port_means_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server::at(listener.local_addr().unwrap().port());
    drop(listener);
    let result = smtp(&server, Limits::STANDARD).send(&mail()).await;
    assert!(matches!(result, Err(SendError::NotMade(_))), "{result:?}");
}
