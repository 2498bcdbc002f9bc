use chrono::TimeZone;
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::*;

fn posting() -> Posting<'static> {
    Posting {
        from_name: "Città di Trieste",
        from: "segnalazioni@comune.example",
        reply_to: Some("segnalazioni+k7m2@comune.example"),
        envelope_from: "segnalazioni+b-k7m2@comune.example",
        to: "anna@example.org",
        subject: "Segnalazione ricevuta: lampione è spento",
        message_id: "k7m2.1@comune.example",
        date: Utc.with_ymd_and_hms(2026, 3, 4, 9, 30, 0).unwrap(),
        in_reply_to: Some("anna.1@example.org"),
        references: &[],
        auto: AutoSubmitted::Replied,
        lang: Lang::It,
        text: "Buongiorno,\n\nla segnalazione è arrivata.\n.\nFrom Trieste\n",
        html: "<!doctype html>\n<p>La segnalazione è arrivata.</p>",
        pictures: &[],
    }
}

fn raw_headers(mail: &Composed) -> Vec<String> {
    let text = String::from_utf8(mail.bytes.clone()).unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn an_acknowledgement_reads_back_as_it_was_written() {
    let mail = compose(&posting()).unwrap();
    let read = MessageParser::default().parse(&mail.bytes).unwrap();

    let from = read.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Città di Trieste"));
    assert_eq!(from.address(), Some("segnalazioni@comune.example"));
    let reply_to = read.reply_to().unwrap().first().unwrap();
    assert_eq!(reply_to.address(), Some("segnalazioni+k7m2@comune.example"));
    assert_eq!(read.to().unwrap().first().unwrap().address(), Some("anna@example.org"));
    assert_eq!(read.subject(), Some("Segnalazione ricevuta: lampione è spento"));
    assert_eq!(read.message_id(), Some("k7m2.1@comune.example"));
    assert_eq!(read.in_reply_to().as_text(), Some("anna.1@example.org"));
    assert_eq!(read.references().as_text(), Some("anna.1@example.org"));
    assert_eq!(read.date().unwrap().to_rfc3339(), "2026-03-04T09:30:00Z");
    assert_eq!(read.header_raw("Auto-Submitted").unwrap().trim(), "auto-replied");
    assert_eq!(read.header_raw("Content-Language").unwrap().trim(), "it");
    let text = read.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), posting().text.trim_end());
    assert_eq!(read.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), posting().html);
    assert_eq!(mail.to, "anna@example.org");
    assert_eq!(mail.envelope_from, "segnalazioni+b-k7m2@comune.example");
}

