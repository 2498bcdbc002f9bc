//! Updates as Telegram sends them, and what becomes of them.

use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

fn read(update: &Value) -> Result<Inbound, Unreadable> {
    let mut fresh = Fresh::from(Uuid::from_u128(7 << 64), [0; 32]);
    inbound(&update.to_string(), "town_bot", DateTime::default(), &mut fresh)
}

fn maria() -> Value {
    json!({ "id": 42, "is_bot": false, "first_name": "Maria", "last_name": "Blu", "language_code": "it" })
}

fn private() -> Value {
    json!({ "id": 42, "type": "private", "first_name": "Maria" })
}

fn group() -> Value {
    json!({ "id": -1_001_000_000_001_i64, "type": "supergroup", "title": "URP" })
}

/// A message of Maria's in that chat with these fields beside.
fn message_in(chat: &Value, fields: &Value) -> Value {
    let mut message =
        json!({ "message_id": 5, "date": 1_795_000_000, "chat": chat, "from": maria() });
    for (name, value) in fields.as_object().unwrap() {
        message[name] = value.clone();
    }
    message
}

fn sent(fields: &Value) -> Inbound {
    read(&json!({ "update_id": 9, "message": message_in(&private(), fields) })).unwrap()
}

fn body(fields: &Value) -> Option<Body> {
    match sent(fields).content {
        Content::Message { body, .. } => Some(body),
        Content::Nothing => None,
        other => panic!("no message: {other:?}"),
    }
}

fn file(id: &str) -> Value {
    json!({ "file_id": id, "file_unique_id": "u", "file_size": 1000 })
}

fn sized(id: &str, width: u32, height: u32) -> Value {
    let mut size = file(id);
    size["width"] = width.into();
    size["height"] = height.into();
    size
}

fn command(name: &str, rest: &str) -> Body {
    let (name, rest) = (name.to_owned(), rest.to_owned());
    Body::Command { name, rest }
}

#[test]
fn words_come_with_who_where_and_what_they_answer() {
    let update = sent(&json!({
        "text": "via Roma 12",
        "reply_to_message": message_in(&private(), &json!({ "message_id": 3, "text": "Dove?" })),
    }));
    assert_eq!((update.update_id, update.chat.id), (9, ChatId(42)));
    let from = update.from.unwrap();
    assert_eq!((from.id, from.name.as_str(), from.is_bot), (TelegramId(42), "Maria Blu", false));
    assert_eq!(from.lang_tag.as_deref(), Some("it"));
    let Content::Message { message, body } = update.content else {
        panic!("no message");
    };
    assert_eq!((message.id, message.reply_to), (MessageId(5), Some(MessageId(3))));
    assert_eq!(body, Body::Text("via Roma 12".to_owned()));
}

#[test]
fn commands_are_ours_unless_another_bot_is_named() {
    let text = |text: &str| body(&json!({ "text": text }));
    assert_eq!(text("/start"), Some(command("start", "")));
    assert_eq!(text("/Report@Town_Bot  123 "), Some(command("report", "123")));
    assert_eq!(text("/help@other_bot"), None);
    for words in ["/", "/è rotto", "5/7", "no /help"] {
        assert_eq!(text(words), Some(Body::Text(words.to_owned())));
    }
}

#[test]
fn of_a_photo_the_largest_size_is_taken_with_caption_and_album() {
    let photo = body(&json!({
        "photo": [sized("small", 90, 60), sized("large", 1280, 960), sized("mid", 320, 240)],
        "caption": "la buca",
        "media_group_id": "77",
    }));
    let Some(Body::Photo { file, caption, album }) = photo else {
        panic!("no photo");
    };
    assert_eq!(
        (&file.source, file.size),
        (&crate::domain::inbound::FileSource::Telegram("large".to_owned()), Some(1000))
    );
    assert_eq!((caption.as_deref(), album.as_deref()), (Some("la buca"), Some("77")));
}

#[test]
fn an_image_sent_as_a_file_is_a_photo_and_another_file_is_not() {
    let document = |kind: &str| {
        let mut document = file("doc");
        document["mime_type"] = kind.into();
        body(&json!({ "document": document }))
    };
    assert!(matches!(document("image/jpeg"), Some(Body::Photo { .. })));
    for kind in ["image/svg+xml", "application/pdf"] {
        assert_eq!(
            document(kind),
            Some(Body::Unusable { kind: Unusable::Document, caption: None })
        );
    }
}

