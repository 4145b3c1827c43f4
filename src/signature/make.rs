//! Signs with keys made from fixed seeds: for the example's history, which must be the same bytes wherever it is made.

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey};

use super::ssh::NAMESPACE;

/// An Ed25519 key whose secret everybody knows. It signs examples and tests, and nothing that anyone should believe.
#[derive(Clone, Debug)]
pub struct ExampleKey(PrivateKey);

impl ExampleKey {
    /// The key of a seed.
    pub fn from_seed(seed: &[u8; 32], comment: &str) -> Self {
        let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(seed));
        Self(PrivateKey::new(pair, comment).expect("a plain key pair is always a private key"))
    }

    /// Its public key line, `ssh-ed25519 AAAA… comment`, without a line end.
    pub fn public_line(&self) -> String {
        self.0.public_key().to_openssh().expect("a public key can always be written")
    }

    /// Its fingerprint, `SHA256:…`.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }

    /// The signature over the bytes of a commit or tag, as `git commit -S` with `gpg.format=ssh` would put it there: armoured
    /// text that ends with a line end. Always the same for the same key and bytes.
    pub fn sign(&self, payload: &[u8]) -> String {
        let signature = self.0.sign(NAMESPACE, HashAlg::Sha512, payload).expect("an unencrypted Ed25519 key signs any bytes");
        signature.to_pem(LineEnding::LF).expect("a signature can always be written")
    }
}
