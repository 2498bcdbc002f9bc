//! Dovecot: IMAP, and LMTP to bring mail into its mailboxes. Any user name has a mailbox.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use rispondo::config::mail::{MailServer, Tls};
use tempfile::TempDir;

use super::free_port;
use super::process::{Ids, Process, ordinary_user};
use crate::support::lmtp::Lmtp;

/// Everybody's password.
const PASSWORD: &str = "secret";

/// A server of one test.
pub struct Dovecot {
    pub imap_port: u16,
    pub imaps_port: u16,
    pub lmtp_port: u16,
    process: Option<Process>,
    ids: Option<Ids>,
    placed: std::cell::Cell<u32>,
    folder: TempDir, // last: removed after the server has stopped
}

impl Dovecot {
    /// Starts one.
    pub fn start() -> Self {
        Self::with("")
    }

    /// Starts one that has a certificate for 127.0.0.1 which nobody vouches for. None where there is no
    /// `openssl` that makes one.
    pub fn with_its_own_certificate() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
            ])
            .args(["-subj", "/CN=mail.home.test", "-addext", "subjectAltName=IP:127.0.0.1"])
            .args(["-addext", "basicConstraints=critical,CA:FALSE", "-days", "2"])
            .args(["-keyout", "key.pem", "-out", "certificate.pem"])
            .current_dir(folder.path())
            .output();
        if !made.is_ok_and(|made| made.status.success()) {
            eprintln!("NOT RUN: there is no openssl here that makes a certificate");
            return None;
        }
        let settings = "ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem";
        Some(Self::in_folder(folder, settings))
    }

    /// The certificate of one that has its own.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// Starts one with further lines in its configuration.
    pub fn with(settings: &str) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), settings)
    }

    fn in_folder(folder: TempDir, settings: &str) -> Self {
        let (user, group, ids) = ordinary_user();
        let mut dovecot = Self {
            imap_port: 0,
            imaps_port: 0,
            lmtp_port: 0,
            process: None,
            ids,
            placed: std::cell::Cell::new(0),
            folder,
        };
        for name in ["run", "state", "home"] {
            dovecot.own(&dovecot.made(name));
        }
        dovecot.own(dovecot.folder.path());
        for file in std::fs::read_dir(dovecot.folder.path()).unwrap() {
            dovecot.own(&file.unwrap().path());
        }
        let settings = settings.replace("{folder}", &dovecot.folder.path().display().to_string());
        let mut said = String::new();
        for _ in 0..3 {
            // A free port may be taken by another test meanwhile.
            (dovecot.imap_port, dovecot.lmtp_port) = (free_port(), free_port());
            dovecot.imaps_port = free_port();
            dovecot.configure(&user, &group, &settings);
            match dovecot.launch() {
                Ok(()) => return dovecot,
                Err(reason) => said = reason,
            }
        }
        panic!("Dovecot does not start: {said}");
    }

    /// How `user` fetches mail here.
    pub fn server(&self, user: &str) -> MailServer {
        MailServer {
            host: "127.0.0.1".to_owned(),
            port: self.imap_port,
            tls: Tls::Off,
            login: Some((user.to_owned(), PASSWORD.to_owned().into())),
            folder: "INBOX".to_owned(),
        }
    }

    /// Brings a mail into a user's mailbox now, as a mail server would.
    pub async fn deliver(&self, user: &str, raw: &[u8]) {
        let mut lmtp = Lmtp::connect(self.lmtp_port).await;
        let replies = lmtp.mail("sender@example.org", &[&format!("{user}@home.test")], raw).await;
        assert!(replies.iter().all(|reply| reply.starts_with("250")), "{replies:?}");
    }

    /// Puts a mail into a mailbox, as if it had arrived then.
    pub fn place(&self, user: &str, raw: &[u8], arrived: DateTime<Utc>) {
        let maildir = self.maildir(user);
        for name in ["cur", "new", "tmp"] {
            if !maildir.join(name).exists() {
                std::fs::create_dir_all(maildir.join(name)).unwrap();
                self.own(&maildir.join(name));
            }
        }
        self.own(&maildir);
        self.own(&self.folder.path().join("home").join(user));
        let number = self.placed.get() + 1;
        self.placed.set(number);
        let seconds = arrived.timestamp();
        let (mail, ready) = (
            maildir.join(format!("tmp/{seconds}.M{number:06}.test")),
            maildir.join(format!("new/{seconds}.M{number:06}.test")),
        );
        std::fs::write(&mail, raw).unwrap();
        let file = std::fs::File::options().write(true).open(&mail).unwrap();
        file.set_modified(SystemTime::from(arrived)).unwrap(); // Maildir's INTERNALDATE
        self.own(&mail);
        std::fs::rename(mail, ready).unwrap();
    }

    /// A user's mails as they lie there, in no order.
    pub fn mails(&self, user: &str) -> Vec<Vec<u8>> {
        let files = |name| std::fs::read_dir(self.maildir(user).join(name)).into_iter().flatten();
        files("new")
            .chain(files("cur"))
            // Moved meanwhile: it is found the next time.
            .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
            .collect()
    }

    /// The flags of a user's mails, such as `S` for seen; in no order.
    pub fn flags(&self, user: &str) -> Vec<String> {
        let files = |name| std::fs::read_dir(self.maildir(user).join(name)).into_iter().flatten();
        files("new")
            .chain(files("cur"))
            .map(|file| {
                let name = file.unwrap().file_name().into_string().unwrap();
                name.split_once(":2,").map(|(_, flags)| flags.to_owned()).unwrap_or_default()
            })
            .collect()
    }

    /// Deletes a user's mails that contain these words.
    pub fn delete(&self, user: &str, words: &str) {
        for name in ["new", "cur"] {
            for file in std::fs::read_dir(self.maildir(user).join(name)).into_iter().flatten() {
                let path = file.unwrap().path();
                if String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(words) {
                    std::fs::remove_file(path).unwrap();
                }
            }
        }
    }

    /// Stops it: connections are cut, the ports are closed.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Starts it again on the same ports.
    pub fn start_again(&mut self) {
        self.launch().unwrap();
    }

    /// A user's UIDVALIDITY.
    pub fn uid_validity(&self, user: &str) -> u32 {
        let list = self.maildir(user).join("dovecot-uidlist");
        let list = std::fs::read_to_string(list).unwrap();
        let validity = list.split(' ').find_map(|word| word.strip_prefix('V'));
        validity.unwrap().parse().unwrap()
    }

    /// Forgets a user's UIDs, as a mailbox that was restored from a backup: UIDVALIDITY changes and
    /// UIDs begin anew. The server must be stopped.
    pub fn renumber(&self, user: &str) {
        self.numbers_anew(user, self.uid_validity(user) + 1000);
    }

    /// The same for a user with mails, whose UIDVALIDITY is this one from now on. The server must be
    /// stopped, or have never opened the mailbox.
    pub fn numbers_anew(&self, user: &str, validity: u32) {
        let maildir = self.maildir(user);
        let list = maildir.join("dovecot-uidlist");
        for file in std::fs::read_dir(&maildir).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("dovecot") {
                std::fs::remove_file(path).unwrap();
            }
        }
        std::fs::write(&list, format!("3 V{validity} N1 G{validity:032x}\n")).unwrap();
        self.own(&list);
    }

    fn launch(&mut self) -> Result<(), String> {
        let folder = self.folder.path();
        let config = folder.join("dovecot.conf");
        let pid = folder.join("run/master.pid");
        let start = format!("/usr/sbin/dovecot -c '{}'", config.display());
        // At once and all of it, as in a crash: an orderly stop takes seconds.
        let stop = format!(
            "pid=$(cat '{0}'); kill -9 -$pid; while [ -e /proc/$pid/exe ]; do sleep 0.01; done
             rm '{0}'",
            pid.display()
        );
        self.process = Some(Process::start(folder, self.ids, &start, &stop)?);
        Ok(())
    }

    fn maildir(&self, user: &str) -> PathBuf {
        self.folder.path().join("home").join(user).join("Maildir")
    }

    fn made(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir(&path).unwrap();
        path
    }

    fn own(&self, path: &Path) {
        if let Some(ids) = self.ids {
            chown(path, Some(ids.user), Some(ids.group)).unwrap();
        }
    }

    fn configure(&self, user: &str, group: &str, settings: &str) {
        let folder = self.folder.path().display();
        let Self { imap_port, imaps_port, lmtp_port, .. } = self;
        let config = format!(
            "base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
auth_mechanisms = plain login
auth_failure_delay = 0
mail_fsync = never
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%n allow_all_users=yes
}}
mail_location = maildir:~/Maildir
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
protocol lmtp {{
  auth_username_format = %n
}}
{settings}
"
        );
        std::fs::write(self.folder.path().join("dovecot.conf"), config).unwrap();
    }
}
