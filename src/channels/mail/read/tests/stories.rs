//! What people write, and what the card shows of it.

use super::*;

#[test]
fn a_report_in_plain_words() {
    let raw = mail(
        "Subject: =?utf-8?Q?Lampione_spento?= in\n  via Roma\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nBuongiorno,\nil lampione davanti alla scuola elementare =E8 spento da una settimana.\n\nGrazie\nAnna Rossi\n\nInviato da iPhone\n",
    );
    let Reading { mail, photos } = read_it(raw);
    assert_eq!(mail.subject, "Lampione spento in via Roma");
    assert_eq!(
        mail.text,
        "Buongiorno,\nil lampione davanti alla scuola elementare è spento da una settimana.\n\nGrazie\nAnna Rossi"
    );
    assert_eq!(
        mail.from,
        Some(Mailbox { name: "Anna Rossi".into(), address: "anna@posta.example".into() })
    );
    assert_eq!(mail.message_id.as_deref(), Some("m1@posta.example"));
    assert_eq!(mail.date.unwrap().to_rfc3339(), "2026-11-03T09:11:00+00:00");
    assert_eq!(mail.lang, Some(crate::domain::lang::Lang::It));
    assert_eq!((mail.kind, mail.rule), (MailKind::Person, MailRule::Person));
    assert!(photos.is_empty());
}

#[test]
fn c2_the_same_mail_by_another_way_has_the_same_mark() {
    let raw = mail("Subject: Buca\n\nUna buca in via Roma.\n");
    let mark = read_it(raw.clone()).mail.mark;
    assert_eq!(mark.len(), 64);
    let another_way = format!(
        "Return-Path: <x@y.example>\r\nDelivered-To: urp@comune.example\r\nReceived: from a by b\r\n\tfor c; Tue, 3 Nov 2026\r\nX-Spam: no\r\n{raw}"
    );
    assert_eq!(read_it(another_way).mail.mark, mark);
    assert_eq!(read_it(raw.replace("\r\n", "\n")).mail.mark, mark);
    assert_eq!(read_it(format!("{raw}\r\n\r\n")).mail.mark, mark);
    let refolded = raw.replace("From: Anna Rossi <", "From: Anna Rossi\r\n <");
    assert_eq!(read_it(refolded).mail.mark, mark);
    // A reused Message-ID with other content is another mail.
    assert_ne!(read_it(raw.replace("via Roma", "via Verdi")).mail.mark, mark);
    assert_ne!(read_it(raw.replace("Subject: Buca", "Subject: Altro")).mail.mark, mark);
    assert_ne!(read_it(raw.replace("10:11", "10:12")).mail.mark, mark);
}

#[test]
fn c3_where_it_was_sent() {
    let raw = mail(
        "Cc: =?utf-8?Q?Uff=C3=ADcio?= <ufficio@Comune.example>, Segnalazioni <SEGNALAZIONI@comune.example>\nX-Forwarded-To: inoltro@comune.example\nDelivered-To: casella@comune.example\nSubject: x\n\nx\n",
    );
    assert_eq!(
        read_it(raw).mail.recipients,
        [
            "segnalazioni@comune.example",
            "casella@comune.example",
            "inoltro@comune.example",
            "ufficio@comune.example",
        ]
    );
}

#[test]
fn c7_only_our_own_server_says_who_it_is() {
    let raw = mail("Subject: x\n\nx\n");
    let with = |id: &str, result: &str| {
        read_it(format!("Authentication-Results: {id}; dmarc={result}\r\n{raw}")).mail.sender
    };
    assert_eq!(with("mx.comune.example", "pass"), SenderCheck::Passed);
    assert_eq!(with("mx.comune.example", "fail"), SenderCheck::Failed);
    assert_eq!(with("mx.altro.example", "pass"), SenderCheck::Unknown);
    assert_eq!(read_it(raw).mail.sender, SenderCheck::Unknown);
}

