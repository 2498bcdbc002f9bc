//! What is logged of mail, at the level at which nothing is left out.

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::program::Ground;
use crate::support::letters::{TOWN, plain};
use crate::support::lmtp::Lmtp;
use crate::support::servers::free_port;

/// A mail server that takes no mail, and repeats in its refusal whom it was for.
async fn refuse_one(server: TcpListener) {
    let (stream, _) = server.accept().await.unwrap();
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mx.test ESMTP\r\n").await.unwrap();
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap_or_default() > 0 {
        let refused = line.starts_with("RCPT");
        let answer = match line.as_bytes() {
            [b'R', b'C', ..] => "550 5.1.1 <zaccaria@example.org>: Quintavalle moved\r\n",
            [b'Q', ..] => "221 2.0.0 bye\r\n",
            _ => "250 ok\r\n",
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
        if refused {
            return;
        }
        line.clear();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logs_of_mail_never_hold_words_addresses_or_tokens() {
    let ground = Ground::new().await;
    ground.sim.ignore_unread();
    let carlo = ground.carlo();
    let smtp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let outlet = format!("smtp://127.0.0.1:{}", smtp.local_addr().unwrap().port());
    let port = free_port();
    let program = ground
        .program()
        .with("MAIL_ADDRESS", TOWN)
        .with("LMTP_ADDR", &format!("127.0.0.1:{port}"))
        .with("SMTP_URL", &outlet)
        .with("RUST_LOG", "rispondo=trace");
    let serving = program.serves();
    ground.sim.wait_polling(&ground.bot).await;

    let mut lmtp = Lmtp::connect(port).await;
    let header = "From: Zaccaria Quintavalle <zaccaria@example.org>\r\n\
                  Message-ID: <wombat@example.org>\r\nSubject: Xylophone\r\n";
    let mail = format!("{header}{}", plain("A yodelling pothole in via Roma 12"));
    let said = lmtp.mail("zaccaria@example.org", &[TOWN], mail.as_bytes()).await;
    assert!(said.iter().all(|reply| reply.starts_with("250")), "{said:?}");
    carlo.next_matching("yodelling").await.unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(20), refuse_one(smtp)).await.unwrap();

    // Also where things go wrong.
    let token = format!("segnalazioni+{}@comune.test", "k".repeat(40));
    let said = lmtp.mail("zaccaria@example.org", &["xylophone@elsewhere.test"], b"").await;
    assert!(said.iter().any(|reply| reply.starts_with("550")), "{said:?}");
    assert!(lmtp.say("Xylophone zaccaria@example.org").await.starts_with("500"));
    lmtp.say("RSET").await;
    let said = lmtp.mail("", &[&token], b"Subject: Xylophone\r\nno header at all\r\n").await;
    assert!(said.iter().all(|reply| reply.starts_with("250")), "{said:?}");
    assert!(serving.stops().await.success());
    let log = std::fs::read_to_string(ground.folder.path().join("log")).unwrap();
    assert!(log.contains("mail.taken"), "{log}");
    let token = "k".repeat(8);
    let secrets = ["ylophone", "odelling", "via Roma", "accaria", "uintavalle", "wombat", &token];
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} is in the log: {line:?}");
    }
}
