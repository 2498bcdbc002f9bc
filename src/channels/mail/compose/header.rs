//! What may stand in a header. Nothing here lets a line end through, so no value can begin a
//! second header (RFC 5322 section 2.2).

use lettre::Address;

use super::ComposeError;

/// Characters of a subject or a display name. What is longer is no subject, and one unbroken word
/// beyond 998 is no line (RFC 5322 section 2.1.1).
const LONGEST_LINE: usize = 250;
/// Bytes of an id. Real ones have 30 to 200.
const LONGEST_ID: usize = 400;
/// Ids in References: the first, and the last ones. Readers need no more to keep a thread.
const MOST_REFERENCES: usize = 20;

/// Words in one line: control characters and runs of white space become one space. What looks like
/// an encoded word (RFC 2047) is taken apart, or a reader would decode it into something else.
pub(super) fn line(words: &str) -> String {
    let spaced: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ").replace("=?", "= ?");
    match line.char_indices().nth(LONGEST_LINE) {
        None => line,
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
    }
}

/// An address. A domain with accents is written in ASCII (RFC 5891), which every server knows.
pub(super) fn address(field: &'static str, address: &str) -> Result<Address, ComposeError> {
    let wrong = |why: &str| ComposeError { field, why: why.to_owned() };
    if address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(wrong("an address has no spaces and no control characters"));
    }
    let (user, domain) = address
        .rsplit_once('@')
        .ok_or_else(|| wrong("an address has a part before and after @"))?;
    let domain = match url::Host::parse(domain) {
        Ok(url::Host::Domain(ascii)) if !domain.is_ascii() => ascii,
        _ => domain.to_owned(),
    };
    Address::new(user, domain).map_err(|error| wrong(&error.to_string()))
}

/// Our own Message-ID with its angle brackets.
pub(super) fn own_id(id: &str) -> Result<String, ComposeError> {
    if is_id(id) && id.contains('@') {
        return Ok(format!("<{id}>"));
    }
    let why = "an id is visible ASCII with one @, without angle brackets".to_owned();
    Err(ComposeError { field: "message_id", why })
}

/// The headers that tie a mail to the one it answers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Thread {
    /// In-Reply-To.
    pub(super) in_reply_to: Option<String>,
    /// References, folded: one id a line.
    pub(super) references: Option<String>,
}

impl Thread {
    /// Ids that are none (other programs' mails have such) are left out: the mail still goes.
    pub(super) fn of(in_reply_to: Option<&str>, references: &[String]) -> Self {
        let answered = in_reply_to.filter(|id| is_id(id));
        let mut ids: Vec<&str> = Vec::new();
        for id in references.iter().map(String::as_str).filter(|id| is_id(id)) {
            if Some(id) != answered && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.extend(answered); // the parent comes last (RFC 5322 section 3.6.4)
        if ids.len() > MOST_REFERENCES {
            ids.drain(1..=ids.len() - MOST_REFERENCES);
        }
        let bracketed: Vec<String> = ids.iter().map(|id| format!("<{id}>")).collect();
        Self {
            in_reply_to: answered.map(|id| format!("<{id}>")),
            references: (!bracketed.is_empty()).then(|| bracketed.join("\r\n ")),
        }
    }
}

/// Whether it can stand between angle brackets.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= LONGEST_ID
        && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
}

/// A file name that every program takes.
pub(super) fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = name.chars().take(80).map(safe).collect();
    if name.trim_matches(['.', '_']).is_empty() { "photo".to_owned() } else { name }
}
