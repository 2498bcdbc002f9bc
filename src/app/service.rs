//! The service: everything wired, started, watched over, and stopped.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::blobs::Blobs;
use crate::channels::telegram::api::Api;
use crate::clock::Clock;
use crate::config::{Config, directory_file};
use crate::intake::{Intake, Wakes};
use crate::outbox::fetch::Fetcher;
use crate::outbox::notices::Notices;
use crate::outbox::sender::Sender;
use crate::scheduler::Scheduler;
use crate::store::{ImportSummary, Store};

/// Notices that may wait for the network before the next ones are dropped.
const NOTICES: usize = 1_000;
/// How long a stop may take before what still runs is abandoned: it is repeated at the next start.
const STOP: Duration = Duration::from_secs(9);

/// A running service.
#[derive(Debug)]
pub struct Service {
    store: Store,
    stop: CancellationToken,
    tasks: JoinSet<()>,
    failed: watch::Receiver<Option<String>>,
}
