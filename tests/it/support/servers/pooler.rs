//! `PgBouncer` before PostgreSQL, in transaction mode: nothing of a session lasts.

use std::fmt::Write as _;

use tempfile::TempDir;
use url::Url;

use super::free_port;
use super::process::{Process, ordinary_user};

/// A running pooler; dropping it stops it.
pub struct Pooler {
    port: u16,
    _process: Process,
    _folder: TempDir,
}

impl Pooler {
    /// Starts one before the server of a database.
    pub fn before(database: &Url) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (_, _, ids) = ordinary_user();
        if let Some(ids) = ids {
            std::os::unix::fs::chown(folder.path(), Some(ids.user), Some(ids.group)).unwrap();
        }
        let port = free_port();
        let mut server = format!(
            "* = host={} port={} user={}",
            database.host_str().unwrap(),
            database.port().unwrap_or(5432),
            database.username(),
        );
        if let Some(password) = database.password() {
            let _ = write!(server, " password={password}");
        }
        let at = folder.path().display();
        let settings = format!(
            "[databases]\n{server}\n\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = 8\nmax_client_conn = 200\n\
             logfile = {at}/log\npidfile = {at}/pid\n"
        );
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings).unwrap();
        let start = format!(
            "/usr/sbin/pgbouncer -q -d {} && \
             until grep -q \"listening on 127.0.0.1\" {at}/log; do sleep 0.01; done",
            file.display()
        );
        let stop = format!("kill -INT $(cat {at}/pid)");
        let process = Process::start(folder.path(), ids, &start, &stop)
            .unwrap_or_else(|why| panic!("PgBouncer does not start: {why}"));
        Self { port, _process: process, _folder: folder }
    }

    /// The address of a database behind it.
    pub fn url_of(&self, database: &Url) -> String {
        let mut url = database.clone();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.port)).unwrap();
        url.to_string()
    }
}
