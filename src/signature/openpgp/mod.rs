//! OpenPGP signatures. The library checks numbers; which key may sign, and when, is decided here and in `certificate`.
//!
//! The answers are those of gpg at the time the signature was made, with these differences: gpg judges the expiry of keys by
//! its own clock, so that all signatures of a key turn `Y` once it has expired; it calls every revoked key revoked, also for
//! what was signed before a key was merely replaced or retired; and it still takes SHA-1 and short RSA keys in signatures.

mod certificate;
mod packets;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{Packet, PacketParser, Signature, SignatureType, SubpacketData};

use super::{Problem, armor};
use crate::base::Span;
use crate::source::{Instant, Scheme, Signed, Verdict};
use certificate::{Certificate, SigningKey};

/// The name of the armour around keys.
const BEGIN: &str = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const END: &str = "-----END PGP PUBLIC KEY BLOCK-----";
/// Most packets in an armoured block.
const MAX_PACKETS: usize = 2000;

/// Certificates by the fingerprint of their primary keys, and the keys that signatures can be of.
#[derive(Clone, Debug, Default)]
pub(super) struct Certificates {
    certificates: BTreeMap<String, Certificate>,
    keys: Vec<SigningKey>,
}

/// A primary key in a text.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    /// Its fingerprint.
    pub(super) fingerprint: String,
    /// Addresses in user ids that it signed itself.
    pub(super) emails: Vec<String>,
}

impl Certificates {
    /// Adds all certificates in a text. What is known already is put together with what the text says.
    pub(super) fn add(&mut self, name: &str, text: &str, problems: &mut Vec<Problem>) {
        let mut from = 0;
        while let Some(at) = text[from..].find(BEGIN).map(|at| at + from) {
            let end = text[at..].find(END).map_or(text.len(), |it| at + it + END.len());
            from = end;
            if let Err(why) = self.add_block(&text[at..end]) {
                let help = "export the key again with `gpg --armor --export FINGERPRINT`";
                let message = format!("the OpenPGP key cannot be read: {why}");
                problems.push(Problem::new(name, Span::new(at, at + BEGIN.len()), message, help));
            }
        }
    }

    fn add_block(&mut self, armored: &str) -> Result<(), String> {
        let bytes = armor::decode(armored, "PGP PUBLIC KEY BLOCK")?;
        if !packets::are_plain(&bytes) {
            return Err("its packets are cut short or of a kind that no exported key has".to_owned());
        }
        let mut open: Option<Certificate> = None;
        let (mut added, mut wrong) = (0, None);
        for (n, packet) in PacketParser::new(&bytes[..]).enumerate() {
            if n == MAX_PACKETS {
                return Err(format!("it holds more than {MAX_PACKETS} packets"));
            }
            match packet {
                Ok(Packet::PublicKey(key)) => {
                    added += usize::from(self.keep(open.replace(Certificate::new(key))));
                }
                Ok(packet) => drop(open.as_mut().map(|it| it.add(packet))),
                // Packets and algorithms that the library does not know are passed over, as gpg does.
                Err(why) => wrong = Some(why),
            }
        }
        added += usize::from(self.keep(open));
        match wrong {
            _ if added > 0 => Ok(()),
            Some(_) => Err("its packets are damaged or of a kind that is not known".to_owned()),
            None => Err("it holds no public key".to_owned()),
        }
    }

    fn keep(&mut self, certificate: Option<Certificate>) -> bool {
        let Some(certificate) = certificate else { return false };
        let fingerprint = certificate.fingerprint();
        match self.certificates.get_mut(&fingerprint) {
            Some(known) => known.merge(certificate),
            None => drop(self.certificates.insert(fingerprint, certificate)),
        }
        true
    }

