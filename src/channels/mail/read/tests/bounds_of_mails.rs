//! Over the bounds the header is kept and a person looks.

use super::*;

fn set_aside(raw: impl Into<Vec<u8>>) -> MailRule {
    let mail = read_it(raw).mail;
    assert_eq!(mail.kind, MailKind::SetAside);
    assert_eq!(mail.from.unwrap().address, "anna@posta.example");
    mail.rule
}

#[test]
fn c8_a_mail_too_big() {
    let mut raw = mail("Subject: Grande\n\n").into_bytes();
    raw.resize(bounds::MAX_BYTES + 1, b'x');
    let mail = read_it(raw).mail;
    assert_eq!(mail.rule, MailRule::TooBig);
    assert_eq!(mail.subject, "Grande");
    assert_eq!(mail.text, "");
}

#[test]
fn c8_a_header_too_long() {
    let long = "X-Long: y\n".repeat(30_000);
    assert_eq!(set_aside(mail(&format!("Subject: x\n{long}\nx\n"))), MailRule::TooLongHeader);
}

#[test]
fn c8_too_many_parts() {
    let parts = "--b\nContent-Type: text/plain\n\nx\n".repeat(501);
    let raw = mail(&format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n"));
    assert_eq!(set_aside(raw), MailRule::TooManyParts);
}

#[test]
fn c8_parts_too_deep() {
    let mut body = String::new();
    for depth in 0..120 {
        body.push_str(&format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n"));
    }
    assert_eq!(set_aside(mail(&format!("{body}\nx\n"))), MailRule::TooManyParts);
}

#[test]
fn c8_messages_in_messages_without_end() {
    // Parsed, this would exhaust the stack.
    let nest = "Content-Type: message/rfc822\n\n".repeat(200_000);
    assert_eq!(set_aside(mail(&nest)), MailRule::TooManyParts);
    // As many again, in base64.
    let inner = format!("Subject: x\n{nest}x\n");
    let hidden = data_encoding::BASE64_MIME.encode(inner.as_bytes());
    let raw = mail(&format!(
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{}",
        hidden.replace("\r\n", "\n")
    ));
    assert_eq!(set_aside(raw), MailRule::TooManyParts);
}

#[test]
fn c8_messages_in_messages_within_bounds_are_read() {
    let nest = "Content-Type: message/rfc822\n\n".repeat(90);
    let mail = read_it(mail(&format!("{nest}Subject: y\n\nx\n"))).mail;
    assert_eq!(mail.kind, MailKind::Person);
}

#[test]
fn c8_too_many_recipients() {
    let many: Vec<_> = (0..101).map(|n| format!("p{n}@posta.example")).collect();
    let raw = mail(&format!("Cc: {}\nSubject: x\n\nCiao\n", many.join(",\n ")));
    assert_eq!(set_aside(raw), MailRule::TooManyRecipients);
}

#[test]
fn c8_too_many_links() {
    let plain = "https://a.example/x ".repeat(101);
    assert_eq!(set_aside(mail(&format!("Subject: x\n\n{plain}\n"))), MailRule::TooManyLinks);
    let html = "<a href=\"https://a.example\">x</a>".repeat(101);
    let raw = mail(&format!("Subject: x\nContent-Type: text/html\n\n{html}\n"));
    assert_eq!(set_aside(raw), MailRule::TooManyLinks);
}

#[test]
fn c8_a_notice_that_would_be_read_as_a_mail_is_measured_too() {
    let nest = "Content-Type: message/rfc822\n\n".repeat(200_000);
    let notice = format!(
        "Delivery failed.\n\n--- Below this line is a copy of the message.\n\nContent-Type: multipart/report; report-type=delivery-status\nFinal-Recipient: rfc822; x@y.example\n{nest}x\n"
    );
    let body = data_encoding::BASE64_MIME.encode(notice.as_bytes());
    let raw = format!(
        "From: mailer-daemon@posta.example\r\nSubject: failure notice\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}"
    );
    let mail = read_it(raw).mail;
    assert_eq!(mail.from.unwrap().address, "mailer-daemon@posta.example");
    assert_ne!(mail.kind, MailKind::Person);
}

#[test]
fn c8_words_of_many_lines_are_read_to_a_bound() {
    let lines = "a\n".repeat(300_000);
    assert!(read_it(mail(&format!("Subject: x\n\n{lines}"))).mail.text.starts_with("a\na\n"));
    let rules = format!("{}a\n", "---\n".repeat(200_000));
    assert!(!read_it(mail(&format!("Subject: x\n\n{rules}"))).mail.text.is_empty());
    let part = format!("--b\nContent-Type: text/plain\n\n{}\n", "a\n".repeat(40_000));
    let parts = part.repeat(48);
    let raw = mail(&format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n"));
    assert!(read_it(raw).mail.text.starts_with("a\na\n"));
}
