//! Bounces that have no machine part: known by who sends them and what they say.

use std::cell::OnceCell;

use mail_parser::{Message, MessageParser, PartType};

use super::dsn::{self, Dsn};
use super::head;
use super::phrases::{self, FAILED, GAVE_UP, REASON, TRIES_ON};
use super::status;
use super::view::{self, View, bare_address, is_daemon, one_line};
use crate::domain::mail::Bounce;

/// What the notice in a mail says, in words.
pub(super) struct Notice {
    /// The notice alone, as it stands.
    pub head: String,
    /// The same in lower case, spaces single, with the subject before it.
    plain: String,
    /// What follows it in the same text.
    tail: String,
    /// Whether it says that the other server tries again, once that was looked for.
    tries_on: OnceCell<bool>,
}

impl Notice {
    pub(super) fn of(view: &View<'_>) -> Self {
        let text = view.text();
        let (head, tail) = head::split(&text);
        // What it is about, a notice says first.
        let start = head.get(..head.floor_char_boundary(32 * 1024)).unwrap_or(head);
        let plain = format!("{}\n{}", view.subject, one_line(start).to_lowercase());
        let (head, tail) = (head.to_owned(), tail.to_owned());
        Self { head, plain, tail, tries_on: OnceCell::new() }
    }

    /// It says that the other server tries again, and nothing to the contrary.
    pub(super) fn tries_on(&self) -> bool {
        *self.tries_on.get_or_init(|| {
            // What would be the end, if it came to that.
            let plain = ["not a permanent", "not permanent", "be returned to"]
                .iter()
                .fold(self.plain.clone(), |text, words| text.replace(words, ""));
            phrases::any(&plain, TRIES_ON) && !phrases::any(&plain, GAVE_UP)
        })
    }

    /// The Message-ID of the mail that came back.
    pub(super) fn about(&self, view: &View<'_>) -> Option<String> {
        view.originals()
            .find_map(|part| head::message_id_in(&view::text_of(view.message, part)))
            .or_else(|| head::message_id_in(&self.tail))
            .or_else(|| head::message_id_in(&self.head))
            .or_else(|| {
                // Servers that attach the returned mail as plain text.
                view.message
                    .parts
                    .iter()
                    .skip(1)
                    .filter(|part| matches!(part.body, PartType::Text(_)))
                    .find_map(|part| head::message_id_in(&view::text_of(view.message, part)))
            })
    }

    /// Whom the mail did not reach: the header that Exim and Gmail write, else the first address in
    /// the notice, else the only one that the returned mail went to.
    pub(super) fn recipient(&self, view: &View<'_>, own: &[String]) -> Option<String> {
        if let Some(failed) = view.header("X-Failed-Recipients") {
            let first = bare_address(failed.split(',').next().unwrap_or_default());
            if first.contains('@') {
                return Some(first);
            }
        }
        let senders = view.to();
        let theirs = |address: &String| {
            !own.contains(address)
                && !senders.contains(address)
                && !view.from.contains(address)
                && !is_daemon(address)
        };
        let words = |anywhere: bool| {
            self.head.lines().filter(|line| !is_advice(line)).flat_map(move |line| {
                let start =
                    line.trim_start_matches(|c: char| c.is_whitespace() || "<*>-•\"'".contains(c));
                addresses(if anywhere { line } else { start })
                    .filter(move |(at, _)| anywhere || *at == 0)
                    .filter(move |(at, _)| {
                        !anywhere || !is_sender(line.get(..*at).unwrap_or_default())
                    })
                    .map(|(_, address)| address)
                    .collect::<Vec<_>>()
            })
        };
        words(false).find(theirs).or_else(|| words(true).find(theirs)).or_else(|| {
            let original = view
                .originals()
                .find_map(|part| {
                    head::header_in(&view::text_of(view.message, part), "To").map(ToOwned::to_owned)
                })
                .or_else(|| head::header_in(&self.tail, "To").map(ToOwned::to_owned))?;
            let mut found = addresses(&original).map(|(_, address)| address);
            let first = found.next()?;
            found.next().is_none().then_some(first).filter(theirs)
        })
    }

    /// The line that tells why: the one with a status or an SMTP reply, else the one with a reason,
    /// else the one after whom it speaks of.
    pub(super) fn diagnostic(&self) -> String {
        // Neither rulers nor what the returned mail was about.
        let speaks = |line: &&str| {
            let line = line.trim().to_lowercase();
            line.chars().any(char::is_alphabetic)
                && !without_addresses(&line).is_empty()
                && !line.starts_with(['-', '=', '*'])
                && !["subject", "to:", "from:", "sent:", "date:"]
                    .iter()
                    .any(|it| line.starts_with(it))
        };
        let lines = || self.head.lines().filter(speaks);
        let after = self.head.lines().skip_while(|line| !line.contains('@')).skip(1);
        let mut after = after.filter(speaks);
        lines()
            .find(|line| status::any(line))
            .or_else(|| lines().find(|line| phrases::any(&line.to_lowercase(), REASON)))
            .or_else(|| after.next())
            .or_else(|| lines().next())
            .map(without_addresses)
            .unwrap_or_default()
    }
}