#[test]
fn the_mail_travels_as_plain_ascii_with_a_few_headers() {
    let mail = compose(&posting()).unwrap();
    insta::assert_snapshot!(String::from_utf8(mail.bytes).unwrap().replace("\r\n", "\n"), @r#"
Date: Wed, 04 Mar 2026 09:30:00 +0000
From: =?utf-8?b?Q2l0dMOgIGRpIFRyaWVzdGU=?= <segnalazioni@comune.example>
To: anna@example.org
Reply-To: =?utf-8?b?Q2l0dMOgIGRpIFRyaWVzdGU=?= <segnalazioni+k7m2@comune.example>
Subject: Segnalazione ricevuta: lampione =?utf-8?b?w6g=?= spento
Message-ID: <k7m2.1@comune.example>
In-Reply-To: <anna.1@example.org>
References: <anna.1@example.org>
Auto-Submitted: auto-replied
Content-Language: it
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_2ebc57587bb8b69ce0a73c68f39c0c65"

--=_2ebc57587bb8b69ce0a73c68f39c0c65
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Buongiorno,

la segnalazione =C3=A8 arrivata.
.
From Trieste

--=_2ebc57587bb8b69ce0a73c68f39c0c65
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<!doctype html>
<p>La segnalazione =C3=A8 arrivata.</p>

--=_2ebc57587bb8b69ce0a73c68f39c0c65--
"#);
}

#[test]
fn words_of_a_person_carry_no_machines_header() {
    let mail = compose(&Posting { auto: AutoSubmitted::No, ..posting() }).unwrap();
    assert!(!raw_headers(&mail).iter().any(|line| line.starts_with("Auto-Submitted")));

    let notice = compose(&Posting { auto: AutoSubmitted::Generated, ..posting() }).unwrap();
    assert!(raw_headers(&notice).contains(&"Auto-Submitted: auto-generated".to_owned()));
}

#[test]
fn a_second_attempt_is_the_same_mail() {
    assert_eq!(compose(&posting()), compose(&posting()));
}

#[test]
fn pictures_go_beside_the_words() {
    let pictures = [Picture {
        name: "prima dopo/è.jpg".into(),
        content_type: "image/jpeg",
        bytes: Bytes::from_static(&[0xff, 0xd8, 0, 13, 10, 46, 13, 10]),
    }];
    let mail = compose(&Posting { pictures: &pictures, ..posting() }).unwrap();
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    assert_eq!(read.content_type().unwrap().subtype(), Some("mixed"));
    let picture = read.attachment(0).unwrap();
    assert_eq!(picture.attachment_name(), Some("prima_dopo__.jpg"));
    assert_eq!(picture.contents(), &pictures[0].bytes[..]);
    assert_eq!(read.attachment_count(), 1);
    assert!(read.body_text(0).unwrap().contains("la segnalazione è arrivata"));
}

#[test]
fn long_lines_and_stray_line_ends_do_not_break_the_mail() {
    let long = format!("{}\rsegue\0 {}", "parola ".repeat(400), "x".repeat(3000));
    let mail = compose(&Posting { text: &long, subject: &long, ..posting() }).unwrap();
    let lines = String::from_utf8(mail.bytes.clone()).unwrap();
    assert!(
        lines.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n', '\0']))
    );
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    let text = read.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), long.replace('\r', "\n").replace('\0', ""));
}

#[test]
fn a_long_conversation_keeps_its_first_and_its_last_mails() {
    let references: Vec<String> =
        (0..300).map(|n| format!("{n}.{}@example.org", "a".repeat(90))).collect();
    let mail = compose(&Posting { references: &references, ..posting() }).unwrap();
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    let kept = read.references().as_text_list().unwrap();
    assert_eq!(kept.len(), 20);
    assert_eq!(kept.first().unwrap().as_ref(), references[0]);
    assert_eq!(kept[18].as_ref(), references[299]);
    assert_eq!(kept[19].as_ref(), "anna.1@example.org");
}

#[test]
fn what_is_no_address_is_refused_and_not_repeated() {
    let refused = |posting: Posting<'_>| compose(&posting).unwrap_err().to_string();
    insta::assert_snapshot!(
        refused(Posting { to: "anna@example.org\r\nBcc: tutti@example.org", ..posting() }),
        @"to: an address has no spaces and no control characters"
    );
    insta::assert_snapshot!(
        refused(Posting { from: "comune.example", ..posting() }),
        @"from: an address has a part before and after @"
    );
    insta::assert_snapshot!(
        refused(Posting { message_id: "a b@comune.example", ..posting() }),
        @"message_id: an id is visible ASCII with one @, without angle brackets"
    );
}

#[test]
fn a_domain_with_accents_is_written_so_that_every_server_knows_it() {
    let mail = compose(&Posting { to: "anna@città.example", ..posting() }).unwrap();
    assert_eq!(mail.to, "anna@xn--citt-3na.example");
    assert!(mail.bytes.is_ascii());
}

#[test]
fn the_null_sender_may_be_asked_for() {
    let mail = compose(&Posting { envelope_from: "", ..posting() }).unwrap();
    assert_eq!(mail.envelope_from, "");
}

#[test]
fn an_address_with_letters_beyond_ascii_stays_as_it_is() {
    let mail = compose(&Posting { to: "àlex@example.org", ..posting() }).unwrap();
    assert_eq!(mail.to, "àlex@example.org");
    let read = MessageParser::default().parse(&mail.bytes).unwrap();
    assert_eq!(read.to().unwrap().first().unwrap().address(), Some("àlex@example.org"));
}

