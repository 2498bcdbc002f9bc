//! The mailboxes: where mail is fetched or received, and how it goes out.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use secrecy::SecretString;
use url::Url;

use super::{ConfigError, Env, can_be_served, switch, value};

/// Everything about mail. Without `MAIL_ADDRESS` there is none.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `MAIL_ADDRESS`: the town's address, in lower case.
    pub address: String,
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

/// A mail server and how to log in there.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
    /// User name and password.
    pub login: Option<(String, SecretString)>,
    /// IMAP: the mailbox's folder; `INBOX` without a path.
    pub folder: String,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "STARTTLS is the command's name")]
pub enum Tls {
    /// From the first byte (`imaps://`, `smtps://`).
    Implicit,
    /// After STARTTLS, or not at all (`imap://`, `smtp://`).
    StartTls,
    /// Not at all: only to this machine itself, or where `?tls=off` says so.
    Off,
}

impl MailConfig {
    /// Reads everything about mail; none without `MAIL_ADDRESS` and `PEC_ADDRESS`.
    pub fn read(env: Env<'_>) -> Result<Option<Self>, Vec<ConfigError>> {
        let Some(address) = value(env, "MAIL_ADDRESS") else {
            return without_address(env);
        };
        let mut errors = Vec::new();
        let mut keep = |error: ConfigError| errors.push(error);
        let address = mail_address("MAIL_ADDRESS", &address).map_err(&mut keep).ok();
        let plus = switch(env, "MAIL_PLUS", true).map_err(&mut keep).ok();
        let since = since(env).map_err(&mut keep).ok();
        let imap = imap(env, "IMAP_URL").map_err(&mut keep).ok();
        let smtp = outlet(env, "SMTP_URL").map_err(&mut keep).ok();
        let lmtp = lmtp(env).map_err(&mut keep).ok();
        let public_url = public_url(env).map_err(&mut keep).ok();
        let pec = PecConfig::read(env).map_err(|all| all.into_iter().for_each(&mut keep)).ok();
        // Who reads mail must be able to answer it.
        let reads = matches!(imap, Some(Some(_))) || matches!(lmtp, Some(Some(_)));
        if reads && matches!(smtp, Some(None)) {
            keep(no_outlet("SMTP_URL"));
        }
        // Certified mail comes by LMTP where it is not fetched. What is fetched was looked at above.
        let comes = |pec: &PecConfig| pec.imap.is_none() && pec.smtp.is_none();
        let comes = matches!(&pec, Some(Some(pec)) if comes(pec));
        if comes && matches!(lmtp, Some(Some(_))) {
            keep(no_outlet("PEC_SMTP_URL"));
        }
        match (address, plus, since, imap, smtp, lmtp, public_url, pec) {
            (
                Some(address),
                Some(plus),
                Some(since),
                Some(imap),
                Some(smtp),
                Some(lmtp),
                Some(public_url),
                Some(pec),
            ) if errors.is_empty() => Ok(Some(Self {
                address,
                plus,
                since,
                imap,
                smtp,
                lmtp,
                authserv_id: value(env, "MAIL_AUTHSERV_ID"),
                pec,
                public_url,
            })),
            _ => Err(errors),
        }
    }

    /// Only the addresses and what is believed: for mails at hand, which need no server.
    pub fn read_addresses(env: Env<'_>) -> Result<Self, Vec<ConfigError>> {
        let only = |variable: &str| {
            let addresses =
                ["MAIL_ADDRESS", "MAIL_PLUS", "MAIL_AUTHSERV_ID", "PEC_ADDRESS", "PEC_REVIEW"];
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
        let mut errors = Vec::new();
        let mut keep = |error: ConfigError| errors.push(error);
        let address = mail_address("PEC_ADDRESS", &address).map_err(&mut keep).ok();
        let imap = imap(env, "PEC_IMAP_URL").map_err(&mut keep).ok();
        let smtp = outlet(env, "PEC_SMTP_URL").map_err(&mut keep).ok();
        let review = switch(env, "PEC_REVIEW", false).map_err(&mut keep).ok();
        if let (Some(None), Some(Some(_))) = (&smtp, &imap) {
            keep(no_outlet("PEC_SMTP_URL"));
        }
        match (address, imap, smtp, review) {
            (Some(address), Some(imap), Some(smtp), Some(review)) if errors.is_empty() => {
                Ok(Some(Self { address, imap, smtp, review }))
            }
            _ => Err(errors),
        }
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

/// Reads `scheme://user:password@host:port/folder?tls=off`.
fn server(
    variable: &'static str,
    text: &str,
    (plain, plain_port): (&str, u16),
    (safe, safe_port): (&str, u16),
    example: &str,
) -> Result<MailServer, ConfigError> {
    let wrong = |problem: &str| {
        ConfigError::new(variable, problem, format!("Write {variable}={example}, or {plain}://."))
    };
    let url: Url = text.parse().map_err(|_| wrong("is not the address of a mail server"))?;
    // The server would be another one, and what is left of the password would be shown.
    let rest = [Some(url.path()), url.query(), url.fragment()];
    if rest.into_iter().flatten().any(|rest| rest.contains('@')) {
        return Err(wrong(
            "has a /, ? or # in the user or password, or an @ in the folder: / is written %2F, \
             ? as %3F, # as %23, @ as %40",
        ));
    }
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.ok_or_else(|| wrong("names no server"))?.trim_matches(['[', ']']).to_owned();
    let decoded = |text: &str| percent_decode(text).ok_or_else(|| wrong("has a wrong % in it"));
    let login = match (url.username(), url.password()) {
        ("", _) => None,
        (_, None) => return Err(wrong("has a user, but no password")),
        (user, Some(password)) => Some((decoded(user)?, SecretString::from(decoded(password)?))),
    };
    let tls_off = url.query_pairs().any(|(name, value)| name == "tls" && value == "off");
    let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
    let (tls, port) = match url.scheme() {
        scheme if scheme == safe => (Tls::Implicit, safe_port),
        scheme if scheme == plain && (tls_off || local) => (Tls::Off, plain_port),
        scheme if scheme == plain => (Tls::StartTls, plain_port),
        _ => return Err(wrong("is not the address of such a server")),
    };
    let folder = match decoded(url.path().trim_start_matches('/'))? {
        folder if folder.is_empty() => "INBOX".to_owned(),
        folder => folder,
    };
    Ok(MailServer { host, port: url.port().unwrap_or(port), tls, login, folder })
}

/// Text with its `%XX` read (RFC 3986 section 2.1).
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
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
        let smtp = ("SMTP_URL", "smtps://mail.example?tls=off");
        let config = read(&[("MAIL_ADDRESS", "a@comune.example"), folder, smtp]);
        assert_eq!(config.unwrap().unwrap().imap.unwrap().folder, "a@b");
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
