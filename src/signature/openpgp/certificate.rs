//! One OpenPGP certificate: which of its keys may sign, from when to when.
//!
//! Only what the primary key itself signed counts, each signature checked. The newest statement about a key holds for all of
//! its past, as in gpg: whoever prolongs a key's life has it prolonged for old signatures too.

use std::collections::BTreeMap;

use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{Packet, PublicKey, PublicSubkey, RevocationCode, Signature, SignatureType, SubpacketData, UserId};
use pgp::ser::Serialize as _;
use pgp::types::{KeyDetails as _, KeyId, PublicParams, Tag};

use super::{day, has_unknown_demand, hex};
use crate::source::Verdict;

/// Signatures that are checked for one certificate. Keys from key servers can carry thousands by strangers.
const MAX_SIGNATURES: usize = 500;

/// A certificate as read, nothing in it believed.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    primary: PublicKey,
    direct: Vec<Signature>,
    users: Vec<(UserId, Vec<Signature>)>,
    subkeys: Vec<(PublicSubkey, Vec<Signature>)>,
    /// What signatures that come next are about.
    open: Part,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Primary,
    User,
    Subkey,
    /// Something that does not matter, such as a photograph.
    Other,
}

/// A key that may have signed something.
#[derive(Clone, Debug)]
pub(super) struct SigningKey {
    /// Its own fingerprint.
    pub(super) fingerprint: String,
    /// That of its primary key.
    pub(super) primary: String,
    /// Its id, by which old signatures name it.
    pub(super) id: KeyId,
    key: Material,
    /// Seconds since 1970-01-01T00:00:00Z.
    created: i64,
    expires: Option<i64>,
    revoked: Vec<Revocation>,
    /// Why it may never sign.
    barred: Option<Verdict>,
}

#[derive(Clone, Debug)]
enum Material {
    Primary(Box<PublicKey>),
    Subkey(Box<PublicSubkey>),
}

#[derive(Clone, Debug)]
struct Revocation {
    at: i64,
    /// Replaced, retired or no longer with the person: what was signed before stands (RFC 9580, 5.2.3.31). gpg does not make
    /// this difference. A record has to outlive the key of someone who left in good order.
    soft: bool,
    why: &'static str,
}

impl SigningKey {
    /// Whether the signature is by this key over these bytes.
    pub(super) fn verifies(&self, signature: &Signature, payload: &[u8]) -> bool {
        match &self.key {
            Material::Primary(key) => signature.verify(&**key, payload).is_ok(),
            Material::Subkey(key) => signature.verify(&**key, payload).is_ok(),
        }
    }

    /// Whether the key may sign between two moments.
    pub(super) fn allows(&self, first: i64, last: i64) -> Result<(), Verdict> {
        if let Some(barred) = &self.barred {
            return Err(barred.clone());
        }
        let revoked = self.revoked.iter().filter(|it| !it.soft || it.at <= last).min_by_key(|it| (it.soft, it.at));
        if let Some(Revocation { at, why, .. }) = revoked {
            return Err(Verdict::Revoked(format!("the key was revoked on {}: {why}", day(*at))));
        }
        if first < self.created {
            return Err(Verdict::Expired(format!("the key was made only on {}", day(self.created))));
        }
        match self.expires {
            Some(expires) if expires < last => Err(Verdict::Expired(format!("the key expired on {}", day(expires)))),
            _ => Ok(()),
        }
    }
}

impl Certificate {
    pub(super) fn new(primary: PublicKey) -> Self {
        Self { primary, direct: Vec::new(), users: Vec::new(), subkeys: Vec::new(), open: Part::Primary }
    }

    pub(super) fn fingerprint(&self) -> String {
        hex(self.primary.fingerprint().as_bytes())
    }

