//! The servers of a mailbox: whether it can be read, and whether mail can go out.

use super::Table;
use crate::app::mailbox::{self, Begins, First};
use crate::channels::mail::imap::{self, ImapError};
use crate::channels::mail::smtp::{SendError, Smtp, Stage};
use crate::config::mail::{MailServer, Outlet};
use crate::domain::mail::Account;
use crate::store::Store;

/// What the settings of a mailbox are called.
pub(super) struct Names {
    account: Account,
    reads: &'static str,
    sends: &'static str,
    imap: &'static str,
    smtp: &'static str,
}

/// Ordinary mail.
pub(super) const MAIL: Names = Names {
    account: Account::Mail,
    reads: "mail in",
    sends: "mail out",
    imap: "IMAP_URL",
    smtp: "SMTP_URL",
};

/// Certified mail.
pub(super) const PEC: Names = Names {
    account: Account::Pec,
    reads: "pec in",
    sends: "pec out",
    imap: "PEC_IMAP_URL",
    smtp: "PEC_SMTP_URL",
};

/// Looks into a mailbox; whether it can be read.
pub(super) async fn reads(
    names: &Names,
    server: &MailServer,
    first: First,
    store: Option<&Store>,
    table: &mut Table,
) -> bool {
    let known = match store {
        Some(store) => store.mailbox(names.account).await.ok().flatten(),
        None => None,
    };
    let Begins { progress, is_other } =
        mailbox::begins(known.as_ref(), &mailbox::name(server), first);
    let from = progress.since;
    let at = format!("{}:{}", server.host, server.port);
    match imap::look(server, from).await {
        Ok(look) => {
            let how =
                if look.idle { "told at once (IDLE)" } else { "asked for each minute (no IDLE)" };
            table.right(names.reads, format!("{} at {at}: new mail is {how}", look.folder));
            let day = from.format("%Y-%m-%d %H:%M UTC");
            let older = match look.older {
                0 => "none".to_owned(),
                older => format!("{older}, which stay untouched"),
            };
            let messages = look.messages;
            table.note(names.reads, format!("mails there: {messages}; from before {day}: {older}"));
            if is_other {
                table.note(
                    names.reads,
                    "another mailbox was read until now: if this one is to be read from another \
                     day on, set MAIL_SINCE, or take it out, before the service starts",
                );
            }
            true
        }
        Err(error) => {
            table.wrong(names.reads, format!("{at}: {error}"), &imap_cure(names.imap, &error));
            false
        }
    }
}

fn imap_cure(variable: &str, error: &ImapError) -> String {
    match error {
        ImapError::LoginRefused(_) => format!(
            "are user and password in {variable} right (an @ in them is %40)? Some providers want \
             IMAP switched on, or a password made for this program"
        ),
        ImapError::Tls(_) => format!(
            "imaps:// is for port 993, imap:// for port 143 with STARTTLS; the server's certificate must be valid \
             for the name in {variable}, and signed by an authority that this computer knows"
        ),
        ImapError::Refused { .. } => {
            format!("is the folder right? Its name follows the server's in {variable}, after a /")
        }
        ImapError::Unreachable(_) | ImapError::TimedOut => {
            format!("are host and port in {variable} right, and can this computer reach them?")
        }
        ImapError::Protocol | ImapError::Ours(_) | ImapError::Stopped => {
            format!("is {variable} the address of an IMAP server?")
        }
    }
}

/// Connects and logs in where mail goes out; the outlet, if that works.
pub(super) async fn sends(
    names: &Names,
    outlet: Option<&Outlet>,
    hello: &str,
    table: &mut Table,
) -> Option<Smtp> {
    let Some(outlet) = outlet else {
        table.note(names.sends, format!("{} is not set: nobody is answered by mail", names.smtp));
        return None;
    };
    let smtp = match Smtp::new(outlet, hello) {
        Ok(smtp) => smtp,
        Err(error) => {
            table.wrong(names.sends, error, &format!("mend {} (see .env.example)", names.smtp));
            return None;
        }
    };
    let (at, works) = match outlet {
        Outlet::Server(server) => {
            let login = if server.login.is_some() {
                "connected, logged in"
            } else {
                "connected, without a login"
            };
            (format!("{}:{}", server.host, server.port), login)
        }
        Outlet::Folder(folder) => {
            (folder.display().to_string(), "mails become files in this folder, nobody gets them")
        }
    };
    match smtp.check().await {
        Ok(()) => {
            table.right(names.sends, format!("{at}: {works}"));
            Some(smtp)
        }
        Err(error) => {
            let cure = smtp_cure(names.smtp, outlet, &error);
            table.wrong(names.sends, format!("{at}: {}", said(&error)), &cure);
            None
        }
    }
}

/// What the server said, without our name for it.
pub(super) fn said(error: &SendError) -> &str {
    match error {
        SendError::NotMade(reply)
        | SendError::Unknown(reply)
        | SendError::Refused { reply, .. }
        | SendError::OwnFault { reply, .. } => reply,
    }
}

fn smtp_cure(variable: &str, outlet: &Outlet, error: &SendError) -> String {
    if matches!(outlet, Outlet::Folder(_)) {
        return format!(
            "give the service's user the right to write there, or name another folder in {variable}"
        );
    }
    match error {
        SendError::OwnFault { stage: Stage::Login, .. } => format!(
            "are user and password in {variable} right (an @ in them is %40)? Some providers want \
             a password made for this program"
        ),
        SendError::OwnFault { stage: Stage::Tls, .. } => format!(
            "smtps:// is for port 465, smtp:// for port 587 with STARTTLS; the server's certificate must be valid \
             for the name in {variable}, and signed by an authority that this computer knows"
        ),
        SendError::OwnFault { .. } | SendError::Refused { .. } => {
            format!("the server refuses this computer: does {variable} name the right one?")
        }
        SendError::NotMade(_) | SendError::Unknown(_) => {
            format!("are host and port in {variable} right, and can this computer reach them?")
        }
    }
}
