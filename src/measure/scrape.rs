//! What is not counted but looked at, each time that somebody asks.

use metrics::{Key, Label, Recorder as _};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusRecorder};
use metrics_process::Collector;

use super::PLACE;

/// Gauges of one scrape: what could not be looked at this time is not in it, instead of standing
/// there with an old value.
#[derive(Debug)]
pub struct Scrape(PrometheusRecorder);

impl Scrape {
    /// Empty but for what the system knows of this process.
    pub fn new() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, || {
            let process = Collector::default();
            process.describe();
            process.collect();
        });
        Self(recorder)
    }

    /// A gauge stands at that.
    #[expect(clippy::cast_precision_loss, reason = "no count here is near 2^52")]
    pub fn count(
        &self,
        name: &'static str,
        says: &'static str,
        labels: &[(&'static str, &str)],
        count: u64,
    ) {
        self.set(name, says, labels, count as f64);
    }

    /// A gauge stands at that.
    pub fn set(
        &self,
        name: &'static str,
        says: &'static str,
        labels: &[(&'static str, &str)],
        value: f64,
    ) {
        self.0.describe_gauge(name.into(), None, says.into());
        let labels: Vec<Label> =
            labels.iter().map(|(name, value)| Label::new(*name, (*value).to_owned())).collect();
        self.0.register_gauge(&Key::from_parts(name, labels), &PLACE).set(value);
    }

    /// All of them, in the Prometheus text format.
    pub fn text(&self) -> String {
        self.0.handle().render()
    }
}

impl Default for Scrape {
    fn default() -> Self {
        Self::new()
    }
}
