//! `parse_mode` HTML: tags become entities, and what Telegram refuses is refused in its words.

use serde_json::{Value, json};

use crate::error::ApiError;

/// Text without its tags, and the entities they became.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
}

struct Open {
    tag: String,
    argument: Option<String>,
    /// Where it began, in UTF-16 units of the resulting text.
    offset: usize,
    /// Rank among the opened tags, so that outer entities come first.
    rank: usize,
}

struct Parser<'a> {
    source: &'a [u8],
    at: usize,
    text: Vec<u8>,
    utf16: usize,
    opened: usize,
    nested: Vec<Open>,
    entities: Vec<(usize, usize, Value)>,
}

/// Parses `source` as Telegram's HTML. Offsets in refusals are bytes, entities are UTF-16 units.
pub(crate) fn parse(source: &str) -> Result<Formatted, ApiError> {
    let mut parser = Parser {
        source: source.as_bytes(),
        at: 0,
        text: Vec::with_capacity(source.len()),
        utf16: 0,
        opened: 0,
        nested: Vec::new(),
        entities: Vec::new(),
    };
    parser.run().map_err(|words| ApiError::bad(format!("can't parse entities: {words}")))?;
    parser.entities.sort_by_key(|(offset, rank, _)| (*offset, *rank));
    Ok(Formatted {
        text: String::from_utf8_lossy(&parser.text).into_owned(),
        entities: parser.entities.into_iter().map(|(_, _, entity)| entity).collect(),
    })
}

impl Parser<'_> {
    /// The byte at the cursor; 0 past the end, which counts as a space.
    fn here(&self) -> u8 {
        self.source.get(self.at).copied().unwrap_or(0)
    }

    fn here_is_space(&self) -> bool {
        matches!(self.here(), b' ' | b'\t' | b'\r' | b'\n' | 0 | 0x0b)
    }

    fn skip_spaces(&mut self) {
        while self.at < self.source.len() && self.here_is_space() {
            self.at += 1;
        }
    }

    fn slice(&self, from: usize) -> String {
        String::from_utf8_lossy(&self.source[from..self.at]).into_owned()
    }

    fn run(&mut self) -> Result<(), String> {
        while self.at < self.source.len() {
            match self.here() {
                b'&' => {
                    if let Some(decoded) = self.decode() {
                        self.utf16 += decoded.len_utf16();
                        self.text.extend(decoded.encode_utf8(&mut [0; 4]).as_bytes());
                    } else {
                        self.copy_byte();
                    }
                }
                b'<' if self.source.get(self.at + 1) == Some(&b'/') => self.end_tag()?,
                b'<' => self.start_tag()?,
                _ => self.copy_byte(),
            }
        }
        match self.nested.pop() {
            None => Ok(()),
            Some(open) => {
                Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag))
            }
        }
    }

    fn copy_byte(&mut self) {
        let byte = self.here();
        // Continuation bytes add no unit; four-byte characters are a surrogate pair.
        if byte & 0xc0 != 0x80 {
            self.utf16 += 1 + usize::from(byte >= 0xf0);
        }
        self.text.push(byte);
        self.at += 1;
    }

    /// A named or numbered character; leaves the cursor alone when it is none.
    fn decode(&mut self) -> Option<char> {
        let rest = &self.source[self.at..];
        let named = |b: &&u8| b.is_ascii_alphanumeric() || **b == b'#';
        let end = 1 + rest.iter().skip(1).take_while(named).count();
        let (name, semicolon) = (&rest[1..end], rest.get(end) == Some(&b';'));
        let found = match name {
            b"lt" => Some('<'),
            b"gt" => Some('>'),
            b"amp" => Some('&'),
            b"quot" => Some('"'),
            [b'#', digits @ ..] => {
                let digits = std::str::from_utf8(digits).ok()?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => digits.parse().ok()?,
                };
                char::from_u32(code).filter(|c| *c != '\0')
            }
            _ => None,
        }?;
        self.at += end + usize::from(semicolon);
        Some(found)
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        while !self.here_is_space() && self.here() != b'>' {
            self.at += 1;
        }
        if self.at >= self.source.len() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        let tag = self.slice(begin + 1).to_lowercase();
        if kind(&tag, None).is_none() {
            return Err(format!("Unsupported start tag \"{tag}\" at byte offset {begin}"));
        }
        let mut argument = None;
        loop {
            self.skip_spaces();
            if self.here() == b'>' {
                break;
            }
            if let Some((name, value)) = self.attribute(&tag, begin)? {
                argument = meaning(&tag, &name, &value).or(argument);
            }
        }
        if tag == "span" && argument.as_deref() != Some("spoiler") {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.at += 1;
        self.nested.push(Open { tag, argument, offset: self.utf16, rank: self.opened });
        self.opened += 1;
        Ok(())
    }

    /// One attribute; none for a bare `>` after spaces.
    fn attribute(&mut self, tag: &str, begin: usize) -> Result<Option<(String, String)>, String> {
        let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {begin}");
        let start = self.at;
        while !self.here_is_space() && !matches!(self.here(), b'=' | b'>' | b'/' | b'"' | b'\'') {
            self.at += 1;
        }
        let name = self.slice(start).to_lowercase();
        if self.at >= self.source.len() {
            return Err(unclosed());
        }
        if name.is_empty() {
            return Err(format!(
                "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
            ));
        }
        self.skip_spaces();
        if self.here() != b'=' {
            return Ok(Some((name, String::new())));
        }
        self.at += 1;
        self.skip_spaces();
        let value = match self.here() {
            0 => return Err(unclosed()),
            quote @ (b'"' | b'\'') => self.quoted(quote),
            _ => self.token()?,
        };
        if self.at >= self.source.len() {
            return Err(unclosed());
        }
        Ok(Some((name, value)))
    }

    fn quoted(&mut self, quote: u8) -> String {
        self.at += 1;
        let mut value = Vec::new();
        while self.at < self.source.len() && self.here() != quote {
            let decoded = if self.here() == b'&' { self.decode() } else { None };
            if let Some(decoded) = decoded {
                value.extend(decoded.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                value.push(self.here());
                self.at += 1;
            }
        }
        self.at += 1;
        String::from_utf8_lossy(&value).into_owned()
    }

    fn token(&mut self) -> Result<String, String> {
        let start = self.at;
        while self.here().is_ascii_alphanumeric() || matches!(self.here(), b'.' | b'-') {
            self.at += 1;
        }
        if !self.here_is_space() && self.here() != b'>' {
            return Err(format!("Unexpected end of name token at byte offset {start}"));
        }
        Ok(self.slice(start).to_lowercase())
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let Some(open) = self.nested.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.at += 2;
        while !self.here_is_space() && self.here() != b'>' {
            self.at += 1;
        }
        let name = self.slice(begin + 2);
        self.skip_spaces();
        if self.here() != b'>' {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !name.is_empty() && name != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                open.tag
            ));
        }
        let length = self.utf16 - open.offset;
        if length > 0
            && let Some(mut entity) = kind(&open.tag, Some(open.argument.as_deref().unwrap_or("")))
        {
            entity["offset"] = open.offset.into();
            entity["length"] = length.into();
            if entity["type"] == "pre" {
                self.adopt_language(&open, &mut entity);
            }
            if entity["type"] == "code" && self.nested.last().is_some_and(|o| o.tag == "pre") {
                entity["language"] = open.argument.into();
            }
            if entity["type"] != "" {
                self.entities.push((open.offset, open.rank, entity));
            }
        }
        Ok(())
    }
}

