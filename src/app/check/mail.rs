//! Mail: where it comes in, where it goes out, and what stands between.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::servers::{self, MAIL, PEC};
use super::{Table, probe};
use crate::app::mailbox;
use crate::clock::Clock;
use crate::config::mail::{MailConfig, Outlet, PecConfig};
use crate::store::Store;

/// How long a program may take to greet.
const GREETING: Duration = Duration::from_secs(3);

/// Checks all that is set of mail.
pub(super) async fn check(config: &MailConfig, store: Option<&Store>, table: &mut Table) {
    let clock = Clock::system();
    let first = mailbox::first(config, clock.now());
    table.right("mail", &config.address);
    if !config.former.is_empty() {
        let former = config.former.join(", ");
        table.note("mail", format!("answers to mails from {former} are known as well"));
    }
    let mut readable = false;
    if let Some(server) = &config.imap {
        readable = servers::reads(&MAIL, server, first, store, table).await;
    }
    let door = match config.lmtp {
        Some(address) => lmtp(address, config.id_host(), table).await,
        None => None,
    };
    if config.imap.is_none() && config.lmtp.is_none() {
        table.note(
            "mail in",
            "neither IMAP_URL nor LMTP_ADDR is set: only `rispondo mail ingest` takes mail in",
        );
    }
    let smtp = servers::sends(&MAIL, config.smtp.as_ref(), config.id_host(), table).await;
    let by_server = matches!(config.smtp, Some(Outlet::Server(_)));
    if let Some(smtp) = smtp.filter(|_| by_server && config.plus) {
        let back = match (&config.imap, door) {
            (Some(server), _) if readable => Some(probe::Back::Mailbox(server)),
            (_, Some(Door::Free(address))) => Some(probe::Back::Here(address)),
            (_, Some(Door::Service)) => store.map(probe::Back::Service),
            _ => None,
        };
        if let Some(back) = back {
            probe::check(config, &smtp, &back, &clock, store, table).await;
        }
    }
    if config.authserv_id.is_none() {
        table.note(
            "forged senders",
            "cannot be told: MAIL_AUTHSERV_ID is not set (the name with which your mail server \
             begins Authentication-Results)",
        );
    }
    match &config.public_url {
        Some(url) => table.right("links", format!("{url} (your web server passes it on to us)")),
        None => table.note(
            "links",
            "none, PUBLIC_URL is not set: a reply asks for an answer in words instead",
        ),
    }
    if let Some(pec) = &config.pec {
        certified(config, pec, store, table).await;
    }
}

/// Certified mail. Nothing is sent there: each mail has its price and its receipts.
async fn certified(config: &MailConfig, pec: &PecConfig, store: Option<&Store>, table: &mut Table) {
    let first = mailbox::first(config, Clock::system().now());
    table.right("pec", &pec.address);
    match &pec.imap {
        Some(server) => {
            servers::reads(&PEC, server, first, store, table).await;
        }
        None if config.lmtp.is_none() => {
            table.note("pec in", "PEC_IMAP_URL is not set: certified mail is not fetched");
        }
        None => {}
    }
    servers::sends(&PEC, pec.smtp.as_ref(), config.id_host(), table).await;
    let review = if pec.review {
        "on: the URP looks first at each mail that answers none of ours (PEC_REVIEW)"
    } else {
        "off: each mail that answers none of ours becomes a report (PEC_REVIEW)"
    };
    table.note("pec review", review);
}

/// Who listens where the town's mail server delivers to.
enum Door {
    /// Nobody: the service does not run.
    Free(SocketAddr),
    /// The service.
    Service,
}

async fn lmtp(address: SocketAddr, name: &str, table: &mut Table) -> Option<Door> {
    match TcpListener::bind(address).await {
        Ok(_) => {
            table.right("lmtp", format!("{address} is free for the service"));
            // Nobody knows a port that is another one at each start.
            (address.port() != 0).then_some(Door::Free(address))
        }
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            if greets(address, name).await {
                table.right("lmtp", format!("the service listens at {address}"));
                return Some(Door::Service);
            }
            table.wrong(
                "lmtp",
                format!("another program listens at {address}"),
                "choose another port in LMTP_ADDR, and tell your mail server",
            );
            None
        }
        Err(error) => {
            table.wrong(
                "lmtp",
                format!("{address}: {error}"),
                "LMTP_ADDR must be an address of this computer, with a port above 1023",
            );
            None
        }
    }
}

/// Whether our own LMTP greets there.
async fn greets(address: SocketAddr, name: &str) -> bool {
    let mut greeting = String::new();
    let heard = timeout(GREETING, async {
        let stream = TcpStream::connect(address).await?;
        BufReader::new(stream).read_line(&mut greeting).await
    });
    matches!(heard.await, Ok(Ok(_))) && greeting.starts_with(&format!("220 {name} "))
}
