//! The mailboxes: where mail is fetched or received, and how it goes out.

mod server;

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

use super::{ConfigError, Env, can_be_served, switch, value};
use server::server;

pub use server::{MailServer, Tls};

/// Everything about mail. Without `MAIL_ADDRESS` there is none.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `MAIL_ADDRESS`: the town's address, in lower case.
    pub address: String,
    /// `MAIL_FORMER_ADDRESSES`: those that the town had before, in lower case.
    pub former: Vec<String>,
    /// `MAIL_PLUS`: whether `+token` may be added to the local part (on, unless it is `off`).
    pub plus: bool,
    /// `MAIL_SINCE`: mail of a mailbox met for the first time is taken from then on.
    pub since: Option<DateTime<Utc>>,
    /// `IMAP_URL`: the mailbox to fetch from.
    pub imap: Option<MailServer>,
    /// `SMTP_URL`: where mail goes out.
    pub smtp: Option<Outlet>,
    /// `LMTP_ADDR`: where the town's own mail server delivers to us.
    pub lmtp: Option<SocketAddr>,
    /// `MAIL_AUTHSERV_ID`: whose Authentication-Results are believed (RFC 8601).
    pub authserv_id: Option<String>,
    /// Certified mail.
    pub pec: Option<PecConfig>,
    /// `PUBLIC_URL`: where the pages behind links of mails are.
    pub public_url: Option<Url>,
}

/// The account of certified mail. Without `PEC_ADDRESS` there is none.
#[derive(Debug, Clone)]
pub struct PecConfig {
    /// `PEC_ADDRESS`, in lower case.
    pub address: String,
    /// `PEC_IMAP_URL`.
    pub imap: Option<MailServer>,
    /// `PEC_SMTP_URL`.
    pub smtp: Option<Outlet>,
    /// `PEC_REVIEW`: a mail that answers none of ours is looked at by the URP first.
    pub review: bool,
}

/// How mail goes out.
#[derive(Debug, Clone)]
pub enum Outlet {
    /// `smtp://` or `smtps://`.
    Server(MailServer),
    /// `file:DIR`: each mail becomes a file in a folder. For demonstrations.
    Folder(PathBuf),
}

/// All that is wrong, to be said together.
#[derive(Debug, Default)]
struct Problems(Vec<ConfigError>);

impl Problems {
    /// What was read. Where that is wrong, anything in its place: nobody gets to see it.
    fn or_default<T: Default>(&mut self, read: Result<T, ConfigError>) -> T {
        read.unwrap_or_else(|error| {
            self.0.push(error);
            T::default()
        })
    }

    /// What was read, if nothing is wrong.
    fn none<T>(self, read: impl FnOnce() -> T) -> Result<Option<T>, Vec<ConfigError>> {
        if self.0.is_empty() { Ok(Some(read())) } else { Err(self.0) }
    }
}

impl MailConfig {
    /// Reads everything about mail; none without `MAIL_ADDRESS` and `PEC_ADDRESS`.
    pub fn read(env: Env<'_>) -> Result<Option<Self>, Vec<ConfigError>> {
        let Some(address) = value(env, "MAIL_ADDRESS") else {
            return without_address(env);
        };
        let mut problems = Problems::default();
        let address = problems.or_default(mail_address("MAIL_ADDRESS", &address));
        let former = problems.or_default(former(env));
        let plus = problems.or_default(switch(env, "MAIL_PLUS", true));
        let since = problems.or_default(since(env));
        let imap = problems.or_default(imap(env, "IMAP_URL"));
        let smtp = outlet(env, "SMTP_URL");
        let is_mute = matches!(smtp, Ok(None));
        let smtp = problems.or_default(smtp);
        let lmtp = problems.or_default(lmtp(env));
        let public_url = problems.or_default(public_url(env));
        let pec = PecConfig::read(env).unwrap_or_else(|all| {
            problems.0.extend(all);
            None
        });
        // Who reads mail must be able to answer it.
        if is_mute && (imap.is_some() || lmtp.is_some()) {
            problems.0.push(no_outlet("SMTP_URL"));
        }
        // Certified mail comes by LMTP where it is not fetched. What is fetched was looked at above.
        let comes = |pec: &PecConfig| pec.imap.is_none() && pec.smtp.is_none();
        if lmtp.is_some() && pec.as_ref().is_some_and(comes) {
            problems.0.push(no_outlet("PEC_SMTP_URL"));
        }
        problems.none(|| Self {
            address,
            former,
            plus,
            since,
            imap,
            smtp,
            lmtp,
            authserv_id: value(env, "MAIL_AUTHSERV_ID"),
            pec,
            public_url,
        })
    }

