//! SSH signatures (OpenSSH's PROTOCOL.sshsig) with the key or certificate (PROTOCOL.certkeys) they carry.
//!
//! The answers are those of `ssh-keygen -Y check-novalidate -n git`, but for keys that can be forged or that the library does
//! not know: ssh-dss, and RSA below 2048 or above 4096 bits, are not checked, though older OpenSSH versions accept them.

use signature::Verifier as _;
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, HashAlg, PublicKey, SshSig};

use super::armor;
use crate::source::{Scheme, Signed, SshCertificate, Verdict};

/// What a signature must have been made for. Keeps a signature over a file or a login from passing for one over a commit.
pub(super) const NAMESPACE: &str = "git";
/// The name of the armour.
const LABEL: &str = "SSH SIGNATURE";
/// RSA moduli that are checked, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=4096;
/// Principals a certificate may name.
const MAX_PRINCIPALS: usize = 256;

/// Checks a signature over some bytes.
pub(super) fn verify(payload: &[u8], armored: &str) -> Signed {
    let mut signed = Signed { scheme: Scheme::Ssh, key: None, primary: None, certificate: None, verdict: Verdict::Good };
    if let Err(verdict) = check(payload, armored, &mut signed) {
        signed.verdict = verdict;
    }
    signed
}

fn bad(reason: impl Into<String>) -> Verdict {
    Verdict::Bad(reason.into())
}

fn malformed(why: impl std::fmt::Display) -> Verdict {
    bad(format!("the SSH signature is malformed: {why}"))
}

fn check(payload: &[u8], armored: &str, signed: &mut Signed) -> Result<(), Verdict> {
    if armored.contains('\r') {
        return Err(malformed("its lines do not end as git ends them"));
    }
    let blob = armor::decode(armored, LABEL).map_err(malformed)?;
    let blob = Blob::read(&blob).ok_or_else(|| malformed("it is cut short or holds more than it should"))?;
    let (key, certificate) = read_key(blob.key)?;
    let name = fingerprint(&key);
    signed.primary = Some(name.clone());
    signed.key = Some(name);
    signed.certificate = certificate.map(Box::new);
    if blob.namespace != NAMESPACE.as_bytes() {
        let namespace = String::from_utf8_lossy(blob.namespace);
        return Err(bad(format!("the signature was made for `{}`, not for git", namespace.escape_debug())));
    }
    let hash = match blob.hash {
        b"sha256" => HashAlg::Sha256,
        b"sha512" => HashAlg::Sha512,
        _ => return Err(bad("the signature is over a hash that is neither SHA-256 nor SHA-512")),
    };
    is_supported(&key)?;
    let signature = plain_signature(blob.signature)
        .ok_or_else(|| malformed("its algorithm is not known or its numbers are not written as they have to be"))?;
    // The reserved field is not part of what OpenSSH signs and verifies.
    let data = SshSig::signed_data(NAMESPACE, hash, payload).map_err(malformed)?;
    key.verify(&data, &signature).map_err(|_| bad("the bytes are not those that this key signed"))
}

/// `SHA256:…`, as ssh-keygen and git print it.
fn fingerprint(key: &KeyData) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

/// The fingerprint of a public key line `ssh-ed25519 AAAA… comment`.
pub(super) fn read_line(line: &str) -> Result<String, &'static str> {
    if line.len() > 16 * 1024 {
        return Err("too long for an SSH public key");
    }
    let key = PublicKey::from_openssh(line.trim()).map_err(|_| "not an SSH public key")?;
    Ok(fingerprint(key.key_data()))
}

fn is_supported(key: &KeyData) -> Result<(), Verdict> {
    match key {
        KeyData::Ed25519(_) | KeyData::Ecdsa(_) | KeyData::SkEd25519(_) | KeyData::SkEcdsaSha2NistP256(_) => Ok(()),
        KeyData::Rsa(rsa) => {
            let bytes = rsa.n.as_positive_bytes().unwrap_or_default();
            let zeros = bytes.first().map_or(0, |it| it.leading_zeros() as usize);
            let bits = (bytes.len() * 8).saturating_sub(zeros);
            if RSA_BITS.contains(&bits) {
                return Ok(());
            }
            let (least, most) = (RSA_BITS.start(), RSA_BITS.end());
            Err(Verdict::Unsupported(format!("an RSA key of {bits} bits is not accepted, only {least} to {most} bits are")))
        }
        other => Err(Verdict::Unsupported(format!("keys of the kind `{}` are not checked", other.algorithm().as_str()))),
    }
}

/// A key, or the certificate around it.
fn read_key(bytes: &[u8]) -> Result<(KeyData, Option<SshCertificate>), Verdict> {
    let kind = Wire(bytes).string().ok_or_else(|| malformed("it holds no key"))?;
    if kind.ends_with(b"-cert-v01@openssh.com") {
        let (key, certificate) = read_certificate(bytes)?;
        return Ok((key, Some(certificate)));
    }
    Ok((plain_key(bytes).ok_or_else(|| malformed("its key cannot be read"))?, None))
}

/// Reads a key that is written as it has to be. The library lets wrong lengths within a key pass, OpenSSH does not.
fn plain_key(bytes: &[u8]) -> Option<KeyData> {
    let key = PublicKey::from_bytes(bytes).ok()?;
    key.to_bytes().is_ok_and(|it| it == bytes).then(|| key.key_data().clone())
}