#[test]
fn a_towns_name_comes_through_whatever_is_in_it() {
    for name in [
        "Comune di Esempio",
        "Città di Trieste",
        "Comune di S. Dorligo, URP",
        "Ufficio \"Verde\"",
        "Općina Milje – Občina Milje pri Trstu / Comune di Muggia (Friuli Venezia Giulia)",
    ] {
        let mail = compose(&Posting { from_name: name, ..posting() }).unwrap();
        let read = MessageParser::default().parse(&mail.bytes).unwrap();
        assert_eq!(read.from().unwrap().first().unwrap().name(), Some(name));
    }
}

/// Text that tries to end a header, in all the ways that some program has fallen for.
fn hostile() -> impl Strategy<Value = String> {
    let bits = prop_oneof![
        Just("\r\nBcc: tutti@example.org\r\n".to_owned()),
        Just("\n\n<script>".to_owned()),
        Just("\r".to_owned()),
        Just("\0".to_owned()),
        Just("\u{85}X-Other: 1\u{2028}".to_owned()),
        Just("=?utf-8?q?=0D=0AX-Other:_1?=".to_owned()),
        Just("\"<>,;:()@\\".to_owned()),
        "[a-z ]{0,90}",
        any::<String>(),
    ];
    proptest::collection::vec(bits, 0..6).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn no_word_begins_a_second_header(
        name in hostile(), subject in hostile(), answered in hostile(), reference in hostile(),
        file in hostile(), words in hostile(),
    ) {
        let references = [reference, "uno@example.org".to_owned()];
        let pictures = [Picture { name: file, content_type: "image/png", bytes: Bytes::new() }];
        let mail = compose(&Posting {
            from_name: &name, subject: &subject, in_reply_to: Some(&answered),
            references: &references, text: &words, pictures: &pictures, ..posting()
        }).unwrap();
        let plain = compose(&Posting { pictures: &pictures, references: &references, ..posting() }).unwrap();
        let names = |mail: &Composed| -> Vec<String> {
            raw_headers(mail).iter().map(|line| line.split(':').next().unwrap().to_owned())
                .filter(|name| name != "In-Reply-To").collect()
        };
        prop_assert_eq!(names(&mail), names(&plain));
        prop_assert!(mail.bytes.is_ascii());
        prop_assert!(!mail.bytes.contains(&0));
        let read = MessageParser::default().parse(&mail.bytes).unwrap();
        prop_assert!(read.bcc().is_none());
        prop_assert!(!read.subject().unwrap_or_default().contains(['\r', '\n', '\0']));
        prop_assert_eq!(read.attachment_count(), 1);
    }

    #[test]
    fn words_come_through_as_they_were_written(
        subject in "[a-zA-Zàèìòùčžß€😀.,:!? ]{1,160}", words in "[a-zà=.\\- ?😀\n]{0,300}",
    ) {
        let mail = compose(&Posting { subject: &subject, text: &words, html: &words, ..posting() }).unwrap();
        let read = MessageParser::default().parse(&mail.bytes).unwrap();
        prop_assert_eq!(read.subject().unwrap_or_default(), header::line(&subject));
        let text = |text: Option<std::borrow::Cow<'_, str>>| {
            text.unwrap_or_default().replace("\r\n", "\n").trim_end_matches('\n').to_owned()
        };
        prop_assert_eq!(text(read.body_text(0)), words.trim_end_matches('\n'));
        prop_assert_eq!(text(read.body_html(0)), words.trim_end_matches('\n'));
    }

    #[test]
    fn an_address_or_an_id_from_anywhere_gives_a_mail_or_an_error(
        to in hostile(), id in hostile(), from in hostile(),
    ) {
        for posting in [
            Posting { to: &to, ..posting() },
            Posting { message_id: &id, ..posting() },
            Posting { envelope_from: &from, ..posting() },
        ] {
            if let Ok(mail) = compose(&posting) {
                let names = raw_headers(&mail).len();
                prop_assert_eq!(names, raw_headers(&compose(&super::tests::posting()).unwrap()).len());
            }
        }
    }
}
