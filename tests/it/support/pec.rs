//! A provider of certified email (PEC), played: it takes the town's mail by SMTP, and sends receipts
//! and certified email to the town's PEC mailbox, shaped as real providers do.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, Utc};

use super::letters::{PEC, Received, Writer, deliver};
use super::post::{field, until};
use super::relay::Relay;
use super::town::Variables;
use super::{Database, Town};

/// Who sends receipts and envelopes.
pub const PROVIDER: &str = "posta-certificata@gestore.test";

/// The provider of the town, and of everybody else.
pub struct Provider {
    pub relay: Relay,
    sent: std::sync::atomic::AtomicU32,
}

/// A mail of the town's that the provider has taken.
pub struct Submitted {
    pub mail: Received,
    pub to: String,
    /// The provider's own id of it (`identificativo`), without angle brackets.
    pub id: String,
    /// `certificato`, or `esterno` for a recipient with an ordinary mailbox.
    pub recipient_is: &'static str,
}

impl Provider {
    pub async fn start() -> Self {
        Self { relay: Relay::start().await, sent: 0.into() }
    }

    /// A town that has its PEC mailbox here.
    pub async fn town(&self, database: Database) -> Town {
        self.town_with(database, |_| {}).await
    }

    /// The same, with some variables set or changed.
    pub async fn town_with(&self, database: Database, change: impl Fn(&mut Variables)) -> Town {
        let url = format!("smtp://protocollo:secret@127.0.0.1:{}", self.relay.port);
        let town = Town::with(database, |variables| {
            variables.set("PEC_SMTP_URL", &url);
            change(variables);
        });
        town.await
    }

    /// A town in which somebody looks at certified mail first.
    pub async fn town_that_reviews(&self, database: Database) -> Town {
        self.town_with(database, |variables| variables.set("PEC_REVIEW", "true")).await
    }

    /// The next mail that the town hands over.
    pub async fn takes(&self) -> Submitted {
        let mut taken = Vec::new();
        until("a mail is handed to the provider", async || {
            taken = self.relay.taken();
            !taken.is_empty()
        })
        .await;
        assert_eq!(taken.len(), 1, "{taken:#?}");
        let taken = taken.remove(0);
        let mail = Received::read(&taken.from, taken.raw.as_bytes());
        let to = taken.to.join(",");
        Submitted { mail, to, id: self.next_id(), recipient_is: "certificato" }
    }

    /// The town hands over nothing (more).
    pub async fn nothing(&self, town: &Town) {
        town.settles().await;
        let taken = self.relay.taken();
        assert!(taken.is_empty(), "{taken:#?}");
    }

    /// Sends a receipt of that kind (as in `X-Ricevuta`) about a mail, by the town's LMTP.
    pub async fn receipt(&self, town: &Town, about: &Submitted, kind: &str) {
        let raw = self.receipt_mail(town.clock.now(), about, kind);
        deliver(town, PROVIDER, PEC, raw.as_bytes()).await;
        town.settles().await;
    }

    /// Such a receipt as it would come.
    pub fn receipt_mail(&self, now: DateTime<Utc>, about: &Submitted, kind: &str) -> String {
        let (title, error, extended) = match kind {
            "accettazione" => ("ACCETTAZIONE", "nessuno", ""),
            "avvenuta-consegna" => ("CONSEGNA", "nessuno", ""),
            "non-accettazione" => {
                ("AVVISO DI NON ACCETTAZIONE", "altro", "5.1.2 - Gestore - dominio non valido")
            }
            "preavviso-errore-consegna" => {
                ("AVVISO DI MANCATA CONSEGNA", "altro", "4.4.1 - Gestore - nessuna risposta")
            }
            "rilevazione-virus" => ("PROBLEMA DI SICUREZZA", "virus", "Contenuto pericoloso"),
            _ => {
                ("AVVISO DI MANCATA CONSEGNA", "no-dest", "5.1.1 - Gestore - indirizzo non valido")
            }
        };
        let about_id = &about.mail.message_id;
        let subject = &about.mail.subject;
        let data = Data { now, kind, error, from: PEC, about, msgid: about_id, extended };
        let parts = Parts {
            words: format!("Ricevuta: il messaggio \"{subject}\" indirizzato a {}", about.to),
            data: Some(data.xml()),
            // The receipt of delivery brings the whole mail back.
            inner: (kind == "avvenuta-consegna").then(|| about.mail.raw.clone()),
        };
        let header = format!(
            "X-Ricevuta: {kind}\r\nX-Riferimento-Message-ID: <{about_id}>\r\nFrom: {PROVIDER}\r\n\
             To: {PEC}\r\nSubject: {title}: {subject}\r\n"
        );
        self.mail(now, &header, parts)
    }

