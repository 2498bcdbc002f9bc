//! Citizens who report a problem in six updates, and wait for each answer.

use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::wire;
use crate::world::{Heard, Shows, Webhook, World};

/// What a citizen does.
#[derive(Clone, Copy)]
enum Does {
    Writes(&'static str),
    Presses(&'static str),
}

use Does::{Presses, Writes};
use Shows::{Button, Words};

/// A report: what the citizen does, and by what the answer is known.
const REPORT: [(Does, Shows); 6] = [
    (Writes("/new"), Button("Potholes and pavements")),
    (Presses("Potholes and pavements"), Words("Where is it?")),
    (Writes("via Roma 12"), Words("What is wrong?")),
    (Writes("A deep pothole in front of the school, a child fell today."), Button("No photo")),
    (Presses("No photo"), Button("Send")),
    (Presses("Send"), Words("Its number is")),
];

/// Updates of a report.
pub const UPDATES: f64 = 6.0;
/// Who has no answer by then never gets one.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer: when it came, and how long after its update.
pub struct Answer {
    pub at: Instant,
    pub after: Duration,
}

/// Somebody with a connection to the webhook.
pub struct Citizen {
    id: i64,
    world: Rc<World>,
    webhook: Webhook,
    stream: TcpStream,
    buffer: Vec<u8>,
    last: Option<Heard>,
}

impl Citizen {
    pub async fn arrives(id: i64, world: &Rc<World>, webhook: &Webhook) -> Result<Self> {
        let stream = TcpStream::connect(&webhook.host).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            id,
            world: world.clone(),
            webhook: webhook.clone(),
            stream,
            buffer: Vec::with_capacity(1024),
            last: None,
        })
    }

    /// The first step of a report alone: the answer's time.
    pub async fn asks(&mut self) -> Result<Instant> {
        Ok(self.step(REPORT[0].0, REPORT[0].1).await?.at)
    }

    /// One report, step by step.
    pub async fn reports(&mut self, answers: &mut Vec<Answer>) -> Result<()> {
        for (does, shows) in REPORT {
            answers.push(self.step(does, shows).await?);
        }
        Ok(())
    }

    async fn step(&mut self, does: Does, shows: Shows) -> Result<Answer> {
        let body = self.update(does)?.to_string();
        let Webhook { path, host, secret } = &self.webhook;
        let call = wire::update(path, host, secret, &body);
        let heard = self.world.awaits(self.id, shows);
        let begun = Instant::now();
        let answered = tokio::time::timeout(PATIENCE, async {
            self.stream.write_all(&call).await?;
            self.taken().await?;
            Ok::<_, anyhow::Error>(heard.await?)
        });
        let heard = answered.await.with_context(|| format!("no answer that shows {shows:?}"))??;
        let answer = Answer { at: heard.at, after: heard.at - begun };
        self.last = Some(heard);
        Ok(answer)
    }

    /// The webhook's own answer.
    async fn taken(&mut self) -> Result<()> {
        loop {
            if let Some(response) = wire::response(&self.buffer)? {
                self.buffer.drain(..response.length);
                if response.status != 200 {
                    bail!("the webhook answered {}", response.status);
                }
                return Ok(());
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the webhook cut the connection");
            }
        }
    }

    fn update(&self, does: Does) -> Result<Value> {
        let (id, sent) = (self.id, self.world.date());
        let from =
            json!({ "id": id, "is_bot": false, "first_name": "Citizen", "language_code": "en" });
        let chat = json!({ "id": id, "first_name": "Citizen", "type": "private" });
        let update = self.world.next_id();
        Ok(match does {
            Writes(text) => {
                let message = self.world.next_id();
                let mut message = json!({
                    "message_id": message, "from": from, "chat": chat, "date": sent, "text": text,
                });
                if text.starts_with('/') {
                    message["entities"] =
                        json!([{ "type": "bot_command", "offset": 0, "length": text.len() }]);
                }
                json!({ "update_id": update, "message": message })
            }
            Presses(label) => {
                let last = self.last.as_ref().context("nothing to press")?;
                let button = last.buttons.iter().find(|button| button.text.contains(label));
                let data = &button.with_context(|| format!("no button {label:?}"))?.callback_data;
                let bot = json!({ "id": 111, "is_bot": true, "first_name": "Bench", "username": "bench_bot" });
                json!({ "update_id": update, "callback_query": {
                    "id": update.to_string(), "from": from, "chat_instance": "1", "data": data,
                    "message": { "message_id": last.message, "from": bot, "chat": chat,
                        "date": sent, "text": "as sent" },
                } })
            }
        })
    }
}

/// All these report until `end`, each after their own last answer.
pub async fn report_until(citizens: Vec<Citizen>, end: Instant) -> Result<Vec<Answer>> {
    let tasks: Vec<_> = citizens
        .into_iter()
        .map(|mut citizen| {
            tokio::task::spawn_local(async move {
                let mut answers = Vec::new();
                while Instant::now() < end {
                    citizen.reports(&mut answers).await?;
                }
                Ok::<_, anyhow::Error>(answers)
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(all)
}
