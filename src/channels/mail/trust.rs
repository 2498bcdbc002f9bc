//! Who may have signed the certificates of mail servers.

use std::sync::{Arc, LazyLock};

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;

/// The authorities that this computer knows: a town may have one of its own. Read once.
static OWN: LazyLock<Vec<CertificateDer<'static>>> = LazyLock::new(|| {
    let known = rustls_native_certs::load_native_certs();
    if !known.errors.is_empty() {
        tracing::warn!(errors = known.errors.len(), "mail.authorities_not_read");
    }
    let mut usable = RootCertStore::empty();
    known.certs.into_iter().filter(|one| usable.add(one.clone()).is_ok()).collect()
});

/// Those and the public ones.
static ALL: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let mut all = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    all.add_parsable_certificates(own().iter().cloned());
    Arc::new(all)
});

/// The authorities that this computer knows.
pub(super) fn own() -> &'static [CertificateDer<'static>] {
    &OWN
}

/// All whom a mail server's certificate may be signed by.
pub(super) fn all() -> Arc<RootCertStore> {
    Arc::clone(&ALL)
}
