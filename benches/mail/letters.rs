//! What people write.

use std::fmt::Write as _;

/// The town's address.
pub const TOWN: &str = "segnalazioni@comune.example";

/// A mail as a mail program writes it, plain text and HTML, from somebody who never wrote before.
pub fn letter(series: &str, number: u64) -> String {
    format!(
        "From: Maria Verdi <{series}-{number}@example.org>\r\nTo: {TOWN}\r\n\
         Subject: =?utf-8?q?Buca_davanti_alla_scuola_n=C2=B0_{number}?=\r\n\
         Date: Tue, 24 Nov 2026 10:00:00 +0100\r\nMessage-ID: <{series}-{number}@example.org>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b{number}\"\r\n\r\n\
         --b{number}\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n\
         Buongiorno,\r\nc'=C3=A8 una buca profonda in via Roma {number}, davanti alla scuola. \
         Oggi =C3=A8 caduto un bambino.\r\n\r\n-- \r\nMaria Verdi\r\n\
         --b{number}\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n\
         <html><body><p>Buongiorno,</p><p>c'=C3=A8 una buca profonda in via Roma {number}, davanti \
         alla scuola. Oggi =C3=A8 caduto un bambino.</p></body></html>\r\n--b{number}--\r\n"
    )
}

/// Just under the largest mail that is taken: 25 MiB.
const LARGE: usize = 25 * 1_048_576 - 4_096;

/// A mail whose attachment makes it as large as it may be.
pub fn attachment() -> String {
    let mut mail = format!(
        "From: large@example.org\r\nTo: {TOWN}\r\nSubject: Foto\r\nMessage-ID: <large@example.org>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\n\r\nUna buca in via Roma 12.\r\n--b\r\nContent-Type: application/pdf\r\n\
         Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n"
    );
    while mail.len() < LARGE {
        mail.push_str("JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSL0ZpbHRlci9G\r\n");
    }
    mail.push_str("--b--\r\n");
    mail
}

/// A mail whose words make it as large as it may be.
pub fn long_text() -> String {
    let mut mail = format!(
        "From: long@example.org\r\nTo: {TOWN}\r\nSubject: Buca\r\nMessage-ID: <long@example.org>\r\n\r\n"
    );
    let mut line = 0;
    while mail.len() < LARGE {
        line += 1;
        let _ = write!(mail, "Una buca in via Roma {line}, e un'altra poco dopo.\r\n");
    }
    mail
}
