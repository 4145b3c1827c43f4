//! Signatures of commits and tags: what bytes and keys prove (`verify`), and who may sign for whom on which day (`Ring`).
//!
//! Everything is decided from bytes and texts: no program is called, no key ring of the user is looked at, no clock is read.
//! Where an answer differs from that of git with gpg or ssh-keygen, the comment there says why, and `tests/it/signatures.rs`
//! proves both answers.

mod allowed_signers;
mod armor;
mod make;
#[cfg(feature = "openpgp")]
mod openpgp;
#[cfg(not(feature = "openpgp"))]
#[path = "openpgp_off.rs"]
mod openpgp;
mod pattern;
mod problem;
mod ring;
mod split;
mod ssh;

pub use make::ExampleKey;
pub use problem::Problem;
pub use ring::{ALLOWED_SIGNERS, Registrant, Registration, Ring, SignerVerdict};
pub use split::{split_commit, split_tag, tag_signature_at};

use crate::source::{Instant, Scheme, Signed, Verdict};

/// Most that a signature may hold, in bytes. Real ones hold less than four thousand.
pub const MAX_SIGNATURE: usize = 64 * 1024;

/// Most that a text with keys may hold, in bytes.
pub const MAX_KEYS: usize = 1 << 20;

/// The OpenPGP certificates that are known. SSH signatures carry their keys with them.
#[derive(Clone, Debug, Default)]
pub struct KeyMaterial {
    certificates: openpgp::Certificates,
}

impl KeyMaterial {
    /// Reads all certificates in some texts, given with their names. What several texts say of one key is put together, so that
    /// texts of many years can be read at once: a key that was replaced later is still known.
    ///
    /// Says what cannot be read, and where secret keys lie. Texts without armoured OpenPGP keys are fine and give nothing.
    pub fn read<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut certificates = openpgp::Certificates::default();
        for (name, text) in texts {
            problems.extend(problem::secrets(name, text));
            if text.len() > MAX_KEYS {
                problems.push(Problem::whole(name, "the file is too large to hold keys", "leave in it only the keys of people"));
                continue;
            }
            certificates.add(name, text, &mut problems);
        }
        certificates.settle();
        (Self { certificates }, problems)
    }

    /// How many keys there are that could have made a signature.
    pub fn len(&self) -> usize {
        self.certificates.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Checks the signature of a commit or tag.
///
/// `payload` and `armored` are what `split_commit` and `split_tag` give, `at` is the time of the committer or tagger: a key
/// has to have been valid then, and when the signature says that it was made.
pub fn verify(keys: &KeyMaterial, payload: &[u8], armored: &str, at: Instant) -> Signed {
    let scheme = match armored {
        it if it.starts_with("-----BEGIN SSH SIGNATURE-----") => Scheme::Ssh,
        it if it.starts_with("-----BEGIN SIGNED MESSAGE-----") => Scheme::X509,
        _ => Scheme::OpenPgp,
    };
    let without_key = |verdict| Signed { scheme, key: None, primary: None, certificate: None, verdict };
    if armored.len() > MAX_SIGNATURE {
        return without_key(Verdict::Bad(format!("the signature is larger than {} KiB", MAX_SIGNATURE / 1024)));
    }
    match scheme {
        Scheme::Ssh => ssh::verify(payload, armored),
        Scheme::X509 => without_key(Verdict::Unsupported("X.509 signatures are not checked".to_owned())),
        Scheme::OpenPgp if armored.starts_with("-----BEGIN PGP SIGNATURE-----") => keys.certificates.verify(payload, armored, at),
        Scheme::OpenPgp => without_key(Verdict::Bad("it does not begin like any signature that git knows".to_owned())),
    }
}