#[test]
fn c10_the_mails_it_answers_from_the_nearest_to_the_first() {
    let raw = mail(
        "In-Reply-To: <c@x.example>\nReferences: <a@x.example>\n <b@x.example> <c@x.example>\nSubject: Re: x\n\nx\n",
    );
    assert_eq!(read_it(raw).mail.answers, ["c@x.example", "b@x.example", "a@x.example"]);
}

#[test]
fn c10_the_quote_of_an_answer_is_cut() {
    let raw = mail(
        "Subject: Re: x\nContent-Type: text/plain; charset=utf-8\n\nVia Roma 12.\n\nIl giorno mar 3 nov 2026 alle ore 10:11 Comune di Esempio <segnalazioni@comune.example>\nha scritto:\n\n> Dove si trova?\n> \n",
    );
    assert_eq!(read_it(raw).mail.text, "Via Roma 12.");
}

#[test]
fn c14_html_only_becomes_text() {
    let raw = mail(
        "Subject: x\nContent-Type: text/html; charset=utf-8\n\n<html><head><style>p{color:red}</style><title>no</title></head><body><p>Buongiorno,<br>la fontana <b>perde</b> acqua.</p><ul><li>in piazza<li>da ieri</ul><a href=\"https://traccia.example/1\">qui</a><img src=\"https://traccia.example/p.gif\" alt=\"pixel\"><script>alert(1)</script></body></html>\n",
    );
    assert_eq!(
        read_it(raw).mail.text,
        "Buongiorno,\nla fontana perde acqua.\n- in piazza\n- da ieri\n\nqui"
    );
}

#[test]
fn c14_plain_text_is_preferred_unless_it_says_nothing() {
    let both = |plain: &str| {
        read_it(mail(&format!(
            "Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Dall'HTML</p>\n--b--\n"
        )))
        .mail
        .text
    };
    assert_eq!(both("Dal testo"), "Dal testo");
    assert_eq!(both(""), "Dall'HTML");
    assert_eq!(both("Il tuo programma di posta non supporta i messaggi HTML."), "Dall'HTML");
}

#[test]
fn what_is_passed_on_is_what_they_tell() {
    let attached = mail(
        "Subject: I: Buca\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nInoltro.\n--b\nContent-Type: message/rfc822\n\nFrom: zio@posta.example\nSubject: Buca in via Verdi\nContent-Type: text/plain; charset=utf-8\n\nC'è una buca profonda.\n--b--\n",
    );
    assert_eq!(
        read_it(attached).mail.text,
        "Inoltro.\n\nBuca in via Verdi\n\nC'è una buca profonda."
    );
    let below = mail(
        "Subject: Fwd: Buca\nContent-Type: text/plain; charset=utf-8\n\nVedi sotto.\n\n---------- Forwarded message ---------\nDa: Zio <zio@posta.example>\nDate: mar 3 nov 2026 alle ore 10:11\nSubject: Buca\nTo: Anna <anna@posta.example>\n\nC'è una buca profonda.\n",
    );
    assert!(read_it(below).mail.text.ends_with("C'è una buca profonda."));
}

#[test]
fn what_cannot_be_read_is_set_aside() {
    let mail = read_it(Vec::new()).mail;
    assert_eq!((mail.kind, mail.rule), (MailKind::SetAside, MailRule::Unreadable));
    let mail = read_it(vec![0xFF; 100]).mail;
    assert_eq!((mail.kind, mail.rule), (MailKind::SetAside, MailRule::Unreadable));
}

#[test]
fn a_mail_a_library_stumbles_over_keeps_its_header() {
    let reading = headed(&arrival(mail("Subject: Buca\n\nx\n")), &context());
    assert_eq!(reading.mail.subject, "Buca");
    assert_eq!(reading.mail.from.unwrap().address, "anna@posta.example");
    assert_eq!(reading.mail.rule, MailRule::Unreadable);
    assert_eq!(reading.mail.mark, read_it(mail("Subject: Buca\n\nx\n")).mail.mark);
}