/// Reads a signature that is written as it has to be. What the library writes of the kind left out is not what it reads.
fn plain_signature(bytes: &[u8]) -> Option<ssh_key::Signature> {
    let signature = ssh_key::Signature::try_from(bytes).ok()?;
    let written = Vec::try_from(signature.clone()).is_ok_and(|it: Vec<u8>| it == bytes);
    (written || signature.algorithm() == Algorithm::SkEcdsaSha2NistP256).then_some(signature)
}

/// Reads a certificate and checks the signature of its authority, with the authority's key that stands in it.
///
/// The library's own type cannot hold a certificate without an end, which is what ssh-keygen makes unless told otherwise.
fn read_certificate(bytes: &[u8]) -> Result<(KeyData, SshCertificate), Verdict> {
    let broken = || malformed("its certificate cannot be read");
    let mut wire = Wire(bytes);
    let kind = wire.string().and_then(|it| str::from_utf8(it).ok()).ok_or_else(broken)?;
    let (plain, fields) = plain_kind(kind)
        .ok_or_else(|| Verdict::Unsupported(format!("certificates of the kind `{}` are not checked", kind.escape_debug())))?;
    wire.string().ok_or_else(broken)?; // nonce
    let mut key = Vec::new();
    put(&mut key, plain.as_bytes());
    for _ in 0..fields {
        put(&mut key, wire.string().ok_or_else(broken)?);
    }
    let key = plain_key(&key).ok_or_else(broken)?;
    let certificate = read_statement(&mut wire).ok_or_else(broken)?;
    let authority_bytes = wire.string().ok_or_else(broken)?;
    let signed = &bytes[..bytes.len() - wire.0.len()];
    let signature = wire.string().filter(|_| wire.0.is_empty()).ok_or_else(broken)?;
    if !certificate.is_for_users {
        return Err(bad("the signature carries a certificate for a host, not for a person"));
    }
    let authority = plain_key(authority_bytes).ok_or_else(broken)?;
    is_supported(&authority)?;
    let signature = plain_signature(signature).ok_or_else(broken)?;
    authority
        .verify(signed, &signature)
        .map_err(|_| bad("its authority did not sign the certificate that the signature carries"))?;
    let Statement { principals, from, until, .. } = certificate;
    Ok((key, SshCertificate { authority: fingerprint(&authority), principals, from, until }))
}

/// What a certificate says of its key.
struct Statement {
    is_for_users: bool,
    principals: Vec<String>,
    from: u64,
    until: u64,
}

/// Reads from the serial number to the reserved field. Options and extensions restrict logins; OpenSSH passes over them for
/// signatures, and so does this.
fn read_statement(wire: &mut Wire<'_>) -> Option<Statement> {
    wire.take(8)?; // serial number
    let is_for_users = wire.number()? == 1;
    wire.string()?; // name of the certificate
    let mut names = Wire(wire.string()?);
    let mut principals = Vec::new();
    while !names.0.is_empty() {
        if principals.len() == MAX_PRINCIPALS {
            return None;
        }
        principals.push(String::from_utf8(names.string()?.to_vec()).ok()?);
    }
    let (from, until) = (wire.long()?, wire.long()?);
    for _ in 0..3 {
        wire.string()?; // critical options, extensions, reserved
    }
    Some(Statement { is_for_users, principals, from, until })
}

/// The kind of the key in a certificate, and how many fields it has there.
fn plain_kind(kind: &str) -> Option<(&'static str, usize)> {
    Some(match kind.strip_suffix("-cert-v01@openssh.com")? {
        "ssh-ed25519" => ("ssh-ed25519", 1),
        "ssh-rsa" => ("ssh-rsa", 2),
        "ecdsa-sha2-nistp256" => ("ecdsa-sha2-nistp256", 2),
        "ecdsa-sha2-nistp384" => ("ecdsa-sha2-nistp384", 2),
        "ecdsa-sha2-nistp521" => ("ecdsa-sha2-nistp521", 2),
        "sk-ssh-ed25519" => ("sk-ssh-ed25519@openssh.com", 2),
        "sk-ecdsa-sha2-nistp256" => ("sk-ecdsa-sha2-nistp256@openssh.com", 3),
        _ => return None,
    })
}

/// The parts of a signature, as they lie in it.
struct Blob<'a> {
    key: &'a [u8],
    namespace: &'a [u8],
    hash: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Blob<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut wire = Wire(bytes);
        let begins = wire.take(6)? == b"SSHSIG" && wire.number()? == 1;
        let (key, namespace) = (wire.string()?, wire.string()?);
        wire.string()?; // reserved
        let (hash, signature) = (wire.string()?, wire.string()?);
        (begins && wire.0.is_empty()).then_some(Self { key, namespace, hash, signature })
    }
}

/// Reads the types of RFC 4251, 5.
struct Wire<'a>(&'a [u8]);

impl<'a> Wire<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (part, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(part)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn long(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let n = self.number()?;
        self.take(usize::try_from(n).ok()?)
    }
}

/// Writes a string of RFC 4251, 5.
fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or_default().to_be_bytes());
    bytes.extend_from_slice(part);
}
