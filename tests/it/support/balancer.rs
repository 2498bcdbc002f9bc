//! A load balancer: each connection goes to the next process that there is.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Where Telegram calls; stops with its value.
pub struct Balancer {
    pub address: SocketAddr,
    targets: Arc<Mutex<Vec<SocketAddr>>>,
    _running: JoinSet<()>,
}

impl Balancer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let targets: Arc<Mutex<Vec<SocketAddr>>> = Arc::default();
        let mut running = JoinSet::new();
        let known = Arc::clone(&targets);
        running.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (mut from, _) = listener.accept().await.unwrap();
                let next = {
                    let mut known = known.lock().unwrap();
                    if known.is_empty() {
                        continue;
                    }
                    known.rotate_left(1);
                    known[0]
                };
                connections.spawn(async move {
                    // Nobody there: the caller's connection is closed, and it calls again.
                    if let Ok(mut to) = TcpStream::connect(next).await {
                        let _ = tokio::io::copy_bidirectional(&mut from, &mut to).await;
                    }
                });
            }
        });
        Self { address, targets, _running: running }
    }

    /// Whom connections go to from now on, in turn.
    pub fn goes_to(&self, targets: &[SocketAddr]) {
        *self.targets.lock().unwrap() = targets.to_vec();
    }
}
