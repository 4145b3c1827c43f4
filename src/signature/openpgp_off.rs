//! What stands in for OpenPGP in a build without the feature `openpgp`.

use super::Problem;
use crate::source::{Instant, Scheme, Signed, Verdict};

/// No certificates.
#[derive(Clone, Debug, Default)]
pub(super) struct Certificates {}

/// A primary key in a text.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// Its fingerprint.
    pub(super) fingerprint: String,
    /// Addresses in user ids that it signed itself.
    pub(super) emails: Vec<String>,
}

impl Certificates {
    pub(super) fn add(&mut self, _name: &str, _text: &str, _problems: &mut Vec<Problem>) {}

    pub(super) fn settle(&mut self) {}

    pub(super) fn len(&self) -> usize {
        0
    }

    pub(super) fn listed(&self) -> Vec<Listed> {
        Vec::new()
    }

    pub(super) fn verify(&self, _payload: &[u8], _armored: &str, _at: Instant) -> Signed {
        let verdict = Verdict::Unsupported("this build of clausebook does not check OpenPGP signatures".to_owned());
        Signed { scheme: Scheme::OpenPgp, key: None, primary: None, certificate: None, verdict }
    }
}