    /// Works out which keys may sign, after all texts were added.
    pub(super) fn settle(&mut self) {
        self.keys = self.certificates.values().flat_map(|it| it.keys(&self.certificates)).collect();
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn listed(&self) -> Vec<Listed> {
        let listed = |(fingerprint, certificate): (&String, &Certificate)| Listed {
            fingerprint: fingerprint.clone(),
            emails: certificate.emails(),
        };
        self.certificates.iter().map(listed).collect()
    }

    /// Checks a signature.
    pub(super) fn verify(&self, payload: &[u8], armored: &str, at: Instant) -> Signed {
        let mut signed = Signed { scheme: Scheme::OpenPgp, key: None, primary: None, certificate: None, verdict: Verdict::Good };
        if let Err(verdict) = self.check(payload, armored, at, &mut signed) {
            signed.verdict = verdict;
        }
        signed
    }

    fn check(&self, payload: &[u8], armored: &str, at: Instant, signed: &mut Signed) -> Result<(), Verdict> {
        let signature = read_signature(armored)?;
        let candidates = self.candidates(&signature, signed);
        is_acceptable(&signature)?;
        if candidates.is_empty() {
            return Err(Verdict::UnknownKey);
        }
        let Some(key) = candidates.into_iter().find(|it| it.verifies(&signature, payload)) else {
            return Err(Verdict::Bad("the bytes are not those that this key signed".to_owned()));
        };
        signed.key = Some(key.fingerprint.clone());
        signed.primary = Some(key.primary.clone());
        let made = signature.created().map_or(0, |it| i64::from(it.as_secs()));
        key.allows(made.min(at.seconds), made.max(at.seconds))?;
        match signature.signature_expiration_time().map(|it| i64::from(it.as_secs())) {
            // No clock here says whether that day has come, and a proof that ends is none for a record that has to last.
            Some(lasts) if lasts > 0 => {
                Err(Verdict::Expired(format!("the signature was made to lapse on {}", day(made.saturating_add(lasts)))))
            }
            _ => Ok(()),
        }
    }

    /// The keys that the signature names, by fingerprint or, in old signatures, by id. Notes the name in `signed`.
    fn candidates(&self, signature: &Signature, signed: &mut Signed) -> Vec<&SigningKey> {
        let prints: Vec<String> = signature.issuer_fingerprint().into_iter().map(|it| hex(it.as_bytes())).collect();
        if let Some(first) = prints.first() {
            signed.key = Some(first.clone());
            return self.keys.iter().filter(|it| prints.contains(&it.fingerprint)).collect();
        }
        let ids = signature.issuer_key_id();
        signed.key = ids.first().map(|it| hex(it.as_ref()));
        self.keys.iter().filter(|it| ids.contains(&&it.id)).collect()
    }
}

/// Reads the one packet of a detached signature.
fn read_signature(armored: &str) -> Result<Signature, Verdict> {
    let malformed = |why: &str| Verdict::Bad(format!("the OpenPGP signature is malformed: {why}"));
    let bytes = armor::decode(armored, "PGP SIGNATURE").map_err(|why| malformed(&why))?;
    if !packets::are_plain(&bytes) {
        return Err(malformed("its packet is cut short or of a kind that no signature has"));
    }
    let mut packets = PacketParser::new(&bytes[..]);
    let signature = match packets.next() {
        Some(Ok(Packet::Signature(signature))) => signature,
        Some(_) => return Err(malformed("its packet cannot be read")),
        None => return Err(malformed("it is empty")),
    };
    // Git refuses several signatures too, as each would speak for another key.
    if packets.next().is_some() {
        return Err(malformed("it holds more than one packet"));
    }
    Ok(signature)
}

/// What can be said of a signature without its key.
fn is_acceptable(signature: &Signature) -> Result<(), Verdict> {
    let unsupported = |what: String| Err(Verdict::Unsupported(what));
    let Some(config) = signature.config() else {
        return unsupported("an OpenPGP signature of a version that is not known".to_owned());
    };
    match config.typ {
        SignatureType::Binary => {}
        SignatureType::Text => {
            return unsupported("the signature is over a text whose line ends may change, not over bytes".to_owned());
        }
        _ => return Err(Verdict::Bad("the signature was made over something else than a document".to_owned())),
    }
    match config.hash_alg {
        HashAlgorithm::Sha224
        | HashAlgorithm::Sha256
        | HashAlgorithm::Sha384
        | HashAlgorithm::Sha512
        | HashAlgorithm::Sha3_256
        | HashAlgorithm::Sha3_512 => {}
        weak => return unsupported(format!("the signature is over {weak}, which can be forged or is not known")),
    }
    if signature.created().is_none() {
        return Err(Verdict::Bad("the OpenPGP signature does not say when it was made".to_owned()));
    }
    if has_unknown_demand(signature) {
        return Err(Verdict::Bad("the OpenPGP signature makes a condition that is not known".to_owned()));
    }
    Ok(())
}

/// Whether it is marked as critical that something is understood which is not (RFC 9580, 5.2.3.7): gpg refuses that as well.
fn has_unknown_demand(signature: &Signature) -> bool {
    let unknown = |data: &SubpacketData| {
        matches!(data, SubpacketData::Other(..) | SubpacketData::Experimental(..) | SubpacketData::Notation(_))
    };
    signature.config().is_some_and(|config| config.hashed_subpackets().any(|it| it.is_critical && unknown(&it.data)))
}

/// Bytes of a fingerprint or id as git prints them.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

/// A day in UTC, as reasons name it.
fn day(seconds: i64) -> String {
    Instant { seconds, offset: 0 }.date().map_or_else(|| "a distant day".to_owned(), |it| it.to_string())
}
