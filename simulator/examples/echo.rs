//! A bot of a few lines, and a person who talks to it.

use serde_json::{Value, json};
use simulator::Simulator;

/// Repeats whatever it hears.
async fn echo(base: String) -> Result<(), reqwest::Error> {
    let http = reqwest::Client::new();
    let mut offset = 0;
    loop {
        let poll = json!({ "offset": offset, "timeout": 30 });
        let updates: Value =
            http.post(format!("{base}/getUpdates")).json(&poll).send().await?.json().await?;
        for update in updates["result"].as_array().into_iter().flatten() {
            let heard = &update["message"];
            let reply = json!({ "chat_id": heard["chat"]["id"], "text": heard["text"] });
            http.post(format!("{base}/sendMessage")).json(&reply).send().await?;
            offset = update["update_id"].as_i64().unwrap_or(0) + 1;
        }
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    // Built together with crates that turn on reqwest's TLS, its clients want a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sim = Simulator::start().await?;
    let bot = sim.add_bot("111:TOKEN", "echo_bot");
    tokio::spawn(echo(format!("{}/bot111:TOKEN", sim.api_url())));

    let chat = sim.user("Maria").create().private(&bot);
    chat.sends("Is anybody there?");
    assert_eq!(chat.next().await.text, "Is anybody there?");
    sim.quiet().await;
    println!("{}", chat.transcript());
    sim.finish();
    Ok(())
}