#[test]
fn places_come_as_points_and_a_venue_with_its_name() {
    let point = json!({ "latitude": 45.65, "longitude": 13.77 });
    let position = Position { lat: 45.65, lon: 13.77 };
    assert_eq!(body(&json!({ "location": point })), Some(Body::Location(position)));
    let venue = json!({ "location": point, "title": "Scuola", "address": "via Roma 1" });
    let name = "Scuola, via Roma 1".to_owned();
    let expected = Some(Body::Venue { position, name });
    assert_eq!(body(&json!({ "location": point, "venue": venue })), expected);
}

#[test]
fn what_cannot_be_used_is_named_so_that_it_can_be_answered() {
    let media = |extra: Value| {
        let mut media = file("m");
        for (name, value) in extra.as_object().unwrap() {
            media[name] = value.clone();
        }
        media
    };
    let square = json!({ "width": 10, "height": 10, "duration": 1, "length": 10 });
    let cases = [
        ("voice", media(json!({ "duration": 3, "mime_type": "audio/ogg" })), Unusable::Voice),
        ("video", media(square.clone()), Unusable::Video),
        ("video_note", media(square.clone()), Unusable::VideoNote),
        ("audio", media(json!({ "duration": 3 })), Unusable::Audio),
        ("animation", media(square), Unusable::Animation),
        (
            "sticker",
            media(
                json!({ "width": 9, "height": 9, "type": "regular", "is_animated": false, "is_video": false }),
            ),
            Unusable::Sticker,
        ),
        ("contact", json!({ "phone_number": "1", "first_name": "A" }), Unusable::Contact),
        ("dice", json!({ "emoji": "🎲", "value": 1 }), Unusable::Other),
        ("newer_than_us", json!({ "a": 1 }), Unusable::Other),
    ];
    for (field, value, expected) in cases {
        assert_eq!(
            body(&json!({ field: value })),
            Some(Body::Unusable { kind: expected, caption: None }),
            "{field}"
        );
    }
}

#[test]
fn the_words_below_what_cannot_be_used_come_along() {
    let captioned = |caption: &str| body(&json!({ "voice": file("m"), "caption": caption }));
    let unusable = |caption| Some(Body::Unusable { kind: Unusable::Voice, caption });
    assert_eq!(captioned("una buca"), unusable(Some("una buca".to_owned())));
    assert_eq!(captioned(" "), unusable(None));
}

#[test]
fn service_messages_of_a_group_are_nothing_to_us() {
    for field in [
        json!({ "new_chat_title": "x" }),
        json!({ "newer_than_us": { "a": 1 } }),
        json!({ "migrate_from_chat_id": -9 }),
    ] {
        let update = json!({ "update_id": 1, "message": message_in(&group(), &field) });
        assert_eq!(read(&update).unwrap().content, Content::Nothing, "{field}");
    }
}

#[test]
fn edits_come_as_edits_and_a_live_position_is_no_edit() {
    let edited = |fields: Value| {
        let message = message_in(&private(), &fields);
        read(&json!({ "update_id": 1, "edited_message": message })).unwrap().content
    };
    let words = edited(json!({ "text": "via Roma 14", "edit_date": 1_795_000_001 }));
    assert!(
        matches!(words, Content::Edited { body: Body::Text(text), .. } if text == "via Roma 14")
    );
    let live = json!({ "latitude": 45.0, "longitude": 13.0, "live_period": 900 });
    let stopped = json!({ "latitude": 45.0, "longitude": 13.0 });
    for location in [live, stopped] {
        assert_eq!(edited(json!({ "location": location })), Content::Nothing);
    }
}

#[test]
fn a_forward_says_so() {
    let origin = json!({ "type": "hidden_user", "date": 1_795_000_000, "sender_user_name": "X" });
    let update = sent(&json!({ "text": "buca", "forward_origin": origin }));
    assert!(matches!(update.content, Content::Message { message, .. } if message.forwarded));
}

#[test]
fn who_speaks_as_a_group_or_channel_is_nobody() {
    let stand_in = json!({
        "id": 1_087_968_824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot",
    });
    let fields = json!({ "text": "/open", "from": stand_in, "sender_chat": group() });
    let update = json!({ "update_id": 1, "message": message_in(&group(), &fields) });
    assert_eq!(read(&update).unwrap().from, None);
    let channel = json!({ "id": -1_002, "type": "channel", "title": "News" });
    let post = json!({ "message_id": 1, "date": 1, "chat": channel, "text": "x" });
    let update = read(&json!({ "update_id": 1, "channel_post": post })).unwrap();
    assert_eq!((update.from, update.content), (None, Content::Nothing));
}