    /// Adds a packet that follows the primary key.
    pub(super) fn add(&mut self, packet: Packet) {
        match packet {
            Packet::UserId(user) => {
                self.users.push((user, Vec::new()));
                self.open = Part::User;
            }
            Packet::PublicSubkey(key) => {
                self.subkeys.push((key, Vec::new()));
                self.open = Part::Subkey;
            }
            Packet::Signature(signature) => match self.open {
                Part::Primary => self.direct.push(signature),
                Part::User => drop(self.users.last_mut().map(|it| it.1.push(signature))),
                Part::Subkey => drop(self.subkeys.last_mut().map(|it| it.1.push(signature))),
                Part::Other => {}
            },
            Packet::Trust(_) | Packet::Marker(_) | Packet::Padding(_) => {}
            _ => self.open = Part::Other,
        }
    }

    /// Adds what another copy of the same certificate says.
    pub(super) fn merge(&mut self, other: Self) {
        add_new(&mut self.direct, other.direct);
        for (user, signatures) in other.users {
            match self.users.iter_mut().find(|it| it.0 == user) {
                Some(known) => add_new(&mut known.1, signatures),
                None => self.users.push((user, signatures)),
            }
        }
        for (key, signatures) in other.subkeys {
            match self.subkeys.iter_mut().find(|it| it.0 == key) {
                Some(known) => add_new(&mut known.1, signatures),
                None => self.subkeys.push((key, signatures)),
            }
        }
    }

    /// Addresses in user ids that the primary key signed and did not take back.
    pub(super) fn emails(&self) -> Vec<String> {
        let mut budget = MAX_SIGNATURES;
        let mut emails = Vec::new();
        for (user, signatures) in &self.users {
            let newest = self.newest_about_user(user, signatures, &mut budget);
            let Some(text) = user.as_str().filter(|_| newest.is_some_and(|it| !is_revocation(it))) else { continue };
            let inner = text.rsplit_once('<').and_then(|it| it.1.strip_suffix('>')).unwrap_or(text);
            if inner.contains('@') {
                emails.push(inner.trim().to_owned());
            }
        }
        emails
    }

    /// All keys that a signature could be of. `others` holds the certificates of those who may revoke this one.
    pub(super) fn keys(&self, others: &BTreeMap<String, Certificate>) -> Vec<SigningKey> {
        let mut budget = MAX_SIGNATURES;
        let standing = self.standing(others, &mut budget);
        let primary = SigningKey {
            fingerprint: self.fingerprint(),
            primary: self.fingerprint(),
            id: self.primary.legacy_key_id(),
            key: Material::Primary(Box::new(self.primary.clone())),
            created: i64::from(self.primary.created_at().as_secs()),
            expires: standing.expires,
            revoked: standing.revoked,
            barred: standing
                .unbound
                .clone()
                .or_else(|| not_for_signing(standing.signs))
                .or_else(|| weak(self.primary.public_params())),
        };
        let mut keys = vec![primary];
        for (key, signatures) in &self.subkeys {
            let subkey = self.subkey(key, signatures, &keys[0], standing.unbound.clone(), &mut budget);
            keys.extend(subkey);
        }
        keys
    }

    /// What the certificate says of its primary key.
    fn standing(&self, others: &BTreeMap<String, Certificate>, budget: &mut usize) -> Standing {
        let created = i64::from(self.primary.created_at().as_secs());
        let direct = self.direct.iter().filter(|it| it.typ() == Some(SignatureType::Key));
        let direct: Vec<&Signature> =
            direct.filter(|it| self.is_own(it, budget) && it.verify_key(&self.primary).is_ok()).collect();
        let newest = direct.iter().copied().max_by_key(|it| it.created());
        let about_users: Vec<&Signature> =
            self.users.iter().filter_map(|(user, signatures)| self.newest_about_user(user, signatures, budget)).collect();
        let certified: Vec<&Signature> = about_users.iter().copied().filter(|it| !is_revocation(it)).collect();
        let mut revoked = self.revocations(&direct, &certified, others, budget);
        // Without any user id left the key speaks for nobody.
        if newest.is_none() && certified.is_empty() {
            let withdrawn = about_users.iter().filter_map(|it| it.created()).max();
            let withdrawn = withdrawn.map(|at| Revocation { at: at.as_secs().into(), soft: true, why: "all its user ids were" });
            let unbound = withdrawn.is_none().then(|| Verdict::Bad("the key does not carry its own signature".to_owned()));
            revoked.extend(withdrawn);
            return Standing { expires: None, revoked, signs: None, unbound };
        }
        // As gpg: a statement about the key itself goes before those about user ids, of these the newest that speaks of it.
        let ordered = || {
            let mut users = certified.clone();
            users.sort_by_key(|it| std::cmp::Reverse(it.created()));
            newest.into_iter().chain(users)
        };
        let lasts = ordered().find_map(|it| it.key_expiration_time().filter(|it| it.as_secs() > 0));
        let lapses = ordered().next().and_then(lapse);
        let expires = lasts.map(|it| created + i64::from(it.as_secs()));
        Standing {
            expires: [expires, lapses].into_iter().flatten().min(),
            revoked,
            signs: ordered().find_map(may_sign),
            unbound: None,
        }
    }

