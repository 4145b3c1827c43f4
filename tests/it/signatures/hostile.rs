//! Signatures and keys that are damaged, huge or made to trouble whoever reads them.

use base64ct::{Base64, Encoding as _};
use clausebook::signature::{self, ExampleKey, KeyMaterial, MAX_SIGNATURE, Registrant, Ring};
use clausebook::source::{Instant, Verdict};
use proptest::prelude::*;

const AT: Instant = Instant { seconds: 1_705_000_000, offset: 0 };
const PAYLOAD: &[u8] = b"tree 1\ncommitter Ana <ana@example.org> 1705000000 +0000\n\nWords\n";

/// The bytes of an armoured text.
pub(super) fn bytes_of(armored: &str) -> Vec<u8> {
    let body: Vec<&str> =
        armored.lines().filter(|it| !it.starts_with("---") && !it.starts_with('=') && !it.contains(':')).collect();
    Base64::decode_vec(&body.concat()).unwrap()
}

/// Puts armour without a checksum around bytes.
pub(super) fn armor(label: &str, bytes: &[u8]) -> String {
    let body = Base64::encode_string(bytes);
    let lines: Vec<&str> = body.as_bytes().chunks(64).map(|it| std::str::from_utf8(it).unwrap()).collect();
    format!("-----BEGIN {label}-----\n\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// Replaces the first occurrence of some bytes within base64 text.
pub(super) fn edit(base64: &str, from: &[u8], to: &[u8]) -> String {
    let mut bytes = Base64::decode_vec(base64).unwrap();
    let at = bytes.windows(from.len()).position(|it| it == from).unwrap();
    bytes.splice(at..at + from.len(), to.iter().copied());
    Base64::encode_string(&bytes)
}

fn ssh() -> String {
    ExampleKey::from_seed(&[3; 32], "ana").sign(PAYLOAD)
}

fn verdict(keys: &KeyMaterial, payload: &[u8], armored: &str) -> Verdict {
    signature::verify(keys, payload, armored, AT).verdict
}

fn is_refused(armored: &str) -> bool {
    let found = verdict(&KeyMaterial::default(), PAYLOAD, armored);
    matches!(&found, Verdict::Bad(why) | Verdict::Unsupported(why) if !why.is_empty() && !why.ends_with('.'))
}

#[test]
fn damage_of_any_kind_is_bad_and_said_in_words() {
    let good = ssh();
    assert_eq!(verdict(&KeyMaterial::default(), PAYLOAD, &good), Verdict::Good);
    for end in 0..good.len() - 1 {
        assert!(is_refused(&good[..end]), "{end}");
    }
    let begin = "-----BEGIN PGP SIGNATURE-----";
    for text in [
        String::new(),
        "\u{0}".to_owned(),
        "garbage".to_owned(),
        begin.to_owned(),
        format!("{begin}\n\n\n"),
        format!("{begin}\n{begin}\n\nAAAA\n-----END PGP SIGNATURE-----\n"),
        armor("PGP SIGNATURE", b""),
        armor("PGP SIGNATURE", &[0xC2, 5, 4, 0, 1, 8, 0]),
        armor("PGP SIGNATURE", &[0xFF; 300]),
        armor("PGP MESSAGE", b"x"),
        armor("SIGNED MESSAGE", b"x"),
        armor("SSH SIGNATURE", b"SSHSIG"),
        armor("SSH SIGNATURE", &[b"SSHSIG\0\0\0\x01".as_slice(), &[0xFF; 400]].concat()),
        good.repeat(2),
        good.replace('\n', "\r\n"),
        format!("{begin}\n{}", "A".repeat(1 << 20)),
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----", "A".repeat(MAX_SIGNATURE - 100)),
        good.replace("-----END", &format!("{}\n-----END", " ".repeat(MAX_SIGNATURE))),
    ] {
        assert!(is_refused(&text), "{text:.80}");
    }
}

/// A signature packet within others, each in the part of the next that may hold one.
fn nested(depth: usize) -> Vec<u8> {
    let mut body = vec![4, 0, 1, 8, 0, 0, 0, 0, 1, 2, 0, 1, 1];
    for _ in 0..depth {
        let size = u16::try_from(body.len() + 6).unwrap();
        let part = [&[255, 0, 0], &(size - 5).to_be_bytes()[..], &[32], &body].concat();
        body = [&[4, 0, 1, 8], &size.to_be_bytes()[..], &part, &[0, 0, 1, 2, 0, 1, 1]].concat();
    }
    let size = u32::try_from(body.len()).unwrap();
    [&[0xC2, 255], &size.to_be_bytes()[..], &body].concat()
}

#[test]
fn signatures_within_signatures_do_not_exhaust_the_stack() {
    for depth in [1, 10, 1000, 2400] {
        let bytes = nested(depth);
        assert!(is_refused(&armor("PGP SIGNATURE", &bytes)), "{depth}");
        let key = [&[0xC6, 1, 4], &bytes[..]].concat();
        let text = armor("PGP PUBLIC KEY BLOCK", &key);
        let (keys, problems) = KeyMaterial::read([("keys/a.asc", text.as_str())]);
        assert!(keys.is_empty());
        assert_eq!(problems.len(), usize::from(cfg!(feature = "openpgp")));
    }
}

#[test]
fn key_files_of_any_content_are_read() {
    let huge = "x".repeat(2 << 20);
    let lines = "ana@example.org ssh-ed25519 AAAA\n".repeat(20_000);
    let patterns = format!("{} ssh-ed25519 AAAA", "*a".repeat(50_000));
    for text in [huge.as_str(), &lines, &patterns, "\"", "a \\", "a \"", "\u{feff}", "a namespaces=\"\\", "ä ö=\"ü\" ß"] {
        let (ring, problems) = Ring::read(&[("keys/allowed_signers", text)], []);
        assert!(ring.is_empty() && !problems.is_empty(), "{text:.40}");
        assert!(problems.len() <= 10_001);
        KeyMaterial::read([("keys/a.asc", text)]);
    }
    let registration = [signature::Registration::of("keys/../../etc/passwd"), signature::Registration::of("é".repeat(1000))];
    let (_, problems) = Ring::read(&[], [Registrant { name: "Ana", emails: &[], keys: &registration }]);
    assert_eq!(problems.len(), 2);
}

/// An OpenPGP key and its signature over `PAYLOAD`, made by gpg 2.2 on 2024-01-11.
#[cfg(feature = "openpgp")]
fn openpgp() -> (&'static KeyMaterial, &'static str) {
    static KEYS: std::sync::OnceLock<KeyMaterial> = std::sync::OnceLock::new();
    let read = || {
        let (keys, problems) = KeyMaterial::read([("ana.asc", include_str!("ana.asc"))]);
        assert_eq!(problems, Vec::new());
        keys
    };
    (KEYS.get_or_init(read), include_str!("words.sig"))
}

#[cfg(feature = "openpgp")]
#[test]
fn a_subkey_that_did_not_sign_its_primary_key_signs_nothing() {
    let (_, good) = openpgp();
    let bytes = bytes_of(include_str!("ana.asc"));
    // The subkey's own signature lies in part 32 of its binding, where the binding does not cover it: under another number it is
    // not there. That is how a stranger's key would look who claims somebody's subkey for himself.
    let hidden = (0..bytes.len()).filter(|at| bytes[*at] == 32).map(|at| {
        let mut bytes = bytes.clone();
        bytes[at] = 101;
        let text = armor("PGP PUBLIC KEY BLOCK", &bytes);
        verdict(&KeyMaterial::read([("ana.asc", text.as_str())]).0, PAYLOAD, good)
    });
    let found: Vec<Verdict> = hidden.collect();
    assert!(found.iter().any(|it| matches!(it, Verdict::Bad(why) if why.contains("did not sign its primary key"))), "{found:?}");
    assert!(!found.contains(&Verdict::Good), "{found:?}");
}

/// The text with one character replaced by another one that can be printed.
fn spoiled(text: &str, at: usize, by: u8) -> Option<String> {
    let mut bytes = text.trim_end().as_bytes().to_vec();
    let at = at % bytes.len();
    let by = 33 + by % 94;
    if bytes[at] == by {
        return None;
    }
    bytes[at] = by;
    String::from_utf8(bytes).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spoiled_ssh_signature_is_never_good(at: usize, by: u8) {
        if let Some(text) = spoiled(&ssh(), at, by) {
            prop_assert_ne!(verdict(&KeyMaterial::default(), PAYLOAD, &text), Verdict::Good);
        }
    }

    #[test]
    fn a_signature_is_good_for_its_own_bytes_only(payload: Vec<u8>) {
        prop_assert_ne!(verdict(&KeyMaterial::default(), &payload, &ssh()), Verdict::Good);
    }

    #[test]
    fn any_bytes_in_armour_are_refused(label in "(SSH|PGP) SIGNATURE", bytes: Vec<u8>) {
        prop_assert!(is_refused(&armor(&label, &bytes)));
        prop_assert!(is_refused(&armor(&label, &[b"SSHSIG\0\0\0\x01".as_slice(), &bytes].concat())));
        prop_assert!(is_refused(&armor(&label, &[&[0xC2, 60, 4, 0, 22, 8][..], &bytes].concat())));
    }

    #[test]
    fn any_raw_object_is_split(raw in "(gpgsig(-sha256)?| |\n|a|-----BEGIN SSH SIGNATURE-----){0,30}") {
        for sha256 in [false, true] {
            if let Some((_, payload)) = signature::split_commit(raw.as_bytes(), sha256) {
                prop_assert!(payload.len() < raw.len());
            }
        }
        if let Some((armored, payload)) = signature::split_tag(raw.as_bytes()) {
            prop_assert!(raw.ends_with(&armored) && payload.len() + armored.len() <= raw.len());
        }
    }
}

#[cfg(feature = "openpgp")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spoiled_openpgp_signature_is_never_good(at: usize, by: u8) {
        let (keys, good) = openpgp();
        prop_assert_eq!(verdict(keys, PAYLOAD, good), Verdict::Good);
        if let Some(text) = spoiled(good, at, by) {
            prop_assert_ne!(verdict(keys, PAYLOAD, &text), Verdict::Good);
        }
    }

    #[test]
    fn bytes_of_an_openpgp_signature_may_change_only_where_nothing_is_signed(at: usize, by: u8) {
        let (keys, good) = openpgp();
        let mut bytes = bytes_of(good);
        let at = at % bytes.len();
        bytes[at] = by;
        let before = signature::verify(keys, PAYLOAD, good, AT);
        let after = signature::verify(keys, PAYLOAD, &armor("PGP SIGNATURE", &bytes), AT);
        if after.verdict == Verdict::Good {
            prop_assert_eq!(after, before);
        }
    }

    #[test]
    fn a_spoiled_key_speaks_for_nobody_else(at: usize, by: u8) {
        let mut bytes = bytes_of(include_str!("ana.asc"));
        let at = at % bytes.len();
        bytes[at] = by;
        let text = armor("PGP PUBLIC KEY BLOCK", &bytes);
        let (keys, _) = KeyMaterial::read([("ana.asc", text.as_str())]);
        let (sound, good) = openpgp();
        let before = signature::verify(sound, PAYLOAD, good, AT);
        let after = signature::verify(&keys, PAYLOAD, good, AT);
        if after.verdict == Verdict::Good {
            prop_assert_eq!(after, before);
        }
    }
}
