//! The real program with people around it, for faults that only a process of its own can meet.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use simulator::{Bot, Seat, Simulator, User};
use tempfile::TempDir;

use crate::process::program::{Ground, Program, Serving};
use crate::support::Database;
use crate::support::letters::{AUTHSERV, TOWN};
use crate::support::servers::free_port;

/// The seed of all that is drawn by lot: printed, so that it can be given again.
pub fn seed() -> u64 {
    let seed = std::env::var("RISPONDO_FAULT_SEED");
    let seed = seed.map_or(20_261_124, |seed| seed.parse().unwrap());
    println!("RISPONDO_FAULT_SEED={seed} repeats these faults");
    seed
}

/// The next number of a repeatable row (splitmix64).
pub fn roll(dice: &mut u64) -> u64 {
    *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*dice ^ (*dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What a short run does as often as the first says, and `cargo xtask faults --long` as the second.
pub fn counts<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// Whether this is a long run.
pub fn is_long() -> bool {
    std::env::var_os("RISPONDO_FAULTS_LONG").is_some()
}

/// A town whose service is a process.
pub struct Place {
    pub sim: Simulator,
    pub bot: Bot,
    /// Of the URP, in its group.
    pub carlo: Seat,
    /// The supervisor, in private.
    pub anna: Seat,
    pub supervisor: User,
    pub program: Program,
    pub lmtp: u16,
    admin: u16,
    folder: TempDir,
}

impl Place {
    /// Nothing runs yet.
    pub async fn new(database_url: &str) -> Self {
        // The tests' own HTTP client has no other; another call than the first changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let ground = Ground::new().await;
        let (carlo, program) = (ground.carlo(), ground.program_on(database_url));
        let Ground { folder, sim, bot } = ground;
        sim.ignore_unread();
        let supervisor = sim.user("Anna").id(11).language("en").create();
        supervisor.knows(&bot);
        let anna = supervisor.private(&bot);
        let (lmtp, admin) = (free_port(), free_port());
        let mail = format!("file:{}", folder.path().join("mail").display());
        let program = program
            .with("SMTP_URL", &mail)
            .with("ADMIN_ADDR", &format!("127.0.0.1:{admin}"))
            .with("MAIL_ADDRESS", TOWN)
            .with("MAIL_AUTHSERV_ID", AUTHSERV)
            .with("LMTP_ADDR", &format!("127.0.0.1:{lmtp}"));
        Self { sim, bot, carlo, anna, supervisor, program, lmtp, admin, folder }
    }

    /// The same on a database of the tests.
    pub async fn on(database: &Database) -> Self {
        Self::new(&database.url()).await
    }

    /// The folder of its photos and mails, which another process shares.
    pub fn blobs(&self) -> String {
        format!("file:{}", self.folder.path().join("blobs").display())
    }

    /// With this variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.program = self.program.with(name, value);
        self
    }

    /// The service starts: returns when it asks for updates.
    pub async fn serves(&self) -> Serving {
        let serving = self.program.serves();
        let polls = AssertUnwindSafe(self.sim.wait_polling(&self.bot)).catch_unwind().await;
        assert!(polls.is_ok(), "it does not serve:\n{}", serving.log());
        serving
    }

    /// Somebody who lives here.
    pub fn citizen(&self, name: &str) -> Seat {
        self.sim.user(name).language("en").create().private(&self.bot)
    }

    /// What `/health/ready` says: whether all is well, and what is wrong.
    pub async fn ready(&self) -> (bool, serde_json::Value) {
        let (ready, body) = self.said().await;
        (ready, body["wrong"].clone())
    }

    /// The same, with what somebody should look at.
    pub async fn warned(&self) -> (bool, serde_json::Value) {
        let (ready, body) = self.said().await;
        (ready, body["warnings"].clone())
    }

    async fn said(&self) -> (bool, serde_json::Value) {
        let url = format!("http://127.0.0.1:{}/health/ready", self.admin);
        let answer = reqwest::get(url).await.unwrap();
        let ready = answer.status() == 200;
        let body: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(body["ready"], ready, "{body}");
        (ready, body)
    }

    /// Until all is well.
    pub async fn is_well(&self) {
        crate::support::post::until("health is well again", async || self.ready().await.0).await;
    }
}
