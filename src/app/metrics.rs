//! The numbers for those who run the service, in the Prometheus text format.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::clock::Clock;
use crate::http::ShowMetrics;
use crate::store::{Store, StoreError};

/// Counts when it is asked.
pub(super) fn of(store: Store, clock: Clock) -> ShowMetrics {
    Arc::new(move || {
        let (store, clock) = (store.clone(), clock.clone());
        Box::pin(async move { text(&store, &clock).await.map_err(|error| error.to_string()) })
    })
}

async fn text(store: &Store, clock: &Clock) -> Result<String, StoreError> {
    // Without a town there are no reports either.
    let today = match store.directory().await? {
        Some(directory) => directory.calendar.day_of(clock.now()),
        None => clock.now().date_naive(),
    };
    let zeros = store.zeros(today).await?;
    let mut text = String::new();
    for (name, help, value) in [
        (
            "rispondo_reports_in_limbo",
            "Open reports whose citizens wait past the promised date.",
            zeros.in_limbo,
        ),
        (
            "rispondo_unanswered_closures",
            "Closed reports whose answer has not reached its citizen.",
            zeros.unanswered,
        ),
    ] {
        // Writing to a String cannot fail.
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n");
    }
    Ok(text)
}
