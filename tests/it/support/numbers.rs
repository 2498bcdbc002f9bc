//! How a service stands, as whoever runs it asks: over HTTP at its `ADMIN_ADDR`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rispondo::app::service::Service;
use serde_json::Value;

/// What a scrape says.
#[derive(Debug)]
pub struct Numbers {
    /// The type of each metric.
    pub types: BTreeMap<String, String>,
    samples: Vec<Sample>,
}

#[derive(Debug)]
struct Sample {
    name: String,
    labels: Vec<(String, String)>,
    /// Without what is behind the point.
    value: i64,
}

async fn asked(service: &Service, path: &str) -> reqwest::Response {
    let url = format!("http://{}{path}", service.admin);
    // It answers whatever is away: whoever waits longer has found a mistake.
    let patience = Duration::from_secs(5);
    reqwest::Client::new().get(url).timeout(patience).send().await.unwrap()
}

/// Whether it is ready, and what it says is wrong and should be looked at.
pub async fn readiness(service: &Service) -> (u16, Value, Value) {
    let answer = asked(service, "/health/ready").await;
    let status = answer.status().as_u16();
    let body = answer.bytes().await.unwrap();
    let said: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(said["ready"], status == 200);
    (status, said["wrong"].clone(), said["warnings"].clone())
}

/// Whether it is alive.
pub async fn is_alive(service: &Service) -> bool {
    asked(service, "/health/live").await.status() == 200
}

impl Numbers {
    /// What the service says now.
    pub async fn of(service: &Service) -> Self {
        let answer = asked(service, "/metrics").await;
        assert_eq!(answer.status(), 200);
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(kind.starts_with("text/plain"), "{kind}");
        Self::read(&answer.text().await.unwrap())
    }

    fn read(text: &str) -> Self {
        let (mut types, mut samples) = (BTreeMap::new(), Vec::new());
        for line in text.lines() {
            if let Some(line) = line.strip_prefix("# TYPE ") {
                let (name, kind) = line.split_once(' ').unwrap();
                let before = types.insert(name.to_owned(), kind.to_owned());
                assert_eq!(before, None, "{name} is there twice");
            } else if !line.is_empty() && !line.starts_with('#') {
                samples.push(Sample::read(line));
            }
        }
        Self { types, samples }
    }

    /// The value of a sample, if it is there. Its labels in their order.
    pub fn find(&self, name: &str, labels: &[(&str, &str)]) -> Option<i64> {
        let is = |sample: &&Sample| {
            let same = |(mine, theirs): (&(String, String), &(&str, &str))| {
                mine.0 == theirs.0 && mine.1 == theirs.1
            };
            sample.name == name
                && sample.labels.len() == labels.len()
                && sample.labels.iter().zip(labels).all(same)
        };
        self.samples.iter().find(is).map(|sample| sample.value)
    }

    /// The value of a sample.
    pub fn at(&self, name: &str, labels: &[(&str, &str)]) -> i64 {
        self.find(name, labels).unwrap_or_else(|| panic!("no {name} {labels:?} in {self:#?}"))
    }

    /// The labels of a metric, with the values that they have.
    pub fn labels(&self, metric: &str) -> BTreeMap<String, BTreeSet<String>> {
        let histogram = self.types.get(metric).is_some_and(|kind| kind == "histogram");
        let of_it = |name: &str| {
            let rest = name.strip_prefix(metric);
            rest.is_some_and(|rest| rest.is_empty() || (histogram && rest.starts_with('_')))
        };
        let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for sample in self.samples.iter().filter(|sample| of_it(&sample.name)) {
            for (label, value) in sample.labels.iter().filter(|(label, _)| label != "le") {
                labels.entry(label.clone()).or_default().insert(value.clone());
            }
        }
        labels
    }
}

impl Sample {
    /// `name{label="value",…} 1`: no value of ours has a quotation mark or a comma.
    fn read(line: &str) -> Self {
        let (sample, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = sample.split_once('{').unwrap_or((sample, ""));
        let labels = labels.trim_end_matches('}').split(',').filter(|label| !label.is_empty());
        let labels = labels.map(|label| {
            let (label, value) = label.split_once('=').unwrap();
            (label.to_owned(), value.trim_matches('"').to_owned())
        });
        #[expect(clippy::cast_possible_truncation, reason = "numbers of a small town")]
        let value = value.parse::<f64>().unwrap() as i64;
        Self { name: name.to_owned(), labels: labels.collect(), value }
    }
}