#[test]
fn control_characters_go_nowhere() {
    let raw = mail("Subject: =?utf-8?B?QQBCDQpYLUV2aWw6IDE=?=\n\nA\0B\u{1b}[31mC\n");
    let mail = read_it(raw).mail;
    assert_eq!(mail.subject, "AB X-Evil: 1");
    assert_eq!(mail.text, "AB[31mC");
}

#[test]
fn words_without_a_charset_are_read_as_old_programs_wrote_them() {
    let mut raw = mail("X-Mailer: old\n").into_bytes();
    raw.extend(b"Subject: Il lampione \xE8 spento\r\n\r\nC'\xE8 buio perch\xE9 manca la luce.\r\n");
    let mail = read_it(raw).mail;
    assert_eq!(mail.subject, "Il lampione è spento");
    assert_eq!(mail.text, "C'è buio perché manca la luce.");
    let utf8 = super::mail("Subject: è\nContent-Type: text/plain; charset=utf-8\n\nè buio\n");
    assert_eq!(read_it(utf8).mail.text, "è buio");
}

#[test]
fn a_sender_badly_written_is_found_and_nobody_is_nobody() {
    let from = |from: &str| read_it(format!("From: {from}\r\nSubject: x\r\n\r\nx\r\n")).mail;
    assert_eq!(from("Anna Rossi ANNA@posta.example").from.unwrap().address, "anna@posta.example");
    assert_eq!(from("<anna@posta.example>").from.unwrap().name, "");
    let nobody = from("nessuno");
    assert_eq!(nobody.from, None);
    assert_eq!((nobody.kind, nobody.rule), (MailKind::Unanswerable, MailRule::NoSender));
}

#[test]
fn c12_certified_mail_to_the_ordinary_mailbox_is_its_citizens_and_unproven() {
    let raw = "X-Trasporto: posta-certificata\n\
         From: \"Per conto di: anna@pec.example\" <posta-certificata@gestore.example>\n\
         Reply-To: anna@pec.example\nSubject: POSTA CERTIFICATA: Buca\n\
         Authentication-Results: mx.comune.example; dmarc=pass\n\
         Content-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nIl messaggio \"Buca\" e' stato inviato da anna@pec.example\n\
         --b\nContent-Type: message/rfc822; name=\"postacert.eml\"\n\
         Content-Disposition: attachment; filename=\"postacert.eml\"\n\n\
         From: Anna <anna@pec.example>\nMessage-ID: <1@pec.example>\nSubject: Buca\n\nVia Roma 12.\n\
         --b--\n";
    let mail = read_it(raw).mail;
    let from = mail.from.unwrap();
    assert_eq!((from.name.as_str(), from.address.as_str()), ("Anna", "anna@pec.example"));
    assert_eq!((mail.subject.as_str(), mail.text.as_str()), ("Buca", "Via Roma 12."));
    assert_eq!((mail.kind, mail.sender), (MailKind::Person, SenderCheck::Failed));
    assert!(mail.certified_elsewhere, "no check has failed");
    // Where one has, that counts; where none is made, nobody is proven, and this one not less than others.
    let forged = read_it(raw.replace("dmarc=pass", "dmarc=fail")).mail;
    assert_eq!((forged.sender, forged.certified_elsewhere), (SenderCheck::Failed, false));
    let unchecked = Context { authserv_id: None, ..context() };
    let unchecked = whole(&arrival(raw), &unchecked).mail;
    assert_eq!((unchecked.sender, unchecked.certified_elsewhere), (SenderCheck::Unknown, false));
    // What is beyond the bounds is unproven as well: nothing is said to an address that only its text names.
    let long = format!("X-Long: {}\nContent-Type: multipart", "x".repeat(bounds::MAX_HEADER));
    let long = read_it(raw.replacen("Content-Type: multipart", &long, 1));
    assert_eq!((long.mail.kind, long.mail.sender), (MailKind::SetAside, SenderCheck::Failed));
}

