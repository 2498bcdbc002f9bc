//! Addresses that are listened on.

use std::net::SocketAddr;

use super::{ConfigError, Env, value};

/// Addresses that are listened on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpConfig {
    /// The webhook.
    pub public: SocketAddr,
    /// Health and wake; never public.
    pub admin: SocketAddr,
}

impl HttpConfig {
    /// Reads `HTTP_ADDR` (`127.0.0.1:8080` without it) and `ADMIN_ADDR` (`127.0.0.1:9090`).
    pub fn read(env: Env<'_>) -> Result<Self, Vec<ConfigError>> {
        let public = address(env, "HTTP_ADDR", "127.0.0.1:8080");
        let admin = address(env, "ADMIN_ADDR", "127.0.0.1:9090");
        match (public, admin) {
            (Ok(public), Ok(admin)) => Ok(Self { public, admin }),
            (public, admin) => Err([public.err(), admin.err()].into_iter().flatten().collect()),
        }
    }
}

fn address(env: Env<'_>, variable: &'static str, default: &str) -> Result<SocketAddr, ConfigError> {
    let address = value(env, variable).unwrap_or_else(|| default.to_owned());
    address.parse().map_err(|_| {
        ConfigError::new(
            variable,
            "is not an address and a port",
            format!("Write {variable}={default}, or another IP address and port."),
        )
    })
}
