//! HTML as Telegram reads it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{Api, world};
use serde_json::{Value, json};
use simulator::{Seat, Simulator};

async fn told() -> (Simulator, Seat, Api) {
    let (sim, bot, api) = world().await;
    let seat = sim.user("Maria").id(11).create().private(&bot);
    seat.starts();
    (sim, seat, api)
}

fn html(text: &str) -> Value {
    json!({ "chat_id": 11, "text": text, "parse_mode": "HTML" })
}

#[tokio::test]
async fn what_telegram_refuses_is_refused_in_its_words() {
    let (sim, _, api) = told().await;
    for (text, words) in [
        ("a <x>b</x>", "Unsupported start tag \"x\" at byte offset 2"),
        ("à <<", "Unclosed start tag at byte offset 3"),
        ("1 < 2", "Unsupported start tag \"\" at byte offset 2"),
        ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<i>a</b>", "Unmatched end tag at byte offset 4, expected \"</i>\", found \"</b>\""),
        ("<i>a</i ", "Unclosed end tag at byte offset 4"),
        ("<a href=x:y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href=\"x>a</a>", "Unclosed start tag \"a\" at byte offset 0"),
        ("<span>a</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
    ] {
        let refused = api.refused("sendMessage", html(text)).await;
        assert_eq!(refused, (400, format!("Bad Request: can't parse entities: {words}")), "{text}");
    }
    sim.finish();
}

#[tokio::test]
async fn tags_become_entities_counted_in_utf16() {
    let (sim, seat, api) = told().await;
    for (text, shown, entities) in [
        ("🙂 <b>b &lt;i&gt;</b>", "🙂 b <i>", json!([["bold", 3, 5]])),
        ("<b>a<i>b</i></b>", "ab", json!([["bold", 0, 2], ["italic", 1, 1]])),
        ("&amp;&quot;&#39;&#x1F642;&nbsp;", "&\"'🙂&nbsp;", json!([])),
        ("<pre><code class=\"language-rust\">x</code></pre>", "x", json!([["pre", 0, 1]])),
        ("<a href=\"\">plain</a>", "plain", json!([])),
        ("<a href=\"tg://user?id=11\">Maria</a>", "Maria", json!([["text_mention", 0, 5]])),
        ("<a href=\"tg://user?id=99\">Nobody</a>", "Nobody", json!([])),
        (" <u> a</u> ", "a", json!([["underline", 0, 1]])),
        ("&lt", "<", json!([])),
    ] {
        let answer = api.call("sendMessage", html(text)).await;
        let found: Vec<Value> = answer["entities"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|e| json!([e["type"], e["offset"], e["length"]]))
            .collect();
        assert_eq!(json!(found), entities, "{text}");
        let message = seat.next().await;
        assert_eq!((message.text.as_str(), message.html.as_str()), (shown, text));
    }
    sim.finish();
}

#[tokio::test]
async fn plain_text_is_taken_as_it_stands() {
    let (sim, seat, api) = told().await;
    api.says(11, "1 < 2 & <b>").await;
    let message = seat.next().await;
    assert_eq!(message.text, "1 < 2 & <b>");
    assert_eq!(message.html, "1 &lt; 2 &amp; &lt;b&gt;");
    sim.finish();
}
