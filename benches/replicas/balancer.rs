//! A load balancer as most are: each connection goes to the next of the services.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};

/// The balancer.
pub struct Balancer {
    /// Where it listens.
    pub address: SocketAddr,
    behind: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Balancer {
    /// Before that service, which may not listen yet.
    pub async fn before(service: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let behind = Arc::new(Mutex::new(vec![service]));
        let (known, next) = (Arc::clone(&behind), Arc::new(AtomicUsize::new(0)));
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let service = {
                    let services = known.lock().unwrap();
                    services[next.fetch_add(1, Ordering::Relaxed) % services.len()]
                };
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(service).await else { return };
                    let _ = (near.set_nodelay(true), far.set_nodelay(true));
                    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                });
            }
        });
        Self { address, behind }
    }

    /// Another one takes its share of the connections made from now on, once it listens.
    pub async fn and_before(&self, service: SocketAddr) {
        while TcpStream::connect(service).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.behind.lock().unwrap().push(service);
    }
}

/// A port of 127.0.0.1 that nobody uses.
pub async fn free_port() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}