    /// Only the addresses and what is believed: for mails at hand, which need no server.
    pub fn read_addresses(env: Env<'_>) -> Result<Self, Vec<ConfigError>> {
        let only = |variable: &str| {
            let addresses = [
                "MAIL_ADDRESS",
                "MAIL_FORMER_ADDRESSES",
                "MAIL_PLUS",
                "MAIL_AUTHSERV_ID",
                "PEC_ADDRESS",
                "PEC_REVIEW",
            ];
            env(variable).filter(|_| addresses.contains(&variable))
        };
        Self::read(&only)?.ok_or_else(|| {
            vec![ConfigError::new(
                "MAIL_ADDRESS",
                "is missing",
                "Write MAIL_ADDRESS=segnalazioni@comune.example, the address that citizens write to.",
            )]
        })
    }

    /// The host part of the Message-IDs that we make: that of our address.
    pub fn id_host(&self) -> &str {
        self.address.rsplit_once('@').map_or("localhost", |(_, host)| host)
    }
}

impl PecConfig {
    fn read(env: Env<'_>) -> Result<Option<Self>, Vec<ConfigError>> {
        let Some(address) = value(env, "PEC_ADDRESS") else {
            let alone = ["PEC_IMAP_URL", "PEC_SMTP_URL"];
            let alone = alone.into_iter().find(|variable| value(env, variable).is_some());
            return match alone {
                None => Ok(None),
                Some(variable) => Err(vec![ConfigError::new(
                    variable,
                    "is set, but PEC_ADDRESS is not",
                    "Write PEC_ADDRESS=protocollo@pec.comune.example, the town's certified mail.",
                )]),
            };
        };
        let mut problems = Problems::default();
        let address = problems.or_default(mail_address("PEC_ADDRESS", &address));
        let imap = problems.or_default(imap(env, "PEC_IMAP_URL"));
        let smtp = outlet(env, "PEC_SMTP_URL");
        let is_mute = matches!(smtp, Ok(None));
        let smtp = problems.or_default(smtp);
        let review = problems.or_default(switch(env, "PEC_REVIEW", false));
        if is_mute && imap.is_some() {
            problems.0.push(no_outlet("PEC_SMTP_URL"));
        }
        problems.none(|| Self { address, imap, smtp, review })
    }
}

/// Without an address of ordinary mail nothing else of mail may be set.
fn without_address(env: Env<'_>) -> Result<Option<MailConfig>, Vec<ConfigError>> {
    let rest = ["IMAP_URL", "SMTP_URL", "LMTP_ADDR", "PEC_ADDRESS", "PEC_IMAP_URL", "PEC_SMTP_URL"];
    match rest.into_iter().find(|variable| value(env, variable).is_some()) {
        None => Ok(None),
        Some(variable) => Err(vec![ConfigError::new(
            variable,
            "is set, but MAIL_ADDRESS is not",
            "Write MAIL_ADDRESS=segnalazioni@comune.example, the address that citizens write to.",
        )]),
    }
}

fn no_outlet(variable: &'static str) -> ConfigError {
    ConfigError::new(
        variable,
        "is missing: mail would be read and never answered",
        format!("Write {variable}=smtps://user:password@mail.example:465."),
    )
}

fn mail_address(variable: &'static str, text: &str) -> Result<String, ConfigError> {
    let address = text.to_lowercase();
    let fits = |part: &str| {
        !part.is_empty() && part.chars().all(|c| !c.is_whitespace() && !"<>,;:\"@+".contains(c))
    };
    match address.split_once('@') {
        Some((local, host)) if fits(local) && fits(host) && host.contains('.') => Ok(address),
        _ => Err(ConfigError::new(
            variable,
            "is not a mail address",
            format!("Write {variable}=segnalazioni@comune.example."),
        )),
    }
}

/// Addresses with spaces or commas between them.
fn former(env: Env<'_>) -> Result<Vec<String>, ConfigError> {
    let variable = "MAIL_FORMER_ADDRESSES";
    let all = value(env, variable).unwrap_or_default();
    let each = all.split([' ', ',']).filter(|address| !address.is_empty());
    each.map(|address| mail_address(variable, address)).collect()
}

fn since(env: Env<'_>) -> Result<Option<DateTime<Utc>>, ConfigError> {
    let Some(text) = value(env, "MAIL_SINCE") else {
        return Ok(None);
    };
    let day = text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let moment = day.map(|day| day.and_utc()).or_else(|| text.parse().ok());
    moment.map(Some).ok_or_else(|| {
        ConfigError::new(
            "MAIL_SINCE",
            "is not a date",
            "Write MAIL_SINCE=2026-11-01: mail that arrived before then stays untouched.",
        )
    })
}

fn lmtp(env: Env<'_>) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(text) = value(env, "LMTP_ADDR") else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        ConfigError::new(
            "LMTP_ADDR",
            "is not an address and a port",
            "Write LMTP_ADDR=127.0.0.1:2424, where the town's mail server delivers to.",
        )
    })
}

