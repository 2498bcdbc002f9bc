//! Postfix: mail for `city.test` and `comune.test` goes by LMTP to us, all other mail by LMTP to
//! another server.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Tokio1Executor};
use tempfile::TempDir;

use super::free_port;
use super::process::{Process, output};
use crate::support::post::until;

/// A server of one test. It retries what was deferred every second.
pub struct Postfix {
    pub smtp_port: u16,
    /// The LMTP port for mail to us.
    pub ours: u16,
    process: Option<Process>,
    settings: String,
    folder: TempDir, // last: removed after the server has stopped
}

impl Postfix {
    /// Starts one. `ours`: the LMTP port for mail to us; `others`: that for all other mail.
    pub fn start(ours: u16, others: Option<u16>) -> Self {
        Self::with(ours, others, "")
    }

    /// Starts one with further lines in its configuration.
    pub fn with(ours: u16, others: Option<u16>, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Its parts run as user postfix and must be able to pass.
        std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        for name in ["etc", "queue", "data"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let mut postfix =
            Self { smtp_port: 0, ours, process: None, settings: settings.to_owned(), folder };
        let mut said = String::new();
        for _ in 0..3 {
            postfix.smtp_port = free_port();
            postfix.configure(others);
            match postfix.launch() {
                Ok(()) => return postfix,
                Err(reason) => said = reason,
            }
        }
        panic!("Postfix does not start: {said}");
    }

    /// Gives it a mail to carry.
    pub async fn send(&self, from: &str, to: &str, raw: &[u8]) {
        let from = (!from.is_empty()).then(|| from.parse().unwrap());
        let envelope = lettre::address::Envelope::new(from, vec![to.parse().unwrap()]).unwrap();
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
            .port(self.smtp_port)
            .build::<Tokio1Executor>();
        transport.send_raw(&envelope, raw).await.unwrap();
    }

    /// What waits in its queue, as `postqueue` shows it.
    pub fn queue(&self) -> String {
        let etc = self.folder.path().join("etc");
        output("/usr/sbin/postqueue", &["-c", &etc.to_string_lossy(), "-p"])
    }

    /// Stops it.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Starts it again on the same port.
    pub fn start_again(&mut self) {
        self.launch().unwrap();
    }

    /// Tries at once what waits in its queue.
    pub fn flush(&self) {
        let etc = self.folder.path().join("etc");
        output("/usr/sbin/postqueue", &["-c", &etc.to_string_lossy(), "-f"]);
    }

    /// From now on all mail that is not for us goes to that port. Not while mail is under way: what
    /// Postfix has in hand while it reads its settings again waits for much longer than a second.
    pub async fn carries_others_to(&self, others: u16) {
        self.configure(Some(others));
        let etc = self.folder.path().join("etc");
        let reloads = || self.log().matches(": reload -- version").count();
        let before = reloads();
        output("/usr/sbin/postfix", &["-c", &etc.to_string_lossy(), "reload"]);
        until("Postfix has read its settings again", async || reloads() > before).await;
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("maillog.log")).unwrap_or_default()
    }

    fn launch(&mut self) -> Result<(), String> {
        let folder = self.folder.path();
        let postfix = format!("/usr/sbin/postfix -c '{}'", folder.join("etc").display());
        let start = format!(
            "chown -R postfix '{0}/queue' '{0}/data' && {postfix} check && {postfix} start",
            folder.display()
        );
        self.process = Some(Process::start(folder, None, &start, &format!("{postfix} stop"))?);
        Ok(())
    }

    fn configure(&self, others: Option<u16>) {
        let folder = self.folder.path().display();
        let (ours, settings) = (self.ours, &self.settings);
        let others = others.map_or_else(
            || "error:no way to there".to_owned(),
            |port| format!("lmtp:inet:127.0.0.1:{port}"),
        );
        let main = format!(
            "compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.city.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = city.test, comune.test
virtual_transport = lmtp:inet:127.0.0.1:{ours}
recipient_delimiter = +
relay_domains =
default_transport = {others}
alias_maps =
alias_database =
smtpd_peername_lookup = no
disable_dns_lookups = yes
lmtp_host_lookup = native
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
delay_warning_time = 1s
lmtp_destination_concurrency_failed_cohort_limit = 0
maillog_file = {folder}/maillog.log
maillog_file_prefixes = {folder}
message_size_limit = 26214400
mailbox_size_limit = 0
{settings}
"
        );
        let port = self.smtp_port;
        let master = format!(
            "127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
showq unix n - n - - showq
flush unix n - n 1000? 0 flush
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
        );
        let etc = self.folder.path().join("etc");
        std::fs::write(etc.join("main.cf"), main).unwrap();
        std::fs::write(etc.join("master.cf"), master).unwrap();
    }
}

impl Drop for Postfix {
    // A test that fails says what became of its mails.
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("What Postfix logged:\n{}", self.log());
        }
    }
}