#[test]
fn two_senders_are_none_that_is_proven() {
    let raw = "From: me@attacker.example\nFrom: Anna <anna@posta.example>\nSubject: Buca\n\
         Authentication-Results: mx.comune.example; dmarc=pass\n\nVia Roma.\n";
    assert_eq!(read_it(raw).mail.sender, SenderCheck::Failed);
}

#[test]
fn c12_of_certified_mail_the_citizens_own_mail_is_read() {
    let inner = "Message-ID: <suo@pec.example>\r\nFrom: Anna Rossi <anna@pec.example>\r\nIn-Reply-To: <nostro@comune.example>\r\nSubject: Buca\r\n\r\nUna buca in via Roma.\r\n";
    let carried = |sender: &str| kind::Carried {
        inner: inner.as_bytes().into(),
        sender: Some(sender.into()),
        provider_id: Some("opec1@pec.example".into()),
        message_id: None,
    };
    let mut mail = empty(Account::Pec, MailRule::Person);
    let mut photos = Vec::new();
    mail.message_id = Some("busta@gestore.example".into());
    carried_words(&mut mail, &mut photos, &carried("anna@pec.example"), &context());
    assert_eq!(mail.text, "Una buca in via Roma.");
    assert_eq!(mail.subject, "Buca");
    assert_eq!(mail.message_id.as_deref(), Some("suo@pec.example"));
    assert_eq!(mail.answers, ["nostro@comune.example"]);
    assert_eq!(mail.from.clone().unwrap().name, "Anna Rossi");
    assert_eq!(mail.sender, SenderCheck::Passed);
    // The provider knows who it was, whatever the mail says.
    carried_words(&mut mail, &mut photos, &carried("Altra@pec.example"), &context());
    assert_eq!(
        mail.from,
        Some(Mailbox { name: String::new(), address: "altra@pec.example".into() })
    );
    // Of what comes from outside no provider says who it was.
    let mut mail = empty(Account::Pec, MailRule::Person);
    let outside = kind::Carried { sender: None, ..carried("") };
    carried_words(&mut mail, &mut photos, &outside, &context());
    assert_eq!(mail.sender, SenderCheck::Unknown);
}

#[test]
fn c10_outlook_quotes_with_a_block_of_headers() {
    let raw = mail(
        "Subject: R: Segnalazione 2026-000001\nContent-Type: text/html; charset=utf-8\n\n<html xmlns:o=\"urn:x\"><head><!--[if gte mso 9]><xml>x</xml><![endif]--><style><!-- p {margin:0} --></style></head><body lang=IT><div class=WordSection1><p class=MsoNormal>Buongiorno, la buca è ancora l&igrave;.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>Da:</b> URP &lt;u@c.example&gt; <br><b>Inviato:</b> martedì 3 novembre 2026 10:11<br><b>A:</b> Anna Rossi<br><b>Oggetto:</b> Segnalazione 2026-1<o:p></o:p></p></div><p class=MsoNormal>La buca è stata chiusa.</p></div></body></html>\n",
    );
    assert_eq!(read_it(raw).mail.text, "Buongiorno, la buca è ancora lì.");
}

#[test]
fn c10_a_reply_of_a_telephone() {
    let raw = mail(
        "Subject: Re: x\nIn-Reply-To: <01a20cc88e80707183b71ac7937f0001@comune.example>\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nIn via Roma 12\n\nInviato da iPhone\n\n> Il giorno 3 nov 2026, alle ore 10:11, URP <u@c.example> ha scritto:\n>=20\n> =EF=BB=BFDove si trova?\n--b\nContent-Type: text/html; charset=utf-8\n\n<div>altro</div>\n--b--\n",
    );
    assert_eq!(read_it(raw).mail.text, "In via Roma 12");
}

/// The words of an answer to something, with us in copy or to us.
fn answer(head: &str, quote: &str) -> String {
    let raw = format!(
        "{head}\nContent-Type: text/plain; charset=utf-8\n\nAggiungo il Comune.\n\n{quote}\n"
    );
    read_it(mail(&raw)).mail.text
}

