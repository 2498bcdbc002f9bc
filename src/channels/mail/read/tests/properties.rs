//! Whatever comes: no panic, nothing beyond its bounds.

use proptest::prelude::*;

use super::*;

const FIXTURES: [&str; 3] = [
    "From: a@b.example\nSubject: =?utf-8?B?w6g=?=\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=iso-8859-15\nContent-Transfer-Encoding: quoted-printable\n\n<div><blockquote type=\"cite\">=E8</blockquote><p>ciao\n--b\nContent-Type: message/rfc822\n\nFrom: c@d.example\n\nx\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n",
    "From: \"A, B\" <a@b.example>, c@d.example\nTo: g:x@y.example,z@y.example;\nReferences: <1@x> <2@x>\nDate: Tue, 3 Nov 2026 10:11:00 +0100\n\nSì\n\nIl giorno mar 3 nov 2026 alle ore 10:11 X <x@y.example> ha scritto:\n> dove?\n-- \nA\n",
    "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain; format=flowed\n\nuna \nriga\n--a\nContent-Type: text/html\n\n<table><tr><td>x<td>y</table>\n--a--",
];

/// Found by mutation: a message directly inside a message at the end of a multipart trips an
/// assertion of the parser where those are compiled in. The mail is kept all the same.
#[test]
fn a_message_straight_inside_a_message_ends_a_multipart() {
    let raw = mail(
        "Subject: Buca\nContent-Type: multipart/report; boundary=a\n\n--a\nContent-Type: message/rfc822\n\nSubject: x\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: y\nContent-type: message/rfc822\n\nContent-Type: text/html\n\n<p>x</p>\n--b--\n\n--a--\n",
    );
    let mail = read(&arrival(raw), &context()).mail;
    assert_eq!(mail.subject, "Buca");
    assert_eq!(mail.from.unwrap().address, "anna@posta.example");
    assert_eq!(mail.mark.len(), 64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&arrival(bytes.clone()), &context());
        let _ = headed(&arrival(bytes), &context());
    }

    #[test]
    fn damaged_mails_never_panic(
        which in 0_usize..3,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 0..12),
    ) {
        let mut raw = FIXTURES[which].as_bytes().to_vec();
        for (at, byte, how) in damage {
            if raw.is_empty() { break; }
            let at = at.index(raw.len());
            match how {
                0 => raw[at] = byte,
                1 => { raw.remove(at); }
                _ => raw.insert(at, byte),
            }
        }
        let reading = read(&arrival(raw.clone()), &context());
        prop_assert_eq!(reading.mail.mark.len(), 64);
        prop_assert!(!reading.mail.text.contains('\0'));
    }

    #[test]
    fn pieces_of_html_never_panic(pieces in proptest::collection::vec(
        prop_oneof![
            Just("<div>"), Just("</div>"), Just("<p"), Just(">"), Just("<blockquote type=cite>"),
            Just("</blockquote>"), Just("<table><td>"), Just("<!--"), Just("-->"), Just("è\""),
            Just("<li>"), Just("<div class=\"gmail_attr\">"), Just("</table>"), Just("<pre>"), Just("x "),
        ], 0..60)) {
        let source: String = pieces.concat();
        let _ = html::text(&source, true, false);
        let _ = html::text(&source, false, true);
    }
}