    /// Somebody with a PEC mailbox writes to the town's: the Message-ID of their mail.
    pub async fn writes(&self, town: &Town, writer: &Writer, subject: &str, text: &str) -> String {
        let (raw, id) = writer.letter(subject, text);
        self.carries(town, writer, &raw, &id).await;
        id
    }

    /// A mail that somebody wrote is carried to the town's PEC mailbox, by the town's LMTP.
    pub async fn carries(&self, town: &Town, writer: &Writer, raw: &str, id: &str) {
        let raw = self.envelope(town.clock.now(), writer, raw, id);
        town.settles().await;
        deliver(town, PROVIDER, PEC, raw.as_bytes()).await;
        town.settles().await;
    }

    /// An ordinary mail is carried to the town's PEC mailbox, by the town's LMTP.
    pub async fn carries_ordinary(&self, town: &Town, writer: &Writer, raw: &str) {
        let raw = self.anomaly(town.clock.now(), writer, raw);
        deliver(town, PROVIDER, PEC, raw.as_bytes()).await;
    }

    /// A certified email in its envelope (`busta di trasporto`).
    pub fn envelope(&self, now: DateTime<Utc>, writer: &Writer, raw: &str, id: &str) -> String {
        let from = &writer.address;
        let subject = field(raw.as_bytes(), "Subject:").unwrap_or_default();
        let about = Submitted {
            mail: Received::read(from, raw.as_bytes()),
            to: PEC.to_owned(),
            id: self.next_id(),
            recipient_is: "certificato",
        };
        let kind = "posta-certificata";
        let data =
            Data { now, kind, error: "nessuno", from, about: &about, msgid: id, extended: "" };
        let parts = Parts {
            words: format!("Il messaggio \"{subject}\" è stato inviato da \"{from}\""),
            data: Some(data.xml()),
            inner: Some(raw.to_owned()),
        };
        let header = format!(
            "X-Trasporto: {kind}\r\nX-Riferimento-Message-ID: <{id}>\r\n\
             From: \"Per conto di: {from}\" <{PROVIDER}>\r\nReply-To: {from}\r\nTo: {PEC}\r\n\
             Subject: POSTA CERTIFICATA: {subject}\r\n"
        );
        self.mail(now, &header, parts)
    }

    /// An ordinary mail that came to a PEC mailbox (`busta di anomalia`): nobody vouches for it.
    fn anomaly(&self, now: DateTime<Utc>, writer: &Writer, raw: &str) -> String {
        let from = &writer.address;
        let subject = field(raw.as_bytes(), "Subject:").unwrap_or_default();
        let parts = Parts {
            words: format!("Il messaggio \"{subject}\" non è di posta certificata"),
            data: None,
            inner: Some(raw.to_owned()),
        };
        let header = format!(
            "X-Trasporto: errore\r\nFrom: \"Per conto di: {from}\" <{PROVIDER}>\r\n\
             Reply-To: {from}\r\nTo: {PEC}\r\nSubject: ANOMALIA MESSAGGIO: {subject}\r\n"
        );
        self.mail(now, &header, parts)
    }