#[test]
fn what_somebody_else_wrote_is_cut_from_no_mail_that_answers_none_of_ours() {
    let said = "Il lampione in via Po 3 è spento da un mese.";
    let theirs = "Da: Amministratore <amm@casa.example>\nInviato: lunedì 23 novembre 2026 10:11\nA: segnalazioni@comune.example\nOggetto: Lampione";
    for quote in [
        format!(
            "Il giorno lun 23 nov 2026 alle ore 10:11 Amministratore <amm@casa.example> ha scritto:\n\n> {said}"
        ),
        format!("-----Messaggio originale-----\n{theirs}\n\n{said}"),
        format!("{theirs}\n\n{said}"),
        format!("> {said}\n> Grazie"),
    ] {
        let expected = format!("Aggiungo il Comune.\n\n{quote}");
        let theirs = answer("Subject: R: Lampione\nIn-Reply-To: <zzz@casa.example>", &quote);
        assert_eq!(theirs, expected);
        // A colleague's program makes ids of the town's domain, which look like ours.
        let colleague =
            "Subject: R: Lampione\nIn-Reply-To: <5d41402abc4b2a76b9719d911017c592@comune.example>";
        assert_eq!(answer(colleague, &quote), expected);
        // The writer's own signature is cut all the same.
        let signed = format!("Inviato da iPhone\n\n{quote}");
        assert_eq!(answer("Subject: R: Lampione", &signed), expected);
        // In an answer to us, it is known.
        let ours = "In-Reply-To: <01a20cc88e80707183b71ac7937f0001@comune.example>";
        for head in [
            &format!("Subject: R: Lampione\n{ours}"),
            "Subject: R: Lampione\nCc: segnalazioni+abcdefgh@comune.example",
            "Subject: R: Segnalazione 2026-000001",
        ] {
            assert_eq!(answer(head, &quote), "Aggiungo il Comune.", "{head}");
        }
    }
    let html = mail(
        "Subject: R: Lampione\nContent-Type: text/html; charset=utf-8\n\n<div>Aggiungo il Comune.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">Il giorno lun 23 nov 2026 Amministratore ha scritto:<br></div><blockquote class=\"gmail_quote\">Il lampione è spento.</blockquote></div>\n",
    );
    let text = read_it(html).mail.text;
    assert!(text.contains("> Il lampione è spento."), "{text}");
}

#[test]
fn c10_what_we_wrote_is_cut_though_a_program_names_no_id() {
    let us = "Comune di Esempio <segnalazioni@comune.example>";
    for quote in [
        format!("Il giorno mar 3 nov 2026 alle ore 10:11 {us}\nha scritto:\n\n> Dove si trova?"),
        format!("> Il giorno 3 nov 2026, alle ore 10:11, {us} ha scritto:\n> \n> Dove si trova?"),
        format!(
            "Da: {us}\nInviato: martedì 3 novembre 2026 10:11\nA: Anna\nOggetto: x\n\nDove si trova?"
        ),
    ] {
        assert_eq!(answer("Subject: R: x", &quote), "Aggiungo il Comune.", "{quote}");
    }
    // In somebody's answer to us, what they wrote is passed on.
    let deeper = format!(
        "Il giorno mar 3 nov 2026 alle ore 10:11 Luca <luca@casa.example> ha scritto:\n\n> In via Roma.\n>\n> Il giorno mar 3 nov 2026 alle ore 9:11 {us} ha scritto:\n>> Dove?"
    );
    assert!(answer("Subject: R: x", &deeper).contains("> In via Roma."));
}

#[test]
fn c10_what_somebody_marks_like_a_quote_is_theirs() {
    let raw = mail(
        "Subject: x\nContent-Type: text/plain; charset=utf-8\n\nSegnalo questi problemi:\n\n> buca in via Roma 12\n> lampione spento in via Po 3\n",
    );
    let text = read_it(raw).mail.text;
    assert_eq!(
        text,
        "Segnalo questi problemi:\n\n> buca in via Roma 12\n> lampione spento in via Po 3"
    );
}