    /// Revocations of the primary key, by itself or by those it named for that.
    fn revocations(
        &self,
        direct: &[&Signature],
        certified: &[&Signature],
        others: &BTreeMap<String, Certificate>,
        budget: &mut usize,
    ) -> Vec<Revocation> {
        let named: Vec<String> =
            direct.iter().chain(certified).filter_map(|it| it.revocation_key()).map(|it| hex(&it.fingerprint)).collect();
        let mut found = Vec::new();
        for signature in self.direct.iter().filter(|it| it.typ() == Some(SignatureType::KeyRevocation)) {
            let own = self.is_own(signature, budget) && signature.verify_key(&self.primary).is_ok();
            let mut by_named = || {
                named.iter().filter_map(|it| others.get(it)).any(|it| {
                    it.is_own(signature, budget) && signature.verify_key_third_party(&self.primary, &it.primary).is_ok()
                })
            };
            if own || by_named() {
                found.push(revocation(signature));
            }
        }
        found
    }

    /// A subkey, if the primary key vouches for it at all.
    fn subkey(
        &self,
        key: &PublicSubkey,
        signatures: &[Signature],
        primary: &SigningKey,
        unbound: Option<Verdict>,
        budget: &mut usize,
    ) -> Option<SigningKey> {
        let mut verified = |typ: SignatureType| -> Vec<&Signature> {
            let typed = signatures.iter().filter(|it| it.typ() == Some(typ));
            typed.filter(|it| self.is_own(it, budget) && it.verify_subkey_binding(&self.primary, key).is_ok()).collect()
        };
        let revoked = verified(SignatureType::SubkeyRevocation);
        let binding = verified(SignatureType::SubkeyBinding).into_iter().max_by_key(|it| it.created())?;
        let created = i64::from(key.created_at().as_secs());
        let lasts = binding.key_expiration_time().filter(|it| it.as_secs() > 0).map(|it| created + i64::from(it.as_secs()));
        let signs = may_sign(binding);
        let backed = || {
            let back = binding.embedded_signature().filter(|it| has_sound_hash(it));
            back.is_some_and(|it| it.verify_primary_key_binding(key, &self.primary).is_ok())
        };
        let alone = || {
            let why = "the subkey was not put there by whoever holds it: it did not sign its primary key";
            (!backed()).then(|| Verdict::Bad(why.to_owned()))
        };
        Some(SigningKey {
            fingerprint: hex(key.fingerprint().as_bytes()),
            primary: primary.fingerprint.clone(),
            id: key.legacy_key_id(),
            key: Material::Subkey(Box::new(key.clone())),
            created: created.max(primary.created),
            expires: [lasts, lapse(binding), primary.expires].into_iter().flatten().min(),
            revoked: primary.revoked.iter().cloned().chain(revoked.into_iter().map(revocation)).collect(),
            barred: unbound.or_else(|| not_for_signing(signs)).or_else(alone).or_else(|| weak(key.public_params())),
        })
    }