#[test]
fn a_press_comes_with_its_message_also_when_that_is_too_old_to_be_shown() {
    let regular = message_in(&group(), &json!({ "text": "card" }));
    let inaccessible = json!({ "message_id": 5, "date": 0, "chat": group() });
    for message in [regular, inaccessible] {
        let query = json!({
            "id": "q1", "from": maria(), "chat_instance": "c", "data": "sa:2026000001:1", "message": message,
        });
        let update = read(&json!({ "update_id": 1, "callback_query": query })).unwrap();
        assert_eq!(update.chat.id, ChatId(-1_001_000_000_001));
        assert_eq!(
            update.content,
            Content::Press {
                callback: "q1".to_owned(),
                data: "sa:2026000001:1".to_owned(),
                message: Some(MessageId(5)),
            }
        );
    }
}

#[test]
fn a_block_and_a_promotion_are_seen() {
    let change = |chat: Value, member: Value| {
        let bot = json!({ "id": 111, "is_bot": true, "first_name": "Bot", "username": "town_bot" });
        let mut new = member;
        new["user"] = bot.clone();
        let change = json!({
            "chat": chat, "from": maria(), "date": 1_795_000_000,
            "old_chat_member": { "status": "member", "user": bot }, "new_chat_member": new,
        });
        read(&json!({ "update_id": 1, "my_chat_member": change })).unwrap().content
    };
    let blocked = change(private(), json!({ "status": "kicked", "until_date": 0 }));
    let (present, admin) = (false, false);
    assert_eq!(blocked, Content::Membership { present, admin });
    let promoted = change(
        group(),
        json!({
            "status": "administrator", "can_be_edited": false, "is_anonymous": false,
            "can_manage_chat": true, "can_change_info": false, "can_delete_messages": false,
            "can_manage_video_chats": false, "can_restrict_members": false,
            "can_promote_members": false, "can_invite_users": false, "can_post_stories": false,
            "can_edit_stories": false, "can_delete_stories": false,
        }),
    );
    let (present, admin) = (true, true);
    assert_eq!(promoted, Content::Membership { present, admin });
}

#[test]
fn what_is_written_in_a_topic_of_a_group_is_a_reply_only_where_somebody_replies() {
    let reply_to = |replied: Value| {
        let fields = json!({
            "text": "/open", "is_topic_message": true, "message_thread_id": 3,
            "reply_to_message": replied,
        });
        let update = json!({ "update_id": 1, "message": message_in(&group(), &fields) });
        let Content::Message { message, .. } = read(&update).unwrap().content else {
            panic!("no message");
        };
        message.reply_to
    };
    let began = json!({ "forum_topic_created": { "name": "Holes", "icon_color": 7_322_096 } });
    assert_eq!(reply_to(message_in(&group(), &began)), None);
    let card = message_in(&group(), &json!({ "text": "card" }));
    assert_eq!(reply_to(card), Some(MessageId(5)));
}

#[test]
fn a_group_that_became_a_supergroup_says_where_it_went() {
    let old = json!({ "id": -9, "type": "group", "title": "URP" });
    let fields = json!({ "migrate_to_chat_id": -1_009_i64 });
    let update = read(&json!({ "update_id": 1, "message": message_in(&old, &fields) })).unwrap();
    assert_eq!(update.content, Content::MigratedTo(ChatId(-1_009)));
}

#[test]
fn what_cannot_be_read_is_an_error_that_quotes_nobody() {
    for raw in ["", "{", "[]", "null", r#"{"update_id":1,"message":{"text":"a secret of mine"}}"#] {
        let mut fresh = Fresh::from(Uuid::nil(), [0; 32]);
        let error = inbound(raw, "town_bot", DateTime::default(), &mut fresh).unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    assert_eq!(update_id(r#"{"message":{},"update_id":12}"#), Some(12));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z/@ ]{0,8}".prop_map(Value::from),
    ];
    let names = prop::sample::select(vec![
        "message_id",
        "date",
        "chat",
        "from",
        "text",
        "id",
        "type",
        "photo",
        "document",
        "location",
        "reply_to_message",
        "caption",
        "data",
        "message",
        "title",
        "file_id",
        "status",
        "user",
        "sender_chat",
        "first_name",
        "is_bot",
        "latitude",
        "longitude",
        "venue",
        "mime_type",
    ]);
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|fields| {
                Value::Object(fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_that_comes_from_outside_breaks_it(
        kind in prop::sample::select(vec![
            "message", "edited_message", "callback_query", "my_chat_member", "channel_post", "poll",
        ]),
        content in any_json(),
        noise in any_json(),
    ) {
        let _ = read(&json!({ "update_id": 1, kind: content.clone() }));
        let _ = read(&noise);
        // A whole message with one part of it replaced.
        if let Value::Object(fields) = &content {
            for (name, value) in fields {
                let message = message_in(&private(), &json!({ "text": "x", name: value }));
                let _ = read(&json!({ "update_id": 1, "message": message }));
            }
        }
    }
}