impl Parser<'_> {
    /// `<pre><code class="language-x">` is one entity, a block of that language.
    fn adopt_language(&mut self, open: &Open, pre: &mut Value) {
        let Some(at) = self.entities.iter().position(|(_, rank, _)| *rank == open.rank + 1) else {
            return;
        };
        let inner = &mut self.entities[at].2;
        if inner["type"] != "code" {
            return;
        }
        let language = inner.as_object_mut().and_then(|code| code.remove("language"));
        if inner["offset"] == pre["offset"] && inner["length"] == pre["length"] {
            self.entities.remove(at);
            if let Some(Value::String(language)) = language {
                pre["language"] = language.into();
            }
        }
    }
}

/// What an attribute says of its tag.
fn meaning(tag: &str, name: &str, value: &str) -> Option<String> {
    match (tag, name) {
        ("a", "href") | ("tg-emoji", "emoji-id") => Some(value.into()),
        ("code", "class") => value.strip_prefix("language-").map(Into::into),
        ("span", "class") => value.strip_prefix("tg-").map(Into::into),
        ("blockquote", "expandable") => Some("1".into()),
        _ => None,
    }
}

/// The entity of a tag, none for a tag that Telegram does not know.
fn kind(tag: &str, argument: Option<&str>) -> Option<Value> {
    let argument = argument.unwrap_or("");
    let kind = match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" if argument == "1" => "expandable_blockquote",
        "blockquote" => "blockquote",
        "tg-emoji" => {
            return Some(json!({ "type": "custom_emoji", "custom_emoji_id": argument }));
        }
        "a" => match argument.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
            Some(id) => return Some(json!({ "type": "text_mention", "user": { "id": id } })),
            // A link without an address is plain text.
            None if argument.is_empty() => "",
            None => return Some(json!({ "type": "text_link", "url": argument })),
        },
        _ => return None,
    };
    Some(json!({ "type": kind }))
}