/// The bounce that a mail server passes on inside its own notice: attached, or in the same text.
pub(super) fn passed_on(view: &View<'_>, own: &[String]) -> Option<Bounce> {
    if !view.by_server() {
        return None;
    }
    let of = |inner: &Message<'_>| match dsn::delivery(&View::new(inner, None), own, None) {
        Some(Dsn::Bounce(bounce)) => Some(bounce),
        _ => None,
    };
    let attached = view.message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => of(inner),
        _ => None,
    });
    attached.or_else(|| {
        let notice = Notice::of(view);
        let tail = notice.tail.trim_start_matches(|c: char| !c.is_alphabetic());
        let is_report = tail.contains("report-type=") && tail.contains("Final-Recipient");
        is_report.then(|| MessageParser::default().parse(tail).as_ref().and_then(of)).flatten()
    })
}

/// The bounce that a mail is by its words, if it is one.
pub(super) fn read(view: &View<'_>, own: &[String]) -> Option<Bounce> {
    if !view.by_server() && !is_machine_role(view) {
        return None;
    }
    let notice = Notice::of(view);
    let failed = phrases::any(&notice.plain, FAILED);
    let coded = status::any(&notice.head);
    let returned = view.originals().next().is_some() || !notice.tail.is_empty();
    let is = if view.by_server() {
        let titled = phrases::any(&view.subject, FAILED);
        let by_nobody = view.null_sender() || view.envelope.as_deref().is_some_and(is_daemon);
        // A machine's answer may have no sender too, and speak of a delivery.
        let certain = !view.null_sender() || view.is_from_daemon() || titled || coded || returned;
        (failed && certain)
            || (phrases::any(&notice.plain, REASON) && (coded || returned))
            || (returned && coded)
            // Whatever its language.
            || ((view.is_from_daemon() || is_daemon(&view.name))
                && (returned || (by_nobody && notice.recipient(view, own).is_some())))
    } else {
        // From a role, not a mail server: at its beginning, and with proof.
        let start: String = one_line(&notice.head).to_lowercase().chars().take(600).collect();
        (phrases::any(&start, FAILED) || phrases::any(&view.subject, FAILED)) && (coded || returned)
    };
    is.then(|| Bounce {
        delayed: notice.tries_on(),
        recipient: notice.recipient(view, own),
        original: None,
        status: status::of(&notice.head),
        about: notice.about(view),
        diagnostic: notice.diagnostic(),
    })
}

/// A line about whom to ask, not about whom it did not reach.
fn is_advice(line: &str) -> bool {
    let line = line.to_lowercase();
    [
        "contact",
        "assistance",
        "mailto:",
        "please send",
        "questions",
        "support@",
        "contatt",
        "kontakt",
    ]
    .iter()
    .any(|it| line.contains(it))
}

/// Whether words before an address say that it is the sender's.
fn is_sender(before: &str) -> bool {
    let before = before.to_lowercase();
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "<\"'(=".contains(c));
    ["from:", "from", "sender", "sender:", " by", " da", "von"]
        .iter()
        .any(|it| before.ends_with(it))
}

/// From a role that machines write under, and neither an answer nor passed on by a person.
pub(super) fn is_machine_role(view: &View<'_>) -> bool {
    by_role(view) && !is_answer(view)
}

/// From a role that machines write under, not a person.
fn by_role(view: &View<'_>) -> bool {
    is_daemon(&view.name)
        || view.from.iter().any(|address| {
            let local = address.split('@').next().unwrap_or_default();
            let of_list =
                ["-admin", "-owner", "-request", "-bounces"].iter().any(|end| local.ends_with(end))
                    || local.starts_with("owner-");
            of_list
                || super::auto::is_no_reply(address)
                || local.split(['-', '.', '_', '+']).any(|word| ROLES.contains(&word))
        })
}

/// People write as `admin` and `sysadmin`: those are not here.
const ROLES: &[&str] = &[
    "bounce",
    "bounces",
    "daemon",
    "gateway",
    "listserv",
    "mailer",
    "mailgateway",
    "mailman",
    "mailsystem",
    "majordomo",
    "mdaemon",
    "mta",
    "mx",
    "notification",
    "notifications",
    "root",
    "smtp",
    "system",
];

/// A mail that a person wrote as an answer, or passed on.
fn is_answer(view: &View<'_>) -> bool {
    let prefixes =
        ["re:", "r:", "fwd:", "fw:", "i:", "aw:", "wg:", "tr:", "rv:", "inoltro:", "odg:"];
    prefixes.iter().any(|prefix| view.subject.starts_with(prefix))
        || view.header("In-Reply-To").is_some()
}

/// The addresses in a line, in lower case, each with where it starts.
fn addresses(line: &str) -> impl Iterator<Item = (usize, String)> {
    let mut from = 0;
    line.split(|c: char| c.is_whitespace() || "<>()[],;:\"'".contains(c)).filter_map(move |word| {
        let at = from;
        from += word.len() + 1;
        let word = word.trim_matches(['.', '*', '`', '!', '?']);
        let (local, host) = word.split_once('@')?;
        (!local.is_empty()
            && host.len() > 1
            && !host.contains('@')
            && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-')))
        .then(|| (at, word.to_lowercase()))
    })
}

/// A line of another server's words: at most 200 characters, without addresses.
pub(super) fn without_addresses(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().filter(|word| !word.contains('@')).collect();
    let line = words.join(" ");
    line.chars().filter(|c| !c.is_control()).take(200).collect::<String>().trim().to_owned()
}