    /// The newest of the primary key's own statements about a user id, a revocation included.
    fn newest_about_user<'a>(&self, user: &UserId, signatures: &'a [Signature], budget: &mut usize) -> Option<&'a Signature> {
        let own = signatures.iter().filter(|it| it.is_certification());
        let own = own.filter(|it| self.is_own(it, budget) && it.verify_certification(&self.primary, Tag::UserId, user).is_ok());
        own.max_by_key(|it| (it.created(), is_revocation(it)))
    }

    /// Whether a signature may be the primary key's own and is worth checking. Takes one from the budget if so.
    ///
    /// SHA-1 is let through here, as in gpg: keys of long standing are held together by it, and to forge such a statement takes
    /// more than a collision.
    fn is_own(&self, signature: &Signature, budget: &mut usize) -> bool {
        let (prints, ids) = (signature.issuer_fingerprint(), signature.issuer_key_id());
        let names = match prints.as_slice() {
            [] => ids.is_empty() || ids.contains(&&self.primary.legacy_key_id()),
            prints => prints.contains(&&self.primary.fingerprint()),
        };
        if !names || *budget == 0 || has_unknown_demand(signature) || !has_sound_hash(signature) {
            return false;
        }
        *budget -= 1;
        true
    }
}

/// What a certificate says of its primary key.
struct Standing {
    expires: Option<i64>,
    revoked: Vec<Revocation>,
    /// Whether it may sign; `None` if nothing is said.
    signs: Option<bool>,
    /// Why nothing in it counts.
    unbound: Option<Verdict>,
}

fn add_new(known: &mut Vec<Signature>, more: Vec<Signature>) {
    for signature in more {
        if !known.contains(&signature) {
            known.push(signature);
        }
    }
}

fn is_revocation(signature: &Signature) -> bool {
    signature.typ() == Some(SignatureType::CertRevocation)
}

fn has_sound_hash(signature: &Signature) -> bool {
    !matches!(signature.hash_alg(), None | Some(HashAlgorithm::Md5 | HashAlgorithm::Ripemd160))
}

/// When a statement itself ends.
fn lapse(signature: &Signature) -> Option<i64> {
    let lasts = signature.signature_expiration_time().filter(|it| it.as_secs() > 0)?;
    Some(i64::from(signature.created()?.as_secs()) + i64::from(lasts.as_secs()))
}

/// Whether key flags allow signing; `None` without flags.
fn may_sign(signature: &Signature) -> Option<bool> {
    let mut parts = signature.config()?.hashed_subpackets();
    parts.find_map(|it| if let SubpacketData::KeyFlags(flags) = &it.data { Some(flags.sign()) } else { None })
}

/// Without flags a key may do whatever its algorithm can, as in gpg.
fn not_for_signing(signs: Option<bool>) -> Option<Verdict> {
    (signs == Some(false)).then(|| Verdict::Bad("the key is not meant for signing".to_owned()))
}

/// Algorithms and sizes that are not trusted.
fn weak(parameters: &PublicParams) -> Option<Verdict> {
    let least = 2048;
    match parameters {
        PublicParams::ECDSA(_) | PublicParams::EdDSALegacy(_) | PublicParams::Ed25519(_) | PublicParams::Ed448(_) => None,
        PublicParams::RSA(it) => {
            // Written out, the modulus comes first, and its length in bits before it.
            let written = it.to_bytes().unwrap_or_default();
            let bits = written.first_chunk().map_or(0, |it| u16::from_be_bytes(*it));
            (bits < least)
                .then(|| Verdict::Unsupported(format!("an RSA key of {bits} bits is not accepted, only {least} and more are")))
        }
        _ => Some(Verdict::Unsupported("keys of this algorithm are not checked".to_owned())),
    }
}

fn revocation(signature: &Signature) -> Revocation {
    let (soft, why) = match signature.revocation_reason_code() {
        Some(RevocationCode::KeySuperseded) => (true, "it was replaced"),
        Some(RevocationCode::KeyRetired) => (true, "it is no longer used"),
        Some(RevocationCode::KeyCompromised) => (false, "somebody else may have it"),
        _ => (false, "no reason was given"),
    };
    Revocation { at: signature.created().map_or(0, |it| i64::from(it.as_secs())), soft, why }
}
