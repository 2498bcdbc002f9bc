//! The addresses that the service listens on: whether it can, or does.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpListener;

use super::Table;
use crate::config::Config;

/// How long a service that runs may take to say that it is alive.
const PATIENCE: Duration = Duration::from_secs(3);

/// Checks `HTTP_ADDR`, where anything is served there, and `ADMIN_ADDR`. `LMTP_ADDR` is looked at with mail.
pub(super) async fn check(config: &Config, table: &mut Table) {
    let all = config.addresses().into_iter();
    for (variable, address) in all.filter(|(variable, _)| *variable != "LMTP_ADDR") {
        let what = variable.trim_end_matches("_ADDR").to_lowercase();
        match TcpListener::bind(address).await {
            Ok(_) => table.right(&what, format!("{address} is free for the service")),
            Err(error)
                if error.kind() == ErrorKind::AddrInUse && lives(config.http.admin).await =>
            {
                if variable == "ADMIN_ADDR" {
                    table.right(&what, format!("the service listens at {address}"));
                } else {
                    // The service says only that it runs.
                    table.note(
                        &what,
                        format!("{address} is in use: by the service, or another program"),
                    );
                }
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => table.wrong(
                &what,
                format!("another program listens at {address}"),
                &format!("choose another port in {variable}"),
            ),
            Err(error) => table.wrong(
                &what,
                format!("{address}: {error}"),
                &format!("{variable} must be an address of this computer, with a port above 1023"),
            ),
        }
    }
}

/// Whether a service of ours says there that it is alive.
async fn lives(admin: SocketAddr) -> bool {
    let here = match admin.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let url = format!("http://{}/health/live", SocketAddr::new(here, admin.port()));
    let client = reqwest::Client::builder().tls_built_in_root_certs(false).no_proxy();
    let Ok(client) = client.timeout(PATIENCE).build() else {
        return false;
    };
    client.get(url).send().await.is_ok_and(|answer| answer.status().is_success())
}
