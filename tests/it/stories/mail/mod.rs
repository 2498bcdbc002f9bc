//! Citizens who write by mail: the second door, as good as the first.

mod asking;
mod bounces;
mod links;
mod main_path;
mod moved;
mod no_outlet;
mod pec;
mod photos;
mod put_off;
mod real;
mod robots;
mod set_aside;
mod threads;
mod trouble;

/// Tells a story that needs real servers on each database; where a server is not to be had, it says so.
macro_rules! over_real_servers {
    ($($(#[$doc:meta])* async fn $name:ident(
        $database:ident: Database $(, $server:literal)*
    ) $story:block)+) => {$(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn story($database: Database) $story

            fn can_run() -> bool {
                let servers: &[&str] = &[$($server),*];
                servers.iter().all(|server| $crate::support::servers::is_here(server))
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                if can_run() {
                    story(Database::sqlite()).await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if can_run() {
                    story(Database::postgres().await).await;
                }
            }
        }
    )+};
}
use over_real_servers;