fn public_url(env: Env<'_>) -> Result<Option<Url>, ConfigError> {
    let Some(text) = value(env, "PUBLIC_URL") else {
        return Ok(None);
    };
    let url = text.parse::<Url>().ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let wrong = |problem: &str| {
        ConfigError::new(
            "PUBLIC_URL",
            problem,
            "Write PUBLIC_URL=https://segnala.comune.example, which your web server passes on to HTTP_ADDR.",
        )
    };
    let url = url.filter(Url::has_host).ok_or_else(|| wrong("is not an address of the web"))?;
    if can_be_served(&url) {
        Ok(Some(url))
    } else {
        Err(wrong("has a part of its path that begins with : or *"))
    }
}

fn imap(env: Env<'_>, variable: &'static str) -> Result<Option<MailServer>, ConfigError> {
    let Some(text) = value(env, variable) else {
        return Ok(None);
    };
    let example = "imaps://user:password@mail.example:993/INBOX";
    let server = server(variable, &text, ("imap", 143), ("imaps", 993), example)?;
    if server.login.is_none() {
        return Err(ConfigError::new(
            variable,
            "has no user and password",
            format!("Write {variable}={example}; characters like @ in them as %40."),
        ));
    }
    Ok(Some(server))
}

fn outlet(env: Env<'_>, variable: &'static str) -> Result<Option<Outlet>, ConfigError> {
    let Some(text) = value(env, variable) else {
        return Ok(None);
    };
    if let Some(folder) = text.strip_prefix("file:") {
        let folder = folder.strip_prefix("//").unwrap_or(folder);
        if folder.is_empty() {
            return Err(ConfigError::new(
                variable,
                "names no folder",
                format!("Write {variable}=file:outgoing."),
            ));
        }
        return Ok(Some(Outlet::Folder(folder.into())));
    }
    let example = "smtps://user:password@mail.example:465";
    server(variable, &text, ("smtp", 587), ("smtps", 465), example)
        .map(|server| Some(Outlet::Server(server)))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Option<MailConfig>, Vec<String>> {
        let find = |name: &str| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        MailConfig::read(&find).map_err(|all| all.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn without_an_address_there_is_no_mail() {
        assert!(read(&[]).unwrap().is_none());
    }

    #[test]
    fn a_mailbox_is_read_as_people_write_it() {
        let config = read(&[
            ("MAIL_ADDRESS", "Segnalazioni@Comune.example"),
            ("IMAP_URL", "imaps://segnalazioni%40comune.example:p%40ss@mail.example/INBOX"),
            ("SMTP_URL", "smtp://user:secret@mail.example"),
            ("MAIL_SINCE", "2026-11-01"),
            ("PUBLIC_URL", "https://segnala.comune.example/"),
        ])
        .unwrap()
        .unwrap();
        assert_eq!(config.address, "segnalazioni@comune.example");
        assert_eq!(config.id_host(), "comune.example");
        let imap = config.imap.unwrap();
        assert_eq!((imap.host.as_str(), imap.port, imap.tls), ("mail.example", 993, Tls::Implicit));
        let (user, password) = imap.login.unwrap();
        assert_eq!(
            (user.as_str(), password.expose_secret()),
            ("segnalazioni@comune.example", "p@ss")
        );
        let Some(Outlet::Server(smtp)) = config.smtp else { panic!("no server") };
        assert_eq!((smtp.port, smtp.tls), (587, Tls::StartTls));
    }

    #[test]
    fn addresses_that_the_town_had_before_stand_in_a_line() {
        let read = |former: &str| {
            let address = ("MAIL_ADDRESS", "urp@comune.example");
            read(&[address, ("MAIL_FORMER_ADDRESSES", former)]).map(|config| config.unwrap().former)
        };
        let both = ["urp@vecchio.example", "info@comune.example"];
        assert_eq!(read("URP@vecchio.example, info@comune.example").unwrap(), both);
        assert!(read("").unwrap().is_empty());
        assert!(read("vecchio.example").unwrap_err()[0].contains("is not a mail address"));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_with_the_cure() {
        let errors = read(&[
            ("MAIL_ADDRESS", "segnalazioni"),
            ("IMAP_URL", "imaps://mail.example"),
            ("MAIL_PLUS", "maybe"),
            ("MAIL_SINCE", "yesterday"),
            ("LMTP_ADDR", "2424"),
            ("PUBLIC_URL", "segnala"),
            ("PEC_SMTP_URL", "smtps://pec.example"),
        ])
        .unwrap_err();
        insta::assert_snapshot!(errors.join("\n"), @r"
        MAIL_ADDRESS is not a mail address. Write MAIL_ADDRESS=segnalazioni@comune.example.
        MAIL_PLUS is neither on nor off. Write MAIL_PLUS=on, or MAIL_PLUS=off.
        MAIL_SINCE is not a date. Write MAIL_SINCE=2026-11-01: mail that arrived before then stays untouched.
        IMAP_URL has no user and password. Write IMAP_URL=imaps://user:password@mail.example:993/INBOX; characters like @ in them as %40.
        LMTP_ADDR is not an address and a port. Write LMTP_ADDR=127.0.0.1:2424, where the town's mail server delivers to.
        PUBLIC_URL is not an address of the web. Write PUBLIC_URL=https://segnala.comune.example, which your web server passes on to HTTP_ADDR.
        PEC_SMTP_URL is set, but PEC_ADDRESS is not. Write PEC_ADDRESS=protocollo@pec.comune.example, the town's certified mail.
        ");
        let alone = read(&[("SMTP_URL", "smtps://mail.example")]).unwrap_err();
        assert!(alone[0].contains("SMTP_URL is set, but MAIL_ADDRESS is not"), "{alone:?}");
        let deaf =
            read(&[("MAIL_ADDRESS", "a@comune.example"), ("IMAP_URL", "imaps://u:p@mail.example")]);
        assert!(deaf.unwrap_err()[0].contains("never answered"));
    }

    #[test]
    fn certified_mail_that_is_handed_over_needs_a_way_out_too() {
        let handed_over = [
            ("MAIL_ADDRESS", "a@comune.example"),
            ("SMTP_URL", "smtp://127.0.0.1"),
            ("LMTP_ADDR", "127.0.0.1:2424"),
            ("PEC_ADDRESS", "a@pec.comune.example"),
        ];
        let errors = read(&handed_over).unwrap_err();
        insta::assert_snapshot!(errors.join("\n"), @"PEC_SMTP_URL is missing: mail would be read and never answered. Write PEC_SMTP_URL=smtps://user:password@mail.example:465.");
        // What no server brings is only read by command.
        assert!(read(&[handed_over[0], handed_over[1], handed_over[3]]).is_ok());
    }

    #[test]
    fn a_password_that_would_be_read_as_another_server_is_refused_and_not_shown() {
        for login in ["town:12/hunter2", "town:12#hunter2", "town:12?hunter2", "hunter2/town:x"] {
            let url = format!("smtps://{login}@mail.example");
            let errors = read(&[("MAIL_ADDRESS", "a@comune.example"), ("SMTP_URL", &url)]);
            let errors = errors.unwrap_err();
            assert!(errors[0].contains("# as %23"), "{errors:?}");
            assert!(!errors[0].contains("hunter2"), "{errors:?}");
        }
        let folder = ("IMAP_URL", "imaps://u%2F:p%23%3F@mail.example/a%40b");
        let smtp = ("SMTP_URL", "smtp://mail.example?tls=off");
        let config = read(&[("MAIL_ADDRESS", "a@comune.example"), folder, smtp]);
        assert_eq!(config.unwrap().unwrap().imap.unwrap().folder, "a@b");
    }

    #[test]
    fn protection_is_turned_off_only_where_that_is_what_it_says() {
        let read_imap = |url: &str| {
            read(&[
                ("MAIL_ADDRESS", "a@comune.example"),
                ("SMTP_URL", "file:mails"),
                ("IMAP_URL", url),
            ])
        };
        let off = read_imap("imap://u:p@mail.example/INBOX?tls=off").unwrap().unwrap();
        assert_eq!(off.imap.unwrap().tls, Tls::Off);
        let errors = read_imap("imaps://u:p@mail.example?tls=off").unwrap_err();
        insta::assert_snapshot!(errors.join("\n"), @"IMAP_URL has tls=off, but imaps:// is protected. Leave it out, or write imap://…?tls=off for a connection that is not.");
        for other in ["tls=of", "tls=off&x=y", "ssl=off"] {
            let errors = read_imap(&format!("imap://u:p@mail.example?{other}")).unwrap_err();
            assert!(errors[0].contains("that is not tls=off"), "{errors:?}");
        }
    }

    #[test]
    fn the_pages_lie_under_a_path_that_can_be_served() {
        for path in ["/:town", "/a/*", "/*b/c"] {
            let url = format!("https://segnala.comune.example{path}");
            let errors = read(&[("MAIL_ADDRESS", "a@comune.example"), ("PUBLIC_URL", &url)]);
            assert!(errors.unwrap_err()[0].contains("begins with : or *"), "{url}");
        }
        let url = ("PUBLIC_URL", "https://segnala.comune.example/a:b/c*");
        assert!(read(&[("MAIL_ADDRESS", "a@comune.example"), url]).is_ok());
    }

    #[test]
    fn no_password_is_ever_printed() {
        let config = read(&[
            ("MAIL_ADDRESS", "a@comune.example"),
            ("SMTP_URL", "smtps://user:hunter2@mail.example"),
        ]);
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