    fn next_id(&self) -> String {
        let number = self.sent.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        format!("opec2932.20261124100000.{number}.606.1.53@gestore.test")
    }

    /// Signed on the outside, mixed on the inside, as all mails of providers are.
    fn mail(&self, now: DateTime<Utc>, header: &str, parts: Parts) -> String {
        let date = local(now).to_rfc2822();
        let outer_id = self.next_id();
        let words = STANDARD.encode(&parts.words);
        let mut mixed = format!(
            "--mixed\r\nContent-Type: multipart/alternative; boundary=\"words\"\r\n\r\n\
             --words\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n\
             Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n{words}\r\n\
             --words\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\
             Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n{words}\r\n\
             --words--\r\n"
        );
        if let Some(xml) = parts.data {
            let coded = STANDARD.encode(xml);
            mixed += &format!(
                "--mixed\r\nContent-Type: application/xml; name=\"daticert.xml\"\r\n\
                 Content-Disposition: inline; filename=\"daticert.xml\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{coded}\r\n"
            );
        }
        if let Some(inner) = parts.inner {
            mixed += &format!(
                "--mixed\r\nContent-Type: message/rfc822; name=\"postacert.eml\"\r\n\
                 Content-Disposition: inline; filename=\"postacert.eml\"\r\n\
                 Content-Transfer-Encoding: 7bit\r\n\r\n{inner}\r\n"
            );
        }
        format!(
            "{header}Date: {date}\r\nMessage-ID: <{outer_id}>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; \
             micalg=\"sha-256\"; boundary=\"signed\"\r\n\r\n\
             This is an S/MIME signed message\r\n\r\n--signed\r\n\
             Content-Type: multipart/mixed; boundary=\"mixed\"\r\n\r\n{mixed}--mixed--\r\n\r\n\
             --signed\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n\
             Content-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\nMIIB\r\n\r\n--signed--\r\n"
        )
    }
}

/// What a provider's mail consists of.
struct Parts {
    words: String,
    data: Option<String>,
    inner: Option<String>,
}

/// What `daticert.xml` says.
struct Data<'a> {
    now: DateTime<Utc>,
    kind: &'a str,
    error: &'a str,
    from: &'a str,
    about: &'a Submitted,
    msgid: &'a str,
    extended: &'a str,
}

impl Data<'_> {
    fn xml(&self) -> String {
        let Self { kind, error, from, msgid, .. } = self;
        let Submitted { mail, to, id, recipient_is } = self.about;
        let subject = mail.subject.replace('&', "&amp;").replace('<', "&lt;");
        let (day, time) = (local(self.now).format("%d/%m/%Y"), local(self.now).format("%H:%M:%S"));
        let mut more = String::new();
        if !matches!(*kind, "accettazione" | "non-accettazione" | "posta-certificata") {
            more += &format!("<consegna>{to}</consegna>");
        }
        if !self.extended.is_empty() {
            more += &format!("<errore-esteso>{}</errore-esteso>", self.extended);
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <postacert tipo=\"{kind}\" errore=\"{error}\">\n  <intestazione>\n    \
             <mittente>{from}</mittente>\n    \
             <destinatari tipo=\"{recipient_is}\">{to}</destinatari>\n    \
             <risposte>{from}</risposte>\n    <oggetto>{subject}</oggetto>\n  </intestazione>\n  \
             <dati>\n    <gestore-emittente>GESTORE PEC S.p.A.</gestore-emittente>\n    \
             <data zona=\"+0100\"><giorno>{day}</giorno><ora>{time}</ora></data>\n    \
             <identificativo>{id}</identificativo>\n    <msgid>&lt;{msgid}&gt;</msgid>\n    \
             {more}\n  </dati>\n</postacert>\n"
        )
    }
}

fn local(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    moment.with_timezone(&FixedOffset::east_opt(3600).unwrap())
}
